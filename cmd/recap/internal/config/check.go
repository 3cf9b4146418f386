package config

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"recap/cmd/recap/internal/console"
	"recap/ingest/source"
)

// check notes what no value can say of itself: what is missing, what does not fit together, and what only a kind can judge.
func (c *Config) check(d *decoder) {
	c.checkCommunity(d)
	c.checkDatabase(d)
	sources := c.checkSources(d)
	c.checkEvents(d)
	digests := c.checkDigests(d, sources)
	c.checkOutputs(d, digests)
	c.checkAlerts(d)
	c.checkLook(d)
}

func (c *Config) checkCommunity(d *decoder) {
	com := &c.Community
	if strings.TrimSpace(com.Name) == "" {
		d.missing("community.name", "add how the recap calls the community: name: NAME below community:", yaml.ScalarNode)
	}
	c.Zone = time.UTC
	if zone, err := time.LoadLocation(com.Timezone); err == nil {
		c.Zone = zone
	}
	for _, domain := range slices.Sorted(maps.Keys(com.Organizations)) {
		at := "community.organizations[" + domain + "]"
		if name := com.Organizations[domain]; d.sound(at) && (!isDomain(domain) || strings.TrimSpace(name) == "") {
			d.fail(at, fmt.Sprintf("%q: %q is not a mail domain with a name", domain, name), "write it as example.org: Example")
		}
	}
}

func (c *Config) checkDatabase(d *decoder) {
	if info, err := os.Stat(c.Database); err == nil && info.IsDir() && d.sound("database") {
		d.fail("database", "is a directory", "name a file in it, for example recap.db")
	}
}

// checkSources returns the names of the sources.
func (c *Config) checkSources(d *decoder) names {
	if len(c.Sources) == 0 {
		d.missing("sources", "add at least one source, for example - {name: planet, feed: {url: https://planet.example.org/atom.xml}}",
			yaml.SequenceNode, yaml.MappingNode)
	}
	all := d.names("sources", len(c.Sources), func(i int) string { return c.Sources[i].Name })
	for i := range c.Sources {
		s := &c.Sources[i]
		d.checkKind(fmt.Sprintf("sources[%d]", i), reflect.ValueOf(s).Elem(), s.About().Needs, func() error {
			_, err := s.Open(source.Env{Now: time.Now})
			return err
		})
	}
	return all
}

// checkKind demands the keys without which a source or an output means nothing, and asks its kind to judge the rest.
func (d *decoder) checkKind(path string, v reflect.Value, needs []string, open func() error) {
	kind := kindIn(v)
	if !kind.IsValid() {
		return
	}
	i := slices.IndexFunc(FieldsOf(v.Type()), func(f field) bool { return f.kind && !v.Field(f.index).IsNil() })
	name := FieldsOf(v.Type())[i].Name
	at := Join(path, name)
	for _, key := range needs {
		f, ok := find(FieldsOf(kind.Type()), key)
		if ok && isEmpty(kind.Field(f.index)) {
			d.missing(Join(at, key), fmt.Sprintf("add %s: to %s; config.example.yaml shows what it takes", key, name), shapes(f, kind)...)
		}
	}
	if !d.sound(at) || d.strayFrom(at) {
		return
	}
	if err := open(); err != nil {
		d.blame(at, name, err)
	}
}

// isEmpty reports whether v holds nothing.
func isEmpty(v reflect.Value) bool { return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 }

// shapes returns how a value of the key f may be written.
func shapes(f field, v reflect.Value) []yaml.Kind {
	switch v.Type().Field(f.index).Type.Kind() {
	case reflect.Struct, reflect.Map:
		return []yaml.Kind{yaml.MappingNode}
	case reflect.Slice:
		return []yaml.Kind{yaml.SequenceNode, yaml.ScalarNode}
	}
	return []yaml.Kind{yaml.ScalarNode}
}

// missing notes that the key path is missing, unless another mistake has it that it is; its value would be of one of the shapes.
func (d *decoder) missing(path, remedy string, shapes ...yaml.Kind) {
	if d.sound(path) && !d.astray(path, shapes...) {
		d.fail(path, "is missing", remedy)
	}
}

// blame notes what a kind says of its keys, each at the key that it names first, or else at the kind. A remedy may follow after "; ".
func (d *decoder) blame(path, kind string, err error) {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range all.Unwrap() {
			d.blame(path, kind, one)
		}
		return
	}
	what, remedy, found := strings.Cut(strings.TrimPrefix(err.Error(), kind+": "), "; ")
	if !found {
		remedy = "correct it; config.example.yaml shows what " + kind + " takes"
	}
	key, rest, colon := strings.Cut(what, ": ")
	first, _, _ := strings.Cut(what, " ")
	switch {
	case colon && d.set(Join(path, key)):
		path, what = Join(path, key), rest
	case d.set(Join(path, first)):
		path = Join(path, first)
	}
	d.fail(path, what, remedy)
}

func (c *Config) checkEvents(d *decoder) {
	d.names("events", len(c.Events), func(i int) string { return c.Events[i].Name })
	for i := range c.Events {
		e, path := &c.Events[i], fmt.Sprintf("events[%d]", i)
		if e.Start.IsZero() {
			d.missing(path+".start", "add the first day: start: YYYY-MM-DD", yaml.ScalarNode)
		}
		if e.End.Before(e.Start) && d.sound(path+".start", path+".end") {
			d.fail(path+".end", fmt.Sprintf("%s is before the start, %s", e.End, e.Start), "correct one of the two; end is the last day itself")
		}
		c.readProgramme(d, e, path+".programme")
	}
}

// checkDigests returns the names of the digests.
func (c *Config) checkDigests(d *decoder, sources names) names {
	all := d.names("digests", len(c.Digests), func(i int) string { return c.Digests[i].Name })
	for i := range c.Digests {
		g, path := &c.Digests[i], fmt.Sprintf("digests[%d]", i)
		if at := path + ".period"; g.Period == "event" && len(c.Events) == 0 && d.sound(at, "events") && !d.astray("events", yaml.SequenceNode, yaml.MappingNode) {
			d.fail(at, "is event, and there is none", "add one under events:, or choose day, week or month")
		}
		checkSections(d, path, g.Sections, sources)
	}
	return all
}

// checkSections checks that each part of an edition has a name of its own, and that the sources that it names exist.
func checkSections(d *decoder, path string, sections []Section, sources names) {
	d.names(path+".sections", len(sections), func(i int) string { return sections[i].Name })
	open := false
	for i, s := range sections {
		at := fmt.Sprintf("%s.sections[%d]", path, i)
		for k, name := range s.Sources {
			d.refer(fmt.Sprintf("%s.sources[%d]", at, k), name, sources, fmt.Sprintf("no source is called %q", name))
		}
		if len(s.Sources)+len(s.Tags)+len(s.Match) > 0 || !d.sound(at) || d.straysIn(at) {
			continue
		}
		if open {
			d.fail(at, "has no criteria, as another section has none", "give it sources, tags or match")
		}
		open = true
	}
}

func (c *Config) checkOutputs(d *decoder, digests names) {
	d.names("outputs", len(c.Outputs), func(i int) string { return c.Outputs[i].Name })
	for i := range c.Outputs {
		o, path := &c.Outputs[i], fmt.Sprintf("outputs[%d]", i)
		d.checkKind(path, reflect.ValueOf(o).Elem(), o.About().Needs, func() error {
			_, err := o.Output()
			return err
		})
		for k, name := range o.Digests {
			d.refer(fmt.Sprintf("%s.digests[%d]", path, k), name, digests, fmt.Sprintf("there is no digest %q", name))
		}
	}
}

// names are what the entries of a list are called. Where some are not known, because of a mistake, others may be meant.
type names struct {
	known []string
	all   bool
}

// names demands that each of the n entries of a list has a name, which no other has.
func (d *decoder) names(list string, n int, name func(i int) string) names {
	all := names{all: d.sound(list) && !d.astray(list, yaml.SequenceNode, yaml.MappingNode)}
	for i := range n {
		is, at := name(i), fmt.Sprintf("%s[%d].name", list, i)
		first := slices.Index(all.known, is)
		switch {
		case !d.sound(at):
		case !d.set(at) && !d.set(list): // one that the program makes by default
		case strings.TrimSpace(is) == "":
			d.missing(at, "add name: NAME, which names it in outputs and errors", yaml.ScalarNode)
		case console.OneLine(is) != is:
			d.fail(at, "holds control characters or needless white space", "write it as one plain line")
		case first >= 0:
			d.fail(at, fmt.Sprintf("%q is the name of %s[%d] already", is, list, first), "give each a name of its own")
		}
		all.known, all.all = append(all.known, is), all.all && d.sound(at) && is != ""
	}
	return all
}

// refer demands that a name is one of those that there are.
func (d *decoder) refer(path, name string, of names, what string) {
	if !d.sound(path) || slices.Contains(of.known, name) || !of.all && console.Nearest(name, of.known) == "" {
		return
	}
	d.fail(path, what, console.OneOf(name, of.known))
}
