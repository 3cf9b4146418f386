package story

import (
	"slices"
	"sort"
	"strings"
	"time"

	"recap/digest/internal/lazyregexp"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/store"
)

// A Community is what is known beside the posts of the period.
type Community struct {
	Start, End time.Time                // of the period
	First      time.Time                // since when there are posts; zero where there are hardly any
	Histories  map[string]store.History // by Post.Ident, before the period
	Lexicon    *post.Lexicon
	Told       map[string]bool // ids of posts that recent editions told
	Roots      map[int64]string
	Hosts      map[string]int // host of a link -> in how many posts before the period it stood
}

const (
	goesOn       = 21 * 24 * time.Hour // after which the same subject is another thread
	goesOnMail   = 7 * 24 * time.Hour  // the same for who is not known to send series
	soon         = 36 * time.Hour      // in which the same subject is the same thread, whoever writes
	apartBelow   = .34                 // alikeness of subjects below which somebody took the reply button for a new mail
	storyCap     = 400                 // posts that a join of threads may come to
	copyAlike    = .8
	lookBack     = 25 // openings before one that may be its copy
	commonLink   = 12 // threads that may share a link before it is a footer or a home page
	manyOpenings = 3  // unanswered openings by one unknown writer that stand apart
)

// Gather makes stories of people's posts of the period (day) and of posts before it (past), both by date. Statuses are
// no part of it.
func Gather(past, day []*post.Post, c *Community) []*Story {
	g := &gathering{c: c, posts: append(append(make([]*post.Post, 0, len(past)+len(day)), past...), day...)}
	g.replies()
	g.subjects()
	g.copies(day)
	g.keys(day)
	g.floods(day)
	return g.stories()
}

// A gathering is one call of Gather: a union-find over groups of posts.
type gathering struct {
	c      *Community
	posts  []*post.Post
	group  map[*post.Post]int
	met    map[*post.Post]bool // those that have a group, or get one next
	parent []int
	size   []int
	why    map[int][]string
}

func (g *gathering) find(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

func (g *gathering) fresh() int {
	g.parent, g.size = append(g.parent, len(g.parent)), append(g.size, 0)
	return len(g.parent) - 1
}

// join puts the groups of a and b together, unless the story would be too large. why is kept for who asks.
func (g *gathering) join(a, b *post.Post, why string) {
	i, j := g.find(g.group[a]), g.find(g.group[b])
	if i == j || g.size[i]+g.size[j] > storyCap {
		return
	}
	if j < i {
		i, j = j, i
	}
	g.parent[j] = i
	g.size[i] += g.size[j]
	g.why[i] = append(append(g.why[i], g.why[j]...), why)
}

// replies groups posts by what they answer, and by thread. A post whose subject shares too little with that of the post
// it answers opens a thread of its own: a new matter, or a reply button taken for a new mail. Its answers go with it. But
// who opened a thread, or answers themselves, only gives it a better name.
func (g *gathering) replies() {
	byKey := keyed(g.posts)
	g.group, g.met, g.why = make(map[*post.Post]int, len(g.posts)), make(map[*post.Post]bool, len(g.posts)), map[int][]string{}
	ofThread, first := map[int64]int{}, map[int]*post.Post{}
	for _, p := range g.posts {
		for _, p := range g.ungrouped(p, byKey) {
			up := nearest(p, byKey)
			id, ok := g.group[up]
			if !ok && p.Thread != 0 {
				if id, ok = ofThread[p.Thread]; ok {
					up = first[id]
				}
			}
			switch {
			case !ok:
				id = g.fresh()
				ofThread[p.Thread] = id
			case p.Ident != up.Ident && p.Ident != first[id].Ident && g.apart(p, up):
				id = g.fresh()
				p.Apart = true
			}
			if first[id] == nil {
				first[id] = p
			}
			g.group[p] = id
			g.size[id]++
		}
	}
}

// ungrouped returns p behind what it answers, as far as those have no group yet: a clock that is wrong puts an answer
// before its question.
func (g *gathering) ungrouped(p *post.Post, byKey map[string]*post.Post) []*post.Post {
	var chain []*post.Post
	for p != nil && !g.met[p] {
		g.met[p] = true
		chain, p = append(chain, p), nearest(p, byKey)
	}
	slices.Reverse(chain)
	return chain
}

// keyed returns the first post of each key.
func keyed(posts []*post.Post) map[string]*post.Post {
	byKey := make(map[string]*post.Post, len(posts))
	for _, p := range posts {
		if byKey[p.Key] == nil {
			byKey[p.Key] = p
		}
	}
	return byKey
}

// nearest returns the post that p answers: of its references the nearest that is known.
func nearest(p *post.Post, byKey map[string]*post.Post) *post.Post {
	for i := len(p.InReplyTo) - 1; i >= 0; i-- {
		if up := byKey[p.InReplyTo[i]]; up != nil && up != p {
			return up
		}
	}
	return nil
}

// apart reports whether p, which answers up by its references, is about something else by its subject.
func (g *gathering) apart(p, up *post.Post) bool {
	if p.Base == "" || up.Base == "" || p.Base == up.Base || prose.IsReply(p.Title) || isSeries(p) {
		return false
	}
	lex := g.c.Lexicon
	return post.Alike(lex.Terms(p.Name), lex.Terms(up.Name)) < apartBelow
}

var versionMark = lazyregexp.New(`\bv\d+\b`)

// subjects joins threads of one subject where a mail client lost the references, and versions of a series.
func (g *gathering) subjects() {
	bySubject := map[string][]*post.Post{}
	var order []string
	for _, p := range g.posts {
		if p.IsArticle() || len(p.Base) < 4 || strings.Count(p.Base, " ") == 0 && len(p.Base) < 10 {
			continue
		}
		base := p.Base
		if isPatch(p) {
			base = strings.TrimSpace(versionMark.ReplaceAllString(base, ""))
		}
		if bySubject[base] == nil {
			order = append(order, base)
		}
		bySubject[base] = append(bySubject[base], p)
	}
	for _, base := range order {
		same := bySubject[base]
		wrote, sent := map[string]bool{}, map[string]*post.Post{}
		for i := 1; i < len(same); i++ {
			a, b := same[i-1], same[i]
			wrote[a.Ident] = true
			if isSeries(a) {
				sent[a.Ident] = a
			}
			if isSeries(b) && sent[b.Ident] != nil { // goes on with what its writer sent, whoever has spoken of it since
				a = sent[b.Ident]
			}
			if g.find(g.group[a]) == g.find(g.group[b]) {
				continue
			}
			gap, patch := b.Published.Sub(a.Published), isPatch(b)
			limit := goesOnMail
			if patch {
				limit = goesOn
				if a.Ident != b.Ident {
					limit = 24 * time.Hour
				}
			}
			if gap >= limit || patch && a.Ident != b.Ident && len(b.InReplyTo) == 0 {
				continue
			}
			reply := len(b.InReplyTo) > 0 || prose.IsReply(b.Title)
			if reply || a.Ident == b.Ident || wrote[b.Ident] || gap < soon && shareWords(a, b) {
				g.join(a, b, "same subject")
			}
		}
	}
}

// shareWords reports whether two posts of one subject by two people speak of the same: "Question" is no subject.
func shareWords(a, b *post.Post) bool {
	return post.Common(a.Terms(), b.Terms()) >= 3
}

// copies joins the same words sent twice, and what the same person sends on under a longer subject.
func (g *gathering) copies(day []*post.Post) {
	var recent []*post.Post
	for _, p := range day {
		if len(p.InReplyTo) > 0 || len(p.Text) < 80 || p.Alien && len(p.Terms()) == 0 {
			continue
		}
		for _, q := range recent[max(0, len(recent)-lookBack):] {
			if g.find(g.group[p]) == g.find(g.group[q]) {
				continue
			}
			alike := post.Alike(p.Terms(), q.Terms())
			long, short := p.Base, q.Base
			if len(short) > len(long) {
				long, short = short, long
			}
			switch {
			case alike > copyAlike && (q.Ident == p.Ident || len(p.Terms()) > 20):
				g.join(q, p, "the same words")
			case q.Ident == p.Ident && strings.Contains(short, " ") && strings.HasPrefix(long, short+" "):
				g.join(q, p, "the same writer goes on")
			}
		}
		recent = append(recent, p)
	}
}

// keys joins threads of different kinds of source that are about the same page, the same advisory or the same release.
func (g *gathering) keys(day []*post.Post) {
	byKey := map[string][]*post.Post{}
	var order []string
	add := func(key string, p *post.Post) {
		if key == "" {
			return
		}
		list := byKey[key]
		if list == nil {
			order = append(order, key)
		}
		if len(list) == 0 || list[len(list)-1] != p {
			byKey[key] = append(list, p)
		}
	}
	for _, p := range day {
		for _, key := range Keys(p) {
			add(key, p)
		}
	}
	for _, key := range order {
		list := byKey[key]
		if len(list) < 2 || len(list) > commonLink {
			continue
		}
		first := list[0]
		for _, p := range list[1:] {
			// a link that one thread holds again and again joins nothing; within one kind of source only an advisory
			// does
			if first.Family() != p.Family() || strings.HasPrefix(key, "CVE-") || first.IsArticle() && post.CanonicalURL(first.URL) == post.CanonicalURL(p.URL) {
				g.join(first, p, key)
			}
		}
	}
}

// Keys are what a post is about in a way that other posts can share: pages that it links to or is, advisories,
// releases.
func Keys(p *post.Post) []string {
	var out []string
	if p.IsArticle() {
		out = append(out, post.CanonicalURL(p.URL))
	}
	for i, l := range p.Links {
		if i == 10 {
			break
		}
		out = append(out, post.CanonicalURL(l))
	}
	if strings.Contains(p.Title, "CVE-") || strings.Contains(p.Text, "CVE-") {
		out = append(out, cve.FindAllString(p.Title+" "+post.Clip(p.Text, 2000), 3)...)
	}
	if v := version.FindString(p.Name); v != "" && !p.IsReply() {
		// a release: its version and what it is a version of
		if before, _, ok := strings.Cut(p.Name, strings.TrimSpace(v)); ok {
			if f := strings.Fields(before); len(f) > 0 {
				out = append(out, strings.ToLower(strings.Trim(f[len(f)-1], "[]():,")+" "+strings.Trim(v, " v")))
			}
		}
	}
	return out
}

// floods puts the openings of one unknown writer whom nobody answers together: they are one line, however many they
// are.
func (g *gathering) floods(day []*post.Post) {
	talks := map[int]map[string]bool{}
	for _, p := range g.posts {
		id := g.find(g.group[p])
		if talks[id] == nil {
			talks[id] = map[string]bool{}
		}
		talks[id][p.Ident] = true
	}
	alone := map[string][]*post.Post{}
	var order []string
	for _, p := range day {
		if p.IsArticle() || g.c.Histories[p.Ident].Posts > 0 || len(talks[g.find(g.group[p])]) > 1 {
			continue
		}
		if alone[p.Ident] == nil {
			order = append(order, p.Ident)
		}
		alone[p.Ident] = append(alone[p.Ident], p)
	}
	for _, who := range order {
		list := alone[who]
		if g.c.First.IsZero() || !g.c.First.Before(g.c.Start) { // without an archive everybody is unknown
			if len(list) <= 2*manyOpenings {
				continue
			}
		}
		if len(list) > manyOpenings {
			for _, p := range list[1:] {
				g.join(list[0], p, "the same unknown writer")
			}
		}
	}
}

// stories makes the stories of the groups that have posts of the period, by their first post of it.
func (g *gathering) stories() []*Story {
	type pair struct{ before, posts []*post.Post }
	groups := map[int]*pair{}
	var order []int
	for _, p := range g.posts {
		id := g.find(g.group[p])
		x := groups[id]
		if x == nil {
			x = &pair{}
			groups[id] = x
		}
		if p.In {
			if len(x.posts) == 0 {
				order = append(order, id)
			}
			x.posts = append(x.posts, p)
		} else {
			x.before = append(x.before, p)
		}
	}
	var out []*Story
	for _, id := range order {
		x := groups[id]
		sort.SliceStable(x.before, func(i, j int) bool { return post.Before(x.before[i], x.before[j]) })
		sort.SliceStable(x.posts, func(i, j int) bool { return post.Before(x.posts[i], x.posts[j]) })
		s := New(x.before, x.posts)
		s.Joins = g.why[id]
		s.CloseAt(g.c.End)
		out = append(out, s)
	}
	return out
}
