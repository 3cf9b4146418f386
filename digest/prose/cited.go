package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
)

// Words of others that stand among the writer's own: behind a line that hands over to somebody, above the name of who
// said so, and between marks of quotation that enclose several sentences.

var (
	fromSource  = lazyregexp.New(`^(?:From|Von|Aus|De) (?:the |der |dem |la |le )?\p{Lu}[\p{L}\d.'-]+(?: (?:of |the |and |& )*\p{Lu}[\p{L}\d.'-]+){0,5}:$`)
	fromFile    = lazyregexp.New(`^(?:From|Von|Aus|De) (?:[\w-]+ ){0,4}[\w-]+\.(?:rst|txt|md|html?|tex|pdf):$`)
	attribution = lazyregexp.New(`^(?:(?i:quoting|citing|zitat von|zitiere) .{2,70}:` + // Quoting Ann Lee:
		`|[\w@.-]+ \[\p{Lu}[^\]\[]{2,40}\]:` + // blog.example.org [Ann Lee]:
		`|\p{Lu}[\p{L}.'-]+(?: \p{Lu}[\p{L}.'-]+){0,3} [\[(<][^\])>]{2,60}[\])>] (?:wrote|writes|said|says|schrieb|schreibt)[:,]?` + // Ann Lee [lists] wrote
		`|\* \p{Lu}[^<>]{1,40}<[^<>]+@[^<>]+>(?: \[[^\]]{4,40}\]:?|:)` + // * Ann Lee <ann@example.org> [2026-10-05]:
		`|\[\p{Lu}[\p{L}.'-]+(?: \p{Lu}[\p{L}.'-]+){1,3}\]:?)$`) // [Ann Lee]
)

// struck is Markdown for what its writer has struck out (the ~~ of GitHub Flavored Markdown): no longer their word. HTML's
// del goes when a post is read.
var struck = lazyregexp.New(`~~[^\s~][^~]*~~`)

// initialled is a line of somebody else's with their initials or another mark of quotation before it, as Emacs sets them (supercite).
var initialled = lazyregexp.New(`^(?:[A-Z]{1,4}> |--\]|\] |[&:%}!|]{1,3}> )`)

// handsOver reports whether a line of its own hands over to somebody else.
func handsOver(line string, l *language.Language) bool {
	const longest = 100 // bytes
	if len(line) > longest || line == "" {
		return false
	}
	switch line[len(line)-1] {
	case ':':
		return l.Cues(WithoutMarks(line)).Has(language.Cites) || fromSource.MatchString(line) || fromFile.MatchString(line) || attribution.MatchString(line)
	case ',', ']', 'e', 's', 'd', 't', 'b':
		return (strings.ContainsAny(line, "[<(")) && attribution.MatchString(line)
	}
	return false
}

// signature is a name below what somebody cites: "-- Ann Lee", "- Ann Lee, Tides of the North".
var signature = lazyregexp.New(`^(?:--|---|—|–|- |~ ?) ?((?:Dr\. |Prof\. )?(?:\p{Lu}\. ?|\p{Lu}[\p{L}'’-]*)(?: (?:(?:van|von|der|de|da|di|la|of|the) )*(?:\p{Lu}\.|\p{Lu}[\p{L}'’-]*)){0,4})(?:,? \([^)]{1,40}\)|,? ["“*_]?\p{Lu}[^.!?]{1,50})?$`)

// signed marks what stands above the name of somebody else: a poem, or words set in or between marks of quotation; and a
// paragraph as others are where the post goes on below the name, which then cannot be the writer's.
func (s *sheet) signed(raw []string) {
	last := len(s.lines) - 1 // line with words
	for last >= 0 && s.lines[last] == "" {
		last--
	}
	for i, l := range s.lines {
		if first, _ := utf8.DecodeRuneInString(l); i == 0 || s.foreign[i] || len(l) < 4 || !strings.ContainsRune("-~—–", first) {
			continue
		}
		m := signature.FindStringSubmatch(l)
		if m == nil || s.isWriter(m[1]) || Count(l) > 10 {
			continue
		}
		from := s.cites(i, raw, m[1], i < last && s.lines[i+1] == "")
		for k := from; k < i; k++ {
			s.foreign[k] = true
		}
		s.foreign[i] = s.foreign[i] || from < i
	}
}

// cites returns from which line on what stands above a name in line i is that person's; i if it is not. below says
// whether the post goes on below the name, and a blank line: else it is the first line of a signature, or a heading.
func (s *sheet) cites(i int, raw []string, name string, below bool) int {
	from, end := s.paragraph(i)
	if from == end || s.language.Cues(name).Has(language.Closes) || signature.MatchString(s.lines[end-1]) || bullet.MatchString(s.lines[from]) {
		return i
	}
	verse, other := s.verse(from, end), strings.Contains(name, " ") && s.another(name)
	marked := quotation(s.lines[from:end]) || strings.HasPrefix(raw[from], "  ") || strings.HasPrefix(raw[from], "\t")
	last := s.lines[end-1]
	if strings.HasPrefix(s.lines[i], "- ") && !strings.HasSuffix(last, `"`) && !strings.HasSuffix(last, "”") { // an item of a list
		return i
	}
	whole := strings.ContainsAny(last[len(last)-1:], `.!?"'”)`) || verse
	if !whole || !marked && !(other && (verse || below)) {
		return i
	}
	for verse { // its other stanzas
		f, e := s.paragraph(from)
		if f == e || !s.verse(f, e) {
			break
		}
		from = f
	}
	return from
}

// another reports whether a name, which isWriter does not find, is certainly somebody else's: the writer's is whole, and
// spelled in the same script.
func (s *sheet) another(name string) bool {
	latin := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	}
	return len(s.writer) > 1 && latin(name) == latin(strings.Join(s.writer, ""))
}

// paragraph returns the lines of the paragraph above line i, which may have a blank line between.
func (s *sheet) paragraph(i int) (from, end int) {
	for end = i; end > 0 && end > i-2 && s.lines[end-1] == ""; end-- {
	}
	const longest = 60 // lines
	for from = end; from > 0 && from > end-longest && s.lines[from-1] != "" && !s.foreign[from-1] && s.ruler(from-1) == 0 && !strings.HasSuffix(s.lines[from-1], ":"); from-- {
	}
	return from, end
}

// verse reports whether the lines of a paragraph are short and none but the last ends in the middle of the page by
// chance: two at least, and most of them begin with a capital.
func (s *sheet) verse(from, end int) bool {
	const longest = 60 // bytes
	capitals := 0
	for _, l := range s.lines[from:end] {
		if len(l) > longest {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(l, `"“`)); r >= 'A' && r <= 'Z' || r > 0x7f {
			capitals++
		}
	}
	n := end - from
	return n > 1 && 2*capitals > n
}

// enclosed marks the sentences that stand whole between marks of quotation that open in a sentence before them and close
// in one behind: of one paragraph, or of several if the quotation is all that the first one says. us are in order.
func enclosed(us []Unit) {
	const most = 40 // sentences of a quotation
	for i := range us {
		closing, at := leftOpen(us[i].Text)
		if at < 0 {
			continue
		}
		end := -1
		for k := i + 1; k < len(us) && k <= i+most && end < 0; k++ {
			if us[k].Para != us[i].Para && (at > 0 || !us[i].First) {
				break
			}
			switch does := meets(us[k].Text, closing); {
			case does == opens && us[k].First: // printers open a quotation anew in each paragraph
			case does == opens || us[k].Gap: // the first one was no mark of quotation
				k = len(us)
			case does == closes:
				end = k
			}
		}
		for k := i + 1; k < end; k++ {
			us[k].OK, us[k].Shows, us[k].Asks, us[k].Acts = false, false, false, 0
		}
	}
}

// emphasizedMark is where a quotation begins or ends that is set apart by emphasis.
var emphasizedMark = lazyregexp.New(`[*_]["“”„«»]|["“”„«»][*_]`)

// emphasized reports whether all of a paragraph is a quotation that its writer sets apart by emphasis, whatever is quoted
// inside it: "*We say "no" to that.*"
func emphasized(text string) bool {
	const marks, emphasis = "\"“”„«»", "*_"
	text = strings.TrimRight(strings.TrimSpace(text), ".,:;")
	inner := strings.Trim(text, marks+emphasis)
	at := strings.Index(text, inner)
	if inner == "" || at < 2 || emphasizedMark.MatchString(inner) { // two quotations, and what stands between them
		return false
	}
	head, tail := text[:at], text[at+len(inner):]
	return strings.ContainsAny(head, marks) && strings.ContainsAny(head, emphasis) && strings.ContainsAny(tail, marks) && strings.ContainsAny(tail, emphasis)
}

type meeting uint8

const (
	passes meeting = iota
	closes
	opens
)

// closings are the marks that can close a quotation, by those that open it.
var closings = map[rune]string{'"': `"”`, '“': `”"`, '„': `“"”`, '«': "»"}

// leftOpen returns where the quotation that a sentence leaves open begins, and what can close it; -1 if it leaves none
// open.
func leftOpen(s string) (closing string, at int) {
	before := ' '
	at = -1
	for i, r := range s {
		if r == utf8.RuneError {
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		switch end := closings[r]; {
		case at >= 0 && strings.ContainsRune(closing, r) && (r != '"' || !opening(before)):
			at = -1
		case at < 0 && end != "" && opening(before) && next != ' ' && next != utf8.RuneError:
			closing, at = end, i
		}
		before = r
	}
	return closing, at
}

// opening reports whether a mark behind r can open a quotation.
func opening(r rune) bool { return r == ' ' || strings.ContainsRune("([{—–-/", r) }

// meets returns what the first mark of a sentence does to a quotation that is open before it.
func meets(s, closing string) meeting {
	before := ' '
	for _, r := range s {
		switch {
		case strings.ContainsRune(closing, r) && (r != '"' || !opening(before)):
			return closes
		case closings[r] == closing && opening(before):
			return opens
		}
		before = r
	}
	return passes
}
