package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/store"
)

// A Watch looks after the runs of one community.
type Watch struct {
	*console.Console
	Config *config.Config
	Now    func() time.Time
}

// stateKey is where the state stands among the notes of the store.
const stateKey = "alerts"

// AfterRun finds what is wrong, keeps it, and tells what was not told yet. tried is what came of bringing editions to
// outputs in this run. Without a channel in the configuration it does nothing. What cannot be told now is told by a
// later run; the error is of the database.
func (w *Watch) AfterRun(ctx context.Context, db store.DB, desk *edition.Desk, tried map[string]error) error {
	if !w.Config.Alerts.Any() {
		return nil
	}
	s, err := load(ctx, db)
	if err != nil {
		return err
	}
	facts, err := w.facts(ctx, db, desk, s)
	if err != nil {
		return err
	}
	facts.Tried = tried
	s.Note(Find(s, facts), facts.Now)
	released, err := w.released(s)
	if err != nil {
		w.Complain(err)
	}
	if err := s.save(ctx, db); err != nil { // before anybody is told: who is told twice knows it by the id
		return err
	}
	released()
	return w.tell(ctx, s, func() error { return s.save(ctx, db) })
}

// tries is how many alerts a channel may refuse in one run before it gets no more: one that hangs keeps a run for so
// many times its patience.
const tries = 3

// tell hands what is pending to all channels. An alert counts as told when one of them took it; keep is called then. Of
// a channel that fails is complained once until it works again.
func (w *Watch) tell(ctx context.Context, s *State, keep func() error) error {
	channels := w.channelsOf(s, keep)
	broken, fails := map[string]error{}, map[string]int{}
	for range 2 { // what is over can be told once it was told that it began
		for _, p := range s.pending(w.Config.Community.Name) {
			body, err := encode(p.Alert)
			if err != nil {
				return err
			}
			took := false
			for _, ch := range channels {
				if fails[ch.name] == tries {
					continue
				}
				if err := ch.tell(ctx, p, body); err != nil {
					broken[ch.name] = err
					fails[ch.name]++
					continue
				}
				took = true
				delete(s.Broken, ch.name)
			}
			if !took {
				continue
			}
			s.told(p)
			if err := keep(); err != nil {
				return err
			}
		}
	}
	if ctx.Err() != nil {
		return nil // the channels did not fail, the program was told to stop
	}
	return w.complain(s, channels, broken, keep)
}

// complain says which channels failed, unless they did before, and notes that.
func (w *Watch) complain(s *State, channels []channel, failed map[string]error, keep func() error) error {
	changed := false
	for _, ch := range channels {
		err, was := failed[ch.name], s.Broken[ch.name]
		switch {
		case err == nil:
			continue // it works, or nothing was to be told
		case was && !w.Verbose:
		default:
			w.Complain(fmt.Errorf("alerts: %s: %w", ch.name, err))
		}
		if s.Broken == nil {
			s.Broken = map[string]bool{}
		}
		s.Broken[ch.name], changed = true, changed || !was
	}
	if !changed {
		return nil
	}
	return keep()
}

// load returns the state that is kept, a new one if none is.
func load(ctx context.Context, db store.Notes) (*State, error) {
	s := &State{}
	text, err := db.Meta(ctx, stateKey)
	if errors.Is(err, store.ErrNotFound) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(text), s); err != nil {
		return nil, fmt.Errorf("alerts: what was told: %w", err)
	}
	return s, nil
}

// save keeps the state.
func (s *State) save(ctx context.Context, db store.Notes) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return db.SetMeta(context.WithoutCancel(ctx), stateKey, string(data))
}
