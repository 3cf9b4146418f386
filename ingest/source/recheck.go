package source

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"recap/ingest/fetch"
	"recap/store"
)

// A Rechecker is a Source that can say which of its posts were edited or deleted. It is asked only after posts that it
// gave a Native id.
type Rechecker interface {
	// Recheck asks after the posts of refs in as few requests as the network allows. It returns a Change for every post
	// that it got an answer about: Gone only where the network said so (404, 410, absent from a list that names the
	// others), else with the post as it reads now, or with nil where it reads as before. A post without an answer is in
	// no Change and is asked after again. What was learnt before an error comes with the error, which says nothing
	// about the posts that are left. Errors do not name the source.
	Recheck(ctx context.Context, refs []store.Ref) ([]store.Change, error)
}

// recheckBatch is how many posts are asked after before what was learnt is stored.
const recheckBatch = 100

// Recheck asks src after posts that it delivered, and stores what became of them: what is gone is taken out, and what
// was edited gets its new words. A source that cannot be asked changes nothing. After an error the posts that are left
// stay as they are. The error names the source.
func Recheck(ctx context.Context, sink store.ChangeSink, name string, src Source, refs []store.Ref) (store.Followed, error) {
	var done store.Followed
	asker, ok := src.(Rechecker)
	if !ok {
		return done, nil
	}
	ctx, stay := fetch.WithStay(ctx)
	defer stay.End()
	for asked := range slices.Chunk(refs, recheckBatch) {
		changes, err := asker.Recheck(ctx, asked)
		if ctx.Err() != nil && len(changes) == 0 {
			return done, fmt.Errorf("source %s: %w", name, ctx.Err())
		}
		learnt, broken := sink.Follow(context.WithoutCancel(ctx), name, asked, changes)
		stay.Leave()
		done.Gone += learnt.Gone
		done.Changed += learnt.Changed
		if err := errors.Join(err, broken); err != nil {
			return done, fmt.Errorf("source %s: recheck: %w", name, err)
		}
	}
	return done, nil
}
