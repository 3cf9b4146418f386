package draft

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/internal/scene"
)

var (
	release, sundays, cone = scene.ID("r1"), scene.ID("p1"), scene.ID("b1")
	lost, paint, tyres     = scene.ID("l1"), scene.ID("q1"), scene.ID("m1")
)

const (
	calculator = "Spoke calculator 3.1 released"
	proposal   = "Proposal: open the workshop on Sundays"
	question   = "Which cone for the old front hub?"
)

// replace returns an edit that puts one text in place of another, which has to be there.
func replace(old, new string) func(string) string {
	return func(s string) string {
		if !strings.Contains(s, old) {
			panic("the draft holds no " + old)
		}
		return strings.Replace(s, old, new, 1)
	}
}

// cutting returns an edit that takes out all that a pattern matches.
func cutting(pattern string) func(string) string {
	return func(s string) string { return regexp.MustCompile(pattern).ReplaceAllString(s, "") }
}

func both(edits ...func(string) string) func(string) string {
	return func(s string) string {
		for _, e := range edits {
			s = e(s)
		}
		return s
	}
}

// quote is an excerpt as the decisions hold it.
func quote(label, key string, text string, n ...int) edit.Passage {
	return edit.Passage{Post: scene.ID(key), Sentences: n, Print: digest.Print(text), Label: label}
}

const (
	adaAsks = "I took the front hub of a 1974 touring bicycle apart and one cone is pitted. The thread is 9 mm wide and " +
		"no catalogue lists it. Which cone fits a hub with a thread of 9 mm?"
	boSays = "A cone of the track series fits the 9 mm thread. You have to shorten it by two millimetres with a file. " +
		"I did that for three hubs last spring."
	cleoSays = "Do not shorten a hardened cone with a file, because the file slips on the hard edge. A grinder with a " +
		"fine wheel takes five minutes."
	adaEnds = "I shortened it with the grinder of the school."
)

// coneText is the text of the question about the cone, as it is printed.
func coneText() []edit.Passage {
	return []edit.Passage{quote("question", "b1", adaAsks, 1, 2, 3), quote("reply", "b2", boSays, 1, 2, 3),
		quote("reply", "b3", cleoSays, 1, 2), quote("reply", "b4", adaEnds, 2)}
}

func textOf(id string, list ...edit.Passage) edit.Decisions {
	return edit.Decisions{Text: map[string][]edit.Passage{id: list}}
}

// TestApply edits a draft in many ways by script and reads it back: the decisions meant, or a refusal.
func TestApply(t *testing.T) {
	s := workshop()
	file := string(Write(drafted(t, s, edit.Decisions{})))
	boBlock := "> " + boSays + "\n>\n> — [Bo Winter](https://list.example.org/b2) <!-- p: " + scene.ID("b2") + " -->\n\n"
	cleoQuote := "> " + cleoSays + "\n"
	for _, tc := range []struct {
		name string
		edit func(string) string
		want edit.Decisions // zero: nothing is changed
	}{
		{"untouched", both(), edit.Decisions{}},
		{"line ends of Windows", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, edit.Decisions{}},
		{"line ends of old Macs and a byte order mark",
			func(s string) string { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r") }, edit.Decisions{}},
		{"space at line ends", func(s string) string { return strings.ReplaceAll(s, "\n", " \t\n") }, edit.Decisions{}},
		{"space stripped", cutting(`(?m)[ \t]+$`), edit.Decisions{}},
		{"empty lines doubled", func(s string) string { return strings.ReplaceAll(s, "\n\n", "\n\n\n\n") }, edit.Decisions{}},
		{"lines wrapped", func(s string) string { return wrapped(s, 60, true) }, edit.Decisions{}},
		{"lines wrapped without marks of quotation", func(s string) string { return wrapped(s, 50, false) }, edit.Decisions{}},
		{"the list as one paragraph", func(s string) string {
			i, j := strings.Index(s, "- [Lost"), strings.Index(s, "\n\n<!-- drafted")
			return s[:i] + strings.ReplaceAll(s[i:j], "\n", " ") + s[j:]
		}, edit.Decisions{}},
		{"the list with its marks alone", func(s string) string { return strings.ReplaceAll(s, "\n- ", "\n-\n") }, edit.Decisions{}},
		{"comments of stories taken out", cutting(`\n<!-- story: \w+ -->`), edit.Decisions{}},
		{"comments of posts taken out", cutting(` <!-- [pv]: \w+ -->`), edit.Decisions{}},
		{"last comment taken out", cutting(`(?s)<!-- drafted.*`), edit.Decisions{}},
		{"all comments in capitals and without spaces", func(s string) string {
			return regexp.MustCompile(`<!-- (p|v|story): (\w+) -->`).ReplaceAllString(s, "<!--$1:$2-->")
		}, edit.Decisions{}},
		{"typographer's quotation marks in an excerpt",
			func(s string) string { return strings.ReplaceAll(s, "hub's", "hub’s") }, edit.Decisions{}},
		{"facts and captions taken out", both(cutting(`\n\*.*<!-- facts -->\n`), cutting(`\n>\n> — \[.*`)), edit.Decisions{}},

		{"title", replace("# The workshop, 15 October 2026", "# Sundays, cones and spokes"),
			edit.Decisions{Title: "Sundays, cones and spokes: Spoke calculator 3.1 released"}},
		{"introduction",
			replace("Markdown -->\n",
				"Markdown -->\n\nA *quiet* day,\nsee [the minutes](https://example.org/minutes).\n\n- one\n- two\n"),
			edit.Decisions{Note: "A *quiet* day,\nsee [the minutes](https://example.org/minutes).\n\n- one\n- two"}},
		{"introduction with headings", replace("Markdown -->\n", "Markdown -->\n\n## Before you read\n\nHello.\n"),
			edit.Decisions{Note: "## Before you read\n\nHello."}},
		{"introduction with HTML", replace("Markdown -->\n", "Markdown -->\n<script>alert(1)</script> <!-- mine -->\n"),
			edit.Decisions{Note: "<script>alert(1)</script>"}},
		{"introduction without its comment",
			replace("<!-- introduction: yours, in Markdown -->\n\n<!-- stories -->", "Hello."), edit.Decisions{Note: "Hello."}},
		{"retitled", replace("## "+question, "## A cone with 9 mm\nin a hub of 1974"),
			edit.Decisions{Rename: map[string]string{cone: "A cone with 9 mm in a hub of 1974"}}},
		{"retitled in the list", replace("[Lost: a box of quarter-inch balls]", "[Lost & found: _balls_]"),
			edit.Decisions{Rename: map[string]string{lost: "Lost & found: balls"}}},
		{"reordered", func(s string) string {
			p := part(s, question)
			return strings.Replace(strings.Replace(s, p, "", 1), "## "+calculator, p+"## "+calculator, 1)
		}, edit.Decisions{Order: []string{cone, release, sundays}}},
		{"dropped", func(s string) string { return strings.Replace(s, part(s, proposal), "", 1) }, edit.Decisions{Drop: []string{sundays}}},
		{"dropped from the list", cutting(`- \[Paint.*\n`), edit.Decisions{Drop: []string{paint}}},
		{"told from the list", func(s string) string {
			s = cutting(`- \[Tyre levers.*\n`)(s)
			return strings.Replace(s, "## "+question, "## Tyre levers: steel or nylon\\_mix?\n<!-- story: "+tyres+" -->\n\n## "+question, 1)
		}, edit.Decisions{Pin: []string{tyres}, Order: []string{release, sundays, tyres, cone}}},
		{"told from the list under another title, in the editor's words", func(s string) string {
			s = cutting(`- \[Tyre levers.*\n`)(s)
			return strings.Replace(s, "## "+calculator,
				"## Levers\n<!-- story: "+tyres+" -->\n\nLea Pond asks for levers. <!-- p: "+tyres+" -->\n\n## "+calculator, 1)
		}, edit.Decisions{Pin: []string{tyres}, Order: []string{tyres, release, sundays, cone}, Rename: map[string]string{tyres: "Levers"},
			Text: map[string][]edit.Passage{tyres: {{Writer: "editor", Text: "Lea Pond asks for levers.", Sources: []string{tyres}}}}}},
		{"excerpt taken out", replace(boBlock, ""), textOf(cone, slices.Delete(coneText(), 1, 2)...)},
		{"first sentence taken out", replace("> Do not shorten a hardened cone with a file, because the file slips on the hard edge. ", "> "),
			textOf(cone, append(coneText()[:2], quote("reply", "b3", "A grinder with a fine wheel takes five minutes.", 2), coneText()[3])...)},
		{"sentence in the middle taken out", replace(" You have to shorten it by two millimetres with a file.", ""),
			textOf(cone, coneText()[0], quote("reply", "b2", "A cone of the track series fits the 9 mm thread.", 1),
				quote("reply", "b2", "I did that for three hubs last spring.", 3), coneText()[2], coneText()[3])},
		{"excerpts of a story in another order", func(s string) string {
			i, j := strings.Index(s, boBlock), strings.Index(s, "> Do not shorten")
			k := j + strings.Index(s[j:], "-->\n\n") + 5
			return s[:i] + s[j:k] + boBlock + s[k:]
		}, textOf(cone, coneText()[0], coneText()[2], coneText()[1], coneText()[3])},
		{"sentence of the editor's", replace(cleoQuote, "Two ways were found: *files* and grinders.\n\n"+cleoQuote),
			textOf(cone, coneText()[0], coneText()[1],
				edit.Passage{Writer: "editor", Text: "Two ways were found: files and grinders."}, coneText()[2], coneText()[3])},
		{"sentences of the editor's with their posts, wrapped",
			replace(cleoQuote,
				"Bo files. <!-- p:\n"+scene.ID("b2")+" --> Cleo\ngrinds. <!-- p: "+scene.ID("b3")+", "+scene.ID("b4")+
					" --> Both\nwork.\n\n"+cleoQuote),
			textOf(cone, coneText()[0], coneText()[1], edit.Passage{Writer: "editor", Text: "Bo files.", Sources: []string{scene.ID("b2")}},
				edit.Passage{Writer: "editor", Text: "Cleo grinds.", Sources: []string{scene.ID("b3"), scene.ID("b4")}},
				edit.Passage{Writer: "editor", Text: "Both work."}, coneText()[2], coneText()[3])},
		{"rewritten", func(s string) string {
			return strings.Replace(s, part(s, question),
				"## "+question+"\n<!-- story: "+cone+" -->\n\nThe track series fits, if you grind it.\n\n", 1)
		}, textOf(cone, edit.Passage{Writer: "editor", Text: "The track series fits, if you grind it."})},
		{"broken Markdown", replace(cleoQuote, "**Two ways [were <b>found</b> `here.\n\n"+cleoQuote),
			textOf(cone, coneText()[0], coneText()[1],
				edit.Passage{Writer: "editor", Text: "**Two ways [were <b>found</b> `here."}, coneText()[2], coneText()[3])},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := drafted(t, s, edit.Decisions{})
			got, err := Apply(d, []byte(tc.edit(file)))
			if err != nil {
				t.Fatal(err)
			}
			if err := tc.want.Tidy(); err != nil {
				t.Fatal(err)
			}
			if tc.want.Empty() {
				if got.Decisions != nil {
					t.Errorf("Apply() = %+v, want nothing changed", got.Decisions)
				}
				return
			}
			if diff := cmp.Diff(&tc.want, got.Decisions); diff != "" {
				t.Fatalf("Apply() (-want +got):\n%s", diff)
			}
			next := drafted(t, s, *got.Decisions)
			if why := next.Edition.Lost(); len(why) > 0 {
				t.Errorf("the decisions are not printed: %q", why)
			}
			if again, err := Apply(next, Write(next)); err != nil || again.Decisions != nil {
				t.Errorf("the draft of what came of it, read back, gives %+v, %v, want nothing changed\n%s", again, err, Write(next))
			}
		})
	}
}

// TestApplyRefuses edits a draft in ways that cannot be meant.
func TestApplyRefuses(t *testing.T) {
	d := drafted(t, workshop(), edit.Decisions{})
	file := string(Write(d))
	for _, tc := range []struct {
		name string
		edit func(string) string
		at   string // words on the line of the refusal; "" for the first line
		want string
	}{
		{"word changed", replace("fits the 9 mm thread. You", "fits the 10 mm thread. You"), "10 mm",
			`the post says “… series fits the 9 mm thread. You …”, the file “… series fits the 10 mm thread. You …”`},
		{"word taken out", replace("Do not shorten", "Shorten"), "> Shorten a",
			`the post says “Do not shorten a hardened cone …”, the file “Shorten a hardened cone …”`},
		{"half a sentence taken out", replace(", because the file slips on the hard edge", ""), "> Do not", "take whole sentences out"},
		{"word put into an excerpt", replace("I object to Sundays", "I strongly object to Sundays"), "strongly",
			"the words of an excerpt are its writer's"},
		{"sentences of an excerpt turned round",
			replace("Spoke calculator 3.1 is released. It knows the rims of eleven more makers and computes crossed patterns for tandem wheels.",
				"It knows the rims of eleven more makers and computes crossed patterns for tandem wheels. Spoke calculator 3.1 is released."),
			"> It knows", "the words of an excerpt are its writer's"},
		{"words under another name",
			replace("[Gus Heath](https://list.example.org/p2)", "[Fay Moor](https://list.example.org/p2)"), "> I object",
			"who wrote an excerpt"},
		{"words under another address", replace("(https://list.example.org/p2)", "(https://elsewhere.example.net/p2)"),
			"> I object", "who wrote an excerpt"},
		{"label changed", replace("· Objection", "· Agreement"), "> I object", "cannot be changed"},
		{"words under another post", replace("p: "+scene.ID("b3"), "p: "+scene.ID("b2")), "> Do not", "who wrote an excerpt"},
		{"unknown post", replace("p: "+scene.ID("b3"), "p: 0123456789abcdef"), "> Do not",
			`there is no post "0123456789abcdef" in "Which cone for the old front hub?"`},
		{"unknown post without a caption",
			both(cutting(`\n>\n> — \[Cleo.*`), replace("five minutes.", "five minutes. <!-- p: x -->")), "> Do not",
			`there is no post "x"`},
		{"two posts of one excerpt", replace("p: "+scene.ID("b3"), "p: "+scene.ID("b3")+" "+scene.ID("b2")), "> Do not",
			"an excerpt is from one post"},
		{"excerpt moved to another story", func(s string) string {
			i := strings.Index(s, "> Do not shorten")
			k := i + strings.Index(s[i:], "-->\n\n") + 5
			return strings.Replace(s[:i]+s[k:], "## "+proposal, s[i:k]+"## "+proposal, 1)
		}, "> Do not", `is of "Which cone for the old front hub?", and cannot be told in "Spoke calculator 3.1 released"`},
		{"excerpt of nobody's words", replace("> I could keep", "> Nobody ever said this here.\n\n> I could keep"),
			"> Nobody", "no comment says which post this excerpt is from"},
		{"words of a post as the editor's", func(s string) string {
			return strings.Replace(s,
				"> I could keep the workshop every second Sunday from May on.\n>\n> — [Hal Frost](https://list.example.org/p3) <!--",
				"I could keep the workshop every second Sunday from May on. <!--", 1)
		}, "I could keep", "these are the words of a post"},
		{"link in a story", replace("> I could keep", "See [this](https://example.org/x).\n\n> I could keep"), "See [this",
			"a link in the text of a story"},
		{"post of another story in a sentence",
			replace("> I could keep", "So be it. <!-- p: "+scene.ID("b2")+" -->\n\n> I could keep"), "So be it",
			`is of "Which cone`},
		{"facts changed", replace("*4 posts from 3 people", "*5 posts from 3 people"), "*5 posts", "this line is made of the posts"},
		{"duplicated story", func(s string) string {
			return strings.Replace(s, "## Everything else",
				"##  Sundays"+strings.TrimPrefix(part(s, proposal), "## "+proposal)+"## Everything else", 1)
		}, "##  Sundays", `stands on line`},
		{"told and listed", replace("## "+question, "## Paint\n<!-- story: "+paint+" -->\n\n## "+question), "- [Paint", "stands on line"},
		{"told story in the list", func(s string) string {
			return strings.Replace(strings.Replace(s, part(s, proposal), "", 1), "- [Lost", "- Sundays <!-- story: "+sundays+" -->\n- [Lost", 1)
		}, "- Sundays", "is told, and a story is not taken back into the list"},
		{"heading taken out above its story", replace("## "+question+"\n", ""), "<!-- story: " + cone, "stands in the text of another one"},
		{"unknown story", replace("story: "+cone, "story: 0123456789abcdef"), "## Which cone", `there is no story "0123456789abcdef"`},
		{"story without a comment and under another title", func(s string) string {
			p := part(s, question)
			return strings.Replace(s, p, "## What holds?\n\nNothing does.\n\n", 1)
		}, "## What holds", "no comment below the heading"},
		{"nothing left of a story", func(s string) string {
			return strings.Replace(s, part(s, question), "## "+question+"\n<!-- story: "+cone+" -->\n\n", 1)
		}, "## Which cone", "nothing is left"},
		{"title of a story taken out", replace("## "+question, "##"), "##\n<!-- story: " + cone, "the heading of the story is empty"},
		{"words in the list", replace("- [Lost", "And these:\n\n- [Lost"), "And these", "only a list stands below this heading"},
		{"front matter missing", cutting(`(?s)^---.*?---\n\n`), "", "the file does not begin with the lines between ---"},
		{"front matter not closed", replace("\n---\n", "\n"), "", "nothing closes the front matter"},
		{"another edition", replace(`edition: "daily-2026-10-15"`, `edition: "daily-2026-10-16"`), "edition:",
			`this is a draft of the edition "daily-2026-10-16", not of "daily-2026-10-15"`},
		{"no sum", cutting(`sum: \w+\n`), "", "do not say which edition it is"},
		{"comment not closed", replace(scene.ID("b3")+" -->", scene.ID("b3")), "— [Cleo", "nothing closes the comment"},
		{"last comment not closed", func(s string) string { return strings.TrimSuffix(s, "-->\n") }, "<!-- drafted",
			"nothing closes the comment"},
		{"not UTF-8", replace("Do not", "Do n\xf6t"), "> Do n\xf6t", "this is not UTF-8"},
		{"not text", replace("Do not", "Do \x00 not"), "> Do \x00", "a NUL stands here"},
		{"stale and without its last comment", both(cutting(`(?s)<!-- drafted.*`), replace("sum: ", "sum: 0")), "", "write the draft anew"},
		{"introduction too long", replace("Markdown -->\n", "Markdown -->\n\n"+strings.Repeat("word ", 2000)+"\n"), "",
			"the note has 9999 characters, more than 8000"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			edited := tc.edit(file)
			got, err := Apply(d, []byte(edited))
			var refused Refusals
			if !errors.As(err, &refused) {
				t.Fatalf("Apply() = %+v, %v, want refusals", got, err)
			}
			line := 1
			if tc.at != "" {
				line = lineOf(edited, tc.at)
			}
			if refused[0].Line != line || !strings.Contains(refused[0].Reason, tc.want) {
				t.Errorf("Apply() = %v, want line %d: ... %s", err, line, tc.want)
			}
		})
	}
}

// wrapped breaks the lines of a file as an editor does; with marks the lines of a quotation begin with > throughout.
func wrapped(s string, width int, marks bool) string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		mark := ""
		if strings.HasPrefix(l, "> ") && marks {
			mark = "> "
		}
		if strings.HasPrefix(l, "#") || strings.HasPrefix(l, "sum:") {
			out = append(out, l)
			continue
		}
		cur := ""
		for _, w := range strings.Split(l, " ") {
			if cur != "" && len(cur)+1+len(w) > width {
				out = append(out, cur)
				cur = mark + w
			} else if cur == "" {
				cur = w
			} else {
				cur += " " + w
			}
		}
		out = append(out, cur)
	}
	return strings.Join(out, "\n")
}
