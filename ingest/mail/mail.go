// Package mail turns the bytes of a mail (RFC 5322) into a store.Post. Archives mangle, mail programs err, and some
// senders mean harm, so it reads leniently, keeps to limits of depth, number and size, follows nothing by recursion,
// and never looks at the network.
//
// Read it from the bottom up: splitHeader and leaves take a message apart, decode and decodeWords repair its
// characters, ParseDate and mailboxes read what stands in fields, Split tells the writer's own words from all others,
// and Parse puts a post together.
package mail

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"recap/ingest/charset"
	"recap/ingest/text"
	"recap/ingest/when"
	"recap/store"
)

// maxTitle bounds a subject in bytes.
const maxTitle = 2000

// ErrEmpty is the error of a mail without a single byte to read.
var ErrEmpty = errors.New("the message is empty")

// Options say what is known about a mail beside its bytes.
type Options struct {
	List     string    // address of the list whose archive holds it; given where the mail names none
	Archive  string    // template of a permalink, with {message_id}; "" for none
	Charset  string    // charset of texts that name none and are no UTF-8; "" means windows-1252
	Envelope time.Time // date of its From_ line; zero if unknown
	Written  time.Time // when the file that holds it was last written, which is the latest that it can be of; zero if unknown
	Now      time.Time // the clock; dates after it by more than a day are not believed
	Sum      store.Sum // fingerprint of the bytes, for a caller that has it; zero: it is made
}

// Parse reads one mail. Every field of the post is safe to store and to show: UTF-8 without control characters,
// terminal sequences and bidirectional overrides. Kind is left to the caller, and so is merging copies of one mail. A
// mail whose writer asked not to be archived (X-No-Archive, X-Archive: no) comes without subject, words and raw bytes
// and may only be counted. The only error is ErrEmpty.
func Parse(raw []byte, opt Options) (store.Post, error) {
	p, _, err := open(raw, opt)
	return p, err
}

// open reads one mail and, of a digest, what it encloses.
func open(raw []byte, opt Options) (store.Post, [][]byte, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return store.Post{}, nil, ErrEmpty
	}
	opt.List = strings.ToLower(strings.TrimSpace(opt.List))
	outer, h, body := headers(raw)
	known := listAddresses(outer, opt.List)
	carriers := lists(outer, opt.List)
	senders := ownAddresses(known, carriers)

	p := store.Post{
		Key:       key(outer, h, body),
		Title:     text.Cut(line(h.get("subject")), maxTitle),
		Author:    person(author(h, known), senders),
		Lists:     carriers,
		Language:  language(h),
		Sum:       opt.Sum,
		Raw:       raw,
		InReplyTo: nil,
	}
	if p.Sum.IsZero() {
		p.Sum = store.SumOf(raw)
	}
	p.InReplyTo = parents(h, p.Key)
	p.URL = permalink(outer, p.Key, opt.Archive, len(senders) > 0)
	p.Published, p.Claimed, p.Received = times(outer, h, opt)
	var words Words
	d, isDigest := openDigest(outer, h, body, p.Title)
	switch {
	case !isDigest:
		words = read(h, body, opt.Charset, maxBody,
			&about{title: p.Title, name: p.Author.Name, address: p.Author.Address, answers: len(p.InReplyTo) > 0})
	case !sentByList(outer, senders): // somebody passes it on
		words = Words{Own: Split(d.preamble).Own, Quoted: d.words(opt)}
		d.mails, isDigest = nil, false
	default:
		words = Words{Own: Split(d.preamble).Own}
		p.Machine = fmt.Sprintf("a digest of %d mails", len(d.mails))
	}
	p.Text, p.Quoted, p.Signature, p.Cuts = words.Own, words.Quoted, words.Signature, words.Cuts
	if !isDigest {
		p.Machine = written(outer, h, &p)
	}
	if private(outer) || private(h) {
		p.Policy = store.PolicyCount
		p.Title, p.Raw, p.Author.Organization = "", nil, ""
		p.Text, p.Quoted, p.Signature, p.Cuts = "", "", "", nil
		return p, d.mails, nil
	}
	p.Links = links(p.Text)
	p.Damage = damage(p.Title) + damage(p.Author.Name) + damage(p.Text)
	return p, d.mails, nil
}

// Key returns the key that Parse gives the mail, by reading little more than its header.
func Key(raw []byte) string {
	return key(headers(raw))
}

// headers returns the header of a mail as it came, and header and body of the mail that it wraps, usually the same.
func headers(raw []byte) (outer, inner header, body []byte) {
	outer, body = splitHeader(normalized(raw))
	inner, body = unwrap(outer, body)
	inner.repair(body)
	return outer, inner, body
}

// key returns the Message-ID, of the wrapped mail first, or one that is made up from what the mail holds.
func key(outer, inner header, body []byte) string {
	for _, h := range [...]header{inner, outer} {
		// a server that put an id of its own in front keeps the mail's aside (PublicInbox/NNTP.pm)
		for _, value := range slices.Concat(h.all("message-id"), h.all("x-alt-message-id")) {
			if id := messageID(value); id != "" && !archiveMade(id) {
				return id
			}
		}
	}
	return inventedID(outer, inner, body)
}

// normalized returns raw with line ends that this package knows: a message whose first line ends in a CR alone has been
// written with CR for LF, all or most of it.
func normalized(raw []byte) []byte {
	i := bytes.IndexByte(raw, '\r')
	if i < 0 || i+1 < len(raw) && raw[i+1] == '\n' || bytes.IndexByte(raw[:i], '\n') >= 0 {
		return raw
	}
	out := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(out, []byte("\r"), []byte("\n"))
}

// unwrap returns the header and body of the mail that a list wrapped into one of its own (Mailman's answer to DMARC):
// it comes from the list's address, and the whole is a message/rfc822, or the first part of a multipart/mixed is one.
// What anybody else encloses stays what they pass on.
func unwrap(h header, body []byte) (header, []byte) {
	for range 5 {
		p := newPart(h, body, "")
		switch {
		case p.ct.media == "message/rfc822" && (fromList(h) || byAddressAlone(h)):
		case p.ct.media != "multipart/mixed" || !fromList(h):
			return h, body
		case p.ct.media == "multipart/mixed":
			children := p.children()
			if children[0].ct.media != "message/rfc822" {
				return h, body
			}
			p = children[0]
		}
		inner, rest := splitHeader(p.decoded())
		if !inner.has("from") && !inner.has("subject") {
			return h, body
		}
		h, body = inner, rest
	}
	return h, body
}

// byAddressAlone reports whether a mail comes under an address of a list's host and no person's name, as a list's
// program sends its own: "dev <dev@lists.example.org>". Whoever writes so speaks as nobody, and a whole mail in such a
// one is no more than that mail sent alone.
func byAddressAlone(h header) bool {
	from := mailboxes(h.get("from"))
	if len(from) != 1 {
		return false
	}
	local, host, _ := strings.Cut(from[0].addr, "@")
	first, _, _ := strings.Cut(strings.ToLower(host), ".")
	return local != "" && strings.EqualFold(strings.TrimSpace(from[0].name), local) &&
		strings.Contains("|lists|list|groups|ml|", "|"+first+"|")
}

// fromList reports whether the sender is a list that the header itself names.
func fromList(h header) bool {
	from := mailboxes(h.get("from"))
	if len(from) == 0 {
		return false
	}
	known := listAddresses(h, "")
	_, via, munged := cutVia(from[0].name)
	return munged && isList(from[0].addr, via, known) || sentByList(h, ownAddresses(known, lists(h, "")))
}

// times returns when the post counts as published: its claimed date if it is plausible, else when the first server
// received it, else the date of its From_ line, else when its file was written, else now. The claimed date is returned
// as it is, and the date of receipt comes from Received or From_.
func times(outer, h header, opt Options) (published, claimed, receipt time.Time) {
	claimed, ok := ParseDate(charset.Decode([]byte(text.Cut(h.get("date"), 200)), ""))
	receipt = received(h, opt.Now)
	if receipt.IsZero() {
		receipt = received(outer, opt.Now)
	}
	if receipt.IsZero() && when.Plausible(opt.Envelope, opt.Now) {
		receipt = opt.Envelope
	}
	switch {
	case ok && when.Plausible(claimed, opt.Now):
		published = claimed
	case !receipt.IsZero():
		published = receipt
	case when.Plausible(opt.Written, opt.Now) && opt.Written.Before(opt.Now):
		published = opt.Written.UTC().Truncate(time.Second)
	default:
		published = opt.Now.UTC().Truncate(time.Second)
	}
	return published, claimed, receipt
}

// read returns the words of a mail, all its text parts together, of each at most the first limit bytes.
func read(h header, body []byte, hint string, limit int, of *about) Words {
	var all Words
	for _, l := range leaves(newPart(h, body, ""), hint) {
		l.text = text.Cut(l.text, limit)
		if l.html {
			l.text = text.Marked(l.text)
		}
		w := split(l.text, of)
		if l.forwarded {
			w = Words{Quoted: join(w.Own, w.Quoted)}
		}
		all.add(w)
	}
	if all.Own == "" && all.Quoted == "" {
		// what looks like a signature is all that the mail says
		all.Own = all.Signature
	}
	return all
}

// add appends the words of another part.
func (w *Words) add(part Words) {
	at, from := next(w.Own), next(w.Quoted)
	w.Own, w.Quoted, w.Signature = join(w.Own, part.Own), join(w.Quoted, part.Quoted), join(w.Signature, part.Signature)
	for _, c := range part.Cuts {
		if c.At+at < len(w.Own) && c.To+from <= len(w.Quoted) {
			w.Cuts = append(w.Cuts, store.Cut{At: c.At + at, From: c.From + from, To: c.To + from})
		}
	}
}

// next returns where join puts what it appends to s.
func next(s string) int {
	if s == "" {
		return 0
	}
	return len(s) + len("\n\n")
}

// links returns the web addresses in s. Only the lines that can hold one are searched.
func links(s string) []string {
	if !strings.Contains(s, "://") {
		return nil
	}
	var out strings.Builder
	for l := range strings.SplitSeq(s, "\n") {
		if strings.Contains(l, "://") {
			out.WriteString(l)
			out.WriteByte('\n')
		}
	}
	return text.Links(out.String())
}

// join puts two texts together as paragraphs, within the limit.
func join(a, b string) string {
	switch {
	case a == "":
		return text.Cut(b, maxText)
	case b == "" || len(a) >= maxText:
		return a
	}
	return text.Cut(a+"\n\n"+b, maxText)
}

// language returns what Content-Language says, if it is one language.
func language(h header) string {
	value := h.get("content-language")
	if len(value) < 2 || len(value) > 12 {
		return ""
	}
	for i := range len(value) {
		if c := value[i] | 0x20; (c < 'a' || c > 'z') && value[i] != '-' {
			return ""
		}
	}
	return value
}

// damage counts the characters that somebody on the way could not represent: U+FFFD, and "?" in the middle of a word.
func damage(s string) int {
	n := strings.Count(s, "\ufffd")
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '?')
		if i < 0 {
			return n
		}
		at += i + 1
		if at >= 2 && at < len(s) && isLetter(s[at-2]) && isLetter(s[at]) && !inAddress(s, at) {
			n++
		}
	}
}

// isLetter reports whether c is an ASCII letter or part of a multi-byte character.
func isLetter(c byte) bool { return c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' }

// inAddress reports whether the word around s[at] is a web address or path.
func inAddress(s string, at int) bool {
	from := strings.LastIndexAny(s[max(0, at-200):at], " \n\t") + max(0, at-200)
	return strings.ContainsAny(s[max(0, from):at], "/=&:.")
}
