// Package discover finds the sources that a project's page leads to: its feeds, the archives of its lists, its forum,
// its hashtag. Which links are of what kind is said by the kinds; this package reads a few pages, and tries what it
// found by reading one page of each, as a source would.
package discover

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"recap/ingest"
	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/store"
)

const (
	maxPages = 5                // pages of the project that are read
	maxTries = 24               // places that are tried
	perHost  = 4                // places of one kind and host that are tried
	atOnce   = 4                // hosts that are asked side by side
	patience = 25 * time.Second // for one place
)

// A Found is a source that can be read.
type Found struct {
	Source ingest.Config // without a name
	Posts  int           // of its first page
	Newest time.Time     // date of the newest of them; zero if it had none

	first []string // addresses of the first posts, by which two forms of one feed are known
}

// A Result is what a project's page leads to.
type Result struct {
	Title string  // of the page
	Found []Found // what can be read: feeds first, then in the order in which the pages name it
	Lost  []error // places that look like sources and cannot be read, with the reason
}

// Find reads the page at address, and up to four further ones of its host that speak of taking part, and tries the
// places that they lead to. Tags are the hashtags of the community, for servers on which it has an account. The error
// is of the page itself, or that of the context.
func Find(ctx context.Context, client *fetch.Client, address string, tags []string, now func() time.Time) (Result, error) {
	var r Result
	resp, first, err := get(ctx, client, address)
	if err != nil {
		return r, err
	}
	home, err := url.Parse(resp.URL)
	if err != nil {
		return r, err
	}
	r.Title = first.title
	places := places{home: home.Hostname()}
	places.add(first, tags)
	for _, kind := range ingest.Kinds() { // a page of a forum or an archive names the program that made it
		if c, err := ingest.At(kind, source.Link{Address: resp.URL, Tags: tags}); err == nil && strings.Contains(first.generator, kind) {
			places.put(c)
		}
	}
	for _, l := range ingest.Recognise(source.Link{Address: resp.URL, Tags: tags}) {
		places.put(l)
	}
	if isData(resp) { // the address of a feed itself
		if c, err := ingest.At("feed", source.Link{Address: resp.URL}); err == nil {
			places.put(c)
		}
	}
	further := first.further(home)
	for _, one := range further[:min(len(further), maxPages-1)] {
		_, p, err := get(ctx, client, one)
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		if err == nil {
			places.add(p, tags)
		}
	}
	if !places.has("feed") {
		guessed, err := guessFeeds(ctx, client, resp.URL)
		if err != nil {
			return r, err
		}
		for _, c := range guessed {
			places.put(c)
		}
	}
	err = r.try(ctx, client, places.all, now)
	return r, err
}

// isData reports whether an answer says that it is no page.
func isData(resp *fetch.Response) bool {
	kind := strings.ToLower(resp.Header.Get("Content-Type"))
	return (strings.Contains(kind, "xml") || strings.Contains(kind, "json")) && !strings.Contains(kind, "xhtml")
}

// get reads one page.
func get(ctx context.Context, client *fetch.Client, address string) (*fetch.Response, page, error) {
	resp, err := client.Get(ctx, fetch.Request{URL: address, Accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.1", Limit: maxPage, Attempts: 1})
	if err != nil {
		return nil, page{}, err
	}
	return resp, readPage(resp), nil
}

// guessFeeds returns the feeds that a page has where pages of its kind have them.
func guessFeeds(ctx context.Context, client *fetch.Client, address string) ([]ingest.Config, error) {
	at, err := ingest.At("feed", source.Link{Address: address})
	if err != nil {
		return nil, err
	}
	addresses, err := at.Find(ctx, client)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, nil // the page is there: what cannot be read as one has no feeds
	}
	var all []ingest.Config
	for _, a := range addresses {
		if c, err := ingest.At("feed", source.Link{Address: a}); err == nil {
			all = append(all, c)
		}
	}
	return all, nil
}

// places are what is to be tried, each once.
type places struct {
	home string // host of the project's page
	all  []ingest.Config
}

// add puts what the links of a page lead to. A private address that somebody configures may be read, but one that a
// page names was configured by nobody: it is only tried where the page itself is there.
func (p *places) add(from page, tags []string) {
	for _, l := range from.links {
		l.Tags = tags
		u, err := url.Parse(l.Address)
		if err != nil || fetch.IsPrivateLiteral(u.Hostname()) && !strings.EqualFold(u.Hostname(), p.home) {
			continue
		}
		for _, c := range ingest.Recognise(l) {
			p.put(c)
		}
	}
}

func (p *places) put(c ingest.Config) {
	kind, _ := c.Kind()
	where := c.About().Where
	if kind == "feed" && slices.Contains(strings.FieldsFunc(strings.ToLower(where), func(r rune) bool { return r == '/' || r == '.' }), "comments") {
		return // what readers say about a weblog
	}
	same := 0
	for _, o := range p.all {
		if k, _ := o.Kind(); k == kind {
			if ingest.Same(&o, &c) {
				return
			}
			if host(o.About().Where) == host(where) {
				same++
			}
		}
	}
	if same < perHost && len(p.all) < maxTries {
		p.all = append(p.all, c)
	}
}

func (p *places) has(kind string) bool {
	return slices.ContainsFunc(p.all, func(c ingest.Config) bool { k, _ := c.Kind(); return k == kind })
}

func host(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return strings.ToLower(u.Host)
	}
	return address
}

// try reads one page of each place, and notes what can be read.
func (r *Result) try(ctx context.Context, client *fetch.Client, all []ingest.Config, now func() time.Time) error {
	found, failed := make([]Found, len(all)), make([]error, len(all))
	var hosts errgroup.Group
	hosts.SetLimit(atOnce)
	for i := range all {
		hosts.Go(func() error {
			found[i], failed[i] = Try(ctx, client, all[i], now)
			return nil // each place has its own error
		})
	}
	_ = hosts.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, feeds := range []bool{true, false} {
		for i, f := range found {
			kind, _ := all[i].Kind()
			switch {
			case (kind == "feed") != feeds:
			case failed[i] != nil:
				r.Lost = append(r.Lost, fmt.Errorf("%s %s: %w", kind, fetch.Redact(all[i].About().Where), failed[i]))
			case !slices.ContainsFunc(r.Found, func(o Found) bool { return len(f.first) > 0 && slices.Equal(o.first, f.first) }): // another form of the same feed
				r.Found = append(r.Found, f)
			}
		}
	}
	return nil
}

// Try reads one page of a source, which may have no name.
func Try(ctx context.Context, client *fetch.Client, c ingest.Config, now func() time.Time) (Found, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, errSlow)
	defer cancel()
	f := Found{Source: c}
	if c.Name == "" {
		c.Name = "found"
	}
	src, err := c.Open(source.Env{HTTP: client, Now: now})
	if err != nil {
		return f, err
	}
	got, err := src.Fetch(ctx, nil)
	if err != nil {
		if errors.Is(context.Cause(ctx), errSlow) {
			err = errSlow
		}
		return f, err
	}
	f.Posts = len(got.Posts)
	for _, p := range got.Posts {
		if p.Published.After(f.Newest) {
			f.Newest = p.Published
		}
		if p.URL != "" && p.Form != store.FormMail && len(f.first) < 3 {
			f.first = append(f.first, p.URL)
		}
	}
	return f, nil
}

// errSlow says that a place took too long.
var errSlow = errors.New("did not answer in time")
