package people

import (
	"slices"
	"time"

	"recap/store"
)

const (
	askAgain = 24 * time.Hour     // an address is not asked more often
	mostAsks = 3                  // nor more often at all, as long as its owner does not answer
	askValid = 7 * 24 * time.Hour // so long the link in the mail works
)

// Ask notes that somebody wants the newsletter for the address of s, whose owner is to be asked by mail. It reports
// whether there is to be such a mail: nobody is asked who gets the newsletter, whose mail comes back, or who was asked
// a short while ago or three times in vain. Otherwise a form on a page could be used to send mail to strangers.
func Ask(s *store.Subscriber, k *Keys, c Choice, now time.Time) bool {
	switch {
	case s.State == store.SubscriberActive, s.State == store.SubscriberSuppressed:
		return false
	case s.Asks >= mostAsks, now.Sub(s.Asked) < askAgain:
		return false
	}
	if s.State == "" {
		s.State, s.Changed = store.SubscriberPending, now
	}
	now = now.Truncate(time.Microsecond) // as it is stored
	s.Asked, s.Asks, s.Mailed = now, s.Asks+1, false
	s.Ask, _ = HashOf(k.AskToken(s.Address, now))
	s.Digests, s.Sections = c.Digests, c.Sections
	return true
}

// Confirm makes s a subscriber if the token is that of the mail which asked for it, and not too old. It reports whether
// that changes anything.
func Confirm(s *store.Subscriber, hash [32]byte, now time.Time) bool {
	if s.Ask != hash || hash == [32]byte{} || now.Sub(s.Asked) > askValid {
		return false
	}
	return Add(s, choiceOf(s), now)
}

// Choose notes what s wants. It reports whether that changes anything.
func Choose(s *store.Subscriber, c Choice) bool {
	if s.State == "" || c.same(choiceOf(s)) {
		return false
	}
	s.Digests, s.Sections = c.Digests, c.Sections
	return true
}

// Unanswered returns those whose owner is still to be asked: the mail has not gone out, and the link in it would still
// work.
func Unanswered(all []store.Subscriber, now time.Time) []store.Subscriber {
	return slices.DeleteFunc(slices.Clone(all), func(s store.Subscriber) bool {
		return s.Mailed || s.Ask == [32]byte{} || now.Sub(s.Asked) > askValid
	})
}

// AskedSince returns how many were asked after a moment.
func AskedSince(all []store.Subscriber, since time.Time) (n int) {
	for _, s := range all {
		if s.Asked.After(since) {
			n++
		}
	}
	return n
}
