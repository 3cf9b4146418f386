package render

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	goldtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"recap/digest"
)

// introduction is the editor's note, labelled as such, because all else in the recap rests on posts.
func introduction(e *digest.Edition) []block {
	blocks := readMarkdown(e.Note)
	if len(blocks) == 0 {
		return nil
	}
	label := span{Text: phrases(e).EditorsNote}
	if len(blocks[0].Items) > 0 { // a list cannot carry it
		return append([]block{{Text: paragraph{{Text: strings.TrimSpace(label.Text)}}}}, blocks...)
	}
	blocks[0].Text = append(paragraph{label}, blocks[0].Text...)
	return blocks
}

// Plain returns what Markdown shows, without emphasis and on one line, and the addresses that it links to.
func Plain(source string) (text string, links []string) {
	var parts []string
	add := func(p paragraph) {
		for _, s := range p {
			if s.URL != "" && (len(links) == 0 || links[len(links)-1] != s.URL) {
				links = append(links, s.URL)
			}
		}
		parts = append(parts, p.plain())
	}
	for _, b := range readMarkdown(source) {
		for _, p := range b.Items {
			add(p)
		}
		if len(b.Text) > 0 {
			add(b.Text)
		}
	}
	return strings.Join(parts, " "), links
}

// readMarkdown reads Markdown by CommonMark and keeps paragraphs, lists without levels, links and emphasis; all else
// becomes plain text. HTML is shown as it is written.
func readMarkdown(source string) []block {
	src := []byte(strings.ToValidUTF8(source, "\ufffd"))
	root := goldmark.DefaultParser().Parse(goldtext.NewReader(src))
	var blocks []block
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		blocks = appendBlocks(blocks, n, src, 0)
	}
	return blocks
}

// maxDepth is how deep blocks of the editor's Markdown may stand in each other.
const maxDepth = 16

func appendBlocks(blocks []block, n ast.Node, src []byte, depth int) []block {
	if depth > maxDepth {
		return blocks
	}
	if list, ok := n.(*ast.List); ok {
		var b block
		for item := list.FirstChild(); item != nil; item = item.NextSibling() {
			if p := allInline(item, src); len(p) > 0 {
				b.Items = append(b.Items, p)
			}
		}
		if len(b.Items) > 0 {
			blocks = append(blocks, b)
		}
		return blocks
	}
	if n.Kind() == ast.KindBlockquote {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			blocks = appendBlocks(blocks, c, src, depth+1)
		}
		return blocks
	}
	if p := allInline(n, src); len(p) > 0 {
		blocks = append(blocks, block{Text: p})
	}
	return blocks
}

// allInline returns the text of a block on one line.
func allInline(n ast.Node, src []byte) paragraph {
	var p paragraph
	var style span
	add := func(s string) {
		if s = inline(s); s != "" {
			one := style
			one.Text = s
			p = append(p, one)
		}
	}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function gives no error
		switch n := n.(type) {
		case *ast.Emphasis:
			if n.Level == 1 {
				style.Em = entering
			} else {
				style.Strong = entering
			}
		case *ast.Link:
			style.URL = ""
			if entering {
				style.URL = Link(string(n.Destination))
			}
		case *ast.AutoLink:
			if entering {
				label := string(n.Label(src))
				style.URL = Link(string(n.URL(src)))
				add(label)
				style.URL = ""
			}
		case *ast.Text:
			if entering {
				value := n.Value(src)
				if !n.IsRaw() && n.Parent().Kind() != ast.KindCodeSpan {
					value = util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(value)))
				}
				add(string(value))
				if n.SoftLineBreak() || n.HardLineBreak() {
					add(" ")
				}
			}
		case *ast.String:
			if entering {
				add(string(n.Value))
			}
		case *ast.RawHTML:
			if entering {
				add(string(n.Segments.Value(src)))
			}
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
			if entering {
				add(string(n.Lines().Value(src)) + " ")
			}
		default:
			if !entering && n.Type() == ast.TypeBlock && n.NextSibling() != nil {
				add(" ") // two paragraphs of one item
			}
		}
		return ast.WalkContinue, nil
	})
	return folded(p)
}

// folded returns p without white space at its ends and with single spaces between its pieces.
func folded(p paragraph) paragraph {
	var out paragraph
	for _, s := range p {
		if len(out) == 0 || strings.HasSuffix(out[len(out)-1].Text, " ") {
			s.Text = strings.TrimLeft(s.Text, " ")
		}
		if n := len(out); n > 0 && out[n-1].URL == s.URL && out[n-1].Em == s.Em && out[n-1].Strong == s.Strong {
			out[n-1].Text += s.Text
		} else if s.Text != "" {
			out = append(out, s)
		}
	}
	for len(out) > 0 {
		last := &out[len(out)-1]
		if last.Text = strings.TrimRight(last.Text, " "); last.Text != "" {
			return out
		}
		out = out[:len(out)-1]
	}
	return nil
}
