package digest

import (
	"math"
	"time"
)

// compose chooses the stories and writes them, so that the whole recap comes near the words that the digest asks for; a quiet
// period is told in fewer.
func (b *builder) compose(e *Edition, ranked []*story) {
	target := b.opt.Words
	for _, s := range ranked[:min(len(ranked), 4*b.opt.MaxStories)] {
		s.mute = s.kind != kindStatus && len(b.candidates(s)) == 0
	}
	scale, quotes := 1.0, 3
	for range 5 {
		told, rest := b.draft(e, ranked, scale, quotes)
		e.Also = b.also(rest, told)
		total := ledeWords + b.words(e)
		spoken := 0
		for i := range e.Stories {
			for _, p := range e.Stories[i].Paragraphs {
				for _, s := range p.Sentences {
					if s.Quote != nil {
						spoken += wordCount(s.Quote.Text)
					}
				}
			}
		}
		switch {
		case quotes > 0 && float64(spoken) > quoteShare*float64(total):
			quotes--
		case b.busy() && len(e.Stories) > 0 && b.opt.MaxStories > 1 && total < target*94/100 && scale < 2.5:
			scale *= min(1.5, float64(target)/float64(total))
		case b.total(e)-b.overhead(e) > b.room(e)*5/4 && scale > .5 && total > target*9/8:
			scale *= .85
		default:
			return
		}
	}
}

const ledeWords = 38 // what a lede has, on the average

const quoteShare = .17 // quoted words may be a fifth of the text; the lines around the stories are an estimate

// draft writes the stories once, each scale times as long as usual, with at most so many quotes.
func (b *builder) draft(e *Edition, ranked []*story, scale float64, quotes int) (chosen, rest []*story) {
	b.said, b.placed, b.verbs, e.Stories = nil, map[string]bool{}, map[string]int{}, nil
	target, room := b.opt.Words, b.room(e)
	n := min(b.opt.MaxStories, max(3, int(math.Round(float64(room)/(.8*float64(b.opt.StoryWords))))))
	chosen, rest = b.choose(ranked, n)
	n = len(chosen)
	if n == 0 {
		return nil, rest
	}
	said := b.quotes(chosen, min(quotes, (n+1)/2), target/7)
	if b.opt.MaxStories == 1 && n == 1 {
		said = nil // one story alone is told, not quoted
	}
	per := min(float64(b.opt.StoryWords), float64(room)/float64(n)) * scale
	short := 0.0 // words that a story had no use for go to the next ones
	for i, s := range chosen {
		weight := 1.0
		if n > 2 {
			weight = 1.2 - .4*float64(i)/float64(n-1)
		}
		budget := per*weight + min(short, per*.6)
		st := b.write(e, s, int(budget), said, i)
		short += per*weight - float64(storyWords(&st))
		e.Stories = append(e.Stories, st)
	}
	// a busy day whose stories came out short has room for one or two more
	for len(e.Stories) < b.opt.MaxStories && len(rest) > 0 && b.busy() && b.total(e) < target*9/10 {
		more, left := choose(rest, 1)
		if len(more) == 0 || more[0].score < 0 || more[0].mute || more[0].reasons["says little"] != 0 || sharesThread(more[0], chosen) {
			break
		}
		rest = left
		chosen = append(chosen, more[0])
		e.Stories = append(e.Stories, b.write(e, more[0], int(per), nil, -1))
	}
	b.arrange(e.Stories)
	return chosen, rest
}

// room is how many words the stories may have together.
func (b *builder) room(e *Edition) int { return max(b.opt.Words-b.overhead(e), b.opt.StoryWords) }

// busy reports whether the period is a normal one rather than a quiet one.
func (b *builder) busy() bool { return len(b.all) >= 20 }

// write makes one story of s in about budget words.
func (b *builder) write(e *Edition, s *story, budget int, quotes []quotable, index int) Story {
	var quote *quotable
	for i := range quotes {
		if quotes[i].story == index && index >= 0 {
			quote = &quotes[i]
		}
	}
	if quote != nil {
		budget -= quote.words
	}
	outcome, closing := b.outcome(s)
	if closing.Text != "" {
		budget -= wordCount(closing.Text)
	}
	if quote != nil {
		b.said = append(b.said, quote.vec)
	}
	picks := b.pickSentences(s, max(budget, 18))
	body := b.withSession(s, b.tell(s, picks, quote))
	if closing.Text != "" && b.inOrder(body, closing) {
		body = append(body, closing)
	}
	body = b.gate(s, body)
	if len(body) > 0 && len(picks) > 0 && !body[0].opening { // the gate took the opening: who speaks must be said anew
		if p := b.byID[body[0].Sources[0]]; p != nil {
			t := &teller{b: b, s: s, named: map[string]bool{}, used: map[string]int{}}
			body = append([]Sentence{t.startedBy(p)}, body...)
		}
	}
	body = b.distinct(e, body)
	st := Story{ID: s.opener().id, Title: s.heading(), Kind: s.kind, URL: s.lead().URL, Sources: []string{}, People: []string{}, Score: s.score, Reasons: s.reasons, Outcome: outcome}
	if s.opener().in && s.opener().URL != "" {
		st.URL = s.opener().URL
	}
	seen := map[string]bool{}
	for _, p := range s.posts {
		st.Sources = append(st.Sources, p.id)
		b.cite(p)
		if !seen[p.who] {
			seen[p.who] = true
			st.People = append(st.People, p.who)
		}
	}
	st.Paragraphs = paragraphsOf(body)
	for _, sent := range body {
		for _, id := range sent.Sources {
			b.citeID(id)
		}
	}
	return st
}

// inOrder reports whether next cites nothing older than the last sentence of body does: a story runs in the order of time.
func (b *builder) inOrder(body []Sentence, next Sentence) bool {
	if len(body) == 0 {
		return true
	}
	return !b.oldest(next).Before(b.oldest(body[len(body)-1]))
}

func (b *builder) oldest(s Sentence) time.Time {
	var t time.Time
	for _, id := range s.Sources {
		if p := b.byID[id]; p != nil && (t.IsZero() || p.Published.Before(t)) {
			t = p.Published
		}
	}
	return t
}

// distinct leaves out sentences that say nearly the same as an earlier one of the edition; the first of a story stays.
func (b *builder) distinct(e *Edition, body []Sentence) []Sentence {
	var seen []vector
	for i := range e.Stories {
		for _, p := range e.Stories[i].Paragraphs {
			for _, s := range p.Sentences {
				seen = append(seen, b.today.vector(s.Text))
			}
		}
	}
	out := body[:0]
	for i, s := range body {
		v := b.today.vector(s.Text)
		repeated := false
		for _, o := range seen {
			repeated = repeated || v.dot(o) > .5
		}
		if repeated && i > 0 {
			continue
		}
		seen = append(seen, v)
		out = append(out, s)
	}
	return out
}

// paragraphsOf breaks a story of more than 85 words in two.
func paragraphsOf(body []Sentence) []Paragraph {
	if len(body) == 0 {
		return []Paragraph{}
	}
	total := 0
	for _, s := range body {
		total += wordCount(s.Text)
	}
	if total <= 85 || len(body) < 4 {
		return []Paragraph{{Sentences: body}}
	}
	n, cut := 0, len(body)
	for i, s := range body {
		n += wordCount(s.Text)
		if n >= total/2 {
			cut = i + 1
			break
		}
	}
	if cut >= len(body) {
		return []Paragraph{{Sentences: body}}
	}
	return []Paragraph{{Sentences: body[:cut]}, {Sentences: body[cut:]}}
}

func storyWords(s *Story) int {
	n := wordCount(s.Title)
	for _, p := range s.Paragraphs {
		for _, sent := range p.Sentences {
			n += wordCount(sent.Text)
		}
	}
	return n
}

// total estimates the words of the recap as it stands.
func (b *builder) total(e *Edition) int {
	n := b.overhead(e)
	for i := range e.Stories {
		n += storyWords(&e.Stories[i])
	}
	return n
}

// overhead estimates the words that stand around the stories: lede, lines of links, people, what is next, how to join, coverage.
func (b *builder) overhead(e *Edition) int {
	n := ledeWords
	n += 40 // also discussed
	n += wordCount(b.opt.Community.Join) + 12
	n += 3 * min(len(e.Newcomers), 6)
	n += 6 * min(len(e.Organizations), 6)
	n += 12 * len(e.Votes)
	n += 12 * len(e.Upcoming)
	n += talkWords(e)
	n += 8
	return n
}
