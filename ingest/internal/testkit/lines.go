package testkit

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// TestCertificate returns a certificate for 127.0.0.1 and example.com, and a client's configuration that trusts it.
func TestCertificate(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	web := httptest.NewTLSServer(http.NotFoundHandler())
	defer web.Close()
	trust := web.Client().Transport.(*http.Transport).TLSClientConfig
	return &tls.Config{Certificates: web.TLS.Certificates}, &tls.Config{RootCAs: trust.RootCAs}
}

// ServeLines starts a server on loopback that handles each connection with serve, until the test ends. It returns host
// and port.
func ServeLines(t *testing.T, serve func(conn net.Conn, r *bufio.Reader)) (host, port string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	var open []net.Conn
	t.Cleanup(func() {
		listener.Close()
		mu.Lock()
		for _, c := range open {
			c.Close()
		}
		mu.Unlock()
		all.Wait()
	})
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, conn)
			mu.Unlock()
			all.Go(func() {
				defer conn.Close()
				serve(conn, bufio.NewReader(conn))
			})
		}
	})
	host, port, _ = net.SplitHostPort(listener.Addr().String())
	return host, port
}

// What a scripted answer may end with.
const (
	ThenHang  = "\x00hang"  // the server falls silent
	ThenCut   = "\x00cut"   // the server closes the connection
	ThenFlood = "\x00flood" // the server sends a line without end
)

// Say writes a scripted answer and reports whether the conversation goes on.
func Say(conn net.Conn, answer string) bool {
	text, how, special := strings.Cut(answer, "\x00")
	if _, err := io.WriteString(conn, text); err != nil {
		return false
	}
	switch {
	case !special:
		return true
	case how == "hang":
		io.Copy(io.Discard, conn) // until the client gives up
	case how == "flood":
		for line := bytes.Repeat([]byte("flood"), 1<<14); ; {
			if _, err := conn.Write(line); err != nil {
				break
			}
		}
	}
	return false
}

// ReadMails returns the mails of an mbox in testdata.
func ReadMails(t *testing.T, path string) []box.Message {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var mails []box.Message
	for r := box.NewReader(f, 0, nil); ; {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			return mails
		}
		if err != nil {
			t.Fatal(err)
		}
		mails = append(mails, m)
	}
}

// PullWith pulls a source, once tune has changed it, into sink. It must not take longer than a minute.
func PullWith(t *testing.T, sink *sourcetest.Sink, kind source.Kind, tune func(source.Source)) (source.Result, error) {
	t.Helper()
	src, err := source.Open(kind, "dev", Env(sink))
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	tune(src)
	began := time.Now()
	res, err := source.Pull(t.Context(), sink, "dev", src, false, nil)
	if took := time.Since(began); took > time.Minute {
		t.Errorf("Pull() took %v", took)
	}
	return res, err
}

// WantFailure demands a fetch.Error of that reason with words in it.
func WantFailure(t *testing.T, err error, reason fetch.Reason, words string) {
	t.Helper()
	var fault *fetch.Error
	if !errors.As(err, &fault) || fault.Reason != reason || !strings.Contains(err.Error(), words) {
		t.Errorf("Pull() = %v, want a FetchError with reason %q and the words %q", err, reason, words)
	}
}
