package prose

import "strings"

const (
	WindowWords = 45 // of several units; a reader wants the point and not the argument
	SingleWords = 60 // of a single one: no excerpt may have more
	WindowUnits = 3
)

// A Window is one to three adjacent units of one post.
type Window struct {
	Units []Unit
	Index int // of the first unit among those of its post
}

// Text returns the words of w, letter for letter but for white space.
func (w *Window) Text() string {
	if len(w.Units) == 1 {
		return w.Units[0].Text
	}
	parts := make([]string, len(w.Units))
	for i := range w.Units {
		parts[i] = w.Units[i].Text
	}
	return strings.Join(parts, " ")
}

// Words returns how many words w has.
func (w *Window) Words() int {
	n := 0
	for i := range w.Units {
		n += w.Units[i].Words
	}
	return n
}

// Windows returns all windows of a post's units. One that crosses from paragraph to paragraph is among them only where
// whole tells that nothing stood between the paragraphs: in the opening of a thread, or where it is known that its
// writer quoted nobody there.
func Windows(units []Unit, whole bool) []Window {
	var out []Window
	for i := range units {
		n := 0
		for j := i; j < len(units) && j < i+WindowUnits; j++ {
			u := &units[j]
			if !u.OK || j > i && (u.Gap || u.Para != units[j-1].Para && (!whole || u.Para > units[j-1].Para+1)) {
				break
			}
			n += u.Words
			if j == i && (n > SingleWords || n > WindowWords && len(strings.Fields(u.Text)) > SingleWords) || j > i && n > WindowWords {
				break // who counts marks as words, counts no more, either
			}
			out = append(out, Window{units[i : j+1], i})
		}
	}
	return out
}
