package main

import (
	"context"
	"time"

	"recap/digest"
	"recap/store"
)

// A desk is where editions live: it knows which are due, makes, holds, records and delivers them, and makes them anew where something that they
// told was taken out.
type desk struct {
	*console
	calendar
	db  store.DB
	now func() time.Time

	// recheck asks the sources after the posts that an edition tells, and reports whether it is to be made again.
	recheck func(ctx context.Context, e *digest.Edition) (changed bool, err error)
}
