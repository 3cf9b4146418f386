// Package serve answers the links in the newsletter: who confirms a subscription, leaves, or chooses what they want
// does so here, and an editor reads and approves the drafts that wait. There is no login and no cookie; who has the
// token in a link may do what the link is for (RFC 8058 for leaving with one click).
//
// Programs that look at mail follow its links, so that a GET changes nothing. An unknown token is answered as a known
// one, so that nobody learns from an answer who is a subscriber. Requests that name another host are refused (DNS
// rebinding), and so are those that come from a page of another site (CSRF).
package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"recap/cmd/recap/internal/people"
	"recap/digest/render"
	"recap/store"
)

// A Server answers for one community.
type Server struct {
	Community string
	Home      string // address of the community; "" if it has none
	Language  string // BCP 47
	URL       string // address under which people reach the server; "": only as the loopback address that it listens on
	Names     people.Names
	Look      *render.Look
	Keys      *people.Keys
	Store     store.Subscribers
	Now       func() time.Time

	// Editor has the drafts that wait, which are shown to who has a link with EditorToken; nil or "": nobody is shown any.
	Editor      Editor
	EditorToken string

	// Healthy says what is wrong with what the server works on; nil if all is well.
	Healthy func(context.Context) error

	// Asked is told that there is somebody to be asked by mail for confirmation; nil: nobody can be, and there is no
	// form to subscribe.
	Asked func()

	// Report is told of what fails on this side. What it is told names no address and no token.
	Report func(error)
}

const (
	maxForm   = 16 << 10 // bytes of a form
	maxHeader = 16 << 10
)

// Handler returns what answers the requests to the address on which it listens.
func (s *Server) Handler(addr net.Addr) (http.Handler, error) {
	prefix, hosts, origin, err := s.places(addr)
	if err != nil {
		return nil, err
	}
	p, err := newPages(s)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", s.health)
	d := &desk{s, p, newLimits(s.Now)}
	mux.HandleFunc("GET /confirm/{token}", d.askConfirm)
	mux.HandleFunc("POST /confirm/{token}", d.confirm)
	mux.HandleFunc("GET /unsubscribe/{token}", d.askLeave)
	mux.HandleFunc("POST /unsubscribe/{token}", d.leave)
	mux.HandleFunc("GET /choice/{token}", d.askChoice)
	mux.HandleFunc("POST /choice/{token}", d.choose)
	if s.Asked != nil {
		mux.HandleFunc("GET /{$}", d.askSubscribe)
		mux.HandleFunc("POST /{$}", d.subscribe)
	}
	d.editing(mux, hosts[:loopbacks])
	cross := http.NewCrossOriginProtection()
	if origin != "" {
		if err := cross.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	return guarded(hosts, below(prefix, cross.Handler(mux))), nil
}

// loopbacks is how many of the hosts are names of this machine, which stand first.
const loopbacks = 3

// places returns the path below which people reach the server, the hosts by whose names they may, and the origin of its
// pages.
func (s *Server) places(addr net.Addr) (prefix string, hosts []string, origin string, err error) {
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "", nil, "", err
	}
	for _, name := range []string{"localhost", "127.0.0.1", "[::1]"} { // loopbacks of them
		hosts = append(hosts, name+":"+port)
	}
	if s.URL == "" {
		return "", hosts, "", nil
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.Host == "" {
		return "", nil, "", errors.New("the address of the server is none")
	}
	host := strings.ToLower(u.Host)
	hosts = append(hosts, host)
	if u.Port() == "" { // some name the usual port
		hosts = append(hosts, host+map[string]string{"http": ":80", "https": ":443"}[u.Scheme])
	}
	return strings.TrimSuffix(u.Path, "/"), hosts, u.Scheme + "://" + host, nil
}

// guarded lets requests through that name one of the hosts.
func guarded(hosts []string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains(hosts, strings.ToLower(r.Host)) {
			http.Error(w, "this server does not answer to that name", http.StatusMisdirectedRequest)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		h.Set("Referrer-Policy", "no-referrer") // or the token in the address would be told to where a link leads
		h.Set("Content-Security-Policy",
			"default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		next.ServeHTTP(w, r)
	})
}

// below takes the prefix off the path, if the server before this one has not.
func below(prefix string, next http.Handler) http.Handler {
	if prefix == "" {
		return next
	}
	stripped := http.StripPrefix(prefix, next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, prefix+"/"):
			stripped.ServeHTTP(w, r)
		case r.URL.Path == prefix && r.Method == http.MethodGet: // as people type it
			http.Redirect(w, r, prefix+"/", http.StatusFound)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// health answers whoever watches the server.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := s.Healthy(r.Context()); err != nil {
		s.Report(err)
		http.Error(w, "failing", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// Run answers requests on the listener until ctx ends, and then to those that have begun.
func Run(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: maxHeader}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	err := server.Shutdown(last)
	if err != nil {
		err = server.Close()
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
