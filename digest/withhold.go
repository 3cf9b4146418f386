package digest

import (
	"slices"
	"strings"

	"recap/store"
)

// What may be told of a post is decided twice and in this file only: withhold takes from the input what its author did not agree to, before anything looks
// at it, and WithoutWords takes from a finished edition what its source does not let go out.

// MayBeNamed reports whether the author of a post agreed to being named, so that also what stands beside the post may name it: the key of a status holds the
// name of its author.
func MayBeNamed(policy store.Policy) bool { return policy == store.PolicyQuote }

// withhold takes the words from posts that may not be quoted, and the name from those that may only be counted. What is left counts: the post, the
// person, whom nothing names, the thread and the tags.
func withhold(posts []store.Post) {
	for i := range posts {
		p := &posts[i]
		if p.Policy == store.PolicyQuote {
			continue
		}
		p.Title, p.Text, p.Quoted, p.Signature, p.Links = "", "", "", "", nil
		if who := p.Author.Identity(); who != "" && p.Policy == store.PolicyCount {
			p.Author = store.Author{Handle: store.PostID("author", who), Bot: p.Author.Bot}
		}
	}
}

// WithoutWords returns e as it may go out where of some posts only id, address and our own counts may: a sentence that rests on one of them becomes
// a count and a link, and titles, names and quotes from them are left out. e itself stays as it is.
func WithoutWords(e *Edition, restricted map[string]bool) *Edition {
	w := &withholding{restricted: restricted, phrases: PhrasesFor(e.Language), names: map[string]bool{}, hidden: map[string]bool{}}
	if !slices.ContainsFunc(e.Posts, func(p PostRef) bool { return restricted[p.ID] }) {
		return e
	}
	for _, p := range e.Posts {
		if restricted[p.ID] {
			w.hidden[p.Author] = true
		} else {
			w.names[p.Author] = true
		}
	}
	out := *e
	if len(e.Stories) > 0 && w.title(&e.Stories[0]) != e.Stories[0].Title {
		out.Title = strings.TrimSuffix(e.Title, ": "+clip(e.Stories[0].Title, 70))
	}
	out.Lede.Sentences = nil
	for i, s := range e.Lede.Sentences {
		if i == 0 || !w.any(s.Sources) { // the first has our own counts and nothing else
			out.Lede.Sentences = append(out.Lede.Sentences, s)
		}
	}
	out.Stories = make([]Story, len(e.Stories))
	for i := range e.Stories {
		out.Stories[i] = w.story(e.Stories[i])
	}
	w.lists(&out)
	return &out
}

// lists takes from the lists of e what is withheld. They are copied first.
func (w *withholding) lists(e *Edition) {
	e.Also = slices.Clone(e.Also)
	for i, a := range e.Also {
		if w.any(a.Sources) {
			e.Also[i].Title = w.count(a.Sources)
		}
	}
	drop := func(id string) bool { return w.restricted[id] }
	e.Newcomers = slices.DeleteFunc(slices.Clone(e.Newcomers), func(n Newcomer) bool { return drop(n.Source) })
	e.Returning = slices.DeleteFunc(slices.Clone(e.Returning), func(r Returner) bool { return drop(r.Source) })
	e.Questions = slices.DeleteFunc(slices.Clone(e.Questions), func(q Question) bool { return drop(q.Source) })
	e.Votes = slices.DeleteFunc(slices.Clone(e.Votes), func(v Vote) bool { return drop(v.Source) })
	e.Upcoming = slices.DeleteFunc(slices.Clone(e.Upcoming), func(u Upcoming) bool { return w.any(u.Sources) })
	w.people(e)
	e.Posts = slices.Clone(e.Posts)
	for i, p := range e.Posts {
		if w.restricted[p.ID] {
			e.Posts[i] = PostRef{ID: p.ID, Source: p.Source, Key: p.Key, Kind: p.Kind, URL: p.URL, Date: p.Date, Thread: p.Thread}
		}
	}
	e.Candidates = slices.Clone(e.Candidates)
	for i, c := range e.Candidates {
		if w.any(c.Posts) {
			e.Candidates[i].Title = w.count(c.Posts)
		}
	}
}

// people takes from the lists of people who are known from withheld posts alone: an edition may be older than what restricts its posts.
func (w *withholding) people(e *Edition) {
	hidden := func(name string) bool { return w.hidden[name] && !w.names[name] }
	e.People = slices.DeleteFunc(slices.Clone(e.People), func(p Person) bool { return hidden(p.Name) })
	organizations := make([]Organization, 0, len(e.Organizations))
	for _, o := range e.Organizations {
		if o.People = slices.DeleteFunc(slices.Clone(o.People), hidden); len(o.People) > 0 {
			organizations = append(organizations, o)
		}
	}
	e.Organizations = organizations
}

// A withholding is one call of WithoutWords.
type withholding struct {
	restricted map[string]bool // by id
	phrases    *Phrases
	names      map[string]bool // of who wrote posts that are not restricted
	hidden     map[string]bool // of who wrote posts that are
}

func (w *withholding) any(ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return w.restricted[id] })
}

// count says how many posts stand in place of words.
func (w *withholding) count(ids []string) string { return w.phrases.Count(len(ids), w.phrases.Post) }

// title returns the title of a story, or a count where the title may be made of words that are withheld.
func (w *withholding) title(s *Story) string {
	if w.restricted[s.ID] || s.Kind == kindStatus && w.any(s.Sources) || w.all(s.Sources) {
		return w.count(s.Sources)
	}
	return s.Title
}

func (w *withholding) all(ids []string) bool {
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return !w.restricted[id] })
}

// story returns s with one sentence, a count and a link, in place of those of a paragraph that rest on withheld words.
func (w *withholding) story(s Story) Story {
	s.Title = w.title(&s)
	s.People = slices.DeleteFunc(slices.Clone(s.People), func(name string) bool { return w.any(s.Sources) && !w.names[name] })
	paragraphs := s.Paragraphs
	s.Paragraphs = make([]Paragraph, len(paragraphs))
	for i, p := range paragraphs {
		var kept []Sentence
		var cited []string
		for _, sentence := range p.Sentences {
			if !w.any(sentence.Sources) {
				kept = append(kept, sentence)
				continue
			}
			for _, id := range sentence.Sources {
				if !slices.Contains(cited, id) {
					cited = append(cited, id)
				}
			}
		}
		if len(cited) > 0 {
			kept = append(kept, Sentence{Text: w.count(cited) + ".", Sources: cited, Anchor: w.count(cited)})
		}
		s.Paragraphs[i].Sentences = kept
	}
	return s
}
