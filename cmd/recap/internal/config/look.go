package config

import (
	"fmt"
	"strings"

	"recap/cmd/recap/internal/programme"
	"recap/digest"
	"recap/digest/render"
)

// checkLook reads the logo, the styles and the templates, and tries them.
func (c *Config) checkLook(d *decoder) error {
	look, err := render.NewLook(c.Branding, c.Templates)
	if err == nil {
		c.Look = look
		return nil
	}
	key, _, _ := strings.Cut(err.Error(), ": ")
	if _, set := d.lines["branding."+key]; set {
		return d.blame("branding", "branding", err)
	}
	return d.blame("templates", "templates", err)
}

// Atom returns the address of the feed that shows editions of a digest, "" if there is none.
func (c *Config) Atom(digest string) string {
	for i := range c.Outputs {
		if o := &c.Outputs[i]; o.Takes(digest) && o.About().Feed != "" {
			return o.About().Feed
		}
	}
	return ""
}

// readProgrammes reads the programmes of all events.
func (c *Config) readProgrammes(d *decoder) error {
	for i := range c.Events {
		e := &c.Events[i]
		if e.Programme == "" {
			continue
		}
		var err error
		if e.Read, err = programme.Read(e.Programme, c.Zone); err != nil {
			return d.fail(fmt.Sprintf("events[%d].programme", i), Reason(err), "correct the file, or name an iCalendar file (.ics) with the talks")
		}
	}
	return nil
}

// Talks returns the talks of the event's programme.
func (e *Event) Talks() []digest.Talk {
	if e.Read == nil {
		return nil
	}
	return e.Read.Talks
}
