package storetest

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// testOverwrite keeps a value in place of a longer one, of which nothing is left in the files.
func testOverwrite(t *testing.T, e Engine) {
	db := e.open(t)
	var words []string
	for n := range 40 {
		words = append(words, rareWord("note", n))
		if err := db.SetMeta(t.Context(), fmt.Sprintf("note %d", n), strings.Repeat(words[n]+" ", 400)); err != nil {
			t.Fatal(err)
		}
	}
	for n := range words {
		if err := db.Overwrite(t.Context(), fmt.Sprintf("note %d", n), "short"); err != nil {
			t.Fatalf("Overwrite() = %v", err)
		}
	}
	if err := db.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Meta(t.Context(), "note 7"); err != nil || got != "short" {
		t.Errorf("Meta() = %q, %v, want the new value", got, err)
	}
	if found := wordsIn(t, db, words); len(found) > 0 {
		t.Errorf("the files hold %s", found)
	}
}

func testSources(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	list, feed, tag := store.SourceInfo{Name: "list", Kind: "mbox", Publish: "full"}, store.SourceInfo{Name: "feed",
		Kind: "feed", Publish: "full"}, store.SourceInfo{Name: "a tag", Kind: "mastodon", Publish: "count"}
	set := func(infos ...store.SourceInfo) {
		t.Helper()
		if err := db.SetSources(ctx, infos); err != nil {
			t.Fatalf("SetSources() = %v", err)
		}
	}
	set(list, feed, tag)
	p := Mail(1)
	p.URL = ""
	Commit(t, db, "list", p)
	p.URL = "https://feed.example/1"
	Commit(t, db, "feed", p)
	p.URL = "https://tag.example/1"
	Commit(t, db, "a tag", p, Mail(2))
	Commit(t, db, "unlisted", Mail(3))
	set(list, feed, tag)
	get := func() (store.Post, []string) {
		t.Helper()
		got, err := db.Post(ctx, p.ID())
		if err != nil {
			t.Fatal(err)
		}
		states, err := db.Sources(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		for _, s := range states {
			rows = append(rows, fmt.Sprintf("%d %s %d", s.Position, s.Name, s.Posts))
		}
		return got, rows
	}
	got, rows := get()
	if diff := cmp.Diff([]string{"0 list 1", "1 feed 1", "2 a tag 2", "-1 unlisted 1"}, rows); diff != "" {
		t.Errorf("Sources() differs:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"list", "feed", "a tag"}, got.Sources); diff != "" || got.URL != "https://feed.example/1" {
		t.Errorf("Sources %q and URL %s, want config order and the first URL", got.Sources, got.URL)
	}
	newest, err := db.Newest(ctx)
	if want := map[string]time.Time{"list": p.Published, "feed": p.Published, "a tag": Mail(2).Published,
		"unlisted": Mail(3).Published}; err != nil || !maps.EqualFunc(want, newest, time.Time.Equal) {
		t.Errorf("Newest() = %v, %v, want %v", newest, err, want)
	}
	set(tag, list)
	got, rows = get()
	if diff := cmp.Diff([]string{"0 a tag 2", "1 list 1", "-1 feed 1", "-1 unlisted 1"}, rows); diff != "" {
		t.Errorf("Sources() differs:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a tag", "list", "feed"}, got.Sources); diff != "" || got.URL != "https://tag.example/1" {
		t.Errorf("Sources %q and URL %s, want the new config order and the first URL", got.Sources, got.URL)
	}
}

func testRecordRead(t *testing.T, e Engine) {
	db := e.open(t)
	at := func(h int) time.Time { return Noon().Add(time.Duration(h) * time.Hour) }
	if err := db.SetSources(t.Context(), []store.SourceInfo{{Name: "list", Kind: "mbox", Publish: "full"}}); err != nil {
		t.Fatal(err)
	}
	want := store.SourceState{SourceInfo: store.SourceInfo{Name: "list", Kind: "mbox", Publish: "full"}}
	var reads []store.Read
	for i, step := range []struct {
		read store.Read
		want func(s *store.SourceState)
	}{
		{store.Read{New: 3, Complete: true}, func(s *store.SourceState) { s.LastComplete, s.LastNew = at(0), at(1) }},
		{store.Read{Error: "503"}, func(s *store.SourceState) { s.LastError, s.Failures = "503", 1 }},
		{store.Read{Error: "410", Disable: "410 gone"},
			func(s *store.SourceState) { s.LastError, s.Failures, s.Disabled = "410", 2, "410 gone" }},
		{store.Read{Error: "503"}, func(s *store.SourceState) { s.LastError, s.Failures = "503", 3 }},
		{store.Read{Gap: "no known item", Known: 4, Skipped: []string{"one"}},
			func(s *store.SourceState) { s.LastError, s.Failures, s.Disabled, s.Gap = "", 0, "", "no known item" }},
		{store.Read{Complete: true}, func(s *store.SourceState) { s.Gap, s.LastComplete = "", at(50) }},
	} {
		r := step.read
		r.Source, r.Started, r.Ended = "list", at(10*i), at(10*i+1)
		if err := db.RecordRead(t.Context(), r); err != nil {
			t.Fatalf("RecordRead() = %v", err)
		}
		reads = append([]store.Read{r}, reads...)
		want.LastRead = r.Ended
		step.want(&want)
		states, err := db.Sources(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]store.SourceState{want}, states); diff != "" {
			t.Errorf("after read %d (-want +got):\n%s", i, diff)
		}
	}
	got, err := db.Reads(t.Context(), "list", 4)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reads[:4], got); diff != "" {
		t.Errorf("Reads() differs (-want +got):\n%s", diff)
	}
}

// edition returns the record of day n.
func edition(n int, json string) store.EditionRecord {
	start := Noon().AddDate(0, 0, n)
	return store.EditionRecord{ID: fmt.Sprintf("daily-%d", n), Digest: "daily", Start: start, End: start.AddDate(0, 0, 1),
		Title: "Day", Slug: fmt.Sprintf("day-%d", n), JSON: []byte(json), Recorded: start.AddDate(0, 0, 2)}
}

func testEditions(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	save := func(e store.EditionRecord, stories ...string) store.EditionRecord {
		t.Helper()
		var told []store.Told
		for _, s := range stories {
			told = append(told, store.Told{Story: s, Title: "T " + s, URL: "https://example.org/" + s,
				Thread: "t" + s, Posts: []string{"p1", "p2"}, Prints: []string{"f"}})
		}
		got, err := db.SaveEdition(ctx, e, told)
		if err != nil {
			t.Fatalf("SaveEdition(%s) = %v", e.ID, err)
		}
		return got
	}
	for n := range 10 {
		if got := save(edition(n, "{}"), fmt.Sprint("s", n)); got.Revision != 1 {
			t.Errorf("SaveEdition() = revision %d, want 1", got.Revision)
		}
	}
	again := edition(5, "{}")
	again.Recorded = Noon().AddDate(1, 0, 0)
	if got := save(again, "other"); got.Revision != 1 || !got.Recorded.Equal(edition(5, "").Recorded) {
		t.Errorf("SaveEdition(the same JSON) = revision %d recorded %v, want the first", got.Revision, got.Recorded)
	}
	if got := save(edition(5, `{"a":1}`), "s5 corrected", "s5 more"); got.Revision != 2 {
		t.Errorf("SaveEdition(other JSON) = revision %d, want 2", got.Revision)
	}
	wrong := edition(5, `{"a":2}`)
	wrong.Revision = 7
	if _, err := db.SaveEdition(ctx, wrong, nil); err == nil {
		t.Error("SaveEdition(revision 7 after 2) = nil, want an error")
	}
	weekly := edition(3, "{}")
	weekly.ID, weekly.Digest = "weekly-0", "weekly"
	save(weekly, "w")

	told, err := db.TellsBefore(ctx, "daily", edition(6, "").End, 3)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range told {
		got = append(got, x.Edition+" "+x.Story)
	}
	if diff := cmp.Diff([]string{"daily-6 s6", "daily-5 s5 corrected", "daily-5 s5 more", "daily-4 s4"}, got); diff != "" {
		t.Errorf("TellsBefore() differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(store.Told{Edition: "daily-6", Story: "s6", Title: "T s6", URL: "https://example.org/s6",
		Thread: "ts6", Posts: []string{"p1", "p2"}, Prints: []string{"f"}}, told[0]); diff != "" {
		t.Errorf("TellsBefore()[0] differs (-want +got):\n%s", diff)
	}

	for _, test := range []struct {
		digest   string
		from, to time.Time
		want     string
	}{
		{"daily", edition(4, "").Start, edition(6, "").End, "[daily-6/1 daily-5/2 daily-4/1]"},
		{"", edition(3, "").Start, edition(3, "").Start.Add(time.Hour), "[daily-3/1 weekly-0/1]"},
		{"weekly", time.Time{}, time.Time{}, "[weekly-0/1]"},
		{"none", time.Time{}, time.Time{}, "[]"},
	} {
		records, err := db.Editions(ctx, test.digest, test.from, test.to)
		var ids []string
		for _, e := range records {
			ids = append(ids, fmt.Sprintf("%s/%d", e.ID, e.Revision))
		}
		if err != nil || fmt.Sprint(ids) != test.want {
			t.Errorf("Editions(%q) = %v, %v, want %s", test.digest, ids, err, test.want)
		}
	}
	records, err := db.Editions(ctx, "daily", edition(9, "").Start, time.Time{})
	want := edition(9, "{}")
	want.Revision = 1
	if diff := cmp.Diff([]store.EditionRecord{want}, records); err != nil || diff != "" {
		t.Errorf("Editions() = %v, differs (-want +got):\n%s", err, diff)
	}
}

func testDeliveries(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	if err := db.RecordDelivery(ctx, store.Delivery{Edition: "none", Revision: 1}); err == nil {
		t.Error("RecordDelivery(of no edition) = nil, want an error")
	}
	if _, err := db.SaveEdition(ctx, edition(0, "{}"), nil); err != nil {
		t.Fatal(err)
	}
	failed := store.Delivery{Edition: "daily-0", Revision: 1, Output: "site", Recipient: "/srv/site/day.md",
		State: "failed", Sum: "ab", At: Noon(), Error: "disk full"}
	other := store.Delivery{Edition: "daily-0", Revision: 1, Output: "mail", Recipient: "ann@example.org",
		State: "delivered", Sum: "cd", At: Noon(), Error: ""}
	done := failed
	done.State, done.Error, done.At = "delivered", "", Noon().Add(time.Hour)
	for _, d := range []store.Delivery{failed, other, done} {
		if err := db.RecordDelivery(ctx, d); err != nil {
			t.Fatalf("RecordDelivery() = %v", err)
		}
	}
	got, err := db.Deliveries(ctx, "daily-0")
	if diff := cmp.Diff([]store.Delivery{other, done}, got); err != nil || diff != "" {
		t.Errorf("Deliveries() = %v, differs (-want +got):\n%s", err, diff)
	}
}

func testMetaAndHosts(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	if _, err := db.Meta(ctx, "first run"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Meta(unset) = %v, want ErrNotFound", err)
	}
	for _, value := range []string{"one", "two", "two"} {
		if err := db.SetMeta(ctx, "first run", value); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Meta(ctx, "first run"); err != nil || got != value {
			t.Errorf("Meta() = %q, %v, want %q", got, err, value)
		}
	}
	if err := db.SetMeta(ctx, "second run", "three"); err != nil {
		t.Fatal(err)
	}
	for prefix, want := range map[string]map[string]string{"first": {"first run": "two"},
		"": {"first run": "two", "second run": "three"}, "third": {}, "%": {}} {
		if got, err := db.Metas(ctx, prefix); err != nil || !cmp.Equal(want, got) {
			t.Errorf("Metas(%q) = %v, %v, want %v", prefix, got, err, want)
		}
	}
	for _, until := range []time.Time{{}, Noon(), Noon().Add(time.Hour), {}} {
		if err := db.SetHostPause(ctx, "example.org", until); err != nil {
			t.Fatal(err)
		}
		if got, err := db.HostPauses(ctx); err != nil || !got["example.org"].Equal(until) {
			t.Errorf("HostPauses() = %v, %v, want %v", got, err, until)
		}
	}
}

func testAddMeta(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	for _, tt := range []struct{ add, want int }{{0, 0}, {200, 200}, {-150, 50}, {0, 50}, {-60, 0}, {7, 7}} {
		if got, err := db.AddMeta(ctx, "reads/x/2026-11", tt.add); err != nil || got != tt.want {
			t.Errorf("AddMeta(%d) = %d, %v, want %d", tt.add, got, err, tt.want)
		}
	}
	if got, err := db.Meta(ctx, "reads/x/2026-11"); err != nil || got != "7" {
		t.Errorf("Meta() = %q, %v, want 7", got, err)
	}
}
