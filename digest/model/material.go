package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/prose"
)

// A Material is what a story is told from.
type Material struct {
	ID    string
	Title string                  // the program's
	State string                  // as the program reads it
	Posts []*post.Post            // all of it, by date
	Main  []*post.Post            // what the excerpts are of, and what opens it: they are sent before all others
	Owed  []Owed                  // excerpts that may not be missing
	Name  func(*post.Post) string // who is shown as the writer
	Zone  *time.Location
}

// An Owed is an excerpt without which a story may not be told: an objection, a confirmation, what shows its state.
type Owed struct {
	Post      *post.Post
	Index     int // of the excerpt among the program's
	Sentences []string
	Shows     []language.Cue // one of which another excerpt of the post has to show to stand in its place; none: any does
}

const (
	mostBytes   = 3000 * 4 // of the posts of one story: 3,000 tokens
	postBytes   = 110      // of what a post costs beside its words
	leastOfPost = 500      // bytes that each post of the main ones gets
	latest      = 5        // posts from the end that are sent
)

// A sent is a post as it is sent, with what its numbers stand for.
type sent struct {
	post      *post.Post
	sentences []string // verbatim; number n is at n-1
}

// A sheet is the posts of a story as they are sent.
type sheet struct {
	m     *Material
	sent  []sent
	proof map[string]*proof.Post // by id
}

// lay chooses the posts of m that are sent and cuts them into sentences: the main ones with what they answer, the
// last ones, one of each person, then others by how much they drew, up to what a story may cost.
func (m *Material) lay() *sheet {
	order, main := m.order()
	share := max(leastOfPost, mostBytes/max(1, main)-postBytes)
	left := mostBytes
	s := &sheet{m: m, proof: map[string]*proof.Post{}}
	for i, p := range order {
		room := left - postBytes
		if i < main {
			room = min(room, max(share, left/(main-i)-postBytes))
		}
		all := prose.Pieces(prose.Text{Own: p.Text, Language: p.Language, Writer: p.Who, Published: p.IsArticle()})
		list := shorten(all, room)
		if len(list) == 0 || i >= main && len(list) < len(all) && left < leastOfPost {
			continue
		}
		s.sent = append(s.sent, sent{p, list})
		if left -= postBytes + size(list); left < leastOfPost {
			break
		}
	}
	slices.SortStableFunc(s.sent, func(a, b sent) int {
		return cmp.Or(a.post.Published.Compare(b.post.Published), cmp.Compare(a.post.ID, b.post.ID))
	})
	byKey := map[string]*post.Post{}
	for _, p := range m.Posts {
		byKey[p.Key] = p
	}
	for _, x := range s.sent {
		s.hold(x.post, byKey, 1)
	}
	return s
}

// order returns the posts in the order in which they get room, and how many of them are the main ones.
func (m *Material) order() (all []*post.Post, main int) {
	byKey := make(map[string]*post.Post, len(m.Posts))
	drew := map[string]int{}
	for _, p := range m.Posts {
		byKey[p.Key] = p
		if n := len(p.InReplyTo); n > 0 {
			drew[p.InReplyTo[n-1]]++
		}
	}
	seen := map[*post.Post]bool{}
	add := func(p *post.Post) {
		if p != nil && !seen[p] && strings.TrimSpace(p.Text) != "" {
			seen[p] = true
			all = append(all, p)
		}
	}
	for _, p := range m.Main {
		add(p)
	}
	for _, p := range m.Main {
		if n := len(p.InReplyTo); n > 0 {
			add(byKey[p.InReplyTo[n-1]])
		}
	}
	main = len(all)
	for i := len(m.Posts) - 1; i >= max(0, len(m.Posts)-latest); i-- {
		add(m.Posts[i])
	}
	rest := slices.Clone(m.Posts)
	weight := func(p *post.Post) int { return 40*drew[p.Key] + min(p.Words(), 120) }
	slices.SortStableFunc(rest, func(a, b *post.Post) int { return cmp.Compare(weight(b), weight(a)) })
	who := map[string]bool{}
	for _, p := range all {
		who[p.Ident] = true
	}
	for _, p := range rest {
		if !who[p.Ident] {
			who[p.Ident] = true
			add(p)
		}
	}
	for _, p := range rest {
		add(p)
	}
	return all, main
}

func size(list []string) (n int) {
	for _, s := range list {
		n += len(s) + 4
	}
	return n
}

// shorten returns as many of the sentences of a post as there is room for: two thirds of it from the beginning, the
// rest from the end.
func shorten(all []string, room int) []string {
	if size(all) <= room {
		return all
	}
	head, tail, used := 0, len(all), 0
	for head < tail && used+len(all[head])+4 <= room*2/3 {
		used += len(all[head]) + 4
		head++
	}
	for tail > head && used+len(all[tail-1])+4 <= room {
		used += len(all[tail-1]) + 4
		tail--
	}
	return slices.Concat(all[:head], all[tail:])
}

// hold makes the form of a post in which it is evidence, with the one that it answers.
func (s *sheet) hold(p *post.Post, byKey map[string]*post.Post, depth int) *proof.Post {
	if q := s.proof[p.ID]; q != nil && (depth == 0 || q.Answers != nil) {
		return q
	}
	q := s.proof[p.ID]
	if q == nil {
		q = &proof.Post{ID: p.ID, Author: s.m.Name(p), Names: []string{p.Org, p.Author.Handle, p.Author.Name}, Title: p.Title, Text: p.Text,
			Date: p.Published.In(s.m.Zone), Foreign: p.Alien}
		s.proof[p.ID] = q
	}
	if n := len(p.InReplyTo); n > 0 && depth > 0 {
		if up := byKey[p.InReplyTo[n-1]]; up != nil && up != p {
			q.Answers = s.hold(up, byKey, depth-1)
		}
	}
	return q
}

// A postMessage is a post in a request.
type postMessage struct {
	ID           string   `json:"id"`
	Author       string   `json:"author"`
	Organization string   `json:"organization,omitempty"`
	Date         string   `json:"date"`
	ReplyTo      string   `json:"reply_to,omitempty"`
	Earlier      bool     `json:"earlier,omitempty"`
	Sentences    []string `json:"sentences"`
}

// alias is the name of the post with this index in a request.
func alias(i int) string { return "p" + strconv.Itoa(i+1) }

// messages returns the posts as they stand in a request.
func (s *sheet) messages() []postMessage {
	at := map[string]int{}
	for i, x := range s.sent {
		at[x.post.Key] = i
	}
	out := make([]postMessage, 0, len(s.sent))
	for i, x := range s.sent {
		p := x.post
		m := postMessage{ID: alias(i), Author: clean(s.m.Name(p)), Organization: clean(p.Org), Earlier: !p.In,
			Date: p.Published.UTC().Format(time.RFC3339)}
		if n := len(p.InReplyTo); n > 0 {
			if k, ok := at[p.InReplyTo[n-1]]; ok {
				m.ReplyTo = alias(k)
			}
		}
		for _, t := range x.sentences {
			m.Sentences = append(m.Sentences, clean(t))
		}
		out = append(out, m)
	}
	return out
}

// ids returns the ids of the posts that are sent.
func (s *sheet) ids() []string {
	var out []string
	for _, x := range s.sent {
		out = append(out, x.post.ID)
	}
	return out
}

// people returns the names of who wrote in the story.
func (s *sheet) people() []string {
	var out []string
	for _, p := range s.m.Posts {
		if who := s.m.Name(p); who != "" && !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	return out
}

// place finds the post and the sentence that a reference is for, "p2.3"; err says what is wrong with it.
func (s *sheet) place(ref string) (i, n int, err error) {
	head, tail, ok := strings.Cut(strings.TrimSpace(ref), ".")
	i, err1 := strconv.Atoi(strings.TrimPrefix(head, "p"))
	n, err2 := strconv.Atoi(tail)
	if !ok || err1 != nil || err2 != nil || i < 1 || i > len(s.sent) || n < 1 || n > len(s.sent[i-1].sentences) {
		return 0, 0, fmt.Errorf("there is no sentence %q", post.Clip(ref, 40))
	}
	return i - 1, n - 1, nil
}

// evidence returns the sentences that references are for, each once.
func (s *sheet) evidence(refs []string) ([]proof.Evidence, proof.Refusal) {
	var out []proof.Evidence
	for _, ref := range refs[:min(len(refs), mostEvidence)] {
		i, n, err := s.place(ref)
		if err != nil {
			return nil, proof.Refusal(err.Error())
		}
		e := proof.Evidence{Post: s.proof[s.sent[i].post.ID], Text: s.sent[i].sentences[n]}
		if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out, ""
}

// roles are the marks by which models tell who speaks; none of them belongs into a post.
var roles = lazyregexp.New(`(?i)<\|[^|>]{0,40}\|>|\[/?INST\]|<</?SYS>>|</?s>|<(?:start|end)_of_turn>|</?think>`)

// clean takes out of a text what no reader sees, and what a model could take for more than words.
func clean(s string) string {
	if strings.ContainsAny(s, "<[") {
		s = roles.ReplaceAllString(s, "")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}
