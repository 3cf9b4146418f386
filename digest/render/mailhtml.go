package render

import (
	"html/template"

	"recap/digest"
)

// A mailView is what template/mail.html prints.
type mailView struct {
	Doc      *document
	Preview  string // shown in the list of messages beside the subject
	URL      string // the edition's page
	Reason   string
	LeftOut  string // says how many stories the budget left out
	Words    *digest.Phrases
	Style    map[string]template.CSS
	MSOStart template.HTML
	MSOEnd   template.HTML
}

// mailStyle holds the styles that every element carries itself, because some clients drop style sheets.
var mailStyle = map[string]template.CSS{
	"body":  "margin:0;padding:0;background-color:#ffffff;color:#1f2328",
	"cell":  "padding:24px 20px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.55;color:#1f2328;text-align:left;overflow-wrap:anywhere",
	"h1":    "margin:0 0 4px;font-size:24px;line-height:1.3;color:#1f2328",
	"h2":    "margin:24px 0 8px;font-size:18px;line-height:1.35;color:#1f2328",
	"p":     "margin:0 0 14px;color:#1f2328",
	"muted": "margin:0 0 14px;font-size:14px;color:#57606a",
	"ul":    "margin:0 0 14px;padding:0 0 0 20px",
	"li":    "margin:0 0 6px;color:#1f2328",
	"a":     "color:#0b5cad",
	"hr":    "border:0;border-top:1px solid #d0d7de;margin:24px 0",
	"table": "width:100%;max-width:600px",
}

// Outlook on Windows ignores max-width, and html/template strips comments: hence constants.
const (
	msoStart template.HTML = `<!--[if mso]><table role="presentation" align="center" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->`
	msoEnd   template.HTML = `<!--[if mso]></td></tr></table><![endif]-->`
)

func newMailView(e *digest.Edition, d *document, reason string, leftOut int) *mailView {
	v := &mailView{Doc: d, Preview: shorten(d.Lede.plain(), 140), URL: Link(e.URL), Reason: reason, Words: phrases(e), Style: mailStyle, MSOStart: msoStart, MSOEnd: msoEnd}
	if leftOut > 0 {
		v.LeftOut = digest.Fill(v.Words.LeftOut, "n", v.Words.Number(leftOut))
	}
	return v
}

// Line pairs a paragraph with the styles, for a template that prints its links.
func (v *mailView) Line(p paragraph) mailLine { return mailLine{p, v.Style["a"]} }

// A mailLine is a paragraph whose links carry their style.
type mailLine struct {
	Spans paragraph
	Style template.CSS
}
