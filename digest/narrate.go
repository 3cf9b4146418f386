package digest

import (
	"hash/fnv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A teller turns the picks of one story into sentences. What stands beside the clauses is metadata: names, verbs by act, dates.
type teller struct {
	b     *builder
	s     *story
	named map[string]bool // who has been named in full in this story
	prev  *pick
	floor time.Time // no sentence may cite a post before this: a story runs in the order of time
	used  map[string]int
}

// tell writes a story in the order of time: its picks, and the quote, if there is one, at its place among them.
func (b *builder) tell(s *story, picks []pick, quote *quotable) []Sentence {
	t := &teller{b: b, s: s, named: map[string]bool{}, used: map[string]int{}}
	var out []Sentence
	if len(picks) == 0 && quote == nil || len(picks) > 0 && picks[0].post != s.lead() && s.lead().in && !s.lead().isStatus() && s.opener() == s.lead() {
		out = append(out, t.startedBy(s.lead()))
	}
	for i := range picks {
		p := &picks[i]
		if quote != nil && (before(quote.post, p.post) || quote.post == p.post && quote.rank < p.rank && len(out) > 0) {
			if len(out) == 0 { // a story does not open with a quote out of nowhere
				out = append(out, t.startedBy(quote.post))
			}
			out = append(out, t.quoted(quote))
			quote = nil
		}
		if len(out) > 0 && t.joins(&out[len(out)-1], p) {
			b.said = append(b.said, p.vec)
			t.prev = p
			continue
		}
		sent, ok := t.sentence(p, len(out) == 0)
		if !ok {
			continue
		}
		out = append(out, sent)
		b.said = append(b.said, p.vec)
		t.prev = p
	}
	if quote != nil {
		if len(out) == 0 {
			out = append(out, t.startedBy(quote.post))
		}
		out = append(out, t.quoted(quote))
	}
	return out
}

// startedBy opens a story whose first post says nothing that can be told by itself.
func (t *teller) startedBy(p *post) Sentence {
	name := t.name(p)
	how, title := t.b.lang.started[t.s.kind], t.b.lang.inQuotes(t.s.title)
	switch {
	case p.isStatus() && statusTag.MatchString(t.s.title):
		how, title = t.b.lang.started[startTag], t.s.title
	case p.isStatus():
		how = t.b.lang.started[startStream]
	case t.s.opener() != p:
		how = t.b.lang.started[startReply]
	case how.verb == "":
		how = t.b.lang.started[kindDiscussion]
	}
	t.floor = p.Published
	t.prev = &pick{post: p}
	return Sentence{Text: capitalise(name + " " + how.verb + " " + Fill(how.object, "title", title) + "."), Sources: []string{p.id}, Anchor: how.verb, opening: true}
}

// Ways to open a story beside its kinds: with a status under a hashtag of its own or under the stream's, with a reply.
const (
	startTag    = "tag"
	startStream = "stream"
	startReply  = "reply"
)

// name returns how to call the writer of p here: in full, with the organisation, at the first mention; later by the family name.
func (t *teller) name(p *post) string {
	if !t.named[p.ident] {
		t.named[p.ident] = true
		name := p.who
		if p.org != "" && !t.b.placed[p.ident] && !strings.Contains(p.who, p.org) {
			t.b.placed[p.ident] = true
			name += " (" + p.org + ")"
		}
		return name
	}
	return t.short(p)
}

// short returns the family name where it is one for certain and nobody else in the story bears it, else the whole name.
func (t *teller) short(p *post) string {
	last := familyName(p.who)
	if last == "" || p.isStatus() || utf8.RuneCountInString(last) < 3 {
		return p.who
	}
	plain, _, _ := strings.Cut(p.who, " aka ")
	for _, w := range strings.Fields(plain) {
		r, _ := utf8.DecodeRuneInString(w)
		if !particles[strings.ToLower(w)] && (!unicode.IsUpper(r) || !unicode.Is(unicode.Latin, r)) {
			return p.who
		}
	}
	for _, q := range t.s.posts { // two people of one family name in a story keep their first names
		if q.ident != p.ident && strings.HasSuffix(q.who, " "+last) {
			return p.who
		}
	}
	return last
}

// A framing is what stands around a clause: who says it, and how it follows what was told before.
type framing struct {
	name, lead    string
	opening, same bool  // the first sentence of the story; by the last speaker
	parent        *post // what is answered, nil if it is not known
}

// A told is a framed clause.
type told struct {
	text, anchor string
	also         *post // cited beside the clause's own post, nil for none
}

// sentence frames one clause.
func (t *teller) sentence(p *pick, opening bool) (Sentence, bool) {
	out := Sentence{Sources: []string{p.post.id}}
	same := t.prev != nil && t.prev.post.ident == p.post.ident
	parent := t.parent(p.post)
	if t.floor.IsZero() || p.post.Published.After(t.floor) {
		t.floor = p.post.Published
	}
	if opening && !t.isStart(p.post) {
		if c := t.continuing(p.post); c != nil {
			t.floor = c.Published
		}
	}
	f := framing{name: t.name(p.post), opening: opening, same: same, parent: parent}
	if !opening {
		f.lead = t.connector(p, parent, same)
	}
	said := t.b.lang.tell(t, p, f)
	out.Anchor = said.anchor
	text := said.text
	if said.also != nil {
		out.Sources = append(out.Sources, said.also.id)
		p.joined = true
	}
	text = capitalise(text)
	if t.b.lang.firstPerson.MatchString(text) {
		return out, false
	}
	if !strings.HasSuffix(text, "?") {
		text = strings.TrimRight(text, ".,;: ") + "."
	}
	out.Text, out.opening = text, opening
	return out, utf8.ValidString(text)
}

// joins puts a second short statement of one person into the sentence before, so that the name need not stand twice.
func (t *teller) joins(last *Sentence, p *pick) bool {
	if t.joinsStatus(last, p) {
		return true
	}
	if t.prev == nil || t.prev.post != p.post || t.prev.clause.text == "" || last.Quote != nil || strings.HasSuffix(last.Text, "?") || t.prev.joined {
		return false
	}
	if wordCount(last.Text)+p.words > 36 {
		return false
	}
	text, ok := t.b.lang.join(p.clause, t.prev.clause)
	if !ok {
		return false
	}
	last.Text = strings.TrimSuffix(last.Text, ".") + text + "."
	p.joined = true
	return true
}

// joinsStatus puts two short statuses into one sentence, each with its writer.
func (t *teller) joinsStatus(last *Sentence, p *pick) bool {
	if t.prev == nil || !p.post.isStatus() || !t.prev.post.isStatus() || t.prev.joined || last.Quote != nil || t.prev.clause.text == "" ||
		p.clause.form != formColon || t.prev.clause.form != formColon || strings.HasSuffix(last.Text, "?") || wordCount(last.Text)+p.words > 34 {
		return false
	}
	who := t.name(p.post)
	if t.prev.post.ident == p.post.ident {
		who = t.b.lang.andLater
	}
	text := strings.TrimSuffix(last.Text, ".") + "; " + who + ": " + p.clause.text
	if t.b.lang.firstPerson.MatchString(text) {
		return false
	}
	last.Text = text
	if !strings.HasSuffix(text, "?") {
		last.Text += "."
	}
	if last.Sources[len(last.Sources)-1] != p.post.id {
		last.Sources = append(last.Sources, p.post.id)
	}
	p.joined = true
	return true
}

// isStart reports whether p begins its thread.
func (t *teller) isStart(p *post) bool { return t.s.opener() == p || p.isStatus() }

// continuing returns the post that began the thread before the period, if it may be named.
func (t *teller) continuing(p *post) *post {
	o := t.s.opener()
	if o.in || o == p || o.who == "" || o.Machine != "" || !o.personal(t.b.opt.Publish) {
		return nil
	}
	return o
}

// opened is the day on which a thread was opened, with its year if that was long ago.
func (t *teller) opened(o *post) string {
	layout := t.b.lang.Layouts.Short
	if o.Published.Before(t.b.in.Window.Start.AddDate(0, -6, 0)) {
		layout = t.b.lang.Layouts.Day
	}
	return t.b.lang.Date(o.Published.In(t.b.in.Window.Zone), layout)
}

func (t *teller) nameOther(p *post) string {
	if t.named[p.ident] {
		return t.short(p)
	}
	t.named[p.ident] = true
	return p.who
}

// parent is the post that p answers, if the edition knows it.
func (t *teller) parent(p *post) *post {
	if len(p.InReplyTo) == 0 {
		return nil
	}
	q := t.b.byKey[p.InReplyTo[len(p.InReplyTo)-1]]
	if q == nil || q.Scope != p.Scope {
		return nil
	}
	return q
}

// connector places a sentence in time or answer; most sentences need none.
func (t *teller) connector(p *pick, parent *post, same bool) string {
	if t.prev == nil {
		return ""
	}
	zone := t.b.in.Window.Zone
	was, is := t.prev.post.Published.In(zone), p.post.Published.In(zone)
	if was.YearDay() != is.YearDay() && t.b.in.Window.days() > 1 {
		t.used["date"]++
		if t.used["date"] <= 2 {
			return Fill(t.b.lang.onDate, "date", t.b.lang.Date(is, t.b.lang.Layouts.Short))
		}
		return ""
	}
	switch {
	case p.post.isStatus():
		return ""
	case !same && parent != nil && parent == t.prev.post && t.turn("reply", p.post, 2):
		return t.b.lang.inReply
	case !same && is.Sub(was) > 5*time.Hour && t.turn("later", p.post, 1):
		return t.b.lang.hoursLater
	}
	return ""
}

// turn says yes to one in n posts, by their id and never twice running; so sentences vary and a rebuild gives the same.
func (t *teller) turn(what string, p *post, n int) bool {
	h := fnv.New32a()
	h.Write([]byte(what + p.id))
	if t.used[what] > 0 || int(h.Sum32()%uint32(n)) != 0 {
		return false
	}
	t.used[what]++
	return true
}

// vary takes one of several words by the post's id, avoiding the one that the story used last.
func (t *teller) vary(p *post, words ...string) string {
	h := fnv.New32a()
	h.Write([]byte(p.id))
	i := int(h.Sum32() % uint32(len(words)))
	for k := range words {
		w := words[(i+k)%len(words)]
		if t.b.verbs[w] <= t.b.least(words) {
			t.b.verbs[w]++
			return w
		}
	}
	return words[i]
}

// least returns how often the least used of words has been used in this edition.
func (b *builder) least(words []string) int {
	n := b.verbs[words[0]]
	for _, w := range words[1:] {
		n = min(n, b.verbs[w])
	}
	return n
}

// startsAmong reports whether one of the cues stands near the beginning of text.
func startsAmong(text string, cues []string) bool {
	return contains(strings.ToLower(clip(strings.TrimSpace(text), 90)), cues)
}

// addressee returns how to call whom p answers, "" if the story has not named them or p does not.
func (t *teller) addressee(p, parent *post) string {
	if parent == nil || parent.ident == p.ident || !t.named[parent.ident] || !t.mayName(parent, p) {
		return ""
	}
	return t.short(parent)
}

// mayName reports whether a sentence about q may name p: p's name stands in q's own post, or p was told before in this story.
func (t *teller) mayName(p, q *post) bool {
	return strings.Contains(q.Text+" "+q.Quoted, t.short(p))
}

func capitalise(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if first, _, _ := strings.Cut(s, " "); strings.HasPrefix(s, "http") || strings.ContainsAny(first, "_()") {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
