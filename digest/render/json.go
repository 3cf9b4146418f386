package render

import (
	"bytes"
	_ "embed" // for the schema
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"recap/digest"
)

// SchemaJSON is the JSON Schema (draft 2020-12) of what JSON writes. Within recap/1 it only grows.
//
//go:embed schema/recap-1.schema.json
var SchemaJSON []byte

// JSON writes the edition as one JSON document with a final newline, keys in the order of digest.Edition, lists never
// null. Strings are plain text, unescaped but for hidden characters, so that the document is harmless on a terminal.
func JSON(w io.Writer, e *digest.Edition) error {
	return writeJSON(w, complete(e))
}

// An IndexEntry is one edition in the index of the export.
type IndexEntry struct {
	ID       string           `json:"id"`
	Revision int              `json:"revision"`
	Digest   string           `json:"digest"`
	Title    string           `json:"title"`
	Slug     string           `json:"slug"`
	URL      string           `json:"url"`
	Language string           `json:"language"`
	File     string           `json:"file"` // where the edition is, relative to the index
	Period   digest.Period    `json:"period"`
	Event    *digest.EventDay `json:"event"`
	Stats    digest.Stats     `json:"stats"`
	Summary  string           `json:"summary"` // the lines of "in short", or the lede
	Stories  []string         `json:"stories"` // titles
}

// Index writes recaps_index.json: an array with one entry an edition, newest first. Sites take it as data.
func Index(w io.Writer, all []*digest.Edition) error {
	entries := []IndexEntry{}
	for _, e := range Newest(all) {
		d := compose(e)
		file, err := FileName(e.ID)
		if err != nil {
			return err
		}
		entry := IndexEntry{
			ID: e.ID, Revision: e.Revision, Digest: e.Digest, Title: unmarked(d.Title), Slug: e.Slug, URL: e.URL, Language: d.Language,
			File: "recaps/" + file + ".json", Period: e.Period, Event: e.Event, Stats: e.Stats, Summary: unmarked(d.summary()), Stories: []string{},
		}
		for _, s := range d.stories() {
			entry.Stories = append(entry.Stories, unmarked(s.Title))
		}
		entries = append(entries, entry)
	}
	return writeJSON(w, entries)
}

// FileName returns id if it can name a file on any system: letters, digits, "-", "_" and "." in it. Anything else is an
// error.
func FileName(id string) (string, error) {
	for i := range len(id) {
		if c := id[i]; !alnum(c) && c != '-' && c != '_' && (c != '.' || i == 0) {
			return "", fmt.Errorf("%q cannot name a file", id)
		}
	}
	if id == "" || len(id) > 200 {
		return "", fmt.Errorf("%q cannot name a file", id)
	}
	return id, nil
}

// writeJSON writes v, indented, with hidden characters as escapes.
func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, escapeHidden(b.String()))
	return err
}

// escapeHidden writes hidden characters of a JSON document as \u escapes. They can only stand inside its strings, but
// for newlines.
func escapeHidden(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r != '\n' && hidden(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || !hidden(r):
			b.WriteRune(r)
		case utf8.RuneLen(r) == 4: // beyond the basic plane: a surrogate pair
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// complete returns a copy of e in which no list and no table is nil, because nil would be printed as null.
func complete(e *digest.Edition) *digest.Edition {
	c := *e
	c.Community.Hashtags = list(e.Community.Hashtags)
	c.Lede.Sentences = completeSentences(e.Lede.Sentences)
	c.Stories = make([]digest.Story, len(e.Stories))
	for i, s := range e.Stories {
		s.Sources, s.People = list(s.Sources), list(s.People)
		if s.Reasons == nil {
			s.Reasons = map[string]float64{}
		}
		s.Paragraphs = append([]digest.Paragraph{}, s.Paragraphs...)
		s.Voices = list(s.Voices)
		for j, p := range s.Paragraphs {
			s.Paragraphs[j].Sentences = completeSentences(p.Sentences)
		}
		c.Stories[i] = s
	}
	c.Brief = list(e.Brief)
	c.Narrative.Sentences = completeSentences(e.Narrative.Sentences)
	c.Rest = append([]digest.Rest{}, e.Rest...)
	for i := range c.Rest {
		c.Rest[i].Sources = list(c.Rest[i].Sources)
	}
	c.Also = append([]digest.Also{}, e.Also...)
	for i := range c.Also {
		c.Also[i].Sources = list(c.Also[i].Sources)
	}
	c.Organizations = append([]digest.Organization{}, e.Organizations...)
	for i := range c.Organizations {
		c.Organizations[i].People = list(c.Organizations[i].People)
	}
	c.Upcoming = append([]digest.Upcoming{}, e.Upcoming...)
	for i := range c.Upcoming {
		c.Upcoming[i].Sources = list(c.Upcoming[i].Sources)
	}
	c.Talks = append([]digest.ProgrammeTalk(nil), e.Talks...) // left out where there are none, as are candidates
	for i := range c.Talks {
		c.Talks[i].Speakers, c.Talks[i].Sources = list(c.Talks[i].Speakers), list(c.Talks[i].Sources)
	}
	c.Returning = append([]digest.Returner(nil), e.Returning...)
	c.Late = append([]digest.Late(nil), e.Late...)
	c.Candidates = append([]digest.Candidate(nil), e.Candidates...)
	for i := range c.Candidates {
		c.Candidates[i].Posts = list(c.Candidates[i].Posts)
		if c.Candidates[i].Reasons == nil {
			c.Candidates[i].Reasons = map[string]float64{}
		}
	}
	c.Newcomers, c.Questions, c.Votes = list(e.Newcomers), list(e.Questions), list(e.Votes)
	c.People, c.Coverage, c.Posts = list(e.People), list(e.Coverage), list(e.Posts)
	return &c
}

func completeSentences(all []digest.Sentence) []digest.Sentence {
	all = append([]digest.Sentence{}, all...)
	for i := range all {
		all[i].Sources = list(all[i].Sources) // evidence is left out where there is none
	}
	return all
}

// list returns s, or an empty list for nil.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
