package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/digest/deliver/output"
	"recap/ingest"
	"recap/ingest/feed"
	"recap/ingest/fetch"
	"recap/ingest/text"
	"recap/store"
)

func sourcesCommand(a *app) *cobra.Command {
	list := verb(func(*cobra.Command, []string) error {
		c, err := a.load()
		if err != nil {
			return err
		}
		return listSources(a, c)
	})
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "List the sources; import and export lists of feeds as OPML",
		Args:  cobra.NoArgs,
		RunE:  list,
	}
	cmd.AddCommand(
		&cobra.Command{Use: "list", Short: "List the sources as they are configured", Args: cobra.NoArgs, RunE: list},
		importCommand(a), exportSourcesCommand(a), renameCommand(a),
	)
	return cmd
}

// listSources prints the configured sources, without secrets.
func listSources(a *app, c *config.Config) error {
	w := tabwriter.NewWriter(a.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "SOURCE\tKIND\tEVERY\tPUBLISH\tPLACE")
	for i := range c.Sources {
		s := &c.Sources[i]
		kind, _ := s.Kind()
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", console.OneLine(s.Name), kind, shortDuration(s.Every), s.Publish, console.OneLine(config.PlaceOf(s)))
	}
	return w.Flush()
}

func importCommand(a *app) *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "import FILE|-",
		Short: "Add the feeds of an OPML list to the configuration",
		Long: `Add the feeds of an OPML list to the configuration, below the sources that are there. All else in the file stays as it is, comments included. Feeds that
are configured already are left out.

A configuration whose sources do not stand one below the other, or which is written in JSON, is not changed: what to add is printed then, with exit code 2.`,
		Args: oneArg("sources import", "an OPML file, or - for stdin", "recap sources import feeds.opml"),
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			return importSources(a, cmd.InOrStdin(), args[0], dryRun)
		}),
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "print what would be added, and write nothing at all")
	return cmd
}

func renameCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "rename OLD NEW",
		Short: "Give a source another name in the database",
		Long: `Give a source another name in the database: its posts, their ids and how far it was read stay. Write the new name into the configuration, too.

A source that reads what it read before under another name is recognised without this, by the next run.`,
		Args: cobra.ExactArgs(2),
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if err := haveDatabase(c); err != nil {
				return err
			}
			db, done, err := a.locked(cmd.Context(), c)
			if err != nil {
				return err
			}
			err = db.RenameSource(cmd.Context(), store.Rename{Old: args[0], New: args[1]})
			if errors.Is(err, store.ErrNotFound) {
				err = console.Usage("no source is called %q", args[0])
			}
			if err = errors.Join(err, done()); err != nil {
				return err
			}
			fmt.Fprintf(a.Stdout, "%s is called %s now\n", console.OneLine(args[0]), console.OneLine(args[1]))
			if slices.ContainsFunc(c.Sources, func(s ingest.Config) bool { return s.Name == args[0] }) {
				a.Complain(fmt.Errorf("the configuration still calls it %s; write the new name there", args[0]))
			}
			return nil
		}),
	}
}

// maxOPML is more than the bytes of any list that is read.
const maxOPML = 8 << 20

// importSources adds the feeds of the OPML list in file, or in stdin if that is "-", to the configuration.
func importSources(a *app, stdin io.Reader, file string, dryRun bool) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	in := stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return console.Usage("%s: %s", file, config.Reason(err))
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxOPML))
	if err != nil {
		return err
	}
	listed, skipped, err := feed.ParseOPML(data)
	if err != nil {
		return console.Usage("%s: %w", file, err)
	}
	for _, s := range skipped {
		a.Complain(fmt.Errorf("left out: %w", s))
	}
	feeds := newFeeds(c, listed)
	a.Note("%d feeds in the list, %d left out, %d configured already or repeated", len(listed)+len(skipped), len(skipped), len(listed)-len(feeds))
	if len(feeds) == 0 {
		return nil
	}
	path, err := filepath.EvalSymlinks(a.configPath())
	if err != nil {
		return err
	}
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	edited, err := withFeeds(a, path, old, c, feeds)
	switch {
	case err != nil:
		fmt.Fprint(a.Stdout, fragment(feeds, "  ", "\n"))
		return &exitError{exitPart, fmt.Errorf("%s is not changed, %w; add what was printed below its sources", path, err)}
	case dryRun:
		fmt.Fprint(a.Stdout, fragment(feeds, "  ", "\n"))
		return nil
	}
	if _, err := output.WriteFile(path, edited); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if !a.Quiet {
		fmt.Fprintf(a.Stdout, "added %s to %s\n", console.Count(len(feeds), "source"), path)
	}
	return nil
}

// newFeeds returns the listed feeds that are not configured yet, each once and under a name that no source has.
func newFeeds(c *config.Config, listed []feed.OPMLFeed) []feed.OPMLFeed {
	names, places := map[string]bool{}, map[string]bool{}
	for i := range c.Sources {
		s := &c.Sources[i]
		names[s.Name] = true
		if s.Feed != nil {
			places[text.CanonicalLink(s.Feed.URL)] = true
		}
	}
	var feeds []feed.OPMLFeed
	for _, f := range listed {
		place := text.CanonicalLink(f.URL)
		if places[place] {
			continue
		}
		places[place] = true
		f.Name = cmp.Or(console.OneLine(f.Name), "feed")
		for name, n := f.Name, 2; names[f.Name]; n++ {
			f.Name = fmt.Sprintf("%s %d", name, n)
		}
		names[f.Name] = true
		feeds = append(feeds, f)
	}
	return feeds
}

func exportSourcesCommand(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the feeds among the sources as OPML 2.0",
		Long:  "Write the feeds among the sources as OPML 2.0. A feed whose address holds a secret, and one that is a file, is left out.",
		Args:  cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			data, err := a.opml(cmd.Context(), c)
			if err != nil {
				return err
			}
			if out == "" || out == "-" {
				_, err = a.Stdout.Write(data)
			} else {
				_, err = output.WriteFile(out, data)
			}
			return err
		}),
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE` instead of the terminal")
	return cmd
}

// opml returns the feeds among the sources as OPML.
func (a *app) opml(ctx context.Context, c *config.Config) ([]byte, error) {
	var feeds []feed.OPMLFeed
	for i := range c.Sources {
		s := &c.Sources[i]
		if s.Feed == nil || config.WebURL(s.Feed.URL) != nil {
			continue
		}
		if fetch.HasSecret(s.Feed.URL) {
			a.Complain(fmt.Errorf("source %s: left out, its address may hold a secret", s.Name))
			continue
		}
		feeds = append(feeds, feed.OPMLFeed{Name: s.Name, URL: s.Feed.URL})
	}
	created, err := lastFeedRead(ctx, c)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = feed.WriteOPML(&b, "Feeds of "+c.Community.Name, created, feeds)
	return b.Bytes(), err
}

// lastFeedRead returns when a feed was read last, so that the same list has the same date; zero if none ever was.
func lastFeedRead(ctx context.Context, c *config.Config) (time.Time, error) {
	var last time.Time
	if haveDatabase(c) != nil {
		return last, nil
	}
	db, err := readable(ctx, c)
	if err != nil {
		return last, err
	}
	defer db.Close()
	states, err := db.Sources(ctx)
	for _, s := range states {
		if s.Kind == "feed" && s.LastRead.After(last) {
			last = s.LastRead
		}
	}
	return last, err
}
