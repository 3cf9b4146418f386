package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// threadsOf returns for each scope the numbers of the posts of each thread, threads and numbers in order.
func threadsOf(t *testing.T, db store.DB) map[string]string {
	t.Helper()
	numbers := map[string]map[int64][]int{}
	for p, err := range db.All(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatalf("All() = %v", err)
		}
		var n int
		if _, err := fmt.Sscanf(p.Key, "%d@", &n); err != nil {
			t.Fatal(err)
		}
		if numbers[p.Scope] == nil {
			numbers[p.Scope] = map[int64][]int{}
		}
		numbers[p.Scope][p.Thread] = append(numbers[p.Scope][p.Thread], n)
	}
	threads := map[string]string{}
	for scope, byThread := range numbers {
		groups := slices.Collect(maps.Values(byThread))
		for _, g := range groups {
			slices.Sort(g)
		}
		slices.SortFunc(groups, slices.Compare)
		threads[scope] = fmt.Sprint(groups)
	}
	return threads
}

func testThreads(t *testing.T, e Engine) {
	for _, test := range []struct {
		name  string
		posts []store.Post
		want  string
	}{
		{"replies", []store.Post{Mail(1), Mail(2, 1), Mail(3, 1, 2), Mail(4)}, "[[1 2 3] [4]]"},
		{"a late parent", []store.Post{Mail(3, 2), Mail(2, 1), Mail(1)}, "[[1 2 3]]"},
		{"a parent that never comes", []store.Post{Mail(2, 1), Mail(3, 1)}, "[[2 3]]"},
		{"references join no threads of others", []store.Post{Mail(1), Mail(2, 1), Mail(5), Mail(4, 2, 5)}, "[[1 2] [4 5]]"},
		{"nor do missing ones", []store.Post{Mail(2, 10), Mail(3, 11), Mail(4, 10, 11)}, "[[2] [3 4]]"},
		{"a chain without its middle", []store.Post{Mail(1), Mail(4, 1, 2, 3), Mail(5, 4)}, "[[1 4 5]]"},
		{"a nearer reference that comes late", []store.Post{Mail(1), Mail(2), Mail(3, 1, 2), Mail(4, 3)}, "[[1] [2 3 4]]"},
		{"who stands under another reference leaves those beside the missing one",
			[]store.Post{Mail(1), Mail(3, 1, 10), Mail(4, 10)}, "[[1 3] [4]]"},
		{"a cycle", []store.Post{Mail(1, 3), Mail(2, 1), Mail(3, 2)}, "[[1 2 3]]"},
		{"a reference to itself", []store.Post{Mail(1, 1), Mail(2, 2)}, "[[1] [2]]"},
		{"repeated references", []store.Post{Mail(1), Mail(2, 1, 1, 1)}, "[[1 2]]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			// Every order has a scope of its own, so that all of them fit into one database.
			db := e.open(t)
			want := map[string]string{}
			for _, order := range permutations(len(test.posts)) {
				single, paged := fmt.Sprint(order, " post by post"), fmt.Sprint(order, " as one page")
				want[single], want[paged] = test.want, test.want
				var page []store.Post
				for _, i := range order {
					p := test.posts[i]
					p.Scope = single
					Commit(t, db, "list", p)
					p.Scope = paged
					page = append(page, p)
				}
				Commit(t, db, "list", page...)
			}
			if diff := cmp.Diff(want, threadsOf(t, db)); diff != "" {
				t.Errorf("threads differ (-want +got):\n%s", diff)
			}
		})
	}
}

func testThreadsKeepToTheirScope(t *testing.T, e Engine) {
	db := e.open(t)
	a, b := Mail(1), Mail(2, 1)
	b.Scope = "feed"
	Commit(t, db, "list", a, b)
	if diff := cmp.Diff(map[string]string{"": "[[1]]", "feed": "[[2]]"}, threadsOf(t, db)); diff != "" {
		t.Errorf("threads differ (-want +got):\n%s", diff)
	}
	posts, err := collect(db.All(t.Context(), store.Filter{}))
	if err != nil || posts[0].Thread == posts[1].Thread {
		t.Errorf("posts of two scopes share thread %d, %v", posts[0].Thread, err)
	}
}

func testDeepThread(t *testing.T, e Engine) {
	const deep = 5000 / Slowdown
	var posts []store.Post
	for start := range 2 { // every second one first, so that the others join threads all the way
		for i := start; i < deep; i += 2 {
			posts = append(posts, Mail(i, i-1))
		}
	}
	rand.New(rand.NewPCG(3, 4)).Shuffle(deep/8, func(i, j int) { posts[i], posts[deep-1-j] = posts[deep-1-j], posts[i] })
	db := e.open(t)
	for page := range slices.Chunk(posts, 500) {
		Commit(t, db, "list", page...)
	}
	root := Mail(0)
	late := Mail(deep - 1)
	got, err := db.Post(t.Context(), late.ID())
	if err != nil {
		t.Fatal(err)
	}
	roots, err := db.ThreadRoots(t.Context(), []int64{got.Thread})
	if err != nil || roots[got.Thread] != root.ID() {
		t.Errorf("ThreadRoots() = %v, %v, want %s", roots, err, root.ID())
	}
	thread, err := db.ThreadPosts(t.Context(), []int64{got.Thread}, Noon().Add(500*time.Hour), 4)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, p := range thread {
		keys = append(keys, p.Key)
	}
	if want := []string{"0@example.org", "497@example.org", "498@example.org", "499@example.org"}; !slices.Equal(keys, want) {
		t.Errorf("ThreadPosts(4) = %q, want %q", keys, want)
	}
	if thread, err = db.ThreadPosts(t.Context(), []int64{got.Thread, 0}, Noon().Add(deep*time.Hour), 0); err != nil || len(thread) != deep {
		t.Errorf("ThreadPosts(all) = %d posts, %v, want %d", len(thread), err, deep)
	}
}
