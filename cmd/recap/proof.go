package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest"
	"recap/digest/audit"
	"recap/digest/draft"
	"recap/ingest/fetch"
)

func proofCommand(a *app) *cobra.Command {
	var o proofOptions
	cmd := &cobra.Command{
		Use:   "proof FILE|DATE",
		Short: "Hold a draft or an edition against the posts, sentence by sentence",
		Long: `Show each sentence of a draft file, of an edition's JSON, or of the edition of a date beside the words of posts that it rests on, or why it has
none: excerpts are looked up, what a model wrote is proven anew, and of what the editor wrote, which needs no proof, it is said what the posts do not
prove. It also names links with parameters that track, with --online those that are dead, and what the last seven editions told already.

It exits with 2 where something fails: a draft that cannot be taken, an excerpt that is not verbatim, a sentence of a model's that is not proven, a dead
link, or one of the editor's that tracks. So it serves as a check on pull requests.`,
		Args: oneArg("proof", "a draft, an edition or a date", "recap proof draft.md, or recap proof 2026-10-16"),
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			return proofOf(cmd.Context(), a, c, args[0], o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.name, "digest", "", "with a date: the digest `NAME` of the configuration")
	f.BoolVar(&o.json, "json", false, "print the report as JSON")
	f.BoolVar(&o.html, "html", false, "print the report as a page, on which a sentence opens to its evidence")
	f.BoolVar(&o.online, "online", false, "also ask for each address that the edition links to")
	cmd.MarkFlagsMutuallyExclusive("json", "html")
	return cmd
}

// proofOptions are what proof was asked to do.
type proofOptions struct {
	name               string
	json, html, online bool
}

func proofOf(ctx context.Context, a *app, c *config.Config, what string, o proofOptions) error {
	db, err := readable(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	r, err := report(ctx, a, a.desk(c, db), what, o)
	if err != nil {
		return err
	}
	if o.online {
		if err := askLinks(ctx, a, c, r); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	switch {
	case o.json:
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(r)
	case o.html:
		err = r.HTML(&b)
	default:
		err = r.Text(&b, console.OneLine)
	}
	if err != nil {
		return err
	}
	if _, err := a.Stdout.Write(b.Bytes()); err != nil {
		return err
	}
	if r.Failed > 0 {
		return exitWith(exitPart)
	}
	return nil
}

// report holds a file, or the edition of a date, against the posts.
func report(ctx context.Context, a *app, k *edition.Desk, what string, o proofOptions) (*audit.Report, error) {
	if _, err := os.Stat(what); err != nil {
		if _, dated := dateFlag("date", what); dated != nil {
			return nil, console.Usage("proof: %q is neither a file nor a date", what)
		}
		return reportOfDate(ctx, a, k, what, o)
	}
	data, err := readDecisions("proof", what, nil)
	if err != nil {
		return nil, err
	}
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '{' {
		e, err := digest.Decode(data)
		if err != nil || e.Schema != digest.Schema {
			return nil, console.Usage("%s is no edition: %w", what, errors.Join(err, fmt.Errorf("its schema is %q, not %q", schemaOf(e), digest.Schema)))
		}
		return edition.Proof(ctx, k, e)
	}
	front, err := draft.Front(data)
	if err != nil {
		return nil, refused(a, what, err)
	}
	g := k.Config.DigestNamed(front.Digest)
	if g == nil {
		return nil, console.Usage("%s:3: there is no digest %q; %s", what, front.Digest, console.OneOf(front.Digest, k.Config.DigestNames()))
	}
	w, err := a.window(k.Config, g, front.Date, "", "")
	if err != nil {
		return nil, err
	}
	d, err := k.Draft(ctx, edition.Due{Digest: g, Window: w}, nil)
	if err != nil {
		return nil, err
	}
	return edition.ProofOfDraft(ctx, k, d, data)
}

func schemaOf(e *digest.Edition) string {
	if e == nil {
		return ""
	}
	return e.Schema
}

// reportOfDate holds the recorded edition of a date against the posts, else its draft.
func reportOfDate(ctx context.Context, a *app, k *edition.Desk, date string, o proofOptions) (*audit.Report, error) {
	g := k.Config.DigestNamed(o.name)
	if g == nil {
		return nil, console.Usage("there is no digest %q; %s", o.name, console.OneOf(o.name, k.Config.DigestNames()))
	}
	w, err := a.window(k.Config, g, date, "", "")
	if err != nil {
		return nil, err
	}
	due := edition.Due{Digest: g, Window: w}
	e, _, err := k.Edition(ctx, due, false)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, console.Usage("%s: no posts, so there is nothing to prove", due)
	}
	return edition.Proof(ctx, k, e)
}

const (
	linksAtOnce = 8
	mostOfLink  = 256 << 10 // bytes that are read of a page, of which nobody looks at any
)

// askLinks asks for each address, and counts those that are dead: what the server calls not found or gone, and hosts
// that do not exist. Others that do not answer as they should may do so tomorrow, or to a browser.
func askLinks(ctx context.Context, a *app, c *config.Config, r *audit.Report) error {
	client, home := a.http(c), cmp.Or(c.Community.URL, "https://example.org/") // addresses of posts are nobody's configuration
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(linksAtOnce)
	for i := range r.Links {
		l := &r.Links[i]
		g.Go(func() error {
			_, err := client.Get(ctx, fetch.Request{URL: l.URL, Origin: home, Limit: mostOfLink, Attempts: 1})
			if ctx.Err() != nil {
				return ctx.Err()
			}
			mu.Lock()
			defer mu.Unlock()
			failed := l.Fails()
			var why *fetch.Error
			switch {
			case err == nil:
				l.State = "ok"
			case errors.As(err, &why) && (why.Reason == fetch.TooLarge || why.Reason == fetch.WrongType):
				l.State = "ok"
			case errors.As(err, &why) && (why.Reason == fetch.NotFound || why.Reason == fetch.Gone || why.Reason == fetch.Unreachable):
				l.State, l.Why = "dead", string(why.Reason)
			case why != nil:
				l.State, l.Why = "unknown", string(why.Reason)
			default:
				l.State, l.Why = "unknown", err.Error()
			}
			if !failed && l.Fails() {
				r.Failed++
			}
			return nil
		})
	}
	return g.Wait()
}
