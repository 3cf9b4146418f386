package edition

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/store"
)

const (
	clockKey    = "clock"            // the meta value that says when the last run began, in RFC 3339
	clockSlack  = 10 * time.Minute   // by so much clocks may differ and be set
	clockMark   = time.Hour          // the moment of the last run is written down so often
	clockGap    = 36 * time.Hour     // between two runs; after a longer one the clock may have been behind
	hostsAhead  = 25 * time.Hour     // no server is left alone for longer
	clockFormat = "2006-01-02 15:04" // as a person is told
)

// CheckClock notices that the clock was wrong in earlier runs. What they noted for moments that lie ahead is taken
// back, because until then nothing would be read or published; posts that were dated by a clock that was behind get the
// date that they claim.
func (k *Desk) CheckClock(ctx context.Context) error {
	now := k.Now()
	last, err := lastRun(ctx, k.DB)
	if err != nil {
		return err
	}
	read, err := k.DB.Latest(ctx)
	if err != nil {
		return err
	}
	switch {
	case last.After(now.Add(clockSlack)) || read.After(now.Add(clockSlack)):
		if read.After(last) {
			last = read
		}
		if err := k.clockWasAhead(ctx, now, last); err != nil {
			return err
		}
	case !last.IsZero() && now.Sub(last) > clockGap:
		for i := range k.Config.Digests {
			if err := restoreSchedule(ctx, k.DB, &k.Config.Digests[i], now); err != nil {
				return err
			}
		}
		n, err := k.DB.Redate(ctx, now)
		if err != nil {
			return err
		}
		if n > 0 {
			k.Complain(fmt.Errorf("the clock was behind when %s came that claim dates after it; they are dated as they claim now", console.Count(n, "post")))
		}
	case !last.IsZero() && now.Sub(last) < clockMark:
		return nil
	}
	return k.DB.SetMeta(ctx, clockKey, now.UTC().Format(time.RFC3339))
}

// lastRun returns when the last run began, or up to clockMark before; zero if none did.
func lastRun(ctx context.Context, db store.DB) (time.Time, error) {
	text, err := db.Meta(ctx, clockKey)
	if errors.Is(err, store.ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	last, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, nil // somebody else's; it is written anew
	}
	return last, nil
}

// clockWasAhead takes back what runs noted up to last, which lies ahead of now.
func (k *Desk) clockWasAhead(ctx context.Context, now, last time.Time) error {
	k.Complain(fmt.Errorf("the clock says %s, and an earlier run was at %s; one of the two is wrong, and what was noted for moments ahead is taken back",
		now.In(k.Config.Zone).Format(clockFormat), last.In(k.Config.Zone).Format(clockFormat)))
	reset, err := k.DB.ForgetFuture(ctx, now, hostsAhead)
	if err != nil {
		return err
	}
	if reset.Sources > 0 {
		k.Complain(fmt.Errorf("due again is what was read ahead of the clock: %s", console.Count(reset.Sources, "source")))
	}
	for i := range k.Config.Digests {
		if err := k.resetSchedule(ctx, &k.Config.Digests[i], now); err != nil {
			return err
		}
	}
	return nil
}

// resetSchedule lets runs go on with the periods after the last one whose edition ended by now, where they had come to
// a later one.
func (k *Desk) resetSchedule(ctx context.Context, g *config.Digest, now time.Time) error {
	ahead, err := keptSchedule(ctx, k.DB, g)
	if err != nil || !ahead.Through.After(now.Add(clockSlack)) {
		return err
	}
	records, err := k.DB.Editions(ctx, g.Name, time.Time{}, now)
	if err != nil {
		return err
	}
	s := schedule{Through: now.UTC(), Ahead: &ahead}
	if i := slices.IndexFunc(records, func(r store.EditionRecord) bool { return !r.End.After(now) }); i >= 0 {
		s.Through = records[i].End
	}
	s.Retry = slices.DeleteFunc(slices.Clone(ahead.Retry), now.Before)
	s.Held = slices.DeleteFunc(slices.Clone(ahead.Held), func(h hold) bool { return now.Before(h.Start) })
	ahead.Ahead = nil // of another time that the clock went back
	k.Complain(fmt.Errorf("digest %s had come to %s, ahead of the clock; runs go on from %s", g.Name, ahead.Through.In(k.Config.Zone).Format(clockFormat), s.Through.In(k.Config.Zone).Format(clockFormat)))
	return s.save(ctx, k.DB, g)
}

// restoreSchedule is the reverse of resetSchedule, once the clock has come to where runs had been before it went back.
func restoreSchedule(ctx context.Context, db store.DB, g *config.Digest, now time.Time) error {
	s, err := keptSchedule(ctx, db, g)
	if err != nil || s.Ahead == nil || s.Ahead.Through.After(now) {
		return err
	}
	if s.Ahead.Through.After(s.Through) {
		s = *s.Ahead
	}
	s.Ahead = nil
	return s.save(ctx, db, g)
}
