package render

import (
	"fmt"
	"net/url"
	"strings"
)

// Link returns raw as it may stand in a link of any format, or "" if it may not: only http, https and mailto are let
// through, hidden characters and invalid UTF-8 are refused, and every byte that a Markdown dialect could take for its own
// is percent-encoded (RFC 3986). Encoding never decodes, so a link compares equal with its source after decoding both.
func Link(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || strings.ToValidUTF8(raw, "") != raw || strings.ContainsFunc(raw, hidden) {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
		if u.Opaque == "" {
			return ""
		}
	default:
		return ""
	}
	var b strings.Builder
	for i := range len(raw) {
		c := raw[i]
		switch {
		case alnum(c), strings.IndexByte(":/?#@!$'+,=.%-_~&", c) >= 0:
		case c == ';' && !strings.Contains(raw[:i], "&"): // "&lt;" in a link would be read as "<"
		default:
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
