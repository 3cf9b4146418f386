package console

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"recap/ingest/source"
)

// A lockedBuffer may be written while it is read.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Len()
}

// TestProgressEnds demands that nothing is drawn once the progress is closed: the lines that follow would stand in the middle of it.
func TestProgressEnds(t *testing.T) {
	out := &lockedBuffer{}
	p := (&Console{Stderr: out, Watched: true}).Progress(2)
	p.Page("dev", source.Page{Read: 10})
	p.Finished()
	p.Close()
	drawn := out.Len()
	if drawn == 0 {
		t.Fatal("nothing was drawn at all")
	}
	time.Sleep(350 * time.Millisecond)
	if more := out.Len() - drawn; more > 0 {
		t.Errorf("%d bytes were drawn after Close()", more)
	}
}
