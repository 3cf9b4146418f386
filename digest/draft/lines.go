package draft

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// frontMatter reads the lines between the first two of "---" and returns what follows, and the number of its first
// line.
func (p *parser) frontMatter(text string) (rest string, first int) {
	all := strings.Split(text, "\n")
	n := 0
	for n < len(all) && strings.TrimSpace(all[n]) == "" {
		n++
	}
	if n == len(all) || strings.TrimSpace(all[n]) != "---" {
		p.refuse(n+1, "the file does not begin with the lines between --- that say which edition it is; write the draft anew with \"recap draft\"")
		return text, 1
	}
	for i := n + 1; i < len(all); i++ {
		l := strings.TrimSpace(all[i])
		if l == "---" {
			return strings.Join(all[i+1:], "\n"), i + 2
		}
		key, value, ok := strings.Cut(l, ":")
		if !ok {
			if l != "" && l[0] != '#' {
				p.refuse(i+1, "%q is no line of the front matter, which reads \"key: value\"", l)
			}
			continue
		}
		value = strings.TrimSpace(value)
		if s, err := strconv.Unquote(value); err == nil {
			value = s
		} else {
			value = strings.Trim(value, `'"`)
		}
		p.front[strings.TrimSpace(key)] = value
	}
	p.refuse(n+1, "nothing closes the front matter that begins here; it ends with a line of ---")
	return "", len(all)
}

// lines cuts a text into lines and takes the comments out; what follows a comment of several lines stands on its first.
func (p *parser) lines(text string, first int) (out []line) {
	n := first
	cur := line{n: n}
	for text != "" {
		i := strings.Index(text, "<!--")
		if i < 0 {
			i = len(text)
		}
		for j, l := range strings.Split(text[:i], "\n") {
			if j > 0 {
				n++
				out = append(out, cur)
				cur = line{n: n}
			}
			cur.text += l
		}
		if text = text[i:]; text == "" {
			break
		}
		end := strings.Index(text, "-->")
		if end < 0 || strings.Contains(text[4:max(4, end)], "<!--") {
			p.refuse(n, "nothing closes the comment that begins here; it ends with -->")
			break
		}
		cur.text += mark + strconv.Itoa(len(p.comments)) + mark
		p.comments = append(p.comments, strings.TrimSpace(text[4:max(4, end)]))
		n += strings.Count(text[:end], "\n")
		text = text[end+3:]
	}
	return append(out, cur)
}

// cut returns a text without comments, and their words: the kind of each and what it names.
func (p *parser) cut(s string) (text string, kinds []string, names [][]string) {
	parts := strings.Split(s, mark)
	for i := 1; i < len(parts); i += 2 {
		n, _ := strconv.Atoi(parts[i])
		words := strings.FieldsFunc(p.comments[n], func(r rune) bool { return strings.ContainsRune(" \n\t>,", r) })
		parts[i] = ""
		if len(words) == 0 {
			continue
		}
		kind, more, _ := strings.Cut(words[0], ":")
		words = words[1:]
		if more != "" {
			words = append([]string{more}, words...)
		}
		kinds, names = append(kinds, strings.ToLower(kind)), append(names, words)
	}
	return strings.TrimSpace(strings.Join(parts, "")), kinds, names
}

// has reports whether a line carries a comment of a kind.
func (p *parser) has(l line, kind string) bool {
	if !strings.Contains(l.text, mark) {
		return false
	}
	_, kinds, _ := p.cut(l.text)
	return slices.Contains(kinds, kind)
}

// tag reports whether a line seems to hold HTML.
func tag(s string) bool {
	i := strings.IndexByte(s, '<')
	if i < 0 || i+1 == len(s) || strings.HasPrefix(s[i+1:], "http") {
		return false
	}
	c := s[i+1] | 0x20
	return (c >= 'a' && c <= 'z' || s[i+1] == '/') && strings.IndexByte(s[i:], '>') > 0
}

// level returns the level of a heading, 0 for what is none.
func level(s string) int {
	s = strings.TrimSpace(s)
	n := len(s) - len(strings.TrimLeft(s, "#"))
	if n == 0 || n > 6 || len(s) > n && s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	return n
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// bullet returns a line without the mark of a list's entry, and whether it had one.
func bullet(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if s == "-" || s == "*" || s == "+" {
		return "", true
	}
	if len(s) > 1 && strings.IndexByte("-*+", s[0]) >= 0 && strings.IndexByte(" \t\n", s[1]) >= 0 {
		return strings.TrimSpace(s[2:]), true
	}
	return s, false
}
