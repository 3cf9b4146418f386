package serve

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"slices"
	"strings"
)

// An Editor has the drafts that wait for somebody's approval. Its methods are called one at a time or side by side, as
// requests come.
type Editor interface {
	// Waiting returns the drafts that the last run held back.
	Waiting(ctx context.Context) ([]Waiting, error)
	// Draft makes the draft of a digest for the period that begins on a day, ErrNoDraft if there is none.
	Draft(ctx context.Context, digest, day string) (*Draft, error)
	// Approve approves the draft if it still is what the sum names. Otherwise it is ErrChanged, and ErrBusy while a run
	// is at work.
	Approve(ctx context.Context, digest, day, sum string) error
}

// What an Editor answers where it cannot do what it is asked for.
var (
	ErrNoDraft = errors.New("there is no such draft")
	ErrChanged = errors.New("the draft has changed meanwhile")
	ErrBusy    = errors.New("a run is at work")
)

// A Waiting is a draft that a run held back.
type Waiting struct {
	Digest string
	Day    string // on which its period begins, as in --date
	State  string // waiting, changed or approved
}

// A Draft is one to be read.
type Draft struct {
	Title string
	Sum   string // names its bytes
	Page  []byte // what it becomes, a page of HTML
}

// editing adds the editor's pages to what is answered: to who has the link, and under the name of this machine alone,
// so that no web server that hands requests on by their name makes them public.
func (d *desk) editing(mux *http.ServeMux, here []string) {
	if d.Editor == nil || d.EditorToken == "" {
		return
	}
	allowed := func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			named := slices.Contains(here, strings.ToLower(r.Host))
			if subtle.ConstantTimeCompare([]byte(r.PathValue("token")), []byte(d.EditorToken)) != 1 || !named {
				http.NotFound(w, r)
				return
			}
			next(w, r)
		}
	}
	mux.HandleFunc("GET /drafts/{token}/{$}", allowed(d.drafts))
	mux.HandleFunc("GET /drafts/{token}/{digest}/{day}", allowed(d.draft))
	mux.HandleFunc("GET /drafts/{token}/{digest}/{day}/page", allowed(d.draftPage))
	mux.HandleFunc("POST /drafts/{token}/{digest}/{day}", allowed(d.approve))
}

func (d *desk) drafts(w http.ResponseWriter, r *http.Request) {
	all, err := d.Editor.Waiting(r.Context())
	if err != nil {
		d.fail(w, err)
		return
	}
	d.pages.show(w, http.StatusOK, page{Name: "drafts", Waiting: all})
}

// draft shows a draft within a page of the server's, in a frame in which nothing runs.
func (d *desk) draft(w http.ResponseWriter, r *http.Request) { d.showDraft(w, r, http.StatusOK, "") }

func (d *desk) showDraft(w http.ResponseWriter, r *http.Request, status int, wrong string) {
	draft, ok := d.draftOf(w, r)
	if !ok {
		return
	}
	policy := w.Header().Get("Content-Security-Policy")
	w.Header().Set("Content-Security-Policy", policy+"; frame-src 'self'")
	d.pages.show(w, status, page{Name: "draft", Draft: draft, Day: r.PathValue("day"), Wrong: wrong})
}

func (d *desk) draftPage(w http.ResponseWriter, r *http.Request) {
	draft, ok := d.draftOf(w, r)
	if !ok {
		return
	}
	policy := w.Header().Get("Content-Security-Policy")
	w.Header().Set("Content-Security-Policy", strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors 'self'", 1)+"; sandbox")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(draft.Page) // who has gone does not wait for it
}

// draftOf returns the draft that a request names; if there is none, it answers itself.
func (d *desk) draftOf(w http.ResponseWriter, r *http.Request) (draft *Draft, ok bool) {
	draft, err := d.Editor.Draft(r.Context(), r.PathValue("digest"), r.PathValue("day"))
	switch {
	case errors.Is(err, ErrNoDraft):
		http.NotFound(w, r)
	case errors.Is(err, ErrBusy):
		w.Header().Set("Retry-After", "60")
		d.pages.show(w, http.StatusServiceUnavailable, page{Name: "busy"})
	case err != nil:
		d.fail(w, err)
	}
	return draft, err == nil
}

// approve approves what the form names, which is what the page showed with it.
func (d *desk) approve(w http.ResponseWriter, r *http.Request) {
	err := d.Editor.Approve(r.Context(), r.PathValue("digest"), r.PathValue("day"), r.PostFormValue("draft"))
	switch {
	case errors.Is(err, ErrNoDraft):
		http.NotFound(w, r)
	case errors.Is(err, ErrChanged):
		d.showDraft(w, r, http.StatusConflict, "changed")
	case errors.Is(err, ErrBusy):
		w.Header().Set("Retry-After", "60")
		d.pages.show(w, http.StatusServiceUnavailable, page{Name: "busy"})
	case err != nil:
		d.fail(w, err)
	default:
		d.pages.show(w, http.StatusOK, page{Name: "approved"})
	}
}
