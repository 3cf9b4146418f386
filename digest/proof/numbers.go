package proof

import (
	"strconv"
	"strings"
	"unicode"
)

// numbersOf returns the numbers of a text in one form: without separators, units, marks of order and leading zeros;
// versions whole.
func (p *Prover) numbersOf(text string) map[string]bool {
	set := map[string]bool{}
	for _, t := range tokens(text) {
		for _, n := range figures(t.text) {
			set[n] = true
		}
		for _, w := range t.parts {
			low := strings.ToLower(w)
			if n := p.spelled(low); n > 0 {
				set[strconv.Itoa(n)] = true
			}
		}
	}
	return set
}

func (p *Prover) spelled(low string) int {
	if n := p.lang.Proof.Numbers[low]; n > 0 {
		return n
	}
	return p.lang.Proof.Ordinals[low]
}

// figures returns the numbers of a token: "2010-02-24" has three, "10.0.0pre1" is one, "260MB" is 260.
func figures(tok string) []string {
	var out []string
	for piece := range strings.FieldsFuncSeq(tok, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != ','
	}) {
		start := strings.IndexFunc(piece, unicode.IsDigit)
		if start < 0 {
			continue
		}
		out = append(out, figure(strings.Trim(piece[start:], ".,")))
	}
	return out
}

// figure brings one number into its form.
func figure(s string) string {
	s = ungrouped(strings.ToLower(s))
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' })
	if end > 0 && !strings.Contains(s[end:], ".") && (!strings.Contains(s[:end], ".") || !strings.ContainsFunc(s[end:], unicode.IsDigit)) {
		s = s[:end] // a unit, or "nd"
	}
	for len(s) > 1 && s[0] == '0' && s[1] >= '0' && s[1] <= '9' {
		s = s[1:]
	}
	return strings.TrimRight(s, ".")
}

// ungrouped takes the commas out between groups of three digits.
func ungrouped(s string) string {
	if !strings.Contains(s, ",") {
		return s
	}
	groups := strings.Split(s, ",")
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return strings.ReplaceAll(s, ",", ".")
		}
	}
	return strings.Join(groups, "")
}

// numbers refuses a sentence with a number that neither its evidence nor what is known of the posts holds, or that
// stands there with something else.
func (p *Prover) numbers(c *claim) Refusal {
	have := map[string]bool{}
	add := func(s string) {
		for n := range p.numbersOf(s) {
			have[n] = true
		}
	}
	for _, e := range c.evidence {
		add(e.Text)
	}
	dates := map[string]bool{}
	for _, post := range c.posts {
		add(post.Title)
		add(post.Author)
		if !post.Date.IsZero() {
			dates[strconv.Itoa(post.Date.Day())] = true
			dates[strconv.Itoa(int(post.Date.Month()))] = true
			have[strconv.Itoa(post.Date.Year())] = true
		}
	}
	for w := range p.allowed {
		add(w)
	}
	for i := range c.tokens {
		t := &c.tokens[i]
		dated := p.dated(c, i)
		for _, n := range figures(t.text) {
			if !digit(t.text) && !versioned(t.text) && c.have.words[strings.ToLower(t.text)] {
				break // a name with a number in it
			}
			if have[n] || dated && dates[n] || released(n, have) {
				continue
			}
			return Refusal("the sentences that it cites do not hold the number " + t.text)
		}
		if len(t.parts) == 1 {
			if n := p.lang.Proof.Numbers[strings.ToLower(t.text)]; n > 0 && !have[strconv.Itoa(n)] && !p.counts(c, n) {
				return Refusal("the sentences that it cites do not hold the number " + t.text)
			}
		}
	}
	return p.counted(c)
}

// released reports whether evidence holds a version that only says more: "10.0.0pre1" of "10.0.0".
func released(n string, have map[string]bool) bool {
	if !strings.Contains(n, ".") {
		return false
	}
	for h := range have {
		if rest, ok := strings.CutPrefix(h, n); ok && rest != "" && rest[0] != '.' && !digit(rest) || h == n+".0" || n == h+".0" {
			return true
		}
	}
	return false
}

// dated reports whether a token stands beside the name of a month, or is a whole date.
func (p *Prover) dated(c *claim, i int) bool {
	if strings.Count(c.tokens[i].text, "-") == 2 {
		return true
	}
	for k := max(0, i-2); k <= min(len(c.tokens)-1, i+2); k++ {
		for _, m := range p.lang.Months {
			if strings.EqualFold(c.tokens[k].text, m) || len(m) > 3 && strings.EqualFold(c.tokens[k].text, m[:3]) {
				return true
			}
		}
	}
	return false
}

// counts reports whether n is how many sentences, posts or people the sentence cites.
func (p *Prover) counts(c *claim, n int) bool {
	who := map[string]bool{}
	for _, post := range c.posts {
		who[post.Author] = true
	}
	return n == len(c.posts) || n == len(who) || n == len(c.evidence)
}

// counted refuses a number that evidence holds, but of something else: what stands right behind it in the sentence
// stands there behind another one.
func (p *Prover) counted(c *claim) Refusal {
	for i := range c.tokens {
		t := &c.tokens[i]
		n := p.plainNumber(t)
		if n == "" || i+1 >= len(c.tokens) || t.after != "" {
			continue
		}
		noun := strings.ToLower(c.tokens[i+1].text)
		if !p.telling(noun) || digit(noun) || len(noun) < 3 {
			continue
		}
		with, other := false, ""
		for _, e := range c.evidence {
			ts := tokens(e.Text)
			for k := range ts {
				m := p.plainNumber(&ts[k])
				if m == "" {
					continue
				}
				for j := k + 1; j <= min(len(ts)-1, k+3); j++ {
					if p.root(strings.ToLower(ts[j].text)) != p.root(noun) {
						continue
					}
					if m == n {
						with = true
					} else if j == k+1 {
						other = ts[k].text
					}
				}
			}
		}
		if !with && other != "" {
			return Refusal("the posts speak of " + other + " " + noun + ", not of " + t.text)
		}
	}
	return ""
}

// plainNumber returns the number that a token is, "" if it is none.
func (p *Prover) plainNumber(t *token) string {
	if digit(t.text) {
		if f := figures(t.text); len(f) == 1 {
			return f[0]
		}
		return ""
	}
	if len(t.parts) == 1 {
		if n := p.lang.Proof.Numbers[strings.ToLower(t.text)]; n > 0 {
			return strconv.Itoa(n)
		}
	}
	return ""
}
