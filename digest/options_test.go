package digest

import "testing"

// Longer periods have more words, but no more than are read in three minutes; who says how many gets so many.
func TestWordsOfPeriod(t *testing.T) {
	for days, want := range map[int]int{1: 480, 2: 480, 7: 640, 31: 640} {
		if got := (Options{}).withDefaults(days).Words; got != want {
			t.Errorf("%d days: %d words, want %d", days, got, want)
		}
		if got := (Options{Words: 300}).withDefaults(days).Words; got != 300 {
			t.Errorf("%d days, 300 asked for: %d words", days, got)
		}
	}
}
