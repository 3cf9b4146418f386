// Package redaction finds what is to be taken out when somebody names a post or a person: neither more nor less than
// what is meant. One address and all names that wrote from it are one person; an address that many write from, such as
// that of a list which sends in its members' names, is nobody's.
package redaction

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"recap/cmd/recap/internal/console"
	"recap/store"
)

// Finder is what has to be asked of a database.
type Finder interface {
	store.Search
	store.Care
}

// A SeveralError says that a name fits several posts or people, of which none was chosen.
type SeveralError struct {
	Name   string
	Posts  []store.Post
	People []Person
}

func (e *SeveralError) Error() string {
	if len(e.People) == 0 {
		return fmt.Sprintf("%q names several posts; name one of them by its id", e.Name)
	}
	return fmt.Sprintf("%q names several; name one of them, or take all authors of that name with --all", e.Name)
}

// Find returns what takes out that which name names exactly but for upper and lower case: a post by its public id, key
// or URL, or a person by display name, "<address>" or "@account". It is nil if that is remembered as taken out. A name
// that fits several is a *SeveralError, unless these are people and all of them are meant; one that fits nothing is a
// *console.UsageError.
func Find(ctx context.Context, db Finder, name string, all bool) (*store.Removal, error) {
	posts, err := db.FindPosts(ctx, name)
	if err != nil {
		return nil, err
	}
	writers, err := db.FindWriters(ctx, name)
	if err != nil {
		return nil, err
	}
	people := peopleOf(name, writers)
	switch {
	case len(posts) == 0 && len(people) == 0:
		removed, err := db.Removed(ctx, name)
		if err != nil || removed {
			return nil, err
		}
		return nil, console.Usage("no post and no author is called %q; give a post's id, key or URL, or an author's full name, address or @account", name)
	case len(posts) == 1 && len(people) == 0:
		return &store.Removal{Posts: []string{posts[0].ID()}}, nil
	case len(posts) == 0 && (len(people) == 1 || all):
		return removalOf(ctx, db, name, people)
	}
	return nil, &SeveralError{name, posts, people}
}

// A Person is everything that one address or account of a name wrote.
type Person struct {
	Account string // what names nobody else: "<address>", "@account", or the name where there is neither
	authors []store.Author
	Posts   int
}

// peopleOf groups authors that name fits by what tells them apart.
func peopleOf(name string, writers []store.Writer) []Person {
	var people []Person
	for _, w := range writers {
		account := w.Name
		byAddress := w.Address != "" && strings.EqualFold(w.Address, strings.Trim(name, "<> "))
		switch {
		case w.Handle != "" && !byAddress:
			account = "@" + strings.ToLower(w.Handle)
		case w.Address != "":
			account = "<" + strings.ToLower(w.Address) + ">"
		}
		i := slices.IndexFunc(people, func(p Person) bool { return p.Account == account })
		if i < 0 {
			people = append(people, Person{Account: account})
			i = len(people) - 1
		}
		people[i].authors = append(people[i].authors, w.Author)
		people[i].Posts += w.Posts
	}
	return people
}

// removalOf returns the redaction of people. What is remembered of them is what they were named by, and their addresses
// and accounts unless others write from these, too: the address of a list that sends in the name of its members, for
// example.
func removalOf(ctx context.Context, db Finder, name string, people []Person) (*store.Removal, error) {
	r := &store.Removal{Editions: true}
	var authors []store.Author
	for _, p := range people {
		authors = append(authors, p.authors...)
	}
	named := len(authors)
	authors, err := withOtherNames(ctx, db, authors)
	if err != nil {
		return nil, err
	}
	remember := func(who string) {
		if who != "" && !slices.Contains(r.Authors, who) {
			r.Authors = append(r.Authors, who)
		}
	}
	bare := strings.Trim(strings.TrimSpace(name), "<>")
	for i, author := range authors {
		switch {
		case strings.EqualFold(bare, author.Address):
			remember(strings.ToLower(author.Address))
			continue
		case strings.EqualFold(strings.TrimPrefix(bare, "@"), author.Handle):
			remember("@" + strings.ToLower(author.Handle))
			continue
		}
		if i < named { // who took another's name must not have them shut out
			remember(author.Identity())
		}
		for who, account := range map[string]string{strings.ToLower(author.Address): "<" + author.Address + ">", "@" + strings.ToLower(author.Handle): "@" + author.Handle} {
			if account == "<>" || account == "@" {
				continue
			}
			others, err := db.FindWriters(ctx, account)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(others, func(w store.Writer) bool { return !slices.Contains(authors, w.Author) }) {
				remember(who)
			}
		}
	}
	slices.Sort(r.Authors)
	r.Posts, err = db.PostsOf(ctx, authors)
	return r, err
}

// withOtherNames returns authors and the other names under which they wrote from the same addresses, unless many write
// from these.
func withOtherNames(ctx context.Context, db Finder, authors []store.Author) ([]store.Author, error) {
	for _, author := range slices.Clone(authors) {
		if author.Address == "" || author.Relay {
			continue
		}
		others, err := db.FindWriters(ctx, "<"+author.Address+">")
		if err != nil {
			return nil, err
		}
		for _, w := range others {
			if !w.Relay && !slices.Contains(authors, w.Author) {
				authors = append(authors, w.Author)
			}
		}
	}
	return authors, nil
}
