package render

import (
	"slices"
	"strings"

	"recap/digest"
)

// The lines below the stories are kept short: they count as words of the recap, and nobody reads long lists.
const (
	maxAlso          = 6
	maxOrganizations = 6
	maxMembers       = 2
	maxNewcomers     = 5
	maxQuestions     = 2
	maxVotes         = 2
	maxUpcoming      = 3
	maxTitle         = 60 // runes of a thread's title that is only named
)

// also names the threads that are not told.
func also(e *digest.Edition) paragraph {
	var items []paragraph
	for _, a := range e.Also[:min(len(e.Also), maxAlso)] {
		if title := shorten(line(a.Title), maxTitle); title != "" {
			items = append(items, paragraph{{Text: title, URL: Link(a.URL)}})
		}
	}
	return listed(phrases(e).Also, items, "; ", "; ", ".")
}

// takingPart names the organisations that the people of the period belong to, and a few of those people.
func takingPart(e *digest.Edition) paragraph {
	orgs, w := e.Organizations, phrases(e)
	most := organizationsNamed(e)
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
		items = append(items, paragraph{{Text: digest.Fill(w.More, "n", w.Number(more))}})
	}
	return listed(w.TakingPart, items, ", ", w.And, ".")
}

// members names a few of people.
func members(w *digest.Phrases, people []string) string {
	var names []string
	for _, p := range people {
		if p = line(p); p != "" {
			names = append(names, p)
		}
	}
	if rest := len(names) - maxMembers; rest > 0 {
		return digest.Fill(w.Others, "name", names[0], "n", w.Number(rest+maxMembers-1))
	}
	return strings.Join(names, w.And)
}

// newcomers welcomes those who wrote for the first time.
func newcomers(e *digest.Edition) paragraph {
	w := phrases(e)
	var items []paragraph
	for _, n := range e.Newcomers {
		if name := line(n.Name); name != "" {
			items = append(items, paragraph{{Text: name}})
		}
	}
	if more := len(items) - maxNewcomers; more > 0 {
		items = append(items[:maxNewcomers], paragraph{{Text: digest.Fill(w.More, "n", w.Number(more))}})
	}
	return listed(w.Welcome, items, ", ", w.And, w.NewHere)
}

// returning names who is back after a long silence, with the month of their last post.
func returning(e *digest.Edition) paragraph {
	w := phrases(e)
	var items []paragraph
	for _, r := range e.Returning {
		if name := line(r.Name); name != "" {
			items = append(items, paragraph{{Text: digest.Fill(w.LastHeard, "name", name, "month", w.Date(r.Last, w.Layouts.Month))}})
		}
	}
	if more := len(items) - maxNewcomers; more > 0 {
		items = append(items[:maxNewcomers], paragraph{{Text: digest.Fill(w.More, "n", w.Number(more))}})
	}
	return listed(w.BackAgain, items, ", ", w.And, ".")
}

// questions names what nobody has answered yet.
func questions(e *digest.Edition) paragraph {
	var items []paragraph
	for _, q := range e.Questions {
		title := shorten(line(q.Title), maxTitle)
		told := slices.ContainsFunc(e.Stories, func(s digest.Story) bool { return s.ID == q.Source || slices.Contains(s.Sources, q.Source) })
		if title == "" || told || len(items) == maxQuestions { // a story says itself that nobody has answered
			continue
		}
		item := paragraph{{Text: title, URL: Link(q.URL)}}
		if by := line(q.By); by != "" {
			item = append(item, span{Text: " (" + by + ")"})
		}
		items = append(items, item)
	}
	return listed(phrases(e).Unanswered, items, "; ", "; ", ".")
}

// openVotes returns the votes that are open at the end of the period, as many as are named.
func openVotes(e *digest.Edition) []digest.Vote {
	var open []digest.Vote
	for _, v := range e.Votes {
		if v.State == "open" && line(v.Title) != "" && len(open) < maxVotes {
			open = append(open, v)
		}
	}
	return open
}

// votes tells how the open votes stand.
func votes(e *digest.Edition) []paragraph {
	w := phrases(e)
	var items []paragraph
	for _, v := range openVotes(e) {
		tally := digest.Fill(w.Tally, "plus", w.Number(v.Plus), "minus", w.Number(v.Minus))
		if v.Zero > 0 {
			tally += digest.Fill(w.Neutral, "n", w.Number(v.Zero))
		}
		if v.Deadline != nil {
			tally += digest.Fill(w.OpenUntil, "moment", moment(e, local(e, *v.Deadline)))
		}
		items = append(items, paragraph{{Text: w.VoteOn}, {Text: shorten(line(v.Title), maxTitle), URL: Link(v.URL)}, {Text: tally + "."}})
	}
	return items
}

// listed returns label, the items with sep between them and last before the last one, and end; or nil without items.
func listed(label string, items []paragraph, sep, last, end string) paragraph {
	if len(items) == 0 {
		return nil
	}
	p := paragraph{{Text: label}}
	for i, item := range items {
		switch {
		case i == 0:
		case i == len(items)-1:
			p = append(p, span{Text: last})
		default:
			p = append(p, span{Text: sep})
		}
		p = append(p, item...)
	}
	return append(p, span{Text: end})
}
