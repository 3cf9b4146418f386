package people

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/text/language"

	"recap/digest/deliver"
	"recap/digest/deliver/outbox"
	"recap/store"
)

// An Asker asks the owners of addresses by mail whether they want the newsletter.
type Asker struct {
	Community string
	Language  string // BCP 47
	URL       string // address of the server that answers links
	Keys      *Keys
	Store     store.Subscribers
	Postman   *deliver.Postman
	Now       func() time.Time
}

// askFor is how long a mail that is not taken is tried again.
const askFor = 24 * time.Hour

// AskAll sends the mails that have not gone out. One that is refused for good is not tried again; after any other error
// a later call tries again, for a day, and its owner may get the same mail twice. Errors name no address.
func (a *Asker) AskAll(ctx context.Context) error {
	all, err := a.Store.Subscribers(ctx, store.SubscriberPending, store.SubscriberLeft)
	if err != nil {
		return err
	}
	var errs []error
	for _, s := range Unanswered(all, a.Now()) {
		if ctx.Err() != nil {
			break
		}
		err := a.ask(ctx, &s)
		var refused *outbox.Refused
		over := err == nil || errors.As(err, &refused) || a.Now().Sub(s.Asked) > askFor
		if err != nil {
			said := strings.ReplaceAll(err.Error(), s.Address, "ADDRESS")
			errs = append(errs, errors.New("a mail that asks for confirmation: "+said))
		}
		if !over {
			continue
		}
		err = a.Store.ChangeSubscribers(context.WithoutCancel(ctx), []string{s.Address}, func(now *store.Subscriber) error {
			now.Mailed = now.Mailed || now.Ask == s.Ask
			return nil
		})
		if err != nil {
			return errors.Join(append(errs, err)...)
		}
	}
	return errors.Join(errs...)
}

// ask sends one mail.
func (a *Asker) ask(ctx context.Context, s *store.Subscriber) error {
	token := a.Keys.AskToken(s.Address, s.Asked)
	if hash, err := HashOf(token); err != nil || hash != s.Ask {
		return &outbox.Refused{Answer: "it was asked for with another secret"}
	}
	subject, text, lang := askEnglish, askEnglishText, "en"
	if tag, err := language.Parse(a.Language); err == nil {
		if base, _ := tag.Base(); base.String() == "de" {
			subject, text, lang = askGerman, askGermanText, a.Language
		}
	}
	fill := strings.NewReplacer("NAME", a.Community, "LINK", strings.TrimSuffix(a.URL, "/")+"/confirm/"+token)
	raw, err := a.Postman.Mail(deliver.Note{To: s.Address, Subject: fill.Replace(subject), Text: fill.Replace(text),
		Language: lang, Date: s.Asked, Key: token})
	if err != nil {
		return err
	}
	return a.Postman.Send(ctx, s.Address, raw)
}

// The mail that asks, in the languages of the pages.
const (
	askEnglish     = "Please confirm: the recap of NAME"
	askEnglishText = `Somebody, probably you, wants the recap of NAME to be sent to this address.

If that is right, open this page and press the button:

LINK

If not, do nothing. Nothing is sent to you then.
`
	askGerman     = "Bitte bestätigen: der Rückblick von NAME"
	askGermanText = `Jemand, vermutlich Sie selbst, möchte den Rückblick von NAME an diese Adresse bekommen.

Wenn das stimmt, bitte diese Seite öffnen und den Knopf drücken:

LINK

Wenn nicht, ist nichts zu tun. Dann wird nichts geschickt.
`
)
