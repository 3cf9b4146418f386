package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/people"
	"recap/digest/deliver/output"
	"recap/store"
)

func subscribersCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "subscribers",
		Short: "List, add and remove who gets the newsletter; import and export them as CSV",
		Long: `List, add and remove who gets the newsletter; import and export them as CSV.

Who stands in the list as active gets it. Only add whom you have asked. Who has left, or whose mail comes back, stays so
whatever is imported later.`,
		Args: cobra.NoArgs,
	}
	list := listSubscribers(a)
	cmd.RunE = list.RunE
	cmd.AddCommand(list, addSubscribers(a), removeSubscribers(a), importSubscribers(a), exportSubscribers(a))
	return cmd
}

func listSubscribers(a *app) *cobra.Command {
	var state string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the subscribers",
		Args:  cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			all, err := subscribersIn(cmd.Context(), a, state)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(a.Stdout, 0, 8, 2, ' ', 0)
			fmt.Fprintln(w, "ADDRESS\tSTATE\tSINCE\tDIGESTS\tSECTIONS\tCAME BACK")
			for _, s := range all {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", s.Address, s.State, s.Changed.Format(time.DateOnly), orAll(s.Digests), orAll(s.Sections),
					cameBack(s))
			}
			return w.Flush()
		}),
	}
	stateFlag(cmd, &state)
	return cmd
}

// stateFlag adds the flag by which subscribers are chosen.
func stateFlag(cmd *cobra.Command, state *string) {
	cmd.Flags().StringVar(state, "state", "", "only those who are `STATE`: pending, active, left or suppressed")
}

// subscribersIn returns those in a state, all for "".
func subscribersIn(ctx context.Context, a *app, state string) ([]store.Subscriber, error) {
	c, err := a.load()
	if err != nil {
		return nil, err
	}
	var states []store.SubscriberState
	if state != "" {
		states = append(states, store.SubscriberState(state))
		if !slices.Contains(people.States, states[0]) {
			return nil, console.Usage("there is no state %q; choose from pending, active, left, suppressed", state)
		}
	}
	db, err := readable(ctx, c)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return db.Subscribers(ctx, states...)
}

// cameBack returns when mail to a subscriber came back, and with which words.
func cameBack(s store.Subscriber) string {
	if s.Bounced.IsZero() {
		return "-"
	}
	return s.Bounced.Format(time.DateOnly) + " " + console.OneLine(s.Bounce)
}

func orAll(names []string) string {
	if len(names) == 0 {
		return "all"
	}
	return console.OneLine(strings.Join(names, ", "))
}

func addSubscribers(a *app) *cobra.Command {
	var choice people.Choice
	cmd := &cobra.Command{
		Use:   "add ADDRESS...",
		Short: "Add subscribers who have agreed to that",
		Args:  cobra.MinimumNArgs(1),
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if err := checkChoice(c, choice); err != nil {
				return err
			}
			addresses, err := addressesOf(args)
			if err != nil {
				return err
			}
			n, err := changeSubscribers(cmd.Context(), a, c, addresses, func(s *store.Subscriber) bool { return people.Add(s, choice, a.now()) })
			if err != nil {
				return err
			}
			fmt.Fprintf(a.Stdout, "added or changed %s\n", console.Count(n, "subscriber"))
			return nil
		}),
	}
	cmd.Flags().StringArrayVar(&choice.Digests, "digest", nil, "only the digest `NAME`; may be given several times")
	cmd.Flags().StringArrayVar(&choice.Sections, "section", nil, "only the section `NAME`; may be given several times")
	return cmd
}

func removeSubscribers(a *app) *cobra.Command {
	var forget bool
	cmd := &cobra.Command{
		Use:   "remove ADDRESS...",
		Short: "Take subscribers off the list",
		Long: `Take subscribers off the list. They stay known as people who have left, so that no later import brings them back; with
--forget nothing is left of them: their address is taken out of the ledger, too, where a number stands in its place. What they posted
is another matter, for "recap redact".`,
		Args: cobra.MinimumNArgs(1),
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			addresses, err := addressesOf(args)
			if err != nil {
				return err
			}
			return takeOff(cmd.Context(), a, c, addresses, forget)
		}),
	}
	cmd.Flags().BoolVar(&forget, "forget", false, "keep nothing of them, not even that they have left")
	return cmd
}

// takeOff takes addresses off the list. What keeps a part of that from being done is printed.
func takeOff(ctx context.Context, a *app, c *config.Config, addresses []string, forget bool) (err error) {
	n := 0
	if forget {
		n, err = forgetSubscribers(ctx, a, c, addresses)
	} else {
		n, err = changeSubscribers(ctx, a, c, addresses, func(s *store.Subscriber) bool { return people.Leave(s, a.now()) })
	}
	if err != nil && !errors.Is(err, store.ErrUnclean) {
		return err
	}
	fmt.Fprintf(a.Stdout, "removed %s\n", console.Count(n, "subscriber"))
	left := stillMailed(c, addresses)
	if err != nil {
		left = append(left, err)
	}
	for _, one := range left {
		a.Complain(one)
	}
	switch {
	case len(left) > 0:
		return exitWith(exitPart)
	case n == 0:
		return exitWith(exitNothing)
	}
	return nil
}

// stillMailed says where the configuration names addresses, so that mail goes there whoever is a subscriber.
func stillMailed(c *config.Config, addresses []string) []error {
	named := map[string][]string{"alerts": c.Alerts.To}
	for i := range c.Outputs {
		named["output "+c.Outputs[i].Name] = c.Outputs[i].About().To
	}
	var all []error
	for _, where := range slices.Sorted(maps.Keys(named)) {
		for _, to := range named[where] {
			a, err := people.Address(to)
			if err == nil && slices.ContainsFunc(addresses, func(b string) bool { return people.Folded(a) == people.Folded(b) }) {
				all = append(all, fmt.Errorf("%s: to: names %s, who gets its mail all the same; take the address out there", where, a))
			}
		}
	}
	return all
}

func importSubscribers(a *app) *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "import FILE|-",
		Short: "Add the subscribers of a CSV list who have agreed to that",
		Long: `Add the subscribers of a CSV list who have agreed to that. A column is called address or email, others may be state, digests
and sections (names with ; between them) and confirmed; a file without headings has an address on each line.

Who is known already stays as they are, but for those whom the list calls left or suppressed. Lines that cannot be used are
named by their number, with exit code 2.`,
		Args: oneArg("subscribers import", "a CSV file, or - for stdin", "recap subscribers import readers.csv"),
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			in := cmd.InOrStdin()
			if args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return console.Usage("%s: %s", args[0], config.Reason(err))
				}
				defer f.Close()
				in = f
			}
			return importList(cmd.Context(), a, c, in, args[0], dryRun)
		}),
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be done, and write nothing at all")
	return cmd
}

// importList adds the subscribers of a list that comes from a file of that name.
func importList(ctx context.Context, a *app, c *config.Config, in io.Reader, file string, dryRun bool) error {
	rows, skipped, err := people.Import(in, namesOf(c))
	if err != nil {
		return console.Usage("%s: %w", file, err)
	}
	for _, s := range skipped {
		a.Complain(fmt.Errorf("%s: left out, %w", file, s))
	}
	byAddress := map[string]people.Row{}
	var addresses []string
	for _, row := range rows {
		addresses = append(addresses, row.Address)
		byAddress[people.Folded(row.Address)] = row
	}
	n := 0
	if dryRun {
		fmt.Fprintf(a.Stdout, "would look at %s\n", console.Count(len(rows), "address"))
	} else {
		n, err = changeSubscribers(ctx, a, c, addresses, func(s *store.Subscriber) bool {
			return byAddress[people.Folded(s.Address)].Take(s, a.now())
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(a.Stdout, "added or changed %s, known already %d, left out %d\n", console.Count(n, "subscriber"), len(rows)-n, len(skipped))
	}
	if len(skipped) > 0 {
		return exitWith(exitPart)
	}
	return nil
}

func exportSubscribers(a *app) *cobra.Command {
	var state, out string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the subscribers as CSV",
		Args:  cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			all, err := subscribersIn(cmd.Context(), a, state)
			if err != nil {
				return err
			}
			var b strings.Builder
			if err := people.Export(&b, all); err != nil {
				return err
			}
			if out == "" || out == "-" {
				_, err = io.WriteString(a.Stdout, b.String())
				return err
			}
			return writePrivate(out, []byte(b.String()))
		}),
	}
	stateFlag(cmd, &state)
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE`, which only you can read, instead of the terminal")
	return cmd
}

// writePrivate writes a file that only its owner can read.
func writePrivate(file string, data []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
		return err
	}
	_, err = output.WriteFile(file, data) // which keeps the permissions
	return err
}

// addressesOf returns the addresses of arguments.
func addressesOf(args []string) ([]string, error) {
	var all []string
	for i, arg := range args {
		address, err := people.Address(arg)
		if err != nil {
			return nil, console.Usage("argument %d %w", i+1, err)
		}
		all = append(all, address)
	}
	return all, nil
}

// namesOf returns what subscribers can choose.
func namesOf(c *config.Config) people.Names {
	return people.Names{Digests: c.DigestNames(), Sections: c.SectionNames()}
}

// checkChoice demands that what is chosen exists.
func checkChoice(c *config.Config, choice people.Choice) error {
	names := namesOf(c)
	for _, name := range choice.Digests {
		if !slices.Contains(names.Digests, name) {
			return console.Usage("there is no digest %q; %s", name, console.OneOf(name, names.Digests))
		}
	}
	for _, name := range choice.Sections {
		if !slices.Contains(names.Sections, name) {
			return console.Usage("there is no section %q; %s", name, console.OneOf(name, names.Sections))
		}
	}
	return nil
}

// changeSubscribers changes subscribers and returns how many of them change says that it has changed. Runs need not
// wait for it, nor it for them.
func changeSubscribers(ctx context.Context, a *app, c *config.Config, addresses []string, change func(*store.Subscriber) bool) (int, error) {
	db, err := shared(ctx, a, c)
	if err != nil {
		return 0, err
	}
	n := 0
	var back []string // who is sent to again, though mail came back
	err = db.ChangeSubscribers(ctx, addresses, func(s *store.Subscriber) error {
		before := s.State
		if change(s) {
			n++
		}
		if before == store.SubscriberSuppressed && s.State == store.SubscriberActive {
			back = append(back, s.Address)
		}
		return nil
	})
	if err == nil && len(back) > 0 {
		err = settleOld(ctx, a, db, back)
	}
	return n, errors.Join(err, a.fold(ctx, db), db.Close())
}

// forgetSubscribers takes addresses out of the database and returns how many were known. Runs need not wait for it: a
// letter that one of them is about to hand over to such an address is not handed over.
func forgetSubscribers(ctx context.Context, a *app, c *config.Config, addresses []string) (int, error) {
	db, err := shared(ctx, a, c)
	if err != nil {
		return 0, err
	}
	n, err := db.ForgetSubscribers(ctx, addresses)
	return n, errors.Join(err, db.Close())
}

// settleOld drops the letters that failed while a server said that these addresses do not exist: they are not owed to
// who is sent to again.
func settleOld(ctx context.Context, a *app, db store.DB, addresses []string) error {
	failed, err := db.Letters(ctx, store.LetterFilter{States: []store.LetterState{store.LetterFailed}})
	if err != nil {
		return err
	}
	for _, l := range failed {
		if !slices.Contains(addresses, l.Recipient) {
			continue
		}
		to := store.Settlement{State: store.LetterDropped, Response: l.Response, At: a.now()}
		if err := db.Settle(ctx, l.ID, l.State, to); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}
