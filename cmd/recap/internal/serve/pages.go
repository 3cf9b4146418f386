package serve

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/language"

	"recap/digest/render"
)

//go:embed page.html
var pageText string

// A page is what a request is answered with.
type page struct {
	Name   string // by which words knows it
	Token  string // of the address under which it is shown
	Chosen boxes
	Kept   bool   // the choice was kept
	Wrong  string // what is wrong with the form: address, nothing, often, changed

	Waiting []Waiting
	Draft   *Draft
	Day     string // of the draft
}

// pages shows pages in the look of the community.
type pages struct {
	server *Server
	words  words
	lang   string
	page   *template.Template
}

func newPages(s *Server) (*pages, error) {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return nil, err
	}
	p := &pages{server: s, words: english(), lang: "en", page: t}
	if tag, err := language.Parse(s.Language); err == nil {
		if base, _ := tag.Base(); base.String() == "de" {
			p.words, p.lang = german(), s.Language
		} else if base.String() == "en" {
			p.lang = s.Language
		}
	}
	return p, nil
}

// A view is a page in words.
type view struct {
	Lang, Community, Home string
	Look                  *render.Look
	Title, Said, Text     string
	Button                string // "": there is no form
	OneClick              bool
	Address               string // label of the field for an address; "": there is none
	Digests, Sections     string // of the boxes
	Chosen                boxes
	Other, OtherAt        string // a link to another page
	Drafts                []draftLine
	Draft                 *Draft // one to be read
	DraftAt, DraftCalled  string // its page, and what that is called
}

// show answers with a page.
func (p *pages) show(w http.ResponseWriter, status int, what page) {
	var b bytes.Buffer
	if err := p.page.Execute(&b, p.view(what)); err != nil {
		p.server.Report(err)
		http.Error(w, "failing", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // who has gone does not wait for it
}

// view puts a page in words.
func (p *pages) view(what page) view {
	s, words := p.server, p.words
	of := words.pages[what.Name]
	v := view{Lang: p.lang, Community: s.Community, Home: s.Home, Look: s.Look, Title: of.title, Text: of.text, Button: of.button,
		Digests: words.digests, Sections: words.sections, Chosen: what.Chosen, OneClick: what.Name == "leave"}
	v.Said = words.wrong[what.Wrong]
	if what.Kept {
		v.Said = words.kept
	}
	switch what.Name {
	case "leave":
		if len(s.Names.Digests) > 1 || len(s.Names.Sections) > 1 {
			v.Other, v.OtherAt = words.choose, "../choice/"+what.Token
		}
	case "left":
		v.Other, v.OtherAt = words.again, "../"
	case "drafts":
		v.Drafts = p.lines(what.Waiting)
		if len(v.Drafts) == 0 {
			v.Text = words.none
		}
	case "draft":
		v.Draft, v.DraftAt, v.DraftCalled = what.Draft, what.Day+"/page", words.draft
		v.Other, v.OtherAt = words.all, "../"
		v.Title = what.Draft.Title
	case "approved", "busy":
		v.Other, v.OtherAt = words.all, "../"
	case "subscribe":
		v.Address = words.address
	case "choice":
		// An address that is relative to the page leads there whatever stands before it.
		v.Other, v.OtherAt = words.leave, "../unsubscribe/"+what.Token
		if len(what.Chosen.Digests)+len(what.Chosen.Sections) == 0 {
			v.Button, v.Text = "", words.nothing
		}
	}
	v.Title = strings.ReplaceAll(v.Title, "NAME", s.Community)
	v.Text = strings.ReplaceAll(v.Text, "NAME", s.Community)
	return v
}

// A draftLine is a draft in the list of those that wait.
type draftLine struct{ At, Name, State string }

// lines puts the drafts that wait in words.
func (p *pages) lines(all []Waiting) []draftLine {
	var lines []draftLine
	for _, one := range all {
		lines = append(lines, draftLine{url.PathEscape(one.Digest) + "/" + one.Day, one.Digest + " " + one.Day, p.words.states[one.State]})
	}
	return lines
}
