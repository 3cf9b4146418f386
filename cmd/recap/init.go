package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/starter"
)

func initCommand(a *app) *cobra.Command {
	var o initOptions
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write an annotated configuration to start from",
		Long: `Write an annotated configuration to start from, to ./recap.yaml or where --config says. A file that exists is left as it is.

On a terminal it asks for the community's name, its page, its time zone and its first sources; the page is looked at for feeds, archives of mailing
lists and forums, which it offers. The flags answer beforehand, and --yes takes for the rest what is found and what is usual, without asking. Without a
terminal and without flags it writes an example to be filled in by hand.`,
		Example: `  recap init
  recap init --name Larkspur --url https://larkspur.example.org --yes
  recap init --name Larkspur --timezone Europe/Oslo --source feed=https://planet.example.org/atom.xml --source mbox=archives/dev.mbox`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			o.flags = cmd.Flags().Changed("name") || cmd.Flags().Changed("url") || cmd.Flags().Changed("timezone") || len(o.sources) > 0 || o.yes
			return initialise(cmd.Context(), a, cmd.InOrStdin(), o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.name, "name", "", "the community's `NAME`")
	f.StringVar(&o.url, "url", "", "the `ADDRESS` of its page")
	f.StringVar(&o.zone, "timezone", "", "the `ZONE` whose days are told, such as Europe/London (default that of this machine)")
	f.StringArrayVar(&o.sources, "source", nil, "a source, as `KIND=ADDRESS`; can be given several times")
	f.BoolVar(&o.yes, "yes", false, "ask nothing: read what is found from --url")
	return cmd
}

// initOptions are what init was asked to do.
type initOptions struct {
	name, url, zone string
	sources         []string
	yes             bool
	flags           bool // at least one of these was given
}

// initialise writes a configuration of the answers of flags and of a person, or the example.
func initialise(ctx context.Context, a *app, stdin io.Reader, o initOptions) error {
	file := a.configPath()
	if _, err := os.Lstat(file); err == nil { // before anybody is asked, and again when it is written
		return existsAlready(file)
	}
	asks := console.Reads(stdin) && console.IsTerminal(a.Stderr) && !o.yes && !a.Quiet
	if !o.flags && !asks {
		if err := writeNew(file, starter.Example); err != nil {
			return err
		}
		said(a, "wrote %s; put your sources into it, then run \"recap check --online\", \"recap ingest\" and \"recap digest\"", file)
		return nil
	}
	p, err := o.plan()
	if err != nil {
		return err
	}
	s := &starter.Starter{Console: a.Console, Client: a.http(&config.Config{Community: config.Community{URL: p.URL}}), Now: a.now, Zone: starter.MachineZone(a.env)}
	if asks {
		s.In = bufio.NewReader(stdin)
		s.Hello = fmt.Sprintf("this asks a few things and writes %s; Enter takes what stands in brackets", file)
	}
	if err := s.Fill(ctx, p, o.yes); err != nil {
		return err
	}
	switch {
	case p.Name == "":
		return console.Usage("nobody said what the community is called; give --name NAME")
	case len(p.Sources) == 0 && !asks && p.URL != "" && !o.yes:
		return console.Usage("there is no source; give --source KIND=ADDRESS, or --yes to take what is found from %s", p.URL)
	case len(p.Sources) == 0 && !asks:
		return console.Usage("there is no source, and none was found; give --source KIND=ADDRESS")
	}
	data := p.File()
	if _, err := config.Decode(file, data, a.env); err != nil {
		return err
	}
	if err := writeNew(file, data); err != nil {
		return err
	}
	if len(p.Sources) == 0 {
		said(a, "wrote %s; put your sources into it, then \"recap check --online\" tries them and \"recap run\" reads them", file)
		return nil
	}
	said(a, "wrote %s with %s; next, \"recap check --online\" tries them, \"recap run\" reads them, and \"recap digest\" prints the recap of yesterday", file, console.Count(len(p.Sources), "source"))
	return nil
}

// plan returns what the flags say.
func (o *initOptions) plan() (*starter.Plan, error) {
	p := &starter.Plan{Name: console.OneLine(o.name), Zone: o.zone}
	var err error
	if p.URL, err = starter.CheckURL(o.url); err != nil {
		return nil, console.Usage("--url: %w", err)
	}
	if o.zone != "" {
		if _, err := starter.CheckZone(o.zone); err != nil {
			return nil, console.Usage("--timezone: %w", err)
		}
	}
	for _, one := range o.sources {
		c, err := starter.ParseSource(one)
		if err != nil {
			return nil, console.Usage("--source: %w", err)
		}
		p.Sources = append(p.Sources, c)
	}
	return p, nil
}

// writeNew writes a file that does not exist yet.
func writeNew(file string, data []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return existsAlready(file)
	}
	if err != nil {
		return console.Usage("%s cannot be written: %s", file, config.Reason(err))
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func existsAlready(file string) error {
	return console.Usage("%s exists already and is left as it is; name another file with --config", file)
}

// said prints what was done as a result, unless -q is given.
func said(a *app, format string, args ...any) {
	if !a.Quiet {
		fmt.Fprintln(a.Stdout, console.OneLine(fmt.Sprintf(format, args...)))
	}
}
