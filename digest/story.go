package digest

import (
	"net/url"
	"sort"
	"strings"

	"recap/digest/internal/lazyregexp"
)

// A story is what may be told as one thing: one thread, or several that belong together.
type story struct {
	threads []*thread
	posts   []*post // people's posts of the period, by date
	joins   []string
	kind    string
	title   string
	score   float64
	reasons map[string]float64
	vec     vector
	named   string // the editor's title
	pinned  bool   // by the editor: told whatever its rank
	dropped bool   // by the editor
	mute    bool   // no sentence of it can be told
	picks   []pick // its sentences that can be told, once they are known
}

// opener is the post that began the story.
func (s *story) opener() *post { return s.threads[0].opener() }

// lead is the story's first post of the period.
func (s *story) lead() *post { return s.posts[0] }

const storyCap = 120 // posts that one story may hold; a join that would make it larger is not made

// stories joins threads by union-find: the same subject among people who already talk, the same article or key across sources, the same
// words; hashtag posts by the links and the tags that they share. A wrong join is worse than a missed one, so the list of reasons is short.
func stories(ts []*thread, ownTags map[string]bool, lex *lexicon) []*story {
	parent := make([]int, len(ts))
	size := make([]int, len(ts))
	why := make([]string, len(ts))
	for i, t := range ts {
		parent[i] = i
		size[i] = len(t.posts)
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	join := func(i, j int, reason string) {
		i, j = find(i), find(j)
		if i == j || size[i]+size[j] > storyCap {
			return
		}
		if j < i {
			i, j = j, i
		}
		parent[j] = i
		size[i] += size[j]
		if !strings.Contains(why[i], reason) {
			why[i] = strings.TrimPrefix(why[i]+"; "+reason, "; ")
		}
	}
	joinBySubject(ts, join)
	joinByKeys(ts, join)
	joinCopies(ts, join)
	joinByWords(ts, lex, join)
	joinByTalk(ts, join)
	joinStatuses(ts, ownTags, join, find)

	groups := map[int][]*thread{}
	var order []int
	for i, t := range ts {
		r := find(i)
		if groups[r] == nil {
			order = append(order, r)
		}
		groups[r] = append(groups[r], t)
	}
	var out []*story
	for _, r := range order {
		s := &story{threads: groups[r]}
		for _, t := range s.threads {
			s.posts = append(s.posts, t.posts...)
		}
		sort.SliceStable(s.posts, func(i, j int) bool { return before(s.posts[i], s.posts[j]) })
		// the thread with the earliest opener leads, but a status never leads a list thread or an article
		sort.SliceStable(s.threads, func(i, j int) bool {
			a, b := s.threads[i].opener(), s.threads[j].opener()
			if a.isStatus() != b.isStatus() {
				return b.isStatus()
			}
			return before(a, b)
		})
		if why[r] != "" {
			s.joins = strings.Split(why[r], "; ")
		}
		s.title = s.threads[0].title
		s.kind = kindOf(s.opener())
		out = append(out, s)
	}
	return out
}

// joinBySubject joins threads of one subject where a mail client lost the references: the same people talk, or the later one quotes.
func joinBySubject(ts []*thread, join func(i, j int, reason string)) {
	bySubject := map[string][]int{}
	for i, t := range ts {
		if wordCount(t.base) >= 2 && !t.posts[0].isStatus() && !t.posts[0].isArticle() {
			bySubject[t.base] = append(bySubject[t.base], i)
		}
	}
	for _, group := range sortedInts(bySubject) {
		for _, j := range group[1:] {
			a, b := ts[group[0]], ts[j]
			if shareAuthor(a, b) || len(b.posts[0].InReplyTo) == 0 && b.posts[0].Quoted != "" {
				join(group[0], j, "same subject")
			}
		}
	}
}

// sortedInts returns the values of m in order of their first element.
func sortedInts(m map[string][]int) [][]int {
	out := make([][]int, 0, len(m))
	for _, v := range m {
		if len(v) > 1 {
			out = append(out, v)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i][0] < out[j][0] || out[i][0] == out[j][0] && out[i][1] < out[j][1] })
	return out
}

func shareAuthor(a, b *thread) bool {
	who := map[string]bool{}
	for _, p := range append(append([]*post(nil), a.context...), a.posts...) {
		who[p.ident] = true
	}
	for _, p := range b.posts {
		if who[p.ident] {
			return true
		}
	}
	return false
}

var issueKey = lazyregexp.New(`\bCVE-\d{4}-\d{3,}\b`)

// joinByKeys joins threads of different sources that are about the same article or the same CVE.
func joinByKeys(ts []*thread, join func(i, j int, reason string)) {
	byKey := map[string][]int{}
	posts := 0
	for i, t := range ts {
		seen := map[string]bool{}
		add := func(key string) {
			if key != "" && !seen[key] {
				seen[key] = true
				byKey[key] = append(byKey[key], i)
			}
		}
		posts += len(t.posts)
		if t.posts[0].isArticle() {
			add(canonicalURL(t.posts[0].URL))
		}
		for n, p := range t.posts {
			if n > 20 {
				break
			}
			for k, l := range p.Links {
				if k < 10 {
					add(canonicalURL(l))
				}
			}
			for _, key := range issueKey.FindAllString(p.Title+" "+clip(p.Text, 2000), 3) {
				add(key)
			}
		}
	}
	for _, group := range sortedInts(byKey) {
		if len(group) > 12 || len(group)*20 > posts && len(group) > 6 { // a footer or a home page
			continue
		}
		for _, j := range group[1:] {
			a, b := ts[group[0]].posts[0], ts[j].posts[0]
			if a.Kind != b.Kind || a.isStatus() {
				join(group[0], j, "same link")
			}
		}
	}
}

// canonicalURL folds what does not change the page: scheme, "www.", fragment, tracking parameters, a trailing slash. A bare site is none.
func canonicalURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		return ""
	}
	q := u.Query()
	for k := range q {
		if strings.HasPrefix(k, "utm_") || k == "fbclid" || k == "gclid" || k == "ref" {
			q.Del(k)
		}
	}
	s := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimSuffix(u.Path, "/")
	if enc := q.Encode(); enc != "" {
		s += "?" + enc
	}
	return s
}

// joinStatuses joins hashtag posts that share a tag of their own beside the stream's, and else those of one author.
func joinStatuses(ts []*thread, ownTags map[string]bool, join func(i, j int, reason string), find func(int) int) {
	byTag, byAuthor := map[string][]int{}, map[string][]int{}
	n := 0
	for i, t := range ts {
		if !t.posts[0].isStatus() {
			continue
		}
		n++
		seen := map[string]bool{}
		for _, p := range t.posts {
			for _, tag := range p.Tags {
				if !ownTags[tag] && !seen[tag] {
					seen[tag] = true
					byTag[tag] = append(byTag[tag], i)
				}
			}
		}
	}
	groups := sortedInts(byTag)
	// small groups first: a rare tag says more than a common one
	sort.SliceStable(groups, func(i, j int) bool { return len(groups[i]) < len(groups[j]) })
	for _, g := range groups {
		if len(g)*5 > n*2 && len(g) > 5 { // a tag that nearly all of them carry is the stream's
			continue
		}
		for _, j := range g[1:] {
			join(g[0], j, "same tag")
		}
	}
	joined := map[int]bool{}
	mark := func() {
		counts := map[int]int{}
		for i, t := range ts {
			if t.posts[0].isStatus() {
				counts[find(i)] += len(t.posts)
			}
		}
		for r, c := range counts {
			joined[r] = c > 1
		}
	}
	mark()
	for i, t := range ts {
		if t.posts[0].isStatus() && t.talk == nil && !joined[find(i)] {
			byAuthor[t.posts[0].ident] = append(byAuthor[t.posts[0].ident], i)
		}
	}
	for _, g := range sortedInts(byAuthor) {
		if len(g) > 2 { // somebody who tells a tale of their own
			for _, j := range g[1:] {
				join(g[0], j, "same author")
			}
		}
	}
	mark()
	var single []int
	for i, t := range ts {
		if t.posts[0].isStatus() && t.talk == nil && !joined[find(i)] {
			single = append(single, i)
		}
	}
	if len(single) > 2 {
		for _, j := range single[1:] {
			join(single[0], j, joinStream)
		}
	}
}

const joinStream = "what else the stream brought"
