// Package stream is made elsewhere.
package stream

import (
	"time"

	"recap/digest/language"
	"recap/digest/post"
)

type Options struct {
	Language *language.Language
	Lexicon  *post.Lexicon
	Zone     *time.Location
	Own      map[string]bool
	Names    map[string]string
	Talks    []Talk
	Known    func(ident string) bool
}
type Talk struct {
	Title      string
	Speakers   []string
	Start, End time.Time
	Room, URL  string
}
type Session struct {
	Posts, Picks []*post.Post
	Heading      string
	Talk         *Talk
}
type Stream struct {
	Most, Notices  []*post.Post
	Sessions, Rest []*Session
}

func Read(posts []*post.Post, o Options) *Stream {
	s := &Stream{}
	for _, p := range posts {
		s.Rest = append(s.Rest, &Session{Posts: []*post.Post{p}, Heading: p.Who + " posts"})
	}
	return s
}
func Hangers(posts []*post.Post, o Options) map[*post.Post]bool { return nil }
func Excerpt(p *post.Post) string                               { return p.Text }
func (s *Stream) Speaker(p *post.Post) (name, relaying string)  { return p.Who, "" }
