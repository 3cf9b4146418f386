package ponymail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"recap/ingest/box"
	"recap/ingest/mailkind"
	"recap/ingest/source"
)

// A ponymailWindow is a window while its messages are given out, page by page: what an answer unpacks to may be far
// larger than itself.
type ponymailWindow struct {
	*mailkind.Download
	at   string // the cursor of the last page
	left int    // messages that are still to be given out
}

// A ponymailSurvey is what an answer holds.
type ponymailSurvey struct {
	messages int
	skipped  int    // what cannot be read as a message
	last     []byte // the last message
	end      error  // what the answer is damaged by behind them
}

// begin opens the first window that is to do. A window that came too short is parted instead, and so are all where the
// site turns out to give only whole months.
func (s *ponymailSource) begin(ctx context.Context, c *ponymailCursor, page *source.Page) error {
	w := c.Todo[0]
	d, got, err := s.read(ctx, c, w, page)
	if d == nil || err != nil {
		return err
	}
	total, err := s.count(ctx, w)
	if err != nil {
		return err
	}
	if got.end != nil || got.messages+got.skipped < total || lastIsCut(d.Data, got.last) {
		if halves, ok := w.Halves(); ok && !c.Months {
			c.Todo = append(halves, c.Todo[1:]...)
			return nil
		}
		before := d.Data
		if d, got, err = s.read(ctx, c, w, page); err != nil {
			return err
		}
		if got.end != nil {
			return box.Named(d.Name, got.end)
		}
		if !bytes.Equal(d.Data, before) {
			return fmt.Errorf("%s: the answer is cut off each time, at another place: it holds %d of %d messages", d.Name, got.messages, total)
		}
		// no accident: the site counts messages that it does not give, or the last was never whole
		if len(d.Data) > 0 && !bytes.HasSuffix(d.Data, []byte("\n")) && got.messages > 0 {
			got.messages--
		}
		if n := got.messages + got.skipped; n < total {
			c.Gap = fmt.Sprintf("%s counts %d messages from %s up to %s and gives %d", s.base.Host, total, w.From, w.To, n)
		}
	}
	s.open = &ponymailWindow{Download: d, left: got.messages}
	return d.Begin(box.Mark{})
}

// read gets the answer for a window and looks through it. It returns no download where the site gives only whole months.
func (s *ponymailSource) read(ctx context.Context, c *ponymailCursor, w mailkind.DayWindow,
	page *source.Page) (d *mailkind.Download, got ponymailSurvey, err error) {
	if d, err = s.export(ctx, c, w); d == nil || err != nil {
		return nil, got, err
	}
	page.Read += int64(len(d.Data))
	for n := 0; ; n++ {
		if n%64 == 0 && ctx.Err() != nil {
			return nil, got, ctx.Err()
		}
		m, err := d.Next()
		switch {
		case errors.Is(err, io.EOF):
			return d, got, nil
		case err != nil:
			got.end = err
			return d, got, nil
		case m.Bad != nil:
			got.skipped++
		default:
			got.messages++
			got.last = m.Raw
		}
	}
}

// give puts the next messages of the open window into page, and closes it after its last one.
func (s *ponymailSource) give(ctx context.Context, page *source.Page) error {
	messages, end := s.open.Messages(ctx, page)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	messages = messages[:min(len(messages), s.open.left)]
	if s.open.left -= len(messages); end != nil {
		s.open = nil
	}
	return s.mail.Posts(ctx, messages, page)
}

var partBoundary = regexp.MustCompile(`(?i)\nContent-Type:[ \t]*multipart/[^\n]*(?:\n[ \t][^\n]*)*?\bboundary="?([^"\s;]{1,70})`)

// lastIsCut reports whether an mbox does not end as one does that was sent to its end: with the end of a line, and with
// the end of its last message's parts; nil for no message.
func lastIsCut(data, last []byte) bool {
	if last == nil {
		return false
	}
	if !bytes.HasSuffix(data, []byte("\n")) {
		return true
	}
	head := last[:max(0, box.BodyStart(last))]
	m := partBoundary.FindSubmatch(append([]byte("\n"), head...))
	return m != nil && !bytes.Contains(last, slices.Concat([]byte("--"), m[1], []byte("--")))
}
