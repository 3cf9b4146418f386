package proof

import (
	"slices"
	"strings"
)

// A mention is a person whom a sentence names.
type mention struct {
	who     string
	at, end int  // tokens from at up to end
	speaks  bool // stands where who says or does something stands
	owns    bool // in the possessive
	loose   bool // by the first name alone, which may be a word of something else
}

// speaker refuses a sentence that has somebody say or do what the cited sentences do not have from them: who speaks
// wrote one of the cited posts, or is named in a cited sentence; who is only named, in a cited post or one that it
// answers.
func (p *Prover) speaker(c *claim) Refusal {
	people := slices.Clone(p.people)
	for _, a := range p.authors(c) {
		if !slices.Contains(people, a) {
			people = append(people, a)
		}
	}
	if len(people) == 0 {
		return ""
	}
	all := p.mentioned(c.tokens, people)
	unnamed := slices.DeleteFunc(p.authors(c), func(a string) bool {
		return slices.ContainsFunc(all, func(m mention) bool { return m.who == a })
	})
	reported := len(unnamed) < len(p.authors(c)) // who wrote it is named, so that others may stand in what they say
	for i, m := range all {
		if len(unnamed) > 0 && !m.owns && slices.ContainsFunc(all[:i], func(x mention) bool { return x.who == m.who && m.speaks }) {
			return Refusal("it speaks of " + m.who + " twice, and not of " + unnamed[0] + ", who wrote some of what it cites")
		}
		if p.wrote(c, m.who) {
			continue
		}
		switch {
		case m.speaks && !p.spokenOf(c, m.who, !reported), m.owns && !p.spokenOf(c, m.who, false) && !p.answered(c, m.who):
			return Refusal(m.who + " wrote nothing of what it cites")
		case !m.loose && !p.around(c, m.who):
			return Refusal("the posts that it cites have nothing to do with " + m.who)
		}
	}
	if why := p.credited(c, all); why != "" {
		return why
	}
	return p.quoter(c, all)
}

// mentioned finds the people that a text names, in order: by their whole name, else their family name, else the
// first.
func (p *Prover) mentioned(ts []token, people []string) []mention {
	var out []mention
	taken := make([]bool, len(ts))
	note := func(who, name string, loose bool) {
		at, n := mentions(ts, name)
		for _, i := range at {
			if slices.Contains(taken[i:i+n], true) {
				continue
			}
			for k := i; k < i+n; k++ {
				taken[k] = true
			}
			out = append(out, mention{who: who, at: i, end: i + n, loose: loose})
		}
	}
	for _, who := range people {
		note(who, who, false)
	}
	alias := func(pick func(f []string) string, loose bool) {
		owner := map[string]string{}
		for _, who := range people {
			var f []string
			for w := range Words(who) {
				f = append(f, w)
			}
			if len(f) < 2 {
				continue
			}
			name := pick(f)
			if _, known := owner[name]; known {
				owner[name] = "" // two of them: nobody can tell
			} else {
				owner[name] = who
			}
		}
		for _, who := range people {
			for name, of := range owner {
				if of == who && len(name) > 1 && capital(name) {
					note(who, name, loose)
				}
			}
		}
	}
	alias(func(f []string) string { return f[len(f)-1] }, false)
	alias(func(f []string) string { return f[0] }, true)
	slices.SortFunc(out, func(a, b mention) int { return a.at - b.at })
	for i := range out {
		p.role(ts, out, i)
	}
	return out
}

// role finds out what a mention is in its sentence.
func (p *Prover) role(ts []token, all []mention, i int) {
	m := &all[i]
	last := &ts[m.end-1]
	bare := strings.ReplaceAll(strings.ToLower(last.text), "’", "'")
	m.owns = strings.HasSuffix(bare, "'s") || strings.HasSuffix(bare, "s'") ||
		strings.HasPrefix(last.after, "'") || strings.HasPrefix(last.after, "’")
	if m.at == 0 {
		m.speaks = !m.owns
		return
	}
	before := &ts[m.at-1]
	low := strings.ToLower(before.text)
	comma := strings.HasPrefix(before.after, ",")
	if i > 0 && (low == strings.TrimSpace(p.lang.And) && all[i-1].end == m.at-1 || comma && all[i-1].end == m.at) {
		m.speaks = all[i-1].speaks && !m.owns // "A and B said", "asked A and B"
		return
	}
	said := m.end
	aside := strings.HasPrefix(last.after, ",") && strings.HasPrefix(before.after, ",") // "another, A, said"
	if !aside && last.after != "" {
		said = len(ts)
	}
	switch {
	case m.owns:
	case said < len(ts) && p.past(ts[said].text):
		m.speaks = true
	case p.lang.Proof.Agents[low]:
		m.speaks = true
	case strings.ContainsAny(before.after, ";:.!?") || strings.HasPrefix(before.after, ",") || p.lang.Proof.Joins[low]:
		m.speaks = last.after == "" && m.end < len(ts) && !p.lang.Hangs[strings.ToLower(ts[m.end].text)]
	}
}

// wrote reports whether somebody wrote one of the cited posts.
func (p *Prover) wrote(c *claim, who string) bool {
	return slices.ContainsFunc(c.posts, func(post *Post) bool { return post.Author == who || slices.Contains(post.Names, who) })
}

// past reports whether a word says that somebody said something.
func (p *Prover) past(w string) bool {
	if l := &p.lang.Proof; !l.Reports[w] {
		return false
	}
	return strings.HasSuffix(w, "ed") || p.lang.Proof.Irregular[w] != ""
}

// answered reports whether somebody wrote a post that one of the cited ones answers.
func (p *Prover) answered(c *claim, who string) bool {
	return slices.ContainsFunc(c.posts, func(post *Post) bool { return post.Answers != nil && post.Answers.Author == who })
}

// spokenOf reports whether a cited sentence names somebody otherwise than to speak to them; if wholly, by more than
// the first name.
func (p *Prover) spokenOf(c *claim, who string, wholly bool) bool {
	for _, e := range c.evidence {
		ts := tokens(e.Text)
		for _, m := range p.mentioned(ts, []string{who}) {
			greeted := m.at > 0 && p.lang.Proof.Vocatives[strings.ToLower(ts[m.at-1].text)]
			alone := m.at == 0 && strings.ContainsAny(ts[m.end-1].after, ",:!")
			if !greeted && !alone && !(wholly && m.loose) {
				return true
			}
		}
	}
	return false
}

// around reports whether somebody is named in a cited post or wrote the one that it answers.
func (p *Prover) around(c *claim, who string) bool {
	for _, post := range c.posts {
		texts := []string{post.Text, post.Title}
		if up := post.Answers; up != nil {
			if up.Author == who {
				return true
			}
			texts = append(texts, up.Text)
		}
		for _, s := range texts {
			if len(p.mentioned(tokens(s), []string{who})) > 0 {
				return true
			}
		}
	}
	return false
}

const (
	oneSided = 2  // so many times better others support what is said to be somebody's
	muchOfIt = .5 // and at least so much of it
	fewRoots = 3  // words below which nobody can tell
)

// credited refuses a sentence of which a part that begins with somebody's name stands in sentences of another person
// rather than in theirs.
func (p *Prover) credited(c *claim, all []mention) Refusal {
	var subjects []mention
	for _, m := range all {
		if m.speaks && p.wrote(c, m.who) {
			subjects = append(subjects, m)
		}
	}
	for i := 0; i < len(subjects); i++ {
		m := subjects[i]
		end := len(c.tokens)
		group := []string{m.who}
		for k := i + 1; k < len(subjects); k++ {
			if subjects[k].at-subjects[k-1].end <= 1 { // "A and B", "A, B"
				group = append(group, subjects[k].who)
				i = k
				continue
			}
			end = subjects[k].at
			break
		}
		var roots []string
		for k := m.end; k < end; k++ {
			if slices.ContainsFunc(all, func(x mention) bool { return k >= x.at && k < x.end }) {
				continue
			}
			for _, w := range c.tokens[k].parts {
				if low := strings.ToLower(w); p.telling(low) {
					roots = append(roots, p.root(low))
				}
			}
		}
		if len(roots) < fewRoots {
			continue
		}
		var own, others []Evidence
		for _, e := range c.evidence {
			if slices.Contains(group, e.Post.Author) {
				own = append(own, e)
			} else if e.Post.Author != "" {
				others = append(others, e)
			}
		}
		mine, near := p.support(roots, own)
		theirs, _ := p.support(roots, others)
		if n := float64(len(roots)); theirs >= muchOfIt*n && theirs >= oneSided*(mine+.5*near)+1 {
			return Refusal("others wrote what it says of " + m.who)
		}
	}
	return ""
}

// quoter refuses a quotation that is given to somebody who wrote none of the posts in which it stands.
func (p *Prover) quoter(c *claim, all []mention) Refusal {
	if len(c.quotes) != 1 {
		return ""
	}
	var speakers []string
	for _, m := range all {
		if m.speaks {
			speakers = append(speakers, m.who)
		}
	}
	const spoken = 5 // words from which a quotation is somebody's rather than a term
	if len(speakers) != 1 || len(strings.Fields(c.quotes[0])) < spoken {
		return ""
	}
	for _, post := range c.posts {
		if Quotes(c.quotes[0], post) && (post.Author == speakers[0] || post.Author == "") {
			return ""
		}
	}
	return Refusal("the words in quotation marks are not by " + speakers[0])
}
