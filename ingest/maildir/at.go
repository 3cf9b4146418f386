package maildir

import (
	"recap/ingest/fetch"
	"recap/ingest/source"
)

// At implements source.Addressed.
func (m *Config) At(l source.Link) source.Likeness {
	if fetch.IsWebAddress(l.Address) {
		return source.Unlikely
	}
	m.Path = l.Address
	return source.Possible
}
