package mailarchive

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"recap/ingest/charset"
	"recap/ingest/fetch"
	"recap/ingest/syndication"
	"recap/ingest/text"
)

var (
	archiveLink  = regexp.MustCompile(`(?i)href="?([^"\s>]*?\bmsg\d{1,12}\.html)`)
	archiveIndex = regexp.MustCompile(`(?i)href="?(mail(?:list)?\d{1,6}\.html)\b`)
	messagePage  = regexp.MustCompile(`^msg\d{1,12}\.html$`)
)

// messageName returns the name of the message's page that link means, "" if it means none.
func messageName(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil {
		return ""
	}
	if name := u.Path[strings.LastIndexByte(u.Path, '/')+1:]; messagePage.MatchString(name) {
		return name
	}
	return ""
}

// readFeed lists what the feed of the latest posts holds, and reports whether there is one. Where the feed shows that
// posts came and went since the last read, the index is asked, too.
func (s *mailArchiveSource) readFeed(ctx context.Context, w *mailArchiveWalk, old mailArchiveCursor) (bool, error) {
	req := fetch.Request{
		URL: w.cursor.Base + "maillist.xml", Origin: s.home, Accept: syndication.Accept, AllowPrivate: s.private,
		ETag: old.ETag, LastModified: old.LastModified,
	}
	resp, err := s.env.HTTP.Get(ctx, req)
	switch {
	case isMissing(err):
		return false, nil
	case err != nil:
		return false, err
	case resp.NotModified:
		w.cursor = old
		return true, nil
	}
	doc, err := syndication.Parse(ctx, resp, syndication.MaxItems)
	if err != nil {
		return false, err
	}
	if err := s.verify(ctx, w, old.Marks); err != nil {
		return true, err
	}
	w.cursor.ETag, w.cursor.LastModified = resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")
	for _, it := range doc.Items {
		if name := messageName(it.Link); name != "" {
			w.listed = append(w.listed, name)
		}
	}
	if w.listed == nil {
		w.listed = []string{}
		return true, nil
	}
	known := slices.ContainsFunc(w.listed, w.seen.Has)
	if !s.env.Since.IsZero() || len(w.seen) > 0 && !known {
		if err := s.readIndex(ctx, w); err != nil && !isMissing(err) {
			return true, err
		}
		if len(w.seen) > 0 && !slices.ContainsFunc(w.listed, w.seen.Has) {
			w.gap = fmt.Sprintf("none of the %d messages that %s lists was there at the last read; some before them may have "+
				"been missed; a shorter every helps",
				len(w.listed), fetch.Redact(w.cursor.Base))
		}
	}
	w.plan()
	return true, nil
}

// readIndex adds what the index pages list. MHonArc splits an index into maillist.html, mail2.html and so on. Where the
// newest messages come first, the walk ends at a page that holds a known one.
func (s *mailArchiveSource) readIndex(ctx context.Context, w *mailArchiveWalk) error {
	todo := []string{"maillist.html"}
	done := make(map[string]bool)
	for len(todo) > 0 {
		name := todo[0]
		todo = todo[1:]
		if done[name] {
			continue
		}
		if len(done) == archiveIndexes {
			w.gap = fmt.Sprintf("the index at %s has more than %d pages; the rest was left", fetch.Redact(w.cursor.Base), archiveIndexes)
			return nil
		}
		done[name] = true
		resp, err := s.env.HTTP.Get(ctx, s.request(w.cursor.Base+name))
		if err != nil {
			return err
		}
		page := charset.UTF8(resp.Body, resp.Header.Get("Content-Type"))
		if title, ok := text.HTMLPage(resp.Body); len(done) == 1 && !archiveLink.MatchString(page) &&
			(!ok || !strings.Contains(page, "MHonArc")) {
			return wrongIndex(resp, title)
		}
		var names []string
		for _, m := range archiveLink.FindAllStringSubmatch(page, -1) {
			if name := messageName(m[1]); name != "" {
				names = append(names, name)
			}
		}
		if w.listed = append(w.listed, names...); w.listed == nil {
			w.listed = []string{}
		}
		if descending(names) && s.env.Since.IsZero() && slices.ContainsFunc(names, w.seen.Has) {
			return nil
		}
		for _, m := range archiveIndex.FindAllStringSubmatch(page, -1) {
			todo = append(todo, m[1])
		}
	}
	w.whole = true
	return nil
}

// descending reports whether the numbers of most messages are below those of their neighbours before.
func descending(names []string) bool {
	falls := 0
	for i := 1; i < len(names); i++ {
		falls += cmp.Or(cmp.Compare(len(names[i-1]), len(names[i])), cmp.Compare(names[i-1], names[i]))
	}
	return falls > 0
}

// wrongIndex returns the error for a page that is no index.
func wrongIndex(resp *fetch.Response, title string) error {
	err := fetch.WrongTypeError(resp, "an index of MHonArc")
	if title != "" {
		return err
	}
	return fmt.Errorf("%w; it lists no message", err)
}
