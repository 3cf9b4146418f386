package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"recap/store"
)

// together calls each of do at the same moment, in a goroutine of its own and while the database is being written, so
// that all wait in this order. It returns what they returned.
func together(t *testing.T, db *DB, do ...func() error) []error {
	t.Helper()
	errs := make([]error, len(do))
	var all sync.WaitGroup
	db.mu.Lock()
	for i, f := range do {
		all.Go(func() { errs[i] = f() })
		waiting := func() int {
			db.queue.mu.Lock()
			defer db.queue.mu.Unlock()
			return len(db.queue.waiting)
		}
		for end := time.Now().Add(time.Minute); waiting() <= i; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				db.mu.Unlock()
				t.Fatalf("%d writers wait, want %d", waiting(), i+1)
			}
		}
	}
	db.mu.Unlock()
	all.Wait()
	return errs
}

// pageOf is a page of a source of its own with this number.
func pageOf(db *DB, n int) func() error {
	return func() error {
		added, err := db.Commit(context.Background(), fmt.Sprint("feed", n), []store.Post{mail(2 * n), mail(2*n + 1)}, fmt.Append(nil, n))
		if err == nil && added.New != 2 {
			err = fmt.Errorf("Commit() = %+v, want 2 new", added)
		}
		return err
	}
}

// checkPages demands that of n pages those are stored, with their cursors, that keep wants, and nothing of the others.
func checkPages(t *testing.T, db *DB, n int, keep func(int) bool) {
	t.Helper()
	want, got := map[string]string{}, map[string]string{}
	for i := range n {
		if keep(i) {
			want[fmt.Sprint("feed", i)] = fmt.Sprint(i, " 2")
		}
	}
	states, err := db.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	posts := 0
	for _, s := range states {
		cur, err := db.Cursor(t.Context(), s.Name)
		if err != nil {
			t.Fatal(err)
		}
		got[s.Name] = fmt.Sprint(string(cur), " ", s.Posts)
		posts += s.Posts
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cursors and posts differ:\n%s", diff)
	}
	if stored := len(all(t, db)); stored != posts {
		t.Errorf("%d posts are stored, want %d", stored, posts)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

func TestWriteTogether(t *testing.T) {
	db := openTest(t)
	var shared []*transaction
	do := func() error {
		return db.writeTogether(t.Context(), 1, func(tx *transaction) error {
			shared = append(shared, tx)
			return nil
		})
	}
	if err := errors.Join(together(t, db, do, do, do)...); err != nil {
		t.Fatal(err)
	}
	if len(shared) != 3 || shared[0] != shared[1] || shared[1] != shared[2] {
		t.Errorf("three writers that waited had the transactions %p, want one", shared)
	}

	shared = nil
	large := func() error {
		return db.writeTogether(t.Context(), groupPosts, func(tx *transaction) error {
			shared = append(shared, tx)
			return nil
		})
	}
	if err := errors.Join(together(t, db, do, large, large)...); err != nil {
		t.Fatal(err)
	}
	if len(shared) != 3 || shared[0] != shared[1] || shared[1] == shared[2] {
		t.Errorf("writers of 1, %d and %d posts had the transactions %p, want the first two to share one", groupPosts, groupPosts, shared)
	}
}

func TestCommitTogether(t *testing.T) {
	db := openTest(t)
	const n = 12
	var pages []func() error
	for i := range n {
		pages = append(pages, pageOf(db, i))
	}
	if err := errors.Join(together(t, db, pages...)...); err != nil {
		t.Fatal(err)
	}
	checkPages(t, db, n, func(int) bool { return true })
}

// TestCommitTogetherAlone demands that each has its own result, whatever becomes of those with whom it waits.
func TestCommitTogetherAlone(t *testing.T) {
	db := openTest(t)
	const n, wrong, gone, late = 8, 2, 5, 7
	ended, end := context.WithCancel(t.Context())
	var pages []func() error
	for i := range n {
		pages = append(pages, pageOf(db, i))
	}
	pages[wrong] = func() error {
		_, err := db.Commit(t.Context(), "feed2", []store.Post{mail(4), {Text: "No key."}}, store.Cursor("2"))
		return err
	}
	pages[gone] = func() error {
		_, err := db.Commit(ended, "feed5", []store.Post{mail(10)}, store.Cursor("5"))
		return err
	}
	pages[late] = func() error {
		return db.writeTogether(t.Context(), 1, func(tx *transaction) error {
			if err := tx.exec("INSERT INTO source (name) VALUES ('late')"); err != nil {
				return err
			}
			return errors.New("too late")
		})
	}
	end()
	errs := together(t, db, pages...)
	for i, err := range errs {
		switch {
		case i == wrong && err != nil && strings.Contains(err.Error(), "has no key"):
		case i == gone && errors.Is(err, context.Canceled):
		case i == late && err != nil && err.Error() == "too late":
		case i != wrong && i != gone && i != late && err == nil:
		default:
			t.Errorf("writer %d got %v", i, err)
		}
	}
	checkPages(t, db, n, func(i int) bool { return i != wrong && i != gone && i != late })
}

// TestCommitTogetherTold demands that what a writer was told stands in the file at that moment: another process that
// opened it would see it.
func TestCommitTogetherTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recap.db")
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	const n = 16
	var pages []func() error
	for i := range n {
		page := pageOf(db, i)
		pages = append(pages, func() error {
			if err := page(); err != nil {
				return err
			}
			cur, err := other.Cursor(t.Context(), fmt.Sprint("feed", i))
			if string(cur) != fmt.Sprint(i) {
				err = errors.Join(err, fmt.Errorf("the cursor on disk is %q, want %d", cur, i))
			}
			return err
		})
	}
	for i, err := range together(t, db, pages...) {
		if err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
	}
}

// Sources that are read at the same time by a process that is killed.
const (
	togetherSources = 8
	togetherPages   = 40
)

// readTogether continues where the database at path says that the last process came to, in all sources at once, and
// prints the source and the cursor of each page that it was told is stored.
func readTogether(ctx context.Context, path string) error {
	db, err := Open(ctx, path)
	if err != nil {
		return err
	}
	var all errgroup.Group
	for i := range togetherSources {
		all.Go(func() error {
			source := fmt.Sprint("feed", i)
			cur, err := db.Cursor(ctx, source)
			if err != nil {
				return err
			}
			done, _ := strconv.Atoi(string(cur)) // 0 without a cursor
			for ; done < togetherPages; done++ {
				n := 2 * (i*togetherPages + done)
				if _, err := db.Commit(ctx, source, []store.Post{mail(n), mail(n + 1)}, fmt.Append(nil, done+1)); err != nil {
					return err
				}
				fmt.Println(source, done+1)
			}
			return nil
		})
	}
	return errors.Join(all.Wait(), db.Close())
}

// TestKillTogether demands that a page of which a source was told that it is stored is there after a kill, with its
// posts and its cursor.
func TestKillTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recap.db")
	kills := 0
	for _, killAt := range []int{15, 30, 60, -1} {
		told := map[string]int{}
		cmd := exec.Command(os.Args[0])
		cmd.Env, cmd.Stderr = append(os.Environ(), crashTogether+"="+path, "TMPDIR="+t.TempDir()), os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 1; lines.Scan(); n++ {
			source, page, _ := strings.Cut(lines.Text(), " ")
			if told[source], err = strconv.Atoi(page); err != nil {
				t.Fatal(err)
			}
			if n == killAt {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := cmd.Wait(); err != nil && killAt < 0 {
			t.Fatalf("the process after the kills: %v", err)
		} else if err != nil {
			kills++
		}
		checkTold(t, path, told, killAt < 0)
	}
	if kills == 0 {
		t.Error("no process was killed at work")
	}
}

// checkTold demands of the database at path that each source has come at least as far as it was told, that its posts
// are those up to its cursor and, if whole, that it has come to its end.
func checkTold(t *testing.T, path string, told map[string]int, whole bool) {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	states, err := db.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stored := 0
	for _, s := range states {
		cur, err := db.Cursor(t.Context(), s.Name)
		if err != nil {
			t.Fatal(err)
		}
		page, _ := strconv.Atoi(string(cur))
		if page < told[s.Name] || s.Posts != 2*page || whole && page != togetherPages {
			t.Errorf("%s has %d posts and the cursor %d, was told %d", s.Name, s.Posts, page, told[s.Name])
		}
		stored += s.Posts
	}
	if posts := len(all(t, db)); posts != stored || len(states) < len(told) {
		t.Errorf("%d posts of %d sources are stored, want %d of %d", posts, len(states), stored, len(told))
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// TestWriteTogetherPanic demands that nobody whose group was given up in a panic is told that anything was stored, and
// that the next ones can write.
func TestWriteTogetherPanic(t *testing.T) {
	db := openTest(t)
	var panics atomic.Int32
	caught := func(f func() error) func() error {
		return func() (err error) {
			defer func() {
				if p := recover(); p != nil {
					panics.Add(1)
					err = fmt.Errorf("panic: %v", p)
				}
			}()
			return f()
		}
	}
	bad := func() error {
		return db.writeTogether(t.Context(), 1, func(*transaction) error { panic("a bug") })
	}
	for i, err := range together(t, db, caught(pageOf(db, 0)), caught(bad), caught(pageOf(db, 1))) {
		if err == nil {
			t.Errorf("writer %d of a group that was given up = nil, want an error", i)
		}
	}
	if panics.Load() != 1 {
		t.Errorf("%d writers panicked, want the one that wrote for all", panics.Load())
	}
	if err := pageOf(db, 2)(); err != nil {
		t.Errorf("the writer after them = %v", err)
	}
	checkPages(t, db, 3, func(n int) bool { return n == 2 })
}

// TestWriteTogetherEnded demands that one whose context ended while it waited costs the others nothing.
func TestWriteTogetherEnded(t *testing.T) {
	db := openTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	calls := 0
	count := func() error {
		return db.writeTogether(t.Context(), 1, func(*transaction) error { calls++; return nil })
	}
	ended := func() error {
		return db.writeTogether(ctx, 1, func(*transaction) error { t.Error("a writer whose context ended was called"); return nil })
	}
	errs := together(t, db, count, ended, count)
	if errs[0] != nil || !errors.Is(errs[1], context.Canceled) || errs[2] != nil || calls != 2 {
		t.Errorf("writers = %v with %d calls, want the second cancelled and one call for each of the others", errs, calls)
	}
}
