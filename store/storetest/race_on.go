//go:build race

package storetest

// Slowdown divides the size of the largest tests: the race detector checks every pointer of an engine, which takes
// forty times as long.
const Slowdown = 8
