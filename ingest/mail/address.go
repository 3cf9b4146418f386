package mail

import (
	"slices"
	"strings"

	"recap/ingest/charset"
	"recap/ingest/text"
	"recap/store"
)

// A mailbox is a name and an address of an address field.
type mailbox struct {
	name string // decoded
	addr string // in lower case; "" if there is none
	note string // decoded, what stands in parentheses beside both
}

// mailboxes reads an address field (RFC 5322 section 3.4) as leniently as it takes: unquoted commas and "@" in names,
// raw 8-bit text, quotes that are never closed, Pipermail's "ann at example.com (Ann)".
func mailboxes(value string) []mailbox {
	value = text.Clean(stripEscapes(charset.Decode([]byte(text.Cut(value, maxValue)), "")))
	if strings.Count(value, `"`)%2 == 1 {
		value = strings.ReplaceAll(value, `"`, "")
	}
	var list []mailbox
	start, seen := 0, 0
	whole := false // whether value[start:seen] holds an address
	for _, end := range append(commas(value), len(value)) {
		whole = whole || strings.ContainsAny(value[seen:end], "@<")
		seen = end
		if end < len(value) && !whole {
			continue // "Lee, Ann <a@x>": the comma belongs to the name
		}
		if m := oneMailbox(strings.TrimSpace(value[start:end])); m != (mailbox{}) {
			list = append(list, m)
		}
		start, whole = end+1, false
		if len(list) >= 100 {
			break
		}
	}
	return list
}

// commas returns where commas stand outside quotes, comments and angle brackets.
func commas(s string) []int {
	var at []int
	quoted, depth, angle := false, 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth = max(0, depth-1)
		case depth > 0:
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case c == ',' && !angle:
			at = append(at, i)
		}
	}
	return at
}

// oneMailbox reads one mailbox.
func oneMailbox(s string) mailbox {
	if open := strings.LastIndexByte(s, '<'); open >= 0 {
		addr, _, _ := strings.Cut(s[open+1:], ">")
		if name := phrase(s[:open]); name != "" || strings.ContainsAny(addr, "@ ") {
			m := mailbox{name: name, addr: cleanAddress(addr), note: line(comment(s[:open]))}
			if i := strings.LastIndexByte(m.name, '<'); i > 0 && m.addr != "" && strings.EqualFold(m.name[i:], "<"+m.addr+">") {
				m.name = trimQuotes(strings.TrimSpace(m.name[:i])) // an encoded word held the address, too
			}
			return m
		}
	}
	bare := strings.TrimSpace(stripComments(s))
	if addr := cleanAddress(bare); addr != "" {
		return mailbox{name: phrase(comment(s)), addr: addr}
	}
	// Pipermail, where " at " may be in the list's language
	if w := strings.Fields(bare); len(w) == 3 && len(bare) < len(strings.TrimSpace(s)) && strings.Contains(w[2], ".") {
		return mailbox{name: phrase(comment(s)), addr: strings.ToLower(w[0] + "@" + w[2])}
	}
	name := phrase(s)
	if strings.Contains(name, "@") && strings.Contains(s, "=?") && !strings.Contains(name, "=?") { // encoded words hold the address, too
		return oneMailbox(name)
	}
	return mailbox{name: name}
}

// comment returns what stands in the outermost parentheses of s.
func comment(s string) string {
	open := strings.IndexByte(s, '(')
	if open < 0 {
		return ""
	}
	s = s[open+1:]
	if end := strings.LastIndexByte(s, ')'); end >= 0 {
		s = s[:end]
	}
	return s
}

// phrase returns a display name: unquoted, decoded, without comments unless there is nothing else.
func phrase(s string) string {
	s = strings.TrimSpace(s)
	var out strings.Builder
	depth := 0
	quoted := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\' || s[i+1] == '(' || s[i+1] == ')'):
			i++
			if depth == 0 {
				out.WriteByte(s[i])
			}
		case c == '"':
			quoted = !quoted
		case c == '(' && !quoted:
			depth++
		case c == ')' && !quoted && depth > 0:
			depth--
		case depth == 0:
			out.WriteByte(c)
		}
	}
	name := trimQuotes(line(out.String()))
	if name == "" && strings.HasPrefix(s, "(") {
		return trimQuotes(line(comment(s)))
	}
	return text.Cut(name, 200)
}

// trimQuotes takes off quotes of any kind around a name.
func trimQuotes(name string) string {
	for len(name) >= 2 {
		first, last := name[0], name[len(name)-1]
		if first != last || first != '\'' && first != '"' && first != '`' {
			break
		}
		name = strings.TrimSpace(name[1 : len(name)-1])
	}
	return name
}

// cleanAddress returns an address in lower case, undoing " at "; "" if it is none.
func cleanAddress(s string) string {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(stripComments(s)), "mailto:"))
	if w := strings.Fields(s); len(w) == 3 && w[1] == "at" {
		s = w[0] + "@" + w[2]
	} else if len(w) != 1 {
		return ""
	}
	if at := strings.LastIndexByte(s, '@'); at <= 0 || at == len(s)-1 || len(s) > 320 {
		return ""
	}
	return strings.ToLower(s)
}

// author returns who wrote the mail. Where a list put itself in place of the sender to satisfy DMARC, the fields that
// lists keep the true sender in are asked; where none does, the address stays empty rather than being the list's.
func author(h header, listAddresses []string) store.Author {
	var from mailbox
	if list := mailboxes(h.get("from")); len(list) > 0 {
		from = list[0]
	}
	a := store.Author{Name: from.name, Address: from.addr, Organization: organization(h)}
	real, via, munged := cutVia(from.name)
	if person := behalf(from, listAddresses); person != "" {
		real, via, munged = person, from.addr, true
	}
	a.Name = real
	original := originalSender(h)
	if munged && !isList(from.addr, via, listAddresses) && original.addr == "" {
		return a
	}
	if !munged && (original.addr == "" || !slices.Contains(listAddresses, from.addr)) {
		return a
	}
	a.Address = ""
	if original.addr == "" {
		original = hiddenSender(h, from.addr, real, listAddresses)
	}
	a.Address = original.addr
	if a.Name == "" || !munged {
		a.Name = original.name
	}
	return a
}

// cutVia parts a munged name, "Ann Lee via dev", into the person's and the list's. The word stands in the list's
// language, and who wrote through a tracker has two.
func cutVia(name string) (person, via string, ok bool) {
	person = name
	for cut := true; cut; {
		cut = false
		for _, word := range [...]string{" via ", " Via ", " über ", " par l'intermédiaire de ", " a través de ", " através de "} {
			if i := strings.LastIndex(person, word); i > 0 {
				if !ok {
					via = strings.TrimSpace(person[i+len(word):])
				}
				person, ok, cut = trimQuotes(strings.TrimSpace(person[:i])), true, true
				break
			}
		}
	}
	// "ann.lee--- via dev", of an address that was not to be shown
	if short := strings.TrimRight(person, "-"); ok && len(short)+2 <= len(person) {
		person = short
	}
	return person, via, ok
}

// behalf returns the person in a name that a list put together of its own and the person's: "dev on behalf of Ann Lee",
// or in parentheses behind its own; "" in all other names. In some languages the same words stand between the person
// and the list.
func behalf(from mailbox, listAddresses []string) string {
	if from.addr == "" || !slices.ContainsFunc(listAddresses, func(list string) bool { return speaksFor(from.addr, list) }) {
		return ""
	}
	local, _, _ := strings.Cut(from.addr, "@")
	for _, words := range [...]string{"on behalf of ", "im Auftrag von ", "de la part de ", "en nombre de ",
		"em nome de ", "per conto di ", "namens "} {
		if note := from.note; len(note) > len(words) && strings.EqualFold(note[:len(words)], words) {
			return trimQuotes(strings.TrimSpace(note[len(words):]))
		}
		before, after, ok := strings.Cut(from.name, " "+words)
		if !ok || strings.TrimSpace(before) == "" {
			continue
		}
		if after = trimQuotes(strings.TrimSpace(after)); strings.EqualFold(after, withoutRole(local)) {
			after = trimQuotes(strings.TrimSpace(before))
		}
		return after
	}
	return ""
}

// isList reports whether addr is the address of a list: a known one, or one that the munged name speaks of.
func isList(addr, via string, listAddresses []string) bool {
	if slices.Contains(listAddresses, addr) {
		return true
	}
	local, _, _ := strings.Cut(addr, "@")
	via = strings.ToLower(via)
	return local != "" && (via == local || strings.Contains(via, addr) || strings.HasPrefix(via, local+" ") ||
		strings.HasSuffix(via, " "+local))
}

// originalSender returns the mailbox that a field kept for the purpose names.
func originalSender(h header) mailbox {
	for _, name := range [...]string{"x-original-from", "x-original-sender", "original-from"} {
		if list := mailboxes(h.get(name)); len(list) > 0 && list[0].addr != "" {
			return list[0]
		}
	}
	return mailbox{}
}

// hiddenSender looks for the person in Reply-To and, by name, in Cc, where Mailman puts who may not stand in From.
func hiddenSender(h header, list, person string, listAddresses []string) mailbox {
	for _, m := range mailboxes(h.get("reply-to")) {
		if m.addr != "" && m.addr != list && !slices.Contains(listAddresses, m.addr) {
			return m
		}
	}
	for _, m := range mailboxes(h.get("cc")) {
		if m.addr != "" && m.addr != list && person != "" && strings.EqualFold(m.name, person) {
			return m
		}
	}
	return mailbox{}
}

// organization returns what the Organization field says, in either spelling.
func organization(h header) string {
	value := h.get("organization")
	if value == "" {
		value = h.get("organisation")
	}
	return text.Cut(line(value), 200)
}
