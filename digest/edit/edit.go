// Package edit holds what an editor has decided about one edition.
package edit

import (
	"slices"
	"strings"
	"time"
)

// Decisions are an editor's hand on one edition. They are part of what the edition depends on: each rebuild applies
// them. The zero value decides nothing.
//
// A story is named by its id, which is the id of the post that opened it, or by the id of any other of its posts: so a
// decision stays with its story when an older post comes in late. The gates hold for what is pinned as for all else;
// titles and the note are the editor's own words.
type Decisions struct {
	Title   string            `json:"title"`   // of the edition; "" leaves the one that is made
	Note    string            `json:"note"`    // an introduction in Markdown, printed at the top and labelled as the editor's
	Lede    *string           `json:"lede"`    // the first paragraph, plain text in place of a model's; "" for none; null leaves it
	Pin     []string          `json:"pin"`     // stories that are told whatever their rank, first and in this order
	Drop    []string          `json:"drop"`    // stories that are neither told nor named
	Rename  map[string]string `json:"rename"`  // story -> title
	Order   []string          `json:"order"`   // stories in the order of telling: pinned ones that are not in it stand before them, others behind
	Approve *Approval         `json:"approve"` // nothing in the edition depends on it

	// Unquote are posts, by their ids, of which no sentence is printed beside what is told: neither below the excerpts of a
	// story, where their writers are named instead, nor on a line of what is not told. No other sentence takes its place.
	Unquote []string `json:"unquote"`

	// Text is what is printed of a story, in place of what was chosen or written for it. A story with a text is told.
	Text map[string][]Passage `json:"text"`
}

// A Passage is a piece of a story as the editor wants it: an excerpt of a post, a sentence that a model wrote for the
// story, or the editor's own words.
//
// It holds no word of a post: those are taken from the post, so that what is deleted or redacted is gone here, too.
type Passage struct {
	Post      string   `json:"post,omitempty"`      // of an excerpt: the id of its post
	Sentences []int    `json:"sentences,omitempty"` // of an excerpt: adjacent sentences of the post's own words, from 1; 0 is its title
	Print     string   `json:"print,omitempty"`     // of an excerpt: names its words; it is not printed once the post says something else there
	Label     string   `json:"label,omitempty"`     // of an excerpt: what it does, as in the edition
	Text      string   `json:"text,omitempty"`      // of prose: plain text
	Writer    string   `json:"writer,omitempty"`    // of prose: editor or model
	Sources   []string `json:"sources,omitempty"`   // of the editor's words: the ids of posts that they rest on
}

// Model and Editor are who writes prose.
const (
	Model  = "model"
	Editor = "editor"
)

// An Approval says that an editor has seen an edition and lets it be published.
type Approval struct {
	By  string    `json:"by"`
	At  time.Time `json:"at"`
	Sum string    `json:"sum"` // which bytes were seen
}

const (
	maxDecidedTitle = 200  // runes
	maxNote         = 8000 // runes
	maxDecided      = 500  // stories, and posts that are not quoted, which decisions name
	maxPassages     = 60   // of one story
	maxPassage      = 2000 // runes
	maxSources      = 50   // posts that a passage rests on
)

// Empty reports whether nothing is decided that would change the edition.
func (d *Decisions) Empty() bool {
	return d.Title == "" && d.Note == "" && d.Lede == nil && !d.AboutStories()
}

// AboutStories reports whether anything is decided about a story.
func (d *Decisions) AboutStories() bool {
	return len(d.Pin)+len(d.Drop)+len(d.Rename)+len(d.Order)+len(d.Unquote)+len(d.Text) > 0
}

// Stories returns the ids by which something is decided about a story or about the sentence beside it, sorted, each
// once.
func (d *Decisions) Stories() []string {
	ids := slices.Concat(d.Pin, d.Drop, d.Order, d.Unquote)
	for id := range d.Rename {
		ids = append(ids, id)
	}
	for id := range d.Text {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
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
