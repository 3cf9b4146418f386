package storetest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// The people of the tests below. The forger takes names and ids of others.
func runa() store.Author   { return store.Author{Name: "Runa Vestre", Address: "runa@tide.example"} }
func sanna() store.Author  { return store.Author{Name: "Sanna Ostby", Address: "sanna@tide.example"} }
func forger() store.Author { return store.Author{Name: "Runa Vestre", Address: "forger@eel.example"} }

// clashing returns the mails of three sources, each in the order in which the source has them. Ids are used by several
// people, copies differ in footers, damage and dates, and answers and references go to ids that several posts came
// with.
func clashing() map[string][]store.Post {
	said := func(n int) string {
		return fmt.Sprintf("Message %d speaks of the basin, of its %d pumps and of the night in which all of them stopped at once.", n, n+2)
	}
	by := func(n int, a store.Author, change func(*store.Post), refs ...int) store.Post {
		return with(Mail(n, refs...), func(p *store.Post) {
			p.Author, p.Text = a, said(n)
			change(p)
		})
	}
	same := func(*store.Post) {}
	footer := func(p *store.Post) {
		p.Text += " dev mailing list"
		p.Lists = append(p.Lists, "tide@lists.example.org")
	}
	damaged := func(p *store.Post) { p.Text, p.Damage = strings.Replace(p.Text, "night", "n?ght", 1), 1 }
	evil := func(text string) func(*store.Post) { return func(p *store.Post) { p.Text = text } }
	return map[string][]store.Post{
		"first": {
			by(1, runa(), same), by(2, sanna(), footer, 1), by(3, forger(),
				evil("All pumps are for sale, and everything that you heard of them is wrong."), 1),
			by(5, sanna(), same, 3), by(6, runa(), func(p *store.Post) { p.Author.Address = "" }, 5),
		},
		"second": {
			by(1, forger(), evil("The basin was closed for good by us, and nobody will ever be paid for it."),
				4), by(1, runa(), damaged), by(2, sanna(), same, 1),
			by(3, runa(), same, 2), by(4, store.Author{}, same), by(6, runa(),
				func(p *store.Post) { p.Policy = store.PolicyCount }, 5), by(7, sanna(), func(p *store.Post) { p.Within = "digest@example.org" }, 3),
		},
		"third": {
			by(4, sanna(), same, 3), by(3, runa(), footer, 2), by(2, forger(),
				evil("Sanna agrees with me, and so does everybody else who ever saw the basin."), 6, 1),
			by(1, runa(), func(p *store.Post) { p.Published = p.Published.Add(-5 * time.Hour); p.Claimed = p.Published }), by(7, sanna(),
				same, 3), by(8, runa(), same, 7),
			by(9, sanna(), func(p *store.Post) { p.Within = "digest@example.org" }, 8), by(10, runa(), same, 9),
		},
	}
}

// sourceOrder is the order of the sources in the configuration.
func sourceOrder() []store.SourceInfo {
	return []store.SourceInfo{{Name: "second", Kind: "mbox", Publish: "full"},
		{Name: "first", Kind: "mbox", Publish: "full"}, {Name: "third", Kind: "mbox", Publish: "full"}}
}

// deliver stores the mails of the sources in a random order of pages of random sizes, each source's in its own order.
func deliver(t *testing.T, db store.DB, rng *rand.Rand, sources map[string][]store.Post) {
	t.Helper()
	left := map[string][]store.Post{}
	for name, posts := range sources {
		left[name] = posts
	}
	for len(left) > 0 {
		var names []string
		for name := range left {
			names = append(names, name)
		}
		slices.Sort(names)
		name := names[rng.IntN(len(names))]
		n := 1 + rng.IntN(len(left[name]))
		Commit(t, db, name, left[name][:n]...)
		if left[name] = left[name][n:]; len(left[name]) == 0 {
			delete(left, name)
		}
	}
}

// exported returns what tells the posts of one database from those of another, line by line.
func exported(t *testing.T, db store.DB) []string {
	t.Helper()
	var out []string
	for _, p := range content(t, db) {
		p.FirstSeen = time.Time{}
		line, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(line))
	}
	return out
}

func testClashingIDsInAnyOrder(t *testing.T, e Engine) {
	var want []string
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 7))
		db := e.open(t)
		sources := sourceOrder()
		if seed%3 == 1 { // the configuration had another order at first
			slices.Reverse(sources)
		}
		if err := db.SetSources(t.Context(), sources); err != nil {
			t.Fatalf("SetSources() = %v", err)
		}
		deliver(t, db, rng, clashing())
		if seed%3 == 1 {
			if err := db.SetSources(t.Context(), sourceOrder()); err != nil {
				t.Fatalf("SetSources() = %v", err)
			}
		}
		got := exported(t, db)
		deliver(t, db, rng, clashing()) // once more changes nothing
		if diff := cmp.Diff(got, exported(t, db)); diff != "" {
			t.Fatalf("seed %d: the same mails again changed the store:\n%s", seed, diff)
		}
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d differs from the first:\n%s", seed, diff)
		}
		if err := db.Check(t.Context()); err != nil {
			t.Errorf("seed %d: Check() = %v", seed, err)
		}
	}
	db := e.open(t)
	deliver(t, db, rand.New(rand.NewPCG(1, 1)), clashing())
	if clashes, err := db.Clashes(t.Context()); err != nil || clashes["first"]+clashes["second"]+clashes["third"] < 4 {
		t.Errorf("Clashes() = %v, %v, want each post with a suffix that came alone", clashes, err)
	}
	writers := map[string]string{}
	for _, line := range want {
		var p store.Post
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		base, suffix, _ := strings.Cut(p.Key, "#")
		writers[base] += fmt.Sprintf("%s %t; ", p.Author.Address, suffix != "")
	}
	for key, wanted := range map[string][]string{ // who has the bare key (false) or another one
		"1@example.org": {"forger@eel.example false", "runa@tide.example true"}, // of the source that stands first, the first
		"2@example.org": {"sanna@tide.example false", "forger@eel.example true"},
		"3@example.org": {"runa@tide.example false", "forger@eel.example true"},
		"4@example.org": {" false", "sanna@tide.example true"},
		"6@example.org": {"runa@tide.example false"},
		"7@example.org": {"sanna@tide.example false"}, // the mail itself, which a digest enclosed, too
		"9@example.org": {"sanna@tide.example true"},  // only in a digest
	} {
		got := strings.Split(strings.TrimSuffix(writers[key], "; "), "; ")
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("posts that came with %s: %q, want %q", key, got, wanted)
		}
	}
}

// testForestalledIDs has somebody send a mail with the id of another's before that one arrives, and after it: what
// answers the other's mail stays with it, and no thread is joined to another.
func testForestalledIDs(t *testing.T, e Engine) {
	titled := func(p store.Post, title string) store.Post { p.Title = title; return p }
	honest := []store.Post{titled(Mail(1), "Pumps"), titled(Mail(2, 1), "Re: Pumps"), titled(Mail(3, 1, 2), "AW: Pumps"),
		titled(Mail(4), "Locks"), titled(Mail(5, 4), "Re: [dev] Locks")}
	threads := map[string]string{}
	for _, p := range honest {
		threads[p.Text] = honest[0].Text
		if strings.Contains(p.Title, "Locks") {
			threads[p.Text] = honest[3].Text
		}
	}
	for name, evil := range map[string]store.Post{
		"a root":                        titled(Mail(1), "Cheap pumps"),
		"a root, into another thread":   titled(Mail(1, 4), "Cheap pumps"),
		"a root with its subject":       titled(Mail(1), "Pumps"),
		"an answer":                     titled(Mail(2), "Cheap pumps"),
		"an answer, into another":       titled(Mail(2, 4), "Cheap pumps"),
		"an answer with its subject":    titled(Mail(2, 4), "Re: Pumps"),
		"what nobody answered yet, too": titled(Mail(3, 4), "Re: Locks"),
	} {
		evil.Author, evil.Text = forger(), "Everything that stands here is for sale, and cheaper than ever before."
		evil.Published, evil.Raw, evil.Sum = honest[4].Published.Add(time.Minute), nil, store.Sum{}
		for at := range len(honest) + 1 {
			db := e.open(t)
			for _, p := range slices.Insert(slices.Clone(honest), at, evil) {
				Commit(t, db, "dev", p)
			}
			posts := All(t, db)
			first := map[int64]string{}
			for _, p := range posts {
				if p.Author != forger() && first[p.Thread] == "" {
					first[p.Thread] = p.Text
				}
			}
			for _, p := range posts {
				if p.Author != forger() && first[p.Thread] != threads[p.Text] {
					t.Errorf("%s, %d mails before it: %q stands in the thread of %q", name, at, p.Text, first[p.Thread])
				}
			}
		}
	}
}

// testForgedSuffixes has somebody send mails whose own ids are the keys that posts get whose ids are others': nothing is
// lost, whichever comes first.
func testForgedSuffixes(t *testing.T, e Engine) {
	said := func(key, text string, a store.Author) store.Post {
		return with(Mail(1), func(p *store.Post) { p.Key, p.Text, p.Author, p.Raw, p.Sum = key, text, a, nil, store.Sum{} })
	}
	honest := said("1@example.org", "The basin is full again, and the pumps may rest.", runa())
	evil := said("1@example.org", "All pumps are for sale, and so is the basin.", forger())
	mails := []store.Post{honest, evil}
	for n := range 2 {
		mails = append(mails, said(store.SuffixedKey(evil.Key, &evil, n), fmt.Sprintf("Lamp %d is for sale.", n), forger()),
			said(store.SuffixedKey(honest.Key, &honest, n), fmt.Sprintf("Gate %d is for sale.", n), forger()))
	}
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 9))
		db := e.open(t)
		for range 2 { // once more changes nothing
			rng.Shuffle(len(mails), func(i, j int) { mails[i], mails[j] = mails[j], mails[i] })
			for _, p := range mails {
				Commit(t, db, "dev", p)
			}
			keys := map[string]bool{}
			texts := map[string]bool{}
			for _, p := range All(t, db) {
				keys[p.Key], texts[p.Text] = true, true
			}
			if len(keys) != len(mails) || len(texts) != len(mails) {
				t.Errorf("seed %d: of %d mails there are %d texts under %d keys", seed, len(mails), len(texts), len(keys))
			}
		}
	}
}

func testCitedPostsStay(t *testing.T, e Engine) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 8))
		db := e.open(t)
		if err := db.SetSources(t.Context(), sourceOrder()); err != nil {
			t.Fatalf("SetSources() = %v", err)
		}
		all := clashing()
		before := map[string][]store.Post{"third": all["third"], "first": all["first"][:2]}
		deliver(t, db, rng, before)
		cited := map[string]store.Post{}
		told := store.Told{Story: "s"}
		for _, p := range content(t, db) {
			if p.Within == "" && (rng.IntN(2) == 0 || strings.HasPrefix(p.Key, "1@")) {
				cited[p.ID()] = p
				told.Posts = append(told.Posts, p.ID())
			}
		}
		if _, err := db.SaveEdition(t.Context(), store.EditionRecord{ID: "e", Digest: "d", Start: Noon(),
			End: Noon().Add(time.Hour), JSON: []byte(`{}`)}, []store.Told{told}); err != nil {
			t.Fatalf("SaveEdition() = %v", err)
		}
		deliver(t, db, rng, all)
		after := map[string]store.Post{}
		for _, p := range content(t, db) {
			after[p.ID()] = p
		}
		for id, p := range cited {
			got := after[id]
			if got.Policy < p.Policy {
				t.Errorf("seed %d: the policy of %s became %d, which is freer than %d", seed, p.Key, got.Policy, p.Policy)
			}
			got.Sources, got.Policy = slices.DeleteFunc(got.Sources,
				func(s string) bool { return !slices.Contains(p.Sources, s) }), p.Policy
			if after[id].Sources[0] != p.Sources[0] {
				t.Errorf("seed %d: the first source of %s became %s", seed, p.Key, after[id].Sources[0])
			}
			// its thread may begin with what it answers by now
			got.Signature, _, _ = strings.Cut(got.Signature, " in thread ")
			p.Signature, _, _ = strings.Cut(p.Signature, " in thread ")
			if diff := cmp.Diff(p, got); diff != "" {
				t.Errorf("seed %d: what an edition cited changed (-before +after):\n%s", seed, diff)
			}
		}
	}
}
