package edit_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/digest/edit"
	"recap/digest/period"
	"recap/store/sqlite"
)

func TestTidy(t *testing.T) {
	d := edit.Decisions{Title: " two\n words ", Pin: []string{"a", " a ", "", "b"}, Unquote: []string{"c", " c"}, Rename: map[string]string{"a": " x  y"}}
	if err := d.Tidy(); err != nil {
		t.Fatal(err)
	}
	want := edit.Decisions{Title: "two words", Pin: []string{"a", "b"}, Drop: []string{}, Order: []string{}, Unquote: []string{"c"}, Rename: map[string]string{"a": "x y"}, Text: map[string][]edit.Passage{}}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("Tidy() (-want +got):\n%s", diff)
	}
	many := make([]string, 501)
	for i := range many {
		many[i] = strings.Repeat("a", i+1)
	}
	for _, tc := range []struct {
		d    edit.Decisions
		want string
	}{
		{edit.Decisions{Pin: []string{"a"}, Drop: []string{"a"}}, "a is dropped and told at once"},
		{edit.Decisions{Order: []string{"a"}, Drop: []string{"a"}}, "a is dropped and told at once"},
		{edit.Decisions{Rename: map[string]string{"a": "  "}}, "the title of a is empty"},
		{edit.Decisions{Title: "a\x1b[2Jb"}, "the title holds control characters"},
		{edit.Decisions{Note: "a\u202eb"}, "the note holds control characters"},
		{edit.Decisions{Note: "\xff"}, "the note is not valid UTF-8"},
		{edit.Decisions{Note: strings.Repeat("é", 8001)}, "the note has 8001 characters, more than 8000"},
		{edit.Decisions{Approve: &edit.Approval{By: "\x00"}}, "the name of who approves holds control characters"},
		{edit.Decisions{Pin: many}, "501 stories are decided about, more than 500"},
		{edit.Decisions{Unquote: many}, "501 stories are decided about, more than 500"},
	} {
		if err := tc.d.Tidy(); err == nil || err.Error() != tc.want {
			t.Errorf("Tidy() = %v, want %s", err, tc.want)
		}
	}
}

func TestDecisionsAreKept(t *testing.T) {
	ctx := t.Context()
	db, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	day := time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC)
	w := period.Window{Start: day, End: day.AddDate(0, 0, 1), Zone: time.UTC}
	want := edit.Decisions{Title: "T", Note: "N", Pin: []string{"a"}, Unquote: []string{"c"}, Rename: map[string]string{"a": "b"}, Approve: &edit.Approval{By: "Ann", At: day, Sum: "s"}}
	if err := edit.Save(ctx, db, "daily", w, want); err != nil {
		t.Fatal(err)
	}
	got, err := edit.Load(ctx, db, "daily", w)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Load() = %v (-want +got):\n%s", err, diff)
	}
	for _, other := range []struct {
		digest string
		w      period.Window
	}{{"weekly", w}, {"daily", w.Next("day")}} {
		if got, err := edit.Load(ctx, db, other.digest, other.w); err != nil || !got.Empty() || got.Approve != nil {
			t.Errorf("Load(%s, %v) = %+v, %v, want none", other.digest, other.w.Start, got, err)
		}
	}
	if got := want.Stories(); !slices.Equal(got, []string{"a", "c"}) || want.Empty() {
		t.Errorf("Stories() = %q, Empty() = %v, want the story and the post", got, want.Empty())
	}
}

// A post that was taken out is decided about no more, and nothing else stands in its place.
func TestForgetASentence(t *testing.T) {
	d := edit.Decisions{Pin: []string{"a"}, Unquote: []string{"a", "b"}}
	if !d.Forget(map[string]string{"a": "c"}) || !slices.Equal(d.Unquote, []string{"b"}) || !slices.Equal(d.Pin, []string{"c"}) {
		t.Errorf("Forget() leaves %+v", d)
	}
	if got := d.Posts(); !slices.Equal(got, []string{"b", "c"}) {
		t.Errorf("Posts() = %q", got)
	}
}
