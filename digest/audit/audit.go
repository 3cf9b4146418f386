// Package audit holds a whole edition against the posts that it was made of: each sentence beside its evidence, or why
// it has none, the addresses that it links to, and what earlier editions told already.
//
// It trusts nothing that the edition says of itself: excerpts are looked up in the posts, a model's sentences are
// proven anew (package proof), and for the editor's own, which need no proof, the sentences that bear them out are
// sought.
package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/language"
	"recap/digest/people"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/prose"
	"recap/digest/render"
	"recap/store"
)

// A State is what came of a sentence.
type State string

// The states.
const (
	Proven   State = "proven"
	Unproven State = "unproven" // of the editor's: the posts do not prove it, which it need not be
	Failed   State = "failed"   // it may not be printed
	Counted  State = "counted"  // the program's own, of posts that are not there to prove it
)

// A Report is what came of an edition.
type Report struct {
	Edition   string     `json:"edition"`
	Title     string     `json:"title"`
	Failed    int        `json:"failed"`   // sentences and links that fail
	Unproven  int        `json:"unproven"` // sentences of the editor's that the posts do not prove
	Refused   []Line     `json:"refused"`  // why a draft cannot be taken
	Notes     []string   `json:"notes"`    // what came since a draft was written, and the like
	Sentences []Sentence `json:"sentences"`
	Links     []Link     `json:"links"`
	Repeats   []Repeat   `json:"repeats"` // what an edition of the last seven told
}

// A Line is a line of a draft that cannot be taken.
type Line struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// A Sentence is one of the edition with what it rests on.
type Sentence struct {
	Part     string     `json:"part"`            // introduction, brief, narrative, lede, facts, story or rest
	Story    string     `json:"story,omitempty"` // its id
	Title    string     `json:"title,omitempty"` // of the story
	Line     int        `json:"line,omitempty"`  // of a draft
	Text     string     `json:"text"`
	Writer   string     `json:"writer"` // excerpts, model, editor or recap
	State    State      `json:"state"`
	Why      string     `json:"why,omitempty"`
	Evidence []Evidence `json:"evidence"`
}

// Evidence is a sentence of a post with what stands around it.
type Evidence struct {
	Source string    `json:"source"` // id of the post
	Author string    `json:"author"`
	Date   time.Time `json:"date"`
	URL    string    `json:"url"`
	Before string    `json:"before,omitempty"` // the sentence before
	Text   string    `json:"text"`
	After  string    `json:"after,omitempty"`
}

// A Repeat is something that an earlier edition told.
type Repeat struct {
	Story   string `json:"story"`
	Title   string `json:"title"`
	Edition string `json:"edition"`
	Text    string `json:"text,omitempty"` // the sentence, where the words are the same; "" where only the thread is
}

// An Input is an edition with what it is held against.
type Input struct {
	Edition  *digest.Edition
	Posts    []store.Post // those that it names, and others that its sentences may rest on
	Projects []string     // names that any sentence may hold
	Told     []store.Told // by the last seven editions
}

// Audit holds an edition against its posts. It looks no address up.
func Audit(in *Input) *Report {
	e := in.Edition
	a := &auditor{Input: in, lang: language.For(cmp.Or(e.Language, "en")), posts: map[string]*known{}, begun: map[string]*known{}, who: map[string]string{}, r: &Report{Edition: e.ID, Title: e.Title,
		Refused: []Line{}, Notes: []string{}, Sentences: []Sentence{}, Links: []Link{}, Repeats: []Repeat{}}}
	a.know()
	a.counts()
	a.introduction()
	a.brief()
	for _, s := range e.Narrative.Sentences {
		x := Sentence{Part: "narrative", Text: s.Text}
		a.own(&x, s.Sources)
		a.add(x)
	}
	a.lede()
	for i := range e.Stories {
		a.story(&e.Stories[i])
	}
	a.listed()
	a.links()
	a.repeats()
	return a.r
}

// A known is a post as it is evidence.
type known struct {
	*proof.Post
	url       string
	sentences []string
}

type auditor struct {
	*Input
	lang  *language.Language
	posts map[string]*known
	begun map[string]*known // by the id of a post, the one that its thread began with
	who   map[string]string // by the id of a post, the Ident of its writer
	made  map[string]bool   // words and numbers that the program's own sentences may hold
	r     *Report
}

// know reads the posts.
func (a *auditor) know() {
	keys := map[string]*known{}
	all := make([]*post.Post, len(a.Posts))
	for i := range a.Posts {
		all[i] = post.New(&a.Posts[i], true, a.lang, nil)
	}
	people.Unite(all)
	for _, w := range all {
		p := w.Post
		a.who[w.ID] = w.Ident
		if p.Policy != store.PolicyQuote {
			continue
		}
		k := &known{Post: &proof.Post{ID: w.ID, Author: w.Who, Names: []string{p.Author.Name, p.Author.Handle}, Title: p.Title, Text: p.Text,
			Date: p.Published.In(a.Edition.Period.Start.Location()), Foreign: w.Alien}, url: p.URL, sentences: digest.Sentences(p, a.lang)}
		if ref := a.Edition.Post(w.ID); ref != nil {
			k.Names = append(k.Names, ref.Author, ref.Organization)
			k.Author = cmp.Or(ref.Author, k.Author)
		}
		a.posts[w.ID], keys[p.Key] = k, k
	}
	for i := range a.Posts {
		if k := a.posts[a.Posts[i].ID()]; k != nil && len(a.Posts[i].InReplyTo) > 0 {
			if up := keys[a.Posts[i].InReplyTo[len(a.Posts[i].InReplyTo)-1]]; up != nil && up != k {
				k.Answers = up.Post
			}
			if first := keys[a.Posts[i].InReplyTo[0]]; first != nil && first != k {
				a.begun[k.ID] = first
			}
		}
	}
}

func (a *auditor) add(s Sentence) {
	if s.Evidence == nil {
		s.Evidence = []Evidence{}
	}
	switch s.State {
	case Failed:
		a.r.Failed++
	case Unproven:
		a.r.Unproven++
	}
	a.r.Sentences = append(a.r.Sentences, s)
}

// cited returns what is known of posts without any of their words.
func (a *auditor) cited(ids []string) []Evidence {
	var out []Evidence
	for _, id := range ids {
		if k := a.posts[id]; k != nil {
			out = append(out, Evidence{Source: id, Author: k.Author, Date: k.Date, URL: k.url, Text: k.Title})
		}
	}
	return out
}

// shown returns a sentence of a post as evidence, with those around it.
func (k *known) shown(text string) Evidence {
	e := Evidence{Source: k.ID, Author: k.Author, Date: k.Date, URL: k.url, Text: text}
	for i, s := range k.sentences {
		if i == 0 || s != text {
			continue
		}
		if i > 1 {
			e.Before = k.sentences[i-1]
		}
		if i+1 < len(k.sentences) {
			e.After = k.sentences[i+1]
		}
		break
	}
	return e
}

// introduction holds the editor's introduction against all that is told.
func (a *auditor) introduction() {
	text, _ := render.Plain(a.Edition.Note)
	all := a.all()
	for _, s := range prose.Sentences(text, a.lang) {
		x := Sentence{Part: "introduction", Text: s, Writer: edit.Editor}
		a.seek(&x, all, nil)
		a.add(x)
	}
}

// all returns the posts of all that is told or listed.
func (a *auditor) all() []string {
	var all []string
	for i := range a.Edition.Stories {
		all = append(all, a.Edition.Stories[i].Sources...)
	}
	for _, r := range a.Edition.Rest {
		all = append(all, r.Sources...)
	}
	return all
}

// lede holds a model's first paragraph against what the stories print that it cites.
func (a *auditor) lede() {
	for _, s := range a.Edition.Lede.Sentences {
		if len(s.Sources) == 0 { // the editor's
			x := Sentence{Part: "lede", Text: s.Text, Writer: edit.Editor}
			a.seek(&x, a.all(), nil)
			a.add(x)
			continue
		}
		x := Sentence{Part: "lede", Text: s.Text, Writer: edit.Model, Evidence: a.cited(s.Sources)}
		var rests []proof.Evidence
		var people []string
		for i := range a.Edition.Stories {
			o := &a.Edition.Stories[i]
			if !slices.ContainsFunc(s.Sources, func(id string) bool { return o.ID == id || slices.Contains(o.Sources, id) || citesPost(o, id) }) {
				continue
			}
			people = append(people, o.People...)
			add := func(by, text string) {
				rests = append(rests, proof.Evidence{Post: &proof.Post{ID: o.ID, Author: by, Names: o.People, Title: o.Title, Text: text}, Text: text})
			}
			add("", o.Title)
			for _, p := range o.Paragraphs {
				for _, t := range p.Sentences {
					add(p.By, t.Text)
				}
			}
		}
		a.judge(&x, string(a.prover(people).Sentence(s.Text, rests)), Failed)
		a.add(x)
	}
}

// citesPost reports whether a story prints something that rests on a post.
func citesPost(s *digest.Story, id string) bool {
	return slices.ContainsFunc(s.Paragraphs, func(p digest.Paragraph) bool {
		return slices.ContainsFunc(p.Sentences, func(x digest.Sentence) bool { return slices.Contains(x.Sources, id) })
	})
}

// judge sets the state of a sentence.
func (a *auditor) judge(x *Sentence, why string, otherwise State) {
	if x.State, x.Why = Proven, why; why != "" {
		x.State = otherwise
	}
}

func (a *auditor) prover(people []string) *proof.Prover {
	e := a.Edition
	with := append([]string{e.Community.Name, e.Period.Label}, a.Projects...)
	with = append(with, e.Community.Hashtags...)
	if e.Event != nil {
		with = append(with, e.Event.Name)
	}
	return proof.New(a.lang, with, people)
}

func (a *auditor) story(s *digest.Story) {
	a.facts(s)
	p := a.prover(s.People)
	for _, par := range s.Paragraphs {
		for _, t := range par.Sentences {
			x := Sentence{Part: "story", Story: s.ID, Title: s.Title, Text: t.Text}
			switch {
			case par.Label != "":
				x.Writer = "excerpts"
				a.excerpt(&x, par, t)
			case par.Writer == edit.Editor:
				x.Writer = edit.Editor
				ids := t.Sources
				if len(ids) == 0 {
					ids = s.Sources
				}
				a.seek(&x, ids, p)
			case par.Writer == edit.Model:
				x.Writer = edit.Model
				a.model(&x, t, p)
			default: // where words are withheld
				x.Writer, x.State, x.Evidence = "recap", Counted, a.cited(t.Sources)
			}
			a.add(x)
		}
	}
	for _, v := range s.Voices {
		if v.Text != "" {
			a.said(Sentence{Part: "story", Story: s.ID, Title: s.Title, Text: v.Text}, v.Name, v.Source)
		}
	}
}

// listed looks the sentences of what is only listed up in their posts.
func (a *auditor) listed() {
	for _, r := range a.Edition.Rest {
		if q := r.Quote; q != nil {
			a.said(Sentence{Part: "rest", Title: r.Title, Text: q.Text}, q.By, q.Source)
		}
	}
}

// said looks a sentence that stands beside what is told up in its post.
func (a *auditor) said(x Sentence, by, source string) {
	x.Writer = "excerpts"
	a.excerpt(&x, digest.Paragraph{By: by}, digest.Sentence{Text: x.Text, Sources: []string{source}})
	a.add(x)
}

// excerpt looks the words of an excerpt up in its post.
func (a *auditor) excerpt(x *Sentence, par digest.Paragraph, t digest.Sentence) {
	if len(t.Sources) == 0 {
		a.judge(x, "it names no post", Failed)
		return
	}
	k := a.posts[t.Sources[0]]
	if k == nil {
		a.judge(x, fmt.Sprintf("the post %s is not stored, or its words may not be shown", t.Sources[0]), Failed)
		return
	}
	x.Evidence = []Evidence{k.shown(t.Text)}
	why := proof.Excerpt(t.Text, k.Text)
	if why != "" && proof.Excerpt(t.Text, k.Title) == "" {
		why = ""
	}
	if why == "" && par.By != "" && !k.isBy(par.By) {
		why = proof.Refusal(fmt.Sprintf("these are the words of %s, not of %s", k.Author, par.By))
	}
	a.judge(x, string(why), Failed)
}

// isBy reports whether a post's author is known by a name; one whose name nobody shows may be called anything.
func (k *known) isBy(name string) bool {
	return k.Author == "" || name == k.Author || slices.ContainsFunc(k.Names, func(n string) bool {
		handle, _, _ := strings.Cut(n, "@")
		return n != "" && (strings.EqualFold(name, n) || strings.EqualFold(strings.TrimPrefix(name, "@"), handle))
	})
}

// model proves a model's sentence anew.
func (a *auditor) model(x *Sentence, t digest.Sentence, p *proof.Prover) {
	var rests []proof.Evidence
	for _, e := range t.Evidence {
		k := a.posts[e.Source]
		if k == nil {
			a.judge(x, fmt.Sprintf("the post %s is not stored, or its words may not be shown", e.Source), Failed)
			return
		}
		x.Evidence = append(x.Evidence, k.shown(e.Text))
		if why := proof.Excerpt(e.Text, k.Text); why != "" {
			a.judge(x, "its evidence is none: "+string(why), Failed)
			return
		}
		rests = append(rests, proof.Evidence{Post: k.Post, Text: e.Text})
	}
	a.judge(x, string(p.Sentence(t.Text, rests)), Failed)
}
