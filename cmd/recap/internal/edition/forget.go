package edition

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/digest/edit"
	"recap/digest/load"
	"recap/store"
)

// forgottenKey is the note that says how much had been taken out when decisions were last looked through.
const forgottenKey = "edit-forgotten"

// forget takes out of all decisions, those that are kept and those that recorded editions were made by, what rests on
// posts that were taken out. It looks only where more was taken out than when it last looked.
func forget(ctx context.Context, db store.DB) error {
	posts, authors, err := db.Tombstones(ctx)
	if err != nil {
		return err
	}
	seen := fmt.Sprintf("%d %d", posts, authors)
	if last, err := db.Meta(ctx, forgottenKey); err == nil && last == seen || posts == 0 {
		return nil
	} else if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	kept, err := edit.All(ctx, db)
	if err != nil {
		return err
	}
	for i := range kept {
		if err := forgetIn(ctx, db, kept[i].Key, kept[i].Start, &kept[i].Decisions, &kept[i].Decisions); err != nil {
			return err
		}
	}
	bases, err := allBases(ctx, db)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(bases)) {
		if err := forgetIn(ctx, db, load.BasisPrefix+id, bases[id].Start, &bases[id].Decisions, bases[id]); err != nil {
			return err
		}
	}
	return db.SetMeta(ctx, forgottenKey, seen)
}

// forgetIn is forget for one note, whose value is whole and holds the decisions d.
func forgetIn(ctx context.Context, db store.DB, key string, since time.Time, d *edit.Decisions, whole any) error {
	ids := d.Posts()
	if len(ids) == 0 {
		return nil
	}
	taken, err := db.Taken(ctx, ids, since)
	if err != nil || !d.Forget(taken) {
		return err
	}
	data, err := json.Marshal(whole)
	if err != nil {
		return err
	}
	return db.Overwrite(ctx, key, string(data))
}

// allBases returns the bases of all recorded editions, by their ids.
func allBases(ctx context.Context, db store.Notes) (map[string]*load.Basis, error) {
	notes, err := db.Metas(ctx, load.BasisPrefix)
	if err != nil {
		return nil, err
	}
	all := map[string]*load.Basis{}
	for key, text := range notes {
		id, b := strings.TrimPrefix(key, load.BasisPrefix), &load.Basis{}
		if err := json.Unmarshal([]byte(text), b); err != nil {
			return nil, fmt.Errorf("basis of %s: %w", id, err)
		}
		all[id] = b
	}
	return all, nil
}

// A Saying is something that an editor wrote about an edition, and which is printed in it or would be.
type Saying struct {
	edit.Text
	Digest    string
	Day       string // the first of its period
	Published bool   // a recorded edition says it
	Kept      bool   // the decisions say it, so that each later edition of the period does
}

// Remedy says how a person takes it out.
func (s Saying) Remedy() string {
	of := fmt.Sprintf("--digest %s --date %s", s.Digest, s.Day)
	revise := fmt.Sprintf("publish it with \"recap publish %s --revise\"", of)
	change := fmt.Sprintf("change it with \"recap edit %s\"", of)
	switch {
	case !s.Kept:
		return revise
	case !s.Published:
		return change
	}
	return change + " and " + revise
}

// Sayings returns all that editors wrote of which says holds.
func Sayings(ctx context.Context, c *config.Config, db store.DB, says func(text string) bool) ([]Saying, error) {
	kept, err := edit.All(ctx, db)
	if err != nil {
		return nil, err
	}
	bases, err := allBases(ctx, db)
	if err != nil {
		return nil, err
	}
	records, err := db.Editions(ctx, "", time.Time{}, time.Time{})
	if err != nil {
		return nil, err
	}
	var all []Saying
	add := func(digest string, start time.Time, d *edit.Decisions, published bool) {
		day := start.In(c.Zone).Format(time.DateOnly)
		for _, t := range d.Texts() {
			if !says(t.Text) {
				continue
			}
			i := slices.IndexFunc(all, func(s Saying) bool { return s.Text == t && s.Digest == digest && s.Day == day })
			if i < 0 {
				i, all = len(all), append(all, Saying{Text: t, Digest: digest, Day: day})
			}
			all[i].Published, all[i].Kept = all[i].Published || published, all[i].Kept || !published
		}
	}
	for i := range kept {
		add(kept[i].Digest, kept[i].Start, &kept[i].Decisions, false)
	}
	for _, r := range records {
		if b := bases[r.ID]; b != nil {
			add(r.Digest, r.Start, &b.Decisions, true)
		}
	}
	return all, nil
}
