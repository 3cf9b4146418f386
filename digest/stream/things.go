package stream

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"recap/digest/language"
	"recap/digest/post"
)

const (
	thingWords = 3             // of what words with capitals name
	recently   = 2 * time.Hour // for so long the initials or the last name of a person who was named in full are understood
)

// A thing is what a status names: a person by account or in full, a hashtag, words with capitals.
type thing struct {
	key     string // its letters and digits in lower case, so that "#SluiceGate" is "Sluice Gate"
	spelled string
	person  bool
	tag     bool // a hashtag
}

// A namer finds what statuses name, one after the other in order of time.
type namer struct {
	r      *reader
	people map[string]string   // compact -> name, of who is known to be a person
	short  map[string]lastTime // initials and last names, compact -> who was last called so in full

	initialled map[string]bool // compact names of who was given by initials: what is called so is a person
}

type lastTime struct {
	name string
	at   time.Time
}

// nameThings finds what all statuses name, and who names it. Whose words a status gives is kept only of those who are
// known to be people: two words with capitals before a colon may be a title as well.
func (r *reader) nameThings() {
	n := &namer{r: r, people: map[string]string{}, short: map[string]lastTime{}, initialled: map[string]bool{}}
	for _, handle := range slices.Sorted(maps.Keys(r.names)) {
		n.people[compact(r.names[handle])] = r.names[handle]
	}
	for i := range r.Talks {
		for _, who := range r.Talks[i].Speakers {
			n.people[compact(who)] = who
		}
	}
	known := maps.Clone(n.people)
	for _, st := range r.all { // who is given as "Ann Lee: ..." anywhere is known everywhere
		if who := n.attributed(st); st.may && who != "" {
			n.remember(who, st.Published)
		}
	}
	clear(n.short)
	for _, st := range r.all {
		st.things = n.things(st)
		for _, t := range st.things {
			note(r.namers, t.key, st.person)
		}
	}
	for _, st := range r.all {
		if key := compact(st.cited); known[key] == "" && !n.initialled[key] || key == compact(speakerName(st.Post, r.names)) {
			st.cited = ""
		}
	}
}

// things returns what a status names, each thing once.
func (n *namer) things(st *status) []thing {
	if !st.may {
		return nil
	}
	var out []thing
	add := func(spelled string, person bool) {
		key := compact(spelled)
		known := slices.ContainsFunc(out, func(t thing) bool { return t.key == key })
		if len(key) > 2 && !known && !n.r.own[key] && strings.ContainsFunc(key, unicode.IsLetter) {
			out = append(out, thing{key: key, spelled: spelled, person: person})
		}
	}
	if who := n.attributed(st); who != "" {
		n.remember(who, st.Published)
		add(who, true)
		st.cited = who
	}
	if containsOne(st.Text, "#", "@", "＃") {
		for _, w := range strings.Fields(st.Text) {
			w = strings.Trim(w, ".,!?:;()\"“”'’…")
			switch {
			case strings.HasPrefix(w, "@") && len(w) > 1:
				add(accountName(w[1:], n.r.names), true)
			case strings.HasPrefix(w, "#") || strings.HasPrefix(w, "＃"):
				n := len(out)
				if add(strings.TrimLeft(w, "#＃"), false); len(out) > n {
					out[n].tag = true
				}
			}
		}
	}
	if first, _, _ := strings.Cut(st.bare, " "); utf8.RuneCountInString(first) < 4 { // "AL on ..."
		add(n.called(first, st.Published), true)
	}
	for _, name := range n.r.capitals(st) {
		if who := n.people[compact(name)]; who != "" {
			n.remember(who, st.Published)
			add(who, true)
		} else if who := n.called(name, st.Published); who != "" {
			add(who, true)
		} else {
			add(name, false)
		}
	}
	return out
}

// attributed returns the person whose words a status gives as "Ann Lee: ..." or, where that person was named in full
// before, as "AL: ..." or "Lee: ...". It is "" if there is none.
func (n *namer) attributed(st *status) string {
	head, _, ok := strings.Cut(st.bare, ":")
	if !ok || len(head) > 40 || strings.HasSuffix(head, "http") || strings.HasSuffix(head, "https") {
		return ""
	}
	words := strings.Fields(head)
	if len(words) > 2 && strings.HasSuffix(words[0], ".") { // "Dr."
		words = words[1:]
	}
	switch {
	case len(words) == 1:
		who := n.called(words[0], st.Published)
		if utf8.RuneCountInString(words[0]) < 4 {
			n.initialled[compact(who)] = true
		}
		return who
	case len(words) < 2 || len(words) > thingWords:
		return ""
	}
	for _, w := range words {
		if first, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(first) || n.r.common(w, st.Post) || strings.ContainsFunc(w, unicode.IsDigit) {
			return ""
		}
	}
	name := strings.Join(words, " ")
	if who := n.people[compact(name)]; who != "" {
		return who
	}
	n.people[compact(name)] = name
	return name
}

// remember notes that a person was named in full.
func (n *namer) remember(who string, at time.Time) {
	words := strings.Fields(who)
	if len(words) < 2 {
		return
	}
	initials := ""
	for _, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		if size > 0 {
			initials += string(first)
		}
	}
	n.short[compact(initials)] = lastTime{who, at}
	n.short[compact(words[len(words)-1])] = lastTime{who, at}
}

// called returns the person who was recently named in full and whose initials, in capitals, or last name a word is;
// "" if there is none.
func (n *namer) called(word string, at time.Time) string {
	if first, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(first) || strings.Contains(word, " ") {
		return ""
	}
	last, ok := n.short[compact(word)]
	if !ok || at.Sub(last.at) > recently || utf8.RuneCountInString(word) < 4 && word != strings.ToUpper(word) {
		return ""
	}
	return last.name
}

// capitals returns the words with capitals in a status, those that follow each other together. A single one at the
// beginning of a sentence is none.
func (r *reader) capitals(st *status) []string {
	var out, open []string
	atBegin := false
	flush := func() {
		if n := len(open); n > 1 || n == 1 && !atBegin {
			out = append(out, strings.Join(open[:min(n, thingWords)], " "))
		}
		open = open[:0]
	}
	begins := true
	for _, w := range strings.Fields(st.text) {
		word := strings.Trim(w, ".,!?:;()\"“”'…")
		first, _ := utf8.DecodeRuneInString(word)
		long := utf8.RuneCountInString(word) > 2
		if unicode.IsUpper(first) && (long || len(open) > 0) && !r.common(word, st.Post) {
			if len(open) == 0 {
				atBegin = begins
			}
			open = append(open, word)
		} else {
			flush()
		}
		last, _ := utf8.DecodeLastRuneInString(w)
		begins = strings.ContainsRune(".!?:…", last) || w[0] == '@' || w[0] == '#' || begins && strings.Trim(w, "\"“„«(") == ""
		if strings.ContainsRune(".,!?:;…”\")", last) {
			flush()
		}
	}
	flush()
	return out
}

// common reports whether a word with a capital names nothing: a stop word, a month, a day of the week.
func (r *reader) common(w string, p *post.Post) bool {
	lower := strings.ToLower(strings.ReplaceAll(w, "’", "'"))
	for _, l := range []*language.Language{r.Language, p.Language} {
		if l.Stop[lower] || l.Function[lower] || slices.Contains(l.Months[:], w) || slices.Contains(l.Weekdays[:], w) {
			return true
		}
	}
	return false
}
