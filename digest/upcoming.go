package digest

import (
	"sort"
	"strconv"
	"strings"
	"time"
)

const (
	horizon  = 120 // days that an announced date may lie ahead
	maxAhead = 3   // dates that an edition names
)

// parseDay reads a day as the language writes it, or "2026-10-15", as a UTC day; without a year it is the next such day after ref.
func (l *language) parseDay(s string, ref time.Time) (time.Time, bool) {
	m := l.dayText.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	part := map[string]string{}
	for i, name := range l.dayText.SubexpNames() {
		if name = strings.TrimSuffix(name, "2"); name != "" && m[i] != "" {
			part[name] = m[i]
		}
	}
	if iso := part["iso"]; iso != "" {
		t, err := time.Parse(time.DateOnly, iso)
		return t, err == nil
	}
	month := int(l.months[part["month"]])
	if n := part["number"]; n != "" {
		month, _ = strconv.Atoi(n) // of digits alone
	}
	year, given := part["year"], part["year"] != ""
	if !given {
		year = ref.Format("2006")
	}
	t, err := time.Parse("2006 1 2", year+" "+strconv.Itoa(month)+" "+strings.TrimLeft(part["day"], "0"))
	if err != nil {
		return time.Time{}, false
	}
	if !given && t.Before(ref.AddDate(0, 0, -30)) {
		t = t.AddDate(1, 0, 0)
	}
	return t, true
}

// holdsAny reports whether one of words stands in s.
func holdsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// holdsISODay is a cheap look for "2026-10-15".
func holdsISODay(s string) bool {
	for i := strings.Index(s, "-"); i >= 0 && i < len(s); {
		if i >= 4 && i+3 < len(s) && s[i-4] == '2' && s[i+3] == '-' {
			return true
		}
		next := strings.Index(s[i+1:], "-")
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

// upcoming collects what lies after the period: dates that posts of the period announce, open votes, events of the configuration.
func (b *builder) upcoming(all []*story, votes []Vote) []Upcoming {
	w := b.in.Window
	var out []Upcoming
	seen := map[string]bool{}
	for _, e := range b.opt.Events {
		first := midnight(e.Start, w.Zone)
		if !first.Before(w.End) && first.Before(w.End.AddDate(0, 0, horizon)) {
			out = append(out, Upcoming{Text: Fill(b.lang.begins, "event", e.Name), Date: first.Format(time.DateOnly), URL: e.URL, Sources: []string{}})
		} else if last := midnight(e.End, w.Zone); first.Before(w.End) && !last.Before(w.End) {
			out = append(out, Upcoming{Text: Fill(b.lang.goesOn, "event", e.Name), Date: w.End.Format(time.DateOnly), URL: e.URL, Sources: []string{}})
		}
	}
	for _, v := range votes {
		if v.State == "open" && v.Deadline != nil && v.Deadline.After(w.End) {
			out = append(out, Upcoming{Text: Fill(b.lang.voteCloses, "title", v.Title), Date: v.Deadline.In(w.Zone).Format(time.RFC3339), URL: v.URL, Sources: []string{v.Source}})
			seen[v.Source] = true
		}
	}
	out = b.nextTalks(out)
	var found []Upcoming
	threads := map[string]string{} // heading by the id of the post that names the day
	for _, s := range all {
		for _, p := range s.posts {
			l := p.language()
			if seen[p.id] || p.isStatus() || s.reasons["looks like spam"] != 0 || !l.namesDay(p.Text) {
				continue
			}
			for k, sent := range p.sentences(b.lex) {
				if k > 40 || !l.namesDay(sent.text) || !l.event.MatchString(sent.text) {
					continue
				}
				day, ok := l.parseDay(sent.text, p.Published)
				if !ok || day.Before(w.End.Add(-time.Second)) || day.After(w.End.AddDate(0, 0, horizon)) {
					continue
				}
				seen[p.id] = true
				threads[p.id] = s.heading()
				found = append(found, Upcoming{Text: b.announced(s, p, sent.text), Date: day.Format(time.DateOnly), URL: p.URL, Sources: []string{p.id}})
				break
			}
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Date < found[j].Date })
	for _, f := range found {
		if len(out) >= maxAhead {
			break
		}
		dup := false
		for _, o := range out {
			dup = dup || o.Text == f.Text || len(o.Sources) > 0 && threads[o.Sources[0]] == threads[f.Sources[0]]
		}
		if !dup {
			out = append(out, f)
			b.citeID(f.Sources[0])
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Date < out[j].Date })
	if out == nil {
		out = []Upcoming{}
	}
	return out
}

// announced returns what is said of a day to come: the sentence that names it and whose it is, where that may be quoted, because what the thread is called is often about
// something else, such as the release before the one of that day. Else it is what the thread is called.
func (b *builder) announced(s *story, p *post, sentence string) string {
	if p.who == "" || !MayBeNamed(p.Policy) || !p.language().quoteworthy(sentence) || !verbatim(sentence, p.Text) {
		return s.heading()
	}
	return b.lang.quoteMarks[0] + strings.TrimSuffix(sentence, ".") + b.lang.quoteMarks[1] + " (" + p.who + ")"
}
