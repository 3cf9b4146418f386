package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"golang.org/x/net/html"

	"recap/digest"
	"recap/digest/language"
)

// poison puts text into every string of v that strangers can write, and leaves what has to be of a form.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() &&
				!slices.Contains([]string{"ID", "Sources", "Source", "State", "Label", "Language", "Digest", "Slug", "Schema",
					"Kind", "Posts", "Timezone", "Story", "Writer"}, f.Name) {
				poison(v.Field(i), text)
			}
		}
	case reflect.String:
		v.SetString(text)
	}
}

// TestHostileEverywhere puts an attack into every field of every kind of edition.
func TestHostileEverywhere(t *testing.T) {
	const bad = "</p><script>alert(1)</script> {{ x }} {% y %} \x1b[31m\u202e ]]> *b* [l](javascript:x) | - \xff"
	for name, e := range fixtures(t) {
		poison(reflect.ValueOf(e), bad)
		for i := range e.Posts {
			e.Posts[i].URL = `javascript:alert("` + e.Posts[i].ID + `")`
		}
		for _, o := range outputs {
			if o.file == "recap.eml" {
				continue
			}
			checkHarmless(t, o.file, rendered(t, o.write, e))
		}
		_, parts := readMail(t, mailOf(t, e, Envelope{}))
		checkHarmless(t, "mail.html", parts[1])
		var page bytes.Buffer
		if err := goldmark.Convert([]byte(rendered(t, Markdown, e)), &page); err != nil {
			t.Fatal(err)
		}
		checkElements(t, name+" by goldmark", page.String())
	}
}

// TestShape looks at what of an edition stands where.
func TestShape(t *testing.T) {
	all := fixtures(t)
	for _, tt := range []struct{ edition, want string }{
		{"list", `\A# Halyard, 9 March 2027: security release 4\.1\.3\n\n### In short\n\n- Halyard 4\.1\.3 closes`},
		{"list", `- \[Tobias Lindqvist\]\(https://\S+\), 7 March 2027 · Question: “I keep the index`},
		{"list", `- \[Wren Abara\]\(https://\S+\): “There is`},
		{"list",
			`- \[Inga Sætre\]\(https://\S+\) \(Quayside Labs\) · Objection: \(to Kofi Mensah: “the old parser goes away in 4\.2, with no switch”\) “I disagree`},
		{"list", `\n\n\*5 posts from 4 people · opened by Tobias Lindqvist on 7 March 2027 · solved, the opener confirms\*\n\n- `},
		{"list", ` so in the log\.”\n- \[Pilar Núñez O'Dea\]\(https://\S+\): “Two [^\n]* star\.”\n- \[Tobias [^\n]*\n\nAlso in it: \[Sam Roe\]\(https://\S+\)\n\n`},
		{"list",
			`\n- \[Packages for Alpine\]\(https://\S+\) — 1 post, Ada Brandt · no reply yet: “Has anybody built the packages for Alpine on armv7\?”\n- \[\\\[ANN\\\] Meeting \S+ \S+ documentation group on the 18th\]\(https://\S+\) — 2 posts, Jo Q\. and 1 more: “The agenda of the 18th has room for one more point\.” \(Wren Abara\)\n`},
		{"list",
			`\n\n38 posts from 17 people in 14 threads\. A usual Tuesday brings 21 posts from 9 people\. 5 machine posts, 2 posts that look like spam and 1 post that is not told are only counted\. 2 of 3`},
		{"list",
			`\n### What’s next\n\n- Vote on \[Drop the old parser of include lists\]\(https://\S+\): 6 for, 1 against, open until 12 March 2027, 11:00 UTC\+01:00\.\n- 18 March`},
		{"event", `\[Ada Brandt\]\(https://\S+\), relaying Renée Aubert · Update: “A copy that nobody has restored is a rumour\.”\n`},
		{"event", `\n\nOn the programme: Keys and how to lose them \(Pilar Núñez O'Dea and Sam Roe\)\.\n`},
		{"few", `\n\nA quiet time; all of it is in the list\.\n\n### Everything else\n\n- \[Translation`},
		{"silent",
			`nobody wrote\n\nNo posts from Halyard were read for Monday, 15 March 2027\.\n\n### Join in\n\n[^\n]+\n\nThe source was read in full\.\n\z`},
		{"german", `\n### Das Wichtigste in Kürze\n`},
		{"german", `\[Inga Sætre\]\(https://\S+\) \(Quayside Labs\) · Einwand: \(zu Kofi Mensah: „the old parser`},
		{"list",
			`\n- \[A colour \S[^\n]*\n\n### Came late\n\n- \[A hook for the lock of the index\]\(https://\S+\) — Jo Q\., 8 March\n- \[&lt;Code&gt;EAGAIN[^\n]* copies\]\(https://\S+\) — 6 March\n\nStill without`},
		{"german", `\n### Verspätet eingetroffen\n\n- \[A hook for the lock of the index\]\(https://\S+\) — Jo Q\., 8\. März\n`},
		{"few", `\n- \[Page 6 of the manual\]\(https://\S+\) — Ada Brandt, 13 March\n- 3 more\n\n`},
		{"german", `\n38 Beiträge von 17 Personen in 14 Threads\. `},
		{"sections",
			`(?s)\n## In short\n.*\n## Releases\n\n### Halyard 4\.1\.3.*\n## Development\n\n### Drop the old parser.*\n## Wait for a disk.*\n## Everything else\n`},
		{"model",
			`asked how to make the program wait for a disk that sleeps at night\. \[1\]\(https://\S+402\.html\) Wren Abara pointed to lock_timeout, and he confirmed that it works with 120 seconds\. \[2\]\(https://\S+403\.html\) \[3\]\(https://\S+405\.html\)\n`},
		{"model", `\n\nA security release leads the day, and a question about sleeping disks found its answer\.\n\nPeople from Quayside`},
		{"busy", `\n\nWelcome to Sam Okoye and Noor Haddad, new here\.\n`},
	} {
		if got := rendered(t, Markdown, all[tt.edition]); !regexp.MustCompile(tt.want).MatchString(got) {
			t.Errorf("Markdown(%s) does not match %s:\n%s", tt.edition, tt.want, got)
		}
	}
	for name, want := range map[string]string{"list": "38 posts from", "event": "88 posts from",
		"few": "3 posts from", "busy": "43 posts from"} {
		if n := strings.Count(rendered(t, Markdown, all[name]), want); n != 1 {
			t.Errorf("Markdown(%s) says %q %d times, want once", name, want, n)
		}
	}
	only := silentDay()
	only.Stats.Posts, only.Stats.Machines = 4, 4
	if got := rendered(t, Markdown, only); !strings.Contains(got, "\n\nOnly programs wrote; there is nothing to tell.\n") {
		t.Errorf("Markdown() of a day of programs: %s", got)
	}
	only.Stats.Machines, only.Stats.Shares = 1, 3
	if got := rendered(t, Markdown, only); !strings.Contains(got, "\n\nThere is nothing to tell but the numbers.\n") {
		t.Errorf("Markdown() of a day of shares: %s", got)
	}
}

// TestOneLinkAnExcerpt demands that each excerpt leads to its post, once.
func TestOneLinkAnExcerpt(t *testing.T) {
	e := listDay()
	for _, l := range strings.Split(rendered(t, Markdown, e), "\n") {
		if strings.Contains(l, ": “") || strings.Contains(l, ") “") {
			if n := strings.Count(l, "]("); n != 1 {
				t.Errorf("an excerpt has %d links: %s", n, l)
			}
		}
	}
	page := rendered(t, outputs[3].write, e)
	for _, s := range e.Stories {
		for _, p := range s.Paragraphs {
			url := e.Post(p.Sentences[0].Sources[0]).URL
			if n := strings.Count(page, `<blockquote cite="`+url+`">`); n != 1 {
				t.Errorf("HTML() has %d quotations of %s, want 1", n, url)
			}
		}
	}
	e.Posts[1].URL = "" // without an address a name is a name
	if got := rendered(t, Markdown, e); !strings.Contains(got, "\n- Tobias Lindqvist, 7 March 2027 · Question: “") {
		t.Errorf("Markdown() of a post without an address:\n%s", got)
	}
}

func TestMarkdownLimit(t *testing.T) {
	e := hugeDay()
	page := rendered(t, outputs[3].write, e)
	if !strings.Contains(page,
		"<p>"+language.Fill("{n} more have no room here.", "n",
			language.PhrasesFor("en").Number(len(e.Rest)-maxRest))+"</p>") {
		t.Errorf("a page of %d threads does not say how many are missing", len(e.Rest))
	}
	for _, write := range []func(io.Writer, *digest.Edition) error{Markdown,
		func(w io.Writer, e *digest.Edition) error { return Post(w, e, FrontMatter{}) }} {
		got := rendered(t, write, e)
		if len(got) > maxMarkdown || len(got) < maxMarkdown-400 {
			t.Errorf("Markdown has %d bytes, want nearly %d", len(got), maxMarkdown)
		}
		if listed := strings.Count(got, "\n- [Thread number "); !strings.Contains(got,
			"\n\n"+language.Fill("{n} more have no room here.", "n", language.PhrasesFor("en").Number(4000-listed))+"\n\n") {
			t.Errorf("Markdown lists %d threads and does not say how many are missing:\n%s", listed, got[len(got)-1500:])
		}
		for _, want := range []string{"### What’s next", "38 posts from 17 people", "### Drop the old parser"} {
			if !strings.Contains(got, want) {
				t.Errorf("Markdown lost %q", want)
			}
		}
	}
	long := "https://example.org/" + strings.Repeat("x", 1900)
	for i := range e.Posts {
		e.Posts[i].URL = long + e.Posts[i].ID
	}
	for range 5 {
		e.Stories = append(e.Stories, e.Stories...)
	}
	got := rendered(t, Markdown, e)
	if len(got) > maxMarkdown || !strings.Contains(got, "### Halyard 4.1.3") ||
		!strings.Contains(got, " more have no room here.") || strings.Contains(got, "Thread number") {
		t.Errorf("Markdown of too many stories has %d bytes:\n%s", len(got), got[len(got)-1500:])
	}
}

// TestRestFolds looks at where a page folds and a mail ends its list.
func TestRestFolds(t *testing.T) {
	count := func(markup string) (shown, folded int) {
		z, inside := html.NewTokenizer(strings.NewReader(markup)), false
		in := false
		for z.Next() != html.ErrorToken {
			switch tok := z.Token(); {
			case tok.Data == "section":
				in = in || slices.Contains(tok.Attr, html.Attribute{Key: "class", Val: "rest"})
				in = in && tok.Type == html.StartTagToken
			case tok.Data == "details":
				inside = tok.Type == html.StartTagToken
			case tok.Data == "li" && tok.Type == html.StartTagToken && in && inside:
				folded++
			case tok.Data == "li" && tok.Type == html.StartTagToken && in:
				shown++
			}
		}
		return shown, folded
	}
	for n, want := range map[int][2]int{0: {0, 0}, 8: {8, 0}, 9: {9, 0}, 10: {8, 2}, 11: {8, 3}} {
		e := listDay()
		e.Rest, e.Late = e.Rest[:n], nil
		shown, folded := count(rendered(t, outputs[3].write, e))
		if got := [2]int{shown, folded}; got != want {
			t.Errorf("a page of %d threads shows and folds %v, want %v", n, got, want)
		}
		_, parts := readMail(t, mailOf(t, e, Envelope{}))
		more := strings.Contains(parts[1], ">"+string(rune('0'+n-8))+" more on the web</a>")
		if more != (want[1] > 0) || strings.Contains(parts[1], "A colour scheme") {
			t.Errorf("a mail of %d threads leads to more: %t", n, more)
		}
	}
}

// TestClosedLists holds the schema against the words of the languages: what has a label or a state can be published.
func TestClosedLists(t *testing.T) {
	var schema struct {
		Defs struct {
			Story, Paragraph struct {
				Properties struct{ State, Label struct{ Enum []string } }
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(SchemaJSON, &schema); err != nil {
		t.Fatal(err)
	}
	for _, tag := range language.Tags() {
		w := language.PhrasesFor(tag)
		if got, want := slices.Sorted(maps.Keys(w.Labels)), slices.Sorted(slices.Values(schema.Defs.Paragraph.Properties.Label.Enum)); !slices.Equal(got,
			want) {
			t.Errorf("the labels of %s are %q, of the schema %q", tag, got, want)
		}
		if got, want := append([]string{""},
			slices.Sorted(maps.Keys(w.States))...), slices.Sorted(slices.Values(schema.Defs.Story.Properties.State.Enum)); !slices.Equal(got,
			want) {
			t.Errorf("the states of %s are %q, of the schema %q", tag, got, want)
		}
	}
}

func TestMarked(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "“plain”", "“whole”": "“whole”", `"whole"`: `"whole"`,
		"“one” and “two”": "““one” and “two””", `say "x"`: `“say "x"”`,
		"“": "“", "é": "“é”",
	} {
		x := &excerpt{text: text, words: paragraph{{Text: text}}, marks: language.PhrasesFor("en").QuoteMarks}
		if got := x.Quoted().plain(); got != want {
			t.Errorf("Quoted() of %s = %s, want %s", text, got, want)
		}
	}
}

// TestWithLinks leads from the mark of an address to it, where it is known and may be linked.
func TestWithLinks(t *testing.T) {
	for _, tt := range []struct {
		text  string
		links []string
		want  string
	}{
		{"See [link], or [link].", []string{"https://www.pump.example.org/a", "http://pump.example.net:80/b"},
			"See [\\[pump.example.org\\]](https://www.pump.example.org/a), or [\\[pump.example.net\\]](http://pump.example.net:80/b)."},
		{"[link]", []string{"https://pump.example.org/a(b)"}, "[\\[pump.example.org\\]](https://pump.example.org/a%28b%29)"},
		{"See [link] here", nil, "See [link] here"},
		{"See [link] and [link].", []string{"https://pump.example.org/a"}, "See [link] and [link]."},
		{"See [link].", []string{"javascript://pump.example.org/%0aalert(1)"}, "See [link]."},
		{"See [link].", []string{"ftp://pump.example.org/a"}, "See [link]."},
		{"See [link].", []string{"https://[bad/"}, "See [link]."},
		{"See [link].", []string{"https://p\u0443mp.example.org/"}, "See [link]."},
		{"See [link].", []string{"https://p%D1%83mp.example.org/"}, "See [link]."},
		{"See [link].", []string{"https://xn--pmp-8cd.example.org/"}, "See [link]."},
		{"See [link].", []string{"https://" + strings.Repeat("pump.", 20) + "example.org/"}, "See [[link]](https://" + strings.Repeat("pump.", 20) + "example.org/)."},
		{"nothing", []string{"https://pump.example.org/a"}, "nothing"},
	} {
		if got := markdown(withLinks(tt.text, tt.links)); got != tt.want {
			t.Errorf("%q with %q: %s, want %s", tt.text, tt.links, got, tt.want)
		}
	}
}

// TestLateThreads names a thread in one line, however many of its posts came late.
func TestLateThreads(t *testing.T) {
	c := newCast("daily-2027-03-09", "Halyard", 9, 9, "Tuesday, 9 March 2027")
	when := at(7, 9, 0)
	for i, by := range []string{"Ann Lee", "Bob Stone", "Ann Lee", "Cleo Marsh"} {
		c.late("A new sail", by, at(7, 9+i, 0))
		c.Posts[len(c.Posts)-1].Thread = "sail"
	}
	c.late("A new sail", "Eva Brook", when) // another thread
	c.late("The mast", "Eva Brook", when)
	c.Posts[len(c.Posts)-1].Thread = "sail" // renamed by the editor
	var got []string
	for _, item := range newLate(c.Edition).Items {
		got = append(got, item.plain())
	}
	want := []string{"A new sail — 4 posts, Ann Lee and 2 more, 7 March", "A new sail — Eva Brook, 7 March", "The mast — Eva Brook, 7 March"}
	if !slices.Equal(got, want) {
		t.Errorf("late are %q, want %q", got, want)
	}
}

// Of a crowd that spoke beside the excerpts a dozen is named, and the others are counted.
func TestVoicesOfACrowd(t *testing.T) {
	for _, tc := range []struct {
		voices int
		want   string
	}{
		{13, "Voice 12 and Voice 13"},
		{40, "Voice 12 and 28 more"},
	} {
		e := listDay()
		e.Stories[0].Voices = nil
		for i := range tc.voices {
			e.Stories[0].Voices = append(e.Stories[0].Voices, digest.Voice{Name: fmt.Sprint("Voice ", i+1)})
		}
		if got := rendered(t, Markdown, e); !strings.Contains(got, tc.want) || strings.Contains(got, "Voice 14") {
			t.Errorf("%d voices: no %q in\n%s", tc.voices, tc.want, got)
		}
	}
}

// What stands of one post in two places has its writer's name once, where neither says what it does or answers.
func TestPassagesOfOnePost(t *testing.T) {
	c := newCast("daily-2026-10-14", "The weir is to be of oak", 14, 14, "14 October 2026")
	a := c.post("dev", "list", "Ann Lee", at(14, 8, 0))
	b := c.post("dev", "list", "Bob Stone", at(14, 9, 0))
	c.Stories = []digest.Story{{ID: a, Title: "The weir", Writer: "excerpts", State: "discussion", Paragraphs: []digest.Paragraph{
		said("opening", "Ann Lee", "", a, "The weir is to be of oak."), said("reply", "Bob Stone", "", b, "Oak is dear."),
		said("reply", "Bob Stone", "", b, "Elm lasts."), said("objection", "Bob Stone", "", b, "The frost kills it.")}}}
	for page, want := range map[string]string{
		rendered(t, Markdown, c.Edition):         "“Oak is dear.” “Elm lasts.”\n- ",
		rendered(t, Text, c.Edition):             "“Oak is dear.” “Elm lasts.”\n",
		rendered(t, outputs[3].write, c.Edition): "<p>Oak is dear.</p></blockquote>\n<blockquote",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("it does not hold %q:\n%s", want, page)
		}
	}
	c.Stories[0].Paragraphs[2].Relayed = "Cy Young"
	if got := rendered(t, Markdown, c.Edition); !strings.Contains(got, "relaying Cy Young") {
		t.Errorf("what is passed on stands as the writer's:\n%s", got)
	}
	x := &excerpt{text: "Oak is dear.", words: paragraph{{Text: "Oak is dear."}}, marks: [2]string{"“", "”"}}
	x.more = []*excerpt{{text: "Elm lasts.", words: paragraph{{Text: "Elm lasts."}}, marks: x.marks}}
	if got, all := x.Text(), len(x.Passages()); got != "Oak is dear.” “Elm lasts." || all != 2 || x.Passages()[0].Text() != "Oak is dear." {
		t.Errorf("a template has %q, in %d passages", got, all)
	}
}
