// Package edition is the life of an edition: which are due (calendar.go, schedule.go), what stands in one (edition.go,
// draft.go), what it waits for (approval.go), where it goes (publish.go), and how it is made anew when something that
// it told was taken out (redo.go).
//
// It opens no database and reads no source. What it needs of them is given to a Desk.
package edition

import (
	"context"
	"time"

	"recap/cmd/recap/internal/console"
	"recap/digest/deliver/output"
	"recap/digest/model"
	"recap/store"
)

// A Desk is where editions live: it knows which are due, makes, holds, records and delivers them, and makes them anew
// where something that they told was taken out.
type Desk struct {
	*console.Console
	Calendar
	DB  store.DB
	Now func() time.Time

	// Tried hears what came of bringing an edition to an output; nil: nobody does.
	Tried func(output string, err error)

	// Secret returns what the Message-IDs of mail are signed with; nil: they are not signed.
	Secret func(ctx context.Context) ([]byte, error)

	// Links tells a reader the addresses at which the subscriber leaves with one click and chooses, and the token by which
	// they are known in mail, as far as there are any; nil where nothing is sent to subscribers.
	Links func(ctx context.Context, s store.Subscriber, r *output.Reader) error

	// Writer overrides who writes the digests; "": as the configuration says.
	Writer string

	// Ask answers what a model is asked for an edition. A request that gets no answer has the reason in its place. nil:
	// nobody is asked, and what is kept is all there is.
	Ask func(ctx context.Context, requests []model.Request) (map[string]model.Answer, error)

	// Recheck asks the sources after the posts that an edition tells, by their ids, and reports whether it is to be
	// made again; nil: nobody is asked.
	Recheck func(ctx context.Context, ids []string) (changed bool, err error)
}
