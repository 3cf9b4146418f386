package digest

import (
	"sort"
	"time"

	"recap/digest/load"
	"recap/store"
)

// coverage says of every configured source what was read of the period; all of it comes from recorded reads, never from
// the text.
func coverage(in *load.Input) []Coverage {
	counts := map[string]int{}
	for i := range in.Posts {
		for _, s := range in.Posts[i].Sources {
			counts[s]++
		}
	}
	out := []Coverage{}
	for _, s := range in.Sources {
		if s.Position < 0 {
			continue
		}
		c := Coverage{Source: s.Name, Kind: s.Kind, Posts: counts[s.Name], ReadUntil: in.Window.End, State: "ok"}
		if s.LastComplete.Before(in.Window.End) {
			c.ReadUntil = s.LastComplete.In(in.Window.Zone)
		}
		c.State, c.Error = state(s, in.Window.End, c.Posts)
		out = append(out, c)
	}
	return out
}

func state(s store.SourceState, end time.Time, posts int) (state, reason string) {
	switch {
	case s.LastComplete.Before(end) && s.LastError != "":
		return "failed", s.LastError
	case s.LastComplete.Before(end) && s.Gap != "":
		return "partial", s.Gap
	case s.LastComplete.Before(end):
		return "stale", ""
	case s.Unchecked != "":
		return "partial", s.Unchecked
	case posts == 0:
		return "quiet", ""
	}
	return "ok", ""
}

const usualLeast = 3 // days of before that a median needs

// usual is the median of the same weekday of the weeks before; -1 while there is too little to say.
func usual(days []load.DayCount) Usual {
	if len(days) < usualLeast {
		return Usual{-1, -1}
	}
	var posts, who []int
	for _, d := range days {
		posts, who = append(posts, d.Posts), append(who, d.People)
	}
	return Usual{median(posts), median(who)}
}

func median(v []int) int {
	sort.Ints(v)
	n := len(v)
	if n%2 == 1 {
		return v[n/2]
	}
	return (v[n/2-1] + v[n/2] + 1) / 2
}
