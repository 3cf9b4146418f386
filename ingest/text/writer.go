package text

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A writer puts words, line breaks and paragraphs together. Breaks are written only before the text that follows them,
// so that there are none at the ends and never more than one blank line.
type writer struct {
	buf         []byte
	breaks      int    // newlines wanted before the next text
	space       bool   // a space is wanted before the next text on this line
	prefix      string // what begins the next text: the mark of a list item
	dropNewline bool   // <pre> just began: HTML ignores a newline there
}

func (w *writer) empty() bool { return len(w.buf) == 0 }

// room makes room for the text of so many bytes of markup, which seldom has more.
func (w *writer) room(markup int) {
	w.buf = make([]byte, 0, min(markup, maxOutput))
}

// block asks for n newlines before the next text; 0 asks for nothing.
func (w *writer) block(n int) {
	if w.prefix == "" { // a paragraph in a list item stays on the item's line
		w.breaks = max(w.breaks, n)
	}
}

// newline is a <br>: two of them make a blank line.
func (w *writer) newline() {
	w.breaks = min(w.breaks+1, 2)
}

// bullet begins a line with a list mark.
func (w *writer) bullet(mark string) {
	w.breaks = max(w.breaks, 1)
	w.prefix = mark
}

// text appends b, which is white space folded unless pre is set.
func (w *writer) text(b []byte, pre bool) {
	room := maxOutput - len(w.buf)
	switch {
	case room <= 0:
	case pre:
		w.verbatim(Cut(Clean(string(b)), room))
	case len(b) <= room && isClean(b):
		fold(w, b)
	default:
		fold(w, Cut(Clean(string(b)), room))
	}
}

// fold appends s with one space for each white space in it. Words that are one space apart are taken together.
func fold[S string | []byte](w *writer, s S) {
	w.dropNewline = false
	for i := 0; i < len(s); {
		if n := spaceAt(s, i); n > 0 {
			w.space = true
			i += n
			continue
		}
		from := i
		for i < len(s) {
			c := s[i]
			if ' ' < c && c < utf8.RuneSelf {
				i++
				continue
			}
			if c == ' ' && i+1 < len(s) && ' ' < s[i+1] && s[i+1] < utf8.RuneSelf {
				i++
			} else if c <= ' ' || spaceAt(s, i) > 0 {
				break
			}
			i++
		}
		w.flush()
		w.buf = append(w.buf, s[from:i]...)
	}
}

// spaceAt returns how many bytes the white space at s[i] has; 0 if it is none.
func spaceAt[S string | []byte](s S, i int) int {
	if c := s[i]; c < utf8.RuneSelf {
		if c <= ' ' {
			return 1
		}
		return 0
	}
	if r, n := utf8.DecodeRuneInString(string(s[i:min(len(s), i+utf8.UTFMax)])); unicode.IsSpace(r) {
		return n
	}
	return 0
}

// verbatim appends s with its own line breaks.
func (w *writer) verbatim(s string) {
	if w.dropNewline {
		s = strings.TrimPrefix(s, "\n")
		w.dropNewline = false
	}
	if s == "" {
		return
	}
	if w.breaks > 0 || len(w.buf) == 0 {
		w.space = false
	}
	w.flush()
	w.buf = append(w.buf, strings.ReplaceAll(s, "\u00a0", " ")...)
}

// flush writes the breaks, mark or space that were asked for.
func (w *writer) flush() {
	switch {
	case w.breaks > 0 && len(w.buf) > 0:
		w.buf = bytes.TrimRight(w.buf, " \t\n")
		for range w.breaks {
			w.buf = append(w.buf, '\n')
		}
	case w.space && w.prefix == "" && len(w.buf) > 0:
		if last := w.buf[len(w.buf)-1]; last != '\n' && last != ' ' {
			w.buf = append(w.buf, ' ')
		}
	}
	w.buf = append(w.buf, w.prefix...)
	w.breaks, w.space, w.prefix = 0, false, ""
}

// mark returns the place where the next text will begin at the earliest.
func (w *writer) mark() int { return len(w.buf) }

// since returns the text written since mark.
func (w *writer) since(mark int) string {
	return strings.TrimSpace(string(w.buf[min(mark, len(w.buf)):]))
}

// replace puts s in the place of the text written since mark, but for the white space that it began with.
func (w *writer) replace(mark int, s string) {
	mark = min(mark, len(w.buf)) // flush may have trimmed the buffer
	old := w.buf[mark:]
	lead := len(old) - len(bytes.TrimLeft(old, " \n"))
	w.buf = append(w.buf[:mark+lead], s...)
}

func (w *writer) String() string {
	return string(bytes.Trim(w.buf, " \t\n"))
}

// place returns where in text, which is what was written without the white space around it, the words begin that were
// written next after mark.
func (w *writer) place(mark int, text string) int {
	lead := len(w.buf) - len(bytes.TrimLeft(w.buf, " \t\n"))
	at := min(max(mark-lead, 0), len(text))
	for at < len(text) && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t') {
		at++
	}
	return at
}
