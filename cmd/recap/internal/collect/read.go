package collect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/store"
)

// Options are what ingest was asked to do.
type Options struct {
	Names  []string    // the sources to read; none: all that are due
	Since  config.Date // zero: as far as each source goes by itself
	Force  bool        // also what is not due or disabled
	Reread bool        // from the beginning
}

// A Report is what became of the sources.
type Report struct {
	Read   int // sources that were tried
	Failed int // sources that could not be read, or not to their end
	Added  int // posts that are new
}

// String returns the report as a line for a person.
func (r Report) String() string {
	switch {
	case r.Read == 0:
		return "no source is due; name one, or read all with --force"
	case r.Failed > 0:
		return fmt.Sprintf("read %d of %s, %s", r.Read-r.Failed, console.Count(r.Read, "source"), console.Count(r.Added, "new post"))
	}
	return fmt.Sprintf("read %s, %s", console.Count(r.Read, "source"), console.Count(r.Added, "new post"))
}

// Ingest reads sources side by side and prints in the order of the configuration what became of them. The error is of
// the database or of the call; that sources failed stands in the report.
func (k *Collector) Ingest(ctx context.Context, o Options) (Report, error) {
	if err := k.reparse(ctx); err != nil {
		return Report{}, err
	}
	jobs, err := k.jobs(ctx, o)
	if err != nil {
		return Report{}, err
	}
	if err := prepare(ctx, k.DB, jobs); err != nil {
		return Report{}, err
	}
	defer boundHeap()()
	p := k.Progress(len(jobs))
	reads := &recorder{db: k.DB}
	runJobs(jobs, func(j *job) {
		k.read(ctx, j, o, p, reads)
		p.Finished()
	})
	p.Close()
	if err := reads.flush(context.WithoutCancel(ctx)); err != nil {
		return Report{}, err
	}
	report := Report{Read: len(jobs)}
	for _, j := range jobs {
		if j.broken != nil {
			return report, j.broken
		}
		if j.stopped {
			continue
		}
		k.tell(j)
		report.Added += j.res.Added.New
		if j.err != nil {
			report.Failed++
		}
	}
	said, err := LoadNotes(ctx, k.DB)
	if err == nil {
		err = said.save(context.WithoutCancel(ctx), k.Config, k.DB, jobs)
	}
	return report, errors.Join(err, ctx.Err())
}

// smallCursor is how many bytes a cursor may have that is fetched together with others, so that ten thousand of them
// fit into memory.
const smallCursor = 4 << 10

// A sinkAt is the database with a cursor that is known already.
type sinkAt struct {
	store.DB
	cursor store.Cursor
}

// Cursor implements store.Sink.
func (s sinkAt) Cursor(context.Context, string) (store.Cursor, error) { return s.cursor, nil }

// prepare tells all jobs what the database says of their hosts and their walks, at once: a query for each would be most
// of the work that unchanged feeds make.
func prepare(ctx context.Context, db store.DB, jobs []*job) error {
	begun, err := db.Metas(ctx, walkKey(""))
	if err != nil {
		return err
	}
	pauses, err := db.HostPauses(ctx)
	if err != nil {
		return err
	}
	cursors, err := db.Cursors(ctx, smallCursor)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if cur, ok := cursors[j.source.Name]; ok {
			j.cursor = &cur
		}
		j.walking = begun[walkKey(j.source.Name)] != ""
		if j.host != "" {
			j.pause = pauses[j.host]
		}
	}
	return nil
}

// tell prints what became of one source. One that goes on failing was told of when it began, and is told of again when
// it has ended: runs come every few minutes, and who gets the same line by mail each time reads none any more. To who
// asks for it by name, looks on or wants to know more it is said each time.
func (k *Collector) tell(j *job) {
	for _, s := range j.res.Skipped {
		k.Note("%s: skipped: %v", j.source.Name, s)
	}
	if j.err != nil {
		if !j.hung || j.ended || j.named || k.Verbose || k.Watched {
			k.Complain(j.err)
		}
		return
	}
	if j.hung && !k.Quiet {
		k.Complain(fmt.Errorf("source %s: can be read again", j.source.Name))
	}
	known := j.res.Known + j.res.Added.Merged
	k.Note("%s: %d new, %d known, %d changed, %d skipped in %s", j.source.Name, j.res.Added.New, known, j.res.Added.Changed,
		len(j.res.Skipped), j.took.Round(time.Millisecond))
	if j.res.Gap != "" {
		k.Note("%s: posts may be missing: %s", j.source.Name, j.res.Gap)
	}
	if j.note.Moved != "" {
		k.Note("%s: has moved to %s; write that into the configuration", j.source.Name, fetch.Redact(j.note.Moved))
	}
}

// read pulls one source and records the read.
func (k *Collector) read(ctx context.Context, j *job, o Options, p *console.Progress, reads *recorder) {
	name := j.source.Name
	started := k.Now()
	if j.err == nil {
		j.res, j.err = k.pull(ctx, j, o, p)
	}
	if j.err != nil && ctx.Err() != nil { // it did not fail: what it brought is stored, and it is as due as before
		j.stopped = true
		return
	}
	ended := k.Now()
	j.took, j.note = ended.Sub(started), j.noteOf(j.err)
	record := store.Read{
		Source: name, Started: started, Ended: ended, New: j.res.Added.New, Known: j.res.Known + j.res.Added.Merged,
		Gap: j.res.Gap, Complete: j.err == nil && j.res.Complete,
	}
	for _, s := range j.res.Skipped {
		if len(record.Skipped) == maxSkipped {
			break
		}
		record.Skipped = append(record.Skipped, console.OneLine(s.Error()))
	}
	if j.err != nil {
		record.Error = console.OneLine(j.err.Error())
	}
	kept := context.WithoutCancel(ctx) // a read that has ended is recorded, too, if the program is to stop
	var fault *fetch.Error
	if errors.As(j.err, &fault) {
		switch fault.Reason {
		case fetch.Gone:
			record.Disable = fmt.Sprintf("gone since %s", ended.UTC().Format(time.DateOnly))
		case fetch.Refused:
			if j.note.Refused >= refusals {
				record.Disable = fmt.Sprintf("refused in %d reads running, last on %s; mend the login and read it with --force", j.note.Refused, ended.UTC().Format(time.DateOnly))
			}
		case fetch.RateLimited:
			if !fault.Until.IsZero() && j.host != "" {
				j.broken = k.DB.SetHostPause(kept, j.host, fault.Until)
			}
		}
	}
	j.ended = record.Disable != ""
	j.broken = errors.Join(j.broken, reads.add(kept, record))
}

// maxSkipped is how many skipped items the record of one read names.
const maxSkipped = 100

// pull opens one source and reads it to its end.
func (k *Collector) pull(ctx context.Context, j *job, o Options, p *console.Progress) (source.Result, error) {
	name := j.source.Name
	if k.paused(j.pause) {
		return source.Result{}, fmt.Errorf("source %s: %s wants to be left alone until %s", name, j.host, j.pause.In(k.Config.Zone).Format(time.DateTime))
	}
	var walk config.Date
	if j.walking || !o.Since.IsZero() {
		var err error
		if walk, err = beginWalk(ctx, k.DB, name, o); err != nil {
			return source.Result{}, fmt.Errorf("source %s: %w", name, err)
		}
	}
	if o.Reread { // it goes on where it was stopped, and what it brings is known as the archive
		if _, err := k.DB.Commit(ctx, name, nil, nil); err != nil {
			return source.Result{}, fmt.Errorf("source %s: %w", name, err)
		}
	}
	src, err := j.source.Open(k.sourceEnv(j, o, walk))
	if err != nil {
		return source.Result{}, fmt.Errorf("source %s: %w", name, err)
	}
	var sink store.Sink = k.DB
	if walk.IsZero() && j.cursor != nil { // the beginning of a walk may have dropped it
		sink = sinkAt{k.DB, *j.cursor}
	}
	res, err := source.Pull(ctx, sink, name, src, o.Reread, func(page source.Page, _ source.Result) { p.Page(name, page) })
	if err == nil && !walk.IsZero() {
		err = endWalk(ctx, k.DB, name)
	}
	if err == nil {
		err = k.recheckDue(ctx, j, src)
	}
	return res, err
}

// BeginWalk returns the date back to which a source is to be walked, zero where it goes its own way. A walk is
// remembered until it has reached its end, so that the run after an interruption, with or without --since, goes on at
// the last page that was stored.
func beginWalk(ctx context.Context, db store.DB, name string, o Options) (config.Date, error) {
	begun, err := db.Meta(ctx, walkKey(name))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return config.Date{}, err
	}
	if o.Since.IsZero() && (begun == "" || o.Reread) {
		return config.Date{}, nil
	}
	if o.Since.IsZero() || begun == o.Since.String() {
		var walk config.Date
		err := walk.UnmarshalText([]byte(begun))
		return walk, err
	}
	// The cursor goes first: without it a kill between the two steps costs an ordinary read, with it the walk would
	// begin at its end.
	if _, err := db.Commit(ctx, name, nil, nil); err != nil {
		return config.Date{}, err
	}
	return o.Since, db.SetMeta(ctx, walkKey(name), o.Since.String())
}

// EndWalk forgets a walk that has reached its end.
func endWalk(ctx context.Context, db store.DB, name string) error {
	return db.SetMeta(ctx, walkKey(name), "")
}

func walkKey(name string) string { return "walk/" + name }

// sourceEnv returns what the source of j may use of the world.
func (k *Collector) sourceEnv(j *job, o Options, since config.Date) source.Env {
	env := source.Env{HTTP: j.http, Now: k.Now, Reread: o.Reread, Failing: j.hung, Sessions: k.Config.Database + ".session-"}
	if !since.IsZero() {
		env.Since = since.In(k.Config.Zone)
	}
	env.Budget, env.Own = budget{k.DB}, k.Own
	env.Known = func(ctx context.Context, copies []store.Copy) ([]bool, error) {
		if j.empty {
			j.empty = false // not so after the page that is looked up now
			return make([]bool, len(copies)), nil
		}
		return k.DB.Known(ctx, j.source.Name, copies)
	}
	env.Delivered = func(ctx context.Context) (func(store.Sum) bool, error) { return k.DB.Delivered(ctx, j.source.Name) }
	return env
}
