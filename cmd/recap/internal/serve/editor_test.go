package serve

import (
	"context"
	"net"
	"strings"
	"testing"
)

const editorToken = "fedcba9876543210fedcba9876543210"

// A fakeEditor has one draft that waits.
type fakeEditor struct {
	sum      string
	busy     bool
	approved int
	reads    int
}

func (e *fakeEditor) Waiting(context.Context) ([]Waiting, error) {
	e.reads++
	return []Waiting{{"daily & more", "2026-10-18", "waiting"}}, nil
}

func (e *fakeEditor) Draft(_ context.Context, digest, day string) (*Draft, error) {
	e.reads++
	switch {
	case digest != "daily & more" || day != "2026-10-18":
		return nil, ErrNoDraft
	case e.busy:
		return nil, ErrBusy
	}
	return &Draft{"Gates <painted>", e.sum, []byte("<!DOCTYPE html><title>x</title><p>The gates are painted.")}, nil
}

func (e *fakeEditor) Approve(ctx context.Context, digest, day, sum string) error {
	d, err := e.Draft(ctx, digest, day)
	if err != nil {
		return err
	}
	if d.Sum != sum {
		return ErrChanged
	}
	e.approved++
	return nil
}

// newEditor returns a house with an editor, whose pages are asked for under the name of this machine.
func newEditor(t *testing.T, token string) (*house, *fakeEditor, func(status int, method, path, body string, more ...string) string) {
	t.Helper()
	h, e := newHouse(t), &fakeEditor{sum: "s1"}
	h.Editor, h.EditorToken = e, token
	handle, err := h.Handler(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8025})
	if err != nil {
		t.Fatal(err)
	}
	h.handle = handle
	return h, e, func(status int, method, path, body string, more ...string) string {
		t.Helper()
		r := request(method, path, body)
		r.Host = "localhost:8025"
		for i := 0; i+1 < len(more); i += 2 {
			r.Header.Set(more[i], more[i+1])
		}
		got, text := h.do(r)
		if got != status {
			t.Errorf("%s %s %q = %d, want %d: %s", method, path, body, got, status, text)
		}
		return text
	}
}

// TestEditorApprovesWhatIsShown reads and approves a draft, and one that has changed meanwhile not.
func TestEditorApprovesWhatIsShown(t *testing.T) {
	_, e, wants := newEditor(t, editorToken)
	list := "/drafts/" + editorToken + "/"
	if text := wants(200, "GET", list, ""); !strings.Contains(text, `<a href="daily%20&amp;%20more/2026-10-18">daily &amp; more 2026-10-18</a>: waits for approval`) {
		t.Errorf("the list is %s", text)
	}
	draft := list + "daily%20&%20more/2026-10-18"
	text := wants(200, "GET", draft, "")
	for _, want := range []string{"<h1>Gates &lt;painted&gt;</h1>", `<iframe src="2026-10-18/page" sandbox`, `name="draft" value="s1"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the draft has no %s: %s", want, text)
		}
	}
	if text := wants(200, "GET", draft+"/page", ""); !strings.Contains(text, "The gates are painted.") {
		t.Errorf("its page is %s", text)
	}
	e.sum = "s2"
	if text := wants(409, "POST", draft, "draft=s1"); !strings.Contains(text, "has changed") || !strings.Contains(text, `value="s2"`) {
		t.Errorf("the draft that has changed is %s", text)
	}
	wants(409, "POST", draft, "draft=")
	e.busy = true
	wants(503, "GET", draft, "")
	wants(503, "POST", draft, "draft=s2")
	e.busy = false
	wants(404, "GET", list+"daily/2026-10-18", "")
	wants(404, "POST", list+"daily/2026-10-18", "draft=s2")
	if e.approved != 0 {
		t.Fatalf("%d drafts are approved, want none yet", e.approved)
	}
	if text := wants(200, "POST", draft, "draft=s2"); !strings.Contains(text, "The next run publishes it") || e.approved != 1 {
		t.Errorf("%d drafts are approved, want one: %s", e.approved, text)
	}
}

// TestDraftsAreForTheEditorAlone refuses who has no link, comes by another name, or from a page of another site, and
// makes no draft for them.
func TestDraftsAreForTheEditorAlone(t *testing.T) {
	for _, token := range []string{editorToken, ""} {
		h, e, wants := newEditor(t, token)
		const draft = "daily%20&%20more/2026-10-18"
		for _, guess := range []string{unknown, editorToken[:31], editorToken + "0", h.Keys.Token("ann@example.org"), "%20"} {
			for _, path := range []string{"", draft, draft + "/page"} {
				wants(404, "GET", "/drafts/"+guess+"/"+path, "")
			}
			wants(404, "POST", "/drafts/"+guess+"/"+draft, "draft=s1")
		}
		h.wants(t, 404, "GET", "/drafts/"+editorToken+"/", "") // by the public name
		h.wants(t, 404, "GET", "/recap/drafts/"+editorToken+"/"+draft, "")
		h.wants(t, 404, "POST", "/drafts/"+editorToken+"/"+draft, "draft=s1")
		r := request("GET", "/drafts/"+editorToken+"/", "")
		r.Host = "evil.example:8025"
		if status, _ := h.do(r); status != 421 {
			t.Errorf("by another name the answer is %d, want 421", status)
		}
		for _, more := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
			wants(403, "POST", "/drafts/"+editorToken+"/"+draft, "draft=s1", more...)
		}
		if e.approved+e.reads != 0 {
			t.Errorf("%d drafts were made and %d approved, want none", e.reads, e.approved)
		}
	}
}
