package collect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/source"
)

// A trial is the first page of a source, of which nothing was stored.
type trial struct {
	Name string
	Page source.Page
	Took time.Duration
	Err  error
}

// TryAll reads the first page of every source, storing nothing, and returns the pages in the order of the
// configuration.
func (k *Collector) TryAll(ctx context.Context) []trial {
	var jobs []*job
	tried, place := make([]trial, len(k.Config.Sources)), map[*job]*trial{}
	for i := range k.Config.Sources {
		s := &k.Config.Sources[i]
		j := &job{source: s, host: hostOf(s), http: k.Client}
		tried[i].Name, place[j] = s.Name, &tried[i]
		jobs = append(jobs, j)
	}
	runJobs(jobs, func(j *job) {
		t, started := place[j], time.Now()
		src, err := j.source.Open(source.Env{HTTP: j.http, Now: k.Now, Own: k.Own})
		if err == nil {
			t.Page, err = src.Fetch(ctx, nil)
		}
		t.Err, t.Took = j.withFeeds(ctx, err), time.Since(started)
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
