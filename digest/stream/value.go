package stream

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// Cues by which a status is weighed.
var (
	claims = []language.Cue{language.Decides, language.Announces, language.Proposes, language.Problem, language.Answers, language.News,
		language.Matters, language.Objects, language.Notice}
	empty    = []language.Cue{language.Thanks, language.Greets, language.Closes, language.Meta, language.Furniture}
	dangling = []language.Cue{language.Dangles}
	standing = []language.Cue{language.StandsAlone}
)

const (
	saysSomething = 1.0 // value from which a status says something: a claim, a fact, a quotation, a decision
	saysLittle    = 0.0 // below which it is not printed
	saysEnough    = .65 // for each of the picks that a session needs to be told
	leastNotice   = .35 // of what is announced, with whatever joy
	alike         = .5  // of two statuses of which one is enough
	onSubject     = .5  // what it adds to a status that it names what its session is headed by,
	onSpeaker     = 1.0 // and what, if that is a speaker
	leastShares   = 3   // of what is among the most shared
)

// value is how much a status says: its words of matter, claims, numbers and quotations count for it; greetings,
// applause, being on air and what leads elsewhere against it.
func (r *reader) value(st *status) float64 {
	if st.words < 4 || !st.may || st.copied {
		return -9
	}
	v := 1.0
	if st.words < 7 {
		v = -.5
	}
	v += r.matter(st) + r.acts(st)
	v -= r.dress(st)
	return math.Round(v*1e6) / 1e6
}

// matter counts the words that carry a topic, those that others of the stream use a little more.
func (r *reader) matter(st *status) float64 {
	shared := 0
	for _, id := range st.terms {
		if r.df[id] > 1 {
			shared++
		}
	}
	v := .12*float64(min(len(st.terms), 8)) + .2*math.Sqrt(float64(shared)) - .5
	if len(st.terms) < 3 {
		v -= .8
	}
	return v
}

// acts weighs what the words do.
func (r *reader) acts(st *status) float64 {
	v := 0.0
	if st.cues.Any(claims...) {
		v += .4
	}
	if relayed(st.Post) != "" || st.cited != "" || containsOne(st.text, "\"", "“", "„", "«") && prose.Count(prose.Own(st.text)) > 2 {
		v += .4
	}
	if strings.ContainsFunc(st.bare, unicode.IsDigit) {
		v += .3
	}
	if st.cues.Has(language.NowOn) {
		v -= 1.2
	}
	if st.cues.Has(language.Points) && !strings.Contains(st.text, prose.Link) {
		v -= .6
	}
	if st.cues.Any(empty...) {
		v -= .9
	}
	if st.cues.Has(language.Dangles) && !st.cues.Has(language.StandsAlone) {
		v -= .4
	}
	if containsOne(st.text, "?", "？", "؟") {
		v -= .4
	}
	if len(st.InReplyTo) > 0 || strings.HasPrefix(st.text, "@") {
		v -= .8 // leans on what is not shown
	}
	return v
}

// dress weighs what hangs about the words: tags, accounts, applause, a cut end.
func (r *reader) dress(st *status) float64 {
	v := .25*float64(max(0, strings.Count(st.text, "#")-1)) + .25*float64(max(0, len(st.mentions)-1))
	if cutOff(st.text) {
		v += 2
	}
	v += .3 * float64(min(3, strings.Count(st.text, "!")))
	pictures := 0
	for _, c := range st.text {
		if pictorial(c) {
			pictures++
		}
	}
	return v + .2*float64(min(pictures, 4))
}

// cutOff reports whether a status ends in the middle.
func cutOff(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), prose.Link)))
	return last == '…' || strings.HasSuffix(text, "...")
}

// worth is a status' place in its session: what it says, and how often it was passed on.
func (st *status) worth() float64 { return st.says + .35*math.Sqrt(float64(min(4, st.shares))) }

// pick returns three to five statuses of a session that say most, by time: each by another person and in other words.
// Fewer are returned where there are no more.
func (r *reader) pick(run *run, lifted map[*status]bool) []*status {
	worth := func(st *status) float64 {
		switch {
		case !run.subject.in(st):
			return st.worth()
		case run.subject.speaker != "":
			return st.worth() + onSpeaker
		}
		return st.worth() + onSubject
	}
	sorted := slices.Clone(run.posts)
	slices.SortStableFunc(sorted, func(a, b *status) int { return cmp.Compare(worth(b), worth(a)) })
	var got []*status
	for _, st := range sorted {
		least := saysLittle
		if len(got) >= leastPicks {
			least = saysSomething
		}
		if len(got) == mostPicks {
			break
		}
		strange := len(got) >= leastPicks && run.subject.speaker != "" && !run.subject.in(st)
		if strange || st.worth() < least || !r.stands(st) && st.says < saysSomething {
			continue
		}
		if !r.repeats(st, got, run.people > 1) && !r.repeatsLifted(st, lifted) && Excerpt(st.Post) != "" {
			got = append(got, st)
		}
	}
	slices.SortFunc(got, before)
	return got
}

// repeats reports whether st says what one of got says, or, where voices counts, is by one of their writers.
func (r *reader) repeats(st *status, got []*status, voices bool) bool {
	for _, other := range got {
		if voices && st.person == other.person || post.Alike(st.terms, other.terms) > alike || st.text == other.text {
			return true
		}
	}
	return false
}

func (r *reader) repeatsLifted(st *status, lifted map[*status]bool) bool {
	for other := range lifted { // six at most, and a mere yes or no: their order does not matter
		if post.Alike(st.terms, other.terms) > alike || st.text == other.text {
			return true
		}
	}
	return false
}

// notices returns what was announced: at most three statuses, by time. Where statuses are shared at all, those that
// nobody shared and that do not come from an account of the event are no notices.
func (r *reader) notices() []*status {
	anyShared := slices.ContainsFunc(r.all, func(st *status) bool { return st.shares > 0 })
	var fit []*status
	for _, st := range r.all {
		says := st.cues.Has(language.Notice) && !st.cues.Has(language.NowOn) && st.says >= leastNotice && !prose.Asks(st.text)
		if says && r.stands(st) && st.cited == "" && (!anyShared || st.shares > 0 || r.official(st)) {
			fit = append(fit, st)
		}
	}
	rank := func(st *status) float64 {
		v := st.says + st.standing
		if r.official(st) {
			v++
		}
		if st.cues.Has(language.Plans) {
			v += .3
		}
		return v
	}
	slices.SortStableFunc(fit, func(a, b *status) int { return cmp.Compare(rank(b), rank(a)) })
	return r.top(fit, nil, max(1, len(r.all)/8))
}

// mostShared returns the most shared statuses that say something, beside the notices: at most three, by time.
func (r *reader) mostShared(notices []*status) []*status {
	var fit []*status
	for _, st := range r.all {
		if st.shares >= leastShares && st.says >= saysSomething && r.stands(st) {
			fit = append(fit, st)
		}
	}
	slices.SortStableFunc(fit, func(a, b *status) int {
		return cmp.Or(cmp.Compare(b.standing, a.standing), cmp.Compare(b.shares, a.shares), cmp.Compare(b.says, a.says))
	})
	return r.top(fit, notices, len(r.all)/8)
}

// top returns the first of fit that repeat neither each other nor those there are already, at most n and topPosts, by
// time.
func (r *reader) top(fit, there []*status, n int) []*status {
	var got []*status
	for _, st := range fit {
		if len(got) >= min(n, topPosts) {
			break
		}
		told := r.repeats(st, there, false) || r.repeats(st, got, true) || sameNews(st, there) || sameNews(st, got)
		if !told && Excerpt(st.Post) != "" {
			got = append(got, st)
		}
	}
	slices.SortFunc(got, before)
	return got
}

// sameNews reports whether st names what one of got names, a person apart, and says another of its words of it.
func sameNews(st *status, got []*status) bool {
	for _, other := range got {
		if post.Common(st.terms, other.terms) < 2 {
			continue
		}
		for _, t := range st.things {
			same := func(o thing) bool { return o.key == t.key && !t.person }
			if slices.ContainsFunc(other.things, same) {
				return true
			}
		}
	}
	return false
}

// stands reports whether a status can be read alone.
func (r *reader) stands(st *status) bool {
	return st.may && len(st.InReplyTo) == 0 && !strings.HasPrefix(st.text, "@") && !cutOff(st.text)
}

// official reports whether a status comes from an account that is called like one of the stream's own hashtags.
func (r *reader) official(st *status) bool {
	h := strings.ToLower(local(st.Author.Handle))
	for tag := range r.Own {
		if len(tag) > 3 && strings.Contains(h, tag) {
			return true
		}
	}
	return false
}
