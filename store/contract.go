package store

import "errors"

// ErrNotFound is returned for a post, an edition or a value that is not stored.
var ErrNotFound = errors.New("not found")

// ErrReadOnly is returned by every method that writes, on a database opened by OpenReadOnly.
var ErrReadOnly = errors.New("database is open for reading only")

// ErrUnclean says that parts of the file that hold nothing any more may still show what was taken out.
var ErrUnclean = errors.New("what was taken out may still be seen in unused parts of the database file; the next run tries again")
