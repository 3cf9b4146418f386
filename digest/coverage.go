package digest

import (
	"time"

	"recap/store"
)

// coverage says of every configured source what was read of the period; all of it comes from recorded reads, never from the text.
func coverage(in *Input) []Coverage {
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
