package edition

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"recap/cmd/recap/internal/console"
	"recap/digest"
	"recap/digest/edit"
)

const listHelp = `# %s, %s. Change the first word of a line, a title, or the order of the lines:
#
#   tell ID TITLE     told, at this place among the others
#   pin ID TITLE      told whatever its rank; first, unless the order is changed
#   drop ID           neither told nor named
#   rename ID TITLE   under this title; changing the title of a line that tells or pins does the same
#   also ID           nothing is decided: it is told if it ranks high enough
#   unquote POST      no sentence of the post is printed below a story or on a line of the list; without its line it is again
#   title TEXT        the title of the whole recap
#   note TEXT         a line of your introduction at the top, in Markdown; "note" alone is an empty line between paragraphs
#   approve NAME      what comes of this may be published
#
# Lines that begin with #, and empty ones, mean nothing. About a story whose line is taken out nothing is decided. A file without any line, or one that
# was not changed, leaves everything as it is.

`

const listedCandidates = 60 // stories of those that are not told which the list names

// List returns a draft as lines that an editor changes and parseList reads.
func (d *Draft) List() string {
	var b strings.Builder
	e, p := d.Edition, d.present
	fmt.Fprintf(&b, listHelp, console.OneLine(e.Period.Label), e.ID)
	if p.Title == "" {
		b.WriteString("#title " + console.OneLine(e.Title) + "\n")
	} else {
		b.WriteString("title " + console.OneLine(p.Title) + "\n")
	}
	if p.Note == "" {
		b.WriteString("#note \n")
	} else {
		for line := range strings.SplitSeq(p.Note, "\n") {
			b.WriteString(strings.TrimRight("note "+console.OneLine(line), " ") + "\n")
		}
	}
	if d.State == stateWaiting || d.State == stateChanged {
		b.WriteString("#approve NAME\n")
	}
	b.WriteByte('\n')
	told := map[string]bool{}
	for _, s := range e.Stories {
		told[s.ID] = true
		verb := "tell"
		if slices.Contains(p.Pin, s.ID) {
			verb = "pin"
		}
		fmt.Fprintf(&b, "%s %s %s\n", verb, s.ID, console.OneLine(s.Title))
	}
	b.WriteByte('\n')
	others := 0
	for _, k := range e.Candidates {
		verb, title := "also", console.OneLine(k.Title)
		if named := p.Rename[k.Story]; named != "" {
			verb, title = "rename", console.OneLine(named)
		}
		if slices.Contains(p.Drop, k.Story) {
			verb = "drop"
		}
		if told[k.Story] || verb == "also" && others == listedCandidates {
			continue
		}
		others++
		fmt.Fprintf(&b, "%s %s %s\n", verb, k.Story, title)
	}
	if len(p.Unquote) > 0 {
		b.WriteByte('\n')
	}
	for _, id := range p.Unquote {
		who := ""
		if ref := e.Post(id); ref != nil {
			who = " " + console.OneLine(ref.Author)
		}
		fmt.Fprintf(&b, "unquote %s%s\n", id, who)
	}
	return b.String()
}

// A listReader makes decisions of a list.
type listReader struct {
	draft *Draft
	own   map[string]string // story -> the title that its thread has
	out   edit.Decisions
	seen  map[string]int // story -> line
	order []string       // stories that are to be told, as the lines stand
	added bool           // one of them by "tell", which was not told so far
	lines int
}

// ParseList reads the decisions of a list that was made of a draft; nil if it holds no line. An error names the file
// and the line.
func ParseList(d *Draft, file string, data []byte) (*edit.Decisions, error) {
	r := &listReader{draft: d, own: map[string]string{}, seen: map[string]int{}}
	r.out.Rename = map[string]string{}
	if d.Decisions.Approve != nil {
		same := *d.Decisions.Approve
		r.out.Approve = &same
	}
	r.out.Text, r.out.Lede = maps.Clone(d.present.Text), d.present.Lede
	for _, k := range d.Edition.Candidates {
		r.own[k.Story] = console.OneLine(k.Title)
	}
	for _, s := range d.Edition.Stories { // what a hashtag told is no candidate
		if _, ok := r.own[s.ID]; !ok && d.present.Rename[s.ID] == "" {
			r.own[s.ID] = console.OneLine(s.Title)
		} else if !ok {
			r.own[s.ID] = "" // it is known under the title that it was given alone
		}
	}
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		r.lines++
		if err := r.line(i+1, line); err != nil {
			return nil, console.Usage("%s:%d: %w", file, i+1, err)
		}
	}
	if r.lines == 0 {
		return nil, nil
	}
	r.settleOrder()
	if err := r.out.Tidy(); err != nil {
		return nil, console.Usage("%s: %w", file, err)
	}
	return &r.out, nil
}

var listVerbs = []string{"tell", "pin", "drop", "rename", "also", "unquote", "title", "note", "approve"}

func (r *listReader) line(n int, line string) error {
	verb, rest := cutWord(line)
	switch verb {
	case "title":
		r.out.Title = rest
		return nil
	case "note":
		r.out.Note = strings.TrimLeft(r.out.Note+"\n"+rest, "\n")
		return nil
	case "unquote":
		id, _ := cutWord(rest)
		r.out.Unquote = append(r.out.Unquote, id)
		return nil
	case "approve":
		r.out.Approve = &edit.Approval{By: rest}
		return nil
	case "tell", "pin", "drop", "rename", "also":
		id, title := cutWord(rest)
		return r.story(n, verb, id, title)
	}
	return fmt.Errorf("%q is not known; %s", verb, console.OneOf(verb, listVerbs))
}

// cutWord parts the first word of a line from the rest.
func cutWord(line string) (word, rest string) {
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		return line[:i], strings.TrimSpace(line[i:])
	}
	return line, ""
}

func (r *listReader) story(n int, verb, id, title string) error {
	own, ok := r.own[id]
	if !ok {
		return fmt.Errorf("there is no story %q; the stories are %s", id, r.draft.choices())
	}
	if first := r.seen[id]; first > 0 {
		return fmt.Errorf("story %s stands on line %d already", id, first)
	}
	r.seen[id] = n
	if verb == "rename" && title == "" {
		return fmt.Errorf("rename wants a title behind the id")
	}
	if verb != "also" && verb != "drop" && title != "" && title != own {
		r.out.Rename[id] = title
	}
	told := slices.ContainsFunc(r.draft.Edition.Stories, func(s digest.Story) bool { return s.ID == id })
	switch {
	case verb == "drop":
		delete(r.out.Text, id)
		r.out.Drop = append(r.out.Drop, id)
		return nil
	case verb == "pin", verb == "tell" && !told:
		r.out.Pin = append(r.out.Pin, id)
		r.added = r.added || verb == "tell"
	case verb == "also", verb == "rename" && !told:
		return nil
	}
	r.order = append(r.order, id)
	return nil
}

// settleOrder decides about the order if the lines stand otherwise than the draft was told.
func (r *listReader) settleOrder() {
	var was, is []string
	for _, s := range r.draft.Edition.Stories {
		if slices.Contains(r.order, s.ID) {
			was = append(was, s.ID)
		}
	}
	for _, id := range r.order {
		if slices.Contains(was, id) {
			is = append(is, id)
		}
	}
	switch {
	case r.added, !slices.Equal(was, is), !slices.Equal(r.order[:len(is)], is): // the last: a new pin among those that were told
		r.out.Order = r.order
	default:
		for _, id := range r.draft.present.Order { // as it was decided before
			if slices.Contains(r.order, id) {
				r.out.Order = append(r.out.Order, id)
			}
		}
	}
}
