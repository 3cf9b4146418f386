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

// markup matches a tag of HTML or the start of a comment.
var markup = regexp.MustCompile(`(?i)<(?:/?(?:` +
	`a|abbr|article|aside|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|figure|font|form|h[1-6]|head|hr|html|i|iframe|img|ins|` +
	`kbd|li|math|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|tr|tt|u|ul|var|video` +
	`)(?:\s[^<>]*)?/?>|!--)`)

// isMarkup reports whether s holds HTML, rather than text in which a "<" is meant.
func isMarkup(s string) bool { return markup.MatchString(s) }

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
