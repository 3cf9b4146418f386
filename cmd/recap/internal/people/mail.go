package people

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"

	"recap/digest/deliver"
	"recap/store"
)

// An Asker asks the owners of addresses by mail whether they want the newsletter.
type Asker struct {
	Community string
	Language  string           // BCP 47
	URL       string           // address of the server that answers links; "": they answer by mail
	Mailbox   *deliver.Bounces // where their mail is read; needed without URL
	Keys      *Keys
	Store     interface {
		store.Subscribers
		store.Outbox
	}
	Postman *deliver.Postman
	Now     func() time.Time
}

// askFor is how long a mail that is not taken is tried again.
const askFor = 24 * time.Hour

// Queue puts the mails into the outbox that are to be sent and are not there yet, and returns how many. Whoever was
// killed in between puts none there twice. Errors name no address.
func (a *Asker) Queue(ctx context.Context) (n int, err error) {
	all, err := a.Store.Subscribers(ctx, store.SubscriberPending, store.SubscriberLeft)
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, s := range Unanswered(all, a.Now()) {
		l, err := a.letter(&s)
		if err != nil && !errors.Is(err, errOtherSecret) {
			return n, errors.Join(append(errs, hidden(err, s.Address))...)
		}
		if err != nil {
			errs = append(errs, hidden(err, s.Address))
		} else if _, err := a.Store.Queue(ctx, []store.Letter{l}); err != nil {
			return n, errors.Join(append(errs, err)...)
		} else {
			n++
		}
		err = a.Store.ChangeSubscribers(ctx, []string{s.Address}, func(now *store.Subscriber) error {
			now.Mailed = now.Mailed || now.Ask == s.Ask
			return nil
		})
		if err != nil {
			return n, errors.Join(append(errs, err)...)
		}
	}
	return n, errors.Join(errs...)
}

// errOtherSecret says that the token in a mail would not be the one that was noted.
var errOtherSecret = errors.New("it was asked for with another secret; it can be asked for again")

// hidden returns an error without the address.
func hidden(err error, address string) error {
	return fmt.Errorf("a mail that asks for confirmation: %s", strings.ReplaceAll(err.Error(), address, "ADDRESS"))
}

// letter returns one mail.
func (a *Asker) letter(s *store.Subscriber) (store.Letter, error) {
	token := a.Keys.AskToken(s.Address, s.Asked)
	if hash, err := HashOf(token); err != nil || hash != s.Ask {
		return store.Letter{}, errOtherSecret
	}
	words, lang := askEnglish(), "en"
	if tag, err := language.Parse(a.Language); err == nil {
		if base, _ := tag.Base(); base.String() == "de" {
			words, lang = askGerman(), a.Language
		}
	}
	how, link := words.mail, ""
	if a.URL != "" {
		how, link = words.page, strings.TrimSuffix(a.URL, "/")+"/confirm/"+token
	} else if a.Mailbox != nil {
		link = a.Mailbox.Confirm(a.Postman.From, token)
	}
	fill := strings.NewReplacer("NAME", a.Community, "HOW", how, "LINK", link)
	l, err := a.Postman.Letter(deliver.Note{To: s.Address, Subject: fill.Replace(words.subject), Text: fill.Replace(words.text),
		Language: lang, Date: s.Asked, Key: token}, a.Keys.MessageSecret())
	l.Reader, l.Queued, l.Expires = true, a.Now(), s.Asked.Add(askFor)
	return l, err
}

// An asking is the words of the mail that asks, in one language of the pages. HOW is one of the last two.
type asking struct{ subject, text, page, mail string }

func askEnglish() asking {
	return asking{subject: "Please confirm: the recap of NAME", text: `Somebody, probably you, wants the recap of NAME to be sent to this address.

If that is right, HOW:

LINK

If not, do nothing. Nothing is sent to you then.
`, page: "open this page and press the button", mail: "send the mail that this address opens, as it stands"}
}

func askGerman() asking {
	return asking{subject: "Bitte bestätigen: der Rückblick von NAME", text: `Jemand, vermutlich Sie selbst, möchte den Rückblick von NAME an diese Adresse bekommen.

Wenn das stimmt, bitte HOW:

LINK

Wenn nicht, ist nichts zu tun. Dann wird nichts geschickt.
`, page: "diese Seite öffnen und den Knopf drücken", mail: "die Mail abschicken, die sich mit dieser Adresse öffnet, so wie sie ist"}
}
