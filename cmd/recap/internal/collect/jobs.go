package collect

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/ingest"
	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/store"
)

// A job is one source to be read, and what became of it.
type job struct {
	source  *ingest.Config
	host    string // names the server that it is read from; "" for files
	http    *fetch.Client
	pause   time.Time     // before which the host wants to be left alone
	hung    bool          // its last read failed
	empty   bool          // nothing that it brought is stored
	cursor  *store.Cursor // as it stands in the database; nil if that is still to be asked
	named   bool          // it was asked for by its name
	walking bool          // it was to be walked back to a date, and has not come there yet
	note    SourceNote    // of the last read; once this one is done, of this one

	res     source.Result
	err     error // of the source; it names it
	broken  error // of the database: nothing more can be done
	stopped bool  // the program was told to stop before it was read
	ended   bool  // it is not read again by itself: it has been disabled
	took    time.Duration
}

// jobs returns the sources to read, in the order of the configuration, with what was noted of each. Without a database
// all are due.
func (k *Collector) jobs(ctx context.Context, o Options) ([]*job, error) {
	said, err := LoadNotes(ctx, k.DB)
	if err != nil {
		return nil, err
	}
	var states []store.SourceState
	if k.DB != nil {
		if states, err = k.DB.Sources(ctx); err != nil {
			return nil, err
		}
	}
	known := map[string]store.SourceState{}
	for _, s := range states {
		known[s.Name] = s
	}
	var jobs []*job
	client := k.Client
	for i := range k.Config.Sources {
		s := &k.Config.Sources[i]
		state, named := known[s.Name], slices.Contains(o.Names, s.Name)
		j := &job{source: s, host: hostOf(s), http: client, hung: state.Failures > 0, empty: state.Posts == 0, note: said[s.Name], named: named}
		if j.note.Gone != "" && j.note.Gone != config.PlaceOf(s) {
			state.Disabled = ""
		}
		switch wait := k.dueIn(j.note.Interval(s), state); {
		case len(o.Names) > 0 && !named:
			continue
		case o.Force:
		case state.Disabled != "" && named:
			j.err = fmt.Errorf("source %s: is disabled: %s; read it once more with --force, or take it out", s.Name, state.Disabled)
		case named:
		case state.Disabled != "":
			k.Note("%s: not read, it is disabled: %s", s.Name, state.Disabled)
			continue
		case o.Reread || !o.Since.IsZero(): // who asks for the past means it now
		case wait > 0:
			k.Note("%s: not due for %s", s.Name, wait.Round(time.Second))
			continue
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

// Due returns the names of the sources that a run would read now, in the order of the configuration.
func (k *Collector) Due(ctx context.Context) ([]string, error) {
	jobs, err := k.jobs(ctx, Options{})
	var names []string
	for _, j := range jobs {
		names = append(names, j.source.Name)
	}
	return names, err
}

// dueIn returns how long a source that is read at this interval is not due yet. A tenth is forgiven, so that a source
// which is read every 15 minutes by a job that runs every 15 minutes is not left out each other time.
func (k *Collector) dueIn(interval time.Duration, state store.SourceState) time.Duration {
	if state.LastRead.IsZero() || state.LastRead.After(k.Now()) { // the clock was ahead then
		return 0
	}
	return max(0, state.LastRead.Add(interval-interval/10).Sub(k.Now()))
}

// paused reports whether a host that wants to be left alone until then is to be. What lies further ahead than any host
// is obeyed was noted by a clock that was ahead.
func (k *Collector) paused(until time.Time) bool {
	now := k.Now()
	return now.Before(until) && !until.After(now.Add(fetch.MaxRetryAfter))
}

// hostOf returns what names the server that a source is read from, or "" for files.
func hostOf(s *ingest.Config) string {
	about := s.About()
	if about.Local {
		return ""
	}
	if !strings.Contains(about.Where, "://") {
		return about.Where
	}
	if u, err := url.Parse(about.Where); err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host
	}
	return ""
}
