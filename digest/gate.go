package digest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// gate lets through only sentences that their posts carry: every name and number of the text stands in a cited post or in its metadata, every
// quote is verbatim from the credited person's own words. The prose is built from the posts, so what fails shows a mistake of ours; the
// recap goes out without it.
func (b *builder) gate(body []Sentence) []Sentence {
	out := body[:0]
	for _, s := range body {
		if b.faithful(&s) {
			out = append(out, s)
		}
	}
	return out
}

var (
	properWord = regexp.MustCompile(`[\pL][\pL\pN'’.-]*[\pL\pN]|[\pL]`)
	numberWord = regexp.MustCompile(`\d[\d,]*`)
)

// faithful reports whether s rests on the posts that it cites.
func (b *builder) faithful(s *Sentence) bool {
	if len(s.Sources) == 0 {
		return false
	}
	var have strings.Builder
	for _, id := range s.Sources {
		p := b.byID[id]
		if p == nil {
			return false
		}
		date := p.Published.In(b.in.Window.Zone)
		have.WriteString(strings.Join([]string{p.Text, p.Quoted, p.Signature, p.Title, p.who, p.org, date.Format("2 January 2006"), p.Published.Format("2006-01-02 15:04:05")}, " ") + " ")
	}
	source := strings.ToLower(foldMarks(have.String()))
	vocabulary := map[string]bool{}
	for _, w := range properWord.FindAllString(source, -1) {
		vocabulary[w] = true
		for _, part := range strings.FieldsFunc(w, func(r rune) bool { return r == '-' || r == '.' || r == '\'' }) {
			vocabulary[part] = true
		}
	}
	text := foldMarks(s.Text)
	for i, at := range properWord.FindAllStringIndex(text, -1) {
		w := strings.TrimSuffix(text[at[0]:at[1]], "'s")
		r, size := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) {
			continue
		}
		low := strings.ToLower(w)
		starts := i == 0 || strings.HasSuffix(strings.TrimRight(text[:at[0]], " \"'("), ".") || strings.HasSuffix(strings.TrimRight(text[:at[0]], " \"'("), ":")
		if vocabulary[low] || starts && size < len(w) && strings.ToLower(w[size:]) == w[size:] && (stopWords[low] || frameWord[low]) || strings.Contains(source, low) {
			continue
		}
		whole := true
		for _, part := range strings.FieldsFunc(low, func(r rune) bool { return r == '-' || r == '.' || r == '\'' || r == '/' || r == '_' }) {
			whole = whole && vocabulary[part]
		}
		if !whole {
			return false
		}
	}
	for _, n := range numberWord.FindAllString(text, -1) {
		if !strings.Contains(source, strings.TrimRight(n, ",")) {
			return false
		}
	}
	if q := s.Quote; q != nil {
		p := b.byID[q.Source]
		if p == nil || !verbatim(q.Text, p.Text) || q.By != p.who || !strings.Contains(s.Text, q.Text) {
			return false
		}
	}
	return true
}

// frameWord are words that this package itself puts at the beginning of a sentence.
var frameWord = wordSet(`according hours reply nobody when reviewers question stood answer drew list replies settled vote welcome`)

func foldMarks(s string) string {
	return strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "\u00a0", " ").Replace(s)
}
