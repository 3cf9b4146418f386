package edit

import (
	"maps"
	"slices"
)

// Posts returns the ids of all posts that the decisions name, sorted, each once.
func (d *Decisions) Posts() []string {
	ids := d.Stories()
	for _, list := range d.Text {
		for _, p := range list {
			ids = append(append(ids, p.Sources...), p.Post)
		}
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// Forget takes out what rests on posts that were taken out: taken has their ids, each with that of a post of the same
// thread which is left, "" if none is. Titles of stories that such a post opened go, passages that rest on such posts
// alone, and what was decided about a sentence of such a post. That a story is told, where, in which of the other passages, or not at all, is decided of what is left of it.
// It reports whether anything changed. Texts that rest on nothing else stay, whatever they say; see Texts.
func (d *Decisions) Forget(taken map[string]string) bool {
	if !slices.ContainsFunc(d.Posts(), func(id string) bool { _, gone := taken[id]; return gone }) {
		return false
	}
	here := func(ids []string) []string {
		out := []string{}
		for _, id := range ids {
			if instead, gone := taken[id]; gone {
				id = instead
			}
			out = append(out, id)
		}
		return once(out)
	}
	d.Pin, d.Drop, d.Order = here(d.Pin), here(d.Drop), here(d.Order)
	d.Unquote = slices.DeleteFunc(once(d.Unquote), func(id string) bool { _, gone := taken[id]; return gone })
	maps.DeleteFunc(d.Rename, func(id, _ string) bool { _, gone := taken[id]; return gone })
	texts := map[string][]Passage{}
	for _, id := range slices.Sorted(maps.Keys(d.Text)) {
		list := left(d.Text[id], taken)
		if instead, gone := taken[id]; gone {
			id = instead
		}
		if id != "" && len(list) > 0 && texts[id] == nil {
			texts[id] = list
		}
	}
	d.Text = texts
	d.Drop = slices.DeleteFunc(d.Drop, func(id string) bool { // of what two threads have become
		return slices.Contains(d.Pin, id) || slices.Contains(d.Order, id) || texts[id] != nil
	})
	return true
}

// left returns the passages of a story that do not rest on taken alone. Of what a model wrote nobody knows on which of
// them it rests.
func left(list []Passage, taken map[string]string) []Passage {
	touched := false
	var out []Passage
	for _, p := range list {
		if _, gone := taken[p.Post]; p.Post != "" && gone {
			touched = true
			continue
		}
		sources := slices.DeleteFunc(slices.Clone(p.Sources), func(id string) bool { _, gone := taken[id]; return gone })
		if len(sources) < len(p.Sources) {
			touched = true
		}
		if len(p.Sources) > 0 && len(sources) == 0 {
			continue
		}
		p.Sources = sources
		out = append(out, p)
	}
	if !touched {
		return list
	}
	return slices.DeleteFunc(out, func(p Passage) bool { return p.Writer == Model })
}

// A Text is what an editor wrote.
type Text struct {
	What string // what it is of the edition, for people: "the introduction"
	Text string
}

// Texts returns all that the editor wrote.
func (d *Decisions) Texts() []Text {
	all := []Text{{"the title", d.Title}, {"the introduction", d.Note}}
	for _, id := range slices.Sorted(maps.Keys(d.Rename)) {
		all = append(all, Text{"the title of a story", d.Rename[id]})
	}
	for _, id := range slices.Sorted(maps.Keys(d.Text)) {
		for _, p := range d.Text[id] {
			if p.Writer == Editor {
				all = append(all, Text{"a sentence", p.Text})
			}
		}
	}
	return slices.DeleteFunc(all, func(t Text) bool { return t.Text == "" })
}
