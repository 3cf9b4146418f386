package maildir

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/box"
	"recap/ingest/internal/testkit"
	"recap/ingest/internal/testmail"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

func TestMaildirContract(t *testing.T) {
	sourcetest.Test(t, sourcetest.Contract{Name: "maildir/dev", Source: "dev", Faults: sourcetest.Faults{NoFiles: true},
		Kind: func(string) source.Kind {
			return &Config{
				Path: "testdata/dev", List: "dev@lists.example.org", Archive: "https://archive.example.org/{message_id}",
			}
		}})
}

// makeMaildir returns a Maildir with letters in new, which are named by their number.
func makeMaildir(t *testing.T, letters ...int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "Maildir")
	for _, sub := range []string{"new", "cur", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range letters {
		testkit.WriteBox(t, filepath.Join(dir, "new", mailName(n)), testmail.Letter(n, "text"))
	}
	return dir
}

// mailName is the base name of letter n.
func mailName(n int) string { return fmt.Sprintf("%d.M1P1.mx", 1_793_520_000+n) }

// maildirSourceOf opens a Maildir whose pages hold one message.
func maildirSourceOf(t *testing.T, sink *sourcetest.Sink, path string) source.Source {
	t.Helper()
	src, err := source.Open(&Config{Path: path}, "box", testkit.Env(sink))
	if err != nil {
		t.Fatal(err)
	}
	src.(*maildirSource).perPage = 1
	return src
}

// pullMaildir reads a Maildir once and returns the keys that are stored then, without their domain.
func pullMaildir(t *testing.T, sink *sourcetest.Sink, path string) (string, source.Result, error) {
	t.Helper()
	res, err := source.Pull(t.Context(), sink, "box", maildirSourceOf(t, sink, path), false, nil)
	return strings.ReplaceAll(strings.Join(testkit.KeysOf(sink), " "), "@example.org", ""), res, err
}

func TestMaildirMoves(t *testing.T) {
	dir := makeMaildir(t, 1, 2, 3, 4)
	in := func(sub, name string) string { return filepath.Join(dir, sub, name) }
	move := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	// while the first page is committed, a mail program opens the folder: one mail moves, one is deleted, one comes in
	sink := sourcetest.NewSink()
	src := maildirSourceOf(t, sink, dir)
	page, err := src.Fetch(t.Context(), nil)
	if err != nil || len(page.Posts) != 1 || !page.More {
		t.Fatalf("Fetch() = %+v, %v, want one post and more", page, err)
	}
	move(in("new", mailName(2)), in("cur", mailName(2)+":2,S"))
	if err := os.Remove(in("new", mailName(3))); err != nil {
		t.Fatal(err)
	}
	testkit.WriteBox(t, in("new", mailName(0)), testmail.Letter(0, "text"))
	var got []string
	for cur := page.Next; page.More; cur = page.Next {
		if page, err = src.Fetch(t.Context(), cur); err != nil {
			t.Fatalf("Fetch() = %v", err)
		}
		for _, p := range page.Posts {
			got = append(got, p.Key)
		}
	}
	if want := []string{"l2@example.org", "l4@example.org"}; !slices.Equal(got, want) || len(page.Skipped) != 0 {
		t.Errorf("following pages hold %q, skipped %v, want %q", got, page.Skipped, want)
	}
	sink.At = page.Next
	// the next run takes what came in, and is not confused by flags
	move(in("cur", mailName(2)+":2,S"), in("cur", mailName(2)+":2,RS"))
	move(in("new", mailName(4)), in("cur", mailName(4)+"!2,"))
	if keys, res, err := pullMaildir(t, sink, dir); keys != "l0" || res.Known != 0 || err != nil {
		t.Errorf("Pull() stored %q, %+v, %v, want l0 and nothing read twice", keys, res, err)
	}
}

func TestMaildirHolds(t *testing.T) {
	dir := makeMaildir(t, 1)
	outside := filepath.Join(t.TempDir(), "secret")
	testkit.WriteBox(t, outside, testmail.Letter(9, "not a mail of this folder"))
	testkit.WriteBox(t, filepath.Join(dir, "tmp", mailName(5)), testmail.Letter(5, "half"))
	testkit.WriteBox(t, filepath.Join(dir, "cur", mailName(6)+":2,"), "")
	testkit.WriteBox(t, filepath.Join(dir, "dovecot-uidlist"), "3 V1 N2")
	if err := os.Symlink(outside, filepath.Join(dir, "cur", mailName(7)+":2,S")); err != nil {
		t.Fatal(err)
	}
	for _, sub := range []string{"cur/folder", ".other/cur", ".other/new"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	testkit.WriteBox(t, filepath.Join(dir, ".other", "new", mailName(8)), testmail.Letter(8, "of another folder"))
	if err := exec.Command("mkfifo", filepath.Join(dir, "cur", "fifo")).Run(); err != nil {
		t.Logf("mkfifo: %v; read without one", err)
	}
	large := filepath.Join(dir, "new", mailName(10))
	testkit.WriteBox(t, large, testmail.Letter(10, "large"))
	if err := os.Truncate(large, box.MaxMessage+1); err != nil {
		t.Fatal(err)
	}
	sink := sourcetest.NewSink()
	keys, res, err := pullMaildir(t, sink, dir)
	if keys != "l1" || err != nil {
		t.Errorf("Pull() stored %q, %v, want l1", keys, err)
	}
	testkit.CheckSkipped(t, res, "the message is empty", "a symbolic link", "larger than 32 MiB")
	// only what may be repaired is tried again
	_, res, err = pullMaildir(t, sink, dir)
	if err != nil || res.Known != 0 {
		t.Errorf("second Pull() = %+v, %v, want nothing read", res, err)
	}
	testkit.CheckSkipped(t, res, "a symbolic link")
	if keys, _, err := pullMaildir(t, sink, filepath.Join(dir, ".oth*")); keys != "l1 l8" || err != nil {
		t.Errorf("Pull(pattern) stored %q, %v, want l1 l8", keys, err)
	}
}

func TestMaildirFaults(t *testing.T) {
	parent := t.TempDir()
	for _, sub := range []string{"good/new", "good/cur", "bad/cur", "none"} {
		if err := os.MkdirAll(filepath.Join(parent, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	testkit.WriteBox(t, filepath.Join(parent, "good", "new", mailName(1)), testmail.Letter(1, "text"))
	testkit.WriteBox(t, filepath.Join(parent, "bad", "cur", mailName(2)), testmail.Letter(2, "text"))
	for _, test := range []struct{ path, want string }{
		{"missing", "no such file"},
		{"none", "neither new nor cur"},
		{"x*", "no Maildir matches"},
		{"good/new/" + mailName(1), "not a directory"},
	} {
		if _, _, err := pullMaildir(t, sourcetest.NewSink(), filepath.Join(parent, test.path)); err == nil ||
			!strings.Contains(err.Error(), test.want) {
			t.Errorf("Pull(%s) = %v, want an error with %q", test.path, err, test.want)
		}
	}
	for _, cfg := range []Config{{}, {Path: "https://example.org/"}, {Path: "x", Archive: "https://x.example.org/"},
		{Path: "x", List: "a b"}} {
		if _, err := source.Open(&cfg, "box", source.Env{}); err == nil {
			t.Errorf("Open(%+v) = nil, want an error", cfg)
		}
	}
	sink := sourcetest.NewSink()
	pattern := filepath.Join(parent, "*d")
	if keys, res, err := pullMaildir(t, sink, pattern); keys != "l1 l2" || err != nil || res.Gap != "" {
		t.Fatalf("Pull() stored %q, %+v, %v, want l1 l2 and no gap", keys, res, err)
	}
	// a folder that cannot be listed is a gap, and what was read of it stays known
	testkit.WriteBox(t, filepath.Join(parent, "bad", "new"), "no folder")
	testkit.WriteBox(t, filepath.Join(parent, "good", "new", mailName(3)), testmail.Letter(3, "text"))
	if keys, res, err := pullMaildir(t, sink, pattern); keys != "l1 l2 l3" || err != nil || !strings.Contains(res.Gap, "1 of 2 folders") {
		t.Errorf("Pull() stored %q, %+v, %v, want l3 and a gap", keys, res, err)
	}
	if err := os.Remove(filepath.Join(parent, "bad", "new")); err != nil {
		t.Fatal(err)
	}
	if _, res, err := pullMaildir(t, sink, pattern); err != nil || res.Known != 0 || res.Gap != "" || res.Added != (store.Added{}) {
		t.Errorf("Pull() = %+v, %v, want nothing read twice", res, err)
	}
}

// TestMaildirWritesNothing reads folders that nobody may write to and compares everything about their files.
func TestMaildirWritesNothing(t *testing.T) {
	dir := makeMaildir(t, 1, 2, 3)
	for _, sub := range []string{"new", "cur", "tmp", "."} {
		if err := os.Chmod(filepath.Join(dir, sub), 0o500); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, sub := range []string{".", "new", "cur", "tmp"} {
			os.Chmod(filepath.Join(dir, sub), 0o700)
		}
	})
	before := listTree(t, dir)
	if keys, res, err := pullMaildir(t, sourcetest.NewSink(), dir); keys != "l1 l2 l3" || err != nil || len(res.Skipped) > 0 {
		t.Errorf("Pull() stored %q, %+v, %v, want l1 l2 l3", keys, res, err)
	}
	if diff := gocmp.Diff(before, listTree(t, dir)); diff != "" {
		t.Errorf("Pull() changed the folder (-before +after):\n%s", diff)
	}
}

// listTree returns name, mode, size and time of all files below dir.
func listTree(t *testing.T, dir string) []string {
	t.Helper()
	var rows []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rows = append(rows, fmt.Sprint(path, info.Mode(), info.Size(), info.ModTime()))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestMaildirHazards reads the Maildir of hazards.py into a real store, which must then hold the posts of the mbox with
// the same mail.
func TestMaildirHazards(t *testing.T) {
	dir := testkit.BoxHazards(t)
	r := testkit.NewPeerReader(t, "dev", &Config{Path: filepath.Join(dir, "maildir")})
	r.Tune = func(s source.Source) { s.(*maildirSource).perPage = 20 }
	r.Want(t, "first run", 112)
	if diff := gocmp.Diff(r.Posts(t), r.Interrupted(t)); diff != "" {
		t.Errorf("runs that were killed store other posts (-want +got):\n%s", diff)
	}
	if res := r.Want(t, "second run", 0); res.Known != 0 || res.Added != (store.Added{}) {
		t.Errorf("second Pull() = %+v, want nothing read", res)
	}
	fresh, err := r.Pull(t.Context(), r.Db, true)
	if err != nil || fresh.Known != 112 || fresh.Added.New != 0 {
		t.Errorf("Pull(reread) = %+v, %v, want 112 known", fresh, err)
	}
}

// TestMaildirDovecot reads the Maildir of a real Dovecot while it delivers and renumbers.
func TestMaildirDovecot(t *testing.T) {
	dir := t.TempDir()
	for d := dir; d != filepath.Dir(d); d = filepath.Dir(d) {
		if info, err := os.Stat(d); err == nil && info.Mode()&0o001 == 0 {
			if err := os.Chmod(d, info.Mode()|0o011); err != nil { // Dovecot runs as nobody
				t.Skipf("chmod: %v", err)
			}
		}
	}
	p := testkit.StartPeer(t, "dovecot.sh", "/usr/sbin/dovecot", "dovecot-imapd", dir, "DOVECOT_PORT")
	r := testkit.NewPeerReader(t, "dev", &Config{Path: filepath.Join(dir, "mail", "Maildir")})
	r.Want(t, "first run", 112)
	r.Want(t, "second run", 0)
	more := t.TempDir()
	var files []string
	for n := range 10 {
		files = append(files, filepath.Join(more, fmt.Sprintf("%d.eml", n)))
		testkit.WriteBox(t, files[n], testmail.Letter(n, "late news"))
	}
	p.Run(t, "add", files...)
	r.Want(t, "ten more", 10)
	p.Run(t, "renumber")
	if res := r.Want(t, "after new UIDs", 0); res.Known != 0 {
		t.Errorf("Pull() = %+v, want nothing read", res)
	}
}
