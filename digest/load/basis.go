package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"recap/digest/edit"
	"recap/digest/period"
	"recap/store"
)

// A Basis is what the newest revision of a recorded edition was made of, beside the words of its posts: it is what an
// editor approved. Where something is taken out, the edition is made anew of the same less that, and neither of posts
// that came later nor of decisions that wait for "publish --revise" or for an approval.
type Basis struct {
	AsOf      time.Time      `json:"as_of"` // what was stored later is not in it
	Start     time.Time      `json:"start"` // of its period
	Decisions edit.Decisions `json:"decisions"`
	Late      []Late         `json:"late,omitempty"` // what it took of earlier periods; no later revision takes more
	Reads     []Reading      `json:"reads"`          // how far each source had been read, in the order of the configuration
}

// A Reading is what an edition says of one source in its coverage.
type Reading struct {
	Name      string    `json:"name"`
	Kind      string    `json:"kind"`
	Complete  time.Time `json:"complete,omitzero"`
	Error     string    `json:"error,omitempty"`
	Gap       string    `json:"gap,omitempty"`
	Unchecked string    `json:"unchecked,omitempty"`
}

// BasisPrefix begins the keys of the notes that keep bases, before the id of the edition.
const BasisPrefix = "basis/"

// Basis returns what in gives an edition at now.
func (in *Input) Basis(now time.Time) *Basis {
	b := &Basis{AsOf: now.UTC(), Start: in.Window.Start.UTC(), Decisions: in.Decisions, Late: in.Late}
	for _, s := range in.Sources {
		if s.Position >= 0 {
			b.Reads = append(b.Reads, Reading{s.Name, s.Kind, s.LastComplete, s.LastError, s.Gap, s.Unchecked})
		}
	}
	return b
}

// Input loads what the edition of digest for w was made of as b has it, less what was taken out since.
func (b *Basis) Input(ctx context.Context, db Store, digest string, w period.Window) (*Input, error) {
	in, err := Load(ctx, db, digest, w)
	if err != nil {
		return nil, err
	}
	in.asOf(b.AsOf)
	in.Decisions, in.Sources = b.Decisions, nil
	for i, r := range b.Reads {
		in.Sources = append(in.Sources, store.SourceState{SourceInfo: store.SourceInfo{Name: r.Name, Kind: r.Kind}, Position: i,
			LastComplete: r.Complete, LastError: r.Error, Gap: r.Gap, Unchecked: r.Unchecked})
	}
	return in, nil
}

// LoadBasis returns the basis of the edition of digest for w that r records. For one that a version of before recorded,
// which kept none, it is what is known by now, less the posts that came after it.
func LoadBasis(ctx context.Context, db Store, digest string, w period.Window, r store.EditionRecord) (*Basis, error) {
	if b, err := KeptBasis(ctx, db, r.ID); err != nil || b != nil {
		return b, err
	}
	in, err := Load(ctx, db, digest, w)
	if err != nil {
		return nil, err
	}
	return in.Basis(r.Recorded), nil
}

// KeptBasis returns the basis that is kept of the edition with this id; nil if none is.
func KeptBasis(ctx context.Context, db edit.Reader, id string) (*Basis, error) {
	b := &Basis{}
	if found, err := note(ctx, db, BasisPrefix+id, b); err != nil || !found {
		return nil, err
	}
	return b, nil
}

// AsOf returns since when posts are not in a recorded edition.
func AsOf(ctx context.Context, db edit.Reader, r store.EditionRecord) (time.Time, error) {
	b, err := KeptBasis(ctx, db, r.ID)
	if err != nil || b == nil {
		return r.Recorded, err
	}
	return b.AsOf, nil
}

// Save keeps b as the basis of the edition with this id.
func (b *Basis) Save(ctx context.Context, db Notes, id string) error {
	return setNote(ctx, db, BasisPrefix+id, b)
}

// Notes is where a Basis and what was skipped are kept.
type Notes interface {
	edit.Reader
	SetMeta(ctx context.Context, key, value string) error
}

// note reads the value that is kept under key as JSON; found is false if there is none.
func note(ctx context.Context, db edit.Reader, key string, value any) (found bool, err error) {
	text, err := db.Meta(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal([]byte(text), value); err != nil {
		return false, fmt.Errorf("%s: %w", key, err)
	}
	return true, nil
}

func setNote(ctx context.Context, db Notes, key string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return db.SetMeta(ctx, key, string(data))
}
