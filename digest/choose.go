package digest

import (
	"math"
	"slices"
	"sort"
	"strings"

	"recap/digest/internal/lazyregexp"
)

// A pick is a sentence that was chosen for a story, with the clause that it becomes.
type pick struct {
	post *post
	sentence
	clause clause
	score  float64
	joined bool // stands in the sentence before
}

const (
	essayShare   = .5 // an opening post that holds more of the story's words than this makes it an essay
	diversity    = .25
	spread       = .25
	stopWithin   = 4  // words under the budget at which to stop looking
	alike        = .5 // cosine above which a sentence repeats one that is told already
	frameWords   = 3  // what a reporting frame adds to a sentence, on the average
	candidateCap = 12 // sentences of one post that are considered
)

// pickSentences chooses sentences of the story for about budget words and returns them in the order of time. The shape of the story
// decides: an essay is told from its opening post by centrality, an exchange about one sentence a post. The opening post of the
// period always speaks first, if it says anything that can be told.
func (b *builder) pickSentences(s *story, budget int) []pick {
	cands := b.candidates(s)
	if len(cands) == 0 {
		return nil
	}
	opener := s.lead()
	if opener.isStatus() && len(s.threads) > 1 {
		opener = nil // a story of many statuses has no opening post
	}
	essay := opener != nil && float64(opener.words) > essayShare*float64(totalWords(s.posts)) && len(s.posts) < 12
	vecs := make([]vector, len(cands))
	for i, c := range cands {
		vecs[i] = c.vec
	}
	lex := lexRank(vecs)
	mid := centroid(vecs)
	maxLex, maxMid := 1e-9, 1e-9
	mids := make([]float64, len(cands))
	for i := range cands {
		maxLex = max(maxLex, lex[i])
		mids[i] = vecs[i].dot(mid)
		maxMid = max(maxMid, mids[i])
	}
	subject := b.lex.vector(s.title)
	for i := range cands {
		c := &cands[i]
		lead := 1 / (1 + float64(c.rank))
		score := lex[i]/maxLex + .5*mids[i]/maxMid + lead + .5*c.vec.dot(subject)
		question := .2
		if essay {
			question = 0
		}
		if c.post == opener {
			if essay {
				score += 1.5 * lead
			} else {
				score += .5 * lead
			}
		}
		if strings.HasSuffix(c.text, "?") {
			score += question
		}
		if c.post == opener && says(s.kind, c.post.language(), c.text) {
			score += tidings
		}
		if c.post.language().hasStance(c.text) {
			score += .2
		}
		if c.words < 6 || c.words > 35 {
			score *= .8
		}
		if c.post.isStatus() {
			score += .6 * math.Log(1+float64(b.shares[c.post.Key]))
			if c.words < 8 {
				score *= .7
			}
		}
		c.score = score * c.quality()
	}
	best := 1e-9
	for _, c := range cands {
		best = max(best, c.score)
	}
	perPost, perAuthor := map[*post]int{}, map[string]int{}
	var taken []pick
	used := make([]bool, len(cands))
	words := 0
	take := func(i int) {
		used[i] = true
		taken = append(taken, cands[i])
		perPost[cands[i].post]++
		perAuthor[cands[i].post.ident]++
		words += cands[i].words + frameWords
	}
	first := -1
	for i, c := range cands {
		if c.post == opener && (first < 0 || c.opening() > cands[first].opening()) && !b.repeats(c.vec, taken) && c.words+frameWords <= budget+8 {
			first = i
		}
	}
	if first >= 0 {
		take(first)
	}
	for words < budget-stopWithin {
		next, gain := -1, 0.0
		for i, c := range cands {
			if used[i] || words+c.words+frameWords > budget+4 && len(taken) > 0 {
				continue
			}
			like := 0.0
			for _, t := range taken {
				like = max(like, c.vec.dot(t.vec))
			}
			g := .75*c.score/best - diversity*like
			if c.post.isStatus() {
				g -= .15 * float64(perAuthor[c.post.ident])
			}
			if !essay {
				g -= spread * float64(perPost[c.post])
			} else {
				g -= .1 * float64(max(0, perPost[c.post]-1))
			}
			if (next < 0 || g > gain) && !b.repeats(c.vec, taken) {
				next, gain = i, g
			}
		}
		if next < 0 {
			break
		}
		take(next)
	}
	sort.SliceStable(taken, func(i, j int) bool {
		if taken[i].post != taken[j].post {
			return before(taken[i].post, taken[j].post)
		}
		return taken[i].rank < taken[j].rank
	})
	return taken
}

// tidings is what a sentence gains that says itself what its post is for: that the thing is out, not what it is made of.
const tidings = 1.2

// says reports whether a sentence of the opening post of a story of that kind tells what the post announces.
func says(kind string, l *language, sentence string) bool {
	if kind == kindRelease || kind == kindAnnouncement {
		return contains(strings.ToLower(sentence), l.announces)
	}
	return false
}

// repeats reports whether a sentence says again what the edition or this story says already.
func (b *builder) repeats(v vector, taken []pick) bool {
	for _, t := range taken {
		if v.dot(t.vec) > alike {
			return true
		}
	}
	for _, t := range b.said {
		if v.dot(t) > alike {
			return true
		}
	}
	return false
}

// candidates are the sentences of a story's posts that can be told, each turned into its clause. They are made once, and handed out as copies.
func (b *builder) candidates(s *story) []pick {
	if s.picks == nil {
		s.picks = append([]pick{}, b.newCandidates(s)...)
	}
	return slices.Clone(s.picks)
}

func (b *builder) newCandidates(s *story) []pick {
	var out []pick
	seen := map[string]bool{}
	for _, p := range s.posts {
		n := 0
		if p.isStatus() {
			if c, ok := b.statusPick(p); ok && !seen[c.text] {
				seen[c.text] = true
				out = append(out, c)
			}
			continue
		}
		l := p.language()
		if p.alien { // no rule of ours may turn it
			continue
		}
		for _, sent := range p.sentences(b.lex) {
			if n == candidateCap || len(out) >= maxSentences {
				break
			}
			fold := strings.ToLower(sent.text)
			if seen[fold] {
				continue
			}
			c, ok := l.report(sent.text, b.lex)
			if !ok || b.secondHand(sent.text) {
				continue
			}
			seen[fold] = true
			n++
			out = append(out, pick{post: p, sentence: sent, clause: c})
		}
	}
	return out
}

var greetingName = lazyregexp.New(`^[A-Z]\w+[,:!] `)

// secondHand reports whether a sentence talks to one person rather than to the list.
func (b *builder) secondHand(s string) bool {
	return greetingName.MatchString(s) && !b.lex.common(strings.TrimRight(strings.Fields(s)[0], ",:!"))
}

// quality is how well a clause reads by itself, from 0 to 1.
func (p *pick) quality() float64 {
	q := 1.0
	words := strings.Fields(strings.ToLower(p.clause.text))
	l, you, they := p.post.language(), 0, 0
	for _, w := range words {
		switch w = strings.Trim(w, `.,;:!?"()`); {
		case l.you[w]:
			you++
		case l.they[w]:
			they++
		}
	}
	if you > 0 {
		q *= .72
	}
	if they > 1 {
		q *= .9
	}
	if p.dangles() {
		q *= .55
	}
	switch p.clause.form {
	case formColon:
		q *= .85
	case formTo, formPlease:
		q *= .75
	}
	if strings.ContainsAny(p.text, "()") {
		q *= .92
	}
	if strings.ContainsAny(p.text, "\"“") {
		q *= .9
	}
	if strings.Contains(p.text, " -- ") || strings.Contains(p.text, " - ") || strings.Contains(p.text, ";") {
		q *= .92
	}
	for _, w := range words {
		if l.praise[w] {
			q *= .5
			break
		}
	}
	low := strings.ToLower(p.text)
	if contains(low, l.thanks) && p.words < 14 {
		q *= .5
	}
	return q
}

// opening is the score of a clause as the first of its story: one that hangs in the air is no beginning.
func (p *pick) opening() float64 {
	if p.dangles() {
		return p.score * .5
	}
	return p.score
}

// dangles reports whether a clause begins with a word that points back at something the recap does not tell.
func (p *pick) dangles() bool {
	l := p.post.language()
	return p.clause.form != formVerb && l.pointsBack(p.clause.text, l.hasPerson(p.text))
}

func startsWith(s string, heads []string) bool {
	for _, h := range heads {
		if strings.HasPrefix(s, h) {
			return true
		}
	}
	return false
}
