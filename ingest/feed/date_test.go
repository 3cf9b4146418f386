package feed

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
		{"2025年4月21日 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"2025年04月21日（月） 午後6時5分", time.UTC, "2025-04-21T18:05:00Z"},
		{"令和7年4月21日", time.UTC, "2025-04-21T00:00:00Z"},
		{"2025年4月21日 下午 6:05:07", time.UTC, "2025-04-21T18:05:07Z"},
		{"2025년 4월 21일 오전 6:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"2025年4月21日 06:00 +0900", time.UTC, "2025-04-20T21:00:00Z"},
		{"2025. 4. 21. 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"2025. április 21. 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"Пн, 21 апр. 2025 06:00:00 +0300", time.UTC, "2025-04-21T03:00:00Z"},
		{"21 апреля 2025 г., 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"21 квітня 2025 р. 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"pon., 21 kwi 2025 06:00:00 +0200", time.UTC, "2025-04-21T04:00:00Z"},
		{"21 października 2025", time.UTC, "2025-10-21T00:00:00Z"},
		{"21. dubna 2025 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"21 Nisan 2025 Pazartesi 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"21. huhtikuuta 2025 klo 6.00", time.UTC, "2025-04-21T06:00:00Z"},
		{"den 21 april 2025 kl. 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"21 Tháng 4, 2025", time.UTC, "2025-04-21T00:00:00Z"},
		{"21 أبريل 2025", time.UTC, "2025-04-21T00:00:00Z"},
		{"21 avr. 2025 à 6h05", time.UTC, "2025-04-21T06:05:00Z"},
		{"21 de abril de 2025 6:05 p. m.", time.UTC, "2025-04-21T18:05:00Z"},
		{"21/04/2025 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"21-04-2025 06:00:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"04/21/2025 06:00", time.UTC, "2025-04-21T06:00:00Z"},
		{"20250421T060000Z", time.UTC, "2025-04-21T06:00:00Z"},
		{"20250421T0600+0200", time.UTC, "2025-04-21T04:00:00Z"},
		{"20250421", berlin, "2025-04-20T22:00:00Z"},
		{"2025-04-21 06:00:00 Europe/Madrid", time.UTC, "2025-04-21T04:00:00Z"},
		{"2025-04-21T06:00:00+02:00[Europe/Madrid]", time.UTC, "2025-04-21T04:00:00Z"},
		{"Mon Apr 21 2025 06:00:00 GMT+0200 (Mitteleuropäische Sommerzeit)", time.UTC, "2025-04-21T04:00:00Z"},
		{"Mon Apr 21 06:00:00 CEST 2025", time.UTC, "2025-04-21T04:00:00Z"},
		{"20251399", time.UTC, ""},
		{"2025年13月1日", time.UTC, ""},
		{"yesterday", time.UTC, ""},
		{"99/99/9999", time.UTC, ""},
		{"", time.UTC, ""},
	}
	for _, tt := range tests {
		feed, err := gofeed.NewParser().ParseString(rssWith("<pubDate>" + tt.raw + "</pubDate>"))
		if err != nil {
			t.Fatal(err)
		}
		got, ok := feedDate(tt.raw, feed.Items[0].PublishedParsed, tt.zone, orderUnknown)
		if !ok && tt.want == "" {
			continue
		}
		if s := got.Format(time.RFC3339Nano); !ok || s != tt.want {
			t.Errorf("feedDate(%q, %v) = %s, %v, want %s", tt.raw, tt.zone, s, ok, tt.want)
		}
	}
}

// TestFeedDateOrder reads dates of numbers, of which one shows what the others mean.
func TestFeedDateOrder(t *testing.T) {
	tests := []struct {
		name string
		feed string // attributes and elements of the channel before its items
		days []string
		want string // month and day of the first
	}{
		{"another one has the day first", "", []string{"05/04/2025 06:00", "21/04/2025 06:00"}, "04-05"},
		{"another one has the month first", "", []string{"05/04/2025 06:00", "04/21/2025 06:00"}, "05-04"},
		{"the language has", "<language>pt-BR</language>", []string{"05/04/2025 06:00"}, "04-05"},
		{"that of another country", "<language>en-us</language>", []string{"05/04/2025 06:00"}, "05-04"},
	}
	for _, tt := range tests {
		body := "<rss version='2.0'><channel><title>t</title>" + tt.feed
		for i, d := range tt.days {
			body += "<item><guid>" + string(rune('a'+i)) + "</guid><title>x</title><pubDate>" + d + "</pubDate></item>"
		}
		posts := postsOf(t, body+"</channel></rss>", "")
		for _, p := range posts {
			if p.Key == "a" && p.Published.Format("01-02") != tt.want {
				t.Errorf("%s: %v, want %s", tt.name, p.Published, tt.want)
			}
		}
	}
}
