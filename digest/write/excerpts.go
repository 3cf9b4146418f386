// Package write puts the text of a story together out of verbatim excerpts: what the opening says, the answer, an
// objection, the last word.
//
// It chooses and never rewords: an excerpt is a window of one post (package prose), and its label is read off the words
// that are printed.
package write

import (
	"slices"
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
	To     *Line  // the line that it answers, where the writer quoted it, or whom

	Relayed string // whose words its writer passes on: the author of a change that somebody else sends

	Beside bool // a sentence of somebody beside those whose words the story is told with

	entire  bool          // Window is no window of the post's units, but all of its text
	weight  float64       // what it is worth where not all have room
	short   *prose.Window // what of Window is printed beside others where room is short; nil: all
	follows bool          // takes back what stands right before it beside the excerpts, and is not printed without
}

// A Line is a sentence of another post that an excerpt answers; its text is empty where it is not known which.
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
	maxOthers   = 3   // excerpts of a story beside those of its opening
	alikeMost   = .6  // of two excerpts
	onTopic     = .2  // overlap with the matter below which one more voice says nothing
	plainAlone  = 12  // words from which an answer is understood without the line that it answers
	manyPosts   = 10  // from so many posts on a story has one more voice, and half as many words again
	twoWords    = 75  // words of two excerpts of an opening
	longestLine = 30  // words of a line that an excerpt answers
	onTopicTo   = .35 // the same for a last word that decides nothing
)

// A choice is one call of Excerpts.
type choice struct {
	s     *story.Story
	lex   *post.Lexicon
	topic post.Topic
	said  string // the opener's words with single spaces

	shown   []Excerpt                     // what is sure to be printed, as far as that is chosen
	kids    map[string][]*post.Post       // by the key of the post that they answer
	cited   map[*post.Post][]citer        // who quoted which sentence and wrote below it
	above   map[*post.Post]map[int]source // what stood quoted right above a sentence, by its index
	wrote   map[string]*post.Post         // by sentence, the post that has it first
	amended map[*post.Post]int            // the sentence in which it takes back what stands before, -1: none
	revoked map[*post.Post]bool           // what its writer takes back in a later post
	names   map[int]bool                  // the stems of the names of who takes part
	opposed map[*post.Post][]float64      // how contrary the sentences of a post are
	least   float64                       // how contrary a window has to be to stand beside the excerpts
}

// Excerpts returns what is printed of a story, at most about words words of it, opening first, then by date. It is
// empty where nothing of it can be.
func Excerpts(s *story.Story, lex *post.Lexicon, words int) []Excerpt {
	return newChoice(s, lex).excerpts(words)
}

// newChoice reads what s is about, and who answers and quotes whom.
func newChoice(s *story.Story, lex *post.Lexicon) *choice {
	c := &choice{s: s, lex: lex}
	c.topic, c.said = c.matter(), strings.Join(strings.Fields(s.Opener.Text), " ")
	c.kids, c.names, c.opposed = map[string][]*post.Post{}, map[int]bool{}, map[*post.Post][]float64{}
	for _, p := range s.All {
		for _, id := range lex.Terms(p.Who) {
			c.names[id] = true
		}
		if n := len(p.InReplyTo); n > 0 {
			c.kids[p.InReplyTo[n-1]] = append(c.kids[p.InReplyTo[n-1]], p)
		}
	}
	c.cite()
	c.revoke()
	return c
}

// excerpts chooses what is printed, as Excerpts promises.
func (c *choice) excerpts(words int) []Excerpt {
	s := c.s
	if len(s.Posts) >= manyPosts {
		words += words / 2
	}
	opening := c.opening()
	c.shown = opening
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
	out := fit(append(opening, rest...), words)
	for i := 1; i < len(out); i++ {
		c.recall(out[:i], &out[i])
	}
	for i := range out {
		if up := s.Parent(out[i].Post); up != nil && up.Who == out[i].Relayed { // the line is left over from what is answered
			out[i].Relayed = ""
		}
		out[i].Label = c.label(out, i)
	}
	return out
}

// recall sees to it that a reader knows what an excerpt answers, below those that are printed above it: a line that
// stands right above is not said again; who points back at a post further up, or answers one that is not printed, is
// given the line, and where that is not known, whom it answers.
func (c *choice) recall(above []Excerpt, e *Excerpt) {
	before := &above[len(above)-1]
	if e.To != nil {
		if strings.Contains(before.Text, e.To.Text) && !dangles(&e.Window.Units[0]) {
			e.To = nil
		}
		return
	}
	up := c.s.Parent(e.Post)
	if up == nil || up.Ident == e.Post.Ident || before.Post == e.Post {
		return
	}
	at := slices.IndexFunc(above, func(x Excerpt) bool { return x.Post == up })
	switch {
	case at == len(above)-1:
		return
	case at < 0 && up != c.s.Opener:
		e.To = c.quotedAbove(e.Post, &e.Window, answerUnits-1)
	case at >= 0:
		last, first := &above[at].Window.Units[len(above[at].Window.Units)-1], &e.Window.Units[0]
		if dangles(first) && first.First && last.Words <= longestLine && (first.To == "" || strings.HasSuffix(last.Text, first.To)) {
			e.To = &Line{up, last.Text}
		}
	}
	if e.To == nil && printable(up) && up != c.s.Opener && up.Ident != before.Post.Ident {
		e.To = &Line{Post: up} // or it would seem to answer what stands right above
	}
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
	return Excerpt{Post: p, Window: w, Text: w.Text(), Relayed: author(p, &w)}
}

// author returns whose words w are, where p passes on a change that somebody else made and says so in a line of its own
// in front of it ("From: ...", git-send-email(1)); "" if they are of p's writer.
func author(p *post.Post, w *prose.Window) string {
	at := strings.Index(p.Text, "From: ")
	if at < 0 || at > 0 && !strings.HasSuffix(strings.TrimRight(p.Text[:at], " "), "\n") {
		return ""
	}
	above := strings.TrimRight(p.Text[:at], " ")
	if strings.TrimSpace(above) != "" && (!strings.HasSuffix(above, "\n\n") || !passesOn(p, at, w)) {
		return ""
	}
	line, _, _ := strings.Cut(p.Text[at:], "\n")
	name, _, ok := strings.Cut(strings.TrimPrefix(line, "From: "), "<")
	if name = post.PrintName(name); !ok || name == p.Who || prose.Count(name) > 5 {
		return ""
	}
	return name
}

// passesOn reports whether the line at an offset of the text of p stands alone, and w below it.
func passesOn(p *post.Post, at int, w *prose.Window) bool {
	line, below, _ := strings.Cut(p.Text[at:], "\n")
	if !strings.HasSuffix(strings.TrimSpace(line), ">") || strings.TrimSpace(below) != "" && below[0] != '\n' {
		return false
	}
	begin, _, _ := strings.Cut(w.Units[0].Text, prose.Link)
	return strings.Contains(strings.Join(strings.Fields(below), " "), strings.TrimSpace(begin))
}

// objection reports whether what is printed of an excerpt objects.
func (c *choice) objection(e *Excerpt) bool {
	if e.To == nil && c.bare(e.Post, &e.Window) {
		return c.objects(e.Post, &prose.Window{Units: e.Window.Units[1:], Index: e.Window.Index + 1})
	}
	return c.objects(e.Post, &e.Window)
}

// bare reports whether a window begins with a no to what is not shown: it says little else, or what it is to is not
// even known.
func (c *choice) bare(p *post.Post, w *prose.Window) bool {
	first := &w.Units[0]
	return dangles(first) && first.Words < plainAlone && (w.Words() < plainAlone || c.s.Parent(p) == nil)
}

// objects reports whether a window of p objects.
func (c *choice) objects(p *post.Post, w *prose.Window) bool {
	return c.s.Disputes(p) && slices.ContainsFunc(w.Units, func(u prose.Unit) bool { return c.s.ObjectsIn(p, &u) })
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

// covers reports whether all of b stands in a.
func covers(a, b prose.Window) bool {
	return a.Index <= b.Index && b.Index+len(b.Units) <= a.Index+len(a.Units)
}
