// Package store says what outlives the process: posts, cursors, reads, recorded editions and deliveries. It holds their types, the rules that
// hold whatever keeps them, and imports nothing else of recap. store/sqlite keeps them.
//
// Read post.go and types.go first. A post comes with a key, and merge.go decides which copies are one post and what it keeps of each; for that
// person.go says who is one person, words.go which texts are one, refs.go what a merged post answers, and key.go how a post is called
// whose key is another's.
package store

import "errors"

// ErrNotFound is returned for a post, an edition or a value that is not stored.
var ErrNotFound = errors.New("not found")

// ErrReadOnly is returned by every method that writes, on a database opened by OpenReadOnly.
var ErrReadOnly = errors.New("database is open for reading only")

// ErrUnclean says that parts of the file that hold nothing any more may still show what was taken out.
var ErrUnclean = errors.New("what was taken out may still be seen in unused parts of the database file; the next run tries again")
