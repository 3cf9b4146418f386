package story_test

import (
	"slices"
	"strings"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/story"
)

// What who asked says in the end settles the question, in whatever words.
func TestAskerSettles(t *testing.T) {
	settled := []string{story.Answered, story.Solved, story.Promised, story.Withdrawn, story.Decided}
	for _, last := range []string{
		"Dang, you're right.",
		"Never mind, found it.",
		"OK, that makes sense, I'll do it that way.",
		"Ah, of course.",
		"Ah, of course! The lid has to be open.",
		"That's the way I'll do it.",
		"That's how I'll do it then.",
		"Oh, I missed that line in the manual.",
		"Duh, I had overlooked the second float.",
		"Yeah, all fixed. Doh!",
		"Great, many thanks. Didn't know that there were two of them.",
		"Much appreciated, Bob. I just didn't know whom to ask.",
		"D'oh! My fault, the switch was behind the other lid.",
		"Good point. I'll go with the small button.",
		"Right, that is the one I was looking for.",
		"Thanks for clearing that up, I was reading the wrong page.",
		"Thanks, I didn't realise that.",
		"Okay, that's good enough for me.",
		"Fair enough.",
		"That clears it up.",
		"That answers it, thanks.",
		"I see. So that was my mistake.",
		"Sold! I take the small button.",
		"That appears to be it. I thought that was the fuse.",
	} {
		x := told(t, "Why does the pump stop?", line{"Ann Lee", asks}, line{"Bob Stone", answers}, line{"Ann Lee", last})
		if !slices.Contains(settled, x.State) {
			t.Errorf("%q: %s, %s", last, x.State, x.Outcome)
		}
	}
	for _, last := range []string{
		"Of course I did that, and it still stops.",
		"Right, but where is the other switch?",
		"I missed the small button at first. It stops all the same, what else is there?",
		"You're right that it sticks, but the new one sticks too.",
		"I looked behind the lid and found no button there.",
		"I have that running now. My next problem is the float of the other pump, which has no lid at all.",
	} {
		x := told(t, "Why does the pump stop?", line{"Ann Lee", asks}, line{"Bob Stone", answers}, line{"Ann Lee", last})
		if slices.Contains(settled, x.State) {
			t.Errorf("%q: %s, %s", last, x.State, x.Outcome)
		}
	}
}

// Who answers somebody and asks nothing waits for no answer, whether what they answer is known or not.
func TestRepliesWaitForNobody(t *testing.T) {
	const root = "May we see the old crane as a monument? It has stood on the quay for a hundred years. I have a " +
		"photograph of it with my aunt. She stands below the hook and laughs."
	for _, tc := range []struct {
		name, title, text, state string
	}{
		{"a reply", "Re: Paint for the crane", "The green was never its colour. It was grey until the war.", story.InDebate},
		{"a reply that asks in passing", "Re: Paint for the crane", root, story.InDebate},
		{"a reply that leaves the thread", "Monuments (was: Paint for the crane)", root + " Nobody paid for it then. The " +
			"harbour master of that time was a miser, as his letters show. They lie in the town hall.", story.InDebate},
		{"a reply that asks", "Re: Paint for the crane", "It was grey until the war. Do you know who painted it?", story.NoReply},
		{"a question under another thread", "Where is the key of the crane?", "I have looked in the shed. Does anybody " +
			"know where the key is?", story.NoReply},
		{"a change that is passed on", "[PATCH 5.4 3/9] gate: open before the tide", "[ Upstream commit 0123456789abcdef " +
			"]\n\n" + patches, story.Published},
		{"a change that is passed on, as the tool says it", "[PATCH] gate: open before the tide", patches + "\n\n(cherry " +
			"picked from commit 0123456789abcdef)", story.Published},
	} {
		s := scene.New()
		s.Mail("m1", "gone", "Ann Lee", 8, tc.title, tc.text)
		if got := one(t, s); got.State != tc.state {
			t.Errorf("%s: state %q (%q) of a %s, want %q", tc.name, got.State, got.Outcome, got.Kind, tc.state)
		}
	}
}

// A title that asks is a question, and what an essay asks in its middle is none.
func TestWantsAnAnswer(t *testing.T) {
	long := strings.Repeat("The quay was built of oak, and the oak came down the river in spring. ", 20) + "Who would not like to see that? " +
		strings.Repeat("The crane stood at its end and lifted stones for the town wall. ", 25)
	for _, tc := range []struct{ name, title, text, state string }{
		{"an essay", "The quay", long, story.Published},
		{"a title that asks", "The quay: can anyone tell its age?", "I am curious, and there is nothing in the files of " +
			"the town hall.", story.NoReply},
	} {
		if got := told(t, tc.title, line{"Ann Lee", tc.text}); got.State != tc.state {
			t.Errorf("%s: state %q (%q) of a %s, want %q", tc.name, got.State, got.Outcome, got.Kind, tc.state)
		}
	}
}

// Who says that something is fixed to a mail that is not stored may speak of another matter.
func TestFixedToWhatIsNotKnown(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Why does the pump stop?", asks)
	s.Reply("b", "a", "Bob Stone", 9, answers)
	p := s.Reply("c", "b", "Cleo Marsh", 10, "Indeed, sorry. Fixed now, good luck!")
	if x := one(t, s); x.State != story.Solved {
		t.Errorf("to an answer: %s, %s", x.State, x.Outcome)
	}
	p.InReplyTo = append(p.InReplyTo[:len(p.InReplyTo):len(p.InReplyTo)], "z@example.org")
	if x := one(t, s); x.State != story.InDebate {
		t.Errorf("to a mail that is not stored: %s, %s", x.State, x.Outcome)
	}
}

// Who tried a change has not reviewed it: beside a review it is not they who are named.
func TestTestersAreNoReviewers(t *testing.T) {
	const reviewed, tested = "Looks good to me.\n\nReviewed-by: Bob Stone <bob@example.org>", "Works on the quay.\n\nTested-by: Cleo Marsh <cleo@example.org>"
	for _, replies := range [][]line{{{"Bob Stone", reviewed}, {"Cleo Marsh", tested}}, {{"Cleo Marsh", tested}, {"Bob Stone", reviewed}}} {
		x := told(t, "[PATCH] gate: open before the tide", append([]line{{"Ann Lee", patches}}, replies...)...)
		if x.State != story.Reviewed || x.Who != "Bob Stone" {
			t.Errorf("state %q by %q, want reviewed by Bob Stone", x.State, x.Who)
		}
	}
}

// Thanks with a "but" behind them, or told one, settle nothing.
func TestThanksThatSettleNothing(t *testing.T) {
	opens := line{"Ann Lee", "How do I get the pump to start at noon? The pump stands still since Monday."}
	hint := line{"Bob Stone", "You have two switches on one wire, and one of them has to go."}
	for _, tc := range []struct {
		name  string
		lines []line
		state string
	}{
		{"thanks", []line{opens, hint, {"Ann Lee", "You're right about the switches. Thanks!"}}, story.Answered},
		{"a but of their own", []line{opens, hint, {"Ann Lee", "You're right about the switches. Thanks. But that doesn't change my problem. The pump still fails."}}, story.Open},
		{"a but of another", []line{opens, hint, {"Ann Lee", "Thanks, the second switch is on another wire here."},
			{"Bob Stone", "But the drawing that you sent shows both on the same wire."}}, story.InDebate},
	} {
		if x := told(t, "Pump and switches", tc.lines...); x.State != tc.state {
			t.Errorf("%s: state %q, want %q", tc.name, x.State, tc.state)
		}
	}
}
