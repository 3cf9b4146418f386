package render

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"recap/digest"
	"recap/digest/language"
)

// maxHTMLPart is the largest encoded HTML part in bytes. Gmail cuts off what lies beyond some 102 KB.
const maxHTMLPart = 80 << 10

// An Envelope says who mails the edition to whom. Both addresses are as in a header: "Name <address>".
type Envelope struct {
	From   string // default: the community's name at recap.invalid
	To     string // default: an empty group, "undisclosed-recipients:;"
	ListID string // what stands between the angle brackets of List-Id (RFC 2919); left out if empty
	Reason string // why the reader gets this; default: names the community

	Date        time.Time // default: the end of the period
	Test        bool      // it says that it is a test, and has a Message-ID of its own
	Output      string    // name of the output that sends it; part of the Message-ID
	Secret      []byte    // what the Message-ID is signed with, see SignedID; none: it can be told from the edition and the recipient
	Unsubscribe string    // how the reader leaves: a mailto:, or an https: address that takes one click (RFC 8058); left out if empty

	Choose string // an https: address at which the reader chooses digests and sections; left out if empty

	Look *Look // nil: the program's own
}

// Mail writes the edition as one mail (RFC 5322) with CRLF, all in 7 bits: a text part, then an HTML part. Boundary,
// Message-ID and date are made from the edition and the envelope, so that the same mail is made each time. If the HTML
// part would exceed 80 KB, the last stories are left out of it. An address that cannot be read is an error.
func Mail(w io.Writer, e *digest.Edition, env Envelope) error {
	from, to, err := env.addresses(e)
	if err != nil {
		return err
	}
	d := compose(e)
	domain := domainOf(from)
	text, html, err := mailParts(e, d, env, domain)
	if err != nil {
		return err
	}
	boundary := "=_recap_" + digestOf(e.ID, fmt.Sprint(e.Revision))[:32]
	date := env.Date
	if date.IsZero() {
		date = e.Period.End
	}

	var h headers
	h.add("From", mailbox(from))
	if to == nil {
		h.add("To", "undisclosed-recipients:;")
	} else {
		h.add("To", mailbox(to))
	}
	subject := Subject(e)
	if env.Test {
		subject = phrases(e).TestMark + subject
	}
	h.add("Subject", encoded(shorten(subject, 78)))
	h.add("Date", date.Format(time.RFC1123Z))
	h.add("Message-ID", env.messageID(e, to, domain))
	h.add("MIME-Version", "1.0")
	h.add("Content-Type", `multipart/alternative; boundary="`+boundary+`"`)
	h.add("Content-Language", d.Language)
	env.listHeaders(&h, e)
	h.add("Precedence", "bulk")
	h.add("Auto-Submitted", "auto-generated")
	h.add("X-Auto-Response-Suppress", "All")
	h.add("X-Recap-Edition", env.mark(e))

	var b bytes.Buffer
	b.WriteString(h.String() + "\r\n")
	writePart(&b, boundary, "text/plain", text)
	if logo := env.Look.orPlain().mailed(); logo == nil {
		writePart(&b, boundary, "text/html", html)
	} else { // the page and its picture are one part (RFC 2387)
		inner := boundary + "_r"
		fmt.Fprintf(&b, "--%s\r\nContent-Type: multipart/related; type=\"text/html\";\r\n boundary=\"%s\"\r\n\r\n", boundary, inner)
		writePart(&b, inner, "text/html", html)
		fmt.Fprintf(&b, "--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <%s@%s>\r\nContent-Disposition: inline\r\n\r\n", inner, logo.kind, logoID, domain)
		data := base64.StdEncoding.EncodeToString(logo.data)
		for len(data) > 0 {
			n := min(76, len(data))
			b.WriteString(data[:n] + "\r\n")
			data = data[n:]
		}
		fmt.Fprintf(&b, "--%s--\r\n", inner)
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	_, err = b.WriteTo(w)
	return err
}

// Subject returns the subject of the mail of an edition, which says where it corrects another one.
func Subject(e *digest.Edition) string {
	title := compose(e).Title
	if e.Revision > 1 {
		return phrases(e).CorrectedMark + title
	}
	return title
}

// listHeaders adds what says of which list the mail is (RFC 2919) and how to leave it (RFC 2369, RFC 8058).
func (env Envelope) listHeaders(h *headers, e *digest.Edition) {
	if id := line(env.ListID); id != "" {
		name := encoded(line(e.Community.Name))
		if name != "" && name == line(e.Community.Name) {
			name = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
		}
		h.add("List-Id", name+" <"+strings.Trim(id, "<>")+">")
	}
	if env.Unsubscribe != "" {
		h.add("List-Unsubscribe", "<"+env.Unsubscribe+">")
		if strings.HasPrefix(env.Unsubscribe, "https:") {
			h.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
		}
	}
	if page := Link(e.URL); page != "" && env.ListID != "" {
		h.add("List-Archive", "<"+page+">")
	}
}

// mark is the field by which the program knows its own mail again where a list or an archive gave it another Message-ID
// and List-Id: the edition, and the List-Id that it went out with.
func (env Envelope) mark(e *digest.Edition) string {
	mark := fmt.Sprintf("%s; revision=%d", line(e.ID), e.Revision)
	if id := line(env.ListID); id != "" {
		mark += "; list=" + strings.Trim(id, "<>")
	}
	return mark
}

// MessageID returns the Message-ID, with its angle brackets, that Mail gives the edition for this envelope. What
// carries one of this form is mail of this program: EDITION.rREVISION.HASH before the @.
func MessageID(e *digest.Edition, env Envelope) (string, error) {
	from, to, err := env.addresses(e)
	if err != nil {
		return "", err
	}
	return env.messageID(e, to, domainOf(from)), nil
}

// domainOf returns the domain of an address.
func domainOf(a *mail.Address) string {
	if _, after, ok := strings.Cut(a.Address, "@"); ok {
		return after
	}
	return "recap.invalid"
}

// addresses reads the sender and the recipient; the latter is nil if none is given.
func (env Envelope) addresses(e *digest.Edition) (from, to *mail.Address, err error) {
	from = &mail.Address{Name: cmp.Or(line(e.Community.Name), "recap"), Address: "recap@recap.invalid"}
	if env.From != "" {
		if from, err = mail.ParseAddress(env.From); err != nil {
			return nil, nil, fmt.Errorf("sender %q: %w", env.From, err)
		}
	}
	if env.To != "" {
		if to, err = mail.ParseAddress(env.To); err != nil {
			return nil, nil, fmt.Errorf("recipient %q: %w", env.To, err)
		}
	}
	if u := env.Unsubscribe; u != "" && (Link(u) != u || !strings.HasPrefix(u, "https:") && !strings.HasPrefix(u, "mailto:")) {
		return nil, nil, fmt.Errorf("unsubscribe %q: only https: and mailto: addresses, with what is not ASCII percent-encoded", u)
	}
	for _, a := range []*mail.Address{from, to} {
		if a != nil && strings.ContainsFunc(a.Address, func(r rune) bool { return r < ' ' || r > '~' }) {
			return nil, nil, fmt.Errorf("address %q: only ASCII can be sent everywhere", a.Address)
		}
	}
	return from, to, nil
}

// messageID returns an id that is the same for every attempt to send this revision to this recipient and shows no
// address.
func (env Envelope) messageID(e *digest.Edition, to *mail.Address, domain string) string {
	recipient := ""
	if to != nil {
		recipient = strings.ToLower(to.Address)
	}
	if env.Test {
		recipient += " test"
	}
	name, err := FileName(e.ID)
	if err != nil || strings.Contains(name, "..") || strings.HasSuffix(name, ".") {
		name = digestOf(e.ID)[:16] // not a dot-atom
	}
	name += fmt.Sprintf(".r%d", e.Revision)
	if len(env.Secret) > 0 {
		return SignedID(env.Secret, name, env.Output, recipient, domain)
	}
	return fmt.Sprintf("<%s.%s@%s>", name, digestOf(e.ID, recipient)[:16], domain)
}

// signatureDigits is how long the signature in a Message-ID is: 128 bits in hexadecimal.
const signatureDigits = 32

// SignedID returns a Message-ID, with its angle brackets, that nobody can make who has not the secret: the name, which
// is a dot-atom, and an HMAC of it, of the output that sends the mail and of the recipient, all in lower case. Whoever
// can name it has the mail, or has it from who has.
func SignedID(secret []byte, name, output, recipient, domain string) string {
	return "<" + name + "." + signature(secret, name, output, recipient) + "@" + domain + ">"
}

// IsSignedID reports whether SignedID has made the Message-ID, which is in its angle brackets, for mail of the output to
// the recipient.
func IsSignedID(secret []byte, id, output, recipient string) bool {
	local, _, ok := strings.Cut(strings.TrimPrefix(id, "<"), "@")
	dot := strings.LastIndexByte(local, '.')
	if !ok || dot < 0 || len(secret) == 0 {
		return false
	}
	return hmac.Equal([]byte(local[dot+1:]), []byte(signature(secret, local[:dot], output, recipient)))
}

func signature(secret []byte, name, output, recipient string) string {
	return digestOf(string(secret), "message-id", name, output, strings.ToLower(recipient))[:signatureDigits]
}

// digestOf returns the HMAC-SHA-256 of the words under the key, in hexadecimal.
func digestOf(key string, words ...string) string {
	m := hmac.New(sha256.New, []byte(key))
	for _, w := range words {
		m.Write([]byte(w + "\x00"))
	}
	return hex.EncodeToString(m.Sum(nil))
}

// writePart writes one part, whose body is encoded already.
func writePart(b *bytes.Buffer, boundary, kind, body string) {
	fmt.Fprintf(b, "--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s\r\n", boundary, kind, body)
}

// mailParts returns the encoded text and HTML parts.
func mailParts(e *digest.Edition, d *document, env Envelope, domain string) (text, html string, err error) {
	w, look := phrases(e), env.Look.orPlain()
	reason := cmp.Or(line(env.Reason), language.Fill(w.Reason, "community", cmp.Or(line(e.Community.Name), w.ThisCommunity)))
	whole := *d
	whole.fit(func(d *document) bool {
		text = plainText(d, mailColumns)
		return len(text) <= maxMarkdown
	})
	text += "\n" + plainBlocks(look.footer) + mailColumns.wrap(reason, "", "")
	if url := Link(e.URL); url != "" {
		text += language.Fill(w.ReadAt, "url", url) + "\n"
	}
	if env.Choose != "" {
		text += language.Fill(w.ChooseAt, "url", env.Choose) + "\n"
	}
	if env.Unsubscribe != "" {
		text += language.Fill(w.LeaveAt, "url", strings.TrimPrefix(env.Unsubscribe, "mailto:")) + "\n"
	}
	for stories := len(d.stories()); ; stories-- {
		short := *d
		short.Parts = d.firstStories(stories)
		var b bytes.Buffer
		if err := look.execute(&b, "mail.html", newMailView(e, &short, look, env, reason, domain, len(d.stories())-stories)); err != nil {
			return "", "", err
		}
		html = quotedPrintable(b.String())
		if len(html) <= maxHTMLPart || stories == 0 {
			return quotedPrintable(text), html, nil
		}
	}
}

// quotedPrintable encodes s (RFC 2045, section 6.7), with CRLF at the ends of lines.
func quotedPrintable(s string) string {
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	io.WriteString(w, s) // a strings.Builder never fails
	w.Close()
	return b.String()
}

// A mailView is what template/mail.html prints.
type mailView struct {
	Doc       *document
	Preview   string // shown in the list of messages beside the subject
	URL       string // the edition's page
	Reason    string
	Leave     string // address at which the reader leaves
	Choose    string // address at which the reader chooses; "": none
	LeftOut   string // says how many stories the budget left out
	Community string
	Logo      *mailLogo
	Footer    []block
	Words     *language.Phrases
	Style     map[string]template.CSS
	Dark      template.CSS // colour of links on a dark ground
	MSOStart  template.HTML
	MSOEnd    template.HTML
}

// A mailLogo is a picture that is attached to the mail.
type mailLogo struct {
	Src           template.URL
	Width, Height int // in pixels, as it is shown
}

const (
	mailLogoHeight = 36
	mailLogoWidth  = 160 // at most
)

// newMailLogo returns how a mail shows the logo, nil if it has none.
func newMailLogo(l *logo, domain string) *mailLogo {
	if l == nil {
		return nil
	}
	m := &mailLogo{template.URL("cid:" + logoID + "@" + domain), l.width * mailLogoHeight / l.height, mailLogoHeight}
	if m.Width > mailLogoWidth {
		m.Width, m.Height = mailLogoWidth, max(1, l.height*mailLogoWidth/l.width)
	}
	m.Width = max(1, m.Width)
	return m
}

// logoID begins the Content-ID of the logo.
const logoID = "logo"

// mailStyle returns the styles that every element carries itself, because some clients drop style sheets.
func mailStyle(l *Look) map[string]template.CSS {
	link, band, on := l.Light(), l.Accent(), l.OnAccent()
	return map[string]template.CSS{
		"body":    "margin:0;padding:0;background-color:#ffffff;color:#1f2328",
		"band":    "padding:12px 20px;font-family:Arial,Helvetica,sans-serif;font-size:18px;font-weight:bold;text-align:left;background-color:" + band + ";color:" + on,
		"logo":    "vertical-align:middle;border:0",
		"cell":    "padding:20px 20px 24px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1f2328;text-align:left;overflow-wrap:anywhere",
		"h1":      "margin:0 0 18px;font-size:26px;line-height:1.25;color:#1f2328",
		"h2":      "margin:28px 0 4px;font-size:19px;line-height:1.35;color:#1f2328",
		"part":    "margin:32px 0 0;padding:0 0 4px;font-size:21px;line-height:1.35;color:#1f2328;border-bottom:2px solid " + link,
		"small":   "margin:0 0 8px;font-size:15px;line-height:1.35;color:#1f2328",
		"box":     "margin:0 0 18px;padding:14px 16px 6px;background-color:#f6f8fa;border-top:3px solid " + link,
		"p":       "margin:0 0 14px;color:#1f2328",
		"muted":   "margin:0 0 12px;font-size:14px;color:#57606a",
		"caption": "margin:0 0 2px;font-size:14px;color:#57606a",
		"label":   "color:#1f2328",
		"quote":   "margin:0 0 14px;padding:0 0 0 12px;border-left:3px solid #d0d7de;color:#1f2328",
		"ul":      "margin:0 0 14px;padding:0 0 0 20px",
		"li":      "margin:0 0 6px;color:#1f2328",
		"a":       "color:" + link,
		"hr":      "border:0;border-top:1px solid #d0d7de;margin:24px 0",
		"table":   "width:100%;max-width:600px",
	}
}

// Outlook on Windows ignores max-width, and html/template strips comments: hence constants.
const (
	msoStart template.HTML = `<!--[if mso]><table role="presentation" align="center" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->`
	msoEnd   template.HTML = `<!--[if mso]></td></tr></table><![endif]-->`
)

func newMailView(e *digest.Edition, d *document, look *Look, env Envelope, reason, domain string, leftOut int) *mailView {
	v := &mailView{Doc: d, Preview: shorten(d.summary(), 140), URL: Link(e.URL), Reason: reason, Leave: env.Unsubscribe, Choose: Link(env.Choose), Community: line(e.Community.Name), Words: d.words,
		Logo: newMailLogo(look.mailed(), domain), Footer: look.footer, Style: mailStyle(look), Dark: look.Dark(), MSOStart: msoStart, MSOEnd: msoEnd}
	if leftOut > 0 {
		v.LeftOut = language.Fill(v.Words.LeftOut, "n", v.Words.Number(leftOut))
	}
	return v
}

// Heading returns the level of the headings of a part's stories.
func (v *mailView) Heading(p part) int { return articleView{document: v.Doc}.Heading(p) }

// Line pairs a paragraph with the styles, for a template that prints its links.
func (v *mailView) Line(p paragraph) mailLine { return mailLine{p, v.Style["a"]} }

// Items does the same for a list.
func (v *mailView) Items(list []paragraph) mailItems {
	items := mailItems{Style: v.Style}
	for _, p := range list {
		items.Lines = append(items.Lines, v.Line(p))
	}
	return items
}

// All does the same for blocks.
func (v *mailView) All(blocks []block) mailBlocks {
	all := mailBlocks{Style: v.Style}
	for _, b := range blocks {
		one := mailBlock{Items: v.Items(b.Items)}
		if len(b.Text) > 0 {
			one.Text = &mailLine{b.Text, v.Style["a"]}
		}
		all.Blocks = append(all.Blocks, one)
	}
	return all
}

// A mailLine is a paragraph whose links carry their style.
type mailLine struct {
	Spans paragraph
	Style template.CSS
}

type mailItems struct {
	Lines []mailLine
	Style map[string]template.CSS
}

type mailBlock struct {
	Items mailItems
	Text  *mailLine
}

type mailBlocks struct {
	Blocks []mailBlock
	Style  map[string]template.CSS
}

// headers are the header fields of a mail, in order, folded and ready to be sent.
type headers struct{ b strings.Builder }

// add appends a field. The value must be ASCII; line breaks and other controls in it become spaces, so that no text can
// begin a field of its own. Lines are folded at spaces to at most 76 characters (RFC 5322, section 2.2.3; RFC 2047,
// section 2).
func (h *headers) add(name, value string) {
	value = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return ' '
		}
		return r
	}, value)
	h.b.WriteString(name + ":")
	width := len(name) + 1
	for i, word := range strings.Fields(value) {
		if width+1+len(word) > 76 && i > 0 {
			h.b.WriteString("\r\n")
			width = 0
		}
		h.b.WriteString(" " + word)
		width += 1 + len(word)
	}
	h.b.WriteString("\r\n")
}

// String returns the fields, each with its CRLF.
func (h *headers) String() string { return h.b.String() }

// encoded returns s as it is if it is plain ASCII, else as encoded words (RFC 2047, encoding Q) that are short enough
// to stand behind the name of any field.
func encoded(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0 && !strings.Contains(s, "=?") {
		return s
	}
	const most = 60 // characters of one word
	var words []string
	var b strings.Builder
	for _, r := range s {
		q := string(r)
		switch {
		case r == ' ':
			q = "_"
		case r >= utf8.RuneSelf || !alnum(byte(r)):
			q = ""
			for _, c := range []byte(string(r)) {
				q += fmt.Sprintf("=%02X", c)
			}
		}
		if b.Len()+len(q) > most-len("=?utf-8?q??=") {
			words = append(words, b.String())
			b.Reset()
		}
		b.WriteString(q) // a character is never split
	}
	words = append(words, b.String())
	return "=?utf-8?q?" + strings.Join(words, "?= =?utf-8?q?") + "?="
}

// mailbox returns a as it stands in a header.
func mailbox(a *mail.Address) string {
	if e := encoded(a.Name); e != a.Name {
		return e + " <" + a.Address + ">"
	}
	return a.String()
}
