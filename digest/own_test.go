package digest

import (
	"slices"
	"strings"
	"testing"
)

// TestProve tampers with an edition between its making and the proof.
func TestProve(t *testing.T) {
	in, opt := harbour().Input(), harbourOptions()
	opt = opt.withDefaults(1)
	e := built(t, in, opt)
	b := &builder{in: in, opt: opt, lang: opt.Language, m: prepare(in, opt), e: e, words: map[string]string{}}
	b.index()
	b.streamed = b.stream()
	source := e.Stories[0].Sources[:1]
	kept := append(slices.Clone(e.Narrative.Sentences), Sentence{Text: "Also, " + e.Stories[0].People[0] + " wrote here.", Sources: e.Stories[0].Sources})
	e.Narrative.Sentences = append(slices.Clone(kept),
		Sentence{Text: "Also, Zebedee Quux wrote here.", Sources: source},
		Sentence{Text: "There were 4711 of them.", Sources: source},
		Sentence{Text: "Also, " + e.Stories[0].People[0] + " wrote here.", Sources: nil})
	size := e.Brief[0].Text
	e.Brief[0].Text = e.Stories[0].Title + ": promised by Zebedee Quux"
	e.refused = nil
	b.prove()
	if len(e.Narrative.Sentences) != len(kept) || len(e.refused) != 4 {
		t.Errorf("%d sentences stand, want %d; refused: %q", len(e.Narrative.Sentences), len(kept), e.refused)
	}
	if got := e.Brief[0].Text; strings.Contains(got, "Quux") || !strings.Contains(got, e.Stories[0].Title) || !strings.HasPrefix(size, e.Stories[0].Title) {
		t.Errorf("the line of In short says %q", got)
	}
}
