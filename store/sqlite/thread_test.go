package sqlite

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
func threadsOf(t *testing.T, db *DB) map[string]string {
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

func TestThreads(t *testing.T) {
	for _, test := range []struct {
		name  string
		posts []store.Post
		want  string
	}{
		{"replies", []store.Post{mail(1), mail(2, 1), mail(3, 1, 2), mail(4)}, "[[1 2 3] [4]]"},
		{"a late parent", []store.Post{mail(3, 2), mail(2, 1), mail(1)}, "[[1 2 3]]"},
		{"a parent that never comes", []store.Post{mail(2, 1), mail(3, 1)}, "[[2 3]]"},
		{"references join no threads of others", []store.Post{mail(1), mail(2, 1), mail(5), mail(4, 2, 5)}, "[[1 2] [4 5]]"},
		{"nor do missing ones", []store.Post{mail(2, 10), mail(3, 11), mail(4, 10, 11)}, "[[2] [3 4]]"},
		{"a chain without its middle", []store.Post{mail(1), mail(4, 1, 2, 3), mail(5, 4)}, "[[1 4 5]]"},
		{"a nearer reference that comes late", []store.Post{mail(1), mail(2), mail(3, 1, 2), mail(4, 3)}, "[[1] [2 3 4]]"},
		{"who stands under another reference leaves those beside the missing one", []store.Post{mail(1), mail(3, 1, 10), mail(4, 10)}, "[[1 3] [4]]"},
		{"a cycle", []store.Post{mail(1, 3), mail(2, 1), mail(3, 2)}, "[[1 2 3]]"},
		{"a reference to itself", []store.Post{mail(1, 1), mail(2, 2)}, "[[1] [2]]"},
		{"repeated references", []store.Post{mail(1), mail(2, 1, 1, 1)}, "[[1 2]]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			// Every order has a scope of its own, so that all of them fit into one database.
			db := openTest(t)
			want := map[string]string{}
			for _, order := range permutations(len(test.posts)) {
				single, paged := fmt.Sprint(order, " post by post"), fmt.Sprint(order, " as one page")
				want[single], want[paged] = test.want, test.want
				var page []store.Post
				for _, i := range order {
					p := test.posts[i]
					p.Scope = single
					commit(t, db, "list", p)
					p.Scope = paged
					page = append(page, p)
				}
				commit(t, db, "list", page...)
			}
			if diff := cmp.Diff(want, threadsOf(t, db)); diff != "" {
				t.Errorf("threads differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestThreadsKeepToTheirScope(t *testing.T) {
	db := openTest(t)
	a, b := mail(1), mail(2, 1)
	b.Scope = "feed"
	commit(t, db, "list", a, b)
	if diff := cmp.Diff(map[string]string{"": "[[1]]", "feed": "[[2]]"}, threadsOf(t, db)); diff != "" {
		t.Errorf("threads differ (-want +got):\n%s", diff)
	}
	posts, err := collect(db.All(t.Context(), store.Filter{}))
	if err != nil || posts[0].Thread == posts[1].Thread {
		t.Errorf("posts of two scopes share thread %d, %v", posts[0].Thread, err)
	}
}

func TestDeepThread(t *testing.T) {
	const deep = 5000 / slowdown
	var posts []store.Post
	for start := range 2 { // every second one first, so that the others join threads all the way
		for i := start; i < deep; i += 2 {
			posts = append(posts, mail(i, i-1))
		}
	}
	rand.New(rand.NewPCG(3, 4)).Shuffle(deep/8, func(i, j int) { posts[i], posts[deep-1-j] = posts[deep-1-j], posts[i] })
	db := openTest(t)
	for page := range slices.Chunk(posts, 500) {
		commit(t, db, "list", page...)
	}
	root := mail(0)
	late := mail(deep - 1)
	got, err := db.Post(t.Context(), late.ID())
	if err != nil {
		t.Fatal(err)
	}
	roots, err := db.ThreadRoots(t.Context(), []int64{got.Thread})
	if err != nil || roots[got.Thread] != root.ID() {
		t.Errorf("ThreadRoots() = %v, %v, want %s", roots, err, root.ID())
	}
	thread, err := db.ThreadPosts(t.Context(), []int64{got.Thread}, noon.Add(500*time.Hour), 4)
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
	if thread, err = db.ThreadPosts(t.Context(), []int64{got.Thread, 0}, noon.Add(deep*time.Hour), 0); err != nil || len(thread) != deep {
		t.Errorf("ThreadPosts(all) = %d posts, %v, want %d", len(thread), err, deep)
	}
}
