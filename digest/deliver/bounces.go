package deliver

import (
	"cmp"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
)

// Bounces configure the mailbox of an output's own to which mail comes back, and to which readers write who leave or
// confirm by mail. Each of imap, maildir and mbox that is named is read; none: what comes back is not read.
type Bounces struct {
	Address string  `yaml:"address" value:"address"` // of the mailbox; default that of the sender
	IMAP    Mailbox `yaml:"imap"`                    // a mailbox on a server, which is only looked at
	Maildir string  `yaml:"maildir" value:"path"`    // a folder into which a mail server delivers
	Mbox    string  `yaml:"mbox" value:"path"`       // a file to which a mail server adds
}

// A Mailbox is one on a server, as of a source of the kind imap.
type Mailbox struct {
	Host         string `yaml:"host" value:"host"`
	Port         int    `yaml:"port" value:"1-65535"`
	User         string `yaml:"user" value:"text"`
	PasswordFile string `yaml:"password_file" value:"secret"`
	TokenFile    string `yaml:"token_file" value:"secret"`
	TLS          string `yaml:"tls" value:"implicit|starttls|none"`
	Mailbox      string `yaml:"mailbox" value:"text"`
	AllowPrivate bool   `yaml:"allow_private"`
}

// Bounces returns those of the target, nil if it has none.
func (t *Target) Bounces() *Bounces {
	var b *Bounces
	switch {
	case t.Email != nil:
		b = &t.Email.Bounces
	case t.Sendmail != nil:
		b = &t.Sendmail.Bounces
	}
	if b == nil || !b.read() {
		return nil
	}
	return b
}

// Leave returns the address to which a reader writes who leaves: it names the mailbox of a newsletter from the sender, and
// the subject.
func (b *Bounces) Leave(sender, token string) string { return b.writeTo(sender, "unsubscribe "+token) }

// Confirm returns the address to which a reader writes who confirms.
func (b *Bounces) Confirm(sender, token string) string { return b.writeTo(sender, "confirm "+token) }

func (b *Bounces) writeTo(sender, subject string) string {
	return "mailto:" + url.PathEscape(b.address(sender)) + "?subject=" + url.PathEscape(subject)
}

// address returns that of the mailbox of a newsletter from the sender.
func (b *Bounces) address(sender string) string { return bare([]string{cmp.Or(b.Address, sender)})[0] }

// Remote reports whether a mailbox on a server is named.
func (b *Bounces) Remote() bool {
	imap := b.IMAP
	imap.TLS = "" // which has a default
	return imap != Mailbox{}
}

// read reports whether a mailbox is named.
func (b *Bounces) read() bool { return b.Remote() || b.Maildir != "" || b.Mbox != "" }

// check says what is wrong with the keys.
func (b *Bounces) check() error {
	if b.Address == "" {
		return nil
	}
	if !b.read() {
		return errors.New("bounces: no mailbox is named; add imap, maildir or mbox, where what comes back is read")
	}
	if _, err := mail.ParseAddress(b.Address); err != nil {
		return fmt.Errorf("bounces: address %q is no mail address; write it as bounces@example.org", b.Address)
	}
	return nil
}
