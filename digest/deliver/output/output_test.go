package output

import (
	"errors"
	"fmt"
	"testing"
)

// What was left for a person is told apart from what failed.
func TestEdited(t *testing.T) {
	page, post, disk := &EditedError{"page.html"}, &EditedError{"post.md"}, errors.New("disk full")
	for _, tc := range []struct {
		name string
		err  error
		left int
		rest error
	}{
		{"nothing", nil, 0, nil},
		{"one file", page, 1, nil},
		{"a file that is named where it was written", fmt.Errorf("site: %w", page), 1, nil},
		{"two files and a failure", errors.Join(page, disk, fmt.Errorf("site: %w", post)), 2, disk},
		{"a failure", disk, 0, disk},
	} {
		left, rest := Edited(tc.err)
		if len(left) != tc.left || !errors.Is(rest, tc.rest) || (rest == nil) != (tc.rest == nil) {
			t.Errorf("%s: Edited() = %v, %v, want %d files and %v", tc.name, left, rest, tc.left, tc.rest)
		}
	}
}
