package language

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// A Cue is something that the words of a sentence or of a title show: that somebody objects, that a vote is called.
type Cue uint8

// The cues of sentences.
const (
	Objects      Cue = iota // a plain no: "I disagree", "won't work", "-1"
	Doubts                  // a no only where something was proposed: "I don't think", "the problem with this"
	Promises                // the writer will do something: "I'll resend"
	Concedes                // an objection or a question is over: "fair enough", "I'm fine with"
	Withdraws               // "never mind", "please ignore this"
	Decides                 // "we have decided", "consensus is"
	Aside                   // beside the matter: "by the way", "typo"
	Agrees                  // "I agree", "looks good"
	Updates                 // something was done: "fixed", "I have uploaded"
	Done                    // it was done to what the thread is about: "fixed in trunk", and all that is Merged
	Merged                  // what is done to a change, and so Done: "applied", "merged", "queued"
	Works                   // a question or a fault is over: "that works now", "did the trick"
	Thanks                  // "thanks", "perfect"
	Trouble                 // it is not over: "still", "unfortunately", "doesn't"
	Answers                 // speaks to who asked: "you can", "the reason is"
	About                   // says what the post is about: "this patch", "I propose", "the goal is"
	Problem                 // says what is wrong or wanted: "fails", "I need"
	Proposes                // "I suggest", "we should"
	News                    // says what is new: "adds", "first", "now"
	Matters                 // says why it matters: "allows", "breaking", "so that"
	Meta                    // about the mail itself, or courtesy: "any ideas", "I'm new here"
	Points                  // at what the reader does not see: "above", "attached"
	Dangles                 // begins with a word that needs the sentence before: "this", "so", "but"
	StandsAlone             // begins like Dangles and needs nothing: "this patch", "it seems"
	Hypothesis              // begins with "if", "unless": says of nothing that it is so
	Reviews                 // "Reviewed-by", "LGTM"
	YesNo                   // begins with a bare yes or no
	Unfinished              // ends in a word that needs the next one: "of the"
	Announces               // "pleased to announce", "I have released"
	Seeks                   // "does anybody know", "how do I"
	Imagines                // "what if", "it would be nice"
	Cites                   // ends by handing over to somebody else: "Ann says:"
	Sells                   // offers goods or services to strangers
	NowOn                   // of a stream: "now on stage"
	Notice                  // of a stream: "will be recorded", "deadline"
	Plans                   // of a day to come: "deadline", "meeting", "will be held"
	Greets                  // a line that greets: "hi all"
	Closes                  // a line that takes leave: "best regards"
	Advert                  // a line of a mail provider or a footer
	Blames                  // of a result: "failed", "rejected"
	Passes                  // of a result: "passed", "accepted"
	Reserves                // takes part of it back: "but", "however", "until"
	Furniture               // of a page: "subscribe", "read more", "appeared first on"
	Vague                   // names a thing only by "this problem", "do that"
	VagueSubject            // its subject is a bare "this" or "that"
	Lacks                   // has no answer, either: "no idea", "same here", "I got no reply"
	Courtesy                // thanks for something else than an answer: a report, a test, somebody's interest
	Scene                   // leads up to the matter: "I have used it for years", "unlike the last version"
	Undoes                  // what was done is undone, or did not help: "reverted", "that did not fix it"
	Rhetoric                // a question that doubts: "isn't that what the timeout is for?"

	// The cues of titles.
	TitleVote         // "[VOTE]"
	TitleResult       // "[RESULT]"
	TitleSecurity     // "security advisory"
	TitleRelease      // "released", "is out"
	TitleNoRelease    // speaks of releases and is none: "release plan"
	TitleAnnouncement // "[ANN]", "call for papers"
	TitleProposal     // "proposal", "RFC"
	TitleQuestion     // "question", "how to"
	TitleReport       // "bug", "fails"
	TitleIdea         // "idea", "what if"
	TitleRobot        // "daily summary", "build failed"
	TitleAway         // "out of office"
	TitleWithdrawn    // "[CANCELLED]", "withdrawn"
	TitleSolved       // "[SOLVED]"
	lastCue

	lastOfSentences = TitleVote - 1
)

// cueNames are the names of the constants in their order.
const cueNames = "Objects Doubts Promises Concedes Withdraws Decides Aside Agrees Updates Done Merged Works Thanks Trouble " +
	"Answers About Problem Proposes News Matters Meta Points Dangles StandsAlone Hypothesis Reviews YesNo " +
	"Unfinished Announces Seeks Imagines Cites Sells NowOn Notice Plans Greets Closes Advert Blames Passes " +
	"Reserves Furniture Vague VagueSubject Lacks Courtesy Scene Undoes Rhetoric TitleVote TitleResult TitleSecurity TitleRelease TitleNoRelease TitleAnnouncement " +
	"TitleProposal TitleQuestion TitleReport TitleIdea TitleRobot TitleAway TitleWithdrawn TitleSolved"

// String returns the name of c, for messages.
func (c Cue) String() string {
	if names := strings.Fields(cueNames); int(c) < len(names) {
		return names[c]
	}
	return fmt.Sprintf("Cue(%d)", uint8(c))
}

// A CueSet says which cues a text shows.
type CueSet uint64

const _ = uint8(64 - lastCue) // so many have room in it

// Has reports whether c is in the set.
func (s CueSet) Has(c Cue) bool { return s&(1<<c) != 0 }

// Any reports whether one of cues is in the set.
func (s CueSet) Any(cues ...Cue) bool {
	for _, c := range cues {
		if s.Has(c) {
			return true
		}
	}
	return false
}

// CueTable is how a language shows its cues: for each a list of patterns, one a line or several on a line with ";"
// between them.
//
// A pattern is a row of words in lower case without their marks, contractions written out as the language's
// Contractions say. "a|b" is one of several words, "propos*" every word that begins so, "a|b?" a word that may be
// missing, "_" any word, ".." up to two words and "..." up to five, none of which is one of the language's Negations;
// "!" says that none of the next five words is one, either. A pattern behind "-" takes the cue away again wherever it
// fits: "maybe" from what is promised. "^" stands for the beginning of the text and "$", also as
// one of several words, for its end; "[vote" is a word right behind an opening bracket. A pattern that does not begin
// with "^" begins with a word.
type CueTable map[Cue]string

// A matcher finds the cues of a table in one pass over the words of a text.
type matcher struct {
	exact  map[string][]*pattern
	prefix map[string][]*pattern // by the first prefixBytes of the word
	starts []*pattern            // begin with words of any kind, at the beginning of the text

	negates map[string]bool // the language's Negations
}

const prefixBytes = 3

type pattern struct {
	cue    Cue
	within int // so many words from the beginning of the text at most, none of them a negation; anywhere if it is below 0
	items  []item
	denies bool // a text that it fits does not show the cue
}

// An item is one place of a pattern.
type item struct {
	words    []string // exact ones
	prefixes []string
	optional bool
	gap      int             // so many words that are no negations
	any      bool            // exactly one word of any kind
	end      bool            // or the end of the text
	positive bool            // no negation follows closely
	negates  map[string]bool // of the language, where gap or positive
}

// reach is how far "!" looks ahead, in words.
const reach = 5

// compile reads the table of l. Its errors name the pattern.
func (l *Language) compile() (*matcher, error) {
	m := &matcher{exact: map[string][]*pattern{}, prefix: map[string][]*pattern{}, negates: l.Negations}
	for cue, text := range l.Table {
		for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' }) {
			if strings.TrimSpace(line) == "" {
				continue
			}
			p, err := l.readPattern(cue, line)
			if err != nil {
				return nil, err
			}
			m.add(p)
		}
	}
	return m, nil
}

// add files p under its first word: one that may be missing makes two patterns, with it and without.
func (m *matcher) add(p *pattern) {
	first := &p.items[0]
	switch {
	case first.gap > 0 && len(p.items) > 1 && len(p.items[1].words)+len(p.items[1].prefixes) > 0 && !p.items[1].end:
		m.add(&pattern{p.cue, first.gap, p.items[1:], p.denies})
		return
	case first.gap > 0 || first.any || first.end || first.positive:
		m.starts = append(m.starts, p)
		return
	case first.optional:
		if len(p.items) > 1 {
			m.add(&pattern{p.cue, p.within, p.items[1:], p.denies})
		}
		p = &pattern{p.cue, p.within, append([]item{{words: first.words, prefixes: first.prefixes}}, p.items[1:]...), p.denies}
	}
	for _, w := range p.items[0].words {
		m.exact[w] = append(m.exact[w], p)
	}
	for _, w := range p.items[0].prefixes {
		m.prefix[w[:prefixBytes]] = append(m.prefix[w[:prefixBytes]], p)
	}
}

func (l *Language) readPattern(cue Cue, line string) (*pattern, error) {
	p := &pattern{cue: cue, within: -1}
	line, p.denies = strings.CutPrefix(strings.TrimSpace(line), "- ")
	for _, f := range strings.Fields(line) {
		switch {
		case f == "^":
			if p.within == 0 || len(p.items) > 0 {
				return nil, fmt.Errorf("cue %v, pattern %q: ^ stands only at the beginning", cue, line)
			}
			p.within = 0
			continue
		case f == "_":
			p.items = append(p.items, item{any: true})
			continue
		case f == "..":
			p.items = append(p.items, item{gap: 2, negates: l.Negations})
			continue
		case f == "...":
			p.items = append(p.items, item{gap: 5, negates: l.Negations})
			continue
		case f == "!":
			p.items = append(p.items, item{positive: true, negates: l.Negations})
			continue
		}
		var it item
		if len(f) > 1 && strings.HasSuffix(f, "?") {
			it.optional, f = true, f[:len(f)-1]
		}
		words := strings.Split(f, "|")
		if l.Spell != nil {
			for _, w := range words {
				if other := l.Spell(w); other != w {
					words = append(words, other)
				}
			}
		}
		for _, w := range words {
			if w == "" || strings.Contains(w, "?") || strings.Contains(strings.TrimSuffix(w, "*"), "*") {
				return nil, fmt.Errorf("cue %v, pattern %q: ? and * stand only at an end", cue, line)
			}
			if w == "$" {
				it.end = true
			} else if stem, ok := strings.CutSuffix(w, "*"); ok {
				if len(stem) < prefixBytes {
					return nil, fmt.Errorf("cue %v, pattern %q: %q is too short before its *", cue, line, stem)
				}
				it.prefixes = append(it.prefixes, stem)
			} else {
				it.words = append(it.words, w)
			}
		}
		p.items = append(p.items, it)
	}
	if len(p.items) == 0 || p.within < 0 && len(p.items[0].words)+len(p.items[0].prefixes) == 0 {
		return nil, fmt.Errorf("cue %v, pattern %q: the first place has to be a word, but behind ^", cue, line)
	}
	return p, nil
}

// find returns the cues of words.
func (m *matcher) find(words []string) CueSet {
	var sets [2]CueSet // what shows, and what is taken away
	show := func(p *pattern, items []item, words []string) {
		set := &sets[0]
		if p.denies {
			set = &sets[1]
		}
		if !set.Has(p.cue) && matchRest(items, words) {
			*set |= 1 << p.cue
		}
	}
	for _, p := range m.starts {
		show(p, p.items, words)
	}
	begin := 0 // how far i is from the beginning, far off behind a negation
	for i, w := range words {
		for _, p := range m.exact[w] {
			if p.within < 0 || begin <= p.within {
				show(p, p.items[1:], words[i+1:])
			}
		}
		if len(w) >= prefixBytes {
			for _, p := range m.prefix[w[:prefixBytes]] {
				if (p.within < 0 || begin <= p.within) && p.items[0].fits(w) {
					show(p, p.items[1:], words[i+1:])
				}
			}
		}
		if begin++; m.negates[w] {
			begin = len(words) + reach
		}
	}
	return sets[0] &^ sets[1]
}

// matchRest reports whether words begin with what items say. Patterns are a few places long, and so is the recursion.
func matchRest(items []item, words []string) bool {
	if len(items) == 0 {
		return true
	}
	it := items[0]
	switch {
	case it.end && len(words) == 0:
		return true
	case it.any:
		return len(words) > 0 && matchRest(items[1:], words[1:])
	case it.gap > 0:
		for n := 0; ; n++ {
			if matchRest(items[1:], words[n:]) {
				return true
			}
			if n == it.gap || n == len(words) || it.negates[words[n]] {
				return false
			}
		}
	case it.positive:
		for _, w := range words[:min(len(words), reach)] {
			if it.negates[w] {
				return false
			}
		}
		return matchRest(items[1:], words)
	}
	if len(words) > 0 && it.fits(words[0]) && matchRest(items[1:], words[1:]) {
		return true
	}
	return it.optional && matchRest(items[1:], words)
}

func (it *item) fits(w string) bool {
	for _, x := range it.words {
		if x == w {
			return true
		}
	}
	for _, x := range it.prefixes {
		if strings.HasPrefix(w, x) {
			return true
		}
	}
	return false
}

// Words returns the words of a text as cues see them: in lower case, contractions written out, "+1" and "-1" whole, a
// bracket before a word kept with it.
func (l *Language) Words(text string) []string {
	out := make([]string, 0, len(text)/5)
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		w := strings.ToLower(text[start:end])
		if strings.ContainsFunc(w, apostrophe) {
			w = strings.Map(func(r rune) rune {
				if apostrophe(r) {
					return '\''
				}
				return r
			}, w)
		}
		w = strings.TrimRight(w, "'.-")
		if w != "" && w != "[" {
			out = l.appendWord(out, w)
		}
		start = -1
	}
	for i, r := range text {
		inner := apostrophe(r) || r == '-' || r == '.' || r == '_'
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
				if i > 0 && text[i-1] == '[' {
					start = i - 1
				} else if i > 0 && (text[i-1] == '+' || text[i-1] == '-') && unicode.IsDigit(r) && (i == 1 || text[i-2] == ' ' || text[i-2] == '\n') {
					start = i - 1
				}
			}
		case inner && start >= 0:
		default:
			flush(i)
		}
	}
	flush(len(text))
	return out
}

// apostrophe reports whether a rune stands for an apostrophe inside a word: also an accent that a keyboard has in its place.
func apostrophe(r rune) bool { return strings.ContainsRune("'’‘´`′", r) }

// appendWord adds w, or what it is a contraction of.
func (l *Language) appendWord(out []string, w string) []string {
	if !strings.Contains(w, "'") {
		if full, ok := l.Contractions[w]; ok {
			return append(out, strings.Fields(full)...)
		}
		return append(out, w)
	}
	if full, ok := l.Contractions[w]; ok {
		return append(out, strings.Fields(full)...)
	}
	if i := strings.LastIndexByte(w, '\''); i > 0 {
		if full, ok := l.Contractions[w[i:]]; ok {
			return append(l.appendWord(out, w[:i]), strings.Fields(full)...)
		}
		if i > 1 && w[i-1] == 'n' && w[i:] == "'t" {
			if full, ok := l.Contractions["n't"]; ok {
				return append(append(out, w[:i-1]), strings.Fields(full)...)
			}
		}
	}
	return append(out, w)
}

// Cues returns what the words of a sentence or a title show.
func (l *Language) Cues(text string) CueSet {
	words := l.Words(text)
	set := l.matcher().find(words)
	switch {
	case set.Has(Merged) && slices.ContainsFunc(words, func(w string) bool { return l.Tentative[w] }):
		set = set&^(1<<Merged|1<<Done|1<<Updates) | 1<<Reviews // they looked at it, and it may go again
	case set.Has(Merged):
		set |= 1 << Done
	}
	return set
}
