package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Some mail programs mark quoted lines by a name instead of by ">" alone, as Supercite of Emacs does: "Ann> ...", or,
// further in, "    AL> ...". Such a mark is told from a prompt, from code and from the rest of a tag by what stands
// around it.

const (
	maxQuoteName   = 20 // letters of a name in front of a ">"
	maxQuoteIndent = 8  // blanks in front of such a mark
)

// quoteName returns the length of the mark at the beginning of a line that quotes by a name, blanks before it included;
// 0 if there is none. A name is a capital and small letters, or initials.
func quoteName(l string) int {
	at := strings.IndexByte(l, '>')
	if at < 1 || at > maxQuoteIndent+maxQuoteName*2 || at+1 < len(l) && l[at+1] != ' ' {
		return 0
	}
	name := strings.TrimLeft(l[:at], " \t")
	if indent := at - len(name); name == "" || indent > maxQuoteIndent {
		return 0
	}
	first, size := utf8.DecodeRuneInString(name)
	if !unicode.IsLetter(first) {
		return 0
	}
	letters, small := 1, 0
	for _, r := range name[size:] {
		switch {
		case unicode.IsLower(r):
			small++
		case !unicode.IsLetter(r) && r != '-' && r != '.' && r != '\'':
			return 0
		}
		letters++
	}
	initials := letters <= 2 || letters <= 4 && small == 0
	if initials || letters <= maxQuoteName && unicode.IsUpper(first) && small > 0 {
		return at + 1
	}
	return 0
}

// namedQuotes marks as quoted what is marked by a name, where the mark stands twice or begins a paragraph.
func (p *splitter) namedQuotes() {
	count := map[string]int{}
	for i, l := range p.lines {
		if n := p.namedAt(i); n > 0 {
			count[strings.TrimSpace(l[:n])]++
		}
	}
	if len(count) == 0 {
		return
	}
	for i, l := range p.lines {
		n := p.namedAt(i)
		if n == 0 || count[strings.TrimSpace(l[:n])] < 2 && i > 0 && strings.TrimSpace(p.lines[i-1]) != "" {
			continue
		}
		p.kinds[i], p.lines[i] = quoted, ">"+l[n:]
		p.lastQuote = max(p.lastQuote, i)
	}
}

// namedAt returns the length of the named mark of line i; 0 if it has none. What follows an unclosed "<" is the rest of
// a tag or an address.
func (p *splitter) namedAt(i int) int {
	if p.kinds[i] != own {
		return 0
	}
	n := quoteName(p.lines[i])
	if n > 0 && i > 0 && strings.LastIndexByte(p.lines[i-1], '<') > strings.LastIndexByte(p.lines[i-1], '>') {
		return 0
	}
	return n
}
