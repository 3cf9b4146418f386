package story_test

import (
	"strings"
	"testing"

	"recap/digest/story"
)

// Where a thread stands is what its posts say it does: who asks on, speaks of another matter, or only might do something
// settles nothing.
func TestNothingMoreThanWasSaid(t *testing.T) {
	const ann, bob, cleo = "Ann Lee", "Bob Stone", "Cleo Marsh"
	const pump, gate = "Why does the pump stop?", "[PATCH] gate: open before the tide"
	for _, tc := range []struct {
		name, title string
		lines       []line
		state, out  string
	}{
		{"thanks in advance, with what was asked for", pump, []line{{ann, asks}, {bob, "Which float do you have, and " +
			"how long is its cable from the lid down to the water?"}, {ann, "It is the lower one with the red ring, and the " +
			"cable goes from the lid to the sill and back again. I'd like to have it shorter in summer.\n\nThanks for your help!"}},
			story.Open, ""},
		{"it works, and the next question is answered", pump, []line{{ann, asks}, {bob, answers}, {ann, "Thanks Bob, that " +
			"did the trick. How do I find out how old the float is?"}, {bob, "You can read the year below the ring, on the side of the cable."}},
			story.Solved, "confirmed"},
		{"it works, and the next question is open", pump, []line{{ann, asks}, {bob, answers}, {ann, "Thanks Bob, that " +
			"did the trick. How do I find out how old the float is?"}}, story.Open, ""},
		{"it works, and they guess why", pump, []line{{ann, asks}, {bob, answers}, {ann, "Ah right. Seems fine now. I " +
			"assume the mouse was in the box again?"}}, story.Solved, "confirmed"},
		{"solved, and somebody else asks", pump, []line{{ann, asks}, {bob, answers}, {ann, "That works now, thanks."},
			{cleo, "My pump has no lid. Does anybody know where its button is?"}, {bob, "You can find it on the northern " +
				"side, below the brass plate with the number of the pump."}}, story.InDebate, "answers"},
		{"the next thing is not asked again", pump, []line{{ann, asks}, {bob, answers}, {ann, "Oh, I like the look of " +
			"that button. Where could I buy another one?"}}, story.Open, ""},
		{"needed no more", pump, []line{{ann, asks}, {ann, "Sorry, it was the lamp. I don't need this any more."}}, story.Withdrawn, ""},
		{"taken back, and consoled", "A patch for the float", []line{{ann, "I propose a patch that reads the float once. " +
			"It is attached."}, {ann, "Oops, you have that in trunk. Please just ignore my mail."}, {bob, "Not at all, your note in " +
			"March was the reason for it."}, {ann, "Thank you, Bob."}}, story.Withdrawn, ""},
		{"perhaps", gate, []line{{ann, patches}, {bob, "The spindle of the gate is too short for that. I'll maybe send a longer one."}},
			story.InDebate, "under review"},
		{"some day", gate, []line{{ann, patches}, {bob, "The spindle of the gate has a dent. I'll fix it when I find the time."}},
			story.InDebate, "under review"},
		{"a question that only says something", "Signs of chalk", []line{{ann, "Sailors drew them on the walls of inns, for those who " +
			"came after them. Can you imagine a sign for the pump? Most are gone since the fire."}, {bob, "We spoke of that in the " +
			"harbour office, and opinions went from charming to forbidden, as they always do there."}}, story.InDebate, ""},
		{"we are good", "Re: the gates", []line{{ann, "The gate of the south side is open in the list, and shut in the log."},
			{bob, "Strike the second line from the list, the log is right about it."}, {cleo, "Now done. I think we are good now."}},
			story.Solved, "fixed"},
		{"an explanation", "Cables of ten feet", []line{{ann, "We should forbid cables of ten feet. The drum will not carry them if " +
			"we ever change the gear."}, {bob, "The only reason why such cables are problematic is that the drum has a dent."}},
			story.InDebate, ""},
		{"kept at once", gate, []line{{ann, patches}, {ann, "Please ignore the table in it. I'll send a new one."},
			{bob, "I'd like a shorter name for it."}, {ann, "Attached is an updated table."}}, story.InDebate, "under review"},
		{"asked beside the matter", pump, []line{{ann, asks}, {bob, answers}, {ann, "I was sleepier than I thought, it is on my " +
			"own list.\n\nPS: Can I get a copy of that photograph of the crane?"}}, story.InDebate, "answers"},
		{"an essay that answers itself", "Tides and lamps", []line{{ann, "Is it possible to link the lamps to the tide? I " +
			"believe it is. " + strings.Repeat("The lamp is read by the float, and the float by the tide. ", 30)}, {bob, "A fine text. We " +
			"had thought of something like it for the bells, and it cost too much in the end."}}, story.InDebate, ""},
		{"no question, and help is welcome", "The first test", []line{{ann, "I have just built the pump, and tried the first " +
			"test with the long cable and with the short one, to no avail. Any help is greatly appreciated."}}, story.NoReply, ""},
	} {
		if got := told(t, tc.title, tc.lines...); got.State != tc.state || got.Outcome != tc.out {
			t.Errorf("%s: state %q (%q) of a %s, want %q (%q)", tc.name, got.State, got.Outcome, got.Kind, tc.state, tc.out)
		}
	}
}
