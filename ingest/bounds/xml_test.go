package bounds

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"
)

// decoded returns how deep the elements of a document are, as far as encoding/xml gets, and whether it got to the end
// of the root.
func decoded(s string) (depth int, whole bool) {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	open := 0
	for {
		t, err := d.Token()
		if err != nil {
			return depth, false
		}
		switch t.(type) {
		case xml.StartElement:
			open++
			depth = max(depth, open)
		case xml.EndElement:
			if open--; open == 0 {
				return depth, true
			}
		}
	}
}

// agree fails unless Check sees at least the depth that encoding/xml sees, and exactly that where the document is
// whole.
func agree(t *testing.T, s string) {
	t.Helper()
	depth, whole := decoded(s)
	check := func(depth int) error {
		c := xmlCheck{XML: new(XML), s: s, depth: depth}
		return c.run()
	}
	if depth > 0 && check(depth-1) == nil {
		t.Errorf("Check(%.80q) passes at depth %d, and encoding/xml goes %d deep", s, depth-1, depth)
	}
	if err := check(depth); whole && err != nil && strings.Contains(err.Error(), "deep") {
		t.Errorf("Check(%.80q) = %v, and encoding/xml goes %d deep", s, err, depth)
	}
}

var shapes = []string{
	"<rss><channel><item><a/><b></b></item></channel></rss>",
	"<feed><entry><content><div><p>x<br>y</p></div></content></entry></feed>",
	"<a><b><c></a>", "<a><b:c></c></a>", "<a b=c d='>' e=\"/>\" f><g/></a>", "<a><!-- <b> --><c/></a>",
	"<a><![CDATA[<b><c>]]]]><![CDATA[>]]><d/></a>",
	"<a><?x <b> ?><c/></a>", "<a><!DOCTYPE x [<!ENTITY y '<z>'> <!-- > -->]><b/></a>", "<a x='<'><b/></a>",
	"<a><b c=\"d'><e>\"/></a>", "<a></b></a>", "<a/><b>",
	"<a><:b><c:></a>", "<a>&lt;&#60;&<b/></a>", "<a><b/ ></a>", "<a><!><b></a>", "<a><!'><b>'></a>", "<a><!x '><b>'><c/></a>",
}

func TestCheckSeesWhatTheDecoderSees(t *testing.T) {
	for _, s := range shapes {
		agree(t, s)
	}
}

func FuzzXML(f *testing.F) {
	for _, s := range shapes {
		f.Add(s)
	}
	f.Add("<a>" + strings.Repeat("<b>", 600))
	f.Add("<a><N:x>" + strings.Repeat("c<!---->", 60))
	f.Fuzz(agree)
}

func feed(body string) string {
	return `<rss xmlns:x="urn:x"><channel><item>` + body + `</item></channel></rss>`
}

func TestXMLBeyondBounds(t *testing.T) {
	pieces := func(n int, text string) string { return "<x:t>" + strings.Repeat(text+"<!---->", n) + "</x:t>" }
	spaces := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(` xmlns:n` + strings.Repeat("i", i+1) + `="u"`)
		}
		return b.String()
	}
	tests := []struct {
		name, s, want string
	}{
		{"nested extensions", feed(strings.Repeat("<x:q>", 700)), "nested more than 512"},
		{"nested plain elements", feed(strings.Repeat("<q>", 700)), "nested more than 512"},
		{"nested beyond an error of order", feed(strings.Repeat("<x:q></r:s>", 700)), ""},
		{"extensions without end", feed(strings.Repeat("<x:q/>", MaxXMLParts+1)), "elements and attributes"},
		{"attributes of many extensions", feed(strings.Repeat("<x:q a='' b='' c=''/>", MaxXMLParts/3)), "elements and attributes"},
		{"attributes of one", feed("<x:q" + strings.Repeat(" a=''", 600) + "/>"), "more than 512 attributes"},
		{"a text in pieces", feed(pieces(100_000, "some")), "pieces"},
		{"a text in sections", feed("<x:t>" + strings.Repeat("<![CDATA[some]]>", 100_000) + "</x:t>"), "pieces"},
		{"pieces in an element that another namespace makes an extension",
			feed(`<t xmlns="urn:y">` + strings.Repeat("some<!---->", 100_000) + "</t>"), "pieces"},
		{"namespaces at each of many elements",
			"<rss" + spaces(100) + "><channel><item>" + strings.Repeat("<x:q/>", 200_000) + "</item></channel></rss>", "namespaces"},
		{"bases within bases", feed(strings.Repeat(`<x:q xml:base="`+strings.Repeat("a/", 300)+`">`, 20)), "xml:base"},
		{"a long name", feed("<x:" + strings.Repeat("q", 2000) + "/>"), "name"},
		{"another encoding in the middle", feed(`<?xml version="1.0" encoding="shift_jis"?>`), "second encoding"},

		{"XHTML with many elements", feed("<description>" +
			strings.Repeat("<p>text <b>here</b> and <i class='x'>there</i></p>\n", 100_000) + "</description>"), ""},
		{"a comment in each paragraph of a text",
			feed("<description>" + strings.Repeat("text <!-- more --> text\n", 100_000) + "</description>"), ""},
		{"thousands of items", "<rss><channel>" +
			strings.Repeat("<item><title>t</title><link>l</link><guid>g</guid></item>\n", 20_000) + "</channel></rss>", ""},
		{"a second declaration of the same encoding", feed(`<?xml version="1.0" encoding="UTF-8"?>`), ""},
	}
	for _, tt := range tests {
		_, err := new(XML).Check(tt.s, 0)
		var beyond *Error
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: Check() = %v", tt.name, err)
		case tt.want != "" && (!errors.As(err, &beyond) || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: Check() = %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestItemsAreCounted(t *testing.T) {
	const one = "<item><a/></item>"
	tests := []struct {
		s     string
		most  int
		want  Items
		prior string
	}{
		{s: "<rss><channel>" + strings.Repeat(one, 7) + "</channel></rss>", most: 3, want: Items{N: 7},
			prior: "<rss><channel>" + strings.Repeat(one, 3)},
		{s: "<feed>" + strings.Repeat("<Entry/>", 4) + "</feed>", most: 4, want: Items{N: 4}, prior: "<feed>" + strings.Repeat("<Entry/>", 4)},
		{s: "<rss><channel><item><item/><x:item/></item>" + one + "</channel></rss>", most: 1, want: Items{N: 2},
			prior: "<rss><channel><item><item/><x:item/></item>"},
		{s: "<rdf:RDF><channel/>" + strings.Repeat(one, 2) + "</rdf:RDF>", most: 1, want: Items{N: 2}, prior: "<rdf:RDF><channel/>" + one},
		{s: "<rss><channel></channel></rss>", most: 1},
	}
	for _, tt := range tests {
		got, err := new(XML).Check(tt.s, tt.most)
		if err != nil || got.N != tt.want.N || tt.s[:got.End] != tt.prior {
			t.Errorf("Check(%q, %d) = %d items, ending %q, %v; want %d, ending %q", tt.s, tt.most, got.N, tt.s[:got.End], err, tt.want.N, tt.prior)
		}
	}
}

func TestItemsBeyondThoseAskedForDoNotCount(t *testing.T) {
	s := "<rss><channel>" + strings.Repeat("<item></item>", MaxXMLParts+10) + "</channel></rss>"
	items, err := new(XML).Check(s, 100)
	if err != nil || items.N != MaxXMLParts+10 || strings.Count(s[:items.End], "<item>") != 100 {
		t.Errorf("Check() = %d items, %d of them read, %v", items.N, strings.Count(s[:items.End], "<item>"), err)
	}
}

func TestJoinPutsTextTogether(t *testing.T) {
	s := feed("<x:t>" + strings.Repeat("so<!-- not -->me<![CDATA[ <b> & ]]><?x y?>", 100_000) + "</x:t>")
	joined := Join(s)
	if want := feed("<x:t>" + strings.Repeat("some &lt;b&gt; &amp; ", 100_000) + "</x:t>"); joined != want {
		t.Errorf("Join() = %.120q…, want %.120q…", joined, want)
	}
	if _, err := new(XML).Check(joined, 0); err != nil {
		t.Errorf("Check(Join()) = %v", err)
	}
	for _, s := range []string{"", "<", "<a", "<!--", "<![CDATA[", "<a><?b", "a<b>c</b><!-- d"} {
		if got := Join(s); got != s {
			t.Errorf("Join(%q) = %q", s, got)
		}
	}
}
