package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// killedDir is the variable that tells a child of the tests where its store lies.
const killedDir = "RECAP_TEST_KILLED"

const crashPage = 20

// Child is to be called by the TestMain of an engine, before its tests. It reports whether the process is a child of
// the tests, which has done what it is there for, if nobody has killed it.
func Child(e Engine) (child bool, err error) {
	dir := os.Getenv(killedDir)
	if dir == "" {
		return false, nil
	}
	return true, readToEnd(context.Background(), e, dir)
}

// crashPosts are messages as a source delivers them: late, with copies, with several that share a key.
func crashPosts() []store.Post {
	posts := make([]store.Post, 300)
	for i := range posts {
		posts[i] = with(Mail(i, i/10*10), func(p *store.Post) { p.Text = strings.Repeat(p.Text+" ", 1+i%9) })
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for i := range 100 {
		p := posts[rng.IntN(300)]
		switch i % 3 {
		case 1:
			p = with(p, func(p *store.Post) { p.Text += " with a footer" })
		case 2:
			p = with(p, func(p *store.Post) { p.Author = store.Author{Name: fmt.Sprint("Other Person", i)} })
		}
		posts = append(posts, p)
	}
	rng.Shuffle(len(posts), func(i, j int) { posts[i], posts[j] = posts[j], posts[i] })
	return posts
}

// readToEnd continues where the store in dir says that the last process came to.
func readToEnd(ctx context.Context, e Engine, dir string) error {
	db, err := e.Open(ctx, dir, func() time.Time { return Noon().AddDate(10, 0, 0) })
	if err != nil {
		return err
	}
	posts := crashPosts()
	var done int
	cur, err := db.Cursor(ctx, "list")
	if err != nil {
		return err
	}
	if cur != nil {
		if err := json.Unmarshal(cur, &done); err != nil {
			return err
		}
	}
	for ; done < len(posts); done += crashPage {
		page := posts[done:min(done+crashPage, len(posts))]
		if _, err := db.Commit(ctx, "list", page, fmt.Append(nil, done+crashPage)); err != nil {
			return err
		}
	}
	return db.Close()
}

func testKill(t *testing.T, e Engine) {
	clean := t.TempDir()
	start := time.Now()
	if err := readToEnd(t.Context(), e, clean); err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	stored := func(dir string) []store.Post {
		db, err := e.Open(t.Context(), dir, clock)
		if err != nil {
			t.Fatalf("Open() = %v", err)
		}
		defer db.Close()
		if err := db.Check(t.Context()); err != nil {
			t.Errorf("Check() = %v", err)
		}
		posts := content(t, db)
		if states, err := db.Sources(t.Context()); err != nil || states[0].Posts != len(posts) {
			t.Errorf("Sources() = %+v, %v, want %d posts", states, err, len(posts))
		}
		return posts
	}
	want := stored(clean)

	killed := t.TempDir()
	rng := rand.New(rand.NewPCG(7, 8))
	child := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killedDir+"="+killed, "TMPDIR="+t.TempDir())
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	kills := 0
	for range 6 {
		cmd := child()
		time.Sleep(time.Duration(rng.Int64N(int64(took / 3))))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if cmd.Wait() != nil {
			kills++
		}
	}
	if err := child().Wait(); err != nil {
		t.Fatalf("the process after the kills: %v", err)
	}
	if diff := cmp.Diff(want, stored(killed)); diff != "" {
		t.Errorf("after %d kills the store differs:\n%s", kills, diff)
	}
	if kills == 0 {
		t.Error("no process was killed at work")
	}
}
