package edition

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/digest/load"
	"recap/digest/period"
	"recap/store"
)

// A schedule is how far the runs have come with one digest. It is kept in the database.
type schedule struct {
	Through time.Time   `json:"through"`        // end of the last period that a run has made or skipped
	Retry   []time.Time `json:"retry"`          // starts of periods to try again: not delivered everywhere, or not read in full
	Held    []hold      `json:"held,omitempty"` // periods that wait for an editor

	Ahead *schedule `json:"ahead,omitempty"` // how far runs had come before the clock went back; it holds again if the clock was wrong since
}

func scheduleKey(g *config.Digest) string { return "schedule/" + g.Name }

// schedule returns how far the runs have come with g. Before the first run that is the digest's since, else the
// present; without a database there was no run yet.
func (k *Desk) schedule(ctx context.Context, g *config.Digest) (schedule, error) {
	s := schedule{Through: k.Now()}
	if !g.Since.IsZero() {
		s.Through = g.Since.In(k.Config.Zone)
	}
	if k.DB == nil {
		return s, nil
	}
	kept, err := keptSchedule(ctx, k.DB, g)
	if err != nil || kept.Through.IsZero() {
		return s, err
	}
	since := s.Through
	s = kept
	if !g.Since.IsZero() && since.After(s.Through) { // since was moved forward after the first run
		s.Through = since
	}
	return s, nil
}

// keptSchedule returns the schedule that is kept of g, the zero one if none is.
func keptSchedule(ctx context.Context, db store.DB, g *config.Digest) (s schedule, err error) {
	text, err := db.Meta(ctx, scheduleKey(g))
	if errors.Is(err, store.ErrNotFound) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return s, fmt.Errorf("digest %s: schedule: %w", g.Name, err)
	}
	return s, nil
}

// owed returns the editions of g that a run has to publish now: those that are to be tried again, then the periods that
// have closed since the last run, the oldest first and at most catch_up of them.
func (k *Desk) owed(ctx context.Context, g *config.Digest, s schedule) ([]Due, error) {
	var all []Due
	starts := slices.Clone(s.Retry)
	for _, h := range s.Held {
		starts = append(starts, h.Start)
	}
	for _, start := range starts {
		if w, err := k.windowFrom(ctx, k.DB, g, start); err == nil {
			all = append(all, Due{g, w})
		}
	}
	windows, err := k.closedAfter(ctx, k.DB, g, s.Through, k.Now())
	if err != nil {
		return nil, err
	}
	for _, w := range windows[:min(len(windows), g.CatchUp)] {
		all = append(all, Due{g, w})
	}
	return all, nil
}

// runDigest publishes what is owed of g. It returns how many editions were made, and undelivered if one of them is not
// everywhere.
func (k *Desk) runDigest(ctx context.Context, g *config.Digest) (int, Outcome, error) {
	s, err := k.schedule(ctx, g)
	if err != nil {
		return 0, 0, err
	}
	all, err := k.owed(ctx, g, s)
	if err != nil {
		return 0, 0, err
	}
	made, worst := 0, Delivered
	for _, d := range all {
		came, h, err := k.publishOne(ctx, d, Options{})
		if err != nil {
			return made, worst, err
		}
		again := false
		if came != Empty && !slices.ContainsFunc(s.Retry, d.Window.Start.Equal) && !s.holds(d.Window.Start) {
			k.sayZone(d)
		}
		if came != Held {
			s.release(d.Window.Start)
		}
		switch came {
		case Held:
			k.hold(&s, d, *h)
		case Undelivered:
			made, worst, again = made+1, Undelivered, true
		case Delivered:
			made++
		case Empty:
			if again, err = skip(ctx, k, d); err != nil {
				return made, worst, err
			}
		}
		s.settle(d.Window, again && k.Now().Before(d.Window.End.Add(g.MaxAge)))
		if err := s.save(ctx, k.DB, g); err != nil {
			return made, worst, err
		}
	}
	return made, worst, s.save(ctx, k.DB, g)
}

// skip notes that d had no post, unless it may only look empty and is to be tried again.
func skip(ctx context.Context, k *Desk, d Due) (again bool, err error) {
	if again, err = unread(ctx, k, d); err != nil || again {
		return again, err
	}
	return false, load.NoteSkip(ctx, k.DB, d.Digest.Name, d.Window, k.Now())
}

// unread reports whether a configured source has not been read to the end of the period yet, which is not too old for
// that either. Then the period may only look empty.
func unread(ctx context.Context, k *Desk, d Due) (bool, error) {
	if !k.Now().Before(d.Window.End.Add(d.Digest.MaxAge)) {
		return false, nil
	}
	states, err := k.DB.Sources(ctx)
	for _, s := range states {
		if s.Position >= 0 && s.Disabled == "" && s.LastComplete.Before(d.Window.End) {
			return true, err
		}
	}
	return false, err
}

// settle notes that w had its turn, and whether the next run is to try it again.
func (s *schedule) settle(w period.Window, again bool) {
	if w.End.After(s.Through) {
		s.Through = w.End.UTC()
	}
	s.Retry = slices.DeleteFunc(s.Retry, w.Start.Equal)
	if again {
		s.Retry = append(s.Retry, w.Start.UTC())
	}
}

// save keeps s in the database, unless it stands there already.
func (s *schedule) save(ctx context.Context, db store.DB, g *config.Digest) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if old, err := db.Meta(ctx, scheduleKey(g)); err == nil && old == string(data) {
		return nil
	}
	return db.SetMeta(ctx, scheduleKey(g), string(data))
}

// Run publishes what is owed of all digests, and makes anew before and after what told something that was taken out. It
// returns how many editions were made, and whether something could not be delivered, which has been printed.
func (k *Desk) Run(ctx context.Context) (made int, failed bool, err error) {
	if _, err := k.redoNoted(ctx); err != nil {
		return 0, false, err
	}
	failed = Outbox{k}.Flush(ctx)
	for i := range k.Config.Digests {
		n, came, err := k.runDigest(ctx, &k.Config.Digests[i])
		if err != nil {
			return made, failed, err
		}
		made, failed = made+n, failed || came == Undelivered
	}
	if made > 0 {
		lost, err := LostChoices(ctx, k.Config, k.DB)
		if err != nil {
			return made, failed, err
		}
		for _, line := range lost {
			k.Complain(errors.New(line))
		}
	}
	// Once more: what the editions tell was asked after while they were made.
	again, err := k.redoNoted(ctx)
	return made, failed || again, err
}

// PlanRun prints what run would do. Without a database there is nothing to publish.
func (k *Desk) PlanRun(ctx context.Context) error {
	for i := range k.Config.Digests {
		g := &k.Config.Digests[i]
		s, err := k.schedule(ctx, g)
		if err != nil {
			return err
		}
		all, err := k.owed(ctx, g, s)
		if err != nil {
			return err
		}
		if k.DB == nil {
			continue
		}
		if err := k.Plan(ctx, all, Options{}); err != nil {
			return err
		}
	}
	return nil
}
