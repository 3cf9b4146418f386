package main

import (
	"bytes"
	"testing"

	"recap/ingest/source"
)

func TestMarked(t *testing.T) {
	const snippet = "a \x01queue\x02 of\n pages \x1b[31m and \x01queues\x02"
	if got, want := marked(snippet, false), "a queue of pages [31m and queues"; got != want {
		t.Errorf("marked(plain) = %q, want %q", got, want)
	}
	if got, want := marked(snippet, true), "a \x1b[1mqueue\x1b[0m of pages [31m and \x1b[1mqueues\x1b[0m"; got != want {
		t.Errorf("marked(bold) = %q, want %q", got, want)
	}
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"a\nb\t c":             "a b c",
		"\x1b]0;title\x07x":    "]0;titlex",
		"abc\u202edef":         "abcdef",
		"\xff broken":          "\uFFFD broken",
		"  kept ümläut 漢字  \r": "kept ümläut 漢字",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestSay has what those who watch are told, and nobody else.
func TestSay(t *testing.T) {
	for _, tt := range []struct {
		a    console
		want string
	}{
		{console{}, ""},
		{console{watched: true}, "read 2 sources, 1 new post\n"},
		{console{watched: true, quiet: true}, ""},
		{console{verbose: true}, "read 2 sources, 1 new post\n"},
	} {
		var stderr bytes.Buffer
		tt.a.stderr = &stderr
		tt.a.say("%s", ingestReport{read: 2, added: 1})
		if got := stderr.String(); got != tt.want {
			t.Errorf("say(verbose %t, watched %t, quiet %t) prints %q, want %q", tt.a.verbose, tt.a.watched, tt.a.quiet, got, tt.want)
		}
	}
	if got, want := (ingestReport{read: 3, failed: 1}).String(), "read 2 of 3 sources, 0 new posts"; got != want {
		t.Errorf("ingestReport with a failure prints %q, want %q", got, want)
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	var stderr bytes.Buffer
	a := &console{stderr: &stderr}
	p := a.progress(3)
	if p != nil {
		t.Errorf("progress() on a buffer = %v, want nil", p)
	}
	p.page("dev", source.Page{Read: 10, Total: 100})
	p.finished()
	p.close()
	if stderr.Len() > 0 {
		t.Errorf("progress wrote %q where nobody watches", &stderr)
	}
}
