package serve

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// How many addresses may be given in the form in an hour, by one client and by all. Each of them is mail to somebody
// who may not want it.
const (
	formHour   = time.Hour
	formClient = 5
	formAll    = 60
)

// limits count how often the form was used in the running hour.
type limits struct {
	now func() time.Time

	mu      sync.Mutex
	began   time.Time
	all     int
	clients map[netip.Prefix]int
}

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, clients: map[netip.Prefix]int{}}
}

// allow reports whether the form may be used once more by who sent r.
func (l *limits) allow(r *http.Request) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.now(); now.Sub(l.began) >= formHour || now.Before(l.began) {
		l.began, l.all, l.clients = now, 0, map[netip.Prefix]int{}
	}
	client := clientOf(r)
	if l.all >= formAll || l.clients[client] >= formClient {
		return false
	}
	l.all++
	l.clients[client]++
	return true
}

// clientOf returns the network that a request came from. A server on this machine that hands it on says so in the last
// entry of X-Forwarded-For, which it has added itself. Of IPv6 a household has a whole network of 64 bits.
func clientOf(r *http.Request) netip.Prefix {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	addr, _ := netip.ParseAddr(host)
	if handed := r.Header.Values("X-Forwarded-For"); addr.IsLoopback() && len(handed) > 0 {
		last := handed[len(handed)-1]
		last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
		if real, err := netip.ParseAddr(last); err == nil {
			addr = real
		}
	}
	addr = addr.Unmap().WithZone("")
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	p, _ := addr.Prefix(bits)
	return p
}
