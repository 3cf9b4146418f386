package main

import (
	"context"
	"errors"
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

// linksOf returns what makes the addresses at which subscribers leave with one click. Where the configuration has none
// that mail programs would follow, which has to be https, they are "".
func linksOf(c *config.Config, db store.DB, keys func(context.Context) (*people.Keys, error)) func(context.Context, store.Subscriber) (string, error) {
	signed := false
	return func(ctx context.Context, s store.Subscriber) (string, error) {
		if !strings.HasPrefix(c.Serve.URL, "https://") || c.Serve.TokenFile == "" {
			return "", nil
		}
		keys, err := keys(ctx)
		if err != nil {
			return "", err
		}
		if !signed {
			if err := people.SignAll(ctx, db, keys); err != nil && !errors.Is(err, store.ErrReadOnly) { // what only looks sends nothing
				return "", err
			}
			signed = true
		}
		return strings.TrimSuffix(c.Serve.URL, "/") + "/unsubscribe/" + keys.Token(s.Address), nil
	}
}

// postmanOf returns how mail to subscribers that is no edition goes out: as the first newsletter for them does; nil if
// there is none.
func postmanOf(c *config.Config) (*deliver.Postman, error) {
	for i := range c.Outputs {
		if t := &c.Outputs[i]; t.About().Readers {
			return t.Postman()
		}
	}
	return nil, nil
}
