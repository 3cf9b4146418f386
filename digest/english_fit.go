package digest

import (
	"strings"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
)

// Which English sentences can stand behind "said that". A sentence that is a command in disguise, lacks its subject, or is a heading reads as broken
// prose there, however true it is; it is better left out, because a post has other sentences.

// englishLeadIn is what people put in front of a sentence to turn to somebody: "Thanks Ann - ", "G'day Ben, ", "No, ".
var englishLeadIn = lazyregexp.New(`^(?i:thanks|thank you|thx|cheers|g'?d+ay|hi|hello|hey|dear|howdy|yes|yep|yeah|no|nope|sorry|agreed|right|ok|okay|sure|(?:nice|great|good) (?:work|job|point|idea|catch|question|stuff))(?:(?-i: \p{Lu}[\pL'-]+)|(?i: all| everyone| folks| there| list| guys| again)){0,2}(?:[,!.:;]|\s+[-–—]+)\s+`)

// misfit reports whether the sentence body, in lower case low and without its final mark, cannot be told behind "said that". It is not for questions.
func misfit(body, low string) bool {
	return byline.MatchString(body) || runOn.MatchString(body) || remnant.MatchString(body) || strings.Contains(body, "``") || inverted.MatchString(low) || strings.HasPrefix(body, `"`) || strings.HasPrefix(body, "“") || strings.HasPrefix(body, "(") || hanging(low) || pointsBack.MatchString(low) || personalYou.MatchString(low) || boilerplate(low) ||
		titleCase(body) || commandInside(low) || subjectless(low)
}

var (
	// byline stands under the headline of a copied article.
	byline = lazyregexp.New(`\bBy \p{Lu}[\pL.'-]+ \p{Lu}`)
	// pointsBack begins with a pronoun for something that is not told.
	pointsBack = lazyregexp.New(`^(?:(?:during|after|before|with|in|for|by|from|on|at|like|unlike|because of|besides|despite|given|without|beyond|as for|in addition to|aside from|other than) (?:this|that|it|these|those|them|which)\b[,;]|that(?:'s|'ll|'d)\b|(?:this|that|it)(?:'s| is| looks| sounds) (?:all |really |very |pretty |such )?(?:a )?(?:great|nice|good|cool|interesting|awesome|excellent|wonderful)\b|that (?:is|was|will|would|should|could|can|may|might|must|has|had|does|did|sounds?|looks?|seems?|works?|makes?|means?|said|suggested|being|one|way)\b|which |in which |for which )`)
	// personalYou speaks to the one who is answered about what he wrote.
	personalYou = lazyregexp.New(`\byou (?:said|say|wrote|mention(?:ed)?|asked|suggest(?:ed)?|posted|described?|seem|probably|just|guys|two|both|folks|sent|quoted|stated|mean)\b|\byou're (?:right|welcome|wrong|saying|mistaken)|\byour (?:own )?(?:patch(?:es)?|code|questions?|e?-?mails?|messages?|posts?|problems?|suggestions?|examples?|reply|answers?|comments?|points?|approach|proposal|description|analysis|argument|interest|help|time|mileage)\b`)
	// inverted holds a direct question or proposal after its first clause.
	inverted = lazyregexp.New(`^(?:how|what|why|where|who|when) (?:do|does|did|is|are|was|were|can|could|should|would|will)\b|(?:, |; |- )(?:(?:why|how|what|where|who|when) (?:did|do|does|didn't|don't|doesn't|is|are|was|were|would|could|should|can|can't)|(?:is|are|was|were|do|does|did|can|could|should|would|have|has) (?:there|you|we|i|they|it|anyone|anybody|someone|somebody|not))\b|\blet's\b`)
	// runOn is where a mark between two sentences is missing.
	runOn = lazyregexp.New(`\pL (?:Let|This|That|These|The|It|We|If|And|But|You|Please|So|Then|There|They|What|Why|How|Also|However) [a-z]`)
	// remnant is a piece of markup, a hash, or a name for nobody.
	remnant = lazyregexp.New(`\pL\*+\pL|\*\pL+\*|\[|\]|\b[0-9a-f]{20,}\b|\.\.|\(\s*\)|\(\d{1,2}\)`)
	initial = lazyregexp.New(`^\p{Lu}`)
)

// boilerplate is what programs put into mail.
func boilerplate(low string) bool {
	return contains(low, []string{"multi-part message in mime", "mime format", "mailing list manager", "powered by ", "confidential", "this footer", "virus", "list archives", "digest subscri", "sent from my", "html version"})
}

// titleCase reports whether nearly every word that carries meaning begins with a capital: a headline, not a sentence.
func titleCase(s string) bool {
	all, capital := 0, 0
	for i, w := range strings.Fields(s) {
		if w = strings.Trim(w, `.,;:!?"'()`); i == 0 || englishFunction[strings.ToLower(w)] || englishStop[strings.ToLower(w)] || utf8.RuneCountInString(w) < 2 {
			continue
		}
		all++
		if initial.MatchString(w) {
			capital++
		}
	}
	return all >= 4 && capital*10 >= all*7
}

// hanging reports whether the sentence is a clause whose main clause is not there: "Since we run on Windows".
func hanging(low string) bool {
	first, _, _ := strings.Cut(low, " ")
	switch first {
	case "since", "because", "while", "whilst", "although", "though", "unless", "until", "whereas", "if", "when", "what", "why", "how", "where", "who", "whether":
	default:
		return false
	}
	low = withoutBrackets(low)
	verbs := 0
	for _, w := range strings.Fields(low) {
		if englishFinite[strings.Trim(w, `.,;:!?"`)] {
			verbs++
		}
	}
	return verbs < 2 && !strings.ContainsAny(low, ",;") && !strings.Contains(low, " then ")
}

// subordinate words begin a clause that another follows after its comma.
var subordinate = wordSet(`while whilst if when whenever once since because as unless until before after although though for to in on at with without from by given rather instead`)

// commandInside reports whether the sentence turns into a command after its first clause: "If you feel qualified, make a decision".
func commandInside(low string) bool {
	first, _, _ := strings.Cut(low, " ")
	for at := 0; ; {
		i := strings.IndexAny(low[at:], ",;")
		if i < 0 {
			return false
		}
		semicolon := low[at+i] == ';'
		at += i + 1
		rest := strings.TrimSpace(low[at:])
		rest = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(rest, "and "), "then "), "just ")
		word, _, _ := strings.Cut(rest, " ")
		if (semicolon || subordinate[first]) && (englishImperatives[word] || word == "let's") && commands(rest) {
			return true
		}
	}
}

// auxiliary verbs without a subject before them begin no sentence that can be told.
var auxiliary = wordSet(`didn't doesn't haven't hadn't wasn't weren't hasn't will would should shall could can may might must have has been being be was were is are can't won't wouldn't shouldn't couldn't isn't aren't`)

// pleas begin sentences that beg the reader's pardon.
var pleas = wordSet(`forgive excuse pardon bear granted except come pfa i.e e.g i.e. e.g. ie eg`)

// subjectless reports whether the sentence lacks what its verb belongs to, or its verb.
func subjectless(low string) bool {
	words := strings.Fields(low)
	if len(words) < 2 {
		return true
	}
	if strings.HasSuffix(words[0], "ly") && len(words) > 2 { // "lightly updated"
		words = words[1:]
	}
	first := strings.Trim(words[0], `.,;:"'(`)
	switch {
	case auxiliary[first] || pleas[first] || pastStart[first] && (words[1] == "by" || words[1] == "with") || first == "one" && (words[1] == "for" || words[1] == "of" || words[1] == "type"):
		return true
	case strings.HasSuffix(first, "ing") && len(first) > 5 && first != "nothing" && first != "something" && first != "everything" && first != "anything" && first != "string":
		return strings.Contains(low, ", which ") && !mainVerb(words[1:])
	}
	return false
}

// mainVerb reports whether words hold a finite verb that belongs to no relative clause.
func mainVerb(words []string) bool {
	for i, w := range words {
		if englishFinite[strings.Trim(w, `.,;:!?"()`)] && (i == 0 || !relativePronouns[strings.Trim(words[i-1], ",")] && !subjects[words[i-1]]) {
			return true
		}
	}
	return false
}

var relativePronouns = wordSet(`which that who what where when if because as`)

// pastStart words begin sentences that leave out "I have": "Applied it to the tree".
var pastStart = wordSet(`applied added fixed suggested removed changed updated merged pushed committed tested verified reviewed queued posted sent attached built moved renamed rebased found checked dropped replaced reverted cleaned rewrote uploaded tagged`)

// omitsI reports whether a sentence leaves out "I have" before its participle.
func omitsI(low string) bool {
	words := strings.Fields(low)
	return len(words) > 2 && pastStart[words[0]] && afterCommand[words[1]] && words[1] != "by" && words[1] != "that"
}

// withoutBrackets returns s without what stands in round brackets.
func withoutBrackets(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// speaksTo reports whether a clause addresses somebody.
func speaksTo(s string) bool {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if _, ok := addressed[strings.Trim(w, `.,;:!?"()`)]; ok {
			return true
		}
	}
	return false
}

// addressed turns the second person into the third.
var addressed = map[string]string{"you": "they", "you're": "they are", "you've": "they have", "you'll": "they will", "you'd": "they would", "your": "their", "yours": "theirs", "yourself": "themselves", "yourselves": "themselves"}

// beforeObject are words behind which "you" is no subject.
var beforeObject = wordSet(`to for with of from at on by than like about behind against give gives gave let lets help helps allow allows make makes want wants ask asks tell tells show shows get gets force forces cause causes need needs save saves bite bites enable enables require requires leave leaves
giving letting helping allowing making asking telling showing getting thank thanks send sends serve serves suit suits surprise into lead leads bring brings`)

// addresseeThird tells what was said to somebody who is named just before: "you should" becomes "they should".
func addresseeThird(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		core := strings.Trim(w, `.,;:!?"()`)
		to, ok := addressed[strings.ToLower(core)]
		if !ok {
			continue
		}
		if to == "they" && (i > 0 && beforeObject[strings.ToLower(words[i-1])] || i == len(words)-1 || core != w && strings.HasPrefix(w, core)) {
			to = "them"
		}
		at := strings.Index(w, core)
		words[i] = w[:at] + to + w[at+len(core):]
	}
	return strings.Join(words, " ")
}
