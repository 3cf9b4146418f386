package story

import (
	"slices"
	"strings"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/store"
)

// The kinds: what the opening of a story does.
const (
	Discussion   = "discussion"
	Question     = "question"
	Report       = "report" // of a fault
	Idea         = "idea"
	Proposal     = "proposal"
	Patch        = "patch"
	Announcement = "announcement"
	Release      = "release"
	Security     = "security"
	Ballot       = "vote"
	Result       = "result"
	Article      = "article"
	Status       = "status"
	Link         = "link" // somebody else's page, submitted
	Video        = "video"
	Podcast      = "podcast"
	Picture      = "picture"
	Issue        = "issue" // of a tracker
	Comment      = "comment"
)

var (
	version    = lazyregexp.New(`(?i)(?:^|[^\w.])v?\d+\.\d+(?:\.\d+)*(?:[-_.]?(?:rc|alpha|beta|pre|a|b)\d*)?\b|^v?\d+\.\d+(?:\.\d+)*`)
	patchTag   = lazyregexp.New(`(?i)^(?:.* )?(?:patch(?:es)?|git pull|pull)\b`)
	coverTag   = lazyregexp.New(`\b0+/\d+`)
	cve        = lazyregexp.New(`\bCVE-\d{4}-\d{3,}\b`)
	notice     = lazyregexp.New(`(?i)^(?:\[[^\]]*\]\s*)*(?:security|sicherheit)\s*:`)
	askBracket = lazyregexp.New(`[?？؟]`)
)

// isPatch reports whether a post's title says that it sends a change to be applied.
func isPatch(p *post.Post) bool {
	if !strings.Contains(p.Title, "[") {
		return false
	}
	for _, t := range prose.Tags(p.Title) {
		if patchTag.MatchString(t) {
			return true
		}
	}
	return false
}

// IsCover reports whether a post is the cover letter of a series: its part 0.
func IsCover(p *post.Post) bool {
	if !isSeries(p) {
		return false
	}
	for _, t := range prose.Tags(p.Title) {
		if coverTag.MatchString(t) {
			return true
		}
	}
	return false
}

// isSeries reports whether a post itself is a part or the cover of a series.
func isSeries(p *post.Post) bool { return isPatch(p) && !prose.IsReply(p.Title) }

// kindOfForm is what a post is where its source says more than what its words could.
var kindOfForm = map[string]string{store.FormComment: Comment, store.FormLink: Link, store.FormRelease: Release, store.FormIssue: Issue, store.FormVideo: Video,
	store.FormPodcast: Podcast, store.FormPicture: Picture, store.FormQuestion: Question}

// KindOf says what an opening post does, by what its source says it is, by its subject, then by its first sentences.
func KindOf(p *post.Post) string {
	if kind := kindOfForm[p.Form]; kind != "" && p.Form != store.FormQuestion {
		return kind
	}
	if p.IsStatus() {
		return Status
	}
	t := p.TitleCues()
	reply := prose.IsReply(p.Title)
	asks := askBracket.MatchString(p.Title)
	switch {
	case t.Has(language.TitleResult):
		return Result
	case t.Has(language.TitleVote) && !reply:
		return Ballot
	case isPatch(p):
		return Patch
	case !reply && !asks && (t.Has(language.TitleSecurity) || cve.MatchString(p.Title) || notice.MatchString(p.Title)):
		return Security
	case !reply && !asks && !p.IsReply() && t.Has(language.TitleRelease) && !t.Any(language.TitleNoRelease, language.TitleReport) && (version.MatchString(p.Title) || strings.Contains(strings.ToLower(p.Title), "released")):
		return Release
	case !reply && !asks && !p.IsReply() && annTag(p) && !t.Any(language.TitleNoRelease, language.TitleProposal) && version.MatchString(p.Name):
		return Release
	case p.IsArticle() && bareVersion(p.Name):
		return Release
	case t.Has(language.TitleAnnouncement) && !asks && !p.Asks(3) && !reply && !proposesFirst(p.Units()):
		return Announcement
	}
	switch {
	case p.Form == store.FormQuestion:
		return Question
	case p.IsArticle():
		return Article
	}
	us := p.Units()
	if headActs(us, 5, language.Announces) && !p.IsReply() && !needsHelp(us) {
		if version.MatchString(p.Name) {
			return Release
		}
		return Announcement
	}
	if t.Has(language.TitleProposal) && !asks || headActs(us, 5, language.Proposes) && strings.Contains(strings.ToLower(p.Text[:min(len(p.Text), 1500)]), "propos") {
		return Proposal
	}
	if asks || t.Has(language.TitleQuestion) || asksInText(us) {
		return Question
	}
	if len(us) < 25 {
		var all language.CueSet
		for i := range us {
			all |= us[i].Cues
		}
		if all.Has(language.Seeks) {
			return Question
		}
	}
	switch {
	case t.Has(language.TitleReport) || strings.Contains(p.Text, "Traceback (most recent"):
		return Report
	case t.Has(language.TitleIdea) || headCues(us, 5).Has(language.Imagines):
		return Idea
	}
	return Discussion
}

// proposesFirst reports whether a text begins by proposing something, whatever words its title has.
func proposesFirst(us []prose.Unit) bool {
	const first = 3 // units
	for i := range us[:min(first, len(us))] {
		if us[i].Acts.Has(language.Proposes) && us[i].Cues.Has(language.About) && !us[i].Cues.Has(language.Plans) {
			return true
		}
	}
	return false
}

// needsHelp reports whether a text says near its beginning that its writer needs somebody to do something.
func needsHelp(us []prose.Unit) bool {
	const first = 12 // units
	return slices.ContainsFunc(us[:min(first, len(us))], func(u prose.Unit) bool {
		return u.Acts.Has(language.Seeks) && u.Acts.Has(language.Problem)
	})
}

// annTag reports whether a title begins by saying that it announces: "ANN:", "[ANN]", "[ANNOUNCE]".
func annTag(p *post.Post) bool {
	if strings.HasPrefix(strings.ToLower(p.Name), "ann") {
		return true
	}
	for _, t := range prose.Tags(p.Title) {
		if strings.HasPrefix(t, "ann") {
			return true
		}
	}
	return false
}

// headActs reports whether one of the first n units acts as cue says.
func headActs(us []prose.Unit, n int, cue language.Cue) bool {
	for i := range us {
		if i == n {
			break
		}
		if us[i].Acts.Has(cue) {
			return true
		}
	}
	return false
}

// headCues are the cues of the first n units.
func headCues(us []prose.Unit, n int) language.CueSet {
	var all language.CueSet
	for i := range us[:min(n, len(us))] {
		all |= us[i].Cues
	}
	return all
}

// asksInText reports whether a short text asks, or a longer one ends in a question.
func asksInText(us []prose.Unit) bool {
	n, last := 0, 0
	for i := range us {
		if us[i].Asks {
			n, last = n+1, i
		}
	}
	return n > 0 && (len(us) < 12 || len(us) < 40 && last >= len(us)-3 || n > 1 && len(us) < 25)
}
