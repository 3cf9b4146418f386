package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/cmd/recap/internal/preview"
	"recap/digest"
)

func previewCommand(a *app) *cobra.Command {
	var date, name, addr string
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Show a draft in the browser as page and mail, anew when it changes",
		Long: `Show a draft in the browser as the page and the mail that it would become, and show it anew when posts or decisions change it. Nothing is
recorded and nothing is published. It ends with Ctrl-C.

Without a date it is the last period that has closed; without --digest the first digest of the configuration. It answers on this machine alone.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			g := c.DigestNamed(name)
			if g == nil {
				return console.Usage("there is no digest %q; %s", name, console.OneOf(name, c.DigestNames()))
			}
			w, err := a.window(c, g, date, "", "")
			if err != nil {
				return err
			}
			return a.preview(cmd.Context(), c, edition.Due{Digest: g, Window: w}, addr)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&date, "date", "", "the period that `DATE` lies in")
	f.StringVar(&name, "digest", "", "the digest `NAME` of the configuration")
	f.StringVar(&addr, "addr", "127.0.0.1:0", "listen on `HOST:PORT`, which must be of this machine alone; port 0 takes a free one")
	return cmd
}

// preview serves the draft of d until ctx ends.
func (a *app) preview(ctx context.Context, c *config.Config, d edition.Due, addr string) error {
	draft := func(ctx context.Context) (*digest.Edition, error) {
		db, err := readable(ctx, c)
		if err != nil {
			return nil, err
		}
		defer db.Close()
		e, _, err := a.desk(c, db).Build(ctx, d, false)
		return e, err
	}
	if _, err := draft(ctx); err != nil {
		return err
	}
	listener, err := listenHere(addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: preview.Handler(listener.Addr(), draft, c.Look), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	fmt.Fprintf(a.Stdout, "%s is shown on http://%s/ until Ctrl-C\n", d, listener.Addr())
	select {
	case err = <-ended:
	case <-ctx.Done():
		err = errors.Join(server.Close(), <-ended)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// listenHere listens on addr, which has to be an address of the loopback interface.
func listenHere(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, console.Usage("--addr: %q is not HOST:PORT; for example 127.0.0.1:8080", addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, console.Usage("--addr: %s can be reached from elsewhere, and a draft is for this machine alone; use 127.0.0.1:PORT", host)
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, console.Usage("--addr: %w", err)
	}
	return listener, nil
}
