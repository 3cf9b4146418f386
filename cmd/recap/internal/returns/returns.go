// Package returns reads what comes back by mail to the mailbox of a newsletter: mail that could not be delivered, and
// readers who leave, confirm or ask for it.
//
// Nothing in a mail is believed that anybody could have written. A bounce counts if it holds the Message-ID of a letter,
// which nobody knows but who got it, and names the recipient of that letter; it counts once, however often it comes. A
// reader is known by the token in the subject, and not by the sender.
package returns

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"recap/cmd/recap/internal/people"
	"recap/digest/render"
	"recap/ingest/source"
	"recap/ingest/text"
	"recap/store"
)

// A Reader reads the mailbox of one output.
type Reader struct {
	Output string // its name
	DB     store.DB
	Keys   *people.Keys
	Now    func() time.Time
	// Subscribe says that who writes "subscribe" is asked by mail whether they want the newsletter.
	Subscribe bool
}

// A Result is what a mailbox held that is new.
type Result struct {
	Mails      int
	Bounced    int      // letters that came back
	Suppressed int      // subscribers who get no more
	Left       int      // subscribers who left
	Confirmed  int      // subscribers who confirmed
	Asked      int      // who is to be asked by mail for confirmation
	Others     []string // what came back from who is no subscriber: the recipient, and with which words
	Skipped    []error  // mails that could not be read

	wishes int // mails that ask for the newsletter
}

const (
	maxPages = 50 // of a mailbox in one run; what is left is read by the next
	askHour  = time.Hour
	askMost  = 60 // addresses that are asked within an hour, by mail or by the form

	mostWishes = 1000 // mails in one run that are looked at because they ask for the newsletter
)

// Read reads what is new in the mailbox that open opens. place names the mailbox: how far it was read is kept under it.
func (r *Reader) Read(ctx context.Context, place string, open func(source.Env) (source.Source, error)) (res Result, err error) {
	var mails [][]byte
	src, err := open(source.Env{Now: r.Now, Mail: func(raw []byte) { mails = append(mails, raw) }})
	if err != nil {
		return res, err
	}
	key := "bounces/" + place
	at, err := r.DB.Meta(ctx, key)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return res, err
	}
	cur := store.Cursor(at)
	if len(cur) == 0 {
		cur = nil
	}
	for range maxPages {
		mails = mails[:0]
		page, err := src.Fetch(ctx, cur)
		if err != nil {
			return res, err
		}
		res.Skipped = append(res.Skipped, page.Skipped...)
		for _, raw := range mails {
			if err := r.take(ctx, raw, &res); err != nil {
				return res, err
			}
		}
		if cur = page.Next; json.Valid(cur) {
			if err := r.DB.SetMeta(ctx, key, string(cur)); err != nil {
				return res, err
			}
		}
		if !page.More {
			break
		}
	}
	return res, nil
}

// take does what one mail says.
func (r *Reader) take(ctx context.Context, raw []byte, res *Result) error {
	m := read(raw)
	res.Mails++
	for _, id := range m.ids {
		for _, f := range m.failed {
			if err := r.bounce(ctx, id, f, res); err != nil {
				return err
			}
		}
	}
	if m.automatic {
		return nil
	}
	return r.obey(ctx, m, res)
}

// bounce counts a letter that came back, if it is ours and went to who did not get it.
func (r *Reader) bounce(ctx context.Context, id string, f failure, res *Result) error {
	why := meaningOf(f.status)
	letters, err := r.DB.Letters(ctx, store.LetterFilter{Output: r.Output, Key: id})
	if err != nil || why == ofTheMail {
		return err
	}
	for _, l := range letters {
		if !render.IsSignedID(r.Keys.MessageSecret(), id, l.Output, l.Recipient) || !f.names(l.Recipient) {
			continue
		}
		reader, last := false, false
		words := f.text()
		first, err := r.DB.Return(ctx, l.ID, words, func(s *store.Subscriber) error {
			reader, last = true, people.Bounce(s, why == lasting, words, r.Now())
			return nil
		})
		if err != nil || !first {
			return err
		}
		res.Bounced++
		if last {
			res.Suppressed++
		}
		if !reader {
			res.Others = append(res.Others, l.Recipient+": "+words)
		}
	}
	return nil
}

// names reports whether the failure is that of the recipient.
func (f failure) names(recipient string) bool {
	for _, a := range f.addresses {
		if people.Folded(a) == people.Folded(recipient) {
			return true
		}
	}
	return false
}

// text returns the status and what was said, in one line.
func (f failure) text() string {
	return text.Cut(strings.ToValidUTF8(strings.Join(strings.Fields(f.status+" "+f.words), " "), ""), maxWords)
}

// A meaning is what a status says of a recipient.
type meaning int

const (
	passing   meaning = iota // another mail may reach them
	lasting                  // none will
	ofTheMail                // nothing: the mail was refused, or who sent it
)

const mailboxFull = "5.2.2"

// meaningOf returns what a status says (RFC 3463). What a server refuses as a matter of policy, for who sends it or for
// what is in it, it would refuse for anybody: a server on a list of spammers would else lose all its subscribers.
func meaningOf(status string) meaning {
	switch {
	case strings.HasPrefix(status, "5.7."), strings.HasPrefix(status, "5.6."), status == "5.1.7", status == "5.1.8", status == "5.2.3",
		status == "5.3.4", strings.HasPrefix(status, "2."):
		return ofTheMail
	case strings.HasPrefix(status, "5.") && status != mailboxFull:
		return lasting
	}
	return passing
}

// command is the subject of a mail from a reader. Nothing else is taken for one: "Re: confirm ..." may be what a program
// answers.
var command = regexp.MustCompile(`^(unsubscribe|confirm) ([0-9a-f]{32})$`)

// obey does what a reader wants.
func (r *Reader) obey(ctx context.Context, m message, res *Result) error {
	if res.wishes < mostWishes && r.Subscribe && m.subject == "subscribe" {
		res.wishes++
		return r.ask(ctx, m.from, res)
	}
	words := command.FindStringSubmatch(m.subject)
	if words == nil {
		return nil
	}
	left, confirmed := false, false
	err := people.ByToken(ctx, r.DB, words[2], func(s *store.Subscriber, hash [32]byte) bool {
		if words[1] == "unsubscribe" {
			left = s.Token == hash && people.Leave(s, r.Now()) // the token of the mail that asks is for confirming alone
			return left
		}
		r.Keys.Sign(s)
		confirmed = people.Confirm(s, hash, r.Now())
		return confirmed
	})
	if left {
		res.Left++
	}
	if confirmed {
		res.Confirmed++
	}
	return err
}

// ask notes that the owner of an address is to be asked whether they want the newsletter, unless too many were within
// the hour: anybody can write the address of a stranger into a mail.
func (r *Reader) ask(ctx context.Context, from string, res *Result) error {
	address, err := people.Address(from)
	if err != nil {
		return nil
	}
	all, err := r.DB.Subscribers(ctx)
	if err != nil || people.AskedSince(all, r.Now().Add(-askHour)) >= askMost {
		return err
	}
	asked := false
	err = r.DB.ChangeSubscribers(ctx, []string{address}, func(s *store.Subscriber) error {
		asked = people.Ask(s, r.Keys, people.Choice{Digests: s.Digests, Sections: s.Sections}, r.Now())
		return nil
	})
	if asked {
		res.Asked++
	}
	return err
}

// String returns what a mailbox held, for a person; "" if nothing of it matters.
func (res Result) String() string {
	var parts []string
	for _, one := range []struct {
		n    int
		what string
	}{{res.Bounced, "came back"}, {res.Suppressed, "get no more"}, {res.Left, "left"}, {res.Confirmed, "confirmed"}, {res.Asked, "to be asked"}} {
		if one.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", one.n, one.what))
		}
	}
	return strings.Join(parts, ", ")
}
