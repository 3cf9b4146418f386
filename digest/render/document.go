package render

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"recap/digest"
	"recap/digest/language"
)

// A document is an edition laid out for people: what Markdown, HTML, text and mail print, in this order. Templates read
// it, too.
type document struct {
	Title    string
	Label    string // the period
	Language string
	Note     []block // the editor's introduction
	InShort  string  // heading of Brief
	Brief    []brief
	Lede     paragraph // or, where there are no stories, why
	Lines    []paragraph
	Parts    []part
	Rest     *rest       // nil if nothing is listed
	Late     *rest       // what came too late for earlier editions; nil if nothing did
	After    []paragraph // talks, questions; in editions of before also who took part and what was only named
	Next     *next       // dates, votes and how to join; nil if there is nothing to say
	Notes    []paragraph // the numbers, what is only counted, and what was read

	words *language.Phrases
}

// A brief is a line of "In short" and the story that it is about.
type brief struct {
	Head  string // the story's title, if the line begins with it, else the whole line
	Tail  string // where it stands and its size
	Story string // ID of the story; "" if it is not printed
}

// Text returns the whole line.
func (b brief) Text() string { return b.Head + b.Tail }

// A part is a group of stories under one heading, or without any.
type part struct {
	Title   string
	Stories []*story
}

// A block is one paragraph, or the items of a list.
type block struct {
	Text  paragraph
	Items []paragraph
}

// A rest is the list of what is not told.
type rest struct {
	Title string
	Items []paragraph
	URL   string // where they can be read; "" if nowhere

	missing int // items, and stories, that there is no room for
	words   *language.Phrases
}

// maxRest is how many items any output lists at most; the edition's JSON has all.
const maxRest = 2000

// Cut says how many items are missing at the end, "" if none are.
func (r *rest) Cut() string {
	if r.missing == 0 {
		return ""
	}
	return language.Fill(r.words.NoRoom.For(r.missing), "n", r.words.Number(r.missing))
}

// shownRest is how many items are shown before the list folds, in mail before it ends.
const shownRest = 8

// Head returns the items that are always shown.
func (r *rest) Head() []paragraph { return r.Items[:len(r.Items)-len(r.Tail())] }

// Tail returns the items that a page may fold; not one alone, which would take as much room folded.
func (r *rest) Tail() []paragraph {
	if len(r.Items) <= shownRest+1 {
		return nil
	}
	return r.Items[shownRest:]
}

// Fold returns the words that stand for Tail.
func (r *rest) Fold() string {
	return language.Fill(r.words.RestFold, "n", r.words.Number(len(r.Tail())))
}

// MoreOnWeb returns the words of a link to Tail and what is missing behind it.
func (r *rest) MoreOnWeb() string {
	return language.Fill(r.words.MoreOnWeb, "n", r.words.Number(len(r.Tail())+r.missing))
}

// A next is the closing part.
type next struct {
	Title   string
	Items   []paragraph
	Closing paragraph
}

// A paragraph is a line of text in pieces.
type paragraph []span

// A span is text on one line, where it links to, if anywhere, and how it is stressed.
type span struct {
	Text   string
	URL    string    // already passed through Link
	Mark   bool      // Text is the number of a source, set small
	Proof  *evidence // what stands behind the number; nil where nothing is known
	Em     bool
	Strong bool
}

// plain returns the paragraph's text.
func (p paragraph) plain() string {
	var b strings.Builder
	for _, s := range p {
		b.WriteString(s.Text)
	}
	return b.String()
}

// lede is the first paragraph, labelled where some of it is the editor's.
func lede(e *digest.Edition) paragraph {
	p := sentences(e, e.Lede.Sentences)
	if len(p) > 0 && slices.ContainsFunc(e.Lede.Sentences, func(s digest.Sentence) bool { return len(s.Sources) == 0 }) {
		return append(paragraph{{Text: phrases(e).EditorsNote}}, p...)
	}
	return p
}

// compose lays out e. An edition that was recorded before excerpts took the place of reported speech is laid out as it
// was then.
func compose(e *digest.Edition) *document {
	w := phrases(e)
	d := &document{
		Title:    cmp.Or(line(e.Title), line(e.Community.Name+": "+e.Period.Label)),
		Label:    line(e.Period.Label),
		Language: cmp.Or(tagOf(e.Language), language.PhrasesFor("").Tag),
		Lede:     lede(e),
		Parts:    parts(e),
		Next:     whatsNext(e),
		Notes:    notes(e),
		words:    w,
	}
	if before(e) {
		d.composeBefore(e)
		return d
	}
	d.Note = introduction(e)
	for _, b := range e.Brief {
		if text := line(b.Text); text != "" {
			d.Brief = append(d.Brief, d.newBrief(text, b.Story))
			d.InShort = w.InShort
		}
	}
	if p := sentences(e, e.Narrative.Sentences); len(p) > 0 {
		d.Lines = []paragraph{p}
	}
	d.Rest, d.Late = newRest(e), newLate(e)
	if len(d.Parts) == 0 && len(d.Lede) == 0 {
		d.Lede = paragraph{{Text: nothing(e)}}
	}
	for _, p := range []paragraph{programme(e), questions(e)} {
		if len(p) > 0 {
			d.After = append(d.After, p)
		}
	}
	return d
}

// newBrief takes a line apart into the title of its story and the rest.
func (d *document) newBrief(text, story string) brief {
	b := brief{Head: text}
	for _, s := range d.stories() {
		if s.of == story && story != "" {
			b.Story = s.ID
			if strings.HasPrefix(text, s.Title) {
				b.Head, b.Tail = s.Title, text[len(s.Title):]
			}
		}
	}
	return b
}

// Sections reports whether stories are grouped under headings.
func (d *document) Sections() bool { return len(d.Parts) > 0 && d.Parts[0].Title != "" }

// stories returns all stories in order.
func (d *document) stories() []*story {
	var all []*story
	for _, p := range d.Parts {
		all = append(all, p.Stories...)
	}
	return all
}

// summary says in one line what the edition is about.
func (d *document) summary() string {
	if len(d.Brief) == 0 {
		return d.Lede.plain()
	}
	lines := make([]string, len(d.Brief))
	for i, b := range d.Brief {
		lines[i] = b.Text()
	}
	return strings.Join(lines, "; ")
}

// nothing is the one line of an edition that tells nothing.
func nothing(e *digest.Edition) string {
	w, s := phrases(e), e.Stats
	template := w.OnlyNumbers
	switch {
	case s.Posts == 0:
		template = w.NoPosts
	case len(e.Rest) > 0:
		template = w.NothingTold
	case s.Machines == s.Posts:
		template = w.OnlyCount
	}
	return line(language.Fill(template, "community", e.Community.Name, "period", e.Period.Label))
}

// newRest lists what is not told, nil if there is nothing.
func newRest(e *digest.Edition) *rest {
	w := phrases(e)
	r := &rest{Title: w.Rest, URL: Link(e.URL), words: w}
	for _, x := range e.Rest[:min(len(e.Rest), maxRest)] {
		r.Items = append(r.Items, restLine(e, x))
	}
	r.missing = len(e.Rest) - len(r.Items)
	if len(r.Items) == 0 {
		return nil
	}
	return r
}

// Lists returns the lists of what is not told, each below a heading of its own.
func (d *document) Lists() []*rest {
	return slices.DeleteFunc([]*rest{d.Rest, d.Late}, func(r *rest) bool { return r == nil })
}

// maxLate is how many threads with late posts are named; the edition's JSON has all posts.
const maxLate = 6

// newLate lists what came too late for earlier editions, a thread in one line; nil if nothing did.
func newLate(e *digest.Edition) *rest {
	threads := lateThreads(e)
	if len(threads) == 0 {
		return nil
	}
	w := phrases(e)
	shown := len(threads)
	if shown > maxLate+1 { // "1 more" takes as much room as a line
		shown = maxLate
	}
	r := &rest{Title: w.Late, words: w}
	for _, posts := range threads[:shown] {
		r.Items = append(r.Items, lateLine(e, posts))
	}
	if more := len(threads) - shown; more > 0 {
		r.Items = append(r.Items, paragraph{{Text: language.Fill(w.RestFold, "n", w.Number(more))}})
	}
	return r
}

// lateThreads returns the late posts, those of one thread together if they have the same title.
func lateThreads(e *digest.Edition) (all [][]digest.Late) {
	type heading struct{ thread, title string }
	threads, at := map[string]string{}, map[heading]int{}
	for _, p := range e.Posts {
		threads[p.ID] = p.Thread
	}
	for _, x := range e.Late {
		of := heading{cmp.Or(threads[x.ID], x.ID), x.Title}
		i, ok := at[of]
		if !ok {
			i, at[of] = len(all), len(all)
			all = append(all, nil)
		}
		all[i] = append(all[i], x)
	}
	return all
}

// lateLine names late posts of one thread by the first of them.
func lateLine(e *digest.Edition, posts []digest.Late) paragraph {
	w, first := phrases(e), posts[0]
	names, facts := map[string]bool{}, []string(nil)
	for _, x := range posts {
		names[x.By] = true
	}
	if n := len(posts); n > 1 {
		facts = append(facts, w.Count(n, w.Post))
	}
	if by := line(first.By); by != "" && len(names) > 1 {
		facts = append(facts, language.Fill(w.AndOthers, "names", by, "n", w.Number(len(names)-1)))
	} else if by != "" {
		facts = append(facts, by)
	}
	facts = append(facts, w.Date(local(e, first.Date), w.Layouts.Short))
	return paragraph{{Text: cmp.Or(line(first.Title), w.Untitled), URL: Link(first.URL)}, {Text: " — " + strings.Join(facts, ", ")}}
}

// saysNothing are the states that a line of the rest need not name.
var saysNothing = []string{"", "published", "discussion"}

// restLine is a thread in one line: its title, its size, who wrote it, and where it stands.
func restLine(e *digest.Edition, x digest.Rest) paragraph {
	w := phrases(e)
	var facts []string
	if n := len(x.Sources); n > 0 {
		facts = append(facts, w.Count(n, w.Post))
	}
	if by := line(x.By); by != "" && x.People > 1 {
		facts = append(facts, language.Fill(w.AndOthers, "names", by, "n", w.Number(x.People-1)))
	} else if by != "" {
		facts = append(facts, by)
	}
	p := paragraph{{Text: cmp.Or(line(x.Title), w.Untitled), URL: Link(x.URL)}}
	if len(facts) > 0 {
		p = append(p, span{Text: " — " + strings.Join(facts, ", ")})
	}
	if state := w.States[x.State]; state != "" && !slices.Contains(saysNothing, x.State) {
		p = append(p, span{Text: " · " + state})
	}
	if q := x.Quote; q != nil && line(q.Text) != "" {
		p = append(append(p, span{Text: ": " + w.QuoteMarks[0]}), withLinks(line(q.Text), q.Links)...)
		p = append(p, span{Text: w.QuoteMarks[1]})
		by, url := line(q.By), Link(firstURL(e, []string{q.Source}))
		if by != "" && (by != line(x.By) || url != "" && url != Link(x.URL)) { // the title leads to the beginning
			p = append(p, span{Text: " ("}, span{Text: by, URL: url}, span{Text: ")"})
		}
	}
	return p
}

// phrases are the words that stand around the edition.
func phrases(e *digest.Edition) *language.Phrases { return language.PhrasesFor(e.Language) }

// sentences joins sentences to a paragraph in which each anchor carries the link to its sentence's first post.
func sentences(e *digest.Edition, list []digest.Sentence) paragraph {
	var p paragraph
	for _, s := range list {
		text := line(s.Text)
		if text == "" {
			continue
		}
		if len(p) > 0 {
			p = append(p, span{Text: " "})
		}
		p = append(p, anchored(text, line(s.Anchor), firstURL(e, s.Sources))...)
	}
	return p
}

// anchored returns text with a link on the first occurrence of anchor in it, or without a link if there is none.
func anchored(text, anchor, url string) paragraph {
	url = Link(url)
	before, after, found := strings.Cut(text, anchor)
	if anchor == "" || url == "" || !found {
		return paragraph{{Text: text}}
	}
	var p paragraph
	for _, s := range []span{{Text: before}, {Text: anchor, URL: url}, {Text: after}} {
		if s.Text != "" {
			p = append(p, s)
		}
	}
	return p
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

// firstURL returns the address of the first post of ids, or "" if nobody knows it.
func firstURL(e *digest.Edition, ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	if p := e.Post(ids[0]); p != nil {
		return p.URL
	}
	return ""
}

// tagOf returns tag if it looks like a BCP 47 language tag, else "".
func tagOf(tag string) string {
	for i := range len(tag) {
		if !alnum(tag[i]) && tag[i] != '-' {
			return ""
		}
	}
	if len(tag) > 35 {
		return ""
	}
	return tag
}

// wrapUp reports whether the edition tells an event of several days as a whole.
func wrapUp(e *digest.Edition) bool {
	return e.Event != nil && e.Event.Days > 1 && e.Event.Day == e.Event.Days && e.Period.End.Sub(e.Period.Start) > 36*time.Hour
}
