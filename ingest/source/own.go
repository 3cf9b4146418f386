package source

import (
	"bytes"
	"regexp"
	"strings"

	"recap/store"
)

// What this program published comes back: the newsletter through the archive of the list that it was sent to, the feed
// of recaps through a planet. It tells of posts and is none, so that no recap tells of another.

// ownMail is the Message-ID of a newsletter, without its angle brackets: edition, revision, and a hash of the
// recipient, or a signature.
var ownMail = regexp.MustCompile(`^[A-Za-z0-9._-]+\.r[0-9]+\.(?:[0-9a-f]{16}){1,2}@`)

// ownEntry is the id of an entry of the program's feed (RFC 4151).
var ownEntry = regexp.MustCompile(`^tag:[A-Za-z0-9.:-]+,[0-9]{4}-[0-9]{2}-[0-9]{2}:recap/`)

// ownHeader begins the header field that every newsletter carries. It tells them where an archive gave the mail another
// id.
const ownHeader = "X-Recap-Edition:"

// mostHeader is how many bytes of a mail are looked at for the field.
const mostHeader = 64 << 10

// isOwn reports whether this program made what the post was read from.
func isOwn(p *store.Post) bool {
	switch {
	case strings.HasPrefix(p.Key, "tag:"):
		return ownEntry.MatchString(p.Key)
	case p.Form != store.FormMail:
		return false
	case strings.Contains(p.Key, ".r") && ownMail.MatchString(p.Key):
		return true
	}
	head := p.Raw[:min(len(p.Raw), mostHeader)]
	at := bytes.Index(head, []byte(ownHeader))
	if at < 0 || at > 0 && head[at-1] != '\n' {
		return false
	}
	// Behind an empty line it is what somebody wrote about such a mail, or forwards.
	return !bytes.Contains(head[:at], []byte("\n\n")) && !bytes.Contains(head[:at], []byte("\n\r\n"))
}
