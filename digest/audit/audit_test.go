package audit

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/internal/scene"
	"recap/store"
)

// weir is a day of a community that looks after a weir, as an edition and the posts that it was made of.
func weir(t *testing.T, d edit.Decisions) *Input {
	t.Helper()
	s := scene.New()
	s.Chatter(20)
	s.Mail("a1", "", "Ada Brook", 8, "The gate sticks at low water",
		"The left gate sticks since Monday. Which grease do you use below the water line?")
	s.Reply("a2", "a1", "Bo Winter", 9,
		"We use the blue grease of the boatyard below the water line. It was tested in 14 winters, and it is not sold any more.")
	s.Reply("a3", "a1", "Cleo Marsh", 10, "The gate may need a new seal, and I look at it on Friday.")
	in := s.Input()
	if err := d.Tidy(); err != nil {
		t.Fatal(err)
	}
	in.Decisions = d
	e, err := digest.Build(in, digest.Options{Community: digest.Community{Name: "The weir"}})
	if err != nil || len(e.Stories) != 1 {
		t.Fatalf("Build() = %d stories, %v", len(e.Stories), err)
	}
	return &Input{Edition: e, Posts: in.Posts}
}

func (r *Report) of(text string) *Sentence {
	i := slices.IndexFunc(r.Sentences, func(s Sentence) bool { return s.Text == text })
	if i < 0 {
		return &Sentence{}
	}
	return &r.Sentences[i]
}

func TestAuditOfExcerpts(t *testing.T) {
	const sticks = "The left gate sticks since Monday."
	a1, a2 := scene.ID("a1"), scene.ID("a2")
	for _, tc := range []struct {
		name   string
		change func(*Input, *digest.Paragraph)
		text   string
		want   State
		why    string
	}{
		{"as it was made", func(*Input, *digest.Paragraph) {}, sticks, Proven, ""},
		{"a word more",
			func(_ *Input, p *digest.Paragraph) { p.Sentences[0].Text = "The left gate never sticks since Monday." },
			"The left gate never sticks since Monday.", Failed, "these words do not stand in the post"},
		{"another post", func(_ *Input, p *digest.Paragraph) { p.Sentences[0].Sources = []string{a2} }, sticks,
			Failed, "do not stand in the post"},
		{"another name", func(_ *Input, p *digest.Paragraph) { p.By = "Bo Winter" }, sticks, Failed,
			"these are the words of Ada Brook, not of Bo Winter"},
		{"no post", func(_ *Input, p *digest.Paragraph) { p.Sentences[0].Sources = nil }, sticks, Failed, "it names no post"},
		{"a post that is gone", func(in *Input, _ *digest.Paragraph) {
			in.Posts = slices.DeleteFunc(in.Posts, func(p store.Post) bool { return p.ID() == a1 })
		}, sticks, Failed, "is not stored"},
		{"a post whose words may not be shown", func(in *Input, _ *digest.Paragraph) {
			for i := range in.Posts {
				in.Posts[i].Policy = store.PolicyCount
			}
		}, sticks, Failed, "may not be shown"},
	} {
		in := weir(t, edit.Decisions{})
		tc.change(in, &in.Edition.Stories[0].Paragraphs[0])
		r := Audit(in)
		s := r.of(tc.text)
		if s.State != tc.want || !strings.Contains(s.Why, tc.why) || (r.Failed > 0) != (tc.want == Failed) {
			t.Errorf("%s: Audit() = %s, %q, %d fail; want %s, %q", tc.name, s.State, s.Why, r.Failed, tc.want, tc.why)
		}
		if tc.want == Proven && (len(s.Evidence) != 1 || s.Evidence[0].Source != a1 ||
			s.Evidence[0].After != "Which grease do you use below the water line?") {
			t.Errorf("%s: the evidence is %+v", tc.name, s.Evidence)
		}
	}
}

// What stands beside the excerpts of a story is looked up like them.
func TestAuditOfVoices(t *testing.T) {
	a2 := scene.ID("a2")
	for _, tc := range []struct {
		voice digest.Voice
		want  State
	}{
		{digest.Voice{Name: "Ada Brook", Source: scene.ID("a1"), Text: "The left gate sticks since Monday."}, Proven},
		{digest.Voice{Name: "Ada Brook", Source: scene.ID("a1"), Text: "The left gate never sticks."}, Failed},
		{digest.Voice{Name: "Bo Winter", Source: scene.ID("a1"), Text: "The left gate sticks since Monday."}, Failed},
		{digest.Voice{Name: "Ada Brook", Source: a2, Text: "The left gate sticks since Monday."}, Failed},
	} {
		in := weir(t, edit.Decisions{})
		in.Edition.Stories[0].Paragraphs, in.Edition.Stories[0].Voices = nil, []digest.Voice{tc.voice}
		if s := Audit(in).of(tc.voice.Text); s.State != tc.want {
			t.Errorf("%+v is %s, %q; want %s", tc.voice, s.State, s.Why, tc.want)
		}
	}
}

// TestAuditOfOwnSentences tampers with what the program says of its own: counts, names, days.
func TestAuditOfOwnSentences(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(e *digest.Edition)
		part   string
		why    string // "" where it stands
	}{
		{"as it was made", func(*digest.Edition) {}, "", ""},
		{"a post more", func(e *digest.Edition) { replace(&e.Stories[0].Facts, "3 posts", "4 posts") }, "facts", "3 posts from 3 people"},
		{"a person less", func(e *digest.Edition) { replace(&e.Stories[0].Facts, "3 people", "2 people") }, "facts", "3 posts from 3 people"},
		{"another opener", func(e *digest.Edition) { replace(&e.Stories[0].Facts, "Ada Brook", "Dora Kelp") }, "facts", "Dora"},
		{"a day that is none of its posts",
			func(e *digest.Edition) { e.Stories[0].Facts += " (first version on 9 January)" }, "facts", "holds 9"},
		{"a vote that nobody cast", func(e *digest.Edition) { e.Brief[0].Text += ", 17 for" }, "brief", "17"},
		{"a story that is not told", func(e *digest.Edition) { e.Brief[0].Story = "x" }, "brief", "no such story"},
		{"somebody who did not write", func(e *digest.Edition) {
			e.Narrative.Sentences = append(e.Narrative.Sentences,
				digest.Sentence{Text: "Also, Dora Kelp writes here for the first time.", Sources: []string{scene.ID("a1")}})
		}, "narrative", "Dora"},
	} {
		in := weir(t, edit.Decisions{})
		tc.change(in.Edition)
		r := Audit(in)
		var failed []Sentence
		for _, s := range r.Sentences {
			if s.State == Failed {
				failed = append(failed, s)
			}
		}
		if tc.why == "" && len(failed) == 0 {
			continue
		}
		if len(failed) != 1 || failed[0].Part != tc.part || !strings.Contains(failed[0].Why, tc.why) || r.Failed != 1 {
			t.Errorf("%s: %+v fail, want one of the %s", tc.name, failed, tc.part)
		}
	}
}

func replace(s *string, old, with string) { *s = strings.Replace(*s, old, with, 1) }

// TestAuditOfProse holds sentences by a model, which have to be proven, and the same by the editor, which need not.
func TestAuditOfProse(t *testing.T) {
	a2, a3 := scene.ID("a2"), scene.ID("a3")
	blue := digest.Evidence{Source: a2, Text: "We use the blue grease of the boatyard below the water line."}
	winters := digest.Evidence{Source: a2, Text: "It was tested in 14 winters, and it is not sold any more."}
	seal := digest.Evidence{Source: a3, Text: "The gate may need a new seal, and I look at it on Friday."}
	for _, tc := range []struct {
		text     string
		evidence []digest.Evidence
		proven   bool
	}{
		{"Bo Winter uses the blue grease of the boatyard below the water line.", []digest.Evidence{blue}, true},
		{"The grease was tested in 14 winters.", []digest.Evidence{blue, winters}, true},
		{"The grease was tested in 15 winters.", []digest.Evidence{blue, winters}, false},
		{"The grease is sold any more.", []digest.Evidence{winters}, false},
		{"The gate will need a new seal.", []digest.Evidence{seal}, false},
		{"Dora Kelp uses the blue grease of the boatyard.", []digest.Evidence{blue}, false},
		{"The sluice of Easthaven was painted.", []digest.Evidence{blue}, false},
	} {
		in := weir(t, edit.Decisions{})
		s := &in.Edition.Stories[0]
		s.Writer = "model"
		s.Paragraphs = []digest.Paragraph{{Writer: "model",
			Sentences: []digest.Sentence{{Text: tc.text, Sources: []string{tc.evidence[0].Source}, Evidence: tc.evidence}}}}
		want := Failed
		if tc.proven {
			want = Proven
		}
		if r := Audit(in); r.of(tc.text).State != want || (r.Failed == 1) == tc.proven {
			t.Errorf("by a model: %q is %s (%s), %d fail; want %s", tc.text, r.of(tc.text).State, r.of(tc.text).Why, r.Failed, want)
		}
		if want == Failed {
			want = Unproven
		}
		in = weir(t,
			edit.Decisions{Note: tc.text,
				Text: map[string][]edit.Passage{scene.ID("a1"): {{Text: tc.text},
					{Text: tc.text, Sources: []string{tc.evidence[0].Source}}}}})
		r := Audit(in)
		if r.Failed != 0 || len(r.Sentences) < 3 {
			t.Errorf("by the editor: %q: %d sentences, %d fail; want none", tc.text, len(r.Sentences), r.Failed)
		}
		for _, s := range r.Sentences {
			if s.Writer == edit.Editor && (s.State != want || s.Text != tc.text) {
				t.Errorf("by the editor: %q in the %s is %s (%s), want %s", s.Text, s.Part, s.State, s.Why, want)
			}
		}
	}
	in := weir(t, edit.Decisions{})
	in.Edition.Stories[0].Paragraphs = []digest.Paragraph{{Writer: "model",
		Sentences: []digest.Sentence{{Text: "The gate opened.", Sources: []string{a2},
			Evidence: []digest.Evidence{{Source: a2, Text: "The gate opened."}}}}}}
	if r := Audit(in); r.Failed != 1 || !strings.Contains(r.Sentences[len(r.Sentences)-1].Why, "its evidence is none") {
		t.Errorf("evidence that no post holds: %+v", r.Sentences)
	}
}

func TestAuditOfLinks(t *testing.T) {
	in := weir(t,
		edit.Decisions{Note: "See [one](https://example.org/a?utm_source=x&id=3), [two](https://example.org/b?id=3) and " +
			"<https://example.org/c?FBCLID=1>."})
	in.Edition.Stories[0].URL = "https://list.example.org/a1?utm_campaign=y"
	r := Audit(in)
	got := map[string]string{}
	for i := range r.Links {
		l := &r.Links[i]
		got[l.URL] = fmt.Sprint(l.Writer, " ", l.Tracking, " ", l.Fails())
	}
	for url, want := range map[string]string{
		"https://example.org/a?utm_source=x&id=3":    "editor [utm_source] true",
		"https://example.org/b?id=3":                 "editor [] false",
		"https://example.org/c?FBCLID=1":             "editor [FBCLID] true",
		"https://list.example.org/a1?utm_campaign=y": "recap [utm_campaign] false",
	} {
		if got[url] != want {
			t.Errorf("%s is %s, want %s", url, got[url], want)
		}
	}
	if r.Failed != 2 {
		t.Errorf("%d fail, want 2", r.Failed)
	}
}

func TestAuditOfRepeats(t *testing.T) {
	in := weir(t, edit.Decisions{})
	thread := in.Edition.Post(scene.ID("a1")).Thread
	same := digest.Print("The left gate sticks since Monday!")
	in.Told = []store.Told{{Edition: "daily-2026-10-14", Thread: thread, Prints: []string{same}},
		{Edition: "daily-2026-10-13", Thread: thread, Prints: []string{same}},
		{Edition: "daily-2026-10-12", Thread: "another"}, {Edition: in.Edition.ID, Thread: thread, Prints: []string{same}}}
	r := Audit(in)
	if len(r.Repeats) != 1 || r.Repeats[0].Edition != "daily-2026-10-14" ||
		r.Repeats[0].Text != "The left gate sticks since Monday." || r.Failed != 0 {
		t.Errorf("Audit() repeats %+v, %d fail; want the sentence of the day before, and nothing failed", r.Repeats, r.Failed)
	}
}

// TestPage demands a page on which words of posts are words, and evidence opens without a script.
func TestPage(t *testing.T) {
	in := weir(t, edit.Decisions{Note: "<script>alert(1)</script> & more"})
	in.Edition.Stories[0].Title = `"><img src=x onerror=alert(2)>`
	in.Edition.Stories[0].Paragraphs[0].Sentences[0].Text = "<b>not there</b>"
	r := Audit(in)
	r.Refused, r.Notes = []Line{{3, "<i>"}}, []string{"<u>"}
	var b bytes.Buffer
	if err := r.HTML(&b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			seen[n.Data]++
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("<%s> has %s", n.Data, a.Key)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	if seen["script"]+seen["img"]+seen["i"]+seen["u"] > 0 || seen["b"] != 1 || seen["details"] != len(r.Sentences) ||
		seen["summary"] != len(r.Sentences) {
		t.Errorf("the page has %v for %d sentences", seen, len(r.Sentences))
	}
	var text bytes.Buffer
	if err := r.Text(&text, func(s string) string { return strings.ToUpper(s) }); err != nil ||
		!strings.Contains(text.String(), "FAIL <B>NOT THERE</B>") || !strings.Contains(text.String(), "FAIL line 3: <I>") {
		t.Errorf("Text() = %s, %v", text.String(), err)
	}
}

// TestAuditCountsPeopleAsTheEdition proves the size of a story in which one person writes under two names from one
// address.
func TestAuditCountsPeopleAsTheEdition(t *testing.T) {
	s := scene.New()
	s.Chatter(20)
	s.Mail("a1", "", "Ada Brook", 8, "The gate sticks at low water",
		"The left gate sticks since Monday. Which grease do you use below the water line?")
	s.Reply("a2", "a1", "Bo Winter", 9,
		"We use the blue grease of the boatyard below the water line. It was tested in 14 winters, and it is not sold any more.")
	again := s.Reply("a3", "a2", "Ada M. Brook", 10, "The blue grease holds on the left gate, and the right one gets it tomorrow.")
	again.Author.Address = "ada.brook@example.org"
	in := s.Input()
	e, err := digest.Build(in, digest.Options{Community: digest.Community{Name: "The weir"}})
	if err != nil || len(e.Stories) != 1 {
		t.Fatalf("Build() = %d stories, %v", len(e.Stories), err)
	}
	if e.Stats.People != 2 || len(e.People) != 2 || !strings.HasPrefix(e.Stories[0].Facts, "3 posts from 2 people") {
		t.Errorf("%d people wrote, %+v are named, the story is %q, want 2 in all of them", e.Stats.People, e.People, e.Stories[0].Facts)
	}
	if r := Audit(&Input{Edition: e, Posts: in.Posts}); r.Failed != 0 {
		t.Errorf("%d sentences failed: %+v", r.Failed, r.Sentences)
	}
}
