package model

import (
	"slices"
	"strings"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/prose"
)

// An Excerpt is what a model chose to quote: adjacent sentences of one post, as they stand there.
type Excerpt struct {
	Post      *post.Post
	Sentences []string
	Role      string // what the model takes it for, one of its roles
}

// A Choice is a story as a model chose it.
type Choice struct {
	Title    string     // "": the program's stands
	State    string     // "": the program's stands
	Word     *post.Post // the post that shows the state
	Excerpts []Excerpt
	Opening  bool  // the model's first excerpt may not be printed: the program's stands in its place
	Owed     []int // excerpts of the program that are printed beside them
}

const (
	longestExcerpt = 60 // words
	mostChosen     = 5  // excerpts of a story
)

// Choose returns what the model quotes of a story, nil where the program's own choice stands.
func (w *Writer) Choose(m *Material) *Choice {
	s := m.lay()
	if len(s.sent) == 0 {
		return nil
	}
	w.asked++
	var a storyAnswer
	if !w.ask(TaskChoose, w.message(TaskChoose, s), s.ids(), readStory(TaskChoose, &a)) || !w.willing(m.ID, &a) {
		return nil
	}
	out := &Choice{}
	for i, x := range a.Excerpts {
		w.offered++
		e, why := s.excerpt(x.Evidence)
		if n := len(out.Excerpts); why == "" && n > 0 {
			last := &out.Excerpts[n-1]
			switch {
			case post.Before(e.Post, last.Post):
				why = "it stands behind a later one"
			case slices.ContainsFunc(out.Excerpts, func(y Excerpt) bool { return overlap(y.Sentences, e.Sentences) }):
				why = "it is quoted twice"
			case n == mostChosen:
				why = "there are enough"
			}
		}
		if why != "" {
			w.refused = append(w.refused, Refused{m.ID, strings.Join(e.Sentences, " "), why})
			out.Opening = out.Opening || i == 0
			continue
		}
		e.Role = x.Role
		out.Excerpts = append(out.Excerpts, e)
	}
	if len(out.Excerpts) == 0 {
		return nil
	}
	s.state(&a, out)
	var evidence []proof.Evidence
	for _, e := range out.Excerpts {
		for _, t := range e.Sentences {
			evidence = append(evidence, proof.Evidence{Post: s.proof[e.Post.ID], Text: t})
		}
	}
	out.Title = w.title(w.prover(s), m, a.Title, evidence)
	for _, o := range m.Owed {
		if len(o.Shows) == 0 && out.State != "" {
			continue // it shows a state that is not the story's any more
		}
		if !slices.ContainsFunc(out.Excerpts, func(e Excerpt) bool { return o.heard(&e) }) {
			out.Owed = append(out.Owed, o.Index)
		}
	}
	w.told++
	return out
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// excerpt returns the sentences that references are for, or why they cannot be printed as one excerpt.
func (s *sheet) excerpt(refs []string) (e Excerpt, why proof.Refusal) {
	last, from := -1, -1
	for _, ref := range refs {
		i, n, err := s.place(ref)
		switch {
		case err != nil:
			return e, proof.Refusal(err.Error())
		case from >= 0 && i != from:
			why = "its sentences are of several posts"
		case last >= 0 && n != last+1:
			why = "its sentences do not stand next to each other"
		}
		e.Post, from, last = s.sent[i].post, i, n
		e.Sentences = append(e.Sentences, s.sent[i].sentences[n])
	}
	switch {
	case why != "":
		return e, why
	case len(e.Sentences) == 0:
		return e, "it names no sentence"
	}
	text := strings.Join(e.Sentences, " ")
	switch {
	case len(e.Sentences) > prose.WindowUnits:
		return e, "it has more than three sentences"
	case prose.Count(text) > longestExcerpt:
		return e, "it is longer than 60 words"
	case proof.Excerpt(text, e.Post.Text) != "":
		return e, "its sentences do not stand together in the post"
	case s.m.Name(e.Post) == "":
		return e, "its writer has no name to print"
	}
	for _, t := range e.Sentences {
		if !prose.Printable(t, e.Post.Language) {
			return e, "it is no whole sentence of prose"
		}
	}
	return e, ""
}

// states are the states that a model may read, with the cues of the sentences that show them. What only metadata tells,
// as the result of a vote, is not the model's.
func states(name string) []language.Cue {
	switch name {
	case "solved":
		return []language.Cue{language.Works}
	case "answered":
		return []language.Cue{language.Thanks}
	case "promised":
		return []language.Cue{language.Promises}
	case "merged":
		return []language.Cue{language.Merged, language.Done}
	case "decided":
		return []language.Cue{language.Decides}
	case "withdrawn":
		return []language.Cue{language.Withdraws}
	case "reviewed":
		return []language.Cue{language.Reviews}
	}
	return nil
}

// state takes over the state that a model reads, where a sentence that it names shows it and is printed: with what it
// chose, or as an excerpt of its own.
func (s *sheet) state(a *storyAnswer, c *Choice) {
	cues := states(a.State)
	if a.State == s.m.State {
		return
	}
	for _, ref := range a.Because {
		i, n, err := s.place(ref)
		if err != nil || cues == nil {
			continue
		}
		p, text := s.sent[i].post, s.sent[i].sentences[n]
		if set := p.Language.Cues(prose.Own(text)); !set.Any(cues...) || set.Has(language.Hypothesis) {
			continue
		}
		if !slices.ContainsFunc(c.Excerpts, func(x Excerpt) bool { return x.Post == p && slices.Contains(x.Sentences, text) }) {
			e, why := s.excerpt([]string{ref})
			if why != "" {
				continue
			}
			e.Role = "ended"
			at := slices.IndexFunc(c.Excerpts, func(x Excerpt) bool { return post.Before(p, x.Post) })
			if at < 0 {
				at = len(c.Excerpts)
			}
			c.Excerpts = slices.Insert(c.Excerpts, at, e)
		}
		c.State, c.Word = a.State, p
		return
	}
}

// heard reports whether an excerpt stands in the place of one that is owed: it shows the same or, where neither shows
// anything by itself, it has some of the same sentences.
func (o *Owed) heard(e *Excerpt) bool {
	if e.Post != o.Post || len(o.Shows) == 0 {
		return e.Post == o.Post
	}
	shows := func(list []string) bool {
		return slices.ContainsFunc(list, func(t string) bool { return e.Post.Language.Cues(prose.Own(t)).Any(o.Shows...) })
	}
	return shows(e.Sentences) || !shows(o.Sentences) && overlap(e.Sentences, o.Sentences)
}
