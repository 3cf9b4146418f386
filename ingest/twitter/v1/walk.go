package v1

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"time"

	"recap/ingest/social"
	"recap/ingest/twitter/api"
)

// A tweetSearchCursor is how far the searches of a server were read. Ids are the server's own: whole numbers that grow
// as statuses arrive there.
type tweetSearchCursor struct {
	Server string     `json:"server"`
	Query  string     `json:"query"`
	Heads  []string   `json:"heads,omitempty"` // of each hashtag: id of the newest status that was read
	Walk   *tweetWalk `json:"walk,omitempty"`  // nil between two runs
	Next   int        `json:"next,omitempty"`  // the hashtag of the walk that follows
}

// A tweetWalk is a way through the pages of one search, from the newest status down. Pages are counted from the top, so
// that a status that is deleted meanwhile moves all below it up and one of them past the reader, and a short page looks
// like the last. A walk is therefore made again until two have seen the same.
type tweetWalk struct {
	Name  int       `json:"name"`            // which hashtag
	Since string    `json:"since,omitempty"` // only statuses after this id
	Begun time.Time `json:"begun"`           // when it was begun
	Floor time.Time `json:"floor"`           // first read of a hashtag: how far back
	Head  string    `json:"head,omitempty"`  // newest id of the first page of the first pass
	Page  int       `json:"page"`            // the page to ask for, from 1
	Pages int       `json:"pages"`           // pages asked for in this run

	Low    string `json:"low,omitempty"`    // smallest id of this pass
	Sum    uint64 `json:"sum,omitempty"`    // fingerprint of what this pass has seen
	Before uint64 `json:"before,omitempty"` // and the pass before it
	Passes int    `json:"passes,omitempty"` // passes that were ended
	Last   string `json:"last,omitempty"`   // first and last id of the page before
	Loops  int    `json:"loops,omitempty"`  // times that the server gave the same page again
}

// tweetPasses is how many passes a walk makes over pages that do not hold still.
const tweetPasses = 4

// begin starts the walk for one hashtag.
func (c *tweetSearchCursor) begin(name int, now, since time.Time) {
	for len(c.Heads) <= name {
		c.Heads = append(c.Heads, "")
	}
	w := &tweetWalk{Name: name, Since: c.Heads[name], Begun: now, Page: 1}
	if w.Since == "" {
		if w.Floor = since.UTC(); since.IsZero() {
			w.Floor = now.Add(-tweetHistory)
		}
	}
	c.Walk = w
}

// advance moves the cursor past a page. more says whether to go on with this search in this run, gap why statuses may
// be missing.
func (c *tweetSearchCursor) advance(a *tweetAnswer, now time.Time) (more bool, gap string) {
	w := c.Walk
	w.Pages++
	switch {
	case len(a.rows) == 0 && len(a.skipped) > 0: // there was something, and it cannot be read
		return w.onward()
	case len(a.rows) == 0:
		return c.pass(now)
	}
	last := a.rows[0].id + " " + a.rows[len(a.rows)-1].id
	if w.Page > 1 && last == w.Last {
		return c.loop(now)
	}
	w.Loops, w.Last = 0, last
	for _, r := range a.rows {
		if w.Passes == 0 && w.Page == 1 && api.DecimalLess(w.Head, r.id) {
			w.Head = r.id
		}
	}
	w.see(a.rows)
	if !w.Floor.IsZero() && a.before(w.Floor) {
		return c.pass(now)
	}
	return w.onward()
}

// onward goes to the page below.
func (w *tweetWalk) onward() (more bool, gap string) {
	w.Page++
	if w.Pages < tweetPages {
		return true, ""
	}
	w.Pages = 0
	return false, fmt.Sprintf("stopped after %d pages; the next run goes on there", tweetPages)
}

// see takes the ids of rows into the fingerprint of the pass: each once, and none that came after the walk began.
func (w *tweetWalk) see(rows []tweetRow) {
	for _, r := range rows {
		if w.Low != "" && !api.DecimalLess(r.id, w.Low) || api.DecimalLess(w.Head, r.id) {
			continue
		}
		w.Low = r.id
		h := fnv.New64a()
		h.Write([]byte(r.id))
		w.Sum ^= h.Sum64()
	}
}

// pass ends one way down. The walk is over if it found nothing or two passes agree.
func (c *tweetSearchCursor) pass(now time.Time) (more bool, gap string) {
	w := c.Walk
	w.Passes++
	switch {
	case w.Head == "", w.Passes > 1 && w.Sum == w.Before:
		c.finish(now)
		return false, ""
	case w.Passes == tweetPasses:
		c.finish(now)
		return false, fmt.Sprintf("the server's pages moved during %d readings; statuses may be missing", tweetPasses)
	}
	w.Before = w.Sum
	w.Page, w.Low, w.Sum, w.Last = 1, "", 0, ""
	return true, ""
}

// finish ends the walk. One that took long is followed by another, for what came meanwhile.
func (c *tweetSearchCursor) finish(now time.Time) {
	w := c.Walk
	c.Heads[w.Name] = cmp.Or(w.Head, c.Heads[w.Name])
	c.Walk, c.Next = nil, w.Name+1
	if now.Sub(w.Begun) > api.LongWalk {
		c.Next = w.Name
	}
}

// loop deals with a server that gives the same page again. It is asked once more in the next run, and then taken to
// have no further page.
func (c *tweetSearchCursor) loop(now time.Time) (more bool, gap string) {
	gap = "the server gave the same page twice; statuses may be missing"
	if w := c.Walk; w.Loops == 0 {
		w.Loops++
		w.Pages = 0
		return false, gap
	}
	c.finish(now)
	return false, gap
}

// before reports whether the page has dates and all of them are before t.
func (a *tweetAnswer) before(t time.Time) bool {
	return social.AllBefore(t, a.rows, func(r tweetRow) time.Time { return r.created })
}
