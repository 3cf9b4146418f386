// Package scene invents posts for the tests of the packages beside it: threads of a community that keeps the pumps and
// sluices of a harbour.
package scene

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"recap/digest/language"
	"recap/digest/load"
	"recap/digest/period"
	"recap/digest/post"
	"recap/store"
)

// A Scene is the posts of one day and of the time before it.
type Scene struct {
	Day   time.Time // midnight, in UTC
	Days  int       // of the period; 0 is one
	First time.Time // the oldest stored post; zero: that of the scene
	Posts []*store.Post

	threads map[string]int64
}

// New returns an empty scene on a Thursday.
func New() *Scene {
	return &Scene{Day: time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC), threads: map[string]int64{}}
}

// Mail adds a mail: key names it, parent is the key of the mail that it answers, or "", and hours are counted from the
// midnight on which the day begins. The address is made of the name of who writes.
func (s *Scene) Mail(key, parent, who string, hours float64, title, text string) *store.Post {
	at := s.Day.Add(time.Duration(hours * float64(time.Hour)))
	p := &store.Post{Key: key + "@example.org", Kind: "mbox", Form: store.FormMail, Sources: []string{"list"}, URL: "https://list.example.org/" + key, Title: title, Text: text, Published: at, Claimed: at,
		Author: store.Author{Name: who, Address: strings.ReplaceAll(strings.ToLower(who), " ", ".") + "@example.org"}}
	if parent != "" {
		p.InReplyTo = []string{parent + "@example.org"}
	}
	p.Thread = s.threads[parent]
	if p.Thread == 0 {
		p.Thread = int64(len(s.Posts) + 1)
	}
	s.threads[key] = p.Thread
	s.Posts = append(s.Posts, p)
	return p
}

// Reply is Mail under the subject of what it answers.
func (s *Scene) Reply(key, parent, who string, hours float64, text string) *store.Post {
	title := ""
	for _, p := range s.Posts {
		if p.Key == parent+"@example.org" {
			title = "Re: " + strings.TrimPrefix(p.Title, "Re: ")
		}
	}
	return s.Mail(key, parent, who, hours, title, text)
}

// Status adds a post of a hashtag stream.
func (s *Scene) Status(key, who string, hours float64, text string) *store.Post {
	p := s.Mail(key, "", who, hours, "", text)
	handle := strings.ReplaceAll(strings.ToLower(who), " ", "")
	p.Key, p.Kind, p.Form, p.Sources, p.URL = "https://social.example.org/@"+handle+"/"+key, "mastodon", store.FormStatus, []string{"tag"}, "https://social.example.org/@"+handle+"/"+key
	p.Author = store.Author{Name: who, Handle: handle + "@social.example.org"}
	return p
}

// Article adds an item of a feed.
func (s *Scene) Article(key, who string, hours float64, title, text string) *store.Post {
	p := s.Mail(key, "", who, hours, title, text)
	p.Kind, p.Form, p.Sources, p.Scope, p.URL = "feed", store.FormArticle, []string{"blog"}, "blog", "https://blog.example.org/"+key
	p.Author = store.Author{Name: who}
	return p
}

// ID is the public id of the mail with this key.
func ID(key string) string { return store.PostID("", key+"@example.org") }

// Window is the period of the scene.
func (s *Scene) Window() period.Window {
	return period.Window{Start: s.Day, End: s.Day.AddDate(0, 0, max(1, s.Days)), Zone: time.UTC}
}

// Input is what an edition of the day depends on, as it would be read out of a store.
func (s *Scene) Input() *load.Input {
	w := s.Window()
	in := &load.Input{Window: w, Roots: map[int64]string{}, Histories: map[string]store.History{}, Sightings: map[string]store.Sighting{}, First: s.First}
	posts := slices.Clone(s.Posts)
	slices.SortStableFunc(posts, func(a, b *store.Post) int { return a.Published.Compare(b.Published) })
	for _, p := range posts {
		if in.First.IsZero() || p.Published.Before(in.First) {
			in.First = p.Published
		}
		if in.Roots[p.Thread] == "" {
			in.Roots[p.Thread] = p.ID()
		}
		switch {
		case w.Contains(p.Published):
			in.Posts = append(in.Posts, *p)
		case p.Published.Before(w.Start):
			in.Background = append(in.Background, *p)
			h := in.Histories[p.Author.Identity()]
			if h.Posts == 0 {
				h.First = p.Published
			}
			h.Posts, h.Last = h.Posts+1, p.Published
			in.Histories[p.Author.Identity()] = h
			in.Sightings[p.Author.Voice()] = store.Sighting{Address: h.First, Voice: h.First}
		}
	}
	return in
}

// Wrapped returns the posts before the day and those of it as packages behind post see them, read by the language with
// this tag.
func (s *Scene) Wrapped(tag string) (before, day []*post.Post, lex *post.Lexicon) {
	home, in := language.For(tag), s.Input()
	lex = post.NewLexicon(home)
	for i := range in.Background {
		before = append(before, post.New(&in.Background[i], false, home, lex))
	}
	for i := range in.Posts {
		day = append(day, post.New(&in.Posts[i], true, home, lex))
	}
	for _, p := range append(slices.Clone(before), day...) {
		lex.Add(p.Terms())
	}
	return before, day, lex
}

// Chatter adds n mails of the weeks before in which many people speak of pumps and sluices, so that the community has
// an archive and words.
func (s *Scene) Chatter(n int) {
	things := []string{"the northern pump", "the old sluice", "a float switch", "the tide gauge", "the spare impeller", "the harbour log"}
	acts := []string{"was opened before the tide came in", "needs new grease every spring", "showed the same level as the gauge", "has to be checked by two keepers", "runs without a fault since the repair"}
	for i := range n {
		s.Mail(fmt.Sprintf("old%d", i), "", fmt.Sprintf("Keeper %c", 'A'+rune(i%9))+" Long", -24*float64(2+i%40)-1-float64(i)/100, fmt.Sprintf("Log of %s, part %d", things[i%len(things)], i),
			fmt.Sprintf("Yesterday %s %s. I wrote it down because %s %s, too.", things[i%6], acts[i%5], things[(i+2)%6], acts[(i/2)%5]))
	}
}
