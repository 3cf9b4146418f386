package render

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"recap/digest"
)

// maxHTMLPart is the largest encoded HTML part in bytes. Gmail cuts off what lies beyond some 102 KB.
const maxHTMLPart = 80 << 10

// An Envelope says who mails the edition to whom. Both addresses are as in a header: "Name <address>".
type Envelope struct {
	From   string // default: the community's name at recap.invalid
	To     string // default: an empty group, "undisclosed-recipients:;"
	ListID string // what stands between the angle brackets of List-Id (RFC 2919); left out if empty
	Reason string // why the reader gets this; default: names the community
}

// Mail writes the edition as one mail (RFC 5322) with CRLF, all in 7 bits: a text part, then an HTML part. Boundary, Message-ID and
// date are made from the edition, so that a retry is the same mail. If the HTML part would exceed 80 KB, the last stories
// are left out of it. An address that cannot be read is an error.
func Mail(w io.Writer, e *digest.Edition, env Envelope) error {
	from, to, err := env.addresses(e)
	if err != nil {
		return err
	}
	d := compose(e)
	text, html, err := mailParts(e, d, env)
	if err != nil {
		return err
	}
	subject := d.Title
	if e.Revision > 1 {
		subject = phrases(e).CorrectedMark + subject
	}
	boundary := "=_recap_" + digestOf(e.ID, fmt.Sprint(e.Revision))[:32]
	domain := "recap.invalid"
	if _, after, ok := strings.Cut(from.Address, "@"); ok {
		domain = after
	}

	var h headers
	h.add("From", mailbox(from))
	if to == nil {
		h.add("To", "undisclosed-recipients:;")
	} else {
		h.add("To", mailbox(to))
	}
	h.add("Subject", encoded(shorten(subject, 78)))
	h.add("Date", e.Period.End.Format(time.RFC1123Z))
	h.add("Message-ID", messageID(e, to, domain))
	h.add("MIME-Version", "1.0")
	h.add("Content-Type", `multipart/alternative; boundary="`+boundary+`"`)
	h.add("Content-Language", d.Language)
	if id := line(env.ListID); id != "" {
		h.add("List-Id", "<"+strings.Trim(id, "<>")+">")
	}
	h.add("Precedence", "bulk")
	h.add("Auto-Submitted", "auto-generated")
	h.add("X-Auto-Response-Suppress", "All")
	h.add("X-Recap-Edition", fmt.Sprintf("%s; revision=%d", line(e.ID), e.Revision))

	var b bytes.Buffer
	b.WriteString(h.String() + "\r\n")
	for _, part := range []struct{ kind, body string }{{"plain", text}, {"html", html}} {
		fmt.Fprintf(&b, "--%s\r\nContent-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s\r\n", boundary, part.kind, part.body)
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	_, err = b.WriteTo(w)
	return err
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
	for _, a := range []*mail.Address{from, to} {
		if a != nil && strings.ContainsFunc(a.Address, func(r rune) bool { return r < ' ' || r > '~' }) {
			return nil, nil, fmt.Errorf("address %q: only ASCII can be sent everywhere", a.Address)
		}
	}
	return from, to, nil
}

// messageID returns an id that is the same for every attempt to send this revision to this recipient and shows no address.
func messageID(e *digest.Edition, to *mail.Address, domain string) string {
	recipient := ""
	if to != nil {
		recipient = strings.ToLower(to.Address)
	}
	name, err := FileName(e.ID)
	if err != nil || strings.Contains(name, "..") || strings.HasSuffix(name, ".") {
		name = digestOf(e.ID)[:16] // not a dot-atom
	}
	return fmt.Sprintf("<%s.r%d.%s@%s>", name, e.Revision, digestOf(e.ID, recipient)[:16], domain)
}

// digestOf returns the HMAC-SHA-256 of the words under the key, in hexadecimal.
func digestOf(key string, words ...string) string {
	m := hmac.New(sha256.New, []byte(key))
	for _, w := range words {
		m.Write([]byte(w + "\x00"))
	}
	return hex.EncodeToString(m.Sum(nil))
}

// mailParts returns the encoded text and HTML parts.
func mailParts(e *digest.Edition, d *document, env Envelope) (text, html string, err error) {
	reason := cmp.Or(line(env.Reason), digest.Fill(phrases(e).Reason, "community", cmp.Or(line(e.Community.Name), phrases(e).ThisCommunity)))
	text = plainText(d) + "\n" + wrap(reason, "", "")
	if url := Link(e.URL); url != "" {
		text += digest.Fill(phrases(e).ReadAt, "url", url) + "\n"
	}
	short := *d
	for {
		var b bytes.Buffer
		if err := execute(&b, "mail.html", newMailView(e, &short, reason, len(d.Stories)-len(short.Stories))); err != nil {
			return "", "", err
		}
		html = quotedPrintable(b.String())
		if len(html) <= maxHTMLPart || len(short.Stories) == 0 {
			return quotedPrintable(text), html, nil
		}
		short.Stories = short.Stories[:len(short.Stories)-1]
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
