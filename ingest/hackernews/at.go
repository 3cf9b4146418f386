package hackernews

import (
	"strings"

	"recap/ingest/source"
)

// At implements source.Addressed. The address is the words.
func (c *Config) At(l source.Link) source.Likeness {
	if strings.Contains(l.Address, "://") {
		return source.Unlikely
	}
	c.Query = l.Address
	return source.Possible
}
