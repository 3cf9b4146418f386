package collect

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/ingest"
	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/store"
)

const (
	recheckDue = 60 // posts that one run asks one source after because their turn has come
)

// recheckDue asks a source that has just been read after the posts whose turn it is. What keeps it from answering is
// noted and told by the next editions; the posts stay.
func (k *Collector) recheckDue(ctx context.Context, j *job, src source.Source) error {
	if _, ok := src.(source.Rechecker); !ok {
		return nil
	}
	refs, err := k.DB.DueForRecheck(ctx, j.source.Name, k.Now(), recheckDue)
	if err != nil || len(refs) == 0 {
		return err
	}
	_, err = k.recheck(ctx, j, src, refs)
	return err
}

// recheck asks a source after posts, and notes whether it answered. It reports whether an edition that tells of them,
// or of how the source does, is to be made again. The error is of the database.
func (k *Collector) recheck(ctx context.Context, j *job, src source.Source, refs []store.Ref) (changed bool, err error) {
	name := j.source.Name
	done, err := source.Recheck(ctx, k.DB, name, src, refs)
	k.Note("%s: asked after %s, %d gone, %d edited", name, console.Count(len(refs), "post"), done.Gone, done.Changed)
	why := ""
	switch {
	case err != nil && ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		why = console.OneLine(err.Error())
		k.Note("%s", why)
		var fault *fetch.Error
		if errors.As(err, &fault) && fault.Reason == fetch.RateLimited && !fault.Until.IsZero() && j.host != "" {
			if err := k.DB.SetHostPause(ctx, j.host, fault.Until); err != nil {
				return false, err
			}
		}
	}
	noted, err := k.noteRecheck(ctx, name, why)
	return done.Gone+done.Changed > 0 || noted, err
}

// noteRecheck keeps why a source could not say whether its posts are still there, and reports whether that is news.
func (k *Collector) noteRecheck(ctx context.Context, name, why string) (news bool, err error) {
	states, err := k.DB.Sources(ctx)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(states, func(s store.SourceState) bool { return s.Name == name })
	if i < 0 || states[i].Unchecked == why {
		return false, nil
	}
	return true, k.DB.RecordRecheck(ctx, name, why)
}

// RecheckTold asks the sources after posts that an edition tells, by their ids, and reports whether it is to be made
// again. A source that is no longer configured, or whose host wants to be left alone, is not asked.
func (k *Collector) RecheckTold(ctx context.Context, ids []string) (changed bool, err error) {
	refs, err := k.DB.Refs(ctx, ids)
	if err != nil || len(refs) == 0 {
		return false, err
	}
	client := k.Client
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		i := slices.IndexFunc(k.Config.Sources, func(s ingest.Config) bool { return s.Name == name })
		if i < 0 {
			continue
		}
		again, err := k.recheckSource(ctx, &job{source: &k.Config.Sources[i], host: hostOf(&k.Config.Sources[i]), http: client}, refs[name])
		if err != nil {
			return changed, err
		}
		changed = changed || again
	}
	return changed, nil
}

// recheckSource opens a source and asks it after posts, unless its host wants to be left alone. That it cannot be asked
// is noted as why nobody knows of them. It reports and fails as recheck does.
func (k *Collector) recheckSource(ctx context.Context, j *job, refs []store.Ref) (changed bool, err error) {
	name := j.source.Name
	pause, err := k.DB.HostPause(ctx, j.host)
	if err != nil {
		return false, err
	}
	if k.paused(pause) {
		return k.noteRecheck(ctx, name, "its server wants to be left alone for now, so that nobody knows whether all posts are still there")
	}
	src, err := j.source.Open(k.sourceEnv(j, Options{}, config.Date{}))
	if err != nil {
		why := console.OneLine(fmt.Sprintf("source %s: recheck: %v", name, err))
		k.Note("%s", why)
		return k.noteRecheck(ctx, name, why)
	}
	return k.recheck(ctx, j, src, refs)
}
