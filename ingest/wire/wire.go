// Package wire is a connection to a mail or news server on which nothing lasts without end: each wait has a limit, and
// so has what comes in.
package wire

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"recap/ingest/bounds"
	"recap/ingest/fetch"
	"recap/ingest/text"
)

// Limits of a conversation with a mail or news server.
const (
	wireSilence = 60 * time.Second // longest wait for the server's next byte
	Page        = 10 * time.Minute // longest time for one page, against servers that drip
	Answer      = 4 << 20          // bytes of an answer that holds no message
	wireTail    = 1 << 10          // bytes that are kept to quote the server's last words
)

// A Remote is a mail or news server as the configuration names it.
type Remote struct {
	Scheme       string // imap, imaps, nntp or nntps
	Host, Port   string
	Place        string // the mailbox or group, for errors
	AllowPrivate bool   // the name may lead to a private address
	TLS          *tls.Config
	Silence      time.Duration // default wireSilence
}

// String returns the address as errors name it.
func (r *Remote) String() string {
	host := r.Host
	switch {
	case r.Port != standardPorts[r.Scheme]:
		host = net.JoinHostPort(host, r.Port)
	case strings.Contains(host, ":"):
		host = "[" + host + "]"
	}
	return r.Scheme + "://" + host + "/" + r.Place
}

var standardPorts = map[string]string{"imap": "143", "imaps": "993", "nntp": "119", "nntps": "563"}

// Dial opens a connection, without TLS. The rule for private addresses is the Client's: they must be written out in the
// configuration, or allowed there.
func (r *Remote) Dial(ctx context.Context) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: fetch.ConnectTimeout}
	if !r.AllowPrivate && !fetch.IsPrivateLiteral(r.Host) {
		dialer.Control = fetch.Guard
	}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(r.Host, r.Port))
	if err != nil {
		return nil, fetch.TransportError(ctx, r.String(), err)
	}
	return conn, nil
}

// Secure begins TLS on conn.
func (r *Remote) Secure(ctx context.Context, conn net.Conn) (net.Conn, error) {
	config := &tls.Config{}
	if r.TLS != nil {
		config = r.TLS.Clone()
	}
	config.ServerName = r.Host
	ctx, cancel := context.WithTimeout(ctx, min(fetch.ConnectTimeout, r.Patience()))
	defer cancel()
	secured := tls.Client(conn, config)
	if err := secured.HandshakeContext(ctx); err != nil {
		failed := fetch.TransportError(ctx, r.String(), err)
		var record tls.RecordHeaderError
		var fault *fetch.Error
		if errors.As(failed, &fault) && errors.As(err, &record) {
			fault.Err, fault.Hint = errors.New("the server does not speak TLS on this port"), "check the port and the key tls"
		}
		return nil, failed
	}
	return secured, nil
}

// Patience returns how long the server may be silent.
func (r *Remote) Patience() time.Duration { return cmp.Or(r.Silence, wireSilence) }

// Failed returns a fetch.Error about the server. The hint says what to do; "" stands for that of the reason.
func (r *Remote) Failed(reason fetch.Reason, err error, hint string) *fetch.Error {
	return &fetch.Error{URL: r.String(), Reason: reason, Err: err, Hint: hint}
}

// errFlood is the error of an answer that has no end in sight.
var errFlood = errors.New("the answer is longer than any that is asked for")

// A Wire is a connection on which no wait and no answer is endless: every read and write has a deadline of its own, and
// what may be read until the next allow is bounded. It remembers why it failed, because what reads from it may not say.
type Wire struct {
	net.Conn
	silence time.Duration

	Stay     *fetch.Stay  // of the source; nil for none
	Brackets *bounds.IMAP // counts those of a mail server's answers; nil for other servers

	mu   sync.Mutex
	pre  []byte // given out before anything is read
	left int64  // bytes that may still be read
	tail []byte // the last bytes that were read
	err  error  // the first failure
}

// New returns a wire on conn that first gives out pre.
func New(conn net.Conn, silence time.Duration, pre string) *Wire {
	return &Wire{Conn: conn, silence: silence, pre: []byte(pre), left: Answer}
}

// Allow lets the next n bytes come in.
func (w *Wire) Allow(n int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left = n
}

// Read implements io.Reader.
func (w *Wire) Read(p []byte) (int, error) {
	w.mu.Lock()
	if len(w.pre) > 0 {
		n := copy(p, w.pre)
		w.pre = w.pre[n:]
		w.mu.Unlock()
		return n, nil
	}
	w.mu.Unlock()
	w.Conn.SetReadDeadline(time.Now().Add(w.silence))
	n, err := w.Conn.Read(p)
	if broken := w.Stay.Took(n, nil); err == nil && broken != nil {
		err = broken
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left -= int64(n)
	w.tail = append(w.tail, p[max(0, n-wireTail):n]...)
	w.tail = w.tail[max(0, len(w.tail)-wireTail):]
	if err == nil && w.left < 0 {
		err = errFlood
	}
	if err == nil && w.Brackets != nil {
		if err = w.Brackets.Check(p[:n]); err != nil {
			n = 0 // none of it reaches the parser
		}
	}
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// Write implements io.Writer. The server's time to answer begins anew.
func (w *Wire) Write(p []byte) (int, error) {
	deadline := time.Now().Add(w.silence)
	w.Conn.SetDeadline(deadline)
	n, err := w.Conn.Write(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// SetDeadline does nothing, and neither do SetReadDeadline and SetWriteDeadline: the wire has its own, which nobody may
// take away.
func (w *Wire) SetDeadline(time.Time) error { return nil }

// SetReadDeadline does nothing.
func (w *Wire) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing.
func (w *Wire) SetWriteDeadline(time.Time) error { return nil }

// Abort closes the connection because of err.
func (w *Wire) Abort(err error) {
	w.mu.Lock()
	if w.err == nil {
		w.err = err
	}
	w.mu.Unlock()
	w.Close()
}

// Failure returns what to report for err, with which a conversation with r ended. farewell finds the server's own last
// words in the end of what it sent; it may be nil.
func (w *Wire) Failure(r *Remote, err error, farewell func(tail []byte) string) error {
	var fault *fetch.Error
	if errors.As(err, &fault) {
		return err
	}
	w.mu.Lock()
	cause, tail := w.err, bytes.Clone(w.tail)
	w.mu.Unlock()
	words := ""
	if farewell != nil {
		words = fetch.QuoteServer(farewell(tail))
	}
	var timeout interface{ Timeout() bool }
	var beyond *bounds.Error
	switch {
	case cause == nil:
		return r.Failed(fetch.Damaged, errors.New(text.Cut(text.Line(err.Error()), 200)), "is this the right kind of server?")
	case errors.Is(cause, errFlood), errors.As(cause, &beyond):
		return r.Failed(fetch.TooLarge, cause, "")
	case errors.Is(cause, context.DeadlineExceeded):
		return r.Failed(fetch.TimedOut, fmt.Errorf("a page took longer than %s", Page), "")
	case errors.As(cause, &timeout) && timeout.Timeout():
		return r.Failed(fetch.TimedOut, fmt.Errorf("the server sent nothing for %s", w.silence), "")
	case words != "":
		return r.Failed(fetch.CutOff, fmt.Errorf("the server closed the connection: %s", words), "")
	case errors.As(cause, &fault):
		return cause
	}
	return r.Failed(fetch.CutOff, errors.New("the server closed the connection"), "")
}

// MaxIdle is how long a connection may have waited for the next page; after that a new one is safer.
const MaxIdle = 20 * time.Second
