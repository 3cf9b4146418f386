package deliver

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"recap/digest/deliver/output"
	"recap/store"
)

func TestOutputsFollowNoLink(t *testing.T) {
	for kind, tt := range targets(t.TempDir()) {
		e := sample(t)
		files, err := publish(t, tt.target, output.Input{Edition: e})
		if err != nil {
			t.Fatal(err)
		}
		precious := filepath.Join(t.TempDir(), "precious")
		if err := os.WriteFile(precious, []byte("keep me"), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			for _, planted := range []string{f.Path, filepath.Join(filepath.Dir(f.Path), "."+filepath.Base(f.Path)+".recap-tmp")} {
				os.Remove(planted)
				if err := os.Symlink(precious, planted); err != nil {
					t.Fatal(err)
				}
			}
		}
		_, err = publish(t, tt.target, output.Input{Edition: e, Revise: true})
		var noFile *output.NotFileError
		if !errors.As(err, &noFile) {
			t.Errorf("%s: Publish() over links = %v", kind, err)
		}
		if data, err := os.ReadFile(precious); err != nil || string(data) != "keep me" {
			t.Errorf("%s: Publish() wrote %.40q through a link (%v)", kind, data, err)
		}
	}
}

func TestFolderOfLinksLeadsNowhereElse(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "recaps")); err != nil {
		t.Fatal(err)
	}
	if _, err := publish(t, Target{Name: "data", JSON: &JSON{Dir: dir}}, output.Input{Edition: sample(t)}); err == nil {
		t.Error("Publish() below a planted folder succeeds")
	}
	if got := tree(t, outside); len(got) != 0 {
		t.Errorf("Publish() wrote outside its folder: %v", got)
	}
}

func TestPipeAsOutputIsRefusedAtOnce(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "index.html")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Skip(err)
	}
	files, err := publish(t, Target{Name: "pages", HTML: &HTML{Dir: dir}}, output.Input{Edition: sample(t)})
	if err == nil || !strings.Contains(err.Error(), "index.html is a named pipe") {
		t.Errorf("Publish() over a pipe = %v", err)
	}
	if len(files) != 1 {
		t.Errorf("Publish() wrote %v, want the other file", files)
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe became %v (%v)", info, err)
	}
}

func TestLeftoversOfKilledRunsAreRemoved(t *testing.T) {
	dir := t.TempDir()
	left := []string{".a.md.KILLED" + ".recap-tmp", ".b.md" + ".recap-tmp"}
	kept := []string{"c.md", ".d", "e" + ".recap-tmp"}
	for _, name := range append(left, kept...) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := publish(t, Target{Name: "pages", HTML: &HTML{Dir: dir}}, output.Input{Edition: sample(t)}); err != nil {
		t.Fatal(err)
	}
	for name, there := range tree(t, dir) {
		if slices.Contains(left, name) {
			t.Errorf("%s is there, with %q", name, there)
		}
	}
	for _, name := range kept {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestMovedOutputKnowsItsFiles(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	first, second := t.TempDir(), t.TempDir()
	if _, err := publish(t, Target{Name: "pages", HTML: &HTML{Dir: first}}, output.Input{Edition: e, Ledger: db}); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Deliveries(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if strings.Contains(r.Recipient, first) {
			t.Errorf("the ledger names %s", r.Recipient)
		}
	}
	if err := os.CopyFS(second, os.DirFS(first)); err != nil {
		t.Fatal(err)
	}
	e.Revision, e.Title = 2, "A better title"
	save(t, db, e)
	if _, err := publish(t, Target{Name: "pages", HTML: &HTML{Dir: second}}, output.Input{Edition: e, Ledger: db}); err != nil {
		t.Errorf("Publish() in another folder = %v", err)
	}
}

func TestWholePathsOfOlderLedgersAreKnown(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	dir := t.TempDir()
	target := Target{Name: "pages", HTML: &HTML{Dir: dir}}
	files, err := publish(t, target, output.Input{Edition: e})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.RecordDelivery(t.Context(), store.Delivery{Edition: e.ID, Revision: e.Revision, Output: "pages",
			Recipient: f.Path, State: "delivered", Sum: fmt.Sprintf("%x", sha256.Sum256(data))}); err != nil {
			t.Fatal(err)
		}
	}
	e.Revision, e.Title = 2, "A better title"
	save(t, db, e)
	if _, err := publish(t, target, output.Input{Edition: e, Ledger: db}); err != nil {
		t.Errorf("Publish() = %v", err)
	}
}
