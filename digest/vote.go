package digest

import (
	"regexp"
	"strings"
	"time"
)

// A ballot is one person's vote: +1, 0 or -1.
var (
	ballotLine  = regexp.MustCompile(`^\s*\[\s*([xX✓✔*]?)\s*\]`)
	ballotStart = regexp.MustCompile(`^\s*(?:my vote:?\s*|vote:?\s*)?([+-]\s?[01]|±0|\b0\b)(?:\s*\([^)]*\))?(?:[\s,.;:!-]|$)`)
	inHours     = regexp.MustCompile(`(?i)\b(?:open|run|last|remain open|be open)\b[^.]{0,60}?\b(?:for|at least|next)\b[^.]{0,20}?\b(\d{2,3})\s*(?:hours|hrs|h)\b`)
	onDate      = regexp.MustCompile(`(?i)\b(?:until|till|closes?|ends?|ending|by|deadline)\b[^.\n]{0,40}?\b(\d{4}-\d\d-\d\d|\d{1,2}\.? (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)`)
)

// ballotOf reads one person's vote from own words: a line that begins with +1, 0 or -1, or the marked line of a ballot form. An unmarked line of
// the form ("[ ] +1 approve") is no vote.
func ballotOf(text string) (int, bool) {
	for i, line := range strings.Split(text, "\n") {
		if i > 40 {
			break
		}
		if m := ballotLine.FindStringSubmatch(line); m != nil {
			if m[1] == "" {
				continue
			}
			line = line[len(m[0]):]
		}
		m := ballotStart.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		switch strings.ReplaceAll(m[1], " ", "") {
		case "+1":
			return 1, true
		case "-1":
			return -1, true
		default:
			return 0, true
		}
	}
	return 0, false
}

// votes tallies every vote that a story holds: one voice a person, the last one counts.
func (b *builder) votes(all []*story) []Vote {
	out := []Vote{}
	for _, s := range all {
		for _, th := range s.threads {
			open := th.opener()
			if kindOf(open) != kindVote || open.Policy != 0 || open.who == "" {
				continue
			}
			v := Vote{Title: th.title, URL: open.URL, State: "open", Source: open.id, Deadline: deadline(open)}
			voices := map[string]int{}
			said := map[string]bool{}
			for _, p := range append(append([]*post(nil), th.context...), th.posts...) {
				if p == open && ballotForm(p.Text) || p.Machine != "" {
					continue
				}
				if n, ok := ballotOf(p.Text); ok {
					voices[p.ident], said[p.ident] = n, true
				}
				low := strings.ToLower(p.Title + "\n" + clip(p.Text, 600))
				if titleResult.MatchString(p.Title) {
					switch {
					case strings.Contains(low, "withdrawn") || strings.Contains(low, "cancelled") || strings.Contains(low, "canceled"):
						v.State = "withdrawn"
					case strings.Contains(low, "not passed") || strings.Contains(low, "has failed") || strings.Contains(low, "did not pass") || strings.Contains(low, "rejected"):
						v.State = "failed"
					case strings.Contains(low, "pass") || strings.Contains(low, "carried") || strings.Contains(low, "accepted") || strings.Contains(low, "approved"):
						v.State = "passed"
					default:
						v.State = "unknown"
					}
				}
			}
			for _, n := range voices {
				switch {
				case n > 0:
					v.Plus++
				case n < 0:
					v.Minus++
				default:
					v.Zero++
				}
			}
			if r := b.result(th, all); r != "" && v.State == "open" {
				v.State = r
			}
			out = append(out, v)
			b.cite(open)
		}
	}
	return out
}

// result finds a vote's [RESULT] in another thread with the same subject.
func (b *builder) result(vote *thread, all []*story) string {
	subject := strings.TrimSpace(titleResult.ReplaceAllString(vote.base, ""))
	for _, s := range all {
		for _, th := range s.threads {
			if th == vote || !titleResult.MatchString(th.posts[0].Title) {
				continue
			}
			if base := baseSubject(th.posts[0].Title); base != "" && (strings.Contains(base, subject) || strings.Contains(subject, base)) {
				low := strings.ToLower(th.posts[0].Title + "\n" + clip(th.posts[0].Text, 600))
				if strings.Contains(low, "fail") || strings.Contains(low, "not pass") || strings.Contains(low, "rejected") {
					return "failed"
				}
				return "passed"
			}
		}
	}
	return ""
}

func ballotForm(text string) bool {
	return len(regexp.MustCompile(`(?m)^\s*\[\s*\]\s*[+-]?[01]`).FindAllString(text, 3)) >= 2
}

// deadline reads until when a vote is open: "open for 72 hours", or a date; nil if the text names none.
func deadline(p *post) *time.Time {
	if m := inHours.FindStringSubmatch(p.Text); m != nil {
		var hours int
		for _, c := range m[1] {
			hours = hours*10 + int(c-'0')
		}
		t := p.Published.Add(time.Duration(hours) * time.Hour)
		return &t
	}
	if m := onDate.FindStringSubmatch(p.Text); m != nil {
		if t, ok := parseDay(m[1], p.Published); ok {
			return &t
		}
	}
	return nil
}
