package main

import (
	"context"
	"fmt"
	"net/url"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"recap/ingest"
	"recap/store"
)

// A job is one source to be read, and what became of it.
type job struct {
	source *ingest.Config
	host   string // names the server that it is read from; "" for files
	http   *ingest.Client
	hung   bool // its last read failed

	res    ingest.Result
	err    error // of the source; it names it
	broken error // of the database: nothing more can be done
	took   time.Duration
}

const (
	maxHosts = 32 // hosts that are read at the same time, one request each
	maxFiles = 4  // sources of files that are read at the same time, fewer on fewer processors
)

// jobs returns the sources to read, in the order of the configuration. Without a database all are due.
func (a *app) jobs(ctx context.Context, c *Config, db *store.DB, o ingestOptions) ([]*job, error) {
	var states []store.SourceState
	if db != nil {
		var err error
		if states, err = db.Sources(ctx); err != nil {
			return nil, err
		}
	}
	known := map[string]store.SourceState{}
	for _, s := range states {
		known[s.Name] = s
	}
	var jobs []*job
	client := a.http(c)
	for i := range c.Sources {
		s := &c.Sources[i]
		state, named := known[s.Name], slices.Contains(o.names, s.Name)
		j := &job{source: s, host: hostOf(s), http: client, hung: state.Failures > 0}
		switch wait := a.dueIn(s, state); {
		case len(o.names) > 0 && !named:
			continue
		case o.force:
		case state.Disabled != "" && named:
			j.err = fmt.Errorf("source %s: is disabled: %s; read it once more with --force, or take it out", s.Name, state.Disabled)
		case named:
		case state.Disabled != "":
			a.note("%s: not read, it is disabled: %s", s.Name, state.Disabled)
			continue
		case wait > 0:
			a.note("%s: not due for %s", s.Name, wait.Round(time.Second))
			continue
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

// haveSources demands that sources with these names are configured.
func (c *Config) haveSources(names []string) error {
	var all []string
	for i := range c.Sources {
		all = append(all, c.Sources[i].Name)
	}
	for _, name := range names {
		if !slices.Contains(all, name) {
			return usage("there is no source %q; %s", name, oneOf(name, all))
		}
	}
	return nil
}

// dueIn returns how long the source is not due yet. A tenth of its interval is forgiven, so that a source which is read every 15
// minutes by a job that runs every 15 minutes is not left out each other time.
func (a *app) dueIn(s *ingest.Config, state store.SourceState) time.Duration {
	if state.LastRead.IsZero() {
		return 0
	}
	return max(0, state.LastRead.Add(s.Every-s.Every/10).Sub(a.now()))
}

// hostOf returns what names the server that a source is read from, or "" for files.
func hostOf(s *ingest.Config) string {
	v := reflect.ValueOf(s).Elem()
	if server := placeIn(v, "server", "addr", "host"); server != "" && !strings.Contains(server, "://") {
		return server
	}
	if u, err := url.Parse(whereOf(s)); err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host
	}
	return ""
}

// runJobs calls read for every job: files a few at a time, hosts many at a time and the jobs of one host after each other. Hosts that did
// not answer last time begin, so that waiting for them costs least.
func runJobs(jobs []*job, read func(*job)) {
	var files, hosts errgroup.Group
	files.SetLimit(min(maxFiles, runtime.GOMAXPROCS(0)))
	hosts.SetLimit(maxHosts)
	queues, order := map[string][]*job{}, []string{}
	for _, j := range jobs {
		if j.host != "" && queues[j.host] == nil {
			order = append(order, j.host)
		}
		queues[j.host] = append(queues[j.host], j)
	}
	slices.SortStableFunc(order, func(x, y string) int { return hungFirst(queues[x]) - hungFirst(queues[y]) })
	begun := make(chan struct{})
	go func() {
		defer close(begun)
		for _, host := range order {
			hosts.Go(func() error {
				for _, j := range queues[host] {
					read(j)
				}
				return nil
			})
		}
	}()
	for _, j := range queues[""] {
		files.Go(func() error { read(j); return nil })
	}
	<-begun
	_ = files.Wait() // the functions above never fail: each job holds its own error
	_ = hosts.Wait()
}

// hungFirst returns 0 for a host of which a source failed last time, else 1.
func hungFirst(jobs []*job) int {
	if slices.ContainsFunc(jobs, func(j *job) bool { return j.hung }) {
		return 0
	}
	return 1
}
