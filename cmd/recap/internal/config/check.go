package config

import (
	"errors"
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

// checkKind demands the keys without which a source or an output means nothing, and asks its kind to judge the rest.
func (r *report) checkKind(path string, v reflect.Value, needs []string, open func() error) {
	name, kind := kindIn(v)
	if name == "" {
		return
	}
	at := Join(path, name)
	for _, key := range needs {
		f, ok := find(FieldsOf(kind.Type()), key)
		if ok && isEmpty(kind.Field(f.index)) {
			r.missing(Join(at, key), fmt.Sprintf("add %s: to %s; config.example.yaml shows what it takes", key, name), shapes(f, kind)...)
		}
	}
	if r.strayFrom(at) || r.straysIn(at) {
		return
	}
	sound := r.sound(at)
	for _, err := range each(open()) {
		key, what, remedy := r.about(at, name, err)
		if sound || key != at && r.sound(key) && !r.blames(at, kind.Type(), err) {
			r.fail(key, what, remedy)
		}
	}
}

// blames reports whether an error of a kind names a key of it that is wrong. Then it may only follow from that, for the value was left out.
func (r *report) blames(path string, kind reflect.Type, err error) bool {
	return slices.ContainsFunc(FieldsOf(kind), func(f field) bool {
		_, wrong := r.wrong[Join(path, f.Name)]
		return wrong && strings.Contains(err.Error(), f.Name)
	})
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
func (r *report) missing(path, remedy string, shapes ...yaml.Kind) {
	if !r.sound(path) || r.astray(path, shapes...) {
		return
	}
	if parent := parentOf(path); parent != "" && !r.set(parent) && r.astray(parent, yaml.MappingNode) {
		return
	}
	r.fail(path, "is missing", remedy)
}

// blame notes what a kind, or what else stands at path, says of its keys.
func (r *report) blame(path, kind string, err error) {
	for _, one := range each(err) {
		r.fail(r.about(path, kind, one))
	}
}

// about takes apart what a kind, or what else stands at path, says of its keys: the key that it names first, else path; what is wrong, and the remedy,
// which may follow after "; ".
func (r *report) about(path, kind string, err error) (key, what, remedy string) {
	what, remedy, found := strings.Cut(strings.TrimPrefix(err.Error(), kind+": "), "; ")
	if !found {
		remedy = "correct it; config.example.yaml shows what " + kind + " takes"
	}
	name, rest, colon := strings.Cut(what, ": ")
	first, _, _ := strings.Cut(what, " ")
	switch {
	case colon && r.set(Join(path, name)):
		return Join(path, name), rest, remedy
	case r.set(Join(path, first)):
		return Join(path, first), what, remedy
	}
	return path, what, remedy
}

// each returns the errors that err was joined of.
func each(err error) []error {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		return all.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
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
		for k, name := range o.Digests {
			r.refer(fmt.Sprintf("%s.digests[%d]", path, k), name, digests, fmt.Sprintf("there is no digest %q", name))
		}
	}
}

// unprefixed returns an error without what it begins with, where the place of the key says as much.
func unprefixed(err error, prefixes ...string) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	for _, p := range prefixes {
		text = strings.TrimPrefix(text, p)
	}
	return errors.New(text)
}

// names are what the entries of a list are called. Where some are not known, because of a mistake, others may be meant.
type names struct {
	known []string
	at    map[string]int // their places
	all   bool
}

// names demands that each of the n entries of a list has a name, which no other has.
func (r *report) names(list string, n int, name func(i int) string) names {
	all := names{at: map[string]int{}, all: r.sound(list) && !r.astray(list, yaml.SequenceNode, yaml.MappingNode)}
	for i := range n {
		is, at := name(i), fmt.Sprintf("%s[%d].name", list, i)
		first, twice := all.at[is]
		switch {
		case !r.sound(at):
		case !r.set(at) && !r.set(list): // one that the program makes by default
		case strings.TrimSpace(is) == "":
			r.missing(at, "add name: NAME, which names it in outputs and errors", yaml.ScalarNode)
		case console.OneLine(is) != is:
			r.fail(at, "holds control characters or needless white space", "write it as one plain line")
		case twice:
			r.fail(at, fmt.Sprintf("%q is the name of %s[%d] already", is, list, first), "give each a name of its own")
		}
		if !twice {
			all.known, all.at[is] = append(all.known, is), i
		}
		all.all = all.all && r.sound(at) && is != ""
	}
	return all
}

// refer demands that a name is one of those that there are.
func (r *report) refer(path, name string, of names, what string) {
	if _, ok := of.at[name]; ok || !r.sound(path) || !of.all && console.Nearest(name, of.known) == "" {
		return
	}
	r.fail(path, what, console.OneOf(name, of.known))
}
