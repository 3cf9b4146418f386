package config

import (
	"fmt"
	"path/filepath"
	"time"

	"recap/ingest"
)

// What is so where the configuration does not say otherwise stands in this file. What only a kind of source or output
// knows, stands there.

// setDefaults fills in the sections that may be left out.
func (c *Config) setDefaults() {
	c.Community.setDefaults()
	c.Alerts.setDefaults()
	c.Serve.setDefaults()
}

// setDefaults fills in what a community is.
func (c *Community) setDefaults() { *c = Community{Timezone: "UTC", Language: "en"} }

// setDefaults fills in what a digest is.
func (d *Digest) setDefaults() {
	*d = Digest{Period: "day", At: Clock{7, 0}, Settle: 2 * time.Hour, CatchUp: 7, MaxAge: 36 * time.Hour,
		MaxStories: 6, StoryWords: 120, WhenEmpty: "skip", Approval: "none", Writer: WriterExcerpts}
}

// setDefaults fills in from when on alerts are told.
func (a *Alerts) setDefaults() {
	*a = Alerts{SourceAfter: 24 * time.Hour, QuietAfter: 168 * time.Hour}
}

// fill fills in what depends on other keys, and whole sections that may be left out.
func (c *Config) fill(d *decoder) {
	if c.Database == "" {
		c.Database = filepath.Join(d.dir, "recap.db")
	}
	for i := range c.Sources {
		s := &c.Sources[i]
		if !d.set(fmt.Sprintf("sources[%d].every", i)) {
			s.Every = s.About().Pace
		}
		if s.Publish == "" {
			s.Publish = "full"
		}
		s.Export = ExportOf(s)
	}
	for i := range c.Events {
		if e := &c.Events[i]; e.End.IsZero() {
			e.End = e.Start
		}
	}
	if len(c.Digests) == 0 {
		c.Digests = make([]Digest, 1)
		c.Digests[0].setDefaults()
		c.Digests[0].Name = "daily"
	}
}

// ExportOf returns how much of a source's posts may be exported: full or ids-only.
func ExportOf(s *ingest.Config) string {
	switch {
	case s.Export != "":
		return s.Export
	case s.About().IDsOnly:
		return "ids-only"
	}
	return "full"
}
