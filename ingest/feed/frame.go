package feed

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"recap/ingest/text"
	"recap/store"
)

// A frame is what stands around the words of an item without being its author's: where it was first published, who
// submitted it, how many commented on it, what the site asks of its readers. It is known by its shape: paragraphs at
// either end that have few words beside links to the item itself; numbers; the marks of a video's chapters. Where it
// has only words, those of frameWords tell it, and that it stands in other items, too.
type frame struct {
	link      string // of the item
	about     string // where people talk about it
	id        string // guid
	title     string
	site      string          // host of the item
	media     bool            // a video or podcast
	blocks    []passage       // of the page
	repeated  map[string]bool // passages that other items have, folded
	submitted bool            // the page of another, or a topic of a site for links
}

// A passage is one paragraph of a page.
type passage struct {
	from, to int
	words    string
	anchors  []text.Anchor
}

// passages returns the paragraphs of p with their links. An address that stands in the text is a link, too.
func passages(p *text.Page) []passage {
	var found []passage
	anchors := p.Anchors
	for from := 0; from < len(p.Own); {
		to := len(p.Own)
		if i := strings.Index(p.Own[from:], "\n\n"); i >= 0 {
			to = from + i
		}
		b := passage{from: from, to: to, words: p.Own[from:to]}
		for len(anchors) > 0 && anchors[0].From < to {
			if anchors[0].To <= to {
				b.anchors = append(b.anchors, anchors[0])
			}
			anchors = anchors[1:]
		}
		b.addresses()
		found = append(found, b)
		from = to + 2
	}
	return found
}

// addresses adds the addresses in the words that are no links to the links, where there are none.
func (b *passage) addresses() {
	if len(b.anchors) > 0 || !strings.Contains(b.words, "://") || len(b.words) > 4000 {
		return
	}
	at := 0
	for _, l := range text.Links(b.words) {
		if i := strings.Index(b.words[at:], l); i >= 0 {
			b.anchors = append(b.anchors, text.Anchor{From: b.from + at + i, To: b.from + at + i + len(l), URL: l})
			at += i + len(l)
		}
	}
}

// lines returns the lines of a passage as passages.
func (b *passage) lines() []passage {
	var found []passage
	from := b.from
	for l := range strings.SplitSeq(b.words, "\n") {
		line := passage{from: from, to: from + len(l), words: l}
		for _, a := range b.anchors {
			if a.From >= line.from && a.To <= line.to {
				line.anchors = append(line.anchors, a)
			}
		}
		found = append(found, line)
		from += len(l) + 1
	}
	return found
}

// beside returns how many words stand beside the links, and how many in them.
func (b *passage) beside() (outside, inside int) {
	at := b.from
	for _, a := range b.anchors {
		outside += text.CountWords(b.words[at-b.from : a.From-b.from])
		inside += text.CountWords(b.words[a.From-b.from : a.To-b.from])
		at = a.To
	}
	return outside + text.CountWords(b.words[at-b.from:]), inside
}

// strip takes the frame out of p and returns what the frame says of the number of comments, -1 for nothing.
func (f *frame) strip(p *text.Page) (comments int) {
	comments = -1
	blocks := f.blocks
	drop := make([]bool, len(blocks))
	left := len(blocks)
	take := func(i int) {
		drop[i] = true
		left--
		if n := f.comments(&blocks[i]); n >= 0 {
			comments = n
		}
	}
	for i := range blocks {
		if b := &blocks[i]; text.IsChapters(b.words) || f.isContents(b) {
			take(i)
			if i > 0 && !drop[i-1] && f.isContents(b) && text.CountWords(blocks[i-1].words) <= 4 && !strings.ContainsAny(blocks[i-1].words, ".!?。") {
				take(i - 1)
			}
		}
	}
	for i := len(blocks) - 1; i >= 0; i-- {
		if drop[i] {
			continue
		}
		if framed, sure := f.frames(&blocks[i], i == 0, true); !framed || !sure && left == 1 && !f.media {
			break
		}
		take(i)
	}
	for i := 0; i < min(len(blocks), 4); i++ {
		if drop[i] {
			continue
		}
		if framed, sure := f.frames(&blocks[i], true, false); !framed || !sure && left == 1 && !f.media {
			break
		}
		take(i)
	}
	if left < len(blocks) {
		keep(p, blocks, drop)
	}
	return comments
}

// keep leaves of p the passages that are not to be dropped, with the links and quotations at their new places.
func keep(p *text.Page, blocks []passage, drop []bool) {
	var b strings.Builder
	moved := make([]int, len(blocks)) // by how much a passage moves to the front; -1 if it is dropped
	for i, block := range blocks {
		if moved[i] = -1; drop[i] {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		moved[i] = block.from - b.Len()
		b.WriteString(block.words)
	}
	p.Own = b.String()
	at := func(offset int) (int, bool) {
		for i, block := range blocks {
			if offset < block.to || offset == block.to && i == len(blocks)-1 {
				if moved[i] >= 0 && offset >= block.from {
					return offset - moved[i], true
				}
				for j := i + 1; j < len(blocks); j++ {
					if moved[j] >= 0 {
						return blocks[j].from - moved[j], false
					}
				}
				return len(p.Own), false
			}
		}
		return len(p.Own), false
	}
	var anchors []text.Anchor
	for _, a := range p.Anchors {
		if from, kept := at(a.From); kept {
			anchors = append(anchors, text.Anchor{From: from, To: min(from+a.To-a.From, len(p.Own)), URL: a.URL})
		}
	}
	p.Anchors, p.Links = anchors, nil
	for _, a := range anchors {
		if !slices.Contains(p.Links, a.URL) {
			p.Links = append(p.Links, a.URL)
		}
	}
	for _, l := range text.Links(p.Own) {
		if !slices.Contains(p.Links, l) {
			p.Links = append(p.Links, l)
		}
	}
	for i := range p.Cuts {
		p.Cuts[i].At, _ = at(p.Cuts[i].At)
	}
}

// maxFrame is how many bytes a passage without links may have to be part of the frame.
const maxFrame = 1200

// frames reports whether a passage at the end of what is left, or at its beginning, is part of the frame, and whether
// that is sure: of such nothing may be left.
func (f *frame) frames(b *passage, first, last bool) (framed, sure bool) {
	if len(b.anchors) == 0 && (len(b.words) > maxFrame || strings.Count(b.words, " ") > 70 || !last && strings.Count(b.words, " ") > 30) {
		return false, false
	}
	outside, inside := b.beside()
	switch words := strings.TrimSpace(b.words); {
	case outside+inside == 0 && len(b.anchors) == 0 && strings.IndexFunc(words, unicode.IsLetter) < 0 && strings.IndexFunc(words, isSign) < 0:
		return true, true // a rule of stars
	case strings.HasSuffix(words, ":"):
		return false, false
	case f.onlyAround(b, outside, inside), f.lists(b):
		return true, true
	case last && f.tellsOrigin(b, outside):
		return true, true
	case first && !last && outside <= 4 && f.answers(b):
		return true, true
	case bracketed(words) && outside <= 12:
		return true, true
	case last && f.title != "" && onlyTags(words):
		return true, true
	}
	if n := outside + inside; n > 60 || !last && n > 25 {
		return false, false
	}
	switch {
	case f.repeated[f.folded(b)]:
		return true, false
	case isNumbers(b.words, outside+inside) && (last || f.submitted):
		return true, f.submitted
	case f.media && isDirectory(b):
		return true, false
	case first && isReadingTime(b.words, outside+inside):
		return true, false
	}
	return frameWords(b.words, outside+inside), false
}

// isSign reports whether r is a picture among the characters.
func isSign(r rune) bool { return r >= 0x2190 && unicode.In(r, unicode.So, unicode.Sk) }

// onlyAround reports whether the passage has no words but those of links to the item itself, to where it is talked
// about, or to places that pass it on.
func (f *frame) onlyAround(b *passage, outside, inside int) bool {
	if len(b.anchors) == 0 || outside > len(b.anchors) || outside > 2 || inside > 12*len(b.anchors) {
		return false
	}
	for _, a := range b.anchors {
		if !f.isSelf(a.URL) && !f.passesOn(a.URL) {
			return false
		}
	}
	return true
}

// lists reports whether each line of the passage says with few words who submitted the item where, as sites for links
// put it together.
func (f *frame) lists(b *passage) bool {
	if !f.submitted || len(b.anchors) == 0 {
		return false
	}
	for _, l := range b.lines() {
		outside, _ := l.beside()
		if outside > 4 || len(l.anchors) == 0 && outside > 0 && !isNumbers(l.words, outside) {
			return false
		}
		for _, a := range l.anchors {
			if !f.isSelf(a.URL) && otherSite(a.URL, f.about) && strings.TrimSpace(b.words[a.From-b.from:a.To-b.from]) != a.URL {
				return false
			}
		}
	}
	return true
}

// tellsOrigin reports whether the passage says in few words where the item was published first: it links to the item,
// or names it, and besides perhaps to its site.
func (f *frame) tellsOrigin(b *passage, outside int) bool {
	self := false
	for _, a := range b.anchors {
		switch {
		case f.isSelf(a.URL):
			self = true
		case otherSite(a.URL, f.link):
			return false
		}
	}
	if self {
		return outside <= 8 && len(b.anchors) >= 2 || outside <= 4
	}
	return len(f.title) >= 8 && strings.Contains(b.words, f.title) &&
		text.CountWords(b.words)-text.CountWords(f.title) <= 10 && text.CountWords(b.words) > text.CountWords(f.title)+2 && frameWords(b.words, 1)
}

// answers reports whether the passage names the comment that the item answers.
func (f *frame) answers(b *passage) bool {
	for _, a := range b.anchors {
		if _, fragment, ok := strings.Cut(a.URL, "#"); ok && fragment != "" && f.isSelf(a.URL) {
			return true
		}
	}
	return false
}

// isContents reports whether the passage only links to places on the page itself.
func (f *frame) isContents(b *passage) bool {
	if len(b.anchors) < 2 {
		return false
	}
	for _, a := range b.anchors {
		if !strings.Contains(a.URL, "#") || text.CanonicalLink(a.URL) != text.CanonicalLink(f.link) {
			return false
		}
	}
	outside, _ := b.beside()
	return outside <= len(b.anchors)
}

// isSelf reports whether an address is that of the item, or of where people talk about it.
func (f *frame) isSelf(address string) bool {
	c := text.CanonicalLink(address)
	for _, own := range []string{f.link, f.about, f.id} {
		if own != "" && c == text.CanonicalLink(own) {
			return true
		}
	}
	return false
}

// passesOn reports whether an address is that of a place where readers pass the item on: it holds the item's own, or
// says so.
func (f *frame) passesOn(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if q, err := url.QueryUnescape(u.RawQuery); err == nil && f.site != "" && strings.Contains(q, "://") && strings.Contains(q, f.site) {
		return true
	}
	for part := range strings.FieldsFuncSeq(u.Path, func(r rune) bool { return r == '/' || r == '.' || r == '-' }) {
		switch strings.ToLower(part) {
		case "share", "sharer", "intent", "sharing", "sharearticle", "submit":
			return true
		}
	}
	return false
}

var commentCount = text.Lazily(`^\D{0,4}(\d{1,6})\s\D{2,}$|^# ?\p{L}+:\s*(\d{1,6})$`)

// comments returns how many comments a passage of the frame says that there are, -1 if it does not.
func (f *frame) comments(b *passage) int {
	for _, a := range b.anchors {
		if f.about == "" || text.CanonicalLink(a.URL) != text.CanonicalLink(f.about) {
			continue
		}
		if m := commentCount().FindStringSubmatch(strings.TrimSpace(b.words[a.From-b.from : a.To-b.from])); m != nil && m[1] != "" {
			return atoi(m[1])
		}
	}
	if m := commentCount().FindStringSubmatch(strings.TrimSpace(b.words)); m != nil && m[2] != "" {
		return atoi(m[2])
	}
	return -1
}

func atoi(digits string) int {
	n := 0
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

// folded returns a passage without what differs between the items of a feed that have it.
func (f *frame) folded(b *passage) string {
	s := b.words
	if len(f.title) >= 4 {
		s = strings.ReplaceAll(s, f.title, "\x00")
	}
	if f.link != "" && strings.Contains(s, "://") {
		s = strings.ReplaceAll(s, f.link, "\x01")
	}
	return s
}

// bracketed reports whether all of s stands in square brackets, as what programs remark does.
func bracketed(s string) bool {
	return len(s) > 2 && s[0] == '[' && s[len(s)-1] == ']' && strings.Count(s, "[") == 1 && !strings.Contains(s, "\n")
}

// onlyTags reports whether s is hashtags only.
func onlyTags(s string) bool {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if w[0] != '#' || len(w) < 2 || w[1] == '#' {
			return false
		}
		n++
	}
	return n > 0
}

// isNumbers reports whether s only counts: few words, and among them several numbers, or one at the end.
func isNumbers(s string, words int) bool {
	if words == 0 || words > 6 || strings.ContainsAny(s, ".!?。") {
		return false
	}
	numbers, last := 0, false
	for w := range strings.FieldsSeq(s) {
		last = strings.Trim(w, "0123456789,+") == ""
		if last && w[0] >= '0' && w[0] <= '9' {
			numbers++
		}
	}
	return numbers >= 2 || numbers == 1 && last && words <= 3 && strings.Contains(s, ":")
}

// isDirectory reports whether each line of the passage is a few words and behind them an address, as stand below films.
func isDirectory(b *passage) bool {
	for _, l := range b.lines() {
		if len(l.anchors) != 1 {
			return false
		}
		a := l.anchors[0]
		label, rest := l.words[:a.From-l.from], l.words[a.To-l.from:]
		if text.CountWords(label) > 7 || text.CountWords(rest) > 0 || strings.ContainsAny(label, ".!?") {
			return false
		}
	}
	return true
}

// repeatedPassages returns the passages that stand at an end of at least three, and of half, of the items, folded.
func repeatedPassages(drafts []draft) map[string]bool {
	counts := make(map[string]int)
	several := 0
	for i := range drafts {
		f := &drafts[i].frame
		if len(f.blocks) < 2 {
			continue
		}
		several++
		seen := make([]string, 0, 6)
		for j := range f.blocks {
			if b := &f.blocks[j]; (j < 2 || j >= len(f.blocks)-3) && len(b.words) < 500 {
				if s := f.folded(b); !slices.Contains(seen, s) {
					seen = append(seen, s)
					counts[s]++
				}
			}
		}
	}
	repeated := make(map[string]bool)
	for s, n := range counts {
		if n >= 3 && n*2 >= several {
			repeated[s] = true
		}
	}
	return repeated
}

// isMedia reports whether the words of an item of that form only describe it.
func isMedia(form string) bool { return form == store.FormVideo || form == store.FormPodcast }
