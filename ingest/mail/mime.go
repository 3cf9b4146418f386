package mail

import (
	"bytes"
	"strings"
	"unicode"

	"recap/ingest/charset"
	"recap/ingest/text"
)

// Limits of the MIME walk.
const (
	maxDepth = 20      // nested parts that are followed; below that only the first leaf is read
	maxParts = 1000    // parts of one message
	maxText  = 1 << 20 // bytes of text kept of one message, each for own and quoted words
	maxBody  = 4 << 20 // bytes of one text part that are read
)

// A contentType is what a Content-Type field says, as far as it is needed.
type contentType struct {
	media    string // "text/plain", in lower case
	charset  string
	boundary string
	flowed   bool // format=flowed (RFC 3676)
	delSp    bool
}

// parseContentType reads a Content-Type field. Anything that is no type, and no field at all, is text/plain.
func parseContentType(value string) contentType {
	media, rest, _ := strings.Cut(value, ";")
	media, _, _ = strings.Cut(stripComments(media), ",")
	ct := contentType{media: strings.ToLower(strings.TrimSpace(media))}
	if i := strings.IndexAny(ct.media, " \t"); i > 0 {
		ct.media = ct.media[:i]
	}
	if !strings.Contains(ct.media, "/") {
		ct.media = "text/plain"
	}
	for rest != "" {
		var name, v string
		name, v, rest = cutParam(rest)
		name, piece, _ := strings.Cut(strings.ToLower(name), "*") // RFC 2231: "boundary*0"
		switch name {
		case "charset":
			if ct.charset == "" {
				if i := strings.LastIndexByte(v, '\''); i >= 0 && piece != "" {
					v = v[i+1:]
				}
				if f := strings.Fields(v); len(f) > 0 {
					ct.charset = f[0]
				}
			}
		case "boundary":
			if ct.boundary == "" || piece != "" && piece != "0" {
				ct.boundary += strings.TrimRight(v, " \t")
			}
		case "format":
			ct.flowed = ct.flowed || strings.EqualFold(v, "flowed")
		case "delsp":
			ct.delSp = ct.delSp || strings.EqualFold(v, "yes")
		}
	}
	return ct
}

// cutParam cuts the first "name=value" off a list of parameters.
func cutParam(s string) (name, value, rest string) {
	s = strings.TrimLeft(s, " \t;")
	eq := strings.IndexAny(s, "=;")
	if eq < 0 || s[eq] == ';' {
		_, rest, _ = strings.Cut(s, ";")
		return "", "", rest
	}
	name, s = strings.TrimSpace(s[:eq]), strings.TrimLeft(s[eq+1:], " \t")
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ = strings.Cut(s, ";")
		return name, strings.TrimSpace(value), rest
	}
	var out strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			i++
			out.WriteByte(s[i])
		case c == '"':
			return name, out.String(), s[i+1:]
		default:
			out.WriteByte(c)
		}
	}
	// the quote was never closed: the value ends where the next parameter begins
	value, rest, _ = strings.Cut(s[1:], ";")
	return name, strings.TrimSpace(value), rest
}

// A part is a MIME part on its way through the walk.
type part struct {
	h         header
	body      []byte
	ct        contentType
	depth     int
	group     int  // number of the multipart/alternative around it, 0 if none
	forwarded bool // it is in a message/rfc822
}

// newPart reads the Content-Type of a part. fallback is the type of a part that names none (RFC 2046 section 5.1.5).
func newPart(h header, body []byte, fallback string) part {
	p := part{h: h, body: body}
	value := h.get("content-type")
	if value == "" {
		value = fallback
	}
	p.ct = parseContentType(value)
	return p
}

// A leaf is a text part as it is read.
type leaf struct {
	text      string // UTF-8, clean, unflowed; plain text or HTML
	html      bool
	group     int
	forwarded bool
}

// leaves walks the parts of a message without recursion and returns its texts in order: of each multipart/alternative
// the plain text if it has one, else the HTML. Attachments are not decoded.
func leaves(root part, hint string) []leaf {
	var found []leaf
	stack := []part{root}
	groups := 0
	for n := 0; len(stack) > 0 && n < maxParts; n++ {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		switch {
		case strings.HasPrefix(p.ct.media, "multipart/"):
			if p.depth >= maxDepth {
				p = firstLeaf(p)
				found = appendLeaf(found, p, hint)
				continue
			}
			children := p.children()
			if p.ct.media == "multipart/alternative" {
				groups++
				p.group = groups
			}
			for i := len(children) - 1; i >= 0; i-- {
				c := children[i]
				c.depth, c.group, c.forwarded = p.depth+1, p.group, p.forwarded
				stack = append(stack, c)
			}
		case p.ct.media == "message/rfc822" || p.ct.media == "message/global":
			if p.depth < maxDepth && !attached(p.h) {
				h, body := splitHeader(p.decoded())
				inner := newPart(h, body, "")
				inner.depth, inner.forwarded = p.depth+1, true
				stack = append(stack, inner)
			}
		default:
			found = appendLeaf(found, p, hint)
		}
	}
	return choose(found)
}

// appendLeaf reads p and appends it if it is text to show.
func appendLeaf(found []leaf, p part, hint string) []leaf {
	html := p.ct.media == "text/html" || p.ct.media == "application/xhtml+xml"
	plain := p.ct.media == "text/plain" || p.depth == 0 && strings.HasPrefix(p.ct.media, "text/")
	if !html && !plain || p.depth > 0 && attached(p.h) {
		return found
	}
	b := p.decoded()
	if len(b) > maxBody {
		b = b[:maxBody]
	}
	label := p.ct.charset
	if label == "" && html {
		label = metaCharset(b)
	}
	if label == "" {
		label = hint
	}
	s := clean(stripEscapes(charset.Decode(b, label)))
	if plain && p.ct.flowed {
		s = unflow(s, p.ct.delSp)
	}
	return append(found, leaf{text: s, html: html, group: p.group, forwarded: p.forwarded})
}

// choose drops the HTML of each group of alternatives that has plain text. A plain text that says no more than that
// there is HTML goes in place of it.
func choose(found []leaf) []leaf {
	plain := make(map[int]bool)
	for i := range found {
		if l := &found[i]; l.group > 0 && !l.html && strings.TrimSpace(l.text) != "" {
			if mayBeStub(l.text) && isStub(l.text, found, l.group) {
				l.text = ""
				continue
			}
			plain[l.group] = true
		}
	}
	kept := found[:0]
	for _, l := range found {
		if !l.html || !plain[l.group] {
			kept = append(kept, l)
		}
	}
	return kept
}

// stubBytes is how long a plain text is at most that only points to HTML.
const stubBytes = 600

// mayBeStub reports whether a plain text is so short, and speaks of HTML or has a link, that it may only point to the
// HTML beside it.
func mayBeStub(s string) bool {
	if len(s) > stubBytes || strings.Contains(s, "\n>") || strings.HasPrefix(s, ">") {
		return false
	}
	return strings.Contains(s, "HTML") || strings.Contains(s, "html") || strings.Contains(s, "://")
}

// isStub reports whether fewer than half of the longer words of a plain text stand in the HTML of its group, which has
// more of them.
func isStub(s string, found []leaf, group int) bool {
	for _, l := range found {
		if !l.html || l.group != group {
			continue
		}
		own, quoted := text.FromHTML(l.text)
		seen := make(map[string]bool)
		for w := range longWords(own + " " + quoted) {
			seen[w] = true
		}
		all, common := 0, 0
		for w := range longWords(s) {
			all++
			if seen[w] {
				common++
			}
		}
		return all > 0 && len(seen)*2 > all && common*2 < all
	}
	return false
}

// longWords gives the words of s of four letters and more, in lower case, without web addresses. Text without spaces is
// one word for two characters.
func longWords(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for f := range strings.FieldsSeq(strings.ToLower(s)) {
			if strings.Contains(f, "://") {
				continue
			}
			for w := range strings.FieldsFuncSeq(f, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
				runes := []rune(w)
				if isUnspaced(runes[0]) {
					for i := 0; i+1 < len(runes); i += 2 {
						if !yield(string(runes[i : i+2])) {
							return
						}
					}
				} else if len(runes) > 3 && !yield(w) {
					return
				}
			}
		}
	}
}

// attached reports whether the part says that it is an attachment.
func attached(h header) bool {
	value, _, _ := strings.Cut(h.get("content-disposition"), ";")
	return strings.EqualFold(strings.TrimSpace(value), "attachment")
}

// decoded returns the body of a part without its transfer encoding. Encodings that nobody knows are taken as none.
func (p *part) decoded() []byte {
	encoding := strings.ToLower(p.h.get("content-transfer-encoding"))
	switch {
	case encoding == "":
		if seemsQuotedPrintable(p.body) && p.h.get("mime-version") == "" {
			return decodeQuotedPrintable(p.body)
		}
		return p.body
	case strings.HasPrefix(encoding, "base64"):
		return decodeBase64Text(p.body)
	case strings.HasPrefix(encoding, "quoted"):
		return decodeQuotedPrintable(p.body)
	case strings.Contains(encoding, "uue"):
		return decodeUU(p.body)
	}
	return p.body
}

// children returns the parts of a multipart. One whose boundary is missing or never occurs is searched for a line that
// can be one; failing that its body is taken as text.
func (p *part) children() []part {
	fallback := ""
	if p.ct.media == "multipart/digest" {
		fallback = "message/rfc822"
	}
	body := p.body
	if strings.EqualFold(p.h.get("content-transfer-encoding"), "base64") {
		body = decodeBase64Text(body)
	}
	bodies := splitParts(body, p.ct.boundary)
	if bodies == nil {
		bodies = splitParts(body, guessBoundary(body))
	}
	if bodies == nil {
		return []part{{body: body, ct: contentType{media: "text/plain", charset: p.ct.charset}}}
	}
	parts := make([]part, 0, len(bodies))
	for _, b := range bodies {
		parts = append(parts, newPart(partHeader(b, fallback)))
	}
	return parts
}

// partHeader splits the header off a part. A part that begins with an empty line has none.
func partHeader(b []byte, fallback string) (header, []byte, string) {
	if end, next := lineAt(b, 0); end == 0 {
		return nil, b[next:], fallback
	}
	h, body := splitHeader(b)
	return h, body, fallback
}

// splitParts returns what stands between the delimiter lines of boundary, nil if there are none. The last part may lack
// its end.
func splitParts(body []byte, boundary string) [][]byte {
	if boundary == "" {
		return nil
	}
	delimiter := []byte("--" + boundary)
	var parts [][]byte
	start := -1
	for pos := 0; pos < len(body) && len(parts) < maxParts; {
		i := bytes.Index(body[pos:], delimiter)
		if i < 0 {
			break
		}
		at := pos + i
		pos = at + len(delimiter)
		if at > 0 && body[at-1] != '\n' { // before its line is looked at, which may hold a million of them
			continue
		}
		end, next := lineAt(body, at)
		rest := bytes.TrimRight(body[pos:end], " \t")
		last := bytes.Equal(rest, []byte("--"))
		if len(rest) > 0 && !last {
			continue
		}
		pos = next
		if start >= 0 {
			parts = append(parts, trimLineEnd(body[start:at]))
		}
		start = next
		if last {
			return parts
		}
	}
	if start >= 0 && start <= len(body) {
		parts = append(parts, body[start:])
	}
	return parts
}

// trimLineEnd takes off the line end before a delimiter, which belongs to the delimiter.
func trimLineEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// guessBoundary returns the boundary of the first line that looks like a delimiter before a part's header.
func guessBoundary(body []byte) string {
	for pos, n := 0, 0; pos < len(body) && n < 200; n++ {
		end, next := lineAt(body, pos)
		line := bytes.TrimRight(body[pos:end], " \t")
		if len(line) > 2 && len(line) < 200 && line[0] == '-' && line[1] == '-' {
			following, _ := lineAt(body, next)
			name, _ := fieldName(body[next:following])
			if len(name) >= len("content-") && equalFold(name[:len("content-")], "content-") {
				return string(line[2:])
			}
		}
		pos = next
	}
	return ""
}

// firstLeaf follows the first child of each multipart, however deep, and returns the part in which that ends. It reads
// forward only, so that nesting costs no more than the bytes it is written with.
func firstLeaf(p part) part {
	depth := p.depth
	for n := 0; n < maxParts*10 && strings.HasPrefix(p.ct.media, "multipart/"); n++ {
		i := bytes.Index(p.body, []byte("--"+p.ct.boundary))
		if p.ct.boundary == "" || i < 0 {
			p.ct.media = "text/plain"
			break
		}
		_, next := lineAt(p.body, i)
		p = newPart(partHeader(p.body[next:], ""))
	}
	p.depth = depth
	return p
}

// metaCharset returns the charset that the head of an HTML text names, "" if none.
func metaCharset(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), 2048)])
	i := bytes.Index(head, []byte("charset="))
	if i < 0 {
		return ""
	}
	head = bytes.TrimLeft(head[i+len("charset="):], "\"' ")
	if end := bytes.IndexAny(head, "\"' />;\r\n\t"); end >= 0 {
		head = head[:end]
	}
	return string(head[:min(len(head), 40)])
}
