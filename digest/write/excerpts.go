// Package write puts the text of a story together out of verbatim excerpts: what the opening says, the answer, an objection, the last word.
//
// It chooses and never rewords: an excerpt is a window of one post (package prose), and its label is read off the words that are printed.
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

// An Excerpt is one window of one post as it is printed.
type Excerpt struct {
	Post   *post.Post
	Window prose.Window
	Text   string
	Label  string // one of the labels
	To     *Line  // the line that it answers, where the writer quoted it

	accepted bool // the answer that the opener's last word speaks of
}

// A Line is a sentence of another post that an excerpt answers.
type Line struct {
	Post *post.Post
	Text string
}

// The labels: what an excerpt does.
const (
	Question, Announcement, Release, Proposal, Patch, Report, Security, Ballot, Result, Idea, Opening, Details = "question", "announcement", "release", "proposal", "patch", "report", "security", "vote", "result", "idea", "opening", "details"
	Reply, Objection, Agreement, Confirmed, Thanks, Update, Decision                                           = "reply", "objection", "agreement", "confirmed", "thanks", "update", "decision"
)

const (
	maxOthers  = 3   // excerpts of a story beside those of its opening
	alikeMost  = .6  // of two excerpts
	onTopic    = .2  // overlap with the matter below which one more voice says nothing
	plainAlone = 12  // words from which an answer is understood without the line that it answers
	manyPosts  = 10  // from so many posts on a story has one more voice, and half as many words again
	onTopicTo  = .35 // the same for a last word that decides nothing
)

// A choice is one call of Excerpts.
type choice struct {
	s     *story.Story
	lex   *post.Lexicon
	topic post.Topic
}

// Excerpts returns what is printed of a story, at most about words words of it, opening first, then by date. It is empty where nothing of it can be.
func Excerpts(s *story.Story, lex *post.Lexicon, words int) []Excerpt {
	c := &choice{s: s, lex: lex}
	if len(s.Posts) >= manyPosts {
		words += words / 2
	}
	c.topic = c.matter()
	opening := c.opening()
	for _, e := range opening {
		for _, id := range e.Post.WindowTerms(&e.Window) {
			if _, ok := c.topic[id]; !ok {
				c.topic[id] = .5
			}
		}
	}
	rest := c.others(opening)
	if len(opening) == 0 && s.Root && printable(s.Opener) {
		opening = c.plainly(s.Opener)
	}
	if len(s.People) > 1 && len(voices(append(slices.Clone(opening), rest...))) < 2 {
		rest = c.someone(opening, rest)
	}
	out := c.fit(append(opening, rest...), words)
	for i := range out {
		out[i].Label = c.label(out, i)
	}
	return out
}

// printable reports whether words of p may be printed under a name.
func printable(p *post.Post) bool { return p.Who != "" && p.Policy == 0 && p.Machine == "" }

// matter is what a story is about: the words of its subject, and those of its opening that others take up.
func (c *choice) matter() post.Topic {
	s := c.s
	t := post.Topic{}
	used := map[int]int{}
	for i, p := range s.Answers {
		if i == 100 {
			break
		}
		for _, id := range p.Terms() {
			used[id]++
		}
	}
	for _, id := range s.Opener.Terms() {
		if n := used[id]; n > 0 {
			t[id] = min(.7, .25+.15*float64(n))
		}
	}
	for _, id := range c.lex.Terms(s.Title) {
		t[id] = 1
	}
	return t
}

// excerpt makes an excerpt of a window.
func excerpt(p *post.Post, w prose.Window) Excerpt {
	return Excerpt{Post: p, Window: w, Text: w.Text()}
}

// opening chooses what the opening says: of news what is new and why it matters, of a question the question, else what it is about.
func (c *choice) opening() []Excerpt {
	s, o := c.s, c.s.Opener
	if !s.Root && !o.In {
		return nil // the beginning is not known
	}
	var out []Excerpt
	if printable(o) {
		switch s.Kind {
		case story.Release, story.Announcement, story.Security, story.Article:
			out = c.news(o)
		case story.Question:
			out = c.asked(o)
		case story.Discussion:
			if w := c.best(o, want{cue: language.About, opener: s.Root, reply: !s.Root}); w != nil {
				out = []Excerpt{excerpt(o, *w)}
			}
		default:
			if w := c.best(o, want{cue: aboutOf(s.Kind), opener: true}); w != nil {
				out = []Excerpt{excerpt(o, *w)}
			}
		}
	}
	if len(out) == 0 && s.Kind == story.Patch { // a cover letter that is a list: the first part says it
		for _, p := range s.Posts {
			if p.Ident != o.Ident || p == o || !printable(p) {
				continue
			}
			if w := c.best(p, want{cue: language.About, opener: true}); w != nil {
				out = []Excerpt{excerpt(p, *w)}
				break
			}
		}
	}
	return out
}

func aboutOf(kind string) language.Cue {
	switch kind {
	case story.Report:
		return language.Problem
	case story.Proposal, story.Idea:
		return language.Proposes
	}
	return language.About
}

// news is what is new in an announcement, and why it matters.
func (c *choice) news(o *post.Post) []Excerpt {
	what := c.best(o, want{cue: language.News, opener: true, plain: true, need: has(language.News)})
	if what == nil {
		what = c.best(o, want{opener: true, cue: language.About})
	}
	if what == nil {
		what = c.first(o)
	}
	if what == nil {
		return nil
	}
	out := []Excerpt{excerpt(o, *what)}
	why := c.best(o, want{cue: language.Matters, opener: true, plain: true, need: has(language.Matters), avoid: out})
	if why != nil && !overlap(*why, *what) && post.Alike(o.WindowTerms(why), o.WindowTerms(what)) < .35 && what.Words()+why.Words() < 75 {
		out = append(out, excerpt(o, *why))
		sort.SliceStable(out, func(i, j int) bool { return out[i].Window.Index < out[j].Window.Index })
	}
	return out
}

// first is the first window of a post that may be printed at all and does not begin in the air.
func (c *choice) first(o *post.Post) *prose.Window {
	ws := o.Windows(true)
	for i := range ws {
		if n := ws[i].Words(); n >= 6 && !dangles(&ws[i].Units[0]) && !ws[i].Units[0].Cues.Any(language.Furniture, language.Meta) {
			return &ws[i]
		}
	}
	return nil
}

// asked is the question that opens a story, with what leads to it, or what it is about where that says more.
func (c *choice) asked(o *post.Post) []Excerpt {
	w := c.best(o, want{cue: language.Problem, opener: true})
	q := c.best(o, want{opener: true, question: true, need: func(u *prose.Unit) bool { return u.Asks && !u.Cues.Has(language.Meta) }})
	switch {
	case q != nil && w != nil:
		var asks post.Terms
		for i := range q.Units {
			if q.Units[i].Asks && !q.Units[i].Cues.Has(language.Meta) {
				asks = post.Union(asks, o.UnitTerms(q.Index+i))
			}
		}
		rate := func(w *prose.Window) float64 { return c.score(o, w, want{cue: language.Problem, opener: true}) }
		if c.lex.Overlap(asks, c.topic) > .25 && rate(q)+.8 > rate(w) {
			w = q
		}
	case q != nil:
		w = q
	case w == nil:
		if w = c.best(o, want{opener: true, cue: language.About}); w == nil {
			w = c.best(o, want{opener: true, question: true, need: func(u *prose.Unit) bool { return u.Asks }})
		}
	}
	if w == nil {
		return nil
	}
	return []Excerpt{excerpt(o, *w)}
}

// plainly is the first words of a post that can be printed, where nothing better can.
func (c *choice) plainly(p *post.Post) []Excerpt {
	ws := p.Windows(p == c.s.Opener)
	for _, strict := range []bool{true, false} {
		for i := range ws {
			u := &ws[i].Units[0]
			if ws[i].Words() < 4 || u.Cues.Has(language.Furniture) || dangles(u) && (strict || p == c.s.Opener) || strict && u.Cues.Has(language.Meta) {
				continue
			}
			if !dangles(u) || i == 0 {
				return []Excerpt{excerpt(p, ws[i])}
			}
		}
	}
	return nil
}

// someone adds a second voice where the rules have found none: the first words of the longest post by another writer.
func (c *choice) someone(opening, rest []Excerpt) []Excerpt {
	heard := voices(append(slices.Clone(opening), rest...))
	var from []*post.Post
	for _, p := range c.s.Posts {
		if !heard[p.Ident] && p != c.s.Opener && printable(p) && !p.IsStatus() {
			from = append(from, p)
		}
	}
	sort.SliceStable(from, func(i, j int) bool { return from[i].Words() > from[j].Words() })
	for _, p := range from {
		if e := c.plainly(p); e != nil {
			rest = append(rest, e...)
			sort.SliceStable(rest, func(i, j int) bool { return post.Before(rest[i].Post, rest[j].Post) })
			break
		}
	}
	return rest
}

// A candidate is the best window of one person's posts.
type candidate struct {
	Excerpt
	value   float64
	objects bool
}

// others chooses what is printed beside the opening: the answer, an objection, other voices, the last word.
func (c *choice) others(opening []Excerpt) []Excerpt {
	s, o := c.s, c.s.Opener
	all := c.candidates(opening)
	var take []candidate
	if len(all) > 0 {
		take = append(take, all[0])
	}
	if !slices.ContainsFunc(take, func(x candidate) bool { return x.objects }) {
		if i := slices.IndexFunc(all, func(x candidate) bool { return x.objects }); i >= 0 {
			take = append(take, all[i])
		}
	}
	last, end := c.end(take)
	if end != nil {
		take = slices.DeleteFunc(take, func(x candidate) bool { return x.Post == last })
	}
	room := maxOthers
	switch n := len(s.Posts); {
	case n < 4:
		room--
	case n >= manyPosts:
		room++
	}
	if end != nil {
		room--
	}
	more := max(0, room-len(take), 1-len(take))
	for _, x := range all {
		if more == 0 {
			break
		}
		if slices.ContainsFunc(take, func(y candidate) bool { return y.Post == x.Post }) || end != nil && x.Post == last {
			continue
		}
		if len(take) == 0 || c.lex.Overlap(x.Post.WindowTerms(&x.Window), c.topic) > onTopic {
			take = append(take, x)
			more--
		}
	}
	sort.SliceStable(take, func(i, j int) bool { return post.Before(take[i].Post, take[j].Post) })
	var out []Excerpt
	said := slices.Clone(opening)
	for _, x := range take {
		if !slices.ContainsFunc(said, func(e Excerpt) bool { return alike(e, x.Excerpt) }) {
			out, said = append(out, x.Excerpt), append(said, x.Excerpt)
		}
	}
	if end != nil && !slices.ContainsFunc(said, func(e Excerpt) bool { return strings.Contains(e.Text, end.Text) || strings.Contains(end.Text, e.Text) }) {
		out = append(out, *end)
	}
	sort.SliceStable(out, func(i, j int) bool { return post.Before(out[i].Post, out[j].Post) })
	_ = o
	return out
}

func alike(a, b Excerpt) bool {
	return post.Alike(a.Post.WindowTerms(&a.Window), b.Post.WindowTerms(&b.Window)) > alikeMost
}

// accepted returns the post that the opener's last word replies to, else the last one before it by whom it names, else the last one before it.
func (c *choice) accepted() (answer, thanked *post.Post) {
	s := c.s
	if s.Word != nil && s.Word.Ident == s.Opener.Ident && s.Word != s.Opener {
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

// candidates returns the best window of each person who answers, best first.
func (c *choice) candidates(opening []Excerpt) []candidate {
	s := c.s
	key, thanked := c.accepted()
	shown := map[string]bool{}
	asksLast := false
	for _, e := range opening {
		shown[e.Post.Key] = true
		asksLast = e.Window.Units[len(e.Window.Units)-1].Asks
	}
	kids := map[string]int{}
	for _, p := range s.All {
		if n := len(p.InReplyTo); n > 0 {
			kids[p.InReplyTo[n-1]]++
		}
	}
	from := s.Replies
	if s.State == story.Solved || s.State == story.Answered {
		from = s.Answers // the answer may be older than the day of the thanks
	}
	from = sample(from, kids)
	best := map[string]candidate{}
	var order []string
	for _, p := range from {
		if !printable(p) || s.Word != nil && (s.State == story.Solved || s.State == story.Withdrawn) && p.Published.After(s.Word.Published) {
			continue // what others chat afterwards is not told
		}
		near := len(p.InReplyTo) > 0 && shown[p.InReplyTo[len(p.InReplyTo)-1]]
		yes := near && asksLast && firstCues(p).Has(language.YesNo)
		x, ok := c.reply(p, near, yes, p == key)
		if !ok {
			continue
		}
		x.value += .5*float64(kids[p.Key]) + .4*b2f(len(p.InReplyTo) <= 1)
		if x.accepted = p == key && !lastAsks(&x.Window); x.accepted {
			x.value += 1 + 2*b2f(s.Word != nil && s.Word == thanked)
		}
		have, known := best[p.Ident]
		if !known {
			order = append(order, p.Ident)
		}
		if !known || x.value+2*b2f(x.objects) > have.value+2*b2f(have.objects) {
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
func sample(from []*post.Post, kids map[string]int) []*post.Post {
	if len(from) <= manyReplies {
		return from
	}
	keep := slices.Clone(from[manyReplies/3 : len(from)-manyReplies/3])
	sort.SliceStable(keep, func(i, j int) bool { return kids[keep[i].Key] > kids[keep[j].Key] })
	keep = append(append(slices.Clone(from[:manyReplies/3]), keep[:manyReplies/3]...), from[len(from)-manyReplies/3:]...)
	sort.SliceStable(keep, func(i, j int) bool { return post.Before(keep[i], keep[j]) })
	return keep
}

// reply chooses the window of one answer: its objection, where it has one, else what it answers with. near tells that the post it answers is
// printed right above, yes that it opens with a bare yes or no to the question there.
func (c *choice) reply(p *post.Post, near, yes, key bool) (candidate, bool) {
	s := c.s
	us := p.Units()
	var w *prose.Window
	objects := slices.ContainsFunc(us, func(u prose.Unit) bool { return u.OK && s.ObjectsIn(&u) })
	if objects {
		w = c.best(p, want{need: func(u *prose.Unit) bool { return s.ObjectsIn(u) }, shown: near})
		if w == nil { // an objection is heard even where it points back
			w = c.best(p, want{need: func(u *prose.Unit) bool { return u.Acts.Has(language.Objects) }, anywhere: true, brief: true})
		}
	}
	strong := w != nil
	if w == nil {
		cue := language.Agrees
		if s.Kind == story.Question || s.Kind == story.Report {
			cue = language.Answers
		}
		w = c.best(p, want{cue: cue, reply: true, shown: near && (len(us) <= 3 || yes), brief: yes})
	}
	if w == nil || !p.In && lastAsks(w) || w.Words() < 6 && !yes && !key {
		return candidate{}, false
	}
	v := float64(min(p.Words(), 150))/60 + .6*c.score(p, w, want{cue: language.Answers}) - 1.2*b2f(lastAsks(w)) - .5*b2f(!p.In)
	e := excerpt(p, *w)
	e.To = c.answered(p, w)
	return candidate{Excerpt: e, value: v, objects: strong}, true
}

// end returns the post of the story's last word and what it says: that of the post which made the state, else of the opener or who objected.
func (c *choice) end(taken []candidate) (*post.Post, *Excerpt) {
	s, o := c.s, c.s.Opener
	sides := map[string]bool{o.Ident: true}
	for _, x := range taken {
		if x.objects {
			sides[x.Post.Ident] = true
		}
	}
	var last *post.Post
	if s.Word != nil && s.Word.In && s.Word != o {
		last = s.Word
	} else if len(s.Answers) > 0 {
		for i := len(s.Posts) - 1; i >= 0 && last == nil; i-- {
			p := s.Posts[i]
			if p == o || !sides[p.Ident] {
				continue
			}
			for _, q := range s.All {
				if q.Ident != p.Ident && q.Published.Before(p.Published) {
					last = p
					break
				}
			}
		}
	}
	if last == nil || !printable(last) {
		return nil, nil
	}
	w := c.ending(last)
	if w == nil {
		return nil, nil
	}
	e := excerpt(last, *w)
	e.To = c.answered(last, w)
	return last, &e
}

// ending is the window of a last word: the sentence that decides, short as it may be; else what the post says of the matter.
func (c *choice) ending(p *post.Post) *prose.Window {
	s := c.s
	mine := p.Ident == s.Opener.Ident
	var cues []language.Cue
	if p == s.Word {
		cues = append(cues, deciding(s.State))
	}
	if mine {
		cues = append(cues, language.Works, language.Promises, language.Concedes, language.Thanks)
	} else {
		cues = append(cues, language.Concedes, language.Promises, language.Decides)
	}
	for _, cue := range cues {
		if w := c.best(p, want{cue: cue, need: func(u *prose.Unit) bool { return u.Acts.Has(cue) }, anywhere: true, brief: true}); w != nil {
			return w
		}
	}
	if mine && s.State == story.Open {
		if w := c.best(p, want{need: func(u *prose.Unit) bool { return u.Asks }, anywhere: true, brief: true}); w != nil {
			return w
		}
	}
	w := c.best(p, want{reply: true, cue: language.Answers, anywhere: len(p.Units()) <= 3})
	if w != nil && (mine || c.lex.Overlap(p.WindowTerms(w), c.topic) > onTopicTo) {
		return w
	}
	return nil
}

func deciding(state string) language.Cue {
	switch state {
	case story.Solved:
		return language.Works
	case story.Promised:
		return language.Promises
	case story.Merged:
		return language.Done
	case story.Withdrawn:
		return language.Withdraws
	case story.Decided, story.Passed, story.Failed:
		return language.Decides
	case story.Reviewed:
		return language.Reviews
	}
	return language.Thanks
}

// answered finds the line that a window answers: what its writer quoted right before it, as it stands in a post that is known.
func (c *choice) answered(p *post.Post, w *prose.Window) *Line {
	u := &w.Units[0]
	if u.To == "" || !u.First || !dangles(u) && !u.Cues.Has(language.YesNo) && w.Words() >= plainAlone {
		return nil
	}
	line := strings.Join(strings.Fields(u.To), " ")
	if prose.Count(line) < 3 {
		return nil
	}
	for i := len(c.s.All) - 1; i >= 0; i-- {
		q := c.s.All[i]
		if q == p || q.Ident == p.Ident || !printable(q) || q.Published.After(p.Published) {
			continue
		}
		us := q.Units()
		for k := range us {
			if us[k].OK && us[k].Words <= 30 && us[k].Words >= 3 && strings.HasSuffix(us[k].Text, tail(line)) {
				return &Line{q, us[k].Text}
			}
		}
	}
	return nil
}

// tail is the end of a quoted line by which the sentence that it ends is found.
func tail(line string) string {
	if f := strings.Fields(line); len(f) > 6 {
		return strings.Join(f[len(f)-6:], " ")
	}
	return line
}

// fit drops the least of the other voices until a story has no more words than it may. The opening, an objection, the accepted answer and the last
// word stay.
func (c *choice) fit(all []Excerpt, words int) []Excerpt {
	if words <= 0 {
		return all
	}
	for len(all) > 2 {
		n := 0
		for i := range all {
			n += all[i].Window.Words()
		}
		if n <= words {
			break
		}
		drop := -1
		for i := len(all) - 2; i > 0; i-- {
			if all[i].Post == c.s.Opener && i == 1 { // the second window of the opening goes first
				drop = i
				break
			}
			if drop < 0 && !c.objection(&all[i]) {
				drop = i
			}
		}
		if drop < 0 {
			break
		}
		if len(voices(all)) == 2 && len(all) == 3 && all[drop].Post.Ident != all[0].Post.Ident && all[2].Post.Ident == all[0].Post.Ident {
			break // both sides are heard
		}
		all = slices.Delete(slices.Clone(all), drop, drop+1)
	}
	return all
}

func voices(all []Excerpt) map[string]bool {
	who := map[string]bool{}
	for i := range all {
		who[all[i].Post.Ident] = true
	}
	return who
}

// objection reports whether what is printed of an excerpt objects.
func (c *choice) objection(e *Excerpt) bool {
	if e.Post.Ident == c.s.Opener.Ident {
		return false
	}
	for i := range e.Window.Units {
		if c.s.ObjectsIn(&e.Window.Units[i]) {
			return true
		}
	}
	return false
}

// Shrink returns the excerpts that tell most of a story in the least room: its opening, and what ended it with the answer that it took; else an
// objection; else what has most to say.
func Shrink(all []Excerpt) []Excerpt {
	if len(all) <= 2 {
		return all
	}
	last := len(all) - 1
	keep := map[int]bool{0: true}
	switch all[last].Label {
	case Confirmed, Update, Decision, Thanks:
		keep[last] = true
		if all[last].Post.Ident == all[0].Post.Ident || all[last].Window.Words() < 8 { // an ending needs the answer that it speaks of
			answer := last - 1
			for i := 1; i < last; i++ {
				if all[i].accepted {
					answer = i
				}
			}
			keep[answer] = true
		}
	default:
		second := -1
		for i := 1; i <= last; i++ {
			if all[i].Post.Ident != all[0].Post.Ident && (second < 0 || all[i].Label == Objection && all[second].Label != Objection) {
				second = i
			}
		}
		if second < 0 {
			second = last
		}
		keep[second] = true
	}
	var out []Excerpt
	for i := range all {
		if keep[i] {
			out = append(out, all[i])
		}
	}
	return out
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func lastAsks(w *prose.Window) bool { return w.Units[len(w.Units)-1].Asks }

func firstCues(p *post.Post) language.CueSet {
	if us := p.Units(); len(us) > 0 {
		return us[0].Cues
	}
	return 0
}

func overlap(a, b prose.Window) bool {
	return a.Index < b.Index+len(b.Units) && b.Index < a.Index+len(a.Units)
}
