package config

import (
	"slices"

	"recap/cmd/recap/internal/console"
	"recap/digest/deliver"
)

// HaveSources demands that sources with these names are configured.
func (c *Config) HaveSources(names []string) error {
	var all []string
	for i := range c.Sources {
		all = append(all, c.Sources[i].Name)
	}
	for _, name := range names {
		if !slices.Contains(all, name) {
			return console.Usage("there is no source %q; %s", name, console.OneOf(name, all))
		}
	}
	return nil
}

// IDsOnly returns the names of the configured sources of whose posts only ids may be exported.
func (c *Config) IDsOnly() map[string]bool {
	only := map[string]bool{}
	for i := range c.Sources {
		if ExportOf(&c.Sources[i]) == "ids-only" {
			only[c.Sources[i].Name] = true
		}
	}
	return only
}

// DigestNames returns the names of all digests, in the order of the configuration.
func (c *Config) DigestNames() []string {
	var names []string
	for _, g := range c.Digests {
		names = append(names, g.Name)
	}
	return names
}

// DigestNamed returns the digest with this name, the first one if name is empty, or nil.
func (c *Config) DigestNamed(name string) *Digest {
	for i := range c.Digests {
		if name == "" || c.Digests[i].Name == name {
			return &c.Digests[i]
		}
	}
	return nil
}

// OutputNamed returns the output with this name, or nil.
func (c *Config) OutputNamed(name string) *deliver.Target {
	for i := range c.Outputs {
		if c.Outputs[i].Name == name {
			return &c.Outputs[i]
		}
	}
	return nil
}

// OutputNames returns the names of all outputs, in the order of the configuration.
func (c *Config) OutputNames() []string {
	var names []string
	for i := range c.Outputs {
		names = append(names, c.Outputs[i].Name)
	}
	return names
}

// SectionNames returns the names of the sections of all digests, each once.
func (c *Config) SectionNames() []string {
	var names []string
	for _, g := range c.Digests {
		for _, s := range g.Sections {
			if !slices.Contains(names, s.Name) {
				names = append(names, s.Name)
			}
		}
	}
	return names
}

// OutputsOf returns the outputs that take editions of a digest, or the one of them that is named.
func (c *Config) OutputsOf(name, output string) []*deliver.Target {
	var all []*deliver.Target
	for i := range c.Outputs {
		if t := &c.Outputs[i]; t.Takes(name) && (output == "" || t.Name == output) {
			all = append(all, t)
		}
	}
	return all
}
