package mailkind

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/source"
)

// maxDownload bounds a mailbox that an archive sends, in bytes as they travel. It is held in memory: a month of the
// busiest lists is a tenth of that.
const maxDownload = 128 << 20

// MaxIndex is how many bytes a page may have that says what an archive holds.
const MaxIndex = 8 << 20

// A Download is a mailbox that an archive's web server sent, while its messages are given out page by page. It is in
// memory and the connection closed, because a host is asked one thing at a time, and the posts of a page may need
// another page of the same host.
type Download struct {
	*box.Reader
	Name     string // its address, without secrets
	Data     []byte // as it travelled
	cut      error  // why data is not all; nil if it is
	Response *fetch.Response
}

// Get gets the mailbox that req names; want says for errors what that is. What was cut off on its way is not thrown
// away: the error comes after the last whole message. No download and no error means that it is as the validators of
// req say. The caller must begin.
func Get(ctx context.Context, client *fetch.Client, req fetch.Request, want string) (*Download, error) {
	if req.Limit == 0 {
		req.Limit = maxDownload
	}
	body, resp, err := client.Open(ctx, req)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	if resp.NotModified {
		return nil, nil
	}
	d := &Download{Name: fetch.Redact(req.URL), Response: resp}
	d.Data, d.cut = io.ReadAll(body)
	var fault *fetch.Error
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case d.cut != nil && (len(d.Data) == 0 || errors.As(d.cut, &fault) && fault.Reason == fetch.TooLarge):
		return nil, d.cut
	case resp.Status != http.StatusPartialContent && !box.IsGzip(d.Data) && !box.Starts(d.Data[:min(len(d.Data), box.Peek)]):
		resp.Body = d.Data
		return nil, fetch.WrongTypeError(resp, want)
	}
	return d, nil
}

// stream returns what was sent, unpacked.
func (d *Download) stream() (r io.Reader, err error) {
	r = bytes.NewReader(d.Data)
	if d.cut != nil {
		r = io.MultiReader(r, failingReader{d.cut})
	}
	if box.IsGzip(d.Data) {
		if r, err = box.Unpack(r, int64(len(d.Data))); err != nil {
			return nil, fmt.Errorf("%s: %w", d.Name, err)
		}
	}
	return r, nil
}

// Begin goes to the mark, or to the start where something else stands before it by now.
func (d *Download) Begin(mark box.Mark) error {
	for {
		r, err := d.stream()
		if err != nil {
			return err
		}
		var ok bool
		if d.Reader, ok = box.Resume(r, mark); ok {
			return nil
		}
		mark = box.Mark{}
	}
}

// BeginTail goes to the mark in an answer that begins with the bytes before it, and reports whether those are still the
// same.
func (d *Download) BeginTail(mark box.Mark) bool {
	if !mark.Fits(d.Data[:min(len(d.Data), mark.Before)]) {
		return false
	}
	r, err := d.stream()
	if err == nil {
		_, err = io.CopyN(io.Discard, r, int64(mark.Before))
	}
	if err != nil {
		return false
	}
	var ok bool
	d.Reader, ok = box.ResumeAfter(r, mark.Offset, bytes.Clone(d.Data[:mark.Before]))
	return ok
}

// A failingReader gives nothing but its error.
type failingReader struct{ err error }

// Read implements io.Reader.
func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

// Messages returns the messages of the next page: at most 2,000 or 5 MiB. What cannot be read as a message becomes a
// skipped item. The error is io.EOF once all messages were given out; any other means that the mailbox is damaged
// behind the messages that it comes with.
func (d *Download) Messages(ctx context.Context, page *source.Page) ([]Message, error) {
	var found []Message
	size := 0
	for n := 0; len(found) < PageMessages && size < fetch.PageBytes; n++ {
		if n%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		m, err := d.Next()
		if err != nil {
			if doubt := d.TakeDoubt(); doubt != nil {
				page.Skipped = append(page.Skipped, fmt.Errorf("%s: %w", d.Name, doubt))
			}
			return found, err
		}
		if m.Bad != nil {
			page.Skipped = append(page.Skipped, fmt.Errorf("%s at byte %d: %w", d.Name, m.Start, m.Bad))
			continue
		}
		found = append(found, Message{Message: m, Box: d.Name})
		size += len(m.Raw)
	}
	return found, nil
}

// URL reads the address of an archive. It returns it with a path that ends in a slash and without query and fragment.
func URL(kind, address, example string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if address == "" {
		return nil, fmt.Errorf("%s: has no url; set url to an address such as %s", kind, example)
	}
	u, err := fetch.ParseURL(address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	u.RawQuery, u.ForceQuery, u.Fragment = "", false, ""
	if !strings.HasSuffix(u.Path, "/") {
		u = u.JoinPath("/")
	}
	return u, nil
}

// Passes reports whether the error is of a kind that says nothing about the item that was asked for: the host or the
// way to it is in trouble.
func Passes(err error) bool {
	var fault *fetch.Error
	if !errors.As(err, &fault) {
		return false
	}
	switch fault.Reason {
	case fetch.Unreachable, fetch.TimedOut, fetch.RateLimited, fetch.Broken, fetch.CutOff, fetch.Untrusted:
		return true
	}
	return false
}

// WithoutUser returns an address without its credentials, for permalinks.
func WithoutUser(u *url.URL) *url.URL {
	c := *u
	c.User = nil
	return &c
}

// ListURL returns the address of a list's page with a slash at its end, or an error that shows an example.
func ListURL(kind, address, example string) (string, error) {
	if strings.TrimSpace(address) == "" {
		return "", fmt.Errorf("%s: has no url; set url to an address such as %s", kind, example)
	}
	u, err := fetch.ParseURL(strings.TrimSpace(address))
	if err != nil {
		return "", fmt.Errorf("%s: url: %w", kind, err)
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%s: url %s has a query; write the address of the list itself, such as %s", kind, fetch.RedactURL(u), example)
	}
	return strings.TrimRight(u.String(), "/") + "/", nil
}
