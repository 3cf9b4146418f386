package testkit

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/internal/testmail"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
	"recap/store/sqlite"
)

// A peer is a real server that a script of RECAP_PEERS runs for one test.
type peer struct {
	script string
	dir    string
	env    []string
	ports  map[string]int // by the variable of the script that names it
}

// StartPeer starts a script of RECAP_PEERS in dir and stops it when the test ends. What of env has no value, such as
// PI_HTTP, names a port: a free one is taken, so that a server which outlived its test is in nobody's way. Without
// RECAP_PEERS the test is skipped, and also without the Debian package that brings command, unless RECAP_REQUIRE_PEERS
// is 1.
func StartPeer(t *testing.T, script, command, debian, dir string, env ...string) *peer {
	t.Helper()
	peers := os.Getenv("RECAP_PEERS")
	if peers == "" {
		t.Skip("RECAP_PEERS does not name the folder with " + script)
	}
	NeedCommand(t, command, debian)
	p := &peer{script: filepath.Join(peers, script), dir: dir, env: os.Environ(), ports: map[string]int{}}
	p.setEnv(t, env)
	t.Cleanup(func() { // also after a start that failed
		cmd := exec.Command(p.script, "stop", dir)
		cmd.Env = p.env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s stop: %v\n%s", script, err, out)
		}
	})
	p.Run(t, "start")
	return p
}

// setEnv adds env to the environment of the script. All ports stay taken until the last one is chosen, so that no two
// are the same.
func (p *peer) setEnv(t *testing.T, env []string) {
	t.Helper()
	for _, v := range env {
		if !strings.Contains(v, "=") {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			p.ports[v] = l.Addr().(*net.TCPAddr).Port
			v = fmt.Sprintf("%s=%d", v, p.ports[v])
		}
		p.env = append(p.env, v)
	}
}

// Port returns the port that a variable of the script names.
func (p *peer) Port(variable string) int { return p.ports[variable] }

// Addr returns the address, host:port, of the port that a variable of the script names.
func (p *peer) Addr(variable string) string { return fmt.Sprintf("127.0.0.1:%d", p.ports[variable]) }

// NeedCommand skips the test where the command of a Debian package is missing, and fails it where RECAP_REQUIRE_PEERS
// is 1.
func NeedCommand(t *testing.T, command, debian string) {
	t.Helper()
	if _, err := exec.LookPath(command); err == nil {
		return
	}
	if os.Getenv("RECAP_REQUIRE_PEERS") == "1" {
		t.Fatalf("%s is missing; install the Debian package %s", command, debian)
	}
	t.Skipf("%s is missing; install the Debian package %s", command, debian)
}

// Run runs the script with the operation, the peer's folder and args.
func (p *peer) Run(t *testing.T, op string, args ...string) {
	t.Helper()
	cmd := exec.Command(p.script, append([]string{op, p.dir}, args...)...)
	cmd.Env = p.env
	// not through a pipe, which a server that goes on running would keep open
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		out, _ := os.ReadFile(log.Name())
		t.Fatalf("%s %s: %v\n%s", filepath.Base(p.script), op, err, out)
	}
}

// A PeerReader reads one source into a real store, run by run, as cron does.
type PeerReader struct {
	Name string
	Kind source.Kind
	Db   store.DB
	Now  time.Time
	Tune func(source.Source) // changes a source before it is used, to make pages small; may be nil
}

// NewPeerReader returns a reader of the source of that name into an empty store.
func NewPeerReader(t *testing.T, name string, kind source.Kind) *PeerReader {
	t.Helper()
	return &PeerReader{Name: name, Kind: kind, Db: OpenPeerStore(t), Now: sourcetest.Now}
}

// OpenPeerStore returns an empty store.
func OpenPeerStore(t *testing.T) store.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Env returns the environment of one run.
func (r *PeerReader) Env() source.Env {
	now := func() time.Time { return r.Now }
	return source.Env{
		HTTP: fetch.New(fetch.Options{Version: "test", Timeout: 10 * time.Second, Backoff: time.Millisecond, Now: now}), Now: now,
		Known: func(ctx context.Context, copies []store.Copy) ([]bool, error) {
			return r.Db.Known(ctx, r.Name, copies)
		},
	}
}

// Pull runs once into sink.
func (r *PeerReader) Pull(ctx context.Context, sink store.Sink, fresh bool) (source.Result, error) {
	src, err := source.Open(r.Kind, r.Name, r.Env())
	if err != nil {
		return source.Result{}, err
	}
	if r.Tune != nil {
		r.Tune(src)
	}
	return source.Pull(ctx, sink, r.Name, src, fresh, nil)
}

// Want runs once and demands so many new posts.
func (r *PeerReader) Want(t *testing.T, what string, posts int) source.Result {
	t.Helper()
	res, err := r.Pull(t.Context(), r.Db, false)
	if err != nil || res.Added.New != posts || len(res.Skipped) > 0 {
		t.Fatalf("%s: Pull() = %+v, %v, want %d new posts and nothing skipped", what, res, err, posts)
	}
	return res
}

// Posts returns the rows of all stored posts that a second way to the same mail must not change.
func (r *PeerReader) Posts(t *testing.T) []string {
	t.Helper()
	return StoredPosts(t, r.Db)
}

// StoredPosts returns a line for each post of db, sorted.
func StoredPosts(t *testing.T, db store.DB) []string {
	t.Helper()
	var rows []string
	for p, err := range db.All(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, fmt.Sprintf("%s %q %s %q", p.Published.Format(time.RFC3339), p.Title, p.Key, p.Text))
	}
	return rows
}

// errKilled is the error of a killedSink.
var errKilled = errors.New("killed")

// A killedSink is a store whose program dies at its nth Commit, before or after the transaction.
type killedSink struct {
	store.DB
	left  int
	after bool
}

// Commit implements store.Sink.
func (k *killedSink) Commit(ctx context.Context, source string, posts []store.Post, next store.Cursor) (store.Added, error) {
	if k.left--; k.left > 0 {
		return k.DB.Commit(ctx, source, posts, next)
	}
	if k.after {
		if _, err := k.DB.Commit(ctx, source, posts, next); err != nil {
			return store.Added{}, err
		}
	}
	return store.Added{}, errKilled
}

// Interrupted reads into an empty store and kills every run at its second page, before or after the commit in turn,
// until a run ends. It returns the rows stored.
func (r *PeerReader) Interrupted(t *testing.T) []string {
	t.Helper()
	again := &PeerReader{Name: r.Name, Kind: r.Kind, Db: OpenPeerStore(t), Now: r.Now, Tune: r.Tune}
	for n := 0; ; n++ {
		_, err := again.Pull(t.Context(), &killedSink{DB: again.Db, left: 1 + n%2, after: n%3 > 0}, false)
		if err == nil {
			break
		}
		if !errors.Is(err, errKilled) || n > 200 {
			t.Fatalf("Pull() = %v after %d runs that were killed", err, n)
		}
	}
	again.Want(t, "after runs that were killed", 0)
	return again.Posts(t)
}

// TenMore is an mbox of ten mails that no list of hazards.py holds.
func TenMore() string {
	var letters []string
	for n := range 10 {
		letters = append(letters, strings.Replace(testmail.Letter(n, fmt.Sprintf("late news, part %d", n)),
			"1 Nov 2026 09:", "15 Nov 2026 09:", 1))
	}
	return testmail.Mbox(letters...)
}
