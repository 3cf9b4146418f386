package proof

import (
	"slices"
	"strings"
)

const (
	scope   = 6 // words behind a negation or "may" that it may be about
	leads   = 8 // words of a clause before a word in which a reserve about it is looked for
	trails  = 3 // and behind it
	twoOfIt = 2 // words of what is denied that a clause has to say before it is taken to say it
)

// A clause is a part of a text in which one thing is said.
type clause struct {
	words []string // as language.Words has them
	from  int      // how many words of the text stand before it
}

// clauses cuts a text at its marks, and before the words behind which another clause begins.
func (p *Prover) clauses(text string) []clause {
	var out []clause
	cur := clause{}
	n := 0
	flush := func() {
		if len(cur.words) > 0 {
			out = append(out, cur)
		}
		cur = clause{from: n}
	}
	for _, t := range tokens(text) {
		ws := p.lang.Words(t.text)
		if len(ws) > 0 && (p.lang.Proof.Joins[ws[0]] || strings.Contains(t.before, "(")) {
			flush()
		}
		cur.words = append(cur.words, ws...)
		n += len(ws)
		if strings.ContainsAny(t.after, ",;:.!?)") {
			flush()
		}
	}
	flush()
	return out
}

// weighs reports whether a word says something of the matter, if only as the verb.
func (p *Prover) weighs(w string) bool {
	return len(w) > 2 && !digit(w) && !p.lang.Function[w] && !p.lang.Negations[w] && !p.lang.Proof.Possible[w] && !p.lang.Proof.Future[w] &&
		p.root(w) != p.root(p.lang.Proof.Copula)
}

// reach returns the roots of the words behind k in a clause that weigh, up to scope words on.
func (p *Prover) reach(ws []string, k int) []string {
	var out []string
	for _, w := range ws[k+1 : min(len(ws), k+1+scope)] {
		if r := p.root(w); p.weighs(w) && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// asserted refuses a sentence of which a clause says, without any denial, what a clause of its evidence denies, and
// no other clause says.
func (p *Prover) asserted(c *claim) Refusal {
	said := p.clauses(c.plain)
	for _, e := range c.evidence {
		if strings.HasSuffix(strings.TrimSpace(e.Text), "?") {
			continue
		}
		for _, there := range p.clauses(e.Text) {
			for k, w := range there.words {
				if !p.negates(w) || p.lang.Proof.Weak[w] {
					continue
				}
				denied := p.reach(there.words, k)
				for i := range said {
					if word := p.takesOver(c, said, i, denied); word != "" {
						return Refusal("its evidence denies what it says: " + word)
					}
				}
			}
		}
	}
	return ""
}

// takesOver returns a word of what is denied that the i-th clause of a sentence says as if it were so, "" if it does
// not.
func (p *Prover) takesOver(c *claim, said []clause, i int, denied []string) string {
	if len(denied) == 0 || p.reserved(said, i) {
		return ""
	}
	var shared []string
	word := ""
	for _, w := range said[i].words {
		if r := p.root(w); p.weighs(w) && slices.Contains(denied, r) && !slices.Contains(shared, r) {
			if shared = append(shared, r); r == denied[0] || word == "" {
				word = w
			}
		}
	}
	if len(shared) < min(twoOfIt, len(denied)) || len(shared) == 1 && !p.telling(word) {
		return ""
	}
	if p.stated(c, shared) {
		return ""
	}
	return word
}

// reserved reports whether something in a clause, or in one that it goes on, denies what it says or asks about it.
func (p *Prover) reserved(said []clause, i int) bool {
	w := &p.lang.Proof
	for k := i; k >= 0; k-- {
		for n, x := range said[k].words {
			if p.deniesAt(said[k].words, n) || w.Open[x] || w.Possible[x] || w.Future[x] || w.Asks[x] || w.Against[x] {
				return true
			}
		}
		if !p.goesOn(said, k) {
			return false
		}
	}
	return false
}

// goesOn reports whether a clause goes on with the one before it: "and ...", "A, B and C".
func (p *Prover) goesOn(said []clause, i int) bool {
	first := said[i].words[0]
	return i > 0 && (first == strings.TrimSpace(p.lang.And) || !p.lang.Proof.Joins[first] && len(said[i].words) <= trails)
}

// stated reports whether some clause of evidence that denies nothing has all of these roots.
func (p *Prover) stated(c *claim, roots []string) bool {
	for _, e := range c.evidence {
		for _, there := range p.clauses(e.Text) {
			end := len(there.words)
			for k, w := range there.words {
				if p.negates(w) {
					end = k
					break
				}
			}
			if !slices.ContainsFunc(roots, func(r string) bool {
				return !slices.ContainsFunc(there.words[:end], func(w string) bool { return p.root(w) == r })
			}) {
				return true
			}
		}
	}
	return false
}

// settled refuses a sentence that says without any reserve what its evidence only has behind "may" and the like.
func (p *Prover) settled(c *claim) Refusal {
	for _, e := range c.evidence {
		for _, there := range p.clauses(e.Text) {
			for k, w := range there.words {
				if !p.lang.Proof.Open[w] || k > 0 && p.negates(there.words[k-1]) {
					continue
				}
				head := p.head(there.words, k)
				if head == "" || p.certainElsewhere(c, head) {
					continue
				}
				if word := p.unreserved(c, head); word != "" {
					return Refusal("its evidence leaves open what it says: " + word)
				}
			}
		}
	}
	return ""
}

// head returns the root of what a helping verb at k is about: the next word that weighs, if it carries content.
func (p *Prover) head(ws []string, k int) string {
	for _, w := range ws[k+1 : min(len(ws), k+2+trails)] {
		switch {
		case p.negates(w):
			return ""
		case !p.weighs(w) || strings.HasSuffix(w, p.lang.Proof.Manner) && p.lang.Proof.Manner != "":
			continue
		case p.lang.Proof.Hedges[w] && p.lang.Proof.Reports[w]: // "may want to"
			continue
		case p.lang.Proof.Reports[w]:
			return ""
		}
		return p.root(w)
	}
	return ""
}

// certainElsewhere reports whether evidence has a word where nothing leaves it open.
func (p *Prover) certainElsewhere(c *claim, head string) bool {
	for _, e := range c.evidence {
		for _, there := range p.clauses(e.Text) {
			for j, w := range there.words {
				if p.root(w) == head && !slices.ContainsFunc(there.words[max(0, j-leads):j], p.leavesOpen) {
					return true
				}
			}
		}
	}
	return false
}

func (p *Prover) leavesOpen(w string) bool {
	l := &p.lang.Proof
	return l.Open[w] || l.Permits[w] || l.Hedges[w] || l.Possible[w] || l.Asks[w]
}

// unreserved returns the word of the sentence with a root where nothing near it leaves it open, "" if something does
// wherever it stands.
func (p *Prover) unreserved(c *claim, head string) string {
	word := ""
	for i, w := range c.words {
		if p.root(w) != head {
			continue
		}
		if slices.ContainsFunc(c.words[max(0, i-leads):i], func(x string) bool {
			return p.leavesOpen(x) || p.lang.Proof.Future[x] || p.negates(x) && !p.lang.Proof.Weak[x]
		}) ||
			slices.ContainsFunc(c.words[i+1:min(len(c.words), i+1+trails)], p.leavesOpen) {
			return ""
		}
		word = w
	}
	return word
}
