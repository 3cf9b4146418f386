package text

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// gap holds the elements that stand on lines of their own: 2 for those with a blank line around them, 1 for the others.
var gap = map[atom.Atom]int{
	atom.P: 2, atom.Blockquote: 2, atom.Pre: 2, atom.Ul: 2, atom.Ol: 2, atom.Dl: 2, atom.Table: 2, atom.Hr: 2, atom.Figure: 2,
	atom.H1: 2, atom.H2: 2, atom.H3: 2, atom.H4: 2, atom.H5: 2, atom.H6: 2, atom.Section: 2, atom.Article: 2, atom.Aside: 2, atom.Details: 2,
	atom.Div: 1, atom.Li: 1, atom.Tr: 1, atom.Dt: 1, atom.Dd: 1, atom.Address: 1, atom.Center: 1, atom.Header: 1, atom.Footer: 1,
	atom.Main: 1, atom.Nav: 1, atom.Form: 1, atom.Fieldset: 1, atom.Figcaption: 1, atom.Summary: 1, atom.Caption: 1, atom.Body: 1,
	atom.Legend: 1, atom.Xmp: 2, atom.Listing: 2,
}

// void holds the elements without an end tag.
var void = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true, atom.Input: true,
	atom.Link: true, atom.Meta: true, atom.Param: true, atom.Source: true, atom.Track: true, atom.Wbr: true, atom.Basefont: true,
	atom.Bgsound: true, atom.Frame: true, atom.Keygen: true,
}

// rawText holds the elements whose content the tokenizer gives as one text and nobody wants to read.
var rawText = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Title: true, atom.Iframe: true, atom.Noembed: true, atom.Noframes: true, atom.Noscript: true,
	atom.Textarea: true,
}

// dropped holds the other elements that are left out with all that they contain.
var dropped = map[atom.Atom]bool{
	atom.Head: true, atom.Svg: true, atom.Template: true, atom.Select: true, atom.Datalist: true, atom.Audio: true, atom.Video: true,
	atom.Canvas: true, atom.Map: true, atom.Rp: true, atom.Del: true, atom.S: true, atom.Strike: true,
}

// Attributes are those of one tag that matter here.
type attributes struct {
	id, class, style, href, alt, rel, width string
	isHidden                                bool
}

// attributes reads the attributes of the current tag.
func (r *reader) attributes(more bool) attributes {
	var a attributes
	for n := 0; more && n < 100; n++ {
		var k, v []byte
		k, v, more = r.z.TagAttr()
		switch string(k) {
		case "id":
			a.id = string(v)
		case "class":
			a.class = strings.ToLower(string(v))
		case "style":
			a.style = strings.ToLower(strings.Join(strings.Fields(string(v)), ""))
		case "href":
			a.href = Line(string(v))
		case "alt":
			a.alt = string(v)
		case "rel":
			a.rel = strings.ToLower(string(v))
		case "width":
			a.width = string(v)
		case "hidden":
			a.isHidden = true
		}
	}
	return a
}

// hidden reports whether a browser would not show the element, as newsletters hide their preview text, or show it
// struck out; or whether it is a poll, whose options nobody has said.
func (a attributes) hidden() bool {
	if a.isHidden || hasClass(a.class, "headerlink") || strings.Contains(a.class, "poll") && hasPart(a.class, isPoll) {
		return true
	}
	if a.style == "" {
		return false
	}
	for _, s := range []string{"display:none", "visibility:hidden", "mso-hide:all", "line-through"} {
		if strings.Contains(a.style, s) {
			return true
		}
	}
	return false
}

// emoji reports whether the image stands for a character.
func (a attributes) emoji() bool {
	return a.alt != "" && len(a.alt) <= 64 && (strings.Contains(a.class, "emoji") || strings.Contains(a.class, "smiley"))
}

// quotes says what an element means for whose words it holds: quote if it holds another's, wraps if it holds a
// <blockquote> after which the writer may go on, and rest if all that follows it is an earlier mail, as in Outlook's.
func quotes(tag atom.Atom, a attributes) (quote, wraps, rest bool) {
	switch {
	case tag == atom.Blockquote:
		return true, false, false
	case a.id == "" && a.class == "" && a.style == "":
		return false, false, false
	case hasClass(a.class, "gmail_quote"), strings.Contains(a.class, "yahoo_quoted"), hasClass(a.class, "protonmail_quote"):
		return true, true, false
	case hasClass(a.class, "gmail_attr"), hasClass(a.class, "moz-cite-prefix"), hasClass(a.class, "quote-header"):
		return true, false, false
	case a.id == "mail-editor-reference-message-container", a.id == "OLK_SRC_BODY_SECTION":
		return true, false, false
	case strings.HasSuffix(a.id, "divRplyFwdMsg"), a.id == "stopSpelling", a.id == "zwchr", hasClass(a.class, "outlookmessageheader"):
		return true, false, true
	case tag == atom.Div && strings.Contains(a.style, "border:none;border-top:solid") && strings.Contains(a.style, "padding:3.0pt0"):
		return true, false, true
	case a.class != "" && isBox(tag) && hasPart(a.class, isOthers):
		return true, false, false
	}
	return false, false, false
}

// isBox reports whether forums put what others have said into elements of this tag.
func isBox(tag atom.Atom) bool {
	switch tag {
	case atom.Div, atom.Aside, atom.Section, atom.Article, atom.Details, atom.Table, atom.Td, atom.P, atom.Figure, atom.Span, atom.Cite:
		return true
	}
	return false
}

// isOthers reports whether a part of a class, after the part before, says that a box holds the words of others: a
// quotation, what was folded away of an earlier mail, or the card of a page that is linked to.
func isOthers(before, part string) bool {
	switch part {
	case "onebox", "oembed", "unfurl", "embed", "elided", "trimmed", "ipsquote":
		return true
	case "card", "preview":
		return before == "link" || before == "bookmark" || before == "url"
	case "linkcard", "linkpreview":
		return true
	}
	if !strings.HasPrefix(part, "quote") {
		return false
	}
	switch before { // those of a post, which may hold quotations
	case "has", "no", "format", "type", "post", "can", "is":
		return false
	}
	return true
}

// isPoll reports whether a part of a class says that a box holds a poll.
func isPoll(before, part string) bool { return part == "poll" && before != "has" && before != "no" }

// hasPart reports whether is holds for a part of one of the names in list. The parts of a name are parted by hyphens
// and underscores, as in "bbcode_quote".
func hasPart(list string, is func(before, part string) bool) bool {
	before := ""
	for from, i := 0, 0; i <= len(list); i++ {
		if i < len(list) && list[i] != ' ' && list[i] != '-' && list[i] != '_' {
			continue
		}
		if part := list[from:i]; part != "" {
			if is(before, part) {
				return true
			}
			before = part
		}
		if i < len(list) && list[i] == ' ' {
			before = ""
		}
		from = i + 1
	}
	return false
}

// hasClass reports whether class is one of the names in list.
func hasClass(list, class string) bool {
	for list != "" {
		var name string
		name, list, _ = strings.Cut(list, " ")
		if name == class {
			return true
		}
	}
	return false
}
