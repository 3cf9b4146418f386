package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest/draft"
	"recap/digest/edit"
)

func draftCommand(a *app) *cobra.Command {
	var o draftOptions
	cmd := &cobra.Command{
		Use:   "draft",
		Short: "The edition as one Markdown file to edit by hand, and back",
		Long: `Write the edition as one Markdown file to edit by hand or in a pull request, and read it back with --apply as the decisions that "recap edit"
shows: the order of the stories, those that are dropped or told beside, titles, an introduction in Markdown, sentences and stories of the editor's,
and excerpts, whole sentences of them, and sentences beside a story or on a line of the list that are taken out. The file says itself how to change it. What it does not change stays as it is.

A file that cannot be taken is refused with the line and the reason, and nothing is decided. Where posts have come since it was written, they are
named, and as much of it as still fits is taken.

Without a date it is the last period that has closed; without --digest the first digest of the configuration.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if o.apply != "" {
				return applyDraft(cmd.Context(), a, c, o, cmd.InOrStdin())
			}
			if o.approve || o.by != "" || o.dryRun {
				return console.Usage("draft: --approve, --by and --dry-run belong to --apply FILE")
			}
			return writeDraft(cmd.Context(), a, c, o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.date, "date", "", "the period that `DATE` lies in")
	f.StringVar(&o.name, "digest", "", "the digest `NAME` of the configuration")
	f.StringVarP(&o.out, "output", "o", "-", "write to `FILE|DIR`, - for stdout")
	f.StringVar(&o.apply, "apply", "", "take the decisions of `FILE`, a draft that was changed; - for stdin")
	f.BoolVar(&o.approve, "approve", false, "with --apply: approve what comes of it; refused if posts have come since the file was written")
	f.StringVar(&o.by, "by", "", "with --apply: the `NAME` of who approves (default $USER)")
	f.BoolVar(&o.dryRun, "dry-run", false, "with --apply: say what the file changes, and decide nothing")
	cmd.MarkFlagsMutuallyExclusive("output", "apply")
	cmd.MarkFlagsMutuallyExclusive("approve", "dry-run")
	return cmd
}

// draftOptions are what draft was asked to do.
type draftOptions struct {
	date, name string
	out        string
	apply      string
	approve    bool
	by         string
	dryRun     bool
}

// draftOf makes the draft of a digest's period.
func draftOf(ctx context.Context, a *app, c *config.Config, name, date string) (*edition.Draft, error) {
	g := c.DigestNamed(name)
	if g == nil {
		return nil, console.Usage("there is no digest %q; %s", name, console.OneOf(name, c.DigestNames()))
	}
	w, err := a.window(c, g, date, "", "")
	if err != nil {
		return nil, err
	}
	db, err := readable(ctx, c)
	if err != nil {
		return nil, err
	}
	d, err := a.desk(c, db).Draft(ctx, edition.Due{Digest: g, Window: w}, nil)
	return d, errors.Join(err, db.Close())
}

func writeDraft(ctx context.Context, a *app, c *config.Config, o draftOptions) error {
	d, err := draftOf(ctx, a, c, o.name, o.date)
	if err != nil {
		return err
	}
	return a.write(o.out, d.Edition.ID+".md", draft.Write(d.Plain()))
}

// applyDraft takes the decisions of a file.
func applyDraft(ctx context.Context, a *app, c *config.Config, o draftOptions, stdin io.Reader) error {
	data, err := readDecisions("--apply", o.apply, stdin)
	if err != nil {
		return err
	}
	old, got, err := readDraft(ctx, a, c, o, data)
	if err != nil {
		return err
	}
	for _, note := range got.Notes {
		a.Complain(fmt.Errorf("%s: %s", o.apply, note))
	}
	for _, change := range got.Changes {
		fmt.Fprintln(a.Stdout, console.OneLine(change))
	}
	now := old
	switch next := got.Decisions; {
	case o.dryRun:
		return nil
	case o.approve && got.Stale:
		return console.Usage("%s: posts have come since the file was written, so that it is not what was approved; take it without --approve, and look at it again", o.apply)
	case next == nil && !o.approve:
	default:
		if next == nil {
			same := old.Decisions
			next = &same
		}
		if o.approve {
			next.Approve = &edit.Approval{}
		}
		db, done, err := a.writable(ctx, c)
		if err != nil {
			return err
		}
		now, err = a.desk(c, db).Decide(ctx, old, *next, a.approver(o.by), o.by != "")
		if err := errors.Join(err, done()); err != nil {
			return err
		}
	}
	return printDraft(a, now, editOptions{})
}

// readDraft reads a file against the draft that it says it is of.
func readDraft(ctx context.Context, a *app, c *config.Config, o draftOptions, data []byte) (*edition.Draft, *draft.Result, error) {
	front, err := draft.Front(data)
	if err != nil {
		return nil, nil, refused(a, o.apply, err)
	}
	if o.name != "" && o.name != front.Digest {
		return nil, nil, console.Usage("%s is a draft of the digest %q, not of %q", o.apply, front.Digest, o.name)
	}
	if c.DigestNamed(front.Digest) == nil {
		return nil, nil, console.Usage("%s:3: there is no digest %q; %s", o.apply, front.Digest, console.OneOf(front.Digest, c.DigestNames()))
	}
	if o.date != "" && o.date != front.Date {
		return nil, nil, console.Usage("%s is a draft of %s, not of %s", o.apply, front.Date, o.date)
	}
	old, err := draftOf(ctx, a, c, front.Digest, front.Date)
	if err != nil {
		return nil, nil, err
	}
	got, err := draft.Apply(old.Plain(), data)
	if err != nil {
		return nil, nil, refused(a, o.apply, err)
	}
	return old, got, nil
}

// refused prints why a file is not taken, a line for each reason.
func refused(a *app, file string, err error) error {
	var all draft.Refusals
	if !errors.As(err, &all) {
		return console.Usage("%s: %w", file, err)
	}
	for _, r := range all {
		a.Complain(fmt.Errorf("%s:%w", file, r))
	}
	return exitWith(exitUsage)
}
