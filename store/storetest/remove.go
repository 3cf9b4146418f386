package storetest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// rareWord returns a word that no other number gives. It has no letter of a common word's beginning, so that the
// full-text index, which stores words by what they do not share with their neighbours, holds its end as it is.
func rareWord(what string, n int) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s %d", what, n))
	return "q" + hex.EncodeToString(h[:8])
}

// wordsIn returns which of words stand in what was written for db, whatever part of it.
func wordsIn(t *testing.T, db *tested, words []string) []string {
	t.Helper()
	data, err := db.engine.Written(db.dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, w := range words {
		if bytes.Contains(data, []byte(w[len(w)-8:])) {
			found = append(found, w)
		}
	}
	return found
}

// status returns the n-th status of a stream, in words of its own, and those words.
func status(n int) (store.Post, []string) {
	words := []string{rareWord("name", n), rareWord("text", n), rareWord("tag", n), rareWord("link", n), rareWord("account", n)}
	p := store.Post{
		Key: fmt.Sprintf("https://social.example.org/statuses/%d", n), Kind: "mastodon", Form: store.FormStatus, Native: fmt.Sprint(n),
		URL:       "https://social.example.org/@ann/" + words[4],
		Author:    store.Author{Name: "Person " + words[0], Handle: words[4] + "@social.example.org"},
		Text:      fmt.Sprintf("Status %d says %s to the #%s.", n, words[1], words[2]),
		Tags:      []string{words[2]},
		Links:     []string{"https://example.org/" + words[3]},
		Published: Noon().Add(time.Duration(n) * time.Minute),
	}
	p.Raw = []byte(p.Text)
	p.Sum = store.SumOf(p.Raw)
	return p, words
}

func testRemoveLeavesNoWord(t *testing.T, e Engine) {
	t.Run("few posts", func(t *testing.T) { removeSome(t, e, 960, 20) })
	t.Run("many posts", func(t *testing.T) { removeSome(t, e, 720, 2) })
}

// testRemoveUnindexed takes out and edits posts of which half wait for the full-text index.
func testRemoveUnindexed(t *testing.T, e Engine) {
	db := e.open(t)
	var ids, words []string
	keep := func(p store.Post) {
		p.Raw = []byte(p.Text)
		p.Sum = store.SumOf(p.Raw)
		if _, err := db.Commit(t.Context(), "stream", []store.Post{p}, nil); err != nil {
			t.Fatalf("Commit() = %v", err)
		}
	}
	const posts = 60
	for n := range posts {
		p, own := status(n)
		p.Text += strings.Repeat(" "+rareWord("long", n), 300)
		keep(p)
		if n == posts/2 {
			if err := db.Index(t.Context()); err != nil {
				t.Fatalf("Index() = %v", err)
			}
		}
		switch n % 3 {
		case 0:
			ids = append(ids, p.ID())
			words = append(append(words, own...), rareWord("long", n))
		case 1:
			words = append(words, rareWord("long", n))
			p.Text = "Other words."
			keep(p)
		}
	}
	if done, err := db.Remove(t.Context(), store.Removal{Posts: ids}); err != nil || done.Posts != len(ids) {
		t.Fatalf("Remove(%d posts) = %+v, %v", len(ids), done, err)
	}
	if found := wordsIn(t, db, words); len(found) > 0 {
		t.Errorf("after Remove the files hold %d of %d words, such as %s", len(found), len(words), found[:min(len(found), 5)])
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// removeSome stores statuses, has their authors edit some, and takes one of every so many out.
func removeSome(t *testing.T, e Engine, posts, every int) {
	const pages = 24
	db := e.open(t)
	gone := map[string]bool{}
	var ids, words, kept []string
	for page := range pages {
		var batch []store.Post
		for i := range posts / pages {
			n := page*posts/pages + i
			p, own := status(n)
			if n%40 == 0 { // long enough for pages of its own
				p.Text += strings.Repeat(" "+rareWord("long", n), 1500)
				own = append(own, rareWord("long", n))
			}
			if n%every == 0 {
				ids = append(ids, p.ID())
				if every > 10 || n%14 == 0 { // a search for each takes its time
					words = append(words, own...)
				}
				gone[p.Key] = true
			} else if n%20 == 4 && n%every != 0 {
				kept = append(kept, own[1])
			}
			batch = append(batch, p)
		}
		Commit(t, db, "stream", batch...)
		var edited []store.Post // as their authors change them
		for _, p := range batch {
			if n := len(edited); page > 1 && page%4 == 0 && n < 20 {
				p.Text = strings.ReplaceAll(p.Text, "Status", rareWord("edit", page*100+n))
				p.Raw = []byte(p.Text)
				p.Sum = store.SumOf(p.Raw)
				if gone[p.Key] && n%7 == 0 {
					words = append(words, rareWord("edit", page*100+n))
				}
				edited = append(edited, p)
			}
		}
		Commit(t, db, "stream", edited...)
	}
	if found := wordsIn(t, db, words); len(found) < len(words)*9/10 {
		t.Fatalf("before Remove the files hold %d of %d words: the search is broken", len(found), len(words))
	}
	done, err := db.Remove(t.Context(), store.Removal{Posts: ids})
	if err != nil || done.Posts != len(ids) {
		t.Fatalf("Remove(%d posts) = %+v, %v", len(ids), done, err)
	}
	if found := wordsIn(t, db, words); len(found) > 0 {
		t.Errorf("after Remove the files hold %d of %d words, such as %s", len(found), len(words), found[:min(len(found), 5)])
	}
	if found := wordsIn(t, db, kept); len(found) < len(kept)*9/10 {
		t.Errorf("after Remove the files hold %d of %d other words", len(found), len(kept))
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
	if states, err := db.Sources(t.Context()); err != nil || states[0].Posts != posts-len(ids) {
		t.Errorf("Sources() = %+v, %v, want %d posts", states, err, posts-len(ids))
	}
	p, own := status(0)
	if hits, err := db.Search(t.Context(), own[1], store.Filter{}); err != nil || len(hits) != 0 {
		t.Errorf("Search(a word of a removed post) = %d posts, %v", len(hits), err)
	}
	if got, want := Commit(t, db, "stream", p), (store.Added{Refused: 1}); got != want {
		t.Errorf("Commit(a removed post) = %+v, want %+v", got, want)
	}
	if posts, authors, err := db.Tombstones(t.Context()); posts != len(ids) || authors != 0 || err != nil {
		t.Errorf("Tombstones() = %d, %d, %v, want %d, 0", posts, authors, err, len(ids))
	}
}

// testRemoveMail takes a message out of which several copies came: the words of the worse ones are no more to be found
// than those of the best.
func testRemoveMail(t *testing.T, e Engine) {
	db := e.open(t)
	var words []string
	for n := range 100 {
		first := with(Mail(n), func(p *store.Post) {
			p.Text, p.Damage = "First "+strings.Repeat("the same word ", 10000)+rareWord("first", n), 1
		}) // on pages of its own
		second := with(first, func(p *store.Post) {
			p.Text, p.Damage = "Better "+strings.Repeat("the same word ", 10000)+rareWord("second", n), 0
			p.Raw = []byte(p.Text)
			p.Sum = store.SumOf(p.Raw)
		})
		Commit(t, db, "a", first)
		Commit(t, db, "b", second)
		if n == 7 {
			words = append(words, rareWord("first", n), rareWord("second", n))
		}
	}
	m := Mail(7)
	if done, err := db.Remove(t.Context(), store.Removal{Posts: []string{m.ID()}}); err != nil || done.Posts != 1 {
		t.Fatalf("Remove() = %+v, %v", done, err)
	}
	if found := wordsIn(t, db, words); len(found) > 0 {
		t.Errorf("after Remove the files hold %s", found)
	}
	states, err := db.Sources(t.Context())
	if err != nil || states[0].Posts != 99 || states[1].Posts != 99 {
		t.Errorf("Sources() = %+v, %v, want 99 posts of each", states, err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// testRemoveKeepsThreads takes the middle out of a thread: what stands around it still belongs together, also what
// arrives later.
func testRemoveKeepsThreads(t *testing.T, e Engine) {
	db := e.open(t)
	secret := "The password of the pump is swordfish, says Ann."
	middle := with(Mail(2, 1), func(p *store.Post) { p.Text = secret })
	answer := with(Mail(3, 1, 2), func(p *store.Post) {
		p.Quoted = secret + "\nAnd more."
		p.Author = store.Author{Name: "Bob Ray", Address: "bob@example.org"}
	})
	aside := with(Mail(4, 1), func(p *store.Post) { p.Quoted = "Something else, which nobody asked to take away." })
	Commit(t, db, "list", Mail(1), middle, answer, aside)
	done, err := db.Remove(t.Context(), store.Removal{Posts: []string{middle.ID()}})
	if want := (store.Removed{Posts: 1, Quotes: 1}); err != nil || !cmp.Equal(done, want) {
		t.Errorf("Remove() = %+v, %v, want %+v", done, err, want)
	}
	late := with(Mail(5, 2), func(p *store.Post) { p.Quoted = secret })
	if got, want := Commit(t, db, "list", late, answer), (store.Added{New: 1, Merged: 1}); got != want {
		t.Errorf("Commit(answers) = %+v, want %+v", got, want)
	}
	thread := int64(-1)
	for _, p := range All(t, db) {
		if thread < 0 {
			thread = p.Thread
		}
		if p.Thread != thread {
			t.Errorf("%s is in thread %d, want %d", p.Key, p.Thread, thread)
		}
		if p.Key != aside.Key && p.Quoted != "" {
			t.Errorf("%s still quotes %q", p.Key, p.Quoted)
		}
		if p.Key == aside.Key && p.Quoted != aside.Quoted {
			t.Errorf("%s quotes %q, want %q", p.Key, p.Quoted, aside.Quoted)
		}
	}
	if found := wordsIn(t, db, []string{"swordfish"}); len(found) > 0 {
		t.Error("the files hold the word swordfish")
	}
}

func testRemoveAuthorAndShares(t *testing.T, e Engine) {
	db := e.open(t)
	p, words := status(1)
	share := store.Post{Key: "https://social.example.org/shares/1", Kind: "mastodon", Form: store.FormStatus,
		ShareOf: p.Key, Author: store.Author{Name: "Bob Ray"}, Quoted: p.Text, Published: Noon().Add(time.Hour)}
	other, _ := status(2)
	Commit(t, db, "stream", p, share, other)
	done, err := db.Remove(t.Context(), store.Removal{Posts: []string{p.ID()}, Authors: []string{"@" + p.Author.Handle}})
	if want := (store.Removed{Posts: 2}); err != nil || !cmp.Equal(done, want) {
		t.Errorf("Remove() = %+v, %v, want %+v", done, err, want)
	}
	if found := wordsIn(t, db, words); len(found) > 0 {
		t.Errorf("the files hold %s", found)
	}
	again, _ := status(3)
	again.Author = p.Author
	share.Key += "0"
	if got, want := Commit(t, db, "stream", p, share, again, other), (store.Added{Merged: 1, Refused: 3}); got != want {
		t.Errorf("Commit() = %+v, want %+v", got, want)
	}
}

func testRemoveWipesEditions(t *testing.T, e Engine) {
	db := e.open(t)
	p, words := status(1)
	other, _ := status(2)
	Commit(t, db, "stream", p, other)
	save := func(id, text string, day int) {
		start := Noon().AddDate(0, 0, day).Truncate(24 * time.Hour)
		_, err := db.SaveEdition(t.Context(), store.EditionRecord{ID: id, Digest: "daily", Start: start,
			End: start.AddDate(0, 0, 1), Title: "Title " + text, Slug: id,
			JSON: []byte(`{"text": "` + text + `", "posts": ["` + strings.Fields(text)[0] + `"]}`)}, []store.Told{{Story: "s",
			Title: text, Posts: []string{p.ID()}}})
		if err != nil {
			t.Fatalf("SaveEdition() = %v", err)
		}
	}
	save("cites", p.ID()+" "+words[1], 0)
	save("cites", p.ID()+" again "+words[1], 0)
	save("later", p.ID()+" carried "+words[1], 3)
	save("silent", other.ID()+" alone", 0)
	done, err := db.Remove(t.Context(), store.Removal{Posts: []string{p.ID()}})
	if want := []string{"cites", "later"}; err != nil || !slices.Equal(done.Editions, want) {
		t.Errorf("Remove() = %+v, %v, want editions %s", done, err, want)
	}
	if found := wordsIn(t, db, words); len(found) > 0 {
		t.Errorf("the files hold %s", found)
	}
	records, err := db.Redo(t.Context())
	if err != nil || len(records) != 2 || records[0].ID != "cites" || records[0].Revision != 2 || records[1].ID != "later" {
		t.Errorf("Redo() = %+v, %v, want cites at revision 2, later", records, err)
	}
	if err := db.Redone(t.Context(), "cites"); err != nil {
		t.Errorf("Redone() = %v", err)
	}
	if records, err = db.Redo(t.Context()); err != nil || len(records) != 1 {
		t.Errorf("Redo() = %+v, %v, want later alone", records, err)
	}
	// The editor's words, which somebody changes afterwards: what said them is emptied, but not of another edition.
	spoken := []string{rareWord("spoken", 1), rareWord("silent", 1)}
	save("cites", other.ID()+" "+spoken[0], 0)
	save("cites", other.ID()+" nothing", 0)
	save("silent", other.ID()+" "+spoken[1], 0)
	save("silent", other.ID()+" nothing", 0)
	if err := db.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found := wordsIn(t, db, spoken); len(found) != 1 || found[0] != spoken[1] {
		t.Errorf("the files hold %s, want what an edition said that told nothing of it", found)
	}
}

// testTaken asks which posts were taken out, and what is left of their threads.
func testTaken(t *testing.T, e Engine) {
	db := e.open(t)
	Commit(t, db, "list", Mail(1), Mail(2, 1), Mail(3, 1), Mail(5))
	gone := []string{}
	for _, n := range []int{1, 4, 5} {
		p := Mail(n)
		gone = append(gone, p.ID())
	}
	if _, err := db.Remove(t.Context(), store.Removal{Posts: gone}); err != nil {
		t.Fatal(err)
	}
	second, third := Mail(2), Mail(3)
	for _, tt := range []struct {
		since   time.Time
		instead string
	}{{time.Time{}, second.ID()}, {third.Published, third.ID()}, {third.Published.Add(time.Microsecond), ""}} {
		got, err := db.Taken(t.Context(), append([]string{second.ID(), "no id", ""}, gone...), tt.since)
		if diff := cmp.Diff(map[string]string{gone[0]: tt.instead, gone[1]: "", gone[2]: ""}, got); err != nil || diff != "" {
			t.Errorf("Taken(since %s) = %v (-want +got):\n%s", tt.since, err, diff)
		}
	}
}

// testRemoveFindsNames takes out a post whose author an edition of the day only lists, under a name that JSON may
// escape.
func testRemoveFindsNames(t *testing.T, e Engine) {
	db := e.open(t)
	start := Noon().Truncate(24 * time.Hour)
	for i, list := range []string{`["Ann & Bob"]`, `["Ann \u0026 Bob"]`, `["Ann Lee"]`} {
		if _, err := db.SaveEdition(t.Context(), store.EditionRecord{ID: fmt.Sprint("e", i),
			Digest: fmt.Sprint("d", i), Start: start, End: start.AddDate(0, 0, 1), JSON: []byte(list)}, nil); err != nil {
			t.Fatalf("SaveEdition() = %v", err)
		}
	}
	p, _ := status(1)
	p.Author.Name = "Ann & Bob"
	Commit(t, db, "stream", p)
	done, err := db.Remove(t.Context(), store.Removal{Posts: []string{p.ID()}})
	if want := []string{"e0", "e1"}; err != nil || !slices.Equal(done.Editions, want) {
		t.Errorf("Remove() = %+v, %v, want editions %s", done, err, want)
	}
}

// testRemoveFindsOldWords takes out a post that editions of later days told in the words of others, whose posts do not
// have them any more: they were edited, or an older version took a quotation for the words of who quoted.
func testRemoveFindsOldWords(t *testing.T, e Engine) {
	db := e.open(t)
	p, _ := status(1)
	p.Text = "The lock keeper counted nineteen barges before noon and not one of them paid. I wonder why."
	Commit(t, db, "stream", p)
	for i, text := range []string{
		`Bob: she says. The lock keeper counted \"nineteen\" barges before noon and not one of them paid. I doubt it`,
		`As \u201cnot one of them paid\u201d says`,
		`the keeper of the lock counted barges, not one before noon paid`,
		`I wonder why. The lock keeper counted them, and then The lock keeper counted nineteen barges before lunch`,
	} {
		start := Noon().AddDate(0, 0, 2+i).Truncate(24 * time.Hour)
		if _, err := db.SaveEdition(t.Context(), store.EditionRecord{ID: fmt.Sprint("e", i), Digest: "daily", Start: start, End: start.AddDate(0, 0, 1),
			JSON: []byte(`{"stories": [{"text": "` + text + `"}]}`)}, nil); err != nil {
			t.Fatalf("SaveEdition() = %v", err)
		}
	}
	done, err := db.Remove(t.Context(), store.Removal{Posts: []string{p.ID()}})
	if want := []string{"e0", "e1"}; err != nil || !slices.Equal(done.Editions, want) {
		t.Errorf("Remove() = %+v, %v, want editions %s", done, err, want)
	}
}

// testRemoveCutsProse takes out a post that another quotes within a sentence of its own. Of that sentence the rest
// stays, whatever copy of it comes, and the edition that printed it is to be made anew.
func testRemoveCutsProse(t *testing.T, e Engine) {
	db := e.open(t)
	words := []string{rareWord("said", 1), rareWord("said", 2)}
	said := fmt.Sprintf("I keep all of my %s in a %s below the old mill.", words[0], words[1])
	p, answer, other := Mail(1), Mail(2, 1), Mail(3)
	p.Text = said + " Nobody else has the key."
	answer.Author, other.Author = store.Author{Name: "Flo Ray", Address: "flo@example.org"}, store.Author{Name: "Bo Ek", Address: "bo@example.org"}
	answer.Text = "You write \"" + said + "\" and I wonder who has the key."
	other.Text = "I keep bees below the old mill. " + said + " So says somebody."
	for _, one := range []*store.Post{&p, &answer, &other} {
		one.Raw = []byte(one.Text)
		one.Sum = store.SumOf(one.Raw)
	}
	Commit(t, db, "list", p, answer, other)
	start := Noon().Truncate(24 * time.Hour)
	if _, err := db.SaveEdition(t.Context(), store.EditionRecord{ID: "told", Digest: "daily", Start: start, End: start.AddDate(0, 0, 1),
		JSON: []byte(`{"text": "` + said + `", "posts": ["` + answer.ID() + `"]}`)}, nil); err != nil {
		t.Fatal(err)
	}
	done, err := db.Remove(t.Context(), store.Removal{Posts: []string{p.ID()}})
	if err != nil || done.Quotes != 2 || !slices.Equal(done.Editions, []string{"told"}) {
		t.Errorf("Remove() = %+v, %v, want quotes cut from 2 posts and the edition", done, err)
	}
	for range 2 {
		for id, want := range map[string]string{answer.ID(): `You write "[...]" and I wonder who has the key.`,
			other.ID(): "I keep bees below the old mill. [...] So says somebody."} {
			if got, err := db.Post(t.Context(), id); err != nil || got.Text != want {
				t.Errorf("the other post says %q, %v, want %q", got.Text, err, want)
			}
		}
		if found := wordsIn(t, db, words); len(found) > 0 {
			t.Errorf("the files hold %s", found)
		}
		if hits, err := db.Search(t.Context(), words[0], store.Filter{}); err != nil || len(hits) > 0 {
			t.Errorf("Search() of what was taken out = %d hits, %v", len(hits), err)
		}
		if hits, err := db.Search(t.Context(), "wonder key", store.Filter{}); err != nil || len(hits) != 1 {
			t.Errorf("Search() of what is left = %d hits, %v, want one", len(hits), err)
		}
		Commit(t, db, "list", p, answer)
		Commit(t, db, "mirror", answer, other)
	}
}
