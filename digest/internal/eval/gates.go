package eval

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest"
	"recap/store"
)

// A Failure is one reason why an edition may not go out.
type Failure struct {
	Gate  string // links, quotes or facts
	Place string // "lede", "story 2", "also", ...
	Why   string
}

// String returns the failure on one line.
func (f Failure) String() string { return f.Gate + ": " + f.Place + ": " + f.Why }

// Gates checks the three points without which no recap goes out: every sentence rests on stored posts and every link
// leads to one; every quote is verbatim from the credited person's own words; every name and number of a sentence
// stands in a post that it cites. posts are all stored posts by id; allowed are names that any sentence may hold, such
// as the community's and its projects'.
func Gates(e *digest.Edition, posts map[string]*store.Post, allowed ...string) []Failure {
	g := &gates{e: e, posts: posts, allowed: map[string]bool{}, urls: map[string]bool{}}
	for _, name := range append(allowed, e.Community.Name) {
		g.allow(name)
	}
	if e.Event != nil {
		g.allow(e.Event.Name)
	}
	for _, p := range posts {
		g.urls[p.URL] = true
		for _, l := range p.Links {
			g.urls[l] = true
		}
	}
	for _, s := range e.Lede.Sentences {
		g.sentence("lede", s)
	}
	for i := range e.Stories {
		place := "story " + strconv.Itoa(i+1)
		g.link(place, e.Stories[i].URL)
		for _, p := range e.Stories[i].Paragraphs {
			for _, s := range p.Sentences {
				g.sentence(place, s)
			}
			g.excerpt(place, p)
		}
	}
	for _, a := range e.Also {
		g.link("also", a.URL)
	}
	for _, q := range e.Questions {
		g.link("questions", q.URL)
	}
	for _, v := range e.Votes {
		g.link("votes", v.URL)
	}
	return g.failures
}

type gates struct {
	e        *digest.Edition
	posts    map[string]*store.Post
	allowed  map[string]bool // words in lower case
	urls     map[string]bool
	failures []Failure
}

func (g *gates) allow(name string) {
	for _, w := range names.FindAllString(strings.ToLower(name), -1) {
		g.allowed[w] = true
	}
}

func (g *gates) fail(gate, place, format string, args ...any) {
	g.failures = append(g.failures, Failure{gate, place, fmt.Sprintf(format, args...)})
}

func (g *gates) link(place, url string) {
	if url != "" && !g.urls[url] {
		g.fail("links", place, "no post has the address %s", url)
	}
}

func (g *gates) sentence(place string, s digest.Sentence) {
	if len(s.Sources) == 0 && place != "lede" {
		g.fail("links", place, "no sources: %q", s.Text)
	}
	var cited []*store.Post
	for _, id := range s.Sources {
		p := g.posts[id]
		if p == nil || g.e.Post(id) == nil {
			g.fail("links", place, "source %s is no stored and listed post", id)
			continue
		}
		cited = append(cited, p)
	}
	g.quote(place, s, cited)
	g.facts(place, s, cited)
}

// excerpt checks that the sentences of an excerpt stand one behind the other, and are of one post.
func (g *gates) excerpt(place string, x digest.Paragraph) {
	if x.Label == "" || len(x.Sentences) == 0 {
		return
	}
	var texts []string
	for _, s := range x.Sentences {
		texts = append(texts, s.Text)
		if len(s.Sources) != 1 || s.Sources[0] != x.Sentences[0].Sources[0] {
			g.fail("quotes", place, "an excerpt out of %q", s.Sources)
			return
		}
	}
	text := strings.Join(texts, " ")
	if p := g.posts[x.Sentences[0].Sources[0]]; p != nil && !standsIn(text, p.Text) {
		g.fail("quotes", place, "these words do not stand together in the post of %s: %q", p.Author.Name, text)
	}
	if n := wordsIn(text); n > longestExcerpt {
		g.fail("quotes", place, "an excerpt of %d words: %q", n, text)
	}
}

const (
	longestExcerpt = 60   // words
	longestLink    = 2000 // letters that "[link]" may stand for
)

var leftOut = regexp.MustCompile(`\[\^?\w{1,3}\]|\]\([^)\s]*\)`)

// standsIn reports whether words stand in a text one behind the other, whatever marks are between them, with an address
// where they say "[link]".
func standsIn(words, text string) bool {
	have := letters(leftOut.ReplaceAllString(text, ""))
	for i, piece := range strings.Split(words, "[link]") {
		piece = letters(piece)
		at := strings.Index(have, piece)
		if at < 0 || i > 0 && at > longestLink {
			return false
		}
		have = have[at+len(piece):]
	}
	return true
}

var marked = regexp.MustCompile(`"([^"]{10,})"|“([^”]{10,})”`)

func (g *gates) quote(place string, s digest.Sentence, cited []*store.Post) {
	if q := s.Quote; q != nil {
		p := g.posts[q.Source]
		switch {
		case p == nil:
			g.fail("quotes", place, "quote from the unknown post %s", q.Source)
		case !strings.Contains(folded(p.Text), folded(q.Text)) && !standsIn(q.Text, p.Text):
			g.fail("quotes", place, "not in the own words of %s: %q", p.Author.Name, q.Text)
		case !strings.EqualFold(letters(q.By), letters(p.Author.Display())) && !strings.Contains(letters(p.Author.Display()), letters(q.By)) && !sameWords(q.By, p.Author.Display()):
			g.fail("quotes", place, "credited to %q, written by %q", q.By, p.Author.Display())
		case !strings.Contains(folded(s.Text), folded(q.Text)):
			g.fail("quotes", place, "the sentence does not hold its quote %q", q.Text)
		}
	}
	for _, m := range marked.FindAllStringSubmatch(s.Text, -1) {
		span := strings.Trim(folded(m[1]+m[2]), " .,!?")
		if wordsIn(span) < 4 || s.Quote != nil && strings.Contains(folded(s.Quote.Text), span) {
			continue
		}
		found := false
		for _, p := range cited {
			found = found || strings.Contains(folded(p.Text+" "+p.Title), span)
		}
		if !found {
			g.fail("quotes", place, "in quotation marks but in no cited post: %q", span)
		}
	}
}

var (
	names     = regexp.MustCompile(`[\pL][\pL\pN_'’.-]*[\pL\pN_]|[\pL]`)
	numbers   = regexp.MustCompile(`\d[\d,]*`)
	endBefore = regexp.MustCompile(`[.!?:][^\pL\pN]*$`)
	ordinary  = strings.Fields(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
		day nobody one two three four five six seven eight nine ten eleven twelve utc`)
)

func (g *gates) facts(place string, s digest.Sentence, cited []*store.Post) {
	var have strings.Builder
	for _, p := range cited {
		have.WriteString(strings.Join([]string{p.Text, p.Quoted, p.Signature, p.Title, p.Author.Name, p.Author.Handle, p.Author.Address, p.Author.Organization, g.organisation(p), p.Published.In(g.e.Period.Start.Location()).Format("2 January 2006")}, " ") + " ")
	}
	known := map[string]bool{}
	for _, w := range ordinary {
		known[w] = true
	}
	if place == "lede" {
		st := g.e.Stats
		have.WriteString(fmt.Sprint(st.Posts, " ", st.People, " ", st.Threads, " ", g.e.Period.Label, " ", g.e.Period.Start.Format("2006")))
		for i := range g.e.Stories {
			have.WriteString(" " + g.e.Stories[i].Title)
		}
		if ev := g.e.Event; ev != nil {
			have.WriteString(fmt.Sprint(" 1 ", ev.Day, " ", ev.Days))
		}
	}
	source := folded(have.String())
	for _, w := range names.FindAllString(strings.ToLower(source), -1) {
		known[w] = true
		for _, part := range strings.FieldsFunc(w, isJoint) {
			known[part] = true
		}
	}
	text := folded(s.Text)
	for i, at := range names.FindAllStringIndex(text, -1) {
		w := strings.TrimSuffix(text[at[0]:at[1]], "'s")
		first, size := utf8.DecodeRuneInString(w)
		low := strings.ToLower(w)
		begins := (i == 0 || endBefore.MatchString(text[:at[0]])) && strings.ToLower(w[size:]) == w[size:]
		if !unicode.IsUpper(first) || begins || known[low] || g.allowed[low] {
			continue
		}
		whole := true
		for _, part := range strings.FieldsFunc(low, isJoint) {
			whole = whole && (known[part] || g.allowed[part])
		}
		if !whole {
			g.fail("facts", place, "the name %q is in no cited post: %q", w, s.Text)
		}
	}
	digits := map[string]bool{}
	for _, n := range numbers.FindAllString(source, -1) {
		digits[strings.Trim(n, ",")] = true
	}
	for _, n := range numbers.FindAllString(text, -1) {
		if n = strings.Trim(n, ","); !digits[n] {
			g.fail("facts", place, "the number %s is in no cited post: %q", n, s.Text)
		}
	}
}

// organisation is whom the edition takes the writer of p to stand for.
func (g *gates) organisation(p *store.Post) string {
	if ref := g.e.Post(p.ID()); ref != nil {
		return ref.Organization + " " + ref.Author
	}
	return ""
}

func isJoint(r rune) bool { return strings.ContainsRune("-.'/_", r) }

var typography = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "\u00a0", " ", "…", "...")

// folded is a text with its white space, quotation marks and dashes made alike.
func folded(s string) string { return strings.Join(strings.Fields(typography.Replace(s)), " ") }

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// sameWords reports whether a name holds no word that the other does not: "Ann Lee" and "Lee, Ann (Tidewater)".
func sameWords(name, full string) bool {
	have := map[string]bool{}
	for _, w := range names.FindAllString(strings.ToLower(full), -1) {
		have[w] = true
		for _, part := range strings.FieldsFunc(w, isJoint) {
			have[part] = true
		}
	}
	for _, w := range names.FindAllString(strings.ToLower(name), -1) {
		if !have[w] {
			return false
		}
	}
	return true
}

func wordsIn(s string) int { return len(strings.Fields(s)) }
