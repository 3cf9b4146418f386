package config

import (
	"recap/cmd/recap/internal/programme"
	"recap/digest"
	"recap/digest/render"
)

// checkLook reads the logo, the styles and the templates, and tries them; each alone if one is wrong.
func (c *Config) checkLook(r *report) {
	b := c.Branding
	var err error
	if c.Look, err = render.NewLook(b, c.Templates); err == nil {
		return
	}
	for _, alone := range []render.Branding{{Logo: b.Logo}, {Accent: b.Accent}, {CSS: b.CSS}, {Footer: b.Footer}} {
		_, err := render.NewLook(alone, "")
		r.blame("branding", "branding", err)
	}
	_, err = render.NewLook(render.Branding{}, c.Templates)
	r.blame("templates", "templates", err)
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

// readProgramme reads the programme of an event.
func (c *Config) readProgramme(r *report, e *Event, path string) {
	if e.Programme == "" || !r.sound(path) {
		return
	}
	var err error
	if e.Read, err = programme.Read(e.Programme, c.Zone); err != nil {
		r.fail(path, Reason(err), "correct the file, or name an iCalendar file (.ics) with the talks")
	}
}

// Talks returns the talks of the event's programme.
func (e *Event) Talks() []digest.Talk {
	if e.Read == nil {
		return nil
	}
	return e.Read.Talks
}
