package social

import (
	"encoding/json"
	"strings"
	"time"

	"recap/ingest/text"
)

// BareTag returns a hashtag without its mark.
func BareTag(t string) string { return strings.TrimLeft(strings.TrimSpace(t), "#＃") }

// Scalar returns the text of a JSON string or number.
func Scalar(raw json.RawMessage) (string, bool) {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s, s != ""
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String(), n != ""
	}
	return "", false
}

// Time returns the time that a server states, in UTC, or the zero time if it cannot be read.
func Time(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.RubyDate, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return Dated(t)
		}
	}
	return time.Time{}
}

// Dated returns t in UTC, the zero time if no cursor could hold it: dates of JSON have years of four digits (RFC 3339).
func Dated(t time.Time) time.Time {
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// FirstWeb returns the first of these addresses that a reader can open, or "".
func FirstWeb(addresses ...string) string {
	for _, a := range addresses {
		if l := text.Links(a); len(l) == 1 && strings.TrimSpace(a) == l[0] {
			return l[0]
		}
	}
	return ""
}
