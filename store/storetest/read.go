package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

func keysOf(posts []store.Post) string {
	var keys []string
	for _, p := range posts {
		key, _, _ := strings.Cut(p.Key, "@")
		keys = append(keys, key)
	}
	return strings.Join(keys, " ")
}

func testWindows(t *testing.T, e Engine) {
	db := e.open(t)
	for n := range 100 {
		Commit(t, db, []string{"even", "odd"}[n%2], Mail(99-n))
	}
	together := []store.Post{Mail(201), Mail(202), Mail(203)}
	for i := range together {
		together[i].Published = Noon().Add(500 * time.Hour)
	}
	Commit(t, db, "even", together...)
	slices.SortFunc(together, func(a, b store.Post) int { return strings.Compare(a.ID(), b.ID()) })
	at := func(h int) time.Time { return Noon().Add(time.Duration(h) * time.Hour) }
	ctx := t.Context()

	posts, err := collect(db.Posts(ctx, at(10), at(14)))
	if got, want := keysOf(posts), "10 11 12 13"; err != nil || got != want {
		t.Errorf("Posts() = %s, %v, want %s", got, err, want)
	}
	posts, err = collect(db.Posts(ctx, at(500), at(501)))
	if got, want := keysOf(posts), keysOf(together); err != nil || got != want {
		t.Errorf("Posts(at one moment) = %s, %v, want by id %s", got, err, want)
	}
	posts, err = db.PostsBefore(ctx, at(14), at(1), 3)
	if got, want := keysOf(posts), "11 12 13"; err != nil || got != want {
		t.Errorf("PostsBefore() = %s, %v, want %s", got, err, want)
	}
	posts, err = collect(db.All(ctx, store.Filter{Source: "odd", From: at(90), To: at(97), Limit: 3}))
	if got, want := keysOf(posts), "90 92 94"; err != nil || got != want {
		t.Errorf("All() = %s, %v, want %s", got, err, want)
	}
	posts, err = collect(db.All(ctx, store.Filter{From: at(500)}))
	if got, want := keysOf(posts), "201 202 203"; err != nil || got != want {
		t.Errorf("All(at one moment) = %s, %v, want by key %s", got, err, want)
	}
	posts, err = collect(db.All(ctx, store.Filter{}))
	if err != nil || len(posts) != 103 || posts[102].Lists == nil || posts[102].Sources == nil {
		t.Errorf("All() = %d posts, %v, want 103 with lists and sources", len(posts), err)
	}

	n := 0
	for _, err := range db.All(ctx, store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		// A reader may ask for more while it reads, and stop when it likes.
		if _, err := db.FirstPost(ctx, 0); err != nil {
			t.Fatal(err)
		}
		if n++; n == 40 {
			break
		}
	}
	for but, want := range map[int]time.Time{0: posts[0].Published, 3: posts[3].Published, 102: posts[102].Published, 103: {}} {
		if first, err := db.FirstPost(ctx, but); err != nil || !first.Equal(want) {
			t.Errorf("FirstPost(%d) = %v, %v, want %v", but, first, err, want)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := collect(db.Posts(cancelled, at(0), at(1))); !errors.Is(err, context.Canceled) {
		t.Errorf("Posts(cancelled) = %v, want context.Canceled", err)
	}
	if _, err := db.Commit(cancelled, "even", together, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Commit(cancelled) = %v, want context.Canceled", err)
	}
	Commit(t, db, "even", Mail(300)) // the connection is fit to use after that
	totals, err := db.Totals(ctx)
	if err != nil || totals.Posts != 104 || totals.Threads != 104 || totals.Bytes < 100_000 ||
		!totals.Last.Equal(Noon().Add(500*time.Hour)) {
		t.Errorf("Totals() = %+v, %v", totals, err)
	}
}

// testArrivals reads a source as a community does: its archive first, then what comes, a walk back and again what comes.
func testArrivals(t *testing.T, e Engine) {
	ctx, dir := t.Context(), t.TempDir()
	now := Noon().Add(1000 * time.Hour)
	db, err := e.Open(ctx, dir, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	cursor := store.Cursor(`{"page":1}`)
	brings := func(next store.Cursor, posts ...store.Post) {
		t.Helper()
		now = now.Add(time.Minute)
		if _, err := db.Commit(ctx, "list", posts, next); err != nil {
			t.Fatal(err)
		}
	}
	ends := func(fault string) {
		t.Helper()
		if err := db.RecordRead(ctx, store.Read{Source: "list", Started: now, Ended: now, Error: fault, Complete: fault == ""}); err != nil {
			t.Fatal(err)
		}
	}
	brings(cursor, Mail(1))
	ends("connection reset")
	brings(cursor, Mail(2)) // the first read goes on
	ends("")
	settled := now
	brings(cursor, Mail(5), Mail(3))
	ends("connection reset")
	brings(cursor, Mail(6))
	ends("")
	brings(nil)
	brings(cursor, Mail(7)) // from the beginning once more
	brings(cursor, Mail(8))
	ends("")
	brings(cursor, Mail(9), Mail(3), Mail(7)) // what is stored was there before
	at := func(h int) time.Time { return Noon().Add(time.Duration(h) * time.Hour) }
	for _, test := range []struct {
		since, until int
		after        time.Time
		want         string
	}{
		{0, 100, time.Time{}, "3 5 6 9"},
		{4, 9, time.Time{}, "5 6"},
		{0, 100, settled, "3 5 6 9"},
		{0, 100, settled.Add(time.Minute), "6 9"}, // what was seen at that very moment is left out
		{0, 100, now, ""},
	} {
		posts, err := collect(db.Arrivals(ctx, at(test.since), at(test.until), test.after))
		if got := keysOf(posts); err != nil || got != test.want {
			t.Errorf("Arrivals(%d, %d, %v) = %q, %v, want %q", test.since, test.until, test.after, got, err, test.want)
		}
	}
}

func testPeople(t *testing.T, e Engine) {
	db := e.open(t)
	by := func(n int, name string, change func(*store.Post)) store.Post {
		p := Mail(n)
		p.Author = store.Author{Name: name}
		if change != nil {
			change(&p)
		}
		return p
	}
	Commit(t, db, "list",
		by(1, "Ann Lee", nil),
		by(2, "ann  lee", nil),
		by(3, "Ann Lee", func(p *store.Post) { p.ShareOf = "x" }),
		by(4, "CI Robot", func(p *store.Post) { p.Machine = "Auto-Submitted" }),
		by(5, "Bob Ray", nil),
		by(6, "", nil),
		by(7, "Ann Lee", nil),
	)
	posts, people, err := db.Count(t.Context(), Noon(), Noon().Add(7*time.Hour))
	if err != nil || posts != 6 || people != 2 {
		t.Errorf("Count() = %d posts, %d people, %v, want 6 and 2", posts, people, err)
	}
	got, err := db.Histories(t.Context(), []string{"ann lee", "ci robot", "nobody at all"}, Noon().Add(7*time.Hour))
	want := map[string]store.History{"ann lee": {Posts: 2, First: Noon().Add(time.Hour), Last: Noon().Add(2 * time.Hour)}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Histories() = %v, differs (-want +got):\n%s", err, diff)
	}
}

func testSearch(t *testing.T, e Engine) {
	db := e.open(t)
	text := func(n int, title, text string) store.Post {
		p := Mail(n)
		p.Title, p.Text = title, text
		return p
	}
	Commit(t, db, "list",
		text(1, "Deferreds", "A reactor and nothing but the reactor."),
		text(2, "The reactor", "Deferreds are chained."),
		text(3, "Naïve question", "How do I stop a long running loop? See http://example.org/loop.html, C++ and foo_bar."),
	)
	Commit(t, db, "other", text(4, "Weekly", "Running a long loop"))
	for _, test := range []struct {
		query  string
		filter store.Filter
		want   string
	}{
		{"reactor", store.Filter{}, "2 1"},
		{"REACTOR nothing", store.Filter{}, "1"},
		{"naive", store.Filter{}, "3"},
		{`"long running"`, store.Filter{}, "3"},
		{`long running`, store.Filter{Source: "other"}, "4"},
		{"loop", store.Filter{To: Noon().Add(4 * time.Hour)}, "3"},
		{"loop", store.Filter{From: Noon().Add(4 * time.Hour)}, "4"},
		{"defer*", store.Filter{Limit: 1}, "1"},
		{`"long run"*`, store.Filter{}, "3"},
		{`"long run`, store.Filter{}, ""},
		{"http://example.org/loop.html", store.Filter{}, "3"},
		{"C++", store.Filter{}, "3"},
		{"foo_bar", store.Filter{}, "3"},
		{"NOT AND OR", store.Filter{}, ""},
		{"title:reactor", store.Filter{}, ""},
		{"", store.Filter{}, ""},
		{`" * - ( ) " ^ "" { } \ ' ;`, store.Filter{}, ""},
		{"reactor\x00\xff", store.Filter{}, "2 1"},
		{"nothing-like-it", store.Filter{}, ""},
	} {
		hits, err := db.Search(t.Context(), test.query, test.filter)
		var posts []store.Post
		for _, h := range hits {
			posts = append(posts, h.Post)
		}
		if got := keysOf(posts); err != nil || got != test.want {
			t.Errorf("Search(%q, %+v) = %q, %v, want %q", test.query, test.filter, got, err, test.want)
		}
	}
	hits, err := db.Search(t.Context(), "nothing", store.Filter{})
	if want := "A reactor and \x01nothing\x02 but the reactor."; err != nil || len(hits) != 1 || hits[0].Snippet != want {
		t.Errorf("Search() = %+v, %v, want snippet %q", hits, err, want)
	}
}

func testSightings(t *testing.T, e Engine) {
	db := e.open(t)
	mira, henk := store.Author{Name: "Mira Oduya", Address: "mira@a.example"}, store.Author{Name: "Henk Vaals", Handle: "henk@b.example"}
	by := func(n int, a store.Author, change func(*store.Post)) store.Post {
		return with(Mail(n), func(p *store.Post) { p.Author = a; change(p) })
	}
	none := func(*store.Post) {}
	at := func(n int) time.Time { return Noon().Add(time.Duration(n) * time.Hour) }
	Commit(t, db, "list",
		by(1, store.Author{Name: "Mirabel", Address: "mira@a.example"}, none), by(2, mira, none), by(3, mira, none), by(4, henk, none),
		by(5, store.Author{Name: "Cron", Address: "cron@a.example"}, func(p *store.Post) { p.Machine = "a robot" }),
		by(6, store.Author{Name: "Ines Farnby", Address: "notify@forge.example", Relay: true}, none),
		by(9, store.Author{Name: "Late", Address: "late@a.example"}, none))
	authors := []store.Author{mira, {Name: "Eve", Address: "mira@a.example"}, {Name: "Mira Oduya", Address: "eve@b.example"}, henk,
		{Name: "Cron", Address: "cron@a.example"}, {Name: "Other", Address: "notify@forge.example"}, {Name: "Late",
			Address: "late@a.example"}, {}, {Name: "Mira Oduya - Norrvik", Address: "m@c.example"}, {Name: "Mira Vestre", Address: "mira@c.example"},
		{Name: "M. Oduya", Address: "m@d.example"}, {Name: "Mira Vestre", Address: "vestre@c.example"}, {Name: "Oduya Mira", Address: "o@d.example"}}
	want := []store.Sighting{{Address: at(1), Voice: at(2)}, {Address: at(1)}, {Like: at(2)}, {Address: at(4), Voice: at(4)}, {}, {}, {}, {},
		{Like: at(2)}, {Like: at(2)}, {}, {}, {}}
	got, err := db.Sightings(t.Context(), authors, at(8))
	if err != nil {
		t.Fatalf("Sightings() = %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Sightings() differ (-want +got):\n%s", diff)
	}
}

func testPace(t *testing.T, e Engine) {
	db := e.open(t)
	Commit(t, db, "list", Mail(1), Mail(2), Mail(25))
	Commit(t, db, "other", Mail(2), Mail(50))
	got, err := db.Pace(t.Context(), Noon().Add(50*time.Hour), 24*time.Hour, 2)
	want := map[string][]int{"list": {0, 2}, "other": {0, 1}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Pace() = %v, differs (-want +got):\n%s", err, diff)
	}
}

// FuzzSearch searches for anything, which is never an error.
func FuzzSearch(f *testing.F, e Engine) {
	for _, seed := range []string{`a "b c"* d*`, `"`, `NEAR(a b, 5)`, `a:b -c ^d`, "\x00", `""`, "*", "_", "²", "ـ"} {
		f.Add(seed)
	}
	db := e.open(f)
	Commit(f, db, "list", Mail(1))
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := db.Search(t.Context(), query, store.Filter{}); err != nil {
			t.Errorf("Search(%q) = %v", query, err)
		}
	})
}
