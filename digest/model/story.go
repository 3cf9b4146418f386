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

// A Told is a story as a model tells it.
type Told struct {
	Title      string // "": the program's stands
	Sentences  []Sentence
	Opening    bool  // the model's first sentence did not hold: the program's first excerpt stands in its place
	Owed       []int // excerpts of the program that are printed below, because nothing above rests on their posts
	Translated bool  // told in another language than its posts
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
	kept, refused := w.hold(p, s, &a)
	if tooMuch(&a, kept, refused) {
		for _, r := range refused {
			msg.Refused = append(msg.Refused, refusedMessage{r.Text, r.Why})
		}
		if !w.ask(TaskStory, msg, s.ids(), readStory(TaskStory, &a)) || !w.willing(m.ID, &a) {
			w.refused = append(w.refused, refused...)
			return nil
		}
		if kept, refused = w.hold(p, s, &a); tooMuch(&a, kept, refused) {
			w.refused = append(w.refused, refused...)
			return nil
		}
	}
	w.refused = append(w.refused, refused...)
	first := kept[0].Text
	if kept = w.check(m.ID, kept, s.ids()); len(kept) == 0 {
		return nil
	}
	out := &Told{Sentences: kept, Opening: kept[0].Text != first}
	out.Translated = slices.ContainsFunc(kept, func(x Sentence) bool { return proof.Foreign(x.Evidence) })
	out.Title = w.title(p, m, a.Title, told(kept))
	out.Owed = owed(m, kept)
	w.told++
	return out
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
func (w *Writer) hold(p *proof.Prover, s *sheet, a *storyAnswer) (kept []Sentence, refused []Refused) {
	w.offered += len(a.Sentences)
	for _, x := range a.Sentences {
		text := oneLine(x.Text)
		evidence, why := s.evidence(x.Evidence)
		if why == "" {
			why = p.Sentence(text, evidence)
		}
		if why == "" && slices.ContainsFunc(kept, func(k Sentence) bool { return k.Text == text }) {
			why = "it stands there already"
		}
		if why == "" && proof.Foreign(evidence) && !w.opt.Check {
			why = "its posts are in another language, and nobody checks what it says"
		}
		if why != "" {
			refused = append(refused, Refused{s.m.ID, text, why})
			continue
		}
		kept = append(kept, sentence(text, evidence))
	}
	return kept, refused
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
func tooMuch(a *storyAnswer, kept []Sentence, refused []Refused) bool {
	return len(kept) == 0 || 3*len(refused) > len(a.Sentences) || kept[0].Text != oneLine(a.Sentences[0].Text)
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

// owed returns the excerpts that have to be printed beside what the sentences rest on.
func owed(m *Material, kept []Sentence) []int {
	var out []int
	for _, o := range m.Owed {
		if !slices.ContainsFunc(kept, func(k Sentence) bool {
			return slices.ContainsFunc(k.Evidence, func(e proof.Evidence) bool { return e.Post.ID == o.Post.ID })
		}) {
			out = append(out, o.Index)
		}
	}
	return out
}
