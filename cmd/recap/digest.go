package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest/deliver"
	"recap/digest/period"
	"recap/digest/render"
)

// extensions are the file name endings of the formats.
var extensions = map[string]string{"md": ".md", "html": ".html", "text": ".txt", "json": ".json", "eml": ".eml"}

func digestCommand(a *app) *cobra.Command {
	var o digestOptions
	cmd := &cobra.Command{
		Use:   "digest",
		Short: "Build an edition and print it or write it to a file",
		Long: `Build an edition from the stored posts and print it or write it to a file. Nothing is recorded and nothing is published.

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
	f.StringVar(&o.format, "format", "", "md, html, text, json or eml (default: by the name of the file, else md)")
	f.StringVarP(&o.out, "output", "o", "-", "write to `FILE|DIR`, - for stdout")
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
}

func (a *app) digest(ctx context.Context, c *config.Config, o digestOptions) error {
	g := c.DigestNamed(o.name)
	if g == nil {
		return console.Usage("there is no digest %q; %s", o.name, console.OneOf(o.name, c.DigestNames()))
	}
	table := o.explain && o.format != "json" && formatOf(o.out) != "json"
	if table && o.format != "" {
		return console.Usage("--explain prints a table, or with --format json data; --format %s has no place for it", o.format)
	}
	if o.format == "" {
		o.format = formatOf(o.out)
	}
	if !slices.Contains(render.Formats, o.format) {
		return console.Usage("--format: %q is not known; %s", o.format, console.OneOf(o.format, render.Formats))
	}
	w, err := a.window(c, g, o.date, o.from, o.to)
	if err != nil {
		return err
	}
	db, err := readable(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	e, _, err := a.desk(c, db).Build(ctx, edition.Due{Digest: g, Window: w}, o.explain)
	if err != nil {
		return err
	}
	if table {
		return a.write(o.out, e.ID+".txt", explain(e))
	}
	var page bytes.Buffer
	if err := render.Format(&page, e, o.format, c.Look); err != nil {
		return err
	}
	name, err := render.FileName(e.ID)
	if err != nil {
		return err
	}
	return a.write(o.out, name+extensions[o.format], page.Bytes())
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

// formatOf returns the format that the name of a file stands for, md if none.
func formatOf(file string) string {
	ext := strings.ToLower(filepath.Ext(file))
	for format, e := range extensions {
		if e == ext {
			return format
		}
	}
	return "md"
}

// write writes data to stdout if out is "-", into the folder out under name if out is one or ends in a slash, else to the file out.
func (a *app) write(out, name string, data []byte) error {
	if out == "-" || out == "" {
		_, err := a.Stdout.Write(data)
		return err
	}
	if info, err := os.Stat(out); err == nil && info.IsDir() || strings.HasSuffix(out, "/") {
		out = filepath.Join(out, name)
	}
	_, err := deliver.WriteFile(out, data)
	if err == nil {
		a.Say("wrote %s", out)
	}
	return err
}
