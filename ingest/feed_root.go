package ingest

import "strings"

// A feedRoot is an XML document from its root element on. The XML declaration, document type, comments and processing instructions
// before it are left out: gofeed looks for the root in the first 4 KiB only, and the text is decoded already.
type feedRoot struct {
	data string
	name string // local name of the root element, lower case
	full string // its name as it stands, with its prefix
	tag  int    // length of the root's start tag
}

// findRoot finds the root element of an XML document and reports whether it is one of a feed.
func findRoot(s string) (feedRoot, bool) {
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i+1 == len(s) {
			return feedRoot{}, false
		}
		s = s[i:]
		end := 0
		switch {
		case strings.HasPrefix(s, "<!--"):
			end = after(s, "-->")
		case strings.HasPrefix(s, "<?"):
			end = after(s, "?>")
		case strings.HasPrefix(s, "<!"):
			end = doctypeEnd(s)
		default:
			return rootAt(s)
		}
		if end <= 0 {
			return feedRoot{}, false
		}
		s = s[end:]
	}
}

// after returns the index behind the first sep in s, or 0.
func after(s, sep string) int {
	if i := strings.Index(s, sep); i >= 0 {
		return i + len(sep)
	}
	return 0
}

// doctypeEnd returns the index behind a document type declaration with its internal subset.
func doctypeEnd(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '<':
			depth++
		case '>':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// rootAt reads the start tag at the beginning of s.
func rootAt(s string) (feedRoot, bool) {
	end := tagEnd(s)
	name := s[1:end]
	if i := strings.IndexAny(name, " \t\r\n/>"); i >= 0 {
		name = name[:i]
	}
	r := feedRoot{data: s, name: strings.ToLower(name), full: name, tag: end}
	if _, local, ok := strings.Cut(r.name, ":"); ok {
		r.name = local
	}
	switch r.name {
	case "rss", "rdf", "feed":
		return r, true
	case "channel": // RSS 0.9x without its frame
		r.data, r.name, r.full, r.tag = "<rss>"+s+"</rss>", "rss", "rss", len("<rss>")
		return r, true
	}
	return r, false
}

// tagEnd returns the index behind the tag at the beginning of s, whose attributes may hold ">".
func tagEnd(s string) int {
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(s)
}
