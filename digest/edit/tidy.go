package edit

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tidy folds white space in the texts, takes out ids that stand twice and gives every list a value. It returns an error
// if the decisions contradict each other or hold what no edition can print.
func (d *Decisions) Tidy() error {
	t := tidying{}
	d.Title, d.Note = t.line("the title", d.Title, maxDecidedTitle), t.markdown("the note", d.Note, maxNote)
	if d.Lede != nil {
		text := t.line("the first paragraph", *d.Lede, maxPassage)
		d.Lede = &text
	}
	if d.Approve != nil {
		d.Approve.By = t.line("the name of who approves", d.Approve.By, maxDecidedTitle)
	}
	d.Pin, d.Drop, d.Order, d.Unquote = once(d.Pin), once(d.Drop), once(d.Order), once(d.Unquote)
	titles := map[string]string{}
	for _, id := range slices.Sorted(maps.Keys(d.Rename)) {
		if titles[id] = t.line("the title of "+id, d.Rename[id], maxDecidedTitle); titles[id] == "" {
			t.refuse("the title of %s is empty", id)
		}
	}
	d.Rename = titles
	texts := map[string][]Passage{}
	for _, id := range slices.Sorted(maps.Keys(d.Text)) {
		texts[id] = t.passages(id, d.Text[id])
	}
	d.Text = texts
	for _, id := range d.Drop {
		if slices.Contains(d.Pin, id) || slices.Contains(d.Order, id) || len(d.Text[id]) > 0 {
			t.refuse("%s is dropped and told at once", id)
		}
	}
	if n := len(d.Stories()); n > maxDecided {
		t.refuse("%d stories are decided about, more than %d", n, maxDecided)
	}
	return t.err
}

// A tidying collects what is wrong with decisions.
type tidying struct{ err error }

func (t *tidying) refuse(format string, args ...any) {
	t.err = errors.Join(t.err, fmt.Errorf(format, args...))
}

// line returns a text on one line.
func (t *tidying) line(what, s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	t.check(what, s, limit)
	return s
}

// markdown returns Markdown with plain line ends, without space at the ends of lines and without more than one empty
// line between others.
func (t *tidying) markdown(what, s string, limit int) string {
	var lines []string
	for l := range strings.SplitSeq(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), "\n") {
		l = strings.TrimRightFunc(strings.ReplaceAll(l, "\t", "    "), unicode.IsSpace)
		if l != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, l)
		}
	}
	s = strings.TrimRight(strings.Join(lines, "\n"), "\n")
	t.check(what, s, limit)
	return s
}

func (t *tidying) check(what, s string, limit int) {
	odd := func(r rune) bool { return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
	switch {
	case !utf8.ValidString(s):
		t.refuse("%s is not valid UTF-8", what)
	case strings.ContainsFunc(s, odd):
		t.refuse("%s holds control characters", what)
	case utf8.RuneCountInString(s) > limit:
		t.refuse("%s has %d characters, more than %d", what, utf8.RuneCountInString(s), limit)
	}
}

// passages returns the text of a story.
func (t *tidying) passages(id string, list []Passage) []Passage {
	if len(list) == 0 || len(list) > maxPassages {
		t.refuse("the text of %s has %d passages; it has one to %d", id, len(list), maxPassages)
	}
	out := make([]Passage, len(list))
	for i, p := range list {
		what := fmt.Sprintf("passage %d of the text of %s", i+1, id)
		p.Text = t.line(what, p.Text, maxPassage)
		if p.Sources = once(p.Sources); len(p.Sources) == 0 {
			p.Sources = nil
		}
		switch {
		case p.Post != "" && (p.Text != "" || p.Writer != "" || len(p.Sources) > 0):
			t.refuse("%s is an excerpt, whose words stand in its post, and prose at once", what)
		case p.Post != "" && !adjacent(p.Sentences):
			t.refuse("%s does not name adjacent sentences of its post", what)
		case p.Post == "" && (len(p.Sentences) > 0 || p.Print != "" || p.Label != ""):
			t.refuse("%s is an excerpt and does not name its post", what)
		case p.Post == "" && p.Text == "":
			t.refuse("%s is empty", what)
		case p.Post == "" && p.Writer == "":
			p.Writer = Editor
		case p.Post == "" && p.Writer != Editor && p.Writer != Model:
			t.refuse("%s is by %q, neither by the editor nor by the model", what, p.Writer)
		}
		if len(p.Sources) > maxSources {
			t.refuse("%s rests on %d posts, more than %d", what, len(p.Sources), maxSources)
		}
		out[i] = p
	}
	return out
}

// adjacent reports whether sentences follow each other.
func adjacent(list []int) bool {
	for i, n := range list {
		if n < 0 || i > 0 && (n != list[i-1]+1 || list[0] == 0) {
			return false
		}
	}
	return len(list) > 0
}
