package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// SuffixedKey returns the key of a post whose own key is another's: followed by "#" and a hash of who wrote it and
// what.
func SuffixedKey(base string, p *Post) string {
	h := sha256.New()
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
