package proof

import (
	"slices"
	"strings"
	"time"

	"github.com/blevesearch/snowballstem"

	"recap/digest/language"
)

// A Post is what a sentence may rest on, as far as a proof has to know it.
type Post struct {
	ID      string
	Author  string    // the name that is printed
	Names   []string  // what else its author is known by or belongs to: account, organisation
	Title   string    // its subject, reply marks and all
	Text    string    // its author's own words
	Date    time.Time // in the zone of the recap
	Answers *Post     // the post that it answers, nil if none is known
	Foreign bool      // written in another language than the recap
}

// Evidence is one sentence of a post.
type Evidence struct {
	Post *Post
	Text string // verbatim but for white space
}

// A Prover holds sentences against posts. It is not safe for use by several goroutines at once.
type Prover struct {
	lang    *language.Language
	allowed map[string]bool
	people  []string
	env     *snowballstem.Env
	roots   map[string]string
}

// New returns a prover of sentences in a language. known are texts whose words any sentence may hold: the community's
// name, its projects, the event, the period. people are the names of all who wrote in what the sentences tell.
func New(l *language.Language, known, people []string) *Prover {
	p := &Prover{lang: l, allowed: map[string]bool{}, env: snowballstem.NewEnv(""), roots: map[string]string{}}
	for _, s := range known {
		for w := range Words(s) {
			p.allowed[strings.ToLower(w)] = true
		}
	}
	for _, who := range people {
		if who != "" && !slices.Contains(p.people, who) {
			p.people = append(p.people, who)
		}
	}
	return p
}

// Sentence holds a sentence of a person or a machine against its evidence and returns "" where it holds, else why it
// does not, for the reader of a list of refusals. It looks at the references, the form, quotations, names, numbers,
// who speaks, what is said, what is denied, and how certain it is; where the evidence is in another language than the
// sentence, the last three are not looked at, and somebody who reads both has to (see Foreign).
func (p *Prover) Sentence(text string, evidence []Evidence) Refusal {
	if len(evidence) == 0 {
		return "it names no sentence of a post that it rests on"
	}
	c := p.claim(text, evidence)
	for _, check := range []func(*claim) Refusal{p.form, p.quotation, p.names, p.numbers, p.speaker} {
		if why := check(c); why != "" {
			return why
		}
	}
	if Foreign(evidence) {
		return ""
	}
	for _, check := range []func(*claim) Refusal{p.content, p.polarity, p.modality} {
		if why := check(c); why != "" {
			return why
		}
	}
	return ""
}

// Foreign reports whether some of the evidence is written in another language than the recap: names, numbers and
// quotations of a sentence are proven all the same, its meaning is not.
func Foreign(evidence []Evidence) bool {
	return slices.ContainsFunc(evidence, func(e Evidence) bool { return e.Post.Foreign })
}

// Title holds a heading against what it stands above: the subject of what it tells, and the sentences that are
// printed. It is a sentence whose evidence is all of them.
func (p *Prover) Title(text, subject string, evidence []Evidence) Refusal {
	if strings.EqualFold(strings.TrimSpace(text), strings.TrimSpace(subject)) {
		return ""
	}
	if len(evidence) == 0 {
		return "nothing is printed below it"
	}
	first := evidence[0].Post
	heading := &Post{ID: first.ID, Title: subject, Text: subject, Foreign: first.Foreign}
	with := append(slices.Clone(evidence), Evidence{Post: heading, Text: subject})
	c := p.claim(text, with)
	c.heading = true
	checks := []func(*claim) Refusal{p.form, p.quotation, p.names, p.numbers}
	if !Foreign(with) {
		checks = append(checks, p.content, p.polarity, p.modality)
	}
	for _, check := range checks {
		if why := check(c); why != "" {
			return why
		}
	}
	return ""
}

// A claim is a sentence with what it rests on, read once.
type claim struct {
	text     string
	plain    string   // without what stands between quotation marks
	quotes   []string // that
	evidence []Evidence
	posts    []*Post // of the evidence, each once
	heading  bool

	words  []string    // of plain, as language.Words has them
	proofs [][]string  // of each sentence of evidence
	tokens []token     // of text
	have   *vocabulary // of the posts
}

func (p *Prover) claim(text string, evidence []Evidence) *claim {
	c := &claim{text: text, evidence: evidence}
	c.plain, c.quotes = quoted(text)
	for _, e := range evidence {
		if !slices.Contains(c.posts, e.Post) {
			c.posts = append(c.posts, e.Post)
		}
		c.proofs = append(c.proofs, p.lang.Words(e.Text))
	}
	c.words = p.lang.Words(c.plain)
	c.tokens = tokens(text)
	c.have = p.vocabulary(c)
	return c
}

// root returns the root of a word in lower case.
func (p *Prover) root(w string) string {
	if r, ok := p.roots[w]; ok {
		return r
	}
	r := p.lang.Root(w, p.env)
	p.roots[w] = r
	return r
}

// telling reports whether a word carries content of its own.
func (p *Prover) telling(w string) bool {
	l := p.lang
	return len(w) > 1 && !l.Stop[w] && !l.Function[w] && !l.Proof.Reports[w] && !l.Proof.Possible[w] && !l.Proof.Future[w] && !l.Negations[w]
}
