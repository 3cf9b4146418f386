package feed

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/mmcdole/gofeed"

	"recap/ingest/social"
	"recap/ingest/syndication"
	"recap/ingest/text"
	"recap/store"
)

// page returns the words of the item: the content, else the description, and what else may stand for it. Where none of
// them has words, it is the first that has a picture with a description.
func (r *itemReader) page(link *url.URL, it *gofeed.Item, o syndication.Original) text.Page {
	candidates := []string{it.Content, it.Description}
	if o.Item != nil {
		candidates = append(candidates, o.Item.Custom["encoded"], o.Item.Custom["fullitem"], o.Item.Custom["summary"],
			syndication.Extension(it.Extensions, "xhtml", "body"), syndication.Extension(it.Extensions, "media", "description"))
	} else {
		candidates = append(candidates, syndication.Extension(it.Extensions, "media", "description"))
	}
	base := r.base
	if link.IsAbs() {
		base = link
	}
	var page, shown text.Page
	for i, c := range candidates {
		plain := i == 0 && (o.JSON != nil && o.JSON.ContentHTML == "" ||
			o.Entry != nil && o.Entry.Content != nil && o.Entry.Content.Type == "text")
		page = readItem(text.Cut(strings.TrimSpace(c), 4*feedMaxText), plain, base)
		if page.Own != "" || page.Quoted != "" {
			return page
		}
		if len(shown.Pictures) == 0 {
			shown = page
		}
	}
	if len(shown.Pictures) == 0 {
		shown.Pictures = mediaPictures(it)
	}
	return shown
}

// mediaPictures returns the descriptions of the pictures that stand beside the words of an item.
func mediaPictures(it *gofeed.Item) []string {
	var pictures []string
	for _, c := range it.Extensions["media"]["content"] {
		if !strings.HasPrefix(c.Attrs["type"], "image/") && c.Attrs["medium"] != "image" || len(pictures) == social.MaxPictures {
			continue
		}
		for _, d := range c.Children["description"] {
			if said := text.Line(plainText(d.Value, false)); said != "" && strings.Contains(said, " ") { // else the name of the file
				pictures = append(pictures, text.Cut(said, social.MaxBio))
				break
			}
		}
	}
	return pictures
}

// readItem reads the words of an item, which are HTML, or plain text that may have entities all the same. What was
// escaped twice is HTML, too.
func readItem(s string, plain bool, base *url.URL) text.Page {
	if s == "" {
		return text.Page{}
	}
	if !plain && isMarkup(s) {
		page := text.ReadPage(escapedOnce(s), base)
		if isWrapped(page.Own) {
			return text.ReadPage(page.Own, base)
		}
		return page
	}
	if s = plainText(s, plain); isWrapped(s) {
		return text.ReadPage(s, base)
	}
	var page text.Page
	page.Own = strings.TrimSpace(text.Clean(s))
	page.Links = text.Links(page.Own)
	return page
}

var (
	// escapedTwice is a character that stands for itself in no text: its name was escaped, too.
	escapedTwice = text.Lazily(`&amp;(#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});`)
	// onEntities is by what a text is known that shows how characters are escaped.
	onEntities = text.Lazily(`(?i)<(?:code|pre|tt|kbd|samp)\b|[^./\w](?:x?html|xml)\d?\b|entit|escap|unicode`)
)

// escapedOnce returns the markup of an item, of which some generators escape the entities once too often: "the
// keeper&amp;#8217;s gate". Those of tags stay, because what they hold is meant to be read, and so do all in a text
// that speaks of such things.
func escapedOnce(s string) string {
	if !strings.Contains(s, "&amp;") || !escapedTwice().MatchString(s) || onEntities().MatchString(s) {
		return s
	}
	return escapedTwice().ReplaceAllStringFunc(s, func(twice string) string {
		once := "&" + twice[len("&amp;"):]
		if char := html.UnescapeString(once); char == once || char == "<" || char == ">" {
			return twice
		}
		return once
	})
}

// isWrapped reports whether a text begins and ends with a tag of HTML.
func isWrapped(s string) bool {
	if len(s) < 7 || s[0] != '<' || s[len(s)-1] != '>' {
		return false
	}
	end := strings.IndexByte(s, '>')
	return isMarkup(s[:end+1]) && strings.LastIndexByte(s, '<') > end
}

// words fills in what the item says.
func (d *draft) words() {
	p := &d.post
	p.Text, p.Quoted, p.Links = d.page.Own, d.page.Quoted, slices.Clip(d.page.Links)
	for _, l := range d.enclosed {
		if !slices.Contains(p.Links, l) {
			p.Links = append(p.Links, l)
		}
	}
	if p.Text == "" && p.Quoted == "" && len(d.page.Pictures) > 0 {
		p.Text = strings.Join(d.page.Pictures, "\n\n")
		if p.Form == store.FormArticle || p.Form == store.FormStatus {
			p.Form = store.FormPicture
		}
	}
	p.Text, p.Quoted = text.Cut(p.Text, feedMaxText), text.Cut(p.Quoted, feedMaxText)
	for _, c := range d.page.Cuts {
		p.Cuts = append(p.Cuts, store.Cut{At: c.At, From: c.From, To: c.To})
	}
	p.Damage = strings.Count(p.Title, "\ufffd") + strings.Count(p.Text, "\ufffd")
}

var (
	// warning is how people say before their words that not everybody may want to read them.
	warning = text.Lazily(`^(?i:cw|tw|content warning|content note|trigger warning|inhaltswarnung|inhaltshinweis|` +
		`triggerwarnung|avertissement(?: de contenu)?|advertencia(?: de contenido)?|aviso de conte[uú]do|` +
		`avviso(?: sul)? contenuto|inhoudswaarschuwing|предупреждение(?: о содержании)?|попередження|ostrzeżenie(?: o ` +
		`zawartości| o treści)?|innehållsvarning|indholdsadvarsel|innholdsadvarsel|sisältövaroitus|içerik uyarısı|` +
		`閲覧注意|内容警告|コンテンツ警告|내용 경고|열람 주의)\s*[:：]`)
	// warningHead is where Mastodon puts such a warning, in the language of the account.
	warningHead = text.Lazily(`^<p><strong>[^<]+</strong>[^<]+</p>\s*<hr\s*/?>`)
)

// isWarned reports whether a warning stands before the words of an item.
func isWarned(title, own, markup string) bool {
	for _, s := range [...]string{title, own} {
		begin := s[:min(len(s), 200)]
		if s = strings.TrimLeft(begin, "[(⚠\ufe0f "); mayBegin(s, "ctiaos") &&
			strings.ContainsAny(begin[:min(len(begin), 80)], ":\uff1a") && warning().MatchString(s) {
			return true
		}
	}
	return strings.HasPrefix(markup, "<p><strong>") && warningHead().MatchString(markup[:min(len(markup), 600)])
}

// markupNames are the elements by which HTML is told from text in which a "<" is meant.
const markupNames = `a|abbr|article|aside|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|figure|font|` +
	`form|h[1-6]|head|hr|html|i|iframe|img|ins|` +
	`kbd|li|math|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|tr|tt|u|ul|var|video`

var markupName = regexp.MustCompile(`^(?i:` + markupNames + `)$`)

// isMarkup reports whether s holds HTML, rather than text in which a "<" is meant: a tag of HTML or the start of a
// comment.
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
		if name == "p" || name == "a" || len(name) <= len("blockquote") && markupName.MatchString(name) {
			return true
		}
	}
}

// plainText returns s as it is meant. Feeds write entities even where they write no markup, unless the format says that
// it is text.
func plainText(s string, exact bool) string {
	if exact || !strings.Contains(s, "&") {
		return s
	}
	return html.UnescapeString(s)
}
