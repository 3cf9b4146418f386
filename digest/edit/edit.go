// Package edit holds what an editor has decided about one edition.
package edit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Decisions are an editor's hand on one edition. They are part of what the edition depends on: each rebuild applies
// them. The zero value decides nothing.
//
// A story is named by its id, which is the id of the post that opened it, or by the id of any other of its posts: so a
// decision stays with its story when an older post comes in late. The gates hold for what is pinned as for all else;
// titles and the note are the editor's own words.
type Decisions struct {
	Title   string            `json:"title"`   // of the edition; "" leaves the one that is made
	Note    string            `json:"note"`    // a paragraph of plain text, printed below the first one and labelled as the editor's
	Pin     []string          `json:"pin"`     // stories that are told whatever their rank, first and in this order
	Drop    []string          `json:"drop"`    // stories that are neither told nor named
	Rename  map[string]string `json:"rename"`  // story -> title
	Order   []string          `json:"order"`   // stories in the order of telling: pinned ones that are not in it stand before them, others behind
	Approve *Approval         `json:"approve"` // nothing in the edition depends on it
}

// An Approval says that an editor has seen an edition and lets it be published.
type Approval struct {
	By  string    `json:"by"`
	At  time.Time `json:"at"`
	Sum string    `json:"sum"` // which bytes were seen
}

const (
	maxDecidedTitle = 200  // runes
	maxNote         = 2000 // runes
	maxDecided      = 500  // stories that one list of decisions names
)

// Empty reports whether nothing is decided that would change the edition.
func (d *Decisions) Empty() bool {
	return d.Title == "" && d.Note == "" && len(d.Pin)+len(d.Drop)+len(d.Rename)+len(d.Order) == 0
}

// Stories returns the ids of all stories that something is decided about, sorted, each once.
func (d *Decisions) Stories() []string {
	ids := slices.Concat(d.Pin, d.Drop, d.Order)
	for id := range d.Rename {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Tidy folds white space in the texts, takes out ids that stand twice and gives every list a value. It returns an error
// if the decisions contradict each other or hold what no edition can print.
func (d *Decisions) Tidy() error {
	var err error
	text := func(what, s string, limit int) string {
		s = strings.Join(strings.Fields(s), " ")
		switch {
		case !utf8.ValidString(s):
			err = errors.Join(err, fmt.Errorf("%s is not valid UTF-8", what))
		case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }):
			err = errors.Join(err, fmt.Errorf("%s holds control characters", what))
		case utf8.RuneCountInString(s) > limit:
			err = errors.Join(err, fmt.Errorf("%s has %d characters, more than %d", what, utf8.RuneCountInString(s), limit))
		}
		return s
	}
	d.Title, d.Note = text("the title", d.Title, maxDecidedTitle), text("the note", d.Note, maxNote)
	if d.Approve != nil {
		d.Approve.By = text("the name of who approves", d.Approve.By, maxDecidedTitle)
	}
	d.Pin, d.Drop, d.Order = once(d.Pin), once(d.Drop), once(d.Order)
	titles := map[string]string{}
	for id, title := range d.Rename {
		if titles[id] = text("the title of "+id, title, maxDecidedTitle); titles[id] == "" {
			err = errors.Join(err, fmt.Errorf("the title of %s is empty", id))
		}
	}
	d.Rename = titles
	for _, id := range d.Drop {
		if slices.Contains(d.Pin, id) || slices.Contains(d.Order, id) {
			err = errors.Join(err, fmt.Errorf("%s is dropped and told at once", id))
		}
	}
	if len(d.Stories()) > maxDecided {
		err = errors.Join(err, fmt.Errorf("%d stories are decided about, more than %d", len(d.Stories()), maxDecided))
	}
	return err
}

// once returns ids without what stands twice, never nil.
func once(ids []string) []string {
	out := []string{}
	for _, id := range ids {
		if id = strings.TrimSpace(id); id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
