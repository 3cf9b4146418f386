package render

import (
	"bytes"
	"embed"
	"html/template"
	"io"
	"time"

	"recap/digest"
)

//go:embed template/*.html
var templateFiles embed.FS

// templates produce all HTML; html/template escapes what they print for the place where it stands.
var templates = template.Must(template.New("").ParseFS(templateFiles, "template/*.html"))

// A Page says what surrounds an edition's page. Empty addresses leave their links out.
type Page struct {
	URL   string // where the page will be; default: the edition's URL
	Index string // the list of all recaps, absolute or relative to the page
	Atom  string // the feed
}

// An htmlPage is what template/page.html prints, and one entry of template/index.html.
type htmlPage struct {
	Doc       *document
	Summary   string
	Published string
	URL       string
	Index     string
	Atom      string
	File      string
	Community *htmlCommunity
	Words     *digest.Phrases
}

type htmlCommunity struct{ Name, URL string }

// HTML writes the edition as one page that needs nothing else: no script, no style sheet, no image. It is marked up as
// an h-entry (https://microformats.org/wiki/h-entry), and follows the reader's choice of light or dark.
func HTML(w io.Writer, e *digest.Edition, p Page) error {
	v := newHTMLPage(e)
	v.Index, v.Atom = p.Index, Link(p.Atom)
	if p.URL != "" {
		v.URL = Link(p.URL)
	}
	return execute(w, "page.html", v)
}

// An HTMLEntry is an edition in the list of all, and the file of its page, relative to the list.
type HTMLEntry struct {
	Edition *digest.Edition
	File    string
}

// HTMLIndex writes a page that lists the editions in the order given, as an h-feed. Atom is the address of the feed, or "".
func HTMLIndex(w io.Writer, entries []HTMLEntry, atom string) error {
	v := struct {
		Title    string
		Language string
		Atom     string
		Entries  []*htmlPage
		Words    *digest.Phrases
	}{Atom: Link(atom), Words: digest.PhrasesFor("")}
	if len(entries) > 0 {
		v.Words = phrases(entries[0].Edition)
	}
	v.Title, v.Language = v.Words.Recaps, v.Words.Tag
	for i, en := range entries {
		p := newHTMLPage(en.Edition)
		p.File = en.File
		if i == 0 {
			v.Language = p.Doc.Language
			if p.Community != nil {
				v.Title = digest.Fill(v.Words.AllRecapsOf, "community", p.Community.Name)
			}
		}
		v.Entries = append(v.Entries, p)
	}
	return execute(w, "index.html", v)
}

func newHTMLPage(e *digest.Edition) *htmlPage {
	d := compose(e)
	p := &htmlPage{Words: phrases(e), Doc: d, Summary: d.Lede.plain(), Published: e.Period.End.Format(time.RFC3339), URL: Link(e.URL)}
	if name := line(e.Community.Name); name != "" {
		p.Community = &htmlCommunity{name, Link(e.Community.URL)}
	}
	return p
}

// fragment returns the HTML of d without a page around it.
func fragment(d *document) (string, error) {
	var b bytes.Buffer
	err := templates.ExecuteTemplate(&b, "body", d)
	return b.String(), err
}

// execute runs a template to its end before anything is written.
func execute(w io.Writer, name string, v any) error {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, v); err != nil {
		return err
	}
	_, err := b.WriteTo(w)
	return err
}
