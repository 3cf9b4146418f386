package social

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"recap/ingest/source"
	"recap/store"
)

// How a search that lists the newest first is read without gaps, for networks that have nothing better to offer. Each
// run begins some time below the newest post that was read, because posts arrive late. What a run could not reach is
// kept as a span that later runs read on.

// SearchLimits bound the reading of one kind of search.
type SearchLimits struct {
	Pages   int           // of one search in one run
	Overlap time.Duration // how far below the newest post a run begins
	Deep    time.Duration // the same once a day
	History time.Duration // how far back the first run goes unless told otherwise
}

// A SearchCursor is how far some searches were read, one after the other.
type SearchCursor struct {
	Server   string       `json:"server"`
	Query    string       `json:"query"`
	Floor    time.Time    `json:"floor"`           // how far back anybody wanted to see
	At       int          `json:"at,omitempty"`    // the search that the run has come to
	Pages    int          `json:"pages,omitempty"` // that it has taken of it
	Searches []searchMark `json:"searches"`
}

// A searchMark is how far one search was read: up to Newest, but for the gaps.
type searchMark struct {
	Newest time.Time    `json:"newest"` // zero: nothing was found yet
	Deep   time.Time    `json:"deep"`   // when a walk last went far below Newest
	Gaps   []searchSpan `json:"gaps,omitempty"`
	Walk   *SearchWalk  `json:"walk,omitempty"` // nil between two walks
}

// A searchSpan is the time of posts that are still to be read; To is no part of it.
type searchSpan struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

const (
	maxGaps   = 16          // spans that are kept apart
	staleWalk = time.Minute // a walk that began before was left by an earlier run
)

// Begin makes c ready for n searches that go back to since, zero for the limits' own.
func (c *SearchCursor) Begin(n int, since, now time.Time, l *SearchLimits) {
	if len(c.Searches) != n {
		if since.IsZero() {
			since = now.Add(-l.History)
		}
		c.Searches, c.Floor = make([]searchMark, n), since.UTC()
	}
	if !since.IsZero() && since.Before(c.Floor) {
		for i := range c.Searches {
			if s := &c.Searches[i]; !s.Newest.IsZero() {
				s.Gaps = slices.Insert(s.Gaps, 0, searchSpan{since.UTC(), c.Floor})
			}
		}
		c.Floor = since.UTC()
	}
	if s := &c.Searches[c.At]; s.Walk == nil {
		s.begin(c.Floor, now, l)
	}
}

// Begin starts a walk to what is new.
func (s *searchMark) begin(floor, now time.Time, l *SearchLimits) {
	w := &SearchWalk{Began: now, From: floor, Reach: s.Newest}
	if !s.Newest.IsZero() {
		back := l.Overlap
		if w.Deep = now.Sub(s.Deep) >= 24*time.Hour; w.Deep {
			back = l.Deep
		}
		w.From = later(floor, s.Newest.Add(-back))
	}
	s.Walk = w
}

// Walk returns the walk that is under way.
func (c *SearchCursor) Walk() *SearchWalk { return c.Searches[c.At].Walk }

// Advance moves c past a page and reports whether the run goes on.
func (c *SearchCursor) Advance(p *SearchPage, now time.Time, l *SearchLimits) (more bool) {
	s := &c.Searches[c.At]
	c.Pages++
	next := s.Walk.take(p, now)
	if next == walkDone || s.hurries() {
		s.finish(c.Floor, now, l)
	} else if next == walkStuck {
		s.suspend(now, l)
	}
	if s.Walk != nil && c.Pages >= l.Pages {
		s.suspend(now, l)
	}
	if s.Walk != nil {
		return true
	}
	c.Pages = 0
	c.At++
	if c.At < len(c.Searches) {
		return true
	}
	c.At = 0
	return false
}

// finish ends a walk that saw all and starts the next one, if there is something left to read.
func (s *searchMark) finish(floor, now time.Time, l *SearchLimits) {
	w := s.Walk
	s.Walk = nil
	if w.Gap {
		s.Gaps = s.Gaps[:len(s.Gaps)-1]
	} else {
		s.pass(w, now)
		if now.Sub(w.Began) > staleWalk {
			s.begin(floor, now, l)
			return
		}
	}
	if n := len(s.Gaps); n > 0 {
		s.Walk = &SearchWalk{Began: now, Gap: true, From: s.Gaps[n-1].From, To: s.Gaps[n-1].To}
	}
}

// pass notes that w has seen all that is new, but for gaps.
func (s *searchMark) pass(w *SearchWalk, now time.Time) {
	s.Newest = later(s.Newest, w.Newest)
	if w.Deep || s.Deep.IsZero() {
		s.Deep = now
	}
}

// suspend ends a walk that has taken its pages, and keeps what it did not see for the next run.
func (s *searchMark) suspend(now time.Time, l *SearchLimits) {
	w := s.Walk
	s.Walk = nil
	if w.Gap {
		w.Resume()
		s.Gaps[len(s.Gaps)-1].To = w.To
		return
	}
	s.pass(w, now)
	if w.known() {
		return // it was on its way through what is known
	}
	gap := searchSpan{w.From, now}
	if !w.Oldest.IsZero() {
		gap.To = w.Oldest.Add(instant)
	}
	if !w.Reach.IsZero() {
		gap.From = later(gap.From, w.Reach.Add(-l.Overlap))
	}
	if n := len(s.Gaps); n > 0 {
		gap.From = later(gap.From, s.Gaps[n-1].To)
	}
	if gap.From.Before(gap.To) {
		s.Gaps = append(s.Gaps, gap)
	}
	if len(s.Gaps) > maxGaps {
		s.Gaps[1].From = s.Gaps[0].From
		s.Gaps = s.Gaps[1:]
	}
}

// Gap says what of the searches, which names are given, is not read yet; "" if nothing.
func (c *SearchCursor) Gap(names []string) string {
	var hours time.Duration
	var first, last searchSpan
	name, spans := "", 0
	for i, s := range c.Searches {
		for _, g := range s.Gaps {
			if spans == 0 || g.From.Before(first.From) {
				first = g
			}
			if spans == 0 || g.To.After(last.To) {
				last = g
			}
			if spans == 0 {
				name = names[i]
			}
			hours += g.To.Sub(g.From)
			spans++
		}
	}
	if spans == 0 {
		return ""
	}
	return fmt.Sprintf("%s of %s not yet collected, between %s and %s; the next run goes on there", roughly(hours), name,
		first.From.UTC().Format(time.RFC3339), last.To.UTC().Format(time.RFC3339))
}

// roughly returns d in the words of a person.
func roughly(d time.Duration) string {
	switch {
	case d < 90*time.Minute:
		return strconv.Itoa(max(1, int(d.Round(time.Minute)/time.Minute))) + " min"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d.Round(time.Hour)/time.Hour)) + " hours"
	}
	return strconv.Itoa(int(d.Round(24*time.Hour)/(24*time.Hour))) + " days"
}

// later returns the later one of two times.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// OpenSearchCursor returns what cur says, or a new cursor if that is of another server or query.
func OpenSearchCursor(cur store.Cursor, server, query string, n int) SearchCursor {
	var c SearchCursor
	if !source.DecodeCursor(cur, &c) || c.Server != server || c.Query != query || len(c.Searches) != n || c.At < 0 || c.At >= n {
		return SearchCursor{Server: server, Query: query}
	}
	return c
}
