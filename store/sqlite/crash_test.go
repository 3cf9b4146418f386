package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

const (
	crashFile     = "RECAP_TEST_CRASH_FILE"
	crashTogether = "RECAP_TEST_CRASH_TOGETHER"
	crashPage     = 20
)

func TestMain(m *testing.M) {
	for name, read := range map[string]func(context.Context, string) error{crashFile: readToEnd, crashTogether: readTogether} {
		if path := os.Getenv(name); path != "" {
			if err := read(context.Background(), path); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			return
		}
	}
	os.Exit(m.Run())
}

// crashPosts are messages as a source delivers them: late, with copies, with several that share a key.
func crashPosts() []store.Post {
	posts := make([]store.Post, 300)
	for i := range posts {
		posts[i] = with(mail(i, i/10*10), func(p *store.Post) { p.Text = strings.Repeat(p.Text+" ", 1+i%9) })
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

// readToEnd continues where the database at path says that the last process came to.
func readToEnd(ctx context.Context, path string) error {
	db, err := Open(ctx, path)
	if err != nil {
		return err
	}
	db.Now = func() time.Time { return noon.AddDate(10, 0, 0) }
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

func TestKill(t *testing.T) {
	clean := filepath.Join(t.TempDir(), "clean.db")
	start := time.Now()
	if err := readToEnd(t.Context(), clean); err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	stored := func(path string) []store.Post {
		db, err := Open(t.Context(), path)
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

	path := filepath.Join(t.TempDir(), "killed.db")
	rng := rand.New(rand.NewPCG(7, 8))
	child := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashFile+"="+path)
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
	if diff := cmp.Diff(want, stored(path)); diff != "" {
		t.Errorf("after %d kills the store differs:\n%s", kills, diff)
	}
	if kills == 0 {
		t.Error("no process was killed at work")
	}
}
