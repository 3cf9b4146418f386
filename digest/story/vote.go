package story

import (
	"slices"
	"strings"
	"time"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// A Vote is the tally of a vote at the end of the period.
type Vote struct {
	State             string // open, passed, failed, withdrawn or unknown
	Plus, Zero, Minus int
	Deadline          *time.Time
	Disputed          []*post.Post // votes under a name that voted from another address, which are not counted
	result            *post.Post
}

var (
	ballotLine  = lazyregexp.New(`^\s*\[\s*([xX✓✔*]?)\s*\]`)
	ballotStart = lazyregexp.New(`^\s*(?:my vote:?\s*|vote:?\s*)?([+-]\s?[01]|±0|\b0\b)(?:\s*\([^)]*\))?(?:[\s,.;:!-]|$)`)
	ballotForm  = lazyregexp.New(`(?m)^\s*\[\s*\]\s*[+-]?[01]`)
)

const ballotLines = 40 // of a post, in which a vote is looked for

// ballot reads one person's vote from own words: a line that begins with +1, 0 or -1 and is the first or stands between
// blank lines, or the marked line of a ballot form. An unmarked line of the form ("[ ] +1 approve") is no vote, nor is
// what stands in the middle of a paragraph.
func ballot(text string) (int, bool) {
	lines := strings.Split(text, "\n")
	if len(lines) > ballotLines {
		lines = lines[:ballotLines]
	}
	begins := true // of a paragraph, or of the mail
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			begins = true
			continue
		}
		first := begins
		begins = false
		if m := ballotLine.FindStringSubmatch(line); m != nil {
			if m[1] == "" {
				continue
			}
			first, line = true, line[len(m[0]):]
		}
		m := ballotStart.FindStringSubmatch(line)
		if m == nil {
			if prose.Count(line) <= 3 { // a greeting
				begins = true
			}
			continue
		}
		if !first {
			continue
		}
		switch strings.ReplaceAll(m[1], " ", "") {
		case "+1":
			return 1, true
		case "-1":
			return -1, true
		}
		return 0, true
	}
	return 0, false
}

// Cast reads the vote that a post's own words cast: 1, 0 or -1; false if they cast none.
func Cast(p *post.Post) (int, bool) { return ballot(p.Text) }

// tally counts the votes of a story: one voice a person, the last one counts. A person is a name and the addresses that
// it votes from; a name votes from the address that the community has seen before, else from the first that voted under
// it, and an address has one voice whatever names it uses.
func (s *Story) tally() *Vote {
	v := &Vote{State: "open"}
	type voice struct {
		n       int
		address string
	}
	owner := map[string]string{} // name -> address that voted under it first
	names := map[string]string{} // address -> name
	voices := map[string]voice{}
	for _, p := range s.All {
		if p == s.Opener && ballotForm.MatchString(p.Text) || p.Machine != "" {
			continue
		}
		n, ok := ballot(p.Text)
		if !ok {
			continue
		}
		name, address := p.Ident, strings.ToLower(p.Author.Address)
		if address != "" {
			if known, ok := names[address]; ok {
				name = known
			} else {
				names[address] = name
			}
			if had, ok := owner[name]; ok && had != address && !s.wrote(name, address, p.Published) {
				v.Disputed = append(v.Disputed, p)
				continue
			} else if !ok {
				owner[name] = address
			}
		}
		voices[name] = voice{n, address}
	}
	for _, x := range voices {
		switch {
		case x.n > 0:
			v.Plus++
		case x.n < 0:
			v.Minus++
		default:
			v.Zero++
		}
	}
	return v
}

// wrote reports whether a name wrote from an address in this story before a moment.
func (s *Story) wrote(ident, address string, before time.Time) bool {
	for _, p := range s.All {
		if p.Ident == ident && strings.EqualFold(p.Author.Address, address) && p.Published.Before(before) {
			return true
		}
	}
	return false
}

// judgeVote says where a vote stands: by its result, else by its deadline and tally.
func (s *Story) judgeVote() {
	v := s.tally()
	s.Vote = v
	call := s.Opener
	for _, p := range s.All {
		if KindOf(p) == Ballot && !prose.IsReply(p.Title) {
			call = p
			break
		}
	}
	v.Deadline = call.Language.Deadline(call.Text, call.Published)
	end := s.result()
	if end == nil {
		s.decide(VoteOpen, "", nil)
		return
	}
	v.result = end
	v.State = resultOf(end)
	switch v.State {
	case "passed":
		s.decide(Passed, "", end)
	case "failed":
		s.decide(Failed, "", end)
	case "withdrawn":
		s.decide(Withdrawn, "", end)
	default:
		s.decide(Decided, "", end)
	}
}

// takesPart reports whether who wrote p called the vote, or wrote in it before: nobody else ends it.
func (s *Story) takesPart(p *post.Post) bool {
	return s.Mine(p) || slices.ContainsFunc(s.All, func(q *post.Post) bool { return q != p && s.same(p, q) && post.Before(q, p) })
}

// result returns the post that says how the vote ended: the last one that is called so, else one of who called the vote
// that says so after others voted. Who answers a result carries its title on and says nothing of how it ended.
func (s *Story) result() *post.Post {
	var called *post.Post
	for _, p := range s.All {
		if p.TitleCues().Has(language.TitleResult) && (called == nil || !prose.IsReply(p.Title)) && s.takesPart(p) {
			called = p
		}
	}
	if called != nil {
		return called
	}
	for i := len(s.Back) - 1; i >= 0; i-- {
		p := s.Back[i]
		us := p.Units()
		for k := range us {
			if k < nearby && us[k].Acts.Any(language.Passes, language.Blames) && strings.Contains(strings.ToLower(us[k].Text), "vote") {
				return p
			}
		}
	}
	if last := s.All[len(s.All)-1]; last.Ident == s.Opener.Ident && last != s.Opener && said(last, language.Withdraws, nearby) != nil {
		return last
	}
	return nil
}

// resultOf reads what the announcement of a result says.
func resultOf(p *post.Post) string {
	cues := p.TitleCues() | p.Language.Cues(withoutMarks(p.Title))
	us := p.Units()
	for i := range us {
		if i < nearby {
			cues |= us[i].Acts
		}
	}
	switch {
	case cues.Any(language.TitleWithdrawn, language.Withdraws):
		return "withdrawn"
	case cues.Has(language.Blames) && !cues.Has(language.Passes):
		return "failed"
	case cues.Has(language.Passes) && !cues.Has(language.Blames):
		return "passed"
	case cues.Has(language.Passes):
		for i := range us { // the first that says either
			if us[i].Acts.Has(language.Blames) {
				return "failed"
			}
			if us[i].Acts.Has(language.Passes) {
				return "passed"
			}
		}
	}
	return "unknown"
}

func withoutMarks(s string) string { return strings.NewReplacer("[", " ", "]", " ").Replace(s) }

// CloseAt ends a vote whose deadline lies before the end of the period and that nobody has declared ended: its tally
// says how.
func (s *Story) CloseAt(end time.Time) {
	v := s.Vote
	if v == nil || v.State != "open" || v.Deadline == nil || !v.Deadline.Before(end) || v.Plus+v.Minus == 0 {
		return
	}
	v.State, s.State = "passed", Passed
	if v.Minus >= v.Plus {
		v.State, s.State = "failed", Failed
	}
	s.Outcome = "vote over"
}
