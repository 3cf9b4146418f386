package testkit

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// A Budget is a Budget in memory.
type Budget struct {
	mu     sync.Mutex
	Counts map[string]int
}

// Count implements Budget.
func (b *Budget) Count(_ context.Context, key string, n int) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.Counts == nil {
		b.Counts = make(map[string]int)
	}
	b.Counts[key] += n
	return b.Counts[key], nil
}

// Total returns all that was counted.
func (b *Budget) Total() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, c := range b.Counts {
		n += c
	}
	return n
}

// RunToEnd runs a source whose runs end after each page until it has read everything.
func RunToEnd(t *testing.T, run func(*testing.T, time.Time) (source.Result, error)) {
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
