// Package proof holds sentences against the posts that they rest on. It knows no writer: what the builder, a model or
// an editor wrote is held in the same way.
//
// Excerpt holds words that claim to be verbatim, Facts a sentence that the program makes of metadata, and a Prover
// prose by whoever can write: each sentence names sentences of posts as its evidence, and is refused where they do
// not bear it out (prover.go lists the checks). All of it is deterministic and looks words up in the tables of
// package language; it refuses rather than guess, and a person reads why.
package proof

import (
	"iter"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/prose"
)

// A Refusal says why a sentence is not printed.
type Refusal string

// Excerpt holds an excerpt against a post's own words: its sentences stand there one after the other, letter for
// letter but for white space, footnote marks and addresses, for which prose.Link stands. It returns "" for one that
// does.
func Excerpt(text, own string) Refusal {
	body, at := Fold(own), 0
	for i, piece := range strings.Split(text, prose.Link) {
		piece = Fold(piece)
		if strings.Trim(piece, " .,;:()") == "" {
			continue
		}
		found := strings.Index(body[at:], piece)
		if found < 0 || i > 0 && found > longestAddress {
			return Refusal("these words do not stand in the post: " + piece)
		}
		at += found + len(piece)
	}
	return ""
}

// Links returns the addresses for which prose.Link stands in words of a post, one for each, "" for one that is not for
// everybody: it is of no page, names an account or a mailbox. It returns nil where the addresses are not certain.
func Links(text, own string) []string {
	words := Fold(text)
	n := strings.Count(words, prose.Link)
	if n == 0 || n != strings.Count(text, prose.Link) {
		return nil
	}
	body := Fold(own)
	at := strings.Index(body, words)
	if at < 0 || strings.Contains(body[at+1:], words) {
		return nil
	}
	var all []string
	for line := range strings.SplitSeq(own, "\n") {
		all = append(all, prose.Addresses(line)...)
	}
	before := strings.Count(body[:at], prose.Link)
	if strings.Count(body, prose.Link) != len(all) || before+n > len(all) { // somebody wrote the mark
		return nil
	}
	links := make([]string, n)
	for i := range links {
		links[i] = page(strings.Trim(all[before+i], "<>"))
	}
	return links
}

// page returns the address of a page as it may be passed on; "" if it may not.
func page(address string) string {
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || strings.Contains(address, "@") || strings.Contains(strings.ToLower(address), "%40") {
		return ""
	}
	return address
}

const longestAddress = 2000 // bytes that Link may stand for

// Fold returns the letters, digits and marks of a text without what layout changes: white space, marks of quotation
// and emphasis, footnote marks, the addresses behind the words of Markdown's links.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, line := range strings.Split(s, "\n") {
		line = prose.WithoutMarks(line)
		for _, r := range line {
			switch {
			case unicode.IsSpace(r), strings.ContainsRune("*_`>", r):
			case r == '’' || r == '‘':
				b.WriteByte('\'')
			case r == '“' || r == '”' || r == '„':
				b.WriteByte('"')
			default:
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// Facts holds a sentence of the program's own against what it rests on: every name and every number of it occurs in
// evidence or among the words that are allowed everywhere. It returns "" for one that does. Evidence is read only as
// far as it is needed.
func Facts(text string, evidence iter.Seq[string], allowed map[string]bool) Refusal {
	var open []string // words that nothing was found for yet, as they stand
	i := 0
	for w := range Words(text) {
		first, _ := utf8.DecodeRuneInString(w)
		if (unicode.IsUpper(first) && i > 0 || unicode.IsDigit(first)) && !allowed[strings.ToLower(w)] {
			open = append(open, w)
		}
		i++
	}
	for e := range evidence {
		if len(open) == 0 {
			break
		}
		for w := range Words(e) {
			open = slices.DeleteFunc(open, func(o string) bool { return strings.EqualFold(o, w) })
		}
	}
	if len(open) > 0 {
		return Refusal("nothing that it cites holds " + open[0])
	}
	return ""
}

// Words are the runs of letters and digits of a text.
func Words(s string) iter.Seq[string] {
	return strings.FieldsFuncSeq(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) &&
			!unicode.Is(unicode.Mn, r)
	})
}
