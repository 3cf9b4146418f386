package story

import (
	"slices"
	"strings"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// seeks reports whether a post that asks nothing in so many words says that its writer wants help.
func seeks(p *post.Post) bool {
	cues := headCues(p.Units(), 40)
	return cues.Has(language.Seeks) && cues.Any(language.Problem, language.Trouble)
}

var reviewTag = lazyregexp.New(`(?im)^\s*(?:Reviewed|Acked|Tested)-by:`)

// Reviews reports whether a post agrees to a change as a whole, whatever it has to say beside that.
func Reviews(p *post.Post) bool {
	if strings.Contains(p.Text, "-by:") && reviewTag.MatchString(p.Text) {
		return true
	}
	u := said(p, language.Reviews, nearby)
	if u == nil {
		return false
	}
	us := p.Units()
	for i := range us { // "looks good, but how about"
		if us[i].Acts.Has(language.Reviews) && i+1 < len(us) && us[i+1].Cues.Has(language.Reserves) && us[i+1].Cues.Has(language.Dangles) {
			return false
		}
	}
	return !u.Acts.Has(language.Reserves)
}

// Answers reports whether a post says something to a question, and not only that its writer has no answer, or would
// know more first.
func Answers(p *post.Post) bool {
	us := p.Units()
	words, asks, lacks := 0, false, false
	if len(us) > 0 && !slices.ContainsFunc(us, func(u prose.Unit) bool { return u.Asks || u.Cues.Has(language.Lacks) }) {
		words = prose.Count(p.Text) // a line of code answers, too
	}
	for i := range us {
		if us[i].Asks {
			asks = true
			continue
		}
		words += us[i].Words
		lacks = lacks || us[i].Cues.Has(language.Lacks)
	}
	if p.Language.Cues(post.Clip(strings.TrimSpace(p.Text), 80)).Has(language.YesNo) {
		return true
	}
	return words >= answerWords && !(lacks && words < plainWords) && !(asks && words < counterWords)
}

// confirms returns 2 if a post says that something works now, 1 if it only thanks, 0 if neither.
func confirms(p *post.Post) int {
	us := p.Units()
	works, asks := false, false
	for i := range us {
		if us[i].Asks {
			asks = true
		}
		if i < 4 && us[i].Acts.Has(language.Works) && !us[i].Acts.Has(language.Reserves) {
			works = true
		}
	}
	if works && !asks {
		return 2
	}
	for i := range us {
		if i < 3 && (us[i].Asks || us[i].Acts.Has(language.Trouble)) {
			return 0
		}
	}
	if line := firstLine(p); line != "" && thanksFor(p, line) {
		return 1
	}
	if !asks && p.Words() < thanksWords && !slices.ContainsFunc(us, func(u prose.Unit) bool { return u.Acts.Has(language.Trouble) }) && thanksFor(p, lastLine(p)) {
		return 1
	}
	return 0
}

// firstLine returns the first line of a post's own words that is no greeting and no name.
func firstLine(p *post.Post) string {
	for i, l := range strings.SplitN(p.Text, "\n", 12) {
		l = strings.TrimSpace(l)
		if l == "" || prose.Count(l) <= 6 && p.Language.Cues(l).Has(language.Greets) || i < 3 && prose.Count(l) <= 3 && strings.HasSuffix(l, ",") {
			continue
		}
		return post.Clip(l, 120)
	}
	return ""
}

// thanksFor reports whether a line thanks for an answer, and not for a report, for looking at something or for
// interest.
func thanksFor(p *post.Post, line string) bool {
	cues := p.Language.Cues(line)
	return cues.Has(language.Thanks) && !cues.Has(language.Courtesy)
}

// lastLine returns the last line of a post's own words that is no name.
func lastLine(p *post.Post) string {
	lines := strings.Split(strings.TrimSpace(p.Text), "\n")
	for i := len(lines) - 1; i >= max(0, len(lines)-4); i-- {
		if l := strings.TrimSpace(lines[i]); prose.Count(l) > 2 || p.Language.Cues(l).Has(language.Thanks) {
			return post.Clip(l, 120)
		}
	}
	return ""
}

// trouble reports whether a post asks, or says that something is not over.
func trouble(p *post.Post) bool {
	if confirms(p) > 0 {
		return false
	}
	us := p.Units()
	for i := range us {
		if i >= 5 && i < len(us)-3 {
			continue
		}
		if us[i].Asks || us[i].Acts.Has(language.Trouble) {
			return true
		}
	}
	return false
}
