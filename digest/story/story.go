// Package story puts posts together that belong together, and reads what became of them.
//
// Gather makes stories out of posts: replies, versions of a series, copies, what is about the same article or advisory.
// Of each it says what the opening is (kind.go) and where the story stands (state.go), a vote with its tally (vote.go).
// Rank says how much it matters (rank.go), Spam what is out of all of it (spam.go). Everything is a pure function of
// the posts.
package story

import (
	"crypto/sha256"
	"io"
	"slices"
	"strings"
	"time"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// A Story is what may be told as one thing: one thread, or several that belong together.
type Story struct {
	Posts  []*post.Post // people's posts of the period, by date; never empty
	Before []*post.Post // earlier ones of the same threads, by date
	All    []*post.Post // both
	Opener *post.Post   // who began it, as far as it is stored
	Root   bool         // Opener is its beginning, not an answer to something that is not stored
	Kind   string       // what the opening does, one of the kinds
	Title  string       // for printing
	People []string     // Post.Ident of who wrote in the period, in order of appearance
	Since  time.Time    // when it began: for a series that was sent again, its first version
	Joins  []string     // why threads were put together

	State   string     // where it stands, one of the states
	Outcome string     // a key of Phrases.Outcomes that says it more exactly; "" where Phrases.States does
	Who     string     // whose act made the state, for the outcome
	Word    *post.Post // the post that says so; nil if no single one does
	Vote    *Vote      // of a vote

	Score   float64
	Reasons map[string]float64

	Named   string // the editor's title
	Pinned  bool   // by the editor: told whatever its rank
	Dropped bool   // by the editor: neither told nor listed
	Worded  bool   // by the editor: told, in the editor's words
	Section int    // the part of the edition that it stands in; see digest.Section

	Twice   map[*post.Post]bool // sent again, word for word, as to a second list: counted, and not told
	Replies []*post.Post        // of the period, by others than the opener
	Answers []*post.Post        // all, by others than the opener
	Back    []*post.Post        // the opener's own, after somebody answered

	one  map[string]string // what persons found
	keys map[string]*post.Post

	proposal, inquiry, debate, argues bool // what proposes, inquires, debated and claims found
}

// ID names the story: it is the id of the post that opened it.
func (s *Story) ID() string { return s.Opener.ID }

// Heading is the story's title: the editor's, if there is one.
func (s *Story) Heading() string {
	if s.Named != "" {
		return s.Named
	}
	return s.Title
}

// New makes the story of posts of the period and of earlier ones, both by date.
func New(before, posts []*post.Post) *Story {
	s := &Story{Since: posts[0].Published}
	if len(before) > 0 {
		s.Since = before[0].Published
		// a new version is told, not the old one
		if i := slices.IndexFunc(posts, func(p *post.Post) bool { return isSeries(p) && p.Ident == before[0].Ident }); i >= 0 {
			before, posts = nil, append(slices.Clone(posts[i:]), posts[:i]...)
		}
	}
	s.Before, s.Posts = before, posts
	s.All = append(slices.Clone(before), posts...)
	s.one = persons(s.All)
	s.findOpener()
	seen := map[string]bool{}
	for _, p := range posts {
		if !seen[p.Ident] {
			seen[p.Ident] = true
			s.People = append(s.People, p.Ident)
		}
	}
	s.Kind = Discussion
	if s.Root {
		s.Kind = KindOf(s.Opener)
	}
	s.Title = title(s)
	answered := time.Time{}
	s.findTwice()
	for _, p := range s.All {
		switch {
		case s.Twice[p]:
		case !s.Mine(p):
			s.Answers = append(s.Answers, p)
			if p.In {
				s.Replies = append(s.Replies, p)
			}
			if answered.IsZero() || p.Published.Before(answered) {
				answered = p.Published
			}
		case p != s.Opener && !answered.IsZero() && answered.Before(p.Published) && !isSeries(p):
			s.Back = append(s.Back, p)
		}
	}
	for _, p := range s.Back {
		if up := s.Parent(p); up != nil && !s.Mine(up) {
			p.WithoutEcho(up)
		}
	}
	s.proposal = s.proposes()
	s.inquiry = s.inquires()
	s.debate, s.argues = s.debated(), s.claims()
	s.judge()
	return s
}

// findTwice finds the posts that say what their writer has said already.
func (s *Story) findTwice() {
	first := map[[sha256.Size]byte]*post.Post{} // by a hash: a thread may have many long posts
	h := sha256.New()
	for _, p := range s.All {
		if len(p.Text) < 20 {
			continue
		}
		h.Reset()
		io.WriteString(h, p.Ident)
		for w := range strings.FieldsSeq(p.Text) {
			io.WriteString(h, "\x00")
			io.WriteString(h, w)
		}
		said := [sha256.Size]byte(h.Sum(nil))
		q := first[said]
		if q == nil && !p.IsReply() {
			q = s.rewritten(p)
		}
		switch {
		case q == nil:
			first[said] = p
		case p == s.Opener:
			s.twice(q)
		default:
			s.twice(p)
		}
	}
}

// rewritten returns an earlier opening by the same writer of which p says most sentences again; nil if there is none.
func (s *Story) rewritten(p *post.Post) *post.Post {
	for _, q := range s.All {
		if q == p {
			break
		}
		if q.IsReply() || q.Ident != p.Ident || isSeries(q) {
			continue
		}
		said, again := map[string]bool{}, 0
		for _, u := range q.Units() {
			said[u.Text] = true
		}
		us := p.Units()
		for i := range us {
			if said[us[i].Text] {
				again++
			}
		}
		if again >= 3 && 3*again >= 2*min(len(us), len(said)) {
			return q
		}
	}
	return nil
}

func (s *Story) twice(p *post.Post) {
	if s.Twice == nil {
		s.Twice = map[*post.Post]bool{}
	}
	s.Twice[p] = true
}

// findOpener finds who began it: the oldest post, or what that one answers where clocks differ.
func (s *Story) findOpener() {
	byKey := make(map[string]*post.Post, len(s.All))
	for _, p := range s.All {
		byKey[p.Key] = p
	}
	open := s.All[0]
	for range 8 {
		if len(open.InReplyTo) == 0 || isSeries(open) || open.Apart {
			break
		}
		key := open.InReplyTo[len(open.InReplyTo)-1]
		up := byKey[key]
		if up == nil || up == open || up.Published.Sub(open.Published) > 48*time.Hour {
			break
		}
		delete(byKey, key)
		open = up
	}
	s.Opener = open
	s.Root = !open.IsReply() || open.Title != "" && !prose.IsReply(open.Title) && !open.IsStatus()
}

// title is what the story is called: the first title that one of its posts has, else its first words.
func title(s *Story) string {
	if n := s.Opener.Name; n != "" {
		return polish(n, s)
	}
	for _, p := range s.All {
		if p.Name != "" {
			return polish(p.Name, s)
		}
	}
	return FirstWords(s.Opener)
}

// polish makes a bare title say what it is the title of: "v2.3.1" of a project's feed is a release of that project.
func polish(name string, s *Story) string {
	o := s.Opener
	if bareVersion(name) && o.Who != "" && o.IsArticle() && !strings.Contains(strings.ToLower(name), strings.ToLower(o.Who)) {
		return o.Who + " " + name
	}
	return name
}

// bareVersion reports whether a title is nothing but a version.
func bareVersion(name string) bool {
	f := strings.Fields(strings.TrimPrefix(strings.ToLower(name), "release "))
	return len(f) == 1 && version.MatchString(f[0]) && strings.Trim(f[0], "v0123456789.-_+abcrpeltf") == ""
}

const titleWords = 10

// FirstWords are the first words of a post without a title, whole ones, as a title; "" for one that says nothing in
// words.
func FirstWords(p *post.Post) string {
	text := ""
	if us := p.Units(); !p.IsStatus() && len(us) > 0 {
		text = us[0].Text
	} else {
		text = prose.Status(p.Text, p.Language)
	}
	if before, _, ok := strings.Cut(text, prose.Link); ok && prose.Count(before) >= 3 {
		text = before // what stands behind an address goes on from it
	}
	if prose.StatusWords(text) == 0 {
		return ""
	}
	f := strings.Fields(strings.ReplaceAll(text, prose.Link, ""))
	n := min(len(f), titleWords)
	for n > 3 && n < len(f) && p.Language.Hangs[strings.ToLower(f[n-1])] {
		n--
	}
	return post.Clip(strings.TrimRight(strings.Join(f[:n], " "), ".,;:–-! "), 200)
}

// said returns the unit of p's first near and last three ones that acts as cue says; nil if none does.
func said(p *post.Post, cue language.Cue, near int) *prose.Unit {
	us := p.Units()
	for i := range us {
		if i >= near && i < len(us)-3 {
			continue
		}
		if us[i].Acts.Has(cue) {
			return &us[i]
		}
	}
	return nil
}

const nearby = 6 // units at the beginning of a post in which an act is looked for

// latest returns the last of posts that says what the cue is for; nil if none does.
func latest(posts []*post.Post, cue language.Cue) *post.Post {
	for i := len(posts) - 1; i >= 0; i-- {
		if said(posts[i], cue, nearby) != nil {
			return posts[i]
		}
	}
	return nil
}
