package store

import (
	"context"
	"time"
)

// An Outbox keeps what is to be handed to people and programs of other machines, which cannot be taken back, until it
// is known what became of it. Each change of state is stored before what follows from it is done.
type Outbox interface {
	// Queue stores letters that wait to be handed out, all or none, and returns how many are new. There is one letter
	// for an edition, revision, output and recipient, and one note for an output and key; one that is there already is
	// left as it is, and one to a Reader who is none any more is left out. A letter to who is suppressed is stored as
	// failed, unless it is a note: that asks whether they are back.
	Queue(ctx context.Context, letters []Letter) (int, error)

	// Letters returns the letters that fit, without their bytes, in the order in which they were queued.
	Letters(ctx context.Context, which LetterFilter) ([]Letter, error)

	// Claim marks the first letter of an output that waits, and whose Next has come by now, as claimed and returns it
	// with its bytes; ErrNotFound if none waits. Letters that were put off come after all that were not.
	Claim(ctx context.Context, output string, now time.Time) (Letter, error)

	// Settle says what became of a letter, and enters it in the ledger, unless it is a note. It is ErrNotFound if its
	// state is not from, as that of a letter is whose recipient was forgotten meanwhile.
	// Letters that are sent, dropped or withdrawn lose their bytes.
	Settle(ctx context.Context, id int64, from LetterState, to Settlement) error

	// Unsuppress lets letters to a recipient of an output be sent again.
	Unsuppress(ctx context.Context, output, recipient string) error

	// Return notes, once for each letter, that it came back with these words, and lets change alter the subscriber who
	// is its recipient in the same transaction, as ChangeSubscribers does; what is no subscriber has no State and stays
	// so. It reports whether the letter had not come back before. ErrNotFound: there is no such letter.
	Return(ctx context.Context, id int64, words string, change func(*Subscriber) error) (first bool, err error)

	// Turn waits until no other process hands letters over, and keeps all others from it until done is called or the
	// process ends.
	Turn(ctx context.Context) (done func() error, err error)
}

// A Letter is one revision of an edition for one recipient of one output, or a note to one that is no edition, as the
// bytes that are handed over. They are made once.
type Letter struct {
	ID        int64  // of the store
	Edition   string // "" for a note
	Revision  int
	Output    string
	Recipient string
	Key       string // by which a receiver can know it again: a Message-ID, an idempotency key
	Raw       []byte
	Reader    bool // for Queue: the recipient is a subscriber, in whatever state; not kept

	State    LetterState
	Attempts int       // how often it was tried
	Doubts   int       // how often it was in doubt
	Response string    // what the receiver said last
	Queued   time.Time // when it was stored
	Next     time.Time // not to be tried before
	Expires  time.Time // not to be tried from then on; zero: never
	Changed  time.Time // when it came to its state
	Suppress bool      // its recipient does not exist, so that no other letter of the output goes there
	Returned string    // the words with which it came back after it was sent; "": it did not
}

// MayHaveArrived reports whether the recipient has the letter, or may have it.
func (l Letter) MayHaveArrived() bool { return l.State == LetterSent || l.State == LetterInDoubt }

// A LetterState is how far a letter has come.
type LetterState string

// The states. A letter that is claimed when a run begins was not handed over, because it is in doubt before that.
const (
	LetterQueued    LetterState = "queued"    // waits for its turn
	LetterClaimed   LetterState = "claimed"   // is being handed over, and the receiver does not have it yet
	LetterInDoubt   LetterState = "in doubt"  // was handed over, and the receiver has not said yet that it took it
	LetterSent      LetterState = "sent"      // the receiver has it
	LetterFailed    LetterState = "failed"    // the receiver refused it for good
	LetterExpired   LetterState = "expired"   // it came to be too old
	LetterDropped   LetterState = "dropped"   // a person, or a newer revision, took it out
	LetterWithdrawn LetterState = "withdrawn" // its edition told what was taken out since, and it was not sent
)

// A LetterFilter says which letters are meant. What is empty does not narrow.
type LetterFilter struct {
	ID      int64
	Edition string
	Output  string
	Key     string
	States  []LetterState
}

// A Settlement is what became of a letter.
type Settlement struct {
	State    LetterState
	Response string
	At       time.Time
	Next     time.Time // for a letter that waits again
	Suppress bool      // see Letter
}
