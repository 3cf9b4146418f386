package prose

import "strings"

const noteLines = 12 // that a note between brackets has at most

// withoutNotes blanks a note that stands between a bracket on a line of its own and its fellow: what the sender of a
// change says about the mail.
func withoutNotes(lines []string) []string {
	for i := 0; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) != "[" {
			continue
		}
		for j := i + 1; j < len(lines) && j <= i+noteLines; j++ {
			if strings.TrimSpace(lines[j]) != "]" {
				continue
			}
			for k := i; k <= j; k++ {
				lines[k] = strings.Repeat("-", len(lines[k])) // as long as it was, so that offsets stay
			}
			i = j
			break
		}
	}
	return lines
}
