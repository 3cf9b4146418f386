package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"recap/digest"
	"recap/ingest"
	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/store"
)

const (
	recheckDue    = 60 // posts that one run asks one source after because their turn has come
	recheckRounds = 2  // times that an edition is made again because posts that it tells are gone or edited
)

// recheckDue asks a source that has just been read after the posts whose turn it is. What keeps it from answering is noted and told by the next
// editions; the posts stay.
func (a *app) recheckDue(ctx context.Context, db store.DB, j *job, src source.Source) error {
	if _, ok := src.(source.Rechecker); !ok {
		return nil
	}
	refs, err := db.DueForRecheck(ctx, j.source.Name, a.now(), recheckDue)
	if err != nil || len(refs) == 0 {
		return err
	}
	_, err = a.recheck(ctx, db, j, src, refs)
	return err
}

// recheck asks a source after posts, and notes whether it answered. It reports whether an edition that tells of them, or of how the source does,
// is to be made again. The error is of the database.
func (a *app) recheck(ctx context.Context, db store.DB, j *job, src source.Source, refs []store.Ref) (changed bool, err error) {
	name := j.source.Name
	done, err := source.Recheck(ctx, db, name, src, refs)
	a.note("%s: asked after %s, %d gone, %d edited", name, count(len(refs), "post"), done.Gone, done.Changed)
	why := ""
	switch {
	case err != nil && ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		why = oneLine(err.Error())
		a.note("%s", why)
		var fault *fetch.Error
		if errors.As(err, &fault) && fault.Reason == fetch.RateLimited && !fault.Until.IsZero() && j.host != "" {
			if err := db.SetHostPause(ctx, j.host, fault.Until); err != nil {
				return false, err
			}
		}
	}
	noted, err := a.noteRecheck(ctx, db, name, why)
	return done.Gone+done.Changed > 0 || noted, err
}

// noteRecheck keeps why a source could not say whether its posts are still there, and reports whether that is news.
func (a *app) noteRecheck(ctx context.Context, db store.DB, name, why string) (news bool, err error) {
	states, err := db.Sources(ctx)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(states, func(s store.SourceState) bool { return s.Name == name })
	if i < 0 || states[i].Unchecked == why {
		return false, nil
	}
	return true, db.RecordRecheck(ctx, name, why)
}

// checkedEdition returns the edition to publish after the sources were asked whether the posts that it tells are still there and still read so. It
// is made again if they do not. One that is published already is given as it is: its posts have their turn by their age.
func (a *app) checkedEdition(ctx context.Context, c *Config, db store.DB, d due, revise bool) (*digest.Edition, int, error) {
	for round := 0; ; round++ {
		e, posts, err := c.edition(ctx, db, d, revise)
		if err != nil || e == nil || round == recheckRounds {
			return e, posts, err
		}
		records, err := db.Editions(ctx, e.Digest, e.Period.Start, e.Period.End)
		if err != nil {
			return nil, 0, err
		}
		if !revise && slices.ContainsFunc(records, func(r store.EditionRecord) bool { return r.ID == e.ID && r.Revision == e.Revision && len(r.JSON) > 0 }) {
			return e, posts, nil
		}
		changed, err := a.recheckTold(ctx, c, db, e)
		if err != nil || !changed {
			return e, posts, err
		}
	}
}

// recheckTold asks the sources after the posts that e tells, and reports whether e is to be made again. A source that is no longer configured, or
// whose host wants to be left alone, is not asked.
func (a *app) recheckTold(ctx context.Context, c *Config, db store.DB, e *digest.Edition) (changed bool, err error) {
	var ids []string
	for i := range e.Posts {
		ids = append(ids, e.Posts[i].ID)
	}
	refs, err := db.Refs(ctx, ids)
	if err != nil || len(refs) == 0 {
		return false, err
	}
	client := a.http(c)
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		i := slices.IndexFunc(c.Sources, func(s ingest.Config) bool { return s.Name == name })
		if i < 0 {
			continue
		}
		again, err := a.recheckSource(ctx, c, db, &job{source: &c.Sources[i], host: hostOf(&c.Sources[i]), http: client}, refs[name])
		if err != nil {
			return changed, err
		}
		changed = changed || again
	}
	return changed, nil
}

// recheckSource opens a source and asks it after posts, unless its host wants to be left alone. That it cannot be asked is noted as why nobody knows
// of them. It reports and fails as recheck does.
func (a *app) recheckSource(ctx context.Context, c *Config, db store.DB, j *job, refs []store.Ref) (changed bool, err error) {
	name := j.source.Name
	pause, err := db.HostPause(ctx, j.host)
	if err != nil {
		return false, err
	}
	if a.now().Before(pause) {
		return a.noteRecheck(ctx, db, name, "its server wants to be left alone for now, so that nobody knows whether all posts are still there")
	}
	src, err := j.source.Open(a.sourceEnv(c, db, j, ingestOptions{}, Date{}))
	if err != nil {
		why := oneLine(fmt.Sprintf("source %s: recheck: %v", name, err))
		a.note("%s", why)
		return a.noteRecheck(ctx, db, name, why)
	}
	return a.recheck(ctx, db, j, src, refs)
}
