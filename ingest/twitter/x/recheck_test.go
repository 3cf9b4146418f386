package x

import (
	"encoding/json"
	"testing"
	"time"

	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/ingest/twitter/api"
	"recap/store"
)

// TestTwitterXRecheckRenamed asks after posts of an account that was renamed, and of one that the answer lacks: neither
// becomes another post.
func TestTwitterXRecheckRenamed(t *testing.T) {
	var a xAnswer
	if err := json.Unmarshal([]byte(`{"data":[{"id":"1700000000000000001","author_id":"7","text":"One #recap","created_at":"2026-11-10T08:00:00Z"},
		{"id":"1700000000000000002","author_id":"8","text":"Two #recap","created_at":"2026-11-10T08:00:00Z"}],
		"includes":{"users":[{"id":"7","name":"Ann Lee","username":"ann_new"}]},"meta":{}}`), &a); err != nil {
		t.Fatal(err)
	}
	refs := []store.Ref{{Key: "https://twitter.com/ann_old/status/1700000000000000001", Native: "1700000000000000001"},
		{Key: "https://twitter.com/bob/status/1700000000000000002", Native: "1700000000000000002"}}
	s := &Search{cfg: &api.Config{}, env: source.Env{Now: func() time.Time { return sourcetest.Now }}}
	changes, err := s.compare(refs, &a)
	if err != nil || len(changes) != 2 {
		t.Fatalf("compare() = %+v, %v, want 2 changes", changes, err)
	}
	if p := changes[0].Post; p == nil || p.Key != refs[0].Key || p.Author.Handle != "ann_new" {
		t.Errorf("compare() of a renamed account = %+v, want it under its old key", p)
	}
	if changes[1].Post != nil || changes[1].Gone {
		t.Errorf("compare() without an author = %+v, want it as it was", changes[1])
	}
}
