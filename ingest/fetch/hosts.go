package fetch

import (
	"context"
	"math/rand/v2"
	"net/url"
	"sync"
	"time"
)

// hosts holds the state of every host that was asked. The zero value is ready.
type hosts struct {
	mu sync.Mutex
	m  map[string]*host
}

// A host is one server: name and port.
type host struct {
	turn chan struct{} // holds one element while nobody talks to it
	mu   sync.Mutex
	last time.Time // when the last request to it ended
	next time.Time // before which it asked to be left alone
}

func (h *hosts) get(u *url.URL) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	name := u.Hostname() + ":" + port(u)
	if h.m == nil {
		h.m = make(map[string]*host)
	}
	s := h.m[name]
	if s == nil {
		s = &host{turn: make(chan struct{}, 1)}
		s.turn <- struct{}{}
		h.m[name] = s
	}
	return s
}

// take waits for the turn to talk to the host of u and for the pause after the last request. The caller must release
// the turn. If the host asked to be left alone for longer than a run should wait, it returns that as an error at once.
func (h *hosts) take(ctx context.Context, u *url.URL, pause time.Duration, now func() time.Time) (release func(), err error) {
	s := h.get(u)
	select {
	case <-s.turn:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	s.mu.Lock()
	rest, until := s.next.Sub(now()), s.next
	wait := max(pause-time.Since(s.last), 0)
	if s.last.IsZero() {
		wait = jitter(pause) // so that what runs on the hour all over the world does not come at one moment
	}
	s.mu.Unlock()
	if rest > patience {
		s.turn <- struct{}{}
		return nil, &Error{URL: RedactURL(u), Reason: RateLimited, Until: until}
	}
	if err := sleep(ctx, max(wait, rest)); err != nil {
		s.turn <- struct{}{}
		return nil, err
	}
	return func() {
		s.mu.Lock()
		s.last = time.Now()
		s.mu.Unlock()
		s.turn <- struct{}{}
	}, nil
}

// rest notes that the host of u asked to be left alone until t.
func (h *hosts) rest(u *url.URL, t time.Time) {
	s := h.get(u)
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.After(s.next) {
		s.next = t
	}
}

// sleep waits for d or the end of ctx, whichever comes first, and returns ctx.Err().
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// jitter returns a random duration below d, so that clients that failed together do not come back together.
func jitter(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	return rand.N(d)
}
