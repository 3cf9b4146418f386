package text

// Pairs is the set of the pairs of bytes that stand side by side in a text, as hashes. It tells of nearly all words
// that they are not in the text without looking for them, which is of use where many are looked for in a short text.
type Pairs [16]uint64

// PairsOf returns the pairs of s.
func PairsOf(s string) (set Pairs) {
	for i := 1; i < len(s); i++ {
		h := pairHash(s[i-1], s[i])
		set[h>>6] |= 1 << (h & 63)
	}
	return set
}

// MayHold reports whether word can stand in the text. It can say so of words that do not.
func (p *Pairs) MayHold(word string) bool {
	if len(word) < 2 {
		return true
	}
	for _, i := range [...]int{1, max(len(word)/2, 1), len(word) - 1} {
		if h := pairHash(word[i-1], word[i]); p[h>>6]&(1<<(h&63)) == 0 {
			return false
		}
	}
	return true
}

func pairHash(a, b byte) uint { return (uint(a)*37 ^ uint(b)*11) & 1023 }
