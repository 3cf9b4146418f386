package edition

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/digest"
	"recap/digest/deliver"
	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
	"recap/digest/edit"
	"recap/store"
)

// An Outbox is what a Desk does with editions that leave the machine.
type Outbox struct{ *Desk }

// deadline returns until when an edition may be sent: max_age after its period ended, or after an editor approved it
// where that is demanded.
func (k Outbox) deadline(ctx context.Context, d Due) (time.Time, error) {
	from := d.Window.End
	if d.Digest.Approval == "required" {
		decisions, err := edit.Load(ctx, k.DB, d.Digest.Name, d.Window)
		if err != nil {
			return from, err
		}
		if decisions.Approve != nil && decisions.Approve.At.After(from) {
			from = decisions.Approve.At
		}
	}
	return from.Add(min(d.Digest.MaxAge, outbox.MaxAge)), nil
}

// forPerson is what waits says of letters of which no run knows what to do.
const forPerson = "for a person"

// waits says for what letters of the newest revision wait that are not with their recipients; "" if there are none.
func (k Outbox) waits(ctx context.Context, t *deliver.Target, e *digest.Edition) (what string, err error) {
	if !t.About().Leaves() {
		return "", nil
	}
	letters, err := k.DB.Letters(ctx, store.LetterFilter{Edition: e.ID, Output: t.Name, States: Unsent()})
	for _, l := range letters {
		switch {
		case l.Revision != e.Revision || struckOff(t, l):
		case l.State == store.LetterInDoubt || l.State == store.LetterFailed:
			return forPerson, err
		default:
			what = "for a run"
		}
	}
	return what, err
}

// Unsent returns the states of letters that are not with their recipients, or of which nobody knows.
func Unsent() []store.LetterState {
	return []store.LetterState{store.LetterQueued, store.LetterClaimed, store.LetterInDoubt, store.LetterFailed}
}

// Flush hands over what earlier runs could not, and reports whether something failed, which has been printed.
func (k Outbox) Flush(ctx context.Context) (failed bool) {
	waiting, err := k.DB.Letters(ctx, store.LetterFilter{States: []store.LetterState{store.LetterQueued,
		store.LetterClaimed, store.LetterInDoubt}})
	if err != nil {
		k.Complain(err)
		return true
	}
	for i := range k.Config.Outputs {
		t := &k.Config.Outputs[i]
		if !slices.ContainsFunc(waiting, func(l store.Letter) bool { return l.Output == t.Name }) {
			continue
		}
		files, err := k.flushOne(ctx, t)
		sayFiles(k.Desk, t, files, false)
		if err != nil {
			k.Complain(err)
			failed = true
		}
	}
	return failed
}

// FlushNotes hands over what waits for the outputs for which a note does, and prints nothing. It may be called beside a
// run. Errors name no address.
func (k Outbox) FlushNotes(ctx context.Context) error {
	waiting, err := k.DB.Letters(ctx, store.LetterFilter{States: []store.LetterState{store.LetterQueued, store.LetterClaimed}})
	if err != nil {
		return err
	}
	var errs []error
	for i := range k.Config.Outputs {
		t := &k.Config.Outputs[i]
		if slices.ContainsFunc(waiting, func(l store.Letter) bool { return l.Output == t.Name && l.Edition == "" && !l.Next.After(k.Now()) }) {
			_, err := k.flushOne(ctx, t)
			errs = append(errs, err)
		}
	}
	err = errors.Join(errs...)
	if err == nil || ctx.Err() != nil {
		return err
	}
	said := err.Error()
	for _, l := range waiting {
		said = strings.ReplaceAll(said, l.Recipient, "ADDRESS")
	}
	return errors.New(said)
}

// flushOne hands over what waits for one output.
func (k Outbox) flushOne(ctx context.Context, t *deliver.Target) ([]output.File, error) {
	out, err := t.Output()
	if err != nil {
		return nil, err
	}
	f, ok := out.(output.Flusher)
	if !ok {
		return nil, nil
	}
	files, err := f.Flush(ctx, output.Input{Outbox: k.DB, Now: k.Now(), Clock: k.Now, Owed: owed(k.Desk, t)})
	tried(k.Desk, t, files, err)
	return files, errors.Join(err, suppress(ctx, k.Desk, t))
}

// PublishAll writes every recorded edition whose period ended after since to the outputs that are files, or the one of
// them that is named. It is for an output that is new: what has left the machine is not handed out a second time, and
// old news are not sent to anybody.
func PublishAll(ctx context.Context, k *Desk, since config.Date, o Options) (came Outcome, err error) {
	all, emptied, err := editionsOf(ctx, k.DB, time.Time{}, time.Time{})
	if err != nil {
		return came, err
	}
	for _, e := range slices.Backward(all) {
		if !since.IsZero() && !e.Period.End.After(since.In(k.Config.Zone)) {
			continue
		}
		if o.DryRun {
			fmt.Fprintf(k.Stdout, "%s: would write revision %d of %q\n", console.OneLine(e.ID), e.Revision, console.OneLine(e.Title))
		}
		for _, t := range k.Config.OutputsOf(e.Digest, o.Output) {
			if t.About().Leaves() {
				continue
			}
			in := output.Input{Edition: e, All: all, Emptied: emptied, Ledger: k.DB, Revise: o.Revise, DryRun: o.DryRun, Now: k.Now()}
			if _, err := k.deliverTo(ctx, t, in); err != nil {
				came = Undelivered
				k.Complain(err)
			}
		}
	}
	return came, nil
}

// Retry lets letters be tried again by the next run. What was sent, dropped or withdrawn cannot be.
func (k Outbox) Retry(ctx context.Context, l store.Letter) error {
	switch l.State {
	case store.LetterSent, store.LetterDropped, store.LetterWithdrawn:
		return fmt.Errorf("letter %d is %s and cannot be sent again", l.ID, l.State)
	case store.LetterExpired:
		return fmt.Errorf("letter %d is too old to be sent", l.ID)
	}
	all, err := k.DB.Letters(ctx, store.LetterFilter{Edition: l.Edition, Output: l.Output})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(n store.Letter) bool {
		return n.Edition == l.Edition && n.Recipient == l.Recipient && n.Revision > l.Revision
	}) {
		return fmt.Errorf("letter %d is of revision %d, and a newer one takes its place", l.ID, l.Revision)
	}
	if err := k.DB.Unsuppress(ctx, l.Output, l.Recipient); err != nil {
		return err
	}
	if t := k.Config.OutputNamed(l.Output); t != nil && l.Edition != "" {
		if err := welcome(ctx, k.Desk, t, l); err != nil {
			return err
		}
	}
	return k.DB.Settle(ctx, l.ID, l.State, store.Settlement{State: store.LetterQueued, Response: l.Response, At: k.Now()})
}

// Drop takes a letter out of the outbox: it is not sent, or somebody knows what became of it.
func (k Outbox) Drop(ctx context.Context, l store.Letter) error {
	if l.State == store.LetterSent || l.State == store.LetterDropped {
		return fmt.Errorf("letter %d is %s already", l.ID, l.State)
	}
	return k.DB.Settle(ctx, l.ID, l.State, store.Settlement{State: store.LetterDropped, Response: l.Response, At: k.Now()})
}

// Test shows editions, as they would be published now, to one mail address, through the outputs that send mail, or the
// one of them that is named. Nothing is recorded, and an edition need not be approved. It reports whether something
// failed, which has been printed.
func (k Outbox) Test(ctx context.Context, editions []Due, to string, o Options) (failed bool, err error) {
	sent := 0
	for _, d := range editions {
		e, _, err := k.Edition(ctx, d, o.Revise)
		if err != nil {
			return failed, err
		}
		if e == nil {
			k.Say("%s: no posts, nothing to show", d)
			continue
		}
		for _, t := range k.Config.OutputsOf(d.Digest.Name, o.Output) {
			out, err := t.Output()
			if err != nil {
				return failed, err
			}
			tester, ok := out.(output.Tester)
			if !ok {
				continue
			}
			in, err := k.shown(ctx, t, output.Input{Edition: e, Now: k.Now()})
			if err != nil {
				return failed, err
			}
			if sent++; o.DryRun {
				fmt.Fprintf(k.Stdout, "%s: would show %q to %s\n", console.OneLine(t.Name), console.OneLine(e.Title), console.OneLine(to))
				continue
			}
			if err := tester.Test(ctx, in, to); err != nil {
				k.Complain(err)
				failed = true
				continue
			}
			k.Say("%s: sent to %s alone, as a test", t.Name, to)
		}
	}
	if sent == 0 {
		return failed, console.Usage("--test-to: no output here sends mail of such an edition; add one of the kind email or sendmail")
	}
	return failed, nil
}
