// Package collect reads the sources that are due into the database: a few archives and many hosts side by side, one
// request at a time per host, and asks them later whether their posts are still there. What one source does wrong
// concerns that source alone.
package collect

import (
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/store"
)

// A Collector reads the sources of one community into its database.
type Collector struct {
	*console.Console
	Config *config.Config
	DB     store.DB // nil before the first read, for what only says what would be read
	Now    func() time.Time
	Client *fetch.Client // that all sources share
	Own    *source.Own   // what the community's own recaps are known by; nil: nothing is left out
}
