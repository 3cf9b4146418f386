package prose

import (
	"strings"

	"recap/digest/internal/lazyregexp"
)

// A transcript is a talk that somebody copied into a post: the log of a chat, or a scene of a play. Each turn in it
// begins a line with who speaks. Like it are the messages of commits.

const (
	leastTurns = 3 // of a transcript, by two speakers
	leastStage = 4 // of one whose speakers are only told by capitals, two of them more than once
	turnLines  = 8 // of one turn
)

var (
	chatTurn = lazyregexp.New(`^(?:[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AaPp][Mm])?[\])]? ?[-|]? ?)?<[ @+%&~]?([\pL_\[\]\\^{}|` +
		"`" + `][\w\[\]\\^{}|` + "`" + `-]{0,29})>:? `)
	stageTurn = lazyregexp.New(`^["“]?(\p{Lu}{2,}(?: \p{Lu}{2,})?)(?:: | \(.{1,30}\):? | )["“*\p{Lu}]`)
)

// speaker returns who speaks in a turn that begins with line l, and whether only capitals tell it; "" if none begins.
func speaker(l string) (name string, stage bool) {
	const mark = 20 // bytes in front of a name in a chat
	if i := strings.IndexByte(l[:min(len(l), mark)], '<'); i >= 0 && strings.Contains(l[i:], "> ") {
		if m := chatTurn.FindStringSubmatch(l); m != nil {
			return m[1], false
		}
	}
	begin := strings.TrimLeft(l, `"“`)
	if len(begin) < 3 || begin[0] >= 'a' && begin[0] <= 'z' || begin[1] >= 'a' && begin[1] <= 'z' || begin[1] == ' ' {
		return "", true
	}
	if m := stageTurn.FindStringSubmatch(l); m != nil {
		return m[1], true
	}
	return "", true
}

// transcripts marks the lines of all transcripts.
func (s *sheet) transcripts() {
	for i := 0; i < len(s.lines); i++ {
		if who, stage := speaker(s.lines[i]); who != "" {
			end, found := s.transcript(i, stage)
			for k := i; k < end && found; k++ {
				s.foreign[k] = true
			}
			i = end - 1
		}
	}
}

// transcript returns the end of the turns that begin at line i, and whether they are a transcript.
func (s *sheet) transcript(i int, stage bool) (end int, found bool) {
	turns, n := map[string]int{}, 0
	for k := i; k < len(s.lines) && k < max(end, i)+turnLines; k++ {
		if s.lines[k] == "" && stage {
			break
		}
		if who, how := speaker(s.lines[k]); who != "" && how == stage {
			turns[who]++
			n, end = n+1, k+1
		}
	}
	again := 0
	for _, times := range turns {
		again += min(times-1, 1)
	}
	if len(turns) < 2 || n < leastTurns || stage && (n < leastStage || again < 2) {
		return end, false
	}
	for end < len(s.lines) && s.lines[end] != "" { // the last turn goes on to the end of its paragraph
		end++
	}
	return end, true
}

var commitLine = lazyregexp.New(`^commit [0-9a-f]{7,40}\b`)

// commits marks what git-log(1) prints of commits by somebody else than the writer: their heads, and the messages, which
// are set in by four columns.
func (s *sheet) commits(raw []string) {
	const head = 8 // lines below the first
	for i, l := range s.lines {
		if !commitLine.MatchString(l) {
			continue
		}
		author, end := "", i+1
		for end < len(s.lines) && end <= i+head && s.lines[end] != "" {
			if name, ok := strings.CutPrefix(s.lines[end], "Author: "); ok {
				author, _, _ = strings.Cut(name, "<")
			}
			end++
		}
		if strings.TrimSpace(author) == "" || s.isWriter(author) {
			continue
		}
		for end < len(s.lines) && (s.lines[end] == "" || strings.HasPrefix(raw[end], "    ")) {
			end++
		}
		for k := i; k < end; k++ {
			s.foreign[k] = true
		}
	}
}
