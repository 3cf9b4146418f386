package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/store"
)

func outboxCommand(a *app) *cobra.Command {
	var all, asJSON bool
	cmd := &cobra.Command{
		Use:   "outbox",
		Short: "Show what waits to be sent, failed or is in doubt, and decide about it",
		Long: `Show the letters of outputs that hand editions to other machines: those that wait, that were refused, and
those that are in doubt, because the connection broke when the receiver may have had them already. --all shows those
that were sent, too.

A letter in doubt is for a person to decide: look whether it has arrived, then "recap outbox drop ID" if it has,
"recap outbox retry ID" if not.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error { return listOutbox(cmd.Context(), a, all, asJSON) }),
	}
	list := &cobra.Command{Use: "list", Short: "Show them", Args: cobra.NoArgs, RunE: cmd.RunE}
	for _, c := range []*cobra.Command{cmd, list} {
		c.Flags().BoolVar(&all, "all", false, "also what was sent, dropped, withdrawn, or came to be too old")
		c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	}
	cmd.AddCommand(list,
		outboxVerb(a, "retry", "Send letters now that failed, wait or are in doubt", edition.Outbox.Retry, true),
		outboxVerb(a, "drop", "Take letters out: they are not sent, or somebody knows that they have arrived", edition.Outbox.Drop, false))
	return cmd
}

// outboxVerb is a command that decides about letters.
func outboxVerb(a *app, name, short string, do func(edition.Outbox, context.Context, store.Letter) error, send bool) *cobra.Command {
	var named string
	cmd := &cobra.Command{
		Use:   name + " [ID...]",
		Short: short,
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if (len(args) == 0) == (named == "") {
				return console.Usage("%s needs ids of letters, or --output; \"recap outbox\" lists them", name)
			}
			if err := haveDatabase(c); err != nil {
				return err
			}
			db, done, err := a.writable(cmd.Context(), c)
			if err != nil {
				return err
			}
			code, err := decide(cmd.Context(), a, c, db, args, named, do, send)
			if err := errors.Join(err, done()); err != nil {
				return err
			}
			return exitWith(code)
		}),
	}
	cmd.Flags().StringVar(&named, "output", "", "all that wait, failed or are in doubt of the output `NAME`")
	return cmd
}

// decide does something to the letters that are named by their ids or by their output.
func decide(ctx context.Context, a *app, c *config.Config, db store.DB, ids []string, output string,
	do func(edition.Outbox, context.Context, store.Letter) error, send bool) (int, error) {
	letters, err := lettersNamed(ctx, c, db, ids, output)
	if err != nil {
		return 0, err
	}
	desk := edition.Outbox{Desk: a.desk(c, db)}
	var errs []error // what keeps one letter does not keep the others
	for _, l := range letters {
		errs = append(errs, do(desk, ctx, l))
	}
	if send && desk.Flush(ctx) {
		return exitUndelivered, errors.Join(errs...)
	}
	return exitOK, errors.Join(errs...)
}

// lettersNamed returns the letters with these ids, or those of an output that are not with their recipients.
func lettersNamed(ctx context.Context, c *config.Config, db store.DB, ids []string, output string) (letters []store.Letter, err error) {
	if output != "" {
		letters, err = db.Letters(ctx, store.LetterFilter{Output: output, States: edition.Unsent()})
		if err == nil && len(letters) == 0 && c.OutputNamed(output) == nil {
			err = console.Usage("there is no output %q; %s", output, console.OneOf(output, c.OutputNames()))
		}
		return letters, err
	}
	for _, text := range ids {
		id, err := strconv.ParseInt(text, 10, 64)
		found, err2 := db.Letters(ctx, store.LetterFilter{ID: id})
		if err != nil || len(found) == 0 || id == 0 {
			return nil, errors.Join(err2, console.Usage("there is no letter %q; \"recap outbox --all\" lists them", text))
		}
		if !slices.ContainsFunc(letters, func(l store.Letter) bool { return l.ID == id }) {
			letters = append(letters, found...)
		}
	}
	return letters, nil
}

// A letterStatus is what --json prints of a letter.
type letterStatus struct {
	ID        int64      `json:"id"`
	Edition   string     `json:"edition"` // "" for a mail that asks for confirmation
	Revision  int        `json:"revision"`
	Output    string     `json:"output"`
	Recipient string     `json:"recipient"`
	State     string     `json:"state"`
	Attempts  int        `json:"attempts"`
	Queued    *time.Time `json:"queued"`
	Next      *time.Time `json:"next"`
	Response  string     `json:"response"`
}

// listOutbox prints the letters.
func listOutbox(ctx context.Context, a *app, all, asJSON bool) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	db, err := readable(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	which := store.LetterFilter{States: edition.Unsent()}
	if all {
		which.States = nil
	}
	letters, err := db.Letters(ctx, which)
	if err != nil {
		return err
	}
	list := []letterStatus{}
	for _, l := range letters {
		to := edition.Place(c, store.Delivery{Output: l.Output, Recipient: l.Recipient})
		one := letterStatus{l.ID, l.Edition, l.Revision, l.Output, to, string(l.State), l.Attempts,
			orNull(l.Queued), nil, l.Response}
		if l.State == store.LetterQueued {
			one.Next = orNull(l.Next)
		}
		list = append(list, one)
	}
	if asJSON {
		enc := json.NewEncoder(a.Stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(list)
	}
	if len(list) == 0 {
		fmt.Fprintln(a.Stdout, "nothing waits, failed or is in doubt")
		return nil
	}
	w := tabwriter.NewWriter(a.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tEDITION\tOUTPUT\tTO\tSTATE\tTRIES\tANSWER")
	for _, l := range list {
		state := l.State
		if l.Next != nil && l.Next.After(a.now()) {
			state = "waits until " + l.Next.In(c.Zone).Format("2006-01-02 15:04")
		}
		what := "confirmation"
		if l.Edition != "" {
			what = fmt.Sprintf("%s r%d", console.OneLine(l.Edition), l.Revision)
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%d\t%s\n", l.ID, what, console.OneLine(l.Output), console.OneLine(l.Recipient), state, l.Attempts, console.OneLine(l.Response))
	}
	return w.Flush()
}
