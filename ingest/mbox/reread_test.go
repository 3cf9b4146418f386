package mbox

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/internal/testkit"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
	"recap/store"
)

// TestMboxReread reads a mailbox again from its beginning: what was delivered is passed over by its fingerprint, what
// was not is read, and the cursor is the same.
func TestMboxReread(t *testing.T) {
	var box strings.Builder
	for i := range 40 {
		fmt.Fprintf(&box, "From ann@example.org Sun Nov  1 09:00:00 2026\nFrom: Ann Lee <ann@example.org>\nMessage-ID: <%d@example.org>\nDate: Sun, 1 Nov 2026 09:00:%02d +0000\n\nwords\n>From here on %[1]d\n\n", i, i)
	}
	path := filepath.Join(t.TempDir(), "list.mbox")
	if err := os.WriteFile(path, []byte(box.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	sink := sourcetest.NewSink()
	pull := func(fresh bool) source.Result {
		t.Helper()
		env := testkit.Env(sink)
		env.Reread, env.Delivered = fresh, sink.Delivered
		env.Known = func(context.Context, []store.Copy) ([]bool, error) {
			t.Error("Known() was asked, want only Delivered()")
			return nil, nil
		}
		src, err := source.Open(&Config{Path: path}, "box", env)
		if err != nil {
			t.Fatal(err)
		}
		res, err := source.Pull(t.Context(), sink, "box", src, fresh, nil)
		if err != nil {
			t.Fatalf("Pull() = %v", err)
		}
		return res
	}
	if res := pull(false); res.Added.New != 40 || res.Known != 0 {
		t.Errorf("first Pull() = %+v, want 40 new", res)
	}
	cursor := bytes.Clone(sink.At)
	if res := pull(true); res.Added != (store.Added{}) || res.Known != 40 {
		t.Errorf("Pull() from the beginning = %+v, want 40 known", res)
	}
	if diff := gocmp.Diff(string(cursor), string(sink.At)); diff != "" {
		t.Errorf("cursor after the second Pull() (-want +got):\n%s", diff)
	}
	for c := range sink.Sums {
		if c.Key == "7@example.org" || c.Key == "8@example.org" {
			delete(sink.Sums, c)
		}
	}
	if res := pull(true); res.Added.Merged != 2 || res.Known != 38 {
		t.Errorf("Pull() with two that were not delivered = %+v, want 2 merged and 38 known", res)
	}
}
