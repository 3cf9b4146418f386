package mail

import (
	"slices"
	"strings"
	"unicode"
)

// footers are how the lines that list software appends begin, in lower case.
var footers = [...]string{
	"you received this message because you are subscribed", "you are receiving this because", "to unsubscribe from this",
	"to unsubscribe, ", "to unsubscribe send", "to unsubscribe from the list", "to unsubscribe:",
	"unsubscribe from this list", "this sf.net email is", "this sourceforge.net email", "to post to this group",
	"to stop receiving emails from it", "to view this discussion on the web", "for more options, visit",
	"yahoo! groups sponsor", "your use of yahoo! groups is subject", "reply to this email directly or view it on",
	"reply to this email directly, view it on", "more majordomo info at", "please read the faq at http",
	"archives: http", "get office for", "groups.io links:", "to change your subscription", "subscription settings:",
	"view this message in context", "[visit topic](", "visit topic or reply to this email",
	"to view this discussion visit", "yahoo! groups links",
}

// isFooter reports whether a footer of list software begins with this line.
func isFooter(t string) bool {
	if len(t) < 10 {
		return false
	}
	switch t[0] | 0x20 {
	case 'y', 't', 'u', 'f', 'r', 'm', 'p', 'a', 'g', 's', 'v', '[' | 0x20:
	default:
		return false
	}
	for _, f := range footers {
		if t[1]|0x20 == f[1] && len(t) >= len(f) && strings.EqualFold(t[:len(f)], f) {
			return true
		}
	}
	return false
}

// speaksOfList reports whether a line under a rule belongs to a footer.
func speaksOfList(t string) bool {
	t = strings.ToLower(t)
	return strings.Contains(t, "mailing list") || strings.Contains(t, "listinfo") ||
		strings.Contains(t, "unsubscribe") || strings.Contains(t, "/mailman/") || strings.Contains(t, "mailing-list") ||
		strings.Contains(t, "lists.") && strings.Contains(t, "@") || strings.Contains(t, "sponsored by") ||
		strings.Contains(t, "/lists/") || strings.Contains(t, "maillist")
}

// footer sorts the footer that begins at line i. It returns i if none does.
func (p *splitter) footer(i int, t string) int {
	if strings.HasPrefix(t, "-----") && strings.Contains(t, "Yahoo! Groups Sponsor") {
		for end := i + 1; end < len(p.lines) && end < i+12; end++ {
			if strings.HasSuffix(strings.TrimSpace(p.lines[end]), "~->") {
				return p.footerEnd(p.mark(i, end+1, dropped))
			}
		}
	}
	if !isFooter(t) {
		return i
	}
	if i > 0 && p.kinds[i-1] == own && strings.TrimSpace(p.lines[i-1]) == "-" {
		p.kinds[i-1] = dropped // Majordomo draws its rule with one stroke
	}
	return p.footerEnd(i)
}

// footerWithin reports whether one of the next n lines from i on speaks of a list.
func (p *splitter) footerWithin(i, n int) bool {
	for end := min(i+n, len(p.lines)); i < end; i++ {
		if speaksOfList(p.lines[i]) {
			return true
		}
	}
	return false
}

// footerEnd drops the footer from line i on and returns where it ends: at a quote, or at a blank line after which
// nothing more of it comes.
func (p *splitter) footerEnd(i int) int {
	for i < len(p.lines) && p.kinds[i] == own {
		t := strings.TrimSpace(p.lines[i])
		if t == "" {
			next := p.skipBlank(i)
			if next >= len(p.lines) || p.kinds[next] != own {
				break
			}
			if l := strings.TrimSpace(p.lines[next]); !isFooter(l) && !speaksOfList(l) && !strings.HasPrefix(l, "http") &&
				!strings.HasPrefix(l, "<*>") && !isRule(l) {
				break
			}
			p.mark(i, next, dropped)
			i = next
			continue
		}
		p.kinds[i] = dropped
		i++
	}
	return i
}

// footLines is how many lines a footer below the mark of a signature has at most.
const footLines = 30

// footEnd drops the footer that begins at line i below the mark of a signature, with all its paragraphs: nothing of the
// writer comes after it but what stands between quotes.
func (p *splitter) footEnd(i int) {
	for end := min(len(p.lines), i+footLines); i < end && p.kinds[i] == own; i++ {
		if t := strings.TrimSpace(p.lines[i]); t != "" && (isOriginal(t) || p.headerAt(i) > 0 || p.attributed(i)) {
			return
		}
		p.kinds[i] = dropped
	}
}

// isRule reports whether a line is drawn of dashes, underscores, equal signs or a mixture.
func isRule(t string) bool {
	if len(t) < 3 {
		return false
	}
	for i := 0; i < len(t); i++ {
		switch t[i] {
		case '-', '_', '=', ' ', '*', '~':
		default:
			return false
		}
	}
	return true
}

// scrubbed sorts the note that an archive leaves in place of an attachment: "An HTML attachment was scrubbed..." and
// the fields below it.
func (p *splitter) scrubbed(i int, t string) int {
	if !(strings.Contains(t, "...") && strings.Contains(t, "scrubbed...")) && !strings.HasPrefix(t, "[Attachment") &&
		!strings.HasPrefix(t, "<<attachment") {
		return i
	}
	if strings.HasPrefix(t, "Skipped content of type ") {
		return p.mark(i, i+1, dropped)
	}
	end := i + 1
	for n := 0; end < len(p.lines) && n < 8; end, n = end+1, n+1 {
		l := strings.ToLower(strings.TrimSpace(p.lines[end]))
		key, _, ok := strings.Cut(l, ":")
		switch strings.TrimSpace(key) {
		case "name", "type", "size", "desc", "url", "from", "subject", "date":
		default:
			ok = false
		}
		if !ok && !strings.HasPrefix(l, "<http") {
			break
		}
	}
	return p.mark(i, end, dropped)
}

// footerLines is how many lines the footer of a list has at most, its rule among them.
const footerLines = 16

// leaving are words by which a footer tells how to leave a list or where it is managed, in lower case.
var leaving = [...]string{
	"unsubscribe", "listinfo", "/mailman", "signoff", "/sympa/", "sympa@", "majordomo@", "listserv@", "-leave@",
	"/wa.exe", "désabonner", "désinscri", "desinscri", "abbestellen", "abzumelden", "abmelden", "austragen",
	"darse de baja",
	"cancelar", "disiscri", "cancellarsi", "afmelden", "uitschrijven", "avregistrera", "avprenumerera", "afmelde",
	"wypisać", "rezygnacja", "отписаться", "отписка", "購読解除", "退会", "退订",
}

// trailing drops the footer at the very end that some list draws a rule above, whatever it says: one of its few lines
// tells how to leave the list.
func (p *splitter) trailing() {
	last := len(p.lines) - 1
	for last >= 0 && (p.kinds[last] == dropped || strings.TrimSpace(p.lines[last]) == "" || isFence(strings.TrimSpace(p.lines[last]))) {
		last--
	}
	for i := last; i >= 0 && i > last-footerLines && p.kinds[i] == own; i-- {
		t := strings.TrimSpace(p.lines[i])
		if !isFence(t) {
			continue
		}
		// a stroke under a line makes that a heading
		if (i == 0 || t[0] == '_' || p.kinds[i-1] != own || strings.TrimSpace(p.lines[i-1]) == "") &&
			slices.ContainsFunc(p.lines[i+1:last+1], speaksOfLeaving) {
			p.mark(i, len(p.lines), dropped)
		}
		return
	}
}

// speaksOfLeaving reports whether a line tells how to leave a list.
func speaksOfLeaving(l string) bool {
	t := strings.TrimSpace(l)
	t = strings.ToLower(t[:min(len(t), 300)])
	for _, l := range leaving {
		if strings.Contains(t, l) {
			return true
		}
	}
	return false
}

// isFence reports whether a line is drawn to part a footer from the rest: a rule of ten strokes or more, also of "#"
// and "^".
func isFence(t string) bool {
	return len(t) >= 10 && strings.Trim(t, "-_=*~#^+") == ""
}

// closing looks at the last own lines: "Sent from my phone" and a signature without a mark, which is a name above an
// address, a number or a link.
func (p *splitter) closing() {
	for i, l := range p.lines {
		if p.kinds[i] != own || len(l) < 9 || len(l) > 200 {
			continue
		}
		if next := p.skipBlank(i + 1); next < len(p.lines) && p.kinds[next] == own {
			continue // something follows
		}
		if (i == 0 || p.kinds[i-1] != own || i == 1 || isRule(strings.TrimSpace(p.lines[i-1])) ||
			strings.TrimSpace(p.lines[i-1]) == "" || strings.TrimSpace(p.lines[i-2]) == "") && isSentFrom(l) {
			p.kinds[i] = signature
		}
	}
	last := len(p.lines) - 1
	for last >= 0 && (p.kinds[last] != own || strings.TrimSpace(p.lines[last]) == "") {
		last--
	}
	first := last
	for first > 0 && p.kinds[first-1] == own && strings.TrimSpace(p.lines[first-1]) != "" && last-first < 8 {
		first--
	}
	if first <= 0 || last-first < 1 || last-first > 6 || !p.ownAbove(first) || !isName(p.lines[first]) {
		return
	}
	contact := false
	for _, l := range p.lines[first+1 : last+1] {
		if len(l) > 70 {
			return
		}
		contact = contact || isContact(l)
	}
	if contact {
		p.mark(first, last+1, signature)
	}
}

// ownAbove reports whether own words stand above line i.
func (p *splitter) ownAbove(i int) bool {
	for i--; i >= 0; i-- {
		if p.kinds[i] == own && strings.TrimSpace(p.lines[i]) != "" {
			return true
		}
	}
	return false
}

// isName reports whether a line can be a person's name: two to five words that begin with capitals.
func isName(l string) bool {
	words := strings.Fields(l)
	if len(words) < 2 || len(words) > 5 || len(l) > 50 {
		return false
	}
	for _, w := range words {
		r := []rune(w)
		if !unicode.IsUpper(r[0]) || strings.ContainsAny(w, ":;!?@/") {
			return false
		}
	}
	return true
}

// isContact reports whether a line tells how to reach its writer.
func isContact(l string) bool {
	t := strings.ToLower(strings.TrimSpace(l))
	switch {
	case t == "via mobile", strings.HasPrefix(t, "www."), strings.HasPrefix(t, "http://"), strings.HasPrefix(t, "https://"):
		return true
	case strings.Contains(t, "@") && len(strings.Fields(t)) <= 4:
		return true
	}
	digits := 0
	for _, r := range t {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case unicode.IsLetter(r) && digits > 0:
			return false
		}
	}
	return digits >= 7
}
