package language

import (
	"slices"
	"strings"

	"github.com/blevesearch/snowballstem"
)

// ProofWords are the words by which a sentence about posts is held against them: how certain it is, what it denies,
// who speaks. All are in lower case, single words unless it says otherwise, and as Language.Words returns them.
type ProofWords struct {
	Future    map[string]bool   // says that something will be: "will", "shall"
	FutureTo  []string          // the same in several words: "going to"
	Possible  map[string]bool   // may be or should be: "may", "could", "should"
	Open      map[string]bool   // of these, what leaves open whether it is so: "may"
	Permits   map[string]bool   // says that somebody may, as much as "may" does: "let", "allows"
	Hedges    map[string]bool   // leaves open that it is so: "if", "perhaps", "plans", "suggested"
	Asks      map[string]bool   // says that it is asked: "whether"
	Against   map[string]bool   // says that somebody is against it, or that it is not all: "objected", "until"
	Manner    string            // the ending of words that say how: "ly"
	Decided   map[string]bool   // says that it is settled: "decided"
	Settles   map[string]bool   // words or beginnings of words by which evidence shows that: "decid", "consensus"
	Lacks     map[string]bool   // deny as a negation does: "failed", "missing", "refused"
	LackPairs []string          // the same in two words: "instead of"
	Weak      map[string]bool   // negations that deny a part of a sentence and not what it says: "without"
	LackStart []string          // beginnings of words that deny: "un", "non"
	LackNot   []string          // and of those words that begin so and do not: "under"
	LackEnd   []string          // and endings: "less"
	Wholes    map[string]bool   // all of something: "all", "every", "always"
	Parts     map[string]bool   // and a part of it: "some", "most"
	Reports   map[string]bool   // verbs and nouns of saying, which are no content of their own: "said", "asked"
	Says      map[string]bool   // forms of verbs of saying that stand with a helping verb: "had reported"
	Person    map[string]bool   // the first person: "i", "we"
	Praise    map[string]bool   // superlatives and praise: "best", "exciting"
	Commands  map[string]bool   // first words of what tells the reader to do something: "click", "ignore"
	Copula    string            // "be"
	Joins     map[string]bool   // behind which another clause begins: "and", "while", "that"
	Agents    map[string]bool   // before the name of who does or says it: "by"
	Vocatives map[string]bool   // before the name of who is spoken to: "hi", "thanks"
	Numbers   map[string]int    // spelled ones from two on
	Ordinals  map[string]int    // "second", "third"
	Irregular map[string]string // a form -> the word that it is a form of, where Stem does not find it: "found" -> "find"

	CapitalNouns bool // nouns begin with a capital as names do
}

// Root returns what is left of a word in lower case without its ending, so that forms of one word are the same:
// "found" and "finding" are "find". env is the stemmer's workspace.
func (l *Language) Root(w string, env *snowballstem.Env) string {
	w = strings.TrimSuffix(strings.ReplaceAll(w, "’", "'"), "'s")
	if base, ok := l.Proof.Irregular[w]; ok {
		w = base
	}
	if l.Stem == nil || len(w) < 4 || len(w) > 40 {
		return w
	}
	env.SetCurrent(w)
	l.Stem(env)
	return env.Current()
}

// Denies reports whether a word denies: a negation, or a word of lack or refusal.
func (l *Language) Denies(w string) bool {
	if l.Negations[w] || l.Proof.Lacks[w] {
		return true
	}
	for _, s := range l.Proof.LackStart {
		begins := func(n string) bool { return strings.HasPrefix(w, n) }
		if len(w) > len(s)+3 && begins(s) && !slices.ContainsFunc(l.Proof.LackNot, begins) {
			return true
		}
	}
	for _, s := range l.Proof.LackEnd {
		if len(w) > len(s)+2 && strings.HasSuffix(w, s) {
			return true
		}
	}
	return false
}

// Negates reports whether a word of a sentence denies, and whether one of its first words does.
func (l *Language) Negates(text string) (somewhere, early bool) {
	const first = 4
	i := slices.IndexFunc(l.Words(text), l.Denies)
	return i >= 0, i >= 0 && i < first
}

// forms reads a table of irregular words: the base, then its forms, one word a line.
func forms(table string) map[string]string {
	m := map[string]string{}
	for line := range strings.SplitSeq(table, "\n") {
		f := strings.Fields(line)
		for i := 1; i < len(f); i++ {
			m[f[i]] = f[0]
		}
	}
	return m
}

// counted numbers words from a first number on.
func counted(from int, words string) map[string]int {
	m := map[string]int{}
	for i, w := range strings.Fields(words) {
		m[w] = from + i
	}
	return m
}

// merged puts tables of numbers together.
func merged(tables ...map[string]int) map[string]int {
	all := map[string]int{}
	for _, t := range tables {
		for w, n := range t {
			all[w] = n
		}
	}
	return all
}
