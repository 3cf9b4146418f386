package collect

import (
	"context"

	"recap/store"
)

// A budget keeps count in the database of reads that somebody pays for, under keys such as reads/x/2026-11. It
// implements ingest.Budget.
type budget struct{ db store.Notes }

// Count implements ingest.Budget.
func (b budget) Count(ctx context.Context, key string, n int) (int, error) {
	return b.db.AddMeta(ctx, "reads/"+key, n)
}
