package digest

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"recap/digest/language"
	"recap/digest/period"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/story"
)

const (
	horizon      = 120 // days that an announced date may lie ahead
	maxAhead     = 4   // days to come that an edition names
	maxNextTalks = 3   // talks of the next day that are named
	daysOfPost   = 40  // units of a post in which a day is looked for
	quoteLongest = 40  // words of a sentence that names a day
)

// upcoming collects what lies after the period: events of the configuration, open votes, talks of the next day, days
// that posts announce.
func (b *builder) upcoming(all []*story.Story) []Upcoming {
	w, l := b.in.Window, b.lang
	out := []Upcoming{}
	for _, e := range b.opt.Events {
		first, last := period.Midnight(e.Start, w.Zone), period.Midnight(e.End, w.Zone)
		switch {
		case !first.Before(w.End) && first.Before(w.End.AddDate(0, 0, horizon)):
			out = append(out, Upcoming{Text: language.Fill(l.Begins, "event", e.Name), Date: first.Format(time.DateOnly), URL: e.URL, Sources: []string{}})
		case first.Before(w.End) && !last.Before(w.End) && len(b.nextTalks()) == 0:
			out = append(out, Upcoming{Text: language.Fill(l.GoesOn, "event", e.Name), Date: w.End.Format(time.DateOnly), URL: e.URL, Sources: []string{}})
		}
	}
	cited := map[string]bool{}
	for _, v := range b.e.Votes {
		if v.State == "open" && v.Deadline != nil && v.Deadline.After(w.End) {
			out = append(out, Upcoming{Text: language.Fill(l.VoteCloses, "title", v.Title), Date: v.Deadline.In(w.Zone).Format(time.RFC3339), URL: v.URL, Sources: []string{v.Source}})
			cited[v.Source] = true
		}
	}
	out = append(out, b.nextTalks()...)
	out = append(out, b.announced(all, cited, max(0, maxAhead-len(out)))...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].Date < out[j].Date })
	return out
}

// announced finds the sentences that name a day to come, one a thread, the nearest first.
func (b *builder) announced(all []*story.Story, cited map[string]bool, most int) []Upcoming {
	var found []Upcoming
	for _, s := range all {
		if s.Dropped {
			continue
		}
		var best *Upcoming
		for _, p := range s.Posts {
			if cited[p.ID] || p.IsStatus() || p.Who == "" || !p.Language.NamesDay(p.Text) {
				continue
			}
			if u := b.dayIn(p); u != nil && (best == nil || u.Date < best.Date) {
				best = u
			}
		}
		if best != nil {
			found = append(found, *best)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Date < found[j].Date })
	var out []Upcoming
	for _, f := range found {
		if len(out) == most {
			break
		}
		same := false
		for _, o := range out {
			same = same || o.Text == f.Text
		}
		if !same {
			out = append(out, f)
		}
	}
	return out
}

// dayIn finds the first sentence of p that plans something for a day after the period.
func (b *builder) dayIn(p *post.Post) *Upcoming {
	w := b.in.Window
	us := p.Units()
	for i := range us[:min(len(us), daysOfPost)] {
		u := &us[i]
		if !u.OK || u.Words < 4 || u.Words > quoteLongest || u.Asks || !u.Cues.Has(language.Plans) || u.Cues.Has(language.Dangles) && !u.Cues.Has(language.StandsAlone) || !p.Language.NamesDay(u.Text) {
			continue
		}
		day, ok := p.Language.ParseDay(u.Text, p.Published)
		if !ok || day.Before(w.End.Add(-time.Second)) || day.After(w.End.AddDate(0, 0, horizon)) || proof.Excerpt(u.Text, p.Text) != "" {
			continue
		}
		return &Upcoming{Text: b.lang.QuoteMarks[0] + u.Text + b.lang.QuoteMarks[1] + " (" + p.Who + ")", Date: day.Format(time.DateOnly), URL: p.URL, Sources: []string{p.ID}}
	}
	return nil
}

// nextTalks names the talks of the day after the period.
func (b *builder) nextTalks() []Upcoming {
	w := b.in.Window
	var out []Upcoming
	for _, t := range talksIn(b.opt.Events, w.End, period.NextDay(w.End.In(w.Zone))) {
		if len(out) == maxNextTalks {
			break
		}
		text := b.lang.Quoted(t.Title)
		if len(t.Speakers) > 0 {
			text = language.Fill(b.lang.TalkBy, "title", text, "who", b.lang.Names(t.Speakers))
		}
		out = append(out, Upcoming{Text: text, Date: t.Start.In(w.Zone).Format(time.RFC3339), URL: t.URL, Sources: []string{}})
	}
	return out
}

// A ProgrammeTalk is what the edition keeps of a talk of its days.
type ProgrammeTalk struct {
	Title    string    `json:"title"`
	Speakers []string  `json:"speakers"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end,omitzero"`
	Room     string    `json:"room"`
	URL      string    `json:"url"`
	Sources  []string  `json:"sources"` // ids of the posts that are about it
}

// talksIn returns the talks that begin in [from, to), by their hours.
func talksIn(events []Event, from, to time.Time) []Talk {
	var talks []Talk
	for _, e := range events {
		for _, t := range e.Talks {
			if !t.Start.Before(from) && t.Start.Before(to) {
				talks = append(talks, t)
			}
		}
	}
	slices.SortStableFunc(talks, func(x, y Talk) int { return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Title, y.Title)) })
	return talks
}

// programme lists the talks of the period with the posts that are about them.
func (b *builder) programme() []ProgrammeTalk {
	var list []ProgrammeTalk
	zone := b.in.Window.Zone
	for _, t := range talksIn(b.opt.Events, b.in.Window.Start, b.in.Window.End) {
		one := ProgrammeTalk{t.Title, append([]string{}, t.Speakers...), t.Start.In(zone), t.End, t.Room, t.URL, []string{}}
		if !t.End.IsZero() {
			one.End = t.End.In(zone)
		}
		one.Sources = append(one.Sources, b.aboutTalk(t)...)
		list = append(list, one)
	}
	return list
}

// eventOf returns the event that a period lies in, as the edition tells it, or nil: a week with an event in it is no
// day of the event.
func eventOf(w period.Window, events []Event) *EventDay {
	for _, e := range events {
		first, last := period.Midnight(e.Start, w.Zone), period.Midnight(e.End, w.Zone)
		if w.Start.Before(first) || w.LastDay().After(last) {
			continue
		}
		days, day := 0, 0
		for d := first; !d.After(last); d = period.NextDay(d) {
			days++
			if !d.After(w.LastDay()) {
				day = days
			}
		}
		return &EventDay{Name: e.Name, Day: day, Days: days, URL: e.URL}
	}
	return nil
}
