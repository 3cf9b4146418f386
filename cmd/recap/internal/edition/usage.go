package edition

import (
	"context"
	"strconv"
	"strings"
	"time"

	"recap/digest"
	"recap/store"
)

// WritingKey is where what a model did is noted: calls and tokens by the day on which they were made, and stories,
// told, offered and refused by the first day of the recorded edition.
func WritingKey(day time.Time, what string) string {
	return writingPrefix + day.Format(time.DateOnly) + " " + what
}

const writingPrefix = "model "

// noteWriting adds up what a model did for an edition that is recorded.
func noteWriting(ctx context.Context, db store.Notes, day time.Time, w digest.Writing) error {
	for what, n := range map[string]int{"stories": w.Asked, "told": w.Told, "offered": w.Offered, "refused": len(w.Refused)} {
		if _, err := db.AddMeta(ctx, WritingKey(day, what), n); err != nil {
			return err
		}
	}
	return nil
}

// A Usage is what a model cost and did.
type Usage struct {
	Calls   int `json:"calls"`
	Tokens  int `json:"tokens"`
	Stories int `json:"stories"` // that it was asked for, of recorded editions
	Told    int `json:"told"`    // of these
	Offered int `json:"offered"` // sentences or excerpts that it gave for them
	Refused int `json:"refused"` // of these, and stories that it would not tell
}

// UsageOf returns what was noted of a model in all, and what of it by a day.
func UsageOf(ctx context.Context, db store.Notes, day time.Time) (all, today Usage, err error) {
	notes, err := db.Metas(ctx, writingPrefix)
	for key, value := range notes {
		date, what, _ := strings.Cut(strings.TrimPrefix(key, writingPrefix), " ")
		n, err := strconv.Atoi(value)
		if err != nil {
			continue // somebody else's
		}
		all.add(what, n)
		if date == day.Format(time.DateOnly) {
			today.add(what, n)
		}
	}
	return all, today, err
}

func (u *Usage) add(what string, n int) {
	switch what {
	case "calls":
		u.Calls += n
	case "tokens":
		u.Tokens += n
	case "stories":
		u.Stories += n
	case "told":
		u.Told += n
	case "offered":
		u.Offered += n
	case "refused":
		u.Refused += n
	}
}
