package mailkind

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"recap/ingest/fetch"
)

// TestHalves parts windows until each is a day, and loses no day.
func TestHalves(t *testing.T) {
	for _, days := range []int{1, 2, 3, 7, 28, 31, 366} {
		from := time.Date(2024, 2, 20, 0, 0, 0, 0, time.UTC)
		whole := DayWindow{from.Format(time.DateOnly), from.AddDate(0, 0, days).Format(time.DateOnly)}
		next, parts := from, 0
		for todo := []DayWindow{whole}; len(todo) > 0; {
			w := todo[0]
			if halves, more := w.Halves(); more {
				todo = append(halves, todo[1:]...)
				continue
			}
			if w.From != next.Format(time.DateOnly) || w.To != next.AddDate(0, 0, 1).Format(time.DateOnly) {
				t.Fatalf("%d days: %+v follows %s", days, w, next)
			}
			next, parts, todo = next.AddDate(0, 0, 1), parts+1, todo[1:]
		}
		if parts != days {
			t.Errorf("%+v has %d parts, want %d", whole, parts, days)
		}
	}
}

func TestMonth(t *testing.T) {
	for _, tc := range []struct {
		window DayWindow
		want   string
	}{
		{DayWindow{"2024-02-01", "2024-03-01"}, "2024-02"},
		{DayWindow{"2025-12-01", "2026-01-01"}, "2025-12"},
		{DayWindow{"2024-02-01", "2024-02-29"}, ""},
		{DayWindow{"2024-02-02", "2024-03-02"}, ""},
		{DayWindow{"2024-02-01", "2024-04-01"}, ""},
	} {
		if month, whole := tc.window.Month(); whole != (tc.want != "") || whole && month != tc.want {
			t.Errorf("%+v.Month() = %q, %t, want %q", tc.window, month, whole, tc.want)
		}
	}
}

// TestWindowsHoldAllDays draws dates, and demands that each lies in exactly one window of a month at most.
func TestWindowsHoldAllDays(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		dates := make([]time.Time, 1+rng.IntN(40))
		for i := range dates {
			dates[i] = time.Date(2026, 1, 1, 0, rng.IntN(300*24*60), 0, 0, time.FixedZone("", 3600*(rng.IntN(25)-12)))
		}
		windows := Windows(dates)
		for i, w := range windows {
			if ParseDay(w.To).Sub(ParseDay(w.From)) > 31*24*time.Hour || i > 0 && windows[i-1].To > w.From {
				t.Errorf("%+v after %+v: too long, or not in order", w, windows[max(i-1, 0)])
			}
		}
		for _, d := range dates {
			holds := 0
			for _, w := range windows {
				if !d.Before(ParseDay(w.From)) && d.Before(ParseDay(w.To)) {
					holds++
				}
			}
			if holds != 1 {
				t.Errorf("%s lies in %d of %+v", d, holds, windows)
			}
		}
	}
}

// TestNameSet keeps names through their text, whose bytes do not depend on the order.
func TestNameSet(t *testing.T) {
	a, b := NameSet{}, NameSet{}
	for i := range 100 {
		a.Add(fmt.Sprint("msg", i))
		b.Add(fmt.Sprint("msg", 99-i))
	}
	if a.Text() != b.Text() {
		t.Error("the same names in another order are another text")
	}
	back := ParseNameSet(a.Text())
	for i := range 100 {
		if name := fmt.Sprint("msg", i); !back.Has(name) {
			t.Errorf("%s is lost on the way", name)
		}
	}
	if back.Has("msg100") || len(back) != 100 {
		t.Errorf("the set has %d names, and one that was not put into it: %t", len(back), back.Has("msg100"))
	}
	for _, odd := range []string{"", "?", "AAAA"} {
		if got := ParseNameSet(odd); len(got) != 0 || got == nil {
			t.Errorf("ParseNameSet(%q) = %v, want an empty set that can be added to", odd, got)
		}
	}
}

func TestListURL(t *testing.T) {
	for _, tc := range []struct{ address, want, says string }{
		{" https://lists.example.org/dev ", "https://lists.example.org/dev/", ""},
		{"https://lists.example.org/dev//", "https://lists.example.org/dev/", ""},
		{"", "", "set url to an address such as https://example.org/list"},
		{"https://lists.example.org/dev?page=2", "", "has a query"},
		{"https://ann:swordfish@lists.example.org/dev#top", "", "has a query"},
		{"lists.example.org/dev", "", "mhonarc: url: "},
	} {
		got, err := ListURL("mhonarc", tc.address, "https://example.org/list")
		if got != tc.want || (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) {
			t.Errorf("ListURL(%q) = %q, %v, want %q, %q", tc.address, got, err, tc.want, tc.says)
		}
		if strings.Contains(fmt.Sprint(err), "swordfish") {
			t.Errorf("ListURL(%q) = %v, which tells the password", tc.address, err)
		}
	}
}

func TestURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://lists.example.org/pipermail/dev":          "https://lists.example.org/pipermail/dev/",
		"https://lists.example.org/pipermail/dev/?a=1#top": "https://lists.example.org/pipermail/dev/",
		"https://lists.example.org":                        "https://lists.example.org/",
	} {
		if got, err := URL("pipermail", address, ""); err != nil || got.String() != want {
			t.Errorf("URL(%q) = %v, %v, want %s", address, got, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, tc := range []struct{ list, archive, says string }{
		{"", "", ""},
		{"dev@lists.example.org", "https://lists.example.org/{message_id}", ""},
		{"", "https://lists.example.org/", "lacks {message_id}"},
		{"", "ftp://lists.example.org/{message_id}", "is no web address"},
		{"Dev <dev@lists.example.org>", "", "is no address"},
	} {
		if err := Check("mbox", tc.list, tc.archive); (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) {
			t.Errorf("Check(%q, %q) = %v, want %q", tc.list, tc.archive, err, tc.says)
		}
	}
}

// TestPasses tells what a host does to everybody from what is wrong with one item.
func TestPasses(t *testing.T) {
	for reason, want := range map[fetch.Reason]bool{
		fetch.Unreachable: true, fetch.TimedOut: true, fetch.RateLimited: true, fetch.Broken: true, fetch.CutOff: true,
		fetch.NotFound: false, fetch.Gone: false, fetch.Refused: false, fetch.TooLarge: false, fetch.WrongType: false, fetch.Damaged: false,
	} {
		if got := Passes(fmt.Errorf("page 7: %w", &fetch.Error{Reason: reason, Err: errors.New("no")})); got != want {
			t.Errorf("Passes(%s) = %t, want %t", reason, got, want)
		}
	}
	if Passes(errors.New("disk full")) || Passes(nil) {
		t.Error("Passes() of what is no failed fetch, want false")
	}
}
