package ingest

import (
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

func TestFeedDate(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		raw  string
		zone *time.Location
		want string // RFC 3339; "" if it cannot be read
	}{
		{"Mon, 21 Apr 2025 06:00:00 EDT", time.UTC, "2025-04-21T10:00:00Z"},
		{"Mon, 21 Apr 2025 06:00:00 IST", time.UTC, "2025-04-21T06:00:00Z"},
		{"Mon, 21 Apr 2025 06:00:00 +0200", berlin, "2025-04-21T04:00:00Z"},
		{"2025-04-21T06:00:00", berlin, "2025-04-21T04:00:00Z"},
		{"2025-04-21T06:00:00Z", berlin, "2025-04-21T06:00:00Z"},
		{"2025-04-21T06:00:00.123456789Z", time.UTC, "2025-04-21T06:00:00.123456789Z"},
		{"21.04.2025 06:00", berlin, "2025-04-21T04:00:00Z"},
		{"2025-04-21", time.UTC, "2025-04-21T00:00:00Z"},
		{"Mo, 21 Apr 2025 06:00:00 +0200", time.UTC, "2025-04-21T04:00:00Z"},
		{"Lun, 21 avr 2025 06:00:00 GMT", time.UTC, "2025-04-21T06:00:00Z"},
		{"Di., 04 Mär 2025 06:00:00 +0100", time.UTC, "2025-03-04T05:00:00Z"},
		{"lunes, 21 de abril de 2025 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"21st April 2025, 6:00 pm", time.UTC, "2025-04-21T18:00:00Z"},
		{"1er février 2025 à 06:00", time.UTC, "2025-02-01T06:00:00Z"},
		{"Monday, April 21, 2025 - 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"Mon, 21 Apr 2025 24:00:00 +0000", time.UTC, "2025-04-22T00:00:00Z"},
		{"1745215200", time.UTC, "2025-04-21T06:00:00Z"},
		{"1745215200000", time.UTC, "2025-04-21T06:00:00Z"},
		{"Mon, May 25 2020 04:45:26 +0000", time.UTC, "2020-05-25T04:45:26Z"},
		{"yesterday", time.UTC, ""},
		{"99/99/9999", time.UTC, ""},
		{"", time.UTC, ""},
	}
	for _, tt := range tests {
		feed, err := gofeed.NewParser().ParseString(rssWith("<pubDate>" + tt.raw + "</pubDate>"))
		if err != nil {
			t.Fatal(err)
		}
		got, ok := feedDate(tt.raw, feed.Items[0].PublishedParsed, tt.zone)
		if !ok && tt.want == "" {
			continue
		}
		if s := got.Format(time.RFC3339Nano); !ok || s != tt.want {
			t.Errorf("feedDate(%q, %v) = %s, %v, want %s", tt.raw, tt.zone, s, ok, tt.want)
		}
	}
}
