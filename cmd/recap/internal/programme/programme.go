// Package programme reads the talks of an event from an iCalendar file (RFC 5545) and finds out who gives them.
package programme

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"recap/cmd/recap/internal/console"
	"recap/digest"
	"recap/ingest/bounds"
	"recap/ingest/text"
)

const (
	maxBytes     = 8 << 20 // bytes of an iCalendar file
	maxTalks     = 5000
	maxGuests    = 5 // more attendees than that are an audience, not speakers
	maxOrganized = 2 // an organiser of more events than that runs the meeting and gives none of the talks
	icsDepth     = 4 // components within each other: a calendar, an event, its alarm
)

// A Programme is what an iCalendar file says of an event.
type Programme struct {
	Talks    []digest.Talk
	Warnings []string // what was left out and why, each with file and line
}

// Read reads the talks of an iCalendar file (RFC 5545). Times without a zone are those of zone. Entries for whole days,
// breaks and cancelled ones are no talks; of a repeated one only the first time counts, with a warning. An error names
// the file and the line.
func Read(file string, zone *time.Location) (*Programme, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxBytes {
		return nil, fmt.Errorf("%s is larger than 8 MiB", filepath.Base(file))
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parse(filepath.Base(file), bytes.TrimPrefix(data, []byte("\ufeff")), zone)
}

// parseProgramme reads what a file of that name holds.
func parse(name string, data []byte, zone *time.Location) (*Programme, error) {
	lines, line, err := icsEvents(data)
	if err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, line, err)
	}
	if err := bounds.CheckCalendar(data); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	cal, err := ics.ParseCalendarWithOptions(bytes.NewReader(data), ics.WithUnknownPropertyHandler(ics.AcceptUnknownPropertyHandler))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	events := cal.Events()
	if len(events) != len(lines) {
		return nil, fmt.Errorf("%s: %d of its %d events can be read", name, len(events), len(lines))
	}
	r := &icsReader{zone: zone, zones: icsZones(cal), organized: map[string]int{}}
	for _, e := range events {
		for _, who := range guests(e, ics.ComponentPropertyOrganizer) {
			r.organized[who]++
		}
	}
	p := &Programme{}
	for i, e := range events {
		talk, ok, err := r.talk(e)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, lines[i], err)
		}
		if !ok {
			continue
		}
		if len(p.Talks) == maxTalks {
			return nil, fmt.Errorf("%s:%d: more than %d talks", name, lines[i], maxTalks)
		}
		if e.GetProperty(ics.ComponentPropertyRrule) != nil || e.GetProperty(ics.ComponentPropertyRdate) != nil {
			p.Warnings = append(p.Warnings, fmt.Sprintf("%s:%d: %s is repeated; only the first time is known", name, lines[i], talk.Title))
		}
		p.Talks = append(p.Talks, talk)
	}
	return p, nil
}

// icsEvents checks how the components of a calendar stand within each other, before a parser goes down into them. It
// returns the lines on which its events begin; with an error, the line that is wrong.
func icsEvents(data []byte) (events []int, at int, err error) {
	var open []string
	closed := false
	for i, l := range strings.Split(string(data), "\n") {
		at = i + 1
		l = strings.TrimSuffix(l, "\r")
		if l == "" || l[0] == ' ' || l[0] == '\t' { // the rest of the line before
			continue
		}
		name, value, ok := strings.Cut(l, ":")
		switch {
		case closed:
			return nil, at, errors.New("something stands behind the end of the calendar")
		case len(open) == 0 && l != "BEGIN:VCALENDAR":
			return nil, at, errors.New("it is no iCalendar file, which begins with BEGIN:VCALENDAR")
		case !ok:
			return nil, at, errors.New("a property without a colon")
		case name == "BEGIN" && len(open) == icsDepth:
			return nil, at, fmt.Errorf("components stand more than %d deep", icsDepth)
		case name == "BEGIN":
			if value == "VEVENT" && len(open) == 1 {
				events = append(events, at)
			}
			open = append(open, value)
		case name == "END" && open[len(open)-1] != value:
			return nil, at, fmt.Errorf("END:%s where END:%s belongs", value, open[len(open)-1])
		case name == "END":
			open = open[:len(open)-1]
			closed = len(open) == 0
		}
	}
	if len(open) > 0 {
		return nil, at, fmt.Errorf("the file ends before END:%s", open[len(open)-1])
	}
	if !closed {
		return nil, at, errors.New("it is no iCalendar file, which begins with BEGIN:VCALENDAR")
	}
	return events, 0, nil
}

// An icsReader makes talks of events.
type icsReader struct {
	zone  *time.Location
	zones map[string]string // TZID -> IANA name, where the file says so

	organized map[string]int // organiser -> events
}

// icsZones collects the IANA names that writers with zone names of their own give.
func icsZones(cal *ics.Calendar) map[string]string {
	zones := map[string]string{}
	for _, c := range cal.Components {
		if z, ok := c.(*ics.VTimezone); ok {
			id, place := z.GetProperty(ics.ComponentPropertyTzid), z.GetProperty("X-LIC-LOCATION")
			if id != nil && place != nil {
				zones[id.Value] = place.Value
			}
		}
	}
	return zones
}

var icsBreak = regexp.MustCompile(`(?i)^(?:(?:coffee|tea|lunch|dinner|breakfast|snack)s?\b|(?:\w+ )?break\b|registration\b|doors open\b|(?:kaffee|mittags?|tee)?-?pause\b|mittagessen\b|anmeldung\b|social event\b)`)

// talk makes a talk of an event; ok is false for what is none.
func (r *icsReader) talk(e *ics.VEvent) (t digest.Talk, ok bool, err error) {
	value := func(property ics.ComponentProperty) string {
		if p := e.GetProperty(property); p != nil {
			return console.OneLine(ics.FromText(p.Value))
		}
		return ""
	}
	start := e.GetProperty(ics.ComponentPropertyDtStart)
	if start == nil {
		return t, false, errors.New("an event without DTSTART")
	}
	from, day, err := r.moment(start)
	if err != nil {
		return t, false, fmt.Errorf("DTSTART: %w", err)
	}
	t = digest.Talk{Title: value(ics.ComponentPropertySummary), Start: from, Room: value(ics.ComponentPropertyLocation), URL: text.WebURL(nil, value(ics.ComponentPropertyUrl))}
	if end := e.GetProperty(ics.ComponentPropertyDtEnd); end != nil {
		if t.End, _, err = r.moment(end); err != nil {
			return t, false, fmt.Errorf("DTEND: %w", err)
		}
	}
	if day || t.Title == "" || icsBreak.MatchString(t.Title) || strings.EqualFold(value(ics.ComponentPropertyStatus), "CANCELLED") {
		return t, false, nil
	}
	description := ""
	if p := e.GetProperty(ics.ComponentPropertyDescription); p != nil {
		description = ics.FromText(p.Value)
	}
	t.Speakers = namedSpeakers(description)
	if title, who := titleAndSpeakers(t.Title); len(who) > 0 && (len(t.Speakers) == 0 || slices.Equal(who, t.Speakers)) {
		t.Title, t.Speakers = title, who
	}
	if len(t.Speakers) == 0 {
		t.Speakers = guests(e, ics.ComponentPropertyAttendee)
	}
	if len(t.Speakers) == 0 {
		t.Speakers = slices.DeleteFunc(guests(e, ics.ComponentPropertyOrganizer), func(who string) bool { return r.organized[who] > maxOrganized })
	}
	return t, true, nil
}

// moment reads a date or a time; day is true for a date.
func (r *icsReader) moment(p *ics.IANAProperty) (t time.Time, day bool, err error) {
	zone := r.zone
	if id := p.ICalParameters["TZID"]; len(id) > 0 {
		name := strings.Trim(id[0], `"`)
		if place, ok := r.zones[name]; ok {
			name = place
		}
		if zone, err = zoneNamed(name); err != nil {
			return t, false, err
		}
	}
	for _, form := range []struct {
		layout string
		zone   *time.Location
	}{{"20060102T150405Z", time.UTC}, {"20060102T150405", zone}, {"20060102", zone}} {
		if t, err := time.ParseInLocation(form.layout, p.Value, form.zone); err == nil {
			return t, form.layout == "20060102", nil
		}
	}
	return t, false, fmt.Errorf("%q is no time", p.Value)
}

// zoneNamed returns the zone of an IANA name, which some writers put behind a path of their own:
// "/example.org/20240101_1/Europe/Oslo".
func zoneNamed(name string) (*time.Location, error) {
	parts := strings.Split(strings.Trim(name, "/"), "/")
	for i := range parts {
		if zone, err := time.LoadLocation(strings.Join(parts[i:], "/")); err == nil && parts[i] != "Local" && name != "" {
			return zone, nil
		}
	}
	return nil, fmt.Errorf("the time zone %q is not known", name)
}
