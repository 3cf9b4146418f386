package audit

import (
	"strings"

	"recap/digest/proof"
)

const (
	mostEvidence = 3  // sentences that are sought for one of the editor's
	mostlyHeld   = 60 // percent of a sentence's words that they hold together
)

// A candidate is a sentence that may bear another one out.
type candidate struct {
	k     *known
	text  string
	words map[string]bool
}

// seek looks for the sentences of posts that bear a sentence of the editor's out: the one that shares most words with
// it, then those that hold what is missing. It is held against all of them at once, because who may choose the evidence
// finds a sentence for most things that are wrong.
func (a *auditor) seek(x *Sentence, ids []string, p *proof.Prover) {
	var all []candidate
	var people []string
	seen := map[string]bool{}
	for _, id := range ids {
		k := a.posts[id]
		if k == nil || seen[id] {
			continue
		}
		seen[id] = true
		people = append(people, k.Author)
		for _, s := range k.sentences[1:] {
			all = append(all, candidate{k, s, a.telling(s)})
		}
	}
	if p == nil {
		p = a.prover(people)
	}
	open := a.telling(x.Text)
	for who := range proof.Words(strings.ToLower(strings.Join(people, " "))) {
		delete(open, stem(who)) // who wrote a post does not stand in it
	}
	total := len(open)
	var rests []proof.Evidence
	for len(rests) < mostEvidence {
		best, most := -1, 0
		for i, c := range all {
			n := 0
			for w := range open {
				if c.words[w] {
					n++
				}
			}
			if n > most {
				best, most = i, n
			}
		}
		if best < 0 {
			break
		}
		c := all[best]
		rests = append(rests, proof.Evidence{Post: c.k.Post, Text: c.text})
		x.Evidence = append(x.Evidence, c.k.shown(c.text))
		for w := range c.words {
			delete(open, w)
		}
	}
	why := proof.Refusal("no sentence of a post says anything of it")
	switch {
	case len(rests) > 0 && (total-len(open))*100 < mostlyHeld*total:
		why = "too little of what it says stands in the posts"
	case len(rests) > 0:
		why = p.Sentence(x.Text, rests)
	}
	a.judge(x, string(why), Unproven)
}

// telling returns the words of a text that carry content, as they are compared.
func (a *auditor) telling(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range a.lang.Words(text) {
		if w = strings.ToLower(w); !a.lang.Stop[w] && !a.lang.Function[w] && !a.lang.Proof.Reports[w] && len(w) > 1 {
			out[stem(w)] = true
		}
	}
	return out
}

// stem returns the first letters of a word, so that most forms of a word are one.
func stem(w string) string {
	const letters = 6
	r := []rune(w)
	return string(r[:min(len(r), letters)])
}
