package digest

import "strings"

// proof is what the cited posts of one sentence carry together.
type proof struct {
	posts    []*evidence
	answered *evidence // the post that the first one answers, whose writer may be named; nil if it is not here
}

func (b *builder) proofOf(cited []*post) proof {
	p := proof{posts: b.evidences(cited)}
	if parent := b.parentOf(cited[0]); parent != nil {
		p.answered = b.evidence(parent)
	}
	return p
}

func (p proof) any(f func(*evidence) bool) bool { return anyOf(p.posts, f) }

func (p proof) names(w string) bool {
	return p.any(func(e *evidence) bool { return e.who[w] }) || p.answered != nil && p.answered.who[w]
}

func (p proof) holds(w string) bool { return p.any(func(e *evidence) bool { return e.words[w] }) }

func (p proof) holdsFolded(low string) bool {
	return p.any(func(e *evidence) bool { return e.low[low] })
}

func (p proof) neighbours(a, b string) bool {
	return p.any(func(e *evidence) bool { return e.pairs[pair{a, b}] })
}

// factObjection checks names, numbers and content words against the cited posts.
func (b *builder) factObjection(tokens []token, cited []*post) string {
	p := b.proofOf(cited)
	content, covered, pairs, adjacent := 0, 0, 0, 0
	for i, t := range tokens {
		last, next := "", ""
		if i > 0 {
			last = tokens[i-1].low
		}
		if i+1 < len(tokens) {
			next = tokens[i+1].low
		}
		switch named := p.names(t.text); {
		case named:
			continue
		case t.digit:
			if !p.holds(t.text) || !p.neighbours(last, t.low) && !p.neighbours(t.low, next) {
				return "holds the number " + t.text + ", which no cited post has there"
			}
			continue
		case t.upper && !p.holds(t.text) && !(t.starts && (b.isFrame(t) || p.holdsFolded(t.low))) && !b.lang.frame[t.text]:
			return "holds the name " + t.text + ", which no cited post has"
		case b.lang.frame[t.low]:
			continue
		}
		if last != "" && !b.lang.frame[last] {
			pairs++
			if p.neighbours(last, t.low) {
				adjacent++
			}
		}
		stem := b.lex.stem(t.low)
		if stem < 0 {
			continue
		}
		content++
		switch {
		case p.any(func(e *evidence) bool { return e.stems[stem] }):
			covered++
		case !b.ordinary(t.low) && !p.holdsFolded(t.low):
			return "holds the word " + t.text + ", which neither a cited post nor any other has"
		}
	}
	switch {
	case float64(covered) < leastCovered*float64(content):
		return "says what the cited posts do not"
	case pairs >= fewWords && float64(adjacent) < leastAdjacent*float64(pairs):
		return "says it in other words than the cited posts"
	}
	return ""
}

// ordinary reports whether a word in lower case is one that people here use, or a form of a word without a topic.
func (b *builder) ordinary(low string) bool {
	return b.lex.lower[low] > 0 || b.lang.stop[strings.TrimSuffix(low, "s")] || b.lang.stop[low+"'t"]
}

func anyOf(have []*evidence, f func(*evidence) bool) bool {
	for _, e := range have {
		if f(e) {
			return true
		}
	}
	return false
}
