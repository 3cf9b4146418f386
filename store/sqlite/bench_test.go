package sqlite

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"recap/store"
)

// synthetic makes n messages with bodies of about size bytes, in date order, eight a thread, with a vocabulary as
// uneven as people's.
func synthetic(n, size int) []store.Post {
	rng := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rng, 1.1, 8, 60000)
	words := make([]string, 60001)
	for i := range words {
		for v := i*7919 + 1; v > 0; v /= 19 {
			words[i] += string("bcdfghjklmnpqrstvwz"[v%19]) + string("aeiou"[v%5])
		}
	}
	posts := make([]store.Post, n)
	for i := range posts {
		p := mail(i)
		p.Published = noon().Add(time.Duration(i) * time.Minute)
		p.Claimed = p.Published
		p.Author = store.Author{Name: fmt.Sprintf("Person No%d", zipf.Uint64()%5000)}
		p.Author.Address = strings.ReplaceAll(strings.ToLower(p.Author.Name), " ", ".") + "@example.org"
		for r := max(i/8*8, i-4); r < i; r++ {
			p.InReplyTo = append(p.InReplyTo, fmt.Sprintf("%d@example.org", r))
		}
		var text strings.Builder
		for text.Len() < size {
			text.WriteString(words[zipf.Uint64()])
			text.WriteByte(" \n"[min(1, rng.IntN(12)/11)])
		}
		p.Text = text.String()
		p.Raw = fmt.Appendf(nil, "From: %s <%s>\nMessage-ID: <%s>\nReceived: from a.example.org (a.example.org [192.0.2.%d])\n\tby b.example.org; Mon, 22 Feb 2010 12:00:00 +0000\n\n%s",
			p.Author.Name, p.Author.Address, p.Key, i%256, p.Text)
		p.Sum = store.SumOf(p.Raw)
		posts[i] = p
	}
	return posts
}

// cpu returns the CPU time that the process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkCommit stores messages with bodies of 2 KB, in pages of 1,000, with threads, full text and raw bytes.
func BenchmarkCommit(b *testing.B) {
	posts := synthetic(20000, 2048)
	b.ResetTimer()
	var spent time.Duration
	rows := 0
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "recap.db")
		db, err := Open(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		start := cpu()
		for i := 0; i < len(posts); i += 1000 {
			commit(b, db, "list", posts[i:i+1000]...)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		spent += cpu() - start
		rows += len(posts)
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/float64(len(posts)), "file-B/row")
	}
	b.ReportMetric(float64(rows)/spent.Seconds(), "rows/cpu-s")
}
