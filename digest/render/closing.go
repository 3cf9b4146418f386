package render

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"recap/digest"
	"recap/digest/language"
)

// The lines below the stories are kept short: they count as words of the recap, and nobody reads long lists.
const (
	maxQuestions = 5
	maxVotes     = 2
	maxUpcoming  = 3
	maxTalks     = 4
	maxMembers   = 2
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
		tally := ": " + language.Fill(w.Tally, "plus", w.Number(v.Plus), "minus", w.Number(v.Minus))
		if v.Zero > 0 {
			tally += language.Fill(w.Neutral, "n", w.Number(v.Zero))
		}
		if v.Deadline != nil {
			tally += language.Fill(w.OpenUntil, "moment", moment(e, local(e, *v.Deadline)))
		}
		items = append(items, paragraph{{Text: w.VoteOn}, {Text: titled(e, v.Title), URL: Link(v.URL)}, {Text: tally + "."}})
	}
	return items
}

// titled returns the title of something that is only named. Editions of before cut long ones, and still do.
func titled(e *digest.Edition, title string) string {
	if before(e) {
		return shorten(line(title), maxTitle)
	}
	return line(title)
}

// questions names what nobody has answered yet, but what a story or the rest says itself.
func questions(e *digest.Edition) paragraph {
	w := phrases(e)
	most := maxQuestions
	if before(e) {
		most = maxQuestionsBefore
	}
	var items []paragraph
	for _, q := range e.Questions {
		title := titled(e, q.Title)
		told := slices.ContainsFunc(e.Stories, func(s digest.Story) bool { return s.ID == q.Source || slices.Contains(s.Sources, q.Source) }) ||
			slices.ContainsFunc(e.Rest, func(r digest.Rest) bool { return slices.Contains(r.Sources, q.Source) })
		if title == "" || told || len(items) == most {
			continue
		}
		item := paragraph{{Text: title, URL: Link(q.URL)}}
		if by := line(q.By); by != "" {
			item = append(item, span{Text: " (" + by + ")"})
		}
		items = append(items, item)
	}
	return listed(w.Unanswered, items, "; ", "; ", ".")
}

// programme names talks of the period with those who gave them, the ones first that posts are about, and none that is
// named above.
func programme(e *digest.Edition) paragraph {
	w, most := phrases(e), maxTalks
	if wrapUp(e) {
		most *= 2
	}
	var items []paragraph
	named, all := 0, 0
	for _, posts := range []bool{true, false} {
		for _, t := range e.Talks {
			title := titled(e, t.Title)
			if title == "" || posts != (len(t.Sources) > 0) || !before(e) && namesTalk(e, t.Title) {
				continue
			}
			if all++; named == most {
				continue
			}
			named++
			if who := speakers(w, t.Speakers); who != "" {
				title += " (" + who + ")"
			}
			items = append(items, paragraph{{Text: title}})
		}
	}
	if all > named {
		items = append(items, paragraph{{Text: language.Fill(w.More, "n", w.Number(all-named))}})
	}
	return listed(w.Programme, items, "; ", "; ", ".")
}

// namesTalk reports whether the narrative, a story or the rest names a talk.
func namesTalk(e *digest.Edition, title string) bool {
	return slices.ContainsFunc(e.Stories, func(s digest.Story) bool { return strings.Contains(s.Title, title) }) ||
		slices.ContainsFunc(e.Rest, func(r digest.Rest) bool { return strings.Contains(r.Title, title) }) ||
		slices.ContainsFunc(e.Narrative.Sentences, func(s digest.Sentence) bool { return strings.Contains(s.Text, title) })
}

// speakers names those who give a talk.
func speakers(w *language.Phrases, list []string) string {
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

// members names a few of people.
func members(w *language.Phrases, people []string) string {
	var names []string
	for _, p := range people {
		if p = line(p); p != "" {
			names = append(names, p)
		}
	}
	if rest := len(names) - maxMembers; rest > 0 {
		return language.Fill(w.Others, "name", names[0], "n", w.Number(rest+maxMembers-1))
	}
	return strings.Join(names, w.And)
}

// address finds web addresses in configured words.
var address = regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,;:!?)]`)

// linked returns text with the web addresses in it as links.
func linked(text string) paragraph {
	var p paragraph
	at := 0
	for _, m := range address.FindAllStringIndex(text, -1) {
		p = append(p, span{Text: text[at:m[0]]}, span{Text: text[m[0]:m[1]], URL: Link(text[m[0]:m[1]])})
		at = m[1]
	}
	return append(p, span{Text: text[at:]})
}

// join says how to take part: in the community's own words, else by its hashtags and its address.
func join(e *digest.Edition) paragraph {
	var p paragraph
	c, w := e.Community, phrases(e)
	if text := finished(line(c.Join)); text != "" {
		p = linked(text)
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
		p = paragraph{{Text: language.Fill(w.PostWith, "tags", strings.Join(tags, w.Or))}}
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

// notes says how much was written, how much there usually is, what is in the numbers only, and what was read. The lede
// of editions of before gives the numbers itself.
func notes(e *digest.Edition) []paragraph {
	w, s := phrases(e), e.Stats
	var parts []string
	if s.Posts > 0 && !before(e) {
		posts, people, threads := w.Count(s.Posts, w.Post), w.Count(s.People, w.Person), w.Count(s.Threads, w.Thread)
		parts = append(parts, language.Fill(w.Counts, "posts", posts, "people", people, "threads", threads))
	}
	if s.Usual.Posts > 0 && s.Usual.People >= 0 && s.Posts > 0 {
		parts = append(parts, usually(e))
	}
	for _, text := range []string{counted(e), coverage(e), writer(e)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if e.Revision > 1 {
		parts = append(parts, language.Fill(w.Corrected, "n", w.Number(e.Revision)))
	}
	if len(parts) == 0 {
		return nil
	}
	return []paragraph{{{Text: strings.Join(parts, " ")}}}
}

// usually is the sentence on what a period like this one brings.
func usually(e *digest.Edition) string {
	w := phrases(e)
	template := w.Usual
	if e.Period.End.Sub(e.Period.Start).Hours() < 36 {
		template = w.UsualWeekday
	}
	return language.Fill(template, "weekday", w.Weekdays[LastDay(e).Weekday()],
		"posts", w.Count(e.Stats.Usual.Posts, w.Post), "people", w.Count(e.Stats.Usual.People, w.Person))
}

// counted says which of the posts are in the numbers only.
func counted(e *digest.Edition) string {
	s, w := e.Stats, phrases(e)
	var list []string
	total := 0
	for _, c := range []struct {
		n    int
		word language.Noun
	}{{s.Machines, w.MachinePost}, {s.Shares, w.Share}, {s.Spam, w.SpamPost}, {s.Withheld, w.WithheldPost}} {
		if c.n > 0 {
			list, total = append(list, w.Count(c.n, c.word)), total+c.n
		}
	}
	switch total {
	case 0:
		return ""
	case 1:
		return language.Fill(w.OnlyCountedOne, "list", list[0])
	}
	return language.Fill(w.OnlyCounted, "list", w.Names(list))
}

const modelKind = "model" // of the row of a coverage that is no source

// writer says who wrote the text or chose the excerpts, where a model did, and that it did not where it was to.
func writer(e *digest.Edition) string {
	w := phrases(e)
	var parts []string
	if m := e.Model; m != nil && line(m.Name) != "" {
		told := w.TextBy
		if !slices.ContainsFunc(e.Stories, func(s digest.Story) bool { return s.Writer == "model" }) {
			told = w.ChosenBy
		}
		parts = append(parts, language.Fill(told, "model", shorten(line(m.Name), maxTitle)))
	}
	if slices.ContainsFunc(e.Coverage, func(c digest.Coverage) bool { return c.Kind == modelKind }) {
		parts = append(parts, w.ModelFailed)
	}
	return strings.Join(parts, " ")
}

// coverage says how many sources were read to the end of the period, and names every one that was not.
func coverage(e *digest.Edition) string {
	w := phrases(e)
	var missed []string
	all := 0
	for _, c := range e.Coverage {
		if c.Kind == modelKind {
			continue
		}
		all++
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
		missed = append(missed, language.Fill(template, "source", shorten(line(c.Source), maxTitle), "moment", moment(e, local(e, c.ReadUntil))))
	}
	bad := len(missed)
	switch {
	case all == 0:
		return ""
	case bad == 0 && all == 2:
		return w.BothRead
	case bad == 0:
		return language.Fill(w.AllRead.For(all), "n", w.Number(all))
	}
	told := strings.Join(missed, "; ") + "."
	if bad == all {
		return language.Fill(w.NoneRead, "missed", told)
	}
	return language.Fill(w.SomeRead, "read", w.Number(all-bad), "all", w.Number(all), "missed", told)
}
