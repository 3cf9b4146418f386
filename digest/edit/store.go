package edit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"recap/digest/period"
	"recap/store"
)

// decisionsKey is where the decisions about one edition stand. The instants of the period name it, so that a change of
// the zone's name or of other settings does not lose them.
func decisionsKey(digest string, w period.Window) string {
	return decisionsPrefix + digest + "/" + w.Start.UTC().Format(time.RFC3339) + "/" + w.End.UTC().Format(time.RFC3339)
}

const decisionsPrefix = "edit/"

// A Kept is what an editor has decided about one edition, and where that is kept.
type Kept struct {
	Key        string // of the note that keeps it
	Digest     string
	Start, End time.Time // of the period
	Decisions
}

// All returns all decisions that are kept, by their keys.
func All(ctx context.Context, db store.Notes) ([]Kept, error) {
	notes, err := db.Metas(ctx, decisionsPrefix)
	if err != nil {
		return nil, err
	}
	var all []Kept
	for _, key := range slices.Sorted(maps.Keys(notes)) {
		k := Kept{Key: key}
		parts := strings.Split(strings.TrimPrefix(key, decisionsPrefix), "/")
		if len(parts) < 3 {
			continue // nobody's of this program
		}
		last := len(parts) - 2 // the name of a digest may hold "/"
		k.Digest = strings.Join(parts[:last], "/")
		for i, at := range []*time.Time{&k.Start, &k.End} {
			if *at, err = time.Parse(time.RFC3339, parts[last+i]); err != nil {
				return nil, fmt.Errorf("decisions %s: %w", key, err)
			}
		}
		if err := json.Unmarshal([]byte(notes[key]), &k.Decisions); err != nil {
			return nil, fmt.Errorf("decisions %s: %w", key, err)
		}
		all = append(all, k)
	}
	return all, nil
}

// A Reader is what Load reads from.
type Reader interface {
	Meta(ctx context.Context, key string) (string, error)
}

// Load returns what an editor has decided about the edition of digest for w; the zero Decisions if nothing.
func Load(ctx context.Context, db Reader, digest string, w period.Window) (Decisions, error) {
	var d Decisions
	text, err := db.Meta(ctx, decisionsKey(digest, w))
	if errors.Is(err, store.ErrNotFound) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return d, fmt.Errorf("decisions about %s: %w", digest, err)
	}
	return d, nil
}

// Save keeps what an editor has decided about the edition of digest for w, in place of what was decided before, in one
// transaction.
func Save(ctx context.Context, db store.Notes, digest string, w period.Window, d Decisions) error {
	data, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return db.SetMeta(ctx, decisionsKey(digest, w), string(data))
}
