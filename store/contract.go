// Package store says what outlives the process: posts, cursors, reads, recorded editions and deliveries. It holds their
// types, the interfaces by which others reach them, each named after its reader, and the rules that hold whatever keeps
// them. It imports nothing else of recap. An engine, such as store/sqlite, implements DB.
//
// A post goes this way: [Sink.Commit] stores a page of posts and the cursor past it in one step, so that a process may
// be killed at any moment and nothing is lost or doubled. [MergeCopies] decides what a post keeps of each of its copies,
// [SamePerson] whether two authors are one. A [Reader] gives editions what they are made of, a [Ledger] remembers what
// they told, and [Care] takes posts out again.
package store

import "errors"

// ErrNotFound is returned for a post, an edition or a value that is not stored.
var ErrNotFound = errors.New("not found")

// ErrReadOnly is returned by every method that writes, of a store that was opened to be read.
var ErrReadOnly = errors.New("database is open for reading only")

// ErrDenied is returned by who opens a store for writing and lacks the permission to write its file, the lock beside it
// or their folder.
var ErrDenied = errors.New("no permission to write the database")

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
	Subscribers
	Notes
	Answers
	Care

	// Close ends the use of the store. A store that is not closed loses nothing.
	Close() error
}
