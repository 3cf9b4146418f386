package render

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode/utf8"
)

// headers are the header fields of a mail, in order, folded and ready to be sent.
type headers struct{ b strings.Builder }

// add appends a field. The value must be ASCII; line breaks and other controls in it become spaces, so that no text can begin
// a field of its own. Lines are folded at spaces to at most 76 characters (RFC 5322, section 2.2.3; RFC 2047, section 2).
func (h *headers) add(name, value string) {
	value = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return ' '
		}
		return r
	}, value)
	h.b.WriteString(name + ":")
	width := len(name) + 1
	for i, word := range strings.Fields(value) {
		if width+1+len(word) > 76 && i > 0 {
			h.b.WriteString("\r\n")
			width = 0
		}
		h.b.WriteString(" " + word)
		width += 1 + len(word)
	}
	h.b.WriteString("\r\n")
}

// String returns the fields, each with its CRLF.
func (h *headers) String() string { return h.b.String() }

// encoded returns s as it is if it is plain ASCII, else as encoded words (RFC 2047, encoding Q) that are short enough to
// stand behind the name of any field.
func encoded(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0 && !strings.Contains(s, "=?") {
		return s
	}
	const most = 60 // characters of one word
	var words []string
	var b strings.Builder
	for _, r := range s {
		q := string(r)
		switch {
		case r == ' ':
			q = "_"
		case r >= utf8.RuneSelf || !alnum(byte(r)):
			q = ""
			for _, c := range []byte(string(r)) {
				q += fmt.Sprintf("=%02X", c)
			}
		}
		if b.Len()+len(q) > most-len("=?utf-8?q??=") {
			words = append(words, b.String())
			b.Reset()
		}
		b.WriteString(q) // a character is never split
	}
	words = append(words, b.String())
	return "=?utf-8?q?" + strings.Join(words, "?= =?utf-8?q?") + "?="
}

// mailbox returns a as it stands in a header.
func mailbox(a *mail.Address) string {
	if e := encoded(a.Name); e != a.Name {
		return e + " <" + a.Address + ">"
	}
	return a.String()
}
