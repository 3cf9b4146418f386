package write

import (
	"slices"
	"sort"
	"strings"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/digest/story"
)

// A candidate is the best window of one person's posts.
type candidate struct {
	Excerpt
	value    float64
	objects  bool
	denies   bool    // says a plain no, be it to a question, or is contrary
	contrary float64 // how much, where it is that
	accepted bool    // the answer that the opener's last word speaks of
	pair     bool    // said to one that asks or objects, or what that is said to
	concedes bool    // takes back what is printed of its writer
}

// others chooses what is printed beside the opening: the answer, an objection, what those are said to and what is said
// to them, other voices, the last word.
func (c *choice) others(opening []Excerpt) []Excerpt {
	from := c.heard()
	against := c.opposing(append(slices.Clone(from), c.rejoinders()...), opening)
	all := c.sharpened(c.candidates(opening, from), against)
	take := c.withSides(lead(all), against)
	end := c.end(take)
	room := maxOthers
	switch n := len(c.s.Posts); {
	case n < 4:
		room--
	case n >= manyPosts:
		room++
	}
	var last *post.Post
	if end != nil {
		last = end.Post
		take = c.besideEnd(take, end)
		room--
	}
	for _, x := range take {
		c.shown = append(c.shown, x.Excerpt)
	}
	for _, x := range slices.Clone(take) {
		if y, ok := c.takenBack(&x, take); ok && y.Post != last {
			take, room = append(take, y), room+1
		}
	}
	for i, x := range slices.Clone(take) {
		if y, ok := c.against(&x.Excerpt, take); ok && y.Post != last {
			take, room = append(take, y), room+1
		}
		if y, ok := c.replyTo(&x, take, last); ok && len(take) <= room {
			take = append(take, y)
			take[i].pair = true
		}
	}
	return c.inOrder(opening, c.filled(take, all, room, last), end)
}

// besideEnd returns what was taken without the post of the last word, but for other words of it that answer best or are
// plainly contrary. Where those go on to the last word, that begins with them.
func (c *choice) besideEnd(take []candidate, end *Excerpt) []candidate {
	var answer *post.Post
	if len(take) > 0 {
		answer = take[0].Post
	}
	below := c.below(end.Post, take)
	return slices.DeleteFunc(take, func(x candidate) bool {
		answers := x.Post == answer && (!leans(&x.Window) || x.Window.Index == 0 && below)
		if x.Post != end.Post {
			return false
		}
		if !answers && (!x.denies || x.contrary < clearlyContrary || dangles(&x.Window.Units[0])) {
			return true
		}
		if answers && overlap(x.Window, end.Window) || covers(x.Window, end.Window) {
			x.weight = end.weight
			*end = x.Excerpt
		}
		return !answers && x.contrary < plainlyContrary || overlap(x.Window, end.Window)
	})
}

// inOrder returns by date what was taken and the last word, without what only says again what another says, each with
// what it is worth.
func (c *choice) inOrder(opening []Excerpt, take []candidate, end *Excerpt) []Excerpt {
	sort.SliceStable(take, func(i, j int) bool { return precedes(&take[i].Excerpt, &take[j].Excerpt) })
	var out []Excerpt
	said := slices.Clone(opening)
	for _, x := range take {
		if slices.ContainsFunc(said, func(e Excerpt) bool { return alike(e, x.Excerpt) }) {
			continue
		}
		switch x.weight = max(0, min(x.value, mostVoice)); {
		case x.accepted:
			x.weight += takenWorth
		case x.objects, c.objection(&x.Excerpt):
			x.weight = sideWorth + max(1, x.contrary)
		case x.denies && x.contrary > clearlyContrary:
			x.weight = sideWorth + max(0, x.contrary)
		case x.concedes:
			x.weight = sideWorth + mostVoice // stays as long as what it takes back
		case x.pair:
			x.weight += pairWorth
		}
		out, said = append(out, x.Excerpt), append(said, x.Excerpt)
	}
	if end != nil && !slices.ContainsFunc(said, func(e Excerpt) bool { return saysAgain(*end, e) }) {
		out = append(out, *end)
	}
	sort.SliceStable(out, func(i, j int) bool { return precedes(&out[i], &out[j]) })
	return out
}

// takenBack returns what who speaks against others says later, where that gives in: nobody is told by an objection that
// they have taken back.
func (c *choice) takenBack(x *candidate, take []candidate) (candidate, bool) {
	if !x.objects && (!x.denies || x.contrary < plainlyContrary) {
		return candidate{}, false
	}
	concedes := func(u *prose.Unit) bool { return u.Acts.Has(language.Concedes) }
	for i := len(c.s.Posts) - 1; i >= 0; i-- {
		p := c.s.Posts[i]
		if p.Ident != x.Post.Ident || !post.Before(x.Post, p) || !printable(p) || c.s.Twice[p] {
			continue
		}
		w := c.best(p, want{need: concedes, brief: true, anywhere: true, must: true})
		if w == nil {
			continue
		}
		if taken(take, p) {
			return candidate{}, false
		}
		e := excerpt(p, *w)
		e.To = c.answered(p, w)
		return candidate{Excerpt: e, concedes: true}, true
	}
	return candidate{}, false
}

// precedes reports whether an excerpt was written before another one, or stands above it in one post.
func precedes(x, y *Excerpt) bool {
	if x.Post == y.Post {
		return x.Window.Index < y.Window.Index
	}
	return post.Before(x.Post, y.Post)
}

// against returns what an excerpt that objects is said to, where its writer has no words among those taken: nobody is
// contradicted unheard.
func (c *choice) against(x *Excerpt, take []candidate) (candidate, bool) {
	by, q := c.s.By, c.s.Parent(x.Post)
	if x.To != nil || q == nil || by(q) == by(x.Post) || !printable(q) || c.s.Twice[q] || !c.objection(x) ||
		slices.ContainsFunc(c.shown, func(e Excerpt) bool { return by(e.Post) == by(q) }) ||
		slices.ContainsFunc(take, func(y candidate) bool { return by(y.Post) == by(q) }) {
		return candidate{}, false
	}
	y, ok := c.reply(q, false, false, false)
	if ok {
		y.pair = true
		c.shown = append(c.shown, y.Excerpt)
	}
	return y, ok
}

// lead takes the best answer and the best objection; where nobody objects, who says a plain no.
func lead(all []candidate) []candidate {
	take := slices.Clone(all[:min(1, len(all))])
	other := -1
	for i := range all {
		if all[i].objects && (other < 0 || all[i].contrary > all[other].contrary) {
			other = i
		}
	}
	if other < 0 {
		other = slices.IndexFunc(all, func(x candidate) bool { return x.denies })
	}
	if other > 0 && !all[0].objects {
		take = append(take, all[other])
	}
	return take
}

// taken reports whether a post is among those that are taken.
func taken(take []candidate, p *post.Post) bool {
	return slices.ContainsFunc(take, func(x candidate) bool { return x.Post == p })
}

// filled adds further voices on the matter, as many as there is room for.
func (c *choice) filled(take, all []candidate, room int, last *post.Post) []candidate {
	most := max(room, len(take), 1)
	for _, x := range all {
		if len(take) >= most {
			break
		}
		few := len(take) < 2 && len(c.s.People) > 2 && len(c.s.Posts) >= manyPosts/2 // of a debate a second voice is heard whatever its words
		if taken(take, x.Post) || x.Post == last || len(take) > 0 && !few && c.lex.Overlap(x.Post.WindowTerms(&x.Window), c.topic) <= onTopic {
			continue
		}
		if take = append(take, x); len(take) == most {
			break
		}
		if y, ok := c.replyTo(&x, take, last); ok {
			take[len(take)-1].pair = true
			take = append(take, y)
		}
	}
	return take
}

// replyTo returns what is said to an excerpt that asks or objects; false if it does neither, or nobody who is not taken
// says a thing.
func (c *choice) replyTo(x *candidate, take []candidate, last *post.Post) (top candidate, found bool) {
	asks := lastAsks(&x.Window)
	if !asks && !x.objects {
		return top, false
	}
	for _, q := range c.kids[x.Post.Key] {
		if q == last {
			return top, false // the last word says it
		}
		if !q.In || q.Ident == x.Post.Ident || !printable(q) || c.s.Twice[q] || taken(take, q) {
			continue
		}
		y, ok := c.reply(q, true, asks && firstCues(q).Has(language.YesNo), false)
		if !ok || lastAsks(&y.Window) {
			continue
		}
		if y.value += .5 * b2f(c.s.Mine(q)); c.answers(q, &y.Window, &x.Excerpt) {
			y.value += 1.5
		}
		if !found || y.value > top.value {
			top, found = y, true
			top.pair = true
		}
	}
	return top, found
}

// saysAgain reports whether a last word has the words of what is printed already, or, where it is no short one, much the
// same as its writer said before.
func saysAgain(end, e Excerpt) bool {
	const short = 12 // words
	return strings.Contains(e.Text, end.Text) || strings.Contains(end.Text, e.Text) ||
		end.Window.Words() > short && end.Post.Ident == e.Post.Ident && alike(end, e)
}

func alike(a, b Excerpt) bool {
	return !a.entire && !b.entire && post.Alike(a.Post.WindowTerms(&a.Window), b.Post.WindowTerms(&b.Window)) > alikeMost
}

// accepted returns the post that the opener's last word quotes, else that it replies to, else the last one before it by
// whom it names, else the last one before it.
func (c *choice) accepted() (answer, thanked *post.Post) {
	s := c.s
	if s.Vote != nil {
		return nil, nil
	}
	if s.Word != nil && s.Mine(s.Word) && s.Word != s.Opener {
		thanked = s.Word
	} else if n := len(s.Back); n > 0 {
		thanked = s.Back[n-1]
	}
	if thanked == nil {
		return nil, nil
	}
	var before []*post.Post
	for _, p := range s.Answers {
		if p.Published.Before(thanked.Published) {
			before = append(before, p)
			if n := len(thanked.InReplyTo); n > 0 && thanked.InReplyTo[n-1] == p.Key {
				answer = p
			}
		}
	}
	for _, src := range c.above[thanked] {
		if slices.Contains(before, src.post) && (answer == nil || post.Before(src.post, answer)) {
			answer = src.post
		}
	}
	if answer != nil || len(before) == 0 {
		return answer, thanked
	}
	head, _, _ := strings.Cut(thanked.Text, "\n\n")
	head = strings.ToLower(head)
	for i := len(before) - 1; i >= 0; i-- {
		if f := strings.Fields(strings.ToLower(before[i].Who)); len(f) > 0 && len(f[0]) > 2 && strings.Contains(head, f[0]) {
			return before[i], thanked
		}
	}
	return before[len(before)-1], thanked
}

// heard returns the posts whose words may be printed as answers.
func (c *choice) heard() []*post.Post {
	s := c.s
	from := s.Replies
	if s.State == story.Solved || s.State == story.Answered {
		from = s.Answers // the answer may be older than the day of the thanks
	}
	from = sample(from, c.kids)
	for _, p := range s.Back { // who opened a debate may object
		if p.In && s.Disputes(p) {
			from = append(slices.Clone(from), p)
		}
	}
	return from
}

// candidates returns the best window of each person who answers, best first.
func (c *choice) candidates(opening []Excerpt, from []*post.Post) []candidate {
	s := c.s
	key, thanked := c.accepted()
	shown := map[string]bool{}
	asksLast := false
	for _, e := range opening {
		shown[e.Post.Key] = true
		asksLast = e.Window.Units[len(e.Window.Units)-1].Asks
	}
	best := map[string]candidate{}
	var order []string
	for _, p := range from {
		if !printable(p) || shown[p.Key] || s.Word != nil && (s.State == story.Solved || s.State == story.Withdrawn) && p.Published.After(s.Word.Published) {
			continue // what others chat afterwards is not told
		}
		near := len(p.InReplyTo) > 0 && shown[p.InReplyTo[len(p.InReplyTo)-1]]
		yes := near && asksLast && firstCues(p).Has(language.YesNo)
		x, ok := c.reply(p, near, yes, p == key)
		if !ok || s.Mine(p) && !x.objects {
			continue
		}
		x.value += .5*float64(len(c.kids[p.Key])) + .4*b2f(len(p.InReplyTo) <= 1) + .5*b2f(near && asksLast)
		if asks := s.Kind == story.Question || s.Kind == story.Report; asks && !x.objects {
			x.value -= 1.2*b2f(!story.Answers(p)) + 2.2*b2f(x.Window.Words() < 9 && !yes && p != key)
		}
		mine := key != nil && p.Ident == key.Ident && !p.Published.After(key.Published)
		if x.accepted = mine && !lastAsks(&x.Window); x.accepted {
			x.value += .5 + .5*b2f(p == key) + 2*b2f(s.Word != nil && s.Word == thanked)
		}
		have, known := best[p.Ident]
		if !known {
			order = append(order, p.Ident)
		}
		if !known || x.value+3*b2f(x.objects) > have.value+3*b2f(have.objects) {
			best[p.Ident] = x
		}
	}
	out := make([]candidate, 0, len(order))
	for _, id := range order {
		out = append(out, best[id])
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].value > out[j].value })
	return out
}

const manyReplies = 300 // of one thread, of which all are read

// sample keeps of very many answers the first, the last, and those that are answered most.
func sample(from []*post.Post, kids map[string][]*post.Post) []*post.Post {
	if len(from) <= manyReplies {
		return from
	}
	keep := slices.Clone(from[manyReplies/3 : len(from)-manyReplies/3])
	sort.SliceStable(keep, func(i, j int) bool { return len(kids[keep[i].Key]) > len(kids[keep[j].Key]) })
	keep = append(append(slices.Clone(from[:manyReplies/3]), keep[:manyReplies/3]...), from[len(from)-manyReplies/3:]...)
	sort.SliceStable(keep, func(i, j int) bool { return post.Before(keep[i], keep[j]) })
	return keep
}

// reply chooses the window of one answer: its objection, where it has one, else what it answers with. near tells that
// the post it answers is printed right above, yes that it opens with a bare yes or no to the question there.
func (c *choice) reply(p *post.Post, near, yes, key bool) (candidate, bool) {
	s := c.s
	us := p.Units()
	var w *prose.Window
	objects := s.Disputes(p) && slices.ContainsFunc(us, func(u prose.Unit) bool { return u.OK && s.ObjectsIn(p, &u) })
	if objects {
		plain := func(u *prose.Unit) bool {
			return s.ObjectsIn(p, u) && (u.Words >= plainAlone || !dangles(u) || u.To != "")
		}
		w = c.best(p, want{need: plain, shown: near})
		if w == nil {
			w = c.best(p, want{need: func(u *prose.Unit) bool { return s.ObjectsIn(p, u) }, shown: near})
		}
		if w == nil { // an objection is heard even where it is short or points back
			w = c.best(p, want{need: func(u *prose.Unit) bool { return u.Acts.Has(language.Objects) }, shown: near, anywhere: true, must: true})
		}
		if w == nil {
			w = c.best(p, want{need: func(u *prose.Unit) bool { return u.Acts.Has(language.Objects) }, anywhere: true, brief: true, must: true})
		}
	}
	if w != nil && !near && c.bare(p, w) && c.answered(p, w) == nil {
		w = nil
	}
	strong := w != nil
	if w == nil {
		cue := language.Agrees
		if s.Kind == story.Question || s.Kind == story.Report {
			cue = language.Answers
		}
		direct := len(p.InReplyTo) > 0 && p.InReplyTo[len(p.InReplyTo)-1] == s.Opener.Key
		w = c.best(p, want{cue: cue, reply: true, first: direct && cue == language.Answers, shown: near && (len(us) <= 3 || yes), brief: yes})
	}
	if w == nil || !p.In && lastAsks(w) || w.Words() < 6 && !yes && !key && !strong {
		return candidate{}, false
	}
	v := float64(min(p.Words(), 150))/60 + .6*c.score(p, w, want{cue: language.Answers}) - 1.2*b2f(lastAsks(w)) - .5*b2f(!p.In)
	v += b2f(c.answersShown(p, w))
	e := excerpt(p, *w)
	e.To = c.answered(p, w)
	vote, _ := c.casts(p)
	strong = strong || vote < 0
	return candidate{Excerpt: e, value: v, objects: strong, denies: strong || saysNo(w.Units)}, true
}
