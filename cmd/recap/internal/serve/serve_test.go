package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/people"
	"recap/digest/render"
	"recap/store"
	"recap/store/sqlite"
)

// A house is a server with the subscribers ann, who gets the newsletter, and bob, who has been asked.
type house struct {
	*Server
	db     store.DB
	now    time.Time
	asked  int
	said   []string
	handle http.Handler
}

func newHouse(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	secret := filepath.Join(t.TempDir(), "serve.secret")
	if err := os.WriteFile(secret, []byte("a secret of thirty-two characters\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	keys, err := people.ReadKeys(secret)
	if err != nil {
		t.Fatal(err)
	}
	look, err := render.NewLook(render.Branding{}, "")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{db: db, now: time.Date(2026, 10, 19, 8, 0, 0, 0, time.UTC)}
	h.Server = &Server{Community: "Moor & Fen", Home: "https://moor.example.org", Language: "en", URL: "https://news.example.org/recap",
		Names: people.Names{Digests: []string{"daily", "weekly"}, Sections: []string{"Releases", "Talk", "Votes"}},
		Look:  look, Keys: keys, Store: db,
		Now: func() time.Time { return h.now }, Healthy: func(context.Context) error { return nil }, Asked: func() { h.asked++ },
		Report: func(err error) { h.said = append(h.said, err.Error()) }}
	h.change(t, "ann@example.org", func(s *store.Subscriber) { people.Add(s, people.Choice{}, h.now) })
	h.change(t, "bob@example.org", func(s *store.Subscriber) { people.Ask(s, keys, people.Choice{Digests: []string{"weekly"}}, h.now) })
	if err := people.SignAll(t.Context(), db, keys); err != nil {
		t.Fatal(err)
	}
	h.handle, err = h.Handler(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8025})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) change(t *testing.T, address string, change func(*store.Subscriber)) {
	t.Helper()
	err := h.db.ChangeSubscribers(t.Context(), []string{address}, func(s *store.Subscriber) error { change(s); return nil })
	if err != nil {
		t.Fatal(err)
	}
}

// of returns what is known of an address.
func (h *house) of(t *testing.T, address string) store.Subscriber {
	t.Helper()
	all, err := h.db.Subscribers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(s store.Subscriber) bool { return s.Address == address })
	if i < 0 {
		return store.Subscriber{}
	}
	return all[i]
}

// askToken returns the token of the mail that asks an address.
func (h *house) askToken(t *testing.T, address string) string {
	t.Helper()
	return h.Keys.AskToken(address, h.of(t, address).Asked)
}

// request returns one as a mail program or a browser sends it. A body is a form.
func request(method, path, body string) *http.Request {
	r := httptest.NewRequest(method, "https://news.example.org"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// do sends a request and returns the status and the body of the answer.
func (h *house) do(r *http.Request) (int, string) {
	w := httptest.NewRecorder()
	h.handle.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// wants sends a request and demands a status.
func (h *house) wants(t *testing.T, status int, method, path, body string) string {
	t.Helper()
	got, text := h.do(request(method, path, body))
	if got != status {
		t.Errorf("%s %s %q = %d, want %d", method, path, body, got, status)
	}
	return text
}

const unknown = "0123456789abcdef0123456789abcdef"

func TestAGetChangesNothing(t *testing.T) {
	h := newHouse(t)
	ann, bob := h.of(t, "ann@example.org"), h.of(t, "bob@example.org")
	for _, path := range []string{"/unsubscribe/" + h.Keys.Token("ann@example.org"), "/confirm/" + h.askToken(t, "bob@example.org"),
		"/choice/" + h.Keys.Token("ann@example.org"), "/"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			h.wants(t, http.StatusOK, method, path+"?List-Unsubscribe=One-Click", "")
		}
		for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodOptions} {
			h.wants(t, http.StatusMethodNotAllowed, method, path, "")
		}
	}
	if s := h.of(t, "ann@example.org"); s.State != ann.State || !s.Changed.Equal(ann.Changed) {
		t.Errorf("a GET left ann as %+v", s)
	}
	if s := h.of(t, "bob@example.org"); s.State != bob.State {
		t.Errorf("a GET left bob as %+v", s)
	}
}

func TestConfirm(t *testing.T) {
	h := newHouse(t)
	token := h.askToken(t, "bob@example.org")
	h.wants(t, http.StatusOK, "POST", "/confirm/"+token, "")
	s := h.of(t, "bob@example.org")
	if s.State != store.SubscriberActive || !s.Confirmed.Equal(h.now) || !slices.Equal(s.Digests, []string{"weekly"}) {
		t.Errorf("who confirmed is %+v", s)
	}
	// The link is used up: who has left is not brought back by an old mail.
	h.wants(t, http.StatusOK, "POST", "/unsubscribe/"+h.Keys.Token("bob@example.org"), oneClick)
	h.wants(t, http.StatusOK, "POST", "/confirm/"+token, "")
	if s := h.of(t, "bob@example.org"); s.State != store.SubscriberLeft {
		t.Errorf("an old link brought back who had left: %+v", s)
	}
}

func TestForgedConfirm(t *testing.T) {
	h := newHouse(t)
	for _, token := range []string{unknown, h.Keys.Token("bob@example.org"), h.Keys.AskToken("bob@example.org", h.now.Add(time.Second)),
		strings.ToUpper(h.askToken(t, "bob@example.org")), "..", "%00", "x", strings.Repeat("0", 32), strings.Repeat("a", 4000)} {
		h.do(request("POST", "/confirm/"+token, ""))
		if s := h.of(t, "bob@example.org"); s.State != store.SubscriberPending {
			t.Errorf("the token %.40q made bob %s", token, s.State)
		}
	}
	h.now = h.now.Add(8 * 24 * time.Hour)
	h.wants(t, http.StatusOK, "POST", "/confirm/"+h.askToken(t, "bob@example.org"), "")
	if s := h.of(t, "bob@example.org"); s.State != store.SubscriberPending {
		t.Errorf("a link of last week made bob %s", s.State)
	}
}

func TestUnsubscribeWithOneClick(t *testing.T) {
	for _, tt := range []struct {
		name, kind, body string
		status           int
		left             bool
	}{
		{"as the standard says", "application/x-www-form-urlencoded", oneClick, 200, true},
		{"with a charset", "application/x-www-form-urlencoded; charset=UTF-8", oneClick, 200, true},
		{"nothing", "application/x-www-form-urlencoded", "", 400, false},
		{"something more", "application/x-www-form-urlencoded", oneClick + "&a=b", 400, false},
		{"something else", "application/x-www-form-urlencoded", "List-Unsubscribe=yes", 400, false},
		{"another kind", "text/plain", oneClick, 400, false},
		{"JSON", "application/json", `{"List-Unsubscribe":"One-Click"}`, 400, false},
		{"endless", "application/x-www-form-urlencoded", oneClick + strings.Repeat("&a=b", 1<<20), 400, false},
	} {
		h := newHouse(t)
		r := request("POST", "/unsubscribe/"+h.Keys.Token("ann@example.org"), tt.body)
		r.Header.Set("Content-Type", tt.kind)
		status, _ := h.do(r)
		left := h.of(t, "ann@example.org").State == store.SubscriberLeft
		if status != tt.status || left != tt.left {
			t.Errorf("%s: %d, left %v, want %d, %v", tt.name, status, left, tt.status, tt.left)
		}
	}
	h := newHouse(t)
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	if err := errors.Join(form.WriteField("List-Unsubscribe", "One-Click"), form.Close()); err != nil {
		t.Fatal(err)
	}
	r := request("POST", "/unsubscribe/"+h.Keys.Token("ann@example.org"), b.String())
	r.Header.Set("Content-Type", form.FormDataContentType())
	if status, _ := h.do(r); status != 200 || h.of(t, "ann@example.org").State != store.SubscriberLeft {
		t.Errorf("multipart/form-data: %d, %s", status, h.of(t, "ann@example.org").State)
	}
}

func TestForgedUnsubscribe(t *testing.T) {
	h := newHouse(t)
	known := h.Keys.Token("ann@example.org")
	for _, token := range []string{unknown, strings.ToUpper(known), known[:31], "ann@example.org"} {
		h.do(request("POST", "/unsubscribe/"+token, oneClick))
	}
	h.do(request("POST", "/unsubscribe/"+h.askToken(t, "bob@example.org"), oneClick)) // that is for confirming
	ann, bob := h.of(t, "ann@example.org"), h.of(t, "bob@example.org")
	if ann.State != store.SubscriberActive || bob.State != store.SubscriberPending {
		t.Errorf("forged requests left ann %s and bob %s", ann.State, bob.State)
	}
}

// TestNoOracle demands that nobody learns from an answer whether a token or an address is known.
func TestNoOracle(t *testing.T) {
	h := newHouse(t)
	known, ask := h.Keys.Token("ann@example.org"), h.askToken(t, "bob@example.org")
	for _, tt := range []struct{ method, path, body, known string }{
		{"GET", "/confirm/", "", ask},
		{"GET", "/unsubscribe/", "", known},
		{"GET", "/choice/", "", known},
		{"POST", "/choice/", "digest=weekly&section=Talk", known},
		{"POST", "/choice/", "", known},
		{"POST", "/unsubscribe/", "x", known},
		{"POST", "/unsubscribe/", oneClick, known},
		{"POST", "/confirm/", "", ask},
	} {
		codeKnown, textKnown := h.do(request(tt.method, tt.path+tt.known, tt.body))
		for _, other := range []string{unknown, "x"} {
			code, text := h.do(request(tt.method, tt.path+other, tt.body))
			if textKnown := strings.ReplaceAll(textKnown, tt.known, other); code != codeKnown || text != textKnown {
				t.Errorf("%s %s answers %d to a known token and %d to %q, or in other words:\n%s\n%s",
					tt.method, tt.path, codeKnown, code, other, textKnown, text)
			}
		}
		if strings.Contains(textKnown, "ann@") || strings.Contains(textKnown, "bob@") {
			t.Errorf("%s %s shows an address", tt.method, tt.path)
		}
	}
	var answers []string
	for _, address := range []string{"ann@example.org", "bob@example.org", "eve@example.org"} {
		code, text := h.do(request("POST", "/", "address="+address+"&digest=daily&section=Talk"))
		answers = append(answers, fmt.Sprint(code, text))
	}
	if answers[0] != answers[1] || answers[0] != answers[2] {
		t.Errorf("the form answers a subscriber, one who was asked and a stranger %q", answers)
	}
}

func TestChoice(t *testing.T) {
	h := newHouse(t)
	path := "/choice/" + h.Keys.Token("ann@example.org")
	if text := h.wants(t, 200, "GET", path, ""); strings.Count(text, " checked") != 5 {
		t.Errorf("who has chosen nothing sees %d boxes checked, want all 5", strings.Count(text, " checked"))
	}
	h.wants(t, 200, "POST", path, "digest=weekly&section=Talk&section=Votes&section=Nonsense")
	s := h.of(t, "ann@example.org")
	if !slices.Equal(s.Digests, []string{"weekly"}) || !slices.Equal(s.Sections, []string{"Talk", "Votes"}) ||
		s.State != store.SubscriberActive {
		t.Errorf("ann chose the weekly and two sections, and is %+v", s)
	}
	if text := h.wants(t, 200, "GET", path, ""); strings.Count(text, " checked") != 3 {
		t.Errorf("the page shows %d boxes checked, want 3", strings.Count(text, " checked"))
	}
	h.wants(t, 422, "POST", path, "digest=weekly")
	h.wants(t, 200, "POST", path, "digest=daily&digest=weekly&section=Releases&section=Talk&section=Votes")
	if s := h.of(t, "ann@example.org"); len(s.Digests)+len(s.Sections) != 0 {
		t.Errorf("ann chose all, and is %+v", s)
	}
	bob := h.of(t, "bob@example.org")
	h.wants(t, 200, "POST", "/choice/"+h.askToken(t, "bob@example.org"), "digest=daily&section=Talk")
	if s := h.of(t, "bob@example.org"); !slices.Equal(s.Digests, bob.Digests) {
		t.Errorf("the token of a mail that asks chose %q", s.Digests)
	}
}

// TestTheFormMailsNoStranger uses the form as somebody would who wants to annoy others.
func TestTheFormMailsNoStranger(t *testing.T) {
	h := newHouse(t)
	for _, body := range []string{"", "address=", "address=eve", "address=eve@example.org%0d%0aBcc:%20dan@example.org",
		"address=eve@example.org,dan@example.org"} {
		h.wants(t, 422, "POST", "/", body+"&digest=daily&section=Talk")
	}
	if all, err := h.db.Subscribers(t.Context()); err != nil || len(all) != 2 || h.asked != 0 {
		t.Fatalf("bad addresses left %d subscribers and %d mails, %v", len(all), h.asked, err)
	}
	// One address, again and again, from everywhere.
	for i := range 40 {
		r := request("POST", "/", "address=eve@example.org&digest=daily&section=Talk")
		r.RemoteAddr = fmt.Sprintf("198.51.100.%d:9", i)
		h.do(r)
	}
	if s := h.of(t, "eve@example.org"); h.asked != 1 || s.State != store.SubscriberPending {
		t.Errorf("40 requests for one address make %d mails, and it is %s", h.asked, s.State)
	}
	for range 10 {
		h.now = h.now.Add(25 * time.Hour)
		h.do(request("POST", "/", "address=EVE@example.org&digest=daily&section=Talk"))
	}
	if h.asked != mostMails {
		t.Errorf("ten days of requests make %d mails, want %d", h.asked, mostMails)
	}
	// Who gets the newsletter, and who got an unwanted one, is not written to.
	for _, address := range []string{"ann@example.org"} {
		h.do(request("POST", "/", "address="+address+"&digest=weekly&section=Talk"))
	}
	if s := h.of(t, "ann@example.org"); h.asked != mostMails || len(s.Digests) != 0 {
		t.Errorf("a stranger changed a subscriber: %+v, %d mails", s, h.asked)
	}
}

const mostMails = 3 // to one address

func TestTheFormIsLimited(t *testing.T) {
	h := newHouse(t)
	form := func(n int, remote, forwarded string) int {
		r := request("POST", "/", fmt.Sprintf("address=a%d@example.org&digest=daily&section=Talk", n))
		r.RemoteAddr = remote
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		code, _ := h.do(r)
		return code
	}
	for i := range 7 {
		want := map[bool]int{true: 200, false: 429}[i < formClient]
		if code := form(i, "198.51.100.7:1", fmt.Sprintf("203.0.113.%d", i)); code != want { // a stranger may claim what they like
			t.Errorf("request %d of one client = %d, want %d", i, code, want)
		}
		if code := form(100+i, fmt.Sprintf("[2001:db8::%d]:1", i+1), ""); code != want {
			t.Errorf("request %d of one network = %d, want %d", i, code, want)
		}
		if code := form(200+i, "127.0.0.1:1", fmt.Sprintf("203.0.113.%d, 198.51.100.9", i)); code != want {
			t.Errorf("request %d through the web server = %d, want %d", i, code, want)
		}
	}
	h.now = h.now.Add(time.Hour)
	sent := 0
	for i := range 100 {
		if form(1000+i, fmt.Sprintf("192.0.2.%d:1", i), "") == 200 {
			sent++
		}
	}
	if sent != formAll {
		t.Errorf("%d of 100 clients may use the form in an hour, want %d", sent, formAll)
	}
}

func TestOtherSitesAndNamesAreRefused(t *testing.T) {
	h := newHouse(t)
	path := "/unsubscribe/" + h.Keys.Token("ann@example.org")
	for _, tt := range []struct {
		name, host string
		header     map[string]string
		status     int
	}{
		{"a page of another site", "news.example.org", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"a page of a neighbour", "news.example.org", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"an older browser", "news.example.org", map[string]string{"Origin": "https://evil.example"}, 403},
		{"a page without an origin", "news.example.org", map[string]string{"Origin": "null"}, 403},
		{"another name (DNS rebinding)", "evil.example", nil, 421},
		{"another name with the port", "evil.example:8025", nil, 421},
		{"no name", "", nil, 421},
		{"another port of this machine", "localhost:80", nil, 421},
		{"a mail provider", "news.example.org", nil, 200},
		{"a mail provider that names the port", "news.example.org:443", nil, 200},
		{"the page itself", "news.example.org", map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
		{"the page itself, older", "news.example.org", map[string]string{"Origin": "https://news.example.org"}, 200},
		{"the page behind a web server", "127.0.0.1:8025", map[string]string{"Origin": "https://news.example.org"}, 200},
		{"this machine", "localhost:8025", map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
	} {
		h.change(t, "ann@example.org", func(s *store.Subscriber) { people.Add(s, people.Choice{}, h.now) })
		r := request("POST", path, oneClick)
		r.Host = tt.host
		for k, v := range tt.header {
			r.Header.Set(k, v)
		}
		status, _ := h.do(r)
		left := h.of(t, "ann@example.org").State == store.SubscriberLeft
		if status != tt.status || left != (tt.status == 200) {
			t.Errorf("%s: %d, left %v, want %d", tt.name, status, left, tt.status)
		}
	}
	// Below the path of the address, too, which some web servers leave in place.
	h.wants(t, 200, "GET", "/recap"+path, "")
	h.wants(t, 200, "GET", path, "")
	h.wants(t, 404, "GET", "/recaps"+path, "")
	h.wants(t, 302, "GET", "/recap", "") // as people type it
	h.wants(t, 404, "POST", "/recap", "address=eve%40example.org")
}

func TestAnswersAreGuarded(t *testing.T) {
	h := newHouse(t)
	w := httptest.NewRecorder()
	h.handle.ServeHTTP(w, request("GET", "/choice/"+h.Keys.Token("ann@example.org"), ""))
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "frame-ancestors 'none'", "X-Robots-Tag": "noindex"} {
		if got := w.Header().Get(name); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q in it", name, got, want)
		}
	}
	if len(w.Header()["Set-Cookie"]) > 0 {
		t.Error("there is a cookie")
	}
	if text := w.Body.String(); !strings.Contains(text, "Moor &amp; Fen") {
		t.Error("the name of the community is not escaped")
	}
}

// A broken store fails.
type broken struct{ store.DB }

func (broken) SubscriberBy(context.Context, [32]byte) (store.Subscriber, error) {
	return store.Subscriber{}, errors.New("disk I/O error")
}

func TestOnlyOwnFaultsAreFaults(t *testing.T) {
	h := newHouse(t)
	h.Store = broken{h.db}
	h.Healthy = func(context.Context) error { return errors.New("disk I/O error") }
	for _, path := range []string{"/unsubscribe/", "/confirm/"} {
		h.wants(t, 503, "POST", path+unknown, oneClick)
	}
	h.wants(t, 503, "GET", "/health", "")
	h.wants(t, 503, "GET", "/choice/"+unknown, "")
	if len(h.said) != 4 || strings.Contains(fmt.Sprint(h.said), unknown) {
		t.Errorf("what failed is reported as %q", h.said)
	}
	h.Healthy = func(context.Context) error { return nil }
	if text := h.wants(t, 200, "GET", "/health", ""); text != "ok\n" {
		t.Errorf("health says %q", text)
	}
}

// TestGermanHasAllWords compares the languages.
func TestGermanHasAllWords(t *testing.T) {
	en, de := english(), german()
	for name, p := range en.pages {
		q := de.pages[name]
		named := strings.Contains(p.title, "NAME") == strings.Contains(q.title, "NAME")
		if q.title == "" || q.text == "" || (q.button == "") != (p.button == "") || !named {
			t.Errorf("the page %s is %q in German", name, q)
		}
	}
	for name := range en.wrong {
		if de.wrong[name] == "" {
			t.Errorf("German does not say what is wrong with %s", name)
		}
	}
	h := newHouse(t)
	h.Language = "de-AT"
	handle, err := h.Handler(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8025})
	if err != nil {
		t.Fatal(err)
	}
	h.handle = handle
	text := h.wants(t, 200, "GET", "/unsubscribe/"+unknown, "")
	if !strings.Contains(text, `<html lang="de-AT">`) || !strings.Contains(text, "abbestellen") {
		t.Errorf("the page in German is %s", text)
	}
}

// TestRunEndsWithWhatItBegan stops the server while a request waits for its answer.
func TestRunEndsWithWhatItBegan(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	begun := make(chan bool)
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-ctx.Done()
		_, _ = io.WriteString(w, "done")
	})
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, l, handler) }()
	got := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + l.Addr().String())
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		got <- string(text)
	}()
	<-begun
	cancel()
	if text := <-got; text != "done" {
		t.Errorf("the request got %q", text)
	}
	if err := <-ended; err != nil {
		t.Errorf("Run() = %v", err)
	}
}
