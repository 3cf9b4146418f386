// Package digest makes the edition of a period from stored posts, and nothing else: no clock, no network, no file.
//
// Its rooms stand in one direction, each a pure function from values to values:
//
//	load      what an edition depends on, read from the store
//	period    which days it is about; edit: what an editor has decided about it
//	post      a stored post as the rooms see it; prose: its words cut into sentences; language: one table of words and cues a language
//	story     posts that belong together, what became of them, how much they matter, what is spam
//	stream    the sessions of a hashtag stream
//	people    who took part, for whom they work, who is new
//	write     which sentences are printed of a story: verbatim excerpts
//	model     the same by a language model, or prose of its own, held against the posts; what it is asked, and what its answers make
//	proof     whether a sentence stands in the posts that it cites; it knows no writer
//
// Build in this package puts together what they return: it chooses what is told for the period (choose.go), gives every
// other thread a line (lists.go), and writes the head of the edition from metadata (top.go). Packages render and
// deliver take the edition from there.
//
// The program never rewords a person. It prints whole sentences, verbatim, under the name of who wrote them, or
// nothing; its own words come from metadata: names, dates, counts, acts and states. Every post of the period is in
// exactly one place: a story, a line of the rest, or a count.
package digest

import (
	"slices"
	"sort"

	"recap/digest/language"
	"recap/digest/load"
	"recap/digest/model"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/story"
)

// Build makes the edition of in. It is pure: the same input gives the same edition, byte for byte.
func Build(in *load.Input, opt Options) (*Edition, error) {
	opt = opt.withDefaults(in.Window.Length())
	m := prepare(in, opt)
	e := &Edition{Schema: Schema, Revision: 1, Digest: opt.Digest, Language: opt.tag()}
	e.Community = CommunityInfo{opt.Community.Name, opt.Community.URL, opt.Community.Join, append([]string{}, opt.Community.Hashtags...)}
	w := in.Window
	e.Period = Period{w.Start.In(w.Zone), w.End.In(w.Zone), w.Zone.String(), w.Label(&opt.Language.Phrases)}
	e.Event = eventOf(w, opt.Events)
	e.Coverage = coverage(in)

	b := &builder{in: in, opt: opt, lang: opt.Language, m: m, e: e, words: map[string]string{}}
	b.index()
	b.streamed = b.stream()
	ranked := b.stories()
	b.startWriter()
	b.tell(b.decide(ranked), b.streamed)
	b.lists(ranked)
	b.front()
	b.rewordLede()
	b.top()
	b.account()
	b.prove()
	b.late(ranked)
	b.headline()
	b.link()
	if opt.Explain {
		e.Candidates = candidates(ranked)
	}
	b.posts()
	return e, nil
}

// A builder is one call of Build: what the rooms below have made of the input, and the edition that it goes into.
type builder struct {
	in   *load.Input
	opt  Options
	lang *language.Language
	m    *material
	e    *Edition

	streamed *streamed
	general  []string          // ids of stories whose headings are no news: "Most shared"
	plain    []string          // ids of stories whose headings only say when or who
	words    map[string]string // story -> the post whose word made its state
	notices  []*story.Story    // security notices that are only listed
	writer   *model.Writer     // nil: the program alone
	headed   string            // the headline that a model gave, "" for none

	byID map[string]*post.Post
	made map[string]bool // words and numbers that own sentences may have without evidence
}

// index finds the posts by their ids.
func (b *builder) index() {
	b.byID = make(map[string]*post.Post, len(b.m.past)+len(b.m.all))
	for _, list := range [][]*post.Post{b.m.late, b.m.past, b.m.all} {
		for _, p := range list {
			b.byID[p.ID] = p
		}
	}
}

// link notes where the links of quoted words lead.
func (b *builder) link() {
	links := func(text, source string) []string {
		if p := b.byID[source]; p != nil {
			return proof.Links(text, p.Text)
		}
		return nil
	}
	for i := range b.e.Stories {
		s := &b.e.Stories[i]
		for _, p := range s.Paragraphs {
			for _, x := range p.Sentences {
				if x.Quote != nil {
					x.Quote.Links = links(x.Quote.Text, x.Quote.Source)
				}
			}
		}
		for k := range s.Voices {
			s.Voices[k].Links = links(s.Voices[k].Text, s.Voices[k].Source)
		}
	}
	for _, r := range b.e.Rest {
		if r.Quote != nil {
			r.Quote.Links = links(r.Quote.Text, r.Quote.Source)
		}
	}
}

// stories gathers and ranks the threads of the period.
func (b *builder) stories() []*story.Story {
	var mail []*post.Post
	for _, p := range b.m.people {
		if !p.IsStatus() {
			mail = append(mail, p)
		}
	}
	var past []*post.Post
	for _, p := range b.m.past {
		if !p.IsStatus() {
			past = append(past, p)
		}
	}
	all := story.Gather(past, mail, b.m.community)
	story.Rank(all, b.m.community)
	return all
}

// tell chooses the stories that are told, with what the stream brought, and lists the others.
func (b *builder) tell(kept []*story.Story, s *streamed) {
	room := b.opt.MaxStories
	share := min(s.room(room, len(b.m.people)), max(1, room-len(haveTo(kept, b.m))))
	share = max(share, min(room, s.pinned()))
	told, rest := choose(kept, b.m, b.opt, room-share)
	var listed []*story.Story
	told, listed = trim(told, b.opt.Words-s.words(share))
	b.arrange(told)
	hear(told, b.m.lex, besides(b.m.community, told, b.opt.Words)-s.words(share))
	for _, t := range told {
		told := b.story(t)
		b.written(&told, t)
		b.e.Stories = append(b.e.Stories, told)
	}
	if len(told) == 0 {
		share = room
	}
	shown, others := s.split(min(share, room-len(told)))
	shown, others = s.fill(shown, others, min(fewest, room)-len(told), room, len(told) == 0)
	for _, x := range shown {
		part := b.session(x, s)
		b.writtenSession(&part, x)
		b.e.Stories = append(b.e.Stories, part)
	}
	b.inOrder(b.e.Stories)
	for i := range b.e.Stories {
		b.reword(&b.e.Stories[i])
	}
	b.e.Stats.Stories = len(b.e.Stories)
	rest = append(rest, listed...)
	b.notices = slices.DeleteFunc(slices.Clone(rest), func(x *story.Story) bool { return x.Dropped || x.Kind != story.Security || !x.Opener.In })
	b.rest(rest, others, s)
	b.numbers(len(kept) + s.threads())
}

// arrange puts the stories into their sections, strongest first.
func (b *builder) arrange(told []*telling) {
	for _, t := range told {
		t.Section = sectionOf(t.Story, b.opt.Sections)
	}
	sort.SliceStable(told, func(i, j int) bool {
		if told[i].Section != told[j].Section {
			return told[i].Section < told[j].Section
		}
		return told[i].Score > told[j].Score
	})
}

// inOrder puts the stories of each section into the order that the editor wants, those of no section last. Where the
// editor wants none they stay as they stand.
func (b *builder) inOrder(stories []Story) {
	d := &b.e.decided
	section := func(s *Story) int {
		if i := slices.IndexFunc(b.opt.Sections, func(x Section) bool { return x.Name == s.Section && s.Section != "" }); i >= 0 {
			return i
		}
		return len(b.opt.Sections)
	}
	place := func(s *Story) int {
		if i := slices.Index(d.Order, s.ID); i >= 0 {
			return len(d.Pin) + i
		}
		if i := slices.Index(d.Pin, s.ID); i >= 0 {
			return i
		}
		return len(d.Pin) + len(d.Order)
	}
	sort.SliceStable(stories, func(i, j int) bool {
		x, y := &stories[i], &stories[j]
		if section(x) != section(y) {
			return section(x) < section(y)
		}
		return place(x) < place(y)
	})
}

// numbers fills the statistics. threads are the threads of people and the sessions of a stream.
func (b *builder) numbers(threads int) {
	m, st := b.m, &b.e.Stats
	st.Posts, st.People, st.Threads, st.Sources = len(m.all), m.writers(), threads, m.sources()
	st.Machines, st.Shares, st.Spam = len(m.machines), len(m.shares), len(m.spam)
	st.Withheld += len(m.withheld)
	st.Usual = usual(b.in.Usual)
}

// posts fills the list of the posts that anything in the edition cites.
func (b *builder) posts() {
	cited := cites(b.e)
	var list []*post.Post
	for id := range cited {
		if p := b.byID[id]; p != nil {
			list = append(list, p)
		}
	}
	sort.Slice(list, func(i, j int) bool {
		x, y := list[i], list[j]
		if !x.Published.Equal(y.Published) {
			return x.Published.Before(y.Published)
		}
		if x.Key != y.Key {
			return x.Key < y.Key
		}
		return x.ID < y.ID
	})
	b.e.Posts = make([]PostRef, 0, len(list))
	for _, p := range list {
		b.e.Posts = append(b.e.Posts, b.ref(p))
	}
}

func (b *builder) ref(p *post.Post) PostRef {
	source, root := "", b.in.Roots[p.Thread]
	if len(p.Sources) > 0 {
		source = p.Sources[0]
	}
	if root == "" {
		root = p.ID
	}
	return PostRef{ID: p.ID, Source: source, Key: p.Key, Kind: p.Kind, URL: p.URL, Author: p.Who, Organization: p.Org, Date: p.Published.UTC(), Title: p.Title, Thread: root}
}

// cites returns the ids of all posts that e names.
func cites(e *Edition) map[string]bool {
	ids := map[string]bool{}
	add := func(list ...string) {
		for _, id := range list {
			ids[id] = true
		}
	}
	for _, s := range e.Stories {
		add(s.Sources...)
		for _, v := range s.Voices {
			add(v.Source)
			if v.To != nil {
				add(v.To.Source)
			}
		}
		for _, p := range s.Paragraphs {
			if p.To != nil {
				add(p.To.Source)
			}
			for _, x := range p.Sentences {
				add(x.Sources...)
			}
		}
	}
	for _, l := range []Lede{e.Lede, e.Narrative} {
		for _, x := range l.Sentences {
			add(x.Sources...)
		}
	}
	for _, r := range e.Rest {
		add(r.Sources[0])
		if r.Quote != nil {
			add(r.Quote.Source)
		}
	}
	for _, n := range e.Newcomers {
		add(n.Source)
	}
	for _, r := range e.Returning {
		add(r.Source)
	}
	for _, q := range e.Questions {
		add(q.Source)
	}
	for _, v := range e.Votes {
		add(v.Source)
	}
	for _, u := range e.Upcoming {
		add(u.Sources...)
	}
	for _, t := range e.Talks {
		add(t.Sources...)
	}
	for _, l := range e.Late {
		add(l.ID)
	}
	for _, c := range e.Candidates {
		add(c.Posts...)
	}
	return ids
}

// WithoutCandidates returns e as Build makes it without Options.Explain.
func (e *Edition) WithoutCandidates() *Edition {
	plain := *e
	plain.Candidates, plain.Writing = nil, nil
	cited := cites(&plain)
	plain.Posts = slices.DeleteFunc(slices.Clone(e.Posts), func(r PostRef) bool { return !cited[r.ID] })
	return &plain
}

// Cited returns the ids of all posts that e names, in the order of e.Posts.
func (e *Edition) Cited() []string {
	ids := make([]string, len(e.Posts))
	for i := range e.Posts {
		ids[i] = e.Posts[i].ID
	}
	return ids
}

func candidates(ranked []*story.Story) []Candidate {
	out := make([]Candidate, 0, len(ranked))
	for i, s := range ranked {
		c := Candidate{Rank: i + 1, Story: s.ID(), Title: s.Heading(), Score: s.Score, Reasons: s.Reasons, Posts: []string{}}
		for _, p := range s.Posts {
			c.Posts = append(c.Posts, p.ID)
		}
		out = append(out, c)
	}
	return out
}
