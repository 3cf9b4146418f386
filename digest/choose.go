package digest

import (
	"slices"
	"sort"
	"strings"
	"time"

	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
	"recap/digest/write"
)

const (
	fewest      = 3              // stories that a normal day is told in
	normalPosts = 20             // posts of the stories of a day, above which it is a busy one
	bigPosts    = 5              // from so many posts
	bigPeople   = 3              // by so many people a thread is told
	bigShare    = 5              // or with one of so many of the people's posts
	bigMost     = 4              // big threads that have to be told
	newsMost    = 2              // news of a long period that have to be told, of those that people talk about
	mostTold    = 145            // percent of the words that are aimed at, which stories have with what stands beside their excerpts
	mostOfWeek  = 280            // the same of a long period, in which threads are longer
	mostOfDay   = 200            // and of a busy day, whose stories have more than normalPosts,
	perPost     = 4              // so much more for each of those: a line, which members chose to have on nine of twelve days
	longWindow  = 60 * time.Hour // from here on stories are ranked by the measured formula
	perOpener   = 2              // stories that one person may open
	storyFrame  = 12             // words of a heading and its line of facts
	enough      = 80             // percent of the words that are aimed at, from which small stories are only listed
)

// A telling is a story with what is printed of it.
type telling struct {
	*story.Story
	excerpts []write.Excerpt
	voices   []write.Excerpt // what others say in it, a sentence each
	must     bool            // its thread is so big, or its news such, that it has to be told
}

// words counts what is printed.
func (t *telling) words() int {
	n := storyFrame
	for _, e := range t.excerpts {
		n += prose.Count(e.Text)
	}
	return n
}

// choose takes the stories to tell out of ranked ones, at most n, and returns the others as they were. Pinned stories
// come first, then big threads and news, then what fills up to the fewest.
func choose(ranked []*story.Story, m *material, opt Options, n int) (told []*telling, rest []*story.Story) {
	day := m.community.End.Sub(m.community.Start) < longWindow
	must := haveTo(ranked, m)
	order := slices.Clone(ranked) // what has to be told goes before all else, whatever its score says
	sort.SliceStable(order, func(i, j int) bool {
		x, y := order[i], order[j]
		switch {
		case x.Pinned || y.Pinned: // in the editor's order
			return x.Pinned && !y.Pinned
		case x.Worded || y.Worded:
			return x.Worded && !y.Worded
		}
		return must[x] && !must[y]
	})
	opened := map[string]int{}
	chosen := map[*story.Story]bool{}
	words := 0
	for _, s := range order {
		if len(told) == n {
			break
		}
		t := &telling{Story: s, must: must[s]}
		if !s.Pinned && !s.Worded && (!tellable(s, day) || s.Reasons["says little"] != 0 || opened[s.Opener.Ident] >= perOpener && !t.must || day && !t.must && len(s.Posts) < 3 && len(told) >= fewest && s.Score < 3 && words > enough*opt.Words/100) {
			continue
		}
		if t.excerpts = write.Excerpts(s, m.lex, opt.StoryWords); !s.Worded && (!fits(t) && !s.Pinned || len(t.excerpts) == 0) {
			continue
		}
		told, chosen[s] = append(told, t), true
		opened[s.Opener.Ident]++
		words += t.words()
	}
	if day && len(told) < fewest {
		told = fillUp(told, chosen, ranked, m, opt)
	}
	for _, s := range ranked {
		if !chosen[s] {
			rest = append(rest, s)
		}
	}
	sort.SliceStable(told, func(i, j int) bool { return told[i].Score > told[j].Score })
	return told, rest
}

// fillUp takes the best single posts where fewer stories than the fewest have come of it.
func fillUp(told []*telling, chosen map[*story.Story]bool, ranked []*story.Story, m *material, opt Options) []*telling {
	best := slices.DeleteFunc(slices.Clone(ranked), func(s *story.Story) bool {
		return chosen[s] || s.Dropped || s.Reasons["says little"] != 0 || sponsored(s)
	})
	sort.SliceStable(best, func(i, j int) bool { return sayMuch(best[i]) > sayMuch(best[j]) })
	for _, s := range best {
		if len(told) >= min(fewest, opt.MaxStories) {
			break
		}
		t := &telling{Story: s, excerpts: write.Excerpts(s, m.lex, opt.StoryWords)}
		if len(t.excerpts) == 0 || !fits(t) {
			continue
		}
		told, chosen[s] = append(told, t), true
	}
	return told
}

// sayMuch orders single posts: articles and those who write more before others.
func sayMuch(s *story.Story) float64 {
	v := float64(min(s.Opener.Words(), 400)) / 100
	if s.Kind == story.Article || s.Kind == story.Announcement {
		v += 2
	}
	return v + s.Score
}

// haveTo returns the stories that have to be told: those that the editor wrote, big threads, and in a short period what
// is news.
func haveTo(all []*story.Story, m *material) map[*story.Story]bool {
	must := bigThreads(all, len(m.people)-len(m.statuses))
	for _, s := range all {
		if s.Worded {
			must[s] = true
		}
	}
	day := m.community.End.Sub(m.community.Start) < longWindow
	var talked []*story.Story
	for _, s := range all {
		switch {
		case !isNews(s) || s.Dropped:
		case day:
			must[s] = true
		case len(s.People) > 1:
			talked = append(talked, s)
		}
	}
	sort.SliceStable(talked, func(i, j int) bool { return len(talked[i].People) > len(talked[j].People) })
	for _, s := range talked[:min(len(talked), newsMost)] {
		must[s] = true
	}
	return must
}

// bigThreads returns the threads that have to be told: with a share of all posts, or several posts by several people;
// at most bigMost, by people.
func bigThreads(all []*story.Story, posts int) map[*story.Story]bool {
	var big []*story.Story
	for _, s := range all {
		n, who := len(s.Posts), len(s.People)
		if !s.Dropped && who > 1 && (n >= max(4, (posts+bigShare-1)/bigShare) || n >= bigPosts && who >= bigPeople) {
			big = append(big, s)
		}
	}
	sort.SliceStable(big, func(i, j int) bool {
		if len(big[i].People) != len(big[j].People) {
			return len(big[i].People) > len(big[j].People)
		}
		return len(big[i].Posts) > len(big[j].Posts)
	})
	out := map[*story.Story]bool{}
	for i, s := range big {
		if i >= bigMost && (len(s.People) < len(big[bigMost-1].People) || len(s.Posts) < len(big[bigMost-1].Posts)) {
			break // those of the same size stand or fall together
		}
		out[s] = true
	}
	return out
}

// isNews reports whether a story is told for what it is: a release, an advisory, a call for votes, the result
// of one.
func isNews(s *story.Story) bool {
	switch s.Kind {
	case story.Release, story.Security, story.Result:
		return s.Opener.In
	case story.Ballot:
		return s.Opener.In && s.State == story.VoteOpen || s.State == story.Passed || s.State == story.Failed || s.State == story.Withdrawn
	}
	return false
}

// tellable reports whether a story may be told at all: several people talk, or one has news, an article or much to say.
func tellable(s *story.Story, day bool) bool {
	if s.Dropped || sponsored(s) {
		return false
	}
	switch {
	case len(s.People) >= 2, !day:
		return true
	case s.Kind == story.Patch:
		return len(s.Posts) >= 4 && story.IsCover(s.Opener)
	case s.Kind == story.Ballot, s.Essay():
		return true
	}
	switch s.Kind {
	case story.Release, story.Security, story.Result, story.Announcement, story.Article, story.Video, story.Podcast:
		return s.Opener.In
	}
	return false
}

// sponsored reports whether a title says that its words were paid for.
func sponsored(s *story.Story) bool {
	low := strings.ToLower(strings.TrimSpace(s.Opener.Title))
	return strings.HasPrefix(low, "[sponsor") || strings.HasPrefix(low, "sponsor:") || strings.HasPrefix(low, "sponsored") || strings.HasPrefix(low, "(sponsor") || strings.HasPrefix(low, "[ad]") ||
		strings.HasPrefix(low, "anzeige:") || strings.HasPrefix(low, "[anzeige") || strings.HasPrefix(low, "advertisement") || strings.HasSuffix(low, "[sponsor]") || strings.HasSuffix(low, "(sponsored)") || strings.HasSuffix(low, "[sponsored]")
}

// fits reports whether enough of a story can be printed: of one in which several write, two voices.
func fits(t *telling) bool {
	if len(t.excerpts) == 0 {
		return false
	}
	if len(t.People) < 2 || t.must && t.Kind != story.Discussion && t.Kind != story.Question {
		return true
	}
	who := map[string]bool{}
	for _, e := range t.excerpts {
		who[e.Post.Ident] = true
	}
	return len(who) >= 2
}

// besides returns how many words the stories of a period may have with what stands beside their excerpts, where words are
// aimed at: more for each post that they have beyond those of a normal day.
func besides(c *story.Community, told []*telling, words int) int {
	if c.End.Sub(c.Start) >= longWindow {
		return mostOfWeek * words / 100
	}
	posts := 0
	for _, t := range told {
		posts += len(t.Posts)
	}
	return min(mostTold+perPost*max(0, posts-normalPosts), mostOfDay) * words / 100
}

// hear gives windows of their posts to the stories, to stand beside their excerpts, as far as words last.
func hear(told []*telling, lex *post.Lexicon, words int) {
	all := make([][]write.Excerpt, len(told))
	for i, t := range told {
		all[i] = write.Voices(t.Story, lex, t.excerpts)
		words -= t.words()
	}
	for i, voices := range write.Heard(all, words) {
		told[i].voices = voices
	}
}

// trim makes the stories fit words: small ones lose what they can spare, the last first, then fewer are told; but the
// fewest and what has to be told stay. It returns those that are told, and those that are listed after all.
func trim(told []*telling, words int) (kept []*telling, listed []*story.Story) {
	total := func() int {
		n := 0
		for _, t := range told {
			n += t.words()
		}
		return n
	}
	shrink := func(pressed bool) {
		for _, must := range []bool{false, true} {
			for i := len(told) - 1; i > 0; i-- {
				for total() > words && told[i].must == must && !told[i].Pinned {
					n := len(told[i].excerpts)
					if told[i].excerpts = write.Shrink(told[i].excerpts, pressed); len(told[i].excerpts) == n {
						break
					}
				}
			}
		}
	}
	shrink(false)
	for i := len(told) - 1; i >= fewest && total() > words; i-- {
		if told[i].must || told[i].Pinned {
			continue
		}
		listed = append(listed, told[i].Story)
		told = slices.Delete(told, i, i+1)
	}
	shrink(true)
	return told, listed
}
