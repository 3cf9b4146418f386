package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"

	"recap/cmd/recap/internal/collect"
	"recap/store/sqlite"
)

// TestWalkGoesOnWhereItStopped follows `ingest --since` through an interruption.
func TestWalkGoesOnWhereItStopped(t *testing.T) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	since, err := dateFlag("since", "2003-01-01")
	if err != nil {
		t.Fatal(err)
	}
	commit := func(cursor string) {
		t.Helper()
		if _, err := db.Commit(ctx, "list", nil, json.RawMessage(cursor)); err != nil {
			t.Fatal(err)
		}
	}
	check := func(what string, o collect.Options, wantDate, wantCursor string) {
		t.Helper()
		d, err := collect.BeginWalk(ctx, db, "list", o)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		cur, err := db.Cursor(ctx, "list")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if !d.IsZero() {
			got = d.String()
		}
		if got != wantDate || string(cur) != wantCursor {
			t.Errorf("%s: beginWalk() = %q with cursor %q, want %q with %q", what, got, cur, wantDate, wantCursor)
		}
	}
	commit(`"up to date"`)
	check("an ordinary run", collect.Options{}, "", `"up to date"`)
	check("the walk begins without the cursor", collect.Options{Since: since}, "2003-01-01", "")
	commit(`"page 7"`)
	check("the same call after a kill", collect.Options{Since: since}, "2003-01-01", `"page 7"`)
	check("an ordinary run after a kill", collect.Options{}, "2003-01-01", `"page 7"`)
	if err := collect.EndWalk(ctx, db, "list"); err != nil {
		t.Fatal(err)
	}
	check("an ordinary run after the end", collect.Options{}, "", `"page 7"`)
}
