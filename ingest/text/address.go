package text

import (
	"net/url"
	"strings"
)

// MaxURL bounds an address that is kept.
const MaxURL = 2048

// WebURL returns ref as an http or https address that is safe to print, resolved against base, which may be nil; "" if
// it is none. The spelling of an absolute address is kept.
func WebURL(base *url.URL, ref string) string {
	ref = Line(ref)
	if ref == "" || len(ref) > MaxURL {
		return ""
	}
	ref = unsafeInURL.Replace(ref)
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if !u.IsAbs() {
		if base == nil || !base.IsAbs() || strings.HasPrefix(ref, "#") {
			return ""
		}
		u = base.ResolveReference(u)
		ref = u.String()
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.Scheme + ref[len(u.Scheme):]
}

// unsafeInURL escapes what no address may hold and what would end it in HTML, Markdown or plain text.
var unsafeInURL = strings.NewReplacer(" ", "%20", `"`, "%22", "<", "%3C", ">", "%3E", "`", "%60", `\`, "%5C", "^",
	"%5E", "{", "%7B", "|", "%7C", "}", "%7D")

// CanonicalLink returns the part of an address by which copies of one page are known: without scheme, "www.", trailing
// slash, fragment and the parameters that only count readers.
func CanonicalLink(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" {
		return link
	}
	var kept []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		k, _, _ := strings.Cut(strings.ToLower(pair), "=")
		if pair != "" && !strings.HasPrefix(k, "utm_") && k != "fbclid" && k != "gclid" {
			kept = append(kept, pair)
		}
	}
	c := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.EscapedPath(), "/")
	if len(kept) > 0 {
		c += "?" + strings.Join(kept, "&")
	}
	return c
}
