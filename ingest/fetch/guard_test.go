package fetch

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestIsPublic(t *testing.T) {
	for _, s := range []string{
		"0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8",
		"192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
		"2002:7f00:1::", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
	} {
		if isPublic(netip.MustParseAddr(s)) {
			t.Errorf("isPublic(%s) = true, want false", s)
		}
	}
	for _, s := range []string{"1.1.1.1", "9.255.255.255", "100.63.255.255", "172.32.0.1", "192.0.1.1",
		"223.255.255.255", "2606:4700::1", "2a00:1450::1", "::ffff:1.1.1.1"} {
		if !isPublic(netip.MustParseAddr(s)) {
			t.Errorf("isPublic(%s) = false, want true", s)
		}
	}
	if isPublic(netip.Addr{}) {
		t.Error("isPublic() of no address = true")
	}
}

func TestGuard(t *testing.T) {
	hit := 0
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		hit++
		io.WriteString(w, "inside")
	})
	_, port, err := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	c := New(Options{Timeout: 2 * time.Second, Backoff: time.Millisecond})
	// What the configuration writes out is meant.
	for _, host := range []string{"127.0.0.1", "localhost", "LOCALHOST", "[::ffff:127.0.0.1]"} {
		if _, err := c.Get(t.Context(), Request{URL: "http://" + host + ":" + port}); err != nil {
			t.Errorf("Get(%s) = %v, want it allowed", host, err)
		}
	}
	// What a server names is not, whatever it looks like.
	hit = 0
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]"} {
		_, err := c.Get(t.Context(), Request{URL: "http://" + host + ":" + port, Origin: "https://feeds.example.org/"})
		if reasonOf(err) != NotAllowed || !errors.Is(err, errPrivate) || !strings.Contains(err.Error(), "allow_private: true") {
			t.Errorf("Get(%s) that a server named = %v, want it refused with the remedy", host, err)
		}
	}
	// An allowance is for one port, not for the host.
	if _, err := c.Get(t.Context(), Request{URL: s.URL, Origin: "http://127.0.0.1:1/"}); !errors.Is(err, errPrivate) {
		t.Errorf("Get() of another port = %v, want it refused", err)
	}
	if hit != 0 {
		t.Errorf("%d requests came through the guard", hit)
	}
	if _, err := c.Get(t.Context(), Request{URL: s.URL, Origin: "https://feeds.example.org/", AllowPrivate: true}); err != nil {
		t.Errorf("Get() with allow_private = %v", err)
	}
	// A connection that was allowed once is not handed on to a request that is not.
	if _, err := c.Get(t.Context(), Request{URL: s.URL, Origin: "https://feeds.example.org/"}); !errors.Is(err, errPrivate) {
		t.Errorf("Get() after an allowed one = %v, want it refused", err)
	}
}
