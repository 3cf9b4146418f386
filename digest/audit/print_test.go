package audit

import "testing"

func TestSummaryCounts(t *testing.T) {
	for n, want := range map[int]string{1: "1 place of the draft cannot be taken", 2: "2 places of the draft cannot be taken"} {
		if got := (&Report{Refused: make([]Line, n)}).Summary(); got != want {
			t.Errorf("Summary() of %d refused = %q, want %q", n, got, want)
		}
	}
}
