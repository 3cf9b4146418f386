package source

import (
	"context"
	"time"

	"recap/ingest/fetch"
	"recap/store"
)

// A Kind is the configuration of one source of one kind. It says of itself what anybody asks about it.
type Kind interface {
	// Open validates the configuration and returns the source that it describes, which has that name. It does not touch
	// the network or any file.
	Open(name string, env Env) (Source, error)
	// About says what a source with this configuration is, also where the configuration is empty or wrong.
	About() About
}

// A Finder is a Kind that can say which addresses may be meant, where the configured one leads to something else.
type Finder interface {
	Find(ctx context.Context, client *fetch.Client) ([]string, error)
}

// A Reworder is a Kind whose posts keep the bytes that they were made of, so that these can be read again when the
// parser changed.
type Reworder interface {
	// Reworded returns what the stored bytes of a post say by now; ok is false where they say nothing.
	Reworded(p store.Post) (now store.Post, ok bool)
}

// About is what a source is.
type About struct {
	Form  string   // what most of its posts are, such as store.FormMail; every post has the form that it is
	Place Place    // what people call the place that it reads
	Needs []string // the keys without which the configuration means nothing

	Where   string // the address, server or path that it is read from, as it is configured; may hold secrets
	Local   bool   // it is read from files of this machine, not from a server
	Archive bool   // one read may be of the mail of many years; few of those in files are read side by side

	Pace    time.Duration // least time between two reads unless the configuration says another
	Again   bool          // it is read from its beginning when the parser changed: it costs nothing, or no bytes of its posts are kept
	IDsOnly bool          // of its posts only ids may be exported, unless the configuration says more
	Replies bool          // its counts of replies are those of the place itself; posts of other kinds carry none
}

// A Place is what people call the sort of place that a source reads.
type Place string

// The places.
const (
	List   Place = "list"   // a mailing list or newsgroup
	Forum  Place = "forum"  // a forum
	Blog   Place = "blog"   // a blog or another site with a feed
	Social Place = "social" // a hashtag of a social network
	News   Place = "news"   // a site for links that people submit
)

// Pace is how often a source is read at most, where nothing speaks against it.
const Pace = 15 * time.Minute
