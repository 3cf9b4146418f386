package store

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"
)

// Archives hold one message several times, with small differences: cut at another place, with another charset repaired,
// with a list's footer. Copies are one post if key, person, words and about a time say so, and the words of the best
// copy are kept. Which one that is, and everything else that a post keeps of its copies, does not depend on the order
// in which they arrive.

// MergeWindow is how far apart copies of one message may be dated that no words show to be one.
const MergeWindow = 24 * time.Hour

// Revisable reports whether its author can change a post where it stands: then another version from the same source is
// an edit. A mail has no versions, only better and worse copies.
func (p *Post) Revisable() bool { return cmp.Or(p.Form, FormMail) != FormMail }

// SamePost reports whether p, which came with the key of a stored post, is a copy of that.
func SamePost(stored, p *Post) bool {
	switch {
	case stored.Scope != "":
		return true // the source itself vouches for its keys
	case !SamePerson(stored.Author, p.Author):
		return false
	case stored.Revisable() && p.Revisable():
		return true // accounts change their words
	case wordless(stored) || wordless(p):
		return sameDay(stored, p)
	}
	return sameWords(stored.Text, p.Text)
}

// sameDay reports whether two mails can be one by their dates.
func sameDay(a, b *Post) bool {
	if !a.Claimed.IsZero() && a.Claimed.Equal(b.Claimed) {
		return true // also where nobody believes the date, so that each archive put its own in place of it
	}
	d := a.Published.Sub(b.Published)
	return a.Undated() || b.Undated() || -MergeWindow <= d && d <= MergeWindow
}

// wordless reports whether the words of a copy are not known: its writer wanted them to be stored nowhere, or it has
// attachments alone.
func wordless(p *Post) bool { return p.Text == "" }

// Undated reports whether the effective time of p is only that of our first sight.
func (p *Post) Undated() bool {
	return p.Claimed.IsZero() && p.Received.IsZero() && p.Published.Equal(p.FirstSeen)
}

// compareCopies orders copies of one post from the best to the worst: a mail of its own before what a digest enclosed,
// with an author, latest edit, least damaged, with the author's own address, longest, and the smallest fingerprint so
// that no two different copies are equal.
func compareCopies(a, b *Post) int {
	nobody := func(p *Post) int {
		if p.Author.Identity() == "" {
			return 1
		}
		return 0
	}
	hidden := func(p *Post) int { // a list put itself in place of the author
		if p.Author.OwnAddress() == "" && p.Author.Handle == "" {
			return 1
		}
		return 0
	}
	enclosed := func(p *Post) int { return min(len(p.Within), 1) }
	x, y := a.Fingerprint(), b.Fingerprint()
	return cmp.Or(
		cmp.Compare(enclosed(a), enclosed(b)),
		cmp.Compare(nobody(a), nobody(b)),
		b.Edited.Compare(a.Edited),
		cmp.Compare(a.Damage, b.Damage),
		cmp.Compare(hidden(a), hidden(b)),
		cmp.Compare(len(b.Text), len(a.Text)),
		bytes.Compare(x[:], y[:]),
	)
}

// MergeCopies returns the one post that stored and p are copies of, and whether its words are p's. With edit, p is a
// later version from a source that had the post before, and its words count whatever they look like.
func MergeCopies(stored, p *Post, edit bool) (merged Post, replaced bool) {
	best, other := stored, p
	if replaced = edit || compareCopies(p, stored) < 0; replaced {
		best, other = p, stored
	}
	merged = *best
	merged.Key = stored.Key
	merged.Sources = stored.Sources
	merged.Thread = stored.Thread
	merged.FirstSeen = Earlier(stored.FirstSeen, p.FirstSeen)
	merged.Received = Earlier(stored.Received, p.Received)
	merged.InReplyTo = MergeRefs(stored.InReplyTo, p.InReplyTo)
	merged.Policy = max(stored.Policy, p.Policy)
	merged.Author.Bot = stored.Author.Bot || p.Author.Bot
	merged.Lists = Union(stored.Lists, p.Lists)
	switch {
	case edit:
		merged.Published = stored.Published
		if merged.Edited.IsZero() {
			merged.Edited = stored.Edited
		}
		return merged, true
	case best.Undated():
		merged.Published = other.Published
	case !other.Undated():
		merged.Published = Earlier(stored.Published, p.Published)
	}
	if best.Undated() && other.Undated() {
		merged.Published = merged.FirstSeen
	}
	if merged.Edited.Before(other.Edited) {
		merged.Edited = other.Edited
	}
	if other.Machine < merged.Machine { // evidence counts where all copies have it: a later one makes no program of a person
		merged.Machine = other.Machine
	}
	if merged.Language == "" {
		merged.Language = other.Language
	}
	merged.Tags = Union(stored.Tags, p.Tags)
	return merged, replaced
}

// Fingerprint tells versions of a post apart also where there are no raw bytes.
func (p *Post) Fingerprint() Sum {
	if !p.Sum.IsZero() {
		return p.Sum
	}
	h := sha256.New()
	for _, s := range append([]string{p.Form, p.Title, p.Author.Name, p.Author.Address, p.Author.Handle, p.Text, p.Quoted}, p.Links...) {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return Sum(h.Sum(nil)[:16])
}

// Earlier returns the earlier of two times; the zero time is none.
func Earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Union returns the strings of both, sorted, each once, without empty ones.
func Union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > 0 && all[0] == "" {
		all = all[1:]
	}
	return all
}
