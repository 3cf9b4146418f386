package ingest

import (
	"bufio"
	"errors"
	"net"
	"os"
	"testing"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
)

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
	_, port := testkit.ServeLines(t, func(net.Conn, *bufio.Reader) {})
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	if addrs, err := net.DefaultResolver.LookupNetIP(t.Context(), "ip", name); err != nil || !addrs[0].IsPrivate() && !addrs[0].IsLoopback() {
		t.Skipf("this machine's name leads to no private address: %v, %v", addrs, err)
	}
	if _, err := (&remote{scheme: "imap", host: name, port: port}).dial(t.Context()); !refused(err) {
		t.Errorf("dial(%s) = %v, want it not allowed", name, err)
	}
	// nothing may listen there, which is another matter
	if conn, err := (&remote{scheme: "imap", host: name, port: port, allowPrivate: true}).dial(t.Context()); refused(err) {
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

// refused reports whether err says that an address is private and may not be asked.
func refused(err error) bool {
	var fault *fetch.Error
	return errors.As(err, &fault) && fault.Reason == fetch.NotAllowed
}
