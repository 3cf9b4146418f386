package story_test

import (
	"fmt"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/story"
	"recap/store"
)

// told makes the story of a thread in which each post answers the one before it.
func told(t *testing.T, title string, lines ...line) *story.Story {
	t.Helper()
	s := scene.New()
	for i, l := range lines {
		if key := fmt.Sprint("m", i); i == 0 {
			s.Mail(key, "", l.who, 8, title, l.text)
		} else {
			s.Reply(key, fmt.Sprint("m", i-1), l.who, 8+float64(i), l.text)
		}
	}
	return one(t, s)
}

// The last post that says where a thread stands overrules those before it.
func TestLastClaims(t *testing.T) {
	const ann, bob, cleo = "Ann Lee", "Bob Stone", "Cleo Marsh"
	const pump, gate = "Why does the pump stop?", "[PATCH] gate: open before the tide"
	for _, tc := range []struct {
		name, title string
		lines       []line
		state       string
	}{
		{"thanks, and takes it back", pump, []line{{ann, asks}, {bob, "I fixed this in trunk, the float is read twice now."}, {ann, "Thank you for " +
			"the quick reply, but it seems that I have not got rid of the stops with it."}}, story.Open},
		{"thanks in a sentence of its own", pump, []line{{ann, asks}, {bob, answers}, {ann, "On the third of March Bob " +
			"Stone said:\n\nI'll try that one, thanks.\n\nAnn"}}, story.Answered},
		{"thanks and asks on", pump, []line{{ann, asks}, {bob, answers}, {ann, "Thanks. The button behind the lid does " +
			"nothing here. What else could I press?"}}, story.Open},
		{"somebody told them elsewhere", pump, []line{{ann, asks}, {ann, "Bob just rang me about it: the lower float " +
			"sticks in the cold, and one has to turn it by hand until May. Thanks Bob!"}}, story.Answered},
		{"an answer that is an address", pump, []line{{ann, asks}, {bob, "See https://pumps.example.org/float"}, {ann, "Thank you."}}, story.Answered},
		{"their own patch works", "The pump fails at noon", []line{{ann, "The pump fails at noon with an error in the " +
			"log. It has done so since Monday."}, {bob, "That change reads the float too often, and the lamp flickers."}, {ann, "Take a look " +
			"at the attached table then. It works for me."}}, story.InDebate},
		{"what does not work is another matter", pump, []line{{ann, asks}, {bob, answers}, {ann, "It is only a thought " +
			"of mine, and it does not bother me much. The gulls like the silence."}}, story.InDebate},
		{"the answer did not help", pump, []line{{ann, asks}, {bob, answers}, {ann, "I pressed it three times, but no luck."}}, story.Open},
		{"found out", pump, []line{{ann, asks}, {bob, answers}, {ann, "It turned out that the mouse had eaten the cable."}}, story.Solved},
		{"fixed long ago", "The pump fails at noon", []line{{ann, "The pump fails at noon with an error in the log. It " +
			"has done so since Monday."}, {bob, "That looks like the float, which was fixed in version 2 of the firmware. " +
			"Which version do you run?"}}, story.InDebate},
		{"no promise", pump, []line{{ann, asks}, {bob, "I know the pump only from the outside, so it is not likely that " +
			"I will look into the float this year."}}, story.InDebate},
		{"thanks for questions", "Bells for the boats", []line{{ann, "I have put a bell on each of the boats that are " +
			"hard to see in fog. Here is how they sound."}, {bob, "How loud are they, and who has to pay for those bells in " +
			"the end?"}, {ann, "Thanks for the questions. They are as loud as a gull, and the harbour pays for them."}}, story.InDebate},
		{"an early thanks and a chat", pump, []line{{ann, asks}, {bob, answers}, {ann, "Thank you."}, {cleo, "The float should " +
			"be on the list of spares."}, {bob, "It is on it now, below the seals."}, {"Dirk Holm", "There is a better " +
			"float in the shed at the dock."}, {cleo, "That one is green and has a dent on its side."}, {bob, "Then let it " +
			"lie where it lies."}}, story.Answered},
		{"merged in passing", gate, []line{{ann, patches}, {bob, "I moved the test below the loop and merged to gate.git " +
			"for-next."}}, story.Merged},
		{"merged on trial", gate, []line{{ann, patches}, {bob, "I moved the test below the loop and tentatively merged " +
			"to gate.git for-next, pending the tide."}}, story.Reviewed},
		{"pulled and pushed", gate, []line{{ann, patches}, {bob, "Pulled and pushed: the branch is for the next spring tide."}}, story.Merged},
		{"merged, and taken out", gate, []line{{ann, patches}, {bob, "Applied, thanks."}, {bob, "This was the one that " +
			"made the sluice test fail, so I took it out of the tree again."}}, story.InDebate},
		{"mended, and it did not help", "The pump fails at noon", []line{{ann, "The pump fails at noon with an error in " +
			"the log. It has done so since Monday."}, {bob, "I fixed this in trunk, the float is read twice now."}, {cleo, "It did not help " +
			"here, the southern pump stopped at noon with the trunk of today."}}, story.InDebate},
		{"what is clearer is not solved", "The pump stops at noon", []line{{ann, asks}, {bob, "Probably the float. Could " +
			"you write a report and add what the log says at noon, if there is a log?"}, {ann, "Ah, the log made the whole " +
			"affair so much clearer now. The float sent one dot too many, and the report lies in the box."}}, story.Open},
		{"still failing, then mended", "How to keep the float out of the log", []line{{ann, "I have a lamp that reads " +
			"every line of it. How can I keep one of them away from it?"}, {bob, answers}, {ann, "So others know, this " +
			"isn't working. Bob and I will look at it together."}, {bob, "The bug which was preventing this has been fixed " +
			"in cvs."}}, story.Solved},
		{"thanks above what they answer, unmarked", pump, []line{{ann, asks}, {bob, "I am not sure why you know this. " +
			"Does it stop on Sundays, too? Then the lower float sticks, and the button behind the lid frees it."}, {ann, "Thank you very " +
			"much! I had never seen that button.\n\nI am not sure why you know this. Does it stop on Sundays, too? Then " +
			"the lower float sticks, and the button behind the lid frees it."}}, story.Answered},
		{"any suggestions", "Need a new lever for the pump - any suggestions?", []line{{ann, "The lever of the pump " +
			"fails whenever the tide turns. Is there a better one? I'd rather not change the whole pump, as that is quite " +
			"complicated."}, {bob, "You can put the brass one in its place, which the southern pump has had for years."}, {ann, "Thank you very " +
			"much! My pump is working, and I can go on."}}, story.Solved},
		{"what should happen is no proposal", pump, []line{{ann, "The northern pump stops every day at noon, which it " +
			"should not. Is that a fault of the float or do I read the log the wrong way?"}, {bob, answers}, {ann, "I see. Thank you very much!"}}, story.Answered},
	} {
		if got := told(t, tc.title, tc.lines...); got.State != tc.state {
			t.Errorf("%s: state %q (%q) of a %s, want %q", tc.name, got.State, got.Outcome, got.Kind, tc.state)
		}
	}
}

// Who replies first in a thread whose beginning is not stored may be who takes things in.
func TestMergedInTheEnd(t *testing.T) {
	s := scene.New()
	s.Mail("m1", "gone", "Ann Lee", 8, "Re: Fixes for the float", "I like how you read the float. Why should it be kept when the tide is out?")
	s.Reply("m2", "m1", "Bob Stone", 9, "It is kept for the log. I'll see if I can shorten it.")
	s.Reply("m3", "m2", "Ann Lee", 10, "This looks perfect. Applied.")
	if got := one(t, s); got.State != story.Merged {
		t.Errorf("state %q (%q) of a %s, want merged", got.State, got.Outcome, got.Kind)
	}
}

// Who writes under two names or from two addresses is one person in a thread, and who shares only a part is not.
func TestPersons(t *testing.T) {
	for _, tc := range []struct {
		name string
		a, b store.Author
		one  bool
	}{
		{"with an employer behind the name", store.Author{Name: "Mira Oduya", Address: "mira@home.example.org"}, store.Author{Name: "Mira Oduya - Quay Works", Address: "m@quay.example.com"}, true},
		{"with an initial", store.Author{Name: "Mira Oduya", Address: "mira@home.example.org"}, store.Author{Name: "M. Oduya", Address: "m@quay.example.com"}, true},
		{"with a second name", store.Author{Name: "Mira K. Oduya", Address: "mira@home.example.org"}, store.Author{Name: "Mira Oduya", Address: "m@quay.example.com"}, true},
		{"by the address", store.Author{Name: "Mira Oduya", Address: "mira@home.example.org"}, store.Author{Name: "Mira", Address: "mira@home.example.org"}, true},
		{"by the account", store.Author{Name: "Mira Oduya", Address: "miraod@home.example.org"}, store.Author{Name: "Mira", Address: "miraod@quay.example.com"}, true},
		{"an address that spells the name", store.Author{Name: "Mira Oduya", Address: "mira@home.example.org"}, store.Author{Address: "mira.oduya@quay.example.com"}, true},
		{"two of a family", store.Author{Name: "Mira Oduya", Address: "mira@home.example.org"}, store.Author{Name: "Henk Oduya", Address: "henk@home.example.org"}, false},
		{"two of a first name", store.Author{Name: "Mira Oduya", Address: "mira@home.example.org"}, store.Author{Name: "Mira Vaals", Address: "mira@quay.example.com"}, false},
		{"two behind one address", store.Author{Name: "Mira Oduya", Address: "crew@home.example.org"}, store.Author{Name: "Henk Vaals", Address: "crew@home.example.org"}, false},
		{"a role", store.Author{Name: "Mira", Address: "info@home.example.org"}, store.Author{Name: "Mira Oduya", Address: "info@quay.example.com"}, false},
	} {
		s := scene.New()
		s.Mail("a", "", "x", 8, "Why does the pump stop?", asks).Author = tc.a
		s.Reply("b", "a", "Bob Stone", 9, answers)
		s.Reply("c", "b", "x", 10, "Thanks Bob, that works now.").Author = tc.b
		got := one(t, s)
		if last := got.All[2]; got.Mine(last) != tc.one || (got.State == story.Solved) != tc.one {
			t.Errorf("%s: one person %t, state %q, want one person: %t", tc.name, got.Mine(last), got.State, tc.one)
		}
	}
	s := scene.New()
	s.Mail("a", "", "x", 8, "Why does the pump stop?", asks).Author = store.Author{Name: "M. Oduya", Address: "m@home.example.org"}
	s.Reply("b", "a", "x", 9, answers).Author = store.Author{Name: "Mira Oduya", Address: "mira@home.example.org"}
	s.Reply("c", "b", "x", 10, answers).Author = store.Author{Name: "Max Oduya", Address: "max@home.example.org"}
	if got := one(t, s); got.Mine(got.All[1]) || got.Mine(got.All[2]) {
		t.Error("an initial that two people of the thread share is one of theirs")
	}
}

// In a thread of a crowd nobody is taken for somebody else, and its size costs no more than its length.
func TestCrowdStaysApart(t *testing.T) {
	for _, others := range []int{10, 200} {
		s := scene.New()
		s.Mail("a", "", "x", 1, "Why does the pump stop?", asks).Author = store.Author{Name: "Mira Oduya", Address: "mira@home.example.org"}
		for i := range others {
			s.Reply(fmt.Sprint("r", i), "a", fmt.Sprintf("Guest%d Number%d", i, i), 2+float64(i)/100, answers)
		}
		s.Reply("z", "a", "x", 9, "Thanks, that works now.").Author = store.Author{Name: "M. Oduya", Address: "m@quay.example.com"}
		got := one(t, s)
		if mine := got.Mine(got.All[len(got.All)-1]); mine != (others < 200) {
			t.Errorf("with %d others: one person %t", others, mine)
		}
	}
}

// What is said against a thing, and what only sounds so.
func TestObjectsIn(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		objects    bool
	}{
		{"a question that doubts", "Isn't that what the green lamp at the top is for?", true},
		{"another one", "Do we really need a second colour on the quay?", true},
		{"a question that asks", "Which lamp do you mean, the green one at the top?", false},
		{"a plain no with a word between", "That is still completely wrong, as the crane does not move at night.", true},
		{"a drawback of one's own suggestion", "We could hang a lamp from the hook instead. The only downside of that is " +
			"the price of the bulbs.", false},
		{"a promise that is modest", "I will write a table of colours for it, but maybe that is overkill.", false},
		{"why not", "I don't see why that would be a problem for the boats.", false},
		{"the snag", "The problem is that red cannot be seen from the northern pier.", true},
		{"another idea", "What if instead we hung a lamp from the hook, wouldn't that be simpler?", false},
		{"a third thing", "One thing that is wrong is the weather on this quay, as the gulls know.", false},
		{"a claim that is wrong", "Sorry, that is wrong, as the crane does not move at night.", true},
		{"what was thought once", "It was considered a bad idea in the days of the sailing boats.", false},
		{"what is thought now", "It is considered a bad idea to paint iron in the rain.", true},
		{"no reason against it", "There is no reason that both colours could not be had.", false},
		{"no reason for it", "There is no reason to paint it at all, as it is made of steel.", true},
		{"a wish", "I would prefer this, and the harbour office would pay for it.", false},
		{"both sides of one's own idea", "One possibility is a lamp at the hook. This has the advantage that it costs " +
			"nothing.\n\nThe downside is that it swings and does not scale to the other cranes.", false},
		{"a thing that is all the same", "Honestly it doesn't bother me if red makes no sense to the gulls.", false},
		{"what is taken back below", "The problem is that red cannot be seen from the northern pier.\n\nOn second thoughts " +
			"my worries are unfounded, as nobody lands there.", false},
		{"what is taken back inside", "I disagree with red. Should be workable, though, if the lamp stays.", false},
		{"a drawback", "The downside of it is that red does not scale to the other cranes.", true},
	} {
		x := told(t, "[PROPOSAL] Paint the crane red", line{"Ann Lee", proposes}, line{"Bob Stone", tc.text})
		objects := false
		us := x.Answers[0].Units()
		for i := range us {
			objects = objects || x.Disputes(x.Answers[0]) && x.ObjectsIn(x.Answers[0], &us[i])
		}
		if objects != tc.objects {
			t.Errorf("%s: objects %t, want %t", tc.name, objects, tc.objects)
		}
	}
}
