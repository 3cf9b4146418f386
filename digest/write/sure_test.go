package write_test

import (
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/write"
)

const crane = "I propose to paint the crane in a dark red before summer. It allows the boats to see the crane in fog."

// Words that may speak against a proposal, and as well may not, are told without a label; those that do so plainly keep
// theirs.
func TestOnlyPlainObjectionsAreLabelled(t *testing.T) {
	for _, tc := range []struct {
		text string
		want bool
	}{
		{"Very true, and there is no point in a brush for the crane, since the paint is sprayed on it.", false},
		{"Yes, the crane is a monument, but a red crane is a bad idea in a harbour of red boats.", true},
		{"I admit that the green is probably not the best choice for the crane, though the boats were green at that time.", false},
		{"Yes, I see that. The dark red is a bad idea in a harbour of red boats.", true},
		{"You are probably right. It is ridiculous how seldom the crane of the harbour is painted.", false},
		{"Your sum for the paint of the crane is correct. It would not work with the old brushes of the school.", false},
		{"Your sum for the paint of the crane is not correct. It would not work with the old brushes of the school.", true},
		{"Isn't that what the dark red on the lamps of the crane is for?", false},
		{"I don't think that the dark red will hurt the boats, which are led into the dock by the lamp of the crane.", false},
		{"I don't think we need a dark red for the crane, which is led into the dock by the lamp of the mole.", true},
		{"I don't see any reason why the crane shouldn't be as red as the boats in the dock of the mill.", false},
		{"One problem I had with the crane was that the green paint of the school came off in the rain.", false},
		{"The dark red of the crane would spare us the lamp, at the cost of a second day in the dock.", false},
		{"I am not sure about the colour of the boats; the crane has been green for as long as they are here.", false},
		{"The paint of the crane is cheap. Shall the lamp on the arm stay green? Probably not a good idea.", false},
		{"The crane needs new lamps anyway and the lamps are sold in red.\n\nThe downside to that is the fog, a problem with this approach on the whole mole.", false},
		{"The crane is seen in three ways.\n\n1. A lamp on the arm of the crane. That is a bad idea in the fog of the harbour.\n2. A bell on the arm of the crane.", false},
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Paint the crane red", crane)
		s.Reply("b", "a", "Bob Stone", 9, tc.text)
		_, out := told(t, s)
		if e := by(out, "Bob Stone"); e == nil || (e.Label == write.Objection) != tc.want {
			t.Errorf("%q: told as %+v, want an objection: %v", tc.text, e, tc.want)
		}
	}
}
