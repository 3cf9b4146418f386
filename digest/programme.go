package digest

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A Talk is an entry of an event's programme.
type Talk struct {
	Title    string
	Speakers []string
	Start    time.Time
	End      time.Time // zero where the programme does not say
	Room     string
	URL      string
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

const leastTitle = 2 // content words of a title that names its talk by itself

// matchTalks finds the threads that are about one talk of an event of the period: a post names the talk's whole title, or a speaker in full
// with at least half of the title's words. A thread that names several talks is about the programme and none of them.
func (b *builder) matchTalks(ts []*thread) {
	talks := b.talksIn(b.in.Window.Start, b.in.Window.End)
	if len(talks) == 0 {
		return
	}
	names := make([]talkNames, len(talks))
	for i, t := range talks {
		names[i] = b.namesOf(t)
	}
	for _, t := range ts {
		var about []*Talk
		for _, p := range t.posts {
			for i := range names {
				if names[i].in(b.evidence(p)) && !slices.Contains(about, talks[i]) {
					about = append(about, talks[i])
				}
			}
		}
		if len(about) == 1 {
			t.talk = about[0]
		}
	}
}

// talksIn returns the talks that begin in [from, to), by their hours.
func (b *builder) talksIn(from, to time.Time) []*Talk {
	var talks []*Talk
	for i := range b.opt.Events {
		for j := range b.opt.Events[i].Talks {
			if t := &b.opt.Events[i].Talks[j]; !t.Start.Before(from) && t.Start.Before(to) {
				talks = append(talks, t)
			}
		}
	}
	slices.SortStableFunc(talks, func(x, y *Talk) int { return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Title, y.Title)) })
	return talks
}

// talkNames are the words by which a post may name a talk, in the form of an evidence's text.
type talkNames struct {
	title    string // "" where it is too short to name anything
	speakers []string
	stems    []int // of the title's content words
}

func (b *builder) namesOf(t *Talk) talkNames {
	var n talkNames
	for _, w := range parts(t.Title) {
		if id := b.lex.stem(strings.ToLower(w)); id >= 0 && !slices.Contains(n.stems, id) {
			n.stems = append(n.stems, id)
		}
	}
	if len(n.stems) >= leastTitle {
		n.title = spaced(t.Title)
	}
	for _, who := range t.Speakers {
		if len(parts(who)) >= 2 {
			n.speakers = append(n.speakers, spaced(who))
		}
	}
	return n
}

// spaced returns the words of s in lower case, with a space before and behind each.
func spaced(s string) string { return " " + strings.ToLower(strings.Join(parts(s), " ")) + " " }

// in reports whether a post names the talk.
func (n *talkNames) in(e *evidence) bool {
	if n.title != "" && strings.Contains(e.text, n.title) {
		return true
	}
	hits := 0
	for _, id := range n.stems {
		if e.stems[id] {
			hits++
		}
	}
	return hits >= leastTitle && 2*hits >= len(n.stems) && slices.ContainsFunc(n.speakers, func(who string) bool { return strings.Contains(e.text, who) })
}

// joinByTalk joins what is about the same talk.
func joinByTalk(ts []*thread, join func(i, j int, reason string)) {
	first := map[*Talk]int{}
	for i, t := range ts {
		if t.talk == nil {
			continue
		}
		if j, ok := first[t.talk]; ok {
			join(j, i, "same talk")
		} else {
			first[t.talk] = i
		}
	}
}

// talk is what the story is about, nil if that is no talk.
func (s *story) talk() *Talk {
	for _, t := range s.threads {
		if t.talk != nil {
			return t.talk
		}
	}
	return nil
}
