package text

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A writer puts words, line breaks and paragraphs together. Breaks are written only before the text that follows them, so that there
// are none at the ends and never more than one blank line.
type writer struct {
	buf         []byte
	breaks      int    // newlines wanted before the next text
	space       bool   // a space is wanted before the next text on this line
	prefix      string // what begins the next text: the mark of a list item
	dropNewline bool   // <pre> just began: HTML ignores a newline there
}

func (w *writer) empty() bool { return len(w.buf) == 0 }

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
	if len(w.buf) >= maxOutput {
		return
	}
	s := Clean(string(b))
	if len(w.buf)+len(s) > maxOutput {
		s = Cut(s, maxOutput-len(w.buf))
	}
	if pre {
		w.verbatim(s)
		return
	}
	w.dropNewline = false
	for len(s) > 0 {
		i := strings.IndexFunc(s, unicode.IsSpace)
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			w.flush()
			w.buf = append(w.buf, s[:i]...)
			s = s[i:]
			continue
		}
		w.space = true
		_, n := utf8.DecodeRuneInString(s)
		s = s[n:]
	}
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
