package main

import (
	"context"
	"sync"
	"time"

	"recap/store"
)

// A recorder writes down reads of sources, several at once: a thousand unchanged feeds would otherwise spend most of their time on it. What is lost
// when the program is killed is only that these sources were read, and they are read again.
type recorder struct {
	db *store.DB

	mu      sync.Mutex
	waiting []store.Read
	written time.Time
}

const (
	recordEvery = time.Second // a read waits no longer than until the first that ends so much later
	recordMost  = 64          // nor longer than until so many have ended
)

// add records a read, now or with later ones.
func (r *recorder) add(ctx context.Context, read store.Read) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waiting = append(r.waiting, read)
	if len(r.waiting) < recordMost && time.Since(r.written) < recordEvery {
		return nil
	}
	return r.write(ctx)
}

// flush records all reads that wait.
func (r *recorder) flush(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.write(ctx)
}

// write is flush for those who hold mu.
func (r *recorder) write(ctx context.Context) error {
	if len(r.waiting) == 0 {
		return nil
	}
	reads := r.waiting
	r.waiting, r.written = nil, time.Now()
	return r.db.RecordRead(ctx, reads...)
}
