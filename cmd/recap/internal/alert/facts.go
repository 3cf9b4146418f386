package alert

import (
	"context"
	"time"

	"recap/cmd/recap/internal/edition"
	"recap/store"
)

const (
	lookEvery = time.Hour           // silence is measured in days, and finding it takes a look at months of posts
	newsSpan  = 40 * 24 * time.Hour // the newest edition is looked for in so long: one of each digest, also of those of months
)

// facts reads what there is to know after a run.
func (w *Watch) facts(ctx context.Context, db store.DB, desk *edition.Desk, s *State) (Facts, error) {
	now := w.Now()
	f := Facts{Now: now, Outputs: w.Config.OutputNames(), SourceAfter: w.Config.Alerts.SourceAfter, QuietAfter: w.Config.Alerts.QuietAfter}
	states, err := db.Sources(ctx)
	if err != nil {
		return f, err
	}
	for _, one := range states {
		if one.Position >= 0 {
			f.Sources = append(f.Sources, one)
		}
	}
	if now.Sub(s.Looked) >= lookEvery || s.Looked.After(now) {
		if f.Written, err = db.Written(ctx, now.Add(-usualSpan)); err != nil {
			return f, err
		}
		s.Looked = now.UTC()
	}
	f.Digests, err = edition.Standings(ctx, desk, now.Add(-max(newsSpan, f.QuietAfter)))
	return f, err
}
