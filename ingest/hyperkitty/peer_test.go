package hyperkitty

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/internal/testmail"
	"recap/store"
)

// needHyperKitty skips the test where HyperKitty is missing, and fails it where RECAP_REQUIRE_PEERS is 1.
func needHyperKitty(t *testing.T) {
	t.Helper()
	const packages = "HyperKitty is missing; install the Debian packages python3-django-hyperkitty and python3-whoosh"
	switch {
	case exec.Command("/usr/bin/python3", "-c", "import hyperkitty, whoosh").Run() == nil:
	case os.Getenv("RECAP_REQUIRE_PEERS") == "1":
		t.Fatal(packages)
	default:
		t.Skip(packages)
	}
}

// TestHyperKittyPeer reads a real HyperKitty.
func TestHyperKittyPeer(t *testing.T) {
	if os.Getenv("RECAP_PEERS") != "" {
		needHyperKitty(t)
	}
	p := testkit.StartPeer(t, "hyperkitty.sh", "python3", "python3-django-hyperkitty", t.TempDir(), "HK_PORT")
	base := "http://" + p.Addr("HK_PORT") + "/hyperkitty/"
	config := &Config{URL: base, List: "dev@lists.example.org"}
	r := testkit.NewPeerReader(t, "dev", config)
	// of 112 messages two have one id, of which HyperKitty keeps the first
	r.Want(t, "first run", 111)
	first := r.Posts(t)
	if diff := gocmp.Diff(first, r.Interrupted(t)); diff != "" {
		t.Errorf("runs that were killed store other posts (-want +got):\n%s", diff)
	}
	if res := r.Want(t, "second run", 0); res.Added.Changed != 0 || res.Added.Merged != 0 || res.Gap != "" {
		t.Errorf("second Pull() = %+v, want nothing changed and no gap", res)
	}
	for post, err := range r.Db.All(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(post.URL, base+"list/dev@lists.example.org/message/") {
			t.Errorf("post %s: URL = %q, want its page", post.Key, post.URL)
		} else if strings.HasPrefix(post.Key, "t0k") {
			if resp, err := r.Env().HTTP.Get(t.Context(), fetch.Request{URL: post.URL}); err != nil ||
				!strings.Contains(string(resp.Body), post.Title) {
				t.Errorf("post %s: its page %s does not show its title %q (%v)", post.Key, post.URL, post.Title, err)
			}
		}
	}
	if _, err := r.Pull(t.Context(), r.Db, true); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(first, r.Posts(t)); diff != "" {
		t.Errorf("reading again changed posts (-want +got):\n%s", diff)
	}
	more := filepath.Join(t.TempDir(), "more.mbox")
	testkit.WriteBox(t, more, testkit.TenMore())
	p.Run(t, "add", more)
	r.Want(t, "ten more", 10)
	r.Want(t, "and again", 0)

	// mail of old, imported: it stands nowhere near the top
	old := strings.NewReplacer("Nov 2026", "Mar 2019", "Nov  1 09:00:00 2026", "Mar  1 09:00:00 2019", "@example.org>",
		"@old.example.org>").Replace(testmail.Mbox(testmail.Letter(1, "old"), testmail.Letter(2, "older")))
	testkit.WriteBox(t, more, old)
	p.Run(t, "add", more)
	r.Want(t, "an import", 2)
	r.Want(t, "and again", 0)

	config.List = "nobody@lists.example.org"
	if _, err := r.Pull(t.Context(), r.Db, false); err == nil || !strings.Contains(err.Error(), "there is no list nobody@lists.example.org") {
		t.Errorf("Pull(unknown list) = %v, want an error that says so", err)
	}
}

// TestHyperKittyPeerClosed reads a site that has switched off its export.
func TestHyperKittyPeerClosed(t *testing.T) {
	if os.Getenv("RECAP_PEERS") != "" {
		needHyperKitty(t)
	}
	p := testkit.StartPeer(t, "hyperkitty.sh", "python3", "python3-django-hyperkitty", t.TempDir(), "HK_PORT", "HK_EXPORT=no")
	r := testkit.NewPeerReader(t, "dev", &Config{URL: "http://" + p.Addr("HK_PORT") + "/hyperkitty/list/dev@lists.example.org/"})
	if _, err := r.Pull(t.Context(), r.Db, false); err == nil || !strings.Contains(err.Error(), "switched off its mbox export") {
		t.Errorf("Pull() = %v, want an error that names the closed export", err)
	}
}
