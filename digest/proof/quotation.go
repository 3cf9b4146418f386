package proof

import (
	"strings"
	"unicode/utf8"
)

// closes returns the marks of quotation that close what r opens, "" if it opens nothing.
func closes(r rune) string {
	switch r {
	case '“':
		return "”"
	case '„':
		return "“”"
	case '«':
		return "»"
	case '»':
		return "«"
	case '"':
		return "\""
	}
	return ""
}

// quoted returns a text without what stands between quotation marks, and that. What a mark opens that nothing closes
// reaches to the end.
func quoted(text string) (plain string, quotes []string) {
	var b, q strings.Builder
	closing := ""
	for _, r := range text {
		switch {
		case closing != "" && strings.ContainsRune(closing, r):
			quotes = append(quotes, q.String())
			q.Reset()
			closing = ""
			b.WriteRune(r)
		case closing != "":
			q.WriteRune(r)
		case closes(r) != "":
			closing = closes(r)
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	if closing != "" {
		quotes = append(quotes, q.String())
	}
	return b.String(), quotes
}

// Quotations returns what stands between quotation marks in a text.
func Quotations(text string) []string {
	_, quotes := quoted(text)
	return quotes
}

// Quotes reports whether a quotation stands in a post's own words or its title, adjacent and letter for letter but
// for white space, marks of quotation and emphasis, and the mark that the sentence around it asks for at its end.
func Quotes(quote string, own *Post) bool {
	said := strings.ToLower(strings.Trim(Fold(quote), ".,;:!?"))
	if said == "" {
		return true
	}
	for _, where := range []string{own.Text, own.Title} {
		have := strings.ToLower(Fold(where))
		for at := 0; ; {
			i := strings.Index(have[at:], said)
			if i < 0 {
				break
			}
			if wholeWords(quote, where) {
				return true
			}
			at += i + 1
		}
	}
	return false
}

// wholeWords reports whether the words of a quotation stand in a text as whole words, one behind the other.
func wholeWords(quote, text string) bool {
	var have strings.Builder
	for w := range Words(strings.ToLower(text)) {
		have.WriteString(" " + w)
	}
	have.WriteByte(' ')
	want := " "
	for w := range Words(strings.ToLower(quote)) {
		want += w + " "
	}
	return strings.Contains(have.String(), want)
}

// quotation refuses a sentence that puts between quotation marks what no cited post says.
func (p *Prover) quotation(c *claim) Refusal {
	for _, q := range c.quotes {
		found := false
		for _, post := range c.posts {
			found = found || Quotes(q, post)
		}
		if !found {
			return Refusal("these words in quotation marks do not stand in the posts that it cites: " + clip(q))
		}
	}
	return ""
}

const clipped = 80 // bytes of a text that a reason repeats

func clip(s string) string {
	if len(s) <= clipped {
		return s
	}
	n := clipped
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + " ..."
}
