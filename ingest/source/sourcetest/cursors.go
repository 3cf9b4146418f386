package sourcetest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/source"
	"recap/store"
)

// recordedCursors are cursors that sources of each kind have left, by the kind.
//
//go:embed testdata/cursors.json
var recordedCursors []byte

// testForeignCursors lets the source find the cursors that sources of other kinds have left under its name, and what no
// kind writes. It reads from the beginning, and goes on with a cursor of its own.
func testForeignCursors(t *testing.T, env *contractEnv, kind string, want *Sink) {
	var recorded map[string][]store.Cursor
	if err := json.Unmarshal(recordedCursors, &recorded); err != nil {
		t.Fatal(err)
	}
	own := false
	for of, cursors := range recorded {
		for i, cur := range cursors {
			if of == kind && (hasFields(want.At, cur) || hasFields(cur, want.At)) {
				own = true
				continue
			}
			checkForeign(t, env, want, fmt.Sprintf("cursor %d of %s", i, of), disguise(t, want.At, cur))
		}
	}
	if !own {
		t.Errorf("the cursor %s has another form than those of %s in ingest/source/sourcetest/testdata/cursors.json: "+
			"record it there, so that other kinds are tested with it", want.At, kind)
	}
	for _, odd := range []string{"17", `[{"id": 1}]`, "null", `{"files": 3, "seen": [], "server": {}}`} {
		checkForeign(t, env, want, "the cursor "+odd, store.Cursor(odd))
	}
}

// disguise returns another kind's cursor as it would be for the same address: the texts that both have, and the names
// of what their maps hold, are those of own. Where nothing else would tell the two apart it is left as it is.
func disguise(t *testing.T, own, other store.Cursor) store.Cursor {
	t.Helper()
	var a, b map[string]any
	for cur, to := range map[*store.Cursor]*map[string]any{&own: &a, &other: &b} {
		if err := json.Unmarshal(*cur, to); err != nil {
			t.Fatalf("cursor %s: %v", *cur, err)
		}
	}
	same := len(a) == len(b)
	for key, theirs := range b {
		ours, there := a[key]
		same = same && there
		switch ours := ours.(type) {
		case string:
			if _, ok := theirs.(string); ok {
				b[key] = ours
			}
		case map[string]any:
			values, _ := theirs.(map[string]any)
			for _, v := range values {
				for name := range ours {
					values[name] = v
				}
			}
		}
	}
	if same {
		return other
	}
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// checkForeign reads the source of env from a cursor that is not its own.
func checkForeign(t *testing.T, env *contractEnv, want *Sink, what string, cur store.Cursor) {
	t.Helper()
	sink := NewSink()
	sink.At = cur
	for run, first := range []bool{true, false} {
		src, err := env.open(env.forSink(sink))
		if err != nil {
			t.Fatal(err)
		}
		res, err := source.Pull(t.Context(), sink, env.name, src, false, nil)
		if err != nil {
			t.Errorf("Pull() from %s: %v", what, err)
			return
		}
		if !first && res.Added.New > 0 {
			t.Errorf("Pull() number %d from %s adds %d posts, want none", run+1, what, res.Added.New)
		}
	}
	if diff := gocmp.Diff(want.List(), sink.List()); diff != "" {
		t.Errorf("Pull() from %s gives other posts (-want +got):\n%s", what, diff)
	}
	if _, err := json.Marshal(sink.At); err != nil || !hasFields(want.At, sink.At) || !hasFields(sink.At, want.At) {
		t.Errorf("Pull() from %s ends with the cursor %s (%v), want one like %s", what, sink.At, err, want.At)
	}
}

// hasFields reports whether a has all names that stand at the top of b.
func hasFields(a, b store.Cursor) bool {
	var x, y map[string]json.RawMessage
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	for name := range y {
		if _, ok := x[name]; !ok {
			return false
		}
	}
	return true
}
