package mail

import "strings"

// report takes the frame of a form off a report to a tracker of bugs: the fields that it begins with, the questions of
// its template, and what a program gathered about the system.
func (p *splitter) report() {
	i := p.skipBlank(0)
	if i >= len(p.lines) || p.kinds[i] != own || !isFact(p.lines[i]) {
		return
	}
	end := i
	for end < len(p.lines) && p.kinds[end] == own && isFact(p.lines[end]) {
		end++
	}
	if end-i < 2 || end < len(p.lines) && strings.TrimSpace(p.lines[end]) != "" || !isPackage(p.lines[i:end]) {
		return
	}
	p.mark(i, end, dropped)
	for i = end; i < len(p.lines); i++ {
		t := strings.TrimSpace(p.lines[i])
		switch {
		case p.kinds[i] != own || t == "":
		case strings.HasPrefix(t, "-- ") && strings.HasSuffix(t, ":"):
			for i < len(p.lines) && p.kinds[i] == own {
				p.kinds[i] = dropped
				i++
			}
		case p.isQuestions(i):
			for i < len(p.lines) && p.kinds[i] == own && strings.TrimSpace(p.lines[i]) != "" {
				p.kinds[i] = dropped
				i++
			}
		}
	}
}

// isFact reports whether a line is a field of a form: one word of letters and "-", a colon, and up to six words.
func isFact(l string) bool {
	i := strings.IndexByte(l, ':')
	if i < 3 || i > 24 || strings.Count(l, " ") > 6 {
		return false
	}
	for j := range i {
		if c := l[j] | 0x20; (c < 'a' || c > 'z') && l[j] != '-' {
			return false
		}
	}
	return strings.TrimSpace(l[i+1:]) != "" && !strings.Contains(l, "@")
}

// isPackage reports whether one of the fields says what the report is on.
func isPackage(lines []string) bool {
	for _, l := range lines {
		switch name, _, _ := strings.Cut(l, ":"); strings.ToLower(name) {
		case "package", "severity":
			return true
		}
	}
	return false
}

// isQuestions reports whether line i begins a paragraph that has nothing but marked questions, each perhaps over
// several lines.
func (p *splitter) isQuestions(i int) bool {
	if i > 0 && strings.TrimSpace(p.lines[i-1]) != "" && p.kinds[i-1] == own {
		return false
	}
	open := false
	for ; i < len(p.lines) && p.kinds[i] == own; i++ {
		t := strings.TrimSpace(p.lines[i])
		if t == "" {
			break
		}
		if t[0] == '*' || t[0] == '-' || t[0] == '#' {
			if open {
				return false
			}
			open = true
		} else if !open {
			return false
		}
		if strings.HasSuffix(t, "?") {
			open = false
		}
	}
	return !open
}
