package main

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"recap/cmd/recap/sample"
)

// homeHost is the host of the project's own page, which leads a newcomer to the hosts of sample.Handler.
const homeHost = "www.larkspur.example.org"

const homePage = `<!DOCTYPE html>
<html><head><title>Larkspur</title>
<link rel="alternate" type="application/atom+xml" title="News" href="http://blog.larkspur.example.org/atom.xml">
</head><body>
<h1>Larkspur</h1>
<p>Open software for weather stations. <a href="/community">Community</a> <a href="/download">Download</a></p>
</body></html>
`

const communityPage = `<!DOCTYPE html>
<html><head><title>Larkspur: community</title></head><body>
<ul>
<li><a href="http://lists.larkspur.example.org/dev.mbox">the list of the developers</a>
<li><a href="http://lists.larkspur.example.org/users.mbox">the list of the users</a>
<li><a href="http://planet.larkspur.example.org/rss.xml">what our members write</a>
<li><a href="http://lists.larkspur.example.org/pipermail/board/">the board, members only</a>
<li><a href="http://social.larkspur.example.org/tags/larkspurhack">#larkspurhack</a>
</ul></body></html>
`

// serveCommunity serves the community and its page until the test ends, and returns host:port.
func serveCommunity(t *testing.T) string {
	pages, hosts := map[string]string{"/": homePage, "/community": communityPage}, sample.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != homeHost {
			hosts.ServeHTTP(w, r)
			return
		}
		body, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// aStep is one line that a newcomer types into a shell on a terminal.
type aStep struct {
	now   string // RFC 3339
	typed string // the line
	in    string // what is typed while the program runs
	code  int    // that it ends with
}

const (
	tuesday   = "2026-10-20T06:00:00Z" // 08:00 in Oslo, the moment of the demonstration
	wednesday = "2026-10-21T05:15:00Z" // 07:15
)

// newcomer is what somebody does who has read the README.
var newcomer = []aStep{
	{tuesday, "recap digest", "", 1},
	{tuesday, "recap init --name Larkspur --url http://www.larkspur.example.org --timezone Europe/Oslo --yes", "", 0},
	{tuesday, "recap init", "", 1},
	{tuesday, "cat recap.yaml", "", 0},
	{tuesday, "recap check", "", 0},
	{tuesday, "recap digest", "", 3},
	{tuesday, "recap check --online", "", 0},
	{tuesday, "recap run", "", 0},
	{tuesday, "recap status", "", 0},
	{tuesday, "recap digest", "", 0},
	{tuesday, "recap digest --date 2026-06-01", "", 0},
	{tuesday, "recap digest --date 2026-10-16 -o friday.pdf", "", 1},
	{tuesday, "recap digest --date 2026-10-16 -o friday.md", "", 0},
	{tuesday, "recap publish", "", 0},
	{tuesday, "recap publish", "", 0},
	{tuesday, "recap edit --list", "", 0},
	{tuesday, "recap edit", "", 0},
	{tuesday, "recap publish --revise", "", 0},
	{tuesday, "recap run", "", 0},
	{wednesday, "recap run", "", 0},
	{wednesday, "recap status", "", 0},
	{wednesday, "recap search gateway", "", 0},
	{wednesday, "recap redact https://lists.larkspur.example.org/users/2901", "n\n", 0},
	{wednesday, "recap init --config other.yaml",
		"Larkspur\nOslo\nEurope/Oslo\nhttp://www.larkspur.example.org\n1 3\nhttps://lists.example.org/pipermail/dev/\nfeed\n" +
			"nntp=news.example.org/larkspur.dev\n\n",
		0},
	{wednesday, "cat other.yaml", "", 0},
	{wednesday, "recap check --config other.yaml", "", 0},
}

// TestNewcomer takes somebody who has an empty home and the README through the first hour: each line that is printed
// stands in testdata/newcomer.txt, which "go test -run TestNewcomer -update" writes, and is there to be read: none may
// need the source to be understood. The program is built and installed once; it is the test's own, whose clock can be
// set, that then runs under its name.
func TestNewcomer(t *testing.T) {
	program, err := exec.LookPath("recap") // which TestMain provides
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(home, "bin", "recap"), ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	if out, err := exec.Command(filepath.Join(home, "bin", "recap"), "version").Output(); err != nil ||
		!strings.HasPrefix(string(out), "recap ") {
		t.Fatalf("the program that is installed says %q, %v", out, err)
	}
	// Who edits leaves out a story and adds a note, as one does in an editor.
	writeFile(t, filepath.Join(home, "bin", "editor"),
		"#!/bin/sh\nsed -i -e '0,/^tell/s/^tell/drop/' -e 's/^#note.*/note The next call is on Thursday./' \"$1\"\n")
	if err := os.Chmod(filepath.Join(home, "bin", "editor"), 0o755); err != nil {
		t.Fatal(err)
	}
	hosts := serveCommunity(t)
	work := filepath.Join(home, "larkspur")
	if err := os.Mkdir(work, 0o755); err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	for _, s := range newcomer {
		words := strings.Fields(s.typed)
		cmd := exec.Command(words[0], words[1:]...)
		if words[0] == "recap" {
			cmd.Path = program
		}
		cmd.Dir = work
		cmd.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "NOW=" + s.now, "TZ=UTC",
			"EDITOR=" + filepath.Join(home, "bin", "editor"), "USER=mira", "HOSTS=" + hosts}
		shown, code, err := onTerminal(cmd, 100, s.in)
		if err != nil {
			t.Fatalf("%s: %v", s.typed, err)
		}
		if code != s.code {
			t.Errorf("%s: exits with %d, want %d", s.typed, code, s.code)
		}
		fmt.Fprintf(&told, "$ %s\n%s\n", s.typed, strings.TrimRight(shown, "\n"))
		if code != 0 {
			fmt.Fprintf(&told, "(exit code %d)\n", code)
		}
		told.WriteByte('\n')
	}
	got := passing.ReplaceAllString(strings.ReplaceAll(told.String(), home, "/home/mira"), "${1}N$2")
	file := filepath.Join("testdata", "newcomer.txt")
	if *update {
		writeFile(t, file, got)
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the first hour differs from %s; if it is as good, write it anew with -update:\n%s", file, diff)
	}
}

// passing are figures that differ from run to run: how long something took, how large the database is.
var passing = regexp.MustCompile(`(?m)(, in |\()[0-9.]+(m?s$| MB\)$)`)

var update = flag.Bool("update", false, "write the files in testdata that are compared with")

// TestReadmeShowsTheDemo holds what README quotes of the demonstration's recaps against what the demonstration prints.
func TestReadmeShowsTheDemo(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, sample := range []struct{ writer, from, to string }{
		{"excerpts", "This is how the recap of its own demo begins:\n\n", "\n\nNo model"},
		{"excerpts", "> *by the program* — ", "\n\n"},
		{"chosen", "> *chosen* — ", "\n\n"},
		{"model", "> *prose* — ", "\n\n"},
	} {
		_, quoted, found := strings.Cut(string(readme), sample.from)
		quoted, _, ends := strings.Cut(quoted, sample.to)
		if !found || !ends {
			t.Fatalf("README.md has nothing between %q and %q", sample.from, sample.to)
		}
		out, err := exec.Command("recap", "demo", "--writer", sample.writer, "--dir", filepath.Join(t.TempDir(), "demo")).Output()
		if err != nil {
			t.Fatalf("recap demo --writer %s: %v", sample.writer, err)
		}
		printed := letters(string(out))
		for part := range strings.SplitSeq(strings.ReplaceAll(quoted, " — ", "..."), "...") { // between them something is left out
			at := strings.Index(printed, letters(part))
			if at < 0 {
				t.Fatalf("recap demo --writer %s does not print this, or not after what stands before it:\n%s", sample.writer, part)
			}
			printed = printed[at+len(letters(part)):]
		}
	}
}

// letters returns the letters and digits of a text, without what is set aside: numbers of notes, organisations and days
// in brackets after a name.
func letters(s string) string {
	s = regexp.MustCompile(`\[\d+\]|\([^)]*\)|,\s\d+\s\w+\s\d{4}(:|\s·)`).ReplaceAllString(s, "")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
