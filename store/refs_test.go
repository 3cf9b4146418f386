package store

import (
	"fmt"
	"slices"
	"testing"
)

func TestCleanRefs(t *testing.T) {
	var many []string
	for i := range 1000 {
		many = append(many, fmt.Sprint(i))
	}
	got := CleanRefs("own", append([]string{"own", "", "0"}, many...))
	if len(got) != MaxRefs || got[0] != "0" || got[1] != fmt.Sprint(1000-MaxRefs+1) || got[MaxRefs-1] != "999" {
		t.Errorf("cleanRefs(1,000 keys) = %d keys from %s, %s to %s", len(got), got[0], got[1], got[len(got)-1])
	}
	if got, want := CleanRefs("c", []string{"a", "b", "a", "c"}), []string{"b", "a"}; !slices.Equal(got, want) {
		t.Errorf("cleanRefs() = %q, want %q", got, want)
	}
}
