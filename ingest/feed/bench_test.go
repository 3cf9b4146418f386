package feed

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"recap/ingest/fetch"
	"recap/ingest/syndication"
)

// BenchmarkFeedParse parses all feeds of the folder that RECAP_BENCH_FEEDS names as recap does, decoding and repair
// included, and with gofeed alone.
func BenchmarkFeedParse(b *testing.B) {
	dir := os.Getenv("RECAP_BENCH_FEEDS")
	if dir == "" {
		b.Skip("RECAP_BENCH_FEEDS names no folder of feeds")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		b.Fatal(err)
	}
	var bodies []*fetch.Response
	total := 0
	for _, path := range paths {
		body, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		total += len(body)
		bodies = append(bodies, &fetch.Response{URL: path, Body: body})
	}
	var ours, theirs time.Duration
	for b.Loop() {
		began := time.Now()
		for _, r := range bodies {
			if _, err := syndication.Parse(b.Context(), r, syndication.MaxItems); err != nil {
				b.Fatal(err)
			}
		}
		ours += time.Since(began)
		began = time.Now()
		for _, r := range bodies {
			if _, err := gofeed.NewParser().Parse(bytes.NewReader(r.Body)); err != nil {
				b.Fatal(err)
			}
		}
		theirs += time.Since(began)
	}
	b.ReportMetric(float64(total)*float64(b.N)/1e6/ours.Seconds(), "MB/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "of-gofeed")
}
