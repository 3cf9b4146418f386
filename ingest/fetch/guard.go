package fetch

import (
	"errors"
	"net/netip"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"
)

// errPrivate marks the refusal of an address inside a private network.
var errPrivate = errors.New("leads to a private address; set allow_private: true on the source if that is meant")

// public tells the addresses of the public internet from those of the IANA special-purpose registries
// (https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-special-registry). Of IPv6 it knows only
// global unicast addresses without those that carry an IPv4 address inside.
var public = ssrf.New(ssrf.WithAnyPort())

// isPublic reports whether addr is an address of the public internet. An IPv4 address may be written as an IPv6 one.
func isPublic(addr netip.Addr) bool {
	return addr.IsValid() && public.SafeAddr(addr.Unmap()) == nil
}

// A controller is asked before each dial, as net.Dialer.Control.
type controller = func(network, address string, _ syscall.RawConn) error

// Guard is a controller that refuses addresses which are not public. It sees the resolved address of each dial, whose
// network must be tcp4 or tcp6.
func Guard(network, address string, c syscall.RawConn) error {
	if public.Safe(network, address, c) != nil {
		return errPrivate
	}
	return nil
}

// IsPrivateLiteral reports whether host is "localhost" or an IP address that is not public, written out.
func IsPrivateLiteral(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && !isPublic(a)
}

// isLoopback reports whether host is this machine, written out.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}
