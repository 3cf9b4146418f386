package storetest

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// olderParsers are ways in which an older parser gave the mails of clashing. Bytes and fingerprints are those of the
// mails.
func olderParsers() map[string]func(*store.Post) {
	return map[string]func(*store.Post){
		"as it is":     func(*store.Post) {},
		"no addresses": func(p *store.Post) { p.Author.Address = "" },
		"one author":   func(p *store.Post) { p.Author = runa() },
		"nobody":       func(p *store.Post) { p.Author = store.Author{} },
		"dates of zones": func(p *store.Post) {
			p.Published = p.Published.Add(-time.Duration(len(p.Raw)%7) * time.Hour)
			p.Claimed = p.Published
		},
		"the same words":   func(p *store.Post) { p.Text = "They all spoke of one thing." },
		"no words":         func(p *store.Post) { p.Text = "" },
		"no references":    func(p *store.Post) { p.InReplyTo = nil },
		"other references": func(p *store.Post) { p.InReplyTo = append([]string{"3@example.org"}, p.InReplyTo...) },
		"other lists":      func(p *store.Post) { p.Lists = append(p.Lists, "all@lists.example.org") },
		"all damaged":      func(p *store.Post) { p.Damage = len(p.Raw) % 5 },
		"nothing enclosed": func(p *store.Post) { p.Within = "" },
	}
}

// older returns the mails as that parser gave them.
func older(sources map[string][]store.Post, parser func(*store.Post)) map[string][]store.Post {
	all := map[string][]store.Post{}
	for name, posts := range sources {
		for _, p := range posts {
			parser(&p)
			all[name] = append(all[name], p)
		}
	}
	return all
}

// rereader returns a reparser that gives the mails of these sources by their bytes.
func rereader(sources map[string][]store.Post) store.Reparser {
	return store.Reparser{Version: 3, Again: slices.Sorted(maps.Keys(sources)), Read: func(stored store.Post, source string) store.Reading {
		for _, p := range sources[source] {
			if store.SumOf(stored.Raw) == p.Sum {
				return store.Reading{Posts: []store.Post{p}}
			}
		}
		return store.Reading{}
	}}
}

// reparse takes all steps of r.
func reparse(t *testing.T, db store.DB, r store.Reparser) {
	t.Helper()
	for left := true; left; {
		var err error
		if left, err = db.Reparse(t.Context(), r, 4); err != nil {
			t.Fatalf("Reparse() = %v", err)
		}
	}
}

// ended records that the sources were read to their end.
func ended(t *testing.T, db store.DB) {
	t.Helper()
	for _, s := range sourceOrder() {
		if err := db.RecordRead(t.Context(), store.Read{Source: s.Name, Complete: true}); err != nil {
			t.Fatalf("RecordRead() = %v", err)
		}
	}
}

// counts returns how many posts each source had.
func counts(t *testing.T, db store.DB) map[string]int {
	t.Helper()
	list, err := db.Sources(t.Context())
	if err != nil {
		t.Fatalf("Sources() = %v", err)
	}
	n := map[string]int{}
	for _, s := range list {
		n[s.Name] = s.Posts
	}
	return n
}

// ordered returns a new database that knows the order of the sources.
func ordered(t *testing.T, e Engine) store.DB {
	t.Helper()
	db := e.open(t)
	if err := db.SetSources(t.Context(), sourceOrder()); err != nil {
		t.Fatalf("SetSources() = %v", err)
	}
	return db
}

// testUpgradeIsFresh has a database of an older parser, read again, equal one that never knew that parser: in which
// order ever the sources come, and whatever it merged or parted.
func testUpgradeIsFresh(t *testing.T, e Engine) {
	fresh := ordered(t, e)
	deliver(t, fresh, rand.New(rand.NewPCG(1, 1)), clashing())
	want, wantCounts := exported(t, fresh), counts(t, fresh)
	for name, parser := range olderParsers() {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(2) {
				rng := rand.New(rand.NewPCG(seed, 3))
				db := ordered(t, e)
				deliver(t, db, rng, older(clashing(), parser))
				ended(t, db)
				reparse(t, db, rereader(clashing()))
				deliver(t, db, rng, clashing())
				ended(t, db)
				if diff := cmp.Diff(want, exported(t, db)); diff != "" {
					t.Fatalf("seed %d: the upgraded database (-fresh +upgraded):\n%s", seed, diff)
				}
				if diff := cmp.Diff(wantCounts, counts(t, db)); diff != "" {
					t.Errorf("seed %d: posts of the sources (-fresh +upgraded):\n%s", seed, diff)
				}
				deliver(t, db, rng, clashing())
				if diff := cmp.Diff(want, exported(t, db)); diff != "" {
					t.Errorf("seed %d: the same mails again changed the store:\n%s", seed, diff)
				}
				if err := db.Check(t.Context()); err != nil {
					t.Errorf("seed %d: Check() = %v", seed, err)
				}
			}
		})
	}
}

// testUpgradeLosesNothing has the files of a source, of two, or of all gone when they are to be read again.
func testUpgradeLosesNothing(t *testing.T, e Engine) {
	for _, gone := range []string{"second", "first third", "first second third"} {
		for name, parser := range olderParsers() {
			db := ordered(t, e)
			rng := rand.New(rand.NewPCG(5, 3))
			deliver(t, db, rng, older(clashing(), parser))
			before := All(t, db)
			reparse(t, db, rereader(clashing()))
			left := clashing()
			maps.DeleteFunc(left, func(source string, _ []store.Post) bool { return strings.Contains(gone, source) })
			deliver(t, db, rng, left)
			ended(t, db)
			sums := map[store.Sum]bool{}
			for _, p := range All(t, db) {
				sums[p.Sum] = true
				if len(p.Sources) == 0 {
					t.Errorf("%s, without %s: %s is of no source", name, gone, p.Key)
				}
			}
			for _, p := range before {
				if !sums[p.Sum] && !slices.ContainsFunc(p.Sources, func(source string) bool { return left[source] != nil }) {
					t.Errorf("%s, without %s: %s is lost", name, gone, p.Key)
				}
			}
			if err := db.Check(t.Context()); err != nil {
				t.Errorf("%s, without %s: Check() = %v", name, gone, err)
			}
		}
	}
}

// testRereadDates has mails without a date that can be believed, which are dated by their file, and by the parser that
// reads them again without it only by our first sight.
func testRereadDates(t *testing.T, e Engine) {
	seen, file, ahead := Noon().AddDate(2, 0, 0), Noon(), Noon().AddDate(90, 0, 0)
	tests := []struct {
		name          string
		old, now      store.Post // their dates
		wantPublished time.Time
	}{
		{"no date", store.Post{Published: file}, store.Post{Published: seen}, file},
		{"a date ahead", store.Post{Published: file, Claimed: ahead}, store.Post{Published: seen, Claimed: ahead}, file},
		{"a date ahead that was believed", store.Post{Published: ahead, Claimed: ahead}, store.Post{Published: seen, Claimed: ahead}, seen},
		{"a date that is understood by now", store.Post{Published: file},
			store.Post{Published: file.Add(time.Hour), Claimed: file.Add(time.Hour)}, file.Add(time.Hour)},
		{"a receipt that is understood by now", store.Post{Published: file},
			store.Post{Published: file.Add(time.Hour), Received: file.Add(time.Hour)}, file.Add(time.Hour)},
		{"a date that was right", store.Post{Published: file, Claimed: file}, store.Post{Published: file, Claimed: file}, file},
		{"a date that was read wrong", store.Post{Published: file, Claimed: file},
			store.Post{Published: file.Add(-time.Hour), Claimed: file.Add(-time.Hour)}, file.Add(-time.Hour)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dated := func(by store.Post) store.Post {
				p := worse("a@example.org", "the pump stands still")
				p.Published, p.Claimed, p.Received, p.FirstSeen = by.Published, by.Claimed, by.Received, seen
				return p
			}
			for _, again := range [][]string{nil, {"box"}} {
				db := e.open(t)
				Commit(t, db, "box", dated(tt.old))
				reparse(t, db, store.Reparser{Version: 3, Again: again,
					Read: func(store.Post, string) store.Reading { return store.Reading{Posts: []store.Post{dated(tt.now)}} }})
				if again != nil {
					Commit(t, db, "box", dated(tt.now))
				}
				if posts := All(t, db); len(posts) != 1 || !posts[0].Published.Equal(tt.wantPublished) {
					t.Errorf("again %v: %v, want one post of %v", again, posts, tt.wantPublished)
				}
			}
		})
	}
}

// testRereadCited has an edition cite posts whose sources are read again: keys and first sources stay, and a mail that
// came again as it was did not come late.
func testRereadCited(t *testing.T, e Engine) {
	db := ordered(t, e)
	said := worse("a@example.org", "the pump stands still")
	second := with(said, func(p *store.Post) { p.Text += " and so does the list's footer" })
	news := store.Post{Scope: "third", Key: "news", Kind: "feed", Form: store.FormArticle, Author: sanna(),
		Title: "News", Text: "The pump runs.", Published: Noon(), Claimed: Noon()}
	Commit(t, db, "second", said)
	Commit(t, db, "first", second)
	Commit(t, db, "third", news)
	for _, id := range []string{said.ID(), news.ID()} {
		if _, err := db.SaveEdition(t.Context(), store.EditionRecord{ID: id, Digest: "d", Start: Noon(),
			End: Noon().Add(time.Hour), JSON: []byte(`{"posts":[{"id":"` + id + `"}]}`)}, nil); err != nil {
			t.Fatalf("SaveEdition() = %v", err)
		}
	}
	want := exported(t, db)
	reparse(t, db, store.Reparser{Version: 3, Again: []string{"first", "second", "third"},
		Read: func(store.Post, string) store.Reading { return store.Reading{} }})
	for range 2 {
		Commit(t, db, "first", second)
		Commit(t, db, "second", said)
		Commit(t, db, "third", news)
		if diff := cmp.Diff(want, exported(t, db)); diff != "" {
			t.Errorf("cited posts (-before +after):\n%s", diff)
		}
		ended(t, db)
	}
	edited := news
	edited.Text = "The pump runs again."
	Commit(t, db, "third", edited)
	if p := All(t, db)[1]; p.Text != edited.Text && All(t, db)[0].Text != edited.Text {
		t.Errorf("an edited article reads %q, want its new words", p.Text)
	}
}

// testRereadWords has bytes of which a parser knows the words by now, and nothing of what stood around them.
func testRereadWords(t *testing.T, e Engine) {
	db := e.open(t)
	status := store.Post{Key: "https://social.example/7#0123abcd", Kind: "discourse", Form: store.FormQuestion,
		Author: store.Author{Handle: "runa@social.example"}, Title: "The basin", Text: "RE: it is closed.",
		Tags: []string{"tide"}, Links: []string{"https://b.example/"},
		URL: "https://social.example/7", InReplyTo: []string{"https://social.example/1"}, Raw: []byte("raw"),
		Sum: store.SumOf([]byte("raw")), Published: Noon(), Claimed: Noon(), Counts: store.Counts{Replies: 3},
		Policy: store.PolicyLink, Language: "de"}
	Commit(t, db, "tag", status)
	before := All(t, db)[0]
	reparse(t, db, store.Reparser{Version: 3, Read: func(p store.Post, _ string) store.Reading {
		return store.Reading{Words: true, Posts: []store.Post{{Key: "another", URL: p.URL, Raw: p.Raw,
			Author: sanna(), Text: "It is closed.", Quoted: "Is it?", Machine: "bot"}}}
	}})
	want := before
	want.Author, want.Text, want.Quoted, want.Machine, want.Links = sanna(), "It is closed.", "Is it?", "bot", nil
	if diff := cmp.Diff([]store.Post{want}, All(t, db)); diff != "" {
		t.Errorf("posts (-want +got):\n%s", diff)
	}
	if hits, err := db.Search(t.Context(), "closed", store.Filter{}); err != nil || len(hits) != 1 {
		t.Errorf("Search() = %d hits, %v, want one", len(hits), err)
	}
}
