package fetch

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// newTransport returns a transport with the limits of a Client. What control refuses is not dialled: it sees the
// address itself, at each redirect, for every address of a name, and whenever a name has changed its address. wait is
// the longest wait for an answer to begin. There is no proxy, behind which it would see nothing but the proxy. Names
// are looked up by resolver, by default the system's; hosts in resolve are dialled where it says.
func newTransport(control controller, resolver *net.Resolver, resolve map[string]string, wait time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: ConnectTimeout, Control: control, Resolver: resolver}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if host, _, err := net.SplitHostPort(address); err == nil && resolve[host] != "" {
				return (&net.Dialer{Timeout: ConnectTimeout}).DialContext(ctx, network, resolve[host])
			}
			return dialer.DialContext(ctx, network, address)
		},
		TLSHandshakeTimeout:    ConnectTimeout,
		ResponseHeaderTimeout:  wait,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
	}
}

// A transportKind is what requests that share their connections have in common.
type transportKind struct {
	open bool          // for addresses that the configuration allows; else private ones are refused
	wait time.Duration // longest wait for an answer to begin
}

// transport returns the transport of this kind.
func (c *Client) transport(kind transportKind) http.RoundTripper {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.transports[kind]
	if t == nil {
		control := Guard
		if kind.open {
			control = nil
		}
		t = newTransport(control, nil, c.options.Resolve, kind.wait)
		c.transports[kind] = t
	}
	return t
}

// A stream is the body of an answer, counted and bounded. Closing it frees the host.
type stream struct {
	response *Response
	url      string // redacted, for errors
	body     io.ReadCloser
	left     int64 // bytes that may still be read
	limit    int64
	expected int64 // bytes that were announced, -1 if none were
	stay     *Stay // of what streams the body; nil for none
	waited   time.Duration
	alive    func() // called when bytes arrive
	pause    func() // stops the clock of the attempt
	resume   func() // lets it begin anew
	release  func()
	ctx      context.Context // ends when the attempt has taken too long
}

// Read implements io.Reader. It gives a *Error for everything but the proper end of the body.
func (s *stream) Read(p []byte) (int, error) {
	began := time.Now()
	n, err := s.body.Read(p)
	s.waited += time.Since(began) // for the server alone, not for what reads from here
	if s.left -= int64(n); s.left < 0 {
		return n, TooLargeError(s.url, s.limit)
	}
	if got := s.limit - s.left; err == nil && s.waited > dripTimeout+time.Duration(got/leastRate)*time.Second {
		return n, &Error{URL: s.url, Reason: TimedOut, Err: fmt.Errorf("the answer comes at less than %d KiB a second", leastRate>>10)}
	}
	if err := s.stay.Took(n, s.pause); err != nil {
		return n, err
	}
	s.alive()
	if err != nil && err != io.EOF {
		return n, bodyError(s.ctx, s.url, err)
	}
	return n, err
}

// Close implements io.Closer.
func (s *stream) Close() error {
	if s.release == nil {
		return nil
	}
	err := s.body.Close()
	s.release()
	s.release = nil
	return err
}

// send follows redirects to an answer worth reading. Each hop takes the turn of its own host, and its time counts from
// then. A streamed body may take as long as it does not fall silent.
func (c *Client) send(ctx context.Context, req *Request, streaming bool) (*stream, error) {
	u, err := ParseURL(req.URL)
	if err != nil {
		return nil, err
	}
	home, permanent := u, true
	if req.Origin != "" {
		if home, err = ParseURL(req.Origin); err != nil {
			return nil, err
		}
	}
	for hop := 0; ; hop++ {
		free, err := c.hosts.take(ctx, u, c.pause(u, req), c.options.Now)
		if err != nil {
			return nil, err
		}
		hopCtx, cancel := context.WithCancel(ctx)
		timer := time.AfterFunc(c.options.Timeout, cancel)
		release := func() { timer.Stop(); cancel(); free() }
		r, err := c.roundTrip(hopCtx, req, home, u)
		if err != nil {
			release()
			return nil, err
		}
		next := redirect(r)
		if next == "" || req.Body != nil {
			s := &stream{url: RedactURL(u), body: r.Body, left: req.Limit, limit: req.Limit, expected: r.ContentLength,
				alive: func() {}, release: release, ctx: hopCtx}
			s.pause = func() { timer.Stop() }
			s.resume = func() { timer.Reset(c.options.Timeout) }
			if streaming {
				timer.Reset(stallTimeout)
				s.alive = func() { timer.Reset(stallTimeout) }
			}
			where := *u
			where.User = nil // addresses that are made from it lead readers there
			s.response = &Response{Status: r.StatusCode, Header: r.Header, URL: where.String(), NotModified: r.StatusCode == http.StatusNotModified}
			if hop > 0 && permanent {
				s.response.Moved = where.String()
			}
			if err := c.answered(u, req, r); err != nil {
				s.Close()
				return nil, err
			}
			return s, nil
		}
		r.Body.Close()
		release()
		permanent = permanent && (r.StatusCode == http.StatusMovedPermanently || r.StatusCode == http.StatusPermanentRedirect)
		if u, err = follow(u, next, hop); err != nil {
			return nil, err
		}
	}
}

// pause returns how long to leave the host of u alone between two requests.
func (c *Client) pause(u *url.URL, req *Request) time.Duration {
	switch {
	case req.Pause != 0:
		return max(req.Pause, 0)
	case c.options.HostPause != 0:
		return max(c.options.HostPause, 0)
	case isLoopback(u.Hostname()):
		return 0
	}
	return defaultPause
}

// roundTrip sends one request for u, to which the configured address home led, and returns its answer.
func (c *Client) roundTrip(ctx context.Context, req *Request, home, u *url.URL) (*http.Response, error) {
	var body io.Reader
	if req.Body != nil {
		body = bytes.NewReader(req.Body)
	}
	r, err := http.NewRequestWithContext(ctx, cmp.Or(req.Method, http.MethodGet), u.String(), body)
	if err != nil {
		return nil, &Error{URL: RedactURL(u), Reason: NotAllowed, Err: errors.New("is no valid URL")}
	}
	r.Header.Set("User-Agent", c.agent)
	set := func(k, v string) {
		if v != "" {
			r.Header.Set(k, v)
		}
	}
	set("Accept", req.Accept)
	set("If-None-Match", req.ETag)
	set("If-Modified-Since", req.LastModified)
	if sameHost(home, u) {
		for k, v := range req.Header {
			r.Header.Set(k, v)
		}
		if home.User != nil && r.Header.Get("Authorization") == "" {
			password, _ := home.User.Password()
			r.SetBasicAuth(home.User.Username(), password)
		}
	}
	kind := transportKind{wait: cmp.Or(req.Wait, headerTimeout)}
	if req.AllowPrivate || IsPrivateLiteral(home.Hostname()) && strings.EqualFold(home.Hostname(), u.Hostname()) && port(home) == port(u) {
		kind.open = true
	}
	resp, err := c.transport(kind).RoundTrip(r)
	if err != nil {
		return nil, TransportError(ctx, RedactURL(u), err)
	}
	return resp, nil
}

// sameHost reports whether credentials for a may be sent to b: the same host, and the same port or the change to https.
func sameHost(a, b *url.URL) bool {
	if !strings.EqualFold(a.Hostname(), b.Hostname()) {
		return false
	}
	return port(a) == port(b) && a.Scheme == b.Scheme || port(a) == "80" && port(b) == "443" && b.Scheme == "https"
}

// port returns the port of u, also where it is the one of the scheme.
func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// redirect returns the target of a redirect, or "".
func redirect(r *http.Response) string {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return r.Header.Get("Location")
	}
	return ""
}

// follow resolves the target of redirect number hop, and refuses those that nobody should follow.
func follow(from *url.URL, location string, hop int) (*url.URL, error) {
	refuse := func(err error) (*url.URL, error) {
		return nil, &Error{URL: RedactURL(from), Reason: NotAllowed, Err: err}
	}
	if hop == maxRedirects {
		return refuse(fmt.Errorf("more than %d redirects", maxRedirects))
	}
	u, err := from.Parse(location)
	switch {
	case err != nil || u.Hostname() == "":
		return refuse(errors.New("redirects to an address that is no URL"))
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse(fmt.Errorf("redirects to scheme %q", u.Scheme))
	case from.Scheme == "https" && u.Scheme == "http":
		return refuse(fmt.Errorf("redirects from https to http (%s); if that is meant, write the http address in the "+
			"configuration", RedactURL(u)))
	}
	return u, nil
}
