package digest

import (
	"cmp"
	"slices"
	"time"

	"recap/digest/period"
)

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
