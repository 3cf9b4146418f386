package people

import (
	"slices"
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

	busyPosts = 10 // of one of the months, from which on the others must not be far below it
	thin      = 10 // such a part of the busiest month is
)

// A Known says what is known of the writers of a period.
type Known struct {
	Start     time.Time                 // of the period
	First     time.Time                 // since when there are posts; zero where there are hardly any
	Histories map[string]store.History  // by Post.Ident, before the period
	Sightings map[string]store.Sighting // by Author.Voice, before the period
	Pace      map[string][]int          // by source, its posts in each month of the quarter before the period, newest first; nil where nobody asked
}

// Newcomers returns the first posts of those who write for the first time and say something: new by name and by
// address, like nobody who wrote before, in sources that were read for long enough to tell. Accounts of streams and
// feeds are no members who could be welcomed.
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
		return k.Histories[p.Ident].Posts == 0 && seen == store.Sighting{} && words[p.Ident] >= newWords && k.reaches(p)
	})
}

// reaches reports whether the sources of a post tell who wrote in them before: they had posts all the time, and not
// hardly any in a part of it, as where an archive has a hole or begins.
func (k *Known) reaches(p *post.Post) bool {
	return k.Pace == nil || slices.ContainsFunc(p.Sources, func(source string) bool {
		pace := k.Pace[strings.TrimSpace(source)]
		if len(pace) == 0 {
			return false
		}
		if most := slices.Max(pace); most >= busyPosts {
			return slices.Min(pace)*thin >= most
		}
		return slices.Max(pace[1:]) > 0
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
