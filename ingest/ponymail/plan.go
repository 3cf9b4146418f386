package ponymail

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/text"
	"recap/ingest/when"
)

// How much of a list is read again, because mail arrives late and is filed by the date that its sender wrote.
const (
	ponymailOverlap = 7 // days back
	ponymailAhead   = 2 // days ahead, for zones and clocks
)

// ponymailStats is what the site says of a list.
type ponymailStats struct {
	FirstYear, FirstMonth int // of its oldest message
	LastYear, LastMonth   int // of its newest one, by the senders' clocks
	Hits                  *int

	since int // year of the oldest message with a plausible date, if that is not the oldest
}

// plan decides what this run reads.
func (s *ponymailSource) plan(ctx context.Context, c *ponymailCursor) error {
	now := s.env.Now().UTC()
	today := now.Truncate(24 * time.Hour)
	soon := today.AddDate(0, 0, ponymailAhead)
	floor, since := mailkind.ParseDay(c.Floor), s.env.Since
	c.Todo, c.Gap = nil, ""
	switch {
	case c.Until == "":
		if !since.IsZero() {
			c.Floor = since.UTC().Format(time.DateOnly)
		}
	case !since.IsZero() && since.Before(floor):
		c.Floor = since.UTC().Format(time.DateOnly)
	default:
		floor = time.Time{}
	}
	var stats ponymailStats
	if c.Until != today.Format(time.DateOnly) || !floor.IsZero() {
		var err error
		if stats, err = s.stats(ctx, ""); err != nil {
			return err
		}
		if stats.FirstYear != 0 && stats.FirstYear < when.FirstYear {
			if stats.since, err = s.firstYear(ctx, today.Year()); err != nil {
				return err
			}
		}
		if stats.FirstYear == 0 {
			return fmt.Errorf("%s knows no list %s; %s names those that it has", s.base.Host, s.list, s.permapage("api", "preferences.lua"))
		}
	}
	switch {
	case c.Until == "":
		c.Todo = stats.months(mailkind.ParseDay(c.Floor), soon)
	case !floor.IsZero():
		c.Todo = stats.months(mailkind.ParseDay(c.Floor), floor)
	}
	if c.Until != "" {
		from := mailkind.ParseDay(c.Until).AddDate(0, 0, -ponymailOverlap)
		c.Todo = append(c.Todo, mailkind.DayWindow{From: from.Format(time.DateOnly), To: soon.Format(time.DateOnly)})
	}
	if last := time.Date(stats.LastYear, time.Month(stats.LastMonth)+1, 1, 0, 0, 0, 0, time.UTC); stats.LastYear > 0 &&
		last.After(soon) && stats.beyond(soon) {
		c.Todo = append(c.Todo, mailkind.DayWindow{From: soon.Format(time.DateOnly), To: last.Format(time.DateOnly)})
	}
	if c.Months {
		c.Todo = wholeMonths(c.Todo)
	}
	c.Today = today.Format(time.DateOnly)
	return nil
}

// firstYear returns the year of the oldest message of those with plausible dates, by halving what is in question.
func (s *ponymailSource) firstYear(ctx context.Context, last int) (int, error) {
	first := when.FirstYear
	for low, high := first, last; low < high; {
		middle := (low + high) / 2
		n, err := s.count(ctx, mailkind.DayWindow{From: fmt.Sprintf("%d-01-01", when.FirstYear), To: fmt.Sprintf("%d-01-01", middle+1)})
		if err != nil {
			return 0, err
		}
		if n > 0 {
			high = middle
		} else {
			low = middle + 1
		}
		first = low
	}
	return first, nil
}

// beyond reports whether there is mail of a later month than that of t.
func (p ponymailStats) beyond(t time.Time) bool {
	return p.LastYear > t.Year() || p.LastYear == t.Year() && p.LastMonth > int(t.Month())
}

// months returns windows of a month each from one day to another, but not from before the oldest message. Mail of a
// year in which there was none shares a window.
func (p ponymailStats) months(from, to time.Time) []mailkind.DayWindow {
	first := time.Date(p.FirstYear, time.Month(max(p.FirstMonth, 1)), 1, 0, 0, 0, 0, time.UTC)
	var windows []mailkind.DayWindow
	if dawn := time.Date(when.FirstYear, 1, 1, 0, 0, 0, 0, time.UTC); first.Before(dawn) && from.Before(dawn) {
		windows = append(windows, mailkind.DayWindow{From: first.Format(time.DateOnly), To: dawn.Format(time.DateOnly)})
		first = time.Date(max(p.since, when.FirstYear), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if from.After(first) {
		first = from
	}
	for first = time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC); first.Before(to); first = first.AddDate(0, 1, 0) {
		windows = append(windows, mailkind.DayWindow{From: first.Format(time.DateOnly), To: first.AddDate(0, 1, 0).Format(time.DateOnly)})
	}
	return windows
}

// maxMonths is how many months one window may become where a site gives only months: of longer ones the first and the
// last are read, where the odd dates are.
const maxMonths = 24

// wholeMonths returns windows of a month each that hold all the others.
func wholeMonths(windows []mailkind.DayWindow) []mailkind.DayWindow {
	var months []mailkind.DayWindow
	seen := make(map[mailkind.DayWindow]bool)
	for _, w := range windows {
		first, last := mailkind.ParseDay(w.From), mailkind.ParseDay(w.To).AddDate(0, 0, -1)
		first = first.AddDate(0, 0, 1-first.Day())
		for n := 0; !first.After(last); n++ {
			m := mailkind.DayWindow{From: first.Format(time.DateOnly), To: first.AddDate(0, 1, 0).Format(time.DateOnly)}
			if !seen[m] {
				seen[m] = true
				months = append(months, m)
			}
			first = first.AddDate(0, 1, 0)
			if end := last.AddDate(0, 0, 1-last.Day()); n == 0 && end.Sub(first) > maxMonths*31*24*time.Hour {
				first = end
			}
		}
	}
	return months
}

// period returns the window as the parameter d of Foal: a month, or days of which the last is included.
func period(w mailkind.DayWindow) string {
	if month, ok := w.Month(); ok {
		return month
	}
	return "dfr=" + w.From + "|dto=" + mailkind.ParseDay(w.To).AddDate(0, 0, -1).Format(time.DateOnly)
}

// api returns the request for one of the site's answers.
func (s *ponymailSource) api(name string, q url.Values) fetch.Request {
	u := *s.base.JoinPath("api", name)
	u.RawQuery = q.Encode()
	return fetch.Request{URL: u.String(), AllowPrivate: s.cfg.AllowPrivate}
}

// export asks for the mail of a window. Where the site turns out to give only whole months, it puts those that hold the
// windows in their place and returns nothing.
func (s *ponymailSource) export(ctx context.Context, c *ponymailCursor, w mailkind.DayWindow) (*mailkind.Download, error) {
	q := url.Values{"list": {s.local}, "domain": {s.domain}, "d": {period(w)}}
	month, whole := w.Month()
	if whole {
		q = url.Values{"list": {s.list}, "date": {month}} // as both generations understand it
	}
	d, err := mailkind.Get(ctx, s.env.HTTP, s.api("mbox.lua", q), "an mbox of Pony Mail")
	var fault *fetch.Error
	if !whole && !c.Months && errors.As(err, &fault) && fault.Reason == fetch.WrongType && !isPage(fault) {
		c.Months = true
		c.Todo = wholeMonths(c.Todo)
		return nil, nil
	}
	if err != nil {
		return nil, tracedBack(err)
	}
	return d, d.Begin(box.Mark{})
}

// isPage reports whether the answer was a web page, which says nothing about what the site can do.
func isPage(fault *fetch.Error) bool { return strings.Contains(fault.Error(), "HTML page") }

// tracedBack names what a server error says of itself: Foal sends a traceback as text, whose last line tells most.
func tracedBack(err error) error {
	var fault *fetch.Error
	if !errors.As(err, &fault) || fault.Status < http.StatusInternalServerError || !bytes.Contains(fault.Body, []byte("Traceback")) {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(fault.Body)), "\n")
	e := *fault
	e.Err = errors.New(text.Cut(text.Line(lines[len(lines)-1]), 200))
	return &e
}

// stats asks for what the site says of a list in a period, "" for the last month.
func (s *ponymailSource) stats(ctx context.Context, period string) (ponymailStats, error) {
	q := url.Values{"list": {s.local}, "domain": {s.domain}, "quick": {"1"}, "emailsOnly": {"1"}}
	if period != "" {
		q.Set("d", period)
	}
	var stats ponymailStats
	resp, err := s.env.HTTP.Get(ctx, s.api("stats.lua", q))
	if err != nil {
		return stats, tracedBack(err)
	}
	if body := bytes.TrimSpace(resp.Body); len(body) == 0 || body[0] != '{' {
		return stats, fetch.WrongTypeError(resp, "Pony Mail's JSON")
	}
	if err := json.Unmarshal(resp.Body, &stats); err != nil {
		return stats, &fetch.Error{URL: fetch.Redact(resp.URL), Reason: fetch.Damaged, Status: resp.Status, Header: resp.Header, Err: err}
	}
	return stats, nil
}

// Count returns how many messages the site counts in a window, 0 if it does not say.
func (s *ponymailSource) count(ctx context.Context, w mailkind.DayWindow) (int, error) {
	stats, err := s.stats(ctx, period(w))
	switch {
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case err != nil && mailkind.Passes(err):
		return 0, err
	case err != nil || stats.Hits == nil:
		return 0, nil
	}
	return *stats.Hits, nil
}
