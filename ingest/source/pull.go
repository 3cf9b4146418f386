package source

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"recap/ingest/fetch"
	"recap/store"
)

// A Result is what one Pull did.
type Result struct {
	Added    store.Added
	Pages    int
	Known    int     // items passed over because they were stored already
	Skipped  []error // items that could not be read as posts
	Gap      string  // why posts may be missing, if they may
	Complete bool    // the source was read to its end without error

	Wait  time.Duration // as the last page said
	Moved string        // as the last page said
}

// Pull reads src from its stored cursor (from the beginning if fresh is true) to its end and commits each page together
// with the cursor past it. What was committed before an error stays. progress, if not nil, is called after every page.
// The error names the source.
func Pull(ctx context.Context, sink store.Sink, name string, src Source, fresh bool, progress func(Page, Result)) (Result, error) {
	var res Result
	ctx, stay := fetch.WithStay(ctx)
	defer stay.End()
	cur, err := sink.Cursor(ctx, name)
	if err != nil {
		return res, fmt.Errorf("source %s: %w", name, err)
	}
	if fresh {
		cur = nil
	}
	for {
		page, err := src.Fetch(ctx, cur)
		if err != nil {
			return res, fmt.Errorf("source %s: %w", name, err)
		}
		var added store.Added
		if len(page.Posts) > 0 || !bytes.Equal(page.Next, cur) {
			if added, err = sink.Commit(ctx, name, page.Posts, page.Next); err != nil {
				return res, fmt.Errorf("source %s: %w", name, err)
			}
		}
		stay.Leave()
		res.Pages++
		res.Known += page.Known
		res.Added = res.Added.Plus(added)
		res.Skipped = append(res.Skipped, page.Skipped...)
		if page.Gap != "" {
			res.Gap = page.Gap
		}
		res.Wait, res.Moved = page.Wait, fetch.Redact(page.Moved)
		if progress != nil {
			progress(page, res)
		}
		if !page.More {
			break
		}
		cur = page.Next
	}
	res.Complete = res.Gap == ""
	return res, nil
}
