package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest/deliver/output"
	"recap/digest/period"
	"recap/digest/render"
	"recap/store"
)

// extensions are the file name endings of the formats.
var extensions = map[string]string{"md": ".md", "html": ".html", "text": ".txt", "json": ".json", "eml": ".eml"}

func digestCommand(a *app) *cobra.Command {
	var o digestOptions
	cmd := &cobra.Command{
		Use:   "digest",
		Short: "Build an edition and print it or write it to a file",
		Long: `Build an edition from the stored posts and print it or write it to a file. Nothing is recorded and nothing is published.
Where a model writes, it is asked about a period whose edition is recorded only with --writer.

Without a date it is the last period that has closed; without --digest the first digest of the configuration.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			return a.digest(cmd.Context(), c, o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.date, "date", "", "the period that `DATE` lies in")
	f.StringVar(&o.from, "from", "", "from the start of `DATE`")
	f.StringVar(&o.to, "to", "", "to the end of `DATE`")
	f.StringVar(&o.name, "digest", "", "the digest `NAME` of the configuration")
	f.StringVar(&o.format, "format", "", "md, html, text, json or eml (default: by the ending of the file's name; text on a terminal, else md)")
	f.StringVarP(&o.out, "output", "o", "-", "write to `FILE|DIR`, - for stdout")
	f.StringVar(&o.writer, "writer", "", "excerpts, chosen (by a model) or model (prose by it), in place of what the digest says")
	f.BoolVar(&o.dry, "dry-run", false, "with a model: say what it would be asked, and ask nothing")
	f.BoolVar(&o.explain, "explain", false, "print every story that was considered, and why, instead of the recap; with --format json as data in it")
	cmd.MarkFlagsMutuallyExclusive("date", "from")
	cmd.MarkFlagsMutuallyExclusive("date", "to")
	return cmd
}

// digestOptions are what digest was asked to do.
type digestOptions struct {
	date, from, to string
	name           string
	format         string
	out            string
	explain        bool
	writer         string
	dry            bool
}

func (a *app) digest(ctx context.Context, c *config.Config, o digestOptions) (err error) {
	g := c.DigestNamed(o.name)
	if g == nil {
		return console.Usage("there is no digest %q; %s", o.name, console.OneOf(o.name, c.DigestNames()))
	}
	asked := o.format != ""
	if !asked {
		var err error
		if o.format, err = formatFor(o.out, a.Columns > 0); err != nil {
			return err
		}
	}
	if !slices.Contains(render.Formats, o.format) {
		return console.Usage("--format: %q is not known; %s", o.format, console.OneOf(o.format, render.Formats))
	}
	table := o.explain && o.format != "json"
	if table && asked {
		return console.Usage("--explain prints a table, or with --format json data; --format %s has no place for it", o.format)
	}
	w, err := a.window(c, g, o.date, o.from, o.to)
	if err != nil {
		return err
	}
	if a.writer, err = writerFlag(c, o.writer); err != nil {
		return err
	}
	if o.dry {
		return estimate(ctx, a, c, edition.Due{Digest: g, Window: w})
	}
	db, done, err := drafting(ctx, a, c, g)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	e, posts, again, err := edition.Printed(ctx, a.desk(c, db), edition.Due{Digest: g, Window: w}, o.explain)
	if err != nil {
		return err
	}
	if again {
		a.Say("this is the edition as it is recorded; the model would be asked about what has changed since: --writer %s does", g.Writer)
	}
	if table {
		return a.write(o.out, e.ID+".txt", explain(e))
	}
	var page bytes.Buffer
	if o.format == "text" && toStdout(o.out) && a.Columns > 0 {
		err = render.TextWide(&page, e, min(a.Columns, 80))
	} else {
		err = render.Format(&page, e, o.format, c.Look)
	}
	if err != nil {
		return err
	}
	name, err := render.FileName(e.ID)
	if err != nil {
		return err
	}
	if err := a.write(o.out, name+extensions[o.format], page.Bytes()); err != nil || posts > 0 {
		return err
	}
	return sayNewest(ctx, a, c, db, edition.Due{Digest: g, Window: w}, o.name)
}

// window returns the period that the flags name: a date, two days, or neither for the last one that has closed.
func (a *app) window(c *config.Config, g *config.Digest, date, from, to string) (period.Window, error) {
	day, err := dateFlag("date", date)
	if err != nil {
		return period.Window{}, err
	}
	first, err := dateFlag("from", from)
	if err != nil {
		return period.Window{}, err
	}
	last, err := dateFlag("to", to)
	if err != nil {
		return period.Window{}, err
	}
	var w period.Window
	switch {
	case !day.IsZero():
		w, err = edition.Calendar{Config: c}.PeriodOn(g, day)
	case first.IsZero() != last.IsZero():
		return w, console.Usage("--from and --to go together; for one day use --date")
	case !first.IsZero():
		w, err = edition.Calendar{Config: c}.Days(first, last)
	default:
		w, err = edition.Calendar{Config: c}.LastClosed(g, a.now())
	}
	if err != nil {
		return w, console.Usage("%w", err)
	}
	return w, nil
}

// sayNewest tells a person who asked for a period without posts of which day the newest post is, and how to ask for
// that one.
func sayNewest(ctx context.Context, a *app, c *config.Config, db store.DB, d edition.Due, named string) error {
	newest, err := db.Newest(ctx)
	if err != nil {
		return err
	}
	var last time.Time
	for i := range c.Sources {
		if at := newest[c.Sources[i].Name]; c.Sources[i].Publish != "none" && at.After(last) {
			last = at
		}
	}
	if last.IsZero() {
		a.Say("no posts are stored yet; \"recap ingest\" reads the sources, and \"recap status\" says what came of it")
		return nil
	}
	day, ask := config.DateOf(last.In(c.Zone)), "recap digest"
	if named != "" {
		ask += " --digest " + named
	}
	if _, err := (edition.Calendar{Config: c}).PeriodOn(d.Digest, day); err != nil { // it lies between two events
		a.Say("%s has no posts; the newest stored post is of %s", d, day)
		return nil
	}
	a.Say("%s has no posts; the newest stored post is of %s, which \"%s --date %s\" tells", d, day, ask, day)
	return nil
}

// formatFor returns the format that the name of the file out stands for by its ending, Markdown where it has none. What
// is printed is text on a terminal, else Markdown.
func formatFor(out string, terminal bool) (string, error) {
	ext := strings.ToLower(filepath.Ext(out))
	switch {
	case toStdout(out) && terminal:
		return "text", nil
	case toStdout(out), isFolder(out), ext == "", ext == strings.ToLower(filepath.Base(out)): // the last is hidden, and has no ending
		return "md", nil
	}
	var known []string
	for _, format := range render.Formats {
		if extensions[format] == ext {
			return format, nil
		}
		known = append(known, extensions[format])
	}
	return "", console.Usage("-o: there is no format for files that end in %s; choose from %s, or say with --format what to write", ext, strings.Join(known, ", "))
}

// toStdout reports whether out, as -o names it, is stdout.
func toStdout(out string) bool { return out == "-" || out == "" }

// isFolder reports whether out, as -o names it, is a folder, which is there or ends in a slash.
func isFolder(out string) bool {
	info, err := os.Stat(out)
	return err == nil && info.IsDir() || strings.HasSuffix(out, "/")
}

// write writes data to stdout if out is "-", into the folder out under name if out is one or ends in a slash, else to
// the file out.
func (a *app) write(out, name string, data []byte) error {
	if toStdout(out) {
		_, err := a.Stdout.Write(data)
		return err
	}
	if isFolder(out) {
		out = filepath.Join(out, name)
	}
	_, err := output.WriteFile(out, data)
	if err == nil {
		a.Say("wrote %s", out)
	}
	return err
}
