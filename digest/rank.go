package digest

import (
	"math"
	"slices"
	"sort"
	"strings"
)

// rank scores every story and sorts them, best first. The formula was measured against what newsletter editors chose: a long opening post and
// well-known people taking part, whoever opened, are the strong signs, the number of posts a weak one. Extra weight for releases, votes and advisories did not help there and was left
// out: such posts are new and by known people anyway. Each part is kept as a named reason.
func (b *builder) rank(all []*story) {
	for _, s := range all {
		b.score(s)
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].score != all[j].score {
			return all[i].score > all[j].score
		}
		return all[i].opener().id < all[j].opener().id
	})
}

func (b *builder) score(s *story) {
	r := map[string]float64{}
	open := s.opener()
	openingWords := 0
	if open.in {
		r["new"] = 1.5
		openingWords = open.words
	}
	r["opening words"] = .5 * math.Log(1+float64(openingWords))
	r["posts"] = .5 * math.Log(1+float64(len(s.posts)))
	r["opener's earlier posts"] = .15 * math.Log(1+float64(b.in.Histories[open.ident].Posts))
	known := 0
	for _, p := range s.posts {
		known = max(known, b.in.Histories[p.ident].Posts)
	}
	r["best-known writer's earlier posts"] = .15 * math.Log(1+float64(known))
	links, shares := 0, 0
	kinds := map[string]bool{}
	for _, p := range s.posts {
		links += len(p.Links)
		shares += b.shares[p.Key]
		kinds[family(p)] = true
	}
	r["links"] = .3 * math.Log(1+float64(links))
	if s.kind == kindStatus {
		// a status is short by nature; how far it was passed on says what the words do elsewhere
		r["shares"] = .5 * math.Log(1+float64(shares))
		r["opening words"] = .5 * math.Log(1+float64(totalWords(s.posts))/2)
	}
	if len(kinds) > 1 {
		r["several kinds of source"] = .5 * float64(len(kinds)-1)
	}
	if s.kind == kindPatch { // a patch is long by nature, and its readers have it already
		r["patch"] = -.5
	}
	if len(s.joins) == 1 && s.joins[0] == joinStream {
		r["a gathering of single posts"] = -2.5
	}
	if trivial(s) {
		r["says little"] = -1.5
	}
	if why := spam(s, b.in); why {
		r["looks like spam"] = -6
	}
	if b.toldBefore(s) {
		r["told before"] = -1
	}
	for k, v := range r {
		if v == 0 {
			delete(r, k)
		}
	}
	s.reasons = r
	s.score = sum(r)
}

// family groups kinds of source as readers do: mail, feeds, hashtag streams.
func family(p *post) string {
	switch {
	case p.isStatus():
		return "hashtag"
	case p.isArticle():
		return "feed"
	}
	return "list"
}

func totalWords(posts []*post) int {
	n := 0
	for _, p := range posts {
		n += p.words
	}
	return n
}

// sum adds the reasons in the order of their names and rounds to a thousandth, so that no machine's arithmetic shows.
func sum(r map[string]float64) float64 {
	names := make([]string, 0, len(r))
	for k := range r {
		names = append(names, k)
	}
	sort.Strings(names)
	total := 0.0
	for _, k := range names {
		r[k] = math.Round(r[k]*1000) / 1000
		total += r[k]
	}
	return math.Round(total*1000) / 1000
}

// trivial reports whether nobody says anything in a story: tests, subscriptions, one-liners without an answer.
func trivial(s *story) bool {
	if s.opener().language().test.MatchString(s.title) {
		return true
	}
	return s.kind != kindStatus && totalWords(s.posts) < 12
}

// spam reports whether a story is one unanswered post by somebody new that sells something.
func spam(s *story, in *Input) bool {
	p := s.opener()
	if len(s.posts) > 1 || in.Histories[p.ident].Posts > 0 || p.isArticle() {
		return false
	}
	low := strings.ToLower(p.Title + " " + p.Text)
	hits := 0
	for _, w := range p.language().spam {
		if strings.Contains(low, w) {
			hits++
		}
	}
	return hits >= 2 || hits == 1 && len(p.Links) >= 2 || len(p.Links) >= 4 && len(p.Links)*15 > p.words
}

// toldBefore reports whether one of the last recorded editions told a thread of s.
func (b *builder) toldBefore(s *story) bool {
	for _, t := range s.threads {
		if b.told[b.in.Roots[t.num]] {
			return true
		}
	}
	return false
}

// sharesThread reports whether a story holds another part of a thread that is told already, under a changed subject.
func sharesThread(s *story, chosen []*story) bool {
	for _, c := range chosen {
		for _, t := range c.threads {
			for _, u := range s.threads {
				if t.num == u.num {
					return true
				}
			}
		}
	}
	return false
}

// choose takes the stories told, and others up to n in all: greedily the one whose score, reduced by its likeness to what is already chosen, is the
// highest. A story of which no sentence can be told is taken only where there are not enough others.
func choose(ranked []*story, n int, told ...*story) (chosen, rest []*story) {
	left := slices.DeleteFunc(slices.Clone(ranked), func(s *story) bool { return slices.Contains(told, s) })
	chosen, rest = chooseAmong(told, left, n, func(s *story) bool { return !s.mute })
	if enough := min(n, fewestStories); len(chosen) < enough {
		chosen, rest = chooseAmong(chosen, rest, enough, func(*story) bool { return true })
	}
	sort.SliceStable(chosen, func(i, j int) bool { return chosen[i].score > chosen[j].score })
	return chosen, rest
}

const fewestStories = 3 // that a normal day is told in

// chooseAmong adds stories out of left that may be taken to chosen, until it holds n.
func chooseAmong(chosen, left []*story, n int, may func(*story) bool) ([]*story, []*story) {
	for len(chosen) < n && len(left) > 0 {
		best, gain := -1, 0.0
		for i, s := range left {
			if (s.score < 0 || s.reasons["says little"] != 0) && len(chosen) > 0 || s.reasons["looks like spam"] != 0 {
				continue
			}
			if !may(s) || sharesThread(s, chosen) {
				continue
			}
			like := 0.0
			for _, c := range chosen {
				like = max(like, s.vec.dot(c.vec))
			}
			if g := s.score * (1 - like); best < 0 || g > gain {
				best, gain = i, g
			}
		}
		if best < 0 {
			break
		}
		chosen = append(chosen, left[best])
		left = append(left[:best:best], left[best+1:]...)
	}
	return chosen, left
}
