package eval

import (
	"testing"
	"time"

	"recap/digest"
	"recap/store"
)

func TestGates(t *testing.T) {
	day := time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC)
	p := store.Post{Key: "a@example.org", URL: "https://lists.example.org/a", Title: "Float sticks",
		Text:   "The float of pump 9 sticks in summer.\nWe should clean the rod twice a year.",
		Quoted: "Buy a larger float and forget about it.", Author: store.Author{Name: "Ann Lee"}, Published: day.Add(9 * time.Hour)}
	id := p.ID()
	good := digest.Sentence{Text: "Ann Lee wrote that the float of pump 9 sticks in summer.", Sources: []string{id}}
	quoted := func(text, by string) digest.Sentence {
		return digest.Sentence{Text: "Lee wrote: “" + text + "”", Sources: []string{id}, Quote: &digest.Quote{Text: text, By: by, Source: id}}
	}
	for _, tc := range []struct {
		name     string
		sentence digest.Sentence
		url      string
		gate     string // that must fail; "" for none
	}{
		{"honest", good, p.URL, ""},
		{"honest quote", quoted("We should clean the rod twice a year.", "Ann Lee"), p.URL, ""},
		{"no source", digest.Sentence{Text: good.Text}, p.URL, "links"},
		{"unknown source", digest.Sentence{Text: good.Text, Sources: []string{"0000000000000000"}}, p.URL, "links"},
		{"unknown link", good, "https://lists.example.org/b", "links"},
		{"quote of quoted words", quoted("Buy a larger float and forget about it.", "Ann Lee"), p.URL, "quotes"},
		{"altered quote", quoted("We should paint the rod twice a year.", "Ann Lee"), p.URL, "quotes"},
		{"quote of another", quoted("We should clean the rod twice a year.", "Bob Stone"), p.URL, "quotes"},
		{"marked words of nobody", digest.Sentence{Text: "Ann Lee called it “a very fine pump indeed”.", Sources: []string{id}}, p.URL, "quotes"},
		{"foreign name",
			digest.Sentence{Text: "Ann Lee wrote that the float of Siemens sticks in summer.", Sources: []string{id}},
			p.URL, "facts"},
		{"foreign number",
			digest.Sentence{Text: "Ann Lee wrote that the float of pump 16 sticks in summer.", Sources: []string{id}},
			p.URL, "facts"},
	} {
		e := &digest.Edition{Period: digest.Period{Start: day, End: day.AddDate(0, 0, 1), Label: "Thursday, 15 October 2026"},
			Posts:   []digest.PostRef{{ID: id, Author: "Ann Lee"}},
			Stories: []digest.Story{{Title: p.Title, URL: tc.url, Paragraphs: []digest.Paragraph{{Sentences: []digest.Sentence{tc.sentence}}}}}}
		found := map[string]bool{}
		for _, f := range Gates(e, map[string]*store.Post{id: &p}, "Pumpworks") {
			found[f.Gate] = true
		}
		if tc.gate == "" && len(found) > 0 || tc.gate != "" && !found[tc.gate] {
			t.Errorf("%s: Gates() fails %v, want %q", tc.name, found, tc.gate)
		}
	}
}

func TestGatesOfExcerpts(t *testing.T) {
	p := store.Post{Key: "a@example.org",
		Text:   "The float of pump 9 sticks [1].\nSee [the manual](https://pump.example.org/m) at https://pump.example.org/x for it.\nIt is old.",
		Author: store.Author{Name: "Ann Lee"}}
	for _, tc := range []struct {
		texts []string
		good  bool
	}{
		{[]string{"The float of pump 9 sticks."}, true},
		{[]string{"The float of pump 9 sticks.", "See the manual at [link] for it."}, true},
		{[]string{"The float of pump 9 sticks.", "It is old."}, false},
		{[]string{"It is old.", "The float of pump 9 sticks."}, false},
		{[]string{"See the manual at [link] for them."}, false},
	} {
		x := digest.Paragraph{Label: "reply", By: "Ann Lee"}
		for _, s := range tc.texts {
			x.Sentences = append(x.Sentences,
				digest.Sentence{Text: s, Sources: []string{p.ID()}, Quote: &digest.Quote{Text: s, By: "Ann Lee", Source: p.ID()}})
		}
		e := &digest.Edition{Posts: []digest.PostRef{{ID: p.ID(), Author: "Ann Lee"}},
			Stories: []digest.Story{{Paragraphs: []digest.Paragraph{x}}}}
		if failures := Gates(e, map[string]*store.Post{p.ID(): &p}); (len(failures) == 0) != tc.good {
			t.Errorf("%q: Gates() = %v", tc.texts, failures)
		}
	}
}
