package fetch

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// A fakeDNS answers questions for addresses, each time with the next of its answers and in the end with the last one.
type fakeDNS struct {
	mu      sync.Mutex
	answers []netip.Addr
	asked   int // questions that the answers were meant for
}

// resolver returns a resolver that asks d and nobody else.
func (d *fakeDNS) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go d.serve(theirs)
		return ours, nil
	}}
}

// serve answers on one connection, in the form of DNS over TCP, because a pipe is no packet connection (RFC 1035
// section 4.2.2).
func (d *fakeDNS) serve(conn net.Conn) {
	defer conn.Close()
	for {
		size := make([]byte, 2)
		if _, err := io.ReadFull(conn, size); err != nil {
			return
		}
		question := make([]byte, int(size[0])<<8|int(size[1]))
		if _, err := io.ReadFull(conn, question); err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(question) != nil || len(m.Questions) != 1 {
			return
		}
		m.Response, m.Additionals = true, nil
		if r := d.answer(m.Questions[0].Type); r != nil {
			m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Class: dnsmessage.ClassINET}, Body: r}}
		}
		answer, err := m.Pack()
		if err != nil {
			return
		}
		if _, err := conn.Write(append([]byte{byte(len(answer) >> 8), byte(len(answer))}, answer...)); err != nil {
			return
		}
	}
}

// answer returns the next answer if it is of the type that was asked for.
func (d *fakeDNS) answer(t dnsmessage.Type) dnsmessage.ResourceBody {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := d.answers[min(d.asked, len(d.answers)-1)]
	switch {
	case t == dnsmessage.TypeA && a.Is4():
		d.asked++
		return &dnsmessage.AResource{A: a.As4()}
	case t == dnsmessage.TypeAAAA && !a.Is4():
		d.asked++
		return &dnsmessage.AAAAResource{AAAA: a.As16()}
	}
	return nil
}

var errPassed = errors.New("the guard let it pass")

// guardedClient returns a client whose names d answers for. Addresses that the guard lets pass are noted and not
// dialled.
func guardedClient(d *fakeDNS) (c *Client, passed *[]string) {
	passed = new([]string)
	c = New(Options{Timeout: 10 * time.Second, Backoff: time.Millisecond, HostPause: -1})
	c.transports[transportKind{wait: headerTimeout}] = newTransport(func(network, address string, conn syscall.RawConn) error {
		if err := Guard(network, address, conn); err != nil {
			return err
		}
		*passed = append(*passed, address)
		return errPassed
	}, d.resolver(), nil, headerTimeout)
	return c, passed
}

// TestGuardNames checks that names which lead to each kind of private address are refused when they are dialled.
func TestGuardNames(t *testing.T) {
	for what, addr := range map[string]string{
		"loopback": "127.0.0.1", "private 10": "10.1.2.3", "private 172": "172.20.0.1", "private 192": "192.168.1.1", "carrier NAT": "100.64.0.1",
		"link-local": "169.254.169.254", "unspecified": "0.0.0.0", "multicast": "224.0.0.1", "broadcast": "255.255.255.255", "v6 loopback": "::1",
		"v6 unspecified": "::", "v4-mapped": "::ffff:10.0.0.1", "v4-compatible": "::10.0.0.1", "NAT64": "64:ff9b::10.0.0.1",
		"local NAT64": "64:ff9b:1::a00:1",
		"6to4":        "2002:a00:1::1", "Teredo": "2001:0:4136:e378:8000:63bf:f5ff:fffe", "unique local": "fd00::1", "v6 link-local": "fe80::1",
		"v6 multicast": "ff02::1",
	} {
		c, passed := guardedClient(&fakeDNS{answers: []netip.Addr{netip.MustParseAddr(addr)}})
		_, err := c.Get(t.Context(), Request{URL: "http://feeds.example.org/atom.xml"})
		if reasonOf(err) != NotAllowed || !errors.Is(err, errPrivate) || len(*passed) != 0 {
			t.Errorf("Get() of a name at %s (%s) = %v, dialled %q, want it refused", addr, what, err, *passed)
		}
	}
	for _, addr := range []string{"1.1.1.1", "2606:4700::1"} {
		c, passed := guardedClient(&fakeDNS{answers: []netip.Addr{netip.MustParseAddr(addr)}})
		_, err := c.Get(t.Context(), Request{URL: "http://feeds.example.org/atom.xml"})
		if !errors.Is(err, errPassed) || len(*passed) != MaxAttempts {
			t.Errorf("Get() of a name at %s = %v, dialled %q, want it let pass each of %d times", addr, err, *passed, MaxAttempts)
		}
	}
}

// TestGuardRebinding checks that a name which was public when it was asked for first does not lead inside when it is
// asked for again.
func TestGuardRebinding(t *testing.T) {
	hit := false
	s := serve(t, func(http.ResponseWriter, *http.Request) { hit = true })
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	for _, inside := range []string{"127.0.0.1", "::ffff:127.0.0.1"} {
		d := &fakeDNS{answers: []netip.Addr{netip.MustParseAddr("1.1.1.1"), netip.MustParseAddr(inside)}}
		c, passed := guardedClient(d)
		_, err := c.Get(t.Context(), Request{URL: "http://rebind.example.org:" + port + "/"})
		if reasonOf(err) != NotAllowed || len(*passed) != 1 || (*passed)[0] != "1.1.1.1:"+port || d.asked != 2 {
			t.Errorf("Get() of a name that turns to %s = %v, dialled %q after %d answers, want only the public address",
				inside, err, *passed, d.asked)
		}
	}
	// A redirect to such a name is no way in, either.
	door := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://rebind.example.org:"+port+"/", http.StatusFound)
	})
	c, passed := guardedClient(&fakeDNS{answers: []netip.Addr{netip.MustParseAddr("127.0.0.1")}})
	if _, err := c.Get(t.Context(), Request{URL: door.URL}); !errors.Is(err, errPrivate) || len(*passed) != 0 {
		t.Errorf("Get() of a redirect to a name that leads inside = %v, dialled %q, want it refused", err, *passed)
	}
	if hit {
		t.Error("a request came through the guard")
	}
}
