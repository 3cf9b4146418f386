package digest

import (
	"strings"
	"unicode/utf8"
)

// safeName turns a name into a part of a file name and URL: lower-case letters and digits, words joined by hyphens.
func safeName(s string) string {
	var out strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if dash && out.Len() > 0 {
				out.WriteByte('-')
			}
			dash = false
			out.WriteRune(r)
		case r >= 0x80 && utf8.ValidRune(r):
			if f, ok := folds[r]; ok {
				out.WriteString(f)
				dash = false
			} else {
				dash = true
			}
		default:
			dash = true
		}
	}
	if out.Len() == 0 {
		return "recap"
	}
	return out.String()
}

var folds = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'é': "e", 'è': "e", 'ê': "e", 'á': "a", 'à': "a", 'â': "a", 'å': "a", 'í': "i", 'ó': "o", 'ô': "o", 'ø': "o", 'ú': "u", 'ñ': "n", 'ç': "c", 'š': "s", 'ž': "z", 'č': "c", 'ł': "l"}
