package wire

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
		r    Remote
		want string
	}{
		{Remote{Scheme: "imaps", Host: "imap.example.org", Port: "993", Place: "INBOX"}, "imaps://imap.example.org/INBOX"},
		{Remote{Scheme: "imap", Host: "127.0.0.1", Port: "1143", Place: "a b"}, "imap://127.0.0.1:1143/a b"},
		{Remote{Scheme: "nntps", Host: "2001:db8::1", Port: "563", Place: "x.y"}, "nntps://[2001:db8::1]/x.y"},
		{Remote{Scheme: "nntp", Host: "::1", Port: "1119", Place: "x.y"}, "nntp://[::1]:1119/x.y"},
	} {
		if got := c.r.String(); got != c.want {
			t.Errorf("String() = %q, want %q", got, c.want)
		}
	}
}

// TestDialGuard checks that a name which leads to a private address is refused, and one that is written out or allowed
// is not.
func TestDialGuard(t *testing.T) {
	_, port := testkit.ServeLines(t, func(net.Conn, *bufio.Reader) {})
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	if addrs, err := net.DefaultResolver.LookupNetIP(t.Context(), "ip", name); err != nil || !addrs[0].IsPrivate() && !addrs[0].IsLoopback() {
		t.Skipf("this machine's name leads to no private address: %v, %v", addrs, err)
	}
	if _, err := (&Remote{Scheme: "imap", Host: name, Port: port}).Dial(t.Context()); !refused(err) {
		t.Errorf("dial(%s) = %v, want it not allowed", name, err)
	}
	// nothing may listen there, which is another matter
	if conn, err := (&Remote{Scheme: "imap", Host: name, Port: port, AllowPrivate: true}).Dial(t.Context()); refused(err) {
		t.Errorf("dial(%s, allow_private) = %v", name, err)
	} else if err == nil {
		conn.Close()
	}
	conn, err := (&Remote{Scheme: "imap", Host: "127.0.0.1", Port: port}).Dial(t.Context())
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
