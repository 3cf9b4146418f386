package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recap/digest/deliver"
	"recap/digest/language"
	"recap/ingest"
	"recap/ingest/fetch"
	"recap/ingest/source"
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
	if tag := c.Community.Language; language.Known(tag) == nil {
		p("warning: tells it in English, for there are no words for the language %q, only for %s", tag, strings.Join(language.Tags(), " and "))
	}
	p("reads %s:", count(len(c.Sources), "source"))
	for i := range c.Sources {
		s := &c.Sources[i]
		kind, _ := s.Kind()
		more := ""
		if s.Publish != "full" {
			more = ", publish " + s.Publish
		}
		p("  %s: %s %s every %s%s", s.Name, kind, fetch.Redact(whereOf(s)), shortDuration(s.Every), more)
	}
	for _, e := range c.Events {
		p("knows the event %s, %s to %s", e.Name, e.Start, e.End)
		if e.read != nil {
			p("  programme: %s", count(len(e.read.talks), "talk"))
			for _, w := range e.read.warnings {
				p("  warning: %s", w)
			}
		}
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
		if o.Email != nil {
			p("  warning: this version sends no mail, so run and publish end with exit code 4; use the kind eml and send its files")
		}
	}
}

// checkOnline reads one page of each source, storing nothing.
func (a *app) checkOnline(ctx context.Context, c *Config) error {
	var jobs []*job
	client := a.http(c)
	for i := range c.Sources {
		jobs = append(jobs, &job{source: &c.Sources[i], host: hostOf(&c.Sources[i]), http: client})
	}
	pages := make(map[*job]*source.Page, len(jobs))
	for _, j := range jobs {
		pages[j] = &source.Page{}
	}
	runJobs(jobs, func(j *job) {
		started := time.Now()
		src, err := j.source.Open(source.Env{HTTP: j.http, Now: a.now})
		if err == nil {
			*pages[j], err = src.Fetch(ctx, nil)
		}
		j.err, j.took = j.withFeeds(ctx, err), time.Since(started)
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

// withFeeds returns err, with the addresses of feeds where it says that the source's address is that of a page.
func (j *job) withFeeds(ctx context.Context, err error) error {
	var fault *fetch.Error
	if j.host == "" || !errors.As(err, &fault) || fault.Reason != fetch.WrongType {
		return err
	}
	found, problem := j.source.Find(ctx, j.http)
	if problem != nil || len(found) == 0 {
		return err
	}
	for i := range found {
		found[i] = fetch.Redact(found[i])
	}
	return fmt.Errorf("%w; that page's feeds, one of which may be meant: %s", err, strings.Join(found, " "))
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
func whereOf(s *ingest.Config) string { return s.About().Where }

// addressOf returns a fingerprint of what a source reads, by which it is known under another name; "" where nothing tells. No part of the address can be read from it.
func addressOf(s *ingest.Config) string {
	place := whereOf(s)
	if place == "" {
		return ""
	}
	v := reflect.ValueOf(s).Elem()
	h := sha256.New()
	fmt.Fprintf(h, "%q", place)
	for _, key := range []string{"list", "group", "mailbox", "user", "list_id", "category", "tag", "query", "handle"} {
		fmt.Fprintf(h, "%q", placeIn(v, key))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// targetOf returns where an output writes to.
func targetOf(o *deliver.Target) string {
	return placeIn(reflect.ValueOf(o).Elem(), "dir", "file", "url", "to")
}

// placeIn returns the value of the first of these keys that the kind of a source or an output has, so that a new kind needs nothing here.
func placeIn(v reflect.Value, keys ...string) string {
	for i := range v.NumField() {
		kind := v.Field(i)
		if kind.Kind() != reflect.Pointer || kind.IsNil() || kind.Elem().Kind() != reflect.Struct {
			continue
		}
		config := kind.Elem()
		fields := fieldsOf(config.Type())
		for _, key := range keys {
			f, ok := find(fields, key)
			if !ok || config.Field(f.index).IsZero() {
				continue
			}
			switch x := config.Field(f.index).Interface().(type) {
			case string:
				return x
			case []string:
				return strings.Join(x, ", ")
			}
		}
	}
	return ""
}
