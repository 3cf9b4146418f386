package digest

import (
	"slices"
	"testing"
	"time"
)

// What is said beside the excerpts of a story stands where it was said; below prose all of it stands together.
func TestTurns(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 10, 14, hour, 0, 0, 0, time.UTC) }
	e := &Edition{Posts: []PostRef{{ID: "a", Date: at(8)}, {ID: "b", Date: at(9)}, {ID: "c", Date: at(10), Organization: "Tidewater"}, {ID: "d", Date: at(11)}}}
	said := func(label, source string) Paragraph {
		return Paragraph{Label: label, By: source, Sentences: []Sentence{{Text: source, Sources: []string{source}}}}
	}
	voices := []Voice{{Name: "late", Source: "c", Text: "late"}, {Name: "early", Source: "a", Text: "early"},
		{Name: "above", Source: "d", Text: "above", Before: true}, {Name: "lost", Source: "x", Text: "lost"}, {Name: "silent", Source: "b"}}
	for _, tt := range []struct {
		name string
		told []Paragraph
		want []string
	}{
		{"among excerpts", []Paragraph{said("opening", "b"), said("reply", "b"), said("reply", "d")}, []string{"b", "early", "b", "late", "above", "d", "lost"}},
		{"below prose", []Paragraph{said("", "b"), said("reply", "d")}, []string{"b", "d", "late", "early", "above", "lost"}},
		{"beside a paragraph without words", []Paragraph{said("opening", "b"), {Label: "reply"}, said("reply", "d")}, []string{"b", "", "early", "late", "above", "d", "lost"}},
		{"alone", nil, []string{"late", "early", "above", "lost"}},
	} {
		var got []string
		for _, x := range e.Turns(&Story{Paragraphs: tt.told, Voices: voices}) {
			got = append(got, x.By)
			if x.By == "late" && (!x.Voice || x.Organization != "Tidewater" || !x.Date.Equal(at(10))) {
				t.Errorf("%s: %+v", tt.name, x)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	var order []string
	told := []Paragraph{said("opening", "b"), said("reply", "d"), said("update", "d")}
	told[1].By, told[2].By = "d1", "d2"
	between := []Voice{{Name: "between", Source: "d", Text: "between", Before: true, Behind: 1}}
	for _, x := range e.Turns(&Story{Paragraphs: told, Voices: between}) {
		order = append(order, x.By)
	}
	if want := []string{"b", "d1", "between", "d2"}; !slices.Equal(order, want) {
		t.Errorf("a voice between two excerpts of its post: %q, want %q", order, want)
	}
	order = nil
	for _, x := range e.Turns(&Story{ID: "a", Paragraphs: told[1:], Voices: []Voice{{Name: "first", Source: "d", Text: "first", Before: true}}}) {
		order = append(order, x.By)
	}
	if want := []string{"first", "d1", "d2"}; !slices.Equal(order, want) {
		t.Errorf("a voice of the post that a story begins with: %q, want %q", order, want)
	}
	order = nil
	for _, x := range e.Turns(&Story{ID: "b", Paragraphs: told[1:], Voices: []Voice{{Name: "opener", Source: "b", Text: "opener", Before: true}}}) {
		order = append(order, x.By)
	}
	if want := []string{"opener", "d1", "d2"}; !slices.Equal(order, want) {
		t.Errorf("a voice of the opening of which nothing is told: %q, want %q", order, want)
	}
	order = nil
	for _, x := range e.Turns(&Story{ID: "d", Paragraphs: []Paragraph{said("reply", "b")}, Voices: []Voice{{Name: "one", Source: "d", Text: "one"}, {Name: "two", Source: "d", Text: "two"}}}) {
		order = append(order, x.By)
	}
	if want := []string{"one", "two", "b"}; !slices.Equal(order, want) {
		t.Errorf("voices of an opening whose clock is late: %q, want %q", order, want)
	}
	order = nil
	two := []Voice{{Name: "first", Source: "d", Text: "first", Before: true}, {Name: "second", Source: "d", Text: "second", Before: true},
		{Name: "third", Source: "d", Text: "third"}, {Name: "fourth", Source: "d", Text: "fourth"}}
	for _, x := range e.Turns(&Story{Paragraphs: []Paragraph{said("opening", "b"), said("reply", "d")}, Voices: two}) {
		order = append(order, x.By)
	}
	if want := []string{"b", "first", "second", "d", "third", "fourth"}; !slices.Equal(order, want) {
		t.Errorf("several voices of one post: %q, want %q", order, want)
	}
}
