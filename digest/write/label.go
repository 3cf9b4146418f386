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
	if e.Post.Ident == s.Opener.Ident && (e.Post == s.Opener || i == 0) {
		if i > 0 {
			return Details
		}
		return c.openingLabel(e)
	}
	var acts language.CueSet
	for k := range e.Window.Units {
		acts |= e.Window.Units[k].Acts
	}
	if s.Vote != nil && acts.Any(language.Agrees, language.Objects) && e.Post.Ident != s.Opener.Ident {
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
		case (s.State == story.Decided || s.State == story.Passed || s.State == story.Failed || s.State == story.Withdrawn) && acts.Any(language.Decides, language.Passes, language.Blames, language.Withdraws):
			return Decision
		}
	}
	switch {
	case c.objection(e):
		return Objection
	case e.Post.Ident == s.Opener.Ident && acts.Has(language.Thanks):
		return Thanks
	case e.Post.Ident == s.Opener.Ident && (acts.Has(language.Updates) || e.Post == s.Word && acts.Has(language.Promises)):
		return Update
	case acts.Has(language.Agrees) && !e.courteous() && !acts.Any(language.Objects, language.Doubts, language.Trouble, language.Reserves):
		return Agreement
	}
	return Reply
}

// courteous reports whether all that is printed is courtesy.
func (e *Excerpt) courteous() bool {
	return !slices.ContainsFunc(e.Window.Units, func(u prose.Unit) bool { return !u.Cues.Any(language.Meta, language.Courtesy) })
}

// openingLabel says what the printed words of an opening do: what its post is, where they show that.
func (c *choice) openingLabel(e *Excerpt) string {
	asks := false
	var cues language.CueSet
	for k := range e.Window.Units {
		asks = asks || e.Window.Units[k].Asks
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
		if cues.Any(language.Proposes, language.About) {
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
		if cues.Any(language.Imagines, language.Proposes, language.About) {
			return Idea
		}
	}
	if asks {
		return Question
	}
	return Opening
}
