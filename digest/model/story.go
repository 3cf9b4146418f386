package model

import (
	"slices"
	"strings"

	"recap/digest/proof"
	"recap/digest/prose"
)

// A Sentence of a model, proven.
type Sentence struct {
	Text     string
	Evidence []proof.Evidence
	Quote    string      // the words between its quotation marks, if it has just one such place
	Quoted   *proof.Post // where they stand
}

// A Part of a story is a sentence of the model's or, where one was refused, the words in a post that it was to rest on.
type Part struct {
	Sentence
	Excerpt *Excerpt // nil for a sentence
}

// A Told is a story as a model tells it.
type Told struct {
	Title      string // "": the program's stands
	Parts      []Part
	Opening    bool  // the model's first sentence did not hold, and its evidence cannot be quoted: the program's first excerpt stands in its place
	Owed       []int // excerpts of the program that are printed below, because nothing above rests on their posts
	Translated bool  // told in another language than its posts
}

// A held is a sentence that a model gave, and why it does not hold, if it does not.
type held struct {
	Sentence
	refs []string // its evidence, as the model names it
	why  proof.Refusal
}

// The messages of requests.
type (
	storyMessage struct {
		Task      string           `json:"task"`
		Community string           `json:"community"`
		Period    string           `json:"period"`
		Language  string           `json:"language"`
		Story     storyPart        `json:"story"`
		Refused   []refusedMessage `json:"refused,omitempty"`
	}
	storyPart struct {
		Title string        `json:"title"`
		State string        `json:"state"`
		Posts []postMessage `json:"posts"`
	}
	refusedMessage struct {
		Text string        `json:"text"`
		Why  proof.Refusal `json:"why"`
	}
)

func (w *Writer) message(task string, s *sheet) storyMessage {
	return storyMessage{Task: task, Community: w.opt.Community, Period: w.opt.Period, Language: w.opt.Language.Tag,
		Story: storyPart{Title: clean(s.m.Title), State: s.m.State, Posts: s.messages()}}
}

// prover returns what holds sentences about a story.
func (w *Writer) prover(s *sheet) *proof.Prover {
	return proof.New(w.opt.Language, w.opt.Known, s.people())
}

// Story returns what the model tells of a story, nil where it is told by excerpts: the answer is not there yet, or
// does not hold.
func (w *Writer) Story(m *Material) *Told {
	s := m.lay()
	if len(s.sent) == 0 {
		return nil
	}
	w.asked++
	msg := w.message(TaskStory, s)
	var a storyAnswer
	if !w.ask(TaskStory, msg, s.ids(), readStory(TaskStory, &a)) || !w.willing(m.ID, &a) {
		return nil
	}
	p := w.prover(s)
	list := w.hold(p, s, &a)
	if tooMuch(list) {
		for _, x := range list {
			if x.why != "" {
				msg.Refused = append(msg.Refused, refusedMessage{x.Text, x.why})
			}
		}
		if !w.ask(TaskStory, msg, s.ids(), readStory(TaskStory, &a)) || !w.willing(m.ID, &a) {
			w.note(m.ID, list)
			return nil
		}
		if list = w.hold(p, s, &a); tooMuch(list) {
			w.note(m.ID, list)
			return nil
		}
	}
	read := w.check(list, s.ids())
	w.note(m.ID, list)
	kept := holding(list)
	if !read || len(kept) == 0 {
		return nil
	}
	out := &Told{Parts: s.parts(p, list)}
	out.Opening = list[0].why != "" && out.Parts[0].Excerpt == nil
	out.Translated = slices.ContainsFunc(kept, func(x Sentence) bool { return proof.Foreign(x.Evidence) })
	out.Title = w.title(p, m, a.Title, told(kept))
	out.Owed = owed(m, out.Parts)
	w.told++
	return out
}

// note takes down what was refused of a story.
func (w *Writer) note(story string, list []held) {
	for _, x := range list {
		if x.why != "" {
			w.refused = append(w.refused, Refused{story, x.Text, x.why})
		}
	}
}

// holding returns the sentences that hold.
func holding(list []held) []Sentence {
	var out []Sentence
	for _, x := range list {
		if x.why == "" {
			out = append(out, x.Sentence)
		}
	}
	return out
}

// parts puts a story together: what holds, and for what does not the words that it was to rest on, so that a side of
// the story is not lost with it and what follows does not hang in the air.
func (s *sheet) parts(p *proof.Prover, list []held) []Part {
	said := map[string]bool{}
	for _, x := range holding(list) {
		for _, e := range x.Evidence {
			said[e.Text] = true
		}
	}
	var out []Part
	for _, x := range list {
		if x.why == "" {
			out = append(out, Part{Sentence: x.Sentence})
			continue
		}
		if e := s.quotable(p, &x, said); e != nil {
			out = append(out, Part{Excerpt: e})
			for _, t := range e.Sentences {
				said[t] = true
			}
		}
	}
	return out
}

// quotable returns of the sentences that a refused one was to rest on those that say most of it, next to each other, and
// may be printed as an excerpt; nil if none does, or all is said already.
func (s *sheet) quotable(p *proof.Prover, x *held, said map[string]bool) *Excerpt {
	var best *Excerpt
	most := 0
	for i := range x.refs {
		for n := min(prose.WindowUnits, len(x.refs)-i); n > 0; n-- {
			e, why := s.excerpt(x.refs[i : i+n])
			if why != "" || s.proof[e.Post.ID].Foreign || !slices.ContainsFunc(e.Sentences, func(t string) bool { return !said[t] }) ||
				!strings.ContainsAny(e.Sentences[n-1], ".!?:;") { // a line of a list or a table
				continue
			}
			if shared := p.Shared(x.Text, strings.Join(e.Sentences, " ")); shared > most {
				best, most = &e, shared
			}
		}
	}
	return best
}

// willing reports whether a model tells the story at all, and notes why not.
func (w *Writer) willing(story string, a *storyAnswer) bool {
	if *a.Tell && len(a.Sentences)+len(a.Excerpts) > 0 {
		return true
	}
	why := oneLine(clean(a.Why))
	if why == "" {
		why = "it gives no reason"
	}
	w.refused = append(w.refused, Refused{Story: story, Why: proof.Refusal("the model would not tell this story: " + why)})
	return false
}

// hold proves the sentences of an answer.
func (w *Writer) hold(p *proof.Prover, s *sheet, a *storyAnswer) []held {
	w.offered += len(a.Sentences)
	list := make([]held, 0, len(a.Sentences))
	for _, x := range a.Sentences {
		one := held{refs: x.Evidence}
		text := oneLine(x.Text)
		evidence, why := s.evidence(x.Evidence)
		if why == "" {
			why = p.Sentence(text, evidence)
		}
		if why == "" && slices.ContainsFunc(list, func(k held) bool { return k.why == "" && k.Text == text }) {
			why = "it stands there already"
		}
		if why == "" && proof.Foreign(evidence) && !w.opt.Check {
			why = "its posts are in another language, and nobody checks what it says"
		}
		if why == "" {
			evidence = p.Complete(text, evidence, s.around(evidence))
		}
		one.Sentence, one.why = sentence(text, evidence), why
		list = append(list, one)
	}
	return list
}

// around returns all sentences of the posts that evidence is of.
func (s *sheet) around(evidence []proof.Evidence) []proof.Evidence {
	var out []proof.Evidence
	for _, x := range s.sent {
		post := s.proof[x.post.ID]
		if slices.ContainsFunc(evidence, func(e proof.Evidence) bool { return e.Post == post }) {
			for _, t := range x.sentences {
				out = append(out, proof.Evidence{Post: post, Text: t})
			}
		}
	}
	return out
}

// sentence makes a Sentence, with the place of its quotation.
func sentence(text string, evidence []proof.Evidence) Sentence {
	out := Sentence{Text: text, Evidence: evidence}
	quotes := proof.Quotations(text)
	if len(quotes) != 1 || prose.Count(quotes[0]) == 0 {
		return out
	}
	for _, e := range evidence {
		if q := strings.TrimRight(quotes[0], " .,"); proof.Quotes(q, e.Post) && proof.Excerpt(q, e.Post.Text) == "" {
			out.Quote, out.Quoted = q, e.Post
			break
		}
	}
	return out
}

// tooMuch reports whether so much of an answer was refused that it is not used: its beginning, or more than a third.
func tooMuch(list []held) bool {
	kept := len(holding(list))
	return kept == 0 || 3*(len(list)-kept) > len(list) || list[0].why != ""
}

// told returns the evidence of sentences, and the sentences themselves: what a title may rest on.
func told(kept []Sentence) []proof.Evidence {
	var out []proof.Evidence
	for _, k := range kept {
		out = append(out, k.Evidence...)
		first := k.Evidence[0].Post
		out = append(out, proof.Evidence{Post: &proof.Post{ID: first.ID, Text: k.Text, Foreign: first.Foreign}, Text: k.Text})
	}
	return out
}

const longestTitle = 14 // words; the instructions ask for ten

// title returns a model's title where it holds.
func (w *Writer) title(p *proof.Prover, m *Material, title string, evidence []proof.Evidence) string {
	title = strings.TrimRight(oneLine(title), ".")
	why := p.Title(title, m.Title, evidence)
	switch {
	case title == "" || title == m.Title:
		return ""
	case prose.Count(title) > longestTitle:
		why = "it is too long for a title"
	}
	if why != "" {
		w.refused = append(w.refused, Refused{m.ID, title, why})
		return ""
	}
	return title
}

// owed returns the excerpts that have to be printed beside what the parts rest on.
func owed(m *Material, parts []Part) []int {
	var out []int
	for _, o := range m.Owed {
		if !slices.ContainsFunc(parts, func(k Part) bool {
			return k.Excerpt != nil && k.Excerpt.Post == o.Post ||
				slices.ContainsFunc(k.Evidence, func(e proof.Evidence) bool { return e.Post.ID == o.Post.ID })
		}) {
			out = append(out, o.Index)
		}
	}
	return out
}
