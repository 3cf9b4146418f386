package write_test

import (
	"fmt"
	"strings"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/write"
	"recap/store"
)

const gauge = "I propose to buy a second tide gauge for the outer wall. The gauge of the inner wall shows the tide " +
	"an hour late, and boats have run aground."

// quoting makes a post answer a line: that is what stood quoted above all of its words.
func quoting(p *store.Post, line string) {
	p.Quoted = "> " + line + "\n"
	p.Cuts = []store.Cut{{At: 0, From: 0, To: len(p.Quoted)}}
}

// What is said to an objection stands beside it, though others have more to say on the matter.
func TestObjectionWithItsReply(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "I strongly disagree, because a second tide gauge would break in the first "+
		"winter like the one before it did.")
	for i := range 4 {
		s.Reply(fmt.Sprint("r", i), "a", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 9.2+float64(i)/10,
			fmt.Sprintf("The tide gauge of dock %d was bought in the spring of the same year, and the second tide gauge for "+
				"the outer wall came with a box of spare floats.", i))
	}
	s.Reply("c", "b", "Ann Lee", 10, "The gauge I have in mind has its sensor below the ice, so that the winter does no harm to it.")
	_, out := told(t, s)
	objection, reply := by(out, "Bob Stone"), (*write.Excerpt)(nil)
	for i := 1; i < len(out); i++ {
		if out[i].Post.Who == "Ann Lee" {
			reply = &out[i]
		}
	}
	if objection == nil || objection.Label != write.Objection || reply == nil || !strings.Contains(reply.Text, "below the ice") {
		t.Errorf("the objection and what is said to it are not both told: %+v", out)
	}
}

// Who asks back is told with the answer.
func TestQuestionWithItsAnswer(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "How would the second tide gauge send its values to the office behind the outer wall?")
	s.Reply("c", "b", "Cleo Marsh", 10, "The mast on the outer wall has a radio that nobody uses since the ferry is gone.")
	_, out := told(t, s)
	if by(out, "Bob Stone") == nil || by(out, "Cleo Marsh") == nil {
		t.Errorf("the question and its answer are not both told: %+v", out)
	}
}

// A sentence that leans on the one before is told with it.
func TestLeaningSentences(t *testing.T) {
	for _, second := range []string{
		"If it does not, the tide gauge stops with the next flood tide and shows the old value for days.",
		"Fix this by turning the valve of the tide gauge to the left until the gauge shows the tide again.",
		"Step 2 is to turn the valve of the tide gauge to the left until the tide gauge shows the tide again.",
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "Why does the tide gauge stop?", "The tide gauge stops with every flood tide. How "+
			"do I get the tide gauge to show the tide again?")
		s.Reply("b", "a", "Bob Stone", 9, "You can look whether the float hangs free. "+second)
		_, out := told(t, s)
		if e := by(out, "Bob Stone"); e == nil || strings.HasPrefix(e.Text, second[:6]) {
			t.Errorf("%q is told without what it leans on: %+v", second, e)
		}
	}
}

// Courtesy answers nothing.
func TestCourtesyIsNoAnswer(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "The second tide gauge could stand on the mole, which the office reaches by foot at any tide.")
	s.Reply("c", "a", "Cleo Marsh", 10, "Thanks for reporting this.")
	if _, out := told(t, s); by(out, "Bob Stone") == nil || by(out, "Cleo Marsh") != nil {
		t.Errorf("told: %+v", out)
	}
}

// Words that somebody repeats without a mark of quotation stay those of who wrote them.
func TestRepeatedWords(t *testing.T) {
	words := "A second tide gauge is, in my opinion, ridiculous as long as nobody reads the first tide gauge."
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, words)
	s.Reply("c", "b", "Cleo Marsh", 10, "The tide gauge is read by the school every morning at eight.\n\nSubject: tide gauge\n\n"+words)
	_, out := told(t, s)
	if e := by(out, "Bob Stone"); e == nil || e.Label != write.Objection {
		t.Errorf("the objection is told as %+v", e)
	}
	if e := by(out, "Cleo Marsh"); e != nil && strings.Contains(e.Text, "ridiculous") {
		t.Errorf("Cleo Marsh is said to have written %q", e.Text)
	}
	const plan = "The sill of the tide gauge will be one hand higher than the old sill."
	s = scene.New() // who repeats all of their own mail below a new one is told by the new words
	s.Mail("a", "", "Ann Lee", -40, "Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", -30, plan)
	s.Reply("c", "b", "Bob Stone", 11, "I forgot one word in my mail, here it comes again with all its words.\n\nBob "+
		"Stone <bob at example.org> wrote:\nGood morning to all of you.\n\n"+plan)
	if _, out := told(t, s); by(out, "Bob Stone") == nil || strings.Contains(by(out, "Bob Stone").Text, plan) {
		t.Errorf("told: %+v", out)
	}
}

// A line that names whom somebody answers, left over from that mail, makes nobody's words theirs.
func TestLeftOverLine(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Buy a second tide gauge?", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "The school reads the tide gauge of the inner wall every morning.")
	s.Reply("c", "b", "Cleo Marsh", 10, "From: \"Bob Stone\" <bob at example.org>\n\nThe tide gauge of the school has "+
		"been read by nobody since the summer.")
	s.Reply("d", "a", "Dan Poe", 11, "From: Eva Holt <eva at example.org>\n\nThe tide gauge of the mill is for sale, "+
		"and it comes with the pipe.")
	_, out := told(t, s)
	if e := by(out, "Cleo Marsh"); e == nil || e.Relayed != "" {
		t.Errorf("who answers is told as %+v", e)
	}
	if e := by(out, "Dan Poe"); e == nil || e.Relayed != "Eva Holt" {
		t.Errorf("who passes on is told as %+v", e)
	}
}

// A bare no whose line is not known is not told, and with the line that it answers it is.
func TestBareNo(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "The tide gauge", "The tide gauge of the inner wall is made of brass. The gauge of "+
		"the outer wall is not there yet.")
	p := s.Reply("b", "z", "Bob Stone", 9, "Er, no it's not.")
	p.InReplyTo = append([]string{"a@example.org"}, p.InReplyTo...)
	if _, out := told(t, s); by(out, "Bob Stone") != nil {
		t.Errorf("told: %+v", out)
	}
	p.Text = "Er, no it's not. It is kind of like brass, but it is certainly no brass that I know."
	if _, out := told(t, s); by(out, "Bob Stone") != nil && by(out, "Bob Stone").Label == write.Objection {
		t.Errorf("told as an objection to a post that is not stored: %+v", out)
	}
	p.Text = "Er, no it's not."
	quoting(p, "The tide gauge of the inner wall is made of brass.")
	if _, out := told(t, s); by(out, "Bob Stone") == nil || by(out, "Bob Stone").To == nil {
		t.Errorf("with what it answers: %+v", out)
	}
}

// An objection stands behind the line that it is to, however long it is.
func TestObjectionToALine(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge+"\n\nThe wall itself was built by the "+
		"grandfathers of those who now want to pull it down, and it has held since then.\n\nThe old gauge could go to the school then.")
	p := s.Reply("b", "a", "Bob Stone", 9, "I strongly disagree, because the children would take the old gauge to "+
		"pieces within a week of getting it.")
	quoting(p, "The old gauge could go to the school then.")
	_, out := told(t, s)
	if e := by(out, "Bob Stone"); e == nil || e.To == nil || e.To.Text != "The old gauge could go to the school then." {
		t.Errorf("told as %+v", e)
	}
}

// Where one voice has room, it is the one that made the state.
func TestShrinkKeepsTheState(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PATCH] gate: open before the tide", "This patch opens the gate before the tide "+
		"comes in, so that no water is lost behind the gate.")
	s.Reply("b", "a", "Bob Stone", 9, "The gate opens with the tide since the new motor is in, and the old one did the same with more noise.")
	s.Reply("c", "a", "Cleo Marsh", 10, "I have read the patch twice and this looks good to me, with thanks from the "+
		"whole gate.\n\nReviewed-by: Cleo Marsh <cleo@example.org>")
	s.Reply("d", "b", "Bob Stone", 11, "The motor of the gate came from the mill, and the mill has a spare one for the other gate.")
	x, out := told(t, s)
	if short := write.Shrink(out, false); x.State != "reviewed" || by(short, "Cleo Marsh") == nil {
		t.Errorf("state %q, shrunk to %+v", x.State, short)
	}
}

// A part of a series that its sender tells by is a patch, and tells no news of it.
func TestPartOfASeriesIsAPatch(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PATCH 0/1] pump: stop at noon", "This series makes the pump of the lower gate stop at noon, when the tide is high.")
	s.Reply("b", "a", "Ann Lee", 8.1, "Update the table of the lower gate, so that it has the hour at which the pump of the gate stops.\n\nSigned-off-by: Ann Lee <ann@example.org>")
	s.Posts[len(s.Posts)-1].Title = "[PATCH 1/1] pump: update the table"
	s.Reply("c", "a", "Bob Stone", 9, "The pump of the lower gate has to stop at noon, as the tide is high then and the gate is shut.")
	_, out := told(t, s)
	for _, e := range out {
		if strings.HasPrefix(e.Text, "Update the table") && e.Label != write.Patch {
			t.Errorf("labelled %q: %+v", e.Label, e)
		}
	}
}
