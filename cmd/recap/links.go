package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/people"
	"recap/digest/deliver"
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

// linksOf returns what makes the addresses at which subscribers leave with one click, and the tokens by which they are
// known in mail. Where the configuration has no address that mail programs would follow, which has to be https, it is
// ""; where no output has a mailbox that is read, the token is.
func linksOf(c *config.Config, db store.DB, keys func(context.Context) (*people.Keys, error)) func(context.Context, store.Subscriber) (leave, token string, err error) {
	signed := false
	link := strings.HasPrefix(c.Serve.URL, "https://") && c.Serve.TokenFile != ""
	read := slices.ContainsFunc(c.Outputs, func(t deliver.Target) bool { return t.Bounces() != nil })
	return func(ctx context.Context, s store.Subscriber) (leave, token string, err error) {
		if !link && !read {
			return "", "", nil
		}
		keys, err := keys(ctx)
		if err != nil {
			return "", "", err
		}
		if !signed {
			if err := people.SignAll(ctx, db, keys); err != nil && !errors.Is(err, store.ErrReadOnly) { // what only looks sends nothing
				return "", "", err
			}
			signed = true
		}
		if token = keys.Token(s.Address); link {
			leave = strings.TrimSuffix(c.Serve.URL, "/") + "/unsubscribe/" + token
		}
		return leave, token, nil
	}
}
