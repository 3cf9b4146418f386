package people

import (
	"strings"
	"time"

	"recap/digest/post"
	"recap/store"
)

const (
	silenceDays = 180 // after so long a silence somebody is back
	wroteOften  = 3   // if they had written so many posts before
	archiveDays = 90  // how far back the archive must reach before anybody is called new
	newWords    = 8   // that a newcomer has to have written
)

// A Known says what is known of the writers of a period.
type Known struct {
	Start     time.Time                 // of the period
	First     time.Time                 // the oldest stored post
	Histories map[string]store.History  // by Post.Ident, before the period
	Sightings map[string]store.Sighting // by Author.Voice, before the period
}

// Newcomers returns the first posts of those who write for the first time and say something: new by name and by
// address, in an archive that is old enough to tell. Accounts of streams and feeds are no members who could be
// welcomed.
func (k *Known) Newcomers(posts []*post.Post) []*post.Post {
	if k.First.IsZero() || k.First.After(k.Start.AddDate(0, 0, -archiveDays)) {
		return nil
	}
	words := map[string]int{}
	for _, p := range posts {
		words[p.Ident] += p.Words()
	}
	return once(posts, func(p *post.Post) bool {
		seen := k.Sightings[p.Author.Voice()]
		return k.Histories[p.Ident].Posts == 0 && seen.Address.IsZero() && seen.Voice.IsZero() && words[p.Ident] >= newWords
	})
}

// Returning returns the first posts of those who write again after a long silence.
func (k *Known) Returning(posts []*post.Post) []*post.Post {
	silent := k.Start.AddDate(0, 0, -silenceDays)
	return once(posts, func(p *post.Post) bool {
		h := k.Histories[p.Ident]
		return h.Posts >= wroteOften && h.Last.Before(silent)
	})
}

// once returns the first post of each member whom is asks for.
func once(posts []*post.Post, is func(*post.Post) bool) []*post.Post {
	seen := map[string]bool{}
	var out []*post.Post
	for _, p := range posts {
		if seen[p.Ident] || p.IsArticle() || p.IsStatus() || !strings.Contains(p.Who, " ") || !is(p) {
			continue
		}
		seen[p.Ident] = true
		out = append(out, p)
	}
	return out
}
