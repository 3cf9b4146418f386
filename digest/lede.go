package digest

import (
	"fmt"
	"math"
	"strings"
)

// lede writes the first paragraph, at most 45 words: the community, the day, the size of it, the main story.
func (b *builder) lede(e *Edition, ranked []*story) Lede {
	st := e.Stats
	size := fmt.Sprintf("%s from %s in %s", digits(st.Posts, "post", "posts"), digits(st.People, "person", "people"), digits(st.Threads, "thread", "threads"))
	when := e.Period.Label
	var first string
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
	name := b.opt.Community.Name
	switch {
	case st.Posts == 0:
		first = fmt.Sprintf("Nothing was posted in %s on %s: 0 posts from 0 people in 0 threads.", name, when)
		if b.in.Window.days() > 1 {
			first = fmt.Sprintf("Nothing was posted in %s in the period of %s: 0 posts from 0 people in 0 threads.", name, when)
		}
	case e.Event != nil && b.in.Window.days() == 1 && strings.EqualFold(e.Event.Name, name):
		first = fmt.Sprintf("Day %d of %s, %s, brought %s.", e.Event.Day, e.Event.Name, when, size)
	case e.Event != nil && b.in.Window.days() == 1:
		first = fmt.Sprintf("Day %d of %s brought the %s community %s on %s.", e.Event.Day, e.Event.Name, name, size, when)
	case e.Event != nil:
		first = fmt.Sprintf("%s, Day 1 to Day %d, brought the %s community %s (%s).", e.Event.Name, e.Event.Day, name, size, when)
	case b.in.Window.days() == 7:
		first = fmt.Sprintf("%s saw %s in the week of %s.", name, size, when)
	case b.in.Window.days() > 1:
		first = fmt.Sprintf("%s saw %s in the time from %s.", name, size, when)
	default:
		first = fmt.Sprintf("%s saw %s on %s.", name, size, when)
	}
	out := Lede{Sentences: []Sentence{{Text: first, Sources: sources}}}
	if len(e.Stories) == 0 {
		if st.Machines > 0 && st.Machines == st.Posts {
			out.Sentences = append(out.Sentences, Sentence{Text: "All of it was written by machines, so there is no story to tell.", Sources: []string{}})
		}
		return out
	}
	main := &e.Stories[0]
	if p := b.mainPost(main); p != nil {
		title := inQuotes(main.Title)
		text := fmt.Sprintf("The main story is %s, %s by %s.", title, verbOf(main.Kind), p.who)
		if main.Kind == kindStatus {
			if q := b.mostShared(); q != nil {
				p, title = q, inQuotes(statusText(q.Text))
				text = fmt.Sprintf("Passed on most was what %s wrote: %s.", p.who, title)
			} else {
				text = fmt.Sprintf("The main story is %s, with %s first.", title, p.who)
			}
		}
		if wordCount(first)+wordCount(text) <= 45 {
			out.Sentences = append(out.Sentences, Sentence{Text: text, Sources: []string{p.id}, Anchor: title})
			b.cite(p)
		} else {
			text = fmt.Sprintf("The main story is %s.", title)
			if wordCount(first)+wordCount(text) <= 45 {
				out.Sentences = append(out.Sentences, Sentence{Text: text, Sources: []string{p.id}, Anchor: title})
				b.cite(p)
			}
		}
	}
	return out
}

// mostShared is the status of the period that was passed on most, if any was.
func (b *builder) mostShared() *post {
	var best *post
	for _, p := range b.people {
		if p.isStatus() && b.shares[p.Key] > 0 && wordCount(statusText(p.Text)) >= 4 && !strings.ContainsAny(statusText(p.Text), "\"“”") && (best == nil || b.shares[p.Key] > b.shares[best.Key]) {
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

func verbOf(kind string) string {
	switch kind {
	case kindQuestion:
		return "asked"
	case kindAnnouncement, kindRelease, kindSecurity, kindResult:
		return "announced"
	case kindProposal:
		return "proposed"
	case kindPatch:
		return "sent"
	case kindArticle:
		return "written"
	case kindVote:
		return "called"
	case kindStatus:
		return "posted"
	}
	return "raised"
}

func digits(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
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
	n += 3 * min(6, len(e.Newcomers))
	n += 6 * min(6, len(e.Organizations))
	return n + 8 // what was read
}
