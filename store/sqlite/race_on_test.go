//go:build race

package sqlite

// slowdown divides the size of the largest tests: the race detector checks every pointer of the SQLite engine, which takes forty times as long.
const slowdown = 8
