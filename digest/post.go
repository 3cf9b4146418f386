package digest

import (
	"sort"
	"strings"

	"recap/digest/internal/lazyregexp"
	"recap/store"
)

// A post is a stored post as the builder sees it.
type post struct {
	*store.Post
	id      string
	who     string // the name to print; "" where nobody may be named
	ident   string // under which posts of one person are counted together
	org     string // employer on evidence
	in      bool   // lies in the period
	words   int    // of its own text
	sents   []sentence
	cut     bool   // sents is filled
	kind    string // what it does as the opening of a thread; "" until somebody asks
	home    *language
	lang    *language // by whose rules it is read; nil until somebody asks
	dropped bool      // its story was dropped by the editor
	alien   bool      // written in another language than the recap; known with lang
}

func newPost(p *store.Post, in bool, home *language) *post {
	out := &post{Post: p, id: p.ID(), who: printName(p.Author.Display()), ident: p.Author.Identity(), in: in, home: home, words: wordCount(p.Text)}
	if local, _, _ := strings.Cut(p.Author.Address, "@"); (p.Author.Name == "" || strings.EqualFold(p.Author.Name, local) || strings.EqualFold(p.Author.Name, p.Author.Address)) && fromTheList(p) {
		out.who = ""
	}
	return out
}

// fromTheList reports whether the sender is the list's own address, behind which nobody knows who wrote.
func fromTheList(p *store.Post) bool {
	local, _, _ := strings.Cut(p.Author.Address, "@")
	for _, l := range p.Lists {
		if name, _, _ := strings.Cut(l, "@"); local != "" && (strings.EqualFold(local, name) || strings.HasPrefix(strings.ToLower(l), strings.ToLower(local)+".")) {
			return true
		}
	}
	return false
}

// printName turns "Lee, Ann (Tidewater)" into "Ann Lee" and gives a name in lower case its capitals.
func printName(s string) string {
	if i := strings.IndexAny(s, "(["); i > 2 {
		s = strings.TrimSpace(s[:i])
	}
	if last, first, ok := strings.Cut(s, ", "); ok && first != "" && wordCount(first) < 4 && !strings.Contains(first, ",") && !honorific[strings.ToLower(strings.Trim(first, "."))] {
		s = first + " " + last
	}
	if local, _, ok := strings.Cut(s, "@"); ok && local != "" && !strings.Contains(local, " ") {
		return printName(local)
	}
	if first, last, ok := strings.Cut(s, "."); ok && len(first) > 1 && len(last) > 1 && strings.Trim(strings.ToLower(first+last), "abcdefghijklmnopqrstuvwxyz") == "" { // ann.lee
		return capitalise(first) + " " + capitalise(last)
	}
	words := strings.Fields(s)
	if len(words) == 3 && words[1] == "at" && strings.Contains(words[2], ".") { // an address in disguise
		return printName(words[0])
	}
	if len(words) >= 2 && len(words) <= 3 && strings.ToLower(s) == s {
		for i, w := range words {
			words[i] = capitalise(w)
		}
	}
	return strings.Join(words, " ")
}

var honorific = wordSet(`jr sr phd md ii iii esq inc ltd llc`)

// sentences returns the sentences of the post's own words, cut once.
func (p *post) sentences(lex *lexicon) []sentence {
	if !p.cut {
		p.cut = true
		p.sents = p.language().sentences(p.Text)
		for i := range p.sents {
			p.sents[i].vec = lex.vector(p.sents[i].text)
		}
	}
	return p.sents
}

// isStatus reports whether p is a short post of a hashtag stream.
func (p *post) isStatus() bool {
	switch p.Kind {
	case "twitter", "mastodon", "bluesky":
		return true
	}
	return false
}

// isArticle reports whether p is a feed item.
func (p *post) isArticle() bool { return p.Kind == "feed" }

// personal reports whether p was written by a person and may be told: machine posts and shares are counted only.
func (p *post) personal(publish map[string]string) bool {
	if p.Machine != "" || p.Author.Bot || p.ShareOf != "" || p.Policy != store.PolicyQuote || p.who == "" {
		return false
	}
	if len(p.Sources) == 0 {
		return true
	}
	for _, s := range p.Sources {
		if v := publish[s]; v == "" || v == "full" {
			return true
		}
	}
	return false
}

// A thread is the posts of the period that answer each other, with what came before.
type thread struct {
	num     int64
	posts   []*post // people's posts of the period, by date
	context []*post // earlier posts, by date
	title   string
	base    string // title folded for comparing
	talk    *Talk  // of an event, that it is about
}

// opener is the first stored post of the thread.
func (t *thread) opener() *post {
	if len(t.context) > 0 && t.context[0].Published.Before(t.posts[0].Published) {
		return t.context[0]
	}
	return t.posts[0]
}

// threads groups people's posts of the period by thread, in order of their first post of the period. Where the subject changed on the way, the posts
// under the new subject are a thread of their own.
func threads(posts, context []*post) []*thread {
	type key struct {
		num  int64
		base string
	}
	byKey := map[key]*thread{}
	subjects := map[int64][]string{} // of one thread, in order of appearance
	subject := func(p *post) string {
		base := baseSubject(p.Title)
		for _, known := range subjects[p.Thread] {
			if base == "" || strings.Contains(base, known) || strings.Contains(known, base) || p.isStatus() || p.isArticle() {
				return known
			}
		}
		subjects[p.Thread] = append(subjects[p.Thread], base)
		return base
	}
	ordered := append(append([]*post(nil), context...), posts...)
	sort.SliceStable(ordered, func(i, j int) bool { return before(ordered[i], ordered[j]) })
	under := map[*post]key{}
	for _, p := range ordered {
		under[p] = key{p.Thread, subject(p)}
	}
	var out []*thread
	for _, p := range posts {
		t := byKey[under[p]]
		if t == nil {
			t = &thread{num: p.Thread}
			byKey[under[p]] = t
			out = append(out, t)
		}
		t.posts = append(t.posts, p)
	}
	for _, p := range context {
		if t := byKey[under[p]]; t != nil {
			t.context = append(t.context, p)
		}
	}
	for _, t := range out {
		sort.SliceStable(t.context, func(i, j int) bool { return before(t.context[i], t.context[j]) })
		t.title = cleanTitle(t.opener())
		t.base = baseSubject(t.title)
	}
	return out
}

func before(a, b *post) bool {
	if !a.Published.Equal(b.Published) {
		return a.Published.Before(b.Published)
	}
	return a.id < b.id
}

var (
	replyMark = lazyregexp.New(`(?i)^(?:(?:re|fwd?|aw|sv|antw|tr|wg|vs|odp|r)(?:\[\d+\]|\^\d+)?\s*:)\s*`)
	subjTag   = lazyregexp.New(`^\[[^\]]{1,40}\]\s*`)
	wasMark   = lazyregexp.New(`(?i)\s*[(\[]\s*was:?\s.*$`)
	patchTag  = lazyregexp.New(`(?i)^\[[^\]]*\bpatch\b[^\]]*\]`)
)

// cleanTitle is a post's title for printing: without reply marks, list tags and "(was: ...)". A status gets its first words.
func cleanTitle(p *post) string {
	s := strings.Join(strings.Fields(p.Title), " ")
	for {
		next := replyMark.ReplaceAllString(subjTag.ReplaceAllString(s, ""), "")
		if next == s || next == "" {
			break
		}
		s = next
	}
	s = strings.TrimSpace(wasMark.ReplaceAllString(s, ""))
	if cut := strings.TrimRight(s, " .…"); len(cut) < len(s)-1 { // "help request .."
		s = cut
	}
	if s == "" || p.isStatus() {
		s = statusTitle(p)
	}
	return clip(s, 110)
}

// statusTitle is the first words of a post without a title.
func statusTitle(p *post) string {
	s := p.statusText()
	if i := strings.IndexAny(s, ".!?\n"); i > 20 {
		s = s[:i]
	}
	if s == "" {
		return p.home.untitled
	}
	return clip(s, 70)
}

// clip shortens s to at most n runes, at a word's end.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	s = string(r[:n])
	if i := strings.LastIndexByte(s, ' '); i > n/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " ,;:-") + "…"
}

// baseSubject folds a title for comparing (RFC 5256, section 2.1, with the reply marks of other languages).
func baseSubject(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	for {
		next := strings.TrimSpace(replyMark.ReplaceAllString(subjTag.ReplaceAllString(s, ""), ""))
		if next == s {
			break
		}
		s = next
	}
	return strings.TrimSpace(wasMark.ReplaceAllString(s, ""))
}
