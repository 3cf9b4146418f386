package digest

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/store"
)

// A scene makes an Input from posts in a few words; all of them are invented.
type scene struct {
	day   time.Time
	posts []store.Post
	nums  map[string]int64
}

func newScene() *scene {
	return &scene{day: time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC), nums: map[string]int64{}}
}

// add posts text at hour under key, in reply to parent ("" for none).
func (s *scene) add(key, parent, author, title string, hour float64, text string) *store.Post {
	n, ok := s.nums[parent]
	if !ok {
		n = int64(len(s.nums) + 1)
	}
	s.nums[key] = n
	p := store.Post{Key: key + "@example.org", Kind: "mbox", Sources: []string{"dev"}, URL: "https://lists.example.org/dev/" + key, Title: title, Text: text, Thread: n,
		Author: store.Author{Name: author, Address: strings.ToLower(strings.ReplaceAll(author, " ", ".")) + "@example.net"}, Published: s.day.Add(time.Duration(hour * float64(time.Hour)))}
	if parent != "" {
		p.InReplyTo = []string{parent + "@example.org"}
	}
	s.posts = append(s.posts, p)
	return &s.posts[len(s.posts)-1]
}

// input is the scene as Load would read it for the scene's day.
func (s *scene) input() *Input {
	w := Window{s.day, s.day.AddDate(0, 0, 1), time.UTC}
	in := &Input{Window: w, Roots: map[int64]string{}, Histories: map[string]store.History{}, First: s.day.AddDate(-1, 0, 0),
		Sources: []store.SourceState{{SourceInfo: store.SourceInfo{Name: "dev", Kind: "mbox"}, LastComplete: w.End.Add(time.Hour)}}}
	root := map[int64]store.Post{}
	for _, p := range s.posts {
		if r, ok := root[p.Thread]; !ok || p.Published.Before(r.Published) {
			root[p.Thread] = p
			in.Roots[p.Thread] = p.ID()
		}
		switch {
		case w.Contains(p.Published):
			in.Posts = append(in.Posts, p)
		case p.Published.Before(w.Start):
			in.Context = append(in.Context, p)
		}
	}
	return in
}

// pumpDay is a day of an invented project that makes pumps.
func pumpDay() *scene {
	s := newScene()
	s.add("a1", "", "Ann Lee", "Pump stops when the tank is half full", 8, "The pump stops when the tank is half full, and the log names no reason. I have tried two tanks and three cables without any change.\n\nIs there a way to see what the controller reads from the float?")
	s.add("a2", "a1", "Bob Stone", "Re: Pump stops when the tank is half full", 9, "The controller keeps the last reading of the float in register nine. I think that the float sticks because the lime builds up on the rod over the summer.")
	s.add("a3", "a2", "Cleo Marsh", "Re: Pump stops when the tank is half full", 10, "Version 2.3 of the firmware ignores a float that moves less than four millimetres, so a sticky rod looks like an empty tank.")
	s.add("a4", "a3", "Ann Lee", "Re: Pump stops when the tank is half full", 14, "Thanks, that was it. The rod was white with lime and the pump runs through the night again.")
	s.add("b1", "", "Dev Kumar", "[VOTE] Make the dry-run guard the default", 9, "The guard has been an option for a year and nobody has reported a false alarm. The vote is open for 72 hours.\n\n[ ] +1 yes\n[ ] -1 no")
	s.add("b2", "b1", "Bob Stone", "Re: [VOTE] Make the dry-run guard the default", 11, "+1, it saved two of our pumps in August.")
	s.add("b3", "b1", "Cleo Marsh", "Re: [VOTE] Make the dry-run guard the default", 12, "+1")
	s.add("b4", "b1", "Eve Moor", "Re: [VOTE] Make the dry-run guard the default", 13, "-1, a guard that needs a float is no guard for the shallow wells in the north.")
	s.add("c1", "", "Eve Moor", "Where do the spare seals come from?", 15, "The seals of the small pump wear out after two summers in hard water, and the shop in town has stopped selling them.\n\nWhere do the spare seals come from these days?")
	s.add("d1", "", "Cleo Marsh", "[ANNOUNCE] Firmware 2.4.0", 16, "Firmware 2.4.0 is now available. It reads the float twice before it stops the pump, and it writes the reason into the log. The next release is planned for 20 November 2026.")
	bot := s.add("m1", "", "Build Robot", "Build 812 failed", 7, "The build of the main branch failed in step nine.")
	bot.Machine = "Auto-Submitted: auto-generated"
	return s
}

func pumpOptions() Options {
	return Options{Community: Community{Name: "Pumpworks", URL: "https://pumpworks.example.org", Join: "Write to dev@lists.example.org", Projects: []string{"Pumpworks"}}, Explain: true}
}

func mustBuild(t *testing.T, in *Input, opt Options) *Edition {
	t.Helper()
	e, err := Build(in, opt)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func everySentence(e *Edition) []Sentence {
	out := slices.Clone(e.Lede.Sentences)
	for _, s := range e.Stories {
		for _, p := range s.Paragraphs {
			out = append(out, p.Sentences...)
		}
	}
	return out
}

func TestBuildTellsTheDay(t *testing.T) {
	e := mustBuild(t, pumpDay().input(), pumpOptions())
	if got := e.Stats; got.Posts != 11 || got.People != 5 || got.Threads != 4 || got.Machines != 1 {
		t.Errorf("Build() stats %+v, want 11 posts of 5 people in 4 threads, 1 by a machine", got)
	}
	if len(e.Stories) < 3 {
		t.Fatalf("Build() told %d stories, want at least 3", len(e.Stories))
	}
	if len(e.Votes) != 1 || e.Votes[0].Plus != 2 || e.Votes[0].Minus != 1 || e.Votes[0].State != "open" {
		t.Errorf("Build() votes %+v, want one open at 2 to 1", e.Votes)
	}
	if len(e.Questions) != 1 || e.Questions[0].By != "Eve Moor" {
		t.Errorf("Build() questions %+v, want Eve Moor's", e.Questions)
	}
	if want := "“The next release is planned for 20 November 2026” (Cleo Marsh)"; !slices.ContainsFunc(e.Upcoming, func(u Upcoming) bool { return u.Text == want && u.Date == "2026-11-20" }) {
		t.Errorf("Build() sees ahead %+v, want what was said of the day and by whom: %s", e.Upcoming, want)
	}
	ahead := fmt.Sprint(e.Upcoming)
	if !strings.Contains(ahead, "2026-11-20") || !strings.Contains(ahead, "2026-10-18") {
		t.Errorf("Build() upcoming %v, want the release of 20 November and the vote's end", ahead)
	}
	kinds := map[string]string{}
	for _, s := range e.Stories {
		kinds[s.Kind] = s.Outcome
		first := s.Paragraphs[0].Sentences[0]
		if first.Anchor == "" || !strings.Contains(first.Text, first.Anchor) {
			t.Errorf("story %q opens without a link: %+v", s.Title, first)
		}
	}
	if kinds["release"] != "released" {
		t.Errorf("Build() outcomes %v, want the release told as released", kinds)
	}
	for _, s := range everySentence(e) {
		for _, id := range s.Sources {
			if p := e.Post(id); p == nil {
				t.Errorf("%q cites %s, which the edition does not list", s.Text, id)
			} else if p.Author == "Build Robot" {
				t.Errorf("%q tells a machine's post", s.Text)
			}
		}
		if english.hasPerson(strings.Split(s.Text, "“")[0]) {
			t.Errorf("%q speaks in the first person", s.Text)
		}
	}
}

func TestBuildIsDeterministic(t *testing.T) {
	want, err := json.Marshal(mustBuild(t, pumpDay().input(), pumpOptions()))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewSource(1))
	for range 50 {
		in := pumpDay().input()
		r.Shuffle(len(in.Posts), func(i, j int) { in.Posts[i], in.Posts[j] = in.Posts[j], in.Posts[i] })
		got, err := json.Marshal(mustBuild(t, in, pumpOptions()))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Fatalf("Build() of shuffled posts = %s, want %s", got, want)
		}
	}
}

func TestMachinesAreNotTold(t *testing.T) {
	s := newScene()
	for i := range 5 {
		p := s.add(fmt.Sprint("m", i), "", "Build Robot", fmt.Sprintf("Build %d failed", i), float64(i), "The build of the main branch failed in step nine.")
		p.Machine = "Auto-Submitted: auto-generated"
	}
	e := mustBuild(t, s.input(), pumpOptions())
	if len(e.Stories) != 0 || len(e.Also) != 0 || e.Stats.Posts != 5 || e.Stats.Machines != 5 {
		t.Errorf("Build() = %d stories, %d also, %+v, want nothing told of five machine posts", len(e.Stories), len(e.Also), e.Stats)
	}
}

func TestNothingToTell(t *testing.T) {
	e := mustBuild(t, newScene().input(), pumpOptions())
	if len(e.Stories) != 0 || len(e.Lede.Sentences) == 0 || !strings.Contains(e.Lede.Sentences[0].Text, "0 posts from 0 people in 0 threads") {
		t.Errorf("Build() of an empty day = %+v", e.Lede)
	}
	if e.Coverage[0].State != "quiet" {
		t.Errorf("coverage of a source without posts = %q, want quiet", e.Coverage[0].State)
	}
}

func TestSharesAndConsent(t *testing.T) {
	s := pumpDay()
	tweet := s.add("t1", "", "Fay Reed", "", 10, "The float of my new pump is made from a bottle and it works better than the old one")
	tweet.Kind, tweet.Key = "mastodon", "https://social.example.org/1"
	share := s.add("t2", "", "Gus Hill", "", 11, "The float of my new pump is made from a bottle")
	share.Kind, share.ShareOf = "mastodon", "https://social.example.org/1"
	private := s.add("t3", "", "Hal Wood", "", 12, "Nobody should repeat this sentence about my pump anywhere else")
	private.Kind, private.Policy = "mastodon", store.PolicyCount
	e := mustBuild(t, s.input(), pumpOptions())
	if e.Stats.Posts != 14 || e.Stats.Shares != 1 {
		t.Errorf("Build() stats %+v, want 14 posts, 1 share", e.Stats)
	}
	text, _ := json.Marshal(e)
	for _, never := range []string{"Hal Wood", "Nobody should repeat", "Gus Hill"} {
		if strings.Contains(string(text), never) {
			t.Errorf("the edition holds %q", never)
		}
	}
}

func TestQuestionsAreCarriedUntilAnswered(t *testing.T) {
	s := pumpDay()
	old := *s.add("q1", "", "Fay Reed", "Which oil for the small motor?", -40, "The motor of the small pump runs hot in summer. Which oil do you take for it?")
	answered := *s.add("q2", "", "Gus Hill", "Where is the wiring plan?", -50, "Where is the wiring plan of the new controller?")
	reply := *s.add("q3", "q2", "Bob Stone", "Re: Where is the wiring plan?", -45, "It hangs on the inside of the door of every controller that left the workshop.")
	in := s.input()
	in.Context, in.Roots[old.Thread], in.Roots[answered.Thread] = nil, "", ""
	in.Background = []store.Post{answered, reply, old}
	e := mustBuild(t, in, pumpOptions())
	var by []string
	for _, q := range e.Questions {
		by = append(by, q.By)
		if e.Post(q.Source) == nil {
			t.Errorf("question %q cites %s, which the edition does not list", q.Title, q.Source)
		}
	}
	if got, want := strings.Join(by, ", "), "Eve Moor, Fay Reed"; got != want {
		t.Errorf("Build() questions by %s, want %s", got, want)
	}
}

// TestOneListForAThread demands that a question without an answer, for which the recap has no room, is named once.
func TestOneListForAThread(t *testing.T) {
	opt := pumpOptions()
	opt.MaxStories = 1
	e := mustBuild(t, pumpDay().input(), opt)
	if len(e.Questions) != 1 || len(e.Also) == 0 {
		t.Fatalf("Build() with one story has the questions %+v and also names %+v, want a question and threads", e.Questions, e.Also)
	}
	for _, a := range e.Also {
		if a.URL == e.Questions[0].URL {
			t.Errorf("Build() names %s in both lists", a.URL)
		}
	}
}

func TestLedeOfAnEvent(t *testing.T) {
	for _, name := range []string{"Hack Days", "Pumpworks Hack Days", "Pumpworks", "Pumpworks 2026"} {
		opt := pumpOptions()
		opt.Events = []Event{{Name: name, Start: day("2026-10-14"), End: day("2026-10-16"), URL: "https://hack.example.org"}}
		e := mustBuild(t, pumpDay().input(), opt)
		first := e.Lede.Sentences[0].Text
		for _, want := range []string{"Day 2 of " + name, "Pumpworks", "11 posts from 5 people in 4 threads", "Thursday, 15 October 2026"} {
			if !strings.Contains(first, want) {
				t.Errorf("lede of the event %q = %q, want it to say %q", name, first, want)
			}
		}
	}
}

func TestToldBeforeIsDamped(t *testing.T) {
	s := pumpDay()
	s.add("z1", "", "Bob Stone", "Which paint holds on galvanised steel?", -20, "The paint on the frame peels off after one winter. Which paint holds on galvanised steel?")
	s.add("z2", "z1", "Eve Moor", "Re: Which paint holds on galvanised steel?", 9.5, "A coat of acid primer under the paint holds for ten years on our frames, even beside the sea.")
	in := s.input()
	fresh := mustBuild(t, in, pumpOptions())
	in.Told = []store.Told{{Edition: "daily-2026-10-14", Thread: in.Roots[s.nums["z1"]]}}
	again := mustBuild(t, in, pumpOptions())
	score := func(e *Edition) float64 {
		for _, c := range e.Candidates {
			if strings.HasPrefix(c.Title, "Which paint") {
				return c.Score
			}
		}
		t.Fatalf("no candidate about paint in %+v", e.Candidates)
		return 0
	}
	if score(again) >= score(fresh) {
		t.Errorf("score of a told story = %v, want less than %v", score(again), score(fresh))
	}
}
