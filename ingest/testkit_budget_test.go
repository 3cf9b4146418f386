package ingest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// A memBudget is a Budget in memory.
type memBudget struct {
	mu     sync.Mutex
	counts map[string]int
}

// Count implements Budget.
func (b *memBudget) Count(_ context.Context, key string, n int) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.counts == nil {
		b.counts = make(map[string]int)
	}
	b.counts[key] += n
	return b.counts[key], nil
}

// total returns all that was counted.
func (b *memBudget) total() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, c := range b.counts {
		n += c
	}
	return n
}

// runToEnd runs a source whose runs end after each page until it has read everything.
func runToEnd(t *testing.T, run func(*testing.T, time.Time) (source.Result, error)) {
	t.Helper()
	for range 40 {
		res, err := run(t, time.Time{})
		if err == nil && res.Complete {
			return
		}
		if err != nil && !errors.Is(err, sourcetest.ErrCommit) {
			t.Fatal(err)
		}
	}
	t.Error("40 runs did not read everything")
}
