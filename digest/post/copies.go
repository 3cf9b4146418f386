package post

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An article comes from its blog and from each planet that shows it, there often cut, and under the name of the feed
// where the planet leaves its writer out. The same page under the same title, with words that stand in the other's, is
// one article; what people wrote of a page that they both link to is not.

// wordsInCommon is how many of ten words of the shorter copy stand in the longer one.
const wordsInCommon = 9

// Copies returns the articles of posts that are worse copies of another of them: with fewer words or, where these are
// about as many, with less of a name.
func Copies(posts []*Post) map[*Post]bool {
	worse := map[*Post]bool{}
	byPage := map[string][]*Post{}
	for _, p := range posts {
		page := pageOf(p)
		if page == "" {
			continue
		}
		for i, q := range byPage[page] {
			if !sameArticle(p, q) {
				continue
			}
			if compareCredit(p, q) < 0 {
				byPage[page][i], p, q = p, q, p
			}
			worse[p] = true
			break
		}
		if !worse[p] {
			byPage[page] = append(byPage[page], p)
		}
	}
	return worse
}

// IsCopy reports whether p is an article of which another copy is among posts.
func IsCopy(p *Post, posts []*Post) bool {
	page := pageOf(p)
	return page != "" && slices.ContainsFunc(posts, func(q *Post) bool { return pageOf(q) == page && sameArticle(p, q) })
}

// pageOf returns what two copies of an article share: its page and its title. It is "" for what is no article with
// both.
func pageOf(p *Post) string {
	page := CanonicalURL(p.URL)
	if !p.IsArticle() || page == "" || p.Title == "" {
		return ""
	}
	if u, err := url.Parse(p.URL); err == nil && u.Fragment != "" {
		page += "#" + u.Fragment
	}
	return page + "\n" + strings.Join(plainWords(p.Title), " ")
}

// sameArticle reports whether two articles of one page and title, from different feeds, have their words in common.
func sameArticle(p, q *Post) bool {
	if p.Scope == q.Scope {
		return false
	}
	x, y := plainWords(p.Text), plainWords(q.Text)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) > 0 && strings.HasPrefix(strings.Join(y, ""), strings.Join(x, "")) { // also where no spaces part the words
		return true
	}
	count := map[string]int{}
	for _, w := range y {
		count[w]++
	}
	common := 0
	for _, w := range x {
		if count[w] > 0 {
			count[w]--
			common++
		}
	}
	return common > 0 && common*10 >= len(x)*wordsInCommon
}

// compareCredit orders copies of an article from the best to the worst.
func compareCredit(p, q *Post) int {
	x, y := len(p.Text), len(q.Text)
	if 10*min(x, y) >= wordsInCommon*max(x, y) {
		x, y = 0, 0 // one has a line more at its end
	}
	return cmp.Or(namelessness(p)-namelessness(q), y-x, sign(p)-sign(q))
}

// namelessness is 1 for an article of nobody, else 0.
func namelessness(p *Post) int {
	if p.Who == "" {
		return 1
	}
	return 0
}

// sign says how much of a sign of a person the name of an article has, from 0 for most: an account or an address; a
// name; what reads as the title of a feed, "Ida writes".
func sign(p *Post) int {
	a := &p.Author
	words := strings.Fields(p.Who)
	switch {
	case a.Address != "" || a.Handle != "" || a.URL != "":
		return 0
	case len(words) > 1 && capital(words[0]) && !capital(words[len(words)-1]):
		return 2
	}
	return 1
}

// capital reports whether a word begins with a letter that is no small one.
func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) && !unicode.IsLower(r)
}

// plainWords returns the words of a text in lower case, without signs.
func plainWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
