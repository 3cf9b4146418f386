package people

import (
	"slices"
	"strings"

	"recap/digest/post"
	"recap/store"
)

// Unite gives posts that one person wrote under several names the same Ident, and returns which Ident became which; nil
// where none did. Who writes from one address under names that agree (store.NamesAgree, and store.SamePerson, which
// forgives damage) is one: "Matthew R. Marsh" and "Matthew Marsh", or the bare address. One name that does not agree
// with another shows that several write from the address, who stay apart, as do all who write from a list's own address,
// from a relay, or from one that stands for a role.
func Unite(posts []*post.Post) map[string]string {
	groups := map[string]*desk{} // by Ident: one may write from several addresses
	for _, d := range desksOf(posts) {
		if len(d.idents) < 2 || !d.agrees() {
			continue
		}
		for _, ident := range d.idents {
			if g := groups[ident]; g != nil {
				d = d.with(g)
			}
		}
		if !d.agrees() { // each of two addresses has one owner, but they are two people of one name
			continue
		}
		for _, ident := range d.idents {
			groups[ident] = d
		}
	}
	if len(groups) == 0 {
		return nil
	}
	one := map[string]string{}
	for ident, d := range groups {
		if d.idents[0] != ident {
			one[ident] = d.idents[0]
		}
	}
	for _, p := range posts {
		if under := one[p.Ident]; under != "" {
			p.Ident = under
		}
	}
	return one
}

// desksOf returns the addresses from which people write, in order of appearance, so that the first name of each can
// stand for the others.
func desksOf(posts []*post.Post) []*desk {
	var all []*desk
	byAddress := map[string]*desk{}
	for _, p := range posts {
		address := strings.ToLower(p.Author.OwnAddress())
		if address == "" || p.Ident == "" || p.Machine != "" || p.FromTheList() || ofARole(address) {
			continue
		}
		d := byAddress[address]
		if d == nil {
			d = &desk{}
			byAddress[address], all = d, append(all, d)
		}
		d.seat(p)
	}
	return all
}

// A desk is where somebody writes from: the names that stood under the posts, and their Idents, in order of appearance.
type desk struct {
	idents []string
	names  []store.Author
}

// seat notes under which name p was written.
func (d *desk) seat(p *post.Post) {
	a := store.Author{Name: p.Author.Name, Address: p.Author.Address}
	if p.Nameless() {
		a.Name = ""
	}
	if !slices.Contains(d.idents, p.Ident) {
		d.idents = append(d.idents, p.Ident)
	}
	if !slices.Contains(d.names, a) {
		d.names = append(d.names, a)
	}
}

// with returns a desk with the names of both.
func (d *desk) with(g *desk) *desk {
	both := &desk{slices.Clone(g.idents), slices.Clone(g.names)}
	for _, ident := range d.idents {
		if !slices.Contains(both.idents, ident) {
			both.idents = append(both.idents, ident)
		}
	}
	both.names = append(both.names, d.names...)
	return both
}

// agrees reports whether all names can be those of one person.
func (d *desk) agrees() bool {
	for i, a := range d.names {
		for _, b := range d.names[:i] {
			if b.Address = a.Address; !store.SamePerson(a, b) && !store.NamesAgree(store.NameWords(a.Name), store.NameWords(b.Name), 1) {
				return false
			}
		}
	}
	return true
}

// roles are local parts of addresses behind which an office stands and no person (RFC 2142, and what is usual).
var roles = set(`info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp ftp
admin board contact events hello help helpdesk list lists mail office post press root secretary service team kontakt
verein vorstand`)

func ofARole(address string) bool {
	local, _, _ := strings.Cut(address, "@")
	return roles[local]
}

// Together returns the histories by Ident after Unite: what was written under several names is of one person.
func Together(histories map[string]store.History, one map[string]string) map[string]store.History {
	if len(one) == 0 {
		return histories
	}
	all := make(map[string]store.History, len(histories))
	for ident, h := range histories {
		if under := one[ident]; under != "" {
			ident = under
		}
		sum := all[ident]
		sum.Posts += h.Posts
		sum.First = store.Earlier(sum.First, h.First)
		if h.Last.After(sum.Last) {
			sum.Last = h.Last
		}
		all[ident] = sum
	}
	return all
}
