package box

import (
	"bytes"
	"time"

	"recap/ingest/mail"
)

// fromMark is how a From_ line begins.
var fromMark = []byte("From ")

// isSeparator reports whether b begins with a From_ line that a header follows. It needs Peek bytes, or all if last is
// true. blank tells that a blank line, or nothing, stands before b.
func isSeparator(b []byte, last, blank bool) bool {
	if len(b) < 5 || b[0] != 'F' || b[1] != 'r' || b[2] != 'o' || b[3] != 'm' || b[4] != ' ' {
		return false
	}
	end, next := lineEnd(b)
	if end < 0 {
		return false
	}
	following := b[next:]
	if bytes.HasPrefix(following, []byte(">From ")) {
		if end, next := lineEnd(following); end >= 0 {
			following = following[next:]
		}
	}
	if len(bytes.TrimRight(b[4:end], " ")) == 0 {
		return startsMail(following)
	}
	if !startsHeader(following) {
		return false
	}
	var room [16][]byte
	return fromFields(b[:end], room[:0]) != nil || blank && isSender(b[len(fromMark):end]) && mailHeader(following)
}

// isSender reports whether what stands behind "From " can be a sender, and perhaps a date in any form, and no sentence:
// "-", one word, an address, or a line with the year and the digits of a date.
func isSender(l []byte) bool {
	first, rest, _ := bytes.Cut(bytes.TrimSpace(l), []byte(" "))
	rest = bytes.TrimSpace(rest)
	if len(rest) == 0 || bytes.IndexByte(first, '@') >= 0 || bytes.HasPrefix(rest, []byte("at ")) && bytes.Count(rest, []byte(" ")) == 1 {
		return true
	}
	digits := 0
	for _, c := range rest {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	return digits >= 6 && len(rest) < 100
}

// mailHeader reports whether b begins with the header of a mail: fields up to a blank line, of which one is From and
// one Date or Message-ID. Of a header that is longer than what can be looked at, the fields must be a mail's.
func mailHeader(b []byte) bool {
	b = b[:min(len(b), Peek-boxLine)]
	from, other, fields := false, false, 0
	for len(b) > 0 {
		i := bytes.IndexAny(b, "\r\n")
		if i < 0 {
			break
		}
		l := b[:i]
		_, next := i, i+1
		if b[i] == '\r' && next < len(b) && b[next] == '\n' {
			next++
		}
		b = b[next:]
		switch {
		case len(l) == 0:
			return from && other
		case l[0] == ' ' || l[0] == '\t':
			if fields == 0 {
				return false
			}
		case !startsHeader(l):
			return false
		default:
			fields++
			name, _, _ := bytes.Cut(l[:min(len(l), 40)], []byte(":"))
			switch len(name) {
			case len("from"):
				from = from || bytes.EqualFold(name, []byte("from"))
				other = other || bytes.EqualFold(name, []byte("date"))
			case len("message-id"):
				other = other || bytes.EqualFold(name, []byte("message-id"))
			}
		}
	}
	return from && other || fields >= 20
}

// startsHeader reports whether b begins with a header field. Its name begins with a letter, as all that are in use do.
func startsHeader(b []byte) bool {
	for i, c := range b[:min(len(b), 200)] {
		switch {
		case i == 0 && (c|0x20 < 'a' || c|0x20 > 'z'):
			return false
		case c == ':':
			return true
		case c <= ' ' || c > '~':
			return false
		}
	}
	return false
}

// startsMail reports whether b begins with a field that opens mails, which a bare "From " needs as its evidence.
func startsMail(b []byte) bool {
	name, _, ok := bytes.Cut(b[:min(len(b), 40)], []byte(":"))
	if !ok {
		return false
	}
	switch string(bytes.ToLower(name)) {
	case "from", "to", "date", "subject", "message-id", "received", "return-path", "delivered-to", "mime-version",
		"x-mozilla-status", "x-gm-thrid":
		return true
	}
	return false
}

// fromLine returns the date of a From_ line, zero if it has none that can be read.
func fromLine(line []byte) time.Time {
	if f := fromFields(line, nil); f != nil {
		t, _ := mail.ParseDate(string(bytes.Join(f, []byte(" "))))
		return t
	}
	f := bytes.Fields(line[:min(len(line), 200)])
	for i := 2; i < len(f) && i <= 4; i++ {
		if t, ok := mail.ParseDate(string(bytes.Join(f[i:], []byte(" ")))); ok {
			return t
		}
	}
	return time.Time{}
}

// fromFields returns the words of the date of a From_ line, nil if the line is none: "From", a sender, and a date as
// asctime writes it, with a zone before or after the year. Pipermail writes "ann at example.com" in the list's own
// language, so up to four words may stand for the sender. The words are appended to room, which spares the common case
// an allocation.
func fromFields(line []byte, room [][]byte) [][]byte {
	if len(line) > 1000 {
		return nil
	}
	f := room
	for word := range bytes.FieldsSeq(line) {
		f = append(f, word)
	}
	for i := 2; i < len(f) && i <= 6; i++ {
		if len(f)-i < 5 || len(f[i]) != 3 || len(f[i+1]) != 3 || !isNumber(f[i+2], 2) || bytes.IndexByte(f[i+3], ':') < 0 {
			continue
		}
		year := f[i+4]
		if !isNumber(year, 4) && len(f)-i > 5 {
			year = f[i+5]
		}
		if len(year) == 4 && isNumber(year, 4) {
			return f[i:]
		}
	}
	return nil
}

// isNumber reports whether b is one to n digits.
func isNumber(b []byte, n int) bool {
	if len(b) == 0 || len(b) > n {
		return false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// lineEnd returns where the first line of b ends and where the next one begins, whether it ends in CR, LF or both; end
// is -1 if it does not end.
func lineEnd(b []byte) (end, next int) {
	end = bytes.IndexAny(b[:min(len(b), boxLine)], "\r\n")
	switch {
	case end < 0:
		return -1, len(b)
	case b[end] == '\r' && end+1 < len(b) && b[end+1] == '\n':
		return end, end + 2
	}
	return end, end + 1
}

// afterBlank reports whether b, which ends in a line end, ends in a blank line.
func afterBlank(b []byte) bool {
	if n := len(b); n >= 2 && b[n-1] == '\n' && b[n-2] == '\r' {
		b = b[:n-2]
	} else {
		b = b[:n-1]
	}
	return len(b) == 0 || b[len(b)-1] == '\n' || b[len(b)-1] == '\r'
}

// skipNewlines returns how many line ends b begins with.
func skipNewlines(b []byte) int {
	n := 0
	for n < len(b) && (b[n] == '\n' || b[n] == '\r') {
		n++
	}
	return n
}
