package collect

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"

	"recap/cmd/recap/internal/config"
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
	since := config.Date{Year: 2003, Month: 1, Day: 1}
	commit := func(cursor string) {
		t.Helper()
		if _, err := db.Commit(ctx, "list", nil, json.RawMessage(cursor)); err != nil {
			t.Fatal(err)
		}
	}
	check := func(what string, o Options, wantDate, wantCursor string) {
		t.Helper()
		d, err := beginWalk(ctx, db, "list", o)
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
	check("an ordinary run", Options{}, "", `"up to date"`)
	check("the walk begins without the cursor", Options{Since: since}, "2003-01-01", "")
	commit(`"page 7"`)
	check("the same call after a kill", Options{Since: since}, "2003-01-01", `"page 7"`)
	check("an ordinary run after a kill", Options{}, "2003-01-01", `"page 7"`)
	if err := endWalk(ctx, db, "list"); err != nil {
		t.Fatal(err)
	}
	check("an ordinary run after the end", Options{}, "", `"page 7"`)
}
