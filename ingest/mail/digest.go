package mail

import (
	"bytes"
	"regexp"
	"strings"

	"recap/ingest/charset"
	"recap/store"
)

// Limits of a digest.
const (
	maxEnclosed   = 500      // mails that are taken out of one digest
	maxCarried    = 8 << 10  // bytes of the digest's own fields that each of them gets
	maxDigestText = 16 << 20 // bytes of a text digest that are read
)

// A digest is a mail by which a list sends many: as text (RFC 1153) or as multipart/digest (RFC 2046 section 5.1.5).
type digest struct {
	preamble string   // what the digest itself says before the first mail
	mails    [][]byte // the enclosed mails, each as one that stands alone
}

// digestTitle is the subject that list software gives a digest: "dev Digest, Vol 3, Issue 17", "dev-digest V1 #17",
// "[dev] Digest Number 17", "DEV Digest - 1 Nov 2026 (#2026-17)".
var digestTitle = regexp.MustCompile(`(?i)\bdigest\b.{0,60}(?:\bvol(?:ume)?\b\.?\s*\d|\bv\d|\bissue\s+\d|\bnumber\s+\d|#\d)`)

// replyTitle begins the subject of an answer to a digest, which quotes it, or of one that somebody passed on.
var replyTitle = regexp.MustCompile(`(?i)(?:^|\]\s*)(?:re|fwd?|aw|wg|sv|vs|vl|antw|tr|rv|odp|r|i)(?:\[\d+\])?\s*:`)

// openDigest takes a digest apart; ok is false for any other mail. It asks for all of: the subject of a digest, which
// answers nothing, and behind it mails with headers of their own. outer is the header of the mail as it came, h and
// body those of the mail that a list may have wrapped into it.
func openDigest(outer, h header, body []byte, title string) (d digest, ok bool) {
	if len(title) < len("digest #1") || !strings.Contains(strings.ToLower(title), "digest") ||
		!digestTitle.MatchString(title) || replyTitle.MatchString(title) ||
		h.has("in-reply-to") || h.has("references") {
		return digest{}, false
	}
	carried := carriedFields(outer)
	stack := []part{newPart(h, body, "")}
	for n := 0; len(stack) > 0 && n < maxParts; n++ {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		switch {
		case strings.HasPrefix(p.ct.media, "multipart/") && p.depth < 3:
			children := p.children()
			for i := len(children) - 1; i >= 0; i-- {
				children[i].depth = p.depth + 1
				children[i].forwarded = p.ct.media == "multipart/digest"
				stack = append(stack, children[i])
			}
		case p.ct.media == "message/rfc822" && p.forwarded:
			d.enclose(carried, p.decoded())
		case p.ct.media == "text/plain" && !attached(p.h):
			text := p.decoded()
			text = text[:min(len(text), maxDigestText)]
			if !d.split(text, carried, p.ct) && len(d.mails) == 0 {
				d.preamble = join(d.preamble, clean(charset.Decode(text[:min(len(text), maxText)], p.ct.charset)))
			}
		}
	}
	return d, len(d.mails) > 0
}

// words returns the words of all enclosed mails together.
func (d *digest) words(opt Options) string {
	all := ""
	for _, m := range d.mails {
		h, body := splitHeader(m)
		w := read(h, body, opt.Charset, maxBody, nil)
		all = join(join(all, w.Own), w.Quoted)
	}
	return all
}

// enclose adds a mail that a part of the digest holds.
func (d *digest) enclose(carried, raw []byte) {
	if h, _ := splitHeader(raw); len(d.mails) < maxEnclosed && h.has("from") {
		d.mails = append(d.mails, append(bytes.Clone(carried), bytes.TrimLeft(raw, "\r\n")...))
	}
}

// carriedFields returns the fields of a digest that hold for each mail in it, too: the list, when it was sent, and
// whether it may be archived.
func carriedFields(h header) []byte {
	var out bytes.Buffer
	for _, f := range h {
		switch strings.ToLower(string(f.name)) {
		case "list-id", "list-post", "x-mailing-list", "x-beenthere", "x-loop", "mailing-list", "received", "x-no-archive",
			"x-archive", "archive":
			if out.Len()+len(f.name)+len(f.value) < maxCarried {
				out.Write(f.name)
				out.WriteByte(':')
				out.Write(f.value)
				out.WriteByte('\n')
			}
		}
	}
	return out.Bytes()
}

// split takes the mails out of the text of a digest and reports whether there are any. A separator is a line of 30
// hyphens, the first one of 70 (RFC 1153), or a long line of underscores (Yahoo), behind which a header follows; any
// other such line belongs to the mail that it stands in.
func (d *digest) split(text, carried []byte, ct contentType) bool {
	type span struct{ head, body, end int }
	var found []span
	preamble, closing := 0, len(text)
	for pos := 0; pos < len(text) && len(found) < maxEnclosed; {
		end, next := lineAt(text, pos)
		l := bytes.TrimRight(text[pos:end], " \t")
		if isSeparatorLine(l) {
			head := skipBlankLines(text, next)
			body := enclosedBody(text, head)
			switch {
			case body > 0:
				if len(found) > 0 {
					found[len(found)-1].end = pos
				} else {
					preamble = pos
				}
				found = append(found, span{head, body, len(text)})
				pos = body
				continue
			case len(found) > 0 && closes(text[next:]):
				closing = pos
			}
		} else if len(found) > 0 && isClosing(l) && closing == len(text) {
			closing = pos
		}
		if closing < len(text) {
			break
		}
		pos = next
	}
	if len(found) == 0 {
		return false
	}
	found[len(found)-1].end = min(closing, found[len(found)-1].end)
	d.preamble = clean(charset.Decode(text[:preamble], ct.charset))
	for _, s := range found {
		if len(d.mails) < maxEnclosed {
			d.mails = append(d.mails, enclosedMail(carried, text[s.head:s.body], text[s.body:s.end], ct))
		}
	}
	return true
}

// isSeparatorLine reports whether a line of a digest can stand between two mails.
func isSeparatorLine(l []byte) bool {
	switch {
	case len(l) < 29 || l[0] != '-' && l[0] != '_':
		return false
	case l[0] == '-' && len(l) > 31 && len(l) < 65 || l[0] == '_' && len(l) < 60 || len(l) > 80:
		return false
	}
	return len(bytes.Trim(l, string(l[:1]))) == 0
}

// isClosing reports whether a line ends a digest: "End of dev Digest, Vol 3, Issue 17".
func isClosing(l []byte) bool {
	return bytes.HasPrefix(l, []byte("End of ")) && len(l) < 120 && bytes.Contains(bytes.ToLower(l), []byte("digest"))
}

// closes reports whether what follows a separator is the end of a digest, perhaps with the list's footer before it.
func closes(rest []byte) bool {
	if skipBlankLines(rest, 0) == len(rest) {
		return true
	}
	for pos, n := 0, 0; pos < len(rest) && n < 20; n++ {
		end, next := lineAt(rest, pos)
		if l := bytes.TrimRight(rest[pos:end], " \t"); isClosing(l) || bytes.Equal(l, []byte("Subject: Digest Footer")) {
			return true
		} else if isSeparatorLine(l) && l[0] == '-' {
			return false
		}
		pos = next
	}
	return false
}

// skipBlankLines returns where the first line that is not blank begins.
func skipBlankLines(text []byte, pos int) int {
	for pos < len(text) {
		end, next := lineAt(text, pos)
		if len(bytes.TrimSpace(text[pos:end])) > 0 {
			break
		}
		pos = next
	}
	return pos
}

// enclosedFields are the fields that list software keeps in a text digest, in lower case.
var enclosedFields = map[string]bool{
	"message": true, "date": true, "from": true, "to": true, "cc": true, "subject": true, "message-id": true,
	"reply-to": true, "in-reply-to": true, "references": true, "sender": true, "organization": true,
	"keywords": true, "content-type": true, "content-transfer-encoding": true, "mime-version": true, "list-id": true,
}

// enclosedBody returns where the body begins of the mail whose header begins at head, 0 if there is no header: a
// sender, and a date or a subject.
func enclosedBody(text []byte, head int) int {
	from, other := false, false
	pos := head
	for n := 0; pos < len(text) && n < 40; n++ {
		end, next := lineAt(text, pos)
		l := text[pos:end]
		if len(bytes.TrimSpace(l)) == 0 {
			break
		}
		name, _ := fieldName(bytes.TrimLeft(l, " \t"))
		switch lower := strings.ToLower(string(name)); {
		case lower == "from":
			from = true
		case lower == "date" || lower == "subject":
			other = true
		case !enclosedFields[lower] && l[0] != ' ' && l[0] != '\t' && !strings.HasPrefix(lower, "x-"):
			return 0
		}
		pos = next
	}
	if !from || !other {
		return 0
	}
	return pos
}

// enclosedMail returns the mail that stands in a text digest as one that stands alone. The fields that told of its own
// MIME parts and charset go: its text is in the charset of the digest.
func enclosedMail(carried, head, body []byte, ct contentType) []byte {
	var out bytes.Buffer
	out.Write(carried)
	flowed, drop := false, false
	for pos := 0; pos < len(head); {
		end, next := lineAt(head, pos)
		l := head[pos:end]
		trimmed := bytes.TrimLeft(l, " \t")
		name, value := fieldName(trimmed)
		lower := strings.ToLower(string(name))
		switch {
		case enclosedFields[lower] || name != nil && len(trimmed) == len(l):
			drop = lower == "message" || lower == "mime-version" || strings.HasPrefix(lower, "content-")
			if lower == "content-type" {
				own := parseContentType(unfold(trimmed[value:]))
				flowed = own.flowed && !own.delSp
			}
			l = trimmed
		case len(trimmed) == len(l):
			drop = true
		}
		if !drop {
			out.Write(l)
			out.WriteByte('\n')
		}
		pos = next
	}
	out.WriteString("MIME-Version: 1.0\nContent-Type: text/plain")
	if ct.charset != "" && charset.Known(ct.charset) && !strings.ContainsAny(ct.charset, "\";\r\n") {
		out.WriteString(`; charset="` + ct.charset + `"`)
	}
	if flowed {
		out.WriteString("; format=flowed")
	}
	out.WriteString("\nContent-Transfer-Encoding: 8bit\n\n")
	out.Write(bytes.Trim(body, "\r\n"))
	out.WriteByte('\n')
	return out.Bytes()
}

// ParseAll reads one mail as Parse does and, behind it, the mails that it encloses if it is the digest of a list. A
// digest is what a program sent: its post has evidence of that in Machine and only the words of its preamble. An
// enclosed mail is a post of its own, with the same key as where it came alone if the digest kept its Message-ID, and
// Within names the digest; without a permalink of its own it has the digest's. A digest in a digest is not opened, and
// neither is one that somebody else sent.
func ParseAll(raw []byte, opt Options) ([]store.Post, error) {
	whole, enclosed, err := open(raw, opt)
	if err != nil {
		return nil, err
	}
	posts := []store.Post{whole}
	opt.Sum = store.Sum{} // was that of the whole
	for _, m := range enclosed {
		p, err := Parse(m, opt)
		if err != nil {
			continue // what is empty was no mail
		}
		p.Within = whole.Key
		if p.URL == "" || invented(p.Key) {
			p.URL = whole.URL
		}
		posts = append(posts, p)
	}
	return posts, nil
}

// Enclosed returns key and fingerprint of the mails in what has the form of a list's digest and was sent by somebody
// else. ParseAll makes no posts of them; older versions did.
func Enclosed(raw []byte, opt Options) []store.Post {
	outer, body := splitHeader(normalized(raw))
	title := line(outer.get("subject"))
	if !strings.Contains(strings.ToLower(title), "digest") ||
		sentByList(outer, ownAddresses(listAddresses(outer, strings.ToLower(opt.List)), lists(outer, strings.ToLower(opt.List)))) {
		return nil
	}
	d, ok := openDigest(outer, outer, body, title)
	if !ok {
		return nil
	}
	var posts []store.Post
	for _, m := range d.mails {
		posts = append(posts, store.Post{Key: Key(m), Sum: store.SumOf(m)})
	}
	return posts
}
