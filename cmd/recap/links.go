package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/people"
	"recap/digest/deliver"
	"recap/digest/deliver/output"
	"recap/store"
)

// keysOf returns what reads the secret of the program once, when it is asked for.
func keysOf(c *config.Config, db store.DB) func(context.Context) (*people.Keys, error) {
	var keys *people.Keys
	return func(ctx context.Context) (_ *people.Keys, err error) {
		if keys == nil {
			keys, err = people.KeysOf(ctx, db, c.Serve.TokenFile)
		}
		return keys, err
	}
}

// linksOf returns what tells readers the addresses at which they leave with one click and choose, where there is a
// choice, and the tokens by which they are known in mail. Without an address in the configuration that mail programs
// would follow, which has to be https, there are none; without a mailbox that is read there is no token.
func linksOf(c *config.Config, db store.DB, keys func(context.Context) (*people.Keys, error)) func(context.Context, store.Subscriber, *output.Reader) error {
	signed := false
	link := strings.HasPrefix(c.Serve.URL, "https://") && c.Serve.TokenFile != ""
	read := slices.ContainsFunc(c.Outputs, func(t deliver.Target) bool { return t.Bounces() != nil })
	names, at := namesOf(c), strings.TrimSuffix(c.Serve.URL, "/")
	return func(ctx context.Context, s store.Subscriber, r *output.Reader) error {
		if !link && !read {
			return nil
		}
		keys, err := keys(ctx)
		if err != nil {
			return err
		}
		if !signed {
			if err := people.SignAll(ctx, db, keys); err != nil && !errors.Is(err, store.ErrReadOnly) { // what only looks sends nothing
				return err
			}
			signed = true
		}
		if r.Token = keys.Token(s.Address); link {
			r.Leave = at + "/unsubscribe/" + r.Token
		}
		if link && (len(names.Digests) > 1 || len(names.Sections) > 1) {
			r.Choose = at + "/choice/" + r.Token
		}
		return nil
	}
}
