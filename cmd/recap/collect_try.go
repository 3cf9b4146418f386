package main

import (
	"context"
	"errors"
	"fmt"
	"recap/ingest/fetch"
	"recap/ingest/source"
	"strings"
	"time"
)

// A trial is the first page of a source, of which nothing was stored.
type trial struct {
	name string
	page source.Page
	took time.Duration
	err  error
}

// tryAll reads the first page of every source, storing nothing, and returns the pages in the order of the configuration.
func (k *collector) tryAll(ctx context.Context) []trial {
	var jobs []*job
	tried, place := make([]trial, len(k.config.Sources)), map[*job]*trial{}
	for i := range k.config.Sources {
		s := &k.config.Sources[i]
		j := &job{source: s, host: hostOf(s), http: k.client}
		tried[i].name, place[j] = s.Name, &tried[i]
		jobs = append(jobs, j)
	}
	runJobs(jobs, func(j *job) {
		t, started := place[j], time.Now()
		src, err := j.source.Open(source.Env{HTTP: j.http, Now: k.now})
		if err == nil {
			t.page, err = src.Fetch(ctx, nil)
		}
		t.err, t.took = j.withFeeds(ctx, err), time.Since(started)
	})
	return tried
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
