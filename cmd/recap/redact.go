package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/store"
)

func redactCommand(a *app) *cobra.Command {
	var o redactOptions
	cmd := &cobra.Command{
		Use:   "redact POST|AUTHOR",
		Short: "Take a post or a person out of the store and of everything published",
		Long: `Take a post or a person out of the store and of everything published, for good: what is taken out does not come back with a later read.

POST is a public id, a Message-ID or another key, or the post's URL. AUTHOR is a display name, a mail address ("<ann@example.org>") or an
account ("@ann@social.example.org"). Both must fit exactly but for upper and lower case; where several posts or authors fit they are
listed, and nothing is done. A mail address and all names that wrote from it are one person. What goes is shown first; --dry-run shows it alone,
and on a terminal it is asked for a yes, unless --yes is given.

Editions that told of it are made anew as a new revision, and their files are written again; the files are listed. What no configured output writes
any more is removed, lists and feeds of other editions with it, unless somebody changed it: then it is named. Not known to recap are mail that was
sent, what "recap digest -o" and "recap export -o" wrote, and what a site generator made of its files.`,
		Args: oneArg("redact", "a post or an author", `recap redact "<ann@example.org>"`),
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if err := haveDatabase(c); err != nil {
				return err
			}
			ask := !o.dryRun && !o.yes && console.IsTerminal(a.Stderr) && console.Reads(cmd.InOrStdin())
			if o.dryRun || ask { // before the lock is taken: a person may take their time
				db, err := readable(cmd.Context(), c)
				if err != nil {
					return err
				}
				err = errors.Join(planRedaction(cmd.Context(), a, db, args[0], o), db.Close())
				if err != nil || o.dryRun {
					return err
				}
			}
			if ask && !a.Ask(cmd.InOrStdin(), "Take this out of the store and of everything published, for good?") {
				fmt.Fprintln(a.Stdout, "nothing was taken out")
				return nil
			}
			db, done, err := a.writable(cmd.Context(), c)
			if err != nil {
				return err
			}
			code, err := a.redact(cmd.Context(), c, db, args[0], o)
			if err := errors.Join(err, done()); err != nil {
				return err
			}
			return exitWith(code)
		}),
	}
	f := cmd.Flags()
	f.BoolVar(&o.yes, "yes", false, "do not ask on a terminal")
	f.BoolVar(&o.all, "all", false, "take out every author of that name, whatever their addresses and accounts")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would be taken out, and write nothing at all")
	return cmd
}

// redactOptions are what redact was asked to do.
type redactOptions struct {
	all    bool
	yes    bool // whoever calls has decided
	dryRun bool
}

// redact takes out what name names, makes the editions anew that told of it, and prints the files. What an earlier one that was killed left to
// do is done first.
func (a *app) redact(ctx context.Context, c *config.Config, db store.DB, name string, o redactOptions) (int, error) {
	code, err := redactFiles(ctx, a, c, db)
	if err != nil {
		return 0, err
	}
	what, err := find(ctx, a, db, name, o.all)
	if err != nil {
		return 0, err
	}
	if what == nil {
		fmt.Fprintf(a.Stdout, "%q was taken out before; nothing of it is stored\n", console.OneLine(name))
		return code, nil
	}
	if err := showRedaction(ctx, a, db, what, "takes out", 20); err != nil {
		return 0, err
	}
	done, err := db.Remove(ctx, *what)
	if errors.Is(err, store.ErrUnclean) {
		a.Complain(err)
	} else if err != nil {
		return 0, err
	}
	fmt.Fprintf(a.Stdout, "took out %s, cut quotes from %s\n", console.Count(done.Posts, "post"), console.Count(done.Quotes, "other post"))
	if code, err = redactFiles(ctx, a, c, db); err != nil {
		return 0, err
	}
	fmt.Fprintln(a.Stdout, `mail that was sent, what "recap digest -o" and "recap export -o" wrote, and what a site generator made of files are not known to recap; look through them yourself`)
	return code, nil
}

// redactFiles makes editions anew and prints what became of their files.
func redactFiles(ctx context.Context, a *app, c *config.Config, db store.DB) (int, error) {
	files, failed, err := a.desk(c, db).Redo(ctx)
	last := map[string]int{} // several editions share lists and feeds: each file is told once, as it came to stand
	for i, f := range files {
		last[f.Path] = i
	}
	for i, f := range files {
		if last[f.Path] == i {
			fmt.Fprintln(a.Stdout, console.OneLine(f.String()))
		}
	}
	if failed {
		return exitUndelivered, err
	}
	return exitOK, err
}

// planRedaction prints what redact would do.
func planRedaction(ctx context.Context, a *app, db store.DB, name string, o redactOptions) error {
	what, err := find(ctx, a, db, name, o.all)
	if err != nil {
		return err
	}
	if what == nil {
		fmt.Fprintf(a.Stdout, "%q was taken out before; nothing of it is stored\n", console.OneLine(name))
		return nil
	}
	if err := showRedaction(ctx, a, db, what, "would take out", len(what.Posts)); err != nil {
		return err
	}
	for _, who := range what.Authors {
		fmt.Fprintf(a.Stdout, "would let nothing in from %s\n", console.OneLine(who))
	}
	editions, err := db.Citing(ctx, *what)
	for _, id := range editions {
		fmt.Fprintf(a.Stdout, "would make the edition %s anew\n", console.OneLine(id))
	}
	return err
}

// showRedaction prints what a redaction takes out, at most so many posts one by one: first the names, where there are several, because an address and its names are one person.
func showRedaction(ctx context.Context, a *app, db store.DB, what *store.Removal, verb string, most int) error {
	var names, lines []string
	for i, id := range what.Posts {
		p, err := db.Post(ctx, id)
		if err != nil {
			return err
		}
		if name := console.OneLine(p.Author.Display()); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		if i < most {
			lines = append(lines, fmt.Sprintf("%s %s", verb, describePost(&p)))
		}
	}
	if len(names) > 1 {
		slices.Sort(names)
		fmt.Fprintf(a.Stdout, "%s %s of one person as %s\n", verb, console.Count(len(what.Posts), "post"), strings.Join(names, ", "))
	}
	for _, line := range lines {
		fmt.Fprintln(a.Stdout, line)
	}
	if more := len(what.Posts) - most; more > 0 {
		fmt.Fprintf(a.Stdout, "%s %s more\n", verb, console.Count(more, "post"))
	}
	return nil
}

// find returns what takes out that which name names exactly, or nil if it is remembered as taken out. A name that fits nothing, or several, is an
// error of usage; the several have been listed.
func find(ctx context.Context, a *app, db store.DB, name string, all bool) (*store.Removal, error) {
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
		return redactPeople(ctx, db, name, people)
	}
	a.Complain(fmt.Errorf("%q names several; name one of them, or take all authors of that name with --all", name))
	for i := range posts {
		fmt.Fprintf(a.Stderr, "  %s\n", describePost(&posts[i]))
	}
	for _, p := range people {
		fmt.Fprintf(a.Stderr, "  %s, %s\n", console.OneLine(p.account), console.Count(p.posts, "post"))
	}
	return nil, exitWith(exitUsage)
}

// describePost names a post in one line.
func describePost(p *store.Post) string {
	words := p.Title
	if words == "" {
		words = p.Text
	}
	if r := []rune(console.OneLine(words)); len(r) > 60 {
		words = string(r[:60]) + "…"
	}
	return fmt.Sprintf("%s of %s by %s: %s", p.ID(), p.Published.UTC().Format(time.DateOnly), console.OneLine(p.Author.Display()), console.OneLine(words))
}

// A person is everything that one address or account of a name wrote.
type person struct {
	account string // what names nobody else: "<address>", "@account", or the name where there is neither
	authors []store.Author
	posts   int
}

// peopleOf groups authors that name fits by what tells them apart.
func peopleOf(name string, writers []store.Writer) []person {
	var people []person
	for _, w := range writers {
		account := w.Name
		byAddress := w.Address != "" && strings.EqualFold(w.Address, strings.Trim(name, "<> "))
		switch {
		case w.Handle != "" && !byAddress:
			account = "@" + strings.ToLower(w.Handle)
		case w.Address != "":
			account = "<" + strings.ToLower(w.Address) + ">"
		}
		i := slices.IndexFunc(people, func(p person) bool { return p.account == account })
		if i < 0 {
			people = append(people, person{account: account})
			i = len(people) - 1
		}
		people[i].authors = append(people[i].authors, w.Author)
		people[i].posts += w.Posts
	}
	return people
}

// redactPeople returns the redaction of people. What is remembered of them is what they were named by, and their addresses and accounts unless
// others write from these, too: the address of a list that sends in the name of its members, for example.
func redactPeople(ctx context.Context, db store.DB, name string, people []person) (*store.Removal, error) {
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

// withOtherNames returns authors and the other names under which they wrote from the same addresses, unless many write from these.
func withOtherNames(ctx context.Context, db store.DB, authors []store.Author) ([]store.Author, error) {
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
