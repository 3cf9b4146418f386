package write_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/prose"
	"recap/digest/story"
	"recap/digest/write"
	"recap/store"
)

const budget = 120

// told is the first story of a scene, with what is printed of it.
func told(t *testing.T, s *scene.Scene) (*story.Story, []write.Excerpt) {
	t.Helper()
	before, day, lex := s.Wrapped("en")
	in := s.Input()
	c := &story.Community{Start: in.Window.Start, End: in.Window.End, First: in.First, Histories: in.Histories, Lexicon: lex}
	all := story.Gather(before, day, c)
	if len(all) != 1 {
		t.Fatalf("%d stories, want one", len(all))
	}
	out := write.Excerpts(all[0], lex, budget)
	checked(t, out)
	return all[0], out
}

// checked holds what is promised of excerpts whatever they are of.
func checked(t *testing.T, out []write.Excerpt) {
	t.Helper()
	if len(out) > 6 {
		t.Errorf("%d excerpts", len(out))
	}
	for i, e := range out {
		if proof.Excerpt(e.Text, e.Post.Text) != "" || e.Text != e.Window.Text() {
			t.Errorf("%q is not in the post of %s", e.Text, e.Post.Who)
		}
		if n := prose.Count(e.Text); n == 0 || n > 60 {
			t.Errorf("%d words: %q", n, e.Text)
		}
		if e.Label == "" || e.Post.Who == "" || e.Post.Policy != store.PolicyQuote {
			t.Errorf("label %q, by %q, policy %d", e.Label, e.Post.Who, e.Post.Policy)
		}
		if i > 1 && post.Before(e.Post, out[i-1].Post) {
			t.Errorf("%q stands behind later words", e.Text)
		}
	}
}

func labels(out []write.Excerpt) (all []string) {
	for _, e := range out {
		all = append(all, e.Label)
	}
	return all
}

func by(out []write.Excerpt, who string) *write.Excerpt {
	for i := range out {
		if out[i].Post.Who == who {
			return &out[i]
		}
	}
	return nil
}

const question = "Hi all,\n\nThe northern pump stops every day at noon, and the log shows nothing at all. How do I " +
	"find the switch that stops the pump?\n\nThanks in advance,\nAnn"

func TestOpenings(t *testing.T) {
	for _, tc := range []struct{ title, text, label, holds string }{
		{"Which switch stops the pump?", question, write.Question, "How do I find the switch"},
		{"[PROPOSAL] Paint the crane red", "Hello,\n\nI have looked at the crane for years. I propose to paint the crane " +
			"in a dark red before summer. It allows the boats to see the crane in fog.", write.Proposal, "I propose to paint the crane"},
		{"[PATCH] gate: open before the tide", "This patch opens the gate before the tide comes in, so that no water is " +
			"lost.\n\n    if (tide < 3) { open(gate); }\n", write.Patch, "This patch opens the gate"},
		{"Released: pump firmware 2.4", "Dear all,\n\nWe are pleased to announce version 2.4 of the pump firmware. It " +
			"adds a log of every stop, so that you can see which switch did it.", write.Release, "2.4"},
		{"[ANNOUNCE] Spring cleaning", "The spring cleaning takes place on 7 November at the sluice. Bring gloves and a " +
			"broom for the steps.", write.Announcement, "spring cleaning"},
		{"Security advisory: the gate opens by itself", "The gate opens by itself when its sensor gets wet. All gates " +
			"built before 2020 are affected.", write.Security, "The gate opens by itself"},
		{"The pump fails at noon", "The pump fails at noon with an error in the log. It has done so since Monday on all " +
			"three days.", write.Report, "The pump fails at noon"},
		{"[VOTE] Buy a tide gauge", "Please vote on buying a second tide gauge for the outer wall.", write.Ballot, "Please vote"},
		{"Paint for the crane", "The paint for the crane stands in the shed behind the boats since Monday.", write.Opening, "The paint for the crane"},
	} {
		s := scene.New()
		s.Mail("m", "", "Ann Lee", 8, tc.title, tc.text)
		_, out := told(t, s)
		if len(out) == 0 || out[0].Label != tc.label || !strings.Contains(out[0].Text, tc.holds) {
			t.Errorf("%q opens as %q: %+v", tc.title, labels(out), out)
		}
		for _, e := range out {
			for _, no := range []string{"Hi all", "Dear all", "Hello", "Thanks in advance", "Ann", "if (tide"} {
				if strings.Contains(e.Text, no) {
					t.Errorf("%q prints %q", tc.title, no)
				}
			}
		}
	}
}

// The opening, the answer that helped, and the thanks stand in this order; the answer is the one that is thanked for.
func TestAnswerOfTheThanks(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Which switch stops the pump?", question)
	s.Reply("b", "a", "Bob Stone", 9, "You can look at the fuse of the pump first, it is behind the lid. The switch "+
		"of the pump hangs on the same fuse.")
	s.Reply("c", "a", "Cleo Marsh", 10, "The lower switch of the pump sticks to the wall when there is lime on it. "+
		"You have to clean the switch with vinegar.")
	s.Reply("d", "c", "Ann Lee", 12, "Thanks Cleo, that works now. The lower switch was full of lime.")
	s.Reply("e", "d", "Dirk Holm", 13, "By the way, the vinegar in the shed is empty, so buy a new one.")
	x, out := told(t, s)
	if x.State != story.Solved {
		t.Fatalf("state %q", x.State)
	}
	last := out[len(out)-1]
	if out[0].Label != write.Question || last.Label != write.Confirmed || last.Post.Who != "Ann Lee" || !strings.Contains(last.Text, "works now") {
		t.Errorf("told as %q, at last %q", labels(out), last.Text)
	}
	if by(out, "Cleo Marsh") == nil {
		t.Error("the answer that is thanked for is not printed")
	}
	if by(out, "Dirk Holm") != nil {
		t.Error("chat after the end is printed")
	}
	short := write.Shrink(out, false)
	if len(short) > 3 || short[0].Text != out[0].Text || short[len(short)-1].Text != last.Text || by(short, "Cleo Marsh") == nil {
		t.Errorf("shrunk to %q", labels(short))
	}
}

// An objection is shown whoever wrote it, wherever it stands, and however many agree.
func TestObjections(t *testing.T) {
	for at := range 5 {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Paint the crane red", "I propose to paint the crane in a dark red "+
			"before summer. It allows the boats to see the crane in fog.")
		for i, who := range []string{"Bob Stone", "Cleo Marsh", "Dirk Holm", "Eva Brook", "Fay Vogel"} {
			text := fmt.Sprintf("I agree with the dark red for the crane. The boats in dock %d have that colour, too, and "+
				"the paint of the crane is cheap.", i)
			if i == at {
				text = "I strongly disagree with a red crane, because the crane is a monument and has been green for a hundred years."
			}
			s.Reply(fmt.Sprint("r", i), "a", who, 9+float64(i), text)
		}
		_, out := told(t, s)
		if !slices.Contains(labels(out), write.Objection) {
			t.Errorf("the objection of answer %d is not told: %q", at, labels(out))
		}
		if short := write.Shrink(out, false); !slices.Contains(labels(short), write.Objection) {
			t.Errorf("the objection of answer %d is not left when shrunk: %q", at, labels(short))
		}
	}
}

// A label is read off the words that are printed.
func TestLabels(t *testing.T) {
	for _, tc := range []struct{ text, label string }{
		{"I agree with the dark red, the boats in the dock have that colour, too.", write.Agreement},
		{"I strongly disagree with the dark red, because the crane is a monument.", write.Objection},
		{"The crane was painted the last time in 1998, by the school of the village.", write.Reply},
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Paint the crane red", "I propose to paint the crane in a dark red "+
			"before summer. It allows the boats to see the crane in fog.")
		s.Reply("b", "a", "Bob Stone", 9, tc.text)
		if _, out := told(t, s); by(out, "Bob Stone") == nil || by(out, "Bob Stone").Label != tc.label {
			t.Errorf("%q: labels %q, want %s", tc.text, labels(out), tc.label)
		}
	}
}

// Where several write, two are heard.
func TestSecondVoice(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Which switch stops the pump?", question)
	s.Reply("b", "a", "Bob Stone", 9, "Hm, let me see what stands in the old book about those.")
	if _, out := told(t, s); by(out, "Ann Lee") == nil || by(out, "Bob Stone") == nil {
		t.Errorf("one voice alone: %q", labels(out))
	}
}

// What may not be quoted, and what no person wrote, is not printed.
func TestWithheldWordsAreNotPrinted(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Which switch stops the pump?", question)
	s.Reply("b", "a", "Bob Stone", 9, "You can read the switch of the pump with the small button behind the lid.").Policy = store.PolicyLink
	s.Reply("c", "a", "build robot", 9.5, "You can read the switch of the pump with the large button, says the robot.").Machine = "Auto-Submitted"
	s.Reply("d", "a", "Cleo Marsh", 10, "The reason is most often the lower switch of the pump, which sticks to the wall.")
	_, out := told(t, s)
	if len(out) != 2 || by(out, "Cleo Marsh") == nil {
		t.Errorf("printed: %+v", out)
	}
}

// An answer that cannot be understood alone stands behind the line that it answers.
func TestToLine(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Which switch stops the pump?", "The northern pump stops every day at noon. Which "+
		"switch of the pump is it?\n\nShall we replace the lower switch of the pump with one of cork?")
	quoted := "> Shall we replace the lower switch of the pump with one of cork?\n"
	p := s.Reply("b", "a", "Bob Stone", 9, "No, that would break within a year.")
	p.Quoted, p.Cuts = quoted, []store.Cut{{At: 0, From: 0, To: len(quoted)}}
	_, out := told(t, s)
	e := by(out, "Bob Stone")
	if e == nil || e.To == nil || e.To.Text != "Shall we replace the lower switch of the pump with one of cork?" || e.To.Post.Who != "Ann Lee" {
		t.Fatalf("the answer is printed as %+v", e)
	}
	p.Quoted = "> Words that stand in no post that is known here, at all?\n"
	p.Cuts = []store.Cut{{At: 0, From: 0, To: len(p.Quoted)}}
	if _, out = told(t, s); by(out, "Bob Stone") != nil && by(out, "Bob Stone").To != nil {
		t.Errorf("answers a line that nobody wrote: %+v", by(out, "Bob Stone").To)
	}
}

// The words of a story are bounded, and a long thread has more of them.
func TestBudget(t *testing.T) {
	s := scene.New()
	long := "The lower switch of the pump sticks to the wall when there is lime on it, and you have to clean the " +
		"switch number %d with vinegar and a soft brush before the tide comes in again. The reason is that the pump of " +
		"dock %d has no cover over its switch."
	s.Mail("a", "", "Ann Lee", 8, "Which switch stops the pump?", question)
	for i := range 30 {
		s.Reply(fmt.Sprint("r", i), "a", fmt.Sprintf("Keeper %c%c Long", 'A'+rune(i%26), 'a'+rune(i/26)), 9+float64(i)/10, fmt.Sprintf(long, i, i*7))
	}
	_, out := told(t, s)
	n := 0
	for _, e := range out {
		n += e.Window.Words()
	}
	if n > budget*3/2+60 || len(out) < 2 {
		t.Errorf("%d excerpts of %d words", len(out), n)
	}
}

func TestNothingToPrint(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "test", "")
	if _, out := told(t, s); len(out) != 0 {
		t.Errorf("printed of nothing: %+v", out)
	}
	if out := write.Shrink(nil, true); len(out) != 0 {
		t.Errorf("Shrink(nil) = %+v", out)
	}
}

// What answers a post that is not printed says whom it answers, where it would seem to answer what stands above it.
func TestAnswersWhom(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "Hm.")
	s.Reply("c", "a", "Dora Quill", 10, "I disagree, because the second tide gauge would stand in the way of the "+
		"boats that are hauled up the wall every autumn.")
	s.Reply("d", "b", "Cleo Marsh", 11, "The tide gauge of the inner wall is read twice a day by the school, and a "+
		"second tide gauge for the outer wall would be read by the crew of the ferry.")
	_, out := told(t, s)
	if e := by(out, "Cleo Marsh"); e == nil || e.To == nil || e.To.Post.Who != "Bob Stone" || e.To.Text != "" {
		t.Errorf("told: %+v", out)
	}
	if e := by(out, "Dora Quill"); e == nil || e.To != nil {
		t.Errorf("who answers the opening: %+v", e)
	}
}
