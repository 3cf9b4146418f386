// Package language holds all that changes with the language of a recap, as tables: the words that it prints, and the
// cues by which posts are read. One more language is one more file like english.go and its name in languages; nothing
// else knows which there are.
//
// A post is read by the cues of its own language where that is known; see Reads.
package language

import (
	"strings"
	"sync"
	"time"

	"github.com/blevesearch/snowballstem"

	"recap/digest/internal/lazyregexp"
)

// A Language is the table of one language.
type Language struct {
	Phrases
	Vocabulary
	Dates
	Proof        ProofWords
	Table        CueTable
	Contractions map[string]string                // "won't" -> "will not"; a key that begins with an apostrophe, or n't, is an ending
	Spell        func(word string) string         // how else the words of Table may be spelled: "für", "fuer"; nil: as they stand
	Stem         func(env *snowballstem.Env) bool // nil: words are compared whole

	once     sync.Once
	compiled *matcher
}

// Vocabulary are words by what they do in a sentence, in lower case.
type Vocabulary struct {
	Stop          map[string]bool // carry no topic
	Function      map[string]bool // of which every real sentence has one; by them a text's language is told
	Hangs         map[string]bool // need what follows them: a hashtag behind one is part of the sentence
	Abbreviations map[string]bool // with a full stop that ends no sentence
	Tentative     map[string]bool // what is done to a change so is only on trial: "tentatively"
	Unsure        []string        // words, as Language.Words returns them, that say only that somebody does not know: "not sure about"
	Summaries     []string        // stand before what sums a text up, in lower case: "tl;dr"
	Errs          map[string]bool // say of what was said that it is not so: "wrong"
	Drawbacks     map[string]bool // name what speaks against a thing, for all who weigh it: "downside"
	Merits        map[string]bool // name what speaks for one, or that there are several: "advantage", "alternative"
	Grants        map[string]bool // grant what another says where a sentence begins or ends with them: "true", "admittedly"
	Reasons       map[string]bool // ask for a ground: "no reason why it should not" says that it should
	Harms         map[string]bool // what a bad change does: who does not think that it does it is not against it
	Costs         map[string]bool // name what a thing takes, for it as well as against it: "at the cost of"
	Past          map[string]bool // verbs behind "I", by which somebody begins to tell what was: "had"
	Address       map[string]bool // the second person: "you"
	Pronouns      map[string]bool // stand for what was named, where a sentence may end with them: "it"
	Proposals     map[string]bool // name or call something proposed, whoever proposes it: "proposal", "proposed"
	Intends       map[string]bool // verbs behind "I", by which somebody says what they want done: "propose"
	Thanking      map[string]bool // words of thanks: "thanks"
	Negations     map[string]bool // turn what stands around them into its opposite; the gaps of cues do not reach over them
	Tags          map[string]bool // begin what makes a question of a statement, behind a comma: "no", "isn't it"
	// Where numbers of order are written with a full stop: in "am 3. Mai" it ends no sentence, because "Mai" is of
	// NoEnd, and "am" of AskOrder. A full stop behind a number of one or two digits ends none if the word behind it is
	// of NoEnd or begins with a digit ("3. 5. 2026"), or the word before the number is of AskOrder ("der 2. Patch");
	// all in lower case, without their marks. nil: a number ends one like any word.
	NoEnd, AskOrder map[string]bool
	Roles           []string // parts of a signature's line that name no organisation
	WorksAt         *lazyregexp.Regexp
	Works           []string // what WorksAt needs to find anything
}

// Dates is how days and terms are read.
type Dates struct {
	DayText  *lazyregexp.Regexp    // a day, with the groups iso, or day, month (a word) or number, and year; further sets end in 2 and 3
	MonthNum map[string]time.Month // the words of the group month
	NamesDay func(s string) bool   // a cheap look for what DayText could find
	Hours    *lazyregexp.Regexp    // for how many hours a vote is open
	Until    *lazyregexp.Regexp    // until which day
	Clock    *lazyregexp.Regexp    // an hour in UTC behind that day
}

// languages returns those there are; the first tells where no other fits.
func languages() []*Language { return []*Language{&english, &german} }

// For returns the language of a BCP 47 tag, whatever its region or script; the first of languages if there is none.
func For(tag string) *Language {
	if l := Known(tag); l != nil {
		return l
	}
	return languages()[0]
}

// Known returns the language of a BCP 47 tag, or nil.
func Known(tag string) *Language {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	for _, l := range languages() {
		if l.Tag == base {
			return l
		}
	}
	return nil
}

// Tags returns the tags of the languages that recaps can be told in.
func Tags() []string {
	var tags []string
	for _, l := range languages() {
		tags = append(tags, l.Tag)
	}
	return tags
}

// PhrasesFor returns the phrases of the language that a BCP 47 tag asks for: "de-AT" is told in German, and what no
// language of Tags fits, in English.
func PhrasesFor(tag string) *Phrases { return &For(tag).Phrases }

// matcher returns the compiled table. One that cannot be compiled is a fault of this package, and its tests compile
// all.
func (l *Language) matcher() *matcher {
	l.once.Do(func() {
		m, err := l.compile()
		if err != nil {
			panic("language " + l.Tag + ": " + err.Error())
		}
		l.compiled = m
	})
	return l.compiled
}

// Check returns what is wrong with the table of l, nil if it can be used.
func (l *Language) Check() error {
	_, err := l.compile()
	return err
}

const (
	sampleBytes = 600 // of a post, by which its language is told
	sampleHits  = 3   // function words that another language must show at least
	sparse      = 8   // words to each of the recap's function words, above which a text may be in the language that its source states
)

// Reads tells by which language a text is read in a community whose language is home: by its function words; where
// there are none, by what its source states. alien is true where it is another one than home; a text in a language that
// is not known is read by home, and alien.
func Reads(text, stated string, home *Language) (l *Language, alien bool) {
	all := languages()
	counts := make([]int, len(all))
	own, words := 0, strings.Fields(text[:min(len(text), sampleBytes)])
	for _, w := range words {
		w = strings.ToLower(strings.Trim(w, `.,;:!?"()`))
		if home.Function[w] {
			own++
		}
		for i, l := range all {
			if l.Tag != home.Tag && l.Function[w] {
				counts[i]++
			}
		}
	}
	best := -1
	for i, n := range counts {
		if n >= sampleHits && n > 2*own && (best < 0 || n > counts[best]) {
			best = i
		}
	}
	if best >= 0 {
		return all[best], true
	}
	base, _, _ := strings.Cut(strings.ToLower(stated), "-")
	if own*sparse >= len(words) && own > 0 || base == "" || base == "und" || base == "zxx" || base == home.Tag {
		return home, false
	}
	if l := Known(base); l != nil {
		return l, true
	}
	return home, true
}

// wordSet makes a set of the words in s.
func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

func union(sets ...map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, set := range sets {
		for w := range set {
			all[w] = true
		}
	}
	return all
}
