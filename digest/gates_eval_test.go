package digest_test

import (
	"context"
	"testing"
	"time"

	"recap/digest/internal/eval"
	"recap/store"
)

// TestEvalGates builds the editions of the gold data and checks each against the stored posts, by code that the builder does not share.
func TestEvalGates(t *testing.T) {
	dir, _ := goldDir()
	var maxima, means, distinct []float64
	editions := 0
	for _, g := range groups(t, dir) {
		db := ingested(t, dir, g)
		posts := map[string]*store.Post{}
		for p, err := range db.Posts(context.Background(), time.Time{}, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)) {
			if err != nil {
				t.Fatal(err)
			}
			posts[p.ID()] = &p
		}
		for _, w := range g.Windows {
			opt := g.options()
			e, in := made(t, db, days(t, w[0], w[1]), opt)
			editions++
			for _, f := range eval.Gates(e, posts, g.Community.Projects...) {
				t.Errorf("%s %s: %s", g.Name, w[0], f)
			}
			texts := make([]string, len(in.Posts))
			for i, p := range in.Posts {
				texts[i] = p.Title + "\n" + p.Text
			}
			r := eval.Repeats(storySentences(e), texts)
			if r.Max > .6 {
				t.Errorf("%s %s: two sentences are alike, cosine %.2f, want at most .6", g.Name, w[0], r.Max)
			}
			maxima, means, distinct = append(maxima, r.Max), append(means, r.Mean), append(distinct, r.Distinct)
		}
	}
	t.Logf("%d editions; cosine of sentences: highest %.2f, mean %.3f; %.1f %% of the pairs of words are distinct", editions, eval.Mean(maxima), eval.Mean(means), 100*eval.Mean(distinct))
}
