// Package people is who gets the newsletter: which addresses can be written to (address.go), how one comes to be a
// subscriber and stops to be one (below), by which tokens links know them (token.go), and lists of them as CSV
// (csv.go). What it says of a mistake in a list names the line and never the address, because errors end in logs.
package people

import (
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
		s.Ask, s.Asks, s.Mailed, s.Bounces = [32]byte{}, 0, false, 0
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

// Folded returns an address as it is compared.
func Folded(address string) string { return strings.ToLower(address) }
