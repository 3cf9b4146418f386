package draft

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/internal/scene"
	"recap/store"
)

// hall is a sentence that has no room beside the one before it.
const hall = "He opens his hall for us on every Friday of this month, and whoever comes by the ferry finds him behind the rope works, " +
	"where a blue door stands open from ten in the morning until the tide turns."

// crowd is the workshop on a day on which more people answer than an edition quotes.
func crowd() *scene.Scene {
	return crowdWith("The supplier in the harbour sells cones with a thread of 9 mm by the pair. " + hall)
}

// crowdWith is crowd where one of those who answer writes these words.
func crowdWith(words string) *scene.Scene {
	s := workshop()
	s.Reply("b5", "b1", "Mia Loft", 12.5, words)
	s.Reply("b6", "b2", "Ned Park", 13, "A shortened cone of the track series wore out in my front hub within a year.")
	s.Reply("b7", "b3", "Ola Quist", 14, "I disagree with the grinder, because the heat softens the cone of an old hub.")
	s.Reply("q2", "q1", "Pia Lunt", 17, "A primer for zinc holds on chrome, if the fork is sanded before.")
	return s
}

var supplier, wornOut, primer = scene.ID("b5"), scene.ID("b6"), scene.ID("q2")

// The lines of crowd's draft that hold sentences beside what is told.
var (
	supplierLine = "- [Mia Loft](https://list.example.org/b5): “The supplier in the harbour sells cones with a thread of 9 mm by the pair.” " +
		"<!-- v: " + supplier + " -->\n"
	wornOutLine = "- [Ned Park](https://list.example.org/b6): “A shortened cone of the track series wore out in my " +
		"front hub within a year.” " +
		"<!-- v: " + wornOut + " -->\n"
	primerWords = ": “A primer for zinc holds on chrome, if the fork is sanded before.” (Pia Lunt) <!-- v: " + primer + " -->"
)

// older takes out of a file what a version did not write that showed no sentences beside what is told.
func older(s string) string {
	return cutting(`(?m)^- .* <!-- v: \w+ -->\n|: “.* <!-- v: \w+ -->$|[ \n]v:\w+:\w+\b`)(
		regexp.MustCompile(`(?m)(<!-- story: \w+ -->): “.*<!-- v: \w+ -->$`).ReplaceAllString(s, "$1"))
}

// TestApplyToSentencesBeside reads back what an editor makes of the sentences beside what is told.
func TestApplyToSentencesBeside(t *testing.T) {
	s := crowd()
	file := string(Write(drafted(t, s, edit.Decisions{})))
	for _, want := range []string{"\n\n" + supplierLine + "\n" + wornOutLine + "\n> I disagree", primerWords} {
		if !strings.Contains(file, want) {
			t.Fatalf("the draft does not hold %q:\n%s", want, file)
		}
	}
	for _, tc := range []struct {
		name string
		edit func(string) string
		want []string
	}{
		{"untouched", both(), nil},
		{"line ends of Windows", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, nil},
		{"wrapped", func(s string) string { return wrapped(s, 40, true) }, nil},
		{"wrapped without marks of quotation", func(s string) string { return wrapped(s, 70, false) }, nil},
		{"comments taken out", cutting(` <!-- v: \w+ -->`), nil},
		{"comments and the last one taken out", cutting(` <!-- v: \w+ -->|(?s)<!-- drafted.*`), nil},
		{"in one paragraph", replace(supplierLine+"\n", strings.TrimSuffix(supplierLine, "\n")+" "), nil},
		{"close below the excerpts", replace("\n"+supplierLine, supplierLine), nil},
		{"typewriter's marks", both(replace("“The supplier", `"The supplier`), replace("pair.”", `pair."`)), nil},
		{"in another order", replace(supplierLine+"\n"+wornOutLine, wornOutLine+supplierLine), nil},
		{"a file of before", older, nil},
		{"a line less", replace(supplierLine, ""), []string{supplier}},
		{"a line less, without the last comment", both(replace(supplierLine, ""), cutting(`(?s)<!-- drafted.*`)), []string{supplier}},
		{"all lines less", replace(supplierLine+"\n"+wornOutLine, ""), []string{supplier, wornOut}},
		{"the name alone", replace(": “The supplier in the harbour sells cones with a thread of 9 mm by the pair.”", ""), []string{supplier}},
		{"words less", replace("“The supplier in the harbour sells cones with a thread of 9 mm by the pair.”", "“”"), []string{supplier}},
		{"the sentence of a line less", replace(primerWords, ""), []string{primer}},
		{"the words of that less", replace("“A primer for zinc holds on chrome, if the fork is sanded before.” (Pia Lunt) ", ""), []string{primer}},
	} {
		d := drafted(t, s, edit.Decisions{})
		got, err := Apply(d, []byte(tc.edit(file)))
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		if len(tc.want) == 0 {
			if got.Decisions != nil {
				t.Errorf("%s: %+v is decided, want nothing", tc.name, got.Decisions)
			}
			continue
		}
		want := edit.Decisions{Unquote: tc.want}
		if got.Decisions == nil || !slices.Equal(got.Decisions.Unquote, tc.want) || got.Decisions.Stories()[0] == "" ||
			len(got.Decisions.Stories()) != len(want.Stories()) || len(got.Changes) != len(tc.want) {
			t.Errorf("%s: %+v is decided, %q, want no sentence of %q alone", tc.name, got.Decisions, got.Changes, tc.want)
			continue
		}
		next := drafted(t, s, *got.Decisions)
		unquoted(t, tc.name, d.Edition, next.Edition, tc.want)
		if again, err := Apply(next, Write(next)); err != nil || again.Decisions != nil {
			t.Errorf("%s: what comes of it, read back, gives %+v, %v", tc.name, again, err)
		}
	}
}

// unquoted holds an edition without some sentences against the one with them: their writers are named, all else is the
// same.
func unquoted(t *testing.T, name string, was, is *digest.Edition, posts []string) {
	t.Helper()
	for i, s := range was.Stories {
		var said, left []digest.Voice
		for _, v := range s.Voices {
			if !slices.Contains(posts, v.Source) {
				said = append(said, v)
			}
		}
		for _, v := range is.Stories[i].Voices {
			if v.Text != "" || !slices.Contains(posts, v.Source) {
				left = append(left, v)
			}
		}
		same := func(x, y digest.Voice) bool { return x.Name == y.Name && x.Source == y.Source && x.Text == y.Text }
		if !slices.EqualFunc(said, left, same) || len(is.Stories[i].Voices) != len(s.Voices) {
			t.Errorf("%s: beside %q stand %+v, before %+v", name, s.Title, is.Stories[i].Voices, s.Voices)
		}
	}
	for i, r := range was.Rest {
		q := is.Rest[i].Quote
		if gone := slices.Contains(posts, r.Quote.Source); gone != (q == nil) || q != nil && (q.Text != r.Quote.Text || q.Source != r.Quote.Source || q.By != r.Quote.By) {
			t.Errorf("%s: on the line %q stands %+v, before %+v", name, r.Title, q, r.Quote)
		}
	}
}

// TestApplyRefusesOtherSentencesBeside changes sentences beside what is told in ways that cannot be meant.
func TestApplyRefusesOtherSentencesBeside(t *testing.T) {
	d := drafted(t, crowd(), edit.Decisions{})
	file := string(Write(d))
	for _, tc := range []struct {
		name string
		edit func(string) string
		at   string
		want string
	}{
		{"a word of a line", replace("by the pair", "by the dozen"), "dozen", "the post says “… mm by the pair.””, the " +
			"file “… mm by the dozen.””"},
		{"words of a line less", replace(" by the pair", ""), "- [Mia", "leave it or take it out, but do not change it"},
		{"a sentence more", replace("by the pair.”", "by the pair. "+hall+"”"), "- [Mia", "do not change it"},
		{"another name", replace("[Mia Loft]", "[Bo Winter]"), "- [Bo", "do not change it"},
		{"another address", replace("(https://list.example.org/b5)", "(https://elsewhere.example.net/b5)"), "- [Mia", "it is https://list.example.org/b5"},
		{"a word on a line of the list", replace("holds on chrome, if", "never holds on chrome, if"), "never holds", "the post says " +
			"“… primer for zinc holds on chrome, …”, the file “… primer for zinc never holds on chrome, …”"},
		{"who says it", replace("(Pia Lunt)", "(Ira Dale)"), "(Ira Dale)", "do not change it"},
		{"moved to another story", func(s string) string {
			s = strings.Replace(s, supplierLine, "", 1)
			return strings.Replace(s, "## Everything else", supplierLine+"\n## Everything else", 1)
		}, "- [Mia", `no sentence of the post "` + supplier + `" stands beside`},
		{"of a post that has none", replace(supplierLine, supplierLine+"- [Bo Winter](https://list.example.org/b2): “I "+
			"did that for three hubs last spring.” <!-- v: "+scene.ID("b2")+" -->\n"),
			"- [Bo", "print it as an excerpt"},
		{"words behind a line of the list", replace("("+"Pia Lunt) <!-- v: "+primer+" -->", "(Pia Lunt) says she."), "says she", "no comment says " +
			"which post this sentence is from"},
		{"the list in one paragraph without comments", func(s string) string {
			i, j := strings.Index(s, "- [Paint"), strings.Index(s, "\n\n<!-- drafted")
			return s[:i] + cutting(` <!-- v: \w+ -->`)(strings.ReplaceAll(s[i:j], "\n", " ")) + s[j:]
		}, "- [Paint", "no comment says which post the sentence behind a title is from"},
		{"a line of the list without its comment", replace(" <!-- story: "+paint+" -->: “A primer", ": “A primer"), "A primer", "no comment says " +
			"which story this line is"},
	} {
		edited := tc.edit(file)
		got, err := Apply(d, []byte(edited))
		refused, _ := err.(Refusals)
		if len(refused) == 0 || refused[0].Line != lineOf(edited, tc.at) || !strings.Contains(refused[0].Reason, tc.want) {
			t.Errorf("%s: Apply() = %+v, %v, want line %d: ... %s", tc.name, got, err, lineOf(edited, tc.at), tc.want)
		}
	}
}

// TestSentencesBesideGoWithTheirStories moves, drops and tells what sentences stand beside: no sentence is decided about.
func TestSentencesBesideGoWithTheirStories(t *testing.T) {
	d := drafted(t, crowd(), edit.Decisions{})
	file := string(Write(d))
	line := part(file, "Everything else")
	line = line[strings.Index(line, "- [Paint"):]
	line = line[:strings.Index(line, "\n")+1]
	for _, tc := range []struct {
		name string
		edit func(string) string
		want edit.Decisions
	}{
		{"dropped", func(s string) string { return strings.Replace(s, part(s, "<!-- story: "+cone), "", 1) }, edit.Decisions{Drop: []string{cone}}},
		{"dropped from the list", replace(line, ""), edit.Decisions{Drop: []string{paint}}},
		{"told from the list", both(replace(line, ""),
			replace("## "+calculator, "## Paint that holds on chromed forks\n<!-- story: "+paint+" -->\n\n## "+calculator)),
			edit.Decisions{Pin: []string{paint}}},
		{"told from the list with its sentence", both(replace(line, ""),
			replace("## "+calculator, "## Paint that holds on chromed forks\n<!-- story: "+paint+" -->"+primerWords+"\n\n## "+calculator)),
			edit.Decisions{Pin: []string{paint}}},
	} {
		got, err := Apply(d, []byte(tc.edit(file)))
		if err != nil || got.Decisions == nil || len(got.Decisions.Unquote) > 0 || len(got.Decisions.Text) > 0 || len(got.Decisions.Rename) > 0 ||
			!slices.Equal(got.Decisions.Drop, tc.want.Drop) && len(tc.want.Drop) > 0 || !slices.Equal(got.Decisions.Pin, tc.want.Pin) && len(tc.want.Pin) > 0 {
			t.Errorf("%s: Apply() = %+v, %v, want %+v", tc.name, got, err, tc.want)
		}
	}
}

// TestApplySentencesBesideToLaterPosts reads files back after posts have come and gone.
func TestApplySentencesBesideToLaterPosts(t *testing.T) {
	file := string(Write(drafted(t, crowd(), edit.Decisions{})))
	later := crowd()
	later.Mail("n1", "", "Uma Vale", 21, "The key of the back door", "The key of the back door hangs behind the calendar now.")
	for _, tc := range []struct {
		name string
		edit func(string) string
		want []string
	}{
		{"untouched", both(), nil},
		{"a line less", replace(supplierLine, ""), []string{supplier}},
		{"a sentence less", replace(primerWords, ""), []string{primer}},
		{"a file of before", older, nil},
	} {
		got, err := Apply(drafted(t, later, edit.Decisions{}), []byte(tc.edit(file)))
		var is []string
		if err == nil && got.Decisions != nil {
			is = got.Decisions.Unquote
		}
		if err != nil || !got.Stale || !slices.Equal(is, tc.want) {
			t.Errorf("%s: Apply() = %+v, %v, want no sentence of %q", tc.name, got, err, tc.want)
		}
	}
	without := crowd()
	without.Posts = slices.DeleteFunc(without.Posts, func(p *store.Post) bool { return p.ID() == supplier })
	if got, err := Apply(drafted(t, without, edit.Decisions{}), []byte(replace(supplierLine, "")(file))); err != nil || got.Decisions != nil {
		t.Errorf("without the post Apply() = %+v, %v, want nothing decided", got, err)
	}
	was := edit.Decisions{Unquote: []string{wornOut}, Drop: []string{lost}}
	got, err := Apply(drafted(t, crowd(), was), []byte(replace(supplierLine, "")(string(Write(drafted(t, crowd(), was))))))
	if err != nil || got.Decisions == nil || !slices.Equal(got.Decisions.Unquote, []string{wornOut, supplier}) {
		t.Errorf("Apply() after another decision = %+v, %v, want both", got, err)
	}
}

// TestApplyToOneOfTwoSentences takes one of two sentences of a post out of a file: nothing is printed of that post, and the
// editor is told so.
func TestApplyToOneOfTwoSentences(t *testing.T) {
	s := crowdWith("The grinder won't help with the cone, and the thread of the supplier does not fit it.\n\n" +
		"The ferry goes on every day of this month, and the man at the till knows the way to the hall.\n\n" +
		"It is a bad idea to turn a cone on the lathe of the school, either, for the heat softens the steel.")
	lines := func(file string) (out []string) {
		for l := range strings.Lines(file) {
			if strings.Contains(l, "<!-- v: "+supplier+" -->") {
				out = append(out, l)
			}
		}
		return out
	}
	file := string(Write(drafted(t, s, edit.Decisions{})))
	both := lines(file)
	if len(both) != 2 {
		t.Fatalf("the draft holds %q of the post, want two lines:\n%s", both, file)
	}
	for _, gone := range both {
		got, err := Apply(drafted(t, s, edit.Decisions{}), []byte(replace(gone, "")(file)))
		if err != nil || got.Decisions == nil || !slices.Equal(got.Decisions.Unquote, []string{supplier}) ||
			len(got.Changes) != 1 || !strings.Contains(got.Changes[0], "in 2 places") {
			t.Errorf("Apply() without %q = %+v, %v, want nothing of the post", gone, got, err)
			continue
		}
		if left := lines(string(Write(drafted(t, s, *got.Decisions)))); len(left) > 0 {
			t.Errorf("then it holds %q", left)
		}
	}
	if got, err := Apply(drafted(t, s, edit.Decisions{}), []byte(file)); err != nil || got.Decisions != nil {
		t.Errorf("untouched: Apply() = %+v, %v, want nothing decided", got, err)
	}
	if got, err := Apply(drafted(t, s, edit.Decisions{}), []byte(replace(both[1], both[0])(file))); err != nil || got.Decisions == nil || !slices.Equal(got.Decisions.Unquote, []string{supplier}) {
		t.Errorf("a copy in place of the other: Apply() = %+v, %v, want nothing of the post", got, err)
	}
	changed := strings.Replace(both[1], "heat softens the steel", "heat hardens the steel", 1)
	if changed == both[1] {
		changed = strings.Replace(both[0], "heat softens the steel", "heat hardens the steel", 1)
		both[1] = both[0]
	}
	if _, err := Apply(drafted(t, s, edit.Decisions{}), []byte(replace(both[1], changed)(file))); err == nil || !strings.Contains(err.Error(), "softens") {
		t.Errorf("a changed sentence of two: %v, want the difference to what it was", err)
	}
}

// TestTextLeavesTheOthersHeard changes an excerpt of one post: what stands beside those of other posts stays.
func TestTextLeavesTheOthersHeard(t *testing.T) {
	s := workshop()
	s.Reply("b5", "b1", "Mia Loft", 12.5, "I don't think that the cones of the track series fit the hub of the front wheel.\n\n"+
		"The ferry goes on every day of this month, and the man at the till knows the way to the hall.\n\n"+
		"It is a bad idea to grind the cones of a hub, too, for the heat softens them.")
	file := string(Write(drafted(t, s, edit.Decisions{})))
	const struckOut = " I did that for three hubs last spring."
	of := "<!-- p: " + supplier + " -->"
	beside := "<!-- v: " + supplier + " -->"
	if !strings.Contains(file, struckOut) || !strings.Contains(file, of) || !strings.Contains(file, beside) {
		t.Fatalf("the draft lacks %q, %q or %q:\n%s", struckOut, of, beside, file)
	}
	got, err := Apply(drafted(t, s, edit.Decisions{}), []byte(replace(struckOut, "")(file)))
	if err != nil || got.Decisions == nil {
		t.Fatalf("Apply() = %+v, %v", got, err)
	}
	if next := string(Write(drafted(t, s, *got.Decisions))); strings.Contains(next, struckOut) || !strings.Contains(next, beside) {
		t.Errorf("the next draft has what was struck out, or lost what stood beside another excerpt:\n%s", next)
	}
}
