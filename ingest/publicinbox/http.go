package publicinbox

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/ingest/syndication"
)

// newestIDs returns the ids of the messages in new.atom, which are the newest 25 by the date that they claim. It is
// also how a list that vanished and a bot wall are noticed.
func (s *publicInboxSource) newestIDs(ctx context.Context) ([]string, error) {
	resp, err := s.env.HTTP.Get(ctx, fetch.Request{URL: s.base + "new.atom", Accept: syndication.Accept, AllowPrivate: s.private})
	if err != nil {
		return nil, err
	}
	doc, err := syndication.Parse(ctx, resp, syndication.MaxItems)
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, it := range doc.Items[:min(len(doc.Items), inboxIDs)] {
		// the site may call itself by another name than the configuration does: only the last part of the path counts
		u, err := url.Parse(it.Link)
		if err != nil {
			continue
		}
		path := strings.TrimRight(u.EscapedPath(), "/")
		if id, err := url.PathUnescape(path[strings.LastIndexByte(path, '/')+1:]); err == nil && strings.Contains(id, "@") {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// openJob opens the stream of the current job, which it may replace by another that the site can do. Without an error
// and without a stream there is nothing in it.
func (s *publicInboxSource) openJob(ctx context.Context, c *publicInboxCursor, page *source.Page) error {
	job := c.Job
	req := fetch.Request{URL: s.base + "all.mbox.gz", AllowPrivate: s.private}
	if job.Kind == "window" {
		to := ""
		if job.To != 0 {
			to = fmt.Sprint(job.To)
		}
		// only POST gives mail, GET answers with a page; more than four digits are Unix seconds, and days would be in
		// the server's zone
		query := url.Values{"q": {fmt.Sprintf("rt:%d..%s", job.From, to)}, "x": {"m"}}
		req.URL, req.Method = s.base+"?"+query.Encode(), http.MethodPost
	}
	for {
		open, fits, err := s.openStream(ctx, req, job.Mark)
		var fault *fetch.Error
		switch {
		case err == nil && fits:
			s.stream = open
			return nil
		case err == nil:
			job.Mark = box.Mark{} // the archive changed before the place where reading ended: from its beginning
		case !errors.As(err, &fault) || ctx.Err() != nil:
			return err
		case job.Kind == "window" && fault.Reason == fetch.NotFound && bytes.Contains(fault.Body, []byte("No results")):
			return nil
		case job.Kind == "window" && declined(fault):
			page.Gap = fmt.Sprintf("%s offers no search, so only the newest %d messages were looked at; the same list by nntp "+
				"or imap has all", fetch.Redact(s.base), len(s.newest))
			job.To = 0
			return nil
		case job.Kind == "all" && declined(fault):
			// big sites do not hand out everything at once
			c.Job = c.begin(inboxEpoch)
			return nil
		default:
			return err
		}
	}
}

// declined reports whether a site that exists says that it does not do what was asked for.
func declined(e *fetch.Error) bool {
	return slices.Contains([]int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound,
		http.StatusMethodNotAllowed, http.StatusNotImplemented}, e.Status)
}

// openStream asks for a mailbox and opens it at the mark; fits is false where it holds something else there.
func (s *publicInboxSource) openStream(ctx context.Context, req fetch.Request, mark box.Mark) (open *box.OpenBox, fits bool, err error) {
	body, resp, err := s.env.HTTP.Open(ctx, req)
	if err != nil {
		return nil, false, err
	}
	defer func() {
		if open == nil {
			body.Close()
		}
	}()
	buffered := bufio.NewReaderSize(body, 64<<10)
	start, err := buffered.Peek(box.Peek)
	if err != nil && len(start) == 0 && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	var r io.Reader = buffered
	switch {
	case box.IsGzip(start):
		if r, err = box.Unpack(buffered, 0); err != nil {
			return nil, false, err
		}
	case len(start) == 0 || !box.Starts(start): // the transport may have unpacked it already
		resp.Body = start
		return nil, false, fetch.WrongTypeError(resp, "a mailbox")
	}
	b, ok := box.Resume(r, mark)
	if !ok {
		return nil, false, nil
	}
	return &box.OpenBox{Messages: b, Mark: mark, Close: body.Close}, true, nil
}

// missing fetches those of the newest messages one by one that no stream held, because search shows mail late. One that
// cannot be had any more was taken out.
func (s *publicInboxSource) missing(ctx context.Context, c *publicInboxCursor, page *source.Page) ([]mailkind.Message, error) {
	var found []mailkind.Message
	seen := make(map[string]bool, len(s.newest))
	for _, id := range s.newest {
		if seen[id] || slices.Contains(c.Known, id) {
			continue
		}
		seen[id] = true
		address := s.base + url.PathEscape(id) + "/raw"
		resp, err := s.env.HTTP.Get(ctx, fetch.Request{URL: address, AllowPrivate: s.private, Limit: box.MaxMessage})
		var fault *fetch.Error
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.As(err, &fault) && (fault.Reason == fetch.NotFound || fault.Reason == fetch.TooLarge):
			page.Skipped = append(page.Skipped, err)
			continue
		case err != nil:
			return nil, err
		case !box.Starts(resp.Body):
			return nil, fetch.WrongTypeError(resp, "a mail")
		}
		page.Read += int64(len(resp.Body))
		box := box.NewReader(bytes.NewReader(resp.Body), 0, nil)
		for m, err := box.Next(); err == nil; m, err = box.Next() {
			found = append(found, mailkind.Message{Message: m, Item: fetch.Redact(address)})
		}
	}
	return found, nil
}
