package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// StatusLinks returns the web addresses in a status as X finds them, as they stand there, in order and each once. The
// rules are those of twitter-text (https://github.com/twitter/twitter-text, the extraction of URLs): also an address
// without its scheme is one if it ends in a known top-level domain, and has a path or is more than a name below a
// country; a path is made of Latin, Cyrillic and digits. Links is for all other text.
func StatusLinks(s string) []string {
	var links []string
	seen := make(map[string]bool)
	prev := rune(-1)
	for i := 0; i < len(s) && len(links) < maxLinks; {
		if mayPrecede(prev) {
			if end, found := addressAt(s, i, prev); end > i {
				for _, l := range found {
					if !seen[l] && len(l) <= maxURL && Clean(l) == l {
						seen[l] = true
						links = append(links, l)
					}
				}
				i = end // what follows at once is no beginning of another
				if i == len(s) {
					break
				}
			}
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		prev = r
		i += n
	}
	return links
}

// mayPrecede reports whether an address may follow r; -1 is the beginning of the text.
func mayPrecede(r rune) bool {
	return !isASCIIAlnum(r) && !strings.ContainsRune("@＠$#＃\ufffe\ufeff\uffff", r)
}

func isASCIIAlnum(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

var (
	urlScheme = regexp.MustCompile(`^(?i:https?://)`)
	urlPort   = regexp.MustCompile(`^:[0-9]+`)
	shortLink = regexp.MustCompile(`^(?i:https?://t\.co/)[A-Za-z0-9]+`)
)

// addressAt looks for an address that begins at s[i:], after prev. It returns where what it looked at ends, i if there
// is none, and the addresses in it: without a scheme there may be several, with other scripts between them.
func addressAt(s string, i int, prev rune) (end int, found []string) {
	scheme := len(urlScheme.FindString(s[i:]))
	begin := i + scheme
	end = domainEnd(s, begin)
	if end == begin {
		return i, nil
	}
	domain := s[begin:end]
	end += len(urlPort.FindString(s[end:]))
	path := pathEnd(s, end)
	bare := path == end // no path
	end = queryEnd(s, path)
	switch {
	case scheme == 0 && strings.ContainsRune("-_./", prev):
		return end, nil
	case scheme == 0:
		return end, bareAddresses(domain, s[begin+len(domain):end], bare)
	}
	if short := shortLink.FindString(s[i:end]); short != "" {
		if n := queryEnd(s, i+len(short)); n <= end {
			end = n
		}
	}
	return end, []string{s[i:end]}
}

// maxDomain is how many bytes of a domain are looked at.
const maxDomain = 512

// isDomainRune reports whether r may stand in a label of a domain as anything but a hyphen.
func isDomainRune(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIIAlnum(r)
	}
	return !unicode.IsSpace(r) && !invisible(r) && r != utf8.RuneError && !unicode.Is(unicode.Zs, r)
}

// domainEnd returns where the longest domain that begins at s[i:] ends, i if there is none: labels, of which only those
// before the last two may hold "_", and a top-level domain that no letter, digit or "@" follows.
func domainEnd(s string, i int) int {
	end := i
	label := i // where the present label begins
	ok := true // no label so far begins or ends with "-" or "_"
	var last rune
	for j := i; j < len(s) && j-i < maxDomain; {
		r, n := utf8.DecodeRuneInString(s[j:])
		switch {
		case r == '.':
			if ok = ok && j > label && isDomainRune(last); !ok {
				return end
			}
			if name := s[label:j]; !strings.Contains(name, "_") {
				if tld := topLevelEnd(s, j+1); tld > j+1 {
					end = tld
				}
			}
			label = j + 1
		case r == '-' || r == '_':
			if ok = j > label; !ok {
				return end
			}
		case !isDomainRune(r):
			return end
		}
		last = r
		j += n
	}
	return end
}

// topLevelEnd returns where the top-level domain at the beginning of s[i:] ends, i if there is none.
func topLevelEnd(s string, i int) int {
	end := i
	ascii := i < len(s) && s[i] < utf8.RuneSelf
	puny := len(s)-i > 4 && strings.EqualFold(s[i:i+4], "xn--")
	var ends []int // of all that may be one
	for end < len(s) && end-i < 64 {
		r, n := utf8.DecodeRuneInString(s[end:])
		if ascii && !isASCIIAlnum(r) && !(puny && r == '-') || !ascii && (r < utf8.RuneSelf || !isDomainRune(r)) {
			break
		}
		end += n
		if !ascii {
			ends = append(ends, end)
		}
	}
	if ascii {
		ends = append(ends, end)
	}
	for k := len(ends) - 1; k >= 0; k-- {
		next, _ := utf8.DecodeRuneInString(s[ends[k]:])
		if isTopLevel(s[i:ends[k]]) && (ends[k] == len(s) || !isASCIIAlnum(next) && next != '@') {
			return ends[k]
		}
	}
	return i
}

// isTopLevel reports whether there is a top-level domain of that name, from the list of public suffixes
// (https://publicsuffix.org).
func isTopLevel(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "xn--") {
		return len(name) > 4
	}
	a, err := idna.ToASCII(name)
	if err != nil || len(a) < 2 {
		return false
	}
	suffix, known := publicsuffix.PublicSuffix(a)
	return known && suffix == a
}

// pathEnd returns where the path that begins at s[i:] ends, i if there is none. It ends with a letter, a digit, one of
// "+-=_#/" or a closed pair of brackets.
func pathEnd(s string, i int) int {
	if !strings.HasPrefix(s[i:], "/") {
		return i
	}
	end := i + 1
	for j := end; j < len(s); {
		r, n := utf8.DecodeRuneInString(s[j:])
		switch {
		case r == '(':
			n = bracketEnd(s, j, 0) - j
			if n <= 0 {
				return end
			}
			end = j + n
		case isPathLetter(r) || strings.ContainsRune("+-=_#/", r):
			end = j + n
		case !strings.ContainsRune("!*';:,.$%[]–~@|&", r):
			return end
		}
		j += n
	}
	return end
}

// bracketEnd returns where the brackets that open at s[i] are closed, i if they are not, are empty or hold more than
// one more pair.
func bracketEnd(s string, i, depth int) int {
	for j := i + 1; j < len(s); {
		r, n := utf8.DecodeRuneInString(s[j:])
		switch {
		case r == ')' && j > i+1:
			return j + 1
		case r == '(' && depth == 0:
			if n = bracketEnd(s, j, 1) - j; n <= 0 {
				return i
			}
		case !isPathLetter(r) && !strings.ContainsRune("+-=_#/!*';:,.$%[]–~@|&", r):
			return i
		}
		j += n
	}
	return i
}

// isPathLetter reports whether r is a letter or digit of a path.
func isPathLetter(r rune) bool {
	return isASCIIAlnum(r) || isLatinAccent(r) || unicode.Is(unicode.Cyrillic, r)
}

// isLatinAccent reports whether r is one of the letters and marks beside a to z with which twitter-text takes a word to
// be Latin.
func isLatinAccent(r rune) bool {
	return r >= 0xc0 && r <= 0x24f && r != 0xd7 && r != 0xf7 || r >= 0x300 && r <= 0x36f || r >= 0x1e00 && r <= 0x1eff ||
		r >= 0x253 && strings.ContainsRune("\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u02bb", r)
}

// queryEnd returns where the query that begins at s[i:] ends, i if there is none.
func queryEnd(s string, i int) int {
	if !strings.HasPrefix(s[i:], "?") {
		return i
	}
	end := i
	for j := i + 1; j < len(s); j++ {
		switch c := rune(s[j]); {
		case isASCIIAlnum(c) || strings.ContainsRune("-_&=#/", c):
			end = j + 1
		case !strings.ContainsRune("!?*'@();:+$%[].,~|", c):
			return end
		}
	}
	return end
}

var latinRun = regexp.MustCompile(`(?i)[a-z0-9.\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{24f}\x{300}-\x{36f}\x{1e00}-\x{1eff}-]+`)

// bareAddresses returns the addresses without a scheme in domain, of which the last has rest behind it. One that is no
// more than a name below a country is none without a path, but for .co and .tv, which are used like .com.
func bareAddresses(domain, rest string, bare bool) []string {
	var found []string
	runs := latinRun.FindAllString(domain, -1)
	for i, run := range runs {
		run = strings.TrimLeft(run, ".-")
		end := domainEnd(run, 0)
		if end == 0 {
			continue
		}
		name := run[:end]
		path := i == len(runs)-1 && end == len(run) && strings.HasSuffix(domain, run) && !bare
		tld := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
		if country := len(tld) == 2 && tld != "co" && tld != "tv"; country && strings.Count(name, ".") == 1 && !path {
			continue
		}
		if path {
			name += rest
		}
		found = append(found, name)
	}
	return found
}
