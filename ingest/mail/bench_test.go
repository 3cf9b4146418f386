package mail

import (
	"bytes"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"
)

// benchMails returns the messages of the mbox that RECAP_BENCH_MBOX names, split as the programs split it that recap is
// measured against.
func benchMails(b *testing.B) [][]byte {
	b.Helper()
	path := os.Getenv("RECAP_BENCH_MBOX")
	if path == "" {
		b.Skip("RECAP_BENCH_MBOX names no mbox")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	mails := bytes.Split(data, []byte("\n\nFrom "))
	for i, m := range mails {
		_, mails[i], _ = bytes.Cut(m, []byte("\n"))
	}
	return mails
}

// spent returns the CPU time that the process has used.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// overAll runs read over all mails and reports how many it reads in a CPU second.
func overAll(b *testing.B, read func(raw []byte)) {
	mails := benchMails(b)
	began, n := spent(), 0
	for b.Loop() {
		for _, m := range mails {
			read(m)
		}
		n += len(mails)
	}
	b.ReportMetric(float64(n)/(spent()-began).Seconds(), "mails/cpu-s")
}

// BenchmarkPass is the pass over header, MIME and charsets alone: what other parsers of mail do, too.
func BenchmarkPass(b *testing.B) {
	overAll(b, func(raw []byte) {
		h, body := splitHeader(raw)
		messageID(h.get("message-id"))
		line(h.get("subject"))
		mailboxes(h.get("from"))
		ParseDate(h.get("date"))
		leaves(newPart(h, body, ""), "")
	})
}

// BenchmarkWhole is all that is made of a mail: the pass, own and quoted words, signature, lists, links, fingerprint.
func BenchmarkWhole(b *testing.B) {
	opt := Options{Now: time.Now()}
	overAll(b, func(raw []byte) {
		if _, err := ParseAll(raw, opt); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkSlowest reports the mail that takes longest, hostile ones included, as a share of the time that it may take:
// 50 ms and ten times the median time for its bytes.
func BenchmarkSlowest(b *testing.B) {
	mails := benchMails(b)
	for _, raw := range hostile() {
		mails = append(mails, []byte(raw))
	}
	opt := Options{Now: time.Now()}
	took := func(raw []byte) time.Duration {
		best := time.Hour
		for range 3 {
			began := time.Now()
			if _, err := ParseAll(raw, opt); err != nil {
				b.Fatal(err)
			}
			best = min(best, time.Since(began))
		}
		return best
	}
	for b.Loop() {
		times, rates := make([]time.Duration, len(mails)), make([]float64, len(mails))
		for i, m := range mails {
			times[i] = took(m)
			rates[i] = float64(times[i]) / float64(len(m))
		}
		median := slices.Sorted(slices.Values(rates))[len(rates)/2]
		share, slowest := 0.0, time.Duration(0)
		for i, m := range mails {
			share = max(share, float64(times[i])/(float64(50*time.Millisecond)+10*median*float64(len(m))))
			slowest = max(slowest, times[i])
		}
		b.ReportMetric(share, "of-limit")
		b.ReportMetric(float64(slowest)/float64(time.Millisecond), "slowest-ms")
		b.ReportMetric(median, "median-ns/B")
	}
}
