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

	"recap/store"
)

var stored = flag.String("stored", "10000,100000", "sizes of the stores that BenchmarkStored builds an edition out of, in posts")

// BenchmarkStored makes the edition of a day of 2,000 posts out of small and large stores: -stored 10000,1000000 takes some minutes. The years before
// that day were written by 5,000 people at 250 posts a day. The CPU time of loading and of building is reported
// apart, with the memory that they took.
func BenchmarkStored(b *testing.B) {
	for size := range strings.SplitSeq(*stored, ",") {
		var n int
		if _, err := fmt.Sscan(size, &n); err != nil {
			b.Fatalf("-stored %s: %v", *stored, err)
		}
		b.Run(size, func(b *testing.B) {
			in := busyDay(2000)
			db := fillStore(b, in, n)
			defer db.Close()
			var load, build time.Duration
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				start := cpu()
				read, err := Load(b.Context(), db, in.Window, pumpOptions())
				if err != nil {
					b.Fatal(err)
				}
				load += cpu() - start
				start = cpu()
				e, err := Build(read, pumpOptions())
				if err != nil {
					b.Fatal(err)
				}
				build += cpu() - start
				if e.Stats.Posts != len(in.Posts) {
					b.Fatalf("edition of %d posts, want %d", e.Stats.Posts, len(in.Posts))
				}
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(load.Seconds()*1000/float64(b.N), "load-cpu-ms")
			b.ReportMetric(build.Seconds()*1000/float64(b.N), "build-cpu-ms")
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

// fillStore makes a store of n posts of earlier days and, last, those of in.
func fillStore(b *testing.B, in *Input, n int) *store.DB {
	b.Helper()
	db, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "recap.db"))
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
	commit(in.Posts)
	return db
}
