package text

import (
	"regexp"
)

var (
	htmlStart = regexp.MustCompile(`(?is)^(?:\x{feff}|\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body)\b`)
	htmlTitle = regexp.MustCompile(`(?is)<title\b[^>]*>(.*?)</title`)
)

// HTMLPage reports whether body is an HTML page, and its title.
func HTMLPage(body []byte) (title string, ok bool) {
	head := body[:min(len(body), 16<<10)]
	if !htmlStart.Match(head) {
		return "", false
	}
	if m := htmlTitle.FindSubmatch(head); m != nil {
		own, _ := FromHTML(string(m[1]))
		title = Cut(Line(own), 80)
	}
	return title, true
}
