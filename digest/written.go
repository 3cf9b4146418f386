package digest

import (
	"slices"
	"strings"
	"time"

	"recap/digest/language"
	"recap/digest/model"
	"recap/digest/post"
	"recap/digest/story"
	"recap/digest/write"
)

// A Writer says who puts the stories together beside the program: a language model.
type Writer struct {
	Mode   string          // model.Prose or model.Chosen
	Model  string          // its name
	Reader string          // the name of the model that checks its sentences; "" for the same
	Check  bool            // whether one does
	Deny   map[string]bool // names of sources whose posts no model is given
}

// A Writing says what became of a model's text.
type Writing struct {
	Asked   int             `json:"asked"`   // stories that the model was asked for
	Told    int             `json:"told"`    // stories that it tells
	Offered int             `json:"offered"` // sentences or excerpts that it gave for them
	Refused []model.Refused `json:"refused"` // what of it is not printed, and why
}

// Pending returns what a model has to be asked before the edition is what it can be; where there is nothing to ask,
// none. Only an edition that Build has made knows this. Whoever asks puts the answers into the input and builds
// again.
func (e *Edition) Pending() []model.Request { return e.pending }

// Written returns what became of a model's text; zero where none was asked. Only an edition that Build has made knows
// this.
func (e *Edition) Written() Writing { return e.writing }

// startWriter makes the writer, if a model is to write.
func (b *builder) startWriter() {
	o := b.opt.Writer
	if o == nil {
		return
	}
	known := append([]string{b.opt.Community.Name, b.e.Period.Label}, b.opt.Community.Projects...)
	known = append(known, b.opt.Community.Hashtags...)
	if b.e.Event != nil {
		known = append(known, b.e.Event.Name)
	}
	b.writer = model.New(model.Options{Mode: o.Mode, Model: o.Model, Reader: o.Reader, Check: o.Check, Community: b.opt.Community.Name,
		Period: b.e.Period.Label, Language: b.lang, Known: known}, b.in.Answers)
}

// written has the model tell a story of threads, if one is to; s is the story as the program tells it.
func (b *builder) written(s *Story, t *telling) {
	if b.writer == nil || b.rewritten(s.ID) {
		return
	}
	posts := slices.DeleteFunc(slices.Clone(t.All), func(p *post.Post) bool { return t.Twice[p] })
	main := []*post.Post{t.Opener}
	if first := t.Posts[0]; !t.Opener.In { // an older thread goes on: what the period begins with opens it for its readers
		main[0] = first
	}
	for _, x := range t.excerpts {
		if !slices.Contains(main, x.Post) {
			main = append(main, x.Post)
		}
	}
	if t.Word != nil && !slices.Contains(main, t.Word) {
		main = append(main, t.Word)
	}
	m := b.material(s, posts, main, func(p *post.Post) string { return p.Who })
	if m == nil {
		return
	}
	if b.opt.Writer.Mode == model.Chosen {
		b.chosen(s, m, t.Story)
	} else {
		b.told(s, m, t.Named != "")
	}
}

// writtenSession does the same for a part of a stream.
func (b *builder) writtenSession(s *Story, x *session) {
	if b.writer == nil || b.rewritten(s.ID) {
		return
	}
	m := b.material(s, x.posts, x.picks, b.streamed.name)
	if m == nil {
		return
	}
	if b.opt.Writer.Mode == model.Chosen {
		b.chosen(s, m, nil)
	} else {
		b.told(s, m, x.general || b.in.Decisions.Rename[s.ID] != "")
	}
}

// material is what the model is given of a story, nil where it is given nothing: a source of one of its posts denies
// it.
func (b *builder) material(s *Story, posts, main []*post.Post, name func(*post.Post) string) *model.Material {
	for _, p := range posts {
		if slices.ContainsFunc(p.Sources, func(source string) bool { return b.opt.Writer.Deny[source] }) {
			return nil
		}
	}
	m := &model.Material{ID: s.ID, Title: s.Title, State: s.State, Posts: posts, Main: main, Name: name, Zone: b.in.Window.Zone}
	for i, p := range s.Paragraphs {
		if len(p.Sentences) == 0 || len(p.Sentences[0].Sources) == 0 {
			continue
		}
		o := model.Owed{Post: b.byID[p.Sentences[0].Sources[0]], Index: i}
		switch {
		case p.Label == write.Objection:
			o.Shows = []language.Cue{language.Objects, language.Doubts}
		case p.Label == write.Confirmed:
			o.Shows = []language.Cue{language.Works}
		case o.Post == nil || o.Post.ID != b.words[s.ID] || s.State == story.Discussion:
			continue
		}
		for _, x := range p.Sentences {
			o.Sentences = append(o.Sentences, x.Text)
		}
		m.Owed = append(m.Owed, o)
	}
	return m
}

// told puts the model's prose into a story. titled tells that its title is not the model's to give.
func (b *builder) told(s *Story, m *model.Material, titled bool) {
	t := b.writer.Story(m)
	if t == nil {
		return
	}
	excerpts := s.Paragraphs
	s.Writer, s.Translated, s.Paragraphs = model.Prose, t.Translated, nil
	if t.Opening && len(excerpts) > 0 && !slices.Contains(t.Owed, 0) {
		s.Paragraphs = append(s.Paragraphs, excerpts[0])
	}
	for i, x := range t.Parts {
		if x.Excerpt != nil {
			s.Paragraphs = append(s.Paragraphs, b.quoted(*x.Excerpt, i == 0, m))
			continue
		}
		if n := len(s.Paragraphs); n == 0 || s.Paragraphs[n-1].Writer != model.Prose {
			s.Paragraphs = append(s.Paragraphs, Paragraph{Writer: model.Prose})
		}
		last := &s.Paragraphs[len(s.Paragraphs)-1]
		last.Sentences = append(last.Sentences, proven(&x.Sentence))
	}
	for _, i := range t.Owed {
		if excerpts[i].Label == write.Objection {
			s.Paragraphs = b.belowWhatItAnswers(s.Paragraphs, excerpts[i])
		} else {
			s.Paragraphs = append(s.Paragraphs, excerpts[i])
		}
	}
	b.retitle(s, t.Title, titled)
	b.voices(s, m)
}

// proven is a model's sentence with what it rests on.
func proven(x *model.Sentence) Sentence {
	out := Sentence{Text: x.Text}
	for _, e := range x.Evidence {
		if !slices.Contains(out.Sources, e.Post.ID) {
			out.Sources = append(out.Sources, e.Post.ID)
		}
		out.Evidence = append(out.Evidence, Evidence{Source: e.Post.ID, Text: e.Text})
	}
	if x.Quoted != nil {
		out.Quote = &Quote{Text: x.Quote, By: x.Quoted.Author, Source: x.Quoted.ID}
	}
	return out
}

// belowWhatItAnswers puts an excerpt behind the last sentence that rests on nothing newer than it, so that it does not
// seem to answer what was said later; where all is newer, behind the first.
func (b *builder) belowWhatItAnswers(list []Paragraph, owed Paragraph) []Paragraph {
	newer := func(x *Sentence) bool {
		return slices.ContainsFunc(x.Sources, func(id string) bool { p := b.byID[id]; return p != nil && p.Published.After(*owed.Date) })
	}
	par, at := 0, 0
	for i := range list {
		for k := range list[i].Sentences {
			if !newer(&list[i].Sentences[k]) {
				par, at = i, k
			}
		}
	}
	if len(list) == 0 || owed.Date == nil {
		return append(list, owed)
	}
	if list[par].Label != "" {
		at = len(list[par].Sentences) - 1 // an excerpt stays whole
	}
	rest := list[par]
	rest.Sentences = slices.Clone(rest.Sentences[at+1:])
	list[par].Sentences = list[par].Sentences[: at+1 : at+1]
	list = slices.Insert(list, par+1, owed)
	if len(rest.Sentences) > 0 {
		list = slices.Insert(list, par+2, rest)
	}
	return list
}

// retitle gives a story the model's title.
func (b *builder) retitle(s *Story, title string, titled bool) {
	if title == "" || titled {
		return
	}
	s.Title = title
	b.plain = slices.DeleteFunc(b.plain, func(id string) bool { return id == s.ID })
}

// voices lists who wrote in the story and is not in what is printed of it.
func (b *builder) voices(s *Story, m *model.Material) {
	seen := map[string]bool{}
	for _, p := range s.Paragraphs {
		for _, x := range p.Sentences {
			for _, id := range x.Sources {
				if q := b.byID[id]; q != nil {
					seen[q.Ident] = true
				}
			}
		}
	}
	silent := []Voice{}
	for _, p := range m.Posts {
		if who := m.Name(p); p.In && who != "" && !seen[p.Ident] && slices.Contains(s.Sources, p.ID) && s.Kind != story.Status {
			seen[p.Ident] = true
			silent = append(silent, Voice{Name: who, Source: p.ID})
		}
	}
	s.Voices = b.stillHeard(s, silent)
}

// chosen prints what the model chose of a story. t is nil for a part of a stream.
func (b *builder) chosen(s *Story, m *model.Material, t *story.Story) {
	c := b.writer.Choose(m)
	if c == nil {
		return
	}
	excerpts := s.Paragraphs
	s.Writer, s.Paragraphs = model.Chosen, nil
	var all []Paragraph
	if c.Opening && len(excerpts) > 0 && !slices.Contains(c.Owed, 0) {
		all = append(all, excerpts[0])
	}
	for i, x := range c.Excerpts {
		all = append(all, b.quoted(x, i == 0 && !c.Opening, m))
	}
	for _, i := range c.Owed {
		all = append(all, excerpts[i])
	}
	if other := slices.IndexFunc(excerpts, func(p Paragraph) bool { return p.By != all[0].By }); other >= 0 &&
		!slices.ContainsFunc(all, func(p Paragraph) bool { return p.By != all[0].By }) {
		all = append(all, excerpts[other]) // where several wrote, several are heard
	}
	s.Paragraphs = inOrder(all, excerpts)
	if c.State != "" && t != nil && c.State != s.State {
		s.State, s.Outcome, b.words[s.ID] = c.State, b.lang.States[c.State], c.Word.ID
		s.Facts = b.facts(t, s.Outcome)
	}
	b.retitle(s, c.Title, t != nil && t.Named != "" || t == nil && slices.Contains(b.general, s.ID))
	b.voices(s, m)
}

// inOrder brings excerpts into the order in which they were written. What opened the story is printed where one of them
// is older than all that the model chose, which else would answer nothing.
func inOrder(all, excerpts []Paragraph) []Paragraph {
	first := all[0]
	byDate := func(x, y Paragraph) int { return x.Date.Compare(*y.Date) }
	slices.SortStableFunc(all, byDate)
	if opener := excerpts[0]; all[0].Date.Before(*first.Date) && all[0].Date.After(*opener.Date) {
		all = slices.Insert(all, 0, opener)
	}
	for i := range all[1:] {
		if all[i+1].Label == write.Opening && all[i+1].By != all[0].By {
			all[i+1].Label = write.Reply
		}
	}
	return all
}

// quoted makes an excerpt of what a model chose, labelled by what its words show.
func (b *builder) quoted(x model.Excerpt, opens bool, m *model.Material) Paragraph {
	p := x.Post
	at := p.Published.In(b.in.Window.Zone)
	out := Paragraph{Label: labelOf(x, opens), By: m.Name(p), Organization: p.Org, Date: &at}
	if p.IsStatus() {
		_, out.Relayed = b.streamed.Speaker(p)
	}
	for _, text := range x.Sentences {
		out.Sentences = append(out.Sentences, Sentence{Text: text, Sources: []string{p.ID}, Quote: &Quote{Text: text, By: out.By, Source: p.ID}})
	}
	return out
}

// labelOf says what an excerpt does: what the model takes it for, where its words show that.
func labelOf(x model.Excerpt, opens bool) string {
	var cues language.CueSet
	asks := false
	for _, t := range x.Sentences {
		cues |= x.Post.Language.Cues(t)
		asks = asks || strings.HasSuffix(strings.TrimRight(t, ")\"”’ "), "?")
	}
	switch {
	case x.Role == "asked" && asks:
		return write.Question
	case x.Role == "proposed" && opens && cues.Any(language.Proposes, language.About):
		return write.Proposal
	case x.Role == "announced" && opens:
		return write.Announcement
	case x.Role == "reported" && opens && cues.Any(language.Problem, language.Trouble):
		return write.Report
	case opens:
		return write.Opening
	case x.Role == "objected" && cues.Any(language.Objects, language.Doubts):
		return write.Objection
	case x.Role == "agreed" && cues.Has(language.Agrees):
		return write.Agreement
	case x.Role == "decided" && cues.Has(language.Decides):
		return write.Decision
	case x.Role == "ended" && cues.Has(language.Works) && !cues.Has(language.Trouble):
		return write.Confirmed
	case x.Role == "ended" && cues.Any(language.Done, language.Updates, language.Promises):
		return write.Update
	}
	return write.Reply
}

// front has the model write the headline and the first paragraph, over what is told.
func (b *builder) front() {
	if b.writer == nil {
		return
	}
	e := b.e
	var tops []model.Top
	var cited []string
	rests := map[string][]string{}
	for i := range e.Stories {
		s := &e.Stories[i]
		if b.denied(s) {
			continue
		}
		top := model.Top{ID: s.ID, Title: s.Title, State: s.State}
		for _, p := range s.Paragraphs {
			for _, x := range p.Sentences {
				top.Lines = append(top.Lines, model.Line{By: p.By, Text: x.Text, Posts: x.Sources})
				for _, id := range x.Sources {
					if !slices.Contains(rests[s.ID], id) {
						rests[s.ID] = append(rests[s.ID], id)
						cited = append(cited, id)
					}
				}
			}
		}
		tops = append(tops, top)
	}
	f := b.writer.Front(tops, cited)
	b.headed = f.Headline
	for _, x := range f.Lede {
		out := Sentence{Text: x.Text}
		for _, id := range x.Stories {
			for _, source := range rests[id] {
				if !slices.Contains(out.Sources, source) {
					out.Sources = append(out.Sources, source)
				}
			}
		}
		e.Lede.Sentences = append(e.Lede.Sentences, out)
	}
}

// denied reports whether a story has a post that no model is given.
func (b *builder) denied(s *Story) bool {
	return slices.ContainsFunc(s.Sources, func(id string) bool {
		p := b.byID[id]
		return p != nil && slices.ContainsFunc(p.Sources, func(source string) bool { return b.opt.Writer.Deny[source] })
	})
}

// account notes what the model did, and in the coverage what it failed to do.
func (b *builder) account() {
	if b.writer == nil {
		return
	}
	e := b.e
	e.pending = b.writer.Pending()
	asked, told, offered := b.writer.Tally()
	e.writing = Writing{asked, told, offered, b.writer.Refused()}
	if told > 0 {
		e.Model = &Model{Name: b.opt.Writer.Model, Prompt: model.Version()}
	}
	if b.opt.Explain {
		e.Writing = &e.writing
	}
	if why := b.writer.Failures(); len(why) > 0 {
		state := "failed"
		if told > 0 {
			state = "partial"
		}
		e.Coverage = append(e.Coverage, Coverage{Source: "writer", Kind: "model", State: state, Error: strings.Join(why, "; "),
			ReadUntil: b.in.Window.End.In(time.UTC)})
	}
}
