package render

import (
	"slices"
	"strings"

	"recap/digest"
	"recap/digest/language"
)

// Editions that were recorded before excerpts took the place of reported speech have a lede that gives the numbers,
// name some threads, and list who came below the stories. They are rendered anew when a post is taken out of them, and
// then look as they did.

const (
	maxAlso            = 6
	maxOrganizations   = 6
	maxNewcomers       = 5
	maxQuestionsBefore = 2
	maxCame            = 8  // people that the recap of an event names
	maxCameFrom        = 12 // and organisations
	maxTitle           = 60 // runes of a thread's title that is only named
)

// before reports whether e is such an edition: it tells something, and has none of what came later.
func before(e *digest.Edition) bool {
	later := func(s digest.Story) bool { return s.State != "" || s.Writer != "" }
	if len(e.Brief) > 0 || len(e.Rest) > 0 || len(e.Narrative.Sentences) > 0 || slices.ContainsFunc(e.Stories, later) {
		return false
	}
	return len(e.Lede.Sentences) > 0 || len(e.Stories) > 0 || len(e.Also) > 0
}

// composeBefore lays out what such an edition has around its stories.
func (d *document) composeBefore(e *digest.Edition) {
	w := d.words
	if len(d.Lede) == 0 {
		d.Lede = paragraph{{Text: line(language.Fill(w.NoPosts, "community", e.Community.Name, "period", e.Period.Label))}}
	}
	if text := line(e.Note); text != "" {
		d.Lines = []paragraph{{{Text: w.EditorsNote + finished(text)}}}
	}
	for _, p := range []paragraph{programme(e), also(e), whoCame(e), takingPart(e), newcomers(e), returning(e), questions(e)} {
		if len(p) > 0 {
			d.After = append(d.After, p)
		}
	}
}

// also names the threads that are not told.
func also(e *digest.Edition) paragraph {
	var items []paragraph
	for _, a := range e.Also[:min(len(e.Also), maxAlso)] {
		if title := shorten(line(a.Title), maxTitle); title != "" {
			items = append(items, paragraph{{Text: title, URL: Link(a.URL)}})
		}
	}
	return listed(phrases(e).Old.Also, items, "; ", "; ", ".")
}

// whoCame names those who wrote most during an event, in its recap.
func whoCame(e *digest.Edition) paragraph {
	if !wrapUp(e) {
		return nil
	}
	people := slices.Clone(e.People)
	slices.SortStableFunc(people, func(x, y digest.Person) int { return y.Posts - x.Posts })
	var items []paragraph
	for _, p := range people {
		if name := line(p.Name); name != "" && len(items) < maxCame {
			items = append(items, paragraph{{Text: name}})
		}
	}
	w := phrases(e)
	return listed(language.Fill(w.Old.WhoCame, "people", w.Count(e.Stats.People, w.Person)), items, ", ", w.And, ".")
}

// takingPart names the organisations that the people of the period belong to, and a few of those people.
func takingPart(e *digest.Edition) paragraph {
	orgs, w := e.Organizations, phrases(e)
	most := maxOrganizations
	if wrapUp(e) {
		most = maxCameFrom
	}
	more := len(orgs) - most
	if more == 1 {
		more = 0 // "and 1 more" takes as much room as a name
	}
	if more > 0 {
		orgs = orgs[:most]
	}
	var items []paragraph
	for _, o := range orgs {
		text := line(o.Name)
		if text == "" {
			continue
		}
		if who := members(w, o.People); who != "" {
			text += " (" + who + ")"
		}
		items = append(items, paragraph{{Text: text}})
	}
	if more > 0 {
		items = append(items, paragraph{{Text: language.Fill(w.More, "n", w.Number(more))}})
	}
	return listed(w.Old.TakingPart, items, ", ", w.And, ".")
}

// newcomers welcomes those who wrote for the first time.
func newcomers(e *digest.Edition) paragraph {
	w := phrases(e)
	var names []string
	for _, n := range e.Newcomers {
		names = append(names, n.Name)
	}
	return few(w, w.Old.Welcome, names, w.Old.NewHere)
}

// returning names who is back after a long silence, with the month of their last post.
func returning(e *digest.Edition) paragraph {
	w := phrases(e)
	var names []string
	for _, r := range e.Returning {
		if name := line(r.Name); name != "" {
			names = append(names, language.Fill(w.Old.LastHeard, "name", name, "month", w.Date(r.Last, w.Layouts.Month)))
		}
	}
	return few(w, w.Old.BackAgain, names, ".")
}

// few lists the first of names between label and end, and how many more there are.
func few(w *language.Phrases, label string, names []string, end string) paragraph {
	var items []paragraph
	for _, name := range names {
		if name = strings.TrimSpace(line(name)); name != "" {
			items = append(items, paragraph{{Text: name}})
		}
	}
	if more := len(items) - maxNewcomers; more > 0 {
		items = append(items[:maxNewcomers], paragraph{{Text: language.Fill(w.More, "n", w.Number(more))}})
	}
	return listed(label, items, ", ", w.And, end)
}
