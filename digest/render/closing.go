package render

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"recap/digest"
)

// whatsNext closes the recap: dates, open votes, and how to take part.
func whatsNext(e *digest.Edition) *next {
	w := phrases(e)
	items, days := []paragraph{}, []string{} // a day as in ISO 8601 sorts as text
	for _, u := range e.Upcoming {
		text := strings.TrimRight(line(u.Text), ".")
		if text == "" || len(items) == maxUpcoming || closesVote(e, u) {
			continue
		}
		item := paragraph{{Text: text, URL: Link(u.URL)}, {Text: finished(text)[len(text):]}}
		if date := day(e, u.Date); date != "" {
			item = append(paragraph{{Text: date + ": "}}, item...)
		}
		items, days = append(items, item), append(days, firstDay(u.Date))
	}
	told := votes(e)
	for i, v := range openVotes(e) { // each stands before what comes after its end
		day := "9999"
		if v.Deadline != nil {
			day = local(e, *v.Deadline).Format(time.DateOnly)
		}
		at := 0
		for at < len(days) && days[at] <= day {
			at++
		}
		items, days = slices.Insert(items, at, told[i]), slices.Insert(days, at, day)
	}
	closing := join(e)
	switch {
	case len(items) > 0:
		return &next{w.Next, items, closing}
	case len(closing) > 0:
		return &next{w.JoinIn, nil, closing}
	}
	return nil
}

// firstDay returns the day of a date that may hold an hour.
func firstDay(date string) string { return date[:min(len(date), len(time.DateOnly))] }

// closesVote reports whether u is the end of an open vote, whose line tells it.
func closesVote(e *digest.Edition, u digest.Upcoming) bool {
	open := openVotes(e)
	return slices.ContainsFunc(open, func(v digest.Vote) bool { return v.Deadline != nil && slices.Contains(u.Sources, v.Source) })
}

// address finds web addresses in the configured words on how to take part.
var address = regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,;:!?)]`)

// join says how to take part: in the community's own words, else by its hashtags and its address.
func join(e *digest.Edition) paragraph {
	var p paragraph
	c, w := e.Community, phrases(e)
	if text := finished(line(c.Join)); text != "" {
		at := 0
		for _, m := range address.FindAllStringIndex(text, -1) {
			p = append(p, span{Text: text[at:m[0]]}, span{Text: text[m[0]:m[1]], URL: Link(text[m[0]:m[1]])})
			at = m[1]
		}
		p = append(p, span{Text: text[at:]})
	} else if url := Link(c.URL); url != "" {
		p = paragraph{{Text: w.JoinAt[0]}, {Text: line(c.Name), URL: url}, {Text: w.JoinAt[1]}}
	}
	var tags []string
	for _, t := range c.Hashtags {
		if t = strings.TrimPrefix(line(t), "#"); t != "" && !strings.Contains(strings.ToLower(c.Join), "#"+strings.ToLower(t)) {
			tags = append(tags, "#"+t)
		}
	}
	switch {
	case len(tags) == 0:
	case len(p) == 0:
		p = paragraph{{Text: digest.Fill(w.PostWith, "tags", strings.Join(tags, w.Or))}}
	default:
		p = append(p, span{Text: " " + w.Hashtag.For(len(tags)) + strings.Join(tags, ", ") + "."})
	}
	return p
}

// finished returns s with a full stop unless it ends in a mark or is empty.
func finished(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}

// notes says what was read, what was not, and how much there usually is.
func notes(e *digest.Edition) []paragraph {
	w := phrases(e)
	var parts []string
	if e.Stats.Usual.Posts > 0 && e.Stats.Usual.People >= 0 && e.Stats.Posts > 0 {
		parts = append(parts, digest.Fill(usually(e), "posts", w.Count(e.Stats.Usual.Posts, w.Post), "people", w.Count(e.Stats.Usual.People, w.Person)))
	}
	if left := counted(e); left != "" {
		parts = append(parts, left)
	}
	if read := coverage(e); read != "" {
		parts = append(parts, read)
	}
	if e.Revision > 1 {
		parts = append(parts, digest.Fill(w.Corrected, "n", w.Number(e.Revision)))
	}
	if len(parts) == 0 {
		return nil
	}
	return []paragraph{{{Text: strings.Join(parts, " ")}}}
}

// usually is the sentence on what a period like this one brings.
func usually(e *digest.Edition) string {
	switch days := int(e.Period.End.Sub(e.Period.Start).Hours()/24 + .5); days {
	case 1:
		return phrases(e).UsualDay
	case 7:
		return phrases(e).UsualWeek
	}
	return phrases(e).Usual
}

// counted says which of the posts are in the numbers only.
func counted(e *digest.Edition) string {
	s, w := e.Stats, phrases(e)
	switch {
	case s.Machines > 0 && s.Shares > 0:
		return digest.Fill(w.BothOnly, "machines", w.Count(s.Machines, w.MachinePost), "shares", w.Count(s.Shares, w.Share))
	case s.Machines > 0:
		return digest.Fill(w.MachinesOnly.For(s.Machines), "n", w.Number(s.Machines))
	case s.Shares > 0:
		return digest.Fill(w.SharesOnly.For(s.Shares), "n", w.Number(s.Shares))
	}
	return ""
}

// coverage says how many sources were read to the end of the period, and names every one that was not.
func coverage(e *digest.Edition) string {
	w := phrases(e)
	var missed []string
	for _, c := range e.Coverage {
		template := ""
		switch {
		case c.State == "failed":
			template = w.Failed
		case c.State == "partial":
			template = w.Partial
		case c.State == "stale" && c.ReadUntil.IsZero():
			template = w.NotYet
		case c.State == "stale":
			template = w.Stale
		default:
			continue
		}
		missed = append(missed, digest.Fill(template, "source", shorten(line(c.Source), maxTitle), "moment", moment(e, local(e, c.ReadUntil))))
	}
	all, bad := len(e.Coverage), len(missed)
	switch {
	case all == 0:
		return ""
	case bad == 0 && all == 2:
		return w.BothRead
	case bad == 0:
		return digest.Fill(w.AllRead.For(all), "n", w.Number(all))
	}
	told := strings.Join(missed, "; ") + "."
	if bad == all {
		return digest.Fill(w.NoneRead, "missed", told)
	}
	return digest.Fill(w.SomeRead, "read", w.Number(all-bad), "all", w.Number(all), "missed", told)
}
