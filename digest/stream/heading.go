package stream

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

const (
	namedThings = 2  // in a heading
	thingWords  = 3  // of one
	ownShare    = .6 // of the statuses that carry a hashtag: it is the stream's own then
)

// A thing is what a status names: a person by account or in full, a hashtag, words with capitals.
type thing struct {
	key     string // its letters and digits in lower case, so that "#SluiceGate" is "Sluice Gate"
	spelled string
	person  bool
}

// A naming is how often a thing is named.
type naming struct {
	here, all map[string]bool // people of the session and of the stream
	spelled   map[string]int
	person    bool
}

// head gives every session its heading. Sessions that are told come first: what heads one of them heads no other.
func (r *reader) head(runs []*run, told map[*run]bool) {
	things := make(map[*status][]thing, len(r.all))
	everywhere := map[string]map[string]bool{}
	for _, st := range r.all {
		things[st] = r.things(st)
		for _, t := range things[st] {
			if everywhere[t.key] == nil {
				everywhere[t.key] = map[string]bool{}
			}
			everywhere[t.key][st.person] = true
		}
	}
	taken := map[string]bool{}
	for _, first := range []bool{true, false} {
		for _, run := range runs {
			if told[run] != first {
				continue
			}
			for _, h := range r.headings(run, things, everywhere) {
				if h = sayable(h); h != "" && (run.heading == "" || taken[run.heading]) {
					run.heading = h
				}
			}
			if run.heading == "" {
				run.heading = r.Language.Untitled
			}
			taken[run.heading] = true
		}
	}
}

// headings returns what may head a session, best first.
func (r *reader) headings(run *run, things map[*status][]thing, everywhere map[string]map[string]bool) []string {
	var out []string
	if run.talk != nil {
		out = append(out, r.talkHeading(run.talk))
	}
	first := run.posts[0]
	if len(run.picks) > 0 {
		first = slices.MaxFunc(run.picks, func(a, b *status) int { return cmp.Or(cmp.Compare(worth(a), worth(b)), before(b, a)) })
	}
	words := ""
	if first.may {
		words = firstWords(first)
	}
	if run.people == 1 {
		out = append(out, words)
	}
	return append(out, r.named(run, things, everywhere), r.writers(run), words)
}

// talkHeading is the title of a talk with who gives it.
func (r *reader) talkHeading(t *Talk) string {
	if len(t.Speakers) == 0 || t.Title == "" {
		return cmp.Or(t.Title, r.Language.Names(t.Speakers))
	}
	return r.Language.Names(t.Speakers) + ": " + t.Title
}

// firstWords is what heads the statuses of one person.
func firstWords(st *status) string {
	own := *st.Post.Post
	own.Text = strings.ReplaceAll(Excerpt(st.Post), prose.Link, "")
	p := *st.Post
	p.Post = &own
	return story.FirstWords(&p)
}

// named is the speaker whom several people name, and the things that they name and the rest of the stream does not; "" if there are none.
func (r *reader) named(run *run, things map[*status][]thing, everywhere map[string]map[string]bool) string {
	counts := map[string]*naming{}
	writers := map[string]bool{}
	for _, st := range run.posts {
		writers[compact(st.person)] = true
		writers[compact(accountName(st.Author.Handle, r.names))] = true
		for _, t := range things[st] {
			n := counts[t.key]
			if n == nil {
				n = &naming{here: map[string]bool{}, all: everywhere[t.key], spelled: map[string]int{}}
				counts[t.key] = n
			}
			n.here[st.person] = true
			n.spelled[t.spelled]++
			n.person = n.person || t.person
		}
	}
	var keys []string
	for key, n := range counts {
		if len(n.here) >= n.least() && 3*len(n.here) >= run.people && len(n.all) <= 2*len(n.here) && !writers[key] {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(2*len(counts[b].here)-len(counts[b].all), 2*len(counts[a].here)-len(counts[a].all)), cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	speaker, rest := "", []string(nil)
	var used []string
	for _, key := range keys {
		if slices.ContainsFunc(used, func(u string) bool { return strings.Contains(u, key) || strings.Contains(key, u) }) {
			continue
		}
		switch n := counts[key]; {
		case n.person && speaker == "":
			speaker = n.spelling()
		case !n.person && len(rest) < namedThings:
			rest = append(rest, n.spelling())
		default:
			continue
		}
		used = append(used, key)
	}
	switch {
	case speaker == "":
		return strings.Join(rest, ", ")
	case len(rest) == 0:
		return speaker
	}
	return speaker + ": " + strings.Join(rest, ", ")
}

// least is by how many people of a session a thing is named that may head it. A bare account and a tag in small letters say less than a name.
func (n *naming) least() int {
	if s := n.spelling(); strings.HasPrefix(s, "@") || strings.ToLower(s) == s && strings.ToUpper(s) != s {
		return 3
	}
	return 2
}

// spelling is how most spell it.
func (n *naming) spelling() string {
	best := ""
	for s, c := range n.spelled {
		if best == "" || c > n.spelled[best] || c == n.spelled[best] && s < best {
			best = s
		}
	}
	return best
}

// writers names who wrote in a session, those who are printed first.
func (r *reader) writers(run *run) string {
	var names []string
	for _, st := range append(slices.Clone(run.picks), run.posts...) {
		if n := speakerName(st.Post, r.names); n != "" && st.may && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	l := r.Language
	switch n := len(names); {
	case n <= 3:
		return l.Names(names)
	default:
		return language.Fill(l.AndOthers, "names", strings.Join(names[:2], ", "), "n", l.Number(n-2))
	}
}

// ownTags are the hashtags of the stream itself: those that are known, and what most statuses carry.
func (r *reader) ownTags(posts []*post.Post) map[string]bool {
	own, counts := map[string]bool{}, map[string]int{}
	for t := range r.Own {
		own[compact(t)] = true
	}
	for _, p := range posts {
		for _, t := range p.Tags {
			counts[compact(t)]++
		}
	}
	for t, n := range counts {
		if n > 1 && float64(n) >= ownShare*float64(len(posts)) {
			own[t] = true
		}
	}
	return own
}

// things returns what a status names.
func (r *reader) things(st *status) []thing {
	if !st.may {
		return nil
	}
	var out []thing
	add := func(spelled string, person bool) {
		if key := compact(spelled); len(key) > 2 && !r.own[key] && strings.ContainsFunc(key, unicode.IsLetter) {
			out = append(out, thing{key, spelled, person})
		}
	}
	for _, w := range strings.Fields(st.Text) {
		w = strings.Trim(w, ".,!?:;()\"“”'’…")
		switch {
		case strings.HasPrefix(w, "@"):
			add(accountName(w[1:], r.names), true)
		case strings.HasPrefix(w, "#") || strings.HasPrefix(w, "＃"):
			add(strings.TrimLeft(w, "#＃"), false)
		}
	}
	for _, name := range r.capitals(st) {
		_, person := r.nameOf(name)
		add(name, person)
	}
	return out
}

// nameOf reports whether words with capitals are the name of a known person.
func (r *reader) nameOf(s string) (string, bool) {
	if !strings.Contains(s, " ") {
		return "", false
	}
	key := compact(s)
	for i := range r.Talks {
		for _, who := range r.Talks[i].Speakers {
			if compact(who) == key {
				return who, true
			}
		}
	}
	return "", false
}

// capitals returns the words with capitals in the middle of a status' sentences, those that follow each other together.
func (r *reader) capitals(st *status) []string {
	var out, open []string
	flush := func() {
		if len(open) > 0 {
			out = append(out, strings.Join(open[:min(len(open), thingWords)], " "))
		}
		open = nil
	}
	begins := true
	for _, w := range strings.Fields(st.text) {
		bareWord := strings.Trim(w, ".,!?:;()\"“”'…")
		first, _ := utf8.DecodeRuneInString(bareWord)
		if unicode.IsUpper(first) && utf8.RuneCountInString(bareWord) > 2 && !begins && !r.common(bareWord, st.Post) && bareWord == strings.TrimLeft(w, "(\"“'")[:min(len(bareWord), len(strings.TrimLeft(w, "(\"“'")))] {
			open = append(open, bareWord)
		} else {
			flush()
		}
		begins = strings.ContainsAny(w[len(w)-1:], ".!?:") || w[0] == '@' || w[0] == '#'
		if last, _ := utf8.DecodeLastRuneInString(w); strings.ContainsRune(".,!?:;…”\")", last) {
			flush()
		}
	}
	flush()
	return out
}

// common reports whether a word with a capital names nothing: a stop word, a month, a day of the week, shouting.
func (r *reader) common(w string, p *post.Post) bool {
	lower := strings.ToLower(strings.ReplaceAll(w, "’", "'"))
	for _, l := range []*language.Language{r.Language, p.Language} {
		if l.Stop[lower] || l.Function[lower] || slices.Contains(l.Months[:], w) || slices.Contains(l.Weekdays[:], w) {
			return true
		}
	}
	return false
}

// compact returns the letters and digits of s in lower case.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

var clockOrDate = lazyregexp.New(`\d{1,2}:\d\d|^\W*[\d./-]+\W*$`)

// sayable returns a heading without the mark of a hashtag before it, "" if it is a clock time, a date or nothing.
func sayable(h string) string {
	h = strings.TrimLeft(strings.TrimSpace(h), "#＃ ")
	if prose.Count(h) == 0 || clockOrDate.MatchString(h) {
		return ""
	}
	return h
}
