package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/cmd/recap/internal/people"
	"recap/cmd/recap/internal/serve"
	"recap/digest/edit"
	"recap/digest/render"
	"recap/store"
)

func serveCommand(a *app) *cobra.Command {
	link := false
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer the links of the newsletter: confirm, unsubscribe and choose",
		Long: `Answer the links of the newsletter, by which subscribers confirm, leave and choose which recaps and sections they get. It
listens on this machine unless the configuration says otherwise: let a web server with a certificate hand requests on to it.

A GET changes nothing; /unsubscribe/TOKEN takes the one click of RFC 8058; /health answers "ok" while the database can be read.
Runs need not wait for it. It ends with Ctrl-C.

With serve.editor_file, drafts that wait for approval can be read and approved in a browser of this machine (or through an SSH tunnel), by
the link that --link prints. Who has it may approve: it is not for logs, and another secret in the file makes another link.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if link {
				return printLink(a, c)
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
	cmd.Flags().BoolVar(&link, "link", false, "print the link to the drafts that wait, and end")
	return cmd
}

// printLink prints the address of the editor's pages.
func printLink(a *app, c *config.Config) error {
	token, err := editorToken(c)
	if err != nil {
		return err
	}
	if token == "" {
		return console.Usage("--link: the configuration names no serve.editor_file; make one with \"openssl rand -hex 32\"")
	}
	host, port, err := net.SplitHostPort(c.Serve.Addr)
	if ip := net.ParseIP(host); err == nil && (ip == nil || !ip.IsLoopback()) {
		host = "127.0.0.1"
	}
	fmt.Fprintf(a.Stdout, "http://%s/drafts/%s/\n", net.JoinHostPort(host, port), token)
	return err
}

// editorToken returns the token of the editor's link, "" if there is none.
func editorToken(c *config.Config) (string, error) {
	if c.Serve.EditorFile == "" {
		return "", nil
	}
	keys, err := people.ReadKeys(c.Serve.EditorFile)
	if err != nil {
		return "", fmt.Errorf("serve.editor_file: %w", err)
	}
	return keys.EditorToken(), nil
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
	token, err := editorToken(c)
	if err != nil {
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
		Editor: &drafts{app: a, config: c, db: db}, EditorToken: token,
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

// Drafts are those that wait for approval, for the editor's pages.
type drafts struct {
	app    *app
	config *config.Config
	db     store.DB

	one sync.Mutex // a draft is made at a time
}

// Waiting implements serve.Editor.
func (d *drafts) Waiting(ctx context.Context) ([]serve.Waiting, error) {
	held, err := d.app.desk(d.config, d.db).Waiting(ctx)
	all := make([]serve.Waiting, 0, len(held))
	for _, h := range held {
		all = append(all, serve.Waiting{Digest: h.Digest, Day: h.Start.Format(time.DateOnly), State: string(h.State)})
	}
	return all, err
}

// Draft implements serve.Editor.
func (d *drafts) Draft(ctx context.Context, digest, day string) (*serve.Draft, error) {
	d.one.Lock()
	defer d.one.Unlock()
	made, err := d.make(ctx, digest, day)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	err = render.HTML(&page, made.Edition.WithoutCandidates(), render.Page{Look: d.config.Look})
	return &serve.Draft{Title: console.OneLine(made.Edition.Title), Sum: made.Sum, Page: page.Bytes()}, err
}

// make makes a draft, if it is one that waits.
func (d *drafts) make(ctx context.Context, digest, day string) (*edition.Draft, error) {
	held, err := d.Waiting(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(held, func(w serve.Waiting) bool { return w.Digest == digest && w.Day == day }) {
		return nil, serve.ErrNoDraft
	}
	g := d.config.DigestNamed(digest)
	w, err := d.app.window(d.config, g, day, "", "")
	if err != nil {
		return nil, err
	}
	mine := *d.app
	db, done, err := drafting(ctx, &mine, d.config, g)
	if err != nil {
		return nil, busy(err)
	}
	made, err := mine.desk(d.config, db).Draft(ctx, edition.Due{Digest: g, Window: w}, nil)
	return made, errors.Join(err, done())
}

// Approve implements serve.Editor.
func (d *drafts) Approve(ctx context.Context, digest, day, sum string) error {
	d.one.Lock()
	defer d.one.Unlock()
	made, err := d.make(ctx, digest, day)
	if err != nil {
		return err
	}
	if sum == "" || made.Sum != sum {
		return serve.ErrChanged
	}
	mine := *d.app
	db, done, err := mine.writable(ctx, d.config)
	if err != nil {
		return busy(err)
	}
	next := made.Decisions
	next.Approve = &edit.Approval{Sum: sum}
	_, err = mine.desk(d.config, db).Decide(ctx, made, next, mine.approver(""), false)
	return errors.Join(err, done())
}

// busy says of a lock that another run holds that it is one.
func busy(err error) error {
	if errors.Is(err, store.ErrLocked) {
		return serve.ErrBusy
	}
	return err
}
