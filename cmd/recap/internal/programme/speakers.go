package programme

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"recap/cmd/recap/internal/console"
)

// speakerLine is a line of a description that names who speaks.
var speakerLine = regexp.MustCompile(`(?im)^[ \t]*(?:speakers?|presenters?|presented by|referent(?:in|en|innen)?|vortragende[rn]?)(?:\(s\))?[ \t]*:[ \t]*(\S.*)$`)

// namedSpeakers returns the people of a line such as "Speaker: Ann Lee, Bob Stone".
func namedSpeakers(description string) []string {
	if m := speakerLine.FindStringSubmatch(description); m != nil {
		return peopleIn(m[1])
	}
	return nil
}

// titleAndSpeakers parts "Title - Ann Lee" and "Title (Ann Lee and Bob Stone)". What stands there must be names, or it
// is part of the title.
func titleAndSpeakers(summary string) (title string, who []string) {
	if head, ok := strings.CutSuffix(summary, ")"); ok {
		if i := strings.LastIndexByte(head, '('); i > 0 {
			if who = peopleIn(head[i+1:]); len(who) > 0 {
				return strings.TrimSpace(head[:i]), who
			}
		}
	}
	for _, dash := range []string{" - ", " – ", " — "} {
		if i := strings.LastIndex(summary, dash); i > 0 {
			if who = peopleIn(summary[i+len(dash):]); len(who) > 0 {
				return strings.TrimSpace(summary[:i]), who
			}
		}
	}
	return summary, nil
}

// guests returns the names of an event's attendees, or of its organiser.
func guests(e *ics.VEvent, property ics.ComponentProperty) []string {
	var all []string
	for i := range e.Properties {
		p := &e.Properties[i]
		if p.IANAToken != string(property) {
			continue
		}
		for _, cn := range p.ICalParameters["CN"] {
			all = append(all, console.OneLine(strings.Trim(cn, `"`)))
		}
	}
	if len(all) > maxGuests {
		return nil
	}
	var who []string
	for _, name := range all {
		if isName(name) && !slices.Contains(who, name) {
			who = append(who, name)
		}
	}
	return who
}

var nameSeparator = regexp.MustCompile(`\s*(?:[,;&]|\band\b|\bund\b)\s*`)

// peopleIn returns the names in a list of people; nil if one part is no name.
func peopleIn(list string) []string {
	var who []string
	for _, part := range nameSeparator.Split(console.OneLine(list), -1) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if i := strings.IndexByte(part, '('); i > 0 { // "Ann Lee (Tidewater)"
			part = strings.TrimSpace(part[:i])
		}
		if !isName(part) || len(who) == maxGuests {
			return nil
		}
		who = append(who, part)
	}
	return who
}

// isName reports whether s looks like a person's name in full: two to five words that begin with capitals, but for
// particles.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 || len(s) > 80 {
		return false
	}
	capitals := 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r):
			capitals++
		case !nameParticle[w]:
			return false
		}
		if strings.ContainsFunc(w, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("-'’.", r)
		}) {
			return false
		}
	}
	return capitals >= 2
}

var nameParticle = map[string]bool{"van": true, "von": true, "de": true, "der": true, "den": true, "da": true, "di": true, "del": true, "la": true, "le": true, "bin": true, "al": true, "zu": true, "af": true, "y": true, "e": true, "dos": true}
