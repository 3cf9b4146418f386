package prose

import (
	"strings"

	"recap/digest/internal/lazyregexp"
)

// withoutEnclosed blanks what stands between two rulers that are the same, where those are the only ones and words that
// hand over or an address stand before them: it was copied from elsewhere.
func withoutEnclosed(lines []string) []string {
	var rulers []int
	for i, l := range lines {
		if l = strings.TrimSpace(l); len(l) >= 8 && strings.Trim(l, l[:1]) == "" && strings.ContainsAny(l[:1], "-=_*~#") {
			rulers = append(rulers, i)
		}
	}
	if len(rulers) != 2 || strings.TrimSpace(lines[rulers[0]]) != strings.TrimSpace(lines[rulers[1]]) {
		return lines
	}
	before := ""
	for i := rulers[0] - 1; i >= 0 && before == ""; i-- {
		before = strings.TrimSpace(lines[i])
	}
	if !strings.HasSuffix(before, ":") && !strings.Contains(before, "://") {
		return lines
	}
	out := append([]string{}, lines...)
	for i := rulers[0]; i <= rulers[1]; i++ {
		out[i] = strings.Repeat("-", len(lines[i])) // as long as it was, so that offsets stay
	}
	return out
}

const noteLines = 12 // that a note between brackets has at most

// withoutNotes blanks a note that stands between a bracket on a line of its own and its fellow: what the sender of a
// change says about the mail.
func withoutNotes(lines []string) []string {
	for i := 0; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) != "[" {
			continue
		}
		for j := i + 1; j < len(lines) && j <= i+noteLines; j++ {
			if strings.TrimSpace(lines[j]) != "]" {
				continue
			}
			for k := i; k <= j; k++ {
				lines[k] = strings.Repeat("-", len(lines[k])) // as long as it was, so that offsets stay
			}
			i = j
			break
		}
	}
	return lines
}

const (
	headLines    = 12  // of a post, in which a byline or an address says that an article follows
	articleWords = 120 // below which that is none

	quotesOfReport = 4 // marks of quotation that a report has at least
)

var (
	byline   = lazyregexp.New(`^(?i:by|von|par|di|por) \p{Lu}[\p{L}.'-]+(?: \p{Lu}[\p{L}.'-]+){1,3}(?:,? [^.]{0,40})?$`)
	dateline = lazyregexp.New(`^\p{Lu}[\p{Lu} .,]{2,30}(?: \w{3,5}\.? \d{1,2})?,? \((?:AP|AFP|UPI|DPA|dpa|Reuters|REUTERS|Business Wire|PRNewswire)\)`)
)

// pasted returns from which line on a post passes on an article of somebody else: behind a byline or a dateline near
// its beginning, or behind an address with which it begins, where a report follows. It is len(lines) if it does not.
func pasted(lines []string) int {
	if prose := Count(strings.Join(lines, "\n")); prose < articleWords {
		return len(lines)
	}
	seen := 0
	for i, l := range lines {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		if seen++; seen > headLines {
			break
		}
		address := seen == 1 && strings.Contains(l, "://") && !strings.Contains(strings.Trim(l, "<>"), " ")
		if byline.MatchString(l) || dateline.MatchString(l) || address && reports(lines[i+1:]) {
			return i
		}
	}
	return len(lines)
}

// reports tells whether a text is that of a newspaper: it quotes people and never says "I", as what somebody writes
// about a page or a release of their own does.
func reports(lines []string) bool {
	marks := 0
	for _, l := range lines {
		marks += strings.Count(l, `"`) + strings.Count(l, "“")
		for w := range strings.FieldsSeq(l) {
			switch strings.ToLower(strings.Trim(w, `.,;:!?"'()`)) {
			case "i", "my", "i'm", "i've", "we", "ich", "mein", "meine", "wir", "je", "yo":
				return false
			}
		}
	}
	return marks >= quotesOfReport
}
