package collect

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// pollHeap is how many bytes the program tries to keep to while it reads sources: near to it the garbage of large
// answers is collected at once, instead of when it is as much as what is in use.
const pollHeap = 256 << 20

// boundHeap has the garbage collector keep to pollHeap until release is called.
func boundHeap() (release func()) {
	before := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(before, pollHeap))
	return func() { debug.SetMemoryLimit(before) }
}

// heapSpare is how many bytes of garbage a run may always gather before they are collected.
const heapSpare = 16 << 20

// SpareHeap makes the garbage collector wait until there are heapSpare bytes to collect, where little is in use: by
// itself it waits for as much as is in use, and what is in use while feeds are read is so little that a tenth of all
// CPU time, or more, would go into collecting. Where more is in use it does as by itself.
func SpareHeap() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	var tune func(*[1]*int)
	tune = func(*[1]*int) { // called after each collection
		metrics.Read(live)
		percent := 100
		if inUse := live[0].Value.Uint64(); inUse < heapSpare {
			percent = int(heapSpare * 100 / max(inUse, 4<<20))
		}
		debug.SetGCPercent(percent)
		runtime.SetFinalizer(new([1]*int), tune)
	}
	tune(nil)
}
