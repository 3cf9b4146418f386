// Package draft writes an edition as one Markdown file that an editor changes by hand, and reads it back as decisions.
//
// The file shows on any forge as what it is: the title, the editor's introduction, a heading a story with its excerpts
// as quotations, and the rest as a list. Comments that no renderer shows say which story and which post each stands
// for:
//
//	<!-- story: ID -->    below a heading, and behind an entry of the rest
//	<!-- p: ID -->        behind an excerpt, the post that it is from; behind a sentence, the posts that it rests on
//	<!-- facts -->        behind the line of facts below a heading
//	<!-- v: ID -->        behind a sentence that stands beside what is told, below a story or on a line of the rest, its post
//
// The last comment holds what the file held when it was written, so that a change is known from what came since. Line
// ends, the width of lines and space at their ends mean nothing.
//
// Text of posts is escaped where it is written and is compared with the posts where it is read: an excerpt loses whole
// sentences or nothing, and a sentence beside what is told stays or goes.
package draft

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/render"
)

// A Draft is an edition with what is needed to write it down and to read it back.
type Draft struct {
	Edition   *digest.Edition // as Build made it, with its candidates
	Decisions edit.Decisions  // of the editor, as they are kept
	Sum       string          // names the bytes of Edition, as an approval does
	Date      string          // the day that names its period, ISO 8601

	// Sentences returns the title of a post and then its sentences, as digest.Sentences does; nil for one that is not
	// there.
	Sentences func(post string) []string
}

// A Refusal says why a file is not taken.
type Refusal struct {
	Line   int // from 1
	Reason string
}

func (r *Refusal) Error() string { return fmt.Sprintf("%d: %s", r.Line, r.Reason) }

// Refusals are all that is wrong with a file, by line.
type Refusals []*Refusal

func (r Refusals) Error() string {
	lines := make([]string, len(r))
	for i := range r {
		lines[i] = r[i].Error()
	}
	return strings.Join(lines, "\n")
}

// An item is a thread or session of the edition, told or not, or a post that came late.
type item struct {
	id      string
	title   string
	told    *digest.Story // nil if it is only listed
	late    *digest.Late  // nil if it is of the period
	dropped bool
	posts   []string
}

// items returns the items of an edition, and each post's item. Those that are told come first and claim their posts.
func (d *Draft) items() (all []*item, of map[string]*item) {
	of = map[string]*item{}
	add := func(x *item) {
		for _, id := range append([]string{x.id}, x.posts...) {
			if of[id] == nil {
				of[id] = x
			}
		}
		all = append(all, x)
	}
	e := d.Edition
	present, _ := e.Decided()
	for i := range e.Stories {
		s := &e.Stories[i]
		add(&item{id: s.ID, title: s.Title, told: s, posts: s.Sources})
	}
	for i := range e.Rest {
		r := &e.Rest[i]
		id := r.Sources[0]
		for _, c := range e.Candidates { // the id of a story is that of its opening, which may be older
			if slices.Contains(c.Posts, id) && of[c.Story] == nil {
				id = c.Story
				break
			}
		}
		add(&item{id: id, title: r.Title, posts: r.Sources})
	}
	for i := range e.Late {
		l := &e.Late[i]
		add(&item{id: l.ID, title: l.Title, late: l, posts: []string{l.ID}})
	}
	for _, id := range present.Drop {
		x := &item{id: id, title: present.Rename[id], dropped: true}
		if all := d.Sentences(id); x.title == "" && len(all) > 0 {
			x.title = all[0]
		}
		for _, c := range e.Candidates {
			if c.Story == id {
				x.title, x.posts = c.Title, c.Posts
			}
		}
		add(x)
	}
	return all, of
}

// hash names a text in eight digits.
func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:4])
}

// shown returns a text as a file shows it.
func shown(s string) string { return spaced(render.Line(s)) }

// spaced folds white space.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }
