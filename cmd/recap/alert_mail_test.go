package main

import (
	"testing"
	"time"
)

// newMailed is a community whose source cannot be read for a day, and whose alerts go to two people by mail.
func newMailed(t *testing.T) *backwards {
	t.Helper()
	m := newMailServer(t)
	h := newReaders(t, m)
	h.change(t, "recap.yaml", "serve:", "alerts: {to: [\"Ann Lee <ann@example.net>\", bob@example.net], via: letter, source_after: 1h}\nserve:")
	h.recap(t, exitOK, "run")
	h.change(t, "recap.yaml", "list.mbox", "gone.mbox")
	return &backwards{house: h, m: m}
}

// hours runs recap so many times, an hour apart, and returns what mail came.
func (b *backwards) hours(t *testing.T, n int) string {
	t.Helper()
	for range n {
		b.now = b.now.Add(time.Hour)
		b.tries("run")
	}
	return b.m.taken()
}

// TestAlertsByMailComeOnce has the server take an alert to one of two later, say nothing of one that it has taken, be
// down, and not know one of the two. Each gets each alert once.
func TestAlertsByMailComeOnce(t *testing.T) {
	const ann, bob, both = "ann@example.net: 1", "bob@example.net: 1", "ann@example.net: 1, bob@example.net: 1"
	for name, tt := range map[string]struct {
		fault func(m *mailServer) map[string]bool
		who   string
		first string // what comes while the fault lasts
		later string // and after that
		over  string
	}{
		"later":   {func(m *mailServer) map[string]bool { return m.later }, "bob@example.net", ann, bob, both},
		"silent":  {func(m *mailServer) map[string]bool { return m.lost }, "ann@example.net", both, "", both},
		"refused": {func(m *mailServer) map[string]bool { return m.gone }, "ann@example.net", bob, "", both},
	} {
		t.Run(name, func(t *testing.T) {
			b := newMailed(t)
			set := func(is bool) {
				b.m.mu.Lock()
				defer b.m.mu.Unlock()
				tt.fault(b.m)[tt.who] = is
			}
			set(true)
			if got := b.hours(t, 5); got != tt.first {
				t.Errorf("while the server is so, mail came to %q, want %q", got, tt.first)
			}
			set(false)
			if got := b.hours(t, 3); got != tt.later {
				t.Errorf("afterwards mail came to %q, want %q", got, tt.later)
			}
			b.change(t, "recap.yaml", "gone.mbox", "list.mbox")
			if got := b.hours(t, 3); got != tt.over {
				t.Errorf("once it was over, mail came to %q, want %q", got, tt.over)
			}
		})
	}
	b := newMailed(t)
	b.change(t, "recap.yaml", b.m.addr, "127.0.0.1:1")
	b.hours(t, 5)
	b.change(t, "recap.yaml", "127.0.0.1:1", b.m.addr)
	if got := b.hours(t, 3); got != both {
		t.Errorf("after the server was down, mail came to %q, want %q", got, both)
	}
}

// TestKillsOfAlerts kills the program while it mails an alert: nobody gets it twice.
func TestKillsOfAlerts(t *testing.T) {
	for _, at := range []struct {
		step string
		n    int
	}{{"sender", 1}, {"data", 1}, {"stored", 1}, {"sender", 2}, {"data", 2}, {"stored", 2}} {
		b := newMailed(t)
		b.hours(t, 1)
		b.now = b.now.Add(time.Hour)
		if !b.killedAt(t, at.step, at.n) {
			t.Fatalf("it was not killed at the %dth %s", at.n, at.step)
		}
		b.m.mu.Lock()
		b.m.step = nil
		b.m.mu.Unlock()
		for range 3 {
			b.now = b.now.Add(time.Hour)
			b.tries("run")
		}
		b.m.mu.Lock()
		for _, who := range []string{"ann@example.net", "bob@example.net"} {
			n := len(b.m.boxes[who])
			if first := (who == "ann@example.net") == (at.n == 1); n > 1 || n == 0 && (at.step != "data" || !first) {
				t.Errorf("killed at the %dth %s: %s has %d mails", at.n, at.step, who, n)
			}
		}
		b.m.mu.Unlock()
	}
}
