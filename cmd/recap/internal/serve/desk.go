package serve

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"

	"recap/cmd/recap/internal/people"
	"recap/store"
)

// A desk is where people confirm, leave and choose.
type desk struct {
	*Server
	pages  *pages
	limits *limits
}

// fail answers that the server could not do what was asked for, and that it is worth another try.
func (d *desk) fail(w http.ResponseWriter, err error) {
	d.Report(err)
	d.pages.show(w, http.StatusServiceUnavailable, page{Name: "failed"})
}

func (d *desk) askConfirm(w http.ResponseWriter, _ *http.Request) {
	d.pages.show(w, http.StatusOK, page{Name: "confirm"})
}

func (d *desk) confirm(w http.ResponseWriter, r *http.Request) {
	err := people.ByToken(r.Context(), d.Store, r.PathValue("token"), func(s *store.Subscriber, hash [32]byte) bool {
		d.Keys.Sign(s)
		return people.Confirm(s, hash, d.Now())
	})
	if err != nil {
		d.fail(w, err)
		return
	}
	d.pages.show(w, http.StatusOK, page{Name: "confirmed"})
}

func (d *desk) askLeave(w http.ResponseWriter, r *http.Request) {
	d.pages.show(w, http.StatusOK, page{Name: "leave", Token: r.PathValue("token")})
}

// oneClick is the whole body of a request to leave (RFC 8058, section 3.1). The button on the page sends the same.
const oneClick = "List-Unsubscribe=One-Click"

func (d *desk) leave(w http.ResponseWriter, r *http.Request) {
	if !isOneClick(r) {
		d.pages.show(w, http.StatusBadRequest, page{Name: "leave", Token: r.PathValue("token")})
		return
	}
	err := people.ByToken(r.Context(), d.Store, r.PathValue("token"), func(s *store.Subscriber, hash [32]byte) bool {
		return s.Token == hash && people.Leave(s, d.Now()) // the token of the mail that asks is for confirming alone
	})
	if err != nil {
		d.fail(w, err)
		return
	}
	d.pages.show(w, http.StatusOK, page{Name: "left"})
}

// isOneClick reports whether a request has the body of RFC 8058, in one of the two forms that it allows.
func isOneClick(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/x-www-form-urlencoded":
		body, err := io.ReadAll(r.Body)
		return err == nil && string(body) == oneClick
	case "multipart/form-data":
		if r.ParseMultipartForm(maxForm) != nil || r.MultipartForm == nil || len(r.MultipartForm.File) > 0 {
			return false
		}
		return len(r.PostForm) == 1 && slices.Equal(r.PostForm["List-Unsubscribe"], []string{"One-Click"})
	}
	return false
}

// askChoice shows what the subscriber has chosen; to an unknown token it shows what somebody sees who has chosen
// nothing.
func (d *desk) askChoice(w http.ResponseWriter, r *http.Request) {
	var chosen people.Choice
	if hash, err := people.HashOf(r.PathValue("token")); err == nil {
		s, err := d.Store.SubscriberBy(r.Context(), hash)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			d.fail(w, err)
			return
		}
		if err == nil && s.Token == hash {
			chosen = people.Choice{Digests: s.Digests, Sections: s.Sections}
		}
	}
	d.pages.show(w, http.StatusOK, page{Name: "choice", Token: r.PathValue("token"), Chosen: d.boxes(chosen)})
}

func (d *desk) choose(w http.ResponseWriter, r *http.Request) {
	chosen, ok := d.chosen(r)
	if !ok {
		d.pages.show(w, http.StatusUnprocessableEntity, page{Name: "choice", Token: r.PathValue("token"), Wrong: "nothing", Chosen: chosen})
		return
	}
	err := people.ByToken(r.Context(), d.Store, r.PathValue("token"), func(s *store.Subscriber, hash [32]byte) bool {
		return s.Token == hash && people.Choose(s, chosen.choice())
	})
	if err != nil {
		d.fail(w, err)
		return
	}
	d.pages.show(w, http.StatusOK, page{Name: "choice", Token: r.PathValue("token"), Kept: true, Chosen: chosen})
}

func (d *desk) askSubscribe(w http.ResponseWriter, _ *http.Request) {
	d.pages.show(w, http.StatusOK, page{Name: "subscribe", Chosen: d.boxes(people.Choice{})})
}

// subscribe has the owner of an address be asked. The answer is the same whoever it is.
func (d *desk) subscribe(w http.ResponseWriter, r *http.Request) {
	chosen, ok := d.chosen(r)
	address, err := people.Address(r.PostFormValue("address"))
	switch {
	case err != nil:
		d.pages.show(w, http.StatusUnprocessableEntity, page{Name: "subscribe", Wrong: "address", Chosen: chosen})
		return
	case !ok:
		d.pages.show(w, http.StatusUnprocessableEntity, page{Name: "subscribe", Wrong: "nothing", Chosen: chosen})
		return
	case !d.limits.allow(r):
		w.Header().Set("Retry-After", "3600")
		d.pages.show(w, http.StatusTooManyRequests, page{Name: "subscribe", Wrong: "often", Chosen: chosen})
		return
	}
	asked := false
	err = d.Store.ChangeSubscribers(r.Context(), []string{address}, func(s *store.Subscriber) error {
		asked = people.Ask(s, d.Keys, chosen.choice(), d.Now())
		return nil
	})
	if err != nil {
		d.fail(w, err)
		return
	}
	if asked {
		d.Asked()
	}
	d.pages.show(w, http.StatusOK, page{Name: "asked"})
}

// A box is one thing that can be chosen.
type box struct {
	Name    string
	Checked bool
}

// boxes are what can be chosen.
type boxes struct{ Digests, Sections []box }

// boxes returns what can be chosen, with what is.
func (d *desk) boxes(c people.Choice) boxes {
	return boxes{boxesOf(d.Names.Digests, c.Digests), boxesOf(d.Names.Sections, c.Sections)}
}

// boxesOf returns a box for each name; where nothing is chosen all are.
func boxesOf(known, chosen []string) []box {
	if len(known) < 2 {
		return nil // there is no choice
	}
	var all []box
	for _, name := range known {
		all = append(all, box{name, len(chosen) == 0 || slices.Contains(chosen, name)})
	}
	return all
}

// chosen reads the boxes of a form. It is not ok if of one kind none is checked: who wants nothing is to leave.
func (d *desk) chosen(r *http.Request) (b boxes, ok bool) {
	if err := r.ParseForm(); err != nil {
		return d.boxes(people.Choice{}), false
	}
	b.Digests, ok = ticked(d.Names.Digests, r.PostForm["digest"])
	sections, fine := ticked(d.Names.Sections, r.PostForm["section"])
	b.Sections = sections
	return b, ok && fine
}

// ticked returns the boxes of known names as a form has them.
func ticked(known, names []string) (all []box, ok bool) {
	all = boxesOf(known, nil)
	for i := range all {
		all[i].Checked = slices.Contains(names, all[i].Name)
		ok = ok || all[i].Checked
	}
	return all, ok || len(all) == 0
}

// choice returns what is checked; where all is, nothing, so that what is yet to come is wanted, too.
func (b boxes) choice() people.Choice {
	return people.Choice{Digests: names(b.Digests), Sections: names(b.Sections)}
}

func names(all []box) []string {
	var chosen []string
	for _, b := range all {
		if b.Checked {
			chosen = append(chosen, b.Name)
		}
	}
	if len(chosen) == len(all) {
		return nil
	}
	return chosen
}
