package edition

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"recap/digest/edit"
	"recap/digest/load"
	"recap/store"
)

// A basis is what the newest revision of a recorded edition was made of, beside the words of its posts: it is what an
// editor approved. Where something is taken out, the edition is made anew of the same less that, and neither of posts
// that came later nor of decisions that wait for "publish --revise" or for an approval.
type basis struct {
	AsOf      time.Time      `json:"as_of"` // what was stored later is not in it
	Start     time.Time      `json:"start"` // of its period
	Decisions edit.Decisions `json:"decisions"`
	Reads     []reading      `json:"reads"` // how far each source had been read, in the order of the configuration
}

// A reading is what an edition says of one source in its coverage.
type reading struct {
	Name      string    `json:"name"`
	Kind      string    `json:"kind"`
	Complete  time.Time `json:"complete,omitzero"`
	Error     string    `json:"error,omitempty"`
	Gap       string    `json:"gap,omitempty"`
	Unchecked string    `json:"unchecked,omitempty"`
}

const basisPrefix = "basis/" // of the notes that keep bases, before the id of the edition

// basisOf returns what in gives an edition at now.
func basisOf(in *load.Input, now time.Time) *basis {
	b := &basis{AsOf: now.UTC(), Start: in.Window.Start.UTC(), Decisions: in.Decisions}
	for _, s := range in.Sources {
		if s.Position >= 0 {
			b.Reads = append(b.Reads, reading{s.Name, s.Kind, s.LastComplete, s.LastError, s.Gap, s.Unchecked})
		}
	}
	return b
}

// input loads what d was made of as b has it, less what was taken out since.
func (b *basis) input(ctx context.Context, db store.DB, d Due) (*load.Input, error) {
	in, err := load.Load(ctx, db, d.Digest.Name, d.Window)
	if err != nil {
		return nil, err
	}
	in.AsOf(b.AsOf)
	in.Decisions, in.Sources = b.Decisions, nil
	for i, r := range b.Reads {
		in.Sources = append(in.Sources, store.SourceState{SourceInfo: store.SourceInfo{Name: r.Name, Kind: r.Kind}, Position: i,
			LastComplete: r.Complete, LastError: r.Error, Gap: r.Gap, Unchecked: r.Unchecked})
	}
	return in, nil
}

// loadBasis returns the basis of a recorded edition. For one that a version of before recorded, which kept none, it is
// what is known by now, less the posts that came after it.
func loadBasis(ctx context.Context, db store.DB, d Due, r store.EditionRecord) (*basis, error) {
	if b, err := keptBasis(ctx, db, r.ID); err != nil || b != nil {
		return b, err
	}
	in, err := load.Load(ctx, db, d.Digest.Name, d.Window)
	if err != nil {
		return nil, err
	}
	return basisOf(in, r.Recorded), nil
}

// keptBasis returns the basis that is kept of an edition; nil if none is.
func keptBasis(ctx context.Context, db store.Notes, id string) (*basis, error) {
	text, err := db.Meta(ctx, basisPrefix+id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b := &basis{}
	if err := json.Unmarshal([]byte(text), b); err != nil {
		return nil, fmt.Errorf("basis of %s: %w", id, err)
	}
	return b, nil
}

// asOfRecord returns since when posts are not in a recorded edition.
func asOfRecord(ctx context.Context, db store.Notes, r store.EditionRecord) (time.Time, error) {
	b, err := keptBasis(ctx, db, r.ID)
	if err != nil || b == nil {
		return r.Recorded, err
	}
	return b.AsOf, nil
}

// save keeps b as the basis of an edition.
func (b *basis) save(ctx context.Context, db store.Notes, id string) error {
	data, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return db.SetMeta(ctx, basisPrefix+id, string(data))
}
