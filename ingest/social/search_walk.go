package social

import (
	"slices"
	"time"
)

// A SearchWalk is a way through a search, from To back to From.
type SearchWalk struct {
	Began  time.Time `json:"began"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`               // zero: no end
	Gap    bool      `json:"gap,omitempty"`    // what is read is the last of the gaps
	Deep   bool      `json:"deep,omitempty"`   // goes far below what is known
	Reach  time.Time `json:"reach"`            // what is older is known; zero: nothing is
	Again  bool      `json:"again,omitempty"`  // the server did not heed From or To, and was asked once more
	Marks  bool      `json:"marks,omitempty"`  // goes on by the server's marks, because it does not heed To
	Cursor string    `json:"cursor,omitempty"` // the server's mark of the next page; "" is the first one
	Seen   []string  `json:"seen,omitempty"`   // the marks that it gave since To was set
	Oldest time.Time `json:"oldest"`           // of the posts so far; zero: there were none
	Newest time.Time `json:"newest"`
	Empty  int       `json:"empty,omitempty"` // empty pages in a row
}

// A SearchPage is what a walk needs to know of one page.
type SearchPage struct {
	Rows   int
	Times  []time.Time // of the rows that have one, as the search sorts them
	Cursor string      // the server's mark of the next page; "" if it gives none
}

const (
	maxEmpty = 2                // empty pages in a row that are no end yet
	instant  = time.Millisecond // the least that separates two posts
	maxMark  = 4 << 10          // bytes of a server's mark
)

// A walkState says how it stands with a walk after a page.
type walkState int

const (
	walkOn    walkState = iota // there is a next page
	walkDone                   // all was seen
	walkStuck                  // the server leads in a circle
)

// take moves w past a page. A walk goes on by time, from the oldest post that it saw, because a server's marks often
// count rows, of which one is passed over for each that is deleted meanwhile; and because searches end before all was
// seen, or lead in a circle. So what seems to be an end is believed when there is nothing older below, or when what
// lies there is known. The marks serve where time does not: for many posts of one instant, and for a server that does
// not heed the limits.
func (w *SearchWalk) take(p *SearchPage, now time.Time) walkState {
	below, heedless := w.see(p, now)
	w.Empty++
	if p.Rows > 0 {
		w.Empty = 0
	}
	next := p.Cursor
	if len(next) > maxMark {
		next = ""
	}
	switch {
	case (below || heedless && w.resumed()) && !w.Marks && !w.Again: // an old answer perhaps: ask once more
		w.Again = true
	case below, next == "" && !w.Deep && w.known():
		return walkDone
	case w.Empty == 1 && !w.Marks: // by accident, for the oldest post so far is part of what was asked for: ask once more
		w.Resume()
		w.Empty = 1
	case !w.Marks && !w.Oldest.IsZero() && !w.resumed():
		w.Resume()
	case next != "" && w.Empty <= maxEmpty && !slices.Contains(w.Seen, next):
		w.Seen = append(w.Seen, next)
		w.Cursor = next
		w.Marks = w.Marks || heedless
	case next != "" && p.Rows > 0:
		return walkStuck
	default:
		return walkDone
	}
	return walkOn
}

// see notes the times of the rows of a page. It reports whether all of them lie below what is wanted, and whether some
// lie above.
func (w *SearchWalk) see(p *SearchPage, now time.Time) (below, heedless bool) {
	below = len(p.Times) > 0
	for _, at := range p.Times {
		heedless = heedless || !w.To.IsZero() && !at.Before(w.To)
		if at.Before(w.From) {
			continue
		}
		below = false
		if w.Oldest.IsZero() || at.Before(w.Oldest) {
			w.Oldest = at
		}
		if at.After(w.Newest) && !at.After(now) {
			w.Newest = at
		}
	}
	return below, heedless
}

// known reports whether w has come to posts that an earlier walk saw.
func (w *SearchWalk) known() bool {
	return !w.Reach.IsZero() && !w.Oldest.IsZero() && !w.Oldest.After(w.Reach)
}

// resumed reports whether w has seen nothing older since it went on by time.
func (w *SearchWalk) resumed() bool {
	return !w.To.IsZero() && !w.Oldest.IsZero() && !w.Oldest.Before(w.To.Add(-instant))
}

// hurries reports whether the walk leaves out the overlap, because there are gaps to be read: else a search with more
// posts in that time than a run may read would never come to them.
func (s *searchMark) hurries() bool {
	if s.Walk.Gap || len(s.Gaps) == 0 || !s.Walk.known() {
		return false
	}
	s.Walk.Deep = false
	return true
}

// Resume has w go on below the oldest post so far, by time and not by the server's marks.
func (w *SearchWalk) Resume() {
	if !w.Oldest.IsZero() {
		w.To = w.Oldest.Add(instant)
	}
	w.Cursor, w.Seen, w.Empty, w.Again = "", nil, 0, false
}
