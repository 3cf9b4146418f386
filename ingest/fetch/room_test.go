package fetch

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A roomSource gets one answer a page and notes how many bytes of answers are out of the network at a time.
type roomSource struct {
	client *Client
	url    string
	pages  int
	held   *atomic.Int64
	most   *atomic.Int64
}

// pull reads the pages one by one, as ingest does.
func (s *roomSource) pull(ctx context.Context) error {
	ctx, stay := WithStay(ctx)
	defer stay.End()
	for range s.pages {
		resp, err := s.client.Get(ctx, Request{URL: s.url})
		if err != nil {
			return err
		}
		size := int64(len(resp.Body))
		now := s.held.Add(size)
		for old := s.most.Load(); now > old && !s.most.CompareAndSwap(old, now); old = s.most.Load() {
		}
		time.Sleep(time.Millisecond)
		s.held.Add(-size) // what the page holds is in the database now
		stay.Leave()
	}
	return nil
}

func TestAnswersShareTheRoom(t *testing.T) {
	sizes := map[string]int{"/small": 40 << 10, "/medium": 600 << 10, "/large": 5 << 20}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(bytes.Repeat([]byte("x"), sizes[r.URL.Path]))
	}))
	defer server.Close()
	client := New(Options{HostPause: -1})
	var held, most atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		for path := range sizes {
			all.Go(func() {
				s := &roomSource{client: client, url: server.URL + path, pages: 3, held: &held, most: &most}
				if err := s.pull(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	if got := most.Load(); got > 5<<20 {
		t.Errorf("%d bytes of answers were in use at a time, want no more than the largest", got)
	}
	if !client.room.parsing.TryAcquire(roomBytes) || !client.room.reading.TryAcquire(largeAnswers) || !client.room.huge.TryAcquire(1) {
		t.Error("places were not given back")
	}
}

func TestPagesOfMailShareTheRoom(t *testing.T) {
	r := newRoom()
	var readers, most atomic.Int64
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			ctx, s := WithStay(t.Context())
			defer s.End()
			r.in(ctx)
			for page := range 3 {
				for n := 0; n < 3; n++ {
					if err := s.Took(64<<10, nil); err != nil {
						t.Error(err)
					}
				}
				now := readers.Add(1)
				for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
				}
				if i%5 == 0 { // a message that is larger than a page
					if err := s.Took(hugePage, nil); err != nil {
						t.Error(err)
					}
				}
				time.Sleep(time.Duration(page) * time.Millisecond)
				readers.Add(-1)
				if i%3 == 0 { // a look into the archive's index, and more of the page
					s.done()
					if err := errors.Join(s.parse(300<<10), s.Took(1, nil)); err != nil {
						t.Error(err)
					}
				}
				s.Leave()
			}
		})
	}
	all.Wait()
	if got := most.Load(); got > largeAnswers {
		t.Errorf("%d pages of mail were read at a time, want %d at most", got, largeAnswers)
	}
}

func TestWaitingForRoomEndsWithTheContext(t *testing.T) {
	r := newRoom()
	if !r.parsing.TryAcquire(roomBytes) {
		t.Fatal("a new room is taken")
	}
	ctx, cancel := context.WithCancel(t.Context())
	ctx, s := WithStay(ctx)
	r.in(ctx)
	cancel()
	if err := s.parse(1); !errors.Is(err, context.Canceled) {
		t.Errorf("parse() = %v", err)
	}
	s.End()
	r.parsing.Release(roomBytes)
	if err := s.read(nil); err == nil {
		t.Error("a place after the end is kept")
	}
}
