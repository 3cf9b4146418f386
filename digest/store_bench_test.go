package digest

import (
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"recap/digest/load"
	"recap/store"
	"recap/store/sqlite"
)

var storedSizes = flag.String("stored", "10000,100000", "sizes of the stores that BenchmarkStored builds an edition out of, in posts")

const turns = 3

// BenchmarkStored makes the edition of a day of 2,000 posts out of small and large stores: -stored 10000,1000000 takes
// some minutes. The years before that day were written by 5,000 people at 250 posts a day. The CPU time of loading and
// of building is reported apart, with the memory that they took. The stores are measured in turns, so that what else
// the machine does falls on all of them.
func BenchmarkStored(b *testing.B) {
	in := crowd(2000, 8)
	sizes := strings.Split(*storedSizes, ",")
	stores := map[string]*sqlite.DB{}
	for _, size := range sizes {
		var n int
		if _, err := fmt.Sscan(size, &n); err != nil {
			b.Fatalf("-stored %s: %v", *storedSizes, err)
		}
		stores[size] = filled(b, in, n)
		defer stores[size].Close()
	}
	for i := range turns * len(sizes) {
		size := sizes[i%len(sizes)]
		b.Run(size, func(b *testing.B) {
			db := stores[size]
			var read, made time.Duration
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				start := cpu()
				day, err := load.Load(b.Context(), db, "daily", in.Window)
				if err != nil {
					b.Fatal(err)
				}
				read += cpu() - start
				start = cpu()
				e := built(b, day, Options{Community: Community{Name: "Sluice"}})
				made += cpu() - start
				if e.Stats.Posts != len(in.Posts) {
					b.Fatalf("edition of %d posts, want %d", e.Stats.Posts, len(in.Posts))
				}
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(read.Seconds()*1000/float64(b.N), "load-cpu-ms")
			b.ReportMetric(made.Seconds()*1000/float64(b.N), "build-cpu-ms")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(b.N)/(1<<20), "MiB/op")
		})
	}
}

// cpu returns the CPU time that the process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// filled is a store of n posts of earlier days and, last, those of in.
func filled(b *testing.B, in *load.Input, n int) *sqlite.DB {
	b.Helper()
	db, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "recap.db"))
	if err != nil {
		b.Fatal(err)
	}
	commit := func(posts []store.Post) {
		if _, err := db.Commit(b.Context(), "list", posts, nil); err != nil {
			b.Fatal(err)
		}
	}
	var page []store.Post
	for i := range n {
		at := in.Window.Start.Add(-time.Duration(n-i) * (24 * time.Hour / 250))
		template := &in.Posts[i%len(in.Posts)]
		p := store.Post{
			Key: fmt.Sprintf("old%d@example.org", i), Kind: "mbox", Title: template.Title, Text: template.Text, Published: at, Claimed: at,
			Author: store.Author{Name: fmt.Sprintf("Person %c%d", 'A'+i%26, i*i%5000), Address: fmt.Sprintf("p%d@example.org", i*i%5000)},
		}
		if i%5 != 0 {
			p.InReplyTo = []string{fmt.Sprintf("old%d@example.org", i-i%5)}
		}
		if page = append(page, p); len(page) == 1000 || i == n-1 {
			commit(page)
			page = page[:0]
		}
	}
	for i := range in.Posts {
		in.Posts[i].Thread, in.Posts[i].Sources = 0, nil
	}
	commit(in.Posts)
	return db
}
