package story_test

import (
	"strings"
	"testing"

	"recap/digest/story"
)

// Answers are given only where somebody wants some, and somebody says what helps.
func TestAnswersGiven(t *testing.T) {
	const pump = "Why does the pump stop?"
	for _, tc := range []struct {
		name, title, opening, reply, state, outcome string
	}{
		{"a jest", pump, asks, "It may be the gulls, who envy all pumps. The lamp on the pier went dark a month ago. It had burned for " +
			"years.", story.InDebate, ""},
		{"no, in a few words", pump, asks, "Not on a Sunday. The harbour rests on Sundays.", story.InDebate, "answers"},
		{"a word to who asked", pump, asks, "Perhaps the float of your pump sticks to the lid.", story.InDebate, "answers"},
		{"the name of a file", pump, asks, "The table in float.conf has a line for it, as far as anybody remembers.", story.InDebate, "answers"},
		{"a denial", pump, asks, "That is wrong, as the log is late by an hour since spring.", story.InDebate, "answers"},
		{"long praise", pump, asks, "Great, I like it. " + strings.Repeat("It has a fine brass lid and a bell that rings at noon. "+
			"", 3), story.InDebate, ""},
		{"probably, and asked back", pump, asks, "Probably! Could you send the log of the pump to the keeper of the " +
			"tower?", story.InDebate, "answers"},
		{"asked back without the mark", pump, asks, "Do you know whether the southern pump does it, too (the one that came with the crane " +
			"in spring).", story.Open, ""},
		{"sent elsewhere", pump, asks, "That would be better discussed on the list of the lock keepers, who know all floats.", story.Open, ""},
		{"scolded for the thread", pump, asks, "Please don't reply to existing threads when a new matter begins. Begin a new mail to the " +
			"list.", story.Open, ""},
		{"a fault that is mended already", "Disclosure: a bug in the float", "The float fails at noon when the tide is high. It has been " +
			"fixed in version 2, " +
			"which came in March.", "The keepers of the southern gate would have liked to hear of it in March, before they bought a new one " +
			"and threw " +
			"the old one away, as the books of that spring still show.", story.InDebate, ""},
		{"a fault", "A bug in the float", "The float fails at noon when the tide is high. It has failed so since March.", "The keepers of " +
			"the southern gate " +
			"have heard of it in March, before they bought a new one and threw the old one away, as the books of that spring still " +
			"show.", story.InDebate, "answers"},
	} {
		x := told(t, tc.title, line{"Ann Lee", tc.opening}, line{"Bob Stone", tc.reply})
		if x.State != tc.state || x.Outcome != tc.outcome {
			t.Errorf("%s: state %q, outcome %q of a %s, want %q, %q", tc.name, x.State, x.Outcome, x.Kind, tc.state, tc.outcome)
		}
	}
}

// Who opened a thread closes it by saying so, be it with thanks; what was asked and answered is not taken back by that.
func TestOpenerCloses(t *testing.T) {
	const close = "Thanks Bob and sorry for the noise, it has to do with my own lamp. I have lit it again and would say that we can " +
		"close this thread for now."
	gate := line{"Ann Lee", "The gate of the south side stands open since the new lamp was hung. I took the lamp down, and it shuts."}
	for _, tc := range []struct {
		name, title string
		lines       []line
		state       string
	}{
		{"a report that was none", "The south gate", []line{gate, {"Bob Stone", "Send that as a list of lamps, each on a line of its " +
			"own."}, {"Ann Lee", close}}, story.Withdrawn},
		{"a question that was answered", "Why does the pump stop?", []line{{"Ann Lee", asks}, {"Bob Stone", answers}, {"Ann " +
			"Lee", "Thanks, and sorry for the noise."}}, story.Answered},
		{"what was asked gone through", "Why does the pump stop?", []line{{"Ann Lee", asks}, {"Bob Stone", answers}, {"Ann Lee", "What I " +
			"had not seen was the ring. " +
			"How does one take it out? (With the small tongs, as your page says.) Thanks also for the word on the lid. I can lift it now, so " +
			"that solves my problem."}}, story.Solved},
		{"thanks taken back", "Why does the pump stop?", []line{{"Ann Lee", asks}, {"Bob Stone", answers}, {"Ann Lee", "That is it, " +
			"thanks!"}, {"Ann Lee", "I spoke too soon. " +
			"The ring is not the one that I have. Should I take another one?"}, {"Bob Stone", "Take the one of brass from the locker by the " +
			"gate, it fits all pumps."}}, story.InDebate},
		{"still in trouble", "Why does the pump stop?", []line{{"Ann Lee", asks}, {"Bob Stone", answers}, {"Ann Lee", "Which ring do you " +
			"mean? I took the one of the lid. Thanks for the word " +
			"on the lid. The lamp works now. The pump still stops at noon."}}, story.Open},
		{"an old workaround", "Why does the pump stop?", []line{{"Ann Lee", asks}, {"Bob Stone", answers}, {"Ann Lee", "That is it, thanks!"},
			{"Ann Lee", "I have reverted the old workaround of mine since then."}, {"Bob Stone", "Good."}}, story.Answered},
		{"thanks in hope", "Why does the pump stop?", []line{{"Ann Lee", asks}, {"Bob Stone", answers}, {"Ann Lee", "The float was dry, I " +
			"think. Thanks for your help, I hope to find it."}}, story.InDebate},
		{"thanks with a slip", "Why does the pump stop?", []line{{"Ann Lee", asks}, {"Bob Stone", answers}, {"Ann Lee", "Tank you! The " +
			"float is in my other hand."}}, story.Answered},
	} {
		if x := told(t, tc.title, tc.lines...); x.State != tc.state {
			t.Errorf("%s: state %q of a %s, want %q", tc.name, x.State, x.Kind, tc.state)
		}
	}
}

// What somebody leaves to others, foretells for all or says of their own mail is no promise.
func TestPromisesNothing(t *testing.T) {
	for text, state := range map[string]string{
		"The short answer is the float. The long one is Cleo's, so I'll let her write that.":   story.InDebate,
		"The brass gets dear. This implies that we will use iron for the floats of all pumps.": story.InDebate,
		"I will try to use short words in my answer. The float of the pump has no ring.":       story.InDebate,
		"The float has a dent. I'll send a new one tomorrow.":                                  story.Promised,
	} {
		if x := told(t, "Why does the pump stop?", line{"Ann Lee", asks}, line{"Bob Stone", text}); x.State != state {
			t.Errorf("%q: state %q, want %q", text, x.State, state)
		}
	}
}

// Nobody is said to give thanks who has no word of thanks, or whose credit at the end of a long post is for somebody else.
func TestThanksAreGiven(t *testing.T) {
	const pump = "Why does the pump stop?"
	more := strings.Repeat("The float of the southern pump lies deeper than that of the northern one, as the drawings of the harbour "+
		"show. ", 4)
	for _, tc := range []struct {
		name  string
		lines []line
		state string
		says  bool
	}{
		{"thanks", []line{{"Ann Lee", asks}, {"Bob Stone", answers}, {"Ann Lee", "Thanks, I had not thought of that."}}, story.Answered, true},
		{"fine", []line{{"Ann Lee", asks}, {"Bob Stone", answers}, {"Ann Lee", "Fine, I just wanted to know if I had missed something " +
			"obvious."}}, story.Answered, false},
		{"told elsewhere", []line{{"Ann Lee", asks}, {"Ann Lee", "Thanks to the keeper of the southern gate, who told me by mail that the " +
			"float of the pump has to lie deeper in the water."}}, story.Answered, true},
		{"credit", []line{{"Ann Lee", asks}, {"Ann Lee", more + "Thanks for the tip, keeper."}}, story.NoReply, false},
	} {
		x := told(t, pump, tc.lines...)
		if says := x.Outcome == "thanks"; x.State != tc.state || says != tc.says {
			t.Errorf("%s: state %q, outcome %q, want %q, thanks: %t", tc.name, x.State, x.Outcome, tc.state, tc.says)
		}
	}
}
