package proof

import (
	"slices"
	"strings"
)

const (
	ahead   = 4 // words behind a negation in which what it denies is looked for
	covered = 6 // words behind a denial of evidence that it may be about
	before  = 2 // and before it: "that is not so"
	vicinal = 6 // words around a denial that say what it is about
	further = 9 // words behind a negation of which one stands behind a denial of evidence, too
	curt    = 4 // words of a sentence that is nothing but a denial: "I was not."
	bound   = 3 // words before a word of evidence in which a negation denies it
)

// A denial is a word of evidence that denies something, and whether a negation of the sentence rests on it already.
type denial struct {
	words []string
	at    int
	about []string // what stands before it, if it denies that: "can it be saved? But if not, ..."
	used  bool
}

// polarity refuses a sentence that denies what its evidence does not deny, or says what its evidence denies. Each
// negation of the sentence needs a denial of its own there.
func (p *Prover) polarity(c *claim) Refusal {
	var there []*denial
	for i, ws := range c.proofs {
		for k := range ws {
			if p.deniesAt(ws, k) {
				d := &denial{words: ws, at: k}
				if i > 0 && c.evidence[i].Post == c.evidence[i-1].Post && p.bare(c.evidence[i].Text, ws[k]) {
					d.about = c.proofs[i-1]
				}
				there = append(there, d)
			}
		}
	}
	var own []int
	for i := range c.words {
		if !p.deniesAt(c.words, i) {
			continue
		}
		if p.negates(c.words[i]) && !p.lang.Proof.Weak[c.words[i]] {
			own = append(own, i)
			continue
		}
		for _, d := range there { // what denies without a negation takes its like along
			if !d.used && p.root(d.words[d.at]) == p.root(c.words[i]) {
				d.used = true
				break
			}
		}
	}
	for _, i := range own {
		if why := p.denied(c, i, there); why != "" {
			return why
		}
	}
	if why := p.affirmed(c); why != "" {
		return why
	}
	return p.asserted(c)
}

// negates reports whether a word is a negation.
func (p *Prover) negates(w string) bool { return p.lang.Negations[w] || w == "cannot" }

// deniesAt reports whether the word at k denies, by itself or with the next.
func (p *Prover) deniesAt(ws []string, k int) bool {
	if p.lang.Denies(ws[k]) {
		return true
	}
	return k+1 < len(ws) && slices.Contains(p.lang.Proof.LackPairs, ws[k]+" "+ws[k+1])
}

// denied looks for the denial in evidence that a negation of the sentence rests on: one of the same word, else one
// about the same matter.
func (p *Prover) denied(c *claim, i int, there []*denial) Refusal {
	if i+1 < len(c.words) && p.negates(c.words[i+1]) {
		return Refusal("it denies twice: " + c.words[i] + " " + c.words[i+1])
	}
	target, word := "", ""
	for k := i + 1; k <= min(len(c.words)-1, i+ahead); k++ {
		if p.telling(c.words[k]) && !digit(c.words[k]) {
			target, word = p.root(c.words[k]), c.words[k]
			break
		}
	}
	if d := p.sameWord(c, i, there); d != nil {
		d.used = true
		return ""
	}
	if says := p.speech(c.words, i); says != "" {
		return Refusal("nobody shows that somebody did not say something: " + c.words[i] + " " + says)
	}
	stands := false
	for _, ws := range c.proofs {
		stands = stands || target != "" && slices.ContainsFunc(ws, func(w string) bool { return p.root(w) == target })
	}
	if stands {
		for _, d := range there {
			if !d.used && p.reaches(d, func(r string) bool { return r == target }, covered, before) {
				d.used = true
				return ""
			}
		}
		if d := p.sameSentence(c, i, target, there); d != nil {
			d.used = true
			return ""
		}
		return Refusal("it denies what its evidence does not: " + c.words[i] + " ... " + word)
	}
	about := map[string]bool{}
	for k := max(0, i-vicinal); k <= min(len(c.words)-1, i+vicinal); k++ {
		if p.telling(c.words[k]) {
			about[p.root(c.words[k])] = true
		}
	}
	for _, d := range there {
		if !d.used && (target == "" && len(d.words) <= curt || p.reaches(d, func(r string) bool { return about[r] }, vicinal, vicinal)) {
			d.used = true
			return ""
		}
	}
	return Refusal("it denies something that nothing in its evidence denies: " + strings.TrimSpace(c.words[i]+" "+word))
}

// speech returns the verb of saying that a negation denies of somebody: "had not reported".
func (p *Prover) speech(ws []string, i int) string {
	for k := i + 1; k <= min(len(ws)-1, i+2); k++ {
		if p.lang.Proof.Says[ws[k]] {
			return ws[k]
		}
		if p.telling(ws[k]) {
			return ""
		}
	}
	return ""
}

// sameWord finds the denial of the very word that the negation stands before: "did not see", "don't see".
func (p *Prover) sameWord(c *claim, i int, there []*denial) *denial {
	if i+1 >= len(c.words) {
		return nil
	}
	next := c.words[i+1]
	if len(next) < 3 || p.lang.Hangs[next] || p.root(next) == p.root(p.lang.Proof.Copula) {
		return nil
	}
	for _, d := range there {
		for k := d.at + 1; k <= min(len(d.words)-1, d.at+2); k++ {
			if !d.used && p.root(d.words[k]) == p.root(next) {
				return d
			}
		}
	}
	return nil
}

// sameSentence finds a denial that stands in one sentence with what the negation denies, and before another word of
// those that follow the negation.
func (p *Prover) sameSentence(c *claim, i int, target string, there []*denial) *denial {
	after := map[string]bool{}
	for k := i + 1; k <= min(len(c.words)-1, i+further); k++ {
		if r := p.root(c.words[k]); r != target && len(c.words[k]) > 2 && !p.lang.Function[c.words[k]] {
			after[r] = true
		}
	}
	for _, d := range there {
		if d.used || !slices.ContainsFunc(d.words, func(w string) bool { return p.root(w) == target }) {
			continue
		}
		for k := d.at + 1; k <= min(len(d.words)-1, d.at+covered); k++ {
			if after[p.root(d.words[k])] {
				return d
			}
		}
	}
	return nil
}

// bare reports whether a negation in a text ends what it belongs to, so that it denies what was said before: "if not,".
func (p *Prover) bare(text, negation string) bool {
	if !p.negates(negation) {
		return false
	}
	for _, t := range tokens(text) {
		if strings.EqualFold(t.text, negation) && strings.ContainsAny(t.after, ",.;:!?)") {
			return true
		}
	}
	return false
}

// reaches reports whether a denial is about a word.
func (p *Prover) reaches(d *denial, is func(root string) bool, behind, ahead int) bool {
	if slices.ContainsFunc(d.about, func(w string) bool { return is(p.root(w)) }) {
		return true
	}
	for k := max(0, d.at-ahead); k <= min(len(d.words)-1, d.at+behind); k++ {
		if is(p.root(d.words[k])) {
			return true
		}
	}
	return false
}

// affirmed refuses a sentence with a word that it does not deny and its evidence only has denied, unless it asks.
func (p *Prover) affirmed(c *claim) Refusal {
	if slices.ContainsFunc(c.words, func(w string) bool { return p.lang.Proof.Asks[w] }) {
		return ""
	}
	for i, t := range c.words {
		if len(t) < 3 || p.lang.Function[t] || p.spelled(t) > 0 || digit(t) || p.lang.Proof.Says[t] || p.deniesAt(c.words, i) || p.inDenial(c.words, i) {
			continue
		}
		r, seen, denied := p.root(t), 0, 0
		for s, ws := range c.proofs {
			asks := strings.HasSuffix(strings.TrimSpace(c.evidence[s].Text), "?")
			for j, w := range ws {
				if p.root(w) != r {
					continue
				}
				seen++
				if !asks && p.deniedAt(ws, j) {
					denied++
				}
			}
		}
		if seen > 0 && seen == denied {
			return Refusal("its evidence denies what it says: " + t)
		}
	}
	return ""
}

// inDenial reports whether something near the word at i denies, or leaves open.
func (p *Prover) inDenial(ws []string, i int) bool {
	for k := max(0, i-further); k <= min(len(ws)-1, i+before); k++ {
		if k != i && (p.deniesAt(ws, k) || p.lang.Proof.Open[ws[k]]) {
			return true
		}
	}
	return false
}

// deniedAt reports whether a negation stands right before the word at j, with no other word of content between.
func (p *Prover) deniedAt(ws []string, j int) bool {
	for k := max(0, j-bound); k < j; k++ {
		between := func(w string) bool { return p.telling(w) || p.lang.Proof.Wholes[w] } // "not all of it works" is another matter
		if p.negates(ws[k]) && !slices.ContainsFunc(ws[k+1:j], between) {
			return true
		}
	}
	return false
}
