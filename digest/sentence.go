package digest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
)

const maxSentences = 250 // sentences considered of one thread

// A sentence is a piece of a post's own words that could be told.
type sentence struct {
	text  string // white space folded
	rank  int    // place in its post, from 0
	first bool   // opens its paragraph
	words int
	vec   vector
}

// paragraphs splits own words at blank lines, list marks and headings, and leaves out what is no prose: code, tables, drawings, greetings.
func (l *language) paragraphs(text string) []string {
	var out []string
	var cur []string
	flush := func() {
		if len(cur) > 0 {
			out = append(out, strings.Join(cur, " "))
			cur = nil
		}
	}
	said := 0 // characters of prose so far
	inCode := false
	lines := strings.Split(text, "\n")
	for i, raw := range lines {
		if strings.HasPrefix(strings.TrimSpace(raw), "```") {
			inCode = !inCode
			flush()
			continue
		}
		line := strings.TrimSpace(raw)
		switch {
		case inCode:
			continue
		case line == "":
			flush()
			continue
		case l.isGreeting(line) && said < 200 && len(cur) == 0:
			continue
		case said > 20 && l.isClosing(line):
			flush()
			// what follows a closing is a name, an address or an afterthought
			if i > len(lines)/2 {
				return out
			}
			continue
		case isCode(raw, len(cur) > 0):
			if len(cur) > 0 && !strings.ContainsAny(line[:1], ".!?") { // a sentence that runs into code is none
				cur[len(cur)-1] += unfinished(cur[len(cur)-1])
			}
			flush()
			continue
		}
		if bullet.MatchString(line) {
			flush()
			line = bullet.ReplaceAllString(line, "")
		}
		if heading := strings.TrimLeft(line, "#"); len(heading) < len(line) && strings.HasPrefix(heading, " ") {
			flush()
			continue
		}
		said += len(line)
		cur = append(cur, line)
		if len(line) < 40 && strings.HasSuffix(line, ":") {
			flush()
		}
	}
	flush()
	return out
}

var (
	bullet   = lazyregexp.New(`^(?:[*•·o+–-]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)])\s+`)
	codeish  = lazyregexp.New(`^(?:>>>|\.\.\.|\$ |# ?(?:[a-z]+ ){0,2}[-/]|def |class |import |from [\w.]+ import|return\b|if .*[:{]$|elif |else[:{]?$|for .*[:{]$|while .*[:{]$|try[:{]|except\b|raise |print[ (]|#include|#define|int |void |static |struct |typedef |@\w+$|@\w+\(|</?\w+[^>]*>$|Traceback|File "|\w+(?:\.\w+)*(?:Error|Exception):|\s*at [\w.$]+\(|diff |index [0-9a-f]{6,}|@@|\+\+\+|--- |\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d|\[\d\d:\d\d|[\w.]+\s*=\s*\S|[\w.]+\([^)]*\)[;:{]?$|\|.*\||var |let |const |func |fn |sub |use \w+;|package \w+;?$|SELECT |INSERT |UPDATE )`)
	headline = lazyregexp.New(`^(?:From|To|Cc|Bcc|Sent|Date|Subject|Reply-To|In-Reply-To|Message-ID|References|Content-[\w-]+|MIME-Version|X-[\w-]+|URL|Url|Name|Type|Size|Desc|Version|Hash|Signed-off-by|Reviewed-by|Tested-by|Acked-by|Reported-by|Cc-stable|Fixes|Link|Closes|Suggested-by|Co-developed-by|Debugged-by|Author|Modified|Added|Removed|Log|Revision|Index|Changeset|Ticket|Component|Status|Priority|Milestone|Keywords|Owner|Reporter|Phone|Tel|Fax|Mobile|Email|E-mail|Web|WWW|ICQ|MSN|AIM|PGP|GPG)\s*:`)
)

func (l *language) isGreeting(line string) bool {
	return len(line) < 45 && l.greeting.MatchString(line)
}

func (l *language) isClosing(line string) bool { return len(line) < 60 && l.closing.MatchString(line) }

// unfinished returns the mark that keeps a piece of text without an end from being told.
func unfinished(s string) string {
	if strings.ContainsAny(s[len(s)-1:], ".!?:") {
		return ""
	}
	return ":"
}

// isCode reports whether a line is code, a table, a log, a drawing or a header rather than prose.
func isCode(raw string, inProse bool) bool {
	line := strings.TrimSpace(raw)
	if headline.MatchString(line) || codeish.MatchString(line) {
		return true
	}
	letters, marks, spaces := 0, 0, 0
	for _, r := range line {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsSpace(r):
			spaces++
		case strings.ContainsRune("{}[]()<>=;|\\_/#$%^&*~@+`:", r):
			marks++
		}
	}
	n := utf8.RuneCountInString(line)
	if letters*2 < n-spaces { // numbers, rules, drawings
		return true
	}
	indented := strings.HasPrefix(raw, "    ") || strings.HasPrefix(raw, "\t")
	last := line[len(line)-1]
	switch {
	case strings.Contains(line, "://"):
		return false
	case marks*8 > n:
		return true
	case (last == ';' || last == '{' || last == '}') && marks > 1:
		return true
	case indented && !inProse && (marks*14 > n || !strings.Contains(line, " ")):
		return true
	}
	return false
}

// sentences returns the sentences of a post's own words in order.
func (l *language) sentences(text string) []sentence {
	var out []sentence
	for _, p := range l.paragraphs(text) {
		p = strings.Join(strings.Fields(footnote.ReplaceAllString(p, "")), " ")
		for i, s := range l.splitSentences(p) {
			out = append(out, sentence{text: s, rank: len(out), first: i == 0, words: wordCount(s)})
			if len(out) == maxSentences {
				return out
			}
		}
	}
	return out
}

var footnote = lazyregexp.New(`\s?\[\^?\d{1,2}\]`)

var abbreviations = wordSet(`mr mrs ms dr prof e.g i.e eg ie etc vs cf fig figs no nr st jr sr inc ltd co corp al sec sect ch vol pp approx ca resp dept est rev gen col sgt capt lt univ assn bros ed eds u.s u.k a.k.a aka w.r.t wrt ver v op`)

// splitSentences splits one paragraph at [.!?]+, closing marks and white space before a capital, a digit or an opening mark. Versions,
// initials and abbreviations do not end a sentence.
func (l *language) splitSentences(p string) []string {
	var out []string
	start := 0
	for i := 0; i < len(p); i++ {
		if p[i] != '.' && p[i] != '!' && p[i] != '?' {
			continue
		}
		end := i + 1
		for end < len(p) && strings.IndexByte(".!?", p[end]) >= 0 {
			end++
		}
		for {
			_, size := closingMark(p[end:])
			if size == 0 {
				break
			}
			end += size
		}
		if end >= len(p) {
			break
		}
		if p[end] != ' ' {
			i = end - 1
			continue
		}
		next := strings.TrimLeft(p[end:], " ")
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, "\"'([“‘*_<"))
		starts := unicode.IsUpper(r) || unicode.IsDigit(r) || r >= 0x2E80
		if p[i] == '.' && end == i+1 && starts {
			starts = l.fullStop(p[start:i], next)
		}
		if !starts && p[i] == '.' && end == i+1 && unicode.IsLower(r) && i-start > 8 { // people who write without capitals
			word := p[strings.LastIndexAny(p[:i], " (")+1 : i]
			starts = len(word) > 1 && l.fullStop(word, next) && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == ""
		}
		if !starts && (p[i] == '!' || p[i] == '?') && end-start > 30 {
			starts = unicode.IsLower(r) && !strings.Contains(p[start:end], "(")
		}
		if starts {
			out = append(out, strings.TrimSpace(p[start:end]))
			start = end
		}
		i = end - 1
	}
	if rest := strings.TrimSpace(p[start:]); rest != "" {
		out = append(out, rest)
	}
	return out
}

// closingMark returns the closing quote or bracket at the beginning of s.
func closingMark(s string) (rune, int) {
	r, size := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("\"')]”’*_", r) && size > 0 {
		return r, size
	}
	return 0, 0
}

// endsInAbbreviation reports whether s ends in an initial or one of the abbreviations.
func endsInAbbreviation(s string, abbreviations map[string]bool) bool {
	word := s[strings.LastIndexAny(s, " (")+1:]
	if len(word) == 1 && unicode.IsUpper(rune(word[0])) && word != "I" {
		return true // an initial
	}
	return abbreviations[strings.ToLower(strings.TrimSuffix(word, "."))]
}
