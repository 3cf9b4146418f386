package mail

import "strings"

// unquoteBlocks turns [quote]...[/quote] blocks of forums into lines marked by ">". A block that is never closed stays
// as it is.
func unquoteBlocks(s string) string {
	if !strings.Contains(s, "[quote") && !strings.Contains(s, "[QUOTE") && !strings.Contains(s, "[Quote") {
		return s
	}
	var out strings.Builder
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		lower = s
	}
	for {
		open := strings.Index(lower, "[quote")
		if open < 0 {
			break
		}
		size := blockSize(lower[open:])
		if size == 0 {
			break
		}
		out.WriteString(s[:open])
		out.WriteByte('\n')
		inner := s[open : open+size]
		for l := range strings.SplitSeq(inner, "\n") {
			out.WriteString("> ")
			out.WriteString(stripTags(l))
			out.WriteByte('\n')
		}
		rest := strings.TrimLeft(s[open+size:], " ")
		s, lower = rest, lower[len(lower)-len(rest):]
	}
	out.WriteString(s)
	return out.String()
}

// blockSize returns the length of the [quote] block that s, in lower case, begins with, inner blocks included; 0 if it
// is never closed.
func blockSize(s string) int {
	depth, last := 0, 0
	for pos := 0; pos < len(s); {
		i := strings.IndexByte(s[pos:], '[')
		if i < 0 {
			break
		}
		pos += i
		switch {
		case strings.HasPrefix(s[pos:], "[quote"):
			depth++
		case strings.HasPrefix(s[pos:], "[/quote]"):
			depth--
			last = pos + len("[/quote]")
			if depth == 0 {
				return last
			}
		}
		pos++
	}
	// an inner block was opened and never closed: what is closed counts
	return last
}

// stripTags takes [quote] marks out of a line.
func stripTags(l string) string {
	lower := strings.ToLower(l)
	if len(lower) != len(l) || !strings.Contains(lower, "quote") {
		return l
	}
	var out strings.Builder
	for l != "" {
		i := strings.IndexByte(l, '[')
		if i < 0 {
			break
		}
		out.WriteString(l[:i])
		l, lower = l[i:], lower[i:]
		end := 0
		if strings.HasPrefix(lower, "[quote") || strings.HasPrefix(lower, "[/quote") {
			if end = strings.IndexByte(l, ']') + 1; end == 0 { // none of those that follow is closed
				break
			}
		}
		if end == 0 {
			out.WriteByte('[')
			end = 1
		}
		l, lower = l[end:], lower[end:]
	}
	out.WriteString(l)
	return out.String()
}
