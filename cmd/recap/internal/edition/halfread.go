package edition

import (
	"context"
	"slices"

	"recap/digest"
	"recap/store"
)

// unfinished reports whether a recorded edition is to be made again by itself: a source could not be read when its
// period closed, and no output has taken it, so that nobody has read that it tells only a part. One that an output has
// stays as it is, and says in its coverage what is missing.
func unfinished(ctx context.Context, db store.DB, e *digest.Edition) (bool, error) {
	if !slices.ContainsFunc(e.Coverage, func(c digest.Coverage) bool { return c.State == "failed" || c.State == "partial" || c.State == "stale" }) {
		return false, nil
	}
	rows, err := db.Deliveries(ctx, e.ID)
	taken := func(d store.Delivery) bool { return d.State != "failed" && d.State != "expired" || d.Sum != "" }
	return err == nil && !slices.ContainsFunc(rows, taken), err
}
