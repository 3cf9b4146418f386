package digest_test

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"recap/digest"
	"recap/digest/internal/eval"
)

const folds = 5

// An issue is one newsletter: the days that it tells of and the topics that its editors chose.
type issue struct {
	Issue    string
	From, To string
	Cited    []int
	Gold     []int
	Scored   bool
}

// A contest is the candidates of one issue, best first, with the topics that are still to be told.
type contest struct {
	candidates []digest.Candidate
	topics     map[string]int // post id -> topic
	used       map[int]bool
	gold       map[int]bool
}

// order lists the topics by a score of their stories, best first; equals stay in the builder's order.
func (c *contest) order(score func(digest.Candidate) float64) []int {
	ranked := slices.Clone(c.candidates)
	slices.SortStableFunc(ranked, func(a, b digest.Candidate) int { return cmp.Compare(score(b), score(a)) })
	var out []int
	for _, cand := range ranked {
		counts := map[int]int{}
		var topics []int
		for _, id := range cand.Posts {
			if n, ok := c.topics[id]; ok {
				if counts[n] == 0 {
					topics = append(topics, n)
				}
				counts[n]++
			}
		}
		slices.SortFunc(topics, func(a, b int) int { return cmp.Or(counts[b]-counts[a], a-b) })
		for _, n := range topics {
			if !c.used[n] && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// measured ranks the topics of all contests by one score.
func measured(contests []contest, score func(digest.Candidate) float64) []eval.Selection {
	out := make([]eval.Selection, len(contests))
	for i := range contests {
		out[i] = eval.Rank(contests[i].order(score), contests[i].gold)
	}
	return out
}

func column(all []eval.Selection, f func(eval.Selection) float64) []float64 {
	out := make([]float64, len(all))
	for i, s := range all {
		out[i] = f(s)
	}
	return out
}

func precision(s eval.Selection) float64 { return s.AP }

// TestEvalSelection ranks the stories before each newsletter against what its editors told, beside simple rankings, and leaves out each
// sign of the formula in turn.
func TestEvalSelection(t *testing.T) {
	dir, fixture := goldDir()
	contests := contestsOf(t, dir)
	score := func(c digest.Candidate) float64 { return c.Score }
	rankings := []struct {
		name string
		by   func(digest.Candidate) float64
	}{
		{"recap", score},
		{"number of posts", func(c digest.Candidate) float64 { return float64(len(c.Posts)) }},
		{"new, then number of posts", func(c digest.Candidate) float64 { return 1000*c.Reasons["new"] + float64(len(c.Posts)) }},
		{"new, then opening words", func(c digest.Candidate) float64 { return 1000*c.Reasons["new"] + c.Reasons["opening words"] }},
	}
	t.Logf("%d issues", len(contests))
	for _, r := range rankings {
		all := measured(contests, r.by)
		line := fmt.Sprintf("%-28s", r.name)
		for _, f := range []struct {
			name  string
			value func(eval.Selection) float64
		}{{"MAP", precision}, {"P@3", func(s eval.Selection) float64 { return s.P3 }}, {"R@5", func(s eval.Selection) float64 { return s.R5 }}, {"MRR", func(s eval.Selection) float64 { return s.RR }}} {
			values := column(all, f.value)
			low, high := eval.Interval(values)
			line += fmt.Sprintf("  %s %.3f (%.3f..%.3f)", f.name, eval.Mean(values), low, high)
		}
		t.Log(line)
	}
	own := measured(contests, score)
	leaveOut(t, contests, own)
	leastMAP, leastR5 := .66, .80
	if fixture {
		leastMAP, leastR5 = .8, 1
	}
	if got := eval.Mean(column(own, precision)); got < leastMAP {
		t.Errorf("MAP = %.3f, want at least %.2f", got, leastMAP)
	}
	if got := eval.Mean(column(own, func(s eval.Selection) float64 { return s.R5 })); got < leastR5 {
		t.Errorf("recall@5 = %.3f, want at least %.2f", got, leastR5)
	}
	posts := measured(contests, rankings[1].by)
	if eval.Mean(column(own, precision)) <= eval.Mean(column(posts, precision)) {
		t.Error("the formula ranks no better than the number of posts")
	}
}

// leaveOut prints what each sign adds to the MAP, in all and in each of five folds; a sign that helps adds in most of them.
func leaveOut(t *testing.T, contests []contest, own []eval.Selection) {
	t.Helper()
	signs := map[string]int{}
	for _, c := range contests {
		for _, cand := range c.candidates {
			for name := range cand.Reasons {
				signs[name]++
			}
		}
	}
	names := make([]string, 0, len(signs))
	for name := range signs {
		names = append(names, name)
	}
	slices.Sort(names)
	t.Logf("what each sign adds to the MAP (95 %% interval), by fold, and in how many stories it speaks:")
	for _, name := range names {
		without := measured(contests, func(c digest.Candidate) float64 { return c.Score - c.Reasons[name] })
		gain := make([]float64, len(own))
		byFold := make([][]float64, folds)
		for i := range own {
			gain[i] = own[i].AP - without[i].AP
			k := eval.Fold(i, folds)
			byFold[k] = append(byFold[k], gain[i])
		}
		low, high := eval.Interval(gain)
		var cells []string
		for _, f := range byFold {
			cells = append(cells, fmt.Sprintf("%+.3f", eval.Mean(f)))
		}
		t.Logf("  %-26s %+.4f (%+.3f..%+.3f)   %s   %d", name, eval.Mean(gain), low, high, strings.Join(cells, " "), signs[name])
	}
}

// contestsOf builds the edition of each issue with all its candidates.
func contestsOf(t *testing.T, dir string) []contest {
	t.Helper()
	g := oneMailbox(t, dir, "delving", "Delving")
	db := ingested(t, dir, g)
	var out []contest
	used := map[int]bool{}
	for _, is := range lines[issue](t, filepath.Join(dir, "delving", "selection.jsonl")) {
		if is.Scored {
			opt := g.options()
			opt.Explain = true
			e, _ := made(t, db, days(t, is.From, is.To), opt)
			c := contest{candidates: e.Candidates, topics: map[string]int{}, used: map[int]bool{}, gold: map[int]bool{}}
			for n := range used {
				c.used[n] = true
			}
			for _, n := range is.Gold {
				c.gold[n] = true
			}
			for _, p := range e.Posts {
				topic, _, _ := strings.Cut(p.Key, ".")
				if n, err := strconv.Atoi(topic); err == nil {
					c.topics[p.ID] = n
				}
			}
			out = append(out, c)
		}
		for _, n := range is.Cited {
			used[n] = true
		}
	}
	if len(out) == 0 {
		t.Fatalf("no scored issue in %s", dir)
	}
	return out
}
