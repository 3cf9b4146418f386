package store

import (
	"context"
	"time"
)

// A Ledger remembers which editions were made and what they told.
type Ledger interface {
	// SaveEdition records a revision of an edition together with what it told, in one transaction. If the newest
	// revision has the same JSON, byte for byte, that one is returned and nothing is written. A Revision of 0 asks
	// for the next one; any other must be the next one. Where Remove has emptied a revision of the edition, those
	// before the new one are emptied, too.
	SaveEdition(ctx context.Context, e EditionRecord, told []Told) (EditionRecord, error)

	// Editions returns the newest revision of every edition whose period lies in [from, to) at least in part, the
	// newest period first. An empty digest means all digests, and a zero time does not narrow.
	Editions(ctx context.Context, digest string, from, to time.Time) ([]EditionRecord, error)

	// Wiped reports whether a revision of an edition has lost its words, because something that it told was taken out.
	Wiped(ctx context.Context, edition string, revision int) (bool, error)

	// Redo returns the ids of the editions that told a post which was taken out, and that were not made and
	// delivered anew since, with their digests and periods, the oldest first. Their newest revision has no JSON
	// until there is a newer one.
	Redo(ctx context.Context) ([]EditionRecord, error)

	// Redone notes that an edition was made and delivered anew.
	Redone(ctx context.Context, edition string) error
}

// Deliveries remembers what was handed to whom.
type Deliveries interface {
	// RecordDelivery records what became of handing one revision of an edition to one recipient of one output. A
	// later record of the same four replaces the earlier one. The revision must be recorded already.
	RecordDelivery(ctx context.Context, d Delivery) error

	// Deliveries returns the ledger of all revisions of an edition, by revision, output and recipient.
	Deliveries(ctx context.Context, edition string) ([]Delivery, error)
}

// Notes are values that others keep under a key of their own.
type Notes interface {
	// Meta returns the value that SetMeta stored under key, or ErrNotFound.
	Meta(ctx context.Context, key string) (string, error)

	// Metas returns all values whose key begins with prefix, by key.
	Metas(ctx context.Context, prefix string) (map[string]string, error)

	// SetMeta stores a value under key. Nothing is written if it stands there already.
	SetMeta(ctx context.Context, key, value string) error

	// Overwrite is SetMeta for a value that was to be taken out of: once Fold was called nothing can be read of what
	// stood there before.
	Overwrite(ctx context.Context, key, value string) error

	// AddMeta adds n to the whole number that stands under key, 0 if nothing does, and returns the sum, which is
	// never below 0. Nothing is written if n is 0.
	AddMeta(ctx context.Context, key string, n int) (int, error)
}
