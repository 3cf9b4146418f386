package edition

import (
	"cmp"

	"recap/cmd/recap/internal/config"
	"recap/digest"
)

// optionsFor returns what the builder has to know about the digest d, and who writes it.
func optionsFor(k *Desk, d *config.Digest) digest.Options {
	c := k.Config
	opt := optionsOf(c, d)
	mode := cmp.Or(k.Writer, d.Writer)
	if mode != config.WriterChosen && mode != config.WriterModel {
		return opt
	}
	m := &c.Writer.Model
	opt.Writer = &digest.Writer{Mode: mode, Model: m.Name, Reader: c.Writer.Reader.Name, Check: m.Check, Deny: map[string]bool{}}
	for i := range c.Sources {
		if c.Sources[i].Model == "deny" {
			opt.Writer.Deny[c.Sources[i].Name] = true
		}
	}
	return opt
}

// optionsOf is optionsFor without the writer.
func optionsOf(c *config.Config, d *config.Digest) digest.Options {
	opt := digest.Options{
		Digest: d.Name, Kind: d.Period, Words: d.Words, MaxStories: d.MaxStories, StoryWords: d.StoryWords,
		Community: digest.Community{
			Name: c.Community.Name, URL: c.Community.URL, Language: c.Community.Language, Hashtags: c.Community.Hashtags,
			Join: c.Community.Join, Organizations: c.Community.Organizations, Projects: c.Community.Projects,
		},
		Publish: map[string]string{}, IDsOnly: c.IDsOnly(),
	}
	for _, s := range d.Sections {
		opt.Sections = append(opt.Sections, digest.Section(s))
	}
	for _, e := range c.Events {
		opt.Events = append(opt.Events, digest.Event{
			Name: e.Name, Start: e.Start.In(c.Zone), End: e.End.In(c.Zone), Hashtags: e.Hashtags, URL: e.URL, Talks: e.Talks(),
		})
	}
	for _, s := range c.Sources {
		opt.Publish[s.Name] = s.Publish
	}
	for i := range c.Outputs {
		if o := &c.Outputs[i]; opt.URL == "" && o.Takes(d.Name) {
			opt.URL = o.About().Page // the first output that has an address is where the recap is at home
		}
	}
	return opt
}
