package digest

import (
	"slices"
	"strings"
	"time"

	"recap/digest/edit"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/prose"
	"recap/digest/story"
	"recap/digest/stream"
	"recap/digest/write"
)

// A streamed is the hashtag stream of the period as the edition tells it: what was announced, what was shared most, and
// the sessions.
type streamed struct {
	*stream.Stream
	lang  *language.Language
	parts []*session // that may be told, in the order of printing
	rest  []*session // that are listed
}

// A session is a part of a stream.
type session struct {
	heading string
	headed  *post.Post // whose words the heading is; nil if it is nobody's
	plain   bool       // the heading says when or who, and not what
	posts   []*post.Post
	picks   []*post.Post
	label   string
	state   string
	talk    *stream.Talk
	general bool // "Announced" and "Most shared": no news by their headings
	pinned  bool // by the editor
}

// stream reads the statuses of the period. Those that are about the same page or advisory as a thread stay in the
// timeline; the thread is told by itself.
func (b *builder) stream() *streamed {
	m, o := b.m, b.streamOptions()
	junk := stream.Hangers(m.statuses, o)
	if len(junk) > 0 {
		var kept, people []*post.Post
		for _, p := range m.people {
			switch {
			case junk[p]:
				m.spam = append(m.spam, p)
				continue
			case p.IsStatus():
				kept = append(kept, p)
			}
			people = append(people, p)
		}
		m.statuses, m.people = kept, people
	}
	s := &streamed{Stream: stream.Read(m.statuses, o), lang: b.lang}
	if len(s.Notices) > 0 {
		s.parts = append(s.parts, &session{heading: b.lang.Announced, posts: s.Notices, picks: s.Notices, label: write.Announcement, state: story.Announced, general: true})
	}
	if len(s.Most) > 0 {
		s.parts = append(s.parts, &session{heading: b.lang.MostShared, posts: s.Most, picks: s.Most, label: write.Opening, state: story.Published, general: true})
	}
	for _, x := range s.Sessions {
		s.parts = append(s.parts, &session{heading: x.Heading, headed: x.Headed, plain: x.Plain, posts: x.Posts, picks: x.Picks, label: write.Opening, state: story.Published, talk: x.Talk})
	}
	for _, x := range s.Rest {
		s.rest = append(s.rest, &session{heading: x.Heading, headed: x.Headed, plain: x.Plain, posts: x.Posts, picks: x.Picks, label: write.Opening, state: story.Published, talk: x.Talk})
	}
	return s
}

// streamOptions are what the statuses are read by.
func (b *builder) streamOptions() stream.Options {
	o := stream.Options{Language: b.lang, Lexicon: b.m.lex, Zone: b.in.Window.Zone, Own: b.ownTags(), Names: realNames(b.m), Known: func(ident string) bool { return b.m.community.Histories[ident].Posts > 0 }}
	for _, t := range talksIn(b.opt.Events, b.in.Window.Start, b.in.Window.End) {
		o.Talks = append(o.Talks, stream.Talk(t))
	}
	return o
}

// ownTags are the hashtags that the whole stream carries by configuration.
func (b *builder) ownTags() map[string]bool {
	own := map[string]bool{}
	fold := func(tags []string) {
		for _, t := range tags {
			own[strings.ToLower(strings.TrimLeft(t, "#＃"))] = true
		}
	}
	fold(b.opt.Community.Hashtags)
	for _, e := range b.opt.Events {
		fold(e.Hashtags)
	}
	return own
}

// realNames maps accounts to the names of those who are known by one.
func realNames(m *material) map[string]string {
	names := map[string]string{}
	for _, list := range [][]*post.Post{m.past, m.all} {
		for _, p := range list {
			if p.IsStatus() && p.Author.Handle != "" && strings.Contains(p.Who, " ") {
				names[strings.ToLower(p.Author.Handle)] = p.Who
			}
		}
	}
	return names
}

// id names the part of the stream: it is the id of its first post.
func (x *session) id() string { return x.posts[0].ID }

// all returns the parts of the stream, those that may be told first.
func (s *streamed) all() []*session { return slices.Concat(s.parts, s.rest) }

// decide applies the editor's decisions and returns how many posts they dropped.
func (s *streamed) decide(d *edit.Decisions) (dropped int) {
	keep := func(list []*session) (kept []*session) {
		for _, x := range list {
			if title := d.Rename[x.id()]; title != "" {
				x.heading, x.headed, x.plain, x.general = title, nil, false, false
			}
			x.pinned = slices.Contains(d.Pin, x.id()) || len(d.Text[x.id()]) > 0
			if slices.Contains(d.Drop, x.id()) && !x.pinned {
				dropped += len(x.posts)
				continue
			}
			kept = append(kept, x)
		}
		return kept
	}
	s.parts, s.rest = keep(s.parts), keep(s.rest)
	for _, x := range s.rest {
		if x.pinned && len(x.picks) > 0 {
			s.parts = append(s.parts, x)
		}
	}
	s.rest = slices.DeleteFunc(s.rest, func(x *session) bool { return slices.Contains(s.parts, x) })
	return dropped
}

// pinned counts the parts that the editor wants told.
func (s *streamed) pinned() (n int) {
	for _, x := range s.parts {
		if x.pinned {
			n++
		}
	}
	return n
}

// threads counts the parts of the stream, each as one thread.
func (s *streamed) threads() int { return len(s.parts) + len(s.rest) }

// name is who is shown as the writer of a status.
func (s *streamed) name(p *post.Post) string {
	who, _ := s.Speaker(p)
	return who
}

// room returns how many of max stories the stream may take beside threads: its share of people's posts, all where
// nobody else wrote.
func (s *streamed) room(most, posts int) int {
	n := 0
	for _, x := range s.all() {
		n += len(x.posts)
	}
	if n == posts {
		return min(most, len(s.parts))
	}
	if len(s.parts) == 0 {
		return 0
	}
	share := (most*n + posts/2) / posts
	return min(len(s.parts), max(1, min(share, most-min(most-1, fewest+1))))
}

// words counts what the first n parts print.
func (s *streamed) words(n int) int {
	total := 0
	for _, x := range s.parts[:min(n, len(s.parts))] {
		total += x.words()
	}
	return total
}

func (x *session) words() int {
	n := storyFrame
	for _, p := range x.picks {
		n += prose.Count(stream.Excerpt(p))
	}
	return n
}

// split returns the parts that are told in a recap with room for n, in the order of printing, and those that are
// listed.
func (s *streamed) split(n int) (told, listed []*session) {
	n = max(0, min(n, len(s.parts)))
	keep := map[*session]bool{}
	for _, x := range s.parts {
		if x.pinned && len(keep) < n {
			keep[x] = true
		}
	}
	for _, x := range s.parts { // what is announced and shared first, then the sessions with most people
		if x.general && len(keep) < n {
			keep[x] = true
		}
	}
	for len(keep) < n {
		var best *session
		for _, x := range s.parts {
			if !keep[x] && (best == nil || weight(x) > weight(best)) {
				best = x
			}
		}
		keep[best] = true
	}
	for _, x := range s.parts {
		if keep[x] {
			told = append(told, x)
		} else {
			listed = append(listed, x)
		}
	}
	return told, append(listed, s.rest...)
}

const (
	leastWords = 260 // that a stream alone is told in
	mostParts  = 6
)

// fill tells the best of the listed parts, too, until n are told: of a thin stream single posts, those first that were
// shared most. A stream that stands alone goes on until it has leastWords, or most parts.
func (s *streamed) fill(told, listed []*session, n, most int, alone bool) ([]*session, []*session) {
	words := func() int {
		total := 0
		for _, x := range told {
			total += x.words()
		}
		return total
	}
	for len(told) < n || alone && len(told) < min(most, mostParts) && words() < leastWords {
		best := -1
		for i, x := range listed {
			if len(x.picks) > 0 && (best < 0 || weight(x) > weight(listed[best])) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		told = append(told, listed[best])
		listed = slices.Delete(slices.Clone(listed), best, best+1)
	}
	slices.SortStableFunc(told, func(x, y *session) int {
		if x.general != y.general {
			if x.general {
				return -1
			}
			return 1
		}
		return x.posts[0].Published.Compare(y.posts[0].Published)
	})
	return told, listed
}

// weight is how much a part of a stream matters: what is about a talk first, then by its people, then by how often its
// posts were passed on.
func weight(x *session) int {
	n := 1000 * countPeople(x.posts)
	if x.talk != nil {
		n += 1_000_000
	}
	for _, p := range x.posts {
		n += min(p.Shared, 99)
	}
	return n
}

// session makes a story of a part of the stream: whole posts, each as it stands.
func (b *builder) session(x *session, s *streamed) Story {
	zone := b.in.Window.Zone
	out := Story{ID: x.posts[0].ID, Title: x.heading, Kind: story.Status, URL: x.posts[0].URL, Sources: ids(x.posts), People: []string{}, Reasons: map[string]float64{}, State: x.state,
		Since: x.posts[0].Published.In(zone), Writer: "excerpts", Voices: []Voice{}, Paragraphs: []Paragraph{}}
	if x.plain {
		b.plain = append(b.plain, out.ID)
	}
	if x.general {
		out.Outcome = b.lang.States[x.state]
		b.general = append(b.general, out.ID)
	}
	seen := map[string]bool{}
	for _, p := range x.posts {
		if !seen[p.Ident] {
			seen[p.Ident] = true
			out.People = append(out.People, s.name(p))
		}
	}
	for _, p := range x.picks {
		text := stream.Excerpt(p)
		if text == "" || proof.Excerpt(text, p.Text) != "" {
			continue
		}
		who, relaying := s.Speaker(p)
		at := p.Published.In(zone)
		out.Paragraphs = append(out.Paragraphs, Paragraph{Label: x.label, By: who, Organization: p.Org, Date: &at, Relayed: relaying,
			Sentences: []Sentence{{Text: text, Sources: []string{p.ID}, Quote: &Quote{Text: text, By: who, Source: p.ID}}}})
	}
	out.Facts = b.size(len(x.posts), len(out.People))
	if x.talk != nil {
		out.Facts += " · " + talkFacts(x.talk, zone, b.lang)
	}
	return out
}

// talkFacts says which talk a session was about.
func talkFacts(t *stream.Talk, zone *time.Location, l *language.Language) string {
	text := l.Quoted(t.Title)
	if len(t.Speakers) > 0 {
		text = language.Fill(l.TalkBy, "title", text, "who", l.Names(t.Speakers))
	}
	return text
}

const talkWords = 2 // of a title that names its talk by itself

// aboutTalk returns the ids of the posts of the session that is about a talk; where there is none, of those that name
// it by its title.
func (b *builder) aboutTalk(t Talk) []string {
	for _, list := range [][]*session{b.streamed.parts, b.streamed.rest} {
		for _, x := range list {
			if x.talk != nil && x.talk.Title == t.Title && x.talk.Start.Equal(t.Start) {
				return ids(x.posts)
			}
		}
	}
	title := strings.ToLower(t.Title)
	if prose.Count(title) < talkWords {
		return nil
	}
	var about []*post.Post
	for _, p := range b.m.people {
		if strings.Contains(strings.ToLower(p.Title+"\n"+strings.Join(strings.Fields(p.Text), " ")), title) {
			about = append(about, p)
		}
	}
	return ids(about)
}
