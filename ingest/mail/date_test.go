package mail

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for s, want := range map[string]string{
		"Sun, 1 Nov 2026 9:00:00 +0100":                "2026-11-01T08:00:00Z",
		"Sun, 1 Nov 2026 09:00:00 +0000 (GMT+00:00)":   "2026-11-01T09:00:00Z",
		"1 Nov 2026 09:00:00 GMT":                      "2026-11-01T09:00:00Z",
		"Sun, 01 Nov 26 09:00 EST":                     "2026-11-01T14:00:00Z",
		"Sun, 1 Nov 1998 09:00:00 PDT":                 "1998-11-01T16:00:00Z",
		"Sun, 1 Nov 98 09:00:00 -0000":                 "1998-11-01T09:00:00Z",
		"Sun, 1 Nov 2026 09:00:00 MET DST":             "2026-11-01T07:00:00Z",
		"Sun, 1 Nov 2026 09:00:00 GMT+0200":            "2026-11-01T07:00:00Z",
		"Sun, 1 Nov 2026 09:00:00 +02:00":              "2026-11-01T07:00:00Z",
		"Sun, 1 Nov 2026 09:00:00+0200":                "2026-11-01T07:00:00Z",
		"Sun, 1 Nov 2026 09:00:00 XYZ":                 "2026-11-01T09:00:00Z",
		"Sun Nov  1 09:00:00 2026":                     "2026-11-01T09:00:00Z",
		"Sun Nov  1 09:00:00 CET 2026":                 "2026-11-01T08:00:00Z",
		"Thu Apr 16 09:53:04 +0000 2015":               "2015-04-16T09:53:04Z",
		"Sunday, 1 November 2026 09:00:00 +0000":       "2026-11-01T09:00:00Z",
		"So, 1 Nov 2026 09:00:00 +0100":                "2026-11-01T08:00:00Z",
		"Sun, 1 Nov 2026 09.00.00 +0000":               "2026-11-01T09:00:00Z",
		"Sun, 1 Nov 2026 9:00:00 PM +0000":             "2026-11-01T21:00:00Z",
		"Sun, 1-Nov-2026 09:00:00 GMT":                 "2026-11-01T09:00:00Z",
		"2026-11-01T09:00:00Z":                         "2026-11-01T09:00:00Z",
		"2026-11-01T10:00:00.5+01:00":                  "2026-11-01T09:00:00Z",
		"2026-11-01 09:00:00":                          "2026-11-01T09:00:00Z",
		"Sat, 31 Dec 2016 23:59:60 +0000":              "2016-12-31T23:59:59Z",
		"Sun, 1 Nov 102 09:00:00 +0000":                "",
		"Sun, 1 Nov 2026 09:00:00 -2800":               "",
		"Sun, 31 Nov 2026 09:00:00 +0000":              "",
		"Sun, 1 Nov 2026 25:00:00 +0000":               "",
		"yesterday":                                    "",
		"":                                             "",
		"Sun, 1 Foo 2026 09:00:00 +0000":               "",
		"Sun, 1 Nov 2026 2027 09:00:00 +0000":          "",
		"99999999999999999999 Nov 2026 09:00:00 +0000": "",
	} {
		got, ok := ParseDate(s)
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("ParseDate(%q) = %v, %t, want %q", s, got, ok, want)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"Sun, 1 Nov 2026 9:00:00 +0100", "Sun Nov  1 09:00:00 2026", "2026-11-01T09:00:00Z", "1-Nov-26 9.00 pm (x(y)) EST", "+ - : .", "0--", "1--26"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := ParseDate(s)
		if ok && (got.Location() != time.UTC || got.Year() < -1 || got.Year() > 10000 || got.Nanosecond() != 0) {
			t.Errorf("ParseDate(%q) = %v, want whole seconds of UTC", s, got)
		}
	})
}
