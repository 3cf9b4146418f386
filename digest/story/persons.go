package story

import (
	"slices"
	"strings"
	"unicode/utf8"

	"recap/digest/post"
	"recap/store"
)

// persons finds who writes in a thread under several names or addresses: by Post.Ident, the Ident under which they are
// one person. It is nil where everybody writes under one. Within a thread, where people speak to each other, less is
// proof enough than in a community: the same address, the same account at two providers, a name with an employer behind
// it, a first name that is cut to its initial. Where more than a crowd write nobody speaks to each other, and all stay
// apart: each is compared with each.
func persons(posts []*post.Post) map[string]string {
	var faces []face
	seen := map[string]bool{}
	for _, p := range posts {
		if key := p.Author.Voice() + "\n" + p.Ident; p.Ident != "" && p.Who != "" && !seen[key] {
			seen[key] = true
			faces = append(faces, faceOf(p))
		}
	}
	if len(faces) > crowd {
		return nil
	}
	withoutShared(faces)
	var one map[string]string
	for i := range faces {
		for j := range faces[:i] {
			a, b := &faces[j], &faces[i]
			if a.ident == b.ident || !a.is(b) || a.shared(faces, b) {
				continue
			}
			if one == nil {
				one = map[string]string{}
			}
			first, last := a.ident, b.ident
			if under := one[first]; under != "" {
				first = under
			}
			if one[last] == "" {
				one[last] = first
			}
			break
		}
	}
	return one
}

// crowd is how many faces of a thread are compared.
const crowd = 200

// A face is one name with one address, as somebody shows it in a thread.
type face struct {
	ident, handle  string
	local, address string
	words          []string // of the name, in lower case without accents; none if it is only the address
}

func faceOf(p *post.Post) face {
	f := face{ident: p.Ident, handle: strings.ToLower(p.Author.Handle), address: strings.ToLower(p.Author.OwnAddress())}
	f.local, _, _ = strings.Cut(f.address, "@")
	if f.words = store.NameWords(p.Who); slices.Equal(f.words, store.NameWords(f.local)) {
		f.words = nil
	}
	return f
}

// withoutShared takes from faces the addresses that several people write from, as a list's own.
func withoutShared(faces []face) {
	names, many := map[string][]string{}, map[string]bool{}
	for i := range faces {
		f := &faces[i]
		switch had, ok := names[f.address]; {
		case !ok || len(had) == 0:
			names[f.address] = f.words
		case len(f.words) > 0 && !store.NamesAgree(had, f.words, 1):
			many[f.address] = true
		}
	}
	for i := range faces {
		if many[faces[i].address] {
			faces[i].address, faces[i].local = "", ""
		}
	}
}

const longLocal = 4 // letters of the local part of an address from which two people hardly share it

// roles are local parts that many people have.
var roles = []string{"info", "mail", "admin", "contact", "webmaster", "office", "post", "root", "list", "lists", "noreply", "support"}

// is reports whether two faces are one person's.
func (a *face) is(b *face) bool {
	switch {
	case a.handle != "" && a.handle == b.handle:
		return true
	case a.address != "" && a.address == b.address:
		return len(a.words) == 0 || len(b.words) == 0 || store.NamesAgree(a.words, b.words, 1)
	case len(a.words) == 0 && len(b.words) == 0:
		return sameAccount(a, b)
	case len(a.words) == 0:
		return spells(a.local, b.words) || sameAccount(a, b)
	case len(b.words) == 0:
		return spells(b.local, a.words) || sameAccount(a, b)
	case sameAccount(a, b):
		return store.NamesAgree(a.words, b.words, 1)
	}
	return store.NamesAgree(a.words, b.words, 2)
}

// shared reports whether a third face could be one of a and b and not the other: then nobody knows.
func (a *face) shared(faces []face, b *face) bool {
	return slices.ContainsFunc(faces, func(c face) bool {
		return c.ident != a.ident && c.ident != b.ident && a.is(&c) != b.is(&c)
	})
}

func sameAccount(a, b *face) bool {
	return len(a.local) >= longLocal && a.local == b.local && !slices.Contains(roles, a.local)
}

// spells reports whether the local part of an address spells a name: "mira.oduya", "oduya-mira", "moduya".
func spells(local string, name []string) bool {
	if len(name) < 2 || len(local) < longLocal {
		return false
	}
	first, last := name[0], name[len(name)-1]
	if parts := store.NameWords(local); len(parts) > 1 {
		return slices.Contains(parts, last) && slices.ContainsFunc(parts, func(w string) bool { return w == first || store.IsInitial(w, first) })
	}
	initialOf := func(s string) string { _, n := utf8.DecodeRuneInString(s); return s[:n] }
	return slices.Contains([]string{first + last, last + first, initialOf(first) + last, last + initialOf(first)}, local)
}

// By returns the Ident under which the story has the writer of p: one for all names and addresses of one person.
func (s *Story) By(p *post.Post) string {
	if one := s.one[p.Ident]; one != "" {
		return one
	}
	return p.Ident
}

// Mine reports whether p is by who opened the story.
func (s *Story) Mine(p *post.Post) bool { return s.By(p) == s.By(s.Opener) }

// same reports whether two posts of the story are by one person.
func (s *Story) same(p, q *post.Post) bool { return s.By(p) == s.By(q) }
