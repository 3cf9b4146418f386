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
