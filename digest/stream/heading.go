package stream

import (
	"cmp"
	"maps"
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
	namedThings  = 2  // in a heading
	fewPosts     = 4  // of a session that is only listed: the words of one head it rather than the names of all
	leastHeading = 3  // words of a sentence that heads a session
	longHeading  = 15 // words of a heading that are not cut
	ownShare     = .6 // of the statuses that carry a hashtag: it is the stream's own then
)

// A naming is how often a thing is named.
type naming struct {
	here, all map[string]bool // people of the session and of the stream
	spelled   map[string]int
	person    bool
}

// head gives every session its heading. Sessions that are told come first: what heads one of them heads no other.
func (r *reader) head(runs []*run, told map[*run]bool) {
	taken := map[string]bool{}
	for _, first := range []bool{true, false} {
		for _, run := range runs {
			if told[run] != first {
				continue
			}
			for _, h := range r.headings(run, told[run]) {
				if text := sayable(h.text); text != "" && (run.heading == "" || taken[run.heading]) {
					run.heading, run.headed, run.plain = text, h.of, h.plain
				}
			}
			if run.heading == "" {
				run.heading = r.Language.Untitled
			}
			taken[run.heading] = true
		}
	}
}

// A heading is what may stand above a session.
type heading struct {
	text string
	of   *post.Post // whose first words it is; nil if it is nobody's

	plain bool // it says when or who, and not what all of it is about
}

// headings returns what may head a session, best first.
func (r *reader) headings(run *run, told bool) []heading {
	var out []heading
	if run.talk != nil {
		out = append(out, heading{text: r.talkHeading(run.talk)})
	}
	candidates := run.picks
	if len(candidates) == 0 {
		candidates = run.posts
	}
	best := slices.MaxFunc(candidates, func(a, b *status) int { return cmp.Or(cmp.Compare(a.worth(), b.worth()), before(b, a)) })
	words := heading{}
	if best.may {
		words = heading{text: firstWords(best), of: best.Post}
	}
	if run.people == 1 || run.saying() <= 1 || !told && len(run.posts) <= fewPosts && run.subject.String() == "" {
		out = append(out, words)
	}
	out = append(out, heading{text: run.subject.String()})
	if best.may && best.says >= saysSomething && best.cues.Any(claims...) && !strings.ContainsAny(words.text, "\"“„«#@") { // what was claimed or made says more than the hour
		out = append(out, heading{text: words.text, of: words.of, plain: true})
	}
	return append(out, heading{text: r.hours(run), plain: true}, heading{text: r.writers(run), plain: true}, words)
}

// tag names the hashtag that most of a session carry beside the stream's own, as those of a project; "" if two do not.
func (r *reader) tag(run *run) string {
	const share = 3 // of so many statuses of the session one carries it
	counts, spelled := map[string]int{}, map[string]string{}
	for _, st := range run.posts {
		for _, t := range st.things {
			if t.tag {
				counts[t.key]++
				spelled[t.key] = cmp.Or(spelled[t.key], t.spelled)
			}
		}
	}
	best := ""
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		if counts[key] > max(1, counts[best]) && share*counts[key] >= run.fresh {
			best = key
		}
	}
	return spelled[best]
}

// hours names the part of the day in which a session began, with the day where the stream has several, and a project
// that was at work.
func (r *reader) hours(run *run) string {
	first, last := r.all[0].Published.In(r.Zone), r.all[len(r.all)-1].Published.In(r.Zone)
	t := run.posts[0].Published.In(r.Zone)
	part := r.Language.DayParts[t.Hour()/6]
	if first.YearDay() != last.YearDay() {
		part = language.Fill(r.Language.DayPart, "weekday", r.Language.Weekdays[t.Weekday()], "part", part)
	} else {
		letter, size := utf8.DecodeRuneInString(part)
		part = string(unicode.ToUpper(letter)) + part[size:]
	}
	if tag := r.tag(run); tag != "" {
		part += ": " + tag
	}
	return part
}

// saying counts the statuses that have words.
func (r *run) saying() int {
	n := 0
	for _, st := range r.posts {
		if st.may && st.words > 2 {
			n++
		}
	}
	return n
}

// talkHeading is the title of a talk with who gives it.
func (r *reader) talkHeading(t *Talk) string {
	if len(t.Speakers) == 0 || t.Title == "" {
		return cmp.Or(t.Title, r.Language.Names(t.Speakers))
	}
	return r.Language.Names(t.Speakers) + ": " + t.Title
}

// firstWords is what heads the statuses of one person: the first sentence of one, or where that is long its first
// words.
func firstWords(st *status) string {
	text := Excerpt(st.Post)
	if before, _, ok := strings.Cut(text, prose.Link); ok && prose.Count(before) >= leastHeading {
		text = before // what stands behind an address goes on from it
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, prose.Link, ""))
	if i := strings.IndexFunc(text, func(r rune) bool { return strings.ContainsRune("。！？", r) }); i > 0 {
		text = text[:i]
	}
	words := strings.Fields(text)
	for i, w := range words {
		head := strings.Join(words[:i+1], " ")
		if len(w) > 3 && strings.ContainsAny(w[len(w)-1:], ".!?") && prose.StatusWords(head) >= leastHeading {
			text = head
			break
		}
	}
	text = strings.TrimRight(prose.Status(text, st.Language), " @.!,;:–-")
	if prose.Count(text) <= longHeading {
		return text
	}
	own := *st.Post.Post
	own.Text = text
	p := *st.Post
	p.Post = &own
	return story.FirstWords(&p)
}

// A subject is what heads a session where the programme does not: the speaker whom several people name, and things
// that they name.
type subject struct {
	speaker string // "" if there is none
	things  []string
	keys    []string // of both
}

// String returns the heading, "" if there is no subject.
func (s *subject) String() string {
	rest := strings.Join(s.things, ", ")
	switch {
	case s.speaker == "" || rest == "":
		return s.speaker + rest
	}
	return s.speaker + ": " + rest
}

// in reports whether a status names the subject.
func (s *subject) in(st *status) bool {
	return slices.ContainsFunc(st.things, func(t thing) bool { return slices.Contains(s.keys, t.key) })
}

// subject finds what several people of a session name and the rest of the stream does not.
func (r *reader) subject(run *run) subject {
	counts := map[string]*naming{}
	writers := map[string]bool{}
	for _, st := range run.posts {
		writers[compact(st.person)] = true
		writers[compact(accountName(st.Author.Handle, r.names))] = true
		for _, t := range st.things {
			n := counts[t.key]
			if n == nil {
				n = &naming{here: map[string]bool{}, all: r.namers[t.key], spelled: map[string]int{}}
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
		return cmp.Or(cmp.Compare(counts[b].own(), counts[a].own()), cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	slices.SortStableFunc(keys, func(a, b string) int { // the speaker comes first, so that the things can be the speaker's
		return cmp.Compare(b2i(counts[b].person), b2i(counts[a].person))
	})
	var s subject
	for _, key := range keys {
		if slices.ContainsFunc(s.keys, func(u string) bool { return strings.Contains(u, key) || strings.Contains(key, u) }) {
			continue
		}
		switch n := counts[key]; {
		case n.person && s.speaker == "":
			s.speaker = n.spelling()
		case !n.person && len(s.things) < namedThings && (s.speaker == "" || run.together(s.keys[0], key)):
			s.things = append(s.things, n.spelling())
		default:
			continue
		}
		s.keys = append(s.keys, key)
	}
	return s
}

// own is by how many more people of the session than of others a thing is named.
func (n *naming) own() int { return 2*len(n.here) - len(n.all) }

// together reports whether a status of the session names both.
func (r *run) together(a, b string) bool {
	return slices.ContainsFunc(r.posts, func(st *status) bool {
		has := func(key string) bool {
			return slices.ContainsFunc(st.things, func(t thing) bool { return t.key == key })
		}
		return has(a) && has(b)
	})
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// least is how many people of a session name a thing that heads it. A bare account and a tag in small letters say
// less than a name.
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
