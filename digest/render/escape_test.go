package render

import (
	"bytes"
	"html"
	"math/rand"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// hostile are texts that some Markdown dialect, its typography or a site's template language would change.
var hostile = []string{
	"plain words", "a < b > c & d", "&amp; &copy; &#65; &lt;b&gt;", "<script>alert(1)</script>", "<b>bold</b> <img src=x onerror=y>",
	"*stars* **more** _under_ __dunder__", "snake_case_name and *", "`code` ``more``", "~~~ fence ~~~", "~~struck~~",
	"# heading", "#hashtag first", "a #hashtag inside", "C# and F#", "Heading\u00a0#", "trailing hashes ##",
	"- item", "+ item", "+1 from me", "-1 from me", "* item", "1. item", "12) item", "1986. A great year", "Y. alone",
	"a. alpha", "(c) (r) (tm) (C) (TM)",
	"> quote", ">>> prompt", "| a | b |", "a | b", "--- rule", "===", "***", "a -- b --- c", "wait... what", "it's \"quoted\" 'single'",
	"1/2 and 3/4 cup", "{{ site.title }} {% raw %} {%", "{: .class}", "{::options /}", "[text](http://example.org)",
	"[^1] [ref][1]", "[id]: http://example.org",
	"![image](x.png)", "wow![x]", "http://example.org/a_b", "www.example.org", "mail bob@example.org", "<bob@example.org>",
	"*[HTML]: abbreviation", ": definition", "$$x^2$$ \\(y\\)", "back\\slash \\* \\&",
	"=begin", "%title", "== mark ==", "H~2~O and x^2^", ":smile: :+1:", "- [ ] task", "[x] done", "a;b,c?d!e",
	"50% of 10:30", "UTC+02:00", "10 - 3 = 7",
	"\"Quoted.\" (Done.) 'End!'", "AT&T; R&D", "é–—“”’… 漢字 😀", "\u200bzero\u202ewidth",
	"tail backslash\\", "<!-- comment -->", "<?php ?>", "]]>", "![", "[", "](", "&", "-", ".", "1", "1.", "#", "``", "''",
	"station's O'Dell's", "users@lists", "dev@lists.example.org", "@handle and @b@c.d", "a_b c_d", "_a_b_", "~40 and ~50",
	"~/bin ~~/x~~", "a=b x = y", "=term=", "a => b", "$5 and $6 $HOME", "$a$ b",
	"[link] and [link], see [link].", "![link] [link](x) [link]: x [[link]]", "a -> b --> c", "C++ a++ ++b",
	"std::string ::x", "see: :x", "\\(x\\) \\[x\\]", "a\\|b | c", "&amp", "&x; &#1; &#x;", "AT&T;", "%} {% %x",
	"the users' words 'n' all'", "wow!”", "a!(b) !c !! ![d](e) f!", "x->y-->z", "1/2 11/2 3/4ths 2026/1/2",
}

// visible returns what a reader sees of an HTML text: no tags, entities resolved, white space folded.
func visible(markup string) string {
	text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(markup, ""))
	return strings.Join(strings.Fields(text), " ")
}

// tags returns the names of the elements in markup, each once.
func tags(markup string) []string {
	var names []string
	for _, m := range regexp.MustCompile(`<([a-zA-Z!?][a-zA-Z0-9]*)`).FindAllStringSubmatch(markup, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

// randomText returns text that is mostly punctuation, which is where dialects differ.
func randomText(r *rand.Rand) string {
	const marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
	pieces := []string{" ", " ", "a", "b c", "W", "12", "www.", "http://", "é", "(c)", "tm", "x1", "...", "--", "{{", "]("}
	var b strings.Builder
	for range 1 + r.Intn(14) {
		if r.Intn(2) == 0 {
			b.WriteByte(marks[r.Intn(len(marks))])
		} else {
			b.WriteString(pieces[r.Intn(len(pieces))])
		}
	}
	return line(b.String())
}

// frames are the places in a recap where a text may stand, and the elements that each makes.
var frames = []struct {
	before, after string
	tags          []string
}{
	{"", "", []string{"p"}},
	{"before ", " after", []string{"p"}},
	{"### ", "", []string{"h3"}},
	{" * ", "", []string{"ul", "li", "p"}},
	{"x [", "](https://example.org/a_b_c) y", []string{"p", "a"}},
	{"[", "](https://example.org/)", []string{"p", "a"}},
	{"1. ", "", []string{"ol", "li", "p"}},
	{"> ", "", []string{"blockquote", "p"}},
	{"**", "**", []string{"p", "strong"}},
	{"- [", "](https://example.org/): “text”", []string{"ul", "li", "p", "a"}},
	{"* ", "", []string{"ul", "li", "p"}},
}

// documents returns Markdown documents with what each should show, and which elements it may use.
func documents(seed int64, random int) (docs, want []string, allowed [][]string) {
	r := rand.New(rand.NewSource(seed))
	texts := slices.Clone(hostile)
	for range random {
		texts = append(texts, randomText(r))
	}
	for i, text := range texts {
		text = line(text)
		if text == "" {
			continue
		}
		for n, f := range frames {
			if n > 1 && i >= len(hostile) && i%len(frames) != n {
				continue // random texts take turns
			}
			if f.before == "**" && (strings.Trim(text, " ") != text || !alnum(text[0]) || !alnum(text[len(text)-1])) {
				continue // emphasis next to punctuation is no business of a recap
			}
			docs = append(docs, f.before+escape(text)+f.after+"\n")
			want = append(want,
				strings.Join(strings.Fields(strings.NewReplacer("### ", "", "- ", "", "* ", "", " * ", "", "1. ", "", "> ", "",
					"**", "", "[", "").Replace(f.before)+text+regexp.MustCompile(`\]\([^)]*\)|\*\*`).ReplaceAllString(f.after, "")),
					" "))
			allowed = append(allowed, f.tags)
		}
	}
	for i := range texts { // paragraphs in pieces, with links between
		var p paragraph
		for n := range 3 {
			piece := inline(texts[(i*3+n)%len(texts)])
			url := []string{"", "https://example.org/a_b/~d?e=f&g=h"}[n%2]
			p = append(p, span{Text: piece, URL: url})
		}
		if line(p.plain()) != p.plain() || line(p[0].Text) == "" || line(p[1].Text) == "" {
			continue
		}
		docs = append(docs, markdown(p)+"\n")
		want = append(want, strings.Join(strings.Fields(p.plain()), " "))
		allowed = append(allowed, []string{"p", "a"})
	}
	return docs, want, allowed
}

// checkShown compares what an engine made of the documents with what they should show; it reports the first ten that differ.
func checkShown(t *testing.T, engine string, docs, got, want []string, allowed [][]string) {
	t.Helper()
	if len(got) != len(docs) {
		t.Fatalf("%s made %d pages of %d documents", engine, len(got), len(docs))
	}
	bad := 0
	for i := range docs {
		shown := visible(got[i])
		var strange []string
		for _, name := range tags(got[i]) {
			if !slices.Contains(allowed[i], name) {
				strange = append(strange, name)
			}
		}
		if apostrophes(shown) == apostrophes(want[i]) && strange == nil {
			continue
		}
		if bad++; bad <= 10 {
			t.Errorf("%s shows %q as %q with elements %v, want %q", engine, docs[i], shown, strange, want[i])
		}
	}
	if bad > 0 {
		t.Errorf("%s: %d of %d documents differ", engine, bad, len(docs))
	}
}

var straight = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`)

// apostrophes makes straight ones of curly apostrophes and quotation marks, which are the only thing that typography may set as it likes.
func apostrophes(s string) string { return straight.Replace(s) }

func TestEscapeGoldmark(t *testing.T) {
	plain := goldmark.New()
	all := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Typographer, extension.Footnote, extension.DefinitionList))
	docs, want, allowed := documents(1, 1500)
	for name, md := range map[string]goldmark.Markdown{"goldmark": plain, "goldmark with all extensions": all} {
		got := make([]string, len(docs))
		for i, d := range docs {
			var b bytes.Buffer
			if err := md.Convert([]byte(d), &b); err != nil {
				t.Fatal(err)
			}
			got[i] = b.String()
		}
		checkShown(t, name, docs, got, want, allowed)
	}
}

func TestEscapeReadable(t *testing.T) {
	// An editor corrects these posts by hand, so ordinary prose must stay as it is.
	for _, text := range []string{
		"Ann Lee (Tidewater Labs) released v1.2.3, which fixes 14 bugs; is it enough?",
		"The call is at 10:30, UTC+02:00, and +1 from client/server people at 50% & more.",
		"Well-known #hashtags stay. So do (short) asides (22).",
		"The station's users@lists say a -> b, x = 5, snake_case_name, C# and $HOME/bin → ~40 of AT&T (see [link]): done!",
		"All users' files (done!), p->next, “Good luck!”",
	} {
		if got := escape(text); got != text {
			t.Errorf("escape(%q) = %q, want it unchanged", text, got)
		}
	}
	for text, want := range map[string]string{
		"[VOTE] *all* of it":        `\[VOTE\] \*all\* of it`,
		"http://example.org":        `http\://example.org`,
		"dev@lists.example.org, #1": `dev@lists\.example.org, \#1`,
		"1. one":                    `1\. one`,
		"a & b <c> &copy;":          "a & b &lt;c&gt; &amp;copy;",
	} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"{{ x }}", "{% if %}", "<b>"} {
		if got := escape(text); strings.ContainsAny(got, "{}<>%") {
			t.Errorf("escape(%q) = %q, want no braces and brackets", text, got)
		}
	}
}

func TestLink(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{"https://example.org/a_b~c?x=1&y=2#z", "https://example.org/a_b~c?x=1&y=2#z"},
		{"https://example.org/wiki/Tide_(sea)", "https://example.org/wiki/Tide_%28sea%29"},
		{"https://example.org/a)b", "https://example.org/a%29b"},
		{"https://example.org/a|b*c", "https://example.org/a%7Cb%2Ac"},
		{"https://example.org/{{x}}", "https://example.org/%7B%7Bx%7D%7D"},
		{"https://example.org/é x", "https://example.org/%C3%A9%20x"},
		{"https://example.org/?a&lt;b", "https://example.org/?a&lt%3Bb"},
		{"mailto:dev@example.org", "mailto:dev@example.org"},
		{"HTTP://example.org", "HTTP://example.org"},
		{"javascript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"//example.org/x", ""},
		{"/relative", ""},
		{"https:///nohost", ""},
		{"https://example.org/\nBcc: x", ""},
		{"https://example.org/\u202egpj", ""},
		{"", ""},
	} {
		if got := Link(tt.raw); got != tt.want {
			t.Errorf("Link(%q) = %q, want %q", tt.raw, got, tt.want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Typographer))
	f.Fuzz(func(t *testing.T, s string) {
		text := line(s)
		var b bytes.Buffer
		if err := md.Convert([]byte("x "+escape(text)+" y"), &b); err != nil {
			t.Fatal(err)
		}
		if got, want := visible(b.String()), strings.Join(strings.Fields("x "+text+" y"), " "); apostrophes(got) != apostrophes(want) {
			t.Errorf("goldmark shows escape(%q) as %q", text, got)
		}
	})
}

// escape returns s as Markdown, line by line. A blank line inside s still ends a paragraph.
func escape(s string) string {
	var b strings.Builder
	for i, l := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		escapeLine(&b, strings.Trim(l, " \t\r"))
	}
	return b.String()
}

// TestJoiners: joiners stay where they are part of the spelling, and nowhere else.
func TestJoiners(t *testing.T) {
	for in, want := range map[string]string{
		"می\u200cخواهم":          "می\u200cخواهم",
		"क्\u200dष":              "क्\u200dष",
		"👩\u200d🌾 and 👨🏽\u200d🔧": "👩\u200d🌾 and 👨🏽\u200d🔧",
		"pay\u200dpal":           "paypal",
		"\u200dنام\u200d":        "نام",
		"a\u200d🌾":               "a🌾",
	} {
		if got := line(in); got != want {
			t.Errorf("line(%+q) = %+q, want %+q", in, got, want)
		}
	}
}
