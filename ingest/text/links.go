package text

import (
	"net/url"
	"regexp"
	"strings"
)

// maxURL is the length from which on an address is not taken for one.
const maxURL = 2048

// Links returns the http and https addresses in plain text, in order and each once. Punctuation that ends a sentence or
// closes a bracket around the address is no part of it.
func Links(s string) []string {
	var links []string
	seen := make(map[string]bool)
	for range maxLinks {
		m := nextAddress(&s)
		if m == "" {
			break
		}
		l := trimAddress(m)
		if seen[l] || !isWeb(l) || Clean(l) != l {
			continue
		}
		seen[l] = true
		links = append(links, l)
	}
	return links
}

// nextAddress returns the first address in s and leaves in s what follows it.
func nextAddress(s *string) string {
	for from := 0; ; {
		i := strings.Index((*s)[from:], "://")
		if i < 0 {
			return ""
		}
		i += from
		for _, scheme := range []string{"https", "http"} {
			start, end := i-len(scheme), i+len("://")
			if start < 0 || !strings.EqualFold((*s)[start:i], scheme) {
				continue
			}
			if n := strings.IndexFunc((*s)[end:], endsAddress); n != 0 && end < len(*s) {
				if end += n; n < 0 {
					end = len(*s)
				}
				found := (*s)[start:end]
				*s = (*s)[end:]
				return found
			}
		}
		from = i + len("://")
	}
}

// endsAddress reports whether r cannot stand in an address in a text.
func endsAddress(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\f', '\r', '<', '>', '"', '`', '{', '}', '|', '\\', '^', '“', '”', '«', '»':
		return true
	}
	return false
}

// trimAddress takes off what follows the address in a sentence. A closing bracket stays where the address opens it, as
// in https://en.wikipedia.example.org/wiki/Go_(game).
func trimAddress(l string) string {
	for l != "" {
		switch c := l[len(l)-1]; c {
		case '.', ',', ';', ':', '!', '?', '\'', '*', '_', '~':
		case ')', ']':
			opening := "("
			if c == ']' {
				opening = "["
			}
			if strings.Count(l, opening) >= strings.Count(l, string(c)) {
				return l
			}
		default:
			cut := strings.TrimRight(l, "’‘…。、，．！？）】」》›")
			if cut == l {
				return l
			}
			l = cut
			continue
		}
		l = l[:len(l)-1]
	}
	return l
}

// isWeb reports whether s is an http or https address with a host.
func isWeb(s string) bool {
	if len(s) > maxURL || len(s) < len("http://a") || !strings.EqualFold(s[:4], "http") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

var beginsAddress = regexp.MustCompile(`(?i)^(https?://|www\.|[a-z0-9-]+(\.[a-z0-9-]+)+(/|…|\.\.\.))\S*$`)

// shortened reports whether s is a web address with its end cut off.
func shortened(s string) bool {
	return len(s) < maxURL && (strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...")) && beginsAddress.MatchString(s)
}
