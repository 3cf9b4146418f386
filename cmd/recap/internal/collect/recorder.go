package collect

import (
	"context"
	"sync"
	"time"

	"recap/store"
)

// A recorder writes down reads of sources, several at once: a thousand unchanged feeds would otherwise spend most of
// their time on it. What is lost when the program is killed is only that these sources were read, and they are read
// again.
type recorder struct {
	db store.Sources

	mu      sync.Mutex
	waiting []store.Read
	written time.Time
}

const (
	recordEvery = time.Second // a read waits no longer than until the first that ends so much later
	recordMost  = 64          // nor longer than until so many have ended
)

// add records a read, now or with later ones. While one caller writes, the others go on.
func (r *recorder) add(ctx context.Context, read store.Read) error {
	r.mu.Lock()
	r.waiting = append(r.waiting, read)
	var due []store.Read
	if len(r.waiting) >= recordMost || time.Since(r.written) >= recordEvery {
		due = r.take()
	}
	r.mu.Unlock()
	return r.write(ctx, due)
}

// flush records all reads that wait.
func (r *recorder) flush(ctx context.Context) error {
	r.mu.Lock()
	due := r.take()
	r.mu.Unlock()
	return r.write(ctx, due)
}

// take returns the reads that wait, for one who holds mu and will write them.
func (r *recorder) take() []store.Read {
	due := r.waiting
	r.waiting, r.written = nil, time.Now()
	return due
}

func (r *recorder) write(ctx context.Context, due []store.Read) error {
	if len(due) == 0 {
		return nil
	}
	return r.db.RecordRead(ctx, due...)
}
