package ingest

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

func TestBoxReader(t *testing.T) {
	const sep = "From ann@example.org Sun Nov  1 09:00:00 2026\n"
	msg := func(body string) string { return "Subject: s\n\n" + body + "\n" }
	for _, test := range []struct {
		name, data string
		want       []string
		err        error // nil: io.EOF
	}{
		{"plain", sep + msg("one") + "\n" + sep + msg("two"), []string{msg("one"), msg("two")}, nil},
		{"no blank line between", sep + msg("one") + sep + msg("two"), []string{msg("one"), msg("two")}, nil},
		{"mboxrd", sep + msg(">From a\n>>From b\n> From c"), []string{msg("From a\n>From b\n> From c")}, nil},
		{"mboxrd over several chunks", sep + msg(strings.Repeat(">From a\n", boxChunk/4)+"b"), []string{msg(strings.Repeat("From a\n", boxChunk/4) + "b")}, nil},
		{"a From_ line in the text", sep + msg("x\n"+sep+"no header") + "\n" + sep + msg("two"), []string{msg("x\n" + sep + "no header"), msg("two")}, nil},
		{"prose that begins with From", sep + msg("From here on: it works"), []string{msg("From here on: it works")}, nil},
		{"crlf", strings.ReplaceAll(sep+msg("one")+"\n"+sep+msg("two"), "\n", "\r\n"), []string{"Subject: s\r\n\r\none\r\n", "Subject: s\r\n\r\ntwo\r\n"}, nil},
		{"byte order mark", "\xef\xbb\xbf" + sep + msg("one"), []string{msg("one")}, nil},
		{"bare From", "From \n" + msg("one") + "\nFrom \n" + msg("two"), []string{msg("one"), msg("two")}, nil},
		{"zone before the year", "From 286@xxx Thu Apr 16 09:53:04 +0000 2015\n" + msg("one"), []string{msg("one")}, nil},
		{"Pipermail", "From ann at example.org  Sun Nov  1 09:00:00 2026\n" + msg("one") + "From bob en example.org  Sun Nov  1 09:00:00 2026\n" + msg("two"), []string{msg("one"), msg("two")}, nil},
		{"no From_ at all", msg("one"), []string{msg("one")}, nil},
		{"UUCP", "From a Sun Nov  1 09:00:00 2026\n>From b Sun Nov  1 08:00:00 2026 remote from c\n" + msg("one"), []string{"From b Sun Nov  1 08:00:00 2026 remote from c\n" + msg("one")}, nil},
		{"Content-Length over a quoted message", sep + "Content-Length: 61\nA: b\n\n" + sep + "Subject: in\n\nx\n" + "\n" + sep + msg("two"),
			[]string{"Content-Length: 61\nA: b\n\n" + sep + "Subject: in\n\nx\n", msg("two")}, nil},
		{"Content-Length over a quoted message with escapes", sep + "Content-Length: 67\nA: b\n\n" + sep + "Subject: in\n\n>From x\n" + "\n" + sep + msg(">From y"),
			[]string{"Content-Length: 67\nA: b\n\n" + sep + "Subject: in\n\nFrom x\n", msg("From y")}, nil},
		{"Content-Length that lies", sep + "Content-Length: 999\n" + msg("one") + "\n" + sep + "Content-Length: 1\n" + msg("two") + "\n" + sep + "Content-Length: -5\n" + msg("three"),
			[]string{"Content-Length: 999\n" + msg("one"), "Content-Length: 1\n" + msg("two"), "Content-Length: -5\n" + msg("three")}, nil},
		{"empty", "", nil, nil},
		{"blank lines", "\n\n\n", nil, nil},
		{"no mail", "\x89PNG\r\n", nil, errNotMbox},
		{"too large", sep + msg(strings.Repeat("x", maxMessage+1)) + sep + msg("two"), []string{"", msg("two")}, nil},
	} {
		b := newBoxReader(strings.NewReader(test.data), 0, nil)
		var got []string
		var err error
		for err == nil {
			var m boxMessage
			if m, err = b.next(); err == nil {
				got = append(got, string(m.raw))
				if (m.raw == nil) != (m.bad != nil) {
					t.Errorf("%s: next() = %d bytes, bad: %v", test.name, len(m.raw), m.bad)
				}
			}
		}
		want := test.err
		if want == nil {
			want = io.EOF
		}
		if diff := gocmp.Diff(test.want, got); diff != "" || !errors.Is(err, want) {
			t.Errorf("%s: next() ended with %v, want %v; messages (-want +got):\n%s", test.name, err, want, diff)
		}
	}
}

func TestBoxReaderCut(t *testing.T) {
	cut := errors.New("cut")
	data := mbox(letter(1, "one"), letter(2, "two"))
	b := newBoxReader(io.MultiReader(strings.NewReader(data[:len(data)-5]), iotest.ErrReader(cut)), 0, nil)
	if m, err := b.next(); err != nil || string(m.raw) != letter(1, "one") {
		t.Errorf("first next() = %q, %v, want the whole message", m.raw, err)
	}
	if m, err := b.next(); !errors.Is(err, cut) {
		t.Errorf("second next() = %q, %v, want the error of the reader and no half message", m.raw, err)
	}
}

func TestFromLine(t *testing.T) {
	for line, want := range map[string]string{
		"From ann@example.org Sun Nov  1 09:00:00 2026":             "2026-11-01T09:00:00Z",
		"From ann@example.org Sun Nov  1 09:00 2026":                "2026-11-01T09:00:00Z",
		"From ann@example.org Sun Nov  1 09:00:00 +0100 2026":       "2026-11-01T08:00:00Z",
		"From ann@example.org Sun Nov  1 09:00:00 2026 +0100":       "2026-11-01T08:00:00Z",
		"From ann at example.org  Sun Nov  1 09:00:00 2026":         "2026-11-01T09:00:00Z",
		"From here to there and back":                               "",
		"From Sun Nov  1 09:00:00 2026":                             "",
		"From ann@example.org Sun Nov  1 2026":                      "",
		"From ann@example.org " + strings.Repeat("very long ", 200): "",
	} {
		got, ok := fromLine([]byte(line))
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("fromLine(%q) = %v, %t, want %q", line, got, ok, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add([]byte(mbox(letter(1, "one"), letter(2, ">From here"))))
	f.Add([]byte("From a at b  Sun Nov  1 09:00:00 2026\nSubject: x\n\nFrom \nDate: y\n\n"))
	f.Add([]byte("From a Sun Nov  1 09:00:00 2026\nContent-Length: 5\n\nabcd\n\nFrom a Sun Nov  1 09:00:00 2026\nA: b\n"))
	f.Add([]byte("\xef\xbb\xbf\r\n\r\nSubject: no From_\r\n\r\nhello"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := newBoxReader(iotest.OneByteReader(bytes.NewReader(data)), 0, nil)
		whole := newBoxReader(bytes.NewReader(data), 0, nil)
		at := int64(0)
		for {
			m, err := b.next()
			n, err2 := whole.next()
			if (err == nil) != (err2 == nil) || !bytes.Equal(m.raw, n.raw) || m.end != n.end {
				t.Fatalf("next() = %q to %d, %v from single bytes, %q to %d, %v from one read", m.raw, m.end, err, n.raw, n.end, err2)
			}
			if err != nil {
				return
			}
			if m.start < at || m.end <= m.start || m.end > int64(len(data)) {
				t.Fatalf("next() = bytes %d to %d after %d of %d", m.start, m.end, at, len(data))
			}
			at = m.end
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	var letters []string
	for n := range 2000 {
		letters = append(letters, letter(n, strings.Repeat("The quick brown fox jumps over the lazy dog.\n", 100)))
	}
	data := []byte(mbox(letters...))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r := newBoxReader(bytes.NewReader(data), 0, nil)
		for {
			if _, err := r.next(); err != nil {
				break
			}
		}
	}
}
