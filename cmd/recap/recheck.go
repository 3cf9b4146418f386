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
	recheckDue = 60 // posts that one run asks one source after because their turn has come
)

// recheckDue asks a source that has just been read after the posts whose turn it is. What keeps it from answering is noted and told by the next
// editions; the posts stay.
func (k *collector) recheckDue(ctx context.Context, j *job, src source.Source) error {
	if _, ok := src.(source.Rechecker); !ok {
		return nil
	}
	refs, err := k.db.DueForRecheck(ctx, j.source.Name, k.now(), recheckDue)
	if err != nil || len(refs) == 0 {
		return err
	}
	_, err = k.recheck(ctx, j, src, refs)
	return err
}

// recheck asks a source after posts, and notes whether it answered. It reports whether an edition that tells of them, or of how the source does,
// is to be made again. The error is of the database.
func (k *collector) recheck(ctx context.Context, j *job, src source.Source, refs []store.Ref) (changed bool, err error) {
	name := j.source.Name
	done, err := source.Recheck(ctx, k.db, name, src, refs)
	k.note("%s: asked after %s, %d gone, %d edited", name, count(len(refs), "post"), done.Gone, done.Changed)
	why := ""
	switch {
	case err != nil && ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		why = oneLine(err.Error())
		k.note("%s", why)
		var fault *fetch.Error
		if errors.As(err, &fault) && fault.Reason == fetch.RateLimited && !fault.Until.IsZero() && j.host != "" {
			if err := k.db.SetHostPause(ctx, j.host, fault.Until); err != nil {
				return false, err
			}
		}
	}
	noted, err := k.noteRecheck(ctx, name, why)
	return done.Gone+done.Changed > 0 || noted, err
}

// noteRecheck keeps why a source could not say whether its posts are still there, and reports whether that is news.
func (k *collector) noteRecheck(ctx context.Context, name, why string) (news bool, err error) {
	states, err := k.db.Sources(ctx)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(states, func(s store.SourceState) bool { return s.Name == name })
	if i < 0 || states[i].Unchecked == why {
		return false, nil
	}
	return true, k.db.RecordRecheck(ctx, name, why)
}

// recheckTold asks the sources after the posts that e tells, and reports whether e is to be made again. A source that is no longer configured, or
// whose host wants to be left alone, is not asked.
func (k *collector) recheckTold(ctx context.Context, e *digest.Edition) (changed bool, err error) {
	var ids []string
	for i := range e.Posts {
		ids = append(ids, e.Posts[i].ID)
	}
	refs, err := k.db.Refs(ctx, ids)
	if err != nil || len(refs) == 0 {
		return false, err
	}
	client := k.client
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		i := slices.IndexFunc(k.config.Sources, func(s ingest.Config) bool { return s.Name == name })
		if i < 0 {
			continue
		}
		again, err := k.recheckSource(ctx, &job{source: &k.config.Sources[i], host: hostOf(&k.config.Sources[i]), http: client}, refs[name])
		if err != nil {
			return changed, err
		}
		changed = changed || again
	}
	return changed, nil
}

// recheckSource opens a source and asks it after posts, unless its host wants to be left alone. That it cannot be asked is noted as why nobody knows
// of them. It reports and fails as recheck does.
func (k *collector) recheckSource(ctx context.Context, j *job, refs []store.Ref) (changed bool, err error) {
	name := j.source.Name
	pause, err := k.db.HostPause(ctx, j.host)
	if err != nil {
		return false, err
	}
	if k.now().Before(pause) {
		return k.noteRecheck(ctx, name, "its server wants to be left alone for now, so that nobody knows whether all posts are still there")
	}
	src, err := j.source.Open(k.sourceEnv(j, ingestOptions{}, Date{}))
	if err != nil {
		why := oneLine(fmt.Sprintf("source %s: recheck: %v", name, err))
		k.note("%s", why)
		return k.noteRecheck(ctx, name, why)
	}
	return k.recheck(ctx, j, src, refs)
}
