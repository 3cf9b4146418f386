package deliver

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"recap/digest/deliver/delivertest"
	"recap/digest/deliver/output"
	"recap/store"
)

// A hookServer takes calls of webhooks and knows a call again by its key.
type hookServer struct {
	mu     sync.Mutex
	taken  []string // bodies
	keys   []string
	calls  []*http.Request
	answer int    // instead of taking a call; 0: it is taken
	after  string // Retry-After of that answer
	refuse func(http.ResponseWriter, *http.Request)
}

func (s *hookServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	s.calls = append(s.calls, r)
	if s.refuse != nil {
		s.refuse(w, r)
		return
	}
	if s.answer != 0 {
		w.Header().Set("Retry-After", s.after)
		w.Header().Set("Date", "Fri, 02 Jan 2026 15:00:00 GMT")
		http.Error(w, "not now", s.answer)
		return
	}
	if key := r.Header.Get("Idempotency-Key"); !slices.Contains(s.keys, key) {
		s.keys, s.taken = append(s.keys, key), append(s.taken, string(body))
	}
}

func (s *hookServer) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.taken)
}

// startHook starts a hookServer.
func startHook(t *testing.T) (*hookServer, string) {
	s := &hookServer{}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

func TestWebhookContract(t *testing.T) {
	for name, redactions := range map[string]bool{"never again": false, "redactions": true} {
		t.Run(name, func(t *testing.T) {
			delivertest.Test(t, delivertest.Contract{Open: openFolder,
				Receiver: func(t *testing.T) (string, func() []string) {
					s, url := startHook(t)
					return url, s.got
				},
				Kind: func(_, addr string) output.Kind { return &Webhook{URL: addr, Redactions: redactions} }})
		})
	}
}

func TestWebhookSigns(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s, url := startHook(t)
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("a key of the harbour\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := publish(t, Target{Name: "hook", Webhook: &Webhook{URL: url + "/in?token=abc", SecretFile: file}},
		output.Input{Edition: e, Outbox: db})
	if err != nil || len(files) != 1 || strings.Contains(files[0].Path, "abc") {
		t.Fatalf("Publish() = %+v, %v, want one call without the token in its name", files, err)
	}
	m := hmac.New(sha256.New, []byte("a key of the harbour"))
	io.WriteString(m, s.got()[0])
	if got, want := s.calls[0].Header.Get("X-Recap-Signature"), fmt.Sprintf("sha256=%x", m.Sum(nil)); got != want {
		t.Errorf("the signature is %q, want %q", got, want)
	}
}

func TestWebhookAnswers(t *testing.T) {
	now := time.Date(2026, 10, 17, 7, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		answer int
		after  string // Retry-After
		state  store.LetterState
		next   time.Time
	}{
		{503, "1200", store.LetterQueued, now.Add(20 * time.Minute)},
		{429, "Fri, 02 Jan 2026 16:00:00 GMT", store.LetterQueued, now.Add(time.Hour)},
		{503, "Fri, 02 Jan 2026 09:00:00 GMT", store.LetterQueued, now.Add(5 * time.Minute)}, // which was
		{429, "Fri, 09 Jan 2026 15:00:00 GMT", store.LetterQueued, now.Add(24 * time.Hour)},
		{503, "soon", store.LetterQueued, now.Add(5 * time.Minute)},
		{401, "", store.LetterQueued, now.Add(5 * time.Minute)}, // a person mends the token, or the address
		{404, "", store.LetterQueued, now.Add(5 * time.Minute)},
		{302, "", store.LetterQueued, now.Add(5 * time.Minute)},
		{410, "", store.LetterFailed, time.Time{}},
		{422, "", store.LetterFailed, time.Time{}},
	} {
		e := sample(t)
		db := openStore(t, e)
		s, url := startHook(t)
		s.answer, s.after = tt.answer, tt.after
		target := Target{Name: "hook", Webhook: &Webhook{URL: url}}
		if _, err := publish(t, target, output.Input{Edition: e, Outbox: db}); err == nil || !strings.Contains(err.Error(), "not now") {
			t.Errorf("Publish() answered by %d = %v, want what the server said", tt.answer, err)
		}
		letters, err := db.Letters(t.Context(), store.LetterFilter{})
		if err != nil || len(letters) != 1 || letters[0].State != tt.state || !letters[0].Next.Equal(tt.next) {
			t.Errorf("after %d the outbox holds %+v, %v, want it %s, again after %s", tt.answer, letters, err, tt.state, tt.next)
		}
		s.answer = 0
		if _, err := publish(t, target, output.Input{Edition: e, Outbox: db}); err != nil || len(s.calls) != 1 {
			t.Errorf("Publish() before its time = %v with %d calls, want none more", err, len(s.calls))
		}
	}
}
