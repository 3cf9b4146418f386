package collect

import (
	"path/filepath"
	"testing"

	"recap/store/sqlite"
)

func TestBudget(t *testing.T) {
	file := filepath.Join(t.TempDir(), "recap.db")
	for _, want := range []int{40, 80} { // each time another run
		db, err := sqlite.Open(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		b := budget{db}
		if _, err := b.Count(t.Context(), "x/2026-11", 200); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Count(t.Context(), "x/2026-11", -160); err != nil || got != want {
			t.Errorf("Count() = %d, %v, want %d", got, err, want)
		}
		if got, err := b.Count(t.Context(), "x/2026-12", 0); err != nil || got != 0 {
			t.Errorf("Count() of another month = %d, %v, want 0", got, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
