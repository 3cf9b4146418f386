package proof

import (
	"strconv"
	"strings"

	"recap/digest/internal/lazyregexp"
	"recap/digest/prose"
)

// LongestSentence is how many words a sentence of prose has at most.
const LongestSentence = 45

var (
	// markup is what a page, a mail or a site generator would read as more than words, and what leads somewhere.
	markup = lazyregexp.New(`(?i)<[a-z!/?][^>]*>?|\]\(|\]\[|\{\{|\{%|&#?\w+;|` + "`" + `|\*\*|__\w+__\b|^\s*(?:[#>|]|[*+-]\s)|!\[`)
	link   = lazyregexp.New(`(?i)\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:javascript|data|mailto|vbscript):|\S@\S+\.\w|\[link\]`)
)

// form refuses what is no plain report: first person, links, markup, orders to the reader, praise that nobody gave,
// and what is too long.
func (p *Prover) form(c *claim) Refusal {
	w := &p.lang.Proof
	switch {
	case strings.TrimSpace(c.text) == "":
		return "it is empty"
	case prose.Count(c.text) > LongestSentence:
		return Refusal("it has " + strconv.Itoa(prose.Count(c.text)) + " words")
	case !plainText(c.text):
		return "it holds characters that no sentence has"
	case link.MatchString(c.text):
		return "it holds a link"
	case markup.MatchString(c.plain):
		return "it holds markup"
	}
	for i, x := range c.words {
		switch {
		case w.Person[x] && !p.spelledSo(c, x):
			return Refusal("it speaks in the first person: " + x)
		case w.Praise[x] && !p.evident(c, x):
			return Refusal("nothing in its evidence says so: " + x)
		case i == 0 && w.Commands[x] && !c.heading && len(c.tokens) > 0 && capital(c.tokens[0].text):
			return Refusal("it tells the reader what to do: " + x)
		}
	}
	return ""
}

// spelledSo reports whether a word of the first person stands in the text as something else: "US", "I/O", "ME".
func (p *Prover) spelledSo(c *claim, low string) bool {
	for _, t := range tokens(c.plain) {
		whole := strings.ToLower(t.text)
		if whole == low || strings.HasPrefix(whole, low+"'") || strings.HasPrefix(whole, low+"’") {
			if shouts(t.text) && len(low) > 1 {
				continue
			}
			return false
		}
	}
	return true
}

// evident reports whether a word stands in evidence.
func (p *Prover) evident(c *claim, low string) bool {
	r := p.root(low)
	for _, ws := range c.proofs {
		for _, w := range ws {
			if p.root(w) == r {
				return true
			}
		}
	}
	return false
}

// plainText reports whether a text is free of control, direction and zero-width characters, but for the joiners that
// some scripts are written with.
func plainText(s string) bool {
	for _, r := range s {
		switch {
		case r < 0x20 && r != '\t' && r != '\n', r == 0x7f, r >= 0x80 && r < 0xa0, r == 0xfffd, r == 0x200b || r == 0x200e || r == 0x200f,
			r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff, r >= 0xe0000 && r <= 0xe007f:
			return false
		}
	}
	return true
}
