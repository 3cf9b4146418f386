package mbox

import (
	"strings"

	"recap/ingest/source"
)

// At implements source.Addressed.
func (m *Config) At(l source.Link) source.Likeness {
	m.Path = l.Address
	u := l.Web()
	if u == nil {
		return source.Possible
	}
	name := strings.ToLower(u.Path)
	for _, packed := range []string{".gz", ".zip"} {
		name = strings.TrimSuffix(name, packed)
	}
	if strings.HasSuffix(name, ".mbox") || strings.HasSuffix(name, ".mbx") {
		return source.Likely
	}
	return source.Possible
}
