package draft

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"recap/digest"
	"recap/digest/proof"
	"recap/digest/render"
)

// voice writes a sentence that stands beside the excerpts of a story.
func (w *writer) voice(p digest.Paragraph) {
	text, post := excerptText(p)
	name := render.Escape(p.By)
	if text == "" || name == "" {
		return
	}
	if ref := w.e.Post(post); ref != nil {
		if url := render.Link(ref.URL); url != "" {
			name = "[" + name + "](" + url + ")"
		}
	}
	w.block("- " + name + ": " + w.marked(text) + " " + comment("v", post))
}

// quote writes the sentence that stands on a line of the list, with who says it where that is not who is named there.
func (w *writer) quote(r *digest.Rest) string {
	q := r.Quote
	if q == nil || spaced(q.Text) == "" {
		return ""
	}
	text := ": " + w.marked(spaced(q.Text))
	if by := render.Escape(q.By); by != "" && q.By != r.By {
		text += " (" + by + ")"
	}
	return text + " " + comment("v", q.Source)
}

func (w *writer) marked(text string) string {
	return w.phrases.QuoteMarks[0] + render.Escape(text) + w.phrases.QuoteMarks[1]
}

// sentence reads a sentence that stands beside what is told, none where there are no words.
func sentence(run string, posts []string, n int) []piece {
	text, _ := bullet(run)
	text, links := render.Plain(text)
	if text = spaced(text); bare(text) == "" {
		return nil
	}
	return []piece{{kind: "beside", text: text, links: links, posts: posts, line: n}}
}

// bare returns a text without marks at its ends.
func bare(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// A heldSentence is one that stood beside what a file held.
type heldSentence struct{ post, words string } // words: a hash

// words names the words of a piece and where they lead.
func (x piece) words() string { return hash(append([]string{proof.Fold(x.text)}, x.links...)...) }

// who is what stands before the words of a sentence beside a story.
func (x piece) who() string {
	name, _, _ := strings.Cut(x.text, ": ")
	return name
}

// besideTokens say in the last comment which sentences stand beside a story or a line.
func besideTokens(list []piece) (tokens []string) {
	for _, x := range list {
		tokens = append(tokens, fmt.Sprintf("v:%s:%s", strings.Join(x.posts, ""), x.words()))
	}
	return tokens
}

// uncommented finds the sentences beside a story that lost their comments, which else were taken for the editor's.
func (a *applying) uncommented(s *section) {
	h := a.own.item(s.id)
	if h == nil {
		return
	}
	s.pieces = slices.DeleteFunc(s.pieces, func(x piece) bool {
		held := x.kind == "prose" && len(x.posts) == 0 &&
			slices.ContainsFunc(h.beside, func(v heldSentence) bool { return v.words == x.words() })
		if held {
			s.beside = append(s.beside, x)
		}
		return held
	})
}

// beside takes what a file says of the sentences beside a story, or of that on a line of a list: of a post of which it
// held more, nothing is printed there. Of those that it did not hold, as a file of a version which did not print them, it
// says nothing.
func (a *applying) beside(x *item, id string, told bool, line int, list []piece) {
	var held []heldSentence
	if h := a.own.item(id); h != nil {
		held = h.beside
		if h.told() != told { // a line that has become a story has no sentence
			return
		}
	}
	left := make([]bool, len(held)) // which of them the file has
	keep := func(is func(v heldSentence) bool) {
		for i, v := range held {
			if !left[i] && is(v) {
				left[i] = true
				return
			}
		}
	}
	for _, p := range list {
		post, twice := a.sentence(x, p, list, held), false
		for _, q := range list {
			if q.line < p.line && q.words() == p.words() {
				twice = true // a copy stands for no other sentence
			}
		}
		if same := slices.ContainsFunc(held, func(v heldSentence) bool { return v.words == p.words() }); same {
			keep(func(v heldSentence) bool { return v.words == p.words() && v.post == post })
		} else if !twice {
			keep(func(v heldSentence) bool { return v.post == post })
		}
	}
	for i, v := range held {
		if left[i] || a.of[v.post] == nil || slices.Contains(a.next.Unquote, v.post) {
			continue
		}
		a.next.Unquote = append(a.next.Unquote, v.post)
		n := 0
		for _, o := range held {
			if o.post == v.post {
				n++
			}
		}
		if n > 1 {
			a.change("line %d: all that stands of a post beside %q is taken out, in %d places", line, x.title, n)
		} else {
			a.change("line %d: a sentence beside %q is taken out", line, x.title)
		}
	}
}

// sentence returns the post of a sentence beside x, one of a list, and refuses one that is not as it was.
func (a *applying) sentence(x *item, p piece, list []piece, held []heldSentence) (post string) {
	for _, v := range held {
		if v.words == p.words() && (len(p.posts) == 0 || p.posts[0] == v.post) {
			return v.post
		}
	}
	if len(p.posts) != 1 {
		a.refuse(p.line, "no comment says which post this sentence is from; put <!-- v: ID --> back behind it, or take it out")
		return ""
	}
	post = p.posts[0]
	had := slices.ContainsFunc(held, func(v heldSentence) bool { return v.post == post })
	now := a.original(x, p, post, list)
	switch {
	case now != nil && now.words() == p.words():
	case now != nil && bare(p.text) == bare(now.who()): // its words are taken out, and the name is left
		return ""
	case now != nil && proof.Fold(now.text) == proof.Fold(p.text):
		a.refuse(p.line, "where this sentence leads to is made of its post and cannot be changed; it is %s", strings.Join(now.links, " "))
	case now != nil:
		a.refuse(p.line, "the words of this sentence are its writer's: leave it or take it out, but do not change it; %s", difference(p.text, now.text))
	case had:
		a.refuse(p.line, "the words of this sentence are its writer's: leave it or take it out, but do not change it")
	default:
		a.refuse(p.line, "no sentence of the post %q stands beside %q; print it as an excerpt, in a quotation, whose lines begin with >", post, x.title)
	}
	return post
}

// original returns what a sentence of a file is of a post now: the one with its words, else the first that the file does not
// have; nil if none of the post stands beside x.
func (a *applying) original(x *item, p piece, post string, list []piece) *piece {
	all := a.printed(x, post)
	missing := func(q piece) bool {
		return !slices.ContainsFunc(list, func(o piece) bool { return o.words() == q.words() })
	}
	for _, is := range []func(q piece) bool{
		func(q piece) bool { return q.words() == p.words() },
		func(q piece) bool { return proof.Fold(q.text) == proof.Fold(p.text) },
		missing,
		func(piece) bool { return true },
	} {
		if i := slices.IndexFunc(all, is); i >= 0 {
			return &all[i]
		}
	}
	return nil
}

// printed returns the sentences of a post that stand beside x now.
func (a *applying) printed(x *item, post string) []piece {
	if a.of[post] != x {
		return nil
	}
	var all []piece
	for _, s := range a.now.stories {
		all = append(all, s.beside...)
	}
	for _, e := range a.now.lists["rest"] {
		all = append(all, e.beside...)
	}
	return slices.DeleteFunc(all, func(p piece) bool { return !slices.Equal(p.posts, []string{post}) })
}
