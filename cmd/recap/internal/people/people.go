// Package people is who gets the newsletter: which addresses can be written to (address.go), how one comes to be a
// subscriber and stops to be one (below), by which tokens links know them (token.go), and lists of them as CSV
// (csv.go). What it says of a mistake in a list names the line and never the address, because errors end in logs.
package people

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"recap/store"
)

// A Choice is what a subscriber wants of the newsletter.
type Choice struct {
	Digests  []string // none: all
	Sections []string // none: all
}

// choiceOf returns what s wants.
func choiceOf(s *store.Subscriber) Choice { return Choice{s.Digests, s.Sections} }

// same reports whether both want the same, in whatever order.
func (c Choice) same(d Choice) bool {
	return sameNames(c.Digests, d.Digests) && sameNames(c.Sections, d.Sections)
}

func sameNames(x, y []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y)))
}

// Add makes s a subscriber, because somebody who answers for it says that the owner of the address wants that. It
// reports whether that changes anything.
func Add(s *store.Subscriber, c Choice, now time.Time) bool {
	if s.State == store.SubscriberActive && c.same(choiceOf(s)) {
		return false
	}
	if s.State != store.SubscriberActive {
		s.State, s.Confirmed, s.Changed = store.SubscriberActive, now, now
		s.Ask, s.Asks, s.Mailed, s.Bounces, s.Bounced, s.Bounce = [32]byte{}, 0, false, 0, time.Time{}, ""
	}
	s.Digests, s.Sections = c.Digests, c.Sections
	return true
}

// Leave takes s off the list; it stays known as one who does not want the newsletter. It reports whether that changes
// anything.
func Leave(s *store.Subscriber, now time.Time) bool {
	if s.State == "" || s.State == store.SubscriberLeft {
		return false
	}
	s.State, s.Changed, s.Ask = store.SubscriberLeft, now, [32]byte{}
	return true
}

const (
	mostBounces = 3                   // letters that come back for reasons that may pass, until no more are sent
	bouncesFade = 90 * 24 * time.Hour // after so long without one they are forgotten
)

// Bounce notes that a letter to s came back with these words. For a lasting reason it is the last one, for one that may
// pass the third is. It reports whether nothing more is sent to s from now on.
func Bounce(s *store.Subscriber, lasting bool, words string, now time.Time) bool {
	if s.State != store.SubscriberActive && s.State != store.SubscriberPending {
		return false
	}
	if now.Sub(s.Bounced) > bouncesFade {
		s.Bounces = 0
	}
	if !lasting {
		s.Bounces++
	}
	s.Bounced, s.Bounce = now, words
	if !lasting && s.Bounces < mostBounces {
		return false
	}
	s.State, s.Changed, s.Ask = store.SubscriberSuppressed, now, [32]byte{}
	return true
}

// ByToken alters the subscriber whom the token of a link or a mail names, if there is one; change is told what the token
// is the hash of. Whether there was one is nobody's business: it fails only where the store does.
func ByToken(ctx context.Context, db store.Subscribers, token string, change func(s *store.Subscriber, hash [32]byte) bool) error {
	hash, err := HashOf(token)
	if err != nil {
		return nil
	}
	s, err := db.SubscriberBy(ctx, hash)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return db.ChangeSubscribers(ctx, []string{s.Address}, func(s *store.Subscriber) error {
		change(s, hash)
		return nil
	})
}

// Folded returns an address as it is compared.
func Folded(address string) string { return strings.ToLower(address) }
