package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest"
	"recap/digest/edit"
)

func editCommand(a *app) *cobra.Command {
	var o editOptions
	cmd := &cobra.Command{
		Use:   "edit",
		Short: "The editor's hand on a draft: pin, drop, rename, reorder, note, approve",
		Long: `Decide what an edition tells: pin, drop, rename and reorder its stories, give it a title or a note, approve it. Decisions are kept
in the database and applied on every rebuild; they replace those that were made before.

Without a flag $VISUAL or $EDITOR opens the draft as a list, one line a story, that says itself how to change it; --list prints it. A program prints the
decisions, the stories and the candidates with --json and gives decisions back as JSON, whole or only the part "decisions": on stdin
behind --json, which is read to its end where it is a pipe or a file, or with --set. What was published is changed by
"recap publish --revise".

Without a date it is the last period that has closed; without --digest the first digest of the configuration.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			o.stdin = cmd.InOrStdin()
			return a.edit(cmd.Context(), c, o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.date, "date", "", "the period that `DATE` lies in")
	f.StringVar(&o.name, "digest", "", "the digest `NAME` of the configuration")
	f.BoolVar(&o.json, "json", false, "print decisions, stories and candidates as JSON, after taking decisions from stdin if there are any")
	f.BoolVar(&o.list, "list", false, "print the draft as the list that the editor shows, which --set takes back, and decide nothing")
	f.StringVar(&o.set, "set", "", "take the decisions from `FILE`, JSON or a list as the editor shows it; - for stdin")
	f.BoolVar(&o.approve, "approve", false, "approve the draft as it is now, with the decisions just taken")
	f.StringVar(&o.by, "by", "", "the `NAME` of who approves (default $USER)")
	for _, other := range []string{"json", "set", "approve"} {
		cmd.MarkFlagsMutuallyExclusive("list", other)
	}
	return cmd
}

// editOptions are what edit was asked to do.
type editOptions struct {
	date, name string
	json       bool
	list       bool
	set        string
	approve    bool
	by         string
	stdin      io.Reader
}

func (a *app) edit(ctx context.Context, c *config.Config, o editOptions) error {
	g := c.DigestNamed(o.name)
	if g == nil {
		return console.Usage("there is no digest %q; %s", o.name, console.OneOf(o.name, c.DigestNames()))
	}
	w, err := a.window(c, g, o.date, "", "")
	if err != nil {
		return err
	}
	db, done, err := drafting(ctx, a, c, g)
	if err != nil {
		return err
	}
	old, err := a.desk(c, db).Draft(ctx, edition.Due{Digest: g, Window: w}, nil)
	if err := errors.Join(err, done()); err != nil {
		return err
	}
	if old.Posts == 0 && g.WhenEmpty == "skip" {
		return console.Usage("%s: no posts, so there is nothing to edit", old.Due)
	}
	for _, id := range old.Gone {
		a.Complain(fmt.Errorf("%s: the decision about %s is without effect, its story is no longer there", old.Due, id))
	}
	for _, why := range old.Lost {
		a.Complain(fmt.Errorf("%s: a passage of yours is not printed: %s", old.Due, why))
	}
	if o.list {
		_, err := io.WriteString(a.Stdout, old.List())
		return err
	}
	now, err := a.edited(ctx, c, old, o)
	if err := keepList(old, err); err != nil {
		return err
	}
	return printDraft(a, now, o)
}

// edited takes decisions and keeps them, and returns the draft that comes of them: the old one if there are none.
func (a *app) edited(ctx context.Context, c *config.Config, old *edition.Draft, o editOptions) (*edition.Draft, error) {
	next, err := a.decisions(ctx, old, o)
	if err != nil || next == nil {
		return old, err
	}
	if o.approve {
		next.Approve = &edit.Approval{}
	}
	db, done, err := a.writable(ctx, c)
	if err != nil {
		return nil, err
	}
	now, err := a.desk(c, db).Decide(ctx, old, *next, a.approver(o.by), o.by != "")
	return now, errors.Join(err, done())
}

// decisions returns what the flags, stdin or the editor decide about a draft; nil if that is nothing.
func (a *app) decisions(ctx context.Context, d *edition.Draft, o editOptions) (*edit.Decisions, error) {
	switch {
	case o.set != "":
		data, err := readDecisions("--set", o.set, o.stdin)
		if err != nil {
			return nil, err
		}
		return edition.ParseDecisions(d, o.set, data)
	case o.json:
		if !piped(o.stdin) {
			break
		}
		data, err := readDecisions("--set", "-", o.stdin)
		if err != nil {
			return nil, err
		}
		if len(data) > 0 {
			return edition.ParseDecisions(d, "-", data)
		}
	case !o.approve:
		return openEditor(ctx, a, d)
	}
	if o.approve {
		same := d.Decisions
		return &same, nil
	}
	return nil, nil
}

const maxDecisions = 1 << 20 // bytes of decisions that are read

// readDecisions reads the file that a flag names.
func readDecisions(flag, name string, stdin io.Reader) ([]byte, error) {
	r := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, console.Usage("%s: %w", flag, err)
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, maxDecisions+1))
	if err != nil {
		return nil, console.Usage("%s %s: %w", flag, name, err)
	}
	if len(data) > maxDecisions {
		return nil, console.Usage("%s %s: decisions of more than 1 MiB", flag, name)
	}
	return data, nil
}

// piped reports whether decisions may come from r: it is no terminal or other device.
func piped(r io.Reader) bool {
	f, ok := r.(*os.File)
	if !ok {
		return r != nil
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice == 0
}

// approver returns the name under which an approval is kept.
func (a *app) approver(by string) string {
	if by == "" {
		by, _ = a.env("USER")
	}
	if by == "" {
		by = "the editor"
	}
	return by
}

// printDraft prints what has come of the decisions: as JSON, or what a person wants to know next.
func printDraft(a *app, d *edition.Draft, o editOptions) error {
	if !o.json {
		fmt.Fprintf(a.Stdout, "%s: %q, %s; %s\n", d.Due, console.OneLine(d.Edition.Title), storiesOf(len(d.Edition.Stories)), d.Next())
		return nil
	}
	e := d.Edition
	out := edition.DraftJSON{Edition: e.ID, Digest: e.Digest, Start: e.Period.Start, End: e.Period.End, Title: e.Title, Approval: d.Due.Digest.Approval, State: d.State,
		Published: d.Published, Sum: d.Sum, Decisions: d.Decisions, Gone: append([]string{}, d.Gone...), Stories: []edition.DraftStory{}, Candidates: e.Candidates}
	for _, s := range e.Stories {
		out.Stories = append(out.Stories, edition.DraftStory{ID: s.ID, Title: s.Title, URL: s.URL})
	}
	if out.Candidates == nil {
		out.Candidates = []digest.Candidate{}
	}
	enc := json.NewEncoder(a.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func storiesOf(n int) string {
	if n == 1 {
		return "1 story"
	}
	return fmt.Sprintf("%d stories", n)
}
