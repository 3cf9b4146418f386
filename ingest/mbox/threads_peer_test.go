package mbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/internal/testkit"
	"recap/ingest/source"
	"recap/store"
	"recap/store/sqlite"
)

// TestThreadsPeer asks notmuch for the threads of the same real mail, about 5,000 messages. Of the messages to which
// either gives a parent, at least 997 in a thousand must have the same one. The others fall into three classes, which
// are counted:
//
//   - The parent that In-Reply-To names is not there, and References are not in order. recap takes the nearest that they name; notmuch takes the one that lies deepest in
//     the tree that the others make.
//   - A mail program broke the id in In-Reply-To by a blank. recap takes the blank out and finds the parent, notmuch goes on with References.
//   - Two mails have one Message-ID. They are two posts here and one message there, and an answer cannot say which of them it means.
//
// Every thread must be a part of one of notmuch's. notmuch joins all that a mail names in References, so that one mail
// can make one thread of many; recap puts it under the nearest that is stored. And notmuch takes an address for an id
// where In-Reply-To holds prose, such as "Message from Ann <ann@example.org> of Monday", so that all such answers to
// Ann are one thread.
func TestThreadsPeer(t *testing.T) {
	corpus := os.Getenv("RECAP_CORPUS")
	if corpus == "" {
		t.Skip("RECAP_CORPUS does not name the folder with real mail")
	}
	testkit.NeedCommand(t, "notmuch", "notmuch")
	edges, equal := 0, 0
	for _, pattern := range []string{"twisted/pipermail/twisted-python/20*-[FD]*.txt.gz", "mail/linux-cifs-*.mbox.gz",
		"mail/spamassassin-*.mbox.gz"} {
		box := readThreads(t, filepath.Join(corpus, pattern))
		peer := askNotmuch(t, box.posts).tree(t)
		c := compareParents(t, box, peer)
		edges, equal = edges+c.edges, equal+c.same
		split := compareThreads(t, box, peer)
		t.Logf("%s: %d posts; %d of %d parents are the same; others: %d where the parent is not there, %d ids with a blank, %d with two posts of one id; in smaller threads: %d that an address joined, %d that references did",
			filepath.Base(pattern), len(box.posts), c.same, c.edges, c.order, c.blank, c.twins, split.prose, split.references)
	}
	if equal*1000 < edges*997 {
		t.Errorf("%d of %d parents are those of notmuch, want 997 in a thousand", equal, edges)
	}
}

// parentCounts says how many posts have a parent in either tree, of how many it is the same, and how many differ by
// class.
type parentCounts struct{ edges, same, order, blank, twins int }

// brokenField is an In-Reply-To whose id has a blank in it.
var brokenField = regexp.MustCompile(`(?im)^in-reply-to:\s*<[^>]*\s[^>]*>`)

// compareParents counts. A difference of no class is an error.
func compareParents(t *testing.T, box, peer *threadedBox) (c parentCounts) {
	t.Helper()
	for i, p := range box.posts {
		got, want := box.parents[i], peer.parents[i]
		if got < 0 && want < 0 {
			continue
		}
		c.edges++
		header, _, _ := bytes.Cut(p.Raw, []byte("\n\n"))
		switch {
		case got == want:
			c.same++
		case strings.Contains(p.Key, "#") || got >= 0 && want >= 0 && plainKey(box.posts[got].Key) == plainKey(box.posts[want].Key):
			c.twins++
		case brokenField.Match(header):
			c.blank++
		case got >= 0 && want >= 0 && slices.Contains(p.InReplyTo, box.posts[want].Key) && box.posts[got].Key != p.InReplyTo[len(p.InReplyTo)-1]:
			c.order++
		default:
			t.Errorf("parent of %s is %d, notmuch says %d; it names %q", p.Key, got, want, p.InReplyTo)
		}
	}
	return c
}

// plainKey returns a key without what tells posts of one Message-ID apart.
func plainKey(key string) string {
	key, _, _ = strings.Cut(key, "#")
	return key
}

// proseField is an In-Reply-To that holds more than an id.
var proseField = regexp.MustCompile(`(?im)^in-reply-to:\s*[^<\s].*(\n[ \t].*)*<`)

// splitCounts says how many posts stand in a smaller thread than for notmuch, by what joins them there.
type splitCounts struct{ prose, references int }

// compareThreads demands that every thread is a part of one of notmuch's, and that at most 5 % of the posts stand in a
// smaller one, and counts these: all but those of the largest part.
func compareThreads(t *testing.T, box, peer *threadedBox) (c splitCounts) {
	t.Helper()
	ours := map[int]map[int]int{} // posts of our threads, by notmuch's
	prose := map[int]bool{}
	for i, p := range box.posts {
		theirs := peer.threads[i]
		if ours[theirs] == nil {
			ours[theirs] = map[int]int{}
		}
		ours[theirs][box.threads[i]]++
		header, _, _ := bytes.Cut(p.Raw, []byte("\n\n"))
		prose[theirs] = prose[theirs] || proseField.Match(header)
		if root := box.threads[i]; peer.threads[root] != theirs {
			t.Errorf("%s is in the thread of %s, for notmuch it is not", p.Key, box.posts[root].Key)
		}
	}
	for theirs, parts := range ours {
		all, largest := 0, 0
		for _, n := range parts {
			all, largest = all+n, max(largest, n)
		}
		if prose[theirs] {
			c.prose += all - largest
		} else {
			c.references += all - largest
		}
	}
	if 20*(c.prose+c.references) > len(box.posts) {
		t.Errorf("%d of %d posts stand in smaller threads than for notmuch, want at most 5 %%", c.prose+c.references, len(box.posts))
	}
	return c
}

// TestThreadsHazards reads ids that lie and a chain of 5,000 answers, newest first, and has notmuch agree.
func TestThreadsHazards(t *testing.T) {
	dir := testkit.BoxHazards(t)
	var want struct {
		Threads struct{ Threads [][]string } `json:"threads.mbox"`
	}
	data, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	box := readThreads(t, filepath.Join(dir, "threads.mbox"))
	if diff := gocmp.Diff(want.Threads.Threads, box.names()); diff != "" {
		t.Errorf("threads.mbox (-want +got):\n%s", diff)
	}
	deep := readThreads(t, filepath.Join(dir, "deep.mbox"))
	if n := len(deep.names()); n != 1 || len(deep.posts) != 5000 {
		t.Errorf("deep.mbox: %d posts in %d threads, want 5000 in 1", len(deep.posts), n)
	}
	testkit.NeedCommand(t, "notmuch", "notmuch")
	peer := askNotmuch(t, box.posts).tree(t)
	// of two mails that answer each other notmuch makes one the answer, recap leaves that to the reader
	if diff := gocmp.Diff(box.threads, peer.threads); diff != "" {
		t.Errorf("threads.mbox: threads (-recap +notmuch):\n%s", diff)
	}
	if out := askNotmuch(t, deep.posts).run(t, "count", "--output=threads", "*"); string(out) != "1\n" {
		t.Errorf("notmuch count says that deep.mbox holds %s threads, want 1", out)
	}
}

// A threadedBox is mail with what answers what. Posts are named by their place in order of time.
type threadedBox struct {
	posts   []store.Post
	parents []int // the nearest ancestor that is there, -1 if none
	threads []int // the first post of the thread
}

// readThreads reads mailboxes into a store, as every run does.
func readThreads(t *testing.T, path string) *threadedBox {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	env := source.Env{Now: time.Now, Known: func(ctx context.Context, copies []store.Copy) ([]bool,
		error) {
		return db.Known(ctx, "list", copies)
	}}
	src, err := source.Open(&Config{Path: path}, "list", env)
	if err != nil {
		t.Fatal(err)
	}
	raw := map[store.Sum][]byte{}
	if _, err := source.Pull(t.Context(), db, "list", src, false, func(page source.Page, _ source.Result) {
		for _, p := range page.Posts {
			raw[p.Sum] = p.Raw
		}
	}); err != nil {
		t.Fatalf("Pull(%s) = %v", path, err)
	}
	box := &threadedBox{}
	places, first := map[string]int{}, map[int64]int{}
	for p, err := range db.All(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if p.Raw = raw[p.Sum]; p.Raw == nil {
			continue // its writer asked not to be archived
		}
		i := len(box.posts)
		places[p.Key] = i
		if _, ok := first[p.Thread]; !ok {
			first[p.Thread] = i
		}
		box.posts, box.threads = append(box.posts, p), append(box.threads, first[p.Thread])
	}
	for _, p := range box.posts {
		parent := -1
		for _, key := range slices.Backward(p.InReplyTo) {
			if at, ok := places[key]; ok {
				parent = at
				break
			}
		}
		box.parents = append(box.parents, parent)
	}
	return box
}

// names returns the local parts of the keys of each thread, threads in order of time and the posts of one by name.
func (box *threadedBox) names() [][]string {
	var threads [][]string
	places := map[int]int{}
	for i, p := range box.posts {
		at, ok := places[box.threads[i]]
		if !ok {
			at = len(threads)
			places[box.threads[i]] = at
			threads = append(threads, nil)
		}
		local, _, _ := strings.Cut(p.Key, "@")
		threads[at] = append(threads[at], local)
	}
	for _, thread := range threads {
		slices.Sort(thread)
	}
	return threads
}

// A notmuchPeer is an index of posts, each in a file with its place as name.
type notmuchPeer struct {
	dir   string
	posts int
}

// askNotmuch indexes the mail of posts.
func askNotmuch(t *testing.T, posts []store.Post) *notmuchPeer {
	t.Helper()
	n := &notmuchPeer{dir: t.TempDir(), posts: len(posts)}
	for _, sub := range []string{"mail", "index"} {
		if err := os.Mkdir(filepath.Join(n.dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for i, p := range posts {
		if err := os.WriteFile(filepath.Join(n.dir, "mail", fmt.Sprint(i)), p.Raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	config := fmt.Sprintf("[database]\npath=%s/index\nmail_root=%[1]s/mail\n[user]\nname=ann\nprimary_email=ann@example.org\n[search]\nexclude_tags=\n", n.dir)
	if err := os.WriteFile(filepath.Join(n.dir, "config"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	n.run(t, "new", "--quiet", "--no-hooks")
	return n
}

// run runs notmuch and returns its output.
func (n *notmuchPeer) run(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "notmuch", args...)
	cmd.Env = append(os.Environ(), "NOTMUCH_CONFIG="+filepath.Join(n.dir, "config"), "HOME="+n.dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("notmuch %q = %v\n%s", args, err, &errs)
	}
	return out
}

// A notmuchNode is a message and its answers, of which each is a node, as notmuch show prints them: an array of the
// two.
type notmuchNode struct {
	json   json.RawMessage
	parent int
}

// tree returns the threads that notmuch shows.
func (n *notmuchPeer) tree(t *testing.T) *threadedBox {
	t.Helper()
	box := &threadedBox{parents: make([]int, n.posts), threads: make([]int, n.posts)}
	var threads [][]json.RawMessage
	if err := json.Unmarshal(n.run(t, "show", "--format=json", "--body=false", "--entire-thread=true", "*"), &threads); err != nil {
		t.Fatalf("notmuch show: %v", err)
	}
	for _, thread := range threads {
		var stack []notmuchNode
		for _, m := range thread {
			stack = append(stack, notmuchNode{m, -1})
		}
		var members []int
		for len(stack) > 0 {
			node := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			var message struct{ Filename []string }
			var answers []json.RawMessage
			if err := json.Unmarshal(node.json, &[]any{&message, &answers}); err != nil {
				t.Fatalf("notmuch show: %v", err)
			}
			at := node.parent
			for _, name := range message.Filename {
				if _, err := fmt.Sscan(filepath.Base(name), &at); err != nil {
					t.Fatalf("notmuch show: file %s: %v", name, err)
				}
				box.parents[at] = node.parent
				members = append(members, at)
			}
			for _, a := range answers {
				stack = append(stack, notmuchNode{a, at})
			}
		}
		for _, i := range members {
			box.threads[i] = slices.Min(members)
		}
	}
	return box
}
