package deliver

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"recap/digest/deliver/outbox"
	"recap/digest/render"
	"recap/store"
)

// A Postman hands over single mails that are no edition, such as one that asks for confirmation, by the way of an
// output that is mail.
type Postman struct {
	From   string // sender, as in a header: "Name <address>"
	Output string // name of the output
	news   *newsletter
	open   func(context.Context) (outbox.Session, error)
}

// Postman returns that of the target; nil if it is no mail.
func (t *Target) Postman() (*Postman, error) {
	switch {
	case t.Email != nil:
		addr, err := t.Email.SMTP.addr()
		if err != nil {
			return nil, fmt.Errorf("output %s: %w", t.Name, err)
		}
		n := t.Email.newsletter(t.Name)
		return &Postman{n.from, t.Name, &n, t.Email.server(addr).Open}, nil
	case t.Sendmail != nil:
		n := t.Sendmail.newsletter(t.Name)
		return &Postman{n.from, t.Name, &n, func(context.Context) (outbox.Session, error) { return t.Sendmail.pipe(), nil }}, nil
	}
	return nil, nil
}

// Send hands a mail over, signed as the newsletter is. It calls doubt right before the recipient may have it, and goes
// no further if that fails. After an *outbox.Refused or *outbox.Later the recipient does not have it, after any other
// error only if doubt was not called.
func (p *Postman) Send(ctx context.Context, to string, raw []byte, doubt func() error) error {
	sign, err := p.news.signer()
	if err != nil {
		return fmt.Errorf("dkim: %w", err)
	}
	if sign != nil {
		if raw, err = signed(raw, sign); err != nil {
			return fmt.Errorf("dkim: %w", err)
		}
	}
	session, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer session.Close() // what it says undoes nothing
	_, err = session.Send(ctx, store.Letter{Recipient: to, Raw: raw}, doubt)
	return err
}

// A Note is a short mail in plain text.
type Note struct {
	To, Subject, Text string
	Language          string // BCP 47
	Date              time.Time
	Key               string // what makes its Message-ID; the same for each try
}

const longestSubject = 150 // characters

// Letter returns a note for the outbox of the output, signed as the newsletter is. Its Message-ID is signed with the
// secret, see render.SignedID.
func (p *Postman) Letter(n Note, secret []byte) (store.Letter, error) {
	sum := sha256.Sum256([]byte(n.Key))
	l := store.Letter{Output: p.Output, Recipient: n.To}
	l.Key = render.SignedID(secret, "note."+hex.EncodeToString(sum[:8]), p.Output, n.To, p.domain())
	var err error
	if l.Raw, err = p.mail(n, l.Key); err != nil {
		return l, err
	}
	sign, err := p.news.signer()
	if err != nil || sign == nil {
		return l, err
	}
	l.Raw, err = signed(l.Raw, sign)
	return l, err
}

// domain returns that of the sender.
func (p *Postman) domain() string {
	_, domain, _ := strings.Cut(bare([]string{p.From})[0], "@")
	return domain
}

// Mail returns a note as mail (RFC 5322), all in 7 bits. Line breaks in its subject become spaces.
func (p *Postman) Mail(n Note) ([]byte, error) {
	sum := sha256.Sum256([]byte(n.Key))
	return p.mail(n, "<note."+hex.EncodeToString(sum[:16])+"@"+p.domain()+">")
}

// mail returns a note with this Message-ID.
func (p *Postman) mail(n Note, id string) ([]byte, error) {
	from, err := mail.ParseAddress(p.From)
	if err != nil {
		return nil, fmt.Errorf("sender %q: %w", p.From, err)
	}
	to, err := mail.ParseAddress(n.To)
	if err != nil {
		return nil, errors.New("the recipient is no mail address")
	}
	subject := []rune(strings.Join(strings.Fields(n.Subject), " "))
	subject = subject[:min(len(subject), longestSubject)]
	var b bytes.Buffer
	for _, field := range [][2]string{
		{"From", from.String()}, {"To", to.String()}, {"Subject", mime.QEncoding.Encode("utf-8", string(subject))},
		{"Date", n.Date.Format(time.RFC1123Z)},
		{"Message-ID", id}, {"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"}, {"Content-Transfer-Encoding", "quoted-printable"}, {"Content-Language", n.Language},
		{"Auto-Submitted", "auto-generated"}, {"X-Auto-Response-Suppress", "All"},
	} {
		if strings.ContainsAny(field[1], "\r\n") {
			return nil, fmt.Errorf("%s holds a line break", field[0])
		}
		fmt.Fprintf(&b, "%s: %s\r\n", field[0], field[1])
	}
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	_, err = io.WriteString(w, strings.ReplaceAll(n.Text, "\n", "\r\n"))
	return b.Bytes(), errors.Join(err, w.Close())
}
