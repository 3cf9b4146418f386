package discover

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/text"
)

const (
	maxPage  = 2 << 20 // bytes of a page
	maxLinks = 2000    // links of a page
	maxToken = 1 << 20 // bytes of one tag
	maxTitle = 100     // bytes of a title
)

// A page is what matters of a page of the web.
type page struct {
	title     string
	generator string // the program that the page says made it, in lower case
	links     []source.Link
}

// readPage returns the links of a page, each address once, in their order.
func readPage(resp *fetch.Response) page {
	var p page
	base, err := url.Parse(resp.URL)
	if err != nil {
		return p
	}
	r, err := charset.NewReader(bytes.NewReader(resp.Body), resp.Header.Get("Content-Type"))
	if err != nil {
		return p
	}
	z := html.NewTokenizer(r)
	z.SetMaxBuf(maxToken)
	seen, inTitle := map[string]bool{resp.URL: true}, false
	for len(p.links) < maxLinks {
		switch z.Next() {
		case html.ErrorToken:
			return p
		case html.TextToken:
			if inTitle && p.title == "" {
				p.title = text.Cut(text.Line(string(z.Text())), maxTitle)
			}
			continue
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			inTitle = false
			continue
		}
		name, more := z.TagName()
		tag := string(name)
		inTitle = tag == "title"
		attrs := map[string]string{}
		for more {
			var k, v []byte
			k, v, more = z.TagAttr()
			if key := string(k); attrs[key] == "" {
				attrs[key] = strings.TrimSpace(string(v))
			}
		}
		switch tag {
		case "base":
			if u, err := base.Parse(attrs["href"]); err == nil && u.Host != "" {
				base = u
			}
		case "meta":
			if strings.EqualFold(attrs["name"], "generator") {
				p.generator = strings.ToLower(attrs["content"])
			}
		case "a", "area", "link":
			l := source.Link{Address: address(base, attrs["href"]), Rel: strings.Fields(strings.ToLower(attrs["rel"]))}
			l.Type, _, _ = strings.Cut(strings.ToLower(attrs["type"]), ";")
			if l.Address != "" && !seen[l.Address] {
				seen[l.Address] = true
				p.links = append(p.links, l)
			}
		}
	}
	return p
}

// address returns the absolute form of a reference of http, https or news, without what follows #; "" for others.
func address(base *url.URL, ref string) string {
	if strings.HasPrefix(ref, "nntp://") || strings.HasPrefix(ref, "nntps://") {
		return text.Line(ref)
	}
	whole, _, _ := strings.Cut(text.WebURL(base, ref), "#")
	return whole
}

// aboutTaking are the words of addresses of pages that say how to take part, which is where lists and forums are named.
var aboutTaking = regexp.MustCompile(`(?i)communit|mailing|lists?\b|contact|kontakt|particip|involved|discuss|support|beteilig|mitmach|blog|news`)

// further returns the pages of the same host that a page leads to and that may name lists and forums, in their order.
func (p *page) further(home *url.URL) []string {
	var pages []string
	for _, l := range p.links {
		u := l.Web()
		if u != nil && strings.EqualFold(u.Host, home.Host) && u.RawQuery == "" && aboutTaking.MatchString(u.Path) && strings.Count(strings.Trim(u.Path, "/"), "/") < 2 {
			pages = append(pages, l.Address)
		}
	}
	return pages
}
