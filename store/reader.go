package store

import (
	"context"
	"iter"
	"time"
)

// A Reader gives what an edition is made of. Nothing that it returns depends on when it is asked, but on what is
// stored.
type Reader interface {
	// Posts yields the posts of [since, until) by effective time, then public id, without their raw bytes. It ends
	// after the first error. Sources are in config order, those last that had the post only after an edition cited
	// it, and URL is that of the first of them that has one.
	Posts(ctx context.Context, since, until time.Time) iter.Seq2[Post, error]

	// Arrivals yields the posts of [since, until) that were first seen after a moment, as Posts does. Those that a
	// source brought while it was read from its beginning are left out: they are its archive, and came neither early
	// nor late. It is read so from its first read on, and from each Commit that leaves it without a cursor, until a
	// read of it is recorded that had no error.
	Arrivals(ctx context.Context, since, until, after time.Time) iter.Seq2[Post, error]

	// PostsBefore returns the newest posts of [since, before), at most max of them, oldest first, without their
	// raw bytes.
	PostsBefore(ctx context.Context, before, since time.Time, max int) ([]Post, error)

	// ThreadPosts returns the posts of these threads before until, oldest first, without their raw bytes. Of a
	// thread with more than perThread of them only the first and the newest are returned; 0 means all.
	ThreadPosts(ctx context.Context, threads []int64, until time.Time, perThread int) ([]Post, error)

	// ThreadRoots returns the public id of the first post of each of these threads: the earliest, and of several
	// the one with the smallest id.
	ThreadRoots(ctx context.Context, threads []int64) (map[int64]string, error)

	// Histories returns what the authors with these identities wrote before a moment. Who wrote nothing is not in
	// the map.
	Histories(ctx context.Context, identities []string, before time.Time) (map[string]History, error)

	// Sightings returns, for each of these authors, since when they had been known at a moment. Together with
	// Histories, which goes by Identity, it tells who is new: who has no history, whose address was never seen, and who is like nobody.
	// A vote from an address that was not seen before it is one that anybody could have cast.
	Sightings(ctx context.Context, authors []Author, before time.Time) ([]Sighting, error)

	// Pace returns how many posts each source had, by its name, in each of the n spans of time before a moment, newest
	// first. Sources that had none are not in the map.
	Pace(ctx context.Context, before time.Time, span time.Duration, n int) (map[string][]int, error)

	// FirstPost returns the effective time of the oldest post but so many; zero if there are not as many. A mail may claim
	// any date, so that what one of them says is no sign of how far the archive reaches.
	FirstPost(ctx context.Context, but int) (time.Time, error)

	// Count returns how many posts [since, until) has, and how many people wrote them: authors by Identity,
	// machine posts left out.
	Count(ctx context.Context, since, until time.Time) (posts, people int, err error)

	// Sources is that of Sources.
	Sources(ctx context.Context) ([]SourceState, error)

	// TellsBefore returns what the last n recorded editions of digest told, whose periods end at or before a
	// moment: in the order of the periods, newest first, and of the telling. Of each edition the newest revision
	// counts.
	TellsBefore(ctx context.Context, digest string, before time.Time, n int) ([]Told, error)
}

// Search finds posts and people for somebody who asks for them.
type Search interface {
	// Search returns the posts whose title and own words hold all words of query, best first (BM25, a word of the
	// title counts four times). "Words in quotes" stand next to each other, and a word that ends in * is a
	// beginning. There is nothing else to know: every query is valid, and one without a letter or digit finds
	// nothing. A Limit of 0 means 50. While another process adds posts, and after one was killed, the newest may
	// not be found; see Index.
	Search(ctx context.Context, query string, f Filter) ([]Hit, error)

	// All yields every post that f lets through by effective time, then key, without raw bytes. It ends after the
	// first error. Memory does not grow with the number of posts. A Limit of 0 means all.
	All(ctx context.Context, f Filter) iter.Seq2[Post, error]

	// Post returns the post with this public id, with its raw bytes, or ErrNotFound.
	Post(ctx context.Context, id string) (Post, error)

	// FindPosts returns the posts that name names exactly: by public id, key (also a Message-ID in angle brackets),
	// the key that they came with although another has it, or URL.
	FindPosts(ctx context.Context, name string) ([]Post, error)

	// FindWriters returns the authors that name names exactly but for upper and lower case: by display name, mail
	// address ("<ann@example.org>" is nothing else) or account ("@ann" is nothing else). Who wrote under several
	// names or from several addresses is there several times.
	FindWriters(ctx context.Context, name string) ([]Writer, error)

	// PostsOf returns the public ids of all posts by these authors, each as name, address and account together,
	// oldest first.
	PostsOf(ctx context.Context, authors []Author) ([]string, error)

	// SourcesOf returns the names of the sources that had the post with this public id, in config order; none if
	// it is not stored.
	SourcesOf(ctx context.Context, id string) ([]string, error)

	// Consents returns the consents of those of these public ids that are stored.
	Consents(ctx context.Context, ids []string) (map[string]Consent, error)

	// Totals returns figures of all that is stored.
	Totals(ctx context.Context) (Totals, error)
}
