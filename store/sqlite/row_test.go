package sqlite

import (
	"recap/store"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCutsAreKept(t *testing.T) {
	for _, want := range [][]store.Cut{nil, {{At: 0, From: 0, To: 2}, {At: 7, From: 4, To: 8}}, {{At: 2}, {At: 2}}} {
		if diff := cmp.Diff(want, decodeCuts(encodeCuts(want))); diff != "" {
			t.Errorf("decodeCuts(encodeCuts(%v)) differs:\n%s", want, diff)
		}
	}
}
