package store_test

import (
	"slices"
	"testing"

	"recap/store"
)

// TestQuoted finds what others repeat of a text that was taken out, and no more than that.
func TestQuoted(t *testing.T) {
	var runs store.Runs
	runs.Add("The tide gauge at the pier reads eleven centimetres too high since the storm. I would not trust it before " +
		"somebody has levelled it again.\n\nAsk the harbour master for the old table of the heights.")
	for _, tt := range []struct{ text, want string }{
		{`Bo, you write "The tide gauge at the pier reads eleven centimetres too high since the storm." and I agree.`,
			`Bo, you write "[...]" and I agree.`},
		{"Bo, you write “I would not trust it” and so do I.", "Bo, you write “[...]” and so do I."},
		{"On that: I would not trust it before somebody has levelled it again. Me neither!", "On that: [...] Me neither!"},
		{"The tide gauge at the pier reads eleven centimetres too high since the storm. I would not trust it before somebody has levelled it again.", "[...]"},
		{"Er schreibt: „the tide gauge at the pier reads eleven centimetres too high“. Stimmt.", "Er schreibt: „[...]“. Stimmt."},
		{"He said 'ask the harbour master for the old table of the heights', didn't he?", "He said '[...]', didn't he?"},
		{`"Quote" marks of one's own, and "somebody else's words about a gauge" stay.`, ""},
		{"I too think that the tide gauge at the pier reads eleven centimetres too high since the storm, but who knows.", ""},
		{`The "tide gauge" is five years old.`, ""},
		{"The harbour master has a table of the heights, and you may ask.", ""},
		{`An open " mark, and the tide gauge at the pier is broken.`, ""},
	} {
		parts := runs.Quoted(tt.text)
		got, _ := store.CutOut(tt.text, parts, nil)
		if want := tt.want; want == "" && len(parts) > 0 || want != "" && got != want {
			t.Errorf("of %q is left %q, want %q", tt.text, got, want)
		}
	}
}

// TestCutOut moves the places where quoted words stood with the text around them.
func TestCutOut(t *testing.T) {
	const text = "one two three four five six"
	got, cuts := store.CutOut(text, []store.Span{{4, 7}, {14, 18}}, []store.Cut{{At: 0}, {At: 5}, {At: 8, From: 1, To: 2}, {At: 19}, {At: len(text)}})
	if want := "one [...] three [...] five six"; got != want {
		t.Errorf("CutOut() = %q, want %q", got, want)
	}
	if want := []store.Cut{{At: 0}, {At: 4}, {At: 10, From: 1, To: 2}, {At: 22}, {At: len(got)}}; !slices.Equal(cuts, want) {
		t.Errorf("CutOut() has cuts %v, want %v", cuts, want)
	}
}
