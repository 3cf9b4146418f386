package pipermail

import (
	"bytes"
	"context"
	"errors"
	"html"
	"mime"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/store"
)

// volumeLinks are the permalinks of one volume. Mailman gives messages numbers, of which the text says nothing; they
// are on the page that lists the volume by threads, in whose comments stand each message's date and, since Mailman
// 2.1.10 or so, its Message-ID.
type volumeLinks struct {
	page   *url.URL
	byID   map[string]string
	byLook map[messageLook]string // "" where two messages look alike
}

// A messageLook is what tells a message on a page without Message-IDs. Old versions of Mailman got the time zone wrong,
// so of the time only what is less than a quarter of an hour is compared, and of subject and author their ASCII letters
// and digits.
type messageLook struct {
	subject, author string
	seconds         int64 // since 1970, modulo 900
}

// permalinks gets the links of a volume. Where its page is of another make, all its posts are linked to it, and where
// there is none, to the index.
func (s *pipermailSource) permalinks(ctx context.Context, v volume) (*volumeLinks, error) {
	resp, err := s.env.HTTP.Get(ctx, fetch.Request{URL: v.page.String(), Origin: s.index.String(), Accept: "text/html",
		Limit: 2 * mailkind.MaxIndex, AllowPrivate: s.cfg.AllowPrivate})
	var fault *fetch.Error
	switch {
	case err == nil:
		return readLinks(v.page, resp.Body), nil
	case errors.As(err, &fault) && (isAbsent(err) || fault.Reason == fetch.TooLarge || fault.Reason == fetch.Broken):
		return &volumeLinks{page: mailkind.WithoutUser(s.index)}, nil
	}
	return nil, err
}

// pageEntry matches what Mailman writes for one message. The first group is the place in its thread, as dates and
// perhaps Message-IDs of all messages above it and its own.
var pageEntry = regexp.MustCompile(`<!--\d+ ([^\n]*?)- -->\s*<LI><A HREF="(\d+\.html)">([^<]*?)\s*</A><A ` +
	`NAME="\d+">[^<]*</A>\s*<I>([^<]*?)\s*</I>`)

// ownPlace matches the last message of such a place.
var ownPlace = regexp.MustCompile(`(?:^|-)(\d{11})(?:\.\d+)?(?:/(.*))?$`)

// readLinks reads the page that lists a volume by threads.
func readLinks(page *url.URL, body []byte) *volumeLinks {
	l := &volumeLinks{page: page, byID: make(map[string]string), byLook: make(map[messageLook]string)}
	for _, m := range pageEntry.FindAllSubmatch(body, -1) {
		link := page.JoinPath("..", string(m[2])).String()
		id, at := lastPlace(string(m[1]))
		if id != "" {
			if old, ok := l.byID[id]; !ok || len(link) < len(old) || len(link) == len(old) && link < old {
				l.byID[id] = link // of several copies the first
			}
			continue
		}
		look := messageLook{fold(unescaped(m[3])), fold(unescaped(m[4])), at % 900}
		if _, ok := l.byLook[look]; ok {
			link = ""
		}
		l.byLook[look] = link
	}
	return l
}

// lastPlace returns the Message-ID, if there is one, and the date of the message whose place in its thread this is.
func lastPlace(place string) (id string, at int64) {
	if i := strings.LastIndexByte(place, '/'); i >= 11 {
		// a Message-ID may hold "/" and "-"; the date before it has eleven digits
		for ; i >= 11; i = strings.LastIndexByte(place[:i], '/') {
			if at, err := strconv.ParseInt(place[i-11:i], 10, 64); err == nil {
				return strings.TrimSpace(html.UnescapeString(place[i+1:])), at
			}
		}
	}
	if m := ownPlace.FindStringSubmatch(place); m != nil {
		at, _ = strconv.ParseInt(m[1], 10, 64)
	}
	return "", at
}

// unescaped returns the text of a piece of HTML with its encoded words decoded.
func unescaped(b []byte) string {
	s := html.UnescapeString(string(bytes.TrimSpace(b)))
	words := mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	if decoded, err := words.DecodeHeader(s); err == nil {
		return decoded
	}
	return s
}

// fold returns the ASCII letters and digits of s in lower case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		}
		return -1
	}, s)
}

// of returns the permalink of p: the message's own page where it can be told surely, else the page of its volume.
func (l *volumeLinks) of(_ *mailkind.Message, p *store.Post) string {
	if link := l.byID[p.Key]; link != "" {
		return link
	}
	if at := p.Claimed; !at.IsZero() {
		for _, author := range []string{p.Author.Name, strings.Replace(p.Author.Address, "@", " at ", 1), p.Author.Address} {
			if link := l.byLook[messageLook{fold(p.Title), fold(author),
				at.Unix() % int64(15*time.Minute/time.Second)}]; link != "" && author != "" {
				return link
			}
		}
	}
	return l.page.String()
}
