package write_test

import (
	"fmt"
	"strings"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/story"
	"recap/digest/write"
	"recap/store"
)

// debate is a story about a second tide gauge with many replies on the matter, and one more that a test adds.
func debate(keepers int) *scene.Scene {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "A second tide gauge", gauge+"\n\nThe second gauge sends its values over the radio of the office.")
	for i := range keepers {
		s.Reply(fmt.Sprint("r", i), "a", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 9+float64(i)/10,
			fmt.Sprintf("The tide gauge of dock %d was bought in the spring of the same year, "+
				"and the second tide gauge for the outer wall came with a box of spare floats. "+
				"The tide gauge of the inner wall is read by the school every morning, and the second tide gauge would be read by the same school.", i))
	}
	return s
}

// Who denies what somebody wrote is heard, though no word of it says that it objects, others write more, and the answer
// stands in the middle of a mail.
func TestContraryWithoutCue(t *testing.T) {
	const against = "The radio reaches nobody behind the mole, and the school is not there at night."
	s := debate(5)
	p := s.Reply("b", "a", "Bob Stone", 10, "I have been at the outer wall with the crew of the ferry for most of the last week.\n\n"+against)
	p.Quoted = "> The second gauge sends its values over the radio of the office.\n"
	p.Cuts = []store.Cut{{At: strings.Index(p.Text, against), From: 0, To: len(p.Quoted)}}
	_, out := told(t, s)
	if e := by(out, "Bob Stone"); e == nil || !strings.Contains(e.Text, against) || e.Label == write.Objection {
		t.Errorf("told as %+v in %+v", e, out)
	}
}

// A story has six excerpts at most, of which the opening and both sides stay.
func TestAtMostSixExcerpts(t *testing.T) {
	s := debate(4)
	for i := range 12 {
		s.Reply(fmt.Sprint("o", i), fmt.Sprint("r", i%4), fmt.Sprintf("Pilot %c Short", 'A'+rune(i)), 11+float64(i)/10,
			fmt.Sprintf("No tide gauge of dock %d would hold, and its float never came back from the mill. "+
				"I disagree with all who say that a tide gauge %d is needed there.", i, i))
	}
	_, out := told(t, s)
	objects := 0
	for i := range out {
		if out[i].Label == write.Objection {
			objects++
		}
	}
	if len(out) > 6 || len(out) < 4 || out[0].Post.Who != "Ann Lee" || objects == 0 {
		t.Errorf("%d excerpts, %d of them objections: %+v", len(out), objects, out)
	}
}

// Where a story has to be shorter than its sides are long, one of them goes, and one stays.
func TestShrinkPressed(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "I strongly disagree, because a second tide gauge on the mole would be run over by the first boat that comes in fog.")
	s.Reply("c", "a", "Cleo Marsh", 10, "I am against it, since the harbour pays for the lamp on the pier this year and nobody ever read the old values.")
	s.Reply("d", "a", "Dora Quill", 11, "The tide gauge of the inner wall was made by the mill, and the mill has a second tide gauge of the same kind.")
	_, out := told(t, s)
	for pressed, want := range map[bool]int{false: 2, true: 1} {
		short := out
		for range out {
			short = write.Shrink(short, pressed)
		}
		objects := 0
		for i := range short {
			if short[i].Label == write.Objection {
				objects++
			}
		}
		if objects != want {
			t.Errorf("pressed %v: %d objections are left, want %d: %+v", pressed, objects, want, short)
		}
	}
}

// Who asked and says that an answer does not serve is heard, also where another answer is what helps in the end.
func TestRejoinder(t *testing.T) {
	const rejoinder = "I don't think that a longer float arm is of any use to us, since the tide gauge hangs in a pipe."
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Why does the tide gauge stop?", "The tide gauge stops with every flood tide. How do I get the tide gauge to show the tide again?")
	s.Reply("b", "a", "Bob Stone", 9, "You can give the tide gauge a longer float arm, which then has the force to turn the wheel of the tide gauge at the flood tide.")
	s.Reply("c", "b", "Ann Lee", 10, rejoinder)
	s.Reply("d", "a", "Cleo Marsh", 11, "You can clean the wheel of the tide gauge with oil.")
	s.Reply("e", "d", "Ann Lee", 12, "That was it, the tide gauge works now. Thanks!")
	_, out := told(t, s)
	for i := range out {
		if strings.Contains(out[i].Text, rejoinder) {
			return
		}
	}
	t.Errorf("the rejoinder is not told: %+v", out)
}

// Of several who object the one stays who speaks most against the others.
func TestMostContraryStays(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Dora Quill", 9, "The second tide gauge for the outer wall seems pretty nice to work with on the whole. "+
		"Our boats would get the height of the waves from the tide gauge, too, but I don't think that is the most interesting way to look at the gauge.")
	s.Reply("c", "a", "Bob Stone", 10, "I don't think it is a good idea to buy a second tide gauge, because nobody reads the tide gauge of the inner wall.")
	for i := range 3 {
		s.Reply(fmt.Sprint("d", i), "b", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 11+float64(i)/10, fmt.Sprintf("The mill has %d more of them in its cellar.", i+2))
	}
	_, out := told(t, s)
	for range out {
		out = write.Shrink(out, true)
	}
	if e := by(out, "Bob Stone"); e == nil || e.Label != write.Objection {
		t.Errorf("told: %+v", out)
	}
}

// Who refuses a part and promises the rest in one breath is not told by the promise alone.
func TestRefusesAndPromises(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Three changes to the tide gauge", "I propose three changes to the tide gauge: a longer pipe, a wider float and a lamp above the dial. I have made the pipe.")
	s.Reply("b", "a", "Bob Stone", 9, "Please do not build the wider float of the tide gauge before the spring tide is over, since the float that we have does not even reach the water in the pipe when the harbour falls dry in the autumn.\n\nThe rest looks good. I'll send the pipe and the lamp tomorrow.")
	x, out := told(t, s)
	if all := texts(out); x.State != story.Promised || !strings.Contains(all, "do not build the wider float") || !strings.Contains(all, "I'll send the pipe") {
		t.Errorf("state %q, told:\n%s", x.State, all)
	}
}

// texts returns what is printed, one excerpt a line.
func texts(out []write.Excerpt) string {
	all := ""
	for i := range out {
		all += out[i].Text + "\n"
	}
	return all
}

// Who is plainly against it twice is heard twice.
func TestAgainstInTwoPosts(t *testing.T) {
	const first, second = "I object to the radio, which is not heard behind the mole while the ferry passes by.", "I object to the school, which does not read the values of the gauge at night."
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "A second tide gauge", gauge+"\n\nThe second gauge sends its values over the radio of the office.")
	s.Reply("b", "a", "Bob Stone", 9, first)
	s.Reply("c", "b", "Ann Lee", 10, "The school reads the values of the gauge for us, and the mill has a second mast for the radio.")
	s.Reply("d", "c", "Bob Stone", 11, second)
	s.Reply("e", "d", "Ann Lee", 12, "The mill keeps the mast for the summer, and the ferry takes the gauge to the wall.")
	_, out := told(t, s)
	if all := texts(out); !strings.Contains(all, first) || !strings.Contains(all, second) {
		t.Errorf("told:\n%s", all)
	}
}

// Who objects and takes it back later is told with both.
func TestTakenBackIsTold(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Buy a second tide gauge", gauge)
	s.Reply("b", "a", "Bob Stone", 9, "I disagree, because a second tide gauge on the mole would be run over by the first boat that comes in fog.")
	s.Reply("c", "b", "Ann Lee", 10, "It is not for the mole: the tide gauge would stand behind the outer wall, where no boat ever comes.")
	s.Reply("d", "c", "Bob Stone", 11, "Ah, you're right, I had the wrong wall in mind.")
	s.Reply("e", "d", "Ann Lee", 12, "The goal was a place where no boat comes, and the mill has one more beside the sluice.")
	_, out := told(t, s)
	if all := texts(out); !strings.Contains(all, "I disagree") || !strings.Contains(all, "you're right") {
		t.Errorf("told:\n%s", all)
	}
}
