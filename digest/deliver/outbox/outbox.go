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
	Code      string // what the answer is known by whatever words are in it, such as a status; "": its words
	Recipient bool   // because there is no such recipient
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
	if !in.DryRun {
		return b.hand(ctx, in, letters)
	}
	known, err := b.known(ctx, in)
	if err != nil {
		return nil, err
	}
	var files []output.File
	for _, l := range b.wanted(letters, known, in) {
		files = append(files, output.File{Path: l.Recipient, Written: true, Size: len(l.Raw)})
	}
	return files, nil
}

// Flush implements output.Flusher. No other process hands letters over meanwhile.
func (b *box) Flush(ctx context.Context, in output.Input) ([]output.File, error) {
	return b.hand(ctx, in, nil)
}

// hand queues letters, and hands over what waits, while no other process does. What an earlier run left comes first: a
// letter that it had claimed may be one whose place a newer one takes.
func (b *box) hand(ctx context.Context, in output.Input, letters []store.Letter) ([]output.File, error) {
	done, err := in.Outbox.Turn(ctx)
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", b.name, err)
	}
	r := &round{box: b, in: in}
	err = r.recover(ctx)
	if err == nil && len(letters) > 0 {
		err = r.queue(ctx, letters)
	}
	if err == nil {
		err = r.all(ctx)
	}
	r.close()
	r.tellRefusals()
	return r.files, errors.Join(append(r.errs, err, done())...)
}

// known returns the letters of the edition.
func (b *box) known(ctx context.Context, in output.Input) ([]store.Letter, error) {
	known, err := in.Outbox.Letters(ctx, store.LetterFilter{Edition: in.Edition.ID, Output: b.name})
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", b.name, err)
	}
	return b.about.Named(known), nil
}

// queue stores those of the letters that are wanted, in the place of older ones that still wait.
func (r *round) queue(ctx context.Context, letters []store.Letter) error {
	known, err := r.known(ctx, r.in)
	if err != nil {
		return err
	}
	letters = r.wanted(letters, known, r.in)
	if err := r.supersede(ctx, known, letters); err != nil {
		return err
	}
	if _, err := r.in.Outbox.Queue(ctx, letters); err != nil {
		return fmt.Errorf("output %s: %w", r.name, err)
	}
	return r.suppressed(ctx, letters)
}

// suppressed says which of the letters that were queued go nowhere, because an earlier one found that there is no such
// recipient.
func (r *round) suppressed(ctx context.Context, queued []store.Letter) error {
	failed, err := r.in.Outbox.Letters(ctx, store.LetterFilter{Edition: r.in.Edition.ID, Output: r.name,
		States: []store.LetterState{store.LetterFailed}})
	if err != nil {
		return fmt.Errorf("output %s: %w", r.name, err)
	}
	for _, l := range failed {
		if l.Attempts == 0 && slices.ContainsFunc(queued,
			func(q store.Letter) bool { return q.Recipient == l.Recipient && q.Revision == l.Revision }) {
			r.fail(l, "%s; \"recap outbox retry %d\" tries again", l.Response, l.ID)
		}
	}
	return nil
}

// wanted returns the letters that are to be queued.
func (b *box) wanted(letters, known []store.Letter, in output.Input) []store.Letter {
	// What was taken out of an edition is no news to who has it already.
	silent := in.Redacted && b.about.Redacted == output.Never && !in.Revise
	var all []store.Letter
	for _, l := range letters {
		l.Edition, l.Revision, l.Output, l.Queued, l.Expires = in.Edition.ID, in.Edition.Revision, b.name, in.Now, in.Expires
		stands := slices.ContainsFunc(known, func(k store.Letter) bool {
			same := k.Recipient == l.Recipient || k.Key == l.Key && strings.HasPrefix(k.Recipient, store.Forgotten) // and is back
			return same && k.Revision == l.Revision || same && b.about.Revised == output.Never && k.MayHaveArrived()
		})
		stands = stands || silent && output.Served(known, l.Recipient)
		if !stands && (in.Only == nil || slices.Contains(in.Only, l.Recipient)) {
			all = append(all, l)
		}
	}
	return all
}

// supersede drops the letters of older revisions that still wait, where a newer one takes their place.
func (r *round) supersede(ctx context.Context, known, letters []store.Letter) error {
	for _, k := range known {
		if k.State != store.LetterQueued || !slices.ContainsFunc(letters,
			func(l store.Letter) bool { return l.Recipient == k.Recipient && l.Revision > k.Revision }) {
			continue
		}
		err := r.settle(ctx, k, k.State, store.Settlement{State: store.LetterDropped, Response: "a newer revision takes its place"})
		if err != nil {
			return err
		}
	}
	return nil
}
