package syndication

import (
	"regexp"
	"slices"
	"strings"

	"recap/ingest/text"
)

// A feedRoot is an XML document from its root element on. The XML declaration, document type, comments and processing
// instructions before it are left out: gofeed looks for the root in the first 4 KiB only, and the text is decoded
// already.
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
		r.setNamespace()
		return r, true
	case "channel": // RSS 0.9x without its frame, or RSS 1.1, whose items stand in a frame of their own
		r.setNamespace()
		if s = r.data; r.full != r.name {
			s = itemsFrame().ReplaceAllString("<channel"+strings.TrimPrefix(s, "<"+r.full), "")
			if i := strings.LastIndex(s, "</"+r.full); i >= 0 {
				s = s[:i] + "</channel" + s[i+len("</"+r.full):]
			}
		}
		return framed("rss", "<rss>", s, "</rss>"), true
	case "item": // one alone, or several
		if strings.Contains(s, "<title") || strings.Contains(s, "<link") {
			return framed("rss", "<rss><channel>", s, "</channel></rss>"), true
		}
	case "entry":
		r.setNamespace()
		if strings.Contains(s, "title") && strings.Contains(s, "id") {
			return framed("feed", `<feed xmlns="`+atomSpace+`">`, r.data, "</feed>"), true
		}
	}
	return r, false
}

// framed returns the root of a document in which s stands in a frame that it lacks.
func framed(name, head, s, end string) feedRoot {
	return feedRoot{data: head + s + end, name: name, full: name, tag: tagEnd(head)}
}

// atomSpace is the namespace of Atom 1.0 (RFC 4287 section 2).
const atomSpace = "http://www.w3.org/2005/Atom"

var (
	itemsFrame   = text.Lazily(`</?items(?:\s[^<>]*)?>`)
	defaultSpace = text.Lazily(`(\sxmlns\s*=\s*)(?:"([^"]*)"|'([^']*)')`)
)

// spaces are the namespaces that the elements of feeds have, by the name of the root. The first is put in place of one
// that nobody knows: a slip of the pen would leave a feed without items.
var spaces = map[string][]string{
	"feed":  {atomSpace, "http://purl.org/atom/ns#"},
	"entry": {atomSpace, "http://purl.org/atom/ns#"},
	"rss": {"", "http://backend.userland.com/rss2", "http://backend.userland.com/RSS2",
		"http://blogs.law.harvard.edu/tech/rss", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
		"http://channel.netscape.com/rdf/simple/0.9/"},
	"channel": {""},
	"rdf":     {"http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/"},
}

// setNamespace mends the namespace of the root's elements.
func (r *feedRoot) setNamespace() {
	tag, declared := r.data[:r.tag], defaultSpace
	if prefix, _, ok := strings.Cut(r.full, ":"); ok && r.name != "rdf" {
		declared = text.Lazily(`(\sxmlns:` + regexp.QuoteMeta(prefix) + `\s*=\s*)(?:"([^"]*)"|'([^']*)')`)
	}
	m := declared().FindStringSubmatchIndex(tag)
	if m == nil {
		return
	}
	from, to := m[4], m[5]
	if from < 0 {
		from, to = m[6], m[7]
	}
	known := spaces[r.name]
	if slices.Contains(known, strings.TrimSpace(tag[from:to])) {
		return
	}
	tag = tag[:from] + known[0] + tag[to:]
	r.data, r.tag = tag+r.data[r.tag:], len(tag)
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
