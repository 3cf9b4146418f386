package collect

import (
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/ingest/fetch"
	"recap/store"
)

// A collector reads the sources of one community into its database.
type Collector struct {
	*console.Console
	Config *config.Config
	DB     store.DB // nil before the first read, for what only says what would be read
	Now    func() time.Time
	Client *fetch.Client // that all sources share
}
