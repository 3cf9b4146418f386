package write_test

import (
	"strings"
	"testing"

	"recap/digest/internal/scene"
)

// A last word that tells nothing by itself gives way to the last one that does.
func TestHollowEndings(t *testing.T) {
	for _, tc := range []struct {
		text string
		told bool
	}{
		{"A drum for the mill!", false},
		{"We had some of those. Lovely people...", false},
		{"If anybody has questions, feel free to ask and I'll see what comes.", false},
		{"pump 3.2 on gate 8.0 i686", false},
		{"/usr/lib/mill/lamps/tower.txt in /usr/lib/mill", false},
		{"The drawing: https://mill.example.org/drawing", false},
		{"The float of the second gauge is 12 cm wide.", true},
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
		s.Reply("b", "a", "Bob Stone", 9, "The tide gauge of the inner wall is read twice a day by the school, and a second tide gauge would be read by the ferry.")
		s.Reply("c", "b", "Cleo Marsh", 10, "Does the ferry read the tide gauge of the inner wall when the bell of the tower rings at night?")
		s.Reply("d", "c", "Dirk Holm", 11, tc.text)
		_, out := told(t, s)
		if e := by(out, "Dirk Holm"); (e != nil) != tc.told {
			t.Errorf("%q is printed: %v", tc.text, e != nil)
		}
	}
}

// What a window can spare at its edges is not printed, but for a no.
func TestSparedSentences(t *testing.T) {
	for _, tc := range []struct {
		text, no, holds string
	}{
		{"The northern pump stops every day at noon when the sluice is opened for the boats. Which switch of the pump is it that the sluice moves? I am new here.", "new here", "Which switch"},
		{"I would like it to be so. The northern pump stops every day at noon, since the lower switch of the pump hangs in the water of the sluice.", "to be so", "lower switch"},
		{"(I hope that is the right list.) The northern pump stops every day at noon, since the lower switch of the pump hangs in the water of the sluice. " +
			"The keeper of the mill has seen it twice in spring, and wrote into the book of the pump that the water rose by a hand within an hour.", "right list", "lower switch"},
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "The switch of the northern pump", tc.text)
		_, out := told(t, s)
		if len(out) == 0 || strings.Contains(out[0].Text, tc.no) || !strings.Contains(out[0].Text, tc.holds) {
			t.Errorf("%q opens as %+v", tc.text, out)
		}
	}
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "Actually, we don't. The tide gauge of the inner wall is read twice a day by the school, and nobody reads it at night.")
	if _, out := told(t, s); by(out, "Bob Stone") == nil || !strings.HasPrefix(by(out, "Bob Stone").Text, "Actually, we don't.") {
		t.Errorf("a no is spared: %+v", out)
	}
}
