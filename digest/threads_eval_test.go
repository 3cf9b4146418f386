package digest_test

import (
	"path/filepath"
	"strings"
	"testing"

	"recap/digest/internal/eval"
	"recap/store"
)

// A summary is what a person wrote about the thread of one day.
type summary struct{ Day, Root, Subject, Summary string }

const (
	threadWords = 75 // of a told thread, as of the human summaries
	mostUntold  = 50 // one of so many threads may be told nothing of: no sentence of it can be printed
)

// TestEvalThreads tells each thread in 75 words and compares that with what a person wrote, beside two simple ways to tell it.
func TestEvalThreads(t *testing.T) {
	dir, fixture := goldDir()
	g := oneMailbox(t, dir, "w3c", "W3C")
	db := ingested(t, dir, g)
	opt := g.options()
	opt.Words, opt.MaxStories, opt.StoryWords = threadWords, 1, threadWords
	told := map[string][]eval.Rouge{}
	ways := []string{"recap", "lead", "lead of each post, with names"}
	empty := 0
	all := lines[summary](t, filepath.Join(dir, "w3c", "gold.jsonl"))
	for _, human := range all {
		e, in := made(t, db, days(t, human.Day, human.Day), opt)
		said := printed(e)
		if len(said) == 0 {
			empty++
		}
		reference := eval.Sentences(human.Summary)
		for way, text := range map[string][]string{ways[0]: said, ways[1]: lead(in.Posts), ways[2]: leadPerPost(in.Posts)} {
			told[way] = append(told[way], eval.Score(text, reference))
		}
	}
	t.Logf("%d threads, %d without a story; F1 x 100 with 95 %% intervals", len(all), empty)
	figures := []struct {
		name  string
		value func(eval.Rouge) float64
		least float64
	}{
		{"R1", func(r eval.Rouge) float64 { return r.R1 }, 29},
		{"R2", func(r eval.Rouge) float64 { return r.R2 }, 7},
		{"RL", func(r eval.Rouge) float64 { return r.L }, 0},
		{"RLsum", func(r eval.Rouge) float64 { return r.Lsum }, 26},
	}
	if fixture {
		figures[0].least, figures[1].least, figures[3].least = 30, 6, 25
	}
	for _, way := range ways {
		for _, f := range figures {
			values := make([]float64, len(told[way]))
			for i, r := range told[way] {
				values[i] = f.value(r)
			}
			low, high := eval.Interval(values)
			mean := eval.Mean(values)
			t.Logf("%-30s %-5s %.2f (%.2f..%.2f)", way, f.name, mean, low, high)
			if way == ways[0] && mean < f.least {
				t.Errorf("%s = %.2f, want at least %.1f", f.name, mean, f.least)
			}
		}
	}
	if empty*mostUntold > len(all) {
		t.Errorf("%d of %d threads are not told at all", empty, len(all))
	}
}

// lead is the first sentences of the thread.
func lead(posts []store.Post) []string {
	var out []string
	n := 0
	for _, p := range posts {
		for _, s := range eval.Sentences(strings.Join(strings.Fields(p.Text), " ")) {
			if k := len(strings.Fields(s)); n+k <= threadWords {
				out = append(out, s)
				n += k
			} else {
				return out
			}
		}
	}
	return out
}

// leadPerPost is the first sentence of each post, behind the name of who wrote it.
func leadPerPost(posts []store.Post) []string {
	var out []string
	n := 0
	for _, p := range posts {
		s := eval.Sentences(strings.Join(strings.Fields(p.Text), " "))
		if len(s) == 0 {
			continue
		}
		verb := " says "
		if strings.HasSuffix(s[0], "?") {
			verb = " asks "
		}
		text := p.Author.Display() + verb + s[0]
		if k := len(strings.Fields(text)); n+k <= threadWords {
			out = append(out, text)
			n += k
		}
	}
	return out
}
