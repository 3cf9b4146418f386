package proof

import (
	"slices"
	"strings"
)

const (
	leastContent = .4 // of the words of a sentence that its evidence has to hold
	fewContent   = 2  // words below which a sentence is too short for a share
)

// support returns how many of roots stand in sentences, and how many of the others stand elsewhere in their posts.
func (p *Prover) support(roots []string, evidence []Evidence) (cited, near float64) {
	said, around := map[string]bool{}, map[string]bool{}
	for i, e := range evidence {
		for _, w := range p.contentWords(e.Text) {
			said[w] = true
		}
		if !slices.ContainsFunc(evidence[:i], func(x Evidence) bool { return x.Post == e.Post }) {
			for _, w := range p.contentWords(e.Post.Title + "\n" + e.Post.Text) {
				around[w] = true
			}
		}
	}
	for _, r := range roots {
		switch {
		case said[r]:
			cited++
		case around[r]:
			near++
		}
	}
	return cited, near
}

// contentWords returns the roots of the words of a text that carry content, and of the parts of those that are put
// together of several.
func (p *Prover) contentWords(text string) []string {
	var out []string
	for _, t := range tokens(text) {
		for _, w := range t.parts {
			if low := strings.ToLower(w); p.telling(low) {
				out = append(out, p.root(low))
				for _, piece := range humps(w) {
					out = append(out, p.root(piece))
				}
			}
		}
	}
	return out
}

// content refuses a sentence of which too little stands in its evidence.
func (p *Prover) content(c *claim) Refusal {
	var names []string
	for _, name := range append(p.authors(c), p.people...) {
		for w := range Words(strings.ToLower(name)) {
			names = append(names, w)
		}
	}
	var roots []string
	for _, t := range tokens(c.text) {
		for _, w := range t.parts {
			if low := strings.ToLower(w); p.telling(low) && !slices.Contains(names, low) {
				if r := p.root(low); !slices.Contains(roots, r) {
					roots = append(roots, r)
				}
			}
		}
	}
	if len(roots) == 0 {
		return ""
	}
	cited, near := p.support(roots, c.evidence)
	share := (cited + .5*near) / float64(len(roots))
	if share < leastContent && !(len(roots) < fewContent && near+cited > 0) {
		return "too little of what it says stands in the sentences that it cites"
	}
	return ""
}

// authors returns the names of who wrote the cited posts, each once.
func (p *Prover) authors(c *claim) []string {
	var out []string
	for _, post := range c.posts {
		if post.Author != "" && !slices.Contains(out, post.Author) {
			out = append(out, post.Author)
		}
	}
	return out
}

const (
	mostMore   = 2 // sentences that Complete adds
	leastWords = 2 // of the missing ones that a sentence has to hold which is added, or one that is a name or a number
)

// Complete returns the evidence of a sentence that holds, and behind it those of more, at most two, in which stands
// what the sentence says and its evidence lacks: who looks up what a sentence rests on is to find all of it. What would
// make the sentence fail is not added.
func (p *Prover) Complete(text string, evidence, more []Evidence) []Evidence {
	said := map[string]bool{}
	for _, e := range evidence {
		for _, w := range p.contentWords(e.Text + " " + e.Post.Author) {
			said[w] = true
		}
	}
	open := map[string]int{}
	for _, t := range tokens(text) {
		for _, w := range p.contentWords(t.text) {
			if !said[w] {
				open[w] = 1
				if digit(t.text) || shouts(t.text) || coined(&t) {
					open[w] = leastWords
				}
			}
		}
	}
	for range mostMore {
		best, most := -1, leastWords-1
		for i, e := range more {
			n := 0
			for _, w := range p.distinct(e.Text) {
				n += open[w]
			}
			if n > most {
				best, most = i, n
			}
		}
		if best < 0 || slices.Contains(evidence, more[best]) {
			break
		}
		with := append(slices.Clone(evidence), more[best])
		for _, w := range p.contentWords(more[best].Text) {
			delete(open, w)
		}
		if p.Sentence(text, with) == "" {
			evidence = with
		}
	}
	return evidence
}

// Shared returns how many words that carry content two texts have in common.
func (p *Prover) Shared(a, b string) int {
	n, there := 0, p.distinct(b)
	for _, w := range p.distinct(a) {
		if slices.Contains(there, w) {
			n++
		}
	}
	return n
}

// distinct returns the roots of contentWords, each once.
func (p *Prover) distinct(text string) []string {
	all := p.contentWords(text)
	slices.Sort(all)
	return slices.Compact(all)
}
