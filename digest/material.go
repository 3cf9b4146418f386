package digest

import (
	"maps"
	"net/url"
	"slices"
	"sort"
	"strings"

	"recap/digest/load"
	"recap/digest/people"
	"recap/digest/post"
	"recap/digest/story"
	"recap/store"
)

// A material is the posts of an edition, each where it counts.
type material struct {
	lex       *post.Lexicon
	all       []*post.Post // of the period, by date, without sources that are in no number
	people    []*post.Post // what people wrote and may be told
	statuses  []*post.Post // of these, the hashtag posts
	past      []*post.Post // before the period, by date
	late      []*post.Post // before the period, too late for the editions of then, and to be told
	machines  []*post.Post
	shares    []*post.Post
	spam      []*post.Post
	withheld  []*post.Post
	copies    map[*post.Post]bool // articles that another feed brought better, and which are in no other list
	community *story.Community
}

// prepare wraps the posts of in and sorts them by what may be told of them.
func prepare(in *load.Input, opt Options) *material {
	m := &material{lex: post.NewLexicon(opt.Language)}
	home := opt.Language
	for i := range in.Posts {
		if p := &in.Posts[i]; counted(p, opt.Publish) {
			m.all = append(m.all, post.New(p, true, home, m.lex))
		}
	}
	sort.SliceStable(m.all, func(i, j int) bool { return post.Before(m.all[i], m.all[j]) })
	m.wrapPast(in, opt)
	m.wrapLate(in, opt)
	one := people.Unite(slices.Concat(m.past, m.late, m.all))
	people.NameOrganisations(slices.Concat(m.late, m.past, m.all), opt.Community.Organizations, opt.Community.Name)
	m.community = communityOf(in, opt, m)
	m.community.Histories = people.Together(in.Histories, one)
	var may []*post.Post
	shared := map[string]int{}
	for _, p := range m.all {
		switch {
		case p.Machine != "" || p.Author.Bot:
			m.machines = append(m.machines, p)
		case p.ShareOf != "":
			m.shares = append(m.shares, p)
			shared[p.ShareOf]++
		case p.Policy != store.PolicyQuote || !published(p.Post, opt.Publish):
			m.withheld = append(m.withheld, p)
		default:
			may = append(may, p)
		}
	}
	m.copies = post.Copies(may)
	may, m.all = without(may, m.copies), without(m.all, m.copies)
	for i, p := range m.past {
		if i < 1500 {
			m.lex.Add(p.Terms())
		}
	}
	for _, p := range may {
		p.Shared = shared[p.Key]
		m.lex.Add(p.Terms())
	}
	junk := story.Spam(may, m.community)
	for _, p := range may {
		switch {
		case junk[p]:
			m.spam = append(m.spam, p)
			continue
		case p.IsStatus():
			m.statuses = append(m.statuses, p)
		}
		m.people = append(m.people, p)
	}
	m.sortLate()
	return m
}

// wrapPast wraps the posts before the period, each once.
func (m *material) wrapPast(in *load.Input, opt Options) {
	seen := map[string]bool{}
	for _, list := range [][]store.Post{in.Context, in.Background} {
		for i := range list {
			p := &list[i]
			id := p.ID()
			if seen[id] || p.Machine != "" || p.ShareOf != "" || p.Policy != store.PolicyQuote || !published(p, opt.Publish) || !counted(p, opt.Publish) {
				continue
			}
			seen[id] = true
			m.past = append(m.past, post.New(p, false, opt.Language, m.lex))
		}
	}
	sort.SliceStable(m.past, func(i, j int) bool { return post.Before(m.past[i], m.past[j]) })
}

// wrapLate wraps the posts that came late and may be told.
func (m *material) wrapLate(in *load.Input, opt Options) {
	for i := range in.Late {
		p := &in.Late[i].Post
		if p.Machine == "" && !p.Author.Bot && p.ShareOf == "" && p.Policy == store.PolicyQuote && published(p, opt.Publish) && counted(p, opt.Publish) {
			m.late = append(m.late, post.New(p, false, opt.Language, m.lex))
		}
	}
}

// sortLate leaves out the late posts that are spam and the articles that another feed brought.
func (m *material) sortLate() {
	if len(m.late) == 0 {
		return
	}
	came := map[string]bool{}
	for _, p := range m.late {
		came[p.ID] = true
	}
	known := slices.DeleteFunc(append(slices.Clone(m.past), m.all...), func(p *post.Post) bool { return came[p.ID] })
	m.late = without(m.late, post.Copies(m.late))
	m.late = slices.DeleteFunc(m.late, func(p *post.Post) bool { return post.IsCopy(p, known) })
	c := *m.community
	c.Histories = maps.Clone(c.Histories)
	for _, p := range m.late { // they are part of what their writers wrote before the period
		h := c.Histories[p.Ident]
		h.Posts = max(h.Posts-1, 0)
		c.Histories[p.Ident] = h
	}
	m.late = without(m.late, story.Spam(m.late, &c))
}

// counted reports whether p is in the numbers: not if all of its sources are to be in none.
func counted(p *store.Post, publish map[string]string) bool {
	return len(p.Sources) == 0 || slices.ContainsFunc(p.Sources, func(s string) bool { return publish[s] != "none" })
}

// published reports whether words of p may be shown: one of its sources lets them.
func published(p *store.Post, publish map[string]string) bool {
	return len(p.Sources) == 0 || slices.ContainsFunc(p.Sources, func(s string) bool { return publish[s] == "" || publish[s] == "full" })
}

// communityOf is what is known beside the posts.
func communityOf(in *load.Input, opt Options, m *material) *story.Community {
	c := &story.Community{Start: in.Window.Start, End: in.Window.End, First: in.First, Lexicon: m.lex, Roots: in.Roots,
		Told: map[string]bool{}, Hosts: map[string]int{}}
	for _, t := range in.Told {
		c.Told[t.Thread] = true
	}
	for _, p := range m.past {
		for _, l := range p.Links {
			if u, err := url.Parse(l); err == nil {
				c.Hosts[u.Host]++
			}
		}
	}
	for _, own := range []string{opt.Community.URL} {
		if u, err := url.Parse(own); err == nil {
			c.Hosts[u.Host]++
		}
	}
	return c
}

// named returns those of posts whose authors may stand in lists of people.
func named(posts []*post.Post, idsOnly map[string]bool) []*post.Post {
	if len(idsOnly) == 0 {
		return posts
	}
	return slices.DeleteFunc(slices.Clone(posts), func(p *post.Post) bool {
		return len(p.Sources) > 0 && !slices.ContainsFunc(p.Sources, func(s string) bool { return !idsOnly[s] })
	})
}

// writers counts the people who wrote, whatever may be told of them.
func (m *material) writers() int {
	seen := map[string]bool{}
	for _, list := range [][]*post.Post{m.people, m.withheld} {
		for _, p := range list {
			if p.Ident != "" {
				seen[p.Ident] = true
			}
		}
	}
	return len(seen)
}

// sources counts the sources with a post in the period.
func (m *material) sources() int {
	seen := map[string]bool{}
	count := func(p *post.Post) {
		for _, s := range p.Sources {
			seen[strings.TrimSpace(s)] = true
		}
	}
	for _, p := range m.all {
		count(p)
	}
	for p := range m.copies {
		count(p)
	}
	return len(seen)
}

// without returns posts without those that are in gone.
func without(posts []*post.Post, gone map[*post.Post]bool) []*post.Post {
	if len(gone) == 0 {
		return posts
	}
	return slices.DeleteFunc(slices.Clone(posts), func(p *post.Post) bool { return gone[p] })
}
