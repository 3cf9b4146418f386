package write_test

import (
	"slices"
	"strings"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/story"
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
		{"Yes. The dark red is a bad idea in a harbour of red boats.", true},
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
		{"Oh, nvm then. The dark red of the crane is definitely not worth it for a single summer in the dock.", false},
		{"I am not sure about the colour of the boats; the crane has been green for as long as they are here.", false},
		{"I think the red lamp of the crane is the way to go, but please correct me if that seems wrong to you.", false},
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

// A proposal is labelled where its words say what is proposed, not where they speak of proposals.
func TestOnlyOffersAreProposals(t *testing.T) {
	for text, want := range map[string]string{
		"The proposal of the mill was about the crane and its paint, and others suggested a bell.": write.Opening,
		"Does the proposal for the crane speak of the lamp on its arm?":                            write.Question,
		"I want to paint the crane in a dark red, as the proposal of the mill said.":               write.Proposal,
		"I would like to make a proposal for the crane and its lamp.":                              write.Proposal,
		"How about a crane in a dark red?":                                                         write.Proposal,
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Paint the crane red", text)
		if _, out := told(t, s); len(out) == 0 || out[0].Label != want {
			t.Errorf("%q opens as %q, want %s", text, labels(out), want)
		}
	}
}

// In a talk, a question that speaks to nobody and that its writer goes on to answer is no question.
func TestAnsweredQuestionsAreNone(t *testing.T) {
	const lit = "The lamp of the crane is lit in fog, and the crane is painted in a dark red. "
	for text, want := range map[string]string{
		lit + "Which boats of the dock see the crane in fog? All but two.":             write.Opening,
		lit + "Which boats of the dock see the crane in fog?":                          write.Question,
		lit + "Which boats of the dock see the crane in fog? I have never been there.": write.Question,
		lit + "Which boats of yours see the crane in fog? All but two.":                write.Question,
	} {
		s := scene.New()
		rest := strings.Repeat("The mill has stood still since the miller left for the town on the other side of the bay with all that he had. ", 12)
		s.Mail("a", "", "Ann Lee", 8, "The crane in fog and the boats", text+"\n\n"+rest)
		st, out := told(t, s)
		if len(out) == 0 || !strings.Contains(out[0].Text, "?") || out[0].Label != want {
			t.Errorf("%q of a %s is told as %+v, want %s", text, st.Kind, out, want)
		}
	}
}

// Who takes back a question decides nothing, and what a commit says of itself is no news of who passes it on.
func TestOnlyDecisionsAndNewsAreLabelled(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Which lamp does the crane need?", "Which lamp does the crane of the mill need in fog, and which one on a clear night?")
	s.Reply("b", "a", "Ann Lee", 9, "Please ignore this question about the lamp, the crane of the mill has a new one since March.")
	st, out := told(t, s)
	if e := by(out[1:], "Ann Lee"); st.State != story.Withdrawn || e == nil || e.Label == write.Decision {
		t.Errorf("a question taken back is %s, told as %+v", st.State, out)
	}
	s = scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PATCH 0/1] crane: lamps", "This series gives the crane a second lamp, which is lit in fog.")
	s.Reply("b", "a", "Bob Stone", 9, "I don't think the crane needs a second lamp, because the first one is seen in fog.")
	s.Mail("c", "a", "Ann Lee", 10, "[PATCH 1/1] crane: light the lamp", "From: Cleo Marsh <cleo@example.org>\n\nUpdated the lamp of the crane, which is lit in fog from now on.\n\nSigned-off-by: Cleo Marsh <cleo@example.org>")
	_, out = told(t, s)
	i := slices.IndexFunc(out, func(e write.Excerpt) bool { return e.Relayed == "Cleo Marsh" })
	if i < 0 || out[i].Label == write.Update {
		t.Errorf("what is passed on is told as %+v, want it without a label of news", out)
	}
}

// Who answers a question about their own plan objects to nobody, unless they are asked to do something, or told what is wrong
// with it.
func TestWhoExplainsObjectsToNobody(t *testing.T) {
	const answer = "I'd rather not paint the mole of the harbour in the dark red of the crane, since boats see it well enough."
	for asked, want := range map[string]bool{
		"Why is only the crane of the harbour red, and not the mole?":                false,
		"I propose to paint the mole of the harbour red as well. Shall it be red?":   true,
		"I suggest a mole of the harbour in dark red. Could you paint the mole too?": true,
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Paint the crane red", crane)
		s.Reply("b", "a", "Bob Stone", 9, asked)
		s.Reply("c", "b", "Ann Lee", 10, answer)
		_, out := told(t, s)
		i := slices.IndexFunc(out, func(e write.Excerpt) bool { return e.Text == answer })
		if i < 0 || (out[i].Label == write.Objection) != want {
			t.Errorf("asked %q: told %+v, want an objection: %t", asked, out, want)
		}
	}
}
