package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/mmcdole/gofeed/rss"

	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/syndication"
)

// request returns the request for a page of the feed, to which the configured address led.
func (s *feedSource) request(page string) fetch.Request {
	attempts := fetch.MaxAttempts
	if s.env.Failing {
		attempts = 1
	}
	return fetch.Request{
		URL: page, Origin: s.config.URL, Header: s.config.Headers, Accept: syndication.Accept,
		Limit: syndication.MaxBytes, AllowPrivate: s.config.AllowPrivate, Wait: s.config.Timeout, Pause: s.config.HostPause, Attempts: attempts,
	}
}

// read returns the feed as it is now. A feed that has moved for good is read at its new place, and while that fails, at
// the configured one.
func (s *feedSource) read(ctx context.Context, last feedCursor) (*fetch.Response, error) {
	if s.path != "" {
		return s.readFile(ctx)
	}
	if s.env.Reread {
		last.ETag, last.LastModified = "", ""
	}
	req := s.request(s.config.URL)
	req.ETag, req.LastModified = last.ETag, last.LastModified
	if last.Moves < feedMoves {
		return s.env.HTTP.Get(ctx, req)
	}
	req.URL = last.Moved
	resp, err := s.env.HTTP.Get(ctx, req)
	if err == nil {
		if resp.Moved == "" {
			resp.Moved = last.Moved
		}
		return resp, nil
	}
	var fault *fetch.Error
	if !errors.As(err, &fault) || fault.Reason == fetch.RateLimited {
		return nil, err
	}
	req.URL = s.config.URL
	return s.env.HTTP.Get(ctx, req)
}

// readFile returns a feed that is a file. One that has not changed is read all the same, it is cheap.
func (s *feedSource) readFile(ctx context.Context) (*fetch.Response, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(s.path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a named pipe that nobody writes to would be waited for without end
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", s.path)
	}
	var body bytes.Buffer
	body.Grow(int(min(info.Size(), syndication.MaxBytes)) + bytes.MinRead)
	if _, err := body.ReadFrom(io.LimitReader(f, syndication.MaxBytes+1)); err != nil {
		return nil, err
	}
	if body.Len() > syndication.MaxBytes {
		return nil, fetch.TooLargeError(s.path, syndication.MaxBytes)
	}
	return &fetch.Response{URL: s.path, Body: body.Bytes()}, nil
}

// moves returns what to remember of a read that permanent redirects led to the address moved, "" for none.
func moves(last feedCursor, moved string) (string, int) {
	switch moved {
	case "":
		return "", 0
	case last.Moved:
		return moved, min(last.Moves+1, feedMoves)
	}
	return moved, 1
}

// feedLongestWait bounds what a feed may ask for, so that one is still read between the end of a day and the morning's
// recap of it.
const feedLongestWait = 6 * time.Hour

func longestWait(x, y time.Duration) time.Duration { return min(max(x, y), feedLongestWait) }

// syndicationPeriods are the periods of the syndication module of RSS
// (https://web.resource.org/rss/1.0/modules/syndication/).
var syndicationPeriods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// documentWait returns how long the feed says that it need not be read again: by the ttl of RSS 2.0 (minutes) or its
// syndication module.
func documentWait(doc *syndication.Document) time.Duration {
	var wait time.Duration
	if f, ok := doc.OriginalFeed().(*rss.Feed); ok {
		if minutes, err := strconv.ParseUint(strings.TrimSpace(f.TTL), 10, 20); err == nil {
			wait = time.Duration(minutes) * time.Minute
		}
	}
	period := syndicationPeriods[strings.ToLower(syndication.Extension(doc.Extensions, "sy", "updatePeriod"))]
	if times, err := strconv.ParseUint(syndication.Extension(doc.Extensions, "sy", "updateFrequency"), 10, 20); err == nil && times > 0 {
		period /= time.Duration(times)
	}
	return min(max(wait, period), feedLongestWait)
}

// cacheWait returns how long an answer says that it stays fresh: Cache-Control's max-age less its Age, else Expires
// less Date (RFC 9111 section 4.2).
func cacheWait(h http.Header) time.Duration {
	control := strings.ToLower(strings.Join(h.Values("Cache-Control"), ","))
	for directive := range strings.SplitSeq(control, ",") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(directive), "="); name {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 31)
			if err != nil {
				return 0
			}
			age, _ := strconv.ParseUint(h.Get("Age"), 10, 31) // without a readable one the answer is new
			return max(0, time.Duration(seconds)-time.Duration(age)) * time.Second
		}
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	date, err2 := http.ParseTime(h.Get("Date"))
	if err != nil || err2 != nil {
		return 0
	}
	return max(0, expires.Sub(date))
}

// pageTo returns p with next as its cursor.
func pageTo(p source.Page, next feedCursor) (source.Page, error) {
	var err error
	p.Next, err = next.encode()
	return p, err
}
