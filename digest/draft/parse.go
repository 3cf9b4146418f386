package draft

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"recap/digest/proof"
	"recap/digest/render"
)

// A file is a draft as it was read: what stands where, and nothing yet about whether it may.
type file struct {
	front   map[string]string
	title   string // "" if there is none
	note    string // Markdown
	lede    string // the first paragraph, as it is shown
	html    int    // line of HTML in the introduction, 0 for none
	stories []*section
	lists   map[string][]entry // by kind
	drafted []string           // tokens of the last comment
}

// A section is a story of the file.
type section struct {
	id, title string
	line      int
	pieces    []piece
	beside    []piece // sentences that stand beside it
}

// A piece is a block of a story.
type piece struct {
	kind  string // quote, prose or facts
	text  string // what is shown
	links []string
	said  string // of a quote: the line that says who
	posts []string
	line  int
}

// lists are the kinds of lists that a file has.
var lists = []string{"rest", "late", "dropped"}

// An entry is a line of a list.
type entry struct {
	id, text string
	line     int
	beside   []piece // the sentence behind it
}

// A line of the file, with each comment as mark followed by its number and mark.
type line struct {
	n    int
	text string
}

const mark = "\x00"

// A parser reads one file.
type parser struct {
	file
	comments []string
	refused  Refusals
}

func (p *parser) refuse(line int, format string, args ...any) {
	p.refused = append(p.refused, &Refusal{line, fmt.Sprintf(format, args...)})
}

// parse reads a file. What it returns is as much as could be read.
func parse(data []byte) (*file, Refusals) {
	p := &parser{file: file{front: map[string]string{}, lists: map[string][]entry{}}}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case !utf8.Valid(data):
		p.refuse(1+bytes.Count(data[:invalidAt(data)], []byte("\n")), "this is not UTF-8; save the file as UTF-8")
		return &p.file, p.refused
	case bytes.IndexByte(data, 0) >= 0:
		p.refuse(1+bytes.Count(data[:bytes.IndexByte(data, 0)], []byte("\n")), "a NUL stands here; this is no text")
		return &p.file, p.refused
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data))
	rest, first := p.frontMatter(text)
	p.body(p.lines(rest, first))
	return &p.file, p.refused
}

// body reads what follows the front matter.
func (p *parser) body(lines []line) {
	i := slices.IndexFunc(lines, func(l line) bool { return level(l.text) == 1 })
	begins := slices.IndexFunc(lines, func(l line) bool { return p.has(l, "introduction") })
	if i >= 0 && (begins < 0 || i < begins) {
		p.title, _, _ = p.cut(strings.TrimLeft(strings.TrimSpace(lines[i].text), "#"))
		for i++; i < len(lines) && !blank(lines[i].text) && !strings.Contains(lines[i].text, mark); i++ { // a title in several lines
			p.title += " " + lines[i].text
		}
		p.title, _ = render.Plain(strings.TrimSpace(p.title))
		p.title = spaced(p.title)
		begins = max(begins, i-1)
	}
	ends := slices.IndexFunc(lines, func(l line) bool { return p.has(l, "stories") })
	if ends < 0 {
		ends = p.firstStory(lines)
	}
	top := slices.IndexFunc(lines[:max(ends, 0)], func(l line) bool { return p.has(l, "lede") })
	if top > begins {
		p.first(lines[top:ends])
	} else {
		top = ends
	}
	if begins < top {
		p.introduction(lines[begins+1 : top])
	}
	p.sections(lines[max(ends, 0):])
	for _, c := range p.comments {
		if more, ok := strings.CutPrefix(c, "drafted:"); ok {
			p.drafted = strings.Fields(more)
		}
	}
}

// firstStory returns where the first heading stands that has a story below it; the number of lines if none has.
func (p *parser) firstStory(lines []line) int {
	for i, l := range lines {
		if level(l.text) < 2 {
			continue
		}
		for _, below := range lines[i:min(len(lines), i+4)] {
			if p.has(below, "story") || slices.ContainsFunc(lists, func(kind string) bool { return p.has(below, kind) }) {
				return i
			}
		}
	}
	return len(lines)
}

// first reads the first paragraph.
func (p *parser) first(lines []line) {
	var parts []string
	for _, l := range lines {
		text, _, _ := p.cut(l.text)
		parts = append(parts, text)
	}
	p.lede, _ = render.Plain(strings.TrimSpace(strings.Join(parts, "\n")))
	p.lede = spaced(p.lede)
}

func (p *parser) introduction(lines []line) {
	var b strings.Builder
	for _, l := range lines {
		text := l.text
		if strings.Contains(text, mark) {
			text, _, _ = p.cut(text)
		}
		if p.html == 0 && tag(text) {
			p.html = l.n
		}
		b.WriteString(strings.TrimRight(text, " \t") + "\n")
	}
	p.note = strings.Trim(b.String(), "\n")
}

// sections reads the stories and the lists.
func (p *parser) sections(lines []line) {
	var cur *section
	list := "" // the kind of list that is read
	for i := 0; i < len(lines); {
		l := lines[i]
		if blank(l.text) {
			i++
			continue
		}
		j := i + 1
		if level(l.text) > 0 {
			text := strings.TrimRight(strings.TrimLeft(strings.TrimSpace(l.text), "#"), " #")
			for j < len(lines) && !strings.Contains(lines[j-1].text, mark) && !blank(lines[j].text) && level(lines[j].text) == 0 {
				text += " " + lines[j].text
				j++
			}
			if k := j; !strings.Contains(text, mark) { // the comment may stand below an empty line
				for k < len(lines) && blank(lines[k].text) {
					k++
				}
				if k < len(lines) {
					if rest, _, _ := p.cut(lines[k].text); rest == "" {
						text, j = text+lines[k].text, k+1
					}
				}
			}
			cur, list = p.heading(l.n, text)
			i = j
			continue
		}
		_, item := bullet(l.text)
		quote := strings.HasPrefix(strings.TrimSpace(l.text), ">")
		for j < len(lines) && !blank(lines[j].text) && level(lines[j].text) == 0 {
			if _, next := bullet(lines[j].text); next && (!quote || strings.Contains(lines[j-1].text, mark)) { // below a quotation's comment
				break
			}
			if strings.HasPrefix(strings.TrimSpace(lines[j].text), ">") && !quote {
				break
			}
			j++
		}
		p.block(cur, list, lines[i:j], item, quote)
		i = j
	}
}

// heading opens a section.
func (p *parser) heading(n int, s string) (*section, string) {
	text, kinds, names := p.cut(s)
	if slices.Contains(kinds, "v") { // of a line of the rest, the sentence behind it came along
		text, _, _ = strings.Cut(s, mark)
	}
	text, _ = render.Plain(text)
	for i, kind := range kinds {
		switch {
		case slices.Contains(lists, kind):
			return nil, kind
		case kind == "story":
			x := &section{title: spaced(text), line: n}
			if len(names[i]) > 0 {
				x.id = names[i][0]
			}
			p.stories = append(p.stories, x)
			return x, ""
		}
	}
	x := &section{title: spaced(text), line: n}
	p.stories = append(p.stories, x)
	return x, ""
}

// block reads a paragraph, a quotation or an entry of a list.
func (p *parser) block(cur *section, list string, lines []line, item, quote bool) {
	var parts []string
	for _, l := range lines {
		text := strings.TrimSpace(l.text)
		if quote {
			text = strings.TrimSpace(strings.TrimLeft(text, "> "))
		}
		parts = append(parts, text)
	}
	whole := strings.Join(parts, "\n")
	n := lines[0].n
	if list != "" {
		p.entries(list, n, whole, item)
		return
	}
	if cur == nil {
		if text, _, _ := p.cut(whole); text != "" {
			p.refuse(n, "these words stand below no heading; write them into the introduction")
		}
		return
	}
	if quote {
		p.quote(cur, n, whole)
		return
	}
	whole, _ = bullet(whole)
	p.prose(cur, n, whole)
}

// entries reads what stands in a list: each comment ends an entry or the sentence behind one, however the lines are
// broken.
func (p *parser) entries(list string, n int, whole string, item bool) {
	run := ""
	var last *entry // of these words
	for i, part := range strings.Split(whole, mark) {
		if i%2 == 0 {
			run += part
			continue
		}
		_, kinds, names := p.cut(mark + part + mark)
		switch text, _ := bullet(run); {
		case len(kinds) == 0 || len(names[0]) == 0:
			continue
		case kinds[0] == "story" && last != nil && strings.HasPrefix(text, ":"):
			p.refuse(n, "no comment says which post the sentence behind a title is from; put <!-- v: ID --> back behind it, or take it out")
		case kinds[0] == "story":
			p.lists[list] = append(p.lists[list], entry{text: text, id: names[0][0], line: n})
			last = &p.lists[list][len(p.lists[list])-1]
		case kinds[0] == "v" && last != nil:
			last.beside = append(last.beside, sentence(run, names[0], n)...)
		case kinds[0] == "v":
			p.refuse(n, "no comment says which story this line is; put <!-- story: ID --> back behind its title, or take the line out")
		default:
			continue
		}
		n += strings.Count(run, "\n")
		run = ""
	}
	text, marked := bullet(run)
	switch {
	case text == "":
	case last != nil && !marked:
		last.beside = append(last.beside, sentence(run, nil, n)...)
	case item && marked:
		p.lists[list] = append(p.lists[list], entry{text: text, line: n})
	default:
		p.refuse(n, "only a list stands below this heading; make a story of the words with a heading of its own, or write them into the introduction")
	}
}

// strays refuses the comment of a story in the middle of another one.
func (p *parser) strays(cur *section, n int, kinds []string, names [][]string) {
	for i, kind := range kinds {
		if kind == "story" && len(names[i]) > 0 && cur.id != "" && names[i][0] != cur.id {
			p.refuse(n, "the comment of the story %s stands in the text of another one; it stands below a heading of its own", names[i][0])
		}
	}
}

// quote reads an excerpt.
func (p *parser) quote(cur *section, n int, whole string) {
	text, kinds, names := p.cut(whole)
	x := piece{kind: "quote", line: n}
	p.strays(cur, n, kinds, names)
	for i, kind := range kinds {
		if kind == "p" {
			x.posts = append(x.posts, names[i]...)
		}
	}
	if i := strings.LastIndex("\n"+text, "\n— "); i >= 0 {
		x.said, text = strings.TrimSpace(text[i:]), text[:max(0, i-1)]
		said, links := render.Plain(x.said)
		x.said = spaced(strings.Join(append([]string{said}, links...), " "))
	}
	x.text, x.links = render.Plain(text)
	x.text = spaced(x.text)
	cur.pieces = append(cur.pieces, x)
}

// prose reads a paragraph: each run of sentences up to the comment that names its posts.
func (p *parser) prose(cur *section, n int, whole string) {
	parts := strings.Split(whole, mark)
	run := ""
	flush := func(posts []string) {
		text, links := render.Plain(run)
		if text = spaced(text); text != "" {
			cur.pieces = append(cur.pieces, piece{kind: "prose", text: text, links: links, posts: posts, line: n})
		}
		run = ""
	}
	for i, part := range parts {
		if i%2 == 0 {
			run += part
			continue
		}
		_, kinds, names := p.cut(mark + part + mark)
		if len(kinds) == 0 {
			continue
		}
		p.strays(cur, n, kinds, names)
		switch {
		case kinds[0] == "facts":
			text, _ := render.Plain(run)
			cur.pieces = append(cur.pieces, piece{kind: "facts", text: spaced(text), line: n})
			run = ""
		case kinds[0] == "story" && cur.id == "" && len(names[0]) > 0:
			cur.id = names[0][0]
		case kinds[0] == "p" && strings.TrimSpace(run) == "":
			if k := len(cur.pieces) - 1; k >= 0 && len(cur.pieces[k].posts) == 0 && cur.pieces[k].kind != "facts" { // the comment of a block stands below it
				cur.pieces[k].posts = names[0]
			}
		case kinds[0] == "p":
			flush(names[0])
		case kinds[0] == "v":
			cur.beside = append(cur.beside, sentence(run, names[0], n)...)
			run = ""
		}
	}
	flush(nil)
}

// same is what of a piece has to be as it was for the piece to be unchanged.
func (x piece) same() string {
	text := x.text
	if x.kind == "quote" {
		text = proof.Fold(text) + "\x01" + x.said
	}
	return x.kind + "\x01" + text + "\x01" + strings.Join(x.posts, " ")
}

// body names the text of a story, whatever its line of facts says.
func (s *section) body() string {
	var parts []string
	for _, x := range s.pieces {
		if x.kind != "facts" {
			parts = append(parts, x.same())
		}
	}
	return hash(parts...)
}

// manifest says what a file holds: each story and each line of its lists with its size.
func (f *file) manifest(all []*item) string {
	posts := map[string]int{}
	for _, x := range all {
		posts[x.id] = len(x.posts)
	}
	tokens := []string{"title:" + hash(f.title), "note:" + hash(f.note)}
	if f.lede != "" {
		tokens = append(tokens, "lede:"+hash(f.lede))
	}
	for _, s := range f.stories {
		tokens = append(tokens, fmt.Sprintf("%s:%d:%s:%s", s.id, posts[s.id], hash(s.title), s.body()))
		tokens = append(tokens, besideTokens(s.beside)...)
	}
	for _, kind := range lists {
		for _, x := range f.lists[kind] {
			tokens = append(tokens, fmt.Sprintf("%s:%d:%s:%s", x.id, posts[x.id], hash(spaced(x.text)), kind))
			tokens = append(tokens, besideTokens(x.beside)...)
		}
	}
	var b strings.Builder
	b.WriteString("<!-- drafted: what this file held when it was written; leave it as it is")
	width := 1000
	for _, t := range tokens {
		if width += len(t) + 1; width > 100 {
			b.WriteString("\n" + t)
			width = len(t)
		} else {
			b.WriteString(" " + t)
		}
	}
	return b.String() + "\n-->"
}

// Lines returns a function that says on which line of a file a sentence begins that it holds, 0 for one that it does
// not.
func Lines(data []byte) func(sentence string) int {
	f, _ := parse(data)
	var all []piece
	for _, s := range f.stories {
		all = append(append(all, s.pieces...), s.beside...)
	}
	for _, x := range f.lists["rest"] {
		all = append(all, x.beside...)
	}
	return func(sentence string) int {
		want := proof.Fold(shown(sentence))
		for _, x := range all {
			if want != "" && strings.Contains(proof.Fold(x.text), want) {
				return x.line
			}
		}
		return 0
	}
}
