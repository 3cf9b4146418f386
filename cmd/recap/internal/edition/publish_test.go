package edition

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/digest/edit"
	"recap/digest/period"
	"recap/store"
	"recap/store/sqlite"
)

// A countingDB counts how often the posts of a period are read, which is once for each edition that is built.
type countingDB struct {
	store.DB
	builds int
}

func (db *countingDB) Posts(ctx context.Context, since, until time.Time) iter.Seq2[store.Post, error] {
	db.builds++
	return db.DB.Posts(ctx, since, until)
}

// newDesk returns a desk for the configuration text over a database that holds three posts of 1 October 2026, and the day.
func newDesk(t *testing.T, text string) (*Desk, *countingDB, Due) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "recap.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(file, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), c.Database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.SetSources(t.Context(), c.SourceInfos()); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	var posts []store.Post
	for i := range 3 {
		posts = append(posts, store.Post{
			Key: fmt.Sprintf("%d@example.org", i), Kind: "mbox", Author: store.Author{Name: "Ann Lee", Address: "ann@example.org"},
			Title: fmt.Sprintf("Pump %d is back", i), Text: "The pump runs again since this morning.", Published: day.Add(time.Duration(i) * time.Hour),
		})
	}
	if _, err := db.Commit(t.Context(), "dev", posts, json.RawMessage(`1`)); err != nil {
		t.Fatal(err)
	}
	counting := &countingDB{DB: db}
	k := &Desk{Console: &console.Console{Stdout: io.Discard, Stderr: new(bytes.Buffer)}, Calendar: Calendar{Config: c}, DB: counting,
		Now: func() time.Time { return day.AddDate(0, 0, 1) }}
	w, err := k.PeriodOn(&c.Digests[0], config.Date{Year: 2026, Month: 10, Day: 1})
	if err != nil {
		t.Fatal(err)
	}
	return k, counting, Due{Digest: &c.Digests[0], Window: w}
}

const deskConfig = `
community: {name: Counted}
sources: [{name: dev, mbox: {path: dev.mbox}}]
digests: [{name: daily, approval: APPROVAL}]
outputs: [{name: pages, html: {dir: public}}, {name: export, json: {dir: data}}]
`

// TestPublishBuildsOnce counts the editions that are built while one is published, whatever it waits for and however many outputs take it.
func TestPublishBuildsOnce(t *testing.T) {
	k, db, d := newDesk(t, strings.ReplaceAll(deskConfig, "APPROVAL", "required"))
	asked := 0
	k.Recheck = func(context.Context, []string) (bool, error) { asked++; return false, nil }
	publish := func(what string, o Options, came Outcome, builds, asks int) {
		t.Helper()
		db.builds, asked = 0, 0
		tally, err := k.Publish(t.Context(), []Due{d}, o)
		if err != nil || tally[came] != 1 {
			t.Fatalf("%s: Publish() = %v, %v", what, tally, err)
		}
		if db.builds != builds || asked != asks {
			t.Errorf("%s: Publish() built %d editions and asked the sources %d times, want %d and %d", what, db.builds, asked, builds, asks)
		}
	}
	publish("waits for approval", Options{}, Held, 1, 0)
	old, err := k.Draft(t.Context(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Decide(t.Context(), old, edit.Decisions{Approve: &edit.Approval{}}, "Mira", false); err != nil {
		t.Fatal(err)
	}
	publish("approved", Options{}, Delivered, 1, 1)
	publish("published already", Options{}, Delivered, 0, 0)
	publish("a revision", Options{Revise: true}, Delivered, 1, 1)

	k, db, d = newDesk(t, strings.ReplaceAll(deskConfig, "APPROVAL", "none"))
	k.Recheck = func(context.Context, []string) (bool, error) { asked++; return asked == 1, nil }
	publish("a post that has gone", Options{}, Delivered, 2, 2)
	long := period.Window{Start: d.Window.Start.AddDate(0, 0, -9), End: d.Window.Start.AddDate(0, 0, -8), Zone: d.Window.Zone}
	d.Window = long
	publish("a day without posts", Options{}, Empty, 1, 0)
}
