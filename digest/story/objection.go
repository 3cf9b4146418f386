package story

import (
	"slices"
	"strings"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// debated reports whether so many people write so much that the story is a debate, whatever it began as.
func (s *Story) debated() bool {
	if len(s.All) < fewPosts {
		return false
	}
	people := map[string]bool{}
	for _, p := range s.All {
		if people[s.By(p)] = true; len(people) >= fewPeople {
			return true
		}
	}
	return false
}

// inquires reports whether the opening is a question, so that its replies are answers.
func (s *Story) inquires() bool {
	if !s.Root || s.proposal {
		return false
	}
	switch s.Kind {
	case Question, Report:
		return true
	case Discussion:
		return slices.ContainsFunc(s.Opener.Units(), func(u prose.Unit) bool { return u.Asks && u.Cues.Has(language.Seeks) })
	}
	return false
}

// Inquires reports whether the story is an inquiry: its replies answer a question.
func (s *Story) Inquires() bool { return s.inquiry }

// claims reports whether an opening that asks claims far more than it asks: that can be denied.
func (s *Story) claims() bool {
	const long, share = 12, 6 // units, of which one asks
	us, asks := s.Opener.Units(), 0
	for i := range us {
		if us[i].Asks {
			asks++
		}
	}
	return s.Kind != Report && len(us) >= long && share*asks <= len(us) && !headCues(us, len(us)).Has(language.Seeks)
}

// proposes reports whether the story is about what should be done.
func (s *Story) proposes() bool {
	switch s.Kind {
	case Proposal, Patch, Idea, Ballot:
		return true
	case Discussion:
		if headActs(s.Opener.Units(), 12, language.Proposes) {
			return true
		}
	case Question: // may speak of what was suggested to its writer, and in vain
		us := s.Opener.Units()
		lost := headCues(us, 12).Any(language.Trouble, language.Problem)
		for i := range us[:min(12, len(us))] {
			u := &us[i]
			wishes := i < 3 && u.Acts.Has(language.Imagines) && !u.Cues.Has(language.Seeks)
			if u.Acts.Has(language.Proposes) && (!lost || u.Cues.Has(language.About) || wishes) {
				return true
			}
		}
	}
	low, cues := " "+strings.ToLower(s.Title)+" ", s.Opener.TitleCues()
	return strings.Contains(low, " should ") || strings.Contains(low, " we ") ||
		cues.Any(language.TitleProposal, language.TitleIdea) && !(s.Kind == Question && cues.Has(language.Seeks)) // "any suggestions?" has none
}

// Disputes reports whether a post can object at all: who answers a question denies nothing, unless it is another
// answer, or the question is a debate.
func (s *Story) Disputes(p *post.Post) bool {
	if Reviews(p) {
		return false
	}
	if s.Mine(p) { // who opened a debate may object to what others say in it
		up := s.Parent(p)
		return up != nil && !s.same(up, p) && (!s.inquiry || s.debate)
	}
	return !s.inquiry || s.debate || s.argues || len(p.InReplyTo) > 0 && p.InReplyTo[len(p.InReplyTo)-1] != s.Opener.Key
}

// ObjectsIn reports whether a unit of p objects: plainly, or softly where the story or the post that p answers proposes
// something.
func (s *Story) ObjectsIn(p *post.Post, u *prose.Unit) bool {
	up := s.Parent(p)
	if u.Cues.Has(language.YesNo) && (prose.Asks(u.To) || asked(up, u)) {
		return false // a plain no to somebody's question
	}
	if up != nil && s.same(up, p) && u.To == "" {
		return false // second thoughts of their own
	}
	asks := u.Asks && u.Cues.Has(language.Rhetoric) && !u.Cues.Has(language.Proposes)
	soft := u.Acts.Has(language.Doubts) || asks
	switch {
	case soft && (ofOwn(p, u) || assents(p, u)), retracts(p, u):
		return false
	case u.Acts.Has(language.Objects):
		return true
	}
	return soft && !s.Mine(p) && (s.proposal || s.answersProposal(p) || !asks && s.belowClaim(p, u))
}

// retracts reports whether the writer of p goes on to take back what a sentence objects, before they quote what else they
// answer: "should be workable after all".
func retracts(p *post.Post, u *prose.Unit) bool {
	us := p.Units()
	at := slices.IndexFunc(us, func(x prose.Unit) bool { return x.Para == u.Para && x.Text == u.Text })
	if at < 0 {
		return false
	}
	for _, x := range us[at+1:] {
		if x.To != "" {
			return false
		}
		if x.Acts.Any(language.Concedes, language.Withdraws) {
			return true
		}
	}
	return false
}

// assents reports whether a sentence begins with a plain yes and takes nothing of it back: "yeah, I don't think that is
// a problem".
func assents(p *post.Post, u *prose.Unit) bool {
	words := p.Language.Words(u.Text)
	return u.Cues.Has(language.YesNo) && !u.Cues.Has(language.Reserves) && len(words) > 0 && !p.Language.Denies(words[0])
}

// asked reports whether the post up asks what a sentence says no to: in the line that stands quoted above it, or beside
// that line.
func asked(up *post.Post, u *prose.Unit) bool {
	if up == nil || u.To == "" {
		return false
	}
	us := up.Units()
	i := slices.IndexFunc(us, func(q prose.Unit) bool { return strings.Contains(q.Text, u.To) || strings.Contains(u.To, q.Text) })
	return i >= 0 && slices.ContainsFunc(us[max(0, i-1):min(len(us), i+2)], func(q prose.Unit) bool { return q.Asks })
}

// ofOwn reports whether a sentence names the drawback of something that its own writer will do or suggests: in the same
// sentence, before it in the paragraph or, where it is called a drawback and what others wrote stands not between, before
// that.
func ofOwn(p *post.Post, u *prose.Unit) bool {
	if u.Acts.Any(language.Promises, language.Proposes, language.Updates) {
		return true
	}
	weighs := begins(p, u.Text, p.Language.Drawbacks)
	us, suggests := p.Units(), false
	for i := range us {
		if us[i].Para == u.Para && us[i].Text == u.Text {
			break
		}
		switch {
		case us[i].Acts.Any(language.Objects, language.Doubts), us[i].Para != u.Para && !weighs:
		case us[i].First && us[i].To != "":
			suggests = false
			fallthrough
		default:
			suggests = suggests || us[i].Acts.Has(language.Proposes) || weighs && (us[i].Acts.Any(language.Imagines, language.Answers) || begins(p, us[i].Text, p.Language.Merits))
		}
	}
	return suggests && !(weighs && u.First && u.To != "")
}

// begins reports whether one of the first words of a text is of a set.
func begins(p *post.Post, text string, set map[string]bool) bool {
	words := p.Language.Words(text)
	return slices.ContainsFunc(words[:min(headWords, len(words))], func(w string) bool { return set[w] })
}

const headWords = 6 // of a sentence, in which it says what it is about to do

// belowClaim reports whether a sentence is the first or the second below a quoted line of somebody else's that states
// something, and doubts from its first words on.
func (s *Story) belowClaim(p *post.Post, u *prose.Unit) bool {
	us := p.Units()
	for i := range us {
		if us[i].Para != u.Para {
			continue
		}
		near := us[i].Text == u.Text || i+1 < len(us) && us[i+1].Text == u.Text && us[i+1].Para == u.Para
		if !near || us[i].To == "" || prose.Asks(us[i].To) || s.inquiry && (!s.debate || s.Parent(p) == nil || s.Mine(s.Parent(p))) {
			return false
		}
		words := strings.Fields(u.Text)
		return p.Language.Cues(strings.Join(words[:min(headWords, len(words))], " ")).Has(language.Doubts)
	}
	return false
}

// answersProposal reports whether p answers a post, by somebody else, that says what should be done.
func (s *Story) answersProposal(p *post.Post) bool {
	up := s.Parent(p)
	return up != nil && !s.inquiry && !s.same(up, p) && slices.ContainsFunc(up.Units(), func(u prose.Unit) bool { return u.Acts.Has(language.Proposes) })
}

// objects reports whether a unit of p that may be printed objects.
func (s *Story) objects(p *post.Post) bool {
	if !s.Disputes(p) {
		return false
	}
	us := p.Units()
	for i := range us {
		if us[i].OK && s.ObjectsIn(p, &us[i]) {
			return true
		}
	}
	return false
}

// Objection returns the last plain objection of the period that its writer has not taken back since; nil if there is
// none.
func (s *Story) Objection() *post.Post {
	conceded := map[string]bool{}
	for i := len(s.All) - 1; i >= max(0, len(s.All)-lastPosts); i-- {
		p := s.All[i]
		if s.Mine(p) {
			if said(p, language.Concedes, nearby) != nil { // what was objected before is granted
				return nil
			}
			continue
		}
		if said(p, language.Concedes, nearby) != nil || said(p, language.Agrees, nearby) != nil || Reviews(p) {
			conceded[s.By(p)] = true
		}
		if !conceded[s.By(p)] && s.Disputes(p) && said(p, language.Objects, 40) != nil {
			return p
		}
	}
	return nil
}

func objectedAfter(s *Story, at *post.Post) bool {
	for _, p := range s.All {
		if p.Published.After(at.Published) && !s.same(p, at) && said(p, language.Objects, nearby) != nil {
			return true
		}
	}
	return false
}

// standing is the outcome of a debate: whether its last word on the matter is an objection.
func (s *Story) standing() string {
	tail := max(4, len(s.All)/3) // before which an objection is no last word
	if o := s.Objection(); o != nil && o.In && slices.Contains(s.All[max(0, len(s.All)-tail):], o) {
		return "objection"
	}
	return ""
}

// Parent returns the post of the story that p answers; nil if there is none.
func (s *Story) Parent(p *post.Post) *post.Post {
	if s.keys == nil {
		s.keys = make(map[string]*post.Post, len(s.All))
		for _, q := range s.All {
			s.keys[q.Key] = q
		}
	}
	if n := len(p.InReplyTo); n > 0 && s.keys[p.InReplyTo[n-1]] != p {
		return s.keys[p.InReplyTo[n-1]]
	}
	return nil
}
