package store

import (
	"context"
	"time"
)

// Subscribers remembers who gets the newsletter. Their addresses are nobody else's business: they are in no edition, no
// export of posts and no error.
type Subscribers interface {
	// Subscribers returns all in these states, in the order in which they came; no states: all.
	Subscribers(ctx context.Context, states ...SubscriberState) ([]Subscriber, error)

	// SubscriberBy returns the one whose Token or Ask this hash is, or ErrNotFound.
	SubscriberBy(ctx context.Context, hash [32]byte) (Subscriber, error)

	// SubscriberOf returns the one with this address, whatever its upper and lower case, or ErrNotFound.
	SubscriberOf(ctx context.Context, address string) (Subscriber, error)

	// ChangeSubscribers lets change alter the subscribers with these addresses, in their order and in one transaction,
	// and stores them. Addresses are the same whatever their upper and lower case, and keep that in which they came
	// first. One that is not known yet has no State; one that has none afterwards is not stored, and no known one may
	// have none. Letters to who becomes active are sent again, as Unsuppress does it for all outputs. After an error all
	// stay as they were.
	ChangeSubscribers(ctx context.Context, addresses []string, change func(*Subscriber) error) error

	// ForgetSubscribers takes these addresses out of everything, so that no byte of the files holds them, and returns
	// how many of them were known. Letters to them that were not sent are dropped; in the outbox and in the ledger stands
	// Forgotten and a number in the place of the address, so that counts stay what they were, and what was sent is known
	// by its key alone. After ErrUnclean it is done but for parts of the files that hold nothing any more; see Fold.
	ForgetSubscribers(ctx context.Context, addresses []string) (int, error)
}

// A Subscriber is one address that the newsletter goes to, or is not to go to.
type Subscriber struct {
	Address  string
	State    SubscriberState
	Digests  []string // names of the digests that are wanted; none: all
	Sections []string // names of the sections that are wanted; none: all

	Token     [32]byte  // hash of the token in the links of the newsletter; zero: none was made
	Ask       [32]byte  // hash of the token in the mail that asks for confirmation; zero: none is open
	Asked     time.Time // when that mail was asked for last; zero: never
	Asks      int       // how often it was asked for since the address was confirmed last
	Mailed    bool      // whether that mail has gone out
	Confirmed time.Time // when the owner of the address, or who added it, said that it is wanted; zero: never
	Changed   time.Time // when it came to its state
	Bounces   int       // letters that came back for reasons that may pass, since it was confirmed
	Bounced   time.Time // when a letter came back last; zero: none did since it was confirmed
	Bounce    string    // the words with which it did
}

// Forgotten begins the recipient of a letter whose address was forgotten. It is no address.
const Forgotten = "forgotten "

// A SubscriberState says whether an address gets the newsletter.
type SubscriberState string

// The states of subscribers.
const (
	SubscriberPending    SubscriberState = "pending"    // somebody gave the address; its owner has not confirmed it yet
	SubscriberActive     SubscriberState = "active"     // gets the newsletter
	SubscriberLeft       SubscriberState = "left"       // got it once and does not want it any more
	SubscriberSuppressed SubscriberState = "suppressed" // mail to it comes back
)
