// Package output says what an output is: a Kind is its configuration, which opens it and says of itself what anybody
// asks about it; an Output takes editions. What kinds that write files need stands here, too: a Writer, which keeps the
// ledger, and WriteFile. Package delivertest has the contract that all keep.
package output

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"recap/digest"
	"recap/digest/render"
	"recap/store"
)

// A Kind is the configuration of one output of one kind. It says of itself what anybody asks about it.
type Kind interface {
	// Open validates the configuration and returns the output that it describes, which has that name and takes editions
	// of these digests. It touches neither the network nor any file. Its errors do not name the output.
	Open(name string, takes Digests) (Output, error)
	// About says what an output with this configuration is, also where the configuration is empty or wrong.
	About() About
}

// An Output is one place that takes editions.
type Output interface {
	// Publish brings the edition there and returns what became of each file or recipient, in the order of writing. What
	// fails does not keep it from the rest; the errors are joined. Publishing the same edition twice does no harm.
	Publish(ctx context.Context, in Input) ([]File, error)
}

// A Flusher is an Output that keeps what could not be handed over, and hands it over when its time has come. Of an
// Input it looks at what concerns no edition.
type Flusher interface {
	Flush(ctx context.Context, in Input) ([]File, error)
}

// A Tester is an Output that can show an edition to somebody before it goes out. What it sends is marked as a test, and
// remembered nowhere.
type Tester interface {
	// Test sends the edition to one recipient alone.
	Test(ctx context.Context, in Input, to string) error
}

// An Input is what an Output needs to publish one edition.
type Input struct {
	Edition *digest.Edition
	All     []*digest.Edition // recorded editions for lists and feeds, in any order; Edition need not be among them
	Emptied []string          // ids of recorded editions that lists do not show, because they are to be made again
	Ledger  store.Deliveries  // remembers what was written; nil: nothing is remembered, and a file that differs counts as edited
	Outbox  store.Outbox      // holds what leaves the machine; nil: nothing may
	Revise  bool              // replace files even if they were edited by hand
	Lists   bool              // replace lists and feeds even if they were edited by hand, but not what belongs to Edition alone
	DryRun  bool              // write nothing, neither files nor the ledger
	Only    []string          // of what leaves the machine: the recipients whom it goes to; nil: all
	Readers []Reader          // of what is sent to subscribers: those who want this edition
	// whether a letter that waits is still to go to its recipient, asked right before it does; nil: each is
	Owed func(ctx context.Context, l store.Letter) (bool, error)
	// Edition was made because something was taken out of the revision before it, and has nothing else to say
	Redacted bool
	Now      time.Time        // when the deliveries are recorded
	Clock    func() time.Time // what time it is while letters are handed over, which may take hours; nil: Now throughout
	Expires  time.Time        // what leaves the machine is not sent from then on; zero: never
	Secret   []byte           // what Message-IDs are signed with; none: they are not signed
	Look     *render.Look     // of pages and mail; nil: the program's own
	Atom     string           // address of the feed that pages lead to; "": none
}

// A Reader is one subscriber who wants an edition.
type Reader struct {
	Address  string
	Sections []string // names of the sections that are wanted; none: the whole edition
	Token    string   // by which the program knows this reader; "": by nothing
	Leave    string   // address at which this reader leaves with one click; "": none
	Choose   string   // address at which this reader chooses digests and sections; "": none
}

// A File is what became of one file.
type File struct {
	Path    string
	Written bool // false: it had these bytes already; in a dry run: true if it would be written
	Size    int  // bytes
	Edited  bool // somebody else had changed it, and that is gone
}

// Digests are the names of the digests that an output takes; none: all.
type Digests []string

// Takes reports whether the output takes editions of this digest.
func (d Digests) Takes(name string) bool { return len(d) == 0 || slices.Contains(d, name) }

// Editions returns the editions for a list or a feed of the output: the known ones and the one that is published,
// newest first, each id once.
func (d Digests) Editions(in Input) []*digest.Edition {
	all := []*digest.Edition{in.Edition}
	for _, e := range in.All {
		if e.ID != in.Edition.ID && d.Takes(e.Digest) {
			all = append(all, e)
		}
	}
	return render.Newest(all)
}

// About is what an output is. The four answers in front have no default: a kind that leaves one out is refused, because
// what the program would guess for it might call somebody again whom a word that was taken out has reached already.
type About struct {
	Form     Form // what it takes
	Again    Rule // what publishing the same edition a second time does to what is there: Rewrite or Never
	Revised  Rule // what a new revision does to it
	Redacted Rule // what is done to it when something that the edition told was taken out

	Needs  []string // the keys without which the configuration means nothing
	Where  string   // where it writes to, as it is configured; for people
	Folder string   // the folder below which it writes its files, by whose paths the ledger names them; "" if it writes none
	To     []string // whom it sends to; the ledger names them so
	// the address of an edition's page, with {slug}, {date}, {year}, {month} and {day}; "" if it has none or does not
	// know it
	Page    string
	Feed    string // the address of the feed that it writes; "" if it writes none
	Signed  bool   // the Message-IDs of its mail are signed with Input.Secret
	Sender  string // the mail address that what it sends comes from; "" if that is no mail, or nobody knows
	ListID  string // the List-Id of its mail, in which one "*" stands for the name of a digest; "" if it has none
	Dated   bool   // it calls an edition by its period alone, so that of two digests with the same periods it can take one
	Listed  bool   // it names all of its editions in one file, so that no other can write to the same place
	Readers bool   // it sends to the subscribers, too
	Whole   bool   // its readers get editions in full; others get them without the words of posts of which only ids may be exported
}

// A Form is what an output takes.
type Form string

// The forms.
const (
	Files   Form = "files"   // files of this machine, which recap can read again and replace
	Message Form = "message" // mail, which is with its readers once it is sent
	Call    Form = "call"    // a call of another program's interface
)

// A Rule is what happens to what an output was given before.
type Rule string

// The rules.
const (
	Rewrite Rule = "rewrite" // it is replaced by what the edition says now, and left if that is the same
	Correct Rule = "correct" // the new revision is handed out as well, marked as a correction
	Never   Rule = "never"   // nothing: nobody is sent the same edition again
)

// Leaves reports whether what the output takes leaves the machine, so that nothing of it can be taken back, and an
// edition that is too old is not handed to it.
func (a About) Leaves() bool { return a.Form != Files }

// AfterRedaction says what is done to an output when something that an edition told was taken out: whether the edition,
// made anew, is brought there again, and to whom alone; nil: to all. letters are those of the edition. Where it is
// Never, that is who was still waiting for it and has nothing of it.
func (a About) AfterRedaction(letters []store.Letter) (again bool, only []string) {
	if a.Redacted != Never {
		return true, nil
	}
	letters = a.Named(letters)
	for _, l := range letters {
		if l.State == store.LetterWithdrawn && !Served(letters, l.Recipient) && !slices.Contains(only, l.Recipient) {
			only = append(only, l.Recipient)
		}
	}
	return len(only) > 0, only
}

// Served reports whether a recipient, by the letters of an edition, may have it in any revision, or is not to have it,
// because a person dropped the letter and no newer one was made since.
func Served(letters []store.Letter, recipient string) bool {
	return slices.ContainsFunc(letters, func(l store.Letter) bool {
		return l.Recipient == recipient && (l.MayHaveArrived() || l.State == store.LetterDropped &&
			!slices.ContainsFunc(letters, func(n store.Letter) bool { return n.Recipient == recipient && n.Revision > l.Revision }))
	})
}

// Named returns letters with the recipients that the output has today. One that calls another program has one, by
// whatever name older letters know it.
func (a About) Named(letters []store.Letter) []store.Letter {
	letters = slices.Clone(letters)
	for i := range letters {
		letters[i].Recipient = a.named(letters[i].Recipient)
	}
	return letters
}

// Knows reports whether what the ledger calls so is this recipient.
func (a About) Knows(inLedger, recipient string) bool { return a.named(inLedger) == recipient }

func (a About) named(recipient string) string {
	if a.Form == Call && len(a.To) == 1 {
		return a.To[0]
	}
	return recipient
}

// Check says what a kind forgot to say of itself, or says that cannot be.
func (a About) Check() error {
	errs := []error{a.form()}
	for _, one := range []struct {
		name    string
		rule    Rule
		allowed []Rule
	}{
		{"Again", a.Again, []Rule{Rewrite, Never}},
		{"Revised", a.Revised, []Rule{Rewrite, Correct, Never}},
		{"Redacted", a.Redacted, []Rule{Rewrite, Correct, Never}},
	} {
		switch {
		case one.rule == "":
			errs = append(errs, fmt.Errorf("About().%s is not said: give it one of %q", one.name, one.allowed))
		case !slices.Contains(one.allowed, one.rule):
			errs = append(errs, fmt.Errorf("About().%s is %q: give it one of %q", one.name, one.rule, one.allowed))
		case one.rule == Rewrite && a.Leaves() && one.name != "Revised":
			errs = append(errs,
				fmt.Errorf("About().%s is %q, but what has left the machine cannot be rewritten: give it %q", one.name,
					one.rule, Never))
		}
	}
	return errors.Join(errs...)
}

// form says what is wrong with the form.
func (a About) form() error {
	switch a.Form {
	case Files:
		return nil
	case Message, Call:
		if a.Folder != "" {
			return fmt.Errorf("About().Folder is %q, but an output that takes a %s writes no files", a.Folder, a.Form)
		}
		return nil
	case "":
		return fmt.Errorf("About().Form is not said: give it one of %q", []Form{Files, Message, Call})
	}
	return fmt.Errorf("About().Form is %q: give it one of %q", a.Form, []Form{Files, Message, Call})
}
