package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// permutations returns all orders of 0..n-1.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for i := range n {
			all = append(all, slices.Insert(slices.Clone(p), i, n-1))
		}
	}
	return all
}

// content returns what db stores, without what depends on the order of arrival: numbers of rows and threads.
func content(t *testing.T, db store.DB) []store.Post {
	t.Helper()
	posts := All(t, db)
	var threads []int64
	for _, p := range posts {
		threads = append(threads, p.Thread)
	}
	roots, err := db.ThreadRoots(t.Context(), threads)
	if err != nil {
		t.Fatalf("ThreadRoots() = %v", err)
	}
	for i := range posts {
		// The root stands where no field compares it away.
		posts[i].Signature += " in thread " + roots[posts[i].Thread]
		posts[i].Thread = 0
	}
	return posts
}

// A delivery of a test is one copy of a post as one source gives it.
type given struct {
	source string
	post   store.Post
}

// A mergeTest has copies that come in any order, and how many posts they are.
type mergeTest struct {
	name   string
	copies []given
	posts  int
	check  func(t *testing.T, p store.Post)
}

// mergeWords stand in all copies.
const mergeWords = "Ten of these words stand in every copy of this message, as they were written, "

func mergeBase() store.Post {
	return with(Mail(1), func(p *store.Post) { p.Text = mergeWords + "naïve text\n" })
}

// mergedTexts are copies of which the words and dates of the best are kept.
func mergedTexts() []mergeTest {
	base := mergeBase()
	return []mergeTest{
		{"least damage, then longest", []given{
			{"list", with(base, func(p *store.Post) {
				p.Text, p.Damage = mergeWords+"na\ufffdve text that is longer, with a footer\n", 1
			})},
			{"list", with(base, func(p *store.Post) { p.Text = mergeWords + "naïve text\nwith footer\n" })},
			{"archive", base},
		}, 1, func(t *testing.T, p store.Post) {
			if p.Text != mergeWords+"naïve text\nwith footer\n" || p.Damage != 0 {
				t.Errorf("kept text %q with damage %d", p.Text, p.Damage)
			}
			if !strings.Contains(string(p.Raw), p.Text) {
				t.Errorf("raw bytes %q are not those of the kept copy", p.Raw)
			}
			if want := []string{"archive", "list"}; !slices.Equal(p.Sources, want) {
				t.Errorf("sources %q, want %q", p.Sources, want)
			}
		}},
		{"equal length", []given{
			{"list", with(base, func(p *store.Post) { p.Text = mergeWords + "aaa" })},
			{"list", with(base, func(p *store.Post) { p.Text = mergeWords + "bbb" })},
			{"list", with(base, func(p *store.Post) { p.Text = mergeWords + "ccc" })},
		}, 1, nil},
		{"union of lists, tags and references", []given{
			{"list", with(base, func(p *store.Post) {
				p.Lists, p.Tags, p.InReplyTo = []string{"b.example",
					"a.example"}, []string{"x"}, []string{"r1@example.org", "r2@example.org"}
			})},
			{"archive", with(base, func(p *store.Post) {
				p.Lists, p.Tags, p.InReplyTo = []string{"c.example"}, []string{"w"}, []string{"r3@example.org"}
			})},
			{"third", with(base, func(p *store.Post) {
				p.Lists, p.InReplyTo = nil, []string{"r4@example.org", "r2@example.org"}
			})},
		}, 1, func(t *testing.T, p store.Post) {
			if want := []string{"a.example", "b.example", "c.example"}; !slices.Equal(p.Lists, want) {
				t.Errorf("lists %q, want %q", p.Lists, want)
			}
			if want := []string{"r3@example.org", "r4@example.org", "r1@example.org", "r2@example.org"}; !slices.Equal(p.InReplyTo, want) {
				t.Errorf("references %q, want %q", p.InReplyTo, want)
			}
		}},
		{"clocks that differ", []given{
			{"list", with(base, func(p *store.Post) { p.Published = p.Published.Add(5 * time.Hour); p.Claimed = p.Published })},
			{"third", base},
			{"archive", with(base, func(p *store.Post) { p.Published = p.Published.Add(time.Hour); p.Claimed = p.Published })},
		}, 1, func(t *testing.T, p store.Post) {
			if !p.Published.Equal(base.Published.Add(time.Hour)) {
				t.Errorf("effective time %v, want that of the first source, %v", p.Published, base.Published.Add(time.Hour))
			}
		}},
		{"a copy without a date", []given{
			{"list", with(base, func(p *store.Post) { p.Published, p.Claimed = time.Time{}, time.Time{} })},
			{"list", base},
		}, 1, func(t *testing.T, p store.Post) {
			if !p.Published.Equal(base.Published) {
				t.Errorf("effective time %v, want the claimed one, %v", p.Published, base.Published)
			}
		}},
	}
}

// mergedPeople are copies that agree on who wrote them, and what of them counts.
func mergedPeople() []mergeTest {
	base := mergeBase()
	return []mergeTest{
		{"an author whose address one archive hides", []given{
			{"list", with(base, func(p *store.Post) { p.Author = store.Author{Name: "Ann Lee"}; p.Damage = 1 })},
			{"list", base},
			{"third", with(base, func(p *store.Post) { p.Author.Name = "Ann Lée"; p.Damage = 2 })},
		}, 1, func(t *testing.T, p store.Post) {
			if p.Author.Address != "ann@example.org" {
				t.Errorf("author %+v, want the one who is known", p.Author)
			}
		}},
		{"consent of any copy counts, evidence of all", []given{
			{"list", with(base, func(p *store.Post) { p.Machine = "Auto-Submitted: auto-generated" })},
			{"list", with(base, func(p *store.Post) { p.Policy = store.PolicyCount; p.Text = "" })},
			{"third", with(base, func(p *store.Post) { p.Text += "longer" })},
		}, 1, func(t *testing.T, p store.Post) {
			if p.Machine != "" || p.Policy != store.PolicyCount {
				t.Errorf("machine %q and policy %d, want a person's post with the stricter policy", p.Machine, p.Policy)
			}
		}},
		{"evidence of all copies", []given{
			{"list", with(base, func(p *store.Post) { p.Machine = "Auto-Submitted: auto-generated" })},
			{"third", with(base, func(p *store.Post) { p.Text += "longer"; p.Machine = "X-Builder" })},
		}, 1, func(t *testing.T, p store.Post) {
			if p.Machine != "Auto-Submitted: auto-generated" {
				t.Errorf("machine %q, want the evidence of both", p.Machine)
			}
		}},
		{"nobody, byte for byte", []given{
			{"list", with(base, func(p *store.Post) { p.Author = store.Author{} })},
			{"third", with(base, func(p *store.Post) { p.Author = store.Author{} })},
		}, 1, nil},
	}
}

// partedCopies are copies with one key that are posts of their own.
func partedCopies() []mergeTest {
	base := mergeBase()
	return []mergeTest{
		{"another author", []given{
			{"list", with(base, func(p *store.Post) { p.Text = "first" })},
			{"list", with(base, func(p *store.Post) {
				p.Author = store.Author{Name: "Bob Ray", Address: "bob@example.org"}
				p.Text = "second"
			})},
		}, 2, nil},
		{"nobody and somebody", []given{
			{"list", base},
			{"list", with(base, func(p *store.Post) { p.Author = store.Author{} })},
		}, 2, nil},
		{"another address", []given{
			{"list", base},
			{"list", with(base, func(p *store.Post) { p.Author.Address = "eve@example.org" })},
		}, 2, nil},
		{"eleven days later, in other words", []given{
			{"list", base},
			{"list", with(base, func(p *store.Post) {
				p.Published = p.Published.AddDate(0, 0, 11)
				p.Claimed = p.Published
				p.Text = "The numbers of this week are others."
			})},
		}, 2, nil},
		{"keys of two scopes", []given{
			{"list", base},
			{"feed", with(base, func(p *store.Post) { p.Scope, p.Kind, p.Form = "feed", "feed", store.FormArticle })},
		}, 2, nil},
	}
}

func testMergeInAnyOrder(t *testing.T, e Engine) {
	for _, test := range slices.Concat(mergedTexts(), mergedPeople(), partedCopies()) {
		t.Run(test.name, func(t *testing.T) { test.run(t, e) })
	}
}

// run has the copies come in all orders.
func (test mergeTest) run(t *testing.T, e Engine) {
	var want []store.Post
	for _, order := range permutations(len(test.copies)) {
		db := e.open(t)
		for _, i := range order {
			Commit(t, db, test.copies[i].source, test.copies[i].post)
		}
		once := content(t, db)
		if len(once) != test.posts {
			t.Fatalf("order %v: %d posts, want %d", order, len(once), test.posts)
		}
		for _, c := range test.copies {
			Commit(t, db, c.source, c.post)
		}
		got := content(t, db)
		if diff := cmp.Diff(once, got); diff != "" {
			t.Fatalf("order %v: the same copies again changed the store:\n%s", order, diff)
		}
		if want == nil || test.posts > 1 {
			if err := db.Check(t.Context()); err != nil {
				t.Errorf("order %v: Check() = %v", order, err)
			}
		}
		if test.posts > 1 {
			continue // which of them has the suffix depends on who came first
		}
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("order %v differs from the first:\n%s", order, diff)
		}
	}
	if test.check != nil {
		test.check(t, want[0])
	}
}

func testTwins(t *testing.T, e Engine) {
	db := e.open(t)
	first := with(Mail(1), func(p *store.Post) {})
	second := with(Mail(1), func(p *store.Post) { p.Author = store.Author{Name: "Bob Ray"} })
	weekly := with(Mail(1), func(p *store.Post) {
		p.Published = p.Published.AddDate(0, 0, 7)
		p.Claimed, p.Text = p.Published, "These are the ten most frequent words of the week, in the order in which they came."
	})
	weeklyCopy := with(weekly, func(p *store.Post) {
		p.Published = p.Published.Add(13 * time.Hour)
		p.Claimed = p.Published
		p.Text += " x"
	})
	for i, test := range []struct {
		post store.Post
		want store.Added
	}{
		{first, store.Added{New: 1}},
		{second, store.Added{New: 1}},
		{weekly, store.Added{New: 1}},
		{weeklyCopy, store.Added{Merged: 1, Changed: 1}}, // another day, but the same post
		{second, store.Added{Merged: 1}},
		{weekly, store.Added{Merged: 1}},
		{weeklyCopy, store.Added{Merged: 1}},
		{first, store.Added{Merged: 1}},
	} {
		if got := Commit(t, db, "list", test.post); got != test.want {
			t.Errorf("%d: Commit() = %+v, want %+v", i, got, test.want)
		}
	}
	var keys []string
	for _, p := range All(t, db) {
		keys = append(keys, p.Key)
	}
	slices.Sort(keys)
	want := []string{first.Key, store.SuffixedKey(first.Key, &second, 0), store.SuffixedKey(first.Key, &weeklyCopy, 0)}
	slices.Sort(want)
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("keys differ (-want +got):\n%s", diff)
	}
	if tail := strings.TrimPrefix(store.SuffixedKey(first.Key, &second, 0), first.Key); len(tail) != 9 || tail[0] != '#' {
		t.Errorf("suffixedKey() = key + %q, want # and eight hexadecimal digits", tail)
	}
	var copies []store.Copy
	for _, p := range []store.Post{first, second, weekly, weeklyCopy, with(first, func(p *store.Post) { p.Text = "never seen" })} {
		copies = append(copies, store.Copy{Scope: p.Scope, Key: p.Key, Sum: p.Sum})
	}
	for source, want := range map[string][]bool{"list": {true, true, true, true, false}, "other": make([]bool, 5)} {
		if got, err := db.Known(t.Context(), source, copies); err != nil || !slices.Equal(got, want) {
			t.Errorf("Known(%s) = %v, %v, want %v", source, got, err, want)
		}
		delivered, err := db.Delivered(t.Context(), source)
		if err != nil {
			t.Fatalf("Delivered(%s) = %v", source, err)
		}
		for i, c := range copies {
			if got := delivered(c.Sum); got != want[i] {
				t.Errorf("Delivered(%s) says %t of %s, want %t", source, got, c.Key, want[i])
			}
		}
	}
}

func testEdits(t *testing.T, e Engine) {
	db := e.open(t)
	status := func(text string, likes int) store.Post {
		return with(store.Post{Key: "https://social.example/@ann/1", Kind: "mastodon", Form: store.FormStatus,
			Author: store.Author{Handle: "ann@social.example"}, Published: Noon(), Claimed: Noon(),
			Text: text, Tags: strings.Fields(text), Counts: store.Counts{Likes: likes}},
			func(p *store.Post) { p.Title = fmt.Sprint(likes); p.Title = "" })
	}
	sum := func(p store.Post, n int) store.Post { p.Sum[0] += byte(n); return p }
	get := func() store.Post {
		posts := All(t, db)
		if len(posts) != 1 {
			t.Fatalf("%d posts, want 1", len(posts))
		}
		return posts[0]
	}
	long, short := status("a long first version", 0), status("short", 0)
	Commit(t, db, "a", long)
	Commit(t, db, "b", long)
	if got, want := Commit(t, db, "a", short), (store.Added{Merged: 1, Changed: 1}); got != want {
		t.Errorf("Commit(edit) = %+v, want %+v", got, want)
	}
	p := get()
	if p.Text != "short" || !p.Published.Equal(Noon()) || !p.Edited.Equal(clock()) ||
		!slices.Equal(p.Tags, []string{"short"}) || string(p.Raw) != string(short.Raw) {
		t.Errorf("after the edit: text %q, published %v, edited %v, tags %q", p.Text, p.Published, p.Edited, p.Tags)
	}
	Commit(t, db, "b", long) // a cache that lags behind
	if p := get(); p.Text != "short" {
		t.Errorf("a known copy from another source undid the edit: %q", p.Text)
	}
	if hits, err := db.Search(t.Context(), "first version", store.Filter{}); err != nil || len(hits) != 0 {
		t.Errorf("Search(words edited away) = %d hits, %v, want none", len(hits), err)
	}
	liked := sum(short, 1)
	liked.Counts.Likes = 5
	if got, want := Commit(t, db, "a", liked), (store.Added{Merged: 1}); got != want {
		t.Errorf("Commit(other counts) = %+v, want %+v", got, want)
	}
	if p := get(); p.Counts.Likes != 5 {
		t.Errorf("likes = %d, want 5", p.Counts.Likes)
	}
	Commit(t, db, "a", long) // taken back
	if p := get(); p.Text != long.Text {
		t.Errorf("an edit back to the first version was not followed: %q", p.Text)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// testMergeWithoutWords has copies whose words nobody knows, because their writer wanted none to be stored.
func testMergeWithoutWords(t *testing.T, e Engine) {
	claimed := time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC) // nobody believes it, so each archive puts its own in place of it
	first := store.Post{Key: "a@example.org", Kind: "mbox", Author: store.Author{Name: "Ann Lee"}, Text: "words",
		Claimed: claimed, Published: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)}
	silent := with(first, func(p *store.Post) { p.Published, p.Text = p.Published.AddDate(0, 0, 19), "" })
	other := with(silent, func(p *store.Post) { p.Claimed = claimed.AddDate(0, 0, 7) })
	if !store.SamePost(&first, &silent) {
		t.Error("samePost() of two copies with one claimed date = false, want true")
	}
	if store.SamePost(&first, &other) {
		t.Error("samePost() of two posts with one id, weeks apart, one of them without words = true, want false")
	}
}
