package bounds

import "strings"

// Join returns the document s without comments and processing instructions, and with its sections of character data as
// plain text, so that a text that was in pieces is in one. It says the same as s.
func Join(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for {
		text, markup, found := strings.Cut(s, "<")
		b.WriteString(text)
		if !found {
			return b.String()
		}
		begin, end := frame(markup)
		inside, rest, closed := strings.Cut(markup[len(begin):], end)
		if begin == "" {
			b.WriteByte('<')
			s = markup
			continue
		}
		if !closed { // a parser gets no further either
			return b.String() + "<" + markup
		}
		if begin == "![CDATA[" {
			b.WriteString(escapeText.Replace(inside))
		}
		s = rest
	}
}

var escapeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// frame returns what begins and ends a comment, an instruction or a CDATA section, where markup is one behind its "<";
// "" for what is none.
func frame(markup string) (begin, end string) {
	switch {
	case strings.HasPrefix(markup, "!--"):
		return "!--", "-->"
	case strings.HasPrefix(markup, "?"):
		return "?", "?>"
	case strings.HasPrefix(markup, "![CDATA["):
		return "![CDATA[", "]]>"
	}
	return "", ""
}
