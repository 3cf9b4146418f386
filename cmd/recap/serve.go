package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/cmd/recap/internal/people"
	"recap/cmd/recap/internal/serve"
	"recap/store"
)

func serveCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Answer the links of the newsletter: confirm, unsubscribe and choose",
		Long: `Answer the links of the newsletter, by which subscribers confirm, leave and choose which recaps and sections they get. It
listens on this machine unless the configuration says otherwise: let a web server with a certificate hand requests on to it.

A GET changes nothing; /unsubscribe/TOKEN takes the one click of RFC 8058; /health answers "ok" while the database can be read.
Runs need not wait for it. It ends with Ctrl-C.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if c.Serve.TokenFile == "" {
				return console.Usage("serve: the configuration names no serve.token_file; make one with \"openssl rand -hex 32\"")
			}
			db, err := shared(cmd.Context(), a, c)
			if err != nil {
				return err
			}
			return errors.Join(serveLinks(cmd.Context(), a, c, db), db.Close())
		}),
	}
}

// serveLinks answers until ctx ends.
func serveLinks(ctx context.Context, a *app, c *config.Config, db store.DB) error {
	keys, err := people.ReadKeys(c.Serve.TokenFile)
	if err != nil {
		return fmt.Errorf("serve.token_file: %w", err)
	}
	if err := people.SignAll(ctx, db, keys); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Serve.Addr)
	if err != nil {
		return fmt.Errorf("serve.addr: %w", err)
	}
	server := &serve.Server{
		Community: c.Community.Name, Home: c.Community.URL, Language: c.Community.Language, URL: c.Serve.URL,
		Names: namesOf(c), Look: c.Look,
		Keys: keys, Store: db, Now: a.now,
		Healthy: func(ctx context.Context) error { _, err := db.Latest(ctx); return err },
	}
	var one sync.Mutex // requests are answered side by side
	server.Report = func(err error) {
		one.Lock()
		defer one.Unlock()
		a.Complain(fmt.Errorf("serve: %w", err))
	}
	wait, err := askByMail(ctx, a, c, db, server)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer wait()
	handler, err := server.Handler(listener.Addr())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintf(a.Stdout, "answers on http://%s/ until Ctrl-C\n", listener.Addr())
	err = serve.Run(ctx, listener, handler)
	if ctx.Err() != nil && err == nil {
		return nil
	}
	return err
}

// askEvery is how often mails that ask for confirmation, and were not taken, are tried again.
const askEvery = 15 * time.Minute

// askByMail lets the server have addresses be asked for confirmation, if there is a newsletter for subscribers and a way
// to answer. Until wait returns a mail may be on its way.
func askByMail(ctx context.Context, a *app, c *config.Config, db store.DB, server *serve.Server) (wait func(), err error) {
	asker, err := askerOf(ctx, a, c, db, func(context.Context) (*people.Keys, error) { return server.Keys, nil })
	if err != nil || asker == nil {
		return func() {}, err
	}
	due := make(chan struct{}, 1)
	server.Asked = func() {
		select {
		case due <- struct{}{}:
		default: // it is noted already
		}
	}
	server.Asked() // what was left by the last time
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	outbox := edition.Outbox{Desk: a.desk(c, db)}
	go func() {
		defer close(ended)
		ticker := time.NewTicker(askEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-due:
			case <-ticker.C:
			}
			_, err := asker.Queue(ctx)
			if err := errors.Join(err, outbox.FlushNotes(ctx)); err != nil && ctx.Err() == nil {
				server.Report(err)
			}
		}
	}()
	return func() { stop(); <-ended }, nil
}
