package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
)

// A Unit is one sentence of a post's own words.
type Unit struct {
	Text  string // white space folded, footnote marks off, each address as Link
	Para  int    // number of its paragraph, from 0
	First bool   // opens its paragraph
	Gap   bool   // does not follow directly upon the unit before: something was left out between them
	Item  bool   // stands in a list
	OK    bool   // may be printed: whole, and prose
	Asks  bool   // ends in a question mark
	Sums  bool   // stands in what its writer says is the sum of the post
	Leads bool   // ends its paragraph without a mark, and code or a table follows
	Shows bool   // would be OK, but ends in a colon, behind which stands what it is about
	Words int
	To    string // the line of somebody else's words that stood quoted right before its paragraph; "" if none did, or it is not known

	Cues language.CueSet // of the whole sentence
	Acts language.CueSet // of what it says itself: without brackets and quotations, and none where it asks or supposes
}

// Link is what is printed in place of an address.
const Link = "[link]"

const (
	maxText  = 24_000 // bytes of a post that are looked at: the beginning, and
	tailText = 6_000  // of these the end
	maxUnits = 250    // of one post

	leadWords = 3 // before a colon, which only lead on: "i.e.:"
)

// A Quotation is a place in a post's own words where words of somebody else were taken out.
type Quotation struct {
	At   int    // byte offset in the text
	Line string // the last line that stood there; "" if it is not known
}

// A Text is a post as Units reads it.
type Text struct {
	Own        string
	Language   *language.Language
	Writer     string      // name of who wrote it, for its sign-off
	Quotations []Quotation // ascending
	Published  bool        // an article in its own place, as in a feed: its byline is its own
}

// A paragraph is what a line break or a list mark sets apart.
type paragraph struct {
	text string
	gap  bool // something was left out before it
	code bool // and that was the writer's own: code, a table
	ends bool // ends at a blank line or at the end, not in code or a table
	lead bool // code or a table follows
	item bool
	sums bool
	to   string
}

// Units returns the sentences of t in order. Greetings, sign-offs, code, tables, headers, footers and what others said
// are left out.
func Units(t Text) []Unit {
	r := reader{Text: t, first: firstName(t.Writer)}
	r.read()
	marks := speakers(r.Own, t.Language)
	var out []Unit
	for k, p := range r.paras {
		begin, others := len(out), emphasized(p.text)
		for j, s := range split(p.text, t.Language) {
			others = others || marks[headMark(s)] // whose the rest of the paragraph is, too
			u := Unit{Text: s, Para: k, First: j == 0, Gap: j == 0 && p.gap, Item: p.item, Sums: p.sums, Words: Count(s), Asks: Asks(s) && !others}
			if j == 0 {
				u.To = p.to
			}
			u.Cues = t.Language.Cues(s)
			if !others {
				u.Acts = acts(s, u.Cues, u.Asks, t.Language)
			}
			u.OK = printable(s, u.Cues) && !others && !attributed(s, t.Language)
			if said, ok := strings.CutSuffix(s, ":"); ok && !u.OK && !others {
				u.Shows = printable(said+".", u.Cues) && leadsOn(said, t.Language)
			}
			out = append(out, u)
			if len(out) == maxUnits {
				enclosed(out)
				return out
			}
		}
		if len(out) > begin && p.gap && (out[begin].To == "" || p.code) && continues(out[begin].Text) {
			out[begin].OK, out[begin].Shows = false, false // goes on with what was left out
		}
		if n := len(out); n > begin && (!p.ends || p.lead) && runsOn(out[n-1].Text) {
			out[n-1].OK = out[n-1].OK && p.ends // else it ran into code or a table
			out[n-1].Leads = p.lead
		}
	}
	enclosed(out)
	return out
}

// leadsOn reports whether a sentence that ended in a colon says something by itself: "this breaks the build", but neither
// "i.e." nor "it works because".
func leadsOn(said string, l *language.Language) bool {
	last := said[strings.LastIndexAny(said, ".!?")+1:]
	words := l.Words(last)
	if len(words) <= leadWords || len(strings.Fields(said)) > SingleWords || l.Cues(last).Has(language.Unfinished) {
		return false
	}
	end := words[len(words)-1]
	return !l.Hangs[end] && (!l.Stop[end] || l.Pronouns[end]) // "remount it", but not "as these did"
}

// PassesOn reports whether Units leaves out of t what somebody else said.
func PassesOn(t Text) bool {
	r := reader{Text: t, first: firstName(t.Writer)}
	r.read()
	return r.passes || attributed(strings.TrimSpace(r.Own), t.Language) || speakers(r.Own, t.Language) != nil
}

// continues reports whether a piece of text begins in the middle of a sentence, as what follows code does: "which is
// all", but not "open() is all".
func continues(s string) bool {
	if s = strings.TrimLeft(s, "("); s == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	word, _, _ := strings.Cut(s, " ")
	return unicode.IsLower(r) && !strings.ContainsAny(word[:len(word)-1], "_.(/") || strings.ContainsRune(".,;:)", r)
}

// runsOn reports whether a piece of text ends like one that goes on.
func runsOn(s string) bool {
	return !strings.ContainsAny(s[len(s)-1:], `.!?)"`) || strings.HasSuffix(s, "..")
}

// A reader turns the lines of a post into paragraphs.
type reader struct {
	Text
	first  string
	paras  []paragraph
	cur    []string
	item   bool
	hang   int // columns from which on a line belongs to the last item of a list, while that goes on
	gap    bool
	code   bool   // what was left out last is code or a table
	to     string // the quotation before the paragraph that is being read
	left   bool   // a line says that something was left out, as in what is quoted from elsewhere
	shell  bool   // what is read is what a program printed below the prompt of a shell
	passes bool   // words of somebody else are left out
	sums   int    // how many paragraphs to come sum the post up
	cited  int    // 0, or how deep in what somebody else said
}

func firstName(who string) string {
	f := strings.Fields(strings.ToLower(who))
	if len(f) == 0 {
		return ""
	}
	return strings.Trim(f[0], "@,.")
}

// flush ends the paragraph. ends tells whether it ended of itself.
func (r *reader) flush(ends bool) {
	if isList(r.cur) {
		r.cur, r.item, r.gap = r.cur[:0], false, true
		return
	}
	if len(r.cur) > 0 {
		text := strings.Join(strings.Fields(strings.Join(r.cur, " ")), " ")
		r.paras = append(r.paras, paragraph{trimGreeting(text, r.Language), r.gap, r.code, ends, false, r.item, r.sums > 0, r.to})
		r.gap, r.code, r.to, r.sums = false, false, "", max(0, r.sums-1)
	}
	r.cur, r.item = r.cur[:0], false
}

const listLines = 3

// isList reports whether the lines of a paragraph are a list without marks: several of which none but the last ends a
// sentence or leaves a bracket open, and each begins with a capital or a word before a colon.
func isList(lines []string) bool {
	if len(lines) < listLines {
		return false
	}
	for i, l := range lines {
		word, _, _ := strings.Cut(l, " ")
		first, _ := utf8.DecodeRuneInString(l)
		if !unicode.IsUpper(first) && !unicode.IsDigit(first) && !strings.HasSuffix(word, ":") || i < len(lines)-1 && (strings.ContainsAny(l[len(l)-1:], ".,;!?") || strings.Count(l, "(") > strings.Count(l, ")")) {
			return false
		}
	}
	return true
}

// skip leaves something out.
func (r *reader) skip() {
	r.flush(false)
	r.gap = true
}

// skipCode leaves out code or a table. The paragraph right before it leads up to it.
func (r *reader) skipCode() {
	if len(r.cur) == 0 && len(r.paras) > 0 && !r.gap {
		r.paras[len(r.paras)-1].lead = true
	}
	r.skip()
	r.code = true
}

// read goes through the lines.
func (r *reader) read() {
	own := strings.Join(r.withoutDocuments(withoutNotes(strings.Split(r.Own, "\n"))), "\n")
	r.Own, r.passes = own, own != r.Own
	text, tail := r.Own, -1
	if len(text) > maxText {
		tail = strings.IndexByte(text[len(text)-tailText:], '\n') + 1 + len(text) - tailText
		text = text[:strings.LastIndexByte(text[:maxText-tailText], '\n')+1]
	}
	next := r.lines(text, 0, 0)
	if tail >= 0 {
		r.skip()
		r.lines(r.Own[tail:], tail, next)
	}
}

// lines reads a piece of the text that begins at offset; quotations before the next one are past. It returns which is
// next then.
func (r *reader) lines(text string, offset, next int) int {
	lines := strings.Split(text, "\n")
	end := r.end(lines)
	said, code, documented := 0, false, 0
	for i, raw := range lines {
		for next < len(r.Quotations) && r.Quotations[next].At <= offset {
			r.flush(true)
			r.gap, r.code, r.to, r.cited = true, false, r.Quotations[next].Line, 0
			next++
		}
		offset += len(raw) + 1
		if i >= end {
			r.flush(true)
			r.gap = true
			continue
		}
		line := strings.TrimSpace(raw)
		if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~") {
			code = !code
			r.skipCode()
			continue
		}
		if code {
			continue
		}
		if i < documented {
			continue
		}
		if documented = docstring(lines, i); documented > i {
			r.skipCode()
			continue
		}
		if r.inCited(line) {
			r.passes = true
			continue
		}
		if initialled.MatchString(line) || struck.MatchString(line) {
			r.skip()
			continue
		}
		line = WithoutMarks(line)
		said += len(line)
		if line == Link && len(r.cur) == 0 && i+1 < end && continues(strings.TrimSpace(lines[i+1])+" ") { // "ADDRESS / is what you look for"
			r.cur = append(r.cur, line)
			continue
		}
		alone := (i == 0 || strings.TrimSpace(lines[i-1]) == "") && (i+1 >= end || strings.TrimSpace(lines[i+1]) == "")
		r.line(raw, line, alone && i > 0, said)
	}
	r.flush(true)
	return next
}

// docstring returns the line behind the docstring that begins at line i, right below the head of a function or a class: it is as
// much code as those. i if none begins there, or it has no end nearby.
func docstring(lines []string, i int) int {
	const most = 60 // lines of one
	line := strings.TrimSpace(lines[i])
	if i == 0 || !strings.HasPrefix(line, `"""`) && !strings.HasPrefix(line, "'''") {
		return i
	}
	if head := strings.TrimSpace(lines[i-1]); !strings.HasSuffix(head, ":") || !strings.HasPrefix(head, "def ") && !strings.HasPrefix(head, "class ") {
		return i
	}
	mark := line[:3]
	if strings.Contains(line[3:], mark) {
		return i + 1
	}
	for k := i + 1; k < min(len(lines), i+most); k++ {
		if strings.Contains(lines[k], mark) {
			return k + 1
		}
	}
	return i
}

// inCited skips what somebody else said behind "Ann says:", up to its end: a blank line, or the closing mark where an
// opening one stands alone.
func (r *reader) inCited(line string) bool {
	if r.cited == 0 || r.cited == 1 && line == "" {
		if r.cited != 0 {
			r.cited = 0
			r.gap = true
		}
		return false
	}
	mark := line == `"` || line == "”" || line == `"""`
	switch {
	case mark && r.cited != 2:
		r.cited = 2
	case mark:
		r.cited = 0
	case r.cited == 3: // a blank line may stand between the words that hand over and what follows
		if line != "" {
			r.cited = 1
		}
	}
	r.gap = true
	return true
}

// line reads one line that is not code.
func (r *reader) line(raw, line string, alone bool, said int) {
	if line == "" {
		r.flush(true)
		r.shell = false
		return
	}
	if r.shell = r.shell || strings.Contains(line, "@") && prompt.MatchString(line); r.shell {
		r.skipCode()
		return
	}
	if elision.MatchString(line) {
		r.left = true
	} else if r.left = r.left && strings.HasPrefix(raw, "  ") && !bullet.MatchString(line); r.left {
		r.skip()
		return
	}
	if strings.HasPrefix(raw, "#") {
		r.sums = 0 // of another heading
	}
	if head, alone := r.sumsUp(line); head && alone {
		r.skip()
		r.sums = summed
		return
	} else if head && len(r.cur) == 0 {
		r.sums = 1
	}
	short := len(line) < 80
	var cues language.CueSet
	if short {
		cues = r.Language.Cues(line)
	}
	switch {
	case handsOver(strings.TrimSpace(raw), r.Language):
		r.flush(false)
		r.gap, r.cited, r.passes = true, 3, true
		return
	case short && len(r.cur) == 0 && cues.Has(language.Greets) && Count(line) <= 6 && said < 200:
		return
	case short && len(r.cur) == 0 && said > len(line) && takesLeave(cues) && Count(line) <= 9, alone && r.signsOff(line):
		r.gap = true
		return
	case strings.Trim(line, "<>.,") == Link && len(r.cur) > 0: // "at", and the address on a line of its own
	case isMark(line):
		r.skip()
		return
	case noProse(raw, line) && !r.goesOn(raw, line):
		r.skipCode()
		return
	}
	indent := len(raw) - len(strings.TrimLeft(raw, " "))
	if m := bullet.FindString(line); m != "" {
		r.flush(true)
		r.gap, r.item, line = true, true, line[len(m):]
		r.hang = indent + len(m)
	} else if len(r.cur) == 0 {
		if indent < r.hang {
			r.hang = 0
		}
		r.item = r.hang > 0
	}
	r.cur = append(r.cur, line)
}

const summed = 3 // paragraphs below a heading that sum the post up

// elision is a line that says that something was left out.
var elision = lazyregexp.New(`(?i)^\[ ?(?:\.\.\.?|…|snip|cut) ?\]$`)

// prompt is that of a shell, which names who and where.
var prompt = lazyregexp.New(`^(?:\[[\w.-]+@[\w.-]+[ :][^\]]*\]|[\w.-]+@[\w.-]+:[~/][\w./~-]*)\s?[#$%>](?:\s|$)`)

// sumsUp reports whether a line begins with words that announce the sum of the post, and whether it has no others.
func (r *reader) sumsUp(line string) (head, alone bool) {
	low := strings.ToLower(strings.Trim(line, "#*_ "))
	for _, words := range r.Language.Summaries {
		rest, ok := strings.CutPrefix(low, words)
		if strings.HasPrefix(rest, "-") { // of one word
			continue
		}
		if rest = strings.TrimLeft(rest, "*_ "); ok && (rest == "" || strings.ContainsAny(rest[:1], ":.,-") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—")) {
			return true, strings.Trim(rest, ":.*_ ") == ""
		}
	}
	return false, false
}

// goesOn reports whether a line that looks like code goes on with the sentence that is being read: its last word, with the
// marks that end it ("tide?)."); what closes a bracket in which it asks ("north/south-{1,2}?)"); or what the line before
// had no room for, where that was broken for its length.
func (r *reader) goesOn(raw, line string) bool {
	const longest, most, full, plain = 20, 60, 58, 3 // bytes of a last word and of a bracket, letters of a line, plain words
	n := len(r.cur)
	if n == 0 {
		return false
	}
	before := r.cur[n-1]
	if strings.HasSuffix(line, "?)") && len(line) <= most {
		return r.open() == 1
	}
	first, _ := utf8.DecodeRuneInString(line)
	word, more, _ := strings.Cut(line, " ")
	ends := strings.ContainsAny(line[len(line)-1:], ".!?")
	switch {
	case !runsOn(before) || strings.HasSuffix(before, ":"):
		return false
	case more == "" && len(line) <= longest && ends && unicode.IsLetter(first):
		return true
	case utf8.RuneCountInString(before)+len(" ")+utf8.RuneCountInString(word) < full, strings.HasPrefix(raw, "    "), strings.HasPrefix(raw, "\t"), isCode(line):
		return false
	case ends, faced(line), strings.Contains(line, ")") && r.open() > 0:
		return true
	}
	words, all := plainWords(line)
	return words >= plain || words == all && words > 1
}

// open counts the brackets that are open in the last lines of what is being read.
func (r *reader) open() (n int) {
	const near = 8 // lines
	for _, l := range r.cur[max(0, len(r.cur)-near):] {
		n += strings.Count(l, "(") - strings.Count(l, ")")
	}
	return n
}

// plainWords counts the words of a line that are nothing but small letters, be it in brackets, and all of them.
func plainWords(line string) (n, all int) {
	for w := range strings.FieldsSeq(line) {
		if all++; len(w) > 1 && !strings.ContainsFunc(strings.Trim(w, "(),"), func(r rune) bool { return !unicode.IsLower(r) }) {
			n++
		}
	}
	return n, all
}

var bullet = lazyregexp.New(`^(?:[*•·+–-]|\([*+–-]\)|\(?\d{1,2}[.)]|\(?[a-h][.)])\s+`)
