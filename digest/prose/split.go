package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/language"
)

// Sentences cuts a text into sentences, without leaving anything out of it but white space.
func Sentences(text string, l *language.Language) []string {
	return split(strings.Join(strings.Fields(text), " "), l)
}

// split cuts one paragraph into sentences: behind [.!?…] and closing marks, before a capital, a digit or an opening
// mark, or before a small letter behind a real word, for people who write without capitals. Versions, initials and
// abbreviations end none; a face does.
func split(p string, l *language.Language) []string {
	var out []string
	start := 0
	for i := 0; i < len(p); {
		r, size := utf8.DecodeRuneInString(p[i:])
		if !strings.ContainsRune(".!?…。！？؟:;", r) {
			i += size
			continue
		}
		end, face := i+size, false
		switch {
		case r == '。' || r == '！' || r == '？':
			end = closing(p, end)
			out = appendSentence(out, p[start:end])
			start, i = end, end
			continue
		case r == ':' || r == ';':
			n := faceLength(p[i:])
			if n == 0 || i+n < len(p) && p[i+n] != ' ' {
				i += size
				continue
			}
			end, face = i+n, true
		default:
			for end < len(p) {
				r2, n := utf8.DecodeRuneInString(p[end:])
				if !strings.ContainsRune(".!?…", r2) {
					break
				}
				end += n
			}
			end = closing(p, end)
			if n := faceLength(strings.TrimLeft(p[end:], " ")); n > 0 {
				k := end + len(p[end:]) - len(strings.TrimLeft(p[end:], " ")) + n
				if k == len(p) || p[k] == ' ' {
					end = k
				}
			}
		}
		if end >= len(p) {
			break
		}
		if p[end] != ' ' {
			i = end
			continue
		}
		if ends(p[start:i], p[i:end], strings.TrimLeft(p[end:], " "), face, l) {
			out = appendSentence(out, p[start:end])
			start = end
		}
		i = end
	}
	return appendSentence(out, p[start:])
}

func appendSentence(out []string, s string) []string {
	if s = strings.TrimSpace(s); s != "" {
		out = append(out, s)
	}
	return out
}

// closing returns the end of the closing marks at i.
func closing(p string, i int) int {
	for i < len(p) {
		r, n := utf8.DecodeRuneInString(p[i:])
		if !strings.ContainsRune("\"')]”’*_»」』", r) {
			break
		}
		i += n
	}
	return i
}

// faceLength returns the length of the face that s begins with, 0 if there is none.
func faceLength(s string) int {
	if len(s) < 2 || s[0] != ':' && s[0] != ';' {
		return 0
	}
	n := 1
	if s[1] == '-' {
		n = 2
	}
	if n < len(s) && strings.IndexByte(")(DP", s[n]) >= 0 {
		return n + 1
	}
	return 0
}

// ends reports whether a sentence ends between head and mark on one side and tail on the other.
func ends(head, mark, tail string, face bool, l *language.Language) bool {
	last := strings.ToLower(head[strings.LastIndexAny(head, " (")+1:])
	if mark[0] == '.' && !strings.HasPrefix(mark, "..") {
		bare := strings.TrimRight(last, ".")
		r, n := utf8.DecodeRuneInString(bare)
		if l.Abbreviations[bare] || n == len(bare) && n > 0 && unicode.IsLetter(r) && bare != "i" {
			return false
		}
		if ofOrder(head, bare, tail, l) {
			return false
		}
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(tail, "\"'“„‘([*_<"))
	if unicode.IsUpper(next) || unicode.IsDigit(next) || next >= 0x2E80 || unicode.IsLetter(next) && !unicode.IsLower(next) || strings.ContainsAny(tail[:1], "\"([") || strings.HasPrefix(tail, "“") {
		return true
	}
	switch {
	case !unicode.IsLower(next), face, strings.HasPrefix(mark, ".."), strings.HasPrefix(mark, "…"), len(head) < 9:
		return false
	case mark[0] != '.' && strings.Count(head, "(") > strings.Count(head, ")"):
		return false
	}
	if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(head, " \"'(*_")); unicode.IsUpper(first) { // who writes capitals begins no sentence without one
		return false
	}
	return len(last) >= 2 && !strings.ContainsFunc(last, func(r rune) bool { return !unicode.IsLower(r) && r != '\'' && r != '’' && r != ')' && r != ']' })
}

// ofOrder reports whether a full stop behind a number makes it one of order, in languages that write those so: "am 3.
// Mai", "der 2. Patch".
func ofOrder(head, number, tail string, l *language.Language) bool {
	if l.NoEnd == nil || number == "" || len(number) > 2 || strings.Trim(number, "0123456789") != "" {
		return false
	}
	bare := func(w string) string { return strings.ToLower(strings.Trim(w, ".,;:!?()\"'“”„«»")) }
	behind, _, _ := strings.Cut(tail, " ")
	before := strings.Fields(strings.TrimRight(head, ".0123456789"))
	return tail[0] >= '0' && tail[0] <= '9' || l.NoEnd[bare(behind)] || len(before) > 0 && l.AskOrder[bare(before[len(before)-1])]
}
