package edition

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/digest"
	"recap/digest/edit"
	"recap/digest/period"
	"recap/store"
)

// A hold is a period whose edition was made and waits for an editor. Runs keep it in the schedule.
type hold struct {
	Start    time.Time `json:"start"`
	State    state     `json:"state"`    // waiting or changed
	Approved time.Time `json:"approved"` // when the approval was given that holds no longer; zero for none
}

// held reports why e, which is to be published, has to wait for an editor; nil if it has not.
func (k *Desk) held(ctx context.Context, d Due, e *digest.Edition) (*hold, error) {
	if d.Digest.Approval != "required" {
		return nil, nil
	}
	decisions, err := edit.Load(ctx, k.DB, d.Digest.Name, d.Window)
	if err != nil {
		return nil, err
	}
	s, _, err := k.stateOf(ctx, d, e, decisions.Approve)
	if err != nil || s != stateWaiting && s != stateChanged {
		return nil, err
	}
	h := &hold{Start: d.Window.Start.UTC(), State: s}
	if decisions.Approve != nil {
		h.Approved = decisions.Approve.At.UTC()
	}
	return h, nil
}

// text says what an editor can do about h.
func (h *hold) text(d Due) string {
	return fmt.Sprintf("%s %s; read it with \"recap digest %s\" and approve it with \"recap edit %s --approve\"", d, h.State.Text(), d.DateOption(), d.DateOption())
}

// Text says for people how far an edition is.
func (s state) Text() string {
	switch s {
	case stateWaiting:
		return "waits for approval"
	case stateChanged:
		return "has changed since it was approved"
	case stateApproved:
		return "approved, the next run publishes it"
	}
	return string(s)
}

// hold keeps d in the schedule. It says so once, and to a person who watches each time: for others a run that finds an
// edition still waiting has nothing new to say. No more editions wait than one run would catch up with; the oldest is
// given up.
func (k *Desk) hold(s *schedule, d Due, h hold) {
	old, found := hold{}, false
	s.Held = slices.DeleteFunc(s.Held, func(o hold) bool {
		if o.Start.Equal(h.Start) {
			old, found = o, true
		}
		return o.Start.Equal(h.Start)
	})
	s.Held = append(s.Held, h)
	slices.SortFunc(s.Held, func(x, y hold) int { return x.Start.Compare(y.Start) })
	if news := !found || old.State != h.State || !old.Approved.Equal(h.Approved); news && !k.Quiet {
		k.Complain(errors.New(h.text(d)))
	} else {
		k.Say("%s", h.text(d))
	}
	if len(s.Held) <= d.Digest.CatchUp {
		return
	}
	first := Due{d.Digest, period.Window{Start: s.Held[0].Start, Zone: d.Window.Zone}}
	s.Held = s.Held[1:]
	k.Complain(fmt.Errorf("%s was not approved while %s more came to wait; runs leave it out from now on, \"recap publish %s\" does not", first, console.Count(d.Digest.CatchUp, "edition"), first.DateOption()))
}

// holds reports whether a period waits for an editor.
func (s *schedule) holds(start time.Time) bool {
	return slices.ContainsFunc(s.Held, func(h hold) bool { return h.Start.Equal(start) })
}

// release takes a period that waits no longer out of the schedule.
func (s *schedule) release(start time.Time) {
	s.Held = slices.DeleteFunc(s.Held, func(h hold) bool { return h.Start.Equal(start) })
}

// A WaitingStatus is an edition that runs hold back.
type WaitingStatus struct {
	Digest string    `json:"digest"`
	Start  time.Time `json:"start"`
	State  state     `json:"state"` // waiting, changed, or approved: the next run publishes it
}

// Waiting returns the editions that the last run held back.
func (k *Desk) Waiting(ctx context.Context) ([]WaitingStatus, error) {
	all := []WaitingStatus{}
	for i := range k.Config.Digests {
		g := &k.Config.Digests[i]
		s, err := k.schedule(ctx, g)
		if err != nil {
			return nil, err
		}
		for _, h := range s.Held {
			w, err := k.PeriodOn(g, config.DateOf(h.Start.In(k.Config.Zone)))
			if err != nil {
				continue // an event that is no longer configured
			}
			records, err := k.DB.Editions(ctx, g.Name, w.Start, w.End)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(records, func(r store.EditionRecord) bool { return r.Start.Equal(w.Start) && r.End.Equal(w.End) }) {
				continue // published by hand meanwhile
			}
			decisions, err := edit.Load(ctx, k.DB, g.Name, w)
			if err != nil {
				return nil, err
			}
			one := WaitingStatus{g.Name, h.Start.In(k.Config.Zone), h.State}
			switch approved := decisions.Approve; {
			case approved == nil:
				one.State = stateWaiting
			case !approved.At.Equal(h.Approved):
				one.State = stateApproved
			}
			all = append(all, one)
		}
	}
	return all, nil
}
