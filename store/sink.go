package store

import (
	"context"
	"time"
)

// A Sink is where a source is read into: it tells how far the source has been read, and takes the next page.
type Sink interface {
	// Cursor returns how far source has been read; nil if it never was.
	Cursor(ctx context.Context, source string) (Cursor, error)

	// Commit stores one page of posts from source and the cursor past it, in one transaction: after an error, or
	// the end of the process, either all of it is stored or nothing. Posts are merged with what other sources and
	// earlier reads brought: copies of one message become one post, a changed version of a feed item or status
	// replaces its words, and posts that were taken out are refused. Of each post Sources and Thread are ignored;
	// FirstSeen is set where zero, and Published where that is zero too. Lists and tags come back sorted. A post
	// without a key and a cursor that is no JSON are errors; no cursor means that the next read begins at the
	// beginning. The same page again changes nothing.
	Commit(ctx context.Context, source string, posts []Post, next Cursor) (Added, error)
}

// A ChangeSink is where goes what a source says of posts that it brought before.
type ChangeSink interface {
	// Follow stores what source said of the posts it was asked after, in one transaction: those that are gone are
	// taken out as Remove does, on hearsay only once no other source holds a copy, and those that were edited get
	// their new words; see Fold. A post that it said nothing about stays as it is, and is due again some hours later.
	Follow(ctx context.Context, source string, asked []Ref, changes []Change) (Followed, error)
}

// Sources knows which sources there are, how far and how well each was read, and what is to be asked of it next.
type Sources interface {
	// SetSources records which sources are configured, in their order. Sources that are no longer among them keep
	// their posts and their cursor. Nothing is written if nothing changed.
	SetSources(ctx context.Context, sources []SourceInfo) error

	// FollowRenames renames the sources that the configuration calls otherwise than before: those that are
	// configured no more and read what a source reads that has posts under no name. It is to be called before
	// SetSources, and returns what it renamed.
	FollowRenames(ctx context.Context, sources []SourceInfo) ([]Rename, error)

	// RenameSource gives a source another name, with its posts, its cursor and its reads. A source of that name is
	// an error if it had posts, and else gives way. ErrNotFound is returned if there is no source with the old
	// name.
	RenameSource(ctx context.Context, r Rename) error

	// Sources returns what is known about every source: the configured ones in their order, then the others by
	// name.
	Sources(ctx context.Context) ([]SourceState, error)

	// Cursors returns the cursors of at most so many bytes, by the name of their source, nil for one that was
	// never read.
	Cursors(ctx context.Context, most int) (map[string]Cursor, error)

	// Known reports which of copies source has delivered before, byte for byte, also where another copy's words
	// are kept. Those that an older parser gave, and that the source is read again for, are not known.
	Known(ctx context.Context, source string, copies []Copy) ([]bool, error)

	// Delivered returns a function that reports whether source has delivered the bytes of this fingerprint before,
	// as Known does, as it stood when Delivered was called.
	Delivered(ctx context.Context, source string) (func(Sum) bool, error)

	// RecordRead records reads of sources, in one transaction, and what they say about the sources' state. A read
	// without an error enables a disabled source.
	RecordRead(ctx context.Context, reads ...Read) error

	// Reads returns the last n recorded reads of source, newest first.
	Reads(ctx context.Context, source string, n int) ([]Read, error)

	// Written returns, by the name of the source, the effective times of the posts that it had of since or later,
	// oldest first. Sources without any are left out.
	Written(ctx context.Context, since time.Time) (map[string][]time.Time, error)

	// Latest returns the newest moment at which a source was read; zero if none was.
	Latest(ctx context.Context) (time.Time, error)

	// Clashes returns, by the name of the source, how many posts it had that came with the key of another's post,
	// and so have one with a suffix. Sources without any are left out.
	Clashes(ctx context.Context) (map[string]int, error)

	// Newest returns, by the name of the source, the effective time of the newest post that it had. Sources without any
	// post are left out.
	Newest(ctx context.Context) (map[string]time.Time, error)

	// DueForRecheck returns at most limit posts that source is to be asked after by now, the longest overdue
	// first.
	DueForRecheck(ctx context.Context, source string, now time.Time, limit int) ([]Ref, error)

	// Refs returns, by the name of the source, under which refs the posts with these public ids can be asked
	// after. Posts of sources that cannot be asked are left out; one that several sources had is there several
	// times.
	Refs(ctx context.Context, ids []string) (map[string][]Ref, error)

	// RecordRecheck records why a source could not say whether its posts are still there, "" if it could. Nothing
	// is written if that stands there already.
	RecordRecheck(ctx context.Context, source, why string) error

	// HostPause returns the moment before which host asked not to be called; zero if it did not.
	HostPause(ctx context.Context, host string) (time.Time, error)

	// HostPauses returns the hosts that asked not to be called before a moment, with that moment.
	HostPauses(ctx context.Context) (map[string]time.Time, error)

	// SetHostPause records that host asked not to be called before a moment; the zero time takes that back.
	SetHostPause(ctx context.Context, host string, until time.Time) error
}
