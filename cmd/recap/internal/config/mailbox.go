package config

import (
	"strings"
	"time"

	"recap/digest/deliver"
	"recap/ingest"
	"recap/ingest/source"
)

// MailboxesOf returns the mailboxes to which the mail of an output comes back, as sources that read them; none if it has
// none.
func MailboxesOf(o *deliver.Target) []ingest.Config {
	var all []ingest.Config
	b := o.Bounces()
	if b == nil {
		return nil
	}
	if b.Remote() {
		all = append(all, ingest.OnServer(o.Name, ingest.Login(b.IMAP)))
	}
	if b.Maildir != "" {
		all = append(all, ingest.InMaildir(o.Name, b.Maildir))
	}
	if b.Mbox != "" {
		all = append(all, ingest.InMbox(o.Name, b.Mbox))
	}
	return all
}

// MailboxKey returns by what a mailbox is known under another name of its output, too. Nothing of its address can be
// read from it.
func MailboxKey(box *ingest.Config) string { return addressOf(box) }

// checkMailboxes demands that the mailboxes of the output whose kind stands at path can be read.
func (c *Config) checkMailboxes(r *report, o *deliver.Target, path string) {
	at := Join(path, "bounces")
	if !r.sound(at) || r.straysIn(at) {
		return
	}
	for _, box := range MailboxesOf(o) {
		_, err := box.Open(source.Env{Now: time.Now})
		for _, one := range each(err) {
			kind, _, _ := strings.Cut(one.Error(), ":")
			r.blame(Join(at, kind), kind, one)
		}
	}
}
