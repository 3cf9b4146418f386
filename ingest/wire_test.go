package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// serveLines starts a server on loopback that handles each connection with serve, until the test ends. It returns host and port.
func serveLines(t *testing.T, serve func(conn net.Conn, r *bufio.Reader)) (host, port string) {
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
	thenHang  = "\x00hang"  // the server falls silent
	thenCut   = "\x00cut"   // the server closes the connection
	thenFlood = "\x00flood" // the server sends a line without end
)

// say writes a scripted answer and reports whether the conversation goes on.
func say(conn net.Conn, answer string) bool {
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

// readMails returns the mails of an mbox in testdata.
func readMails(t *testing.T, path string) []boxMessage {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var mails []boxMessage
	for r := newBoxReader(f, 0, nil); ; {
		m, err := r.next()
		if errors.Is(err, io.EOF) {
			return mails
		}
		if err != nil {
			t.Fatal(err)
		}
		mails = append(mails, m)
	}
}

// hurry makes a source of a mail or news server impatient, and content with small messages.
func hurry(src Source) Source {
	switch s := src.(type) {
	case *imapSource:
		s.remote.silence, s.largest = time.Second, 1<<20
	case *nntpSource:
		s.remote.silence, s.largest = time.Second, 1<<20
	}
	return src
}

// pullFrom pulls a source once into sink, impatiently.
func pullFrom(t *testing.T, sink *memSink, kind Kind) (Result, error) {
	t.Helper()
	src, err := Open(kind, "dev", boxEnv(sink))
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	began := time.Now()
	res, err := Pull(t.Context(), sink, "dev", hurry(src), false, nil)
	if took := time.Since(began); took > time.Minute {
		t.Errorf("Pull() took %v", took)
	}
	return res, err
}

// wantFailure demands a FetchError of that reason with words in it.
func wantFailure(t *testing.T, err error, reason Reason, words string) {
	t.Helper()
	var fault *FetchError
	if !errors.As(err, &fault) || fault.Reason != reason || !strings.Contains(err.Error(), words) {
		t.Errorf("Pull() = %v, want a FetchError with reason %q and the words %q", err, reason, words)
	}
}

func TestRemoteString(t *testing.T) {
	for _, c := range []struct {
		r    remote
		want string
	}{
		{remote{scheme: "imaps", host: "imap.example.org", port: "993", place: "INBOX"}, "imaps://imap.example.org/INBOX"},
		{remote{scheme: "imap", host: "127.0.0.1", port: "1143", place: "a b"}, "imap://127.0.0.1:1143/a b"},
		{remote{scheme: "nntps", host: "2001:db8::1", port: "563", place: "x.y"}, "nntps://[2001:db8::1]/x.y"},
		{remote{scheme: "nntp", host: "::1", port: "1119", place: "x.y"}, "nntp://[::1]:1119/x.y"},
	} {
		if got := c.r.String(); got != c.want {
			t.Errorf("String() = %q, want %q", got, c.want)
		}
	}
}

// TestDialGuard checks that a name which leads to a private address is refused, and one that is written out or allowed is not.
func TestDialGuard(t *testing.T) {
	_, port := serveLines(t, func(net.Conn, *bufio.Reader) {})
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	if addrs, err := net.DefaultResolver.LookupNetIP(t.Context(), "ip", name); err != nil || isPublic(addrs[0]) {
		t.Skipf("this machine's name leads to no private address: %v, %v", addrs, err)
	}
	if _, err := (&remote{scheme: "imap", host: name, port: port}).dial(t.Context()); !errors.Is(err, errPrivate) {
		t.Errorf("dial(%s) = %v, want %v", name, err, errPrivate)
	}
	// nothing may listen there, which is another matter
	if conn, err := (&remote{scheme: "imap", host: name, port: port, allowPrivate: true}).dial(t.Context()); errors.Is(err, errPrivate) {
		t.Errorf("dial(%s, allow_private) = %v", name, err)
	} else if err == nil {
		conn.Close()
	}
	conn, err := (&remote{scheme: "imap", host: "127.0.0.1", port: port}).dial(t.Context())
	if err != nil {
		t.Fatalf("dial(127.0.0.1) = %v", err)
	}
	conn.Close()
}
