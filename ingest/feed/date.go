package feed

import (
	"strconv"
	"strings"
	"time"

	"recap/ingest/text"
)

// zoneOffsets are the zone names whose meaning is agreed upon; all others are taken for unknown.
var zoneOffsets = map[string]string{
	"UT": "+0000", "GMT": "+0000", "UTC": "+0000", "Z": "+0000", "WET": "+0000", "WEST": "+0100", "BST": "+0100", "CET": "+0100",
	"CEST": "+0200", "EET": "+0200", "EEST": "+0300", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700",
	"MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}

var (
	dateOffset  = text.Lazily(`:\d\d(?:[.,]\d+)?\s*(?:[AaPp][Mm]\s*)?(?:[Zz]|[+-]\d\d:?\d\d|[+-]\d\d)(?:\s|$)`)
	dateWord    = text.Lazily(`\p{L}+`)
	dateOrdinal = text.Lazily(`\b(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)(\s)`)
	dateJoined  = text.Lazily(`(\d)[Tt](\d)`)
	dateHours   = text.Lazily(`\b(\d{1,2})\s?[hH]\s?(\d{2})\b`)
	dateHalf    = text.Lazily(`(?i)\b([ap])\.?\s?m\b\.?`)
	dateOffsets = text.Lazily(`(?i)\b(?:GMT|UTC)\s?([+-]\d)`)
	dateRemark  = text.Lazily(`\([^)]*\)|（[^）]*）|\[[^\]]*\]`)
	dateMonth   = text.Lazily(`(?i)\btháng\s+(\d{1,2})\b`)
	dateCompact = text.Lazily(`^(\d{4})(\d\d)(\d\d)(?:[Tt ]?(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?\s?([Zz]|[+-]\d\d:?\d\d|[+-]\d\d)?)?$`)
	dateSigns   = text.Lazily(`(?:(\d{4})|(令和)\s*(\d{1,2}|元))\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]?`)
	clockSigns  = text.Lazily(`(\d{1,2})\s*[:：時时点點시]\s*(?:(\d{1,2})\s*[:：分분]?\s*(?:(\d{1,2})\s*[秒초]?)?)?`)
	offsetAtEnd = text.Lazily(`(?:^|[\d\s])([Zz]|[+-]\d\d:?\d\d)$`)
	zoneName    = text.Lazily(`\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|` +
		`Etc)/[A-Za-z_+-]+(?:/[A-Za-z_+-]+)?\d*`)
	dateNumbers = text.Lazily(`^\D*?(\d{1,2})([/-])(\d{1,2})[/-](\d{4})(?:\D|$)`)
)

// A dayOrder says which of the first two numbers of a date such as 4/5/2026 is the day.
type dayOrder int

// The orders of such dates.
const (
	orderUnknown dayOrder = iota
	dayFirst
	monthFirst
)

// dateOrder returns the order of day and month in dates, as far as one of them shows it.
func dateOrder(dates []string) dayOrder {
	order := orderUnknown
	for _, raw := range dates {
		if !strings.ContainsAny(raw[:min(len(raw), 16)], "/-") {
			continue
		}
		m := dateNumbers().FindStringSubmatch(raw)
		if m == nil {
			continue
		}
		seen := orderUnknown
		switch first, second := atoi(m[1]), atoi(m[3]); {
		case first > 12 && second <= 12:
			seen = dayFirst
		case second > 12 && first <= 12:
			seen = monthFirst
		}
		if order != orderUnknown && seen != orderUnknown && seen != order {
			return orderUnknown // both occur
		}
		order = max(order, seen)
	}
	return order
}

// feedDate returns what a date of a feed means. parsed is how gofeed read it, or nil. A date without a zone is one of
// zone, and order that of day and month in a date of numbers that does not show it itself.
func feedDate(raw string, parsed *time.Time, zone *time.Location, order dayOrder) (time.Time, bool) {
	if raw = strings.TrimSpace(raw); len(raw) > 100 {
		raw = ""
	}
	if raw != "" && raw[0] != '2' && strings.Contains(raw, "/") {
		if own := dateOrder([]string{raw}); own != orderUnknown {
			order = own
		}
		if order != orderUnknown && dateNumbers().MatchString(raw) {
			if at, ok := looseDate(raw, zone, order); ok {
				return at, true
			}
		}
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
	if at, ok := compactDate(raw, zone); ok {
		return at, true
	}
	if order == orderUnknown {
		order = dateOrder([]string{raw})
	}
	return looseDate(raw, zone, order)
}

// compactDate reads a date of ISO 8601 in its basic form, or with the signs for year, month and day of Chinese,
// Japanese or Korean.
func compactDate(raw string, zone *time.Location) (time.Time, bool) {
	var v [6]int
	offset := ""
	if m := dateCompact().FindStringSubmatch(raw); m != nil {
		for i := range v {
			v[i] = atoi(m[i+1])
		}
		offset = m[7]
	} else if m := dateSigns().FindStringSubmatchIndex(raw); m != nil {
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return raw[m[2*i]:m[2*i+1]]
		}
		if v[0] = atoi(part(1)); part(2) != "" { // the first year of that era is 2019
			v[0] = 2018 + 1
			if n := part(3); n != "元" {
				v[0] = 2018 + atoi(n)
			}
		}
		v[1], v[2] = atoi(part(4)), atoi(part(5))
		rest := dateRemark().ReplaceAllString(raw[m[1]:], " ")
		if c := clockSigns().FindStringSubmatch(rest); c != nil {
			v[3], v[4], v[5] = atoi(c[1]), atoi(c[2]), atoi(c[3])
		}
		switch late := strings.Contains(rest, "午後") || strings.Contains(rest, "下午") || strings.Contains(rest, "晚上") ||
			strings.Contains(rest, "오후") || strings.Contains(rest, "PM"); {
		case late && v[3] < 12:
			v[3] += 12
		case !late && v[3] == 12 && (strings.Contains(rest, "午前") || strings.Contains(rest, "上午") || strings.Contains(rest, "오전")):
			v[3] = 0
		}
		if o := offsetAtEnd().FindStringSubmatch(strings.TrimSpace(rest)); o != nil {
			offset = o[1]
		}
	} else {
		return time.Time{}, false
	}
	if v[1] < 1 || v[1] > 12 || v[2] < 1 || v[2] > 31 || v[3] > 24 || v[4] > 59 || v[5] > 60 {
		return time.Time{}, false
	}
	if offset != "" {
		for _, layout := range []string{"-0700", "-07:00", "-07", "Z0700"} {
			if t, err := time.Parse(layout, strings.ToUpper(offset)); err == nil {
				zone = t.Location()
				break
			}
		}
	}
	t := time.Date(v[0], time.Month(v[1]), v[2], v[3], v[4], v[5], 0, zone)
	return t.UTC(), v[3] == 24 || t.Day() == v[2]
}

// hasZone reports whether a date states its zone so that its meaning is plain.
func hasZone(raw string) bool {
	if dateOffset().MatchString(raw) {
		return true
	}
	for _, w := range dateWord().FindAllString(raw, -1) {
		if zoneOffsets[strings.ToUpper(w)] != "" {
			return true
		}
	}
	return false
}

var (
	looseDays = []string{"2 Jan 2006", "Jan 2 2006", "2006-1-2", "2006/1/2", "2.1.2006", "2006.1.2", "2006 Jan 2",
		"2-Jan-2006", "2006 1 2", "2/Jan/2006"}
	looseTimes = []string{" 15:04:05", " 15:04", "", " 3:04:05 PM", " 3:04 PM", " 3:04PM", " 15.04", " 15.04.05"}
	looseZones = []string{"", " -0700", " -07:00", "-07:00", "-0700", " -07"}
	// looseClocks are dates whose time stands before the year.
	looseClocks = []string{"Jan 2 15:04:05 2006", "Jan 2 15:04:05 -0700 2006", "2 Jan 15:04:05 2006",
		"2 Jan 15:04:05 -0700 2006", "15:04:05 2 Jan 2006", "15:04 2 Jan 2006", "15:04 2.1.2006"}
	numberDays = map[dayOrder][]string{dayFirst: {"2/1/2006", "2-1-2006"}, monthFirst: {"1/2/2006", "1-2-2006"}}
)

// looseDate reads dates that are meant for people: with the names of months in many languages, weekdays in any,
// ordinals, zones of the IANA or 24:00 for midnight. Forms whose order of day and month cannot be known are not read: a
// wrong guess is worse than none.
func looseDate(raw string, zone *time.Location, order dayOrder) (time.Time, bool) {
	if name := zoneName().FindString(raw); name != "" {
		if z, err := time.LoadLocation(name); err == nil {
			zone = z
		}
		raw = strings.Replace(raw, name, "", 1)
	}
	raw = dateRemark().ReplaceAllString(strings.Map(plainDigit, raw), " ")
	raw = dateMonth().ReplaceAllStringFunc(raw, func(m string) string {
		if n := atoi(dateMonth().FindStringSubmatch(m)[1]); n >= 1 && n <= 12 {
			return time.Month(n).String()[:3]
		}
		return m
	})
	raw = dateHalf().ReplaceAllString(dateHours().ReplaceAllString(dateOffsets().ReplaceAllString(raw, "$1"), "$1:$2"), "${1}m")
	s := strings.NewReplacer(",", " ", " - ", " ", "–", " ").Replace(dateJoined().ReplaceAllString(raw, "$1 $2"))
	s = dateOrdinal().ReplaceAllString(s+" ", "$1$2")
	s = dateWord().ReplaceAllStringFunc(s, func(w string) string {
		upper := strings.ToUpper(w)
		month := text.Month(strings.ToLower(w))
		switch {
		case month > 0:
			return month.String()[:3]
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
		if fields[i] = strings.TrimSuffix(f, "."); strings.Trim(fields[i], ".()[]'") == "" {
			fields[i] = ""
		}
	}
	s = strings.Join(strings.Fields(strings.Join(fields, " ")), " ")
	days := looseDays
	if order != orderUnknown {
		days = append(numberDays[order][:2:2], looseDays...)
	}
	for _, day := range days {
		for _, clock := range looseTimes {
			for _, offset := range looseZones {
				if t, err := time.ParseInLocation(day+clock+offset, s, zone); err == nil {
					return t.Add(midnight).UTC(), true
				}
			}
		}
	}
	for _, layout := range looseClocks {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// plainDigit returns the ASCII digit for one of Arabic, Persian, Devanagari or full width.
func plainDigit(r rune) rune {
	for _, zero := range [...]rune{'٠', '۰', '०', '０'} {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}
