package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
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
		Community: c.Community.Name, Home: c.Community.URL, Language: c.Community.Language, URL: c.Serve.URL, Names: namesOf(c), Look: c.Look,
		Keys: keys, Store: db, Now: a.now,
		Healthy: func(ctx context.Context) error { _, err := db.Latest(ctx); return err },
		Report:  func(err error) { a.Complain(fmt.Errorf("serve: %w", err)) },
	}
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
