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
		if err := k.Links(ctx, s, &r); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// LostChoices says which digests and sections subscribers have chosen that are not configured, a line each, with how
// many they are: what is renamed ends their subscription, and nobody tells them.
func LostChoices(ctx context.Context, c *config.Config, db store.Subscribers) ([]string, error) {
	if !slices.ContainsFunc(c.Outputs, func(t deliver.Target) bool { return t.About().Readers }) {
		return nil, nil
	}
	active, err := db.Subscribers(ctx, store.SubscriberActive)
	digests, sections := map[string]int{}, map[string]int{}
	known := c.SectionNames()
	for _, s := range active {
		for _, name := range s.Digests {
			if c.DigestNamed(name) == nil {
				digests[name]++
			}
		}
		for _, name := range s.Sections {
			if len(known) > 0 && !slices.Contains(known, name) { // without sections all get the whole
				sections[name]++
			}
		}
	}
	var lines []string
	for what, counts := range map[string]map[string]int{"digest": digests, "section": sections} {
		for name, n := range counts {
			have := "have"
			if n == 1 {
				have = "has"
			}
			lines = append(lines, fmt.Sprintf("%s %s chosen the %s %q, which is no longer configured; name it so again, or change what they want with \"recap subscribers add\"",
				console.Count(n, "subscriber"), have, what, name))
		}
	}
	slices.Sort(lines)
	return lines, err
}

// owed returns what tells whether a letter of an output is still to go to its recipient: not to a subscriber who has
// left meanwhile. It is nil where all letters are.
func owed(k *Desk, t *deliver.Target) func(context.Context, store.Letter) (bool, error) {
	about := t.About()
	if !about.Readers {
		return nil
	}
	return func(ctx context.Context, l store.Letter) (bool, error) { // who a note asks is no subscriber yet
		if l.Edition == "" || slices.ContainsFunc(about.To, func(to string) bool { return strings.EqualFold(to, l.Recipient) }) {
			return true, nil
		}
		s, err := k.DB.SubscriberOf(ctx, l.Recipient)
		if errors.Is(err, store.ErrNotFound) {
			return false, nil
		}
		return s.State == store.SubscriberActive, err
	}
}

// suppress notes which subscribers do not exist, as the server of an output has said.
func suppress(ctx context.Context, k *Desk, t *deliver.Target) error {
	if !t.About().Readers {
		return nil
	}
	failed, err := k.DB.Letters(ctx, store.LetterFilter{Output: t.Name, States: []store.LetterState{store.LetterFailed}})
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

// welcome makes the recipient of a letter a subscriber again whose mail came back. It is an error if the letter is to a
// subscriber who has left.
func welcome(ctx context.Context, k *Desk, t *deliver.Target, l store.Letter) error {
	owed := owed(k, t)
	if owed == nil {
		return nil
	}
	err := k.DB.ChangeSubscribers(ctx, []string{l.Recipient}, func(s *store.Subscriber) error {
		if s.State == store.SubscriberSuppressed {
			s.State, s.Changed = store.SubscriberActive, k.Now()
			s.Bounces, s.Bounced, s.Bounce = 0, time.Time{}, ""
		}
		return nil
	})
	if err != nil {
		return err
	}
	ok, err := owed(ctx, l)
	if err == nil && !ok {
		err = fmt.Errorf("letter %d is to somebody who is no subscriber any more", l.ID)
	}
	return err
}

// struckOff reports whether a letter failed because its recipient, a subscriber, does not exist. Nothing is owed to who
// is no subscriber any more.
func struckOff(t *deliver.Target, l store.Letter) bool {
	return l.State == store.LetterFailed && l.Suppress && t.About().Readers
}
