// Package source says what a source is: a Kind is its configuration, which opens it; a Source gives out pages of posts,
// within the world that an Env allows; and Pull takes page after page and commits each with the cursor past it. Recheck
// asks what became of posts that were delivered. Pull stands here and not in the package ingest, which knows the kinds,
// so that every kind is tested with the reading that the program does; package sourcetest has these tests.
package source

import (
	"context"
	"time"

	"recap/ingest/fetch"
	"recap/store"
)

// A Source reads posts from one place. It keeps no state, writes nothing, logs nothing and never sleeps past ctx:
// what it has read is in the Page, how far it has read is in the cursor.
type Source interface {
	// Fetch returns the page of posts that follows cur; a nil cur asks for the first. An error means that the page
	// could not be read; what earlier pages held stays. Errors do not name the source, Pull does that.
	Fetch(ctx context.Context, cur store.Cursor) (Page, error)
}

// A Page is what one Fetch found.
type Page struct {
	Posts   []store.Post
	Skipped []error      // one for each item that could not be read as a post, naming the item and the reason
	Next    store.Cursor // where the following Fetch resumes
	More    bool         // whether the following page can be fetched now
	Gap     string       // why posts may be missing before Next, if they may
	Known   int          // items that were passed over because they are stored already
	Read    int64        // bytes read for this page; for progress
	Total   int64        // bytes in all, if known; for progress

	Wait  time.Duration // how long the server asks to be left alone before the next read; 0 if it does not
	Moved string        // the address that the source has moved to for good; "" if it has not
}

// An Env is what a source may use of the world. It is the only way in.
type Env struct {
	HTTP  *fetch.Client    // the polite HTTP client
	Now   func() time.Time // the clock
	Since time.Time        // how far back to go; zero for the source's own default
	// Reread makes the source ignore validators and file marks (the cursor it is given is nil then).
	Reread bool
	// Failing says that the source could not be read the last time either, so that trying hard is no use.
	Failing bool
	// Known tells which copies this source has already delivered byte for byte, so that they are not parsed again.
	Known func(ctx context.Context, copies []store.Copy) ([]bool, error)
	// Delivered returns a function that tells the same by nothing but a fingerprint. It reads the fingerprints of all
	// that this source delivered, which pays where an archive is read from its beginning. May be nil.
	Delivered func(ctx context.Context) (func(store.Sum) bool, error)
	// Sessions begins the names of the files, readable by their owner only, that keep logins from run to run; "" keeps
	// none.
	Sessions string
	// Mail, where it is not nil, is given each mail as it came, and no post is made of it: by kinds that read mail, for
	// who reads a mailbox that holds none.
	Mail func(raw []byte)
	// Budget counts the reads that cost money; nil where nothing may be stored.
	Budget Budget
	// Own is what the community's own recaps are known by, which are no posts; nil where everything is one.
	Own *Own
}

// A Budget keeps count of reads that somebody pays for.
type Budget interface {
	// Count adds n, which may be negative, to the reads counted under key, such as "x/2026-11", and returns how many
	// they are now. They are kept at once, whatever becomes of the page that they are for. It is safe for concurrent
	// use.
	Count(ctx context.Context, key string, n int) (int, error)
}

// Open returns the source of that name which k describes, such that it gives away none of the secrets in its addresses,
// and none of the community's own recaps.
func Open(k Kind, name string, env Env) (Source, error) {
	src, err := k.Open(name, env)
	if err != nil {
		return nil, err
	}
	return discreet(k, withoutOwn(src, env.Own)), nil
}
