package store

import (
	"context"
	"time"
)

// An Answer is what a language model said to a request, kept so that nobody asks it twice.
type Answer struct {
	Hash  string   // of the request, in hexadecimal
	Task  string   // what was asked
	Model string   // who answered
	Body  []byte   // the answer
	Posts []string // public ids of the posts whose words were in the request
	At    time.Time
}

// Answers keeps what language models answered. An answer rests on the posts that were in its request: it is gone when
// one of them is taken out, or gets other words, another title or another consent.
type Answers interface {
	// KeepAnswer keeps an answer, in one transaction. One that stands there under the same hash stays. It is not
	// kept if a post that it rests on is not stored.
	KeepAnswer(ctx context.Context, a Answer) error

	// KeptAnswers returns the bodies of the answers that are kept under these hashes.
	KeptAnswers(ctx context.Context, hashes []string) (map[string][]byte, error)
}
