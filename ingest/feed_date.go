package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// months maps the names of the months in seven languages, whole and short, to the English short ones.
var months = func() map[string]string {
	m := make(map[string]string)
	for short, names := range map[string]string{
		"Jan": "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari",
		"Feb": "february feb februar feber février févr fév febrero febbraio fevereiro fev februari",
		"Mar": "march mar märz mär mrz mars marzo março maart mrt",
		"Apr": "april apr avril avr abril abr aprile",
		"May": "may mai mayo maggio mag maio mei",
		"Jun": "june jun juni juin junio giugno giu junho",
		"Jul": "july jul juli juillet juil julio luglio lug julho",
		"Aug": "august aug août aou agosto ago augustus",
		"Sep": "september sep sept septembre septiembre settembre set setembro",
		"Oct": "october oct oktober okt octobre octubre ottobre ott outubro out",
		"Nov": "november nov novembre noviembre novembro",
		"Dec": "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
	} {
		for name := range strings.FieldsSeq(names) {
			m[name] = short
		}
	}
	return m
}()

// zoneOffsets are the zone names whose meaning is agreed upon; all others are taken for unknown.
var zoneOffsets = map[string]string{
	"UT": "+0000", "GMT": "+0000", "UTC": "+0000", "Z": "+0000", "WET": "+0000", "WEST": "+0100", "BST": "+0100", "CET": "+0100",
	"CEST": "+0200", "EET": "+0200", "EEST": "+0300", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700",
	"MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}

var (
	dateOffset  = regexp.MustCompile(`:\d\d(?:[.,]\d+)?\s*(?:[AaPp][Mm]\s*)?(?:[Zz]|[+-]\d\d:?\d\d|[+-]\d\d)(?:\s|$)`)
	dateWord    = regexp.MustCompile(`\p{L}+`)
	dateOrdinal = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)(\s)`)
	dateJoined  = regexp.MustCompile(`(\d)[Tt](\d)`)
)

// feedDate returns what a date of a feed means. parsed is how gofeed read it, or nil. A date without a zone is one of zone.
func feedDate(raw string, parsed *time.Time, zone *time.Location) (time.Time, bool) {
	if raw = strings.TrimSpace(raw); len(raw) > 100 {
		raw = ""
	}
	if parsed != nil {
		if zone == time.UTC || hasZone(raw) {
			return parsed.UTC(), true
		}
		p := parsed.UTC()
		return time.Date(p.Year(), p.Month(), p.Day(), p.Hour(), p.Minute(), p.Second(), p.Nanosecond(), zone).UTC(), true
	}
	if raw == "" {
		return time.Time{}, false
	}
	if n, err := strconv.ParseInt(raw, 10, 64); err == nil {
		switch len(raw) {
		case 10:
			return time.Unix(n, 0).UTC(), true
		case 13:
			return time.UnixMilli(n).UTC(), true
		}
	}
	return looseDate(raw, zone)
}

// hasZone reports whether a date states its zone so that its meaning is plain.
func hasZone(raw string) bool {
	if dateOffset.MatchString(raw) {
		return true
	}
	for _, w := range dateWord.FindAllString(raw, -1) {
		if zoneOffsets[strings.ToUpper(w)] != "" {
			return true
		}
	}
	return false
}

var (
	looseDays  = []string{"2 Jan 2006", "Jan 2 2006", "2006-1-2", "2006/1/2", "2.1.2006", "2006 Jan 2", "2-Jan-2006"}
	looseTimes = []string{" 15:04:05", " 15:04", "", " 3:04:05 PM", " 3:04 PM", " 3:04PM"}
	looseZones = []string{"", " -0700", " -07:00", "-07:00", "-0700"}
)

// looseDate reads dates that are meant for people: with month names of seven languages, weekdays in any, ordinals, or 24:00 for midnight.
// Forms whose order of day and month cannot be known are not read: a wrong guess is worse than none.
func looseDate(raw string, zone *time.Location) (time.Time, bool) {
	s := strings.NewReplacer(",", " ", " - ", " ", "–", " ").Replace(dateJoined.ReplaceAllString(raw, "$1 $2"))
	s = dateOrdinal.ReplaceAllString(s+" ", "$1$2")
	s = dateWord.ReplaceAllStringFunc(s, func(w string) string {
		lower, upper := strings.ToLower(w), strings.ToUpper(w)
		switch {
		case months[lower] != "":
			return months[lower]
		case zoneOffsets[upper] != "":
			return " " + zoneOffsets[upper]
		case upper == "AM" || upper == "PM":
			return upper
		}
		return "" // a weekday, "de", "um", "Uhr", a zone that nobody knows
	})
	midnight := time.Duration(0)
	if strings.Contains(s, " 24:00") {
		s, midnight = strings.Replace(s, " 24:00", " 00:00", 1), 24*time.Hour
	}
	fields := strings.Fields(s)
	for i, f := range fields {
		if fields[i] = strings.TrimSuffix(f, "."); strings.Trim(fields[i], ".()[]") == "" {
			fields[i] = ""
		}
	}
	s = strings.Join(strings.Fields(strings.Join(fields, " ")), " ")
	for _, day := range looseDays {
		for _, clock := range looseTimes {
			for _, offset := range looseZones {
				if t, err := time.ParseInLocation(day+clock+offset, s, zone); err == nil {
					return t.Add(midnight).UTC(), true
				}
			}
		}
	}
	return time.Time{}, false
}

// firstPlausible is the year before which no post was written.
const firstPlausible = 1990

// plausible reports whether a post that was seen at now can have been written at t.
func plausible(t, now time.Time) bool {
	return t.Year() >= firstPlausible && t.Before(now.Add(24*time.Hour))
}
