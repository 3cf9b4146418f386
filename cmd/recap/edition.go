package main

import (
	"bytes"
	"context"
	"time"

	"recap/digest"
	"recap/digest/render"
	"recap/store"
)

// edition returns the edition to publish: the recorded one, unless a revision of it is wanted, it was made before its period had ended, it told
// what was taken out since, or it is unfinished, else a new one. It is nil where there was no post and the digest skips such periods.
func (c *Config) edition(ctx context.Context, db store.DB, d due, revise bool) (*digest.Edition, int, error) {
	e, posts, err := c.build(ctx, db, d.digest, d.window, false)
	if err != nil {
		return nil, 0, err
	}
	records, err := db.Editions(ctx, d.digest.Name, d.window.Start, d.window.End)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range records {
		if r.ID != e.ID {
			continue
		}
		if e.Revision = r.Revision; !revise && !r.Recorded.Before(d.window.End) && len(r.JSON) > 0 {
			recorded, err := digest.Decode(r.JSON)
			if err != nil {
				return nil, 0, err
			}
			if again, err := unfinished(ctx, db, recorded); err != nil || !again {
				return recorded, posts, err
			}
		}
		same, err := bytesOf(e)
		if err != nil {
			return nil, 0, err
		}
		if !bytes.Equal(same, r.JSON) {
			e.Revision++
		}
		return e, posts, nil
	}
	if posts == 0 && d.digest.WhenEmpty == "skip" {
		return nil, 0, nil
	}
	e.Revision = 1
	return e, posts, nil
}

// record saves the edition with what it tells, unless it is recorded already.
func record(ctx context.Context, db store.DB, e *digest.Edition, now time.Time) error {
	data, err := bytesOf(e)
	if err != nil {
		return err
	}
	_, err = db.SaveEdition(ctx, store.EditionRecord{
		ID: e.ID, Revision: e.Revision, Digest: e.Digest, Start: e.Period.Start, End: e.Period.End,
		Title: e.Title, Slug: e.Slug, JSON: data, Recorded: now,
	}, e.Told())
	return err
}

// bytesOf returns the edition as it is recorded and exported.
func bytesOf(e *digest.Edition) ([]byte, error) {
	var b bytes.Buffer
	err := render.JSON(&b, e)
	return b.Bytes(), err
}

// editions returns the newest revision of every recorded edition of the period, newest first, without those that are to be made again.
func editions(ctx context.Context, db store.DB, from, to time.Time) ([]*digest.Edition, error) {
	records, err := db.Editions(ctx, "", from, to)
	if err != nil {
		return nil, err
	}
	all := make([]*digest.Edition, 0, len(records))
	for _, r := range records {
		if len(r.JSON) == 0 {
			continue
		}
		e, err := digest.Decode(r.JSON)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}
