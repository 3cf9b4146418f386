package edition

import (
	"context"
	"errors"
	"slices"
	"strings"

	"recap/digest/deliver"
	"recap/digest/deliver/output"
	"recap/store"
)

// readersOf returns the subscribers who want the editions of a digest, in the order in which they came. In a digest
// without sections nobody's choice of sections means anything.
func readersOf(ctx context.Context, k *Desk, name string) ([]output.Reader, error) {
	active, err := k.DB.Subscribers(ctx, store.SubscriberActive)
	if err != nil {
		return nil, err
	}
	if k.Links == nil && len(active) > 0 {
		return nil, errors.New("there are subscribers, and nothing makes links for them")
	}
	g := k.Config.DigestNamed(name)
	var all []output.Reader
	for _, s := range active {
		if len(s.Digests) > 0 && !slices.Contains(s.Digests, name) {
			continue
		}
		r := output.Reader{Address: s.Address}
		if g != nil && len(g.Sections) > 0 {
			r.Sections = s.Sections
		}
		if r.Leave, r.Token, err = k.Links(ctx, s); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// dropLeavers takes the letters out of the outbox that wait for subscribers who have left meanwhile.
func dropLeavers(ctx context.Context, k *Desk, t *deliver.Target) error {
	if !t.About().Readers {
		return nil
	}
	waiting, err := k.DB.Letters(ctx, store.LetterFilter{Output: t.Name, States: []store.LetterState{store.LetterQueued}})
	if err != nil || len(waiting) == 0 {
		return err
	}
	gets := map[string]bool{}
	for _, to := range t.About().To {
		gets[strings.ToLower(to)] = true
	}
	active, err := k.DB.Subscribers(ctx, store.SubscriberActive)
	if err != nil {
		return err
	}
	for _, s := range active {
		gets[strings.ToLower(s.Address)] = true
	}
	for _, l := range waiting {
		if l.Edition == "" || gets[strings.ToLower(l.Recipient)] {
			continue
		}
		to := store.Settlement{State: store.LetterDropped, Response: "is no subscriber any more", At: k.Now()}
		if err := k.DB.Settle(ctx, l.ID, l.State, to); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

// suppress notes which subscribers do not exist, as the server of an output has said.
func suppress(ctx context.Context, k *Desk, t *deliver.Target, edition string) error {
	if !t.About().Readers {
		return nil
	}
	failed, err := k.DB.Letters(ctx, store.LetterFilter{Edition: edition, Output: t.Name, States: []store.LetterState{store.LetterFailed}})
	if err != nil {
		return err
	}
	var gone []string
	said := map[string]string{}
	for _, l := range failed {
		if l.Suppress {
			gone = append(gone, l.Recipient)
			said[strings.ToLower(l.Recipient)] = l.Response
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return k.DB.ChangeSubscribers(ctx, gone, func(s *store.Subscriber) error {
		if s.State == store.SubscriberActive {
			s.State, s.Changed = store.SubscriberSuppressed, k.Now()
			s.Bounced, s.Bounce = k.Now(), said[strings.ToLower(s.Address)]
		}
		return nil
	})
}

// struckOff reports whether a letter failed because its recipient, a subscriber, does not exist. Nothing is owed to who
// is no subscriber any more.
func struckOff(t *deliver.Target, l store.Letter) bool {
	return l.State == store.LetterFailed && l.Suppress && t.About().Readers
}
