package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/collect"
	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest"
	"recap/digest/language"
	"recap/ingest/fetch"
)

func checkCommand(a *app) *cobra.Command {
	var online bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Validate the configuration and say what it means",
		Args:  cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if !a.Quiet {
				summary(a, c)
			}
			if err := warnOfReaders(cmd.Context(), a, c); err != nil {
				return err
			}
			if online {
				return checkOnline(cmd.Context(), a, c)
			}
			return nil
		}),
	}
	cmd.Flags().BoolVar(&online, "online", false, "also read one page of each source and mailbox, storing nothing, and ask the model one small question")
	return cmd
}

// summary prints what the configuration means.
func summary(a *app, c *config.Config) {
	p := func(format string, args ...any) {
		fmt.Fprintln(a.Stdout, oneLineKeepIndent(fmt.Sprintf(format, args...)))
	}
	p("%s: the recap of %s, days of %s, kept in %s", a.configPath(), c.Community.Name, c.Community.Timezone, c.Database)
	if tag := c.Community.Language; language.Known(tag) == nil {
		p("warning: tells it in English, for there are no words for the language %q, only for %s", tag, strings.Join(language.Tags(), " and "))
	}
	p("reads %s:", console.Count(len(c.Sources), "source"))
	for i := range c.Sources {
		s := &c.Sources[i]
		kind, _ := s.Kind()
		more := ""
		if s.Publish != "full" {
			more = ", publish " + s.Publish
		}
		p("  %s: %s %s every %s%s", s.Name, kind, fetch.Redact(config.WhereOf(s)), shortDuration(s.Every), more)
		if s.Linkless() && s.Publish == "full" {
			p("    warning: mail that names no page of its own is told without a link; set archive to the address of a mail's page, with {message_id}")
		}
	}
	for _, e := range c.Events {
		p("knows the event %s, %s to %s", e.Name, e.Start, e.End)
		if e.Read != nil {
			p("  programme: %s", console.Count(len(e.Read.Talks), "talk"))
			for _, w := range e.Read.Warnings {
				p("  warning: %s", w)
			}
		}
	}
	p("makes %s:", console.Count(len(c.Digests), "digest"))
	for _, g := range c.Digests {
		each := g.Period
		if first := g.FirstDay(); each == "week" && first != time.Monday {
			each += " from " + first.String()
		}
		by := ""
		switch g.Writer {
		case config.WriterModel:
			by = ", written by " + c.Writer.Model.Name
		case config.WriterChosen:
			by = ", chosen by " + c.Writer.Model.Name
		}
		p("  %s: each %s, published from %s on the day after, about %d words%s", g.Name, each, g.At, target(c, &g), by)
	}
	if len(c.Outputs) == 0 {
		p("writes nothing: there are no outputs; \"recap digest\" prints")
		return
	}
	p("writes %s:", console.Count(len(c.Outputs), "output"))
	for i := range c.Outputs {
		o := &c.Outputs[i]
		p("  %s: %s %s", o.Name, o.Kind(), strings.Join(append([]string{config.TargetOf(o)}, o.Digests...), " "))
		for _, box := range config.MailboxesOf(o) {
			kind, _ := box.Kind()
			p("    what comes back is read from %s %s", kind, config.WhereOf(&box))
		}
	}
}

// warnOfReaders says which subscribers get nothing with this configuration, where there is a database that knows them.
func warnOfReaders(ctx context.Context, a *app, c *config.Config) error {
	if haveDatabase(c) != nil {
		return nil
	}
	db, err := readable(ctx, c)
	if err != nil {
		return nil // other commands say so; this one is about the configuration
	}
	defer db.Close()
	lost, err := edition.LostChoices(ctx, c, db)
	for _, line := range lost {
		fmt.Fprintln(a.Stdout, console.OneLine("warning: "+line))
	}
	return err
}

// shortDuration returns d without parts that are zero: 15m, not 15m0s.
func shortDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// oneLineKeepIndent is oneLine for a line that may be indented.
func oneLineKeepIndent(s string) string {
	indent := s[:len(s)-len(strings.TrimLeft(s, " "))]
	return indent + console.OneLine(s)
}

// checkOnline reads one page of each source, storing nothing, and asks the model.
func checkOnline(ctx context.Context, a *app, c *config.Config) error {
	tried := a.collector(c, nil).TryAll(ctx)
	report := collect.Report{Read: len(tried)}
	for _, t := range tried {
		if t.Err != nil {
			report.Failed++
			a.Complain(fmt.Errorf("source %s: %w", t.Name, t.Err))
			continue
		}
		if !a.Quiet {
			fmt.Fprintf(a.Stdout, "%s: read %s, %d unreadable, in %s\n", console.OneLine(t.Name), console.Count(len(t.Page.Posts), "post"), len(t.Page.Skipped), t.Took.Round(time.Millisecond))
		}
		for _, s := range t.Page.Skipped {
			a.Note("%s: skipped: %v", t.Name, s)
		}
	}
	code := codeOfReport(report)
	mailboxes := checkMailboxes(ctx, a, c)
	if models := checkModels(ctx, a, c); !(models && mailboxes) && code == exitOK {
		code = exitPart
	}
	return exitWith(code)
}

// target returns how many words g tells of a normal period.
func target(c *config.Config, g *config.Digest) int {
	days := 1
	switch {
	case g.Words > 0:
		return g.Words
	case g.Period == "event":
		for _, e := range c.Events {
			days = max(days, 1+int(e.End.In(time.UTC).Sub(e.Start.In(time.UTC)).Hours()/24))
		}
	case g.Period != "day":
		days = 7
	}
	return digest.TargetWords(days)
}
