package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Span is a part of a text, in bytes.
type Span struct{ From, To int }

// A foldedWord is a word of a text as FoldedWords gives it, and the field of the text that it stands in.
type foldedWord struct {
	word string
	Span
	begins, ends bool // it is the first or the last of a clause that nothing else is part of
}

// fieldsOf returns the words of a text with their places, at most maxFolded of them.
func fieldsOf(text string) []foldedWord {
	var all []foldedWord
	begins := true
	for at := 0; at < len(text) && len(all) < maxFolded; {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) {
			if r == '\n' && strings.HasPrefix(strings.TrimLeft(text[at+1:], " \t"), "\n") {
				begins = endClause(all)
			}
			at += size
			continue
		}
		end := strings.IndexFunc(text[at:], unicode.IsSpace)
		if end < 0 {
			end = len(text) - at
		}
		field := text[at : at+end]
		first, _ := utf8.DecodeRuneInString(field)
		if isMark(first) && first != '[' && first != '<' {
			begins = endClause(all)
		}
		for _, w := range FoldedWords(field) {
			all = append(all, foldedWord{word: w, Span: Span{at, at + end}, begins: begins})
			begins = false
		}
		word := strings.TrimRightFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if strings.ContainsAny(field[len(word):], ".!?:;…。！？：；\"”»") {
			begins = endClause(all)
		}
		at += end
	}
	endClause(all)
	return all
}

// endClause notes that the last word ends a clause, and returns that the next one begins one.
func endClause(all []foldedWord) bool {
	if len(all) > 0 {
		all[len(all)-1].ends = true
	}
	return true
}

// Quoted returns the parts of a text of somebody else's that repeat the texts: what stands between quotation marks and
// holds one of the runs, or is four words of theirs or more, and whole clauses of eight words or more that stand there
// word for word. The parts are in order and do not touch.
func (r *Runs) Quoted(text string) []Span {
	if len(r.hashes) == 0 {
		return nil
	}
	var out []Span
	at := 0
	between := func(to int) {
		for _, s := range r.clauses(text[at:to]) {
			out = append(out, Span{at + s.From, at + s.To})
		}
	}
	for _, s := range r.marked(text) {
		between(s.From)
		out, at = append(out, s), s.To
	}
	between(len(text))
	return out
}

// clauses returns the clauses that stand in the texts.
func (r *Runs) clauses(text string) []Span {
	fields := fieldsOf(text)
	if len(fields) < longRun {
		return nil
	}
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = f.word
	}
	theirs := make([]bool, len(fields)) // the word is part of a run
	i := 0
	for run := range wordRuns(words, longRun) {
		if r.hashes[run] {
			for j := i; j < i+longRun; j++ {
				theirs[j] = true
			}
		}
		i++
	}
	var out []Span
	for from := 0; from < len(fields); from++ {
		if !theirs[from] || !fields[from].begins {
			continue
		}
		to := -1
		for j := from; j < len(fields) && theirs[j]; j++ {
			if fields[j].ends {
				to = j
			}
		}
		if to-from+1 >= longRun {
			out = append(out, Span{fields[from].From, fields[to].To})
			from = to
		}
	}
	return out
}

// closing returns the quotation marks that end what mark begins; "" if it begins nothing.
func closing(mark rune) string {
	switch mark {
	case '"', '\'':
		return string(mark)
	case '“':
		return "”“"
	case '„':
		return "“”"
	case '”':
		return "”"
	case '«':
		return "»"
	case '»':
		return "«"
	case '‘':
		return "’"
	case '‚':
		return "‘’"
	case '‹':
		return "›"
	case '›':
		return "‹"
	case '「':
		return "」"
	case '『':
		return "』"
	}
	return ""
}

const longestQuotation = 4000 // bytes between quotation marks

// marked returns what stands between quotation marks and in the texts, without the marks.
func (r *Runs) marked(text string) []Span {
	var out []Span
	before := ' '
	for at := 0; at < len(text); {
		mark, size := utf8.DecodeRuneInString(text[at:])
		from := at + size
		ends := closing(mark)
		opens := ends != "" && !unicode.IsLetter(before) && !unicode.IsDigit(before)
		before, at = mark, from
		if !opens {
			continue
		}
		within := text[from:min(len(text), from+longestQuotation)]
		if i := strings.Index(within, "\n\n"); i >= 0 {
			within = within[:i]
		}
		to := closes(within, ends)
		if to > 0 && r.repeats(within[:to]) {
			out = append(out, Span{from, from + to})
			at, before = from+to, ' '
		}
	}
	return out
}

// closes returns where the first of the marks stands that ends a quotation and is no apostrophe; -1 if none does.
func closes(text, marks string) int {
	for i, r := range text {
		if !strings.ContainsRune(marks, r) {
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		if i+utf8.RuneLen(r) == len(text) || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return i
		}
	}
	return -1
}

// repeats reports whether a quotation is made of the texts.
func (r *Runs) repeats(quotation string) bool {
	if r.In(quotation) {
		return true
	}
	words := FoldedWords(quotation)
	if len(words) < fewestRun || len(words) >= longRun {
		return false
	}
	for run := range wordRuns(words, len(words)) {
		return r.short[run]
	}
	return false
}

// Elision stands where something was taken out of a text.
const Elision = "[...]"

// CutOut returns a text with Elision in place of parts of it, which are in order, and its cuts where they stand then.
func CutOut(text string, parts []Span, cuts []Cut) (string, []Cut) {
	var b strings.Builder
	at := 0
	moved := slices.Clone(cuts)
	for _, part := range parts {
		b.WriteString(text[at:part.From])
		for i, c := range cuts {
			switch {
			case c.At >= part.To:
				moved[i].At += len(Elision) - (part.To - part.From)
			case c.At > part.From:
				moved[i].At -= c.At - part.From
			}
		}
		b.WriteString(Elision)
		at = part.To
	}
	b.WriteString(text[at:])
	return b.String(), moved
}
