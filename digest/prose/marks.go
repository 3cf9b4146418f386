package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
)

var (
	address   = lazyregexp.New(`(?i)<?\b(?:https?|ftp|git|svn|ssh)://[^\s<>"]*[^\s<>".,;:!?)\]'*]/?>?|\bwww\.[\w.-]+\.[a-z]{2,}[^\s<>"]*[^\s<>".,;:!?)\]'*]`)
	picture   = lazyregexp.New(`!\[[^\]]*\]\([^)]*\)`)
	anchor    = lazyregexp.New(`\[([^\]\[]+)\]\((?:https?:|/|#)[^)\s]*\)`)
	footnote  = lazyregexp.New(`\[\^[\w-]+\]`)
	reference = lazyregexp.New(`([\pL\pN.,)"”])\s?\[\d{1,2}\]([\s.,;:)]|$)`)
)

// WithoutMarks takes the marks of Markdown's links and of footnotes off a line, and puts Link in place of each address.
func WithoutMarks(line string) string {
	line = withoutAnchors(line)
	if hasAddress(line) {
		line = address.ReplaceAllString(line, Link)
	}
	if i := strings.IndexByte(line, '['); i > 0 {
		line = reference.ReplaceAllString(line, "$1$2")
	}
	return line
}

// Addresses returns the addresses of a line for which WithoutMarks puts Link, in order.
func Addresses(line string) []string {
	if line = withoutAnchors(line); !hasAddress(line) {
		return nil
	}
	return address.FindAllString(line, -1)
}

func hasAddress(line string) bool {
	return strings.Contains(line, "://") || strings.Contains(line, "www.") || strings.Contains(line, "WWW.")
}

// withoutAnchors takes the addresses off Markdown's links, and the marks of footnotes.
func withoutAnchors(line string) string {
	if strings.Contains(line, "](") {
		line = anchor.ReplaceAllString(picture.ReplaceAllString(line, " "), "$1")
	}
	if strings.Contains(line, "[^") {
		line = footnote.ReplaceAllString(line, "")
	}
	return line
}

// trimGreeting takes the greeting off a paragraph that goes on behind it: "Hi Ann, I have ...".
func trimGreeting(text string, l *language.Language) string {
	i := strings.IndexAny(text, ",!")
	if i < 0 || i > 40 || i+2 >= len(text) || text[i+1] != ' ' || strings.ContainsAny(text[:i], ".?") {
		return text
	}
	head, rest := text[:i+1], strings.TrimSpace(text[i+1:])
	first, _ := utf8.DecodeRuneInString(rest)
	if Count(head) > 4 || !unicode.IsUpper(first) || !l.Cues(head).Has(language.Greets) {
		return text
	}
	return rest
}

var (
	header = lazyregexp.New(`(?i)^(?:from|to|cc|bcc|sent|date|subject|reply-to|in-reply-to|message-id|references|received(?:-spf)?|return-path|authentication-results|dkim-signature|mime-version|precedence|list-[\w-]+|arc-[\w-]+|content-[\w-]+|x-[\w-]+|fixes|link|closes|bug|hash|version|[a-z]+(?:-[a-z]+)*-(?:by|id|commit|of)|e-?mail|phone|tel|fax|mobile|web|www|icq|msn|aim|pgp|gpg|irc|jabber|url|name|type|size|desc|author|log|revision|index|changeset|ticket|component|status|priority|milestone|keywords|owner|reporter|lists?)\s*:`)
	// reachable is an address that mail can be sent to, unlike "left-pad@1.3.0".
	reachable = lazyregexp.New(`[\w.+-]@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b`)

	// spelledOut is one that is spelled so that programs do not find it.
	spelledOut = lazyregexp.New(`(?i)[\w.+-]\s?(?:\(at\)|\[at\]|\{at\})\s?\w|\w at [\w-]+(?:\s?[(\[{]dot[)\]}]\s?| dot )\w`)

	noise   = lazyregexp.New(`(?i)^(?:\*?>|\||[-=_*~#+.]{4,}|-----(?:begin|end)|\[?-- |_{5,}|diff |index [0-9a-f]{6,}|@@|\+\+\+ |--- |\[ ?\.\.\.? ?\]|\[?\.*snip|<snip|\d+ files? changed|[\w./-]+ +\| +\d+|.{0,80}\bwrote:$|.{0,60}\bwrites:$|on .{8,70} wrote:?$|\[\d{1,3}\] |#{1,6} |\[link\]$)`)
	code    = lazyregexp.New(`^(?:>>>|\.\.\. |\$ |% |# |[A-Z]:\\|def \w|class \w|import \w|from [\w.]+ import|return\b|if .*[:{]$|elif |else ?[:{]?$|for .*[:{]$|while .*[:{]$|try ?[:{]|except\b.*:$|raise \w|print[ (]|#include|#define|int \w|void |static |struct |typedef |@\w+$|</?\w+[^>]*>$|Traceback|File "|\w+(?:\.\w+)*(?:Error|Exception)\b|\s*at [\w.$]+\(|\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d|\[\s*\d+[.:]\d+|[\w.\[\]]+ ?=\s*\S+|[\w.]+\(.*\)\s*[;:{]?$|\|.*\||var \w|let \w+ ?=|const |func \w|fn \w|SELECT |INSERT |UPDATE \w+ SET|[\w.+-]+@[\w.-]+$)`)
	speech  = lazyregexp.New(`^(?:print|import|return|class|int|let|from|static|const|def|func|if|for|while|else|try)\b.*[a-z]{3,} [a-z]{2,} [a-z]{2,}.*`)
	fromMod = lazyregexp.New(`^from [\w.]+ import `)
)

// Reaches reports whether a text holds an address of a mailbox, which is printed nowhere, also one that is spelled out.
func Reaches(s string) bool {
	return strings.Contains(s, "@") && reachable.MatchString(s) ||
		(strings.ContainsAny(s, "([{") || strings.Contains(s, " dot ")) && spelledOut.MatchString(s)
}

// isMark reports whether a line is a header, a ruler, or an address by itself.
func isMark(line string) bool {
	i := strings.IndexByte(line, ':')
	return i > 0 && i < 40 && header.MatchString(line) || mayBeNoise(line) && noise.MatchString(line)
}

// noProse reports whether a line that is no mark is code, a table, a log or a drawing rather than prose.
func noProse(raw, line string) bool {
	if mayBeCode(line) && code.MatchString(line) && (!speech.MatchString(line) || fromMod.MatchString(line)) {
		return true
	}
	if strings.Contains(line, "Traceback") || command(line) {
		return true
	}
	letters, solid, marks, n, dense := 0, 0, 0, 0, false
	for _, r := range line {
		n++
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.M, r):
			letters++
			solid++
			dense = dense || Dense(r)
		case unicode.IsSpace(r):
		default:
			solid++
			if r < 0x80 && strings.IndexByte("{}[]()<>=;|\\_/#$%^&*~@+`:", byte(r)) >= 0 {
				marks++
			}
		}
	}
	if letters == 0 || letters*2 < solid {
		return true
	}
	if strings.Contains(line, Link) || dense {
		return false
	}
	if faced(line) {
		marks -= min(marks, faceMarks)
	}
	if k := strings.Count(line, "`"); k%2 == 0 {
		marks -= k // names of code in a sentence
	}
	last := line[len(line)-1]
	indented := strings.HasPrefix(raw, "    ") || strings.HasPrefix(raw, "\t")
	return marks*8 > n || (last == ';' || last == '{' || last == '}') && marks > 1 || indented && (marks*14 > n || !strings.Contains(line, " "))
}

const faceMarks = 2 // that a face has at most: ";-)"

// face is a word that is one, without the eight of an argument: "pump(level, 8)".
var face = lazyregexp.New(`^[:;=]['’]?-?[()\[\]DPpOo/\\|*3]+$`)

// faced reports whether the last word of a line is a face.
func faced(line string) bool {
	return face.MatchString(line[strings.LastIndexByte(line, ' ')+1:]) && strings.Contains(line, " ")
}

// isCode reports whether a line that looks like code is certainly some: it assigns, calls, parts columns, or begins as a shell, a
// log or a program does; but not one that only begins with a word of a language: "struct gauge.".
func isCode(line string) bool {
	if strings.ContainsAny(line, "{}|=$\\") && !faced(line) || strings.HasSuffix(line, ";") || strings.Contains(line, "Traceback") || command(line) {
		return true
	}
	word, _, _ := strings.Cut(line, " ")
	plain := !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) })
	return code.MatchString(line) && !(plain && !strings.ContainsAny(line, "()[]:"))
}

// command reports whether a line is one of a shell: a small word, and an option behind it.
func command(line string) bool {
	word, rest, ok := strings.Cut(line, " ")
	if !ok || len(rest) < 2 || rest[0] != '-' || rest[1] == ' ' || rest[1] == '-' && (len(rest) < 3 || rest[2] == ' ') {
		return false
	}
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLower(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != '.' && r != '/'
	}) &&
		!unicode.IsDigit(rune(rest[1]))
}

// mayBeNoise is a cheap look for what noise could find.
func mayBeNoise(line string) bool {
	c := line[0] | 0x20
	return c < 'a' || c > 'z' || c == 'd' || c == 'i' || c == 'o' || strings.HasSuffix(line, ":") || strings.Contains(line, " | ")
}

// mayBeCode is a cheap look for what code could find.
func mayBeCode(line string) bool {
	if c := line[0] | 0x20; c < 'a' || c > 'z' || strings.ContainsAny(line, "{}()=<>;|@:$#") {
		return true
	}
	word, _, _ := strings.Cut(line, " ")
	return strings.Contains(" def class import from return raise print var let func fn int static struct typedef void const SELECT INSERT UPDATE at elif Traceback File ", " "+word+" ") ||
		strings.HasSuffix(word, "Error") || strings.HasSuffix(word, "Exception")
}

// headMark returns the two or three small letters with which a sentence or a line begins before a colon: "rv" of "rv: The lamp
// is on"; "" if it does not.
func headMark(s string) string {
	who, _, ok := strings.Cut(s[:min(len(s), 5)], ": ")
	if !ok || len(who) < 2 || strings.Trim(who, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return who
}

// attributed reports whether a sentence begins with what may be somebody's initials, and is no word: "rv: The lamp is on", but
// not "nit: the lamp is on".
func attributed(s string, l *language.Language) bool {
	who := headMark(s)
	return who != "" && !l.Stop[who] && l.Cues(who) == 0
}

// speakers returns the marks at the head of the lines of a text by which it says who says what: one that is no word stands there
// several times, or beside another one. nil if none do.
func speakers(text string, l *language.Language) map[string]bool {
	const several = 3
	found, most := map[string]int{}, 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		who := headMark(line)
		if plain := attributed(line, l); plain || l.Stop[who] { // "as" may be Ann Stone, beside somebody else
			if found[who]++; plain {
				most = max(most, found[who])
			}
		}
	}
	if most == 0 || most < several && len(found) < 2 {
		return nil
	}
	out := map[string]bool{}
	for who := range found {
		out[who] = true
	}
	return out
}

// printable reports whether a sentence is whole, and prose: with an end, its brackets and marks in pairs, mostly of letters.
func printable(s string, cues language.CueSet) bool {
	if Count(s) == 0 || strings.HasSuffix(s, ":") && !shortcode.MatchString(s) || strings.HasSuffix(s, ",") || onlyQuoted(s) || strings.ContainsRune(s, utf8.RuneError) || strings.ContainsRune(s, 0) {
		return false
	}
	if Reaches(s) {
		return false
	}
	if strings.Contains(s, "[/") { // the end of a mark of a forum: "[/url]"
		return false
	}
	if strings.Contains(s, ": > ") { // words of somebody else that no mark at the beginning of a line gives away
		return false
	}
	if cues.Has(language.Unfinished) && (!strings.ContainsAny(s[len(s)-1:], ".?!)") || strings.Contains(s[strings.LastIndexByte(s, ' ')+1:len(s)-1], ".")) {
		return false
	}
	if open := strings.Count(s, "(") - strings.Count(s, ")"); open != 0 && !(open < 2 && open > -2 && smiley.MatchString(s)) && !(open == -1 && strings.IndexByte(s[:min(len(s), 4)], ')') > 0) || strings.Count(s, `"`)%2 != 0 {
		return false
	}
	letters, odd, n := 0, 0, 0
	named := strings.Count(s, "`")%2 == 0 // names of code stand between marks
	for _, r := range s {
		n++
		switch {
		case unicode.IsLetter(r) || unicode.IsSpace(r) || unicode.Is(unicode.M, r):
			letters++
		case r == '`' && named:
		case r < 0x80 && strings.IndexByte("{}<>=|\\_#$^&*~`@+", byte(r)) >= 0:
			odd++
		}
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	ends := unicode.IsLetter(last) || unicode.IsDigit(last) || unicode.Is(unicode.M, last) || strings.ContainsRune(".!?…)\"”’'。！？」』؟*_]", last) || smiley.MatchString(s) || last == ':'
	if strings.ToUpper(s) == s && strings.ContainsAny(s, "0123456789") && strings.ToLower(s) != s { // a row of a table
		return false
	}
	words := letters*4 > 3*n || letters*3 > 2*n && strings.ContainsRune(".!?", last) // a sentence may name a few numbers
	return ends && odd*12 < n && words && !spelled(s, letters)
}

// spelled reports whether a sentence of so many letters and spaces is spelled letter by letter, as some mail programs
// leave it.
func spelled(s string, letters int) bool {
	const few, wordy = 8, 1.5 // words, and letters of one
	n := Count(s)
	return n >= few && float64(letters-strings.Count(s, " ")) < wordy*float64(n)
}

var smiley = lazyregexp.New(`[:;]-?[()DP]|(?:^|\s)[:;=8]['’]?-?[()\[\]DPpOo/\\|*3]+$`)

// Smiles reports whether a sentence ends in a face or the name of one.
func Smiles(s string) bool {
	tail := s[max(0, len(s)-40):]
	return strings.ContainsAny(tail, ":;=8") && (smiley.MatchString(tail[max(0, len(tail)-5):]) || shortcode.MatchString(tail))
}

// shortcode is a picture's name at the end of a sentence, as forums have it: ":laughing:".
var shortcode = lazyregexp.New(`\s:[a-z][a-z0-9_+-]{1,30}:$`)

// onlyQuoted reports whether a sentence is nothing but a quotation, or one of many words with at most half as many behind
// it: "The gate will hold for the whole of the winter," said the warden.
func onlyQuoted(s string) bool {
	const many = 8
	if quoted, rest, ok := leadingQuotation(s); ok {
		if n := Count(quoted); n >= many && 2*Count(rest) <= n && strings.ContainsAny(quoted[len(quoted)-1:], ",?!") &&
			!strings.ContainsAny(rest, `"“„«`) && !says(rest, firstPerson) {
			return true // else it is what the writer met with or said: "Cannot open the gate, the lock is taken," is what I get
		}
		rest = strings.TrimSpace(rest)
		if name := strings.TrimLeft(rest, "-–—"); len(name) < len(rest) && startsUpper(strings.TrimSpace(name)) && Count(name) <= 6 &&
			!strings.ContainsAny(rest[len(rest)-1:], ".!?") {
			return true // "Cork floats." -- Runa Vestre
		}
	}
	s = strings.TrimFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("\"“”„«»", r)
	})
	for _, pair := range [][2]string{{`"`, `"`}, {"“", "”"}, {"„", "“"}, {"«", "»"}} {
		if strings.HasPrefix(s, pair[0]) && strings.HasSuffix(s, pair[1]) && len(s) > len(pair[0])+len(pair[1]) && !strings.Contains(s[len(pair[0]):len(s)-len(pair[1])], pair[1]) {
			return true
		}
	}
	return false
}

// leadingQuotation cuts a sentence behind the quotation with which it begins.
func leadingQuotation(s string) (quoted, rest string, ok bool) {
	first, n := utf8.DecodeRuneInString(s)
	closing, ok := closings[first]
	if !ok {
		return "", "", false
	}
	end := strings.IndexAny(s[n:], closing)
	if end < 0 {
		return "", "", false
	}
	_, size := utf8.DecodeRuneInString(s[n+end:])
	return s[n : n+end], s[n+end+size:], true
}

// startsUpper reports whether s begins with a capital.
func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
