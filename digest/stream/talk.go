package stream

import (
	"slices"
	"strings"
	"time"

	"recap/digest/post"
)

const (
	early       = 10 * time.Minute // before a talk begins people write of it
	late        = 20 * time.Minute // and after it has ended
	usualTalk   = 45 * time.Minute // where the programme does not say when it ends
	leastTitle  = 2                // stems of a title that names its talk by itself
	manyTalks   = 3                // named in full by one status, which then is about the programme
	commonShare = 20               // a stem is rare in one of so many statuses
)

// How surely a status is about a talk.
const (
	byWords   = 1 + iota // words of the title, while it is given
	bySpeaker            // its speaker, while it is given
	byName               // its whole title, or the speaker and half of the title: at any time
)

// A programme finds the talks that a status may be about by the words that it holds.
type programme struct {
	r     *reader
	talks []talkNames
	stems map[int][]int    // stem of a title -> talks
	words map[string][]int // last name or account of a speaker, in lower case -> talks
}

// talkNames are the words by which statuses name a talk.
type talkNames struct {
	*Talk
	from, to time.Time // when people write of it
	title    string    // its words with spaces around, "" where they are too few to name it
	stems    post.Terms
	speakers []string // full names with spaces around
	lasts    []string // last names that no other speaker has, with spaces around
	accounts []string
}

func (r *reader) programme() *programme {
	pr := &programme{r: r, stems: map[int][]int{}, words: map[string][]int{}}
	accounts := map[string][]string{}
	for handle, name := range r.names {
		accounts[folded(name)] = append(accounts[folded(name)], handle)
	}
	lasts := map[string]int{}
	for i := range r.Talks {
		for _, who := range r.Talks[i].Speakers {
			lasts[lastName(who)]++
		}
	}
	for i := range r.Talks {
		t := talkNames{Talk: &r.Talks[i], stems: r.Lexicon.Terms(r.Talks[i].Title)}
		t.from, t.to = r.Talks[i].Start.Add(-early), r.ending(i).Add(late)
		if len(t.stems) >= leastTitle {
			t.title = folded(t.Title)
		}
		for _, id := range t.stems {
			pr.stems[id] = append(pr.stems[id], i)
		}
		for _, who := range t.Speakers {
			last := lastName(who)
			pr.words[last] = append(pr.words[last], i)
			t.speakers = append(t.speakers, folded(who))
			if lasts[last] == 1 && len(last) > 3 {
				t.lasts = append(t.lasts, " "+last+" ")
			}
			for _, h := range accounts[folded(who)] {
				t.accounts = append(t.accounts, h)
				pr.words[h] = append(pr.words[h], i)
			}
		}
		pr.talks = append(pr.talks, t)
	}
	return pr
}

// ending returns when a talk ends: as the programme says, else when the next one in its room begins, after usualTalk
// at most.
func (r *reader) ending(i int) time.Time {
	t := &r.Talks[i]
	if t.End.After(t.Start) {
		return t.End
	}
	end := t.Start.Add(usualTalk)
	for j := range r.Talks {
		if o := &r.Talks[j]; o.Room == t.Room && o.Start.After(t.Start) && o.Start.Before(end) {
			end = o.Start
		}
	}
	return end
}

// folded returns the words of s in lower case, with a space before and behind each.
func folded(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	post.EachWord(s, func(w string) {
		b.WriteString(strings.ToLower(w))
		b.WriteByte(' ')
	})
	return b.String()
}

func lastName(who string) string {
	f := strings.Fields(folded(who))
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// claim gives each talk the knots that are about it. What is left is returned, too.
func (r *reader) claim(knots []*knot) (runs []*run, left []*knot) {
	if len(r.Talks) == 0 {
		return nil, knots
	}
	pr := r.programme()
	of := make([]*run, len(pr.talks))
	about := make([]int, len(knots))
	topics := make([]map[int]bool, len(pr.talks))
	for i, k := range knots {
		about[i] = pr.about(k)
		if n := about[i]; n >= 0 {
			if topics[n] == nil {
				topics[n] = map[int]bool{}
			}
			for _, st := range k.posts {
				for _, id := range st.terms {
					topics[n][id] = true
				}
			}
		}
	}
	for i, k := range knots {
		n := about[i]
		if n < 0 {
			n = pr.during(k, topics)
		}
		if n < 0 {
			left = append(left, k)
			continue
		}
		if of[n] == nil {
			of[n] = &run{talk: pr.talks[n].Talk}
			runs = append(runs, of[n])
		}
		of[n].posts = append(of[n].posts, k.posts...)
	}
	for _, run := range runs {
		slices.SortFunc(run.posts, before)
	}
	return runs, left
}

// about returns the talk that the first status of a knot which names one is about, -1 if none does.
func (pr *programme) about(k *knot) int {
	for _, st := range k.posts {
		if n := pr.names(st); n >= 0 {
			return n
		}
	}
	return -1
}

// names returns the talk that a status is about most surely, the earliest of several; -1 if it is about none, or
// about the whole programme.
func (pr *programme) names(st *status) int {
	hits := map[int]int{}
	for _, id := range st.terms {
		for _, i := range pr.stems[id] {
			hits[i]++
		}
	}
	text := ""
	note := func(w string) {
		for _, i := range pr.words[w] {
			hits[i] += 0
		}
	}
	post.EachWord(st.Text, func(w string) { note(strings.ToLower(w)) })
	for _, m := range st.mentions {
		note(m)
		note(local(m))
	}
	best, sure, full := -1, 0, 0
	for i := range pr.talks {
		n, ok := hits[i]
		if !ok {
			continue
		}
		if text == "" {
			text = folded(st.Text)
		}
		s := pr.talks[i].in(st, text, n)
		if s == byName {
			full++
		}
		if s > sure {
			best, sure = i, s
		}
	}
	if full >= manyTalks {
		return -1
	}
	return best
}

// in returns how surely a status with so many stems of the title is about the talk, 0 if it is not.
func (t *talkNames) in(st *status, text string, hits int) int {
	while := !st.Published.Before(t.from) && !st.Published.After(t.to)
	speaker := slices.ContainsFunc(t.speakers, func(s string) bool { return strings.Contains(text, s) }) ||
		slices.ContainsFunc(t.accounts, func(h string) bool { return mentions(st, h) || strings.EqualFold(st.Author.Handle, h) && hits > 0 })
	half := hits >= leastTitle && 2*hits >= len(t.stems)
	switch {
	case t.title != "" && strings.Contains(text, t.title), speaker && half:
		return byName
	case while && (speaker || slices.ContainsFunc(t.lasts, func(s string) bool { return strings.Contains(text, s) })):
		return bySpeaker
	case while && (half || hits >= leastTitle+1):
		return byWords
	}
	return 0
}

func mentions(st *status, account string) bool {
	for _, m := range st.mentions {
		if m == account || local(m) == account {
			return true
		}
	}
	return false
}

// during returns the only talk that was given when a knot began and with whose statuses it shares a rare word; -1 if
// there is none.
func (pr *programme) during(k *knot, topics []map[int]bool) int {
	found := -1
	for i := range pr.talks {
		if t := &pr.talks[i]; topics[i] == nil || k.at.Before(t.Start) || k.at.After(t.to.Add(-late)) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	if found < 0 {
		return -1
	}
	for _, id := range k.posts[0].terms {
		if topics[found][id] && pr.r.rare(id) {
			return found
		}
	}
	return -1
}

// rare reports whether a stem stands in at least two statuses and in few.
func (r *reader) rare(id int) bool {
	n := r.df[id]
	return n >= 2 && n <= max(3, len(r.all)/commonShare)
}
