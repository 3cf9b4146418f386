package stream

import (
	"slices"
	"strings"

	"recap/digest/post"
	"recap/digest/prose"
)

const (
	hangerTags  = 4  // of a status
	alienTags   = 3  // of them nobody else uses, in a stream of
	enoughHere  = 10 // people; in a smaller one
	manyAlien   = 6
	sharedStems = 2 // words in common with others, from which an account is here for the matter
)

// Hangers returns the statuses of accounts that hang the stream's hashtag on trending ones: each of their statuses
// carries several tags that nobody else here uses and hardly a word that others use, they did not write here before,
// and nobody answers, mentions or shares them.
func Hangers(posts []*post.Post, o Options) map[*post.Post]bool {
	if !slices.ContainsFunc(posts, func(p *post.Post) bool { return len(p.Tags) >= hangerTags }) {
		return nil
	}
	r := newReader(posts, o)
	tags, stems := map[string]map[string]bool{}, map[int]map[string]bool{}
	people := map[string][]*status{}
	for _, st := range r.all {
		people[st.person] = append(people[st.person], st)
		for _, t := range st.Tags {
			note(tags, t, st.person)
		}
		for _, id := range st.terms {
			note(stems, id, st.person)
		}
	}
	heard := r.heard()
	least := alienTags
	if len(people) < enoughHere {
		least = manyAlien
	}
	alien := func(st *status) bool {
		n, common := 0, 0
		for _, t := range st.Tags {
			if len(tags[t]) == 1 && !o.Own[t] {
				n++
			}
		}
		for _, id := range st.terms {
			if len(stems[id]) > 1 {
				common++
			}
		}
		return n >= least && len(st.Tags) >= hangerTags && common < sharedStems && st.Shared == 0
	}
	out := map[*post.Post]bool{}
	for person, list := range people {
		hangs := !heard[person]
		for _, st := range list {
			hangs = hangs && alien(st) && (o.Known == nil || !o.Known(st.Ident))
		}
		for _, st := range list {
			if hangs {
				out[st.Post] = true
			}
		}
	}
	return out
}

// heard returns the people whom somebody else mentions or answers.
func (r *reader) heard() map[string]bool {
	byAccount := map[string]string{}
	for _, st := range r.all {
		h := strings.ToLower(st.Author.Handle)
		byAccount[h], byAccount[local(h)] = st.person, st.person
	}
	out := map[string]bool{}
	for _, st := range r.all {
		for _, m := range prose.Mentions(st.Text) {
			if who := byAccount[m]; who != "" && who != st.person {
				out[who] = true
			}
		}
		if up := r.answers(st); up != nil && up.person != st.person {
			out[up.person] = true
		}
	}
	return out
}
