package digest

import (
	"strings"
	"time"

	"github.com/blevesearch/snowballstem"

	"recap/digest/internal/lazyregexp"
)

// A language is everything that changes with the language of a recap: the words that stand in it, those by which posts are read, and the way
// in which speech is reported. One more language is one more file like german.go, and its name in languages; a test says what it
// lacks. Templates are for Fill.
type language struct {
	Phrases
	vocabulary
	cues
	dates
	frames
	endings
	grammar
}

// languages are those there are; the first tells where no other fits.
var languages = []*language{english, german}

// languageFor returns the language of a BCP 47 tag, whatever its region or script; the first of languages if there is none.
func languageFor(tag string) *language {
	if l := knownLanguage(tag); l != nil {
		return l
	}
	return languages[0]
}

// toldIn returns the tag that an edition carries: the community's, with its region, or that of the language which tells instead.
func toldIn(tag string) string {
	if knownLanguage(tag) == nil {
		return languages[0].Tag
	}
	return tag
}

// knownLanguage returns the language of a tag, or nil.
func knownLanguage(tag string) *language {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	for _, l := range languages {
		if l.Tag == base {
			return l
		}
	}
	return nil
}

// vocabulary are words by what they do in a sentence, in lower case.
type vocabulary struct {
	stop         map[string]bool // carry no topic
	function     map[string]bool // of which every real sentence has one; lists, code and tables have none
	finite       map[string]bool // verbs that show that a sentence is one
	hangs        map[string]bool // need what follows them: a hashtag behind one is part of the sentence
	endless      map[string]bool // leave a sentence without its end: what followed was code or a link
	person       map[string]bool // speak in the first person
	dangling     map[string]bool // point at something that was said before, where they begin a sentence
	you          map[string]bool
	they         map[string]bool
	praise       map[string]bool // taken out of the mouth of the recap by leaving the sentence to a quote
	coarse       map[string]bool // not repeated
	stance       map[string]bool // mark a sentence in which somebody takes a position
	relativeDays map[string]bool // say nothing to somebody who reads the recap later
	connecting   map[string]bool // begin no quote
	frame        map[string]bool // what the frames of this package put around what people wrote, nouns as they are written: whoever adds a frame adds its words
	days         map[string]bool // words of dates
	numerals     []string        // from none
	common       []string        // endings of words that are no names
}

// cues are words by which a post shows what it does. Lists are in lower case and found anywhere.
type cues struct {
	vote, result, announcement, release, proposal, security *lazyregexp.Regexp // in a title
	asks, test                                              *lazyregexp.Regexp // in a title
	event                                                   *lazyregexp.Regexp // in a sentence that announces a date
	worksAt                                                 *lazyregexp.Regexp // the employer is the first group
	greeting, closing, hailing                              *lazyregexp.Regexp // lines that say nothing, and the greeting before a sentence
	leadIn                                                  *lazyregexp.Regexp // what turns to somebody before a sentence: "Thanks Ann - "

	works                           []string // what worksAt needs to find anything
	proposes, announces, seeks      []string // what an opening post says
	thanks, merged, agrees, objects []string // what a reply says
	problems                        []string
	withdrawn, failed, passed       []string // what the announcement of a result says
	openers                         []string // dropped from the beginning of a clause: they connect it with something that is not told
	deictic                         []string // point out of the sentence at what the reader of the recap does not see
	courtesies                      []string // fill short sentences that say nothing about the matter
	relative                        []string // phrases for days, as relativeDays
	dull                            []string // make a sentence no good quote
	spam                            []string
	roles                           []string // parts of a signature's line that name no organisation
}

// dates is how dates and terms are read.
type dates struct {
	dayText  *lazyregexp.Regexp    // a day, with the groups iso, or day, month (a word) or number, and year; a second set ends in 2
	months   map[string]time.Month // the words of the group month
	namesDay func(s string) bool   // a cheap look for what dayText could find
	hours    *lazyregexp.Regexp    // for how many hours a vote is open
	until    *lazyregexp.Regexp    // until which day
	clock    *lazyregexp.Regexp    // an hour in UTC behind that day
}

// frames are what the recap says around people's words.
type frames struct {
	quoteMarks [2]string
	onlyMarks  *strings.Replacer // makes marks inside a title single ones

	title, dayTitle, dayNumber                   string // {community} {day}; {n} {event}; {n}
	span                                         string // {first} {last}; a period
	ledeDay, ledeWeek, ledeSpan                  string // {community} {size} {period}
	size                                         string // {posts} {people} {threads}
	ledeNothing, ledeNothingSpan                 string // {community} {period} {size}
	eventDay, eventOwnDay, eventSpan             string // {event} {day} {n} {community} {size} {period}
	allMachines                                  string
	mainStory, mainStatus, mainAlone, passedMost string            // {title} {by} {who}
	by                                           map[string]string // kind of the main story -> how its writer stands to it

	started              map[string]opening // how a story opens whose first post says nothing that can be told by itself, by kind
	quoteVerbs, addVerbs []string           // before a quote: of another than the last speaker, and of the same
	onDate               string             // {date}; begins a sentence
	inReply, hoursLater  string             // begin a sentence
	andLater             string             // instead of the name, of the same writer

	elsewhereTag, elsewhere, untitled string // titles; {tag}
	begins, goesOn                    string // {event}
	eventWhole                        string // {days} {event} {first} {day} {community} {size} {period}; an edition on all days of an event
	eventDays                         Noun
	session, sessionBy, talkBy        string // {title}; {title} {who}, twice
	voteCloses                        string // {title}
}

// An opening is the verb and the object of a sentence that begins a story: {title}.
type opening struct{ verb, object string }

// endings is how the recap says where a story stands.
type endings struct {
	outcomes                     map[string]string // a few words for the data, by what happened
	noReview, noAnswer, noReply  []string
	settled                      []string          // {who}
	overDays                     *strings.Replacer // makes these speak of a period of several days
	voteOutcome, voteClosing     map[string]string // by state: {tally}
	voice, abstention, times     Noun
	tally, unanimous, abstaining string // {plus} {minus}; {plus}; {zero}
}

// grammar is what takes more than words.
type grammar struct {
	stem func(env *snowballstem.Env) bool
	// fullStop reports whether the full stop between two pieces of text ends a sentence.
	fullStop func(before, after string) bool
	// hasVerb reports whether a sentence holds a finite verb, as far as word lists can tell.
	hasVerb func(s string) bool
	// oddLetters counts letters that are unusual in the language.
	oddLetters func(s string) int
	// pointsBack reports whether a clause begins with a word that points back at something the recap does not tell. person says whether it spoke
	// in the first person.
	pointsBack func(clause string, person bool) bool
	// bareOpener reports whether an opener may be dropped before rest, though no comma follows it.
	bareOpener func(opener, rest string) bool
	// report turns a sentence into a clause, or refuses it.
	report func(s string, lex *lexicon) (clause, bool)
	// tell puts name, verb and clause together.
	tell func(t *teller, p *pick, f framing) told
	// join returns what is added to the sentence before, of the same person, to tell one more clause in it.
	join func(is, was clause) (string, bool)
	// firstPersonQuote is what the first person adds to the score of a quote: more where it cannot be told in any other way.
	firstPersonQuote float64
	// firstPerson is what no sentence of the recap may hold outside a quote.
	firstPerson *lazyregexp.Regexp
	// undated takes off the dates that tell writes: of the first cited post, and of the one that opened the thread.
	undated func(text, first, last string) string
	// opener returns the words that name who opened the thread, where a sentence ends on that; nil if it does not.
	opener func(tokens []token) []token
}

// inQuotes prints a title between quotation marks, shortened at a word's end and without the mark at its end.
func (l *language) inQuotes(title string) string {
	title = strings.TrimRight(strings.TrimSuffix(clip(title, 90), "…"), " .,:;!?")
	if strings.ContainsAny(title, "\"“”„") {
		return l.onlyMarks.Replace(title)
	}
	return l.quoteMarks[0] + title + l.quoteMarks[1]
}

// words writes small numbers as words, larger ones as digits, with what is counted.
func (l *language) words(n int, w Noun) string {
	if n >= 0 && n < len(l.numerals) {
		return l.numerals[n] + " " + w.For(n)
	}
	return l.Count(n, w)
}

// hasPerson reports whether s speaks in the first person.
func (l *language) hasPerson(s string) bool {
	return holdsWord(strings.ReplaceAll(s, "’", "'"), l.person, `.,;:!?"()[]`)
}

// hasStance reports whether somebody takes a position in s.
func (l *language) hasStance(s string) bool { return holdsWord(s, l.stance, `.,;:!?"()`) }

// holdsWord reports whether one of the words of s, in lower case and without the marks around it, is in set.
func holdsWord(s string, set map[string]bool, marks string) bool {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if set[strings.Trim(w, marks)] {
			return true
		}
	}
	return false
}

// isRelative reports whether s speaks of days that a later reader cannot place.
func (l *language) isRelative(s string) bool {
	low := strings.ToLower(s)
	for _, w := range strings.Fields(low) {
		if l.relativeDays[strings.Trim(w, ".,!?:;\"'()")] {
			return true
		}
	}
	return contains(low, l.relative)
}
