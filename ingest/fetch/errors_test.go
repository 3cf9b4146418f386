package fetch

import (
	"net/http"
	"testing"
	"time"
)

func TestRetryAfterForms(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	in := now.Add(10 * time.Minute)
	yesterday := now.Add(-24 * time.Hour) // the server's clock
	for _, tt := range []struct{ name, header, value, date string }{
		{"Unix", "RateLimit-Reset", "1795176600", now.Format(http.TimeFormat)},
		{"seconds", "RateLimit-Reset", "600", now.Format(http.TimeFormat)},
		{"ISO", "X-RateLimit-Reset", in.Format(time.RFC3339), now.Format(http.TimeFormat)},
		{"Unix of a slow clock", "RateLimit-Reset", "1795090200", yesterday.Format(http.TimeFormat)},
		{"ISO of a slow clock", "X-RateLimit-Reset", yesterday.Add(10 * time.Minute).Format(time.RFC3339), yesterday.Format(http.TimeFormat)},
	} {
		h := http.Header{"Date": {tt.date}}
		h.Set(tt.header, tt.value)
		if got := retryAfter(h, now).Sub(now); got < 10*time.Minute || got > 10*time.Minute+2*time.Second {
			t.Errorf("%s: retryAfter() = in %s, want in 10m", tt.name, got)
		}
	}
}
