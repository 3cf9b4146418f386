package ingest

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strconv"

	"recap/ingest/fetch"
)

// webBox returns the box of a URL. Its validators stand in the mark; what follows the bytes that were read before is read, where those are still the same.
func webBox(address string, m *Mbox, client *fetch.Client) box {
	return box{
		name: fetch.Redact(address),
		look: func(context.Context) (boxMark, error) { return boxMark{}, nil },
		open: func(ctx context.Context, mark boxMark, count func(int)) (*openBox, error) {
			for {
				open, fits, err := openWeb(ctx, client, fetch.Request{URL: address, AllowPrivate: m.AllowPrivate}, mark, count)
				if err != nil || fits {
					return open, err
				}
				mark = boxMark{}
			}
		},
	}
}

// openWeb asks for a mailbox and opens it at the mark; fits is false where it holds something else there.
func openWeb(ctx context.Context, client *fetch.Client, req fetch.Request, mark boxMark, count func(int)) (open *openBox, fits bool, err error) {
	tag, modified := splitTag(mark.Tag)
	if mark.Done {
		req.ETag, req.LastModified = tag, modified
	}
	body, resp, err := client.Open(ctx, req)
	if err != nil {
		return nil, false, err
	}
	defer func() {
		if open == nil {
			body.Close()
		}
	}()
	if resp.NotModified {
		return nil, true, nil
	}
	now := boxMark{Tag: joinTag(resp.Header.Get("ETag"), resp.Header.Get("Last-Modified"))}
	now.Size, _ = strconv.ParseInt(resp.Header.Get("Content-Length"), 10, 64)
	buffered := bufio.NewReaderSize(counted(body, count), 64<<10)
	start, err := buffered.Peek(boxPeek)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	var r io.Reader = buffered
	switch {
	case isGzip(start):
		if r, err = unpack(buffered, max(now.Size, 0)); err != nil {
			return nil, false, err
		}
	case !startsBox(start):
		resp.Body = start
		return nil, false, fetch.WrongTypeError(resp, "a mailbox")
	}
	b, ok := resumeStream(r, mark)
	if !ok {
		return nil, false, nil
	}
	now.Offset, now.Last = b.offset(), mark.Last
	return &openBox{messageReader: b, mark: now, close: body.Close}, true, nil
}
