package publicinbox

import (
	"path/filepath"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/internal/testkit"
	"recap/ingest/source"
)

// TestPublicInboxPeer reads a real public-inbox.
func TestPublicInboxPeer(t *testing.T) {
	p := testkit.StartPeer(t, "publicinbox.sh", "public-inbox-netd", "public-inbox", t.TempDir(), "PI_HTTP", "PI_NNTP", "PI_IMAP")
	r := testkit.NewPeerReader(t, "dev", &Config{URL: "http://" + p.Addr("PI_HTTP") + "/dev"})
	r.Tune = func(s source.Source) { s.(*publicInboxSource).perPage = 20 }
	// of 112 messages two have one id and other words, so that they are two posts
	r.Want(t, "first run", 112)
	first := r.Posts(t)
	if diff := gocmp.Diff(first, r.Interrupted(t)); diff != "" {
		t.Errorf("runs that were killed store other posts (-want +got):\n%s", diff)
	}
	if res := r.Want(t, "second run", 0); res.Added.Changed != 0 || res.Gap != "" {
		t.Errorf("second Pull() = %+v, want nothing changed and no gap", res)
	}
	more := filepath.Join(t.TempDir(), "more.mbox")
	testkit.WriteBox(t, more, testkit.TenMore())
	p.Run(t, "add", more)
	r.Want(t, "ten more", 10)
	r.Want(t, "and again", 0)
}
