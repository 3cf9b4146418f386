package write

import (
	"slices"

	"recap/digest/language"
	"recap/digest/prose"
	"recap/digest/story"
)

// label says what an excerpt does, read off the words that are printed.
func (c *choice) label(all []Excerpt, i int) string {
	s, e := c.s, &all[i]
	up := s.Parent(e.Post)
	if s.Mine(e.Post) && (e.Post == s.Opener || i == 0 && (up == nil || s.Mine(up))) {
		switch {
		case i > 0 && c.wonders(e, len(e.Window.Units)-1):
			return Question
		case i > 0:
			return Details
		}
		return c.openingLabel(e)
	}
	var acts language.CueSet
	for k := range e.Window.Units {
		acts |= e.Window.Units[k].Acts
	}
	if s.Vote != nil && acts.Any(language.Agrees, language.Objects) && !s.Mine(e.Post) {
		if acts.Has(language.Objects) {
			return Objection
		}
		return Ballot
	}
	if e.Post == s.Word {
		switch {
		case s.State == story.Solved && s.Outcome == "confirmed" && acts.Has(language.Works):
			return Confirmed
		case (s.State == story.Solved || s.State == story.Merged) && acts.Any(language.Done, language.Updates):
			return Update
		case (s.State == story.Decided || s.State == story.Passed || s.State == story.Failed) && acts.Any(language.Decides, language.Passes, language.Blames, language.Withdraws),
			s.State == story.Withdrawn && (acts.Has(language.Decides) || acts.Has(language.Withdraws) && (s.Kind == story.Proposal || s.Kind == story.Patch || s.Kind == story.Idea)):
			return Decision // who takes back a question decides nothing
		}
	}
	switch {
	case s.Mine(e.Post) && story.KindOf(e.Post) == story.Patch && !prose.IsReply(e.Post.Title):
		return Patch
	case c.opposes(e):
		return Objection
	case s.Mine(e.Post) && acts.Has(language.Thanks) && thanks(e):
		return Thanks
	case s.Mine(e.Post) && e.Relayed == "" && (acts.Has(language.Updates) || e.Post == s.Word && acts.Has(language.Promises)):
		return Update
	case acts.Has(language.Agrees) && !e.courteous() && !acts.Any(language.Objects, language.Doubts, language.Trouble, language.Reserves) && !c.turns(e):
		return Agreement
	}
	return Reply
}

// turns reports whether the post of an excerpt goes on to ask or to say the contrary, as who is ironic does: then what is
// printed agrees to nothing.
func (c *choice) turns(e *Excerpt) bool {
	us, last := e.Post.Units(), e.Window.Units[len(e.Window.Units)-1]
	i := slices.IndexFunc(us, func(u prose.Unit) bool { return u.Para == last.Para && u.Text == last.Text })
	return slices.ContainsFunc(us[i+1:], func(u prose.Unit) bool {
		return u.Asks || u.Cues.Has(language.Undoes) || u.Cues.Has(language.Reserves) && u.Cues.Has(language.Dangles) || c.s.Disputes(e.Post) && c.s.ObjectsIn(e.Post, &u)
	})
}

// courteous reports whether all that is printed is courtesy.
func (e *Excerpt) courteous() bool {
	return !slices.ContainsFunc(e.Window.Units, func(u prose.Unit) bool { return !u.Cues.Any(language.Meta, language.Courtesy) })
}

// openingLabel says what the printed words of an opening do: what its post is, where they show that.
func (c *choice) openingLabel(e *Excerpt) string {
	asks, offered := false, false
	var cues language.CueSet
	for k := range e.Window.Units {
		asks = asks || c.wonders(e, k)
		offered = offered || offers(e.Post, &e.Window.Units[k])
		cues |= e.Window.Units[k].Cues
	}
	switch c.s.Kind {
	case story.Release:
		return Release
	case story.Security:
		return Security
	case story.Ballot:
		return Ballot
	case story.Result:
		return Result
	case story.Proposal:
		if offered {
			return Proposal
		}
	case story.Announcement:
		return Announcement
	case story.Patch:
		if !prose.IsReply(e.Post.Title) {
			return Patch
		}
	case story.Report:
		if cues.Any(language.Problem, language.Trouble, language.About) {
			return Report
		}
	case story.Idea:
		if offered || asks && cues.Has(language.Imagines) {
			return Idea
		}
	}
	if asks {
		return Question
	}
	return Opening
}
