package config

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"recap/digest/deliver"
	"recap/digest/deliver/output"
	"recap/ingest/source"
)

// check notes what no value can say of itself: what is missing, what does not fit together, and what only a kind can
// judge.
func (c *Config) check(r *report) {
	c.checkCommunity(r)
	c.checkDatabase(r)
	sources := c.checkSources(r)
	c.checkEvents(r)
	digests := c.checkDigests(r, sources)
	c.checkOutputs(r, digests)
	c.checkAlerts(r)
	c.checkServe(r)
	c.checkWriter(r)
	c.checkLook(r)
}

func (c *Config) checkCommunity(r *report) {
	com := &c.Community
	if strings.TrimSpace(com.Name) == "" {
		r.missing("community.name", "add how the recap calls the community: name: NAME below community:", yaml.ScalarNode)
	}
	c.Zone = time.UTC
	if zone, err := time.LoadLocation(com.Timezone); err == nil {
		c.Zone = zone
	}
	for _, domain := range slices.Sorted(maps.Keys(com.Organizations)) {
		at := "community.organizations[" + domain + "]"
		if name := com.Organizations[domain]; r.sound(at) && (!isDomain(domain) || strings.TrimSpace(name) == "") {
			r.fail(at, fmt.Sprintf("%q: %q is not a mail domain with a name", domain, name), "write it as example.org: Example")
		}
	}
}

func (c *Config) checkDatabase(r *report) {
	if info, err := os.Stat(c.Database); err == nil && info.IsDir() && r.sound("database") {
		r.fail("database", "is a directory", "name a file in it, for example recap.db")
	}
}

// checkSources returns the names of the sources.
func (c *Config) checkSources(r *report) names {
	if len(c.Sources) == 0 {
		r.missing("sources", "add at least one source, for example - {name: planet, feed: {url: https://planet.example.org/atom.xml}}",
			yaml.SequenceNode, yaml.MappingNode)
	}
	all := r.names("sources", len(c.Sources), func(i int) string { return c.Sources[i].Name })
	for i := range c.Sources {
		s := &c.Sources[i]
		r.checkKind(fmt.Sprintf("sources[%d]", i), reflect.ValueOf(s).Elem(), s.About().Needs, func() error {
			_, err := s.Open(source.Env{Now: time.Now})
			return err
		})
	}
	return all
}

func (c *Config) checkEvents(r *report) {
	r.names("events", len(c.Events), func(i int) string { return c.Events[i].Name })
	for i := range c.Events {
		e, path := &c.Events[i], fmt.Sprintf("events[%d]", i)
		if e.Start.IsZero() {
			r.missing(path+".start", "add the first day: start: YYYY-MM-DD", yaml.ScalarNode)
		}
		if e.End.Before(e.Start) && r.sound(path+".start", path+".end") {
			r.fail(path+".end", fmt.Sprintf("%s is before the start, %s", e.End, e.Start), "correct one of the two; end is the last day itself")
		}
		c.readProgramme(r, e, path+".programme")
	}
}

// checkDigests returns the names of the digests.
func (c *Config) checkDigests(r *report, sources names) names {
	all := r.names("digests", len(c.Digests), func(i int) string { return c.Digests[i].Name })
	for i := range c.Digests {
		g, path := &c.Digests[i], fmt.Sprintf("digests[%d]", i)
		if at := path + ".period"; g.Period == "event" && len(c.Events) == 0 && r.sound(at, "events") && !r.astray("events", yaml.SequenceNode, yaml.MappingNode) {
			r.fail(at, "is event, and there is none", "add one under events:, or choose day, week or month")
		}
		checkSections(r, path, g.Sections, sources)
	}
	return all
}

// checkSections checks that each part of an edition has a name of its own, and that the sources that it names exist.
func checkSections(r *report, path string, sections []Section, sources names) {
	r.names(path+".sections", len(sections), func(i int) string { return sections[i].Name })
	open := false
	for i, s := range sections {
		at := fmt.Sprintf("%s.sections[%d]", path, i)
		for k, name := range s.Sources {
			r.refer(fmt.Sprintf("%s.sources[%d]", at, k), name, sources, fmt.Sprintf("no source is called %q", name))
		}
		if len(s.Sources)+len(s.Tags)+len(s.Match) > 0 || !r.sound(at) || r.straysIn(at) {
			continue
		}
		if open {
			r.fail(at, "has no criteria, as another section has none", "give it sources, tags or match")
		}
		open = true
	}
}

func (c *Config) checkOutputs(r *report, digests names) {
	r.names("outputs", len(c.Outputs), func(i int) string { return c.Outputs[i].Name })
	for i := range c.Outputs {
		o, path := &c.Outputs[i], fmt.Sprintf("outputs[%d]", i)
		r.checkKind(path, reflect.ValueOf(o).Elem(), o.About().Needs, func() error {
			_, err := o.Output()
			return unprefixed(err, "output "+o.Name+": ", "the kind ", o.Kind()+" ")
		})
		c.checkMailboxes(r, o, Join(path, o.Kind()))
		c.checkShared(r, path, o)
		c.checkPlace(r, i)
		for k, name := range o.Digests {
			r.refer(fmt.Sprintf("%s.digests[%d]", path, k), name, digests, fmt.Sprintf("there is no digest %q", name))
		}
	}
}

// checkShared demands that editions of two digests have no page in common.
func (c *Config) checkShared(r *report, path string, o *deliver.Target) {
	if !o.About().Dated || !r.sound(path) || !r.sound("digests") {
		return
	}
	var taken []*Digest
	for i := range c.Digests {
		g := &c.Digests[i]
		if !o.Takes(g.Name) {
			continue
		}
		for _, other := range taken {
			if day, same := c.sharePeriod(other, g); same {
				r.fail(path, fmt.Sprintf("%s and %s both tell %s, and would have the same page here", other.Name, g.Name, day),
					"give each digest an output of its own: digests: ["+g.Name+"] in another")
				return
			}
		}
		taken = append(taken, g)
	}
}

// checkPlace demands that an output writes none of the files that one before it writes.
func (c *Config) checkPlace(r *report, i int) {
	o, path := &c.Outputs[i], fmt.Sprintf("outputs[%d]", i)
	about := o.About()
	if about.Form != output.Files || about.Where == "" || !r.sound(path) {
		return
	}
	for k := range i {
		other := &c.Outputs[k]
		if other.Kind() != o.Kind() || filepath.Clean(other.About().Where) != filepath.Clean(about.Where) ||
			other.About().Folder != about.Folder || !about.Listed && !c.shareEdition(other, o, about.Dated) {
			continue
		}
		r.fail(path, fmt.Sprintf("writes the same files to %s as outputs[%d]", about.Where, k), "give it a place of its own, or keep one of the two")
		return
	}
}

// shareEdition reports whether two outputs take the same digest, or, if they call editions by their periods alone, two
// that have a period in common.
func (c *Config) shareEdition(x, y *deliver.Target, dated bool) bool {
	for i := range c.Digests {
		for k := range c.Digests {
			one, two := &c.Digests[i], &c.Digests[k]
			if !x.Takes(one.Name) || !y.Takes(two.Name) {
				continue
			}
			if _, same := c.sharePeriod(one, two); i == k || dated && same {
				return true
			}
		}
	}
	return false
}

// sharePeriod reports whether two digests have a period in common, and which.
func (c *Config) sharePeriod(x, y *Digest) (which string, same bool) {
	if x.Period == y.Period {
		return "each " + x.Period, x.Period != "week" || x.FirstDay() == y.FirstDay()
	}
	if x.Period == "event" {
		x, y = y, x
	}
	if y.Period != "event" {
		return "", false
	}
	for _, e := range c.Events {
		first, last := e.Start.In(time.UTC), e.End.In(time.UTC)
		switch {
		case x.Period == "day" && first.Equal(last),
			x.Period == "week" && first.Weekday() == x.FirstDay() && last.Equal(first.AddDate(0, 0, 6)),
			x.Period == "month" && first.Day() == 1 && last.Equal(first.AddDate(0, 1, -1)):
			return e.Name, true
		}
	}
	return "", false
}
