package story

import (
	"math"
	"sort"
	"time"

	"recap/digest/language"
	"recap/digest/post"
)

// longWindow is the length of period from which stories are ranked as an editor of a longer time chooses.
const longWindow = 60 * time.Hour

// Rank scores every story and sorts them, best first.
//
// For a day people times posts count first: what many take part in is what the day was about; releases, advisories and
// results of votes come before it, settled threads a little. For weeks the formula is one that was measured against
// what newsletter editors chose: there a long opening post and well-known people are the strong signs. Each part is
// kept as a named reason.
func Rank(all []*Story, c *Community) {
	for _, s := range all {
		r := s.formula(c)
		if c.End.Sub(c.Start) < longWindow {
			r = s.day(r)
		}
		if s.trivial() {
			r["says little"] = -3
		}
		if toldBefore(s, c) {
			r["told before"] = -1
		}
		for k, v := range r {
			if v == 0 {
				delete(r, k)
			}
		}
		s.Reasons, s.Score = r, sum(r)
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].Score != all[j].Score {
			return all[i].Score > all[j].Score
		}
		return all[i].ID() < all[j].ID()
	})
}

// day ranks by people times posts, then by the formula. The root keeps the number one that news can be weighed against:
// so many people with a post each.
func (s *Story) day(formula map[string]float64) map[string]float64 {
	r := map[string]float64{"people and posts": math.Sqrt(float64(len(s.People) * len(s.Posts))), "formula": math.Min(math.Max(sum(formula), 0), 40) / 100_000}
	switch {
	case s.Kind == Release || s.Kind == Security || s.Kind == Ballot || s.Kind == Result:
		r["news"] = 4
	case s.Kind == Announcement || s.State == Solved || s.State == Merged || s.State == Decided || s.State == Withdrawn:
		r["news"] = 1
	}
	if s.Essay() {
		r["long opening"] = 1
	}
	return r
}

// essayWords is from how many words on an opening is told for what it says.
const essayWords = 250

// Essay reports whether a story opens in the period with so much of a report, a proposal or an argument that it is told
// before anybody has answered.
func (s *Story) Essay() bool {
	switch s.Kind {
	case Discussion, Report, Proposal, Idea, Announcement, Article:
		return s.Root && s.Opener.In && s.Opener.Words() >= essayWords
	}
	return false
}

func (s *Story) formula(c *Community) map[string]float64 {
	r := map[string]float64{}
	open := s.Opener
	words := 0
	if open.In {
		r["new"] = 1.5
		words = wordsOf(open)
	}
	r["opening words"] = .5 * math.Log(1+float64(words))
	r["posts"] = .5 * math.Log(1+float64(len(s.Posts)))
	r["opener's earlier posts"] = .15 * math.Log(1+float64(c.Histories[open.Ident].Posts))
	known, links := 0, 0
	families := map[string]bool{}
	for _, p := range s.Posts {
		known = max(known, c.Histories[p.Ident].Posts)
		links += len(p.Links)
		families[p.Family()] = true
	}
	r["best-known writer's earlier posts"] = .15 * math.Log(1+float64(known))
	r["links"] = .3 * math.Log(1+float64(links))
	if len(families) > 1 {
		r["several kinds of source"] = .5 * float64(len(families)-1)
	}
	if s.Kind == Patch { // a patch is long by nature, and its readers have it already
		r["patch"] = -.5
	}
	return r
}

// wordsOf counts the words of a post, code and all, as the formula was measured.
func wordsOf(p *post.Post) int {
	n, in := 0, false
	for i := 0; i < len(p.Text); i++ {
		space := p.Text[i] == ' ' || p.Text[i] == '\n' || p.Text[i] == '\t'
		if !space && !in {
			n++
		}
		in = !space
	}
	return n
}

// toldBefore reports whether a recent edition told the thread and nothing of the period moves it.
func toldBefore(s *Story, c *Community) bool {
	if len(c.Told) == 0 || !c.Told[c.Roots[s.Opener.Thread]] {
		return false
	}
	switch s.State {
	case Solved, Merged, Decided, Passed, Failed, Withdrawn, Released:
		return s.Word != nil && !s.Word.In
	}
	return len(s.Posts) < 3
}

// trivial reports whether nobody says anything in a story: tests, subscriptions, absences. What three people take part
// in is none of it, whatever it is called.
func (s *Story) trivial() bool {
	if len(s.People) > 2 {
		return false
	}
	t := s.Opener.TitleCues()
	return t.Has(language.TitleAway) || isTest(s.Title) || s.Title == ""
}

// sum adds the reasons in the order of their names and rounds, so that no machine's arithmetic shows.
func sum(r map[string]float64) float64 {
	names := make([]string, 0, len(r))
	for k := range r {
		names = append(names, k)
	}
	sort.Strings(names)
	total := 0.0
	for _, k := range names {
		r[k] = math.Round(r[k]*1e6) / 1e6
		total += r[k]
	}
	return math.Round(total*1e6) / 1e6
}
