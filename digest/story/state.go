package story

import (
	"slices"
	"strings"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// The states: where a story stands at the end of the period. See the edition's contract for what each means.
const (
	Solved       = "solved"   // who opened it confirms
	Answered     = "answered" // who opened it says thanks
	Promised     = "promised"
	Merged       = "merged"
	Released     = "released"
	Published    = "published"
	Announced    = "announced"
	Reviewed     = "reviewed"
	Decided      = "decided"
	Passed       = "passed"
	Failed       = "failed"
	Withdrawn    = "withdrawn"
	VoteOpen     = "vote"
	Open         = "open"
	NoReply      = "no-reply"
	InDebate     = "discussion" // answers given, objections open
	fewPosts     = 8            // from so many posts on a question is a debate
	fewPeople    = 4            // with so many people
	answerWords  = 6            // below which nothing was answered
	counterWords = 12           // beside a question, below which only that was asked
	shortWords   = 60           // of a post that grants something and does little else
	saidWords    = 20           // from which who thanks says what for
	thanksWords  = 120          // of a post that may end in thanks for an answer rather than in courtesy
	plainWords   = 40           // from which a post says more than that it has no answer
	lastPosts    = 300          // of a thread, off which its state is read
)

// decide sets where the story stands.
func (s *Story) decide(state, outcome string, word *post.Post) {
	s.State, s.Outcome, s.Word = state, outcome, word
	if word != nil {
		s.Who = word.Who
	}
}

// judge reads where the story stands off its last posts.
func (s *Story) judge() {
	switch s.Kind {
	case Ballot, Result:
		s.judgeVote()
		return
	case Release:
		s.decide(Released, "", nil)
		return
	case Security:
		s.decide(Announced, "security", nil)
		return
	case Announcement:
		s.decide(Announced, "", nil)
		if len(s.Answers) >= fewPeople && s.stands() != "" {
			s.decide(InDebate, s.stands(), nil)
		}
		return
	}
	if s.judgeMarked() {
		return
	}
	if len(s.Answers) == 0 && len(s.Back) == 0 {
		s.judgeAlone()
		return
	}
	if s.judgeSettled() || s.judgePromise() {
		return
	}
	switch {
	case len(s.Answers) == 0:
		s.judgeAlone()
	case s.Kind == Patch:
		s.judgeReview()
	default:
		s.judgeAnswers()
	}
}

// judgeMarked finds that who opened the story has marked it as solved or withdrawn: in brackets before a title, in a line
// of its own at the top, or by a word that the title got later.
func (s *Story) judgeMarked() bool {
	const few = 2 // words of such a line
	mine := own(s)
	for i := len(mine) - 1; i >= 0; i-- {
		line, _, _ := strings.Cut(strings.TrimSpace(mine[i].Text), "\n")
		var cues language.CueSet
		if prose.Count(line) <= few {
			cues = mine[i].Language.Cues(line)
		}
		for _, tag := range prose.Tags(mine[i].Title) {
			cues |= mine[i].Language.Cues("[" + tag + "]")
		}
		cues |= mine[i].TitleCues() &^ s.Opener.TitleCues() & (1 << language.TitleSolved)
		switch {
		case cues.Has(language.TitleWithdrawn):
			s.decide(Withdrawn, "", mine[i])
		case cues.Has(language.TitleSolved) && s.asks():
			s.decide(Solved, "confirmed", mine[i])
		default:
			continue
		}
		return true
	}
	return false
}

// own returns the opener's posts, each once.
func own(s *Story) []*post.Post {
	var out []*post.Post
	for _, p := range s.All {
		if s.Mine(p) && !s.Twice[p] {
			out = append(out, p)
		}
	}
	return out
}

// judgeSettled finds the post after which nothing is open: a confirmation, a merge, a withdrawal.
func (s *Story) judgeSettled() bool {
	asked := s.asks()
	if asked {
		mine := own(s)
		for i := len(mine) - 1; i >= 0 && mine[i] != s.Opener; i-- {
			if s.confirms(mine[i]) == works {
				if !troubleAfter(mine, mine[i]) && !s.undone(mine[i]) && !s.reopened(mine[i]) {
					s.decide(Solved, "confirmed", mine[i])
					return true
				}
				break
			}
		}
	}
	var rest, others []*post.Post
	for _, p := range s.All[max(0, len(s.All)-lastPosts):] {
		if p == s.Opener || s.Twice[p] {
			continue
		}
		rest = append(rest, p)
		if !s.Mine(p) {
			others = append(others, p)
		}
	}
	change := s.Kind == Patch || s.Kind == Proposal || s.Kind == Idea
	cue, from := language.Done, others
	if change {
		from = rest
	}
	if s.Kind == Proposal || s.Kind == Idea {
		cue = language.Merged
	}
	done := latest(from, cue)
	if change && done != nil && s.Mine(done) && said(done, language.Merged, nearby) == nil {
		done = latest(others, cue) // who sends a change has fixed something in it
	}
	if done == nil && !s.Root && !asked && !change { // who replies first in a thread may be who takes things in
		done = latest(own(s), language.Merged)
		if done == s.Opener {
			done = nil
		}
	}
	if done != nil && asked && (said(done, cue, nearby).Acts.Any(language.Trouble, language.Reserves) || asksAfter(done, said(done, cue, nearby)) ||
		!s.names(done, said(done, cue, nearby)) && !(said(done, language.Merged, nearby) != nil && nearEnd(s, done))) {
		done = nil // of a question a part may be mended and the rest not, or it was another matter
	}
	later := s.Back
	if !asked && !change {
		later = s.All
	}
	goesOn := done != nil && (change && s.recalls(done) || !(change && said(done, language.Merged, nearby) != nil) && troubleAfter(later, done) || s.undone(done))
	if done != nil && !goesOn && !objectedAfter(s, done) {
		switch {
		case change || said(done, language.Merged, nearby) != nil:
			s.decide(Merged, "", done)
		default:
			s.decide(Solved, "fixed", done)
		}
		return true
	}
	if w := s.withdrawal(); w != nil && len(s.Back) > 0 {
		s.decide(Withdrawn, "", w)
		return true
	}
	return false
}

// names reports whether a sentence is about the story: it stands in an answer to the opening, or has a word of the
// subject.
func (s *Story) names(p *post.Post, u *prose.Unit) bool {
	if len(p.InReplyTo) > 0 && s.Parent(p) == nil {
		return false // what it answers is not known
	}
	const few = 6                                                                       // words that name nothing else: "Fixed in CVS."
	if !u.Cues.Has(language.YesNo) && (u.Cues.Has(language.Dangles) || u.Words < few) { // "this has been fixed": what everybody speaks of
		return true
	}
	if n := len(p.InReplyTo); n == 0 && !s.debate || n > 0 && p.InReplyTo[n-1] == s.Opener.Key {
		return true
	}
	if up := s.Parent(p); up != nil && !s.debate && s.Mine(up) && trouble(up) { // still failing, they had said
		return true
	}
	const short = 4 // letters of words that say nothing of a matter
	low := " " + strings.Join(s.Opener.Language.Words(u.Text), " ") + " "
	return slices.ContainsFunc(s.Opener.Language.Words(s.Title), func(w string) bool {
		return len(w) >= short && !s.Opener.Language.Stop[w] && strings.Contains(low, " "+w+" ")
	})
}

// asks reports whether who opened the story wants to know something or to have it mended.
func (s *Story) asks() bool {
	switch s.Kind {
	case Question, Report:
		return true
	case Discussion:
		cues := headCues(s.Opener.Units(), 12)
		return s.Root && (cues.Has(language.Seeks) || cues.Has(language.Problem) && !cues.Any(language.Announces, language.Proposes))
	}
	return false
}

// nearEnd reports whether p is one of the last four posts.
func nearEnd(s *Story, p *post.Post) bool {
	for _, q := range s.All[max(0, len(s.All)-4):] {
		if q == p {
			return true
		}
	}
	return false
}

// judgeReview says where a change stands that is neither merged nor promised again.
func (s *Story) judgeReview() {
	if p := s.reviewer(); p != nil && !objectedAfter(s, p) && !slices.ContainsFunc(s.Answers, func(q *post.Post) bool { return q.Published.After(p.Published) && !s.same(p, q) && s.objects(q) }) {
		s.decide(Reviewed, "reviewed by", p)
		return
	}
	s.decide(InDebate, "under review", nil)
	if n := len(s.Back); n > 0 && said(s.Back[n-1], language.Concedes, 3) != nil {
		s.Word = s.Back[n-1]
	}
}

// reviewer returns the last post by whom looked at most of a change and agrees; nil if some part of a series was agreed
// to by nobody.
func (s *Story) reviewer() *post.Post {
	part := map[string]*post.Post{} // by the keys of the parts, and of what stands below them
	open := map[string]bool{}       // parts that nobody agreed to yet
	for _, p := range s.All {
		if isSeries(p) && s.Mine(p) && !IsCover(p) && p != s.Opener {
			part[p.Key], open[p.Key] = p, true
		}
	}
	looked := map[string]map[string]bool{} // whose agreement, to which parts
	var last *post.Post
	for _, p := range s.All {
		if isSeries(p) || len(p.InReplyTo) == 0 {
			continue
		}
		to := part[p.InReplyTo[len(p.InReplyTo)-1]]
		part[p.Key] = to
		if s.Mine(p) || !Reviews(p) {
			continue
		}
		of := looked[s.By(p)]
		if of == nil {
			of = map[string]bool{}
			looked[s.By(p)] = of
		}
		if to != nil {
			of[to.Key] = true
			delete(open, to.Key)
		} else { // what stands below the cover letter is said of all
			clear(open)
			of[""] = true
		}
		switch {
		case last != nil && onlyTested(p) && !onlyTested(last): // who tried a change has not read it
		case last == nil, len(of) >= len(looked[s.By(last)]), of[""], onlyTested(last) && !onlyTested(p):
			last = p
		}
	}
	if len(open) > 0 {
		return nil
	}
	return last
}

// onlyTested reports whether a post says of a change that it was tested, and not that it was reviewed
// (Documentation/process/submitting-patches of the Linux kernel).
func onlyTested(p *post.Post) bool {
	low := strings.ToLower(p.Text)
	return strings.Contains(low, "tested-by:") && !strings.Contains(low, "reviewed-by:") && !strings.Contains(low, "acked-by:")
}

// judgeAnswers says where a question or a discussion stands that is not settled.
func (s *Story) judgeAnswers() {
	tail := s.All[max(1, len(s.All)-3):]
	if s.Kind != Question {
		if d := latest(tail, language.Decides); d != nil {
			s.decide(Decided, "", d)
			return
		}
	}
	var thanks *post.Post
	for i := len(s.Back) - 1; i >= 0; i-- {
		if p := s.Back[i]; s.confirms(p) > nothing && !s.requests(p) && !s.unsettled(p) || !s.debate && p.Words() < shortWords && grants(p) {
			thanks = p
			break
		} else if s.confirms(p) == nothing && asksMuch(p) && said(p, language.Undoes, nearby) != nil { // they take back what they said before
			break
		}
	}
	var push []*post.Post
	for _, p := range s.Back {
		if p != thanks && (thanks == nil || p.Published.After(thanks.Published)) && trouble(p) {
			push = append(push, p)
		}
	}
	if !s.inquiry {
		if s.applauded() {
			s.judgeWord()
			return
		}
		last2 := s.All[max(0, len(s.All)-2):]
		if thanks != nil && s.Root && s.asks() && (len(s.All) < 6 || s.Kind == Question) && (thanks == last2[0] || thanks == last2[len(last2)-1]) {
			s.decide(Answered, thanksOf(thanks), thanks)
			return
		}
		s.decide(InDebate, s.stands(), thanks)
		return
	}
	s.judgeQuestion(thanks, push)
}

// confirms is what a post says of the answers before it. In a debate it says nothing if its writer only sees now what was
// meant: that may be any point of it.
func (s *Story) confirms(p *post.Post) int {
	c := confirms(p)
	switch {
	case c == works && s.debate && onlySees(p):
		return nothing
	case c == nothing && !s.debate && goesFurther(p) && (!slices.ContainsFunc(p.Units(), needs) || s.replied(p)):
		return works
	}
	return c
}

// unsettled reports whether a post that thanks says itself that the trouble stays, or is told so: "Thanks. But that
// doesn't change my problem".
func (s *Story) unsettled(p *post.Post) bool {
	turns := func(u *prose.Unit) bool { return u.Cues.Has(language.Reserves) && u.Cues.Has(language.Dangles) }
	us := p.Units()
	for i := range us {
		if i == 0 || !turns(&us[i]) {
			continue
		}
		negates, _ := p.Language.Negates(us[i].Text)
		if next := us[min(i+1, len(us)-1)]; confirms(p) == grateful && (negates || us[i].Acts.Has(language.Trouble) || next.Acts.Has(language.Trouble)) {
			return true
		}
	}
	for _, q := range s.All {
		if first := q.Units(); s.Parent(q) == p && !s.same(q, p) && len(first) > 0 && turns(&first[0]) {
			return true
		}
	}
	return false
}

// requests reports whether a post that thanks asks for more: it says at length what its writer wants, or closes with
// thanks in advance, and somebody answers it.
func (s *Story) requests(p *post.Post) bool {
	if confirms(p) != grateful {
		return false
	}
	up := s.Parent(p)
	if up != nil && !s.Mine(up) && !thanksFirst(p) && p.Words() >= saidWords && wantsMore(up) {
		return true // they say what they were asked for
	}
	return (!thanksFirst(p) || p.Words() >= shortWords/2) && s.replied(p)
}

// wantsMore reports whether a post wants to know more of the matter before it answers.
func wantsMore(p *post.Post) bool {
	helps := tells(p)
	return slices.ContainsFunc(p.Units(), func(u prose.Unit) bool { return u.Asks && !helps || u.Cues.Has(language.Lacks) })
}

// replied reports whether somebody else says something to a post of the opener's.
func (s *Story) replied(p *post.Post) bool {
	return slices.ContainsFunc(s.Answers, func(q *post.Post) bool { return s.Parent(q) == p && Answers(q) })
}

// judgeQuestion says where a question stands that was answered, but not confirmed as solved. push are the posts in
// which its writer asks on.
func (s *Story) judgeQuestion(thanks *post.Post, push []*post.Post) {
	n, last := len(s.All), s.All[len(s.All)-1]
	if s.remarks() {
		s.decide(InDebate, s.stands(), nil)
		return
	}
	answered := slices.ContainsFunc(s.Answers, Answers)
	pushed := len(push) > 0 && push[len(push)-1] == last && asksOn(last)
	if !answered || s.Mine(last) && pushed && !s.debate && (s.Kind != Report || wants(s.Opener) || said(last, language.Undoes, nearby) != nil) {
		outcome := ""
		if pushed && answered && thanks == nil && !thanksFirst(last) && slices.ContainsFunc(last.Units(), pleads) && lost(last) {
			outcome = "asked again"
		}
		s.decide(Open, outcome, nil)
		return
	}
	fight := false
	for _, p := range s.Answers[max(len(s.Answers)/2, len(s.Answers)-lastPosts):] {
		fight = fight || s.objects(p)
	}
	if len(push) >= 2 || thanks == nil && (s.debate || fight && n >= 5) {
		s.decide(InDebate, s.stands(), nil)
		return
	}
	aside := thanks != nil && (s.debate && s.outgrew(thanks) || s.reopened(thanks)) || s.Mine(last) && pushed && asksOn(last) && !thanksFirst(last)
	if thanks != nil && !aside && slices.ContainsFunc(s.Answers, func(p *post.Post) bool { return p.Published.Before(thanks.Published) && Answers(p) }) {
		s.decide(Answered, thanksOf(thanks), thanks)
		return
	}
	outcome := s.stands()
	if outcome == "" && !s.discloses() && slices.ContainsFunc(s.Answers, tells) {
		outcome = "answers"
	}
	s.decide(InDebate, outcome, nil)
}

// stands is the outcome of a debate: "objection" where its last word is an objection that nobody has answered since.
// Who says to somebody's question what is wrong there answers it, and objects to nothing.
func (s *Story) stands() string {
	outcome := s.standing()
	if outcome == "" || s.asks() && !s.debate && !s.proposal {
		return ""
	}
	no := s.Objection()
	met := false
	for _, p := range s.All {
		switch {
		case !p.Published.After(no.Published):
		case s.same(p, no):
			met = false
		case s.Parent(p) == no && (s.Mine(p) || said(p, language.Agrees, nearby) == nil): // else they may object, too
			met = true
		}
	}
	if met {
		return ""
	}
	return outcome
}
