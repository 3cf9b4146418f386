// Package outbox hands editions to people and programs of other machines, which cannot be taken back: once, or not at
// all, or in a way that a person is told of. What is handed over is made once and stored (store.Outbox), and each step
// is stored before the next is done:
//
//	queued → claimed → in doubt → sent
//
// A letter is in doubt from the moment from which the receiver may have it, until it says so (RFC 1047 has why no
// program can close that window). Killed before, a letter is sent by the next run; killed in between, it is held for a
// person or sent again, as the output says.
package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"recap/digest/deliver/output"
	"recap/store"
)

// A Sender is one way to hand letters over.
type Sender interface {
	// Letters returns what is sent of an edition, one letter for each recipient with Recipient, Key and Raw. The same
	// input gives the same bytes. It touches neither the network nor any file but those of secrets.
	Letters(in output.Input) ([]store.Letter, error)
	// Open prepares for handing letters over, one after the other. What it returns is closed in the end.
	Open(ctx context.Context) (Session, error)
}

// A Session hands letters over.
type Session interface {
	// Send hands one letter over and returns what the receiver said. It calls doubt right before the receiver may have
	// the letter, and goes no further if that fails. A *Refused or *Later says that the receiver does not have it. Any
	// other error says so only if doubt was not called.
	Send(ctx context.Context, l store.Letter, doubt func() error) (response string, err error)
	// Close ends the session. What it says undoes nothing.
	Close() error
}

// An Addresser is a Sender whose letters can be addressed to anybody.
type Addresser interface {
	// Trial returns a letter to one recipient that says that it is a test, and that no receiver takes for the real one.
	Trial(in output.Input, to string) (store.Letter, error)
}

// takenAt stands between what a receiver said and the address of what it made of the letter.
const takenAt = "taken; made "

// Taken is the response of a receiver that has taken a letter, and made something of it at this address, which is "" if
// it did not say.
func Taken(address string) string {
	u, err := url.Parse(address)
	if err != nil || !u.IsAbs() || len(address) > 1<<10 {
		return "taken"
	}
	return takenAt + u.String()
}

// MadeAt returns the address in a response of Taken, "" if it has none.
func MadeAt(response string) string {
	address, ok := strings.CutPrefix(response, takenAt)
	if !ok {
		return ""
	}
	return address
}

// A Refused is the answer of a receiver that does not take a letter, neither now nor later.
type Refused struct {
	Answer    string
	Recipient bool // because there is no such recipient
}

// Error returns the answer.
func (e *Refused) Error() string { return e.Answer }

// A Later is the answer of a receiver that does not take a letter now.
type Later struct {
	Answer string
	Wait   time.Duration // how long it wants to be left alone; 0 if it does not say
	Stop   bool          // it takes no other letter now, either
}

// Error returns the answer.
func (e *Later) Error() string { return e.Answer }

// Rules are how letters of an output are handed over.
type Rules struct {
	// how often a letter that came to be in doubt is sent again by itself; Always where the receiver knows a letter
	// again
	Resends int
	Pause   time.Duration // between two letters
}

// Always is for Rules.Resends.
const Always = 1 << 30

// mostLost is how many connections may break before the rest waits for the next round.
const mostLost = 3

// A letter that was not taken is tried again after minWait, then after twice as long each time, up to maxWait.
const (
	minWait = 5 * time.Minute
	maxWait = 4 * time.Hour
)

// MaxAge is how long after its approval a letter may be sent at most, whatever the configuration says: who gets last
// week's news as today's is misled.
const MaxAge = 7 * 24 * time.Hour

// New returns the output of that name which hands over what s makes.
func New(name string, about output.About, s Sender, r Rules) output.Output {
	b := box{name, about, s, r}
	if a, ok := s.(Addresser); ok {
		return &testable{b, a}
	}
	return &b
}

// A testable is a box whose letters can be addressed to anybody.
type testable struct {
	box
	addresser Addresser
}

// Test implements output.Tester.
func (b *testable) Test(ctx context.Context, in output.Input, to string) error {
	l, err := b.addresser.Trial(in, to)
	if err != nil {
		return fmt.Errorf("output %s: %w", b.name, err)
	}
	s, err := b.sender.Open(ctx)
	if err != nil {
		return fmt.Errorf("output %s: %w", b.name, err)
	}
	defer s.Close()
	if _, err := s.Send(ctx, l, ctx.Err); err != nil {
		return fmt.Errorf("output %s: %s: %w", b.name, to, err)
	}
	return nil
}

type box struct {
	name   string
	about  output.About
	sender Sender
	rules  Rules
}

// Publish implements output.Output: it queues a letter to each recipient who has none of this revision, and hands over
// what waits.
func (b *box) Publish(ctx context.Context, in output.Input) ([]output.File, error) {
	letters, err := b.sender.Letters(in)
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", b.name, err)
	}
	if in.Outbox == nil {
		return nil, fmt.Errorf("output %s: there is no outbox, so that nobody could know what was sent", b.name)
	}
	known, err := in.Outbox.Letters(ctx, store.LetterFilter{Edition: in.Edition.ID, Output: b.name})
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", b.name, err)
	}
	letters = b.wanted(letters, known, in)
	if in.DryRun {
		var files []output.File
		for _, l := range letters {
			files = append(files, output.File{Path: l.Recipient, Written: true, Size: len(l.Raw)})
		}
		return files, nil
	}
	if err := b.supersede(ctx, known, letters, in); err != nil {
		return nil, fmt.Errorf("output %s: %w", b.name, err)
	}
	if _, err := in.Outbox.Queue(ctx, letters); err != nil {
		return nil, fmt.Errorf("output %s: %w", b.name, err)
	}
	files, err := b.Flush(ctx, in)
	return files, errors.Join(b.suppressed(ctx, letters, in), err)
}

// suppressed says which of the letters that were queued went nowhere, because an earlier one found that there is no
// such recipient.
func (b *box) suppressed(ctx context.Context, queued []store.Letter, in output.Input) error {
	failed, err := in.Outbox.Letters(ctx, store.LetterFilter{Edition: in.Edition.ID, Output: b.name,
		States: []store.LetterState{store.LetterFailed}})
	errs := []error{err}
	for _, l := range failed {
		if l.Attempts == 0 && slices.ContainsFunc(queued,
			func(q store.Letter) bool { return q.Recipient == l.Recipient && q.Revision == l.Revision }) {
			errs = append(errs, fmt.Errorf("output %s: %s: %s; \"recap outbox retry %d\" tries again", b.name,
				l.Recipient, l.Response, l.ID))
		}
	}
	return errors.Join(errs...)
}

// wanted returns the letters that are to be queued.
func (b *box) wanted(letters, known []store.Letter, in output.Input) []store.Letter {
	var all []store.Letter
	for _, l := range letters {
		l.Edition, l.Revision, l.Output, l.Queued, l.Expires = in.Edition.ID, in.Edition.Revision, b.name, in.Now, in.Expires
		stands := slices.ContainsFunc(known, func(k store.Letter) bool {
			same := k.Recipient == l.Recipient
			return same && k.Revision == l.Revision || same && b.about.Revised == output.Never && mayHave(k)
		})
		if !stands && (in.Only == nil || slices.Contains(in.Only, l.Recipient)) {
			all = append(all, l)
		}
	}
	return all
}

// mayHave reports whether the recipient may have the letter.
func mayHave(l store.Letter) bool {
	return l.State == store.LetterSent || l.State == store.LetterInDoubt
}

// supersede drops the letters of older revisions that still wait, where a newer one takes their place.
func (b *box) supersede(ctx context.Context, known, letters []store.Letter, in output.Input) error {
	for _, k := range known {
		if k.State != store.LetterQueued || !slices.ContainsFunc(letters,
			func(l store.Letter) bool { return l.Recipient == k.Recipient && l.Revision > k.Revision }) {
			continue
		}
		err := in.Outbox.Settle(ctx, k.ID, k.State, store.Settlement{State: store.LetterDropped,
			Response: "a newer revision takes its place", At: in.Now})
		if err != nil {
			return err
		}
	}
	return nil
}

// Flush implements output.Flusher. No other process hands letters over meanwhile.
func (b *box) Flush(ctx context.Context, in output.Input) ([]output.File, error) {
	done, err := in.Outbox.Turn(ctx)
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", b.name, err)
	}
	r := &round{box: b, in: in}
	err = errors.Join(r.recover(ctx), r.all(ctx))
	if r.session != nil {
		r.session.Close()
	}
	return r.files, errors.Join(append(r.errs, err, done())...)
}

// A round is one time that what waits is handed over.
type round struct {
	*box
	in      output.Input
	session Session
	files   []output.File
	errs    []error
	over    bool // the receiver takes nothing more in this round
	lost    int  // connections that broke
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

// all claims and sends what waits, until nothing does or the receiver takes nothing more.
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
		if err := r.one(ctx, l); err != nil {
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

// one hands over a letter that is claimed, and stores what became of it. It fails only if that cannot be stored.
func (r *round) one(ctx context.Context, l store.Letter) error {
	switch {
	case !l.Expires.IsZero() && !r.in.Now.Before(l.Expires):
		r.fail("%s: too old to be sent", l.Recipient)
		return r.settle(ctx, l, store.LetterClaimed, store.Settlement{State: store.LetterExpired,
			Response: cmp.Or(l.Response, "too old to be sent")})
	case len(l.Raw) == 0: // its edition told what was taken out, while nobody knew whether it had arrived
		return r.settle(ctx, l, store.LetterClaimed, store.Settlement{State: store.LetterWithdrawn, Response: l.Response})
	case ctx.Err() != nil:
		return r.settle(ctx, l, store.LetterClaimed, store.Settlement{State: store.LetterQueued, Response: l.Response})
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
	var refused *Refused
	var later *Later
	answered := errors.As(err, &later)
	switch {
	case err == nil:
		r.files = append(r.files, output.File{Path: l.Recipient, Written: true, Size: len(l.Raw)})
		return r.settle(ctx, l, state, store.Settlement{State: store.LetterSent, Response: response})
	case errors.As(err, &refused):
		r.fail("%s: refused: %s", l.Recipient, refused.Answer)
		return r.settle(ctx, l, state, store.Settlement{State: store.LetterFailed, Response: refused.Answer, Suppress: refused.Recipient})
	case state == store.LetterInDoubt && !answered:
		r.close()
		if l.Doubts < r.rules.Resends {
			return r.again(ctx, l, state, err, 0)
		}
		r.fail("%s: nobody knows whether it has arrived: %v; look, and then \"recap outbox retry %d\", or drop", l.Recipient,
			err, l.ID)
		return nil
	case ctx.Err() != nil:
		return r.settle(ctx, l, state, store.Settlement{State: store.LetterQueued, Response: l.Response})
	}
	wait := time.Duration(0)
	if later != nil {
		wait = later.Wait
	}
	if later == nil {
		r.close()
		r.lost++
	}
	if r.lost > mostLost || later != nil && later.Stop {
		r.over = true
	}
	return r.again(ctx, l, state, err, wait)
}

// again lets a letter wait for another try.
func (r *round) again(ctx context.Context, l store.Letter, state store.LetterState, why error, wait time.Duration) error {
	wait = max(wait, min(minWait<<min(l.Attempts-1, 10), maxWait))
	next := r.in.Now.Add(wait)
	r.fail("%s: not taken yet: %v; it is tried again after %s", l.Recipient, why, next.Format("2006-01-02 15:04 MST"))
	return r.settle(ctx, l, state, store.Settlement{State: store.LetterQueued, Response: why.Error(), Next: next})
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
	to.At = r.in.Now
	if err := r.in.Outbox.Settle(context.WithoutCancel(ctx), l.ID, from, to); err != nil {
		return fmt.Errorf("output %s: %w", r.name, err)
	}
	return nil
}

// fail keeps an error for the result.
func (r *round) fail(format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("output "+r.name+": "+format, args...))
}
