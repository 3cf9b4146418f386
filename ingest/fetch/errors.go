package fetch

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"recap/ingest/text"
)

// A Reason says in one word or two why a fetch failed.
type Reason string

// The reasons.
const (
	Unreachable Reason = "unreachable"      // no such name, no connection, reset
	TimedOut    Reason = "timed out"        // no answer in time
	Untrusted   Reason = "TLS failed"       // a certificate that does not hold
	NotAllowed  Reason = "not allowed"      // a private address, another scheme, too many redirects
	Refused     Reason = "refused"          // 401, 403, 407, 451
	NotFound    Reason = "not found"        // 404
	Gone        Reason = "gone"             // 410: read no more without --force
	RateLimited Reason = "rate limited"     // 429, or 503 with Retry-After; see Error.Until
	Broken      Reason = "server error"     // 5xx
	Unexpected  Reason = "unexpected"       // any other status
	TooLarge    Reason = "too large"        // more bytes than the limit
	CutOff      Reason = "cut off"          // the answer ended early
	WrongType   Reason = "wrong type"       // HTML instead of a feed, and the like
	Damaged     Reason = "cannot be parsed" // the right type, but beyond repair
)

// An Error says why nothing could be read from an address. Its text names the address without secrets, what happened
// and what to do.
type Error struct {
	URL    string // without credentials
	Reason Reason
	Status int         // HTTP status; 0 if there was no answer
	Until  time.Time   // with RateLimited: when the host may be asked again
	Header http.Header // of the answer, if there was one
	Body   []byte      // the start of an answer with an error status, at most 4 KiB
	Err    error       // the finding in detail; may be nil

	Hint string // what to do, instead of what the reason suggests

	passing bool // another attempt may succeed
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "get %s: %s", e.URL, e.Reason)
	if !e.Until.IsZero() {
		fmt.Fprintf(&b, " until %s", e.Until.UTC().Format(time.RFC3339))
	}
	if e.Status != 0 && e.Status != http.StatusOK {
		fmt.Fprintf(&b, " (status %d)", e.Status)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if hint := cmp.Or(e.Hint, hints[e.Reason]); hint != "" {
		b.WriteString("; " + hint)
	}
	return b.String()
}

// Unwrap returns the finding in detail.
func (e *Error) Unwrap() error { return e.Err }

var hints = map[Reason]string{
	Unreachable: "check the host name and the network",
	Untrusted:   "the server's certificate needs repair, or the address another host name",
	Refused:     "a token or another User-Agent may be needed",
	NotFound:    "check the address",
	Gone:        "take the source out, or read it once more with --force",
}

// maxErrorBody is how much of an answer with an error status is kept.
const maxErrorBody = 4 << 10

// answered turns an answer that is no success into an error, and notes how long the host wants to be left alone.
func (c *Client) answered(u *url.URL, req *Request, r *http.Response) error {
	switch s := r.StatusCode; {
	case s == http.StatusNotModified && (req.ETag != "" || req.LastModified != ""):
		return nil
	case s >= 200 && s < 300:
		if r.ContentLength > req.Limit {
			return TooLargeError(RedactURL(u), req.Limit)
		}
		return nil
	}
	e := &Error{URL: RedactURL(u), Reason: Unexpected, Status: r.StatusCode, Header: r.Header}
	e.Body, _ = io.ReadAll(io.LimitReader(r.Body, maxErrorBody))
	now := c.options.Now()
	until := retryAfter(r.Header, now)
	switch s := r.StatusCode; {
	case s == http.StatusUnauthorized, s == http.StatusForbidden, s == http.StatusProxyAuthRequired,
		s == http.StatusUnavailableForLegalReasons:
		e.Reason = Refused
	case s == http.StatusNotFound:
		e.Reason = NotFound
	case s == http.StatusGone:
		e.Reason = Gone
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable && r.Header.Get("Retry-After") != "" && !until.IsZero():
		switch {
		case until.IsZero():
			until = now.Add(unnamedCooldown)
		case r.Header.Get("Retry-After") == "" && Remaining(r.Header) > 0: // it is busy; its limit is not what stands in the way
			until = now.Add(patience)
		}
		e.Reason, e.Until = RateLimited, until
		c.hosts.rest(u, until)
	case s >= 500:
		e.Reason, e.passing = Broken, true
	}
	return e
}

// retryAfter returns when a host wants to be asked again: Retry-After in seconds or as a date (RFC 9110 section
// 10.2.3), else the reset time of its rate limit, in Unix seconds, seconds from now or ISO 8601. It measures dates by
// the server's own clock, gives at most a day, and the zero time if the host does not say.
func retryAfter(h http.Header, now time.Time) time.Time {
	clock, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		clock = now
	}
	var wait time.Duration
	if v := strings.TrimSpace(h.Get("Retry-After")); v != "" {
		if n, err := strconv.ParseUint(v, 10, 32); err == nil {
			wait = time.Duration(n) * time.Second
		} else if t, err := http.ParseTime(v); err == nil {
			wait = t.Sub(clock)
		} else {
			return time.Time{}
		}
	} else if v := cmp.Or(h.Get("X-RateLimit-Reset"), h.Get("RateLimit-Reset")); v != "" {
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && n < firstUnix {
			wait = time.Duration(n) * time.Second
		} else if err == nil {
			wait = time.Unix(n, 0).Sub(clock) + time.Second
		} else if t, err := time.Parse(time.RFC3339, v); err == nil {
			wait = t.Sub(clock) + time.Second
		} else {
			return time.Time{}
		}
	} else {
		return time.Time{}
	}
	return now.Add(min(max(wait, 0), MaxRetryAfter))
}

// firstUnix is the number from which on a count of seconds is a date (of 2001) and no time to wait.
const firstUnix = 1e9

// TransportError names what kept a request from being answered.
func TransportError(ctx context.Context, where string, err error) error {
	e := &Error{URL: where, Reason: Unreachable, Err: err}
	var (
		dns     *net.DNSError
		timeout interface{ Timeout() bool }
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
	)
	switch {
	case errors.Is(err, errPrivate):
		e.Reason, e.Err = NotAllowed, errPrivate
	case errors.As(err, &dns):
		e.Err, e.passing = fmt.Errorf("no address for %s", dns.Name), dns.IsTemporary || dns.IsTimeout
	case errors.As(err, &cert), errors.As(err, &unknown), errors.As(err, &record):
		e.Reason = Untrusted
	case ctx.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		e.Reason, e.Err, e.passing = TimedOut, errors.New("no answer in time"), true
	default:
		e.passing = true
	}
	return e
}

// bodyError names what ended a body early.
func bodyError(ctx context.Context, where string, err error) error {
	var timeout interface{ Timeout() bool }
	if ctx.Err() != nil || errors.As(err, &timeout) && timeout.Timeout() {
		return &Error{URL: where, Reason: TimedOut, Err: errors.New("the answer did not arrive in time"), passing: true}
	}
	return &Error{URL: where, Reason: CutOff, Err: fmt.Errorf("the answer ended early: %w", err), passing: true}
}

// TooLargeError returns the error for what has more than limit bytes at an address or path.
func TooLargeError(where string, limit int64) error {
	return &Error{URL: where, Reason: TooLarge, Err: fmt.Errorf("more than %d MiB", limit>>20)}
}

// WrongTypeError returns the error for an answer that is not what was asked for, such as "a feed" or "JSON". It says so
// where it is an HTML page, with the page's title, which often names a login or a block.
func WrongTypeError(r *Response, want string) error {
	e := &Error{URL: Redact(r.URL), Reason: WrongType, Status: r.Status, Header: r.Header}
	switch title, page := text.HTMLPage(r.Body); {
	case len(bytes.TrimSpace(r.Body)) == 0:
		e.Err = fmt.Errorf("an empty answer instead of %s", want)
	case page && strings.Contains(strings.ToLower(title), "not a bot"):
		e.Err = fmt.Errorf("a bot wall, an HTML page (%q), instead of %s; try later, or ask who runs the site to let "+
			"recap's User-Agent pass", title, want)
	case page && title != "":
		e.Err = fmt.Errorf("an HTML page (%q) instead of %s; check the address, or whether it needs a login", title, want)
	case page:
		e.Err = fmt.Errorf("an HTML page instead of %s; check the address, or whether it needs a login", want)
	default:
		e.Err = fmt.Errorf("%s instead of %s; check the address", http.DetectContentType(r.Body), want)
	}
	return e
}

// QuoteServer returns words of a server such that they can stand in an error.
func QuoteServer(s string) string {
	if s = text.Cut(text.Line(s), 200); s == "" {
		return ""
	}
	return fmt.Sprintf("%q", s)
}

// Remaining returns how many requests a server allows before its limit is reset, -1 if it does not say.
func Remaining(h http.Header) int {
	n, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	if err != nil {
		return -1
	}
	return max(n, 0)
}
