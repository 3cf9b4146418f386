package main

import (
	"context"
	"fmt"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/people"
	"recap/cmd/recap/internal/returns"
	"recap/digest/deliver"
	"recap/ingest/source"
	"recap/store"
)

// takeReturns reads what came back to the mailboxes of the outputs, and puts into the outbox who is to be asked for
// confirmation. It reports whether something failed, which has been printed.
func takeReturns(ctx context.Context, a *app, c *config.Config, db store.DB) (failed bool, err error) {
	keys := keysOf(c, db)
	asker, err := askerOf(ctx, a, c, db, keys)
	if err != nil {
		return false, err
	}
	for i := range c.Outputs {
		t := &c.Outputs[i]
		for _, box := range config.MailboxesOf(t) {
			k, err := keys(ctx)
			if err != nil {
				return failed, err
			}
			r := &returns.Reader{Output: t.Name, DB: db, Keys: k, Now: a.now, Subscribe: asker != nil && t.About().Readers}
			open := func(env source.Env) (source.Source, error) {
				env.HTTP = a.http(c)
				return box.Open(env)
			}
			came, err := r.Read(ctx, config.MailboxKey(&box), open)
			sayReturns(a, t, came)
			if err != nil {
				a.Complain(fmt.Errorf("output %s: bounces: %w", t.Name, err))
				failed = true
			}
		}
	}
	if asker != nil && ctx.Err() == nil {
		_, err = asker.Queue(ctx)
	}
	return failed, err
}

// sayReturns says what a mailbox held. Who is in no list of subscribers is for a person to strike off.
func sayReturns(a *app, t *deliver.Target, came returns.Result) {
	if said := came.String(); said != "" {
		a.Say("%s: %s", t.Name, said)
	}
	for _, one := range came.Others {
		a.Complain(fmt.Errorf("output %s: what was sent came back from %s", t.Name, one))
	}
	for _, one := range came.Skipped {
		a.Note("%s: bounces: skipped: %v", t.Name, one)
	}
}

// askerOf returns who asks for confirmation, as the first newsletter for subscribers goes out; nil if there is none, or
// no way to answer.
func askerOf(ctx context.Context, a *app, c *config.Config, db store.DB, keys func(context.Context) (*people.Keys, error)) (*people.Asker, error) {
	for i := range c.Outputs {
		t := &c.Outputs[i]
		if !t.About().Readers {
			continue
		}
		postman, err := t.Postman()
		if err != nil || postman == nil || c.Serve.URL == "" && t.Bounces() == nil {
			return nil, err
		}
		k, err := keys(ctx)
		if err != nil {
			return nil, err
		}
		return &people.Asker{Community: c.Community.Name, Language: c.Community.Language, URL: c.Serve.URL, Mailbox: t.Bounces(), Keys: k,
			Store: db, Postman: postman, Now: a.now}, nil
	}
	return nil, nil
}

// checkMailboxes reads one page of each mailbox to which mail comes back, storing nothing, and reports whether all could
// be read. What could not has been printed.
func checkMailboxes(ctx context.Context, a *app, c *config.Config) (sound bool) {
	sound = true
	for i := range c.Outputs {
		for _, box := range config.MailboxesOf(&c.Outputs[i]) {
			n := 0
			src, err := box.Open(source.Env{Now: a.now, HTTP: a.http(c), Mail: func([]byte) { n++ }})
			if err == nil {
				_, err = src.Fetch(ctx, nil)
			}
			switch {
			case err != nil:
				a.Complain(fmt.Errorf("output %s: bounces: %w", c.Outputs[i].Name, err))
				sound = false
			case !a.Quiet:
				fmt.Fprintf(a.Stdout, "%s: read %s that came back\n", console.OneLine(c.Outputs[i].Name), console.Count(n, "mail"))
			}
		}
	}
	return sound
}
