package digest

import (
	"regexp"
	"sort"
	"strings"
	"time"
)

const (
	months   = `January|February|March|April|May|June|July|August|September|October|November|December`
	horizon  = 120 // days that an announced date may lie ahead
	maxAhead = 3   // dates that an edition names
)

var (
	dayText  = regexp.MustCompile(`\b(?:(\d{4}-\d\d-\d\d)|(\d{1,2})(?:st|nd|rd|th)?(?: of)? (` + months + `)(?:,? (\d{4}))?|(` + months + `) (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?)\b`)
	eventCue = regexp.MustCompile(`(?i)\b(?:meeting|meetup|meet-up|sprint|conference|hackathon|hack day|hack days|workshop|deadline|freeze|release|call for|cfp|submissions?|registration|vote|webinar|summit|party|talks?|session|train|election|launch|is due|scheduled|planned for|will be held|takes place|join us)\b`)
)

// parseDay reads "2026-10-15", "15 October 2026", "October 15th" as a UTC day; without a year it is the next such day after ref.
func parseDay(s string, ref time.Time) (time.Time, bool) {
	m := dayText.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	if m[1] != "" {
		t, err := time.Parse(time.DateOnly, m[1])
		return t, err == nil
	}
	day, month, year := m[2], m[3], m[4]
	if month == "" {
		month, day, year = m[5], m[6], m[7]
	}
	given := year != ""
	if !given {
		year = ref.Format("2006")
	}
	t, err := time.Parse("2 January 2006", strings.TrimLeft(day, "0")+" "+month+" "+year)
	if err != nil {
		return time.Time{}, false
	}
	if !given && t.Before(ref.AddDate(0, 0, -30)) {
		t = t.AddDate(1, 0, 0)
	}
	return t, true
}

// namesADay is a cheap look for what dayText could find.
func namesADay(s string) bool {
	for _, m := range monthNames {
		if strings.Contains(s, m) {
			return true
		}
	}
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

var monthNames = strings.Split(months, "|")

// upcoming collects what lies after the period: dates that posts of the period announce, open votes, events of the configuration.
func (b *builder) upcoming(all []*story, votes []Vote) []Upcoming {
	w := b.in.Window
	var out []Upcoming
	seen := map[string]bool{}
	for _, e := range b.opt.Events {
		first := midnight(e.Start, w.Zone)
		if !first.Before(w.End) && first.Before(w.End.AddDate(0, 0, horizon)) {
			out = append(out, Upcoming{Text: e.Name + " begins", Date: first.Format(time.DateOnly), URL: e.URL, Sources: []string{}})
		} else if last := midnight(e.End, w.Zone); first.Before(w.End) && !last.Before(w.End) {
			out = append(out, Upcoming{Text: e.Name + " goes on", Date: w.End.Format(time.DateOnly), URL: e.URL, Sources: []string{}})
		}
	}
	for _, v := range votes {
		if v.State == "open" && v.Deadline != nil && v.Deadline.After(w.End) {
			out = append(out, Upcoming{Text: "the vote on " + v.Title + " closes", Date: v.Deadline.In(w.Zone).Format(time.RFC3339), URL: v.URL, Sources: []string{v.Source}})
			seen[v.Source] = true
		}
	}
	var found []Upcoming
	for _, s := range all {
		for _, p := range s.posts {
			if seen[p.id] || p.isStatus() || s.reasons["looks like spam"] != 0 || !namesADay(p.Text) {
				continue
			}
			for k, sent := range p.sentences(b.lex) {
				if k > 40 || !namesADay(sent.text) || !eventCue.MatchString(sent.text) {
					continue
				}
				day, ok := parseDay(sent.text, p.Published)
				if !ok || day.Before(w.End.Add(-time.Second)) || day.After(w.End.AddDate(0, 0, horizon)) {
					continue
				}
				seen[p.id] = true
				found = append(found, Upcoming{Text: s.title, Date: day.Format(time.DateOnly), URL: p.URL, Sources: []string{p.id}})
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
			dup = dup || o.Text == f.Text
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
