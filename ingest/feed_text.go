package ingest

import (
	"html"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed"

	"recap/ingest/text"
	"recap/store"
)

// text fills in the words of the item: the content, else the description, and what else may stand for it.
func (r *itemReader) text(p *store.Post, it *gofeed.Item, o original) {
	candidates := []string{it.Content, it.Description}
	if o.item != nil {
		candidates = append(candidates, o.item.Custom["encoded"], o.item.Custom["fullitem"], o.item.Custom["summary"],
			extension(it.Extensions, "xhtml", "body"), extension(it.Extensions, "media", "description"))
	} else {
		candidates = append(candidates, extension(it.Extensions, "media", "description"))
	}
	for i, c := range candidates {
		c = text.Cut(strings.TrimSpace(c), 4*feedMaxText)
		plain := i == 0 && (o.json != nil && o.json.ContentHTML == "" || o.entry != nil && o.entry.Content != nil && o.entry.Content.Type == "text")
		if plain || c != "" && !isMarkup(c) {
			p.Text = strings.TrimSpace(text.Clean(plainText(c, plain)))
			p.Links = text.Links(p.Text)
		} else {
			d := text.Read(c)
			p.Text, p.Quoted, p.Links = d.Own, d.Quoted, d.Links
		}
		if p.Text != "" || p.Quoted != "" {
			break
		}
	}
	p.Text, p.Quoted = text.Cut(p.Text, feedMaxText), text.Cut(p.Quoted, feedMaxText)
	p.Damage = strings.Count(p.Title, "\ufffd") + strings.Count(p.Text, "\ufffd")
}

// markupNames are the elements by which HTML is told from text in which a "<" is meant.
const markupNames = `a|abbr|article|aside|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|figure|font|form|h[1-6]|head|hr|html|i|iframe|img|ins|` +
	`kbd|li|math|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|tr|tt|u|ul|var|video`

var (
	markup     = regexp.MustCompile(`(?i)<(?:/?(?:` + markupNames + `)(?:\s[^<>]*)?/?>|!--)`) // a tag of HTML or the start of a comment
	markupName = regexp.MustCompile(`^(?i:` + markupNames + `)$`)
)

// isMarkup reports whether s holds HTML, rather than text in which a "<" is meant: whether markup finds something, which for a long text would take its time to say so.
func isMarkup(s string) bool {
	for {
		_, tag, ok := strings.Cut(s, "<")
		if !ok {
			return false
		}
		s = tag
		if strings.HasPrefix(tag, "!--") {
			return true
		}
		end := strings.IndexAny(tag, "<>")
		if end < 0 || tag[end] == '<' {
			continue
		}
		name := strings.TrimPrefix(strings.TrimSuffix(tag[:end], "/"), "/")
		if space := strings.IndexAny(name, " \t\n\f\r"); space >= 0 {
			name = name[:space]
		}
		if len(name) <= len("blockquote") && markupName.MatchString(name) {
			return true
		}
	}
}

// plainText returns s as it is meant. Feeds write entities even where they write no markup, unless the format says that it is text.
func plainText(s string, exact bool) string {
	if exact || !strings.Contains(s, "&") {
		return s
	}
	return html.UnescapeString(s)
}

// feedTitle returns a title as one line of plain text: markup off, then entities decoded once. What looks like a tag but is none of
// HTML, as in "Option<T>", stays.
func feedTitle(s string) string {
	s = text.Cut(s, 16*feedMaxTitle)
	if strings.Contains(s, "<") {
		s = markup.ReplaceAllString(s, "")
	}
	return text.Cut(text.Line(html.UnescapeString(s)), feedMaxTitle)
}
