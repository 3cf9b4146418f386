package main

import (
	"strings"

	"recap/digest/render"
)

// checkLook reads the logo, the styles and the templates, and tries them.
func (c *Config) checkLook(d *decoder) error {
	look, err := render.NewLook(c.Branding, c.Templates)
	if err == nil {
		c.look = look
		return nil
	}
	key, _, _ := strings.Cut(err.Error(), ": ")
	if _, set := d.lines["branding."+key]; set {
		return d.blame("branding", "branding", err)
	}
	return d.blame("templates", "templates", err)
}

// atom returns the address of the feed that shows editions of a digest, "" if there is none.
func (c *Config) atom(digest string) string {
	for i := range c.Outputs {
		if o := &c.Outputs[i]; o.Atom != nil && o.Takes(digest) {
			return o.Atom.URL
		}
	}
	return ""
}
