package mail

import (
	"strings"

	"recap/ingest/charset"
	"recap/ingest/text"
)

// Limits of header values: RFC 2047 allows 75 bytes for a word, and RFC 5322 998 for a line.
const (
	maxValue = 64 << 10
	maxWord  = 4 << 10
)

// decodeWords returns a header value as UTF-8 with its encoded words (RFC 2047) decoded. Neighbouring words of one
// charset are joined before they are decoded, because some programs split a character between them. Encoded words are
// followed inside quotes, without padding and with blanks in them; one whose charset nobody knows stays as it is.
func decodeWords(value string) string {
	value = charset.Decode([]byte(value), "")
	if !strings.Contains(value, "=?") {
		return value
	}
	var out strings.Builder
	var pending []byte // decoded bytes of words that are still open to their neighbour
	label := ""
	flush := func() {
		if len(pending) > 0 {
			out.WriteString(charset.Decode(pending, label))
		}
		pending, label = nil, ""
	}
	for value != "" {
		i := strings.Index(value, "=?")
		if i < 0 {
			break
		}
		w, ok := cutWord(value[i:])
		if !ok || !charset.Known(w.charset) {
			flush()
			n := i + 2
			if ok {
				n = i + w.size
			}
			out.WriteString(value[:n])
			value = value[n:]
			continue
		}
		if between := value[:i]; pending == nil || strings.TrimLeft(between, " \t") != "" {
			flush()
			out.WriteString(between)
		} else if !strings.EqualFold(label, w.charset) {
			flush()
		}
		label = w.charset
		pending = append(pending, w.bytes...)
		if pending == nil {
			pending = []byte{}
		}
		value = value[i+w.size:]
	}
	flush()
	out.WriteString(value)
	return out.String()
}

// A word is one encoded word.
type word struct {
	charset string
	bytes   []byte // decoded to bytes of that charset
	size    int    // length of the word as it stood
}

// cutWord reads the encoded word that s begins with.
func cutWord(s string) (w word, ok bool) {
	label, rest, ok := strings.Cut(s[2:], "?")
	if !ok || len(label) == 0 || len(label) > 40 || strings.ContainsAny(label, " \t=<>\"") || len(rest) < 2 || rest[1] != '?' {
		return word{}, false
	}
	coding := rest[0]
	rest = rest[2:]
	rest, size := text.Cut(rest, maxWord), len(s)-len(rest)
	end := strings.Index(rest, "?=")
	// "=?utf-8?Q?=41?=": a Q word may begin with what looks like its end
	if end == 0 && (coding == 'Q' || coding == 'q') && len(rest) > 3 && hexValue(rest[2]) >= 0 && hexValue(rest[3]) >= 0 {
		if more := strings.Index(rest[2:], "?="); more >= 0 {
			end = more + 2
		}
	}
	if end < 0 {
		return word{}, false
	}
	w.charset, _, _ = strings.Cut(label, "*") // RFC 2231 section 5: a language may follow
	w.size = size + end + 2
	switch coding {
	case 'B', 'b':
		w.bytes = decodeBase64([]byte(rest[:end]))
	case 'Q', 'q':
		w.bytes = decodeQuotedPrintable([]byte(strings.ReplaceAll(rest[:end], "_", " ")))
	default:
		return word{}, false
	}
	return w, true
}

// line returns a header value as text that is safe to show: decoded, on one line, without control characters and
// terminal sequences.
func line(value string) string {
	return text.Line(stripEscapes(decodeWords(text.Cut(value, maxValue))))
}

// stripEscapes takes terminal control sequences (ECMA-48: CSI, OSC and two-character escapes) out of s.
func stripEscapes(s string) string {
	if !strings.Contains(s, "\x1b") {
		return s
	}
	var out strings.Builder
	for {
		i := strings.IndexByte(s, 0x1b)
		if i < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		s = s[i+escapeLen(s[i:]):]
	}
}

// escapeLen returns the length of the escape sequence that s begins with.
func escapeLen(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s) && i < 64; i++ {
			if s[i] >= 0x40 && s[i] <= 0x7e {
				return i + 1
			}
		}
		return 2
	case ']', 'P', '^', '_':
		for i := 2; i < len(s) && i < 128 && s[i] != '\n'; i++ {
			if s[i] == 0x07 {
				return i + 1
			}
			if s[i] == 0x1b {
				if i+1 < len(s) && s[i+1] == '\\' {
					return i + 2
				}
				break // another one begins
			}
		}
		return 2
	}
	if s[1] >= 0x20 && s[1] < 0x7f {
		return 2
	}
	return 1
}
