//go:build !race

package storetest

// Slowdown divides the size of the largest tests; see race_on.go.
const Slowdown = 1
