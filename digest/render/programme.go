package render

import (
	"slices"
	"strings"

	"recap/digest"
)

// programme names talks of the period with those who gave them, the ones first that posts are about.
func programme(e *digest.Edition) paragraph {
	w := phrases(e)
	var items []paragraph
	for _, told := range []bool{true, false} {
		for _, t := range e.Talks {
			title := shorten(line(t.Title), maxTitle)
			if title == "" || told != (len(t.Sources) > 0) || len(items) == e.TalksNamed() {
				continue
			}
			if who := speakers(w, t.Speakers); who != "" {
				title += " (" + who + ")"
			}
			items = append(items, paragraph{{Text: title}})
		}
	}
	if more := len(e.Talks) - len(items); more > 0 && len(items) > 0 {
		items = append(items, paragraph{{Text: digest.Fill(w.More, "n", w.Number(more))}})
	}
	return listed(w.Programme, items, "; ", "; ", ".")
}

// speakers names those who give a talk.
func speakers(w *digest.Phrases, list []string) string {
	var names []string
	for _, s := range list {
		if s = line(s); s != "" {
			names = append(names, s)
		}
	}
	if len(names) > maxMembers {
		return members(w, names)
	}
	return strings.Join(names, w.And)
}

const (
	maxCame     = 8  // people that the recap of an event names
	maxCameFrom = 12 // and organisations
)

// whoCame names those who wrote most during an event, in its recap.
func whoCame(e *digest.Edition) paragraph {
	if !e.WrapUp() {
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
	return listed(digest.Fill(w.WhoCame, "people", w.Count(e.Stats.People, w.Person)), items, ", ", w.And, ".")
}

// organizationsNamed is how many organisations the edition names.
func organizationsNamed(e *digest.Edition) int {
	if e.WrapUp() {
		return maxCameFrom
	}
	return maxOrganizations
}
