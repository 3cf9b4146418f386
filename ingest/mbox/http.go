package mbox

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strconv"

	"recap/ingest/box"
	"recap/ingest/fetch"
)

// webBox returns the box of a URL. Its validators stand in the mark; what follows the bytes that were read before is
// read, where those are still the same.
func webBox(address string, m *Config, client *fetch.Client) box.Box {
	return box.Box{
		Name: fetch.Redact(address),
		Look: func(context.Context) (box.Mark, error) { return box.Mark{}, nil },
		Open: func(ctx context.Context, mark box.Mark, count func(int)) (*box.OpenBox, error) {
			for {
				open, fits, err := openWeb(ctx, client, fetch.Request{URL: address, AllowPrivate: m.AllowPrivate}, mark, count)
				if err != nil || fits {
					return open, err
				}
				mark = box.Mark{}
			}
		},
	}
}

// openWeb asks for a mailbox and opens it at the mark; fits is false where it holds something else there.
func openWeb(ctx context.Context, client *fetch.Client, req fetch.Request, mark box.Mark,
	count func(int)) (open *box.OpenBox, fits bool, err error) {
	tag, modified := box.SplitTag(mark.Tag)
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
	now := box.Mark{Tag: box.JoinTag(resp.Header.Get("ETag"), resp.Header.Get("Last-Modified"))}
	now.Size, _ = strconv.ParseInt(resp.Header.Get("Content-Length"), 10, 64)
	buffered := bufio.NewReaderSize(box.Counted(body, count), 64<<10)
	start, err := buffered.Peek(box.Peek)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	var r io.Reader = buffered
	switch {
	case box.IsGzip(start):
		if r, err = box.Unpack(buffered, max(now.Size, 0)); err != nil {
			return nil, false, err
		}
	case !box.Starts(start):
		resp.Body = start
		return nil, false, fetch.WrongTypeError(resp, "a mailbox")
	}
	b, ok := box.Resume(r, mark)
	if !ok {
		return nil, false, nil
	}
	now.Offset, now.Last = b.Offset(), mark.Last
	return &box.OpenBox{Messages: b, Mark: now, Close: body.Close}, true, nil
}
