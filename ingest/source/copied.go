package source

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"recap/store"
)

// A Recap is what a recorded recap is known by in a copy that keeps none of its ids: the feed of a list's archive, a
// site's own feed, a bot that announces pages, a bridge between networks.
type Recap struct {
	Page  string    // address of its page; "" if it has none
	Ended time.Time // when its period ended; a post from before, or from long after, is no copy of it
	Title string
	// what else may stand before First: the community's name, the dates, the heading of First, an editor's
	// introduction
	Heads []string
	First string // the first words of the program's own, such as the lines in short
}

// A recapWords is a Recap, cut into words.
type recapWords struct {
	Recap
	heads [][]string // that of the title first
	first []string
}

// newRecapWords cuts a recap into words.
func newRecapWords(r Recap) recapWords {
	w := recapWords{Recap: r, heads: [][]string{wordsIn(r.Title)}, first: wordsIn(r.First)}
	for _, h := range r.Heads {
		w.heads = append(w.heads, wordsIn(h))
	}
	return w
}

// mostHead is how many bytes of a post are compared with how a recap begins.
const mostHead = 4 << 10

// copied reports whether a post is a copy of one of the recaps: the page itself as an entry of a feed, or what begins
// with the recap's own words. An excerpt does not make one, because it is somebody else's, and neither does an answer.
func (k *knownOwn) copied(p *store.Post) bool {
	var words []string
	for i := range k.told {
		r := &k.told[i]
		if p.Published.Before(r.Ended) || p.Published.After(r.Ended.Add(comesBack)) {
			continue
		}
		if p.Form == store.FormArticle && r.Page != "" && addressOf(p.URL) == addressOf(r.Page) {
			return true
		}
		if words == nil {
			words = wordsIn(p.Text[:min(len(p.Text), mostHead)])
		}
		if len(words) > 0 && len(p.InReplyTo) == 0 && r.begins(words, r.linked(p)) {
			return true
		}
	}
	return false
}

// leastCut is how many words of a cut-off line at least show that it is the recap's.
const leastCut = 3

// begins reports whether words begin as the recap does, whatever of its heads stands before its first words. A text that
// is cut off before the end of these, such as a status that announces the page, holds nothing else, and it
// leads to the page or has two of the heads.
func (r *recapWords) begins(words []string, linked bool) bool {
	titled := false
	for n := 0; ; n++ {
		same := common(words, r.first)
		if same == len(r.first) && same > leastCut || same == len(words) && same >= leastCut && (linked || n > 1) {
			return true
		}
		i := slices.IndexFunc(r.heads, func(h []string) bool { return len(h) > 0 && common(words, h) == len(h) })
		if i < 0 {
			break
		}
		words, titled = words[len(r.heads[i]):], titled || i == 0
	}
	return linked && (titled && len(words) == 0 || len(words) >= leastCut && common(words, r.heads[0]) == len(words))
}

// linked reports whether a post leads to the recap's page.
func (r *recapWords) linked(p *store.Post) bool {
	page := addressOf(r.Page)
	return page != "" && (addressOf(p.URL) == page ||
		slices.ContainsFunc(p.Links, func(l string) bool { return addressOf(l) == page }) || strings.Contains(p.Text, page))
}

// common returns how many words two texts have in common at the beginning. The last one of x may be cut off.
func common(x, y []string) int {
	for i := range x {
		if i == len(y) || x[i] != y[i] && !(i == len(x)-1 && strings.HasPrefix(y[i], x[i])) {
			return i
		}
	}
	return len(x)
}

// wordsIn returns the words of a text in lower case, without punctuation, tags and addresses.
func wordsIn(s string) []string {
	var words []string
	for field := range strings.FieldsSeq(s) {
		if strings.Contains(field, "://") || strings.HasPrefix(field, "#") || strings.HasPrefix(field, "www.") {
			continue
		}
		words = append(words, strings.FieldsFunc(strings.ToLower(field), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	}
	return words
}

// addressOf returns an address by which two pages can be compared: without scheme, "www.", query and the slash at the
// end.
func addressOf(address string) string {
	_, address, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	return strings.TrimSuffix(strings.TrimPrefix(address, "www."), "/")
}
