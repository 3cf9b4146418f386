package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// SuffixedKey returns the key of a post whose own key is another's: followed by "#" and a hash of who wrote it and
// what. n is 0, or how many such keys are others' already: whoever writes a mail can give it any key, this one, too.
func SuffixedKey(base string, p *Post, n int) string {
	h := sha256.New()
	if n > 0 {
		fmt.Fprintf(h, "%d:", n)
	}
	h.Write([]byte(p.Author.Voice()))
	for _, w := range FoldedWords(cmp.Or(p.Text, p.Title)) {
		h.Write([]byte{0})
		h.Write([]byte(w))
	}
	return base + "#" + hex.EncodeToString(h.Sum(nil)[:4])
}

// CutSuffix parts what SuffixedKey added from a key.
func CutSuffix(key string) (base, suffix string, ok bool) {
	i := strings.LastIndexByte(key, '#')
	if i < 0 || len(key)-i != 9 || strings.Trim(key[i+1:], "0123456789abcdef") != "" {
		return key, "", false
	}
	return key[:i], key[i+1:], true
}

// Fit returns how well a mail that came with a key fits what answers to that key say of it: for each, whether it has the
// subject of the mail, whether it refers to what the mail refers to, and whether it quotes words of it.
func Fit(p *Post, answers []Post) int {
	fit := 0
	for i := range answers {
		a := &answers[i]
		if SameSubject(p.Title, a.Title) {
			fit++
		}
		if slices.ContainsFunc(p.InReplyTo, func(key string) bool { return key != RefsDivider && slices.Contains(a.InReplyTo, key) }) {
			fit++
		}
		if quotes(a, p) {
			fit++
		}
	}
	return fit
}

// quotes reports whether half of the words that an answer quotes, or more, are words of this post.
func quotes(answer, p *Post) bool {
	quoted := FoldedWords(answer.Quoted)
	if len(quoted) == 0 {
		return false
	}
	own := map[string]bool{}
	for _, w := range FoldedWords(p.Text) {
		own[w] = true
	}
	common := 0
	for _, w := range quoted {
		if own[w] {
			common++
		}
	}
	return common*2 >= len(quoted)
}

// SameSubject reports whether two subjects differ only in what stands before them: marks of replies ("Re:", "AW:") and
// tags in brackets. Two that are nothing else are not the same.
func SameSubject(a, b string) bool {
	a, b = bareSubject(a), bareSubject(b)
	return a != "" && strings.EqualFold(a, b)
}

// bareSubject returns a subject without up to ten marks of replies and tags in brackets before it.
func bareSubject(s string) string {
	for range 10 {
		s = strings.TrimSpace(s)
		n := mark(s)
		if n == 0 {
			break
		}
		s = s[n:]
	}
	return strings.Join(strings.Fields(s), " ")
}

// mark returns the length of the tag in brackets, or the short word with a colon, with which a subject begins; 0 for
// none.
func mark(s string) int {
	const longest = 12 // bytes, as of "Re[2]" or of a word in another script
	if strings.HasPrefix(s, "[") {
		return strings.IndexByte(s, ']') + 1
	}
	end := strings.IndexAny(s, ":： ")
	if end < 0 || end > longest || s[end] == ' ' {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[end:])
	return end + size
}
