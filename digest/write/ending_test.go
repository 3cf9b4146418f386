package write_test

import (
	"fmt"
	"strings"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/story"
	"recap/digest/write"
)

// The ending is the last post that says what comes of the matter: not an earlier word of the same person, and not what
// others chat behind it.
func TestEndingDecides(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Where to keep the drawings", "The drawings of the old sluice lie in the shed, and "+
		"the shed is wet. The archive of the town has dry rooms and a list of what it takes.")
	s.Reply("b", "a", "Bob Stone", 9, "The cellar of the mill is dry as well, and the drawings of the sluice would "+
		"stay with the people who need them.")
	s.Reply("c", "b", "Ann Lee", 10, "The cellar of the mill is closed in winter, but if the miller wants the "+
		"drawings there, I'm fine with that.")
	s.Reply("d", "c", "Cleo Marsh", 11, "The archive lends drawings for a week, and it has a lamp for tracing them.")
	s.Reply("e", "d", "Ann Lee", 12, "That helps. I'll move the drawings to the archive on Friday with the small boat.")
	s.Reply("f", "e", "Dan Ford", 13, "The small boat has a new coat of paint since the spring.")
	_, out := told(t, s)
	last := out[len(out)-1]
	if last.Post.Who != "Ann Lee" || !strings.Contains(last.Text, "move the drawings to the archive") {
		t.Errorf("the last word is %q by %s", last.Text, last.Post.Who)
	}
}

// Who answers the opening with "I'll send it" has answered it and ended nothing.
func TestAnAnswerIsNoEnding(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "A key for the lower gate", "How do I get a key for the lower gate? The old one "+
		"broke off in the lock this morning and the gate stands open.")
	s.Reply("b", "a", "Bob Stone", 9, "The smith of the mill makes keys for the lower gate from a drawing, which "+
		"takes him a day. A lot of locks have been fixed by him since the flood.")
	s.Reply("c", "b", "Cleo Marsh", 10, "The smith is at the market until Monday, and the lower gate should not stand open that long.")
	_, out := told(t, s)
	if e := by(out, "Bob Stone"); e == nil || !strings.Contains(e.Text, "from a drawing") {
		t.Errorf("the answer is told as %+v", e)
	}
}

// Nobody is contradicted unheard: who is objected to has words, though others have more to say.
func TestWhoIsObjectedToIsHeard(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	for i := range 4 {
		s.Reply(fmt.Sprint("r", i), "a", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 9.2+float64(i)/10,
			fmt.Sprintf("The tide gauge of dock %d was bought in the spring of the same year, and the second tide gauge for "+
				"the outer wall came with a box of spare floats.", i))
	}
	s.Reply("b", "a", "Bob Stone", 10, "The money for the outer wall comes from the mill, and the mill wants its name on it.")
	s.Reply("c", "b", "Cleo Marsh", 11, "I strongly disagree, because the mill has paid for nothing since the flood "+
		"and the town has paid for all of it.")
	_, out := told(t, s)
	if by(out, "Cleo Marsh") == nil || by(out, "Bob Stone") == nil {
		t.Errorf("the objection and what it is said to are not both told: %+v", out)
	}
}

// Who answers a post that is not printed is given the line.
func TestLineOfAPostThatIsNotPrinted(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Lamps for the outer wall", "The lamps of the outer wall are out since the storm, "+
		"and the boats come in by the light of the mill.")
	s.Reply("b", "a", "Bob Stone", 9, "Oil lamps are cheap.")
	p := s.Reply("c", "b", "Cleo Marsh", 10, "The outer wall has had lamps of oil before, and three keepers were "+
		"needed to carry the oil up to the lamps every evening of the winter.")
	quoting(p, "Oil lamps are cheap.")
	_, out := told(t, s)
	if by(out, "Bob Stone") != nil {
		t.Skip("the short answer is printed itself")
	}
	if e := by(out, "Cleo Marsh"); e == nil || e.To == nil || e.To.Text != "Oil lamps are cheap." {
		t.Errorf("told as %+v", e)
	}
}

// Who cast a -1 has the last word of a side, though the -1 is a line that is not printed and was taken back since.
func TestTakenBackVote(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", -20, "[VOTE] Adopt the tide gauge", "This is the vote to adopt the tide gauge of the "+
		"outer wall as the gauge of the harbour. The vote will be open until Saturday.")
	s.Reply("b", "a", "Bob Stone", -18, "-1\n\nThe gauge has no roof yet, and the first hail will end it.")
	for i := range 3 {
		s.Reply(fmt.Sprint("r", i), "a", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 7+float64(i)/10,
			fmt.Sprintf("+1\n\nThe tide gauge of the outer wall agreed with the gauge of dock %d to a finger for all of the "+
				"spring, as the log of the harbour says.", i))
	}
	s.Reply("c", "a", "Bob Stone", 9, "+1\n\nThe roof is on, and it rang like a bell in the hail of last night.")
	x, out := told(t, s)
	if e := by(out, "Bob Stone"); x.Vote == nil || e == nil || !strings.Contains(e.Text, "The roof is on") {
		t.Errorf("vote %+v, told: %+v", x.Vote, out)
	}
}

// The question that the opening comes to is told beside what it is about.
func TestQuestionBesideTheMatter(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Floats of the tide gauge", "I have built a tide gauge with two floats after the "+
		"drawing of the old one, and the floats of the gauge stick at low tide. "+
		"The wire was new. The frame came from the mill. The weights were cast in the yard.\n\nShould each weight hang "+
		"on its own wire, or would one wire for both weights do?")
	s.Reply("b", "a", "Bob Stone", 9, "One wire for both floats pulls the lighter one down, so the old gauge had a wire for each of them.")
	_, out := told(t, s)
	if len(out) < 3 || !strings.Contains(out[0].Text, "stick at low tide") || out[1].Label != write.Question || !strings.Contains(out[1].Text, "its own wire") {
		t.Errorf("told: %+v", out)
	}
}

// Words around a matter that the title names are no mere courtesy.
func TestApologyWithTheMatter(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Keepers wanted for the upper sluice", "Sorry for the advert, but we are looking "+
		"for two keepers for the upper sluice from May on. "+
		"The house has a stove. The garden has a wall of its own and looks over the meadow to the sea.")
	s.Reply("b", "a", "Bob Stone", 9, "The stove of the house smokes when the wind comes from the sea, as every "+
		"keeper of the last ten years has found.")
	if _, out := told(t, s); !strings.Contains(out[0].Text, "looking for two keepers") {
		t.Errorf("told: %q", out[0].Text)
	}
}

// Where there is less room, a story loses what it can spare best, one at a time, and keeps both sides.
func TestShrinkOneAtATime(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "I strongly disagree, because a second tide gauge would break in the first "+
		"winter like the one before it did.")
	s.Reply("c", "a", "Cleo Marsh", 10, "I have updated the list of the tide gauges, and a second tide gauge for the "+
		"outer wall is on it as well.")
	s.Reply("d", "b", "Ann Lee", 11, "Fair enough. I'll add a cage of iron to the second gauge before we buy it, so "+
		"that the winter does no harm to it.")
	_, out := told(t, s)
	short := write.Shrink(out, false)
	if len(out) < 4 || len(short) != len(out)-1 || by(short, "Cleo Marsh") != nil || by(short, "Bob Stone") == nil {
		t.Errorf("%d excerpts shrink to %+v", len(out), short)
	}
	if again := write.Shrink(short, false); len(again) != len(short) {
		for _, e := range again {
			t.Errorf("a side or the ending is gone: left %s: %s", e.Post.Who, e.Text)
		}
	}
}

// What three people take part in says something, whatever its title looks like.
func TestTitleOfAnAbsence(t *testing.T) {
	s := scene.New()
	const title = "Move the gauge away from the outer wall"
	s.Mail("a", "", "Ann Lee", 8, title, gauge)
	s.Mail("b", "a", "Bob Stone", 9, "Re: "+title, "The gauge stands well where it is, and the wall keeps the waves "+
		"from it in every wind but one.")
	s.Mail("c", "a", "Cleo Marsh", 10, "Re: "+title, "The one wind is the one that brings the high tides, so the "+
		"gauge fails when it is wanted most.")
	before, day, lex := s.Wrapped("en")
	in := s.Input()
	c := &story.Community{Start: in.Window.Start, End: in.Window.End, First: in.First, Histories: in.Histories, Lexicon: lex}
	all := story.Gather(before, day, c)
	if story.Rank(all, c); len(all) != 1 || all[0].Reasons["says little"] != 0 {
		t.Errorf("%d stories, reasons %v", len(all), all[0].Reasons)
	}
}

// An aside in brackets is no opening, whatever words of the title it has.
func TestOpeningIsNoAside(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Drawings of the wheel pumps", "I have put all of them into the long shelf below "+
		"the window. (The drawings of the wheel pumps are on thin paper, and the wheel pumps are drawn in red.) The ink "+
		"of the drawings is made of rust from the wheel pumps.\n\nThe shelf has a lid. Its key is with Bob.")
	s.Reply("b", "a", "Bob Stone", 9, "The long shelf is the one below the window, where the sun comes in after noon.")
	if _, out := told(t, s); strings.HasPrefix(out[0].Text, "(") {
		t.Errorf("told: %q", out[0].Text)
	}
}

// Who says a plain no to a question is heard beside longer answers, though nothing was proposed.
func TestPlainNoToAQuestion(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Why is the lock so narrow?", "Why is the lock of the harbour still as narrow as in "+
		"my youth? The boats of today are twice as wide as the lock.")
	for i := range 4 {
		s.Reply(fmt.Sprint("r", i), "a", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 9+float64(i)/10,
			fmt.Sprintf("The lock of the harbour is as narrow as the boats of year %d were, and the walls of the lock "+
				"cannot be moved without closing the harbour for a whole summer or two.", 1900+i))
	}
	s.Reply("b", "a", "Bob Stone", 10, "NACK. Who wants a wider lock has never paid for the water that it takes.")
	_, out := told(t, s)
	if e := by(out, "Bob Stone"); e == nil || !strings.HasPrefix(e.Text, "NACK") {
		t.Errorf("told: %+v", out)
	}
}

// The last post has the last word, whoever it is by and whatever it decides; and who is the only one to answer is told
// with the answer, too.
func TestLastPostEnds(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Where to keep the drawings", "The drawings of the old sluice lie in the shed, and "+
		"the shed is wet. Where would the drawings of the sluice be dry?")
	s.Reply("b", "a", "Bob Stone", 9, "The cellar of the mill is dry, and the drawings of the sluice would stay with "+
		"the people who need them.")
	s.Reply("c", "b", "Cleo Marsh", 10, "The archive of the town keeps the drawings of the sluice dry as well, and it "+
		"has a lamp for tracing the drawings.\n\n"+
		"The ferry has a new coat of paint. I would ask the miller about the winter.")
	_, out := told(t, s)
	if last := out[len(out)-1]; last.Post.Who != "Cleo Marsh" || !strings.Contains(last.Text, "ask the miller") {
		t.Errorf("the last word is %q by %s", last.Text, last.Post.Who)
	}
	if all := texts(out); !strings.Contains(all, "dry as well") && !strings.Contains(all, "cellar of the mill") {
		t.Errorf("no answer is told:\n%s", all)
	}
}

// Mere courtesy is no last word.
func TestCourtesyIsNoEnding(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "The second tide gauge could stand on the mole. I would not put the second tide gauge anywhere else.")
	s.Reply("c", "a", "Cleo Marsh", 10, "Thanks for reporting this.")
	_, out := told(t, s)
	if last := out[len(out)-1]; last.Post.Who != "Bob Stone" {
		t.Errorf("the last word is %q by %s", last.Text, last.Post.Who)
	}
}
