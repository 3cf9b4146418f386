package edition

import (
	"context"
	"fmt"
	"slices"
	"time"

	"recap/cmd/recap/internal/console"
	"recap/digest"
	"recap/digest/load"
	"recap/digest/period"
	"recap/store"
)

// newsFor is how long after its period an edition is looked after for posts that came too late for it.
const newsFor = 7 * 24 * time.Hour

// Missed is a recorded edition that does not tell all posts of its period, because some came after it was made: their
// source could not be read then, or they were on their way.
type Missed struct {
	Due
	ID    string // of the edition
	Posts int    // how many came later
}

// String says so for people, and what tells the posts.
func (m Missed) String() string {
	return fmt.Sprintf("%s: %s came after its edition was made; \"recap publish %s --revise\" tells what they add", m.Due,
		console.Count(m.Posts, "post"), m.DateOption())
}

// MissedPosts returns the recorded editions of configured digests whose periods ended in the last seven days, and to
// which posts came later, the newest first. Posts of sources that publish none do not count.
func MissedPosts(ctx context.Context, k *Desk) ([]Missed, error) {
	records, err := k.DB.Editions(ctx, "", k.Now().Add(-newsFor), time.Time{})
	if err != nil {
		return nil, err
	}
	policy, err := policyOf(ctx, k.Config, k.DB)
	if err != nil {
		return nil, err
	}
	var all []Missed
	for _, r := range records {
		g := k.Config.DigestNamed(r.Digest)
		if g == nil || r.Digest == "" || len(r.JSON) == 0 {
			continue
		}
		m := Missed{Due: Due{g, period.Window{Start: r.Start.In(k.Config.Zone), End: r.End.In(k.Config.Zone), Zone: k.Config.Zone}}, ID: r.ID}
		asOf, err := load.AsOf(ctx, k.DB, r)
		if err != nil {
			return nil, err
		}
		for p, err := range k.DB.Posts(ctx, r.Start, r.End) {
			if err != nil {
				return nil, err
			}
			if p.FirstSeen.After(asOf) && policy.freest(p.Sources) != "none" {
				m.Posts++
			}
		}
		if m.Posts > 0 {
			all = append(all, m)
		}
	}
	return all, nil
}

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
