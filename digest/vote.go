package digest

import (
	"strings"
	"time"

	"recap/digest/internal/lazyregexp"
)

// A ballot is one person's vote: +1, 0 or -1.
var (
	ballotLine  = lazyregexp.New(`^\s*\[\s*([xX✓✔*]?)\s*\]`)
	ballotStart = lazyregexp.New(`^\s*(?:my vote:?\s*|vote:?\s*)?([+-]\s?[01]|±0|\b0\b)(?:\s*\([^)]*\))?(?:[\s,.;:!-]|$)`)
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
				if p.language().result.MatchString(p.Title) {
					b.readResult(&v, p)
					continue
				}
				if n, ok := ballotOf(p.Text); ok {
					voices[p.ident], said[p.ident] = n, true
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

// readResult takes over what the announcement of a result says.
func (b *builder) readResult(v *Vote, p *post) {
	low := strings.ToLower(p.Title + "\n" + clip(p.Text, 800))
	l := p.language()
	switch {
	case contains(low, l.withdrawn):
		v.State = "withdrawn"
	case contains(low, l.failed):
		v.State = "failed"
	case contains(low, l.passed):
		v.State = "passed"
	default:
		v.State = "unknown"
	}
}

// result finds a vote's [RESULT] in another thread with the same subject.
func (b *builder) result(vote *thread, all []*story) string {
	subject := strings.TrimSpace(vote.posts[0].language().result.ReplaceAllString(vote.base, ""))
	for _, s := range all {
		for _, th := range s.threads {
			if th == vote || !th.posts[0].language().result.MatchString(th.posts[0].Title) {
				continue
			}
			if base := baseSubject(th.posts[0].Title); base != "" && (strings.Contains(base, subject) || strings.Contains(subject, base)) {
				var found Vote
				b.readResult(&found, th.posts[0])
				return found.State
			}
		}
	}
	return ""
}

func ballotForm(text string) bool {
	return len(lazyregexp.New(`(?m)^\s*\[\s*\]\s*[+-]?[01]`).FindAllString(text, 3)) >= 2
}

// deadline reads until when a vote is open: "open for 72 hours", or a date; nil if the text names none.
func deadline(p *post) *time.Time {
	l := p.language()
	if m := l.hours.FindStringSubmatch(p.Text); m != nil {
		var hours int
		for _, c := range m[1] {
			hours = hours*10 + int(c-'0')
		}
		t := p.Published.Add(time.Duration(hours) * time.Hour)
		return &t
	}
	if m := l.until.FindStringSubmatch(p.Text); m != nil {
		if t, ok := l.parseDay(m[1], p.Published); ok {
			rest := p.Text[strings.Index(p.Text, m[0])+len(m[0]):]
			if h := l.clock.FindStringSubmatch(clip(rest, 30)); h != nil {
				if at, err := time.Parse("15:04", h[1]); err == nil {
					t = t.Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
					return &t
				}
			}
			t = t.Add(24*time.Hour - time.Second) // to the end of that day
			return &t
		}
	}
	return nil
}
