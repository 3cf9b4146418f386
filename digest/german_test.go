package digest_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"recap/digest"
	"recap/digest/internal/eval"
	"recap/digest/render"
	"recap/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

// germanFrames are nouns of our own that an edition in German may hold.
var germanFrames = strings.Fields("Beiträge Personen Threads Thread Mittwoch Mittelpunkt November Oktober Dezember Abstimmung Frage Antwort Rat Stunden Tag Tages Zeitraums Ende Stand Stimme Stimmen Enthaltung Mitternacht Reaktion Antworten")

// TestGermanEdition tells a day of an invented community in German. The text stands in testdata/german; every sentence passes the gates.
func TestGermanEdition(t *testing.T) {
	dir := filepath.Join("testdata", "german")
	g := groups(t, dir)[0]
	db := ingested(t, dir, g)
	opt := g.options()
	opt.Community.Language = "de-AT"
	opt.Community.Join = "Schreib an werk@lists.example.org"
	in := load(t, db, days(t, g.Windows[0][0], g.Windows[0][1]), opt)
	e, refused, err := digest.BuildRefused(in, opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, why := range refused {
		t.Errorf("the gate refuses what was built: %s", why)
	}
	if e.Language != "de-AT" {
		t.Errorf("Build() language = %q, want de-AT", e.Language)
	}
	posts := map[string]*store.Post{}
	for p, err := range db.Posts(context.Background(), time.Time{}, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)) {
		if err != nil {
			t.Fatal(err)
		}
		posts[p.ID()] = &p
	}
	for _, f := range eval.Gates(e, posts, append(germanFrames, g.Community.Projects...)...) {
		t.Error(f)
	}
	var got bytes.Buffer
	if err := render.Markdown(&got, e); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join(dir, "2026-10-14.md")
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("Build() in German =\n%s\nwant %s; with -update it is written anew", got.String(), golden)
	}
	english := regexp.MustCompile(`(?i)\b(?:said|wrote|posts|people|the|and|of|with|open|read)\b`)
	var mail, page bytes.Buffer
	if err := render.Mail(&mail, e, render.Envelope{From: "recap@example.org", To: "leser@example.org"}); err != nil {
		t.Fatal(err)
	}
	if err := render.HTML(&page, e, render.Page{Index: "index.html"}); err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{`<html lang="de-AT">`, ">Alle Rückblicke<"} {
		if !strings.Contains(page.String(), w) {
			t.Errorf("HTML() lacks %q", w)
		}
	}
	if !strings.Contains(mail.String(), "Content-Language: de-AT") {
		t.Error("Mail() does not say its language")
	}
	for _, line := range strings.Split(got.String(), "\n") {
		if m := english.FindString(line); m != "" && !strings.Contains(line, "Cole") && !strings.Contains(line, "Translation of the manual") {
			t.Errorf("the German text holds %q: %s", m, line)
		}
	}
}
