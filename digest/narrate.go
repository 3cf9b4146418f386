package digest

import (
	"fmt"
	"hash/fnv"
	"regexp"
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
	title := inQuotes(t.s.title)
	verb, object := "started", "a thread on "+title
	switch {
	case p.isStatus() && statusTag.MatchString(t.s.title):
		verb, object = "posted", "under "+t.s.title
	case p.isStatus():
		verb, object = "posted", "under the hashtag"
	case t.s.opener() != p:
		verb, object = "replied", "in the thread on "+title
	case t.s.kind == kindQuestion:
		verb, object = "asked", "about "+title
	case t.s.kind == kindRelease || t.s.kind == kindAnnouncement:
		verb, object = "announced", title
	case t.s.kind == kindPatch:
		verb, object = "posted", "a patch, "+title
	case t.s.kind == kindArticle:
		verb, object = "published", "an article on "+title
	case t.s.kind == kindVote:
		verb, object = "opened", "a vote on "+title
	}
	t.floor = p.Published
	t.prev = &pick{post: p}
	return Sentence{Text: capitalise(name + " " + verb + " " + object + "."), Sources: []string{p.id}, Anchor: verb, opening: true}
}

// inQuotes prints a title between quotation marks, shortened at a word's end and without the mark at its end.
func inQuotes(title string) string {
	title = strings.TrimRight(strings.TrimSuffix(clip(title, 90), "…"), " .,:;!?")
	if strings.ContainsAny(title, "\"“”") {
		return strings.NewReplacer("\"", "'", "“", "'", "”", "'").Replace(title)
	}
	return "“" + title + "”"
}

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

func (t *teller) short(p *post) string {
	plain, _, _ := strings.Cut(p.who, " aka ")
	words := strings.Fields(plain)
	if len(words) < 2 || len(words) > 3 || p.isStatus() {
		return p.who
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) || !unicode.Is(unicode.Latin, r) {
			return p.who
		}
	}
	last := words[len(words)-1]
	for _, q := range t.s.posts { // two people of one family name in a story keep their first names
		if q.ident != p.ident && strings.HasSuffix(q.who, " "+last) {
			return p.who
		}
	}
	if utf8.RuneCountInString(last) < 3 {
		return p.who
	}
	return last
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
	name := t.name(p.post)
	lead := ""
	if !opening {
		lead = t.connector(p, parent, same)
	}
	verb, tail := t.frame(p, opening, same, parent)
	if lead == "In reply, " && (verb == " replied" || verb == " answered") {
		lead = ""
	}
	text := ""
	switch {
	case !opening && lead == "" && !same && p.clause.form == formThat && p.clause.verb == "" && t.turn("according", p.post, 3):
		out.Anchor = "According to"
		text = "According to " + name + ", " + p.clause.text
	default:
		out.Anchor = anchorOf(verb)
		text = lead + name + verb + tail
	}
	if opening && !t.isStart(p.post) {
		if c := t.continuing(p.post); c != nil && wordCount(text) < 34 && p.clause.form != formColon {
			text += ", " + t.continued(c)
			out.Sources = append(out.Sources, c.id)
			p.joined = true
		}
	}
	text = capitalise(text)
	if firstPerson.MatchString(text) {
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
	c, was := p.clause, t.prev.clause
	text := ""
	switch {
	case c.form == formVerb && (was.form == formVerb || was.form == formThat):
		text = c.verb + " " + c.text
	case c.form == formThat && c.verb != "":
		text = c.verb + " " + c.text
	case c.form == formThat && was.form == formThat && was.verb == "":
		text = "that " + strings.TrimPrefix(c.text, "that ")
	case c.form == formWhether:
		text = "asked " + c.text
	default:
		return false
	}
	last.Text = strings.TrimSuffix(last.Text, ".") + ", and " + text + "."
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
		who = "and later"
	}
	text := strings.TrimSuffix(last.Text, ".") + "; " + who + ": " + p.clause.text
	if firstPerson.MatchString(text) {
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

// firstPerson is what no sentence of the recap may hold outside a quote.
var firstPerson = regexp.MustCompile(`\b(?:I|I'm|I've|I'd|I'll|me|my|we|we're|our|us)\b`)

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

func (t *teller) continued(o *post) string {
	day := o.Published.In(t.b.in.Window.Zone).Format("2 January")
	if o.Published.Before(t.b.in.Window.Start.AddDate(0, -6, 0)) {
		day = o.Published.In(t.b.in.Window.Zone).Format("2 January 2006")
	}
	if o.ident == t.s.lead().ident {
		return "in a thread opened on " + day
	}
	return "in a thread that " + t.nameOther(o) + " opened on " + day
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
			return "On " + is.Format("2 January") + ", "
		}
		return ""
	}
	switch {
	case p.post.isStatus():
		return ""
	case !same && parent != nil && parent == t.prev.post && t.turn("reply", p.post, 2):
		return "In reply, "
	case !same && is.Sub(was) > 5*time.Hour && t.turn("later", p.post, 1):
		return "Hours later, "
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

// frame returns the verb with what belongs to it and the clause, each with the space before it.
func (t *teller) frame(p *pick, opening, same bool, parent *post) (verb, tail string) {
	c := p.clause
	start := opening && t.isStart(p.post)
	switch c.form {
	case formWhether:
		switch {
		case opening:
			verb = t.vary(p.post, "asked", "wanted to know")
			if start {
				verb = "asked"
			}
		case same:
			verb = t.vary(p.post, "also asked", "wondered")
		default:
			verb = t.vary(p.post, "asked", "wanted to know", "asked in turn")
		}
		return " " + verb, " " + c.text
	case formColon:
		if strings.HasSuffix(c.text, "?") {
			return " asked", ": " + c.text
		}
		return " " + t.vary(p.post, "wrote", "posted"), ": " + c.text
	case formPlease:
		return " asked", " people to " + c.text
	case formTo:
		if patchTag.MatchString(p.post.Title) && !same {
			return " proposed", " to " + c.text
		}
		negative := false
		text := c.text
		for _, no := range []string{"don't ", "do not ", "never "} {
			if rest, ok := strings.CutPrefix(text, no); ok {
				negative, text = true, rest
			}
		}
		to := " to "
		if negative {
			to = " not to "
		}
		if parent != nil && parent.ident != p.post.ident && t.named[parent.ident] && t.mayName(parent, p.post) {
			return " " + t.vary(p.post, "told", "advised"), " " + t.short(parent) + to + text
		}
		if opening {
			return " asked", " people" + to + text
		}
		return "'s advice", " was" + to + text
	case formVerb:
		if opening && !reportingVerb(c.verb) {
			return " wrote", " that they " + plural(c.verb) + " " + c.text
		}
		if same && !strings.HasPrefix(c.verb, "had ") && !strings.Contains(c.verb, "not") && t.turn("also", p.post, 2) {
			if rest, ok := strings.CutPrefix(c.verb, "was "); ok {
				return " was also " + rest, " " + c.text
			}
			return " also " + c.verb, " " + c.text
		}
		return " " + c.verb, " " + c.text
	}
	if c.verb != "" {
		verb, that := strings.CutSuffix(c.verb, " that")
		if that && opening && !reportingVerb(verb) {
			return " wrote", " that they " + plural(verb) + " that " + c.text
		}
		if that {
			return " " + verb, " that " + c.text
		}
		return " " + c.verb, " " + c.text
	}
	switch {
	case t.s.kind == kindStatus || p.post.isStatus():
		verb = t.vary(p.post, "posted", "wrote", "reported")
	case start && (t.s.kind == kindRelease || t.s.kind == kindAnnouncement || t.s.kind == kindSecurity):
		verb = "announced"
	case start && t.s.kind == kindProposal:
		verb = "wrote"
	case start && t.s.kind == kindArticle:
		verb = t.vary(p.post, "wrote", "reported")
	case start && t.s.kind != kindPatch && contains(strings.ToLower(p.text), problemCues):
		verb = "reported"
	case start:
		verb = t.vary(p.post, "wrote", "explained", "noted")
	case same:
		verb = t.vary(p.post, "added", "also noted", "went on to say")
	case opening:
		verb = t.vary(p.post, "replied", "noted", "wrote")
	case p.post.isArticle():
		verb = t.vary(p.post, "wrote", "noted")
	case p.rank < 4 && startsAmong(p.post.Text, objectCues):
		verb = "objected"
	case p.rank < 4 && startsAmong(p.post.Text, agreeCues):
		return " agreed", " and noted that " + strings.TrimPrefix(c.text, "that ")
	case parent != nil || len(p.post.InReplyTo) > 0:
		verb = t.vary(p.post, "replied", "answered", "pointed out", "noted", "said", "explained")
	default:
		verb = t.vary(p.post, "wrote", "noted", "said")
	}
	if strings.HasPrefix(c.text, "that ") {
		return " " + verb, " " + c.text
	}
	return " " + verb, " that " + c.text
}

// startsAmong reports whether one of the cues stands near the beginning of text.
func startsAmong(text string, cues []string) bool {
	return contains(strings.ToLower(clip(strings.TrimSpace(text), 90)), cues)
}

// mayName reports whether a sentence about q may name p: p's name stands in q's own post, or p was told before in this story.
func (t *teller) mayName(p, q *post) bool {
	return strings.Contains(q.Text+" "+q.Quoted, t.short(p))
}

func plural(verb string) string {
	if rest, ok := strings.CutPrefix(verb, "was "); ok {
		return "were " + rest
	}
	return verb
}

var reporting = wordSet(`asked announced proposed replied noted wrote thought believed found noticed suggested recommended agreed wanted needed wondered explained reported looking working feared hoped`)

func reportingVerb(verb string) bool {
	for _, w := range strings.Fields(verb) {
		if reporting[w] {
			return true
		}
	}
	return false
}

// anchorOf returns the words of a frame that carry the link.
func anchorOf(verb string) string {
	verb = strings.TrimPrefix(strings.TrimSpace(verb), "'s ")
	return strings.TrimSpace(verb)
}

func capitalise(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if first, _, _ := strings.Cut(s, " "); strings.HasPrefix(s, "http") || strings.ContainsAny(first, "_()") {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

var numerals = strings.Fields("no one two three four five six seven eight nine ten eleven twelve")

// count writes small numbers as words, larger ones as digits, with what is counted.
func count(n int, one, many string) string {
	what := many
	if n == 1 {
		what = one
	}
	if n >= 0 && n < len(numerals) {
		return numerals[n] + " " + what
	}
	return fmt.Sprintf("%d %s", n, what)
}
