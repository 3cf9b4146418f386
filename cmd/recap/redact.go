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
	"recap/cmd/recap/internal/edition"
	"recap/cmd/recap/internal/redaction"
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
				err = errors.Join(planRedaction(cmd.Context(), a, c, db, args[0], o), db.Close())
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

// redact takes out what name names, makes the editions anew that told of it, and prints the files. What an earlier one
// that was killed left to do is done first.
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
		said, err := nameSayings(ctx, a, c, db, redaction.WordsOfName(name))
		return max(code, said), err
	}
	if err := showRedaction(ctx, a, db, what, "takes out", 20); err != nil {
		return 0, err
	}
	words, err := redaction.WordsOf(ctx, db, what)
	if err != nil {
		return 0, err
	}
	done, err := db.Remove(ctx, *what)
	if errors.Is(err, store.ErrUnclean) {
		a.Complain(err)
		code = max(code, exitPart)
	} else if err != nil {
		return 0, err
	}
	fmt.Fprintf(a.Stdout, "took out %s, cut quotes from %s\n", console.Count(done.Posts, "post"), console.Count(done.Quotes, "other post"))
	more, err := redactFiles(ctx, a, c, db)
	if err != nil {
		return 0, err
	}
	said, err := nameSayings(ctx, a, c, db, words)
	if err != nil {
		return 0, err
	}
	fmt.Fprintln(a.Stdout, `mail that was sent, what "recap digest -o" and "recap export -o" wrote, and what a site generator made of files are not known to recap; look through them yourself`)
	return max(code, more, said), nil
}

// nameSayings names what editors wrote that repeats words which were taken out: these are the editor's own, which nobody
// else changes. What of that is published is an error of a part.
func nameSayings(ctx context.Context, a *app, c *config.Config, db store.DB, words *redaction.Words) (code int, err error) {
	all, err := edition.Sayings(ctx, c, db, words.In)
	for _, s := range all {
		text := []rune(console.OneLine(s.Text.Text))
		if len(text) > saidShown {
			text = append(text[:saidShown], []rune("...")...)
		}
		fmt.Fprintf(a.Stdout, "%s %s: %s, which an editor wrote, still says %q; %s\n", console.OneLine(s.Digest), s.Day, s.What, string(text), s.Remedy())
		if s.Published {
			code = exitPart
		}
	}
	return code, err
}

const saidShown = 200 // runes of what an editor wrote that are printed

// redactFiles makes editions anew and prints what became of their files. A file that it leaves to a person, because it
// may tell what was taken out, is an error of a part.
func redactFiles(ctx context.Context, a *app, c *config.Config, db store.DB) (int, error) {
	files, failed, err := a.desk(c, db).Redo(ctx)
	code := exitOK
	for _, f := range files {
		if why := f.Left(); why != nil {
			a.Complain(why)
			code = exitPart
			continue
		}
		fmt.Fprintln(a.Stdout, console.OneLine(f.String()))
	}
	if failed {
		code = exitUndelivered
	}
	return code, err
}

// planRedaction prints what redact would do.
func planRedaction(ctx context.Context, a *app, c *config.Config, db store.DB, name string, o redactOptions) error {
	left, err := db.Redo(ctx)
	if err != nil {
		return err
	}
	what, err := find(ctx, a, db, name, o.all)
	if err != nil {
		return err
	}
	would := store.Removed{}
	if what == nil {
		fmt.Fprintf(a.Stdout, "%q was taken out before; nothing of it is stored\n", console.OneLine(name))
	} else {
		if err := showRedaction(ctx, a, db, what, "would take out", len(what.Posts)); err != nil {
			return err
		}
		for _, who := range what.Authors {
			fmt.Fprintf(a.Stdout, "would let nothing in from %s\n", console.OneLine(who))
		}
		if would, err = db.WouldRemove(ctx, *what); err != nil {
			return err
		}
		fmt.Fprintf(a.Stdout, "would take out %s, cut quotes from %s\n", console.Count(would.Posts, "post"), console.Count(would.Quotes, "other post"))
	}
	return planEditions(ctx, a, c, db, left, would.Editions)
}

// planEditions prints which editions would be made anew: those that an earlier redaction, which was killed, has left,
// and those with these ids.
func planEditions(ctx context.Context, a *app, c *config.Config, db store.DB, left []store.EditionRecord, ids []string) error {
	all, err := db.Editions(ctx, "", time.Time{}, time.Time{})
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(all) {
		if !slices.Contains(ids, r.ID) && !slices.ContainsFunc(left, func(l store.EditionRecord) bool { return l.ID == r.ID }) {
			continue
		}
		if r.Digest == "" || c.DigestNamed(r.Digest) == nil {
			fmt.Fprintf(a.Stdout, "would withdraw the edition %s, whose digest is no longer configured\n", console.OneLine(r.ID))
			continue
		}
		fmt.Fprintf(a.Stdout, "would make the edition %s anew\n", console.OneLine(r.ID))
	}
	return nil
}

// showRedaction prints what a redaction takes out, at most so many posts one by one: first the names, where there are
// several, because an address and its names are one person.
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

// find returns what takes out that which name names exactly, or nil if it is remembered as taken out. Several that fit
// are listed.
func find(ctx context.Context, a *app, db store.DB, name string, all bool) (*store.Removal, error) {
	what, err := redaction.Find(ctx, db, name, all)
	var several *redaction.SeveralError
	if !errors.As(err, &several) {
		return what, err
	}
	a.Complain(several)
	for i := range several.Posts {
		fmt.Fprintf(a.Stderr, "  %s\n", describePost(&several.Posts[i]))
	}
	for _, p := range several.People {
		fmt.Fprintf(a.Stderr, "  %s, %s\n", console.OneLine(p.Account), console.Count(p.Posts, "post"))
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
