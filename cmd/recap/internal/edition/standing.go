package edition

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/digest/period"
	"recap/store"
)

// A Standing is how far a digest is behind what it promises.
type Standing struct {
	Digest *config.Digest
	Late   []Late    // editions whose hour has come and which are not everywhere, oldest first
	News   time.Time // end of the newest period with a post that has an edition; zero if none is as new as was asked for
	Passed time.Time // end of the newest period whose hour has come; zero if there is none
}

// A Late is an edition whose hour has come.
type Late struct {
	Due
	At      time.Time // its hour
	Outputs []string  // names of the outputs that do not have it; none: it was not made
	Held    bool      // it waits for an editor
}

// Standings returns how all digests stand. News are looked for in periods that ended after since.
func Standings(ctx context.Context, k *Desk, since time.Time) ([]Standing, error) {
	coming, err := k.Coming(ctx)
	if err != nil {
		return nil, err
	}
	var all []Standing
	for i := range k.Config.Digests {
		one, err := standing(ctx, k, &k.Config.Digests[i], since)
		if err != nil {
			return nil, err
		}
		for _, c := range coming {
			if c.Digest.Name == one.Digest.Name && !c.At.After(k.Now()) {
				one.Late = append(one.Late, Late{Due: c.Due, At: c.At})
			}
		}
		all = append(all, one)
	}
	return all, nil
}

func standing(ctx context.Context, k *Desk, g *config.Digest, since time.Time) (Standing, error) {
	one := Standing{Digest: g}
	s, err := k.schedule(ctx, g)
	if err != nil {
		return one, err
	}
	records, err := k.DB.Editions(ctx, g.Name, since, time.Time{})
	if err != nil {
		return one, err
	}
	for _, r := range records { // newest first
		if hasPosts(r) {
			one.News = r.End
			break
		}
	}
	begins := g.Since.In(k.Config.Zone) // the zero day where there is none
	if w, err := k.LastClosed(g, k.Now()); err == nil && !publishAt(g, w).After(k.Now()) && !w.Start.Before(begins) {
		one.Passed = w.End
	}
	for _, h := range s.Held {
		if w, err := k.windowFrom(ctx, k.DB, g, h.Start); err == nil {
			one.Late = append(one.Late, Late{Due: Due{g, w}, At: publishAt(g, w), Held: true})
		}
	}
	// What runs try again, and the newest edition, though they have given up on it.
	for i, r := range records {
		retried := slices.ContainsFunc(s.Retry, r.Start.Equal)
		if i > 0 && !retried {
			continue
		}
		outputs, err := missing(ctx, k, g, r, retried)
		if err != nil {
			return one, err
		}
		if len(outputs) > 0 {
			w := period.Window{Start: r.Start, End: r.End, Zone: k.Config.Zone}
			one.Late = append(one.Late, Late{Due: Due{g, w}, At: publishAt(g, w), Outputs: outputs})
		}
	}
	slices.SortStableFunc(one.Late, func(x, y Late) int { return x.At.Compare(y.At) })
	return one, nil
}

// missing returns the outputs that an edition did not come to. One of which nothing is recorded counts only if runs try
// again: it may be new in the configuration.
func missing(ctx context.Context, k *Desk, g *config.Digest, r store.EditionRecord, retried bool) ([]string, error) {
	rows, err := k.DB.Deliveries(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	letters, err := k.DB.Letters(ctx, store.LetterFilter{Edition: r.ID, States: Unsent()})
	if err != nil {
		return nil, err
	}
	late := k.Now().Sub(publishAt(g, period.Window{Start: r.Start, End: r.End, Zone: k.Config.Zone})) >= waitsLate
	rows = slices.DeleteFunc(rows, func(d store.Delivery) bool { return d.Revision != r.Revision })
	var names []string
	for _, t := range k.Config.OutputsOf(g.Name, "") {
		tried, failed := false, false
		after := slices.ContainsFunc(rows, func(d store.Delivery) bool { return d.Output == t.Name && d.State == "delivered" })
		for _, d := range rows {
			all := d.Recipient == "" && after // the row of all subscribers, who got it after all
			if d.Output == t.Name && !all {
				off := slices.ContainsFunc(letters, func(l store.Letter) bool {
					return l.Output == d.Output && l.Recipient == d.Recipient && l.Revision == d.Revision && struckOff(t, l)
				})
				tried, failed = true, failed || isMissing(d.State, late) && !off
			}
		}
		if failed || retried && !tried {
			names = append(names, t.Name)
		}
	}
	return names, nil
}

// waitsLate is how long letters may wait for their turn.
const waitsLate = time.Hour

// isMissing reports whether what the ledger says of a recipient means that they do not have the edition.
func isMissing(state string, late bool) bool {
	switch store.LetterState(state) {
	case store.LetterFailed, store.LetterExpired, store.LetterInDoubt:
		return true
	case store.LetterQueued:
		return late
	}
	return false
}

// hasPosts reports whether a recorded edition was made from any. One whose words were taken out was.
func hasPosts(r store.EditionRecord) bool {
	var e struct {
		Stats struct {
			Posts int `json:"posts"`
		} `json:"stats"`
	}
	return len(r.JSON) == 0 || json.Unmarshal(r.JSON, &e) != nil || e.Stats.Posts > 0
}
