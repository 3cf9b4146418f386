package box

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"recap/store"
)

// A Message is one message of a mailbox.
type Message struct {
	Raw      []byte    // unescaped, without its From_ line
	Envelope time.Time // of the From_ line; zero if it tells none
	Start    int64     // where its From_ line begins
	End      int64     // where the next one begins
	Written  time.Time // when the file was last written that it stands in: it is no younger; zero if unknown
	Bad      error     // why it cannot be read; raw is nil then
	Sum      store.Sum // fingerprint of raw, zero where nobody has asked for it yet
	Known    bool      // it was delivered before, byte for byte; raw is nil then
}

// BodyStart returns where the body of a message begins, -1 if it has none.
func BodyStart(m []byte) int {
	for pos := 0; ; {
		i := bytes.IndexByte(m[pos:], '\n')
		if i < 0 {
			return -1
		}
		pos += i + 1
		switch {
		case bytes.HasPrefix(m[pos:], []byte("\n")):
			return pos + 1
		case bytes.HasPrefix(m[pos:], []byte("\r\n")):
			return pos + 2
		}
	}
}

// hasBody reports whether a blank line ends the header of m, whichever line ends it has.
func hasBody(m []byte) bool { return BodyStart(m) >= 0 || bytes.Contains(m, []byte("\r\r")) }

// contentLength returns the Content-Length of a message, 0 if it has none.
func contentLength(m []byte) int {
	const name = "content-length:"
	for pos := 0; ; {
		n := bytes.IndexByte(m[pos:], '\n')
		if n < 0 || pos > 0 && (n == 0 || n == 1 && m[pos] == '\r') {
			return 0
		}
		if n > len(name) && m[pos]|0x20 == 'c' && strings.EqualFold(string(m[pos:pos+len(name)]), name) {
			length, err := strconv.Atoi(string(bytes.TrimSpace(m[pos+len(name) : pos+n])))
			if err != nil {
				return 0
			}
			return length
		}
		pos += n + 1
	}
}

// dropLineEnd returns a message without the line end that stands before the next From_ line.
func dropLineEnd(m []byte) []byte {
	switch {
	case bytes.HasSuffix(m, []byte("\n\n")), bytes.HasSuffix(m, []byte("\r\r")):
		return m[:len(m)-1]
	case bytes.HasSuffix(m, []byte("\n\r\n")):
		return m[:len(m)-2]
	}
	return m
}

// Unescape returns a message with one ">" taken off every line that begins with ">" and "From " (mboxrd), unless the
// line before or after begins with ">", too: many writers of mailboxes escape nothing (Pipermail) or nothing that has
// a ">" (mboxo), and there it is the mark of a quote, without which another person's words would be the writer's. Of
// several such lines in a row, those around all of them decide. Where there is no such line the result is m
// itself, and shared tells so.
func Unescape(m []byte) (out []byte, shared bool) {
	i := bytes.Index(m, []byte(">From "))
	if i < 0 {
		return m, true
	}
	out = make([]byte, 0, len(m))
	above, within, keep := false, false, false // a quote was the last other line; the last line was such a one; it stays
	for len(m) > 0 {
		switch escaped := isEscaped(m); {
		case !escaped:
			above, within = m[0] == '>', false
		case !within:
			within, keep = true, above || quoteFollows(m)
		}
		if within && !keep {
			m = m[1:]
		}
		next := nextLine(m)
		out = append(out, m[:next]...)
		m = m[next:]
	}
	return out, false
}

// isEscaped reports whether b begins with one ">" or more and "From ".
func isEscaped(b []byte) bool {
	rest := bytes.TrimLeft(b, ">")
	return len(rest) < len(b) && bytes.HasPrefix(rest, fromMark)
}

// quoteFollows reports whether the first line of b that is not escaped as a From_ line is, begins with ">".
func quoteFollows(b []byte) bool {
	for isEscaped(b) {
		b = b[nextLine(b):]
	}
	return len(b) > 0 && b[0] == '>'
}

// nextLine returns where the second line of b begins, its length if it has one only.
func nextLine(b []byte) int {
	if i := bytes.IndexAny(b, "\r\n"); i >= 0 {
		return i + 1
	}
	return len(b)
}
