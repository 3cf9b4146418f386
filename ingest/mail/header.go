package mail

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"recap/ingest/charset"
)

// A field is one header field as it stands in the message.
type field struct {
	name  []byte // as written, without the colon
	value []byte // still folded
}

// A header is the fields of one message or MIME part, in order.
type header []field

// maxFields bounds how many header fields are kept; what follows is read over.
const maxFields = 4000

// splitHeader separates the header of raw from its body. It is more lenient than RFC 5322 section 2.2: a leading From_
// line is skipped, and so is a line that is no field where more well-known fields follow it; otherwise such a line
// begins the body.
func splitHeader(raw []byte) (h header, body []byte) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	h = make(header, 0, 16)
	value := -1 // where the value of the last field begins
	for pos := 0; pos < len(raw); {
		end, next := lineAt(raw, pos)
		line := raw[pos:end]
		switch {
		case len(line) == 0:
			if len(h) > 0 {
				return h, raw[next:]
			}
		case line[0] == ' ' || line[0] == '\t':
			if value >= 0 {
				h[len(h)-1].value = raw[value:end]
			} else if len(h) == 0 && !moreFields(raw[next:]) {
				return h, raw[pos:]
			}
		default:
			value = -1
			name, after := fieldName(line)
			switch {
			case name != nil && len(h) < maxFields:
				value = pos + after
				h = append(h, field{name, raw[value:end]})
			case name != nil:
			case !bytes.HasPrefix(line, []byte("From ")) && !bytes.HasPrefix(line, []byte(">From ")) && !moreFields(raw[next:]):
				return h, raw[pos:]
			}
		}
		pos = next
	}
	return h, nil
}

// lineAt returns where the line that begins at pos ends, without its line end, and where the next one begins.
func lineAt(raw []byte, pos int) (end, next int) {
	i := bytes.IndexByte(raw[pos:], '\n')
	if i < 0 {
		end, next = len(raw), len(raw)
	} else {
		end, next = pos+i, pos+i+1
	}
	for end > pos && raw[end-1] == '\r' {
		end--
	}
	return end, next
}

// fieldName returns the name of the field that line begins with and where its value begins, or nil. Names are the
// printable ASCII of RFC 5322 section 2.2; white space before the colon is the obsolete syntax of section 4.5.8.
func fieldName(line []byte) (name []byte, value int) {
	for i, c := range line {
		switch {
		case c == ':' && i > 0:
			return line[:i], i + 1
		case (c == ' ' || c == '\t') && i > 0:
			rest := bytes.TrimLeft(line[i:], " \t")
			if len(rest) > 0 && rest[0] == ':' {
				return line[:i], len(line) - len(rest) + 1
			}
			return nil, 0
		case c <= ' ' || c > '~' || c == ':':
			return nil, 0
		}
	}
	return nil, 0
}

// moreFields reports whether a well-known field stands among the next lines before an empty one.
func moreFields(raw []byte) bool {
	for pos, n := 0, 0; pos < len(raw) && n < 40; n++ {
		end, next := lineAt(raw, pos)
		if end == pos {
			return false
		}
		if name, _ := fieldName(raw[pos:end]); name != nil && wellKnown[strings.ToLower(string(name))] {
			return true
		}
		pos = next
	}
	return false
}

// wellKnown are the fields that no prose begins a line with by chance.
var wellKnown = map[string]bool{
	"from": true, "to": true, "subject": true, "date": true, "message-id": true, "content-type": true, "mime-version": true,
	"received": true, "references": true, "in-reply-to": true, "content-transfer-encoding": true, "cc": true, "reply-to": true,
	"sender": true, "return-path": true, "list-id": true, "content-disposition": true, "delivered-to": true,
}

// repair turns the values that are raw bytes of another charset than UTF-8 into UTF-8, by the charset that the mail
// names for its text.
func (h header) repair(body []byte) {
	label := ""
	for i := range h {
		if value := h[i].value; charset.IsASCII(value) || utf8.Valid(value) {
			continue
		}
		if label == "" {
			if label = h.charset(body); label == "" {
				return
			}
		}
		h[i].value = []byte(charset.Decode(h[i].value, label))
	}
}

// charset returns the charset that a mail names for its text, or for the first of its parts; "" if it names none that
// is known.
func (h header) charset(body []byte) string {
	label := parseContentType(h.get("content-type")).charset
	if label == "" {
		label = metaCharset(body)
	}
	if label = strings.ToLower(label); label == "" || !charset.Known(label) {
		return ""
	}
	return label
}

// raw returns the value of the first field of that name as it stands, nil if there is none. The name is given in lower
// case.
func (h header) raw(name string) []byte {
	for i := range h {
		if len(h[i].name) == len(name) && equalFold(h[i].name, name) {
			return h[i].value
		}
	}
	return nil
}

// get returns the value of the first field of that name unfolded and without white space at its ends. Bytes beyond
// ASCII stay as they are.
func (h header) get(name string) string { return unfold(h.raw(name)) }

// all returns the values of every field of that name, as get does.
func (h header) all(name string) []string {
	var values []string
	for i := range h {
		if len(h[i].name) == len(name) && equalFold(h[i].name, name) {
			values = append(values, unfold(h[i].value))
		}
	}
	return values
}

// has reports whether a field of that name is there.
func (h header) has(name string) bool { return h.raw(name) != nil }

// prefixed returns the name of the first field whose name begins with the prefix, which is given in lower case.
func (h header) prefixed(prefix string) string {
	for i := range h {
		if n := h[i].name; len(n) >= len(prefix) && equalFold(n[:len(prefix)], prefix) {
			return string(n)
		}
	}
	return ""
}

// equalFold reports whether name is lower, an ASCII string in lower case, but for case.
func equalFold(name []byte, lower string) bool {
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// unfold returns a field's value on one line.
func unfold(value []byte) string {
	value = bytes.Trim(value, " \t\r\n")
	if bytes.IndexByte(value, '\n') < 0 {
		return string(value)
	}
	out := make([]byte, 0, len(value))
	for i := 0; i < len(value); i++ {
		switch c := value[i]; c {
		case '\r':
		case '\n':
			// the white space that follows is the fold's own and stays
			if i+1 < len(value) && value[i+1] != ' ' && value[i+1] != '\t' {
				out = append(out, ' ')
			}
		default:
			out = append(out, c)
		}
	}
	return string(out)
}
