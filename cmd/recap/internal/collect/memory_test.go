package collect

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

// TestSpareHeap demands that garbage is left alone longer where little is in use, and not where much is, however often it was collected.
func TestSpareHeap(t *testing.T) {
	percent := func() int {
		p := debug.SetGCPercent(100)
		debug.SetGCPercent(p)
		return p
	}
	SpareHeap()
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	if metrics.Read(live); live[0].Value.Uint64() < heapSpare && percent() <= 100 {
		t.Errorf("with %d bytes in use the collector waits for %d %% of them", live[0].Value.Uint64(), percent())
	}
	large := make([]byte, 2*heapSpare)
	for end := time.Now().Add(time.Minute); percent() != 100; time.Sleep(time.Millisecond) {
		if runtime.GC(); time.Now().After(end) {
			t.Fatalf("with more than %d bytes in use the collector waits for %d %% of them", len(large), percent())
		}
	}
	runtime.KeepAlive(large)
}
