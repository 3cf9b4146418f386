package config

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"recap/cmd/recap/internal/console"
	"recap/ingest"
	"recap/ingest/source"
)

// check demands what the types cannot say and fills in defaults that depend on other keys.
func (c *Config) check(d *decoder) error {
	err := firstError(c.checkCommunity(d), c.checkDatabase(d), c.checkSources(d), c.checkEvents(d), c.checkDigests(d), c.checkOutputs(d), c.checkAlerts(d),
		c.checkLook(d), d.checkFiles(c), d.checkURLs(c))
	if err == nil {
		err = c.readProgrammes(d)
	}
	if err != nil {
		return err
	}
	return c.checkKinds(d)
}

func (c *Config) checkCommunity(d *decoder) error {
	com := &c.Community
	if strings.TrimSpace(com.Name) == "" {
		return d.fail("community.name", "is missing", "add how the recap calls the community: name: NAME below community:")
	}
	zone, err := time.LoadLocation(com.Timezone)
	if err != nil || com.Timezone == "Local" {
		return d.fail("community.timezone", fmt.Sprintf("%q is not a time zone", com.Timezone), "use an IANA name such as Europe/London, America/New_York or UTC")
	}
	c.Zone = zone
	if _, err := language.Parse(com.Language); err != nil {
		return d.fail("community.language", fmt.Sprintf("%q is not a language tag", com.Language), "use a BCP 47 tag such as en or de")
	}
	if com.Contact != "" && !isAddress(com.Contact) && WebURL(com.Contact) != nil {
		return d.fail("community.contact", fmt.Sprintf("%q is neither a mail address nor a URL", com.Contact), "write where owners of the servers that are read can reach you")
	}
	for _, domain := range slices.Sorted(maps.Keys(com.Organizations)) {
		if name := com.Organizations[domain]; !isDomain(domain) || strings.TrimSpace(name) == "" {
			return d.fail("community.organizations["+domain+"]", fmt.Sprintf("%q: %q is not a mail domain with a name", domain, name), "write it as example.org: Example")
		}
	}
	return c.checkTags(d, "community.hashtags", com.Hashtags)
}

// isDomain reports whether s is a domain of two labels or more, in any script. (An expression for it would take longer to compile than the rest of a
// configuration to check.)
func isDomain(s string) bool {
	labels := strings.Split(s, ".")
	return len(labels) > 1 && !slices.ContainsFunc(labels, func(label string) bool {
		return label == "" || strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	})
}

// isHashtag reports whether s is a hashtag without its #.
func isHashtag(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && r != '·' && !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}

// checkTags takes the leading # off the hashtags.
func (c *Config) checkTags(d *decoder, path string, tags []string) error {
	for i, t := range tags {
		tags[i] = strings.TrimLeft(t, "#＃")
		if !isHashtag(tags[i]) {
			return d.fail(fmt.Sprintf("%s[%d]", path, i), fmt.Sprintf("%q is not a hashtag", t), "write one word of letters, digits and _, the # may be left out")
		}
	}
	return nil
}

func (c *Config) checkDatabase(d *decoder) error {
	if info, err := os.Stat(c.Database); err == nil && info.IsDir() {
		return d.fail("database", "is a directory", "name a file in it, for example recap.db")
	}
	return nil
}

func (c *Config) checkSources(d *decoder) error {
	if len(c.Sources) == 0 {
		return d.fail("sources", "is missing", "add at least one source, for example - {name: planet, feed: {url: https://planet.example.org/atom.xml}}")
	}
	seen := map[string]int{}
	for i := range c.Sources {
		s, path := &c.Sources[i], fmt.Sprintf("sources[%d]", i)
		if err := d.checkName(path, s.Name, i, seen); err != nil {
			return err
		}
		if err := d.checkEnum(path+".publish", &s.Publish, "full", "count", "none"); err != nil {
			return err
		}
		s.Export = ExportOf(s)
		if err := d.checkEnum(path+".export", &s.Export, "full", "ids-only"); err != nil {
			return err
		}
		kind, _ := s.Kind()
		if err := d.checkRequired(path, kind, s.About().Needs); err != nil {
			return err
		}
		if _, set := d.lines[path+".every"]; !set {
			s.Every = s.About().Pace
		}
	}
	return nil
}

// checkKinds asks each source and output to validate what only its kind can judge.
func (c *Config) checkKinds(d *decoder) error {
	for i := range c.Sources {
		kind, _ := c.Sources[i].Kind()
		if _, err := c.Sources[i].Open(source.Env{Now: time.Now}); err != nil {
			return d.blame(fmt.Sprintf("sources[%d].%s", i, kind), kind, err)
		}
	}
	for i := range c.Outputs {
		if _, err := c.Outputs[i].Output(); err != nil {
			return d.blame(fmt.Sprintf("outputs[%d].%s", i, c.Outputs[i].Kind()), c.Outputs[i].Kind(), err)
		}
	}
	return nil
}

// blame returns the error of a kind at the line of the key that it names in front, or else of the kind. A remedy may follow after "; ".
func (d *decoder) blame(path, kind string, err error) error {
	what, remedy, found := strings.Cut(strings.TrimPrefix(err.Error(), kind+": "), "; ")
	if !found {
		remedy = "correct it; config.example.yaml shows what " + kind + " takes"
	}
	key, rest, _ := strings.Cut(what, ": ")
	if _, ok := d.lines[Join(path, key)]; ok {
		path, what = Join(path, key), rest
	}
	return d.fail(path, what, remedy)
}

// checkName demands a name that nothing else of its list has; seen maps names to the place of their owners.
func (d *decoder) checkName(path, name string, i int, seen map[string]int) error {
	if strings.TrimSpace(name) == "" {
		return d.fail(path+".name", "is missing", "add name: NAME, which names it in outputs and errors")
	}
	if console.OneLine(name) != name {
		return d.fail(path+".name", "holds control characters or needless white space", "write it as one plain line")
	}
	if j, ok := seen[name]; ok {
		list, _, _ := strings.Cut(path, "[")
		return d.fail(path+".name", fmt.Sprintf("%q is the name of %s[%d] already", name, list, j), "give each a name of its own")
	}
	seen[name] = i
	return nil
}

// checkEnum demands one of choices; an empty value becomes the first.
func (d *decoder) checkEnum(path string, value *string, choices ...string) error {
	if *value == "" {
		*value = choices[0]
	}
	if !slices.Contains(choices, *value) {
		return d.fail(path, fmt.Sprintf("%q is not known", *value), console.OneOf(*value, choices))
	}
	return nil
}

// checkRequired demands the keys without which a source or output of this kind means nothing.
func (d *decoder) checkRequired(path, kind string, keys []string) error {
	for _, key := range keys {
		at := path + "." + kind + "." + key
		if _, ok := d.lines[at]; !ok {
			return d.fail(at, "is missing", fmt.Sprintf("add %s: to %s; config.example.yaml shows what it takes", key, kind))
		}
	}
	return nil
}

func (c *Config) checkEvents(d *decoder) error {
	seen := map[string]int{}
	for i := range c.Events {
		e, path := &c.Events[i], fmt.Sprintf("events[%d]", i)
		if err := d.checkName(path, e.Name, i, seen); err != nil {
			return err
		}
		if e.Start.IsZero() {
			return d.fail(path+".start", "is missing", "add the first day: start: YYYY-MM-DD")
		}
		if e.End.IsZero() {
			e.End = e.Start
		}
		if e.End.Before(e.Start) {
			return d.fail(path+".end", fmt.Sprintf("%s is before the start, %s", e.End, e.Start), "correct one of the two; end is the last day itself")
		}
		if err := c.checkTags(d, path+".hashtags", e.Hashtags); err != nil {
			return err
		}
	}
	return nil
}

func (c *Config) checkDigests(d *decoder) error {
	if len(c.Digests) == 0 {
		var daily Digest
		daily.setDefaults()
		daily.Name = "daily"
		c.Digests = []Digest{daily}
	}
	seen := map[string]int{}
	for i := range c.Digests {
		g, path := &c.Digests[i], fmt.Sprintf("digests[%d]", i)
		if err := firstError(
			d.checkName(path, g.Name, i, seen),
			d.checkEnum(path+".period", &g.Period, "day", "week", "month", "event"),
			d.checkEnum(path+".when_empty", &g.WhenEmpty, "skip", "say-so"),
			d.checkEnum(path+".approval", &g.Approval, "none", "required"),
			d.checkRange(path+".catch_up", g.CatchUp, 1, 366),
			d.checkRange(path+".words", g.Words, 50, 5000),
			d.checkRange(path+".max_stories", g.MaxStories, 1, 50),
			d.checkRange(path+".story_words", g.StoryWords, 20, 1000),
		); err != nil {
			return err
		}
		if g.Period == "event" && len(c.Events) == 0 {
			return d.fail(path+".period", "is event, and there is none", "add one under events:, or choose day, week or month")
		}
		if err := c.checkSections(d, path, g.Sections); err != nil {
			return err
		}
	}
	return nil
}

// checkSections checks that each part of an edition has a name of its own, and that the sources that it names exist.
func (c *Config) checkSections(d *decoder, path string, sections []Section) error {
	seen, open := map[string]int{}, -1
	for i, s := range sections {
		at := fmt.Sprintf("%s.sections[%d]", path, i)
		if err := d.checkName(at, s.Name, i, seen); err != nil {
			return err
		}
		for k, name := range s.Sources {
			if !slices.ContainsFunc(c.Sources, func(x ingest.Config) bool { return x.Name == name }) {
				return d.fail(fmt.Sprintf("%s.sources[%d]", at, k), fmt.Sprintf("no source is called %q", name), "name one of sources:")
			}
		}
		if len(s.Sources)+len(s.Tags)+len(s.Match) > 0 {
			continue
		}
		if open >= 0 {
			return d.fail(at, "has no criteria, as another section has none", "give it sources, tags or match")
		}
		open = i
	}
	return nil
}

func (d *decoder) checkRange(path string, value, low, high int) error {
	if value < low || value > high {
		return d.fail(path, fmt.Sprintf("%d is out of range", value), fmt.Sprintf("choose from %d to %d", low, high))
	}
	return nil
}

func (c *Config) checkOutputs(d *decoder) error {
	seen := map[string]int{}
	var digests []string
	for _, g := range c.Digests {
		digests = append(digests, g.Name)
	}
	for i := range c.Outputs {
		o, path := &c.Outputs[i], fmt.Sprintf("outputs[%d]", i)
		if err := firstError(d.checkName(path, o.Name, i, seen), d.checkRequired(path, o.Kind(), o.About().Needs)); err != nil {
			return err
		}
		for j, name := range o.Digests {
			if !slices.Contains(digests, name) {
				return d.fail(fmt.Sprintf("%s.digests[%d]", path, j), fmt.Sprintf("there is no digest %q", name), console.OneOf(name, digests))
			}
		}
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
