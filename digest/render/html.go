package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"
	"time"

	"recap/digest"
	"recap/digest/language"
)

// A Page says what surrounds an edition's page. Empty addresses leave their links out.
type Page struct {
	URL     string // where the page will be; default: the edition's URL
	Index   string // the list of all recaps, absolute or relative to the page
	Atom    string // the feed
	Earlier *HTMLEntry
	Later   *HTMLEntry
	Look    *Look
}

// An HTMLEntry is an edition in the list of all, and the file of its page, relative to the list.
type HTMLEntry struct {
	Edition *digest.Edition
	File    string
}

// An htmlPage is what template/page.html prints.
type htmlPage struct {
	Doc            *document
	Summary        string
	Kicker         string // which day of an event it is; "" if of none
	Published      string
	URL            string
	Index          string
	Atom           string
	Earlier, Later *htmlLink
	Community      *htmlCommunity
	Words          *language.Phrases
	Look           *Look
	Icon           template.URL // a picture for the tab of a browser
}

type (
	htmlCommunity struct{ Name, URL string }
	htmlLink      struct{ File, Text string }
)

// HTML writes the edition as one page that needs nothing else: no script, no style sheet, no image. It is marked up as
// an h-entry (https://microformats.org/wiki/h-entry), and follows the reader's choice of light or dark.
func HTML(w io.Writer, e *digest.Edition, p Page) error {
	v := newHTMLPage(e, p.Look)
	v.Index, v.Atom = p.Index, Link(p.Atom)
	if p.URL != "" {
		v.URL = Link(p.URL)
	}
	// A neighbour is called by its period alone: its title may change without this page being written anew.
	if n := p.Earlier; n != nil {
		v.Earlier = &htmlLink{n.File, language.Fill(v.Words.Earlier, "period", line(n.Edition.Period.Label))}
	}
	if n := p.Later; n != nil {
		v.Later = &htmlLink{n.File, language.Fill(v.Words.Later, "period", line(n.Edition.Period.Label))}
	}
	return v.Look.execute(w, "page.html", v)
}

func newHTMLPage(e *digest.Edition, look *Look) *htmlPage {
	d := compose(e)
	p := &htmlPage{Words: phrases(e), Doc: d, Summary: d.summary(), Published: e.Period.End.Format(time.RFC3339), URL: Link(e.URL), Look: look.orPlain()}
	if e.Event != nil && e.Event.Days > 1 && e.Event.Day > 0 && !wrapUp(e) {
		p.Kicker = language.Fill(p.Words.EventDay, "n", p.Words.Number(e.Event.Day), "event", line(e.Event.Name))
	} else if e.Event != nil {
		p.Kicker = line(e.Event.Name)
	}
	if strings.Contains(strings.ToLower(d.Title), strings.ToLower(p.Kicker)) {
		p.Kicker = "" // the title says it
	}
	if name := line(e.Community.Name); name != "" {
		p.Community = &htmlCommunity{name, Link(e.Community.URL)}
	}
	p.Icon = p.Look.icon(line(e.Community.Name))
	return p
}

// An htmlIndex is what template/index.html prints.
type htmlIndex struct {
	Title     string
	Language  string
	Atom      string
	Months    []htmlMonth
	Community *htmlCommunity
	Words     *language.Phrases
	Look      *Look
	Icon      template.URL
}

// An htmlMonth is the editions whose period ended in one month.
type htmlMonth struct {
	Title   string
	Bars    *bars // nil where too few days are known
	Entries []*htmlEntry
}

// An htmlEntry is one edition in the list.
type htmlEntry struct {
	File, Title, Label, Published string
	Lines                         []string // what it told; none of old ones
}

const (
	indexLines   = 3   // headlines of an edition in the list of all
	indexDetails = 120 // editions of which the list says more than the title
)

// HTMLIndex writes a page that lists the editions in the order given, by month, as an h-feed. Atom is the address of
// the feed, or "".
func HTMLIndex(w io.Writer, entries []HTMLEntry, atom string, look *Look) error {
	v := &htmlIndex{Atom: Link(atom), Words: language.PhrasesFor(""), Look: look.orPlain()}
	v.Title, v.Language = v.Words.Recaps, v.Words.Tag
	var days []*digest.Edition
	for i, en := range entries {
		e := en.Edition
		d := compose(e)
		if i == 0 {
			v.Words, v.Language = d.words, d.Language
			v.Title = d.words.Recaps
			if name := line(e.Community.Name); name != "" {
				v.Title = language.Fill(v.Words.AllRecapsOf, "community", name)
				v.Community = &htmlCommunity{name, Link(e.Community.URL)}
			}
			v.Icon = v.Look.icon(line(e.Community.Name))
		}
		month := v.Words.Date(LastDay(e), v.Words.Layouts.Month)
		if n := len(v.Months); n == 0 || v.Months[n-1].Title != month {
			v.finishMonth(days)
			days, v.Months = nil, append(v.Months, htmlMonth{Title: month})
		}
		m := &v.Months[len(v.Months)-1]
		entry := &htmlEntry{File: en.File, Title: d.Title, Label: d.Label, Published: e.Period.End.Format(time.RFC3339)}
		if i < indexDetails {
			entry.Lines = headlines(d)
			days = append(days, e)
		}
		m.Entries = append(m.Entries, entry)
	}
	v.finishMonth(days)
	if v.Icon == "" {
		v.Icon = v.Look.icon("")
	}
	return v.Look.execute(w, "index.html", v)
}

// finishMonth draws the bars of the last month.
func (v *htmlIndex) finishMonth(days []*digest.Edition) {
	if n := len(v.Months); n > 0 {
		v.Months[n-1].Bars = newBars(v.Words, v.Months[n-1].Title, days)
	}
}

// headlines are the first lines of what an edition tells beside what its title says.
func headlines(d *document) []string {
	var lines []string
	for _, s := range d.stories() {
		if len(lines) < indexLines && !strings.Contains(d.Title, s.Title) {
			lines = append(lines, s.Title)
		}
	}
	if len(d.Parts) == 0 && len(d.Lede) > 0 {
		lines = []string{d.Lede.plain()}
	}
	return lines
}

// Bars show the posts of each day of a month.
type bars struct {
	Label         string
	Width, Height int
	Rects         []rect
}

type rect struct{ X, Y, Height int }

const (
	barStep   = 12 // from one day to the next
	barHeight = 40
	leastBars = 3 // days that are worth a picture
)

// newBars draws the editions of single days, nil if they are too few. Of two editions of one day the one with more
// posts counts.
func newBars(w *language.Phrases, month string, days []*digest.Edition) *bars {
	var posts [32]int
	known, most, total := 0, 0, 0
	for _, e := range days {
		if e.Period.End.Sub(e.Period.Start) > 36*time.Hour {
			continue
		}
		if day := LastDay(e).Day(); e.Stats.Posts > posts[day] {
			if posts[day] == 0 {
				known++
			}
			total += e.Stats.Posts - posts[day]
			posts[day] = e.Stats.Posts
			most = max(most, posts[day])
		}
	}
	if known < leastBars {
		return nil
	}
	b := &bars{Width: 31 * barStep, Height: barHeight}
	b.Label = language.Fill(w.PostsADay, "month", month, "total", w.Count(total, w.Post), "most", w.Count(most, w.Post))
	for day, n := range posts {
		if n > 0 {
			h := max(2, n*barHeight/most)
			b.Rects = append(b.Rects, rect{(day - 1) * barStep, barHeight - h, h})
		}
	}
	return b
}

// fragment returns the HTML of d without a page around it.
func fragment(d *document) (string, error) {
	var b bytes.Buffer
	err := templates.ExecuteTemplate(&b, "article.html", articleView{d, false})
	return b.String(), err
}

// Article returns what the template of that name prints of the edition.
func (p *htmlPage) Article() articleView { return articleView{p.Doc, true} }

// An articleView is a document for a page, on which lines lead to stories and the rest folds, or for a feed, where
// neither is of use.
type articleView struct {
	*document
	OnPage bool
}

// A storyView is a story for a page or a feed.
type storyView struct {
	Story  *story
	OnPage bool
}

// Told returns what the template prints below the heading of a story.
func (v articleView) Told(s *story) storyView { return storyView{s, v.OnPage} }

// Heading returns the level of the headings of a part's stories.
func (v articleView) Heading(p part) int {
	if v.Sections() && p.Title != "" {
		return 3
	}
	return 2
}

// icon is a square with the first letter of name, as a data URI.
func (l *Look) icon(name string) template.URL {
	letter := "r"
	for _, r := range name {
		letter = string(r)
		break
	}
	const square = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="%s"/>` +
		`<text x="16" y="23" font-family="sans-serif" font-size="20" font-weight="bold" text-anchor="middle" fill="%s">%s</text></svg>`
	svg := fmt.Sprintf(square,
		l.accent, l.OnAccent(), template.HTMLEscapeString(strings.ToUpper(letter)))
	return template.URL("data:image/svg+xml," + url.PathEscape(svg))
}
