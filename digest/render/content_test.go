package render

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"github.com/yuin/goldmark"
	"golang.org/x/net/html"

	"recap/digest"
)

// evil returns an edition in which every text is an attack on one format or another.
func evil(t *testing.T) *digest.Edition {
	e := sample(t)
	const bad = "</p><script>alert('x')</script> {{ site }} \x1b[31mred\x1b]0;t\a \u202eevil\u200b ]]> *b* _i_ [l](javascript:x) \xff end"
	e.Title, e.Period.Label, e.Community.Name, e.Community.Join = bad, bad, bad, bad
	e.Community.URL, e.URL = "javascript:alert(1)", "data:text/html,x"
	e.Lede.Sentences[0].Text, e.Note = bad, bad
	e.Talks = []digest.ProgrammeTalk{{Title: bad, Speakers: []string{bad, bad}, Room: bad, URL: "javascript:x"}}
	for i := range e.Stories {
		e.Stories[i].Title = bad
		e.Stories[i].Paragraphs[0].Sentences[0].Text, e.Stories[i].Paragraphs[0].Sentences[0].Anchor = bad, "red"
	}
	for i := range e.Posts {
		e.Posts[i].URL = `https://lists.example.org/"><script>`
	}
	e.Posts[0].URL = "javascript:alert(1)"
	e.Also[0].Title, e.Also[0].URL = bad, "vbscript:x"
	e.Newcomers[0].Name, e.Organizations[0].Name, e.Organizations[0].People[0] = bad, bad, bad
	e.Questions[0].Title, e.Questions[0].By, e.Votes[0].Title, e.Upcoming[0].Text, e.Upcoming[0].Date = bad, bad, bad, bad, bad
	e.Coverage[3].Source = bad
	return e
}

func TestHostileEdition(t *testing.T) {
	e := evil(t)
	for _, o := range outputs {
		if o.file == "recap.eml" {
			continue // see its parts below
		}
		got := rendered(t, o.write, e)
		checkHarmless(t, o.file, got)
	}
	_, parts := readMail(t, mailOf(t, e, Envelope{}))
	checkHarmless(t, "mail text", parts[0])
	checkHarmless(t, "mail.html", parts[1])

	var page bytes.Buffer
	if err := goldmark.Convert([]byte(rendered(t, Markdown, e)), &page); err != nil {
		t.Fatal(err)
	}
	checkElements(t, "Markdown by goldmark", page.String())
	if got := visible(page.String()); !strings.Contains(got,
		"</p><script>alert('x')</script> {{ site }} [31mred]0;t evil ]]> *b* _i_ [l](javascript:x) \ufffd end") {
		t.Errorf("Markdown does not show the hostile text as it is:\n%s", got)
	}
}

func checkHarmless(t *testing.T, name, got string) {
	t.Helper()
	if i := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && hidden(r) }); i >= 0 {
		t.Errorf("%s holds a control character: %q", name, got[max(0, i-20):min(len(got), i+20)])
	}
	if strings.HasSuffix(name, ".html") {
		checkElements(t, name, got)
	}
	if strings.HasSuffix(name, ".md") && regexp.MustCompile(`[{}]|<s`).MatchString(got[strings.LastIndex(got, "\n---\n")+1:]) {
		t.Errorf("%s holds a template's or HTML's marks:\n%s", name, got)
	}
}

// checkElements walks an HTML document: no script, no event handler, only web links.
func checkElements(t *testing.T, name, doc string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(doc))
	for z.Next() != html.ErrorToken {
		tok := z.Token()
		if tok.Type != html.StartTagToken && tok.Type != html.SelfClosingTagToken {
			continue
		}
		if strings.Contains(" script iframe object embed img form svg ", " "+tok.Data+" ") {
			t.Errorf("%s has an element <%s>", name, tok.Data)
		}
		for _, a := range tok.Attr {
			if strings.HasPrefix(a.Key, "on") ||
				a.Key == "href" && strings.Contains(a.Val, ":") &&
					!regexp.MustCompile(`^(https?|mailto):`).MatchString(a.Val) && (tok.Data != "link" ||
					!strings.HasPrefix(a.Val, "data:image/svg+xml,%3Csvg%20")) {
				t.Errorf("%s has an attribute %s=%q", name, a.Key, a.Val)
			}
		}
	}
	if z.Err() != io.EOF {
		t.Errorf("%s: %v", name, z.Err())
	}
}

func TestMarkdownAnchors(t *testing.T) {
	e := sample(t)
	got := rendered(t, Markdown, e)
	first := e.Stories[0].Paragraphs[0].Sentences[0]
	if want := "[" + first.Anchor + "](" + e.Posts[0].URL + ")"; !strings.Contains(got, want) {
		t.Errorf("Markdown() has no %q", want)
	}
	if n := strings.Count(got, "]("); n != 13 {
		t.Errorf("Markdown() has %d links, want 13: 8 of sentences, 2 also discussed, 1 question, 1 vote, 1 date", n)
	}
	e.Stories[0].Paragraphs[0].Sentences[0].Anchor = "words that are not there"
	e.Posts[3].URL = ""
	if n := strings.Count(rendered(t, Markdown, e), "]("); n != 11 {
		t.Errorf("Markdown() has %d links without an anchor and an address, want 11", n)
	}
}

// TestSameWordsEverywhere takes the words of the page, the mail, the feed and the text: they say the same in the same order.
func TestSameWordsEverywhere(t *testing.T) {
	words := func(s string) string { return strings.Join(regexp.MustCompile(`[\pL\pN]+`).FindAllString(s, -1), " ") }
	none := regexp.MustCompile(`(?s)<style>.*?</style>|<summary>.*?</summary>|<span class="badge.*?</span>`)
	for name, e := range fixtures(t) {
		e.Rest = e.Rest[:min(len(e.Rest), shownRest)] // a mail has no more
		for i := range e.Stories {
			if e.Stories[i].Writer == "model" {
				e.Stories[i].Writer = "" // the numbers of sources are other ones in the text
			}
		}
		var page bytes.Buffer
		if err := goldmark.Convert([]byte(rendered(t, Markdown, e)), &page); err != nil {
			t.Fatal(err)
		}
		_, markup, _ := strings.Cut(page.String(), "</h1>")
		body := words(visible(markup))
		if len(body) < 60 {
			t.Fatalf("%s: Markdown() shows only %q", name, body)
		}
		text, _, _ := strings.Cut(rendered(t, Text, e), "\n[1] ")
		var feed bytes.Buffer
		if err := Atom(&feed, []*digest.Edition{e}, Feed{}); err != nil {
			t.Fatal(err)
		}
		read, err := gofeed.NewParser().Parse(&feed)
		if err != nil {
			t.Fatal(err)
		}
		for kind, got := range map[string]string{
			"Text": words(regexp.MustCompile(` \[\d+\]`).ReplaceAllString(strings.Join(strings.Fields(text), " "), "")),
			"HTML": words(visible(none.ReplaceAllString(rendered(t, outputs[3].write, e), ""))),
			"Mail": func() string {
				_, p := readMail(t, mailOf(t, e, Envelope{}))
				return words(visible(none.ReplaceAllString(p[1], "")))
			}(),
			"Atom": words(visible(read.Items[0].Content)),
		} {
			if !strings.Contains(got, body) {
				t.Errorf("%s: %s says\n%s\nwant it to hold\n%s", name, kind, got, body)
			}
		}
	}
}

func TestTextWidth(t *testing.T) {
	e := sample(t)
	e.Stories[0].Title = strings.Repeat("long words ", 12)
	for _, l := range strings.Split(rendered(t, Text, e), "\n") {
		if n := len([]rune(l)); n > int(mailColumns) && !strings.Contains(l, "https://") {
			t.Errorf("Text() has a line of %d columns: %q", n, l)
		}
	}
}

func TestAtomReadBack(t *testing.T) {
	corrected := sample(t)
	corrected.Revision = 2
	var b bytes.Buffer
	if err := Atom(&b, []*digest.Edition{corrected, quiet(t), sample(t)}, Feed{URL: "https://fenwick.example.org/atom.xml"}); err != nil {
		t.Fatal(err)
	}
	feed, err := gofeed.NewParser().Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	if len(feed.Items) != 2 || feed.FeedLink != "https://fenwick.example.org/atom.xml" || feed.Language != "en" {
		t.Fatalf("Atom() is read back as %d items of %q in %q", len(feed.Items), feed.FeedLink, feed.Language)
	}
	got := feed.Items[1]
	if got.GUID != "tag:fenwick.example.org,2026-10-16:recap/daily-2026-10-16" || got.Link != corrected.URL || got.Title != corrected.Title {
		t.Errorf("entry is %q at %q: %q", got.GUID, got.Link, got.Title)
	}
	if !got.UpdatedParsed.After(*got.PublishedParsed) {
		t.Errorf("a corrected entry is updated %v, not after %v", got.UpdatedParsed, got.PublishedParsed)
	}
	if !strings.Contains(got.Content, `<a href="https://lists.fenwick.example.org/dev/m_2.html">replied</a>`) {
		t.Errorf("content is %q", got.Content)
	}
}

func TestLines(t *testing.T) {
	e := sample(t)
	for i := range 12 {
		name := string(rune('A'+i)) + "corp"
		e.Organizations = append(e.Organizations,
			digest.Organization{Name: name, People: []string{name + " One", name + " Two", name + " Three"}})
		e.Newcomers = append(e.Newcomers, digest.Newcomer{Name: name + " New"})
		e.Also = append(e.Also, digest.Also{Title: name})
		e.Upcoming = append(e.Upcoming, digest.Upcoming{Text: name, Date: "2026-12-01"})
		e.Coverage = append(e.Coverage, digest.Coverage{Source: name, State: "ok", Posts: 1})
	}
	e.Upcoming[0] = digest.Upcoming{Text: "the vote closes", Date: "2026-10-19", Sources: []string{e.Votes[0].Source}}
	e.Coverage = append(e.Coverage, digest.Coverage{Source: "gap", State: "partial"},
		digest.Coverage{Source: "down", State: "failed"}, digest.Coverage{Source: "new", State: "stale"})
	got := rendered(t, Text, e)
	got = strings.Join(strings.Fields(got), " ")
	for _, want := range []string{
		"Ccorp (Ccorp One and 2 others) and 9 more.",
		"Welcome to Sam Okoye, Noor Haddad, Acorp New, Bcorp New, Ccorp New and 9 more, new here.",
		"; Dcorp. Taking part",
		"15 of 19 sources were read in full; fosstodon #tidedays was read only until 16 October 2026, 18:30 UTC+02:00; gap " +
			"was read with gaps; down could not be read; new was not read yet.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("Text() does not say %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "the vote closes") {
		t.Error("Text() tells the end of a vote twice")
	}
}

func TestClosing(t *testing.T) {
	for _, tt := range []struct {
		c    digest.CommunityInfo
		want string
	}{
		{digest.CommunityInfo{Name: "Fenwick", Join: "Write to dev@example.org"}, "Write to dev@example.org."},
		{digest.CommunityInfo{Name: "Fenwick", Join: "Come, use #tide!", Hashtags: []string{"Tide", "gauge"}},
			"Come, use #tide! Hashtag: #gauge."},
		{digest.CommunityInfo{Name: "Fenwick", Hashtags: []string{"tide", "#gauge"}}, "To take part, post with #tide or #gauge."},
		{digest.CommunityInfo{Name: "Fenwick", URL: "https://fenwick.example.org"}, "To take part, join Fenwick."},
		{digest.CommunityInfo{Name: "Fenwick"}, ""},
	} {
		if got := join(&digest.Edition{Community: tt.c}).plain(); got != tt.want {
			t.Errorf("join(%+v) = %q, want %q", tt.c, got, tt.want)
		}
	}
}

func TestLastDay(t *testing.T) {
	for _, tt := range []struct{ end, want string }{
		{"2026-10-17T00:00:00+02:00", "2026-10-16"},
		{"2026-10-26T00:00:00+01:00", "2026-10-25"},
		{"2026-03-08T01:00:00-04:00", "2026-03-07"}, // a zone that has no midnight that day
	} {
		e, err := digest.Decode([]byte(`{"period":{"end":"` + tt.end + `"}}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := LastDay(e).Format("2006-01-02"); got != tt.want {
			t.Errorf("LastDay() of a period that ends %s = %s, want %s", tt.end, got, tt.want)
		}
	}
}
