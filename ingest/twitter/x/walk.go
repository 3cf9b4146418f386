package x

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"recap/ingest/twitter/api"
)

// An xCursor is how far the search was read. Ids are compared with nothing, only handed back.
type xCursor struct {
	API     string    `json:"api"`
	Query   string    `json:"query"`
	SinceID string    `json:"since_id,omitempty"` // the newest post of the last walk
	SinceAt time.Time `json:"since_at"`           // when it was written
	Read    time.Time `json:"read"`               // up to when everything was read; zero before the first walk has ended
	Pending *xWalk    `json:"pending,omitempty"`  // nil between two walks
	Lost    *xLost    `json:"lost,omitempty"`     // the last hole that cannot be filled any more
}

// An xWalk is a way through the pages of one search, from the newest post down. Its pages stay where they are, however
// long it rests.
type xWalk struct {
	SinceID string    `json:"since_id,omitempty"`
	Start   time.Time `json:"start"`              // in place of SinceID; zero if that will do
	Token   string    `json:"next_token"`         // "" is the first page
	Newest  string    `json:"newest_id"`          // of the first page: the since_id of the next walk
	At      time.Time `json:"newest_at"`          // when that was written
	Begun   time.Time `json:"begun"`              // when the first page was asked for
	Lowest  time.Time `json:"lowest"`             // when the last post that was read was written
	Seen    []string  `json:"seen,omitempty"`     // tokens gone on from before, in this run
	Run     int       `json:"run,omitempty"`      // posts of this run
	Empty   int       `json:"empty,omitempty"`    // empty pages in a row that named no further one
	Loops   int       `json:"restarts,omitempty"` // times that the API led back
}

// An xLost is a time of which posts may be missing for good.
type xLost struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Found time.Time `json:"found"`
	Why   string    `json:"why"`
}

// tellLost is how long a hole that cannot be filled is told, so that the editions of these days tell it.
const tellLost = 48 * time.Hour

// String returns the hole as the recap tells it.
func (l *xLost) String() string {
	return fmt.Sprintf("%s; posts from %s to %s may be missing", l.Why, l.From.Format(time.RFC3339), l.To.Format(time.RFC3339))
}

// begin starts the next walk unless one is under way, and keeps either within the reach of search. A walk that has
// rested for as long as that is begun anew.
func (c *xCursor) begin(now, since time.Time) {
	horizon := now.Add(time.Minute - xReach).Truncate(time.Second)
	w := c.Pending
	if w == nil || w.Begun.Before(horizon) {
		w = &xWalk{SinceID: c.SinceID, Begun: now}
		if c.SinceID == "" {
			w.Start = cmp.Or(c.Read, since, horizon.Add(time.Hour)).UTC().Truncate(time.Second)
		}
		if old := c.Pending; old != nil {
			w.Loops, w.Start = old.Loops, cmp.Or(w.Start, old.Start)
		}
		c.Pending = w
	}
	from := w.Start
	if w.SinceID != "" && c.SinceAt.Before(horizon) {
		w.SinceID, from = "", c.Read
		w.Start = from
	}
	if w.SinceID == "" && w.Start.Before(horizon) {
		w.Start = horizon
		c.Lost = &xLost{From: from, To: horizon, Found: now, Why: "X's recent search goes back no more than 7 days"}
	}
}

// from returns when the posts begin that are not read yet.
func (c *xCursor) from() time.Time {
	w := c.Pending
	switch {
	case !w.Start.IsZero():
		return w.Start
	case !c.Read.IsZero():
		return c.Read
	}
	return c.SinceAt
}

// advance moves the cursor past a page. more says whether to go on in this run, gap why posts may be missing.
func (c *xCursor) advance(a *xAnswer, mostPosts int, now time.Time) (more bool, gap string) {
	w := c.Pending
	w.Run += len(a.Data)
	if w.Newest == "" {
		w.Newest, w.At = a.newest()
	}
	if at := a.oldest(); !at.IsZero() {
		w.Lowest = at
	}
	next := a.Meta.NextToken
	switch {
	// an end that is hard to believe, and free to ask for again
	case next == "" && len(a.Data) == 0 && (w.Token != "" || c.SinceID == "") && w.Empty == 0:
		w.Empty++
		return true, ""
	case next == "":
		c.finish()
		return now.Sub(w.Begun) > api.LongWalk, "" // what came meanwhile
	case next == w.Token || slices.Contains(w.Seen, next):
		return c.loop()
	}
	w.Empty = 0
	w.Seen = append(w.Seen, w.Token)
	w.Token = next
	switch {
	case a.remaining == 0:
		gap = "X allows no more requests for now"
	case w.Run > mostPosts-xLeastPosts:
		gap = fmt.Sprintf("max_posts_per_run: stopped after %d posts", w.Run)
	case len(w.Seen) >= xPages:
		gap = fmt.Sprintf("stopped after %d pages", xPages)
	default:
		return true, ""
	}
	w.rest()
	return false, fmt.Sprintf("%s; posts from %s to %s are read in the next run", gap, c.from().Format(time.RFC3339),
		w.Lowest.Format(time.RFC3339))
}

// rest ends the part of the walk that belongs to this run.
func (w *xWalk) rest() { w.Run, w.Seen = 0, nil }

// loop deals with an API that leads back to where the walk has been. The walk is begun once more in the next run, and
// then given up, so that new posts are read.
func (c *xCursor) loop() (more bool, gap string) {
	const why = "the API gave the same page twice"
	if w := c.Pending; w.Loops == 0 {
		w.rest()
		w.Token, w.Loops = "", 1
		return false, why + "; the next run begins anew"
	}
	c.Lost = &xLost{From: c.from(), To: c.Pending.Lowest, Found: c.Pending.Begun, Why: why}
	c.finish()
	return false, c.Lost.String()
}

// again begins the walk once more in the next run, because X does not know the mark of its next page any more.
func (c *xCursor) again() (gap string) {
	c.Pending.rest()
	c.Pending.Token = ""
	return "X does not take the mark of the next page; the next run begins anew"
}

// finish ends the walk.
func (c *xCursor) finish() {
	w := c.Pending
	if w.Newest != "" {
		c.SinceID, c.SinceAt = w.Newest, w.At
	}
	c.Read = w.Begun.Add(-time.Minute) // search leaves out the last half minute
	c.Pending = nil
}
