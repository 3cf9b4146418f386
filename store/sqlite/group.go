package sqlite

import (
	"context"
	"errors"
	"slices"
	"sync"

	"recap/store"
)

// groupPosts is how many posts a transaction of several writers holds, the last of them aside: enough for a hundred
// feeds, and what a page of an archive has.
const groupPosts = 2000

// A writer waits for its turn to write.
type writer struct {
	ctx   context.Context
	posts int
	do    func(tx *transaction) error

	done chan struct{} // closed when err is what became of it
	err  error
}

// served reports whether what w wanted was done, or was tried.
func (w *writer) served() bool {
	select {
	case <-w.done:
		return true
	default:
		return false
	}
}

// A queue holds the writers that wait, in the order in which they came.
type queue struct {
	lead    chan struct{} // holds an element while one of them writes for all
	mu      sync.Mutex
	waiting []*writer
}

// writeTogether is write for those who come many at a time: all that wait at the same moment share one transaction, as
// feeds do of which a thousand bring some twenty posts each. It returns after the commit, with what do returned. If one
// of a group fails, nothing of the group is stored and each writes again by itself, so that none has another's error;
// do may thus be called twice, and only its last call counts. It may be called by another goroutine, in which it panics
// then. That ctx ended is noticed when the turn has come.
//
// A savepoint for each would spare the second call, which hardly ever comes, and cost every transaction.
func (db *DB) writeTogether(ctx context.Context, posts int, do func(tx *transaction) error) error {
	if db.writers == nil {
		return store.ErrReadOnly
	}
	w := &writer{ctx: ctx, posts: posts, do: do, done: make(chan struct{})}
	db.queue.add(w)
	select {
	case <-w.done:
		return w.err
	case db.queue.lead <- struct{}{}:
	}
	defer func() { <-db.queue.lead }()
	db.mu.Lock()
	defer db.mu.Unlock()
	for !w.served() { // by the one that led before
		db.writeGroup(db.queue.take())
	}
	return w.err
}

// writeGroup does what the writers of a group want. DB.mu is locked.
func (db *DB) writeGroup(group []*writer) {
	for _, w := range group {
		w.err = errors.New("the transaction was given up") // what the others learn if one panics
		defer close(w.done)
	}
	group = slices.DeleteFunc(group, func(w *writer) bool {
		gone := w.ctx.Err()
		if gone != nil {
			w.err = gone
		}
		return gone != nil
	})
	if len(group) > 1 && db.transact(context.WithoutCancel(group[0].ctx),
		func(tx *transaction) error { return tx.writeAll(group) }) == nil {
		for _, w := range group {
			w.err = nil
		}
		return
	}
	for _, w := range group {
		w.err = db.transact(w.ctx, w.do)
	}
}

// writeAll does what all writers of a group want, up to the first that fails.
func (tx *transaction) writeAll(group []*writer) error {
	for _, w := range group {
		tx.outer = w.ctx
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := w.do(tx); err != nil {
			return err
		}
	}
	return nil
}

// add lets one more wait.
func (q *queue) add(w *writer) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, w)
}

// take returns the next group: those that have waited longest, until they bring groupPosts.
func (q *queue) take() []*writer {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, posts := 0, 0
	for n < len(q.waiting) && posts < groupPosts {
		posts += q.waiting[n].posts
		n++
	}
	group := slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	return group
}
