package ingest

import (
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/imap"
	"recap/ingest/internal/testkit"
	"recap/ingest/maildir"
	"recap/ingest/mbox"
	"recap/ingest/nntp"
	"recap/ingest/publicinbox"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// TestSameList reads one list of 112 messages in five ways into one store, which must hold each post once.
func TestSameList(t *testing.T) {
	dir := t.TempDir()
	p := testkit.StartPeer(t, "publicinbox.sh", "public-inbox-netd", "public-inbox", dir, "PI_HTTP", "PI_NNTP", "PI_IMAP")
	in := func(name string) string { return filepath.Join(dir, "input", name) }
	db := testkit.OpenPeerStore(t)
	var want []string
	var names []string
	var order []store.SourceInfo
	for _, name := range []string{"mailbox", "folder", "web", "news", "mail"} {
		order = append(order, store.SourceInfo{Name: name})
	}
	if err := db.SetSources(t.Context(), order); err != nil { // the first one says when a mail without a date was sent
		t.Fatalf("SetSources() = %v", err)
	}
	for _, c := range []struct {
		name string
		kind source.Kind
	}{
		{"mailbox", &mbox.Config{Path: in("list.mbox")}},
		{"folder", &maildir.Config{Path: in("maildir")}},
		{"web", &publicinbox.Config{URL: "http://" + p.Addr("PI_HTTP") + "/dev/"}},
		{"news", &nntp.Config{Addr: p.Addr("PI_NNTP"), Group: "inbox.dev", TLS: "none"}},
		{"mail", &imap.Config{Host: "127.0.0.1", Port: p.Port("PI_IMAP"), TLS: "none", Mailbox: "inbox.dev.*"}},
	} {
		r := &testkit.PeerReader{Name: c.name, Kind: c.kind, Db: db, Now: sourcetest.Now}
		res, err := r.Pull(t.Context(), db, false)
		if err != nil {
			t.Errorf("%s: Pull() = %v", c.name, err)
			continue
		}
		names = append(names, c.name)
		if want == nil {
			want = testkit.StoredPosts(t, db)
		}
		if len(names) > 1 && res.Added.New != 0 {
			t.Errorf("%s: Pull() = %+v, want no post that the first source did not have", c.name, res)
		}
		if diff := gocmp.Diff(want, testkit.StoredPosts(t, db)); diff != "" {
			t.Errorf("%s changes what is stored (-before +after):\n%s", c.name, diff)
		}
	}
	if len(want) != 112 {
		t.Errorf("%d posts are stored, want 112", len(want))
	}
	slices.Sort(names)
	for p, err := range db.All(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if sources := slices.Sorted(slices.Values(p.Sources)); !slices.Equal(sources, names) {
			t.Errorf("post %s has the sources %q, want %q", p.Key, sources, names)
		}
	}
}
