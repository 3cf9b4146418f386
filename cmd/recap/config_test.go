package main

import (
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/starter"
)

// errorLine takes the message about a configuration apart.
var errorLine = regexp.MustCompile(`^(\S+):(\d+): (\S+): (.+?); (.+)$`)

// TestAllMistakesAreSaid demands that each command that needs the configuration prints all mistakes in it, and does nothing else.
func TestAllMistakesAreSaid(t *testing.T) {
	const text = "community: {nmae: Example, timezone: Europe/Londinium}\nsources:\n  - {name: planet, every: 1d, feed: {url: planet.xml}}\noutputs:\n  - {name: pages, html: {url: https://example.org/}}\n"
	want := []string{
		"1: community.nmae: is an unknown key; did you mean name?",
		`1: community.timezone: "Europe/Londinium" is not a time zone; use an IANA name such as Europe/London, America/New_York or UTC`,
		`3: sources[0].every: "1d" is not a duration; write a number with its unit, for example 15m, 2h or 36h`,
		"5: outputs[0].html.dir: is missing; add dir: to html; config.example.yaml shows what it takes",
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "recap.yaml")
	writeFile(t, file, text)
	for _, args := range [][]string{{"check"}, {"ingest"}, {"run"}, {"digest"}, {"publish"}, {"edit", "--list"}, {"status"}, {"sources", "list"}, {"search", "x"}, {"export", "-o", dir + "/out"}} {
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), append(args, "--config", file), strings.NewReader(""), &stdout, &stderr, env(nil))
		if wanted := file + ":" + strings.Join(want, "\n"+file+":") + "\n"; code != exitUsage || stdout.Len() > 0 || stderr.String() != wanted {
			t.Errorf("recap %q = %d with %q on stdout and\n%swant %d with\n%s", args, code, &stdout, &stderr, exitUsage, wanted)
		}
	}
	if names := listed(t, dir); len(names) != 1 {
		t.Errorf("after a bad configuration there is %q, want nothing new", names)
	}
}

func TestUnreadableConfig(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{filepath.Join(dir, "none.yaml"), dir} {
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), []string{"check", "--config", file}, strings.NewReader(""), &stdout, &stderr, env(nil))
		if got := stderr.String(); code != exitUsage || strings.Count(got, "\n") != 1 || !errorLine.MatchString(strings.TrimSpace(got)) {
			t.Errorf("recap check --config %s = %d, %q, want %d and one line with a remedy", file, code, got, exitUsage)
		}
	}
}

func TestInitConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "recap.yaml")
	writeFile(t, file, string(starter.Example))
	if _, err := config.Load(file, env(nil)); err != nil {
		t.Errorf("Load() of what init writes = %v", err)
	}
}
