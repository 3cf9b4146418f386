package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"recap/digest/deliver/output"
	"recap/store"
)

const (
	mostLost  = 3 // connections that may break before the rest waits for the next round
	mostAlike = 3 // letters that may be refused alike before it is taken to be about the sender, and not about them
)

// A letter that was not taken is tried again after minWait, then after twice as long each time, up to maxWait.
const (
	minWait = 5 * time.Minute
	maxWait = 4 * time.Hour
)

// A round is one time that what waits is handed over.
type round struct {
	*box
	in      output.Input
	session Session
	files   []output.File
	errs    []error
	over    bool      // the receiver takes nothing more in this round
	lost    int       // connections that broke
	alike   []refusal // the last ones, which are all alike and were not told yet
}

// A refusal is a letter that was refused for good.
type refusal struct {
	letter store.Letter
	why    *Refused
}

// code is what tells refusals apart.
func (r refusal) code() string { return cmp.Or(r.why.Code, r.why.Answer) }

// now is what time it is. A round may take hours.
func (r *round) now() time.Time {
	if r.in.Clock == nil {
		return r.in.Now
	}
	return r.in.Clock()
}

// recover puts back what an earlier run that was killed left: what was claimed was not handed over, and what is in
// doubt is sent again where that is the rule.
func (r *round) recover(ctx context.Context) error {
	left, err := r.in.Outbox.Letters(ctx, store.LetterFilter{Output: r.name,
		States: []store.LetterState{store.LetterClaimed, store.LetterInDoubt}})
	if err != nil {
		return fmt.Errorf("output %s: %w", r.name, err)
	}
	for _, l := range left {
		if l.State == store.LetterInDoubt && l.Doubts > r.rules.Resends {
			continue
		}
		if err := r.settle(ctx, l, l.State, store.Settlement{State: store.LetterQueued, Response: l.Response}); err != nil {
			return err
		}
	}
	return nil
}

// all claims and sends what waits, until nothing does or the receiver takes nothing more. What comes to wait meanwhile
// is for the next round.
func (r *round) all(ctx context.Context) error {
	for first := true; ctx.Err() == nil; first = false {
		if r.over {
			return nil
		}
		l, err := r.in.Outbox.Claim(ctx, r.name, r.in.Now)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("output %s: %w", r.name, err)
		}
		if !first {
			pause(ctx, r.rules.Pause)
		}
		if err := r.one(ctx, l); err != nil && !errors.Is(err, store.ErrNotFound) { // of a letter that a person took out
			return err
		}
	}
	return fmt.Errorf("output %s: %w", r.name, ctx.Err())
}

// pause waits, unless ctx ends.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// one hands over a letter that is claimed, unless nobody wants it any more, and stores what became of it. It fails only
// if that cannot be stored or known.
func (r *round) one(ctx context.Context, l store.Letter) error {
	if ctx.Err() != nil {
		return r.settle(ctx, l, store.LetterClaimed, store.Settlement{State: store.LetterQueued, Response: l.Response})
	}
	if r.in.Owed != nil {
		if owed, err := r.in.Owed(ctx, l); err != nil {
			return fmt.Errorf("output %s: %w", r.name, err)
		} else if !owed {
			return r.settle(ctx, l, store.LetterClaimed, store.Settlement{State: store.LetterDropped, Response: "is no subscriber any more"})
		}
	}
	switch {
	case !l.Expires.IsZero() && !r.now().Before(l.Expires):
		r.fail(l, "too old to be sent")
		return r.settle(ctx, l, store.LetterClaimed, store.Settlement{State: store.LetterExpired,
			Response: cmp.Or(l.Response, "too old to be sent")})
	case len(l.Raw) == 0: // its edition told what was taken out, while nobody knew whether it had arrived
		return r.settle(ctx, l, store.LetterClaimed, store.Settlement{State: store.LetterWithdrawn, Response: l.Response})
	}
	state := store.LetterClaimed
	response, err := r.send(ctx, l, func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := r.settle(ctx, l, store.LetterClaimed, store.Settlement{State: store.LetterInDoubt, Response: l.Response})
		if err == nil {
			state = store.LetterInDoubt
		}
		return err
	})
	if errors.Is(err, store.ErrNotFound) { // a person took the letter out in the meantime
		r.close()
		return nil
	}
	if err == nil {
		r.tellRefusals()
		r.files = append(r.files, output.File{Path: l.Recipient, Written: true, Size: len(l.Raw)})
		return r.settle(ctx, l, state, store.Settlement{State: store.LetterSent, Response: response})
	}
	var refused *Refused
	if errors.As(err, &refused) {
		return r.refused(ctx, l, state, refused)
	}
	r.tellRefusals()
	return r.failed(ctx, l, state, err)
}

// failed stores that a letter was not taken now, or that nobody knows whether it was.
func (r *round) failed(ctx context.Context, l store.Letter, state store.LetterState, err error) error {
	var later *Later
	if errors.As(err, &later) {
		r.over = r.over || later.Stop
		return r.again(ctx, l, state, err, later.Wait)
	}
	r.close()
	var timeout interface{ Timeout() bool }
	r.lost++
	r.over = r.over || r.lost > mostLost || errors.As(err, &timeout) && timeout.Timeout() // which took long enough
	switch {
	case state == store.LetterInDoubt && l.Doubts >= r.rules.Resends:
		r.fail(l, "nobody knows whether it has arrived: %v; look, and then \"recap outbox retry %d\", or drop", err, l.ID)
		return nil
	case state != store.LetterInDoubt && ctx.Err() != nil:
		return r.settle(ctx, l, state, store.Settlement{State: store.LetterQueued, Response: l.Response})
	}
	return r.again(ctx, l, state, err, 0)
}

// refused stores that a letter was refused for good. Where the first ones of a round are refused alike, or several
// running for another reason than that their recipients do not exist, the next would be, too: then it is taken to be
// about who sends, or about the receiver, all of them wait, and the round is over.
func (r *round) refused(ctx context.Context, l store.Letter, state store.LetterState, why *Refused) error {
	if err := r.settle(ctx, l, state,
		store.Settlement{State: store.LetterFailed, Response: why.Answer, Suppress: why.Recipient}); err != nil {
		return err
	}
	one := refusal{l, why}
	if len(r.alike) > 0 && r.alike[0].code() != one.code() {
		r.tellRefusals()
	}
	if r.alike = append(r.alike, one); len(r.alike) < mostAlike || why.Recipient && len(r.files) > 0 {
		return nil
	}
	r.over = true
	alike := r.alike
	r.alike = nil
	r.fail(l, "refused like %d letters before it, so that it may not be about them: %s; they are tried again later", len(alike)-1, why.Answer)
	for _, one := range alike {
		if err := r.in.Outbox.Unsuppress(context.WithoutCancel(ctx), r.name, one.letter.Recipient); err != nil {
			return fmt.Errorf("output %s: %w", r.name, err)
		}
		to := store.Settlement{State: store.LetterQueued, Response: one.why.Answer, Next: r.next(one.letter, 0)}
		if err := r.settle(ctx, one.letter, store.LetterFailed, to); err != nil {
			return err
		}
	}
	return nil
}

// tellRefusals says which letters were refused, once it is known that it was about them.
func (r *round) tellRefusals() {
	for _, one := range r.alike {
		r.fail(one.letter, "refused: %s", one.why.Answer)
	}
	r.alike = nil
}

// again lets a letter wait for another try.
func (r *round) again(ctx context.Context, l store.Letter, state store.LetterState, why error, wait time.Duration) error {
	next := r.next(l, wait)
	r.fail(l, "not taken yet: %v; it is tried again after %s", why, next.Format("2006-01-02 15:04 MST"))
	return r.settle(ctx, l, state, store.Settlement{State: store.LetterQueued, Response: why.Error(), Next: next})
}

// next is when a letter is tried again, at the earliest after wait.
func (r *round) next(l store.Letter, wait time.Duration) time.Time {
	return r.now().Add(max(wait, min(minWait<<min(l.Attempts-1, 10), maxWait)))
}

// send sends over the session of the round, which it opens if need be.
func (r *round) send(ctx context.Context, l store.Letter, doubt func() error) (string, error) {
	if r.session == nil {
		s, err := r.sender.Open(ctx)
		if err != nil {
			return "", &Later{Answer: err.Error(), Stop: true}
		}
		r.session = s
	}
	return r.session.Send(ctx, l, doubt)
}

// close ends the session, of which nobody knows what state it is in.
func (r *round) close() {
	if r.session != nil {
		r.session.Close()
	}
	r.session = nil
}

// settle stores what became of a letter, also when ctx has ended.
func (r *round) settle(ctx context.Context, l store.Letter, from store.LetterState, to store.Settlement) error {
	to.At = r.now()
	if err := r.in.Outbox.Settle(context.WithoutCancel(ctx), l.ID, from, to); err != nil {
		return fmt.Errorf("output %s: %w", r.name, err)
	}
	return nil
}

// fail keeps an error about a letter for the result. It names its recipient, unless that is a subscriber, whose address
// is nobody's business who reads errors.
func (r *round) fail(l store.Letter, format string, args ...any) {
	who, text := l.Recipient, fmt.Sprintf(format, args...)
	if r.about.Readers || l.Edition == "" { // a note is to somebody who may become one
		who = fmt.Sprintf("letter %d", l.ID)
		text = regexp.MustCompile("(?i)"+regexp.QuoteMeta(l.Recipient)).ReplaceAllLiteralString(text, "ADDRESS")
	}
	r.errs = append(r.errs, fmt.Errorf("output %s: %s: %s", r.name, who, text))
}
