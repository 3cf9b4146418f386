package mail

import (
	"strings"

	"recap/ingest/text"
	"recap/store"
)

// Words are the parts that the text of a mail falls into.
type Words struct {
	Own       string // what the writer wrote
	Quoted    string // what the writer quoted or forwarded
	Signature string // lines of the signature

	Cuts []store.Cut // where in Own quoted words stood that own words follow, at the beginning of a line each
}

// A kind says what one line of a mail is.
type kind uint8

const (
	own       kind = iota
	quoted         // somebody else's words
	signature      // the writer's signature
	dropped        // nobody's words: attributions, footers, diffs, armour, notes of the archive
)

// A splitter sorts the lines of one text.
type splitter struct {
	lines     []string
	kinds     []kind
	lastQuote int // the last line that is marked as quoted, -1 if none
	first     int // the first own line with words that was seen, -1 if none
	marks     int // signature marks that were seen
	about     *about
}

// Split parts plain text, in which lines end with "\n", into own words, quoted words and signature. Quoted are lines
// marked by ">", "|" or a name or initials and ">", what follows an "Original Message" line or a block of From, Sent, To and
// Subject, forwarded mail, and [quote] blocks of forums. Attributions ("On ... wrote:"), footers of list software,
// diffs, PGP armour and the notes that archives leave in place of attachments belong to nobody.
func Split(s string) Words { return split(s, nil) }

// split parts the text of a mail as Split does.
func split(s string, of *about) Words {
	if of == nil {
		of = &about{}
	}
	if len(s) > maxBody {
		s = text.Cut(s, maxBody)
	}
	p := splitter{lines: strings.Split(unquoteBlocks(s), "\n"), lastQuote: -1, first: -1, about: of}
	p.kinds = make([]kind, len(p.lines))
	for i, l := range p.lines {
		if isQuoted(l) {
			p.kinds[i] = quoted
			p.lastQuote = i
		}
	}
	p.namedQuotes()
	for i := 0; i < len(p.lines); {
		i = p.line(i)
	}
	p.joinWraps()
	p.report()
	p.banners()
	p.trailing()
	p.endings()
	p.closing()
	return p.result()
}

// line sorts line i, and perhaps what follows it, and returns the line to go on with.
func (p *splitter) line(i int) int {
	if p.kinds[i] != own {
		return i + 1
	}
	l := p.lines[i]
	t := strings.TrimSpace(l)
	if t == "" {
		return i + 1
	}
	if c := t[0]; c == '-' || c == '_' || c == '=' || c == '*' || c == '#' {
		if next := p.ruled(i, t); next > i {
			return next
		}
	}
	if next := p.diff(i); next > i {
		return next
	}
	if next := p.scrubbed(i, t); next > i {
		return next
	}
	if next := p.footer(i, t); next > i {
		return next
	}
	if next := p.headerBlock(i, i); next > i {
		return next
	}
	if next := p.attribution(i, t); next > i {
		return next
	}
	if p.first < 0 {
		p.first = i
	}
	return i + 1
}

// ruled sorts what begins with a ruled or dashed line: signatures, original messages, PGP armour, footers. It returns i
// if line i is none of these.
func (p *splitter) ruled(i int, t string) int {
	l := strings.TrimRight(p.lines[i], " \t")
	switch {
	case l == "--" || l == "- --":
		return p.signature(i)
	case strings.HasPrefix(t, "-----BEGIN PGP"):
		return p.armour(i, t)
	case strings.HasPrefix(t, "-------------- next part ---"):
		return p.mark(i, i+1, dropped)
	case isOriginal(t):
		return p.original(i)
	case isAboveLine(t):
		p.mark(i, i+1, dropped)
		if p.first < 0 {
			return i + 1
		}
		return p.rest(i + 1)
	}
	next := p.skipBlank(i + 1)
	if !isRule(t) {
		if isLabel(t) && next < len(p.lines) && next-i <= 2 && p.kinds[next] == own {
			if end := p.headerBlock(next, i); end > next {
				return end
			}
		}
		return i
	}
	if next < len(p.lines) && p.kinds[next] == own {
		if end := p.headerBlock(next, i); end > next {
			return end
		}
		if end := p.footer(next, strings.TrimSpace(p.lines[next])); end > next {
			p.mark(i, next, dropped)
			return end
		}
	}
	if c := t[0]; c == '_' && len(t) >= 20 && next-i <= 2 && p.footerWithin(i+1, 6) {
		p.mark(i, i+1, dropped)
		return p.footerEnd(i + 1)
	}
	if t == "---" && p.patchFollows(i+1) {
		return p.mark(i, i+1, dropped)
	}
	return i
}

// mark sets the lines [from, to) and returns to.
func (p *splitter) mark(from, to int, k kind) int {
	for i := from; i < to && i < len(p.kinds); i++ {
		p.kinds[i] = k
	}
	return to
}

// skipBlank returns the first line from i on that is not blank.
func (p *splitter) skipBlank(i int) int {
	for i < len(p.lines) && strings.TrimSpace(p.lines[i]) == "" {
		i++
	}
	return i
}

// signatureLines is how many lines may follow "-- " as a signature. RFC 3676 says four; people take more.
const signatureLines = 20

// maxMarks is how many signature marks of one text are looked at; more are a ruler, not signatures.
const maxMarks = 200

// signature sorts what follows the mark "-- ": up to a quote or the end it is the signature, unless it is too long for
// one.
func (p *splitter) signature(i int) int {
	if p.marks++; p.marks > maxMarks {
		return p.mark(i, i+1, dropped)
	}
	full, foot := 0, false
	end := i + 1
	for ; end < len(p.lines) && p.kinds[end] == own && full <= signatureLines; end++ {
		t := strings.TrimSpace(p.lines[end])
		if t == "" {
			continue
		}
		if foot = isFooter(t); foot || isOriginal(t) || p.headerAt(end) > 0 || p.attributed(end) ||
			t[0] == '_' && isRule(t) || strings.HasPrefix(t, "-----BEGIN PGP") {
			break
		}
		full++
	}
	if full > signatureLines || p.diffAt(p.skipBlank(i+1)) {
		return p.mark(i, i+1, dropped)
	}
	p.mark(i, i+1, dropped)
	p.mark(i+1, end, signature)
	if foot {
		p.footEnd(end)
	}
	for j, n := i+1, 0; j < end; j++ {
		if t := strings.TrimSpace(p.lines[j]); t != "" {
			if n++; speaksOfList(t) {
				// a footer that calls itself a signature; its first lines belong to it, too
				if n <= 3 {
					j = i + 1
				}
				return p.mark(j, end, dropped)
			}
		}
	}
	return end
}

// armour sorts PGP armour (RFC 4880 sections 6 and 7): the frame of a signed text goes, and signatures, keys and
// encrypted blocks as a whole.
func (p *splitter) armour(i int, t string) int {
	if strings.Contains(t, "SIGNED MESSAGE") {
		end := i + 1
		for end < len(p.lines) && end < i+6 && strings.Contains(p.lines[end], ": ") {
			end++
		}
		for j := end; j < len(p.lines) && !strings.HasPrefix(p.lines[j], "-----BEGIN PGP"); j++ {
			p.lines[j] = strings.TrimPrefix(p.lines[j], "- ") // the dash escapes of section 7.1
		}
		return p.mark(i, end, dropped)
	}
	for end := i + 1; end < len(p.lines); end++ {
		if strings.HasPrefix(strings.TrimSpace(p.lines[end]), "-----END PGP") {
			return p.mark(i, end+1, dropped)
		}
	}
	return p.mark(i, len(p.lines), dropped)
}

// rest sorts what follows a mark that an earlier mail begins here, at line i. Where quoted lines follow, they are
// marked one by one, and the writer may go on between them; where none do, all of the rest is quoted, up to the mark
// that ends a forwarded mail.
func (p *splitter) rest(i int) int {
	i = p.skipBlank(i)
	if i >= len(p.lines) || p.kinds[i] == quoted {
		return i
	}
	for ; i < len(p.lines); i++ {
		if t := strings.TrimSpace(p.lines[i]); len(t) > 10 && t[0] == '-' &&
			strings.Contains(strings.ToLower(t), "- end forwarded") || strings.HasPrefix(t, "--- end forwarded") {
			return p.mark(i, i+1, dropped)
		}
		p.kinds[i] = quoted
	}
	return i
}

// joinWraps gives quoted lines back what a program wrapped off their end: the rest of an address, and the last words of
// long lines where that happened more than once.
func (p *splitter) joinWraps() {
	if p.lastQuote < 0 {
		return
	}
	var wrapped []int
	for i := 1; i < len(p.lines) && i <= p.lastQuote+1; i++ {
		if p.kinds[i] != own || p.kinds[i-1] != quoted {
			continue
		}
		t := strings.TrimSpace(p.lines[i])
		if t == "" {
			continue
		}
		before := p.lines[i-1]
		between := i+1 < len(p.lines) && p.kinds[i+1] == quoted
		switch {
		case between && (strings.HasPrefix(t, "(http") ||
			strings.LastIndex(before, "(http") > strings.LastIndexByte(before, ')')), continuesAddress(before, t):
			p.kinds[i] = quoted
		case between && len(before) >= 66 && len(t) <= 30 && strings.Count(t, " ") < 3 &&
			!strings.ContainsAny(t[len(t)-1:], ".!?:,") && t[0] >= 'a' && t[0] <= 'z':
			wrapped = append(wrapped, i)
		}
	}
	if len(wrapped) > 1 {
		for _, i := range wrapped {
			p.kinds[i] = quoted
		}
	}
}

// continuesAddress reports whether l, one word, is the rest of the web address that ends a long quoted line: one
// without its closing bracket, or a line that is full.
func continuesAddress(before, l string) bool {
	if strings.IndexByte(l, ' ') >= 0 || len(before) < 50 {
		return false
	}
	last := lastWord(strings.TrimRight(before, " "))
	at := strings.Index(last, "://")
	if at < 0 {
		return false
	}
	if strings.LastIndexByte(last[:at], '<') >= 0 {
		return strings.IndexByte(last, '>') < 0 && strings.IndexByte(l, '>') >= 0
	}
	return len(before) >= 70 && strings.ContainsAny(l, "0123456789/.-_=&%#") && !strings.Contains(l, "://")
}

// result puts the sorted lines together.
func (p *splitter) result() Words {
	var parts [dropped]paragraphs
	var sizes [dropped + 1]int
	for i, k := range p.kinds {
		sizes[k] += len(p.lines[i]) + 1
	}
	for k := range parts {
		parts[k].Grow(min(sizes[k], maxText))
	}
	last := dropped
	var cuts []store.Cut
	from := -1 // where in the quoted words those begin that no own words follow yet
	for i, k := range p.kinds {
		l := trimBlanks(p.lines[i])
		switch {
		case k == dropped:
			parts[own].blank = true
			continue
		case k == quoted:
			l = strings.TrimSpace(stripMarks(l))
		case k == own && last != own:
			parts[own].blank = true
		}
		at := parts[k].add(l)
		switch {
		case at < 0:
		case k == quoted && from < 0:
			from = at
		case k == own && from >= 0:
			cuts = append(cuts, store.Cut{At: at, From: from, To: parts[quoted].Len()})
			from = -1
		}
		last = k
	}
	return Words{Own: parts[own].String(), Quoted: parts[quoted].String(), Signature: parts[signature].String(), Cuts: cuts}
}

// trimBlanks returns l without blanks and tabs at its end.
func trimBlanks(l string) string {
	for l != "" && (l[len(l)-1] == ' ' || l[len(l)-1] == '\t') {
		l = l[:len(l)-1]
	}
	return l
}

// paragraphs is text that grows by lines, with at most one blank line between two of them and none at the ends.
type paragraphs struct {
	strings.Builder
	blank bool // a blank line comes before the next one
}

// add appends a line and returns where it begins, -1 if it is blank or beyond the limit.
func (b *paragraphs) add(l string) int {
	switch {
	case l == "":
		b.blank = true
		return -1
	case b.Len() > maxText:
		return -1
	case b.Len() > 0 && b.blank:
		b.WriteString("\n\n")
	case b.Len() > 0:
		b.WriteByte('\n')
	}
	b.blank = false
	at := b.Len()
	b.WriteString(text.Cut(l, maxText))
	return at
}

// isQuoted reports whether the line is marked as quoted: ">", "|" or up to four letters and ">", after at most three
// blanks.
func isQuoted(l string) bool {
	i := 0
	for i < len(l) && i < 3 && (l[i] == ' ' || l[i] == '\t') {
		i++
	}
	for n := 0; i < len(l) && n <= 4; i, n = i+1, n+1 {
		switch c := l[i]; {
		case c == '>':
			return true
		case c == '|':
			return n == 0 && !isTableRow(l[i:])
		case c|0x20 < 'a' || c|0x20 > 'z':
			return false
		}
	}
	return false
}

// isTableRow reports whether l, which begins with "|", is a row of a table as people draw it: it ends with "|", too, and
// has one between.
func isTableRow(l string) bool {
	l = strings.TrimRight(l, " \t\r")
	return len(l) > 2 && l[len(l)-1] == '|' && strings.IndexByte(l[1:len(l)-1], '|') >= 0
}

// stripMarks takes all quote marks off a quoted line.
func stripMarks(l string) string {
	for isQuoted(l) {
		l = l[strings.IndexAny(l, ">|")+1:]
	}
	return l
}
