package digest

import (
	"math"
	"regexp"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"recap/store"
)

// A builder makes one edition; it lives for one Build.
type builder struct {
	in       *Input
	opt      Options
	lex      *lexicon
	today    *lexicon // of the period alone: in it a name that nobody writes about is rare
	all      []*post  // of the period, machine posts and shares included
	people   []*post  // of the period, what people wrote and what may be told
	byID     map[string]*post
	byKey    map[string]*post
	shares   map[string]int // key -> how often the period passed it on
	told     map[string]bool
	spammers map[string]bool
	cited    map[string]bool
	said     []vector
	placed   map[string]bool // whose organisation the text has named
	verbs    map[string]int
	own      map[string]bool // hashtags that every post of the stream carries
	// streamTag is the most frequent of them.
	streamTag string
}

func newBuilder(in *Input, opt Options) *builder {
	return &builder{in: in, opt: opt, lex: newLexicon(), today: newLexicon(), byID: map[string]*post{}, byKey: map[string]*post{}, shares: map[string]int{},
		spammers: map[string]bool{}, told: map[string]bool{}, cited: map[string]bool{}, placed: map[string]bool{}, verbs: map[string]int{}}
}

// Build makes the edition of in. It is pure: the same input gives the same edition, byte for byte.
func Build(in *Input, opt Options) (*Edition, error) {
	opt = opt.withDefaults()
	b := newBuilder(in, opt)
	context := b.prepare()
	b.ownTags()
	ts := threads(b.people, context)
	ss := stories(ts, b.own)
	for _, s := range ss {
		if s.kind == kindStatus {
			s.title = b.statusStoryTitle(s)
		}
		s.vec = b.storyVector(s)
	}
	b.rank(ss)
	for _, s := range ss {
		if s.reasons["looks like spam"] != 0 {
			b.spammers[s.opener().ident] = true
		}
	}

	e := &Edition{Schema: Schema, Revision: 1, Digest: opt.Digest, Language: opt.Community.Language}
	e.Community = CommunityInfo{opt.Community.Name, opt.Community.URL, opt.Community.Join, append([]string{}, opt.Community.Hashtags...)}
	w := in.Window
	e.Period = Period{w.Start.In(w.Zone), w.End.In(w.Zone), w.Zone.String(), w.label()}
	e.Event = w.event(opt.Events)
	e.Coverage = coverage(in)
	e.People, e.Organizations = roster(b.people)
	e.Stats = b.stats(ts, e)
	e.Newcomers = b.newcomers()
	e.Votes = b.votes(ss)
	e.Upcoming = b.upcoming(ss, e.Votes)
	b.compose(e, ss)
	e.Stats.Stories = len(e.Stories)
	e.Questions = b.questions(ss, e.Stories)
	for _, a := range e.Also {
		b.citeID(a.Sources[0])
	}
	b.name(e)
	e.Lede = b.lede(e, ss)
	b.typeset(e)
	b.link(e)
	if opt.Explain {
		e.Candidates = candidates(ss)
	}
	b.list(e)
	return e, nil
}

// typeset sets apostrophes as print does. Quotes stay as they were written, byte for byte.
func (b *builder) typeset(e *Edition) {
	set := func(s *Sentence) {
		if s.Quote == nil {
			s.Text, s.Anchor = apostrophe.ReplaceAllString(s.Text, "$1’"), apostrophe.ReplaceAllString(s.Anchor, "$1’")
			return
		}
		before, after, ok := strings.Cut(s.Text, s.Quote.Text)
		if ok {
			s.Text = apostrophe.ReplaceAllString(before, "$1’") + s.Quote.Text + apostrophe.ReplaceAllString(after, "$1’")
		}
		s.Anchor = apostrophe.ReplaceAllString(s.Anchor, "$1’")
	}
	for i := range e.Lede.Sentences {
		set(&e.Lede.Sentences[i])
	}
	for i := range e.Stories {
		for j := range e.Stories[i].Paragraphs {
			for k := range e.Stories[i].Paragraphs[j].Sentences {
				set(&e.Stories[i].Paragraphs[j].Sentences[k])
			}
		}
	}
}

var apostrophe = regexp.MustCompile(`([\pL\pN])'`)

// prepare wraps the posts and counts what the community's words are.
func (b *builder) prepare() (context []*post) {
	var context2, all []*post
	for i := range b.in.Posts {
		p := newPost(&b.in.Posts[i], true)
		b.all = append(b.all, p)
	}
	for i := range b.in.Context {
		context2 = append(context2, newPost(&b.in.Context[i], false))
	}
	sort.SliceStable(b.all, func(i, j int) bool { return before(b.all[i], b.all[j]) })
	all = append(append(all, b.all...), context2...)
	for _, p := range all {
		b.byID[p.id] = p
		if b.byKey[p.Key] == nil {
			b.byKey[p.Key] = p
		}
		if p.in && p.ShareOf != "" {
			b.shares[p.ShareOf]++
		}
	}
	nameTheOrganisations(all, b.opt.Community.Organizations, b.opt.Community.Name)
	seen := map[string]bool{}
	for _, p := range b.all {
		if !p.personal(b.opt.Publish) {
			continue
		}
		if p.isStatus() { // the same words again by the same account are no second post
			key := p.ident + "\x00" + strings.ToLower(statusText(p.Text))
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		b.people = append(b.people, p)
	}
	for _, p := range context2 {
		if p.Machine == "" && p.ShareOf == "" && p.Policy == store.PolicyQuote {
			context = append(context, p)
		}
	}
	b.lex.protect(b.opt.Community.Name)
	for _, name := range b.opt.Community.Projects {
		b.lex.protect(name)
	}
	for i := range b.in.Background {
		if p := &b.in.Background[i]; p.Machine == "" {
			b.lex.add(p.Title + ". " + clip(p.Text, 3000))
		}
	}
	for _, p := range b.people {
		b.lex.add(p.Title + ". " + clip(p.Text, 6000))
		b.today.add(p.Title + ". " + clip(p.Text, 6000))
	}
	for _, t := range b.in.Told {
		b.told[t.Thread] = true
	}
	return context
}

// ownTags finds the hashtags that every post of a stream carries: those of the configuration, and what most posts hold.
func (b *builder) ownTags() {
	b.own = map[string]bool{}
	fold := func(tags []string) {
		for _, t := range tags {
			b.own[strings.ToLower(strings.TrimLeft(t, "#＃"))] = true
		}
	}
	fold(b.opt.Community.Hashtags)
	for _, e := range b.opt.Events {
		fold(e.Hashtags)
	}
	n, counts := 0, map[string]int{}
	for _, p := range b.people {
		if !p.isStatus() {
			continue
		}
		n++
		for _, t := range p.Tags {
			counts[t]++
		}
	}
	for t, c := range counts {
		if c*2 > n {
			b.own[t] = true
		}
		if best := b.streamTag; b.own[t] && (best == "" || c > counts[best] || c == counts[best] && t < best) {
			b.streamTag = t
		}
	}
}

func (b *builder) storyVector(s *story) vector {
	var text strings.Builder
	text.WriteString(s.title + " " + s.title + ". ")
	for i, p := range s.posts {
		if i == 10 {
			break
		}
		text.WriteString(clip(p.Text, 1200) + "\n")
	}
	return b.lex.vector(text.String())
}

func (b *builder) stats(ts []*thread, e *Edition) Stats {
	numbers := map[int64]bool{}
	for _, t := range ts {
		numbers[t.num] = true
	}
	st := Stats{Posts: len(b.all), Threads: len(numbers), Organizations: len(e.Organizations), Usual: Usual{-1, -1}}
	people := map[string]bool{}
	sources := map[string]bool{}
	for _, p := range b.all {
		for _, s := range p.Sources {
			sources[s] = true
		}
		switch {
		case p.Machine != "" || p.Author.Bot:
			st.Machines++
		case p.ShareOf != "":
			st.Shares++
		}
		if p.Machine == "" && p.ident != "" {
			people[p.ident] = true
		}
	}
	st.People, st.Sources = len(people), len(sources)
	if n := len(b.in.Usual); n >= 3 {
		var posts, who []int
		for _, d := range b.in.Usual {
			posts, who = append(posts, d.Posts), append(who, d.People)
		}
		st.Usual = Usual{median(posts), median(who)}
	}
	return st
}

func median(v []int) int {
	sort.Ints(v)
	n := len(v)
	if n%2 == 1 {
		return v[n/2]
	}
	return (v[n/2-1] + v[n/2] + 1) / 2
}

const archiveDays = 90 // how far back the archive must reach before anybody is called new

func (b *builder) newcomers() []Newcomer {
	out := []Newcomer{}
	if b.in.First.IsZero() || b.in.First.After(b.in.Window.Start.AddDate(0, 0, -archiveDays)) {
		return out
	}
	seen := map[string]bool{}
	for _, p := range b.people {
		if seen[p.ident] || b.spammers[p.ident] || p.isArticle() || p.isStatus() || b.in.Histories[p.ident].Posts > 0 || !strings.Contains(p.who, " ") {
			continue
		}
		seen[p.ident] = true
		out = append(out, Newcomer{p.who, p.id})
	}
	return out
}

// compose chooses the stories and writes them, so that the whole recap comes near the words that the digest asks for; a quiet
// period is told in fewer.
func (b *builder) compose(e *Edition, ranked []*story) {
	target := b.opt.Words
	scale, quotes := 1.0, 3
	for range 5 {
		told, rest := b.draft(e, ranked, scale, quotes)
		e.Also = b.also(rest, told)
		total := ledeWords + b.words(e)
		spoken := 0
		for i := range e.Stories {
			for _, p := range e.Stories[i].Paragraphs {
				for _, s := range p.Sentences {
					if s.Quote != nil {
						spoken += wordCount(s.Quote.Text)
					}
				}
			}
		}
		switch {
		case quotes > 0 && float64(spoken) > quoteShare*float64(total):
			quotes--
		case b.busy() && len(e.Stories) > 0 && b.opt.MaxStories > 1 && total < target*94/100 && scale < 2.5:
			scale *= min(1.5, float64(target)/float64(total))
		case b.total(e)-b.overhead(e) > b.room(e)*5/4 && scale > .5 && total > target*9/8:
			scale *= .85
		default:
			return
		}
	}
}

const ledeWords = 38 // what a lede has, on the average

const quoteShare = .17 // quoted words may be a fifth of the text; the lines around the stories are an estimate

// draft writes the stories once, each scale times as long as usual, with at most so many quotes.
func (b *builder) draft(e *Edition, ranked []*story, scale float64, quotes int) (chosen, rest []*story) {
	b.said, b.placed, b.verbs, e.Stories = nil, map[string]bool{}, map[string]int{}, nil
	target, room := b.opt.Words, b.room(e)
	n := min(b.opt.MaxStories, max(3, int(math.Round(float64(room)/(.8*float64(b.opt.StoryWords))))))
	chosen, rest = choose(ranked, n)
	n = len(chosen)
	if n == 0 {
		return nil, rest
	}
	said := b.quotes(chosen, min(quotes, (n+1)/2), target/7)
	if b.opt.MaxStories == 1 && n == 1 {
		said = nil // one story alone is told, not quoted
	}
	per := min(float64(b.opt.StoryWords), float64(room)/float64(n)) * scale
	short := 0.0 // words that a story had no use for go to the next ones
	for i, s := range chosen {
		weight := 1.0
		if n > 2 {
			weight = 1.2 - .4*float64(i)/float64(n-1)
		}
		budget := per*weight + min(short, per*.6)
		st := b.write(e, s, int(budget), said, i)
		short += per*weight - float64(storyWords(&st))
		e.Stories = append(e.Stories, st)
	}
	// a busy day whose stories came out short has room for one or two more
	for len(e.Stories) < b.opt.MaxStories && len(rest) > 0 && b.busy() && b.total(e) < target*9/10 {
		more, left := choose(rest, 1)
		if len(more) == 0 || more[0].score < 0 || more[0].reasons["says little"] != 0 || sharesThread(more[0], chosen) {
			break
		}
		rest = left
		chosen = append(chosen, more[0])
		e.Stories = append(e.Stories, b.write(e, more[0], int(per), nil, -1))
	}
	sort.SliceStable(e.Stories, func(i, j int) bool { return e.Stories[i].Score > e.Stories[j].Score })
	return chosen, rest
}

// room is how many words the stories may have together.
func (b *builder) room(e *Edition) int { return max(b.opt.Words-b.overhead(e), b.opt.StoryWords) }

// busy reports whether the period is a normal one rather than a quiet one.
func (b *builder) busy() bool { return len(b.all) >= 20 }

// write makes one story of s in about budget words.
func (b *builder) write(e *Edition, s *story, budget int, quotes []quotable, index int) Story {
	var quote *quotable
	for i := range quotes {
		if quotes[i].story == index && index >= 0 {
			quote = &quotes[i]
		}
	}
	if quote != nil {
		budget -= quote.words
	}
	outcome, closing := b.outcome(s)
	if closing.Text != "" {
		budget -= wordCount(closing.Text)
	}
	if quote != nil {
		b.said = append(b.said, quote.vec)
	}
	picks := b.pickSentences(s, max(budget, 18))
	body := b.tell(s, picks, quote)
	if closing.Text != "" && b.inOrder(body, closing) {
		body = append(body, closing)
	}
	body = b.gate(body)
	if len(body) > 0 && len(picks) > 0 && !body[0].opening { // the gate took the opening: who speaks must be said anew
		if p := b.byID[body[0].Sources[0]]; p != nil {
			t := &teller{b: b, s: s, named: map[string]bool{}, used: map[string]int{}}
			body = append([]Sentence{t.startedBy(p)}, body...)
		}
	}
	body = b.distinct(e, body)
	st := Story{ID: s.opener().id, Title: s.title, Kind: s.kind, URL: s.lead().URL, Sources: []string{}, People: []string{}, Score: s.score, Reasons: s.reasons, Outcome: outcome}
	if s.opener().in && s.opener().URL != "" {
		st.URL = s.opener().URL
	}
	seen := map[string]bool{}
	for _, p := range s.posts {
		st.Sources = append(st.Sources, p.id)
		b.cite(p)
		if !seen[p.who] {
			seen[p.who] = true
			st.People = append(st.People, p.who)
		}
	}
	st.Paragraphs = paragraphsOf(body)
	for _, sent := range body {
		for _, id := range sent.Sources {
			b.citeID(id)
		}
	}
	return st
}

// inOrder reports whether next cites nothing older than the last sentence of body does: a story runs in the order of time.
func (b *builder) inOrder(body []Sentence, next Sentence) bool {
	if len(body) == 0 {
		return true
	}
	return !b.oldest(next).Before(b.oldest(body[len(body)-1]))
}

func (b *builder) oldest(s Sentence) time.Time {
	var t time.Time
	for _, id := range s.Sources {
		if p := b.byID[id]; p != nil && (t.IsZero() || p.Published.Before(t)) {
			t = p.Published
		}
	}
	return t
}

// distinct leaves out sentences that say nearly the same as an earlier one of the edition; the first of a story stays.
func (b *builder) distinct(e *Edition, body []Sentence) []Sentence {
	var seen []vector
	for i := range e.Stories {
		for _, p := range e.Stories[i].Paragraphs {
			for _, s := range p.Sentences {
				seen = append(seen, b.today.vector(s.Text))
			}
		}
	}
	out := body[:0]
	for i, s := range body {
		v := b.today.vector(s.Text)
		repeated := false
		for _, o := range seen {
			repeated = repeated || v.dot(o) > .5
		}
		if repeated && i > 0 {
			continue
		}
		seen = append(seen, v)
		out = append(out, s)
	}
	return out
}

// paragraphsOf breaks a story of more than 85 words in two.
func paragraphsOf(body []Sentence) []Paragraph {
	if len(body) == 0 {
		return []Paragraph{}
	}
	total := 0
	for _, s := range body {
		total += wordCount(s.Text)
	}
	if total <= 85 || len(body) < 4 {
		return []Paragraph{{body}}
	}
	n, cut := 0, len(body)
	for i, s := range body {
		n += wordCount(s.Text)
		if n >= total/2 {
			cut = i + 1
			break
		}
	}
	if cut >= len(body) {
		return []Paragraph{{body}}
	}
	return []Paragraph{{body[:cut]}, {body[cut:]}}
}

func storyWords(s *Story) int {
	n := wordCount(s.Title)
	for _, p := range s.Paragraphs {
		for _, sent := range p.Sentences {
			n += wordCount(sent.Text)
		}
	}
	return n
}

// total estimates the words of the recap as it stands.
func (b *builder) total(e *Edition) int {
	n := b.overhead(e)
	for i := range e.Stories {
		n += storyWords(&e.Stories[i])
	}
	return n
}

// overhead estimates the words that stand around the stories: lede, lines of links, people, what is next, how to join, coverage.
func (b *builder) overhead(e *Edition) int {
	n := ledeWords
	n += 40 // also discussed
	n += wordCount(b.opt.Community.Join) + 12
	n += 3 * min(len(e.Newcomers), 6)
	n += 6 * min(len(e.Organizations), 6)
	n += 12 * len(e.Votes)
	n += 12 * len(e.Upcoming)
	n += 8
	return n
}

// also names the next best threads.
func (b *builder) also(rest, told []*story) []Also {
	out := []Also{}
	seen := map[string]bool{}
	for _, s := range rest {
		if len(out) == 6 || s.score < 0 || sharesThread(s, told) || len(s.joins) == 1 && s.joins[0] == joinStream || s.reasons["says little"] != 0 || s.reasons["looks like spam"] != 0 || s.kind == kindStatus && len(s.posts) < 2 {
			continue
		}
		p := s.lead()
		if s.opener().in {
			p = s.opener()
		}
		if p.URL == "" || seen[p.URL] || seen[s.title] {
			continue
		}
		seen[p.URL], seen[s.title] = true, true
		out = append(out, Also{s.title, p.URL, []string{p.id}})
	}
	return out
}

// questions are the opening posts of the period that ask and that nobody else has answered.
func (b *builder) questions(all []*story, told []Story) []Question {
	out := []Question{}
	for _, s := range all {
		p := s.opener()
		if s.kind != kindQuestion || !p.in || len(s.posts) > 3 || s.reasons["looks like spam"] != 0 || trivial(s) {
			continue
		}
		alone := true
		for _, q := range s.posts {
			alone = alone && q.ident == p.ident
		}
		if alone && len(out) < 5 {
			out = append(out, Question{s.title, p.URL, p.who, p.Published.In(b.in.Window.Zone), p.id})
			b.cite(p)
		}
	}
	return out
}

func (b *builder) cite(p *post)           { b.cited[p.id] = true }
func (b *builder) citeID(id string)       { b.cited[id] = true }
func (b *builder) day(t time.Time) string { return t.In(b.in.Window.Zone).Format("2 January 2006") }

// name gives the edition its id, title, slug and address.
func (b *builder) name(e *Edition) {
	slug := b.in.Window.slug()
	e.ID = safeName(b.opt.Digest) + "-" + slug
	e.Slug = safeName(b.opt.Community.Name) + "-recap-" + slug
	what := b.opt.Community.Name
	when := b.in.Window.label()
	if i := strings.Index(when, ", "); i >= 0 && b.in.Window.days() == 1 {
		when = when[i+2:]
	}
	switch {
	case e.Event != nil && e.Event.Days > 1:
		e.Title = "Day " + itoa(e.Event.Day) + " of " + e.Event.Name
		if b.in.Window.days() > 1 {
			e.Title = e.Event.Name
		}
		e.Slug = safeName(e.Event.Name) + "-" + slug
	case e.Event != nil:
		e.Title = e.Event.Name
	default:
		e.Title = what + " recap, " + when
	}
	if len(e.Stories) > 0 {
		e.Title += ": " + clip(e.Stories[0].Title, 70)
	}
	if b.opt.URL != "" {
		last := b.in.Window.lastDay()
		e.URL = strings.NewReplacer("{slug}", e.Slug, "{date}", last.Format(time.DateOnly), "{year}", last.Format("2006"), "{month}", last.Format("01"), "{day}", last.Format("02"), "{id}", e.ID).Replace(b.opt.URL)
	}
}

func itoa(n int) string {
	if n < 0 {
		return "-" + itoa(-n)
	}
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// safeName turns a name into a part of a file name and URL: lower-case letters and digits, words joined by hyphens.
func safeName(s string) string {
	var out strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if dash && out.Len() > 0 {
				out.WriteByte('-')
			}
			dash = false
			out.WriteRune(r)
		case r >= 0x80 && utf8.ValidRune(r):
			if f, ok := folds[r]; ok {
				out.WriteString(f)
				dash = false
			} else {
				dash = true
			}
		default:
			dash = true
		}
	}
	if out.Len() == 0 {
		return "recap"
	}
	return out.String()
}

var folds = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'é': "e", 'è': "e", 'ê': "e", 'á': "a", 'à': "a", 'â': "a", 'å': "a", 'í': "i", 'ó': "o", 'ô': "o", 'ø': "o", 'ú': "u", 'ñ': "n", 'ç': "c", 'š': "s", 'ž': "z", 'č': "c", 'ł': "l"}

func candidates(ranked []*story) []Candidate {
	out := make([]Candidate, 0, len(ranked))
	for i, s := range ranked {
		c := Candidate{Rank: i + 1, Story: s.opener().id, Title: s.title, Score: s.score, Reasons: s.reasons, Posts: []string{}}
		for _, p := range s.posts {
			c.Posts = append(c.Posts, p.id)
		}
		out = append(out, c)
	}
	return out
}

// list fills Posts with everything that is cited, by date, then key.
func (b *builder) list(e *Edition) {
	for _, c := range e.Candidates {
		for _, id := range c.Posts {
			b.cited[id] = true
		}
	}
	var posts []*post
	for id := range b.cited {
		if p := b.byID[id]; p != nil {
			posts = append(posts, p)
		}
	}
	sort.Slice(posts, func(i, j int) bool {
		if !posts[i].Published.Equal(posts[j].Published) {
			return posts[i].Published.Before(posts[j].Published)
		}
		if posts[i].Key != posts[j].Key {
			return posts[i].Key < posts[j].Key
		}
		return posts[i].id < posts[j].id
	})
	e.Posts = make([]PostRef, 0, len(posts))
	for _, p := range posts {
		source := ""
		if len(p.Sources) > 0 {
			source = p.Sources[0]
		}
		e.Posts = append(e.Posts, PostRef{ID: p.id, Source: source, Key: p.Key, Kind: p.Kind, URL: p.URL, Author: p.who, Organization: p.org,
			Date: p.Published.UTC(), Title: p.Title, Thread: b.in.Roots[p.Thread]})
	}
	if e.Stories == nil {
		e.Stories = []Story{}
	}
	for i := range e.Stories {
		if e.Stories[i].Reasons == nil {
			e.Stories[i].Reasons = map[string]float64{}
		}
	}
}
