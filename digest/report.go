package digest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
)

// A clause is what somebody wrote, turned so that it can stand behind a reporting verb. Beside the fixed tables of this file nothing in it
// is reworded: the words are the writer's.
type clause struct {
	form clauseForm
	verb string // the verb that the words themselves bring ("thought that", "was trying to"); "" leaves it to the act
	text string // without final punctuation
}

type clauseForm int

const (
	formThat    clauseForm = iota // "the socket stays open": said that ...
	formWhether                   // "whether anyone knows X": asked ...
	formColon                     // a question or fragment that cannot be turned: asked: ...?
	formTo                        // "use deferToThread": told NAME to ...
	formPlease                    // "send reports": asked people to ...
	formVerb                      // verb holds the predicate: NAME was trying to ...
)

var (
	emphasis  = lazyregexp.New("(^|[\\s(\"'])([*_`]{1,3})([^\\s*_`](?:[^*_`]*[^\\s*_`])?)([*_`]{1,3})($|[\\s.,;:!?)\"'])")
	mdLink    = lazyregexp.New(`!?\[([^\[\]]+)\]\((?:[^()\s]|\([^()]*\))*\)`)
	emoticon  = lazyregexp.New(`(?:^|\s+)(?:[:;=8][-o^']?[)(DPp/\\|\]\[3]+|\^_?\^|<g>|<grin>|\((?:grin|smile|wink)\))(?:$|[\s.,])|\s*(?:[\x{1F300}-\x{1FAFF}\x{2600}-\x{27BF}\x{FE0F}]+)`)
	urlLike   = lazyregexp.New(`(?i)(?:https?|ftp|file|irc|git|svn|nevow)://|www\.|\S+@\S+\.\w|\S+ at \S+\.(?:com|org|net)\b`)
	trailURL  = lazyregexp.New(`(?i)[\s,:(-]*(?:\b(?:at|see|here|on|from|in|is|under)\b)?[\s:(<]*https?://[^\s>)]+[>)]?[.\s]*$`)
	codeToken = lazyregexp.New(`[{}|\\^~=]|\w\([^)\s]+\)|;$|::|->|__|\$\w|/\w+/|\w\.\w+\.\w|\[[^\]]*$`)
	tagToken  = lazyregexp.New(`</?[a-zA-Z][^<>]{0,40}>`)
	markup    = lazyregexp.New(`[<>]`)
	onlyPunct = lazyregexp.New(`^[^\pL\pN]+`)
	shouting  = lazyregexp.New(`\b[A-Z]{4,} [A-Z]{3,} [A-Z]{3,}\b`)
)

// atName is whom a sentence is addressed to, as forums write it.
var atName = lazyregexp.New(`^@[\w.-]+[,:]?\s+`)

// tidy takes Markdown emphasis, links and emoticons off a sentence that is going to be told, not quoted.
func tidy(s string) string {
	s = mdLink.ReplaceAllString(s, "$1")
	for range 3 {
		next := emphasis.ReplaceAllString(s, "$1$3$5")
		if next == s {
			break
		}
		s = next
	}
	s = emoticon.ReplaceAllString(s, " ")
	s = trailURL.ReplaceAllString(s, "")
	return strings.Join(strings.Fields(s), " ")
}

// tellable reports whether a sentence says something by itself: real words, no code, nothing that points at what is not told.
func (l *language) tellable(s string, longest int) bool {
	n := wordCount(s)
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		return false
	}
	if n < 5 || n > longest || strings.ContainsRune(s, utf8.RuneError) || urlLike.MatchString(s) || shouting.MatchString(s) {
		return false
	}
	switch s[len(s)-1] {
	case ':', ',', ';', '-', '\\':
		return false
	}
	if strings.Contains(s, "..") || strings.Contains(s, "…") {
		return false
	}
	if strings.Count(s, `"`)%2 != 0 || strings.Count(s, "(") != strings.Count(s, ")") || strings.Count(s, "[") != strings.Count(s, "]") || !marksMatch(s) {
		return false
	}
	last := strings.ToLower(strings.Trim(s[strings.LastIndexByte(s, ' ')+1:], `.!?)"'`))
	if l.endless[last] {
		return false
	}
	if len(codeToken.FindAllString(s, 4)) > 1 || len(tagToken.FindAllString(s, 3)) > 1 || markup.MatchString(tagToken.ReplaceAllString(s, "")) {
		return false
	}
	low := " " + strings.ToLower(s) + " "
	for _, d := range l.deictic {
		if strings.Contains(low, d) {
			return false
		}
	}
	if n < 22 && contains(low, l.courtesies) {
		return false
	}
	words, plain, function := 0, 0, 0
	for _, w := range strings.Fields(low) {
		words++
		w = strings.Trim(w, `.,;:!?"'()[]“”‘’`)
		if l.relativeDays[w] || l.coarse[w] {
			return false
		}
		if l.function[w] {
			function++
		}
		letters := true
		for _, r := range w {
			if !unicode.IsLetter(r) && r != '-' && r != '\'' && r != '’' {
				letters = false
			}
		}
		if letters && w != "" {
			plain++
		}
	}
	if latin(s) && function == 0 {
		return false
	}
	return plain*3 >= words*2
}

// marksMatch reports whether every typographic quotation mark that opens is closed: “so”, „so“ or „so”.
func marksMatch(s string) bool {
	low, up, end := strings.Count(s, "„"), strings.Count(s, "“"), strings.Count(s, "”")
	if low > 0 {
		return low == up+end
	}
	return up == end
}

// latin reports whether s is written in Latin letters for the most part.
func latin(s string) bool {
	l, other := 0, 0
	for _, r := range s {
		if unicode.Is(unicode.Latin, r) {
			l++
		} else if unicode.IsLetter(r) {
			other++
		}
	}
	return l >= other
}

// plain takes off a sentence what would not be told with it, and returns it with its body, which has no mark at its end. ok is false if the
// sentence does not say anything by itself.
func (l *language) plain(s string) (whole, body string, question, ok bool) {
	s = strings.TrimSpace(onlyPunctBut(tidy(s)))
	s = l.hailing.ReplaceAllString(atName.ReplaceAllString(s, ""), "")
	for range 2 { // "So, no. Users ..."
		s = l.dropOpeners(l.leadIn.ReplaceAllString(s, ""))
	}
	s = strings.Trim(s, " ")
	if len(s) < 12 || !l.tellable(s, 48) {
		return s, "", false, false
	}
	question = strings.HasSuffix(strings.TrimRight(s, `"')”`), "?")
	body = strings.TrimRight(s, ".!? ")
	if strings.HasSuffix(s, ".)") || strings.HasSuffix(s, "!)") || strings.HasSuffix(s, "?)") {
		body = s
	}
	if strings.HasPrefix(body, "(") && strings.HasSuffix(body, ")") {
		body = strings.TrimRight(body[1:len(body)-1], ".!? ")
	}
	return s, body, question, !strings.ContainsAny(body, "?!") || question || !splitInside(body)
}

// dropOpeners takes connecting words off the beginning of s.
func (l *language) dropOpeners(s string) string {
	for range 3 {
		low := strings.ToLower(s)
		cut := 0
		for _, o := range l.openers {
			if !strings.HasPrefix(low, o) || len(low) != len(s) {
				continue
			}
			rest := s[len(o):]
			switch {
			case strings.HasPrefix(rest, ", ") || strings.HasPrefix(rest, "... ") || strings.HasPrefix(rest, ": ") || strings.HasPrefix(rest, " - "):
				cut = max(cut, len(o)+strings.Index(rest, " "))
			case strings.HasPrefix(rest, " ") && l.bareOpener(o, rest):
				cut = max(cut, len(o)+1)
			}
		}
		if cut == 0 {
			break
		}
		s = strings.TrimLeft(s[cut:], " -,")
		if r, size := utf8.DecodeRuneInString(s); unicode.IsLower(r) {
			s = string(unicode.ToUpper(r)) + s[size:]
		}
	}
	return s
}

// shortlog is the headline of a change: "netfs, cachefiles: change the mailing list".
var shortlog = lazyregexp.New(`^[\w/.-]+(?:, [\w/.-]+)*: `)

// splitInside reports whether a sentence holds an inner ? or ! that is not at a word's end inside quotes.
func splitInside(s string) bool { return strings.Contains(s, "? ") || strings.Contains(s, "! ") }

// onlyPunctBut drops marks at the beginning of s that belong to no word, but for an opening quote or bracket.
func onlyPunctBut(s string) string {
	lead := onlyPunct.FindString(s)
	if lead == "" || strings.HasSuffix(lead, `"`) || strings.HasSuffix(lead, "(") || strings.HasSuffix(lead, "“") || strings.HasSuffix(lead, "#") || strings.HasSuffix(lead, "@") {
		return s
	}
	return s[len(lead):]
}
