package prose

import (
	"slices"
	"strings"
	"unicode"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
)

// A document is what somebody copied into a post from elsewhere without marks of quotation: an article, a press release,
// a page. Its words are not the writer's. Only its form tells. It begins with the post, or behind a ruler, an address or
// words that hand over; signs at its head tell it from what the writer says there; and it goes on to the ruler that
// closes it, or to the end.

const (
	headLines     = 12  // of a document, among which its signs stand
	documentWords = 60  // below which that is none whose signs are certain
	articleWords  = 120 // and none whose signs are not

	mostTries = 40 // places of one post at which a document is sought

	signsOfReport = 4 // that a report has at least: marks of quotation, and verbs that say who said so
)

// A lead says what stands before a place where a document may begin.
type lead uint8

const (
	afterRuler lead = 1 << iota
	afterAddress
	afterWords // that hand over, as "Here is the article:"
	afterName  // of the writer, who has signed off
	announced  // a ruler right below a colon or an address
)

// A sheet is the lines of a post in which the words of others are sought.
type sheet struct {
	lines    []string // with single spaces in them and none around them
	language *language.Language
	writer   []string // words of the writer's name, in lower case
	foreign  []bool
}

// withoutDocuments blanks what a post passes on of others: documents, and what stands above the name of somebody else.
// Each line stays as long as it was, so that offsets stay.
func (t *Text) withoutDocuments(lines []string) []string {
	s := sheet{make([]string, len(lines)), t.Language, strings.Fields(strings.ToLower(t.Writer)), make([]bool, len(lines))}
	for i, l := range lines {
		s.lines[i] = strings.Join(strings.Fields(l), " ")
	}
	if !t.Published {
		s.documents()
	}
	s.transcripts()
	s.commits(lines)
	s.signed(lines)
	for i, foreign := range s.foreign {
		if foreign {
			lines[i] = strings.Repeat("|", len(lines[i]))
		}
	}
	return lines
}

// documents marks the lines of all documents.
func (s *sheet) documents() {
	before := lead(0)
	for i, tries := 0, 0; i < len(s.lines) && tries < mostTries; {
		if i == 0 || before != 0 && s.lines[i] != "" {
			tries++
		}
		if from, end := s.document(i, before); end > i {
			for k := from; k < end; k++ {
				s.foreign[k] = true
			}
			i, before = end, 0
			continue
		}
		switch l := s.lines[i]; {
		case l == "":
		case s.ruler(i) != 0:
			before |= afterRuler
			if above := s.above(i); strings.HasSuffix(above, ":") || strings.Contains(above[strings.LastIndexByte(above, ' ')+1:], "://") {
				before |= announced
			}
		case onlyAddress(l) && !alone(l): // of who signs
		case s.signsOff(l):
			before = afterName
		case alone(l):
			if above := s.above(i); before != 0 || above == "" || strings.ContainsAny(above[len(above)-1:], ".!?)") || s.lines[i-1] == "" && !strings.HasSuffix(above, ":") {
				before |= afterAddress // else it is a part of what the writer says
			}
		case handsOver(l, s.language):
			before = afterWords
		default:
			before = 0
		}
		i++
	}
}

// document returns the lines [from, end) of the document that begins at line i, behind what before says, or below the
// words with which the post begins; end is 0 if none does.
func (s *sheet) document(i int, before lead) (from, end int) {
	if i > 0 && before == 0 || s.lines[i] == "" || s.ruler(i) != 0 || onlyAddress(s.lines[i]) {
		return 0, 0
	}
	if before != 0 && before&afterRuler == 0 && s.quotes(i) {
		return 0, 0 // its marks tell where it ends
	}
	end, closed := s.closes(i, before)
	if closed && (before&announced != 0 || s.sourced(end)) {
		return i, end
	}
	rest := strings.Join(s.lines[i:end], "\n")
	words := Count(rest)
	if words < documentWords {
		return 0, 0
	}
	sign, certain := s.head(i, end)
	switch {
	case i == 0 && sign > 0:
		from = s.title(sign)
	default:
		from = i
	}
	if sign >= 0 && certain || s.copied(i, before, sign >= 0, words, rest) {
		return from, end
	}
	return 0, 0
}

// copied reports whether a text of some words that begins at line i with no certain sign is a document nevertheless.
func (s *sheet) copied(i int, before lead, stamped bool, words int, text string) bool {
	const long = 300 // words, that nobody writes below a date to tell when people meet
	on := func(all lead) bool { return before&all == all }
	first := strings.TrimSpace(strings.Join(s.lines[:max(0, i-2)], "")) == "" // nothing of the writer's stands above
	switch {
	case len(s.writer) > 1 && strings.Contains(strings.ToLower(strings.Join(strings.Fields(text), " ")), strings.Join(s.writer, " ")):
		return false // it speaks of the writer: who to write to
	case on(afterRuler | afterAddress), stamped && on(afterRuler|afterName), stamped && first && on(afterAddress) && words >= long:
		return true
	case !stamped && (words < articleWords || before&(afterAddress|afterWords) == 0), says(text, firstPerson),
		!stamped && !first && says(text, secondPerson):
		return false
	}
	return on(afterAddress|afterName) || signs(text) >= signsOfReport
}

// sourced reports whether one of the first lines below line i is an address: the source of what stands above.
func (s *sheet) sourced(i int) bool {
	const near = 3 // lines with words
	for k, n := i+1, 0; k < len(s.lines) && n < near; k++ {
		if alone(s.lines[k]) {
			return true
		}
		if s.lines[k] != "" {
			n++
		}
	}
	return false
}

// signsOff reports whether a line is the writer's name, or a part of it.
func (s *sheet) signsOff(l string) bool {
	words := strings.Fields(strings.ToLower(strings.Trim(l, "-–—~,. ")))
	return len(words) > 0 && len(words) <= len(s.writer) && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(s.writer, w) })
}

// quotes reports whether the paragraph at line i is a quotation, or the first of one.
func (s *sheet) quotes(i int) bool {
	end := i
	for end < len(s.lines) && s.lines[end] != "" {
		end++
	}
	return quotation(s.lines[i:end])
}

// quotation reports whether the lines of a paragraph stand between marks of quotation, or behind one that stays open.
func quotation(lines []string) bool {
	if first := lines[0]; first[0] != '"' && !strings.HasPrefix(first, "“") {
		return false
	}
	_, rest, closed := leadingQuotation(strings.Join(lines, " "))
	return !closed || Count(rest) == 0
}

// closes returns where a document ends that begins at line i, and whether a ruler closes it: the only one, or the last
// of an odd number, that is like the one before it. Without one before it a ruler above a few words ends it.
func (s *sheet) closes(i int, before lead) (end int, closed bool) {
	open := byte(0)
	for k := i - 1; k >= 0 && before&afterRuler != 0 && open == 0; k-- {
		open = s.ruler(k)
	}
	last, n := len(s.lines), 0
	for k := i; k < len(s.lines); k++ {
		if c := s.ruler(k); c != 0 && (c == open || open == 0) {
			last, n = k, n+1
		}
	}
	switch {
	case open != 0 && n%2 == 1:
		return last, n == 1 && !slices.ContainsFunc(s.lines[i:last], drawn)
	case open == 0 && n > 0 && Count(strings.Join(s.lines[last:], "\n")) < documentWords:
		return last, false
	}
	return len(s.lines), false
}

// head returns the line of the sign at the head of what begins at line i, and whether it is certain: a byline or the
// place and date with which a report begins; less certain is a line that is a date. It is -1 if there is none.
func (s *sheet) head(i, end int) (line int, certain bool) {
	line = -1
	seen := 0
	for k := i; k < end && seen < headLines; k++ {
		l := s.lines[k]
		if l == "" {
			continue
		}
		if seen++; i == 0 && k > 0 && (s.ruler(k) != 0 || handsOver(l, s.language)) {
			break // it begins there, if one does
		}
		if s.byline(k) || dateline.MatchString(l) {
			return k, true
		}
		if line < 0 && s.stamp(l) {
			line = k
		}
	}
	return line, false
}

// title returns the first line of the title above line i: short lines that end no sentence.
func (s *sheet) title(i int) int {
	const most = 20 // words
	from := i
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if l := s.lines[k]; l != "" {
			if Count(l) > most || onlyAddress(l) || strings.ContainsAny(l[len(l)-1:], ".,:;?!)") && !strings.HasSuffix(l, "?") {
				break
			}
			from = k
		}
	}
	return from
}

// above returns the last line above line i that is not blank.
func (s *sheet) above(i int) string {
	for i--; i >= 0; i-- {
		if s.lines[i] != "" {
			return s.lines[i]
		}
	}
	return ""
}

// ruler returns what line i is drawn with if it is a ruler, 0 if not. One as long as the line above underlines a title.
func (s *sheet) ruler(i int) byte {
	const least = 4
	l := s.lines[i]
	switch {
	case l == "" || !strings.ContainsAny(l[:1], "-=_*~#"):
		return 0
	case cut.MatchString(l):
		return l[0]
	case strings.Trim(l, l[:1]) != "" || len(l) < least && l != "==" && l != "===":
		return 0
	}
	if i > 0 && s.lines[i-1] != "" && !strings.Contains(s.lines[i-1], "://") {
		if d := len(s.lines[i-1]) - len(l); d >= -2 && d <= 2 {
			return 0
		}
	}
	return l[0]
}

// alone reports whether a line is the address of a page.
func alone(l string) bool {
	l = strings.TrimLeft(l, "<([")
	return onlyAddress(l) && (strings.HasPrefix(l, "http") || strings.HasPrefix(l, "www.")) && !strings.ContainsAny(l, "[(")
}

// drawn reports whether a line is nothing but a row of one mark.
func drawn(l string) bool {
	return len(l) > 3 && strings.Trim(l, l[:1]) == "" && strings.Contains("-=_*~#", l[:1])
}

var (
	cut      = lazyregexp.New(`(?i)^[-=_*~# ]{2,}(?:8<|>8|(?:cut|snip) here|(?:begin|end|start)(?: of)? (?:quot|article|text|excerpt|includ|copied).{0,30})[-=_*~# <>8]*[-=_*~#]{2}$`)
	byline   = lazyregexp.New(`^(?i:by|von|par|di|por):? ((?:Dr\. |Prof\. )?\p{Lu}[\p{L}.'’-]*(?: (?:(?:van|von|der|de|da|di|la|and|und|et|y) )*\p{Lu}[\p{L}.'’-]*){1,5})(?:, [^.]{1,40}| [(|\[].{1,40}| \d[\d/.-]+| in \p{Lu}[\p{L} ]{1,30})?$`)
	dateline = lazyregexp.New(`^["“]?\p{Lu}[\p{Lu} .'-]{2,30}(?:, ?\p{Lu}[\p{L}. ]{1,20})?(?:,? \p{Lu}\p{L}{2,8}\.? \d{1,2}(?:, \d{4})?)?,? ?(?:\((?:AP|AFP|UPI|DPA|dpa|Reuters|REUTERS|ANSA|EFE|TASS|CNN|CBS|CBC|Business Wire|BUSINESS WIRE|PRNewswire)\)|(?:, |--? ?/?)(?:PRNewswire|Business Wire)\b)` +
		`|^["“]?\p{Lu}[\p{Lu} .'-]{2,30}(?:, ?\p{Lu}[\p{L}. ]{1,20})?, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{Ll}{0,6}\.? \d{1,2}(?:, \d{4})? ?(?:--?|–|—)(?: |$)`)
)

// byline reports whether line i names the author of what stands below it, who is not the writer. It stands alone or in
// a title, and is no line of a sentence.
func (s *sheet) byline(i int) bool {
	l := s.lines[i]
	if i+1 < len(s.lines) && (strings.EqualFold(l, "by") || strings.EqualFold(l, "by:")) {
		l += " " + s.lines[i+1]
	}
	if l == "" || !strings.Contains("bBvVpPdD", l[:1]) {
		return false
	}
	m := byline.FindStringSubmatch(l)
	if m == nil || s.isWriter(m[1]) {
		return false
	}
	const title = 60 // bytes of a line that is one, above a byline
	before, after := "", ""
	if i > 0 {
		before = s.lines[i-1]
	}
	if i+1 < len(s.lines) {
		after = s.lines[i+1]
	}
	return (before == "" || len(before) < title && !strings.ContainsAny(before[len(before)-1:], ".,:;")) &&
		(after == "" || len(after) < title || len(l) < title/2 && unicode.IsUpper([]rune(after)[0]))
}

// isWriter reports whether a name can be the writer's: they share a word, or the writer has only an account, and that
// holds one.
func (s *sheet) isWriter(name string) bool {
	for _, w := range strings.Fields(strings.ToLower(name)) {
		w = strings.Trim(w, ".,'")
		if len(w) > 2 && slices.Contains(s.writer, w) || len(w) > 3 && len(s.writer) == 1 && strings.Contains(s.writer[0], w) {
			return true
		}
	}
	return false
}

// stamp reports whether a line is a date with its year and nothing else but a time, as stands above a report.
func (s *sheet) stamp(l string) bool {
	const longest = 70
	if len(l) > longest || !strings.ContainsAny(l, "0123456789") || s.language.NamesDay == nil || !s.language.NamesDay(l) {
		return false
	}
	year := false
	for _, w := range strings.FieldsFunc(l, func(r rune) bool { return strings.ContainsRune(" ,.|;:/-–()", r) }) {
		digits := strings.Trim(w, "0123456789")
		year = year || digits == "" && len(w) == 4 && (w[:2] == "19" || w[:2] == "20")
		if len(digits) > 4 && !s.names(w) {
			return false
		}
	}
	return year
}

// names reports whether a word is one of a month or a day, or one that stands before a date.
func (s *sheet) names(word string) bool {
	short := func(name string) bool {
		return len(name) > 2 && strings.HasPrefix(strings.ToLower(name), strings.ToLower(word[:3]))
	}
	switch strings.ToLower(word) {
	case "posted", "updated", "published", "issue":
		return true
	}
	return slices.ContainsFunc(s.language.Months[:], short) || slices.ContainsFunc(s.language.Weekdays[:], short)
}

// Words by which somebody speaks of themselves and to a reader. A report does not, outside of what it quotes; who writes
// about a page or a release of their own does.
const (
	firstPerson  = " i my i'm i've i'll we our ich mein meine wir unser unsere je nous yo io "
	secondPerson = " you your you're "
)

// says reports whether a text has one of some words, outside of what it quotes.
func says(text, words string) bool {
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		for w := range strings.FieldsSeq(unquoted(paragraph)) {
			if strings.Contains(words, " "+strings.ToLower(strings.Trim(w, `.,;:!?"'`))+" ") {
				return true
			}
		}
	}
	return false
}

// unquoted returns a paragraph without what stands between marks of quotation.
func unquoted(s string) string {
	return Own(strings.NewReplacer("(", " ", ")", " ", "[", " ", "]", " ").Replace(s))
}

// signs counts what a report has many of: marks of quotation, and verbs that say who said so.
func signs(text string) int {
	n := strings.Count(text, `"`) + strings.Count(text, "“") + strings.Count(text, "„") + strings.Count(text, "«")
	for w := range strings.FieldsSeq(text) {
		switch strings.Trim(w, `.,;:"`) {
		case "said", "says", "told", "sagte", "sagt", "erklärte", "dit", "dijo":
			n++
		}
	}
	return n
}
