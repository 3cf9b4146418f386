package mbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/quotedprintable"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
	"recap/store/sqlite"
)

// A listWriter invents the mail of a list: words that nobody uses, as unevenly as people use theirs, threads, quotes,
// signatures and the header fields that servers add. The same seed gives the same bytes.
type listWriter struct {
	rng    *rand.Rand
	zipf   *rand.Zipf
	words  []string
	recent []listMail // what may be answered
}

// A listMail is what an answer needs of a mail.
type listMail struct {
	id, subject, author string
	refs                []string
	text                []string
	date                time.Time
}

func newListWriter() *listWriter {
	rng := rand.New(rand.NewPCG(1, 2))
	w := &listWriter{rng: rng, zipf: rand.NewZipf(rng, 1.1, 8, 60000), words: make([]string, 60001)}
	for i := range w.words {
		for v := i*7919 + 1; v > 0; v /= 19 {
			w.words[i] += string("bcdfghjklmnpqrstvwz"[v%19]) + string("aeiou"[v%5])
		}
	}
	return w
}

// line returns a line of words.
func (w *listWriter) line(size int) string {
	var b strings.Builder
	for b.Len() < size {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.words[w.zipf.Uint64()])
	}
	return b.String()
}

// token returns n characters as they stand in ids and keys.
func (w *listWriter) token(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[w.rng.IntN(64)]
	}
	return string(b)
}

// mail writes message i in mboxrd form. Two in three answer an earlier one.
func (w *listWriter) mail(out io.Writer, i int) {
	m := listMail{
		id:     fmt.Sprintf("%d.%s@host%d.example.org", i, strings.Trim(w.token(16), "+/"), i%50),
		author: fmt.Sprintf("Person No%d", w.zipf.Uint64()%4000),
		date:   time.Date(2011, 1, 3, 8, 0, 0, 0, time.UTC).Add(time.Duration(i) * 20 * time.Minute),
	}
	address := strings.ReplaceAll(strings.ToLower(m.author), " ", ".") + "@example.org"
	var body []string
	if len(w.recent) > 10 && w.rng.IntN(3) > 0 {
		parent := w.recent[len(w.recent)-1-w.rng.IntN(min(len(w.recent), 300))]
		m.subject = "Re: " + strings.TrimPrefix(parent.subject, "Re: ")
		m.refs = append(parent.refs[max(0, len(parent.refs)-15):len(parent.refs):len(parent.refs)], parent.id)
		body = append(body, fmt.Sprintf("On %s, %s wrote:", parent.date.Format("Mon, Jan 2, 2006 at 3:04 PM"), parent.author))
		for _, l := range parent.text[:min(len(parent.text), 5+w.rng.IntN(25))] {
			body = append(body, "> "+l)
		}
		body = append(body, "")
	} else {
		m.subject = w.line(40)
	}
	for range 1 + w.rng.IntN(3) {
		for range 3 + w.rng.IntN(8) {
			m.text = append(m.text, w.line(64))
		}
		m.text = append(m.text, "")
	}
	body = append(body, m.text...)
	if w.rng.IntN(3) == 0 {
		body = append(body, "-- ", m.author, "https://example.org/~"+w.token(5))
	}
	w.recent = append(w.recent, m)
	w.recent = w.recent[max(0, len(w.recent)-400):]

	fmt.Fprintf(out, "From %s %s\nReturn-Path: <user-return-%d@lists.example.org>\n", address, m.date.Format(time.ANSIC), i)
	for hop := range 3 {
		fmt.Fprintf(out, "Received: from mail%d.example.net (mail%[1]d.example.net [192.0.2.%[2]d])\n\tby mx%[1]d.lists.example.org (Postfix) with ESMTPS id %[3]s\n\tfor <user@lists.example.org>; %[4]s\n",
			hop, i%256, w.token(10), m.date.Add(time.Duration(3-hop)*time.Second).Format(time.RFC1123Z))
	}
	fmt.Fprintf(out, "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=2011;\n\tbh=%s;\n\tb=%s\n\t %s\n", w.token(44), w.token(64), w.token(64))
	fmt.Fprintf(out, "List-Id: <user.lists.example.org>\nList-Post: <mailto:user@lists.example.org>\nPrecedence: bulk\nMessage-ID: <%s>\n", m.id)
	if len(m.refs) > 0 {
		fmt.Fprintf(out, "In-Reply-To: <%s>\nReferences: <%s>\n", m.refs[len(m.refs)-1], strings.Join(m.refs, ">\n\t<"))
	}
	fmt.Fprintf(out, "Subject: %s\nFrom: %s <%s>\nTo: user@lists.example.org\nDate: %s\nMIME-Version: 1.0\n", m.subject,
		m.author, address, m.date.Format(time.RFC1123Z))
	w.body(out, strings.Join(body, "\n")+"\n")
	fmt.Fprint(out, "\n")
}

// body writes a body as plain text, quoted-printable, base64, or with an HTML alternative.
func (w *listWriter) body(out io.Writer, text string) {
	switch n := w.rng.IntN(20); {
	case n < 13:
		fmt.Fprintf(out, "Content-Type: text/plain; charset=utf-8\n\n%s", text)
	case n < 15:
		fmt.Fprint(out, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n")
		q := quotedprintable.NewWriter(out)
		io.WriteString(q, text)
		q.Close()
		fmt.Fprint(out, "\n")
	case n < 16:
		fmt.Fprint(out, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n")
		for packed := base64.StdEncoding.EncodeToString([]byte(text)); packed != ""; packed = packed[min(76, len(packed)):] {
			fmt.Fprintln(out, packed[:min(76, len(packed))])
		}
	default:
		border := "=_" + w.token(16)
		html := strings.NewReplacer(">", "&gt;", "\n", "<br>\n").Replace(text)
		fmt.Fprintf(out, "Content-Type: multipart/alternative; boundary=\"%s\"\n\n--%[1]s\nContent-Type: text/plain; charset=utf-8\n\n%s\n--%[1]s\nContent-Type: text/html; charset=utf-8\n\n<html><body>%s</body></html>\n--%[1]s--\n",
			border, text, html)
	}
}

// processCPU returns the CPU time and the peak memory that the process has used.
func processCPU(tb testing.TB) (time.Duration, int64) {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), u.Maxrss
}

// BenchmarkIngest reads an mbox of 30,000 mails of about 4 KB, as real ones are large, into a new store with threads,
// full text and raw bytes, and then once more from its beginning. Run it alone: peak-MiB is that of the process.
func BenchmarkIngest(b *testing.B) {
	const mails = 30000
	path := filepath.Join(b.TempDir(), "list.mbox")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	buffered, w := bufio.NewWriter(f), newListWriter()
	for i := range mails {
		w.mail(buffered, i)
	}
	if err := buffered.Flush(); err != nil {
		b.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	f.Close()
	b.SetBytes(info.Size())
	b.ResetTimer()
	var spent, again time.Duration
	for b.Loop() {
		dir := b.TempDir()
		began, _ := processCPU(b)
		if res := ingestOnce(b, dir, path, false); res.Added.New != mails || len(res.Skipped) > 0 {
			b.Fatalf("Pull() = %+v, want %d new", res, mails)
		}
		middle, _ := processCPU(b)
		b.StopTimer()
		if res := ingestOnce(b, dir, path, true); res.Known != mails {
			b.Fatalf("second Pull() = %+v, want %d known", res, mails)
		}
		ended, _ := processCPU(b)
		spent, again = spent+middle-began, again+ended-middle
		db, err := os.Stat(filepath.Join(dir, "recap.db"))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(db.Size())/float64(info.Size()), "db-B/mail-B")
		b.StartTimer()
	}
	_, peak := processCPU(b)
	b.ReportMetric(float64(b.N*mails)/spent.Seconds(), "mails/cpu-s")
	b.ReportMetric(float64(b.N*mails)/again.Seconds(), "known/cpu-s")
	b.ReportMetric(float64(peak)/1024, "peak-MiB")
}

// ingestOnce reads the mailbox into the store in dir; fresh is from its beginning.
func ingestOnce(b *testing.B, dir, path string, fresh bool) source.Result {
	b.Helper()
	db, err := sqlite.Open(b.Context(), filepath.Join(dir, "recap.db"))
	if err != nil {
		b.Fatal(err)
	}
	src, err := source.Open(&Config{Path: path}, "list", source.Env{
		Now:       time.Now,
		Reread:    fresh,
		Known:     func(ctx context.Context, copies []store.Copy) ([]bool, error) { return db.Known(ctx, "list", copies) },
		Delivered: func(ctx context.Context) (func(store.Sum) bool, error) { return db.Delivered(ctx, "list") },
	})
	if err != nil {
		b.Fatal(err)
	}
	res, err := source.Pull(b.Context(), db, "list", src, fresh, nil)
	if err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	return res
}

// TestListWriter keeps the benchmark honest: its mail is of a real size, the same every time, and read whole.
func TestListWriter(t *testing.T) {
	write := func() []byte {
		var out bytes.Buffer
		w := newListWriter()
		for i := range 500 {
			w.mail(&out, i)
		}
		return out.Bytes()
	}
	data := write()
	if !bytes.Equal(data, write()) {
		t.Error("the same mails were written differently")
	}
	if size := len(data) / 500; size < 3000 || size > 6000 {
		t.Errorf("a mail has %d bytes, want about 4,000", size)
	}
	path := filepath.Join(t.TempDir(), "list.mbox")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	sink := sourcetest.NewSink()
	res, err := pullBox(t, sink, path)
	if err != nil || res.Added.New != 500 {
		t.Fatalf("Pull() = %+v, %v, want 500 new", res, err)
	}
	answers := 0
	for _, p := range sink.List() {
		if p.Text == "" || strings.Contains(p.Text, "wrote:") {
			t.Errorf("%s: own words %q, want some and no attribution", p.Key, p.Text)
		}
		if len(p.InReplyTo) > 0 {
			answers++
		}
	}
	if answers < 250 || answers > 400 {
		t.Errorf("%d of 500 mails are answers, want two in three", answers)
	}
}
