package digest

import (
	"slices"
	"sort"
	"strings"

	"recap/digest/internal/lazyregexp"
	"recap/store"
)

// A builder makes one edition; it lives for one Build.
type builder struct {
	in       *Input
	opt      Options
	lang     *language // of the recap
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
	evident   map[*post]*evidence // what cited posts carry
	names     map[string]bool     // of everybody who wrote, filled when the gate asks
	refused   []string            // what the gate kept out, and why
	decided   Decisions           // the editor's, under the ids of the present stories
}

func newBuilder(in *Input, opt Options) *builder {
	lang := languageFor(opt.Community.Language)
	return &builder{in: in, opt: opt, lang: lang, lex: newLexicon(lang), today: newLexicon(lang), byID: map[string]*post{}, byKey: map[string]*post{}, shares: map[string]int{},
		spammers: map[string]bool{}, told: map[string]bool{}, cited: map[string]bool{}, placed: map[string]bool{}, verbs: map[string]int{},
		evident: map[*post]*evidence{}}
}

// Build makes the edition of in. It is pure: the same input gives the same edition, byte for byte.
func Build(in *Input, opt Options) (*Edition, error) {
	return newBuilder(in, opt.withDefaults()).build()
}

// build makes the edition, once.
func (b *builder) build() (*Edition, error) {
	in, opt := b.in, b.opt
	context := b.prepare()
	b.ownTags()
	ts := threads(b.people, context)
	b.matchTalks(ts)
	ss := stories(ts, b.own, b.lex)
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

	e := &Edition{Schema: Schema, Revision: 1, Digest: opt.Digest, Language: toldIn(opt.Community.Language)}
	e.Community = CommunityInfo{opt.Community.Name, opt.Community.URL, opt.Community.Join, append([]string{}, opt.Community.Hashtags...)}
	w := in.Window
	e.Period = Period{w.Start.In(w.Zone), w.End.In(w.Zone), w.Zone.String(), w.label(b.lang)}
	e.Event = w.event(opt.Events)
	e.Coverage = coverage(in)
	e.People, e.Organizations = roster(b.named())
	e.Stats = b.stats(ts, e)
	e.Newcomers, e.Returning = b.newcomers(), b.returning()
	kept := b.decide(e, ss)
	e.Votes = b.votes(kept)
	e.Upcoming = b.upcoming(kept, e.Votes)
	e.Talks = b.programme(kept)
	b.compose(e, kept)
	e.Stats.Stories = len(e.Stories)
	e.Questions = b.questions(ss)
	e.Also = slices.DeleteFunc(e.Also, func(a Also) bool { // one list is enough for a thread
		return slices.ContainsFunc(e.Questions, func(q Question) bool { return q.URL == a.URL })
	})
	for _, a := range e.Also {
		b.citeID(a.Sources[0])
	}
	b.name(e)
	b.entitle(e)
	e.Lede = b.lede(e, ss)
	b.gateLede(e, ss)
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
			s.Text, s.Anchor = apostrophe.ReplaceAllString(s.Text, "$1’$2"), apostrophe.ReplaceAllString(s.Anchor, "$1’$2")
			return
		}
		before, after, ok := strings.Cut(s.Text, s.Quote.Text)
		if ok {
			s.Text = apostrophe.ReplaceAllString(before, "$1’$2") + s.Quote.Text + apostrophe.ReplaceAllString(after, "$1’$2")
		}
		s.Anchor = apostrophe.ReplaceAllString(s.Anchor, "$1’$2")
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

var apostrophe = lazyregexp.New(`([\pL\pN])'(\pL)`)

// prepare wraps the posts and counts what the community's words are.
func (b *builder) prepare() (context []*post) {
	var context2, all []*post
	for i := range b.in.Posts {
		p := newPost(&b.in.Posts[i], true, b.lang)
		b.all = append(b.all, p)
	}
	for i := range b.in.Context {
		context2 = append(context2, newPost(&b.in.Context[i], false, b.lang))
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
			key := p.ident + "\x00" + strings.ToLower(p.statusText())
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
		out = append(out, Also{s.heading(), p.URL, []string{p.id}})
	}
	return out
}

func (b *builder) cite(p *post)     { b.cited[p.id] = true }
func (b *builder) citeID(id string) { b.cited[id] = true }

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
		root := b.in.Roots[p.Thread]
		if root == "" { // a carried question, alone in its thread
			root = p.id
		}
		e.Posts = append(e.Posts, PostRef{ID: p.id, Source: source, Key: p.Key, Kind: p.Kind, URL: p.URL, Author: p.who, Organization: p.org,
			Date: p.Published.UTC(), Title: p.Title, Thread: root})
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
