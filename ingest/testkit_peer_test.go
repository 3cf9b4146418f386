package ingest

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/source"
)

// testPeer reads a real server that holds 112 mails: once whole, once by runs that are killed, again, and when ten more have arrived. It returns the reader.
func testPeer(t *testing.T, name string, kind source.Kind, tune func(source.Source), posts int, more func()) *peerReader {
	t.Helper()
	r := newPeerReader(t, name, kind)
	r.tune = tune
	r.want(t, "first run", posts)
	if diff := gocmp.Diff(r.posts(t), r.interrupted(t)); diff != "" {
		t.Errorf("runs that were killed store other posts (-want +got):\n%s", diff)
	}
	if res := r.want(t, "second run", 0); res.Added.Changed != 0 || res.Gap != "" || res.Known != 0 {
		t.Errorf("second Pull() = %+v, want nothing read", res)
	}
	more()
	r.want(t, "ten more", 10)
	r.want(t, "and again", 0)
	if res, err := r.pull(t.Context(), r.db, true); err != nil || res.Added.New != 0 || res.Added.Changed != 0 {
		t.Errorf("Pull(reread) = %+v, %v, want nothing new", res, err)
	}
	return r
}
