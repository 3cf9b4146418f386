package digest

import (
	"strings"
	"testing"

	"recap/store"
)

// TestStoriesAcross joins what different sources say about one thing, and copies of one text, and nothing else.
func TestStoriesAcross(t *testing.T) {
	s := newScene()
	in := func(p *store.Post, source, kind string) { p.Sources, p.Kind = []string{source}, kind }
	s.add("t1", "", "Ann Lee", "Corrosion of the windlass bearing", 9, "The windlass at the Harwick lock shows corrosion of the bronze bearing. We measured the bearing play with a feeler gauge and found two millimetres, so the windlass has to be dismantled before the frost.")
	in(s.add("t2", "", "Ben Moor", "What the divers saw at Harwick", 11, "The Harwick windlass has corrosion of the bronze bearing: the feeler gauge found two millimetres of bearing play, and the windlass will be dismantled before the frost, the divers say."), "blog", "feed")
	s.add("t3", "", "Cid Ford", "Paint for the boathouse", 12, "The boathouse needs a coat of paint before the winter, and the shed beside it too. Green was proposed by those who row there, and nobody minds a darker red.")

	notice := "The yearly meeting of the river trust takes place in the old mill on the first Saturday of the month, and all members are asked to bring the logs of their moorings. " +
		"We want to speak about the dredging of the upper reach, the fees for guests, the state of the weir and the plans of the council for a bridge that would leave too little room for masts. " +
		"Coffee and cake will be there as always, and those who can stay are asked to help with the chairs afterwards."
	s.add("n1", "", "Dee Hall", "Yearly meeting", 13, notice)
	in(s.add("n2", "", "Dee Hall", "Invitation to all members", 14, strings.Replace(notice, "Coffee", "Tea", 1)), "users", "mbox")

	e := mustBuild(t, s.input(), pumpOptions())
	parts := map[string]int{}
	for _, c := range e.Candidates {
		parts[c.Title] = len(c.Posts)
	}
	for title, want := range map[string]int{"Corrosion of the windlass bearing": 2, "Paint for the boathouse": 1, "Yearly meeting": 2} {
		if parts[title] != want {
			t.Errorf("story %q holds %d posts, want %d; all: %v", title, parts[title], want, parts)
		}
	}
}
