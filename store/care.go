package store

import (
	"context"
	"time"
)

// Care is what is done to posts after they were stored: they are taken out, read again and dated anew, and what
// keeps them is looked after.
type Care interface {
	// Remove takes posts out, so that none of their words is left: of each post only hashes remain, by which it is
	// known and refused when it comes again, also under another key by the same author, and the place in its
	// thread. Shares of the posts go with them, and posts that quote them lose what they quote. Editions that told
	// of them lose their titles and their JSON and stay to be made anew; see Redo. All of it is one transaction.
	// What is not stored is remembered all the same.
	Remove(ctx context.Context, r Removal) (Removed, error)

	// Removed reports whether the post or author of that name is remembered as taken out. A post is found by its
	// public id or key, not by its URL.
	Removed(ctx context.Context, name string) (bool, error)

	// Taken returns those of these public ids of posts that are remembered as taken out, each with the id of the
	// first post since a moment of the thread that it stood in, "" if there is none.
	Taken(ctx context.Context, ids []string, since time.Time) (map[string]string, error)

	// WouldRemove returns what Remove would, and changes nothing.
	WouldRemove(ctx context.Context, r Removal) (Removed, error)

	// Tombstones returns how many posts and authors are remembered as taken out.
	Tombstones(ctx context.Context) (posts, authors int, err error)

	// Fold sees to it that nothing of what was taken out can still be read in what is kept. Remove calls it; after
	// Follow it is to be called once all sources were asked, and after ErrUnclean again.
	Fold(ctx context.Context) error

	// Index brings the full-text index up to date, in transactions of bounded size. Only Search needs it, and what
	// a killed process left is added by the next one.
	Index(ctx context.Context) error

	// Check looks for damage, and may bring the full-text index up to date for that.
	Check(ctx context.Context) error

	// Reparse takes one step, of at most limit posts, towards a store in which all posts were read by r.Version,
	// and reports whether steps are left. Keys of posts that recorded editions cite stay, and so do the editions.
	Reparse(ctx context.Context, r Reparser, limit int) (left bool, err error)

	// ForgetFuture takes back what was noted for moments after now: when sources were read, and until when servers
	// are to be left alone where that is longer than patience.
	ForgetFuture(ctx context.Context, now time.Time, patience time.Duration) (Reset, error)

	// Redate gives posts the date that they claim where that was not believed because the clock was behind when
	// they were stored, and returns how many: it lies more than a day after they were first seen, but not after
	// now, and so it is with at least half of the posts that were first seen within the same hour, which tells a
	// wrong clock from wrong dates. Only the newest 100,000 posts are looked at, and what an edition cites keeps
	// its date.
	Redate(ctx context.Context, now time.Time) (int, error)
}
