package digest

import (
	"testing"
	"time"

	"recap/store"
)

func TestBallotOf(t *testing.T) {
	for _, c := range []struct {
		text string
		vote int
		ok   bool
	}{
		{"+1", 1, true},
		{"+1 (binding), built and ran it", 1, true},
		{"Checked the sums.\n\n-1: the notice is missing", -1, true},
		{"+0 no time to look", 0, true},
		{"[ ] +1 approve\n[ ] 0 no opinion\n[ ] -1 disapprove", 0, false},
		{"[x] +1 approve\n[ ] -1 disapprove", 1, true},
		{"[ ] +1 approve\n[X] -1 disapprove", -1, true},
		{"we had +1 degree at night", 0, false},
		{"10 of them failed", 0, false},
	} {
		vote, ok := ballotOf(c.text)
		if vote != c.vote || ok != c.ok {
			t.Errorf("ballotOf(%q) = %d, %v, want %d, %v", c.text, vote, ok, c.vote, c.ok)
		}
	}
}

func TestDeadline(t *testing.T) {
	sent := time.Date(2026, 10, 12, 9, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"The vote will be open for at least 72 hours.":           "2026-10-15T09:00:00Z",
		"The vote is open until 16 October.":                     "2026-10-16T23:59:59Z",
		"It is open until Saturday, 17 October 2026, 18:00 UTC.": "2026-10-17T18:00:00Z",
		"It closes on October 20th, 2026, in the morning.":       "2026-10-20T23:59:59Z",
		"Please vote.": "",
	} {
		got := ""
		if d := deadline(&post{Post: &store.Post{Text: text, Published: sent}, home: english}); d != nil {
			got = d.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("deadline(%q) = %q, want %q", text, got, want)
		}
	}
}
