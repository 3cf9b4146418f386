package digest

import (
	"slices"
	"strings"

	"recap/digest/internal/lazyregexp"
)

// The gate lets through only sentences that their posts carry. The prose is built from the posts, so what fails shows a mistake of ours; the
// recap goes out without it. A sentence fails when
//
//   - it cites no post, or one that the edition does not know;
//   - its quote is not made of whole sentences of the credited person's own words, or other words stand between quotation marks;
//   - it names as speaker somebody who did not write the first cited post;
//   - a name or a number stands neither in a cited post nor in its metadata, a number beside other words than there;
//   - too few of its content words, or too few pairs of neighbours, come from the cited posts;
//   - it says where the story stands, and the story's posts say otherwise.

const (
	leastCovered  = .7 // share of a sentence's content stems that stand in the cited posts
	leastAdjacent = .3 // share of its neighbouring words that are neighbours there, too
	fewWords      = 6  // words below which neighbours say nothing
)

// gate returns the sentences of s that pass.
func (b *builder) gate(s *story, body []Sentence) []Sentence {
	out := body[:0]
	for i := range body {
		if why := b.objection(s, &body[i]); why != "" {
			b.refused = append(b.refused, why+": "+body[i].Text)
			continue
		}
		out = append(out, body[i])
	}
	return out
}

// objection says why a sentence of s may not be told, "" if it may.
func (b *builder) objection(s *story, sent *Sentence) string {
	if len(sent.Sources) == 0 {
		return "cites no post"
	}
	cited := make([]*post, len(sent.Sources))
	for i, id := range sent.Sources {
		if cited[i] = b.byID[id]; cited[i] == nil {
			return "cites an unknown post"
		}
	}
	if b.isSession(s, sent, cited) {
		return ""
	}
	text := foldMarks(sent.Text)
	if why := b.quoteObjection(sent, cited); why != "" {
		return why
	}
	if sent.Quote != nil {
		text = strings.Replace(text, foldMarks(sent.Quote.Text), "", 1)
	}
	text, why := b.withoutTitles(s, text, cited)
	if why != "" {
		return why
	}
	text = b.withoutDates(text, cited)
	tokens := tokenize(text)
	spoken, why := b.speakerObjection(tokens, cited)
	if why != "" {
		return why
	}
	if known, why := b.closingObjection(s, text, cited); known {
		return why
	}
	if !spoken {
		return "names nobody who wrote a cited post"
	}
	return b.factObjection(tokens, cited)
}

// quoteObjection checks the quote of a sentence.
func (b *builder) quoteObjection(sent *Sentence, cited []*post) string {
	q := sent.Quote
	if q == nil {
		return ""
	}
	p := b.byID[q.Source]
	switch {
	case p == nil || !slices.Contains(cited, p):
		return "quotes a post that it does not cite"
	case q.By != p.who:
		return "credits the quote to another person"
	case !strings.Contains(sent.Text, q.Text):
		return "does not hold its quote"
	case !verbatim(q.Text, p.Text):
		return "alters the quote"
	case p.isStatus():
		return ""
	}
	for _, own := range p.sentences(b.lex) {
		if own.text == q.Text {
			return ""
		}
	}
	return "quotes a part of a sentence"
}

var markedSpan = lazyregexp.New(`"([^"]+)"`)

// withoutTitles takes off the story's title, and checks what stands between quotation marks: words of a cited post.
func (b *builder) withoutTitles(s *story, text string, cited []*post) (rest, why string) {
	for _, title := range []string{s.title, s.opener().Title, s.named} {
		if title = foldMarks(b.lang.inQuotes(title)); len(title) > 2 {
			text = strings.Replace(text, title, " ", 1)
		}
	}
	if statusTag.MatchString(s.title) { // a hashtag stands without marks
		object := b.lang.started[startTag].object
		text = strings.Replace(text, Fill(object, "title", s.title), Fill(object, "title", ""), 1)
	}
	for _, span := range markedSpan.FindAllStringSubmatch(text, -1) {
		inner := " " + strings.ToLower(strings.Join(parts(span[1]), " ")) + " "
		if inner != "  " && !anyOf(b.evidences(cited), func(e *evidence) bool { return strings.Contains(e.text, inner) }) {
			return text, "marks as a quote what no cited post holds"
		}
	}
	return text, ""
}

// withoutDates takes off the dates that the frames write: of the first cited post at the beginning, of the one that opened the thread at the end.
func (b *builder) withoutDates(text string, cited []*post) string {
	first, last := cited[0].Published.In(b.in.Window.Zone), cited[len(cited)-1].Published.In(b.in.Window.Zone)
	for _, form := range []string{b.lang.Layouts.Day, b.lang.Layouts.Short} {
		text = b.lang.undated(text, b.lang.Date(first, form), b.lang.Date(last, form))
	}
	return text
}

var markFolds = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "„", `"`, "‚", "'", "–", "-", "—", "-", "\u00a0", " ")

// foldMarks makes typographic marks plain ones.
func foldMarks(s string) string { return markFolds.Replace(s) }
