package starter

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/ingest"
	"recap/ingest/discover"
	"recap/ingest/fetch"
	"recap/ingest/source"
)

// A Starter makes a plan complete.
type Starter struct {
	*console.Console
	In     *bufio.Reader // what a person types; nil: nobody is asked
	Client *fetch.Client
	Now    func() time.Time
	Zone   string // where nobody says another
	Hello  string // said before the first question

	greeted bool
}

// errEnded says that there is no answer any more.
var errEnded = console.Usage("the answers ended too early; nothing was written")

// ask asks until ok takes the answer, which may change it or say what is wrong with it. No answer is the default.
func (s *Starter) ask(question, standard string, ok func(string) (string, error)) (string, error) {
	if !s.greeted {
		s.Say("%s", s.Hello)
		s.greeted = true
	}
	for {
		if standard != "" {
			fmt.Fprintf(s.Stderr, "%s [%s]: ", question, standard)
		} else {
			fmt.Fprintf(s.Stderr, "%s: ", question)
		}
		line, err := s.In.ReadString('\n')
		if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
			fmt.Fprintln(s.Stderr)
			return "", errEnded
		}
		answer := console.OneLine(line)
		if answer == "" {
			answer = standard
		}
		if answer, err = ok(answer); err == nil {
			return answer, nil
		}
		fmt.Fprintf(s.Stderr, "  %s\n", console.OneLine(err.Error()))
	}
}

// Fill asks for what the plan lacks, in turn, and looks at the community's page if look is set or a person gives it.
// Where nobody is asked, what was found is taken if look is set.
func (s *Starter) Fill(ctx context.Context, p *Plan, look bool) error {
	asks := s.In != nil
	var err error
	if asks && p.Name == "" {
		if p.Name, err = s.ask("name of the community", "", CheckName); err != nil {
			return err
		}
	}
	if p.Zone == "" {
		p.Zone = s.Zone
		if asks {
			if p.Zone, err = s.ask("time zone whose days are told", s.Zone, CheckZone); err != nil {
				return err
			}
		}
	}
	if asks && p.URL == "" && len(p.Sources) == 0 {
		if p.URL, err = s.ask("address of its page, where feeds and lists are looked for (Enter: none)", "", CheckURL); err != nil {
			return err
		}
	}
	var found discover.Result
	if p.URL != "" && (look || asks && len(p.Sources) == 0) {
		if found, err = s.look(ctx, p.URL, p.Name); err != nil {
			return err
		}
	}
	if p.Name == "" {
		p.Name = found.Title
	}
	if err := s.choose(p, found.Found); err != nil || !asks || len(p.Sources) > 0 && len(found.Found) == 0 {
		return err
	}
	return s.askSources(ctx, p)
}

// look finds the sources that a page leads to, and prints what it could not read.
func (s *Starter) look(ctx context.Context, address, name string) (discover.Result, error) {
	s.Say("looking for feeds and lists at %s ...", fetch.Redact(address))
	var tags []string
	if tag := Tag(name); tag != "" {
		tags = []string{tag}
	}
	found, err := discover.Find(ctx, s.Client, address, tags, s.Now)
	if ctx.Err() != nil {
		return found, ctx.Err()
	}
	if err != nil {
		s.Complain(fmt.Errorf("%s cannot be looked at: %w", fetch.Redact(address), err))
		return found, nil
	}
	for _, lost := range found.Lost {
		s.Note("cannot be read: %v", lost)
	}
	switch lost := len(found.Lost); {
	case len(found.Found) == 0 && lost == 0:
		s.Say("found none")
	case lost > 0 && !s.Verbose:
		s.Say("%s that may lead to more could not be read; -v names what", console.Count(lost, "link"))
	}
	return found, nil
}

// choose adds those of found to the plan that a person wants, or all where nobody is asked.
func (s *Starter) choose(p *Plan, found []discover.Found) error {
	found = slices.DeleteFunc(slices.Clone(found), func(f discover.Found) bool {
		return slices.ContainsFunc(p.Sources, func(c ingest.Config) bool { return ingest.Same(&c, &f.Source) })
	})
	if len(found) == 0 {
		return nil
	}
	s.list(found)
	chosen := found
	if s.In != nil {
		_, err := s.ask(`which of them are to be read? Numbers, "all" or "none"`, "all", func(answer string) (string, error) {
			var err error
			chosen, err = pick(found, answer)
			return answer, err
		})
		if err != nil {
			return err
		}
	}
	for _, f := range chosen {
		p.Sources = append(p.Sources, f.Source)
	}
	return nil
}

// list prints what was found, numbered.
func (s *Starter) list(found []discover.Found) {
	if s.Quiet || !s.Watched && !s.Verbose {
		return
	}
	w := tabwriter.NewWriter(s.Stderr, 0, 8, 2, ' ', 0)
	for i := range found {
		f := &found[i]
		kind, _ := f.Source.Kind()
		held := "no posts"
		switch {
		case f.Posts > 0 && f.Source.About().Archive:
			held = "posts"
		case f.Posts > 0:
			held = fmt.Sprintf("%s, the newest of %s", console.Count(f.Posts, "post"), f.Newest.Format(time.DateOnly))
		}
		fmt.Fprintf(w, "  %d\t%s\t%s\t%s\t%s\n", i+1, console.OneLine(NameFor(&f.Source)), kind, console.OneLine(config.PlaceOf(&f.Source)), held)
	}
	_ = w.Flush() // an error here is of the terminal, and nobody would see it
}

// pick returns those of found that an answer names by their numbers.
func pick(found []discover.Found, answer string) ([]discover.Found, error) {
	switch strings.ToLower(answer) {
	case "all":
		return found, nil
	case "none":
		return nil, nil
	}
	var chosen []discover.Found
	for word := range strings.FieldsFuncSeq(answer, func(r rune) bool { return r == ' ' || r == ',' }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > len(found) {
			return nil, fmt.Errorf("%q is none of the numbers 1 to %d", word, len(found))
		}
		chosen = append(chosen, found[n-1])
	}
	return chosen, nil
}

// askSources asks for more sources until there is no more answer.
func (s *Starter) askSources(ctx context.Context, p *Plan) error {
	for {
		var c ingest.Config
		answer, err := s.ask("another source: its address, or KIND=ADDRESS (Enter: no more)", "", func(answer string) (string, error) {
			if answer == "" || fetch.IsWebAddress(answer) && len(ingest.Recognise(source.Link{Address: answer})) == 0 {
				return answer, nil
			}
			var err error
			c, err = ParseSource(answer)
			return answer, err
		})
		if err != nil || answer == "" {
			return err
		}
		if kind, _ := c.Kind(); kind == "" { // a page: it may lead to some
			found, err := s.look(ctx, answer, p.Name)
			if err == nil {
				err = s.choose(p, found.Found)
			}
			if err != nil {
				return err
			}
			continue
		}
		p.Sources = append(p.Sources, c)
	}
}
