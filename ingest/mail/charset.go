package mail

import (
	"strings"
	"unicode/utf8"

	"recap/ingest/text"
)

// isClean tells the bytes that are a character by themselves and may stand in a text.
var isClean = func() (t [256]bool) {
	for c := ' '; c < 0x7f; c++ {
		t[c] = true
	}
	t['\n'], t['\t'] = true, true
	return t
}()

// areVisible reports whether all of 8 bytes are from 0x20 to 0x7e, at once: a byte with its high bit set, one that
// adding 1 gives it, and one that borrows when 0x20 is taken off it are none.
func areVisible(s string) bool {
	_ = s[7]
	v := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	return (v|(v+0x0101010101010101)|(v-0x2020202020202020))&0x8080808080808080 == 0
}

// clean returns s as text.Clean does, and without its cost where nothing has to change, as in nearly all mail.
func clean(s string) string {
	for i := 0; i < len(s); {
		for i+8 <= len(s) && areVisible(s[i:i+8]) {
			i += 8
		}
		if i == len(s) {
			break
		}
		c := s[i]
		if isClean[c] {
			i++
			continue
		}
		if c == '\r' && i+1 < len(s) && s[i+1] == '\n' {
			i += 2
			continue
		}
		if c < utf8.RuneSelf {
			return text.Clean(s)
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if n == 1 || r < 0xa0 || r == 0xad || r >= 0x600 && (r < 0x2010 || r > 0x2027 && r < 0x2030 || r > 0x205f && r < 0x20a0 || r > 0xd7ff) {
			return text.Clean(s)
		}
		i += n
	}
	if strings.IndexByte(s, '\r') >= 0 {
		return strings.ReplaceAll(s, "\r\n", "\n")
	}
	return s
}
