package social

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/source/sourcetest"
	"recap/store"
)

// TestSearchWalk reads searches that do not keep to the rules.
func TestSearchWalk(t *testing.T) {
	minute := func(n int) time.Time { return sourcetest.Now.Add(time.Duration(n) * time.Minute) }
	var spread, crowd []time.Time
	for n := range 12 {
		spread = append(spread, minute(-n))
		crowd = append(crowd, minute(-1))
	}
	crowd = append(crowd, minute(-2))
	for _, tt := range []struct {
		name    string
		times   []time.Time // newest first
		heed    bool        // the limit of time
		pages   int         // that a run may take
		gap     bool
		visited int
	}{
		{"by the rules", spread, true, 20, false, 12},
		{"does not heed the time", spread, false, 20, false, 12},
		{"many of one instant", crowd, true, 20, false, 13},
		{"too few pages", spread, true, 2, true, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			limits := SearchLimits{Pages: tt.pages, Overlap: time.Minute, Deep: time.Minute, History: time.Hour}
			var c SearchCursor
			c.Begin(1, time.Time{}, sourcetest.Now, &limits)
			visited := make(map[int]bool)
			for more, n := true, 0; more; n++ {
				if n > 50 {
					t.Fatal("the walk does not end")
				}
				w := c.Walk()
				from := 0
				if w.Cursor != "" {
					from = int(w.Cursor[0] - 'a')
				} else if tt.heed && !w.To.IsZero() {
					from = max(0, slices.IndexFunc(tt.times, func(at time.Time) bool { return at.Before(w.To) }))
				}
				to := min(from+3, len(tt.times))
				p := SearchPage{Rows: to - from, Times: tt.times[from:to]}
				if to < len(tt.times) {
					p.Cursor = string(rune('a' + to))
				}
				for i := from; i < to; i++ {
					visited[i] = true
				}
				more = c.Advance(&p, sourcetest.Now, &limits)
			}
			if gap := c.Gap([]string{"#x"}); (gap != "") != tt.gap || len(visited) != tt.visited {
				t.Errorf("the walk saw %d of %d rows with gap %q, want %d", len(visited), len(tt.times), gap, tt.visited)
			}
		})
	}
}

func TestSearchCursorIsOfOneQuery(t *testing.T) {
	full, err := json.Marshal(SearchCursor{Server: "s", Query: "q", Floor: sourcetest.Now, Searches: make([]searchMark, 2)})
	if err != nil {
		t.Fatal(err)
	}
	fresh := SearchCursor{Server: "s", Query: "q"}
	for _, cur := range []string{"", "null", "[]", "{", `{"server":"t"}`, `{"server":"s","query":"q","at":-1}`,
		`{"server":"s","query":"q","at":5,"searches":[{},{}]}`} {
		if diff := gocmp.Diff(fresh, OpenSearchCursor(store.Cursor(cur), "s", "q", 2)); diff != "" {
			t.Errorf("openSearchCursor(%s) (-want +got):\n%s", cur, diff)
		}
	}
	if c := OpenSearchCursor(full, "s", "q", 2); !c.Floor.Equal(sourcetest.Now) {
		t.Errorf("openSearchCursor(%s) = %+v, want what it says", full, c)
	}
	if c := OpenSearchCursor(full, "s", "another", 2); !c.Floor.IsZero() {
		t.Errorf("openSearchCursor() of another query = %+v, want a new one", c)
	}
}
