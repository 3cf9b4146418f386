package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recap/digest/deliver"
	"recap/ingest"
)

func (a *app) checkCommand() *cobra.Command {
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
			if !a.quiet {
				a.summary(c)
			}
			if online {
				return a.checkOnline(cmd.Context(), c)
			}
			return nil
		}),
	}
	cmd.Flags().BoolVar(&online, "online", false, "also read one page of each source, storing nothing")
	return cmd
}

// summary prints what the configuration means.
func (a *app) summary(c *Config) {
	p := func(format string, args ...any) {
		fmt.Fprintln(a.stdout, oneLineKeepIndent(fmt.Sprintf(format, args...)))
	}
	p("%s: the recap of %s, days of %s, kept in %s", a.configPath(), c.Community.Name, c.Community.Timezone, c.Database)
	p("reads %s:", count(len(c.Sources), "source"))
	for i := range c.Sources {
		s := &c.Sources[i]
		kind, _ := s.Kind()
		more := ""
		if s.Publish != "full" {
			more = ", publish " + s.Publish
		}
		p("  %s: %s %s every %s%s", s.Name, kind, ingest.Redact(whereOf(s)), shortDuration(s.Every), more)
	}
	for _, e := range c.Events {
		p("knows the event %s, %s to %s", e.Name, e.Start, e.End)
	}
	p("makes %s:", count(len(c.Digests), "digest"))
	for _, g := range c.Digests {
		p("  %s: each %s, published from %s on the day after, about %d words", g.Name, g.Period, g.At, g.Words)
	}
	if len(c.Outputs) == 0 {
		p("writes nothing: there are no outputs; \"recap digest\" prints")
		return
	}
	p("writes %s:", count(len(c.Outputs), "output"))
	for i := range c.Outputs {
		o := &c.Outputs[i]
		p("  %s: %s %s", o.Name, o.Kind(), strings.Join(append([]string{targetOf(o)}, o.Digests...), " "))
	}
}

// checkOnline reads one page of each source, storing nothing.
func (a *app) checkOnline(ctx context.Context, c *Config) error {
	var jobs []*job
	client := a.http(c)
	for i := range c.Sources {
		jobs = append(jobs, &job{source: &c.Sources[i], host: hostOf(&c.Sources[i]), http: client})
	}
	pages := make(map[*job]*ingest.Page, len(jobs))
	for _, j := range jobs {
		pages[j] = &ingest.Page{}
	}
	runJobs(jobs, func(j *job) {
		started := time.Now()
		src, err := j.source.Open(ingest.Env{HTTP: j.http, Now: a.now})
		if err == nil {
			*pages[j], err = src.Fetch(ctx, nil)
		}
		j.err, j.took = err, time.Since(started)
	})
	report := ingestReport{read: len(jobs)}
	for _, j := range jobs {
		if j.err != nil {
			report.failed++
			a.complain(fmt.Errorf("source %s: %w", j.source.Name, j.err))
			continue
		}
		if page := pages[j]; !a.quiet {
			fmt.Fprintf(a.stdout, "%s: read %s, %d unreadable, in %s\n", oneLine(j.source.Name), count(len(page.Posts), "post"), len(page.Skipped), j.took.Round(time.Millisecond))
		}
		for _, s := range pages[j].Skipped {
			a.note("%s: skipped: %v", j.source.Name, s)
		}
	}
	return exitWith(report.code())
}

// count returns n with the noun in the right number.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
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
	return indent + oneLine(s)
}

// whereOf returns the address or path that a source is read from.
func whereOf(s *ingest.Config) string {
	switch {
	case s.Mbox != nil:
		return s.Mbox.Path
	case s.Feed != nil:
		return s.Feed.URL
	case s.Mastodon != nil:
		return s.Mastodon.Server
	case s.Twitter != nil:
		return s.Twitter.Path
	}
	return ""
}

// targetOf returns where an output writes to.
func targetOf(o *deliver.Target) string {
	switch {
	case o.Jekyll != nil:
		return o.Jekyll.Dir
	case o.Hugo != nil:
		return o.Hugo.Dir
	case o.Middleman != nil:
		return o.Middleman.Dir
	case o.HTML != nil:
		return o.HTML.Dir
	case o.JSON != nil:
		return o.JSON.Dir
	case o.Atom != nil:
		return o.Atom.File
	case o.EML != nil:
		return o.EML.Dir
	case o.Email != nil:
		return strings.Join(o.Email.To, ", ")
	}
	return ""
}
