package mail

import (
	"slices"
	"strings"

	"recap/ingest/charset"
	"recap/ingest/text"
)

// maxParents is how many ancestors of a mail are kept: the first, which names the thread, and the nearest.
const maxParents = 100

// maxID bounds the length of a Message-ID in bytes.
const maxID = 998

// messageID returns the id in a Message-ID field without angle brackets, comments and white space; "" if there is none.
func messageID(value string) string {
	value = plainIDs(value)
	if open := strings.IndexByte(value, '<'); open >= 0 {
		if id, _, ok := strings.Cut(value[open+1:], ">"); ok {
			return cleanID(id)
		}
	}
	words := strings.Fields(stripComments(value))
	for _, w := range words {
		if strings.Contains(w, "@") {
			return cleanID(strings.Trim(w, "<>"))
		}
	}
	return cleanID(strings.Trim(strings.Join(words, ""), "<>"))
}

// cleanID makes an id safe to store: UTF-8, no white space, no control characters, bounded.
func cleanID(id string) string {
	if len(id) <= maxID && isPlain(id) {
		return id
	}
	id = text.Clean(charset.Decode([]byte(id), ""))
	if strings.ContainsAny(id, " \t\n") {
		// a fold leaves blanks behind; in a quoted local part they belong to the id
		glue := ""
		if strings.Contains(id, `"`) {
			glue = " "
		}
		id = strings.Join(strings.Fields(id), glue)
	}
	return text.Cut(id, maxID)
}

// isPlain reports whether s has nothing but visible ASCII characters.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// parents returns the ancestors that References and In-Reply-To name, nearest last, without self. Only what stands in
// angle brackets with an "@" is an id; In-Reply-To may hold prose, too (RFC 822 section 4.6.2), and then the address of
// whom it names is none.
func parents(h header, self string) []string {
	var ids []string
	seen := make(map[string]bool)
	add := func(id string) {
		if id = cleanID(id); id != "" && id != self && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for _, value := range h.all("references") {
		value = plainIDs(value)
		for _, id := range bracketed(value) {
			add(id)
		}
	}
	for _, value := range h.all("in-reply-to") {
		value = plainIDs(value)
		found := bracketed(value)
		switch {
		case len(found) == 0:
			// Pipermail keeps ids that came without brackets
			if w := strings.Fields(value); len(w) == 1 && strings.Contains(w[0], "@") {
				add(strings.Trim(w[0], "<>"))
			}
		case len(found) == 1 && value == "<"+found[0]+">":
			// a single id is the parent for certain, while some programs write References with the nearest first
			if id := cleanID(found[0]); id != self {
				ids = slices.DeleteFunc(ids, func(other string) bool { return other == id })
				delete(seen, id)
				add(id)
			}
		case strings.HasPrefix(value, "<"):
			for _, id := range found {
				add(id)
			}
		default:
			if id := found[len(found)-1]; !isSender(value, id) {
				add(id)
			}
		}
	}
	if len(ids) > maxParents {
		ids = slices.Concat(ids[:1], ids[len(ids)-maxParents+1:])
	}
	return ids
}

// plainIDs returns the value of a field of ids without the encoded words that some programs put them into, against RFC
// 2047.
func plainIDs(value string) string {
	if !strings.Contains(value, "=?") {
		return value
	}
	return strings.TrimSpace(decodeWords(value))
}

// isSender reports whether what stands in brackets in the prose of an In-Reply-To is the address of who wrote the
// parent, as in "Message from Ann <ann@example.org> of Monday", and not its id, as in "message-id <1@example.org> of
// Monday".
func isSender(value, bracketed string) bool {
	before, after, _ := strings.Cut(value, "<"+bracketed+">")
	return strings.HasPrefix(strings.TrimSpace(after), "of ") &&
		!strings.HasSuffix(strings.ToLower(strings.TrimRight(before, " \t:")), "message-id")
}

// bracketed returns what stands in angle brackets in value and holds an "@".
func bracketed(value string) []string {
	var ids []string
	for {
		_, rest, ok := strings.Cut(value, "<")
		if !ok {
			return ids
		}
		id, after, ok := strings.Cut(rest, ">")
		if !ok {
			return ids
		}
		// "<<a@b>": the innermost bracket counts
		if i := strings.LastIndexByte(id, '<'); i >= 0 {
			id = id[i+1:]
		}
		if strings.Contains(id, "@") {
			ids = append(ids, id)
		}
		value = after
	}
}
