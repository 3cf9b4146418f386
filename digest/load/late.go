package load

import (
	"context"
	"errors"
	"slices"
	"time"

	"recap/digest/edit"
	"recap/digest/period"
	"recap/store"
)

// A Late is a post of an earlier period that no edition has told, because that period had its turn before the post
// came: its edition was recorded, or it was skipped, because it had no post yet.
type Late struct {
	ID      string     `json:"id"`                // public id of the post
	Edition string     `json:"edition,omitempty"` // id of the edition that it came too late for; "" for a skipped period
	Start   time.Time  `json:"start"`             // of that period
	End     time.Time  `json:"end"`
	Post    store.Post `json:"-"`
}

// lateDays is how long before the period a late post was published at most.
const lateDays = 7

// A turn is when a period was told or skipped.
type turn struct {
	Edition string    `json:"-"`
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"`
	At      time.Time `json:"at"` // what was stored later is in no edition of it
}

// late reads the posts of the week before the period that came after the periods in which they were published had their
// turn in this digest. Each is one edition's alone. What an edition took is kept with its basis, so that it takes the
// same whenever it is made anew, and what comes later waits for the next one.
func (in *Input) late(ctx context.Context, db Store, digest string) error {
	w := in.Window
	since := period.Shift(w.Start, -lateDays, w.Zone)
	records, err := db.Editions(ctx, digest, since, period.Shift(w.Start, lateDays, w.Zone))
	if err != nil {
		return err
	}
	turns, err := skipped(ctx, db, digest)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, r := range records {
		b, err := KeptBasis(ctx, db, r.ID)
		if err != nil {
			return err
		}
		if b == nil {
			b = &Basis{AsOf: r.Recorded}
		}
		if r.Start.Equal(w.Start) && r.End.Equal(w.End) {
			return in.keptLate(ctx, db, b.Late)
		}
		for _, l := range b.Late {
			taken[l.ID] = true
		}
		turns = append(turns, turn{r.ID, r.Start, r.End, b.AsOf})
	}
	turns = slices.DeleteFunc(turns, func(t turn) bool { return !t.Start.Before(w.Start) })
	if len(turns) == 0 {
		return nil
	}
	first := slices.MinFunc(turns, func(x, y turn) int { return x.At.Compare(y.At) })
	for p, err := range db.Arrivals(ctx, since, w.Start, first.At) {
		if err != nil {
			return err
		}
		if t := missed(turns, &p); t != nil && !taken[p.ID()] {
			in.Late = append(in.Late, Late{p.ID(), t.Edition, t.Start, t.End, p})
		}
	}
	return nil
}

// missed returns the turn that p came too late for; nil if its period had none yet, or one that has it.
func missed(turns []turn, p *store.Post) (late *turn) {
	for i := range turns {
		t := &turns[i]
		switch {
		case p.Published.Before(t.Start) || !p.Published.Before(t.End):
		case !p.FirstSeen.After(t.At):
			return nil
		case late == nil || late.Edition == "":
			late = t
		}
	}
	return late
}

// keptLate reads the posts that the edition took when it was recorded, as far as they are stored.
func (in *Input) keptLate(ctx context.Context, db Store, kept []Late) error {
	for _, l := range kept {
		p, err := db.Post(ctx, l.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		p.Raw = nil
		l.Post = p
		in.Late = append(in.Late, l)
	}
	return nil
}

// skippedKey is the note that keeps which of the last periods of a digest were skipped.
func skippedKey(digest string) string { return "skipped/" + digest }

// NoteSkip remembers that the period w of digest was skipped at now, because it had no post: what comes for it from
// then on comes late.
func NoteSkip(ctx context.Context, db Notes, digest string, w period.Window, now time.Time) error {
	all, err := skipped(ctx, db, digest)
	if err != nil {
		return err
	}
	oldest := period.Shift(w.Start, -2*lateDays, w.Zone)
	all = slices.DeleteFunc(all, func(t turn) bool {
		return t.End.Before(oldest) || t.Start.Equal(w.Start) && t.End.Equal(w.End)
	})
	return setNote(ctx, db, skippedKey(digest), append(all, turn{Start: w.Start.UTC(), End: w.End.UTC(), At: now.UTC()}))
}

// skipped returns the periods of digest that were skipped of late.
func skipped(ctx context.Context, db edit.Reader, digest string) (all []turn, err error) {
	_, err = note(ctx, db, skippedKey(digest), &all)
	return all, err
}
