package edition

import (
	"context"
	"time"

	"recap/cmd/recap/internal/console"
	"recap/digest"
	"recap/store"
)

// A desk is where editions live: it knows which are due, makes, holds, records and delivers them, and makes them anew where something that they
// told was taken out.
type Desk struct {
	*console.Console
	Calendar
	DB  store.DB
	Now func() time.Time

	// recheck asks the sources after the posts that an edition tells, and reports whether it is to be made again.
	Recheck func(ctx context.Context, e *digest.Edition) (changed bool, err error)
}
