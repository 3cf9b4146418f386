package digest

import (
	"fmt"
	"testing"
	"time"

	"recap/digest/load"
	"recap/digest/period"
	"recap/store"
)

// crowd makes n posts of one day by some hundred people: in threads of so many posts each, with a few sentences of made-up words.
func crowd(n, perThread int) *load.Input {
	start := time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC)
	in := &load.Input{Window: period.Window{Start: start, End: start.AddDate(0, 0, 1), Zone: time.UTC},
		Roots: map[int64]string{}, Histories: map[string]store.History{}}
	seed := uint64(7)
	next := func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed>>33) % n
	}
	nouns := []string{"valve", "gauge", "sluice", "pump", "basin", "ledger", "sensor", "relay", "harbour", "canal",
		"meadow", "gate", "keeper", "log", "float", "cable"}
	verbs := []string{"should open before the", "does not need the", "will replace the", "fails after the",
		"is measured by the", "could wait for the"}
	for i := range n {
		thread := i / perThread
		p := store.Post{Key: fmt.Sprintf("%d@example.org", i), Kind: "mbox", Form: store.FormMail, Sources: []string{"list"},
			Thread: int64(thread + 1), Published: start.Add(time.Duration(i) * 20 * time.Hour / time.Duration(n)),
			Author: store.Author{Name: fmt.Sprintf("Ada%d Holm%d", next(40), next(20)), Address: fmt.Sprintf("u%d@example.org", next(900))},
			Title:  fmt.Sprintf("The %s of the %s %d", nouns[thread%len(nouns)], nouns[(thread/7)%len(nouns)], thread),
			URL:    fmt.Sprintf("https://list.example.org/%d", i)}
		if i%perThread > 0 {
			p.Title = "Re: " + p.Title
			p.InReplyTo = []string{fmt.Sprintf("%d@example.org", thread*perThread+next(i%perThread))}
		}
		for k := range 3 + next(5) {
			p.Text += fmt.Sprintf("The %s number %d %s %s in spring, and I think that is why the %s stopped. ", nouns[next(16)],
				next(500), verbs[next(6)], nouns[next(16)], nouns[next(16)])
			if k == 2 {
				p.Text += "\n\n"
			}
		}
		in.Posts = append(in.Posts, p)
	}
	return in
}

// BenchmarkBuild makes the edition of a day of so many posts: in threads of eight, and in one thread.
func BenchmarkBuild(b *testing.B) {
	for _, c := range []struct{ posts, perThread int }{{1000, 8}, {2000, 8}, {50_000, 8}, {50_000, 50_000}} {
		b.Run(fmt.Sprintf("posts=%d/thread=%d", c.posts, c.perThread), func(b *testing.B) {
			in := crowd(c.posts, c.perThread)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Build(in, Options{Community: Community{Name: "Sluice"}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
