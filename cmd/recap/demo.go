package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/collect"
	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/cmd/recap/sample"
	"recap/digest"
	"recap/digest/deliver/output"
	"recap/digest/model"
	"recap/digest/render"
	"recap/ingest/fetch"
)

func demoCommand(a *app) *cobra.Command {
	dir, writer := "recap-demo", ""
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show all of it offline, on an invented community",
		Long: `Read an invented community, which the program serves to itself, publish its recaps to every kind of output and print one of them.

Nothing in it is staged: lists, feeds and hashtags are read as from real servers. It needs no account and no network, and can be run
again, which changes nothing. A folder with a configuration of your own is left alone.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			if writer != "" && !cmd.Flags().Changed("dir") {
				dir += "-" + writer // each has files of its own, to look at side by side
			}
			return a.demo(cmd.Context(), dir, writer)
		}),
	}
	cmd.Flags().StringVar(&dir, "dir", dir, "the folder `DIR` for configuration, database and outputs")
	cmd.Flags().StringVar(&writer, "writer", "", "chosen or model: as a language model would choose or write it, with recorded answers")
	return cmd
}

// demo runs the whole program on the invented community, at the moment that its posts are written for.
func (a *app) demo(ctx context.Context, dir, writer string) error {
	switch writer {
	case "", config.WriterExcerpts, config.WriterChosen, config.WriterModel:
	default:
		return console.Usage("--writer: %q is not known; %s", writer, console.OneOf(writer, []string{config.WriterExcerpts, config.WriterChosen, config.WriterModel}))
	}
	if err := demoFolder(dir); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: sample.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with ErrServerClosed when the demo does
	defer server.Close()

	unwatched := *a.Console
	unwatched.Watched = false
	demo := *a
	demo.Console, demo.now = &unwatched, sample.Now
	demo.configFile = filepath.Join(dir, "recap.yaml")
	for _, f := range []struct {
		name string
		data []byte
	}{{"recap.yaml", sample.Config()}, {"programme.ics", sample.Programme()}} {
		if _, err := output.WriteFile(filepath.Join(dir, f.name), f.data); err != nil {
			return err
		}
	}
	c, err := demo.load()
	if err != nil {
		return err
	}
	resolve := map[string]string{}
	for _, host := range sample.Hosts() {
		resolve[host] = listener.Addr().String()
	}
	demo.modelAt, demo.writer = listener.Addr().String(), writer
	demo.client = fetch.New(fetch.Options{Version: version(), Contact: c.Community.Contact, HostPause: -1, Now: demo.now, Resolve: resolve})
	if err := demoRun(ctx, &demo, c); err != nil {
		return err
	}
	return demoShow(ctx, &demo, c, dir)
}

// demoFolder refuses a folder that holds a configuration or a database of somebody's own. A demonstration's is known by
// the first line of its configuration, which is written before anything else.
func demoFolder(dir string) error {
	old, err := os.ReadFile(filepath.Join(dir, "recap.yaml"))
	if err == nil {
		first, _, _ := bytes.Cut(sample.Config(), []byte("\n"))
		if !bytes.HasPrefix(old, first) {
			return console.Usage("%s holds a recap.yaml that is no demonstration's, and is left as it is; name another folder with --dir", dir)
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return console.Usage("%w; name another folder with --dir", err)
	}
	for _, name := range []string{"programme.ics", "recap.db"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return console.Usage("%s holds a %s that is no demonstration's, and is left as it is; name another folder with --dir", dir, name)
		}
	}
	return nil
}

// demoRun reads all sources and publishes what is due. The clock stands still, so a second demo finds nothing due and
// changes nothing.
func demoRun(ctx context.Context, a *app, c *config.Config) error {
	db, done, err := a.writable(ctx, c)
	if err != nil {
		return err
	}
	code, err := a.run(ctx, c, db, collect.Options{})
	if err := errors.Join(err, done()); err != nil {
		return err
	}
	return exitWith(code)
}

// demoShow prints the recap of the event's second day and where the files are.
func demoShow(ctx context.Context, a *app, c *config.Config, dir string) error {
	e, posts, err := demoEdition(ctx, a, c)
	if err != nil {
		return err
	}
	if err := render.Text(a.Stdout, e); err != nil {
		return err
	}
	if w := e.Written(); slices.ContainsFunc(w.Refused, func(r model.Refused) bool { return r.Text != "" }) {
		fmt.Fprintf(a.Stdout, "\nThe answers are recorded, and some are false on purpose. These were held against the posts and are not printed:\n")
		for _, r := range w.Refused {
			if r.Text == "" {
				continue // a story of which nothing is recorded
			}
			fmt.Fprintf(a.Stdout, "  %s\n    %s\n", console.OneLine(r.Text), console.OneLine(string(r.Why)))
		}
	}
	fmt.Fprintf(a.Stdout, "\n%s were read from %s; these are the files:\n", console.Count(posts, "post"), console.Count(len(c.Sources), "source"))
	return filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(path) != ".lock" {
			_, err = fmt.Fprintf(a.Stdout, "  %s\n", path)
		}
		return err
	})
}

// demoEdition returns the recorded edition of the event's second day, and how many posts are stored.
func demoEdition(ctx context.Context, a *app, c *config.Config) (*digest.Edition, int, error) {
	db, err := readable(ctx, c)
	if err != nil {
		return nil, 0, err
	}
	defer db.Close()
	day, err := dateFlag("date", sample.Day2)
	if err != nil {
		return nil, 0, err
	}
	g := c.DigestNamed("")
	w, err := edition.Calendar{Config: c}.PeriodOn(g, day)
	if err != nil {
		return nil, 0, err
	}
	a.asks = nil // what was answered is kept
	k, due := a.desk(c, db), edition.Due{Digest: g, Window: w}
	var e *digest.Edition
	if a.writer == "" {
		e, _, err = k.Edition(ctx, due, false)
	} else { // made again, because the recorded one does not hold what was refused
		e, _, err = k.Build(ctx, due, false)
	}
	if err != nil {
		return nil, 0, err
	}
	if e == nil {
		return nil, 0, fmt.Errorf("no posts of %s were read", sample.Day2)
	}
	totals, err := db.Totals(ctx)
	return e, totals.Posts, err
}
