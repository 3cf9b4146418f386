package mail

import (
	"strings"
	"unicode/utf8"
)

// Gateways, mail programs and services put words above and below a mail that are nobody's: warnings, disclaimers,
// advertisements, how to leave a list. They stand in blocks of their own at its ends and speak of the mail itself, by
// which they are told from what it says.

// A block is the own lines [from, to) between two blank lines.
type block struct{ from, to int }

// Limits of the blocks that are looked at.
const (
	topBlocks  = 4       // from the top
	endBlocks  = 8       // from the end
	blockBytes = 4 << 10 // of one block
)

// blocksOf returns the first n blocks of own words, or the last n in the order of the text.
func (p *splitter) blocksOf(n int, last bool) []block {
	found := make([]block, 0, n)
	step, i := 1, 0
	if last {
		step, i = -1, len(p.lines)-1
	}
	is := func(i int) bool {
		return i >= 0 && i < len(p.lines) && p.kinds[i] == own && strings.TrimSpace(p.lines[i]) != ""
	}
	for ; i >= 0 && i < len(p.lines) && len(found) < n; i += step {
		if !is(i) {
			continue
		}
		b := block{i, i + 1}
		for is(i + step) {
			i += step
			b.from, b.to = min(b.from, i), max(b.to, i+1)
		}
		found = append(found, b)
	}
	if last {
		for i, j := 0, len(found)-1; i < j; i, j = i+1, j-1 {
			found[i], found[j] = found[j], found[i]
		}
	}
	return found
}

// text returns the lines of a block, nil for one that is longer than boilerplate is.
func (p *splitter) text(b block) []string {
	size := 0
	for _, l := range p.lines[b.from:b.to] {
		if size += len(l); size > blockBytes {
			return nil
		}
	}
	return p.lines[b.from:b.to]
}

// banners drops what gateways and newsletters put above a mail.
func (p *splitter) banners() {
	all := p.blocksOf(topBlocks+1, false)
	for len(all) > 0 {
		b := all[0]
		lines := p.text(b)
		if end := framed(lines); end > 0 {
			// a filter that writes where its words begin and end
			if p.mark(b.from, b.from+end, dropped); end < len(lines) {
				return
			}
			all = all[1:]
			continue
		}
		if len(lines) > 1 && isLoud(lines[0]) && p.isBanner(lines[:1]) && !talkOf(lines[1:]).has(^firstPerson) {
			p.mark(b.from, b.from+1, dropped) // no blank line below it
			return
		}
		if len(all) == 1 || !p.isBanner(lines) {
			return
		}
		p.mark(b.from, b.to, dropped)
		all = all[1:]
	}
}

// framed returns how many lines stand between marks such as "BannerStart" and "BannerEnd" at the head of a block, these
// included; 0 if it has none.
func framed(lines []string) int {
	if len(lines) == 0 || strings.IndexByte(lines[0], ' ') >= 0 || !strings.Contains(lines[0], "BannerStart") {
		return 0
	}
	for i, l := range lines {
		if strings.Contains(l, "BannerEnd") {
			return i + 1
		}
	}
	return 0
}

// isLoud reports whether the first word of a line is written in capitals, or in a script that has none, or in brackets.
func isLoud(l string) bool {
	l = strings.TrimLeft(l, " *#=-")
	first, _, _ := strings.Cut(l, " ")
	return len(first) > 3 && first == strings.ToUpper(first)
}

// isBanner reports whether the first lines of a mail are such words.
func (p *splitter) isBanner(lines []string) bool {
	if len(lines) == 0 || len(lines) > 12 {
		return false
	}
	first := strings.TrimSpace(lines[0])
	t := talkOf(lines)
	if t.has(firstPerson) || t.hits == 0 {
		return false
	}
	joined := strings.Join(lines, " ")
	hasLink := strings.Contains(joined, "://")
	switch {
	case t.words > 120:
		return false
	case len(lines) == 1 && isSecrecy(first, t):
		return true
	case len(lines) == 1 && t.words <= 4 && t.has(outside) && (isBracketed(first) || first == strings.ToUpper(first)):
		return true // "[EXTERNAL]"
	case len(lines) <= 3 && t.words <= 40 && p.about.address != "" &&
		strings.Contains(strings.ToLower(joined), p.about.address) && (hasLink || t.has(aboutMail)):
		return true // "you do not often get mail from ann@example.org"
	case t.words <= 16 && t.has(browser) && t.has(aboutMail|leave|link|opening) && (hasLink || !strings.HasSuffix(first, ".")):
		return true // "view this mail in your browser"
	case t.has(outside) && t.has(aboutMail|sender) && t.count(sender|link|attachment|opening|caution|aboutMail) >= 2 && t.hits*8 >= t.words:
		return true
	}
	return t.has(caution) && t.count(sender|link|attachment|opening|outside|aboutMail) >= 3 && t.hits*8 >= t.words
}

// isSecrecy reports whether a line is a label of secrecy: in brackets, or as a field of which all words are about it.
func isSecrecy(l string, t talk) bool {
	if !t.has(confidential) || t.words > 10 {
		return false
	}
	return isBracketed(l) && l[0] != '(' || strings.Contains(l, ": ") && t.words <= 5 && t.hits >= t.words-1
}

// isBracketed reports whether a line stands in brackets, or between marks such as "***".
func isBracketed(l string) bool {
	if len(l) < 4 {
		return false
	}
	switch l[0] {
	case '[':
		return l[len(l)-1] == ']'
	case '(':
		return l[len(l)-1] == ')'
	case '*', '#', '=', '-', '<':
		inner := strings.Trim(l, "*#=-<> ")
		return len(inner) <= len(l)-4 && inner != ""
	}
	return strings.HasPrefix(l, "【") && strings.HasSuffix(l, "】") || strings.HasPrefix(l, "TLP:")
}

// endings drops what gateways, mail programs and newsletters put below a mail: a disclaimer with all that follows it,
// the note of a virus scanner, and the foot of a newsletter.
func (p *splitter) endings() {
	all := p.blocksOf(endBlocks, true)
	if len(all) == 0 || len(all) == 1 && p.first == all[0].from && all[0].to-all[0].from < 3 {
		return
	}
	cut, furniture := -1, false
	for k := len(all) - 1; k >= 0; k-- {
		lines := p.text(all[k])
		from, is := p.isEnding(lines, furniture)
		if is == noEnding && furniture && isShort(lines) {
			continue // an address between two of them
		}
		if is == noEnding {
			if k < len(all)-3 || furniture {
				break
			}
			continue // what a disclaimer ends with
		}
		if is == scanNote && cut < 0 && !p.linksOnly(all[k+1:]) {
			break
		}
		if all[k].from+from == p.first && k == 0 && from == 0 {
			break // there is nothing else
		}
		cut = all[k].from + from
		furniture = is == newsletterFoot
		if from > 0 {
			break
		}
	}
	if cut < 0 {
		return
	}
	for cut > 0 && p.kinds[cut-1] == own && isAboveEnding(strings.TrimSpace(p.lines[cut-1])) {
		cut--
	}
	for i := cut; i < len(p.lines); i++ {
		if p.kinds[i] == own {
			p.kinds[i] = dropped
		}
	}
}

// isAboveEnding reports whether a line above an ending belongs to it: blank, a rule, a heading, or the name of a virus
// scanner between rules.
func isAboveEnding(t string) bool {
	return t == "" || isRule(t) || isHeading(t) || isLabel(t) && namesScanner([]string{t})
}

// linksOnly reports whether blocks hold no more than web addresses.
func (p *splitter) linksOnly(blocks []block) bool {
	for _, b := range blocks {
		for _, l := range p.lines[b.from:b.to] {
			if l = strings.TrimSpace(l); strings.IndexByte(l, ' ') >= 0 || !strings.Contains(l, "://") && !strings.HasPrefix(l, "www.") {
				return false
			}
		}
	}
	return true
}

// An ending is what the last lines of a mail can be.
type ending int

const (
	noEnding ending = iota
	disclaimer
	scanNote
	newsletterFoot
)

// isEnding returns what the lines of one of the last blocks are, and behind how many lines it begins.
func (p *splitter) isEnding(lines []string, below bool) (from int, is ending) {
	if len(lines) == 0 {
		return 0, noEnding
	}
	t := talkOf(lines)
	if isDisclaimer(t) {
		// words of the writer right above it, without a blank line between
		for from < len(lines)-1 && from < 6 && isDisclaimer(talkOf(lines[from+1:])) && !talkOf(lines[from:from+1]).has(^firstPerson) {
			from++
		}
		return from, disclaimer
	}
	if t.has(virus) && t.words <= 40 {
		site := strings.Contains(lines[len(lines)-1], "www.") || strings.Contains(lines[len(lines)-1], "://")
		if namesScanner(lines) && t.has(aboutMail) ||
			t.has(thisMail) && (isRule(strings.TrimSpace(lines[0])) || t.words <= 12) || site && t.words <= 12 {
			return 0, scanNote
		}
	}
	if len(lines) == 1 && isSecrecy(strings.TrimSpace(lines[0]), t) {
		return 0, scanNote
	}
	if t.has(printing) && t.has(thisMail) && t.words <= 30 && t.hits*8 >= t.words && !t.has(firstPerson) {
		return 0, scanNote
	}
	if t.has(firstPerson) || len(lines) > 14 {
		return 0, noEnding
	}
	score := 2*t.count(leave) + 2*t.count(rights) + t.count(preferences|receiving|thisMail|browser)
	for _, l := range lines {
		if strings.Contains(l, "://") || strings.HasPrefix(strings.TrimSpace(l), "©") {
			score++
			break
		}
	}
	if score >= 4 || score >= 2 && below {
		return 0, newsletterFoot
	}
	return 0, noEnding
}

// isDisclaimer reports whether lines that speak so are a disclaimer: of the mail, and of three things more at least
// that a disclaimer speaks of, one of them secrecy or what is forbidden unless they say "this mail".
func isDisclaimer(t talk) bool {
	if t.words < 12 || t.hits*14 < t.words || !t.has(aboutMail) {
		return false
	}
	if t.has(thisMail) && t.has(confidential) && t.has(forbidden|recipient|mistake|deleting) && !t.has(firstPerson) {
		return true
	}
	others := t.count(confidential | recipient | deleting | mistake | forbidden | sender | virus | attachment)
	if t.has(firstPerson) {
		others--
	}
	return others >= 3 && t.has(thisMail|confidential|forbidden)
}

// scanners are the names of virus scanners, in lower case.
var scanners = [...]string{"avast", "avg", "avira", "norton", "mcafee", "kaspersky", "eset", "bitdefender", "sophos",
	"trend micro", "f-secure", "g data", "dr.web", "panda", "mailscanner", "defender", "clamav", "symantec"}

// namesScanner reports whether lines name a virus scanner.
func namesScanner(lines []string) bool {
	for _, l := range lines {
		l = strings.ToLower(l)
		for _, s := range scanners {
			if strings.Contains(l, s) {
				return true
			}
		}
	}
	return false
}

// isShort reports whether every one of a few lines has few words, as the lines of a postal address have.
func isShort(lines []string) bool {
	if len(lines) == 0 || len(lines) > 6 {
		return false
	}
	for _, l := range lines {
		if strings.Count(strings.TrimSpace(l), " ") > 6 {
			return false
		}
	}
	return true
}

// isHeading reports whether a line is the heading of a disclaimer: a few words, in capitals or with a colon, that speak
// of secrecy or of the mail.
func isHeading(l string) bool {
	t := strings.Trim(strings.TrimSpace(l), "*_#= ")
	if t == "" || utf8.RuneCountInString(t) > 50 || strings.Count(t, " ") > 4 {
		return false
	}
	return (strings.HasSuffix(t, ":") || t == strings.ToUpper(t) && t != strings.ToLower(t)) &&
		talkOf([]string{l}).has(confidential|forbidden|aboutMail|caution)
}
