package digest

import (
	"strings"

	"recap/digest/internal/lazyregexp"
)

// The kinds of stories, by what the opening post does.
const (
	kindDiscussion   = "discussion"
	kindQuestion     = "question"
	kindAnnouncement = "announcement"
	kindRelease      = "release"
	kindVote         = "vote"
	kindResult       = "result"
	kindProposal     = "proposal"
	kindSecurity     = "security"
	kindPatch        = "patch"
	kindArticle      = "article"
	kindStatus       = "status"
)

// version is a release's number.
var version = lazyregexp.New(`\bv?\d+\.\d+(?:\.\d+)*(?:[-_.]?(?:rc|alpha|beta|pre|a|b)\d*)?\b`)

// kindOf says what the thread's opening post does, on the evidence of its subject and its own first sentences.
func kindOf(p *post) string {
	if p.kind == "" {
		p.kind = judge(p)
	}
	return p.kind
}

func judge(p *post) string {
	l := p.language()
	title := strings.TrimSpace(p.Title)
	reply := replyMark.MatchString(strings.TrimSpace(subjTag.ReplaceAllString(title, "")))
	bare := cleanTitle(p)
	head := strings.ToLower(clip(p.Text, 700))
	switch {
	case p.isStatus():
		return kindStatus
	case l.result.MatchString(title):
		return kindResult
	case l.vote.MatchString(title) && !reply:
		return kindVote
	case patchTag.MatchString(title):
		return kindPatch
	case l.security.MatchString(title) && !reply:
		return kindSecurity
	case (l.release.MatchString(title) || l.announcement.MatchString(title) || l.announcement.MatchString(bare)) && version.MatchString(title) && !strings.Contains(title, "?"):
		return kindRelease
	case p.isArticle():
		return kindArticle
	case l.announcement.MatchString(title) || l.announcement.MatchString(bare):
		return kindAnnouncement
	case l.proposal.MatchString(title) || l.proposal.MatchString(bare):
		return kindProposal
	case strings.HasSuffix(title, "?"):
		return kindQuestion
	case contains(head, l.announces):
		return kindAnnouncement
	case contains(head, l.proposes):
		return kindProposal
	case asksSomething(p):
		return kindQuestion
	}
	return kindDiscussion
}

// asksSomething reports whether a post's own words end in a question or ask one while the subject asks, too.
func asksSomething(p *post) bool {
	l := p.language()
	questions, last, n := 0, -1, 0
	for _, para := range l.paragraphs(p.Text) {
		for _, s := range l.splitSentences(para) {
			if strings.HasSuffix(strings.TrimRight(s, `"')`), "?") {
				questions++
				last = n
			}
			n++
		}
	}
	if questions == 0 {
		low := strings.ToLower(p.Text)
		return l.asks.MatchString(cleanTitle(p)) && contains(low, l.seeks)
	}
	if p.words > 200 { // an essay asks itself questions on the way
		return l.asks.MatchString(cleanTitle(p)) || last >= n-2
	}
	return l.asks.MatchString(cleanTitle(p)) || last >= n-3 || questions >= 2
}

func contains(s string, cues []string) bool {
	for _, c := range cues {
		if strings.Contains(s, c) {
			return true
		}
	}
	return false
}
