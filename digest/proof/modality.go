package proof

import (
	"slices"
	"strings"
)

// modality refuses a sentence that is more certain than its evidence: that something will be, or is decided, where
// nothing in evidence says so; that all do where it says that some do; that something is where it only may be.
func (p *Prover) modality(c *claim) Refusal {
	w := &p.lang.Proof
	said := func(set map[string]bool) string {
		for _, x := range c.words {
			if set[x] {
				return x
			}
		}
		return ""
	}
	held := func(set map[string]bool) bool {
		return slices.ContainsFunc(c.proofs, func(ws []string) bool {
			return slices.ContainsFunc(ws, func(x string) bool { return set[x] })
		})
	}
	if x := said(w.Future); x != "" && !held(w.Future) && !p.heldPhrase(c, w.FutureTo) {
		return Refusal("nothing in its evidence says that it is certain: " + x)
	}
	if x := said(w.Decided); x != "" && !p.heldStart(c, w.Settles) {
		return Refusal("nothing in its evidence is settled: " + x)
	}
	if x := said(w.Wholes); x != "" && held(w.Parts) && !held(w.Wholes) && p.parted(c) {
		return Refusal("its evidence speaks of a part, and not of: " + x)
	}
	return p.settled(c)
}

// parted reports whether what stands behind "all" in the sentence, or nothing, stands behind "some" in evidence.
func (p *Prover) parted(c *claim) bool {
	const behind = 3
	whole := map[string]bool{}
	for i, x := range c.words {
		if !p.lang.Proof.Wholes[x] {
			continue
		}
		n := len(whole)
		for k := i + 1; k <= min(len(c.words)-1, i+behind); k++ {
			if p.telling(c.words[k]) {
				whole[p.root(c.words[k])] = true
			}
		}
		if len(whole) == n {
			return true
		}
	}
	for _, ws := range c.proofs {
		for i, x := range ws {
			if !p.lang.Proof.Parts[x] {
				continue
			}
			for k := i + 1; k <= min(len(ws)-1, i+behind); k++ {
				if whole[p.root(ws[k])] {
					return true
				}
			}
		}
	}
	return false
}

func (p *Prover) heldPhrase(c *claim, phrases []string) bool {
	return slices.ContainsFunc(c.proofs, func(ws []string) bool {
		line := " " + strings.Join(ws, " ") + " "
		return slices.ContainsFunc(phrases, func(s string) bool { return strings.Contains(line, " "+s+" ") })
	})
}

func (p *Prover) heldStart(c *claim, starts map[string]bool) bool {
	return slices.ContainsFunc(c.proofs, func(ws []string) bool {
		return slices.ContainsFunc(ws, func(x string) bool {
			for s := range starts {
				if strings.HasPrefix(x, s) {
					return true
				}
			}
			return false
		})
	})
}
