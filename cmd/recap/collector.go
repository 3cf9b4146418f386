package main

import (
	"time"

	"recap/ingest/fetch"
	"recap/store"
)

// A collector reads the sources of one community into its database.
type collector struct {
	*console
	config *Config
	db     store.DB // nil before the first read, for what only says what would be read
	now    func() time.Time
	client *fetch.Client // that all sources share
}
