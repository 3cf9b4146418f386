package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"

	"recap/ingest/text"
)

// maxURL bounds an address that is kept.
const maxURL = 2048

// isAbsolute reports whether s is an http or https address as it stands.
func isAbsolute(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// webURL returns ref as an http or https address that is safe to print, resolved against base, which may be nil; "" if it is none. The spelling of an
// absolute address is kept.
func webURL(base *url.URL, ref string) string {
	ref = text.Line(ref)
	if ref == "" || len(ref) > maxURL {
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
var unsafeInURL = strings.NewReplacer(" ", "%20", `"`, "%22", "<", "%3C", ">", "%3E", "`", "%60", `\`, "%5C", "^", "%5E", "{", "%7B", "|", "%7C", "}", "%7D")

// CanonicalLink returns the part of an address by which copies of one page are known: without scheme, "www.", trailing slash,
// fragment and the parameters that only count readers.
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

// linkHash returns a short hash of the canonical form of link, "" for no link.
func linkHash(link string) string {
	if link == "" {
		return ""
	}
	return shortHash(CanonicalLink(link))
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}
