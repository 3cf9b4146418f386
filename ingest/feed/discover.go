package feed

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"recap/ingest/fetch"
	"recap/ingest/syndication"
	"recap/ingest/text"
)

const (
	discoverMaxFound  = 10 // feeds of one page
	discoverMaxProbes = 8  // guesses that are tried
)

// feedTypes are the media types by which pages announce feeds.
var feedTypes = map[string]bool{"application/atom+xml": true, "application/rss+xml": true,
	"application/feed+json": true, "application/rdf+xml": true}

// Find returns the addresses of feeds where the configured address is a page of a site: those that the page announces
// (a link element with rel=alternate, https://blog.whatwg.org/feed-autodiscovery), else those that stand where sites of
// its kind usually have one and that can be read. It sends at most nine requests and returns at most ten addresses, the
// page's own choice first. Errors are those of getting the page.
func (f *Config) Find(ctx context.Context, client *fetch.Client) ([]string, error) {
	s := &feedSource{config: *f}
	req := s.request(f.URL)
	req.Accept = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
	page, err := client.Get(ctx, req)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(page.URL)
	if err != nil {
		return nil, err
	}
	found, generator := announced(page, base)
	if len(found) > 0 {
		return found, nil
	}
	for _, guess := range usualFeeds(base, generator) {
		answer, err := client.Get(ctx, s.request(guess))
		if errors.Is(err, ctx.Err()) && err != nil {
			return nil, err
		}
		if err != nil {
			continue
		}
		if doc, err := syndication.Parse(ctx, answer, syndication.MaxItems); err == nil && doc.Cut == nil && !slices.Contains(found, answer.URL) {
			found = append(found, answer.URL)
		}
	}
	return found, nil
}

// announced returns the feeds that a page announces, and the program that it says made it.
func announced(page *fetch.Response, base *url.URL) (found []string, generator string) {
	r, err := charset.NewReader(bytes.NewReader(page.Body), page.Header.Get("Content-Type"))
	if err != nil {
		return nil, ""
	}
	z := html.NewTokenizer(r)
	z.SetMaxBuf(1 << 20)
	for len(found) < discoverMaxFound {
		switch z.Next() {
		case html.ErrorToken:
			return found, generator
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		name, more := z.TagName()
		tag := string(name)
		if tag != "link" && tag != "base" && tag != "meta" {
			continue
		}
		attrs := map[string]string{}
		for more {
			var k, v []byte
			k, v, more = z.TagAttr()
			if key := string(k); attrs[key] == "" {
				attrs[key] = strings.TrimSpace(string(v))
			}
		}
		switch {
		case tag == "base" && attrs["href"] != "":
			if u, err := base.Parse(attrs["href"]); err == nil && u.Host != "" {
				base = u
			}
		case tag == "meta" && strings.EqualFold(attrs["name"], "generator"):
			generator = strings.ToLower(text.Line(attrs["content"]))
		case tag == "link" && isFeedLink(attrs):
			if u := text.WebURL(base, attrs["href"]); u != "" && u != page.URL && !slices.Contains(found, u) {
				found = append(found, u)
			}
		}
	}
	return found, generator
}

// isFeedLink reports whether a link element announces a feed.
func isFeedLink(attrs map[string]string) bool {
	rel := strings.Fields(strings.ToLower(attrs["rel"]))
	kind, _, _ := strings.Cut(strings.ToLower(attrs["type"]), ";")
	return feedTypes[strings.TrimSpace(kind)] && (slices.Contains(rel, "alternate") || slices.Contains(rel, "feed")) &&
		!slices.Contains(rel, "stylesheet")
}

// sitesWithFeeds tell by the host (or the generator that a page names) and the path of a page where its feed is. "$"
// stands for what the path matched.
var sitesWithFeeds = []struct {
	host, generator string
	path            *regexp.Regexp
	feed            string
}{
	{"github.com", "", regexp.MustCompile(`^(/[\w.-]+/[\w.-]+)(?:/releases|/tags|/)?$`), "${1}/releases.atom"},
	{"github.com", "", regexp.MustCompile(`^(/[\w.-]+/[\w.-]+)(?:/commits|/)?$`), "${1}/commits.atom"},
	{"www.youtube.com", "", regexp.MustCompile(`^/channel/([\w-]+)`), "/feeds/videos.xml?channel_id=${1}"},
	{"lobste.rs", "", regexp.MustCompile(`^(/t/[\w,+-]+)/?$`), "${1}.rss"},
	{"stackoverflow.com", "", regexp.MustCompile(`^/questions/tagged/([^/]+)/?$`), "/feeds/tag/${1}"},
	{"www.mail-archive.com", "", regexp.MustCompile(`^(/[^/]+@[^/]+)(?:/.*)?$`), "${1}/maillist.xml"},
	{"", "discourse", regexp.MustCompile(`^(/(?:c|t|tag)/.+?)/?$`), "${1}.rss"},
	{"", "discourse", regexp.MustCompile(`^`), "/latest.rss"},
	{"", "", regexp.MustCompile(`^(/@[\w.]+)/?$`), "${1}.rss"},
	{"", "", regexp.MustCompile(`^(/tags/[^/]+)/?$`), "${1}.rss"},
	{"", "", regexp.MustCompile(`^/c/([\w.@]+)/?$`), "/feeds/c/${1}.xml?sort=New"},
}

// usualFeeds returns where the feeds of a page may be, the likeliest first.
func usualFeeds(page *url.URL, generator string) []string {
	var guesses []string
	guess := func(ref string) {
		if u, err := page.Parse(ref); err == nil && u.Host == page.Host && !slices.Contains(guesses, u.String()) &&
			len(guesses) < discoverMaxProbes {
			guesses = append(guesses, u.String())
		}
	}
	for _, site := range sitesWithFeeds {
		m := site.path.FindStringSubmatchIndex(page.EscapedPath())
		if m != nil && (site.host == "" || site.host == strings.ToLower(page.Host)) && strings.Contains(generator, site.generator) {
			guess(string(site.path.ExpandString(nil, site.feed, page.EscapedPath(), m)))
		}
	}
	for _, name := range []string{"feed.xml", "atom.xml", "rss.xml", "index.xml", "feed/", "/feed.xml", "/atom.xml", "/feed/"} {
		guess(name)
	}
	return guesses
}
