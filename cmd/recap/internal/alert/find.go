package alert

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/store"
)

const (
	channelRuns = 3              // runs running in which an output took nothing
	madeLate    = time.Hour      // an edition that no run has made so long after its hour is late; several runs may be needed to catch up
	heldLate    = 24 * time.Hour // so long an editor may take
	usualDays   = 8              // days with posts that are needed to say what is usual of a source
	usualSpan   = 120 * 24 * time.Hour
	silentTimes = 2 // so many times the usual is much longer than usual
)

// Facts are what a run knows once it has done its work.
type Facts struct {
	Now         time.Time
	SourceAfter time.Duration
	QuietAfter  time.Duration

	Sources []store.SourceState    // those that are configured
	Outputs []string               // names of those that are configured
	Written map[string][]time.Time // source -> when its posts of the last months were written, oldest first; nil: nobody looked
	Digests []edition.Standing
	Tried   map[string]error // output -> what came of bringing it an edition in this run; nil if it took one
}

// Find notes in s what f says of outputs and sources, and returns what is wrong.
func Find(s *State, f Facts) []Finding {
	if s.Began.IsZero() {
		s.Began = f.Now.UTC()
	}
	var found []Finding
	for _, d := range f.Digests {
		found = append(found, late(d, f)...)
		found = append(found, quiet(s, d, f)...)
	}
	found = append(found, channels(s, f)...)
	return append(found, sources(s, f)...)
}

// late finds editions that are due and not delivered. One finding stands for all of a digest.
func late(d edition.Standing, f Facts) []Finding {
	var all []string
	var since time.Time
	for _, l := range d.Late {
		waited := f.Now.Sub(l.At)
		what := ""
		switch {
		case l.Held && waited >= heldLate:
			what = "waits for an editor"
		case l.Held:
		case len(l.Outputs) > 0:
			what = "is not delivered to " + strings.Join(l.Outputs, ", ")
		case waited >= madeLate:
			what = "was not made"
		}
		if what == "" {
			continue
		}
		all = append(all, fmt.Sprintf("%s was due on %s and %s", l.Due, day(l.At.In(l.Window.Zone)), what))
		if since.IsZero() || l.At.Before(since) {
			since = l.At
		}
	}
	if len(all) == 0 {
		return nil
	}
	return []Finding{{Undelivered, d.Digest.Name, console.OneLine("digest " + strings.Join(all, "; ")), since}}
}

// quiet finds a digest whose last edition with a post in it ended long ago, and of which a period has had its turn
// since.
func quiet(s *State, d edition.Standing, f Facts) []Finding {
	since := d.News
	if since.Before(s.Began) {
		since = s.Began // what was before nobody knows
	}
	if f.Now.Sub(since) < f.QuietAfter || !d.Passed.After(since) {
		return nil
	}
	text := fmt.Sprintf("digest %s: no edition had news since %s", d.Digest.Name, day(since))
	return []Finding{{Quiet, d.Digest.Name, console.OneLine(text), since}}
}

// channels finds outputs that took nothing in several runs running. Why is for whoever runs recap: what a server
// answers may name a recipient, and alerts go to more people and further.
func channels(s *State, f Facts) []Finding {
	for name := range s.Fails {
		if !slices.Contains(f.Outputs, name) { // nobody will try it again
			delete(s.Fails, name)
		}
	}
	for name, err := range f.Tried {
		if err == nil {
			delete(s.Fails, name)
			continue
		}
		if s.Fails == nil {
			s.Fails = map[string]int{}
		}
		s.Fails[name]++
	}
	var found []Finding
	for name, n := range s.Fails {
		if n < channelRuns {
			continue
		}
		text := fmt.Sprintf("output %s failed in %d runs running; \"recap run\" and \"recap status\" say why", name, n)
		found = append(found, Finding{Channel, name, console.OneLine(text), f.Now})
	}
	return found
}

// sources finds those that fail for long, and those that are silent for much longer than usual.
func sources(s *State, f Facts) []Finding {
	var found []Finding
	failing := map[string]time.Time{}
	for _, one := range f.Sources {
		still := stillSilent(s, one) // also while it cannot be read: nobody knows that this is over
		found = append(found, still...)
		if one.Failures == 0 && one.Disabled == "" {
			if len(still) == 0 {
				found = append(found, silent(one, f)...)
			}
			continue
		}
		since, known := s.Failing[one.Name]
		if !known {
			since = f.Now.UTC()
		}
		failing[one.Name] = since
		if f.Now.Sub(since) < f.SourceAfter {
			continue
		}
		why := one.Disabled
		if why == "" {
			why = one.LastError
		}
		text := fmt.Sprintf("source %s fails since %s: %s", one.Name, day(since), why)
		found = append(found, Finding{Failing, one.Name, console.OneLine(text), since})
	}
	s.Failing = failing
	return found
}

// stillSilent returns what was found of a source that was silent, if it has brought nothing since.
func stillSilent(s *State, one store.SourceState) []Finding {
	key := Finding{Kind: Silent, Subject: one.Name}.key()
	if !s.active(key) || !one.LastNew.Before(s.Entries[key].Raised) {
		return nil
	}
	e := s.Entries[key]
	return []Finding{{Silent, one.Name, e.Text, e.Since}}
}

// silent finds a source that was read to its end, and whose newest post is much older than its posts usually are apart.
func silent(one store.SourceState, f Facts) []Finding {
	written := f.Written[one.Name]
	usual, ok := usualGap(written)
	if !ok {
		return nil
	}
	last := written[len(written)-1]
	if one.LastComplete.Sub(last) < max(f.SourceAfter, silentTimes*usual) {
		return nil
	}
	text := fmt.Sprintf("source %s: no post since %s, and usually there are no %s without one", one.Name, day(last), span(usual))
	return []Finding{{Silent, one.Name, console.OneLine(text), last}}
}

// usualGap returns the longest time but one that lay between two posts, because the longest may have been a fault. It
// is not ok where there are too few.
func usualGap(written []time.Time) (gap time.Duration, ok bool) {
	days := 0
	var gaps []time.Duration
	for i, t := range written {
		if i == 0 || !sameDay(t, written[i-1]) {
			days++
		}
		if i > 0 {
			gaps = append(gaps, t.Sub(written[i-1]))
		}
	}
	if days < usualDays {
		return 0, false
	}
	slices.Sort(gaps)
	return gaps[len(gaps)-2], true
}

func sameDay(x, y time.Time) bool {
	return x.UTC().Format(time.DateOnly) == y.UTC().Format(time.DateOnly)
}

// day returns t for people.
func day(t time.Time) string { return t.Format("2006-01-02 15:04 MST") }

// span returns d for people, in whole hours or days.
func span(d time.Duration) string {
	hours := int((d + time.Hour - 1) / time.Hour)
	if hours < 72 {
		return console.Count(hours, "hour")
	}
	return console.Count((hours+23)/24, "day")
}
