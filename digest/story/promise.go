package story

import (
	"slices"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

var patchWord = lazyregexp.New(`(?i)\bpatch(?:es)?\b`)

// judgePromise finds somebody who will do something and has said nothing since.
func (s *Story) judgePromise() bool {
	vow := latest(s.lastWords(), language.Promises)
	if vow == nil || s.Kind == Question && s.Mine(vow) { // who asks and will try what was said promises nothing
		return false
	}
	u := said(vow, language.Promises, nearby)
	chat := s.Kind == Discussion && !s.asks() && !s.proposal && !patchWord.MatchString(s.Title)
	switch own := s.Mine(vow) && s.Kind == Patch; {
	case chat && !s.grants(vow, u), !chat && !own && !s.names(vow, u): // a plan of their own
		return false
	}
	for _, p := range s.All {
		if !p.Published.After(vow.Published) {
			continue
		}
		if s.same(p, vow) && (isSeries(p) || said(p, language.Updates, nearby) != nil) { // they kept it
			return false
		}
		if !s.same(p, vow) && (trouble(p) || said(p, language.Objects, nearby) != nil) {
			return false
		}
	}
	s.decide(Promised, "promised by", vow)
	return true
}

// grants reports whether a sentence answers what somebody else asks for: in the words quoted above it, or in the post
// that p answers.
func (s *Story) grants(p *post.Post, u *prose.Unit) bool {
	up := s.Parent(p)
	for n := 0; up != nil && s.same(up, p) && n < len(s.All); n++ { // who goes on from their own words
		up = s.Parent(up)
	}
	if up == nil || s.same(up, p) {
		return false
	}
	if u.To != "" {
		return prose.Asks(u.To) || p.Language.Cues(u.To).Any(language.Proposes, language.Imagines)
	}
	return slices.ContainsFunc(up.Units(), func(u prose.Unit) bool { return u.Asks || u.Acts.Has(language.Proposes) })
}

// lastWords returns the last post of each person, of a series in each branch of the thread, where it is among the last of
// the story or the last of who came back.
func (s *Story) lastWords() []*post.Post {
	type voice struct {
		who string
		top *post.Post
	}
	last, tops := map[voice]*post.Post{}, make(map[*post.Post]*post.Post, len(s.All))
	for _, p := range s.All {
		top := s.Opener
		if s.Kind == Patch { // whose parts are discussed apart
			top = p
		}
		if up := s.Parent(p); up != nil && up != s.Opener && tops[up] != nil {
			top = tops[up]
		}
		tops[p] = top
		last[voice{s.By(p), top}] = p
	}
	var may []*post.Post
	for i, p := range s.All {
		if p == s.Opener || last[voice{s.By(p), tops[p]}] != p || s.Mine(p) && len(s.Answers) == 0 {
			continue
		}
		back := len(s.Back) > 0 && s.Back[len(s.Back)-1] == p
		if i >= len(s.All)-3 || back {
			may = append(may, p)
		}
	}
	return may
}
