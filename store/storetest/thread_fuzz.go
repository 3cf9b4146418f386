package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// Limits of what FuzzThreads makes of its bytes: few keys, so that they meet often.
const (
	fuzzPosts  = 40
	fuzzKeys   = 16 // keys that posts may have
	fuzzRefs   = 24 // keys that posts may refer to; those from fuzzKeys on never come
	fuzzScopes = 3
)

// A fuzzPost is a post and the number of its scope.
type fuzzPost struct {
	store.Post
	scope int
}

// fuzzThreads reads posts from bytes: one byte for key and scope, one for the number of references, one for each of
// them. Among these are the post's own key, none at all, keys that are broken over two lines, repeated ones, and, in
// the first copy of a post, more than count.
func fuzzThreads(data []byte) []fuzzPost {
	take := func() int {
		if len(data) == 0 {
			return 0
		}
		b := data[0]
		data = data[1:]
		return int(b)
	}
	var posts []fuzzPost
	long := map[string]bool{}
	for len(data) > 0 && len(posts) < fuzzPosts {
		head := take()
		number, scope := head%fuzzKeys, head/fuzzKeys%fuzzScopes
		p := Mail(number)
		name := fmt.Sprint(scope, p.Key)
		for range take() % 8 {
			switch b := take(); {
			case b < 10*fuzzRefs:
				p.InReplyTo = append(p.InReplyTo, Mail(b%fuzzRefs).Key)
			case b < 244:
				p.InReplyTo = append(p.InReplyTo, p.Key)
			case b < 248:
				p.InReplyTo = append(p.InReplyTo, "")
			case b < 252:
				p.InReplyTo = append(p.InReplyTo, fmt.Sprintf("%d@\nexample.org", b%fuzzRefs))
			case !long[name]:
				for i := range store.MaxRefs + 20 {
					p.InReplyTo = append(p.InReplyTo, fmt.Sprintf("%d@example.org", 1000*b+i))
				}
			}
		}
		long[name] = true
		posts = append(posts, fuzzPost{with(p, func(*store.Post) {}), scope})
	}
	return posts
}

// wantThreads returns, as threadsOf writes them, the threads of each scope: every post joined with the nearest of its
// references that is among the posts, else with the nearest one, whatever that is.
func wantThreads(posts []fuzzPost) map[int]string {
	parent := map[string]string{}
	root := func(key string) string {
		for parent[key] != "" {
			key = parent[key]
		}
		return key
	}
	numbers := map[string]int{} // of posts, by scope and key
	refs := map[string][]string{}
	for _, p := range posts {
		own := fmt.Sprint(p.scope, " ", p.Key)
		if numbers[own] = int(p.Published.Sub(Noon()).Hours()); refs[own] == nil {
			refs[own] = store.CleanRefs(p.Key, p.InReplyTo)
		} else {
			refs[own] = store.MergeRefs(refs[own], store.CleanRefs(p.Key, p.InReplyTo))
		}
	}
	for own, list := range refs {
		scope, _, _ := strings.Cut(own, " ")
		slices.Reverse(list)
		list = slices.DeleteFunc(list, func(key string) bool { return key == store.RefsDivider })
		if len(list) == 0 {
			continue
		}
		under := list[0]
		for _, key := range list {
			if _, stored := numbers[scope+" "+key]; stored {
				under = key
				break
			}
		}
		if a, b := root(own), root(scope+" "+under); a != b {
			parent[a] = b
		}
	}
	groups := map[int]map[string][]int{}
	for own, n := range numbers {
		var scope int
		fmt.Sscan(own, &scope)
		if groups[scope] == nil {
			groups[scope] = map[string][]int{}
		}
		groups[scope][root(own)] = append(groups[scope][root(own)], n)
	}
	want := map[int]string{}
	for scope, byRoot := range groups {
		threads := slices.Collect(maps.Values(byRoot))
		for _, g := range threads {
			slices.Sort(g)
		}
		slices.SortFunc(threads, slices.Compare)
		want[scope] = fmt.Sprint(threads)
	}
	return want
}

// FuzzThreads delivers posts in several orders and in pages of several sizes, each time into scopes of their own, and
// wants the threads that the places of the posts make, whatever the order was. Run it with -fuzzminimizetime 1x: its
// inputs are small already.
func FuzzThreads(f *testing.F, e Engine) {
	f.Add([]byte{1, 0, 2, 1, 1, 3, 2, 1, 2, 4, 0}, uint64(1))            // replies and a post of its own
	f.Add([]byte{3, 1, 2, 2, 1, 1, 1, 0}, uint64(2))                     // parents that come late
	f.Add([]byte{1, 1, 3, 2, 1, 1, 3, 1, 2}, uint64(3))                  // a cycle
	f.Add([]byte{1, 2, 240, 1, 2, 2, 2, 244}, uint64(4))                 // references to themselves and to nothing
	f.Add([]byte{2, 1, 20, 3, 1, 21, 4, 2, 20, 21, 5, 1, 22}, uint64(5)) // keys that never come join two
	f.Add([]byte{1, 1, 7, 1, 1, 8, 1, 1, 7, 7, 0, 8, 0},
		uint64(6)) // copies that refer to different posts
	f.Add([]byte{1, 0, 17, 0, 33, 0, 2, 1, 1, 18, 1, 1, 34, 1, 1}, uint64(7))           // the same keys in three scopes
	f.Add([]byte{1, 3, 253, 5, 254, 5, 0, 2, 1, 253, 6, 1, 254, 1, 1, 3}, uint64(8))    // more references than count
	f.Add([]byte{1, 7, 2, 2, 3, 3, 250, 250, 2, 10, 7, 9, 8, 7, 6, 5, 4, 3}, uint64(9)) // repeated and broken ones
	f.Add([]byte{0, 1, 1, 2, 1, 3, 4, 1, 5, 6, 1, 7, 1, 1, 2, 5, 1, 6, 3, 1, 4},
		uint64(10)) // chains that are joined from both ends
	f.Add([]byte{1, 1, 20, 2, 1, 21, 3, 2, 20, 21, 4, 1, 20, 5, 1, 21, 6, 1, 20, 7, 1, 21},
		uint64(11)) // threads that are joined while a page goes on about both
	f.Fuzz(func(t *testing.T, data []byte, seed uint64) {
		posts := fuzzThreads(data)
		if len(posts) == 0 {
			return
		}
		db := e.open(t)
		want := map[string]string{}
		rng := rand.New(rand.NewPCG(seed, 1))
		deliver := func(name string, size int, posts []fuzzPost) {
			for i, threads := range wantThreads(posts) {
				want[fmt.Sprint(name, i)] = threads
			}
			n := 0
			for some := range slices.Chunk(posts, size) {
				page := make([]store.Post, len(some))
				for i, p := range some {
					page[i] = p.Post
					page[i].Scope = fmt.Sprint(name, p.scope)
				}
				Commit(t, db, []string{"list", "archive"}[n%2], page...)
				n++
			}
		}
		deliver("in order, at once ", len(posts), posts)
		slices.Reverse(posts)
		deliver("reversed, one by one ", 1, posts)
		rng.Shuffle(len(posts), func(i, j int) { posts[i], posts[j] = posts[j], posts[i] })
		deliver("shuffled, some at a time ", 2+rng.IntN(5), posts)
		deliver("shuffled, some at a time ", len(posts), posts) // once more changes nothing

		if diff := cmp.Diff(want, threadsOf(t, db)); diff != "" {
			t.Errorf("threads differ (-want +got):\n%s", diff)
		}
		scopes := map[int64]string{}
		for p, err := range db.All(t.Context(), store.Filter{}) {
			if err != nil {
				t.Fatalf("All() = %v", err)
			}
			if scope, ok := scopes[p.Thread]; ok && scope != p.Scope {
				t.Errorf("the scopes %q and %q share thread %d", scope, p.Scope, p.Thread)
			}
			scopes[p.Thread] = p.Scope
		}
		if err := db.Check(t.Context()); err != nil {
			t.Errorf("Check() = %v", err)
		}
	})
}
