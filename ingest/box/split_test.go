package box

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/internal/testmail"
)

func TestBoxReader(t *testing.T) {
	const sep = "From ann@example.org Sun Nov  1 09:00:00 2026\n"
	const full = "From: ben@example.org\nDate: Sun, 1 Nov 2026 09:00:00 +0000\n\n"
	msg := func(body string) string { return "Subject: s\n\n" + body + "\n" }
	for _, test := range []struct {
		name, data string
		want       []string
		err        error // nil: io.EOF
	}{
		{"plain", sep + msg("one") + "\n" + sep + msg("two"), []string{msg("one"), msg("two")}, nil},
		{"no blank line between", sep + msg("one") + sep + msg("two"), []string{msg("one"), msg("two")}, nil},
		{"mboxrd", sep + msg(">From a\n>>From b\n\n> From c"), []string{msg("From a\n>From b\n\n> From c")}, nil},
		{"a quote that nothing escaped", sep + msg(">I tried.\n>From here it fails.\n>From there, too.\n>It must go.\n\n>From now on\nwe wait."),
			[]string{msg(">I tried.\n>From here it fails.\n>From there, too.\n>It must go.\n\nFrom now on\nwe wait.")}, nil},
		{"a quote that begins or ends with From", sep + msg(">From here\n>it fails.\n\n> It fails\n>From there.\nwe wait.\n\n>From now on"),
			[]string{msg(">From here\n>it fails.\n\n> It fails\n>From there.\nwe wait.\n\nFrom now on")}, nil},
		{"mboxrd over several chunks", sep + msg(strings.Repeat(">From a\n", boxChunk/4)+"b"),
			[]string{msg(strings.Repeat("From a\n", boxChunk/4) + "b")}, nil},
		{"a From_ line in the text", sep + msg("x\n"+sep+"no header") + "\n" + sep + msg("two"),
			[]string{msg("x\n" + sep + "no header"), msg("two")}, nil},
		{"prose that begins with From", sep + msg("From here on: it works"), []string{msg("From here on: it works")}, nil},
		{"crlf", strings.ReplaceAll(sep+msg("one")+"\n"+sep+msg("two"), "\n", "\r\n"),
			[]string{"Subject: s\r\n\r\none\r\n", "Subject: s\r\n\r\ntwo\r\n"}, nil},
		{"byte order mark", "\xef\xbb\xbf" + sep + msg("one"), []string{msg("one")}, nil},
		{"bare From", "From \n" + msg("one") + "\nFrom \n" + msg("two"), []string{msg("one"), msg("two")}, nil},
		{"zone before the year", "From 286@xxx Thu Apr 16 09:53:04 +0000 2015\n" + msg("one"), []string{msg("one")}, nil},
		{"Pipermail", "From ann at example.org  Sun Nov  1 09:00:00 2026\n" + msg("one") +
			"From bob en example.org  Sun Nov  1 09:00:00 2026\n" + msg("two"), []string{msg("one"), msg("two")}, nil},
		{"no From_ at all", msg("one"), []string{msg("one")}, nil},
		{"UUCP", "From a Sun Nov  1 09:00:00 2026\n>From b Sun Nov  1 08:00:00 2026 remote from c\n" + msg("one"),
			[]string{"From b Sun Nov  1 08:00:00 2026 remote from c\n" + msg("one")}, nil},
		{"Content-Length over a quoted message", sep + "Content-Length: 61\nA: b\n\n" + sep + "Subject: in\n\nx\n" + "\n" + sep + msg("two"),
			[]string{"Content-Length: 61\nA: b\n\n" + sep + "Subject: in\n\nx\n", msg("two")}, nil},
		{"Content-Length over a quoted message with escapes",
			sep + "Content-Length: 67\nA: b\n\n" + sep + "Subject: in\n\n>From x\n" + "\n" + sep + msg(">From y"),
			[]string{"Content-Length: 67\nA: b\n\n" + sep + "Subject: in\n\nFrom x\n", msg("From y")}, nil},
		{"Content-Length that lies", sep + "Content-Length: 999\n" + msg("one") + "\n" + sep + "Content-Length: 1\n" +
			msg("two") + "\n" + sep + "Content-Length: -5\n" + msg("three"),
			[]string{"Content-Length: 999\n" + msg("one"), "Content-Length: 1\n" + msg("two"), "Content-Length: -5\n" + msg("three")}, nil},
		{"CR alone", strings.ReplaceAll(sep+msg("one")+"\n"+sep+msg("two"), "\n", "\r"),
			[]string{"Subject: s\r\rone\r", "Subject: s\r\rtwo\r"}, nil},
		{"a mail with CR among others", sep + msg("one") + "\n" + strings.ReplaceAll(sep+msg("two")+"\n", "\n", "\r") +
			sep + msg("three"), []string{msg("one"), "Subject: s\r\rtwo\r", msg("three")}, nil},
		{"a mail with CR behind a From_ line with LF", sep + msg("one") + "\n" + sep + strings.ReplaceAll(msg("two"), "\n",
			"\r") + "\n" + sep + msg("three"), []string{msg("one"), "Subject: s\r\rtwo\r\n", msg("three")}, nil},
		{"no dates", "From -\n" + full + "one\n\nFrom 1844347792267117879@xxx\n" + full +
			"two\n\nFrom ben at example.org\n" + full + "three\n", []string{full + "one\n", full + "two\n", full + "three\n"}, nil},
		{"dates in other forms", "From - Sun Nov 01 2026 09:00:00\n" + full +
			"one\n\nFrom ben@example.org 2026-11-01T09:00:00Z\n" + full +
			"two\n\nFrom ben@example.org So, 1. Nov. 2026 09:00:00 +0100\n" + full + "three\n",
			[]string{full + "one\n", full + "two\n", full + "three\n"}, nil},
		{"no date and CRLF", strings.ReplaceAll("From -\n"+full+"one\n\nFrom -\n"+full+"two\n", "\n", "\r\n"),
			[]string{strings.ReplaceAll(full+"one\n", "\n", "\r\n"), strings.ReplaceAll(full+"two\n", "\n", "\r\n")}, nil},
		{"no date and no blank line", sep + full + "one\nFrom -\n" + full + "two\n", []string{full + "one\nFrom -\n" + full + "two\n"}, nil},
		{"no date and a field that is no header's", sep + full + "one\n\nFrom ben\nSubject: is what I changed\n\nback\n",
			[]string{full + "one\n\nFrom ben\nSubject: is what I changed\n\nback\n"}, nil},
		{"words in place of a sender", sep + full + "one\n\nFrom all that I know\n" + full + "two\n",
			[]string{full + "one\n\nFrom all that I know\n" + full + "two\n"}, nil},
		{"a long header without a date before it",
			sep + msg("one") + "\nFrom -\n" + strings.Repeat("X-Trace: "+strings.Repeat("x", 60)+"\n", 150) + full + "two\n",
			[]string{msg("one"), strings.Repeat("X-Trace: "+strings.Repeat("x", 60)+"\n", 150) + full + "two\n"}, nil},
		{"statuses", `{"id_str": "1", "full_text": "From here on"}` + "\n", nil, errNotMbox},
		{"a list of statuses", "[{\"id\": 1}]", nil, errNotMbox},
		{"empty", "", nil, nil},
		{"blank lines", "\n\n\n", nil, nil},
		{"no mail", "\x89PNG\r\n", nil, errNotMbox},
		{"too large", sep + msg(strings.Repeat("x", MaxMessage+1)) + sep + msg("two"), []string{"", msg("two")}, nil},
	} {
		b := NewReader(strings.NewReader(test.data), 0, nil)
		var got []string
		var err error
		for err == nil {
			var m Message
			if m, err = b.Next(); err == nil {
				got = append(got, string(m.Raw))
				if (m.Raw == nil) != (m.Bad != nil) {
					t.Errorf("%s: next() = %d bytes, bad: %v", test.name, len(m.Raw), m.Bad)
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
	data := testmail.Mbox(testmail.Letter(1, "one"), testmail.Letter(2, "two"))
	b := NewReader(io.MultiReader(strings.NewReader(data[:len(data)-5]), iotest.ErrReader(cut)), 0, nil)
	if m, err := b.Next(); err != nil || string(m.Raw) != testmail.Letter(1, "one") {
		t.Errorf("first next() = %q, %v, want the whole message", m.Raw, err)
	}
	if m, err := b.Next(); !errors.Is(err, cut) {
		t.Errorf("second next() = %q, %v, want the error of the reader and no half message", m.Raw, err)
	}
}

func TestFromLine(t *testing.T) {
	for line, want := range map[string]string{
		"From ann@example.org Sun Nov  1 09:00:00 2026":       "2026-11-01T09:00:00Z",
		"From ann@example.org Sun Nov  1 09:00 2026":          "2026-11-01T09:00:00Z",
		"From ann@example.org Sun Nov  1 09:00:00 +0100 2026": "2026-11-01T08:00:00Z",
		"From ann@example.org Sun Nov  1 09:00:00 2026 +0100": "2026-11-01T08:00:00Z",
		"From ann at example.org  Sun Nov  1 09:00:00 2026":   "2026-11-01T09:00:00Z",
		"From here to there and back":                         "",
		"From - Sun Nov 01 2026 09:00:00":                     "2026-11-01T09:00:00Z",
		"From ann@example.org 2026-11-01T09:00:00+01:00":      "2026-11-01T08:00:00Z",
		"From ann@example.org Sun, 1 Nov 2026 09:00:00 +0100": "2026-11-01T08:00:00Z",
		"From -":                       "",
		"From 1844347792267117879@xxx": "",
		"From ann@example.org " + strings.Repeat("very long ", 200): "",
	} {
		got := ""
		if date := fromLine([]byte(line)); !date.IsZero() {
			got = date.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("fromLine(%q) = %q, want %q", line, got, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add([]byte(testmail.Mbox(testmail.Letter(1, "one"), testmail.Letter(2, ">From here"))))
	f.Add([]byte("From a at b  Sun Nov  1 09:00:00 2026\nSubject: x\n\nFrom \nDate: y\n\n"))
	f.Add([]byte("From a Sun Nov  1 09:00:00 2026\nContent-Length: 5\n\nabcd\n\nFrom a Sun Nov  1 09:00:00 2026\nA: b\n"))
	f.Add([]byte("\xef\xbb\xbf\r\n\r\nSubject: no From_\r\n\r\nhello"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := NewReader(iotest.OneByteReader(bytes.NewReader(data)), 0, nil)
		whole := NewReader(bytes.NewReader(data), 0, nil)
		at := int64(0)
		for {
			m, err := b.Next()
			n, err2 := whole.Next()
			if (err == nil) != (err2 == nil) || !bytes.Equal(m.Raw, n.Raw) || m.End != n.End {
				t.Fatalf("next() = %q to %d, %v from single bytes, %q to %d, %v from one read", m.Raw, m.End, err, n.Raw, n.End, err2)
			}
			if err != nil {
				return
			}
			if m.Start < at || m.End <= m.Start || m.End > int64(len(data)) {
				t.Fatalf("next() = bytes %d to %d after %d of %d", m.Start, m.End, at, len(data))
			}
			at = m.End
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	var letters []string
	for n := range 2000 {
		letters = append(letters, testmail.Letter(n, strings.Repeat("The quick brown fox jumps over the lazy dog.\n", 100)))
	}
	data := []byte(testmail.Mbox(letters...))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r := NewReader(bytes.NewReader(data), 0, nil)
		for {
			if _, err := r.Next(); err != nil {
				break
			}
		}
	}
}
