package pipermail

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/internal/testkit"
	"recap/ingest/mbox"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// TestPipermailCorpus reads a real archive as a static server shows it and compares with the files read as mailboxes,
// which is another way to the same posts.
func TestPipermailCorpus(t *testing.T) {
	dir := testkit.Corpus(t, "twisted", "pipermail", "twisted-web")
	var asked []string
	files := http.FileServer(http.Dir(filepath.Dir(dir)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		files.ServeHTTP(w, r)
	}))
	defer server.Close()

	mbox := testkit.NewPeerReader(t, "mbox", &mbox.Config{Path: filepath.Join(dir, "*.txt.gz"), List: "web@lists.example.org"})
	if _, err := mbox.Pull(t.Context(), mbox.Db, false); err != nil {
		t.Fatal(err)
	}
	r := testkit.NewPeerReader(t, "web", &Config{URL: server.URL + "/twisted-web/", List: "web@lists.example.org"})
	res, err := r.Pull(t.Context(), r.Db, false)
	if err != nil || res.Gap != "" || len(res.Skipped) > 0 {
		t.Fatalf("Pull() = %+v, %v, want all of it", res, err)
	}
	if diff := gocmp.Diff(mbox.Posts(t), r.Posts(t)); diff != "" {
		t.Errorf("pipermail has other posts than mbox (-mbox +pipermail):\n%s", diff)
	}
	all, numbered := 0, 0
	for p, err := range r.Db.All(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		all++
		if !strings.HasPrefix(p.URL, server.URL+"/twisted-web/") {
			t.Errorf("post %s: URL = %q, want one of the archive", p.Key, p.URL)
		}
		if !strings.HasSuffix(p.URL, "/thread.html") {
			numbered++
		}
	}
	t.Logf("%d posts, %d with a permalink of their own", all, numbered)
	if numbered*100 < all*95 {
		t.Errorf("%d of %d posts have a permalink of their own, want 95 %%", numbered, all)
	}
	asked = nil
	if res := r.Want(t, "second run", 0); res.Added.Changed != 0 || res.Gap != "" {
		t.Errorf("second Pull() = %+v, want nothing changed and no gap", res)
	}
	if len(asked) != 1+freshVolumes {
		t.Errorf("second Pull() asked for %q, want the index and %d volumes", asked, freshVolumes)
	}
	if diff := gocmp.Diff(r.Posts(t), r.Interrupted(t)); diff != "" {
		t.Errorf("runs that were killed store other posts (-want +got):\n%s", diff)
	}
}

// TestPipermailHazards reads a volume with what breaks readers of Pipermail's text, lets it grow, and is killed on its
// way.
func TestPipermailHazards(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testkit.BoxHazards(t), "mbox", "pipermail.txt"))
	if err != nil {
		t.Fatal(err)
	}
	f := newFakePipermail(t)
	f.put("/dev/2026-October.txt", letters(201, 700))
	f.put("/dev/2026-November.txt", string(text))
	f.index("2026-November.txt", "2026-October.txt")
	box := sourcetest.NewSink()
	if _, err := testkit.PullWith(t, box, &mbox.Config{Path: filepath.Join(testkit.WriteTemp(t, "2026-November.txt",
		string(text)), "2026-November.txt")}, func(source.Source) {}); err != nil {
		t.Fatal(err)
	}
	r := testkit.NewPeerReader(t, "dev", &Config{URL: f.URL + "/dev/"})
	r.Want(t, "first run", 500+len(box.Posts))
	if diff := gocmp.Diff(r.Posts(t), r.Interrupted(t)); diff != "" {
		t.Errorf("runs that were killed store other posts (-want +got):\n%s", diff)
	}
	r.Want(t, "second run", 0)
	f.put("/dev/2026-November.txt", string(text)+testkit.TenMore())
	r.Want(t, "ten more", 10)
	r.Want(t, "and again", 0)
}
