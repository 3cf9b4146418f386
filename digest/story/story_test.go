package story_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest/internal/scene"
	"recap/digest/post"
	"recap/digest/story"
	"recap/store"
)

// gathered makes stories of a scene, by their first posts.
func gathered(s *scene.Scene) ([]*story.Story, *story.Community) {
	before, day, lex := s.Wrapped("en")
	in := s.Input()
	c := &story.Community{Start: in.Window.Start, End: in.Window.End, First: in.First, Histories: in.Histories,
		Lexicon: lex, Told: map[string]bool{}, Roots: in.Roots, Hosts: map[string]int{}}
	return story.Gather(before, day, c), c
}

// one is the story of a scene of one thread.
func one(t *testing.T, s *scene.Scene) *story.Story {
	t.Helper()
	all, _ := gathered(s)
	if len(all) != 1 {
		var titles []string
		for _, x := range all {
			titles = append(titles, x.Title)
		}
		t.Fatalf("%d stories, want one: %q", len(all), titles)
	}
	return all[0]
}

const (
	asks     = "The northern pump stops every day at noon, and the log shows nothing. How do I find the switch that stops it?"
	answers  = "You can read the switch with the small button behind the lid. The reason is most often the lower float, which sticks."
	proposes = "I propose to paint the crane in a dark red. It allows the boats to see the crane in fog."
	patches  = "This patch opens the gate before the tide comes in, so that no water is lost."
)

// A line is one post of a thread: who, and what they say.
type line struct{ who, text string }

func TestStates(t *testing.T) {
	ann, bob, cleo := "Ann Lee", "Bob Stone", "Cleo Marsh"
	for _, tc := range []struct {
		name, title string
		lines       []line
		state       string
	}{
		{"nobody answers", "Why does the pump stop?", []line{{ann, asks}}, story.NoReply},
		{"the opener confirms", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers}, {ann, "Thanks Bob, that works now."}}, story.Solved},
		{"the opener confirms and is wrong", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers}, {ann, "Thanks Bob, that works now."},
				{ann, "Sorry, it stopped again. What else could I look at?"}}, story.Open},
		{"the opener says thanks", "Why does the pump stop?", []line{{ann, asks}, {bob, answers}, {ann, "Thanks a lot!"}}, story.Answered},
		{"an answer and silence", "Why does the pump stop?", []line{{ann, asks}, {bob, answers}}, story.InDebate},
		{"asked on", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers}, {ann, "I did that and it still stops. Where is the other switch?"}}, story.Open},
		{"asked back", "Why does the pump stop?", []line{{ann, asks}, {bob, "Which pump is it?"}}, story.Open},
		{"taken back", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, "Which pump is it?"}, {ann, "Never mind, I had the wrong cable."}}, story.Withdrawn},
		{"who takes back a mail, and not the question", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, "Which pump is it?"}, {ann, "The one from Sollund."}, {ann, "Never mind my previous message, it is the one from Varne."}}, story.Open},
		{"who asks in the first sentence", "Pump, oil and labels",
			[]line{{ann, "What's the correct way to oil the pump? It takes two kinds. The label is gone."},
				{bob, "Pour the thin oil into the upper hole."}, {ann, "Thanks guys. I found the hole an hour ago."}}, story.Answered},
		{"somebody fixed it", "The pump fails at noon",
			[]line{{ann, "The pump fails at noon with an error in the log. It has done so since Monday."},
				{bob, "I fixed this in trunk, the float is read twice now."}}, story.Solved},
		{"somebody will", "The pump fails at noon",
			[]line{{ann, "The pump fails at noon with an error in the log. It has done so since Monday."},
				{bob, "I will send a fix for this tomorrow."}}, story.Promised},
		{"a change is applied", "[PATCH] gate: open before the tide", []line{{ann, patches}, {bob, "Applied, thanks."}}, story.Merged},
		{"a change is read", "[PATCH] gate: open before the tide",
			[]line{{ann, patches}, {bob, "Looks good to me.\n\nReviewed-by: Bob Stone <bob@example.org>"}}, story.Reviewed},
		{"a change is read by nobody", "[PATCH] gate: open before the tide", []line{{ann, patches}}, story.NoReply},
		{"a change is debated", "[PATCH] gate: open before the tide",
			[]line{{ann, patches}, {bob, "What happens when the tide is late? The gate has no second sensor on that side."}},
			story.InDebate},
		{"a proposal meets an objection", "[PROPOSAL] Paint the crane red",
			[]line{{ann, proposes}, {bob, "I strongly disagree, because the crane is a monument and has always been green."}},
			story.InDebate},
		{"a proposal is decided", "[PROPOSAL] Paint the crane red",
			[]line{{ann, proposes}, {bob, "The dark red is fine, and there are two buckets of it in the shed."},
				{cleo, "We have decided to paint the crane in June."}}, story.Decided},
		{"a release", "Released: pump firmware 2.4",
			[]line{{ann, "We are pleased to announce version 2.4 of the pump firmware. It adds a log."}}, story.Released},
		{"an announcement", "[ANNOUNCE] Spring cleaning",
			[]line{{ann, "The spring cleaning takes place in April at the sluice."}}, story.Announced},
		{"a security notice", "Security advisory: the gate opens by itself",
			[]line{{ann, "The gate opens by itself when the sensor gets wet."}}, story.Announced},
		{"a word to all", "Paint for the crane",
			[]line{{ann, "The paint for the crane stands in the shed behind the boats now."}}, story.Published},
		{"a line of code", "Why does the pump stop?", []line{{ann, asks}, {bob, "sudo pumpctl --reset float --now"}}, story.InDebate},
		{"marked as solved", "[SOLVED] Why does the pump stop?", []line{{ann, asks}, {bob, answers}}, story.Solved},
		{"marked as withdrawn", "Paint the crane red",
			[]line{{ann, "WITHDRAWN\n\n" + proposes},
				{bob, "The dark red is fine, and there are two buckets of it in the shed."}}, story.Withdrawn},
		{"a title that speaks of withdrawing", "A vote that can be withdrawn",
			[]line{{ann, proposes}, {bob, "The dark red is fine, and there are two buckets of it in the shed."}},
			story.InDebate},
		{"applied, and asked about", "[PATCH] gate: open before the tide",
			[]line{{ann, patches}, {bob, "Applied, thanks."}, {ann, "Did you see the second patch?"}}, story.Merged},
		{"a plan of somebody's own", "[PROPOSAL] Paint the crane red",
			[]line{{ann, proposes}, {bob, "The dark red is fine, and there are two buckets of it in the shed."},
				{cleo,
					"The doors of our barn have the old colour and have grown so large since then that I am planning to rewrite the " +
						"lease of our barn in terms of doors."}},
			story.InDebate},
		{"a chat", "Supper at the mill",
			[]line{{ann, "The supper at the mill was a feast for all of the village."}, {bob, "We'll split it."}},
			story.InDebate},
		{"it suits", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers},
				{ann, "Never mind, there was a loose cable behind the lid of the old pump, seems fine now."}}, story.Solved},
		{"somebody grants what was asked in a chat", "Supper at the mill",
			[]line{{ann, "The supper at the mill was a feast for all of the village."},
				{bob, "It was, and the songs were old. Who has the key of the mill in June?"},
				{cleo, "I will open it for you then."}}, story.Promised},
		{"somebody will try", "The pump fails at noon",
			[]line{{ann, "The pump fails at noon with an error in the log. It has done so since Monday."},
				{bob, "Yes. I'll try and get to this shortly."}}, story.Promised},
		{"a change that no bracket announces", "Two patches for the gate",
			[]line{{ann, "The first opens the gate earlier, the second one is for the lamp."},
				{bob, "Let me submit both of them to the harbour master."}}, story.Promised},
		{"a change is taken back after it was applied", "[PATCH] gate: open before the tide",
			[]line{{ann, patches}, {bob, "Applied, thanks."}, {ann, "Please ignore this one. I'll send a new version."}},
			story.Promised},
		{"a report is merged", "The pump fails at noon",
			[]line{{ann, "The pump fails at noon with an error in the log. It has done so since Monday."},
				{bob, "Committed to trunk, thanks for the report."}}, story.Merged},
		{"nobody can help", "Why does the pump stop?", []line{{ann, asks}, {bob, "Sorry, I can't say much about that pump."}}, story.Open},
		{"an answer that asks whether it would do", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, "How about a second float behind the first lid?"}}, story.InDebate},
		{"thanks in advance of the answer", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, "Try to say more clearly what you want of that pump."},
				{ann, "I only want the pump to run until the evening, and the log to say so.\n\nThanks"}, {bob, answers}},
			story.InDebate},
		{"news that only gets praise", "Paint for the crane",
			[]line{{ann, "The paint for the crane is new and stands in the shed behind the boats now."}, {bob, "Great, thanks!"},
				{cleo, "Thank you, Ann."}}, story.Announced},
		{"an answer to what was asked with thanks", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers},
				{ann,
					"Thanks.\n\nI guess there must be a way to see the lower float without taking the whole pump out of the wall, " +
						"since that takes two people and half a day of work at low tide."},
				{cleo, "You can see it from the boat when the tide is out."}}, story.InDebate},
		{"somebody sees that another fixed it", "The pump fails at noon",
			[]line{{ann, "The pump fails at noon with an error in the log. It has done so since Monday."},
				{bob, "Oh, I see that Cleo has already gone and fixed it properly."}}, story.Solved},
		{"a report that is disputed", "A bug in the pump of the north",
			[]line{{ann, "The pump of the north had a bug, which is told here in short. It was mended in March."},
				{bob, "The harbour office would have liked to wait for three more months before this was told."},
				{ann, "Why did you agree to the day, then?"}}, story.InDebate},
		{"who asked finds it", "Why does the pump stop?",
			[]line{{ann, asks}, {ann, "I found the error: the float was upside down all the time."}}, story.Solved},
		{"done is what was asked last", "The pump fails at noon",
			[]line{{ann, "The pump fails at noon with an error in the log. It has done so since Monday."},
				{bob, "Could you tell the harbour office of it?"}, {cleo, "Done."}}, story.Open},
		{"a point of a debate is seen", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers}, {cleo, answers}, {ann, "There is no button behind the lid."},
				{bob, "There is one in the second row."},
				{"Dora Finch", "The old pumps have none at all, as far as I know of them."},
				{cleo, "The lamp goes out as well when the pump stops, since both hang on one cable."}, {ann, "That explains it."}}, story.InDebate},
		{"a talk that ends in a suggestion", "A bug in the pump of the north",
			[]line{{ann, "The pump of the north fails at noon. The float is too small for it."}, {bob, answers},
				{ann, "The float is not the old one. Maybe it could be a second float, like that of the gate?"}}, story.InDebate},
		{"who promised speaks of something else since", "Supper at the mill",
			[]line{{ann, "The supper at the mill was a feast for all of the village."},
				{bob, "It was, and the songs were old. Who has the key of the mill in June?"},
				{cleo, "I will open it for you then."},
				{ann, "The songs stand in a book that nobody has opened for years."}, {cleo, "That is a fine book."}}, story.InDebate},
		{"it did the trick", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers},
				{ann, "For those who search this list, that seemed to do the trick quite nicely."}}, story.Solved},
		{"helpful", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers},
				{ann, "So it was the float all the time. Yes, you've been most helpful, thanks."}}, story.Answered},
		{"news that somebody doubts", "Paint for the crane",
			[]line{{ann, "The paint for the crane is new and stands in the shed behind the boats now."},
				{bob, "Thanks, but the shed has no roof and the paint will freeze there."}}, story.InDebate},
		{"a long word that ends in a question", "Paint for the crane",
			[]line{{ann,
				strings.Repeat("The paint for the crane stands in the shed behind the boats now. It is red and of the best kind.\n\n",
					25) + "What do you think of it?\n\nThe shed is open."}}, story.NoReply},
		{"a report of progress is not a question", "Progress at the gate",
			[]line{{ann, "The gate opens again, and the new lamp burns. It is not quite done yet."},
				{bob, "The lamp burns on the wrong side of the gate, as far as I see from here."},
				{ann, "Ah, now I see what you mean."}}, story.InDebate},
		{"a vote", "[VOTE] Buy a tide gauge", []line{{ann, "Please vote on a second tide gauge."}, {bob, "+1"}}, story.VoteOpen},
	} {
		s := scene.New()
		last := ""
		for i, l := range tc.lines {
			if key := fmt.Sprint("m", i); i == 0 {
				s.Mail(key, "", l.who, 8, tc.title, l.text)
			} else {
				s.Reply(key, last, l.who, 8+float64(i), l.text)
			}
			last = fmt.Sprint("m", i)
		}
		if got := one(t, s); got.State != tc.state {
			t.Errorf("%s: state %q (%q) of a %s, want %q", tc.name, got.State, got.Outcome, got.Kind, tc.state)
		}
	}
}

// What stands beside a state is as true as the state.
func TestOutcomes(t *testing.T) {
	ann, bob, cleo := "Ann Lee", "Bob Stone", "Cleo Marsh"
	no := "I strongly disagree, because the crane is a monument and has always been green."
	for _, tc := range []struct {
		name, title string
		lines       []line
		outcome     string
	}{
		{"an objection nobody answers", "[PROPOSAL] Paint the crane red", []line{{ann, proposes}, {bob, no}}, "objection"},
		{"an objection that was answered", "[PROPOSAL] Paint the crane red",
			[]line{{ann, proposes}, {bob, no}, {cleo, "The harbour office has taken it off the list of monuments in March."}},
			""},
		{"an objection that another shares", "[PROPOSAL] Paint the crane red",
			[]line{{ann, proposes}, {bob, no}, {cleo, "I agree with Bob, the crane has to stay green."}}, "objection"},
		{"an objection that its opponent grants", "[PROPOSAL] Paint the crane red",
			[]line{{ann, proposes}, {bob, no}, {ann, "I agree, then the doors of the shed will do."}}, ""},
		{"an answer that says what is wrong", "The pump and the float",
			[]line{{ann, "I need a switch that stops the pump. Any suggestions are welcome."},
				{bob, "That is wrong, the pump has such a switch already: it is the one behind the lid."}}, "answers"},
		{"asked again", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers}, {ann, "I did that and it still stops. Where is the other switch?"}},
			"asked again"},
		{"thanked, and asked on", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers}, {ann, "Thanks. It still stops in the morning. Where is the other switch?"}}, ""},
		{"a suggestion at the end", "Why does the pump stop?",
			[]line{{ann, asks}, {bob, answers}, {ann, "It was still off. How about a note on the lid?"}}, ""},
		{"a change that nobody read", "[PATCH] gate: open before the tide",
			[]line{{ann, patches + "\n\nSigned-off-by: Ann Lee <ann@example.org>"}}, "not reviewed"},
		{"a change that was read before", "[PATCH] gate: open before the tide",
			[]line{{ann, patches + "\n\nReviewed-by: Bob Stone <bob@example.org>\nSigned-off-by: Ann Lee <ann@example.org>"}},
			""},
		{"a remark", "Why does the pump stop?", []line{{ann, asks}, {bob, "The harbour list is a better place for pumps."}}, ""},
	} {
		s := scene.New()
		for i, l := range tc.lines {
			if i == 0 {
				s.Mail("m0", "", l.who, 8, tc.title, l.text)
			} else {
				s.Reply(fmt.Sprint("m", i), fmt.Sprint("m", i-1), l.who, 8+float64(i), l.text)
			}
		}
		if got := one(t, s); got.Outcome != tc.outcome {
			t.Errorf("%s: outcome %q of a %s in state %q, want %q", tc.name, got.Outcome, got.Kind, got.State, tc.outcome)
		}
	}
}

// Replies that a source counts are replies.
func TestStatesByCounts(t *testing.T) {
	s := scene.New()
	p := s.Mail("m1", "", "Ann Lee", 8, "Why does the pump stop?", asks)
	p.Counts = store.Counts{Replies: 42}
	if got := one(t, s); got.State != story.InDebate || got.Outcome != "replies elsewhere" {
		t.Errorf("state %q, outcome %q of a question that has 42 replies elsewhere", got.State, got.Outcome)
	}
	p.Counts = store.Counts{Replies: -1}
	if got := one(t, s); got.State != story.NoReply {
		t.Errorf("state %q where nobody counts replies", got.State)
	}
}

func TestKinds(t *testing.T) {
	for _, tc := range []struct{ title, text, kind string }{
		{"Why does the pump stop?", asks, story.Question},
		{"The pump", asks, story.Question},
		{"[PROPOSAL] Paint the crane", proposes, story.Proposal},
		{"[PATCH 0/3] gate: open earlier", patches, story.Patch},
		{"[harbour] [PATCH v2] gate: open earlier", patches, story.Patch},
		{"[VOTE] Buy a tide gauge", "Please vote.", story.Ballot},
		{"[RESULT] [VOTE] Buy a tide gauge", "The vote has passed with three in favour.", story.Result},
		{"Released: pump firmware 2.4", "Here it is, with a new log.", story.Release},
		{"Release plan for 2.5", "The plan for the next months is on the wall.", story.Discussion},
		{"[ANNOUNCE] Spring cleaning", "The spring cleaning takes place in April.", story.Announcement},
		{"CVE-2026-1234: the gate opens by itself", "The gate opens by itself when wet.", story.Security},
		{"Security: the gate opens by itself", "The gate opens by itself when wet.", story.Security},
		{"A vulnerability in the gate", "The gate opens by itself when wet.", story.Security},
		{"Security gates are no risk to boats", "A gate that closes by itself has never touched a boat.", story.Discussion},
		{"The market of vulnerabilities", "There is a price for what is known of the gates of a harbour.", story.Discussion},
		{"The pump fails at noon", "The pump fails at noon with an error in the log.", story.Report},
		{"Pump firmware 2.4 for the north",
			"Since we've just released 2.4, it should go to the northern pumps. But I need help from somebody with a key.",
			story.Question},
		{"Paint for the crane", "The paint for the crane stands in the shed.", story.Discussion},
	} {
		s := scene.New()
		s.Mail("m1", "", "Ann Lee", 8, tc.title, tc.text)
		if got := one(t, s); got.Kind != tc.kind {
			t.Errorf("%q is a %s, want %s", tc.title, got.Kind, tc.kind)
		}
	}
	for form, kind := range map[string]string{store.FormVideo: story.Video, store.FormPodcast: story.Podcast,
		store.FormPicture: story.Picture, store.FormIssue: story.Issue, store.FormLink: story.Link,
		store.FormComment: story.Comment,
		store.FormRelease: story.Release, store.FormArticle: story.Article, store.FormQuestion: story.Question} {
		s := scene.New()
		s.Article("m1", "Ann Lee", 8, "The tide gauge of the northern wall", "It was made of cork and lasted for forty years.").Form = form
		if got := one(t, s); got.Kind != kind {
			t.Errorf("a %s is a %s, want %s", form, got.Kind, kind)
		}
	}
}

func TestTitles(t *testing.T) {
	for _, tc := range []struct{ title, text, want string }{
		{"Re: [harbour] Fwd: The pump", "It stops.", "The pump"},
		{"", "The pump stops every day at noon. Nobody knows why.", "The pump stops every day at noon"},
		{"(no subject)", "The pump stops every day at noon. Nobody knows why.", "The pump stops every day at noon"},
	} {
		s := scene.New()
		s.Mail("m1", "", "Ann Lee", 8, tc.title, tc.text)
		if got := one(t, s).Title; got != tc.want {
			t.Errorf("the title is %q, want %q", got, tc.want)
		}
	}
	s := scene.New()
	s.Article("m1", "Pumpworks", 8, "v2.4.1", "")
	if got := one(t, s); got.Title != "Pumpworks v2.4.1" || got.Kind != story.Release {
		t.Errorf("a bare version is the %s %q, want one with its project", got.Kind, got.Title)
	}
}

func TestGather(t *testing.T) {
	for _, tc := range []struct {
		name  string
		write func(s *scene.Scene)
		want  int
	}{
		{"two threads", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", 8, "Why does the pump stop?", asks)
			s.Mail("b", "", "Bob Stone", 9, "Paint the crane", proposes)
		}, 2},
		{"a new mail by the reply button", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", 8, "Why does the pump stop?", asks)
			s.Mail("b", "a", "Bob Stone", 9, "Paint the crane", proposes)
			s.Reply("c", "b", "Cleo Marsh", 10, "The dark red is fine.")
		}, 2},
		{"a new matter by who wrote there, under a name that says so", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", 8, "Why does the pump stop?", asks)
			s.Reply("b", "a", "Bob Stone", 9, answers)
			s.Mail("c", "a", "Bob Stone", 10, "Paint the crane (was: Why does the pump stop?)", proposes)
			s.Reply("d", "c", "Cleo Marsh", 11, "The dark red is fine.")
		}, 2},
		{"an answer dated before the new matter", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", 8, "Why does the pump stop?", asks)
			s.Mail("c", "a", "Bob Stone", 10, "Paint the crane", proposes)
			s.Reply("d", "c", "Cleo Marsh", 9, "The dark red is fine.")
		}, 2},
		{"a changed subject by who opened the thread", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", 8, "Why does the pump stop?", asks)
			s.Reply("b", "a", "Bob Stone", 9, answers)
			s.Mail("c", "b", "Ann Lee", 10, "Lower float sticks to the wall", "It was the lower float.")
		}, 1},
		{"a reply without references", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", 8, "Why does the northern pump stop?", asks)
			s.Mail("b", "", "Bob Stone", 9, "AW: Why does the northern pump stop?", answers)
		}, 1},
		{"the same subject weeks apart", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", -24*12, "Log of the northern pump", "It ran for a week without a fault.")
			s.Mail("b", "", "Bob Stone", 9, "Log of the northern pump", "There was grease on the lid and the float was stuck.")
		}, 1}, // one with posts of the day
		{"a subject that says nothing", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", 8, "Question", asks)
			s.Mail("b", "", "Bob Stone", 9, "Question", "Which paint do you use for a crane of iron near the sea?")
		}, 2},
		{"a series", func(s *scene.Scene) {
			s.Mail("a0", "", "Ann Lee", 8, "[PATCH 0/2] gate: open earlier", patches)
			s.Mail("a1", "a0", "Ann Lee", 8.1, "[PATCH 1/2] gate: read the tide", "This reads the tide.")
			s.Mail("a2", "a0", "Ann Lee", 8.2, "[PATCH 2/2] gate: move the door", "This moves the door.")
		}, 1},
		{"a new version of a series", func(s *scene.Scene) {
			s.Mail("a0", "", "Ann Lee", -20, "[PATCH] gate: open earlier than the tide", patches)
			s.Reply("a1", "a0", "Bob Stone", -19, "What about a late tide?")
			s.Mail("b0", "", "Ann Lee", 8, "[PATCH v2] gate: open earlier than the tide", patches)
		}, 1},
		{"the same words twice", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", 8, "Spring cleaning",
				"The spring cleaning takes place in April at the sluice, and everybody who has a broom or a boat is welcome to it.")
			s.Mail("b", "", "Ann Lee", 8.5, "Reminder",
				"The spring cleaning takes place in April at the sluice, and everybody who has a broom or a boat is welcome to it.")
		}, 1},
		{"one advisory in two mails", func(s *scene.Scene) {
			s.Mail("a", "", "Ann Lee", 8, "CVE-2026-1234: gate opens", "The gate opens by itself when wet. Close the valve.")
			s.Mail("b", "", "Bob Stone", 12, "Who has closed the valve", "Has anybody closed the valve because of CVE-2026-1234 in the old dock?")
		}, 1},
		{"one page in two kinds of source", func(s *scene.Scene) {
			s.Article("p", "Ann Lee", 8, "How we cleaned the sluice", "The sluice was full of mussels.")
			s.Mail("b", "", "Bob Stone", 12, "Nice read about mussels",
				"See what they did there, it is worth the time.").Links = []string{"https://www.blog.example.org/p?utm_source=x"}
		}, 1},
		{"a footer's page joins nothing", func(s *scene.Scene) {
			for i := range 14 {
				s.Mail(fmt.Sprint("m", i), "", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 8+float64(i)/10,
					fmt.Sprintf("Matter %c of the harbour", 'a'+rune(i)), "x").Links = []string{"https://harbour.example.org/list"}
			}
		}, 14},
	} {
		s := scene.New()
		tc.write(s)
		all, _ := gathered(s)
		var titles []string
		for _, x := range all {
			titles = append(titles, x.Title)
		}
		if len(all) != tc.want {
			t.Errorf("%s: %d stories, want %d: %q", tc.name, len(all), tc.want, titles)
		}
		seen := map[*post.Post]bool{}
		for _, x := range all {
			for _, p := range x.Posts {
				if seen[p] || !p.In {
					t.Errorf("%s: %s stands twice, or is not of the day", tc.name, p.Key)
				}
				seen[p] = true
			}
		}
	}
}

func TestNewVersionIsTold(t *testing.T) {
	s := scene.New()
	s.Mail("a0", "", "Ann Lee", -20, "[PATCH] gate: open earlier than the tide", patches)
	s.Reply("a1", "a0", "Bob Stone", -19, "What about a late tide?")
	s.Mail("b0", "", "Ann Lee", 8, "[PATCH v2] gate: open earlier than the tide", "This second version reads the tide from both sides.")
	got := one(t, s)
	if got.ID() != scene.ID("b0") || !got.Since.Equal(s.Day.Add(-20*time.Hour)) || got.State != story.NoReply {
		t.Errorf("story %s since %v, %s: want that of the second version since the first", got.ID(), got.Since, got.State)
	}
}

// A flood by somebody unknown is one story, however many mails it has.
func TestFloods(t *testing.T) {
	s := scene.New()
	s.Chatter(60)
	for i := range 9 {
		s.Mail(fmt.Sprint("x", i), "", "Zed Loud", 8+float64(i)/10, fmt.Sprintf("Thought %c of mine on boats", 'a'+rune(i)),
			strings.Repeat(fmt.Sprintf("Number %d is about a thing. ", i*7), 3))
	}
	s.Mail("y", "", "Ann Lee", 8, "Why does the pump stop?", asks)
	if all, _ := gathered(s); len(all) != 2 {
		t.Errorf("%d stories of a flood and a question, want 2", len(all))
	}
}

func TestVotes(t *testing.T) {
	const call = "Please vote on a second tide gauge. The vote is open for 72 hours.\n\n[ ] +1 buy it\n[ ] -1 do not buy it"
	type vote struct{ who, address, text string }
	for _, tc := range []struct {
		name              string
		votes             []vote
		plus, zero, minus int
		disputed          int
	}{
		{"plain",
			[]vote{{"Bob Stone", "bob@example.org", "+1"}, {"Cleo Marsh", "cleo@example.org", "-1, too dear"},
				{"Dirk Holm", "dirk@example.org", "0"}}, 1, 1, 1, 0},
		{"changed mind", []vote{{"Bob Stone", "bob@example.org", "+1"}, {"Bob Stone", "bob@example.org", "-1"}}, 0, 0, 1, 0},
		{"one address, two names", []vote{{"Bob Stone", "bob@example.org", "+1"}, {"Bobby Rock", "bob@example.org", "+1"}}, 1, 0, 0, 0},
		{"one name, two addresses", []vote{{"Bob Stone", "bob@example.org", "+1"}, {"Bob Stone", "evil@example.net", "-1"}}, 1, 0, 0, 1},
		{"a form that is filled in", []vote{{"Bob Stone", "bob@example.org", "[x] +1 buy it\n[ ] -1 do not buy it"}}, 1, 0, 0, 0},
		{"a form that is not", []vote{{"Bob Stone", "bob@example.org", "[ ] +1 buy it\n[ ] -1 do not buy it"}}, 0, 0, 0, 0},
		{"behind a greeting", []vote{{"Bob Stone", "bob@example.org", "Hi all,\n\n+1 from me, it is needed"}}, 1, 0, 0, 0},
		{"in a sentence", []vote{{"Bob Stone", "bob@example.org", "The gauge by the wall showed\n+1 above the line all day"}}, 0, 0, 0, 0},
		{"speaks of it", []vote{{"Bob Stone", "bob@example.org", "I count three people who said +1 so far."}}, 0, 0, 0, 0},
	} {
		s := scene.New()
		s.Mail("v", "", "Ann Lee", 8, "[VOTE] Buy a tide gauge", call)
		for i, v := range tc.votes {
			s.Reply(fmt.Sprint("v", i), "v", v.who, 9+float64(i), v.text).Author = store.Author{Name: v.who, Address: v.address}
		}
		got := one(t, s)
		if v := got.Vote; v == nil || v.Plus != tc.plus || v.Zero != tc.zero || v.Minus != tc.minus || len(v.Disputed) != tc.disputed {
			t.Errorf("%s: %+v, want %d, %d, %d and %d disputed", tc.name, v, tc.plus, tc.zero, tc.minus, tc.disputed)
		}
		if got.Vote != nil && (got.Vote.Deadline == nil || !got.Vote.Deadline.Equal(s.Day.Add(80*time.Hour))) {
			t.Errorf("%s: open until %v", tc.name, got.Vote.Deadline)
		}
	}
}

func TestVotesEnd(t *testing.T) {
	for _, tc := range []struct {
		name  string
		write func(s *scene.Scene)
		state string
		vote  string
	}{
		{"open", func(*scene.Scene) {}, story.VoteOpen, "open"},
		{"passed by a result", func(s *scene.Scene) {
			s.Mail("r", "v", "Ann Lee", 20, "[RESULT] [VOTE] Buy a tide gauge", "The vote has passed with one in favour. Thanks to all.")
		}, story.Passed, "passed"},
		{"passed by a result in a thread of its own", func(s *scene.Scene) {
			s.Mail("r", "", "Ann Lee", 20, "[RESULT] [VOTE] Buy a tide gauge", "The vote has passed with one in favour. Thanks to all.")
		}, story.Passed, "passed"},
		{"passed by a result that somebody answers", func(s *scene.Scene) {
			s.Mail("r", "v", "Ann Lee", 20, "[RESULT] [VOTE] Buy a tide gauge", "The vote has passed with one in favour. Thanks to all.")
			s.Mail("t", "r", "Bob Stone", 21, "Re: [RESULT] [VOTE] Buy a tide gauge", "You are welcome. I bring the ladder.")
		}, story.Passed, "passed"},
		{"failed by a result", func(s *scene.Scene) {
			s.Mail("r", "v", "Ann Lee", 20, "[RESULT] [VOTE] Buy a tide gauge", "The vote has failed. We keep the old one.")
		}, story.Failed, "failed"},
		{"failed by a result of one who voted", func(s *scene.Scene) {
			s.Mail("r", "v", "Bob Stone", 20, "[RESULT] [VOTE] Buy a tide gauge", "The vote has failed. We keep the old one.")
		}, story.Failed, "failed"},
		{"not failed by the result of a stranger", func(s *scene.Scene) {
			s.Mail("r", "v", "Mallory Quick", 20, "[RESULT] [VOTE] Buy a tide gauge", "The vote has failed. We keep the old one.")
		}, story.VoteOpen, "open"},
		{"not failed by the result of a stranger in a thread of its own", func(s *scene.Scene) {
			s.Mail("r", "", "Mallory Quick", 20, "[RESULT] [VOTE] Buy a tide gauge", "The vote has failed. We keep the old one.")
		}, story.VoteOpen, "open"},
		{"withdrawn", func(s *scene.Scene) {
			s.Reply("r", "v", "Ann Lee", 20, "I withdraw this vote, as the price was wrong.")
		}, story.Withdrawn, "withdrawn"},
	} {
		s := scene.New()
		s.Mail("v", "", "Ann Lee", 8, "[VOTE] Buy a tide gauge", "Please vote on a second tide gauge. The vote is open for 72 hours.")
		s.Reply("v1", "v", "Bob Stone", 9, "+1")
		tc.write(s)
		all, _ := gathered(s)
		found := false
		for _, x := range all {
			found = found || x.State == tc.state && x.Vote != nil && x.Vote.State == tc.vote
		}
		if !found {
			t.Errorf("%s: %q %+v of %d stories, want %s", tc.name, all[0].State, all[0].Vote, len(all), tc.state)
		}
	}
	// the deadline has passed, and nobody says how it ended
	for minus, state := range map[string]string{"+1": story.Passed, "-1": story.Failed} {
		s := scene.New()
		s.Mail("v", "", "Ann Lee", -90, "[VOTE] Buy a tide gauge", "Please vote on a second tide gauge. The vote is open for 72 hours.")
		s.Reply("v1", "v", "Bob Stone", -80, "+1")
		s.Reply("v2", "v", "Cleo Marsh", 1, minus)
		if got := one(t, s); got.State != state || got.Outcome != "vote over" {
			t.Errorf("the deadline has passed, then %s: %q, %q, want %s", minus, got.State, got.Outcome, state)
		}
	}
}

func TestSpam(t *testing.T) {
	pills := "Buy cheap designer watches and handbags now at the best price! Order now for free shipping of " +
		"wristwatches. Visit our shop today."
	spam := func(s *scene.Scene) (keys []string) {
		_, day, _ := s.Wrapped("en")
		_, c := gathered(s)
		for p, is := range story.Spam(day, c) {
			if is {
				keys = append(keys, strings.TrimSuffix(p.Key, "@example.org"))
			}
		}
		slices.Sort(keys)
		return keys
	}
	s := scene.New()
	s.Chatter(200)
	good := s.Mail("good", "", "Fay Vogel", 9, "Where do the spare seals come from?",
		"Where do the spare seals for the northern pump come from? I looked at https://seals.example.net/ and found none.")
	good.Links = []string{"https://seals.example.net/"}
	s.Mail("bad", "", "Deal Dan", 9, "Designer watches", pills+" https://deals.example.net/").Links = []string{"https://deals.example.net/"}
	if got := spam(s); !slices.Equal(got, []string{"bad"}) {
		t.Errorf("spam is %q, want bad alone", got)
	}
	s.First = s.Day.AddDate(0, 0, -5)
	s.Posts = slices.DeleteFunc(s.Posts, func(p *store.Post) bool { return p.Published.Before(s.First) })
	if got := spam(s); !slices.Equal(got, []string{"bad"}) {
		t.Errorf("spam is %q in an archive of five days, where everybody is new, want what sells openly", got)
	}
	s.Posts[len(s.Posts)-1].Text = "The watch on the sluice is kept by two of us."
	if got := spam(s); len(got) != 0 {
		t.Errorf("spam is %q in an archive of five days, where nothing sells", got)
	}

	s = scene.New()
	s.Chatter(200)
	for i, who := range []string{"Aa Bb", "Cc Dd", "Ee Ff"} {
		s.Mail(fmt.Sprint("wave", i), "", who, 9+float64(i)/4, fmt.Sprint("Invoice ", i),
			"Dear customer, your unpaid parcel invoice awaits confirmation before midnight, kindly download the attached statement.")
	}
	s.Mail("wave9", "", "Keeper A Long", 9.5, "Invoice",
		"Dear customer, your unpaid parcel invoice awaits confirmation before midnight, kindly download the attached statement.")
	if got := spam(s); !slices.Equal(got, []string{"wave0", "wave1", "wave2"}) {
		t.Errorf("spam is %q, want the wave of three new writers, without who is known here", got)
	}
	s.Reply("answer", "wave1", "Keeper B Long", 11, "Whose parcel is that?")
	if got := spam(s); slices.Contains(got, "wave1") {
		t.Errorf("spam is %q: what somebody answered is none", got)
	}
}

// TestSpamOffers takes a topic for no offer, and no sign alone for spam.
func TestSpamOffers(t *testing.T) {
	const page = "https://page.example.net/"
	strange := "Quorvane brandishes velvet lanterns while thirteen otters juggle marzipan beneath copper parasols. "
	for _, tt := range []struct {
		name, text string
		links      []string
		want       bool
	}{
		{"an article about money",
			strange +
				"Whoever invests in a lottery makes no money. A loan that a bank gives is an investment with bonuses, and bitcoin " +
				"is one of the cheapest. A casino lives on discounts.",
			[]string{page}, false},
		{"an offer to the reader", strange + "Dear Sir, we offer loans. Apply for your loan today. Contact us at once!", []string{page}, true},
		{"an offer without an address",
			strange + "Our company is a leading supplier of parasols. Contact us today. We offer the best prices.", nil, true},
		{"a fortune for whoever helps to move it",
			strange + "Attention Sir. I seek your assistance to transfer the sum of nine million dollars, left by my late uncle's bank in Quorvane. " +
				"My late father put it into a trunk box. Keep this transaction strictly confidential.", nil, true},
		{"an article about such fortunes",
			strange + "Nine million dollars went to Quorvane in a trunk, writes the paper, and the bank keeps silent.", []string{page}, false},
		{"one offer without an address", strange + "Click here if you like.", nil, false},
		{"one offer with an address", strange + "Click here if you like.", []string{page}, true},
		{"offers in the words of all",
			"Yesterday the northern pump was opened before the tide came in. Contact us today. We offer grease every spring.",
			nil, false},
		{"a long article", strings.Repeat(strange, 90) + "Contact us today. We offer parasols. Click here.", []string{page}, false},
	} {
		for _, young := range []bool{false, true} {
			s := scene.New()
			s.Chatter(200)
			s.Mail("new", "", "Deal Dan", 9, "Parasols", tt.text).Links = tt.links
			_, day, _ := s.Wrapped("en")
			_, c := gathered(s)
			want := tt.want
			if young { // everybody and every word is new: only what leads outside
				c.First = s.Day.AddDate(0, 0, -5)
				want = want && len(tt.links) > 0 && !strings.HasPrefix(tt.name, "one")
			}
			if got := len(story.Spam(day, c)) > 0; got != want {
				t.Errorf("%s: spam is %t, want %t (young: %t)", tt.name, got, want, young)
			}
		}
	}
}

// Words that sell elsewhere are the matter of a community that uses them itself.
func TestSpamKnowsTheCommunitysWords(t *testing.T) {
	s := scene.New()
	for i := range 60 {
		s.Mail(fmt.Sprint("old", i), "", fmt.Sprintf("Trader %c Long", 'A'+rune(i%7)), -24*float64(2+i%40),
			"Watches of the week",
			"Buy cheap designer watches and handbags now at the best price. Order now for free shipping of wristwatches, as the shop does today.")
	}
	s.Mail("new", "", "Fay Vogel", 9, "Watches", "I want to order now for free shipping of wristwatches at the best price.")
	_, day, _ := s.Wrapped("en")
	_, c := gathered(s)
	for p, is := range story.Spam(day, c) {
		if is {
			t.Errorf("%q is spam in a community of traders", p.Text)
		}
	}
}

func TestRank(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Why does the pump stop?", asks)
	for i := range 5 {
		s.Reply(fmt.Sprint("a", i), "a", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 9+float64(i)/10, answers)
	}
	s.Mail("b", "", "Bob Stone", 8, "Paint for the crane", proposes)
	s.Mail("t", "", "Cleo Marsh", 8, "test", "test")
	s.Mail("r", "", "Dirk Holm", 8, "Released: pump firmware 2.4", "We are pleased to announce version 2.4 of the pump firmware.")
	all, c := gathered(s)
	story.Rank(all, c)
	var titles []string
	for i, x := range all {
		titles = append(titles, x.Title)
		if i > 0 && x.Score > all[i-1].Score {
			t.Errorf("%q has more than the one before it", x.Title)
		}
		sum := 0.0
		for _, v := range x.Reasons {
			sum += v
		}
		if d := sum - x.Score; d > 1e-4 || d < -1e-4 {
			t.Errorf("the reasons of %q come to %f, its score is %f", x.Title, sum, x.Score)
		}
	}
	if !slices.Equal(titles, []string{"Why does the pump stop?", "Released: pump firmware 2.4", "Paint for the crane", "test"}) {
		t.Errorf("the order is %q", titles)
	}
}

func TestObjection(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Paint the crane red", proposes)
	s.Reply("b", "a", "Bob Stone", 9, "I strongly disagree, because the crane is a monument.")
	if o := one(t, s).Objection(); o == nil || o.Who != "Bob Stone" {
		t.Errorf("the objection is %+v", o)
	}
	s.Reply("c", "b", "Ann Lee", 10, "It was red before it was green, see the picture in the hall.")
	s.Reply("d", "c", "Bob Stone", 11, "Fair enough, I withdraw my objection.")
	if o := one(t, s).Objection(); o != nil {
		t.Errorf("the objection of %s stands, though it was taken back", o.Who)
	}
}

// Who may object, and how: softly only to what proposes, and not who answers a question.
func TestWhoObjects(t *testing.T) {
	soft := "The main drawback is the price of the paint, and a red crane is harder to see at night."
	for _, tc := range []struct {
		name, title, opening, reply string
		objects                     bool
	}{
		{"to a proposal", "[PROPOSAL] Paint the crane red", proposes, soft, true},
		{"to a word to all", "Paint for the crane", "The paint for the crane stands in the shed behind the boats now.", soft, false},
		{"to a question", "Why does the pump stop?", asks, soft, false},
		{"to a question that proposes", "What about the crane?",
			"I propose to paint the crane in a dark red. Would anyone mind that?", soft, true},
		{"with a yes to who sees no harm", "[PROPOSAL] Paint the crane red", proposes,
			"Yeah, I don't think it is a problem for the pilots in the fog.", false},
		{"with a no", "[PROPOSAL] Paint the crane red", proposes,
			"No, I don't think it is a colour for the pilots in the fog.", true},
		{"with a yes that is taken back", "[PROPOSAL] Paint the crane red", proposes,
			"Yes, but I don't think it is a colour for the pilots in the fog.", true},
		{"a statement before the question of a dash", "[PROPOSAL] Paint the crane red", proposes,
			"I don't think it is a colour for the fog -- why would the pilots look for it?", true},
		{"a question alone before a dash", "[PROPOSAL] Paint the crane red", proposes,
			"Would the pilots look for it in the fog -- I mean, is it a problem?", false},
		{"a question that asks for assent", "[PROPOSAL] Paint the crane red", proposes,
			"The red paint costs us a whole year of the budget, no?", true},
		{"a question", "[PROPOSAL] Paint the crane red", proposes, "Does the red paint cost us a whole year of the budget?", false},
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, tc.title, tc.opening)
		s.Reply("b", "a", "Bob Stone", 9, tc.reply)
		x := one(t, s)
		objects := false
		for _, p := range x.Answers {
			us := p.Units()
			for i := range us {
				objects = objects || x.Disputes(p) && x.ObjectsIn(p, &us[i])
			}
		}
		if objects != tc.objects {
			t.Errorf("%s: objects %t, want %t", tc.name, objects, tc.objects)
		}
	}
}

// An objection that a long debate has left behind is no last word.
func TestObjectionLeftBehind(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PROPOSAL] Paint the crane red", proposes)
	s.Reply("b", "a", "Bob Stone", 9, "I strongly disagree, because the crane is a monument.")
	if got := one(t, s); got.Outcome != "objection" {
		t.Fatalf("outcome %q", got.Outcome)
	}
	for i := range 12 {
		s.Reply(fmt.Sprint("r", i), "a", []string{"Cleo Marsh", "Dirk Holm"}[i%2], 10+float64(i)/10,
			"The dark red is fine, and there are two buckets of it in the shed.")
	}
	if got := one(t, s); got.Outcome == "objection" {
		t.Error("the first answer is told as the last word of fourteen")
	}
}

// A title that its opener changes to say so tells that the question is over; one that always had the word does not.
func TestRetitledAsSolved(t *testing.T) {
	for title, now := range map[string][2]string{
		"Pump trouble":           {"Re: Pump trouble - solved", story.Solved},
		"Why does the pump stop": {"Fixed: Why does the pump stop", story.Solved},
		"How was this solved":    {"Re: How was this solved", story.NoReply},
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, title, asks)
		s.Mail("b", "a", "Ann Lee", 10, now[0], "The harbour has two of them, and the northern one is green.")
		if x := one(t, s); x.State != now[1] {
			t.Errorf("%q, then %q: %s, want %s", title, now[0], x.State, now[1])
		}
	}
}
