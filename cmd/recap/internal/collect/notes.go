package collect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/ingest"
	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/store"
)

// A SourceNote is what the last read of a source said about the reads to come.
type SourceNote struct {
	Wait  int64  `json:"wait,omitempty"`  // seconds for which the server asked to be left alone after it
	Moved string `json:"moved,omitempty"` // where the source has moved to for good
	Gone  string `json:"gone,omitempty"`  // the place that is gone for good; another one is worth a try

	Refused int `json:"refused,omitempty"` // how many reads running a social server refused
}

// notes are those of all configured sources that have one, by name. They are kept as one value, because a thousand
// feeds that are read each hour say the same each time.
type notes map[string]SourceNote

const notesKey = "notes"

// LoadNotes returns what the sources said. Without a database they said nothing.
func LoadNotes(ctx context.Context, db store.DB) (notes, error) {
	all := notes{}
	if db == nil {
		return all, nil
	}
	text, err := db.Meta(ctx, notesKey)
	if errors.Is(err, store.ErrNotFound) {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return nil, fmt.Errorf("notes on the sources: %w", err)
	}
	return all, nil
}

// save stores the notes with those of the jobs that were done. Sources that are no longer configured are forgotten.
func (n notes) save(ctx context.Context, c *config.Config, db store.DB, jobs []*job) error {
	kept := notes{}
	for i := range c.Sources {
		kept[c.Sources[i].Name] = n[c.Sources[i].Name]
	}
	for _, j := range jobs {
		kept[j.source.Name] = j.note
	}
	for name, note := range kept {
		if note == (SourceNote{}) {
			delete(kept, name)
		}
	}
	if len(kept) == 0 && len(n) == 0 {
		return nil
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	return db.SetMeta(ctx, notesKey, string(data))
}

// noteOf returns what to note of a read of j that ended with err.
func (j *job) noteOf(err error) SourceNote {
	var fault *fetch.Error
	switch {
	case err == nil:
		return SourceNote{Wait: int64(j.res.Wait / time.Second), Moved: j.res.Moved}
	case errors.As(err, &fault) && fault.Reason == fetch.Gone:
		return SourceNote{Gone: config.PlaceOf(j.source)}
	}
	note := SourceNote{Moved: j.note.Moved, Gone: j.note.Gone}
	if errors.As(err, &fault) && fault.Reason == fetch.Refused && social(j.source) {
		note.Refused = j.note.Refused + 1
	}
	return note
}

// refusals is after how many refused reads running a social server is left alone: an account that knocks with a wrong
// password each quarter of an hour gets locked. A list or a feed is asked again, because what refuses it often passes.
const refusals = 3

// social reports whether a source is read from a social network.
func social(s *ingest.Config) bool { return s.About().Place == source.Social }

// Interval returns the least time between two reads of s: what is configured, or more where the server asks for it.
func (n SourceNote) Interval(s *ingest.Config) time.Duration {
	return max(s.Every, time.Duration(n.Wait)*time.Second)
}
