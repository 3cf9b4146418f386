package mastodon

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A mastodonCursor is how far a timeline was read. Ids are the server's own and opaque: they are never compared, only
// handed back.
type mastodonCursor struct {
	Server    string        `json:"server"`
	Query     string        `json:"query"`
	Newest    string        `json:"newest,omitempty"`     // the newest status of the last walk
	Oldest    string        `json:"oldest,omitempty"`     // the oldest status that the walk down took
	Floor     time.Time     `json:"floor"`                // how far back the walk down went
	Marks     []tootMark    `json:"marks,omitempty"`      // newest first
	Deep      time.Time     `json:"deep"`                 // when a walk last began seven days back
	LocalOnly bool          `json:"local_only,omitempty"` // strangers see only the server's own statuses
	Walk      *mastodonWalk `json:"walk,omitempty"`       // nil between two walks
}

// A tootMark is a status near the end of the timeline at some time.
type tootMark struct {
	At time.Time `json:"at"`
	ID string    `json:"id"`
}

// A mastodonWalk is a way through the timeline, page by page.
type mastodonWalk struct {
	Down  bool      `json:"down,omitempty"`  // towards older statuses, by max_id; else towards newer ones, by min_id
	At    string    `json:"at"`              // the id to go on from; "" is the top
	Floor time.Time `json:"floor"`           // down: where to stop
	Goal  string    `json:"goal,omitempty"`  // up: the status that an earlier walk ended with; "" once it was passed
	Deep  bool      `json:"deep,omitempty"`  // up: began seven days back
	Seen  []string  `json:"seen,omitempty"`  // ids gone on from before
	Empty int       `json:"empty,omitempty"` // empty pages in a row
	Loops int       `json:"loops,omitempty"` // times that the server led back
}

// How far below the end a walk up begins. A status is sorted in by the date that it claims and so may arrive below the
// end.
const (
	overlap     = 24 * time.Hour
	deepOverlap = 7 * 24 * time.Hour // once a day
)

// begin starts the next walk: down where the past is wanted and not read yet, else up.
func (c *mastodonCursor) begin(now, since time.Time) {
	switch {
	case c.Newest == "":
		if since.IsZero() {
			since = now.Add(-tootHistory)
		}
		c.Walk = &mastodonWalk{Down: true, Floor: since.UTC()}
	case !since.IsZero() && since.Before(c.Floor):
		c.Walk = &mastodonWalk{Down: true, At: c.Oldest, Floor: since.UTC()}
	default:
		w := &mastodonWalk{Goal: c.Newest, Deep: now.Sub(c.Deep) >= 24*time.Hour}
		back := overlap
		if w.Deep {
			back = deepOverlap
			c.LocalOnly = false // perhaps the server shows more by now
		}
		w.At = c.mark(now.Add(-back))
		if w.At == w.Goal {
			w.Goal = ""
		}
		c.Walk = w
	}
}

// mark returns the id of the newest mark that is not after t, else of the oldest one, else the newest status.
func (c *mastodonCursor) mark(t time.Time) string {
	for _, m := range c.Marks {
		if !m.At.After(t) {
			return m.ID
		}
	}
	if len(c.Marks) > 0 {
		return c.Marks[len(c.Marks)-1].ID
	}
	return c.Newest
}

// addMark notes that id was near the end of the timeline at t. One mark an hour is kept for a day and one a day for a
// week before.
func (c *mastodonCursor) addMark(t, now time.Time, id string) {
	if id == "" || t.After(now) {
		return
	}
	c.Marks = append(c.Marks, tootMark{t.UTC(), id})
	slices.SortStableFunc(c.Marks, func(a, b tootMark) int { return cmp.Compare(b.At.Unix(), a.At.Unix()) })
	var kept []tootMark
	slots := make(map[time.Time]bool)
	for _, m := range c.Marks {
		age := now.Sub(m.At)
		slot := m.At.Truncate(time.Hour)
		if age > overlap+2*time.Hour {
			slot = m.At.Truncate(24 * time.Hour)
		}
		if age <= deepOverlap+48*time.Hour && !slots[slot] {
			slots[slot] = true
			kept = append(kept, m)
		}
	}
	c.Marks = kept
}

// advance moves the cursor past a page. more says whether to go on in this run, gap why statuses may be missing.
func (c *mastodonCursor) advance(p *tootPage, now time.Time) (more bool, gap string) {
	w := c.Walk
	next := p.next(w.Down)
	if w.Down && len(p.rows) > 0 {
		if w.At == "" {
			c.Newest = p.next(false)
		}
		c.Oldest = cmp.Or(p.lastSince(w.Floor), c.Oldest)
		c.addMark(p.rows[len(p.rows)-1].created, now, next)
	}
	if w.passes(p) {
		w.Goal = ""
	}
	switch {
	case len(p.rows) == 0 && w.Empty == 0 && (w.Down || next != ""): // servers give empty pages before full ones: ask once more
		w.Empty++
		if next != "" && next != w.At {
			w.At = next
		}
		return true, ""
	case len(p.rows) == 0, w.Down && p.before(w.Floor):
		return c.finish(now), ""
	case next == w.At || slices.Contains(w.Seen, next):
		return c.loop(now)
	}
	w.Empty, w.Loops = 0, 0
	w.Seen = append(w.Seen, w.At)
	w.At = next
	if len(w.Seen) >= walkPages {
		w.Seen = w.Seen[len(w.Seen)-1:]
		last := p.rows[len(p.rows)-1].created.Format(time.RFC3339)
		return false, fmt.Sprintf("stopped after %d pages at %s; the next run goes on there", walkPages, last)
	}
	return true, ""
}

// loop deals with a server that leads back to where the walk has been. A walk down is tried once more in the next run,
// and then given up, so that new statuses are read.
func (c *mastodonCursor) loop(now time.Time) (more bool, gap string) {
	gap = "the server gave the same page twice; statuses may be missing"
	if w := c.Walk; w.Down && w.Loops == 0 {
		w.Loops++
		return false, gap
	}
	return c.finish(now), gap
}

// finish ends a walk. After one down, and after one up that ended before it came to what was read before, another
// begins where that was.
func (c *mastodonCursor) finish(now time.Time) (more bool) {
	w := c.Walk
	c.Walk = nil
	switch {
	case w.Down:
		c.Floor = w.Floor
		c.Deep = now
		if c.Newest == "" {
			return false
		}
		c.addMark(now, now, c.Newest)
		c.Walk = &mastodonWalk{At: c.Newest}
		return true
	case w.Goal != "":
		c.Walk = &mastodonWalk{At: w.Goal, Deep: w.Deep}
		return true
	}
	if w.Deep {
		c.Deep = now
	}
	c.Newest = w.At
	c.addMark(now, now, c.Newest)
	return false
}

// Passes reports whether p holds the status that an earlier walk ended with.
func (w *mastodonWalk) passes(p *tootPage) bool {
	return w.Goal != "" && slices.ContainsFunc(p.rows, func(r tootRow) bool { return r.id == w.Goal })
}
