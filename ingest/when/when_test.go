package when

import (
	"testing"
	"time"
)

func TestPublished(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	old, ahead, odd := time.Date(2003, 5, 1, 9, 0, 0, 0, time.FixedZone("", 3600)), now.Add(23*time.Hour),
		time.Date(1970, 1, 1, 0, 0, 1, 0, time.UTC)
	for name, tt := range map[string]struct {
		dates []time.Time
		want  time.Time
	}{
		"an old post":               {[]time.Time{old}, old.UTC()},
		"a clock that is ahead":     {[]time.Time{ahead}, ahead},
		"the future":                {[]time.Time{now.Add(24 * time.Hour)}, now},
		"before all posts":          {[]time.Time{odd}, now},
		"no date":                   {[]time.Time{{}}, now},
		"nothing":                   {nil, now},
		"a server knows better":     {[]time.Time{odd, old}, old.UTC()},
		"the author before servers": {[]time.Time{ahead, old}, ahead},
	} {
		if got := Published(now, tt.dates...); got != tt.want {
			t.Errorf("%s: Published() = %v, want %v", name, got, tt.want)
		}
	}
}
