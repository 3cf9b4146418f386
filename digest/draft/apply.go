package draft

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"recap/digest/edit"
)

// A Result is what a file says.
type Result struct {
	Decisions *edit.Decisions // nil if the file changes nothing
	Changes   []string        // what it changes, a line each
	Notes     []string        // what came since it was written, and what of it has no effect
	Stale     bool            // posts or decisions have changed the draft since it was written
}

// Held is what the front matter of a file says about the edition that it is a draft of.
type Held struct{ Edition, Digest, Date, Sum string }

// Front reads the front matter of a file; the error is Refusals.
func Front(data []byte) (Held, error) {
	f, refused := parse(data)
	h := Held{f.front["edition"], f.front["digest"], f.front["date"], f.front["sum"]}
	if len(refused) > 0 && (h.Edition == "" || h.Date == "") {
		return h, refused[:1]
	}
	if h.Edition == "" || h.Digest == "" || h.Date == "" || h.Sum == "" {
		return h, Refusals{{1, "the lines between --- do not say which edition it is: they have edition, digest, date and sum; write the draft anew with \"recap draft\""}}
	}
	return h, nil
}

// Apply reads what a file says about the draft d. What the file does not change stays as it was decided. An error is
// Refusals: then nothing is decided.
func Apply(d *Draft, data []byte) (*Result, error) {
	f, refused := parse(data)
	front, err := Front(data)
	if err != nil && len(refused) == 0 {
		return nil, err
	}
	if len(refused) == 0 && front.Edition != d.Edition.ID {
		return nil, Refusals{{2, fmt.Sprintf("this is a draft of the edition %q, not of %q", front.Edition, d.Edition.ID)}}
	}
	a := &applying{d: d, f: f, Result: &Result{Stale: front.Sum != d.Sum}, refused: refused, at: map[string]int{}}
	a.all, a.of = d.items()
	a.now, _ = parse(Write(d))
	a.was = held(a.now.drafted)
	if a.Stale {
		a.was = held(f.drafted)
	}
	if a.own = a.was; len(f.drafted) > 0 {
		a.own = held(f.drafted)
	}
	if len(refused) == 0 && a.was.title == "" {
		a.refuse(1, "posts have changed this draft since it was written, and its last comment, which holds what it was, is gone; "+
			"write the draft anew with \"recap draft\" and change that")
	}
	if len(a.refused) == 0 {
		a.apply()
	}
	if len(a.refused) > 0 {
		slices.SortStableFunc(a.refused, func(x, y *Refusal) int { return cmp.Compare(x.Line, y.Line) })
		return nil, a.refused
	}
	return a.Result, nil
}

// A manifest is what a file held when it was written.
type manifest struct {
	title, note, lede string
	items             []heldItem
}

// A heldItem is a story or a line of a list that a file held.
type heldItem struct {
	id, posts, title, body string // body: a hash, or one of lists
	beside                 []heldSentence
}

func (h heldItem) told() bool { return !slices.Contains(lists, h.body) }

// held reads the last comment of a file.
func held(tokens []string) (m manifest) {
	for _, t := range tokens {
		switch p := strings.Split(t, ":"); {
		case len(p) == 2 && p[0] == "title":
			m.title = p[1]
		case len(p) == 2 && p[0] == "note":
			m.note = p[1]
		case len(p) == 2 && p[0] == "lede":
			m.lede = p[1]
		case len(p) == 4:
			m.items = append(m.items, heldItem{id: p[0], posts: p[1], title: p[2], body: p[3]})
		case len(p) == 3 && p[0] == "v" && len(m.items) > 0:
			x := &m.items[len(m.items)-1]
			x.beside = append(x.beside, heldSentence{p[1], p[2]})
		}
	}
	return m
}

func (m *manifest) item(id string) *heldItem {
	for i := range m.items {
		if m.items[i].id == id {
			return &m.items[i]
		}
	}
	return nil
}

// An applying is one call of Apply.
type applying struct {
	d    *Draft
	f    *file
	now  *file // the file as it would be written now
	was  manifest
	own  manifest // what the file says of itself; what it would say now if that is gone
	all  []*item
	of   map[string]*item // by the id of a story or of one of its posts
	at   map[string]int   // line that a story stands on, by its id now
	next edit.Decisions
	*Result
	refused Refusals
}

func (a *applying) refuse(line int, format string, args ...any) {
	a.refused = append(a.refused, &Refusal{line, fmt.Sprintf(format, args...)})
}

func (a *applying) note(format string, args ...any) {
	a.Notes = append(a.Notes, fmt.Sprintf(format, args...))
}

func (a *applying) change(format string, args ...any) {
	a.Changes = append(a.Changes, fmt.Sprintf(format, args...))
}

func (a *applying) apply() {
	a.next = copied(a.d)
	before := a.next
	before.Text, before.Rename = cloned(a.next.Text), cloned(a.next.Rename)
	before.Pin, before.Drop, before.Order = slices.Clone(a.next.Pin), slices.Clone(a.next.Drop), slices.Clone(a.next.Order)
	before.Unquote = slices.Clone(a.next.Unquote)
	if a.f.title != "" && hash(a.f.title) != a.was.title {
		a.next.Title = a.f.title
		a.change("the title is %q", a.f.title)
	}
	if hash(a.f.note) != a.was.note {
		a.next.Note = a.f.note
		a.change("the introduction is yours")
		if a.f.html > 0 {
			a.note("line %d: HTML in the introduction is shown as it is written", a.f.html)
		}
	}
	a.lede()
	var order []string
	added := false
	for _, s := range a.f.stories {
		x := a.section(s)
		if x == nil {
			continue
		}
		order = append(order, x.id)
		if h := a.was.item(s.id); h == nil || !h.told() {
			if x.told == nil || !a.Stale {
				added = true
				a.pin(x)
			}
		}
	}
	a.lists()
	a.missing()
	a.order(order, added)
	if a.Stale {
		a.since()
	}
	if len(a.refused) > 0 {
		return
	}
	if err := a.next.Tidy(); err != nil {
		a.refuse(1, "%s", strings.ReplaceAll(err.Error(), "\n", "; "))
		return
	}
	if err := before.Tidy(); err == nil && reflect.DeepEqual(before, a.next) {
		return
	}
	a.Decisions = &a.next
}

// lede takes the first paragraph over, where it is not as it was. A file of before there was one in it says nothing.
func (a *applying) lede() {
	text, was := a.f.lede, a.was.lede
	switch {
	case text == "" && (was == "" || len(a.f.drafted) > 0 && held(a.f.drafted).lede == ""), text != "" && hash(text) == was:
		return
	case text == "":
		a.change("the first paragraph is taken out")
	default:
		a.change("the first paragraph is yours")
	}
	a.next.Lede = &text
}

func cloned[V any](m map[string]V) map[string]V {
	out := make(map[string]V, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

// copied returns the decisions that there are, under the ids that stories have now, and those about stories that are
// gone as they are kept.
func copied(d *Draft) edit.Decisions {
	next, gone := d.Edition.Decided()
	next.Title, next.Note, next.Lede, next.Approve = d.Decisions.Title, d.Decisions.Note, d.Decisions.Lede, d.Decisions.Approve
	next.Text, next.Rename = cloned(next.Text), cloned(next.Rename)
	next.Pin, next.Drop, next.Order = slices.Clone(next.Pin), slices.Clone(next.Drop), slices.Clone(next.Order)
	next.Unquote = slices.Clone(next.Unquote)
	for _, id := range gone {
		for _, l := range []struct{ to, from *[]string }{{&next.Pin, &d.Decisions.Pin}, {&next.Drop, &d.Decisions.Drop},
			{&next.Order, &d.Decisions.Order}, {&next.Unquote, &d.Decisions.Unquote}} {
			if slices.Contains(*l.from, id) {
				*l.to = append(*l.to, id)
			}
		}
		if t, ok := d.Decisions.Rename[id]; ok {
			next.Rename[id] = t
		}
		if t, ok := d.Decisions.Text[id]; ok {
			next.Text[id] = t
		}
	}
	return next
}

// section takes what a section says about its story, and returns that; nil if there is none.
func (a *applying) section(s *section) *item {
	if s.id == "" {
		a.identify(s)
	}
	if s.id == "" {
		a.refuse(s.line, "no comment below the heading %q says which story it is; put <!-- story: ID --> back below it, and what is no story into the introduction", s.title)
		return nil
	}
	h, x := a.was.item(s.id), a.of[s.id]
	switch {
	case x == nil && h != nil:
		a.note("line %d: the story %q is no longer there, and what the file says about it has no effect", s.line, s.title)
		return nil
	case x == nil:
		a.refuse(s.line, "there is no story %q; the comment below the heading has to name one of the draft", s.id)
		return nil
	case x.late != nil:
		a.refuse(s.line, "%q came late for an earlier day and is only listed; put the line back, or take it out", x.title)
		return nil
	case !a.once(x, s.line):
		return nil
	case s.title == "" && (h == nil || h.title != hash("")):
		a.refuse(s.line, "the heading of the story is empty; drop the story by taking out all of it")
		return nil
	}
	if h == nil || !h.told() || h.title != hash(s.title) {
		a.title(x, s.title, s.line)
	}
	a.facts(x, s)
	a.uncommented(s)
	a.beside(x, s.id, true, s.line, s.beside)
	if h == nil || !h.told() {
		if len(s.pieces) > 0 {
			a.text(x, s)
		}
	} else if h.body != s.body() {
		a.text(x, s)
	}
	return x
}

// identify finds the story of a section without a comment: by its title, else by the posts that it cites.
func (a *applying) identify(s *section) {
	used := func(id string) bool {
		return slices.ContainsFunc(a.f.stories, func(o *section) bool { return o.id == id })
	}
	for _, x := range a.all {
		if x.told != nil && shown(x.title) == s.title && !used(x.id) {
			s.id = x.id
			return
		}
	}
	for _, p := range s.pieces {
		for _, id := range p.posts {
			if x := a.of[id]; x != nil && x.told != nil && !used(x.id) {
				s.id = x.id
				return
			}
		}
	}
}

// once refuses a story that stands twice.
func (a *applying) once(x *item, line int) bool {
	if first := a.at[x.id]; first > 0 {
		if a.Stale && a.was.item(x.id) == nil {
			a.note("line %d: this story is one with that of line %d by now, and what the file says here has no effect", line, first)
			return false
		}
		a.refuse(line, "the story %q stands on line %d already; take one of them out", x.title, first)
		return false
	}
	a.at[x.id] = line
	return true
}

// title gives a story a title.
func (a *applying) title(x *item, title string, line int) {
	own := x.title
	for _, c := range a.d.Edition.Candidates {
		if c.Story == x.id && a.next.Rename[x.id] == "" {
			own = c.Title
		}
	}
	if title == shown(own) || title == "-" {
		return
	}
	a.next.Rename[x.id] = title
	a.change("line %d: %q is called %q", line, x.title, title)
}

// facts refuses a line of facts that was changed. One that is gone comes back.
func (a *applying) facts(x *item, s *section) {
	if x.told == nil {
		return
	}
	for _, p := range s.pieces {
		if p.kind == "facts" && !a.Stale && p.text != shown(x.told.Facts) {
			a.refuse(p.line, "this line is made of the posts and cannot be changed; it reads: %s", x.told.Facts)
		}
	}
}

func (a *applying) pin(x *item) {
	if !slices.Contains(a.next.Pin, x.id) {
		a.next.Pin = append(a.next.Pin, x.id)
	}
	a.next.Drop = without(a.next.Drop, x.id)
	a.change("%q is told", x.title)
}

func (a *applying) drop(x *item) {
	a.next.Pin, a.next.Order = without(a.next.Pin, x.id), without(a.next.Order, x.id)
	delete(a.next.Text, x.id)
	if !slices.Contains(a.next.Drop, x.id) {
		a.next.Drop = append(a.next.Drop, x.id)
		a.change("%q is dropped", x.title)
	}
}

func without(list []string, id string) []string {
	return slices.DeleteFunc(list, func(x string) bool { return x == id })
}

// lists takes what the lists at the end say.
func (a *applying) lists() {
	for _, kind := range lists {
		for _, e := range a.f.lists[kind] {
			a.entry(kind, e)
		}
	}
}

func (a *applying) entry(kind string, e entry) {
	text, _ := plainLink(e.text)
	if e.id == "" {
		for _, x := range a.all {
			if x.told == nil && strings.HasPrefix(text, shown(x.title)) && a.at[x.id] == 0 && e.id == "" {
				e.id = x.id
			}
		}
	}
	x, h := a.of[e.id], a.was.item(e.id)
	switch {
	case e.id == "":
		a.refuse(e.line, "no comment says which story this line is; put <!-- story: ID --> back behind it, or take the line out")
	case x == nil && h != nil:
		return
	case x == nil:
		a.refuse(e.line, "there is no story %q; the comment has to name one of the draft", e.id)
	case !a.once(x, e.line):
	case kind == "dropped":
		a.drop(x)
	case h != nil && h.told():
		a.refuse(e.line, "%q is told, and a story is not taken back into the list; drop it by taking it out, or leave it under its heading", x.title)
	default:
		a.beside(x, e.id, false, e.line, e.beside)
		if h != nil && h.body == "dropped" || slices.Contains(a.next.Drop, x.id) {
			a.next.Drop = without(a.next.Drop, x.id)
			a.change("%q is dropped no longer", x.title)
		}
		if h != nil && h.title == hash(spaced(e.text)) {
			return
		}
		if _, title := plainLink(e.text); title != "" && title != shown(x.title) {
			a.title(x, title, e.line)
		}
	}
}

// missing drops what the file held and holds no more.
func (a *applying) missing() {
	for _, h := range a.was.items {
		if x := a.of[h.id]; x != nil && a.at[x.id] == 0 && h.body != "dropped" {
			a.at[x.id] = 1
			a.drop(x)
		}
	}
}

// order decides about the order if the headings stand otherwise than they did.
func (a *applying) order(order []string, added bool) {
	var was, is []string
	for _, h := range a.was.items {
		if x := a.of[h.id]; x != nil && h.told() && slices.Contains(order, x.id) && !slices.Contains(was, x.id) {
			was = append(was, x.id)
		}
	}
	for _, id := range order {
		if slices.Contains(was, id) {
			is = append(is, id)
		}
	}
	if added || !slices.Equal(was, is) {
		a.next.Order = order
		if !slices.Equal(was, is) {
			a.change("the stories stand in another order")
		}
	}
}

// since says what came since the file was written.
func (a *applying) since() {
	for _, x := range a.all {
		if x.dropped {
			continue
		}
		h := a.was.item(x.id)
		for i := range a.was.items {
			if h == nil && a.of[a.was.items[i].id] == x {
				h = &a.was.items[i]
			}
		}
		switch {
		case h == nil && x.told != nil:
			a.note("since the draft was written %q came, and is told", x.title)
		case h == nil:
			a.note("since the draft was written %q came", x.title)
		case h.posts != fmt.Sprint(len(x.posts)):
			a.note("since the draft was written %q changed: it had %s posts and has %d", x.title, h.posts, len(x.posts))
		}
	}
	if len(a.Notes) == 0 {
		a.note("posts or decisions have changed the draft since it was written; all of the file still fits")
	}
}
