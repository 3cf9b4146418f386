package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// testWritten asks when the posts of sources were written, of which one came from both and twice from one.
func testWritten(t *testing.T, e Engine) {
	db := e.open(t)
	twice := with(Mail(3), func(p *store.Post) { p.Text += " It was sent again." })
	Commit(t, db, "list", Mail(3), Mail(1), Mail(2), twice)
	Commit(t, db, "mirror", Mail(2))
	at := func(n int) time.Time { return Noon().Add(time.Duration(n) * time.Hour) }
	for _, tt := range []struct {
		since time.Time
		want  map[string][]time.Time
	}{
		{at(0), map[string][]time.Time{"list": {at(1), at(2), at(3)}, "mirror": {at(2)}}},
		{at(3), map[string][]time.Time{"list": {at(3)}}},
		{at(4), map[string][]time.Time{}},
	} {
		got, err := db.Written(t.Context(), tt.since)
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("Written(%v) = %v, differs (-want +got):\n%s", tt.since, err, diff)
		}
	}
}
