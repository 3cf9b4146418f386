package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
)

// end returns how many lines there are before an advert or the sign-off.
func (r *reader) end(lines []string) int {
	end, parted := len(lines), false
	for i, raw := range lines {
		line := strings.TrimSpace(raw)
		if r.dashed(lines, i) {
			end = i
			break
		}
		if 3*i <= len(lines) || line == "" {
			continue
		}
		if line[0] == '=' && ruler.MatchString(line) && (parted || parts(lines[i+1:])) {
			parted = true
			continue
		}
		goesOn := continues(line) && strings.TrimSpace(lines[i-1]) != "" // "the data are not / confidential but"
		if ruler.MatchString(line) || len(line) < 200 && !goesOn && r.advertises(line) || r.signed(lines, i) {
			end = i
			break
		}
	}
	end = r.withoutAddresses(lines[:end])
	for last := end; end > 0 && r.signsOff(strings.TrimSpace(lines[end-1])); {
		if end--; strings.TrimSpace(strings.Join(lines[:end], "")) == "" {
			if all := r.Language.Cues(strings.Join(lines[:last], " ")); last > 0 && !all.Any(language.Thanks, language.Closes, language.Works, language.Agrees) {
				return 0 // a name is all that stands there
			}
			return last // all that is said are thanks
		}
	}
	return end
}

// signed reports whether line i is the writer's name or initials, in a paragraph of its own, and what stands below speaks
// neither of the writer nor to anybody: who they work for, and not a postscript.
func (r *reader) signed(lines []string, i int) bool {
	const most, longest = 60, 24 // words below it, and bytes of it
	line := strings.TrimSpace(lines[i])
	if len(line) > longest || strings.TrimSpace(lines[i-1]) != "" || i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" ||
		strings.HasSuffix(line, ":") || strings.HasSuffix(line, ",") || !r.named(line) && !r.initials(line) {
		return false
	}
	below := strings.TrimSpace(strings.Join(lines[i+1:], "\n"))
	return below != "" && Count(below) <= most && !strings.HasPrefix(strings.ToUpper(strings.ReplaceAll(below, ".", "")), "PS") &&
		!says(below, firstPerson) && !says(below, secondPerson) && !Asks(below)
}

// dashed reports whether line i is a row of dashes above a line that begins with the writer's name: the delimiter of a
// signature, written by hand. A long row, or one far from the end, underlines a heading unless it stands behind a blank line
// and the name is one of a card: nothing is behind it and a row closes that, or what they do ("Ann Lee | Pumps").
func (r *reader) dashed(lines []string, i int) bool {
	const few, most, lowest = 8, 120, 30 // marks of a row, words and lines below it
	line := strings.TrimSpace(lines[i])
	if i == 0 || len(line) < 2 || strings.Trim(line, "-–—_=*~") != "" || i+1 == len(lines) || r.Writer == "" {
		return false
	}
	name, below := strings.Fields(strings.ToLower(r.Writer)), strings.Fields(strings.ToLower(lines[i+1]))
	if len(below) < len(name) || !slices.Equal(below[:len(name)], name) {
		return false
	}
	if len(line) <= few && 3*i > len(lines) {
		return true
	}
	card := len(below) > len(name) && strings.TrimLeft(below[len(name)], "|,(<·-–—") != below[len(name)]
	closed := slices.ContainsFunc(lines[i+2:min(len(lines), i+lowest)], func(l string) bool { return drawn(strings.TrimSpace(l)) })
	return strings.TrimSpace(lines[i-1]) == "" && (card || len(below) == len(name) && closed) && len(lines)-i <= lowest &&
		Count(strings.Join(lines[i+1:], " ")) <= most
}

// initials reports whether a line is made of the first letters of the writer's names: "T." or "/TB".
func (r *reader) initials(line string) bool {
	bare := strings.ToLower(strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) {
			return c
		}
		return -1
	}, line))
	own := ""
	for _, part := range strings.Fields(strings.ToLower(r.Writer)) {
		c, _ := utf8.DecodeRuneInString(part)
		own += string(c)
	}
	return bare != "" && strings.ContainsAny(line, "./-~") && len(line) <= 2*len(own)+2 && strings.HasPrefix(own, bare)
}

// advertises reports whether a line is of a footer. An item of a list is what the writer lists.
func (r *reader) advertises(line string) bool {
	return r.Language.Cues(line).Has(language.Advert) && !bullet.MatchString(line)
}

// parts reports whether the ruler before lines parts a text rather than to end it: others like it follow, and more than
// a footer has.
func parts(lines []string) bool {
	const footer = 4 // lines
	said, more := 0, false
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			said++
			more = more || line[0] == '=' && ruler.MatchString(line)
		}
	}
	return more && said > footer
}

// withoutAddresses returns how many lines there are before the addresses that stand below the writer's name at the end;
// all of them if none do.
func (r *reader) withoutAddresses(lines []string) int {
	seen := false
	for i := len(lines) - 1; i >= 0; i-- {
		switch line := strings.TrimSpace(lines[i]); {
		case line == "":
		case onlyAddress(line):
			seen = true
		case seen && r.named(line):
			return i + 1
		default:
			return len(lines)
		}
	}
	return len(lines)
}

var ruler = lazyregexp.New(`^(?:_{10,}|-{20,}|={20,}|-----BEGIN PGP SIG|-- ?$)`)

// takesLeave reports whether a line only closes a post: "Thanks, that works now" says something.
func takesLeave(cues language.CueSet) bool {
	return cues.Has(language.Closes) && !cues.Any(language.Works, language.Done, language.Promises, language.Objects, language.Withdraws, language.Decides)
}

// signsOff reports whether a line is a name, a closing word or a mark, as stands at the end of a post.
func (r *reader) signsOff(line string) bool {
	bare := strings.Trim(line, " \t/*_~–—-.,")
	if bare == "" {
		return true
	}
	if len(bare) > 60 {
		return false
	}
	words := strings.Fields(bare)
	if len(words) == 0 {
		return true
	}
	if len(words) <= 9 && takesLeave(r.Language.Cues(line)) {
		return true
	}
	if r.named(line) {
		return true
	}
	if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") && strings.ContainsAny(line, "@|") {
		return true
	}
	dashed := strings.HasPrefix(line, "-") || strings.HasPrefix(line, "–") || strings.HasPrefix(line, "—") || strings.HasPrefix(line, "~")
	if dashed && len(words) <= 2 && !strings.ContainsAny(bare, "?!:") {
		return true
	}
	return len(words) <= 2 && len(bare) < 22 && !strings.ContainsAny(line[len(line)-1:], ".?!:") && !strings.ContainsFunc(bare, unicode.IsDigit) && !strings.Contains(bare, Link) && !hasCJK(bare)
}

// named reports whether a line is the writer's name, be it with something in brackets behind it.
func (r *reader) named(line string) bool {
	const most = 4 // words
	bare := strings.Trim(line, " \t/*_~–—-.,")
	if name, more, ok := strings.Cut(bare, " ("); ok && strings.HasSuffix(more, ")") {
		bare = name
	}
	words := strings.Fields(bare)
	return len(words) > 0 && (strings.Trim(strings.ToLower(words[0]), ",") == r.first && len(words) <= most || len(words) <= 2 && r.isWriter(bare))
}

// onlyAddress reports whether a line is an address of a page or of a mailbox.
func onlyAddress(line string) bool {
	line = strings.Trim(strings.TrimSpace(line), "<>")
	return line != "" && !strings.Contains(line, " ") && (strings.Contains(line, "://") || strings.HasPrefix(line, "www.") || strings.Contains(line, "@"))
}

// isWriter reports whether a line is a part of the writer's name, or what somebody is called by one.
func (r *reader) isWriter(line string) bool {
	const stem = 4
	for _, part := range strings.Fields(strings.ToLower(r.Writer)) {
		if len(part) >= stem && strings.HasPrefix(strings.ToLower(line), part[:stem]) && len(line) <= len(part)+2 {
			return true
		}
	}
	return false
}
