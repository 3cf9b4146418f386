package digest

import (
	"regexp"
	"strings"
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

var (
	titleVote     = regexp.MustCompile(`(?i)(?:^|\s)\[?vote\]?[\s:]|^call for votes?\b|\[vote\]`)
	titleResult   = regexp.MustCompile(`(?i)\[results?\]|\bvote results?\b|\bresults? of (?:the )?vote`)
	titleAnnounce = regexp.MustCompile(`(?i)\[ann(?:ounce(?:ment)?)?\]|^ann(?:ounce(?:ment)?)?\s*:|\bannounc(?:e|ing|ement)\b`)
	titleRelease  = regexp.MustCompile(`(?i)\brelease[ds]?\b|\bis out\b|\bavailable\b|\brc\d\b`)
	titlePropose  = regexp.MustCompile(`(?i)\[(?:discuss(?:ion)?|proposal|rfc)\]|\bproposal\b|\brfc\b|^proposed?\b|\bidea\b`)
	titleSecurity = regexp.MustCompile(`(?i)\bcve-\d{4}-\d+\b|\[?security\]?\s*(?:notice|advisory|release|fix|announcement|:)|\bvulnerabilit(?:y|ies)\b|\badvisory\b`)
	version       = regexp.MustCompile(`\bv?\d+\.\d+(?:\.\d+)*(?:[-_.]?(?:rc|alpha|beta|pre|a|b)\d*)?\b`)
	asks          = regexp.MustCompile(`(?i)^(?:how|why|what|where|when|who|which|is|are|does|do|can|could|should|any|has|help|problem|question|newbie|trouble|need)\b`)
)

// kindOf says what the thread's opening post does, on the evidence of its subject and its own first sentences.
func kindOf(p *post) string {
	if p.kind == "" {
		p.kind = judge(p)
	}
	return p.kind
}

func judge(p *post) string {
	title := strings.TrimSpace(p.Title)
	reply := replyMark.MatchString(strings.TrimSpace(subjTag.ReplaceAllString(title, "")))
	bare := cleanTitle(p)
	head := strings.ToLower(clip(p.Text, 700))
	switch {
	case p.isStatus():
		return kindStatus
	case titleResult.MatchString(title):
		return kindResult
	case titleVote.MatchString(title) && !reply:
		return kindVote
	case patchTag.MatchString(title):
		return kindPatch
	case titleSecurity.MatchString(title) && !reply:
		return kindSecurity
	case (titleRelease.MatchString(title) || titleAnnounce.MatchString(title) || titleAnnounce.MatchString(bare)) && version.MatchString(title) && !strings.Contains(title, "?"):
		return kindRelease
	case p.isArticle():
		return kindArticle
	case titleAnnounce.MatchString(title) || titleAnnounce.MatchString(bare):
		return kindAnnouncement
	case titlePropose.MatchString(title) || titlePropose.MatchString(bare):
		return kindProposal
	case strings.HasSuffix(title, "?"):
		return kindQuestion
	case contains(head, announceCues):
		return kindAnnouncement
	case strings.Contains(head, "i propose") || strings.Contains(head, "i'd like to propose") || strings.Contains(head, "i would like to propose"):
		return kindProposal
	case asksSomething(p):
		return kindQuestion
	}
	return kindDiscussion
}

// asksSomething reports whether a post's own words end in a question or ask one while the subject asks, too.
func asksSomething(p *post) bool {
	questions, last, n := 0, -1, 0
	for _, para := range paragraphs(p.Text) {
		for _, s := range splitSentences(para) {
			if strings.HasSuffix(strings.TrimRight(s, `"')`), "?") {
				questions++
				last = n
			}
			n++
		}
	}
	if questions == 0 {
		low := strings.ToLower(p.Text)
		return asks.MatchString(cleanTitle(p)) && contains(low, []string{"any help", "any idea", "any hint", "any pointer", "i wonder", "i was wondering", "how to", "can anyone", "could anyone", "please help", "i don't understand", "i can't", "i'm trying to", "i am trying to"})
	}
	if p.words > 200 { // an essay asks itself questions on the way
		return asks.MatchString(cleanTitle(p)) || last >= n-2
	}
	return asks.MatchString(cleanTitle(p)) || last >= n-3 || questions >= 2
}

func contains(s string, cues []string) bool {
	for _, c := range cues {
		if strings.Contains(s, c) {
			return true
		}
	}
	return false
}
