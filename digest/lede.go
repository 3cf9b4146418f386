package digest

import (
	"math"
	"strconv"
	"strings"
)

// lede writes the first paragraph, at most 45 words: the community, the day, the size of it, the main story.
func (b *builder) lede(e *Edition, ranked []*story) Lede {
	st := e.Stats
	l := b.lang
	size := Fill(l.size, "posts", l.Count(st.Posts, l.Post), "people", l.Count(st.People, l.Person), "threads", l.Count(st.Threads, l.Thread))
	var sources []string
	most := 3
	if e.Event != nil { // the number of the day stands in the sentence: as many posts stand behind it
		most = max(1, e.Event.Day)
	}
	for i, p := range b.people {
		if i == most {
			break
		}
		sources = append(sources, p.id)
		b.cite(p)
	}
	if sources == nil {
		sources = []string{}
	}
	first := b.opening(e, size)
	out := Lede{Sentences: []Sentence{{Text: first, Sources: sources}}}
	if len(e.Stories) == 0 {
		if st.Machines > 0 && st.Machines == st.Posts {
			out.Sentences = append(out.Sentences, Sentence{Text: l.allMachines, Sources: []string{}})
		}
		return out
	}
	main := &e.Stories[0]
	if p := b.mainPost(main); p != nil {
		title := l.inQuotes(main.Title)
		by, ok := l.by[main.Kind]
		if !ok {
			by = l.by[kindDiscussion]
		}
		text := Fill(l.mainStory, "title", title, "by", by, "who", p.who)
		if main.Kind == kindStatus {
			if q := b.mostShared(); q != nil {
				p, title = q, l.inQuotes(q.statusText())
				text = Fill(l.passedMost, "who", p.who, "title", title)
			} else {
				text = Fill(l.mainStatus, "title", title, "who", p.who)
			}
		}
		if wordCount(first)+wordCount(text) <= 45 {
			out.Sentences = append(out.Sentences, Sentence{Text: text, Sources: []string{p.id}, Anchor: title})
			b.cite(p)
		} else {
			text = Fill(l.mainAlone, "title", title)
			if wordCount(first)+wordCount(text) <= 45 {
				out.Sentences = append(out.Sentences, Sentence{Text: text, Sources: []string{p.id}, Anchor: title})
				b.cite(p)
			}
		}
	}
	return out
}

// opening says which community wrote how much, and when.
func (b *builder) opening(e *Edition, size string) string {
	l, days := b.lang, b.in.Window.days()
	pairs := []string{"community", b.opt.Community.Name, "size", size, "period", e.Period.Label}
	if e.Event != nil {
		pairs = append(pairs, "event", e.Event.Name, "first", Fill(l.dayNumber, "n", "1"), "day", Fill(l.dayNumber, "n", strconv.Itoa(e.Event.Day)))
	}
	template := l.ledeDay
	switch {
	case e.Stats.Posts == 0 && days > 1:
		template = l.ledeNothingSpan
	case e.Stats.Posts == 0:
		template = l.ledeNothing
	case e.Event != nil && days == 1 && strings.EqualFold(e.Event.Name, b.opt.Community.Name):
		template = l.eventOwnDay
	case e.Event != nil && days == 1:
		template = l.eventDay
	case e.Event != nil && b.wholeEvent():
		template = Fill(l.eventWhole, "days", l.words(days, l.eventDays))
	case e.Event != nil:
		template = l.eventSpan
	case days == 7:
		template = l.ledeWeek
	case days > 1:
		template = l.ledeSpan
	}
	return Fill(template, pairs...)
}

// mostShared is the status of the period that was passed on most, if any was.
func (b *builder) mostShared() *post {
	var best *post
	for _, p := range b.people {
		if !p.dropped && p.isStatus() && b.shares[p.Key] > 0 && wordCount(p.statusText()) >= 4 && !strings.ContainsAny(p.statusText(), "\"“”„") && (best == nil || b.shares[p.Key] > b.shares[best.Key]) {
			best = p
		}
	}
	return best
}

// mainPost is the post of the period that the main story opens with.
func (b *builder) mainPost(s *Story) *post {
	if p := b.byID[s.ID]; p != nil && p.who != "" {
		return p
	}
	if len(s.Sources) > 0 {
		return b.byID[s.Sources[0]]
	}
	return nil
}

const (
	leastLinks = 2.8 // links per 100 words, above the least that a reader wants
	mostLinks  = 4.6
	aimLinks   = 3.6
)

// link decides which sentences carry a link, so that the recap has two to five in a hundred words: every story's opening always, the
// main story in the lede, then one sentence of each further post until there are enough. Where even that is too much, the line of
// further threads is shortened.
func (b *builder) link(e *Edition) {
	words := float64(b.words(e))
	n := len(e.Also) + len(e.Questions) + len(e.Votes)
	for _, u := range e.Upcoming {
		if u.URL != "" {
			n++
		}
	}
	for i := range e.Lede.Sentences {
		if e.Lede.Sentences[i].Anchor != "" {
			n++
		}
	}
	var further, again []*Sentence // sentences on another post than those before, and on the same
	anchors := map[*Sentence]string{}
	for i := range e.Stories {
		seen := map[string]bool{}
		first := true
		for j := range e.Stories[i].Paragraphs {
			for k := range e.Stories[i].Paragraphs[j].Sentences {
				s := &e.Stories[i].Paragraphs[j].Sentences[k]
				if s.Anchor != "" && len(s.Sources) > 0 && b.urlOf(s.Sources[0]) != "" {
					switch {
					case first:
						n++
					case seen[s.Sources[0]]:
						again = append(again, s)
					default:
						further = append(further, s)
					}
					if !first {
						anchors[s] = s.Anchor
						s.Anchor = ""
					}
					seen[s.Sources[0]] = true
				} else {
					s.Anchor = ""
				}
				first = false
			}
		}
	}
	fill := func(list []*Sentence, aim float64) {
		room := min(len(list), int(math.Floor(aim*words/100))-n)
		for i := range list {
			// spread evenly over the text
			if room > 0 && (i*room)/len(list) != ((i+1)*room)/len(list) {
				list[i].Anchor = anchors[list[i]]
				n++
			}
		}
	}
	fill(further, aimLinks)
	fill(again, leastLinks)
	for len(e.Also) > 0 && float64(n) > mostLinks*words/100 {
		words -= float64(wordCount(e.Also[len(e.Also)-1].Title))
		e.Also = e.Also[:len(e.Also)-1]
		n--
	}
}

func (b *builder) urlOf(id string) string {
	if p := b.byID[id]; p != nil {
		return p.URL
	}
	return ""
}

// words estimates the words of the finished recap.
func (b *builder) words(e *Edition) int {
	n := 12 + wordCount(b.opt.Community.Join)
	for _, s := range e.Lede.Sentences {
		n += wordCount(s.Text)
	}
	for i := range e.Stories {
		n += storyWords(&e.Stories[i])
	}
	for _, a := range e.Also {
		n += wordCount(a.Title)
	}
	for _, q := range e.Questions {
		n += wordCount(q.Title) + 4
	}
	for _, v := range e.Votes {
		n += wordCount(v.Title) + 8
	}
	for _, u := range e.Upcoming {
		n += wordCount(u.Text) + 4
	}
	n += talkWords(e)
	n += 3 * min(6, len(e.Newcomers))
	n += 6 * min(6, len(e.Organizations))
	return n + 8 // what was read
}
