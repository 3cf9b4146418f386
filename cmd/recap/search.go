package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/store"
)

func searchCommand(a *app) *cobra.Command {
	var o searchOptions
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Search the stored posts and the recaps",
		Long: `Search titles and texts of the stored posts, best match first, and then the recorded recaps, newest first.

Every word has to occur; "words in quotes" stand together, and a word that ends in * stands for all that begin so. The newest posts
of a run that has not ended, or that was killed, are found after the next one.`,
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			query := strings.TrimSpace(strings.Join(args, " "))
			if query == "" {
				return console.Usage("search needs a query; for example: recap search release")
			}
			c, err := a.load()
			if err != nil {
				return err
			}
			return a.search(cmd.Context(), c, query, o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.source, "source", "", "only posts of the source `NAME`, and no recaps")
	f.StringVar(&o.from, "from", "", "from the start of `DATE`")
	f.StringVar(&o.to, "to", "", "to the end of `DATE`")
	f.IntVarP(&o.limit, "limit", "n", 50, "at most `N` posts and as many recaps")
	f.BoolVar(&o.json, "json", false, "one JSON object a line")
	return cmd
}

// searchOptions narrow a search.
type searchOptions struct {
	source, from, to string
	limit            int
	json             bool
}

func (a *app) search(ctx context.Context, c *config.Config, query string, o searchOptions) error {
	filter, err := filter(c, o.source, o.from, o.to)
	if err != nil {
		return err
	}
	if filter.Limit = o.limit; o.limit < 1 {
		return console.Usage("--limit: %d is out of range; choose 1 or more", o.limit)
	}
	db, err := readable(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	hits, err := db.Search(ctx, query, filter)
	if err != nil {
		return err
	}
	bold := console.IsTerminal(a.Stdout)
	enc := json.NewEncoder(a.Stdout)
	enc.SetEscapeHTML(false)
	for i := range hits {
		p := &hits[i].Post
		if o.json {
			if err := enc.Encode(hitOf(&hits[i])); err != nil {
				return err
			}
			continue
		}
		lines := []string{p.Published.In(c.Zone).Format("2006-01-02 15:04") + "  " + console.OneLine(p.Author.Display()) + "  " + console.OneLine(p.Title)}
		if p.URL != "" {
			lines = append(lines, "    "+console.OneLine(p.URL))
		}
		if s := marked(hits[i].Snippet, bold); s != "" && p.Policy == store.PolicyQuote {
			lines = append(lines, "    "+s)
		}
		if _, err := fmt.Fprintln(a.Stdout, strings.Join(lines, "\n")); err != nil {
			return err
		}
	}
	if o.source != "" {
		if len(hits) == 0 {
			a.Say("no post of %s holds all these words", o.source)
		}
		return nil
	}
	found, err := edition.Search(ctx, db, query, filter.From, filter.To, o.limit)
	for _, f := range found {
		if o.json {
			err = errors.Join(err, enc.Encode(hitOfEdition(f)))
			continue
		}
		lines := []string{f.Edition.Period.Start.Format(time.DateOnly) + "        the recap " + console.OneLine(f.Edition.ID) + "  " + console.OneLine(f.Edition.Title)}
		if f.Edition.URL != "" {
			lines = append(lines, "    "+console.OneLine(f.Edition.URL))
		}
		if f.Line != f.Edition.Title {
			lines = append(lines, "    "+console.OneLine(f.Line))
		}
		fmt.Fprintln(a.Stdout, strings.Join(lines, "\n"))
	}
	if err == nil && len(hits)+len(found) == 0 {
		a.Say("no post and no recap holds all these words")
	}
	return err
}

// filter returns what the flags narrow a search or an export to. Days are whole ones of the community.
func filter(c *config.Config, source, from, to string) (store.Filter, error) {
	f := store.Filter{Source: source}
	if source != "" {
		if err := c.HaveSources([]string{source}); err != nil {
			return f, err
		}
	}
	first, err := dateFlag("from", from)
	if err != nil {
		return f, err
	}
	last, err := dateFlag("to", to)
	if err != nil {
		return f, err
	}
	if !first.IsZero() {
		f.From = first.In(c.Zone)
	}
	if !last.IsZero() {
		w, err := edition.Calendar{Config: c}.Days(last, last)
		if err != nil {
			return f, err
		}
		f.To = w.End
	}
	if !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		return f, console.Usage("--to %s is before --from %s", last, first)
	}
	return f, nil
}

// marked returns the snippet as one line, with the words that matched in bold if a person watches.
func marked(snippet string, bold bool) string {
	if !bold {
		return console.OneLine(snippet) // which takes out the marks, too
	}
	var b strings.Builder
	for _, part := range strings.SplitAfter(strings.Join(strings.Fields(snippet), " "), "\x02") {
		before, match, _ := strings.Cut(part, "\x01")
		b.WriteString(console.Visible(before))
		if match != "" {
			b.WriteString("\x1b[1m" + console.Visible(match) + "\x1b[0m")
		}
	}
	return b.String()
}

// A hit is a search result as --json prints it. Of a recap the id, the address, the title, the start of its period and
// the line that was found.
type hit struct {
	Edition string    `json:"edition,omitempty"` // id of a recap; "" for a post
	ID      string    `json:"id"`
	Source  string    `json:"source"`
	Key     string    `json:"key"`
	URL     string    `json:"url"`
	Author  string    `json:"author"`
	Date    time.Time `json:"date"`
	Title   string    `json:"title"`
	Snippet string    `json:"snippet"`
}

func hitOf(h *store.Hit) hit {
	p := &h.Post
	out := hit{ID: p.ID(), Source: console.FirstOf(p.Sources), Key: p.Key, URL: p.URL, Author: p.Author.Display(), Date: p.Published.UTC(), Title: p.Title}
	if p.Policy == store.PolicyQuote {
		out.Snippet = marked(h.Snippet, false)
	}
	return out
}

func hitOfEdition(f edition.Found) hit {
	e := f.Edition
	return hit{Edition: e.ID, URL: e.URL, Date: e.Period.Start.UTC(), Title: e.Title, Snippet: f.Line}
}
