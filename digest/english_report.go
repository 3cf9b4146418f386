package digest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
)

// englishReport turns a sentence into a clause. It refuses what cannot be told in the third person.
func englishReport(s string, lex *lexicon) (clause, bool) {
	_, body, question, ok := lex.lang.plain(s)
	if !ok {
		return clause{}, false
	}
	quoted := strings.ContainsAny(body, `"“`)
	low := strings.ReplaceAll(strings.ToLower(body), "’", "'")
	if personalYou.MatchString(low) || !question && !strings.HasPrefix(low, "let's ") && misfit(body, low) {
		return clause{}, false
	}
	if !question && omitsI(low) {
		return clause{form: formVerb, verb: "had", text: shiftPersons(decapitalise(body, lex))}, !(quoted && lex.lang.hasPerson(body))
	}
	if strings.HasPrefix(low, "let's say") || strings.HasPrefix(low, "let's see") {
		return clause{}, false
	}
	for _, lead := range leads {
		if rest, ok := cutLead(body, low, lead.prefix); ok {
			c := clause{form: lead.form, verb: lead.verb, text: rest}
			if quoted && lex.lang.hasPerson(rest) {
				return clause{}, false
			}
			if c.form == formThat {
				c.text = strings.TrimPrefix(c.text, "that ")
			}
			c.text = shiftPersons(c.text)
			return c, wordCount(c.text) >= 3
		}
	}
	if quoted && lex.lang.hasPerson(body) {
		return clause{}, false
	}
	first, _, _ := strings.Cut(low, " ")
	first = strings.Trim(first, ",.;:")
	if question {
		return reportQuestion(body, lex)
	}
	if rest, ok := strings.CutPrefix(low, "please "); ok {
		if word, _, _ := strings.Cut(rest, " "); !englishImperatives[strings.Trim(word, ",")] {
			return clause{}, false
		}
		return clause{form: formPlease, text: shiftPersons(body[len(body)-len(rest):])}, true
	}
	if englishImperatives[first] && commands(low) {
		return clause{form: formTo, text: shiftPersons(decapitalise(body, lex))}, !strings.HasPrefix(low, "let me") && !strings.HasPrefix(low, "let us know") && !strings.HasPrefix(low, "let's")
	}
	if !englishHasVerb(withoutBrackets(low)) {
		return clause{}, false
	}
	if first == "or" || first == "and" || first == "here's" || strings.HasPrefix(low, "here is ") || strings.HasPrefix(low, "here are ") || strings.Contains(low, "please ") || shortlog.MatchString(body) {
		return clause{}, false
	}
	text := shiftPersons(decapitalise(body, lex))
	switch {
	case elliptic[first]:
		text = "it " + text
	case ellipticI[first]:
		text = "they " + strings.Replace(text, "am ", "are ", 1)
	}
	return clause{form: formThat, text: text}, true
}

// commands reports whether a sentence that begins with a verb's bare form tells somebody to do it ("return the value"), and is not about a
// thing of that name ("return values are ...").
func commands(low string) bool {
	words := strings.Fields(low)
	if len(words) < 3 {
		return false
	}
	if afterCommand[words[1]] || strings.ContainsAny(words[1], "_(") || strings.HasPrefix(words[0], "don't") || words[0] == "do" || words[0] == "never" {
		return true
	}
	for _, w := range words[1:min(7, len(words))] {
		if englishFinite[w] || englishAmbiguous[w] {
			return false
		}
	}
	return true
}

var afterCommand = wordSet(`the a an your my our it this that these those all any some to for at in on with out up from into if whether how what sure not and only one both each`)

// elliptic verbs begin sentences that leave out their "it".
var elliptic = wordSet(`seems looks sounds appears works depends turns allows means makes requires lets helps refers gives takes gets needs has does fixes adds`)

// ellipticI verbs begin sentences that leave out their "I".
var ellipticI = wordSet(`did had found tried got am just went made wrote saw used ran`)

// leads are the beginnings in the first person that become the predicate of the one who wrote them.
var leads = []struct {
	prefix string
	form   clauseForm
	verb   string
}{
	{"i don't think that", formThat, "did not think that"}, {"i don't think", formThat, "did not think that"}, {"i do not think", formThat, "did not think that"},
	{"i don't believe", formThat, "did not believe that"}, {"i think that", formThat, "thought that"}, {"i think", formThat, "thought that"},
	{"i believe that", formThat, "believed that"}, {"i believe", formThat, "believed that"}, {"i suspect that", formThat, "suspected that"}, {"i suspect", formThat, "suspected that"},
	{"i guess", formThat, "guessed that"}, {"i assume", formThat, "assumed that"}, {"i hope to", formVerb, "hoped to"}, {"i hope that", formThat, "hoped that"}, {"i hope", formThat, "hoped that"},
	{"i suggest that", formThat, "suggested that"}, {"i propose that", formThat, "proposed that"}, {"i propose to", formVerb, "proposed to"}, {"i propose", formVerb, "proposed"},
	{"i suggest", formVerb, "suggested"}, {"i'd suggest", formVerb, "suggested"}, {"i would suggest", formVerb, "suggested"}, {"i recommend", formVerb, "recommended"}, {"i'd recommend", formVerb, "recommended"},
	{"i agree that", formThat, "agreed that"}, {"i agree with", formVerb, "agreed with"}, {"i disagree with", formVerb, "disagreed with"}, {"i disagree that", formThat, "disagreed that"},
	{"i found that", formThat, "found that"}, {"i've found that", formThat, "had found that"}, {"i noticed that", formThat, "noticed that"}, {"i noticed", formVerb, "noticed"}, {"i just noticed", formVerb, "noticed"}, {"i realized that", formThat, "had realised that"},
	{"i see that", formThat, "saw that"}, {"i know that", formThat, "knew that"}, {"i understand that", formThat, "understood that"}, {"i wonder", formVerb, "wondered"}, {"i was wondering", formVerb, "wondered"}, {"i'm wondering", formVerb, "wondered"}, {"i am wondering", formVerb, "wondered"},
	{"i'm not sure", formVerb, "was not sure"}, {"i am not sure", formVerb, "was not sure"}, {"i'm sure", formThat, "was sure that"}, {"i am sure", formThat, "was sure that"}, {"i'm afraid", formThat, "feared that"},
	{"i'd like to see", formVerb, "would like to see"}, {"i would like to see", formVerb, "would like to see"}, {"i'd like to", formVerb, "wanted to"}, {"i would like to", formVerb, "wanted to"}, {"i'd love to", formVerb, "wanted to"},
	{"i want to", formVerb, "wanted to"}, {"i want", formVerb, "wanted"}, {"i need to", formVerb, "needed to"}, {"i need", formVerb, "needed"}, {"i prefer", formVerb, "preferred"}, {"i'd prefer", formVerb, "preferred"},
	{"i am trying to", formVerb, "was trying to"}, {"i'm trying to", formVerb, "was trying to"}, {"i'm looking for", formVerb, "was looking for"}, {"i am looking for", formVerb, "was looking for"},
	{"i'm having", formVerb, "was having"}, {"i am having", formVerb, "was having"}, {"i'm working on", formVerb, "was working on"}, {"i am working on", formVerb, "was working on"},
	{"i'm using", formVerb, "was using"}, {"i am using", formVerb, "was using"}, {"i'm getting", formVerb, "was getting"}, {"i am getting", formVerb, "was getting"}, {"i'm planning", formVerb, "was planning"}, {"i am planning", formVerb, "was planning"},
	{"i'm going to", formVerb, "was going to"}, {"i am going to", formVerb, "was going to"}, {"i plan to", formVerb, "planned to"}, {"i intend to", formVerb, "intended to"}, {"i tried to", formVerb, "had tried to"}, {"i've tried", formVerb, "had tried"}, {"i have tried", formVerb, "had tried"}, {"i tried", formVerb, "had tried"},
	{"i've been", formVerb, "had been"}, {"i have been", formVerb, "had been"}, {"i've just", formVerb, "had just"}, {"i have just", formVerb, "had just"}, {"i've also", formVerb, "had also"}, {"i have also", formVerb, "had also"}, {"i've added", formVerb, "had added"}, {"i have added", formVerb, "had added"},
	{"i've written", formVerb, "had written"}, {"i have written", formVerb, "had written"}, {"i wrote", formVerb, "had written"}, {"i've made", formVerb, "had made"}, {"i have made", formVerb, "had made"}, {"i made", formVerb, "had made"}, {"i've got", formVerb, "had"}, {"i have a", formVerb, "had a"}, {"i have an", formVerb, "had an"}, {"i have some", formVerb, "had some"}, {"i have no", formVerb, "had no"},
	{"i can't", formVerb, "could not"}, {"i cannot", formVerb, "could not"}, {"i could not", formVerb, "could not"}, {"i couldn't", formVerb, "could not"}, {"i don't know", formVerb, "did not know"}, {"i do not know", formVerb, "did not know"}, {"i don't understand", formVerb, "did not understand"},
	{"we've decided to", formVerb, "announced the decision to"}, {"we have decided to", formVerb, "announced the decision to"}, {"i've decided to", formVerb, "had decided to"}, {"i have decided to", formVerb, "had decided to"},
	{"i'd like to announce", formVerb, "announced"}, {"i am pleased to announce", formVerb, "announced"}, {"i'm pleased to announce", formVerb, "announced"}, {"i'm happy to announce", formVerb, "announced"}, {"i am happy to announce", formVerb, "announced"}, {"i'm proud to announce", formVerb, "announced"}, {"we are pleased to announce", formVerb, "announced"}, {"we're pleased to announce", formVerb, "announced"}, {"we are happy to announce", formVerb, "announced"},
	{"let's", formVerb, "proposed to"},
}

// cutLead cuts a lead off a sentence whose lower-case form is low.
func cutLead(s, low, lead string) (string, bool) {
	if !strings.HasPrefix(low, lead+" ") || len(low) != len(s) {
		return "", false
	}
	return strings.TrimSpace(s[len(lead):]), true
}

var invertible = wordSet(`is are was were can could will would should has have had may might must isn't aren't can't couldn't won't wouldn't shouldn't`)
var subjects = wordSet(`i we you they it he she there anyone anybody someone somebody one everyone people`)

// reportQuestion turns a direct question into an indirect one where the subject is a single word, and keeps it behind a colon otherwise.
func reportQuestion(body string, lex *lexicon) (clause, bool) {
	words := strings.Fields(body)
	low := strings.Fields(strings.ToLower(body))
	colon := clause{form: formColon, text: shiftPersons(decapitalise(body, lex)) + "?"}
	// "I don't know, is it?" is no question about them
	direct := !pleas[low[0]] && low[0] != "you" && low[0] != "you're" && (!lex.lang.hasPerson(body) || wh[low[0]] || invertible[low[0]] || low[0] == "do" || low[0] == "does" || low[0] == "did")
	if len(words) < 4 || splitInside(body) {
		return colon, direct && len(words) >= 4 && !splitInside(body)
	}
	if low[2] == "else" && subjects[low[1]] { // "has anyone else": the two are one subject
		low = slices.Concat(low[:1], []string{low[1] + " else"}, low[3:])
		words = slices.Concat(words[:1], []string{words[1] + " else"}, words[3:])
	}
	rest := func(n int) string { return strings.Join(words[n:], " ") }
	switch first := low[0]; {
	case (first == "does" || first == "do") && subject(low[1]) && !noBareVerb[strings.Trim(low[2], ",.")]:
		verb := words[2]
		if first == "does" || strings.HasPrefix(low[1], "any") || strings.HasPrefix(low[1], "some") {
			verb = thirdPerson(verb)
		}
		return clause{form: formWhether, text: "whether " + shiftPersons(low[1]+" "+verb+" "+rest(3))}, true
	case invertible[first] && subject(low[1]):
		return clause{form: formWhether, text: "whether " + shiftPersons(low[1]+" "+low[0]+" "+rest(2))}, true
	case first == "am" && low[1] == "i":
		return clause{form: formWhether, text: "whether they are " + shiftPersons(rest(2))}, true
	case first == "any" || first == "has" && low[1] == "anyone":
		return clause{form: formWhether, text: "whether " + shiftPersons(low[1]+" has "+rest(2))}, first == "has"
	case first == "how" && (low[1] == "do" || low[1] == "can" || low[1] == "would" || low[1] == "should" || low[1] == "could") && len(low) > 4 && (low[2] == "i" || low[2] == "we" || low[2] == "you" || low[2] == "one"):
		return clause{form: formWhether, text: "how to " + shiftPersons(rest(3))}, true
	case wh[first] && invertible[low[1]] && subjects[low[2]]:
		return clause{form: formWhether, text: low[0] + " " + shiftPersons(low[2]+" "+low[1]+" "+rest(3))}, true
	case wh[first] && low[1] == "do" && subjects[low[2]] && low[2] != "you":
		return clause{form: formWhether, text: low[0] + " " + shiftPersons(rest(2))}, true
	}
	return colon, direct
}

// subject reports whether w is a subject of one word, or one with "else".
func subject(w string) bool { return subjects[strings.TrimSuffix(w, " else")] }

// noBareVerb are words behind "does anyone" that are not its verb.
var noBareVerb = wordSet(`besides a an the on in at of from with else has is are was not also still really actually even here there out ever already or and`)

var wh = wordSet(`what why how where when which who`)

func thirdPerson(verb string) string {
	switch {
	case verb == "have":
		return "has"
	case englishFinite[verb] && strings.HasSuffix(verb, "s"): // "does anyone knows"
		return verb
	case strings.HasSuffix(verb, "s") || strings.HasSuffix(verb, "sh") || strings.HasSuffix(verb, "ch") || strings.HasSuffix(verb, "x") || strings.HasSuffix(verb, "o"):
		return verb + "es"
	case strings.HasSuffix(verb, "y") && len(verb) > 2 && !strings.ContainsRune("aeiou", rune(verb[len(verb)-2])):
		return verb[:len(verb)-1] + "ies"
	}
	return verb + "s"
}

// englishPerson speaks in the first person.
var englishPerson = wordSet(`i i'm i've i'll i'd me my mine myself we we're we've we'll we'd us our ours ourselves`)

var shifts = map[string]string{
	"i": "they", "ive": "they have", "i'm": "they are", "i've": "they have", "i'll": "they will", "i'd": "they would", "me": "them", "my": "their", "mine": "theirs", "myself": "themselves",
	"we": "they", "we're": "they are", "we've": "they have", "we'll": "they will", "we'd": "they would", "us": "them", "our": "their", "ours": "theirs", "ourselves": "themselves",
}

// shiftPersons turns the first person into the third, which is "they" for one as for many: nobody's gender is known here.
func shiftPersons(s string) string {
	words := strings.Fields(strings.ReplaceAll(s, "’", "'"))
	spoke := false // whether "I" was the last subject: "I went there and was impressed"
	for i, w := range words {
		core := strings.Trim(w, `.,;:!?"()[]`)
		low := strings.ToLower(core)
		if spoke && low == "was" && words[i-1] == "and" {
			words[i] = strings.Replace(w, "was", "were", 1)
		}
		spoke = low == "i" || spoke && !subjects[low]
		if core == "am" && (i == 0 || !endsInDigit(words[i-1])) {
			words[i] = strings.Replace(w, "am", "are", 1)
			continue
		}
		to, ok := shifts[low]
		if !ok || core == "US" || low == "i" && core != "I" && len(words) > i+1 && strings.HasSuffix(w, ".") {
			continue
		}
		at := strings.Index(w, core)
		words[i] = w[:at] + to + w[at+len(core):]
		if low == "i" { // "I am", "I was", "am I", "was I"
			for _, j := range []int{i + 1, i - 1} {
				if j < 0 || j >= len(words) || (j == i+1 && strings.ContainsAny(w, ",;:")) {
					continue
				}
				switch words[j] {
				case "was":
					words[j] = "were"
				case "wasn't":
					words[j] = "weren't"
				default:
					continue
				}
				break
			}
		}
	}
	return strings.Join(words, " ")
}

func endsInDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// decapitalise lowers the first letter of s where the first word is an ordinary one.
func decapitalise(s string, lex *lexicon) string {
	word, _, _ := strings.Cut(s, " ")
	word = strings.Trim(word, `"'(,.;:`)
	r, size := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(r) || word == "I" || strings.HasPrefix(word, "I'") || strings.ToLower(word[size:]) != word[size:] || strings.ContainsAny(word, "0123456789_./") || !lex.common(word) && !ordinary(strings.ToLower(word)) {
		return s
	}
	at := strings.Index(s, word)
	return s[:at] + string(unicode.ToLower(r)) + s[at+size:]
}

// nameless are endings that names do not have.
var nameless = lazyregexp.New(`^\pL{2,}(?:ly|ing|tions?|ments?|ness|ity|ances?|ences?|able|ible|ous|ical)$`)

// plainWords often begin sentences, and stand in no other list.
var plainWords = wordSet(`unlike due support performance`)

// ordinary reports whether a word is no name, whatever the community writes about.
func ordinary(low string) bool {
	return englishStop[low] || englishFunction[low] || subordinate[low] || englishImperatives[low] || pastStart[low] || plainWords[low] || nameless.MatchString(low)
}

// englishBareOpeners need no comma behind them.
var englishBareOpeners = map[string]bool{"unfortunately": true, "fortunately": true, "hopefully": true, "apparently": true, "obviously": true, "oh": true, "however": true, "therefore": true, "and": true, "but": true, "so": true, "also": true, "or": true, "plus": true, "note that": true, "please note that": true, "because": true, "imho": true, "imo": true, "imnsho": true, "otoh": true, "fwiw": true, "afaik": true, "afaict": true, "iirc": true, "btw": true, "of course": true, "in fact": true, "at least": true}

// englishBare reports whether an opener may be dropped before rest, though no comma follows it.
func englishBare(opener, rest string) bool {
	return englishBareOpeners[opener] && !keepsSo(opener, rest)
}

func keepsSo(opener, rest string) bool {
	next, _, _ := strings.Cut(strings.TrimSpace(strings.ToLower(rest)), " ")
	return opener == "so" && !afterSo[strings.Trim(next, ",")] || opener == "at least" && next != "it" || opener == "because" || opener == "or"
}

// afterSo are the words before which "so" only connects.
var afterSo = wordSet(`i i'm i'd i've i'll we we're we'd you you're it it's the this that's there there's my our they he she if a an in what for here here's when basically maybe perhaps now let's make don't please just use try check see be`)

// englishHasVerb reports whether a lower-case sentence holds a finite verb, as far as a word list can tell. A word that may be a plural noun as well
// ("fixes") counts only behind what looks like its subject.
func englishHasVerb(s string) bool {
	words := strings.Fields(strings.ReplaceAll(strings.ToLower(s), "’", "'"))
	for i, w := range words {
		w = strings.Trim(w, `.,;:!?"()[]`)
		if englishFinite[w] {
			return true
		}
		if i == 0 {
			continue
		}
		before := words[i-1]
		if subjects[before] && before != "one" && !englishFunction[w] && !noBareVerb[w] || before == "which" || before == "who" {
			return true
		}
		if englishAmbiguous[w] && (i == 1 || i > 1 && determiners[words[i-2]]) {
			return true
		}
	}
	return false
}

var determiners = wordSet(`the this that a an my your our its their his her each every`)
