//go:build unix

package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"recap/store"
)

func modes(t *testing.T, dir string) map[string]fs.FileMode {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]fs.FileMode{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		found[e.Name()] = info.Mode().Perm()
	}
	return found
}

func TestNewDatabaseIsPrivate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "recap.db")
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, db, "list", mail(1))
	found := modes(t, dir)
	for _, name := range []string{"recap.db", "recap.db-wal", "recap.db-shm"} {
		if mode, ok := found[name]; !ok || mode != 0o600 {
			t.Errorf("%s has the mode %o (there: %t), want 600", name, mode, ok)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if db, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	commit(t, db, "list", mail(2))
	for name, mode := range modes(t, dir) {
		if mode != 0o640 {
			t.Errorf("%s has the mode %o, want 640 as its administrator set it", name, mode)
		}
	}
}

// TestReaderProcess is no test: it reads the database that RECAP_TEST_READ names, for the one below.
func TestReaderProcess(t *testing.T) {
	path := os.Getenv("RECAP_TEST_READ")
	if path == "" {
		t.Skip("is run by TestWhoMayOnlyRead")
	}
	if f, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
		f.Close()
		t.Fatal("the file can be written")
	}
	db, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	posts, err := collect(db.All(t.Context(), store.Filter{}))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w, err := OpenLocked(t.Context(), path); !errors.Is(err, store.ErrDenied) {
		t.Errorf("OpenLocked() by who may only read = %v, %v, want ErrDenied", w, err)
	}
	t.Logf("read %d posts", len(posts))
}

func TestWhoMayOnlyRead(t *testing.T) {
	dir, err := os.MkdirTemp("", "recap-readers-") // below a folder that others may enter
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	test := filepath.Join(dir, "store.test")
	if data, err := os.ReadFile(os.Args[0]); err != nil || os.WriteFile(test, data, 0o755) != nil {
		t.Skip("the test cannot be run by another user")
	}
	path := filepath.Join(dir, "recap.db")
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { db.Close() }()
	commit(t, db, "list", mail(1))
	read := func(state, want string) {
		t.Helper()
		for name := range modes(t, dir) {
			if strings.HasPrefix(name, "recap.db") {
				os.Chmod(filepath.Join(dir, name), 0o444)
			}
		}
		before := modes(t, dir)
		cmd := exec.Command(test, "-test.run", "TestReaderProcess", "-test.v")
		cmd.Env = append(os.Environ(), "RECAP_TEST_READ="+path, "GOCOVERDIR="+dir)
		cmd.Dir = dir
		if os.Geteuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v, want %q:\n%s", state, err, want, out)
		}
		if after := modes(t, dir); len(after) != len(before) {
			t.Errorf("%s: reading left %v, before there was %v", state, after, before)
		}
	}
	for folder, mode := range map[string]fs.FileMode{"in a folder of everybody": 0o777, "in a folder of its owner": 0o755} {
		if os.Geteuid() != 0 && mode == 0o755 {
			mode = 0o555
		}
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		read("while another writes, "+folder, "read 1 posts")
	}
	os.Chmod(dir, 0o755)
	os.Chmod(path, 0o644)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for folder, mode := range map[string]fs.FileMode{"in a folder of everybody": 0o777, "in a folder of its owner": 0o555} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		read("while nobody writes, "+folder, "read 1 posts")
	}
	os.Chmod(dir, 0o755)
}
