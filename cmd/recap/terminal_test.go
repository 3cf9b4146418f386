package main

import (
	"bytes"
	"testing"

	"recap/cmd/recap/internal/collect"
	"recap/cmd/recap/internal/console"
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
		if got := console.OneLine(in); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestSay has what those who watch are told, and nobody else.
func TestSay(t *testing.T) {
	for _, tt := range []struct {
		a    console.Console
		want string
	}{
		{console.Console{}, ""},
		{console.Console{Watched: true}, "read 2 sources, 1 new post\n"},
		{console.Console{Watched: true, Quiet: true}, ""},
		{console.Console{Verbose: true}, "read 2 sources, 1 new post\n"},
	} {
		var stderr bytes.Buffer
		tt.a.Stderr = &stderr
		tt.a.Say("%s", collect.Report{Read: 2, Added: 1})
		if got := stderr.String(); got != tt.want {
			t.Errorf("say(verbose %t, watched %t, quiet %t) prints %q, want %q", tt.a.Verbose, tt.a.Watched, tt.a.Quiet, got, tt.want)
		}
	}
	if got, want := (collect.Report{Read: 3, Failed: 1}).String(), "read 2 of 3 sources, 0 new posts"; got != want {
		t.Errorf("ingestReport with a failure prints %q, want %q", got, want)
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	var stderr bytes.Buffer
	a := &console.Console{Stderr: &stderr}
	p := a.Progress(3)
	if p != nil {
		t.Errorf("progress() on a buffer = %v, want nil", p)
	}
	p.Page("dev", source.Page{Read: 10, Total: 100})
	p.Finished()
	p.Close()
	if stderr.Len() > 0 {
		t.Errorf("progress wrote %q where nobody watches", &stderr)
	}
}
