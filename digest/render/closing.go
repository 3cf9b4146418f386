package render

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"recap/digest"
)

// whatsNext closes the recap: dates, open votes, and how to take part.
func whatsNext(e *digest.Edition) *next {
	var items []paragraph
	for _, u := range e.Upcoming {
		text := strings.TrimRight(line(u.Text), ".")
		if text == "" || len(items) == maxUpcoming || closesVote(e, u) {
			continue
		}
		item := paragraph{{Text: text, URL: Link(u.URL)}, {Text: finished(text)[len(text):]}}
		if date := day(u.Date); date != "" {
			item = append(paragraph{{Text: date + ": "}}, item...)
		}
		items = append(items, item)
	}
	items = append(items, votes(e)...)
	closing := join(e)
	switch {
	case len(items) > 0:
		return &next{"What’s next", items, closing}
	case len(closing) > 0:
		return &next{"Join in", nil, closing}
	}
	return nil
}

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
	c := e.Community
	if text := finished(line(c.Join)); text != "" {
		at := 0
		for _, m := range address.FindAllStringIndex(text, -1) {
			p = append(p, span{Text: text[at:m[0]]}, span{Text: text[m[0]:m[1]], URL: Link(text[m[0]:m[1]])})
			at = m[1]
		}
		p = append(p, span{Text: text[at:]})
	} else if url := Link(c.URL); url != "" {
		p = paragraph{{Text: "To take part, join "}, {Text: line(c.Name), URL: url}, {Text: "."}}
	}
	var tags []string
	for _, t := range c.Hashtags {
		if t = strings.TrimPrefix(line(t), "#"); t != "" && !strings.Contains(strings.ToLower(c.Join), "#"+strings.ToLower(t)) {
			tags = append(tags, "#"+t)
		}
	}
	label := "Hashtag: "
	if len(tags) > 1 {
		label = "Hashtags: "
	}
	switch {
	case len(tags) == 0:
	case len(p) == 0:
		p = paragraph{{Text: "To take part, post with " + strings.Join(tags, " or ") + "."}}
	default:
		p = append(p, span{Text: " " + label + strings.Join(tags, ", ") + "."})
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
	var parts []string
	if e.Stats.Usual.Posts > 0 && e.Stats.Usual.People >= 0 && e.Stats.Posts > 0 {
		parts = append(parts, fmt.Sprintf("%s %s from %s.", usually(e.Period), count(e.Stats.Usual.Posts, "post", "posts"), count(e.Stats.Usual.People, "person", "people")))
	}
	if left := counted(e.Stats); left != "" {
		parts = append(parts, left)
	}
	if read := coverage(e); read != "" {
		parts = append(parts, read)
	}
	if e.Revision > 1 {
		parts = append(parts, fmt.Sprintf("This is a corrected edition (revision %d).", e.Revision))
	}
	if len(parts) == 0 {
		return nil
	}
	return []paragraph{{{Text: strings.Join(parts, " ")}}}
}

// usually opens the sentence on what a period like this one brings.
func usually(p digest.Period) string {
	switch days := int(p.End.Sub(p.Start).Hours()/24 + .5); days {
	case 1:
		return "A usual day brings"
	case 7:
		return "A usual week brings"
	}
	return "Usual for such a time are"
}

// counted says which of the posts are in the numbers only.
func counted(s digest.Stats) string {
	switch {
	case s.Machines > 0 && s.Shares > 0:
		return fmt.Sprintf("%s and %s are only counted.", count(s.Machines, "machine post", "machine posts"), count(s.Shares, "share", "shares"))
	case s.Machines == 1:
		return "One machine post is only counted."
	case s.Machines > 1:
		return fmt.Sprintf("%d machine posts are only counted.", s.Machines)
	case s.Shares == 1:
		return "One share is only counted."
	case s.Shares > 1:
		return fmt.Sprintf("%d shares are only counted.", s.Shares)
	}
	return ""
}

// coverage says how many sources were read to the end of the period, and names every one that was not.
func coverage(e *digest.Edition) string {
	var missed []string
	for _, c := range e.Coverage {
		name := shorten(line(c.Source), maxTitle)
		switch {
		case c.State == "failed":
			missed = append(missed, name+" could not be read")
		case c.State == "partial":
			missed = append(missed, name+" was read with gaps")
		case c.State == "stale" && c.ReadUntil.IsZero():
			missed = append(missed, name+" was not read yet")
		case c.State == "stale":
			missed = append(missed, name+" was read only until "+moment(local(e, c.ReadUntil)))
		}
	}
	all, bad := len(e.Coverage), len(missed)
	switch {
	case all == 0:
		return ""
	case bad == 0 && all == 1:
		return "The source was read in full."
	case bad == 0:
		return fmt.Sprintf("All %d sources were read in full.", all)
	}
	told := strings.Join(missed, "; ") + "."
	if bad == all {
		return "Not read in full: " + told
	}
	return fmt.Sprintf("%d of %d sources were read in full; %s", all-bad, all, told)
}

// count prints n with the right form of a noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
