package collect

import (
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestRunHostsHang demands that hosts which hang keep none from being read while there are fewer than maxHosts, and
// that no more are read at the same time.
func TestRunHostsHang(t *testing.T) {
	var queues []*hostQueue
	const hanging, healthy = maxHosts - 1, 3
	for i := range hanging {
		queues = append(queues, &hostQueue{jobs: []*job{{host: "hangs" + strconv.Itoa(i), hung: i%2 == 0}}})
	}
	for i := range maxHosts {
		q := &hostQueue{}
		for range healthy {
			q.jobs = append(q.jobs, &job{host: "answers" + strconv.Itoa(i)})
		}
		queues = append(queues, q)
	}
	var running, most, left atomic.Int32
	left.Store(healthy * maxHosts)
	done := make(chan struct{})
	runHosts(queues, func(j *job) {
		n := running.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		defer running.Add(-1)
		if strings.HasPrefix(j.host, "hangs") {
			select {
			case <-done:
			case <-time.After(time.Minute):
				t.Error("a host that hangs kept others waiting")
			}
		} else if left.Add(-1) == 0 {
			close(done)
		}
	})
	if most.Load() > maxHosts || left.Load() != 0 {
		t.Errorf("runHosts() had %d jobs at the same time and left %d undone, want at most %d and none", most.Load(),
			left.Load(), maxHosts)
	}
}
