package draft

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/internal/scene"
	"recap/store"
)

// TestApplyToLaterPosts reads a file back after posts have come and gone.
func TestApplyToLaterPosts(t *testing.T) {
	file := string(Write(drafted(t, workshop(), edit.Decisions{})))
	later := func() *scene.Scene {
		s := workshop()
		s.Reply("b5", "b1", "Mia Loft", 20, "The supplier in the harbour has twenty cones of the track series. He sells them by the pair.")
		s.Mail("n1", "", "Ned Park", 21, "The key of the back door", "The key of the back door hangs behind the calendar now.")
		return s
	}
	t.Run("untouched", func(t *testing.T) {
		got, err := Apply(drafted(t, later(), edit.Decisions{}), []byte(file))
		if err != nil || got.Decisions != nil || !got.Stale {
			t.Fatalf("Apply() = %+v, %v, want nothing changed", got, err)
		}
		notes := strings.Join(got.Notes, "\n")
		for _, want := range []string{`since the draft was written "The key of the back door" came`,
			`"Which cone for the old front hub?" changed: it had 4 posts and has 5`} {
			if !strings.Contains(notes, want) {
				t.Errorf("the notes are\n%s\nwithout: %s", notes, want)
			}
		}
	})
	t.Run("what fits is taken", func(t *testing.T) {
		edited := both(replace("## "+question, "## A cone"), cutting(`- \[Paint.*\n`),
			replace("You have to shorten it by two millimetres with a file. I did that for three hubs last spring.",
				"You have to shorten it by two millimetres with a file."))(file)
		got, err := Apply(drafted(t, later(), edit.Decisions{}), []byte(edited))
		if err != nil {
			t.Fatal(err)
		}
		want := edit.Decisions{Drop: []string{paint}, Rename: map[string]string{cone: "A cone"}, Text: map[string][]edit.Passage{cone: {
			coneText()[0],
			quote("reply", "b2",
				"A cone of the track series fits the 9 mm thread. You have to shorten it by two millimetres with a file.", 1, 2),
			coneText()[2], coneText()[3]}}}
		if err := want.Tidy(); err != nil {
			t.Fatal(err)
		}
		got.Decisions.Text[cone][0].Label, got.Decisions.Text[cone][3].Label = "question", "reply"
		if diff := cmp.Diff(&want, got.Decisions); diff != "" {
			t.Errorf("Apply() (-want +got):\n%s", diff)
		}
	})
	t.Run("a story that is gone", func(t *testing.T) {
		s := workshop()
		s.Posts = slices.DeleteFunc(s.Posts, func(p *store.Post) bool { return strings.HasPrefix(p.Key, "p") })
		got, err := Apply(drafted(t, s, edit.Decisions{}), []byte(replace("## "+proposal, "## Sundays")(file)))
		if err != nil || got.Decisions != nil || !strings.Contains(strings.Join(got.Notes, "\n"), `the story "Sundays" is no longer there`) {
			t.Errorf("Apply() = %+v, %v, want nothing changed and a note", got, err)
		}
	})
	t.Run("an excerpt whose post was edited", func(t *testing.T) {
		s := workshop()
		for _, p := range s.Posts {
			if p.ID() == scene.ID("b3") {
				p.Text = "Do not shorten a hardened cone with a file. A grinder takes five minutes."
			}
		}
		_, err := Apply(drafted(t, s, edit.Decisions{}), []byte(replace(boSentence, "")(file)))
		if err == nil || !strings.Contains(err.Error(), "the words of an excerpt are its writer's") {
			t.Errorf("Apply() = %v, want the altered post refused", err)
		}
	})
	t.Run("decisions of before stay", func(t *testing.T) {
		was := edit.Decisions{Title: "Sundays", Note: "One\n\n- <!-- two", Pin: []string{tyres}, Drop: []string{lost},
			Rename: map[string]string{cone: "A cone"}, Order: []string{tyres, cone},
			Text: map[string][]edit.Passage{cone: {coneText()[1],
				{Writer: "editor", Text: "So it is.", Sources: []string{scene.ID("b2"), scene.ID("b3")}}}}}
		d := drafted(t, workshop(), was)
		if got, err := Apply(d, Write(d)); err != nil || got.Decisions != nil {
			t.Fatalf("Apply() = %+v, %v, want nothing changed\n%s", got, err, Write(d))
		}
		got, err := Apply(d, []byte(replace("So it is.", "So it was.")(string(Write(d)))))
		if err != nil {
			t.Fatal(err)
		}
		want := was
		want.Text = map[string][]edit.Passage{cone: {coneText()[1],
			{Writer: "editor", Text: "So it was.", Sources: []string{scene.ID("b2"), scene.ID("b3")}}}}
		if err := want.Tidy(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&want, got.Decisions); diff != "" {
			t.Errorf("Apply() (-want +got):\n%s", diff)
		}
		back := strings.Replace(string(Write(d)), "- Lost: a box of quarter-inch balls <!-- story: "+lost+" -->", "", 1)
		back = strings.Replace(back, "- [Paint", "- Lost: a box of quarter-inch balls <!-- story: "+lost+" -->\n- [Paint", 1)
		if got, err := Apply(d, []byte(back)); err != nil || got.Decisions == nil || len(got.Decisions.Drop) != 0 {
			t.Errorf("Apply() of a file with a dropped story in the list = %+v, %v, want it dropped no longer", got, err)
		}
	})
}

// boSentence is one that may be taken out.
const boSentence = " I did that for three hubs last spring."

// TestApplyToProse reads a story back that a model wrote.
func TestApplyToProse(t *testing.T) {
	d := drafted(t, workshop(), edit.Decisions{})
	s := &d.Edition.Stories[2]
	s.Writer = "model"
	b1, b2, b4 := scene.ID("b1"), scene.ID("b2"), scene.ID("b4")
	s.Paragraphs = []digest.Paragraph{{Writer: "model", Sentences: []digest.Sentence{
		{Text: "Ada Brook asked for a cone with 9 mm.", Sources: []string{b1},
			Evidence: []digest.Evidence{{Source: b1, Text: "Which cone fits a hub with a thread of 9 mm?"}}},
		{Text: "Bo Winter named the track series.", Sources: []string{b2}},
		{Text: "Ada found that it turns without play.", Sources: []string{b4, b2}},
	}}}
	file := string(Write(d))
	if got, err := Apply(d, []byte(file)); err != nil || got.Decisions != nil {
		t.Fatalf("Apply() = %+v, %v, want nothing changed", got, err)
	}
	got, err := Apply(d, []byte(replace("Bo Winter named the track series.", "Bo Winter files track cones.")(file)))
	if err != nil {
		t.Fatal(err)
	}
	want := []edit.Passage{{Writer: "model", Text: "Ada Brook asked for a cone with 9 mm."},
		{Writer: "editor", Text: "Bo Winter files track cones.", Sources: []string{b2}},
		{Writer: "model", Text: "Ada found that it turns without play."}}
	if diff := cmp.Diff(want, got.Decisions.Text[s.ID]); diff != "" {
		t.Errorf("Apply() (-want +got):\n%s", diff)
	}
	if got, err := Apply(d, []byte(cutting(` <!-- p: [\w ]+ -->`)(file))); err != nil || got.Decisions != nil {
		t.Errorf("Apply() of a file without comments of posts = %+v, %v, want nothing changed", got, err)
	}
	got, err = Apply(d, []byte(replace("with 9 mm. <!--", "with 9 mm. It is an old one. <!--")(file)))
	if err != nil {
		t.Fatal(err)
	}
	want = []edit.Passage{want[0], {Writer: "editor", Text: "It is an old one.", Sources: []string{b1}},
		{Writer: "model", Text: "Bo Winter named the track series."}, want[2]}
	if diff := cmp.Diff(want, got.Decisions.Text[s.ID]); diff != "" {
		t.Errorf("Apply() of a sentence behind a model's (-want +got):\n%s", diff)
	}
}

// FuzzDraft reads files of all kinds, and drafts of posts with all kinds of words as they were written.
func FuzzDraft(f *testing.F) {
	s := workshop()
	d := drafted(f, s, edit.Decisions{})
	file := string(Write(d))
	f.Add(file, "Plain words. And more.")
	f.Add(wrapped(file, 30, false), "— A *b* <!-- p: x --> `c` [d](e) & <f> {{ g }} # h")
	f.Add(strings.ReplaceAll(file, "-->", ""), "> quoted\n\n- list\n\n# heading #")
	f.Add("---\n---\n# a\n## b\n<!-- story: c -->\n> d\n- e", "1. one\n2) two. ~~x~~ $y$ \\ ^z^ “q”")
	f.Add("", "\u00a0a\u2028b\u202ec &amp; &lt;!-- x &#45;->")
	f.Fuzz(func(t *testing.T, file, words string) {
		if got, err := Apply(d, []byte(file)); err == nil && got.Decisions != nil {
			again := *got.Decisions
			if err := again.Tidy(); err != nil || cmp.Diff(*got.Decisions, again) != "" {
				t.Errorf("Apply(%q) = %+v, which is not tidy: %v", file, got.Decisions, err)
			}
			drafted(t, s, again)
		}
		roundTrip(t, words)
	})
}

// roundTrip writes a draft of posts that hold some words everywhere and reads it back as it was written.
func roundTrip(t *testing.T, words string) {
	t.Helper()
	odd := workshop()
	odd.Mail("f1", "", words, 10, words, words+" This is what "+words+" says of the cone in the workshop. It is enough.")
	odd.Reply("f2", "f1", "Pia Lunt", 11, "I agree that "+words+" is true of the cone in the workshop.")
	for i, n := range []string{"two", "three", "four", "five"} {
		odd.Reply("g"+n, "f1", "Rae "+n, 12+float64(i), "The cone with "+n+" threads turns for "+words+" in the workshop of the school.")
		odd.Mail("h"+n, "", "Sol "+n, 17+float64(i), "The key of bench "+n, "The key of bench "+n+" hangs beside "+words+" in the workshop now.")
	}
	for _, p := range odd.Posts {
		p.Title, p.Text, p.Author.Name = strings.ToValidUTF8(p.Title, "\ufffd"), strings.ToValidUTF8(p.Text,
			"\ufffd"), strings.ToValidUTF8(p.Author.Name, "\ufffd")
	}
	was := edit.Decisions{Pin: []string{scene.ID("f1")}, Note: words, Title: words, Text: map[string][]edit.Passage{cone: {{Text: words}}}}
	if was.Tidy() != nil {
		was = edit.Decisions{Pin: []string{scene.ID("f1")}}
	}
	d := drafted(t, odd, was)
	written := Write(d)
	if got, err := Apply(d, written); err != nil || got.Decisions != nil {
		t.Errorf("what is written of %q and read back gives %+v, %v\n%s", words, got, err, written)
	}
}

// TestWrittenAndReadBack draws words that are full of marks.
func TestWrittenAndReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	marks := []string{"# ", "## ", "> ", "- ", "* ", "1. ", "<!-- story: x -->", "<!--", "-->", "---", "```", "`", "**",
		"_", "[a](b)", "![", "](", "<b>", "&amp;", "&", "\\", "~~", "|", "— ", "\n", "\n\n", "{{", "word", "Word.",
		"“q”", "\"", "'", "http://example.org/a_b", "\u200d", "\u00a0", "é", "!", "?", ". "}
	for range 40 {
		words := ""
		for range 1 + r.IntN(7) {
			words += marks[r.IntN(len(marks))]
		}
		roundTrip(t, words)
	}
}

// TestApplyToTheFirstParagraph reads back what an editor makes of a model's first paragraph.
func TestApplyToTheFirstParagraph(t *testing.T) {
	d := drafted(t, workshop(), edit.Decisions{})
	older := string(Write(d))
	d.Edition.Lede.Sentences = []digest.Sentence{
		{Text: "A cone of the track series fits an old_hub, Bo Winter said.", Sources: []string{scene.ID("b2")}},
		{Text: "Spoke calculator 3.1 knows more rims.", Sources: []string{scene.ID("r1")}},
	}
	file := string(Write(d))
	const both = "A cone of the track series fits an old_hub, Bo Winter said. Spoke calculator 3.1 knows more rims."
	for _, tc := range []struct {
		name string
		file string
		want string // "-": nothing is decided
		note string
	}{
		{"as it was", file, "-", ""},
		{"wrapped, with other line ends",
			strings.ReplaceAll(strings.ReplaceAll(file, "Bo Winter said. Spoke", "Bo Winter said.\nSpoke"), "\n", "\r\n"),
			"-", ""},
		{"a word", strings.Replace(file, "knows more rims", "knows eleven more rims", 1), strings.Replace(both, "more", "eleven more", 1), ""},
		{"a sentence less", strings.Replace(file, " Spoke calculator 3.1 knows more rims.", "", 1), both[:strings.Index(both, " Spoke")], ""},
		{"none", cutting(`<!-- lede[^\n]+\n[^\n]+\n`)(file), "", ""},
		{"with an introduction", strings.Replace(file, introduction, introduction+"\n\nHello.", 1), "-", "Hello."},
		{"a file of before", older, "-", ""},
	} {
		got, err := Apply(d, []byte(tc.file))
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		lede, note := "-", ""
		if got.Decisions != nil {
			if note = got.Decisions.Note; got.Decisions.Lede != nil {
				lede = *got.Decisions.Lede
			}
		}
		if lede != tc.want || note != tc.note {
			t.Errorf("%s: the first paragraph is %q and the introduction %q, want %q and %q", tc.name, lede, note, tc.want, tc.note)
		}
	}
}
