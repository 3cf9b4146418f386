package digest

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"recap/digest/language"
	"recap/digest/load"
	"recap/digest/people"
	"recap/digest/period"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/prose"
	"recap/digest/story"
	"recap/digest/stream"
	"recap/digest/write"
)

const (
	maxQuestions = 5  // unanswered questions of before that an edition lists
	carryDays    = 14 // how long a question without an answer is carried over
	quotedRest   = 16 // lines of what is not told that have a sentence
)

// lists fills the lists of people, votes, questions and days to come.
func (b *builder) lists(ranked []*story.Story) {
	e := b.e
	may := named(b.m.people, b.opt.IDsOnly)
	e.People, e.Organizations = roster(may)
	e.Stats.Organizations = len(e.Organizations)
	e.Newcomers = []Newcomer{}
	known := b.known()
	for _, p := range known.Newcomers(may) {
		e.Newcomers = append(e.Newcomers, Newcomer{p.Who, p.ID})
	}
	for _, p := range known.Returning(may) {
		e.Returning = append(e.Returning, Returner{p.Who, b.m.community.Histories[p.Ident].Last.In(b.in.Window.Zone), p.ID})
	}
	e.Also = []Also{}
	e.Votes = b.votes(ranked)
	e.Questions = b.carried(ranked)
	e.Talks = b.programme()
	e.Upcoming = b.upcoming(ranked)
}

func roster(posts []*post.Post) ([]Person, []Organization) {
	who, orgs := people.Roster(posts)
	outPeople, outOrgs := make([]Person, len(who)), make([]Organization, len(orgs))
	for i, p := range who {
		outPeople[i] = Person(p)
	}
	for i, o := range orgs {
		outOrgs[i] = Organization(o)
	}
	return outPeople, outOrgs
}

// rest lists the threads and sessions that are not told, largest first, then oldest.
func (b *builder) rest(stories []*story.Story, sessions []*session, s *streamed) {
	type row struct {
		Rest
		first *post.Post
		says  func() *Quote
	}
	var rows []row
	for _, x := range stories {
		if x.Dropped {
			b.e.Stats.Withheld += len(x.Posts)
			continue
		}
		first := x.Posts[0]
		by := first.Who
		url := urlOf(x)
		if len(x.Posts) == 1 && first.URL != "" { // the line is about this post, and not about a thread of years ago
			url = first.URL
		}
		line := Rest{Title: b.title(x), URL: url, Sources: ids(x.Posts), People: len(x.People), By: by, State: x.State}
		rows = append(rows, row{line, first, func() *Quote { return b.says(x) }})
	}
	for _, x := range sessions {
		first := cmp.Or(x.headed, x.posts[0])
		line := Rest{Title: x.heading, URL: first.URL, Sources: ids(x.posts), People: countPeople(x.posts), By: s.name(first),
			State: story.Published}
		rows = append(rows, row{line, x.posts[0], func() *Quote { return b.shows(x, s) }})
	}
	sort.SliceStable(rows, func(i, j int) bool {
		if len(rows[i].Sources) != len(rows[j].Sources) {
			return len(rows[i].Sources) > len(rows[j].Sources)
		}
		return post.Before(rows[i].first, rows[j].first)
	})
	b.e.Rest = make([]Rest, len(rows))
	said := map[string]bool{}
	for i := range rows {
		if b.e.Rest[i] = rows[i].Rest; i >= quotedRest {
			continue
		}
		// what several say in the same words is about none of their matters
		if q := rows[i].says(); q != nil && !said[q.Text] && !strings.HasPrefix(q.Text, rows[i].Title) {
			if said[q.Text] = true; !slices.Contains(b.e.decided.Unquote, q.Source) {
				b.e.Rest[i].Quote = q
			}
		}
	}
}

// says returns a sentence of a thread that is listed; nil if none of it stands for it.
func (b *builder) says(s *story.Story) *Quote {
	x := write.Gist(s, b.m.lex)
	if x == nil || proof.Excerpt(x.Text, x.Post.Text) != "" {
		return nil
	}
	return &Quote{Text: x.Text, By: x.Post.Who, Source: x.Post.ID}
}

// shows returns a short post of a session that is listed, the best of those that are told where it is told; nil if there
// is none.
func (b *builder) shows(x *session, s *streamed) *Quote {
	for _, p := range x.picks {
		who, relayed := s.Speaker(p)
		text := stream.Excerpt(p)
		if n := prose.Count(text); relayed == "" && n > 0 && n <= write.GistMost && proof.Excerpt(text, p.Text) == "" {
			return &Quote{Text: text, By: who, Source: p.ID}
		}
	}
	return nil
}

func countPeople(posts []*post.Post) int {
	seen := map[string]bool{}
	for _, p := range posts {
		seen[p.Ident] = true
	}
	return len(seen)
}

// votes lists the votes with their tallies.
func (b *builder) votes(all []*story.Story) []Vote {
	out := []Vote{}
	for _, s := range all {
		v := s.Vote
		if v == nil || s.Dropped || s.Opener.Who == "" || s.Kind == story.Result && v.Plus+v.Zero+v.Minus == 0 && s.Opener.IsReply() {
			continue
		}
		out = append(out, Vote{Title: b.title(s), URL: urlOf(s), State: v.State, Plus: v.Plus, Zero: v.Zero, Minus: v.Minus, Deadline: v.Deadline, Source: s.Opener.ID, Disputed: len(v.Disputed)})
	}
	return out
}

// carried lists the questions of the two weeks before that nobody but their writers has added to since, newest first.
func (b *builder) carried(all []*story.Story) []Question {
	now := map[int64]bool{} // threads in which somebody wrote in the period
	for _, s := range all {
		for _, p := range s.All {
			now[p.Thread] = true
		}
	}
	type past struct {
		opener *post.Post
		others bool
	}
	threads := map[int64]*past{}
	answers := b.answers(all)
	for _, p := range b.m.past {
		t := threads[p.Thread]
		if t == nil {
			t = &past{opener: p}
			threads[p.Thread] = t
		}
		t.others = t.others || p.Ident != t.opener.Ident
	}
	since := b.in.Window.Start.AddDate(0, 0, -carryDays)
	var open []*post.Post
	for n, t := range threads {
		p := t.opener
		if t.others || now[n] || p.Published.Before(since) || p.IsReply() || p.IsStatus() || p.IsArticle() || p.Who == "" || p.Name == "" || p.Counts.Replies > 0 || story.KindOf(p) != story.Question || !seeks(p) || answers.has(p) {
			continue
		}
		open = append(open, p)
	}
	sort.Slice(open, func(i, j int) bool { return post.Before(open[j], open[i]) })
	out := []Question{}
	for _, p := range open[:min(len(open), maxQuestions)] {
		out = append(out, Question{p.Name, p.URL, p.Who, p.Published.In(b.in.Window.Zone), p.ID})
	}
	return out
}

// seeks reports whether the words of a post ask for something, and not its title alone, as that of an article does.
func seeks(p *post.Post) bool {
	return slices.ContainsFunc(p.Units(), func(u prose.Unit) bool {
		return u.Cues.Any(language.Seeks, language.Problem, language.Trouble) || u.Asks && !u.Cues.Has(language.Rhetoric)
	})
}

// titled are the answers of a period and before it by what they answer: those that name no post, as in the feed of a
// forum, say it by their title alone.
type titled map[string][]*post.Post

func (b *builder) answers(all []*story.Story) titled {
	out := titled{}
	add := func(p *post.Post) {
		if base := prose.Base(p.Title); base != "" && p.IsReply() {
			out[base] = append(out[base], p)
		}
	}
	for _, p := range b.m.past {
		add(p)
	}
	for _, s := range all {
		for _, p := range s.All {
			add(p)
		}
	}
	return out
}

// has reports whether somebody else answered the question in the same place later.
func (t titled) has(question *post.Post) bool {
	return slices.ContainsFunc(t[prose.Base(question.Title)], func(p *post.Post) bool {
		return p.Ident != question.Ident && post.Before(question, p) && slices.ContainsFunc(p.Sources, func(s string) bool { return slices.Contains(question.Sources, s) })
	})
}

// late lists the posts that came too late for the editions of their periods and stand nowhere else in this one, and
// which the editor did not drop, nor their threads.
func (b *builder) late(ranked []*story.Story) {
	if len(b.m.late) == 0 {
		return
	}
	elsewhere, dropped := cites(b.e), map[int64]bool{}
	for _, s := range ranked {
		elsewhere[s.ID()] = true // its heading, or its line, leads to its opening
		for _, p := range s.All {
			dropped[p.Thread] = dropped[p.Thread] || s.Dropped
		}
	}
	statuses := slices.DeleteFunc(slices.Clone(b.m.late), func(p *post.Post) bool { return !p.IsStatus() })
	junk := stream.Hangers(append(statuses, b.m.statuses...), b.streamOptions())
	zone := b.in.Window.Zone
	for _, p := range b.m.late {
		if elsewhere[p.ID] || dropped[p.Thread] || junk[p] || slices.Contains(b.e.decided.Drop, p.ID) {
			continue
		}
		who, title := p.Who, cmp.Or(b.e.decided.Rename[p.ID], p.Name, story.FirstWords(p), b.lang.Untitled)
		if p.IsStatus() {
			who = b.streamed.name(p)
		}
		of := &b.in.Late[slices.IndexFunc(b.in.Late, func(l load.Late) bool { return l.ID == p.ID })]
		w := period.Window{Start: of.Start.In(zone), End: of.End.In(zone), Zone: zone}
		b.e.Late = append(b.e.Late, Late{ID: p.ID, Title: title, By: who, Date: p.Published.In(zone), URL: p.URL,
			Edition: of.Edition, Period: w.Label(&b.lang.Phrases)})
	}
}

// tagsOf are the hashtags and categories of a post, and the tags before its subject.
func tagsOf(p *post.Post) []string {
	out := append([]string{}, p.Tags...)
	for _, t := range prose.Tags(p.Title) {
		out = append(out, strings.ToLower(t))
	}
	return out
}
