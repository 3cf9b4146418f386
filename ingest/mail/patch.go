package mail

import "strings"

// diffAt reports whether a diff begins at line i: git's, Subversion's, a unified or a context diff.
func (p *splitter) diffAt(i int) bool {
	if i >= len(p.lines) {
		return false
	}
	l := p.lines[i]
	following := ""
	if i+1 < len(p.lines) {
		following = p.lines[i+1]
	}
	switch {
	case len(l) < 4:
		return false
	case l[0] == 'd':
		return strings.HasPrefix(l, "diff --git ") || strings.HasPrefix(l, "diff -") && strings.Count(l, " ") >= 2
	case l[0] == 'I':
		return strings.HasPrefix(l, "Index: ") && (strings.HasPrefix(following, "====") || strings.HasPrefix(following, "--- "))
	case l[0] == '-':
		return strings.HasPrefix(l, "--- ") && strings.HasPrefix(following, "+++ ")
	case l[0] == '*':
		return strings.HasPrefix(l, "*** ") && strings.HasPrefix(following, "--- ")
	case l[0] == '@':
		return strings.HasPrefix(l, "@@ -") && strings.Contains(l[4:], " @@")
	}
	return false
}

// diff drops the diff, or the line of a diffstat, that line i begins. It returns i if there is none.
func (p *splitter) diff(i int) int {
	if l := p.lines[i]; l[0] == ' ' && isStat(l) {
		return p.mark(i, i+1, dropped)
	}
	if !p.diffAt(i) {
		return i
	}
	end := i + 1
	for end < len(p.lines) {
		l := p.lines[end]
		if strings.TrimRight(l, " ") == "--" {
			break
		}
		if l == "" {
			// a blank line of a hunk lost its blank, or the diff is over
			if end+1 >= len(p.lines) || !isDiffLine(p.lines[end+1]) {
				break
			}
		} else if !isDiffLine(l) && p.kinds[end] != quoted {
			break
		}
		p.kinds[end] = dropped
		end++
	}
	p.mark(i, end, dropped)
	// "-- " and the version of git close a patch
	if end+1 < len(p.lines) && strings.TrimRight(p.lines[end], " ") == "--" && isVersion(p.lines[end+1]) {
		return p.mark(end, end+2, dropped)
	}
	return end
}

// isDiffLine reports whether a line can stand in a diff.
func isDiffLine(l string) bool {
	if l == "" {
		return false
	}
	switch l[0] {
	case '+', '-', ' ', '@', '\\', '!', '\t':
		return true
	}
	for _, s := range [...]string{"diff ", "index ", "Index: ", "====", "new file", "deleted file", "old mode",
		"new mode", "similarity ", "dissimilarity ", "rename ", "copy ", "Binary files", "GIT binary", "***", "RCS file",
		"retrieving rev", "Only in ", "Property changes", "Added: ", "Modified: ", "Name: svn:"} {
		if strings.HasPrefix(l, s) {
			return true
		}
	}
	return false
}

// isStat reports whether a line belongs to a diffstat: " file.c | 12 ++--", " 2 files changed", " create mode 100644
// file.c".
func isStat(l string) bool {
	t := strings.TrimSpace(l)
	bar := strings.IndexByte(t, '|')
	if bar >= 0 {
		bar = strings.Index(t, " | ")
	}
	if bar > 0 {
		rest := strings.TrimLeft(t[bar+3:], " ")
		n := 0
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		return n > 0 && strings.Trim(rest[n:], " +-") == "" || strings.HasPrefix(rest, "Bin ")
	}
	if strings.Contains(t, "changed") && (strings.HasSuffix(t, " file changed") ||
		strings.Contains(t, " file changed, ") || strings.Contains(t, " files changed") && t[0] >= '0' && t[0] <= '9') {
		return true
	}
	return strings.HasPrefix(t, "create mode 1") || strings.HasPrefix(t, "delete mode 1")
}

// isVersion reports whether a line is a version number, as git writes under a patch.
func isVersion(l string) bool {
	l = strings.TrimSpace(l)
	return len(l) >= 3 && l[0] >= '0' && l[0] <= '9' && strings.Contains(l, ".") && !strings.Contains(l, " ")
}

// patchFollows reports whether a diffstat or diff stands in the few lines from i on.
func (p *splitter) patchFollows(i int) bool {
	for end := min(i+30, len(p.lines)); i < end; i++ {
		if l := p.lines[i]; l != "" && (l[0] == ' ' && isStat(l) || p.diffAt(i)) {
			return true
		}
	}
	return false
}
