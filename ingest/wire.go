package ingest

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
	wirePage    = 10 * time.Minute // longest time for one page, against servers that drip
	wireAnswer  = 4 << 20          // bytes of an answer that holds no message
	wireTail    = 1 << 10          // bytes that are kept to quote the server's last words
)

// A remote is a mail or news server as the configuration names it.
type remote struct {
	scheme       string // imap, imaps, nntp or nntps
	host, port   string
	place        string // the mailbox or group, for errors
	allowPrivate bool   // the name may lead to a private address
	tls          *tls.Config
	silence      time.Duration // default wireSilence
}

// String returns the address as errors name it.
func (r *remote) String() string {
	host := r.host
	switch {
	case r.port != standardPorts[r.scheme]:
		host = net.JoinHostPort(host, r.port)
	case strings.Contains(host, ":"):
		host = "[" + host + "]"
	}
	return r.scheme + "://" + host + "/" + r.place
}

var standardPorts = map[string]string{"imap": "143", "imaps": "993", "nntp": "119", "nntps": "563"}

// dial opens a connection, without TLS. The rule for private addresses is the Client's: they must be written out in the configuration, or allowed there.
func (r *remote) dial(ctx context.Context) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: fetch.ConnectTimeout}
	if !r.allowPrivate && !fetch.IsPrivateLiteral(r.host) {
		dialer.Control = fetch.Guard
	}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(r.host, r.port))
	if err != nil {
		return nil, fetch.TransportError(ctx, r.String(), err)
	}
	return conn, nil
}

// secure begins TLS on conn.
func (r *remote) secure(ctx context.Context, conn net.Conn) (net.Conn, error) {
	config := &tls.Config{}
	if r.tls != nil {
		config = r.tls.Clone()
	}
	config.ServerName = r.host
	ctx, cancel := context.WithTimeout(ctx, min(fetch.ConnectTimeout, r.patience()))
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

// patience returns how long the server may be silent.
func (r *remote) patience() time.Duration { return cmp.Or(r.silence, wireSilence) }

// error returns a fetch.Error about the server. The hint says what to do; "" stands for that of the reason.
func (r *remote) error(reason fetch.Reason, err error, hint string) *fetch.Error {
	return &fetch.Error{URL: r.String(), Reason: reason, Err: err, Hint: hint}
}

// errFlood is the error of an answer that has no end in sight.
var errFlood = errors.New("the answer is longer than any that is asked for")

// A wire is a connection on which no wait and no answer is endless: every read and write has a deadline of its own, and what may be read until the next allow is
// bounded. It remembers why it failed, because what reads from it may not say.
type wire struct {
	net.Conn
	silence time.Duration

	stay     *fetch.Stay  // of the source; nil for none
	brackets *bounds.IMAP // counts those of a mail server's answers; nil for other servers

	mu   sync.Mutex
	pre  []byte // given out before anything is read
	left int64  // bytes that may still be read
	tail []byte // the last bytes that were read
	err  error  // the first failure
}

// newWire returns a wire on conn that first gives out pre.
func newWire(conn net.Conn, silence time.Duration, pre string) *wire {
	return &wire{Conn: conn, silence: silence, pre: []byte(pre), left: wireAnswer}
}

// allow lets the next n bytes come in.
func (w *wire) allow(n int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left = n
}

// Read implements io.Reader.
func (w *wire) Read(p []byte) (int, error) {
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
	if broken := w.stay.Took(n, nil); err == nil && broken != nil {
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
	if err == nil && w.brackets != nil {
		if err = w.brackets.Check(p[:n]); err != nil {
			n = 0 // none of it reaches the parser
		}
	}
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// Write implements io.Writer. The server's time to answer begins anew.
func (w *wire) Write(p []byte) (int, error) {
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

// SetDeadline, SetReadDeadline and SetWriteDeadline do nothing: the wire has its own, which nobody may take away.
func (w *wire) SetDeadline(time.Time) error      { return nil }
func (w *wire) SetReadDeadline(time.Time) error  { return nil }
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// abort closes the connection because of err.
func (w *wire) abort(err error) {
	w.mu.Lock()
	if w.err == nil {
		w.err = err
	}
	w.mu.Unlock()
	w.Close()
}

// failure returns what to report for err, with which a conversation with r ended. farewell finds the server's own last words in the end of what it sent; it may be nil.
func (w *wire) failure(r *remote, err error, farewell func(tail []byte) string) error {
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
		return r.error(fetch.Damaged, errors.New(text.Cut(text.Line(err.Error()), 200)), "is this the right kind of server?")
	case errors.Is(cause, errFlood), errors.As(cause, &beyond):
		return r.error(fetch.TooLarge, cause, "")
	case errors.Is(cause, context.DeadlineExceeded):
		return r.error(fetch.TimedOut, fmt.Errorf("a page took longer than %s", wirePage), "")
	case errors.As(cause, &timeout) && timeout.Timeout():
		return r.error(fetch.TimedOut, fmt.Errorf("the server sent nothing for %s", w.silence), "")
	case words != "":
		return r.error(fetch.CutOff, fmt.Errorf("the server closed the connection: %s", words), "")
	case errors.As(cause, &fault):
		return cause
	}
	return r.error(fetch.CutOff, errors.New("the server closed the connection"), "")
}

// maxIdle is how long a connection may have waited for the next page; after that a new one is safer.
const maxIdle = 20 * time.Second
