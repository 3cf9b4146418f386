// Package store says what outlives the process: posts, cursors, reads, recorded editions and deliveries. It holds their
// types, the interfaces by which others reach them, each named after its reader, and the rules that hold whatever keeps
// them. It imports nothing else of recap. An engine, such as store/sqlite, implements DB.
//
// Read post.go and types.go first, then sink.go: Commit stores a page of posts and the cursor past it in one step, so
// that a process may be killed at any moment and nothing is lost or doubled. merge.go decides which copies are one post
// and what it keeps of each; for that person.go says who is one person, words.go which texts are one, refs.go what a
// merged post answers, and key.go how a post is called whose key is another's. reader.go gives back what editions are
// made of and finds posts, ledger.go remembers what was told and delivered, and care.go takes posts out again.
package store

import "errors"

// ErrNotFound is returned for a post, an edition or a value that is not stored.
var ErrNotFound = errors.New("not found")

// ErrReadOnly is returned by every method that writes, of a store that was opened to be read.
var ErrReadOnly = errors.New("database is open for reading only")

// ErrLocked is returned where another process has opened the store for writing, and has not ended.
var ErrLocked = errors.New("another run holds the lock")

// ErrUnclean says that parts of the file that hold nothing any more may still show what was taken out.
var ErrUnclean = errors.New("what was taken out may still be seen in unused parts of the database file; the next run tries again")

// A DB is a whole store, as the program holds it. Its methods may be called from several goroutines at once; those that
// write take turns.
type DB interface {
	Sink
	ChangeSink
	Sources
	Reader
	Search
	Ledger
	Deliveries
	Outbox
	Notes
	Care

	// Close ends the use of the store. A store that is not closed loses nothing.
	Close() error
}
