// Package preview shows a draft in the browser as the page and the mail that it would become, and shows it anew when it
// changes.
//
// It answers on loopback alone, to requests that name the loopback host, so that no page of somebody else's can read a
// draft through the browser (DNS rebinding). What posts say is as hostile here as anywhere: it stands in a frame in
// which no script runs.
package preview

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/mail"
	"strings"
	"sync"
	"time"

	"recap/digest"
	"recap/digest/render"
)

//go:embed frame.html
var frame string

//go:embed reload.js
var script []byte

// kept is how long a draft is shown without being made anew, so that the parts of one page are of one draft.
const kept = time.Second

// A server answers with one draft.
type server struct {
	build func(context.Context) (*digest.Edition, error)
	look  *render.Look
	port  string
	frame *template.Template

	mu    sync.Mutex
	draft *digest.Edition
	made  time.Time
}

// Handler returns what answers requests to the address on which it listens. build makes the draft as it is now; look is
// that of pages and mail.
func Handler(addr net.Addr, build func(context.Context) (*digest.Edition, error), look *render.Look) http.Handler {
	_, port, _ := net.SplitHostPort(addr.String())
	s := &server{build: build, look: look, port: port, frame: template.Must(template.New("frame").Parse(frame))}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.show)
	mux.HandleFunc("GET /reload.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(script)
	})
	mux.HandleFunc("GET /version", s.version)
	mux.HandleFunc("GET /draft/{format}", s.format)
	return s.guarded(mux)
}

// guarded lets requests through that name a loopback host and this port.
func (s *server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, port, err := net.SplitHostPort(r.Host)
		if ip := net.ParseIP(host); err != nil || port != s.port || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "this address answers to localhost alone", http.StatusMisdirectedRequest)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:; script-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'")
		next.ServeHTTP(w, r)
	})
}

// current returns the draft, made anew if the last one is older than kept.
func (s *server) current(ctx context.Context) (*digest.Edition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draft != nil && time.Since(s.made) < kept {
		return s.draft, nil
	}
	e, err := s.build(ctx)
	if err != nil {
		return nil, err
	}
	s.draft, s.made = e, time.Now()
	return e, nil
}

// A view is a form in which the frame shows the draft.
type view struct{ Format, Name string }

// show answers with the frame around one view of the draft.
func (s *server) show(w http.ResponseWriter, r *http.Request) {
	e, err := s.current(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	views := []view{{"html", "Page"}, {"mail", "Mail"}, {"mail.txt", "Mail as text"}, {"md", "Markdown"}, {"text", "Text"}}
	data := struct {
		Title, Label, Version string
		Views                 []view
		Shown                 view
	}{e.Title, e.Period.Label, sum(e), views, views[0]}
	for _, v := range views {
		if v.Format == r.URL.Query().Get("view") {
			data.Shown = v
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = s.frame.Execute(w, data) // the browser has gone
}

// version answers with what names the draft, so that the frame knows when to show it anew.
func (s *server) version(w http.ResponseWriter, r *http.Request) {
	e, err := s.current(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, sum(e))
}

// sum names the bytes of an edition.
func sum(e *digest.Edition) string {
	var b bytes.Buffer
	_ = render.JSON(&b, e) // an edition that is no JSON is shown by no view either
	h := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(h[:8])
}

// format answers with the draft in one form.
func (s *server) format(w http.ResponseWriter, r *http.Request) {
	e, err := s.current(r.Context())
	var b bytes.Buffer
	kind := "text/plain"
	switch name := r.PathValue("format"); {
	case err != nil:
	case name == "html":
		kind, err = "text/html", render.Format(&b, e, "html", s.look)
	case name == "mail":
		kind, err = "text/html", s.mailPart(&b, e, "text/html")
	case name == "mail.txt":
		err = s.mailPart(&b, e, "text/plain")
	case name == "md", name == "text":
		err = render.Format(&b, e, name, s.look)
	default:
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

// mailPart writes one part of the mail, the one of this type.
func (s *server) mailPart(w io.Writer, e *digest.Edition, want string) error {
	var b bytes.Buffer
	if err := render.Format(&b, e, "eml", s.look); err != nil {
		return err
	}
	m, err := mail.ReadMessage(&b)
	if err != nil {
		return err
	}
	return findPart(w, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body, want)
}

// errNoPart says that a mail lacks what is asked for.
var errNoPart = errors.New("the mail has no such part")

// findPart writes the first part of the wanted type.
func findPart(w io.Writer, contentType, encoding string, body io.Reader, want string) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if kind == want {
		if strings.EqualFold(encoding, "quoted-printable") {
			body = quotedprintable.NewReader(body)
		}
		_, err := io.Copy(w, body)
		return err
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return errNoPart
	}
	for parts := multipart.NewReader(body, params["boundary"]); ; {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return errNoPart
		}
		if err != nil {
			return err
		}
		if err := findPart(w, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p, want); !errors.Is(err, errNoPart) {
			return err
		}
	}
}
