package fetch

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// How much of what servers send is in memory at a time, over all sources that are read side by side. A small answer is
// read at once and waits for room before it is parsed, which may make sixty times its size of it; large ones are read a
// few at a time and parsed one at a time. So all polls together stay below 400 MB, whatever the servers send, and
// sources of usual size do not wait for each other.
const (
	roomBytes    = 2 << 20   // of answers that are parsed at a time; a larger one is alone
	smallAnswer  = 128 << 10 // bytes that are read without asking for a place
	largeAnswers = 4         // larger ones that are being read at a time, and pages of mail
	hugePage     = PageBytes + 1<<20
)

// PageBytes is how much raw mail one page holds, about: a page is one transaction.
const PageBytes = 5 << 20

// A room is what the sources that share a Client have together.
type room struct {
	parsing *semaphore.Weighted // bytes of answers
	reading *semaphore.Weighted // large answers and pages of mail
	huge    *semaphore.Weighted // pages of mail with a message that is larger than a page
}

func newRoom() *room {
	return &room{semaphore.NewWeighted(roomBytes), semaphore.NewWeighted(largeAnswers), semaphore.NewWeighted(1)}
}

// A Stay is what one source takes of the room for its page: places in the order reading, huge, parsing, so that two
// sources never wait for each other. A nil stay takes nothing; so does what is read without Pull.
type Stay struct {
	ctx context.Context // of the Pull

	mu            sync.Mutex
	room          *room
	bytes         int64 // that the page has of streams and connections
	reading, huge bool
	weight        int64
	ended         bool
}

// stayKey is the key of a context for its stay.
type stayKey struct{}

// WithStay returns a context in which a page takes its places in the room, and the stay.
func WithStay(ctx context.Context) (context.Context, *Stay) {
	s := &Stay{ctx: ctx}
	return context.WithValue(ctx, stayKey{}, s), s
}

// in returns the stay of ctx in this room, nil if it has none.
func (r *room) in(ctx context.Context) *Stay {
	s, _ := ctx.Value(stayKey{}).(*Stay)
	if s == nil || r == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.room = r
	return s
}

// Took notes n more bytes of a page of mail, and waits for a place where the page has become large. waiting, if not
// nil, is called before it waits.
func (s *Stay) Took(n int, waiting func()) error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	s.bytes += int64(n)
	read, huge := s.bytes > smallAnswer && !s.reading, s.bytes > hugePage && !s.huge
	s.mu.Unlock()
	if read {
		if err := s.read(waiting); err != nil {
			return err
		}
	}
	if !huge {
		return nil
	}
	return s.enter(s.room.huge, 1, waiting, func() { s.huge = true })
}

// read waits for a place to read a large answer.
func (s *Stay) read(waiting func()) error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	has := s.reading
	if !has && s.weight > 0 { // of an answer before: places are taken in their order
		s.room.parsing.Release(s.weight)
		s.weight = 0
	}
	s.mu.Unlock()
	if has {
		return nil
	}
	return s.enter(s.room.reading, 1, waiting, func() { s.reading = true })
}

// parse waits for room for a whole answer of n bytes.
func (s *Stay) parse(n int) error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	has := s.weight > 0
	s.mu.Unlock()
	if has {
		return nil
	}
	weight := int64(min(max(n, 16<<10), roomBytes))
	err := s.enter(s.room.parsing, weight, nil, func() { s.weight = weight })
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reading { // the answer is read
		s.reading = false
		s.room.reading.Release(1)
	}
	return err
}

// enter takes places of a kind; taken is called with mu locked once it has them.
func (s *Stay) enter(of *semaphore.Weighted, n int64, waiting, taken func()) error {
	if !of.TryAcquire(n) {
		if waiting != nil {
			waiting()
		}
		if err := of.Acquire(s.ctx, n); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		of.Release(n)
		return context.Canceled
	}
	taken()
	return nil
}

// done gives back all places before the source asks a host for something: who waits for the turn of a host has none,
// because who has that turn may wait for one.
func (s *Stay) done() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.weight > 0 {
		s.room.parsing.Release(s.weight)
	}
	if s.reading {
		s.room.reading.Release(1)
	}
	if s.huge {
		s.room.huge.Release(1)
	}
	s.weight, s.reading, s.huge = 0, false, false
}

// Leave gives back all places; the page is stored.
func (s *Stay) Leave() {
	s.done()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes = 0
}

// End is leave for the last time.
func (s *Stay) End() {
	s.Leave()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
}
