package audit

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"
)

//go:embed page.html
var page string

// marks stand before a sentence or a link in plain text.
var marks = map[State]string{Proven: "ok  ", Unproven: "?   ", Failed: "FAIL", Counted: "    "}

// Text writes the report for a terminal. clean takes out of a text what a terminal would obey. Evidence that says the
// same as its sentence is named by who wrote it alone; all is also what holds without a doubt.
func (r *Report) Text(w io.Writer, clean func(string) string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n%s\n", clean(r.Edition), clean(r.Title), r.Summary())
	for _, l := range r.Refused {
		fmt.Fprintf(&b, "FAIL line %d: %s\n", l.Line, clean(l.Reason))
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "note %s\n", clean(n))
	}
	part := ""
	for _, s := range r.Sentences {
		if name := s.name(); name != part {
			part = name
			fmt.Fprintf(&b, "\n%s\n", clean(name))
		}
		where := ""
		if s.Line > 0 {
			where = fmt.Sprintf(" (line %d)", s.Line)
		}
		fmt.Fprintf(&b, "%s %s%s\n", marks[s.State], clean(s.Text), where)
		if s.Why != "" {
			fmt.Fprintf(&b, "     why: %s\n", clean(s.Why))
		}
		for _, e := range s.Evidence {
			by := clean(e.Author) + ", " + e.Date.Format(time.DateOnly)
			if e.URL != "" {
				by += ", " + clean(e.URL)
			}
			if s.Writer != "excerpts" && s.State != Counted {
				by = "“" + clean(e.Text) + "” " + by
			}
			fmt.Fprintf(&b, "     %s\n", by)
		}
	}
	head := "\nLinks\n"
	for i := range r.Links {
		if l := &r.Links[i]; l.Fails() || len(l.Tracking) > 0 || l.State == "unknown" {
			fmt.Fprintf(&b, "%s%s %s in %s%s\n", head, l.mark(), clean(l.URL), clean(l.Where), clean(l.says()))
			head = ""
		}
	}
	head = "\nTold by an edition before\n"
	for _, x := range r.Repeats {
		what := "the thread goes on"
		if x.Text != "" {
			what = "the same words: " + clean(x.Text)
		}
		fmt.Fprintf(&b, "%snote %s in %s: %s\n", head, clean(x.Title), clean(x.Edition), what)
		head = ""
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *Sentence) name() string {
	switch s.Part {
	case "story", "facts", "rest":
		return s.Title
	case "introduction":
		return "Introduction, by the editor"
	case "lede":
		return "First paragraph, by a model"
	}
	return "Counted by recap"
}

func (l *Link) mark() string {
	if l.Fails() {
		return "FAIL"
	}
	return "note"
}

func (l *Link) says() string {
	var parts []string
	if l.State == "dead" || l.State == "unknown" {
		parts = append(parts, l.State+", "+l.Why)
	}
	if len(l.Tracking) > 0 {
		parts = append(parts, "parameters that track: "+strings.Join(l.Tracking, ", "))
	}
	return ": " + strings.Join(parts, "; ")
}

// Summary is the report in one line.
func (r *Report) Summary() string {
	n := map[State]int{}
	for _, s := range r.Sentences {
		n[s.State]++
	}
	dead := 0
	for i := range r.Links {
		if r.Links[i].Fails() {
			dead++
		}
	}
	text := fmt.Sprintf("%d sentences stand in the posts or are proven by them, %d of the editor's are not proven, %d fail; %d of %d links fail",
		n[Proven], n[Unproven], n[Failed], dead, len(r.Links))
	if len(r.Refused) > 0 {
		places := "places"
		if len(r.Refused) == 1 {
			places = "place"
		}
		text = fmt.Sprintf("%d %s of the draft cannot be taken", len(r.Refused), places)
	}
	return text
}

// HTML writes the report as a page that needs no script: the evidence opens at a click, or at a key where the sentence
// has the focus.
func (r *Report) HTML(w io.Writer) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"name": func(s Sentence) string { return s.name() },
		"day":  func(t time.Time) string { return t.Format(time.DateOnly) },
		"says": func(l Link) string { return strings.TrimPrefix(l.says(), ": ") },
		"bad":  func(l Link) bool { return l.Fails() },
		"told": func(l Link) bool { return l.Fails() || len(l.Tracking) > 0 || l.State == "unknown" },
		"new":  func(i int) bool { return i == 0 || r.Sentences[i].name() != r.Sentences[i-1].name() },
	}).Parse(page)
	if err != nil {
		return err
	}
	return t.Execute(w, r)
}
