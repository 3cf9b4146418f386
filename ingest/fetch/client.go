// Package fetch is the one polite way to web servers: a Client sends conditional requests, one at a time to each host,
// obeys Retry-After, and bounds what comes back in time and size. It leads to no private address that nobody wrote out.
// How much of what servers send is in memory at a time is bounded for all sources together. It knows nothing of sources
// and posts.
package fetch

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"recap/ingest/bounds"
)

// Limits of the Client. Each request may set its own limit of bytes.
const (
	ConnectTimeout  = 10 * time.Second
	headerTimeout   = 20 * time.Second
	RequestTimeout  = 60 * time.Second
	stallTimeout    = 60 * time.Second // longest silence in a streamed body
	dripTimeout     = 10 * time.Minute // for a streamed body, beyond what it takes at the least rate
	leastRate       = 16 << 10         // bytes a second
	maxRedirects    = 5
	maxHeaderBytes  = 64 << 10
	MaxAttempts     = 3
	MaxRetryAfter   = 24 * time.Hour // longest that a host is left alone because it asked for it
	DefaultLimit    = 15 << 20       // bytes of a body read by Get, decompressed
	defaultStream   = 4 << 30        // bytes of a body read through Open, decompressed
	defaultPause    = time.Second
	defaultBackoff  = time.Second
	patience        = 10 * time.Second // longest wait for a host that asked for one, within one run; and for one that failed, to ask it again
	unnamedCooldown = time.Minute      // after 429 without a time
)

// Options says how a Client presents itself. The zero value of each field stands for its default.
type Options struct {
	Version   string           // of this program, for the User-Agent
	Contact   string           // URL or address of who runs it, for the User-Agent
	HostPause time.Duration    // least pause between two requests to one host: 1 s unless set, none on loopback or if negative
	Timeout   time.Duration    // for one attempt of Get as a whole; default 60 s
	Backoff   time.Duration    // before the second attempt, doubled before the third; default 1 s
	Now       func() time.Time // the clock that Retry-After is measured by; default time.Now

	// Resolve maps names of hosts to the address, host:port, that is dialled for them, whatever the port and without
	// asking DNS or the guard.
	Resolve map[string]string
}

// A Client is the one way to the network, and a polite one: it names itself, sends one request at a time to each host
// with a pause between two, obeys Retry-After, asks with conditions, tries again what may have been an accident, and
// reads no more than it was told to. It refuses addresses that lead into a private network unless the configuration
// names them. It is safe for concurrent use.
type Client struct {
	agent   string
	options Options
	hosts   hosts
	room    *room

	mu         sync.Mutex
	transports map[transportKind]http.RoundTripper
}

// New returns a Client. No request is sent before Get or Open.
func New(o Options) *Client {
	o.Version = cmp.Or(o.Version, "devel")
	o.Timeout = cmp.Or(o.Timeout, RequestTimeout)
	o.Backoff = cmp.Or(o.Backoff, defaultBackoff)
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Client{agent: "recap/" + o.Version, options: o, room: newRoom(), transports: map[transportKind]http.RoundTripper{}}
	if o.Contact != "" {
		c.agent += " (+" + o.Contact + ")"
	}
	return c
}

// A Request is one GET, or one request of another method that does no harm if it is sent twice.
type Request struct {
	URL          string
	Method       string            // default GET
	Body         []byte            // of a POST; such a request follows no redirect, so that nobody else gets to see it
	Origin       string            // the configured address that led here, if that is not URL: set it when a server named URL
	Header       map[string]string // further headers; they never cross to another host
	Accept       string
	ETag         string        // for If-None-Match, verbatim
	LastModified string        // for If-Modified-Since, verbatim
	Limit        int64         // most bytes of the decompressed body; default 15 MiB for Get, 4 GiB for Open
	AllowPrivate bool          // names and redirects may lead to private addresses
	Wait         time.Duration // longest wait for the answer to begin; default 20 s
	Pause        time.Duration // instead of Options.HostPause: none if negative, the client's if 0
	Attempts     int           // how often it is tried at most; default 3
}

// A Response is the answer to a Request: 2xx, or 304 where the request had a condition. All else is an error.
type Response struct {
	Status      int
	Header      http.Header
	Body        []byte // decompressed; nil where it is streamed or not modified
	URL         string // where the answer came from in the end
	Moved       string // the new address if every redirect on the way was permanent; else ""
	NotModified bool
}

// Get fetches req.URL whole. Errors are of type *Error, or ctx.Err() if ctx ended.
func (c *Client) Get(ctx context.Context, req Request) (*Response, error) {
	req.Limit = cmp.Or(req.Limit, DefaultLimit)
	stay := c.room.in(ctx)
	stay.done()
	var resp *Response
	err := c.retry(ctx, &req, func() error {
		s, err := c.send(ctx, &req, false)
		if err != nil {
			return err
		}
		defer s.Close()
		if !s.response.NotModified {
			if s.response.Body, err = s.readAll(stay); err != nil {
				return err
			}
			if err := checkJSON(s.response.Body); err != nil {
				return &Error{URL: s.url, Reason: TooLarge, Err: err}
			}
		}
		resp = s.response
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(resp.Body) > 0 {
		if err := stay.parse(len(resp.Body)); err != nil {
			return nil, err
		}
	}
	return resp, nil
}

// readAll returns the whole body. A large one waits for its place, which counts for none of the limits of time.
func (s *stream) readAll(stay *Stay) ([]byte, error) {
	var b bytes.Buffer
	if _, err := io.CopyN(&b, s, smallAnswer); err == io.EOF {
		return b.Bytes(), nil
	} else if err != nil {
		return nil, err
	}
	if err := stay.read(s.pause); err != nil {
		return nil, err
	}
	s.resume()
	if n := s.expected; n > 0 {
		b.Grow(int(min(n, s.limit)) - b.Len() + bytes.MinRead)
	}
	_, err := b.ReadFrom(s)
	return b.Bytes(), err
}

// Places returns the stay of ctx in the room of the client's sources, for connections that are not the client's. It may
// be nil, and so may c.
func (c *Client) Places(ctx context.Context) *Stay {
	if c == nil {
		return nil
	}
	return c.room.in(ctx)
}

// checkJSON reports the bound that an answer in JSON exceeds; every other one passes.
func checkJSON(body []byte) error {
	if head := bytes.TrimLeft(body[:min(len(body), 64)], " \t\r\n\ufeff"); len(head) > 0 && (head[0] == '{' || head[0] == '[') {
		return bounds.CheckJSON(body)
	}
	return nil
}

// Open fetches req.URL as a stream, for what is too large for memory. The caller must close it, and the host is taken
// until then. The Response has no Body. A body that is silent for a minute ends with an error; errors of the stream are
// of the same types as those of Get.
func (c *Client) Open(ctx context.Context, req Request) (io.ReadCloser, *Response, error) {
	req.Limit = cmp.Or(req.Limit, defaultStream)
	stay := c.room.in(ctx)
	stay.done()
	var s *stream
	err := c.retry(ctx, &req, func() (err error) {
		s, err = c.send(ctx, &req, true)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	s.stay = stay
	return s, s.response, nil
}

// retry calls attempt until it succeeds, at most three times, with growing pauses, as long as the error may pass. What
// kept us waiting for long is left to the next run.
func (c *Client) retry(ctx context.Context, req *Request, attempt func() error) error {
	if _, err := ParseURL(req.URL); err != nil {
		return err
	}
	for n := 0; ; n++ {
		began := time.Now()
		err := attempt()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var fault *Error
		if err == nil || !errors.As(err, &fault) || n+1 >= cmp.Or(req.Attempts, MaxAttempts) {
			return err
		}
		wait := c.options.Backoff << n
		switch {
		case fault.Reason == RateLimited:
			if wait = fault.Until.Sub(c.options.Now()); wait > patience {
				return err
			}
		case !fault.passing || time.Since(began) > patience:
			return err
		default:
			wait += jitter(wait / 2)
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
			return err
		} else if sleep(ctx, wait) != nil {
			return ctx.Err()
		}
	}
}
