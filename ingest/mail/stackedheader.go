package mail

import (
	"strings"
	"unicode"

	"recap/ingest/text"
)

// Limits of a header whose names and values stand below each other, as Lotus Notes copies it.
const (
	stackedLines  = 40 // with the blank ones
	stackedValues = 8  // besides sender, date and subject
	stackedExtras = 4  // between sender and date
)

// stackedAt returns how many lines the header of an earlier mail has that begins at line i and has each name and each
// value on a line of its own, 0 if none does: the sender with an address, a date with a time, and then two names or more
// with what stands below them, of which the last is the subject of this mail. A value may be missing, and what the
// names are in a language does not matter.
func (p *splitter) stackedAt(i int) int {
	if strings.IndexByte(p.lines[i], '@') < 0 || p.about.title == "" || !isSenderLine(strings.TrimSpace(p.lines[i])) {
		return 0
	}
	dated, extras, names, values, named := false, 0, 0, 0, false
	for j := i + 1; j < len(p.lines) && j < i+stackedLines && p.kinds[j] == own; j++ {
		t := strings.TrimSpace(p.lines[j])
		if t == "" {
			continue
		}
		if !dated {
			st := stampOf(t[:min(len(t), 80)])
			dated = st.date && st.clock && len(t) < 80
			if extras++; !dated && extras > stackedExtras {
				return 0
			}
			continue
		}
		if named && names > 1 && strings.EqualFold(text.BaseSubject(t), p.about.subject()) {
			return j + 1 - i
		}
		if named = isNameAlone(t); named {
			names++
		} else {
			values++
		}
		if names == 0 || names > stackedValues || values > stackedValues {
			return 0
		}
	}
	return 0
}

// isSenderLine reports whether t is a sender and nothing else: an address, or a few words and one in brackets.
func isSenderLine(t string) bool {
	if len(t) > 150 || strings.Count(t, " ") > 8 {
		return false
	}
	return strings.IndexByte(t, ' ') < 0 || bracketedAddress(t) && strings.ContainsAny(t[len(t)-1:], ">)]")
}

// isNameAlone reports whether t can be the name of a field without its value: up to three words of letters.
func isNameAlone(t string) bool {
	t = strings.TrimRight(strings.TrimRight(t, ":："), " ")
	if t == "" || len(t) > 40 || strings.Count(t, " ") > 2 {
		return false
	}
	return strings.IndexFunc(t, func(r rune) bool { return r != ' ' && r != '-' && !unicode.IsLetter(r) && !unicode.IsMark(r) }) < 0
}
