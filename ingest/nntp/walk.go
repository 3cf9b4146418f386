package nntp

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mail"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/ingest/wire"
)

// Limits of reading a group.
const (
	nntpBatch   = 16                 // articles that are asked for at a time
	nntpMisses  = 20000              // numbers without article in one page
	nntpJump    = 10000              // numbers whose overview is asked for at a time, where many have no article
	nntpMargin  = 7 * 24 * time.Hour // how much earlier than Env.Since reading begins, because dates are not in order
	nntpProbes  = 50                 // numbers without article after which a place in the group counts as having no date
	maxNNTPHead = 1 << 20            // bytes of a header that is read for its date
)

// An nntpWalk reads a group, page by page.
type nntpWalk struct {
	*nntpSession
	at     string // the cursor of the last page
	used   time.Time
	cursor nntpCursor
	low    int64 // of the group
	high   int64
	misses int   // numbers in a row that no article has
	read   int64 // bytes of all articles so far, for progress
	count  int64 // how many these are
}

// begin selects the group and finds where to go on.
func (w *nntpWalk) begin(fresh bool, page *source.Page) error {
	code, words, err := w.command("GROUP " + w.cfg.Group)
	switch {
	case err != nil:
		return err
	case code != nntpGroup:
		return w.refusal("group "+w.cfg.Group, code, words)
	}
	count, low, high, err := parseNNTPGroup(words)
	if err != nil {
		return w.remote.Failed(fetch.Damaged, err, "is this a news server?")
	}
	w.low, w.high = max(low, 1), high
	if count == 0 && high <= w.cursor.Last || high < w.low {
		w.high = w.cursor.Last // empty, for now or for ever
		return nil
	}
	renumbered, err := w.renumbered()
	if err != nil {
		return err
	}
	if renumbered {
		w.cursor.Last, w.cursor.ID, w.cursor.Number = 0, "", 0
	}
	if from := w.cursor.Last + 1; from > 1 && from < w.low {
		page.Gap = fmt.Sprintf("group %s: articles %d to %d expired before they were read; read more often, or another "+
			"archive of the list", w.cfg.Group, from, w.low-1)
	}
	w.cursor.Last = max(w.cursor.Last, w.low-1)
	if fresh && !w.env.Since.IsZero() {
		return w.skipTo(w.env.Since.Add(-nntpMargin))
	}
	return nil
}

// renumbered reports whether the numbers of the group mean other articles than when the cursor was made.
func (w *nntpWalk) renumbered() (bool, error) {
	switch {
	case w.cursor.Last == 0:
		return false, nil
	case w.high < w.cursor.Last:
		return true, nil
	case w.cursor.ID == "" || w.cursor.Number < w.low:
		return false, nil
	}
	code, words, err := w.command(fmt.Sprintf("STAT %d", w.cursor.Number))
	if err != nil || code != nntpStat {
		return false, err // it may have been cancelled
	}
	_, id, err := parseNNTPNumber(words)
	return err == nil && id != "" && id != w.cursor.ID, nil
}

// skipTo passes over the articles before t, which a search by halves finds, because numbers follow arrival. What has no
// date is not passed over.
func (w *nntpWalk) skipTo(t time.Time) error {
	low, high := w.cursor.Last+1, w.high+1
	for low < high {
		middle := low + (high-low)/2
		at, err := w.dateAt(middle, high)
		if err != nil {
			return err
		}
		if at.IsZero() || !at.Before(t) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	w.cursor.Last = low - 1
	return nil
}

// dateAt returns the latest date of the first few articles from number n on, before end, or zero if there is none near.
// One date alone may be wrong, and one that is too early would pass over what came before it.
func (w *nntpWalk) dateAt(n, end int64) (time.Time, error) {
	var latest time.Time
	for seen, stop := 0, min(end, n+nntpProbes); n < stop && seen < 3; n++ {
		code, words, err := w.command(fmt.Sprintf("HEAD %d", n))
		switch {
		case err != nil:
			return time.Time{}, err
		case missing(code):
			continue
		case code != nntpHead:
			return time.Time{}, w.refusal(w.item(n), code, words)
		}
		head, _, err := w.block(maxNNTPHead)
		if err != nil {
			return time.Time{}, err
		}
		p, err := mail.Parse(append(head, '\n'), mail.Options{Now: w.env.Now()})
		if err == nil && (!p.Claimed.IsZero() || !p.Received.IsZero()) {
			seen++
			if p.Published.After(latest) {
				latest = p.Published
			}
		}
	}
	return latest, nil
}

// missing reports whether a code means that no article has the number.
func missing(code int) bool { return code == nntpNoNumber || code == nntpNoArticle || code == 420 }

// articles collects what one page holds and moves the cursor past it.
func (w *nntpWalk) articles(page *source.Page) ([]mailkind.Message, error) {
	var found []mailkind.Message
	for missed := 0; w.cursor.Last < w.high && len(found) < w.perPage && page.Read < fetch.PageBytes && missed < nntpMisses; {
		from := w.cursor.Last + 1
		if w.misses >= 3*nntpBatch {
			w.misses = 0
			if err := w.jump(); err != nil {
				return nil, err
			}
			missed += int(w.cursor.Last + 1 - from)
			continue
		}
		before := len(found)
		var err error
		last := w.cursor.Last
		if found, err = w.batch(found, page); err != nil {
			if len(found) > 0 && w.cursor.Last == last { // the next page begins, and fails, where this one ends
				break
			}
			return nil, err
		}
		missed += int(w.cursor.Last+1-from) - (len(found) - before)
	}
	if w.count > 0 {
		page.Total = w.read + w.read/w.count*(w.high-w.cursor.Last)
	}
	return found, nil
}

// batch asks for the next articles at once, so that the way to the server and back counts once, and takes their answers
// in order. Articles that the server has and cannot give are skipped if it gives another afterwards; if not, it is ill
// itself, and batch fails with the cursor where it was.
func (w *nntpWalk) batch(found []mailkind.Message, page *source.Page) ([]mailkind.Message, error) {
	from := w.cursor.Last + 1
	to := min(from+min(nntpBatch, int64(w.perPage-len(found)))-1, w.high)
	var commands strings.Builder
	for n := from; n <= to; n++ {
		fmt.Fprintf(&commands, "ARTICLE %d\r\n", n)
	}
	w.wire.Allow(wire.Answer)
	if _, err := w.wire.Write([]byte(commands.String())); err != nil {
		return nil, w.wire.Failure(&w.remote, err, nil)
	}
	before, held := w.cursor, len(found)
	var faults []error
	for n := from; n <= to; n++ {
		code, words, err := w.answer()
		switch {
		case err != nil:
			return nil, err
		case missing(code):
			w.misses++
		case code == nntpFault:
			faults = append(faults, fmt.Errorf("%s: the server does not give it: %s", w.item(n), fetch.QuoteServer(words)))
		case code != nntpArticle:
			return nil, w.refusal(w.item(n), code, words)
		default:
			w.misses = 0
			number, id, err := parseNNTPNumber(words)
			if err != nil || number != n && number != 0 {
				return nil, w.remote.Failed(fetch.Damaged,
					fmt.Errorf("%s was asked for, and the server answers %s", w.item(n), fetch.QuoteServer(words)), "is this a news server?")
			}
			raw, long, err := w.block(w.largest)
			if err != nil {
				return nil, err
			}
			w.cursor.ID, w.cursor.Number = id, n
			w.read += int64(len(raw))
			w.count++
			page.Read += int64(len(raw))
			if long {
				page.Skipped = append(page.Skipped, fmt.Errorf("%s: larger than %d MiB", w.item(n), w.largest>>20))
				break
			}
			found = append(found, mailkind.Message{Message: box.Message{Raw: raw}, Item: w.item(n)})
		}
		w.cursor.Last = n
	}
	if len(faults) > 0 {
		if well, err := w.isWell(to); err != nil || !well {
			w.cursor = before
			return found[:held], cmp.Or(err, error(w.remote.Failed(fetch.Broken, faults[0], "try again later")))
		}
	}
	page.Skipped = append(page.Skipped, faults...)
	return found, nil
}

// isWell reports whether the server gives an article that it gave before, or, if it never gave one, the newest after
// number n.
func (w *nntpWalk) isWell(n int64) (bool, error) {
	known := cmp.Or(w.cursor.Number, w.high)
	if w.cursor.Number == 0 && known <= n {
		return false, nil
	}
	code, _, err := w.command(fmt.Sprintf("ARTICLE %d", known))
	if err == nil && code == nntpArticle {
		_, _, err = w.block(w.largest)
	}
	return code == nntpArticle, err
}

// item names an article in errors.
func (w *nntpWalk) item(n int64) string { return fmt.Sprintf("group %s, article %d", w.cfg.Group, n) }

// jump passes over numbers that no article has, by the overview of what follows. A server without one is asked for
// article after article.
func (w *nntpWalk) jump() error {
	from := w.cursor.Last + 1
	to := min(from+nntpJump-1, w.high)
	for _, command := range [...]string{"OVER", "XOVER"} {
		code, words, err := w.command(fmt.Sprintf("%s %d-%d", command, from, to))
		switch {
		case err != nil:
			return err
		case code == nntpOverview:
			lines, _, err := w.block(box.MaxMessage)
			if err != nil {
				return err
			}
			first := firstNNTPOverview(lines, from, to)
			if first == 0 {
				first = to + 1
			}
			w.cursor.Last = first - 1
			return nil
		case missing(code) || code == 412:
			w.cursor.Last = to
			return nil
		case code != nntpUnknown && code != 501 && code != 502 && code != nntpUnsupported:
			return w.refusal("overview", code, words)
		}
	}
	return nil
}

// firstNNTPOverview returns the lowest number from from to to that an overview lists, 0 if there is none.
func firstNNTPOverview(lines []byte, from, to int64) int64 {
	var first int64
	for line := range bytes.Lines(lines) {
		number, _, _ := bytes.Cut(line, []byte("\t"))
		n, err := strconv.ParseInt(strings.TrimSpace(string(number)), 10, 64)
		if err == nil && n >= from && n <= to && (first == 0 || n < first) {
			first = n
		}
	}
	return first
}
