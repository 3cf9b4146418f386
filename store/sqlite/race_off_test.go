//go:build !race

package sqlite

// slowdown divides the size of the largest tests; see race_on_test.go.
const slowdown = 1
