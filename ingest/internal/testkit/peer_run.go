package testkit

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/source"
)

// TestPeer reads a real server that holds 112 mails: once whole, once by runs that are killed, again, and when ten more
// have arrived. It returns the reader.
func TestPeer(t *testing.T, name string, kind source.Kind, tune func(source.Source), posts int, more func()) *PeerReader {
	t.Helper()
	r := NewPeerReader(t, name, kind)
	r.Tune = tune
	r.Want(t, "first run", posts)
	if diff := gocmp.Diff(r.Posts(t), r.Interrupted(t)); diff != "" {
		t.Errorf("runs that were killed store other posts (-want +got):\n%s", diff)
	}
	if res := r.Want(t, "second run", 0); res.Added.Changed != 0 || res.Gap != "" || res.Known != 0 {
		t.Errorf("second Pull() = %+v, want nothing read", res)
	}
	more()
	r.Want(t, "ten more", 10)
	r.Want(t, "and again", 0)
	if res, err := r.Pull(t.Context(), r.Db, true); err != nil || res.Added.New != 0 || res.Added.Changed != 0 {
		t.Errorf("Pull(reread) = %+v, %v, want nothing new", res, err)
	}
	return r
}
