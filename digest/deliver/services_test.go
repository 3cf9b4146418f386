package deliver

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/template"
	"time"

	"recap/digest/deliver/delivertest"
	"recap/digest/deliver/output"
	"recap/store"
)

// A fakeListmonk does what listmonk's documentation says: Basic authentication, campaigns that are looked for by tags,
// made as often as somebody asks, run through Go's text/template, and started from drafts alone.
type fakeListmonk struct {
	mu        sync.Mutex
	campaigns []map[string]any
	faults    []string // of the next campaigns that are made: "500 after", "lost after", "500 before"
}

func (f *fakeListmonk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if user, token, _ := r.BasicAuth(); user != "recap" || token != "tok" {
		http.Error(w, `{"message":"invalid credentials"}`, http.StatusForbidden)
		return
	}
	answer := func(data any) { json.NewEncoder(w).Encode(map[string]any{"data": data}) }
	path := strings.TrimPrefix(r.URL.Path, "/api/campaigns")
	switch {
	case r.Method == http.MethodGet && path == "":
		found := []map[string]any{}
		for _, c := range f.campaigns {
			if tags := fmt.Sprint(c["tags"]); tags == "["+r.URL.Query().Get("tags")+"]" {
				found = append(found, c)
			}
		}
		answer(map[string]any{"results": found, "total": len(found)})
	case r.Method == http.MethodPost && path == "":
		fault := ""
		if len(f.faults) > 0 {
			fault, f.faults = f.faults[0], f.faults[1:]
		}
		if fault == "500 before" {
			http.Error(w, `{"message":"database is away"}`, http.StatusInternalServerError)
			return
		}
		var c map[string]any
		if err := json.NewDecoder(r.Body).Decode(&c); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for _, key := range []string{"subject", "body"} {
			var b strings.Builder
			tpl, err := template.New("").Parse(c[key].(string))
			if err == nil {
				err = tpl.Execute(&b, nil)
			}
			if err != nil {
				http.Error(w, fmt.Sprintf(`{"message":%q}`, err), http.StatusBadRequest)
				return
			}
			c[key] = b.String()
		}
		c["id"], c["status"] = len(f.campaigns)+1, "draft"
		f.campaigns = append(f.campaigns, c)
		switch fault {
		case "500 after":
			http.Error(w, `{"message":"timeout"}`, http.StatusInternalServerError)
		case "lost after":
			panic(http.ErrAbortHandler)
		default:
			answer(c)
		}
	case r.Method == http.MethodPut && strings.HasSuffix(path, "/status"):
		var id int
		fmt.Sscanf(path, "/%d/", &id)
		if c := f.campaigns[id-1]; c["status"] != "draft" {
			http.Error(w, `{"message":"only drafts can be started"}`, http.StatusBadRequest)
		} else {
			c["status"] = "running"
			answer(c)
		}
	default:
		http.NotFound(w, r)
	}
}

func (f *fakeListmonk) got() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for _, c := range f.campaigns {
		all = append(all, fmt.Sprint(c["subject"], "\n", c["body"]))
	}
	return all
}

// tokenFile returns a file with a token.
func tokenFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("tok\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestListmonkContract(t *testing.T) {
	token := tokenFile(t)
	delivertest.Test(t, delivertest.Contract{Open: openFolder,
		Receiver: func(t *testing.T) (string, func() []string) {
			f := &fakeListmonk{}
			server := httptest.NewServer(f)
			t.Cleanup(server.Close)
			return server.URL, f.got
		},
		Kind: func(_, addr string) output.Kind {
			return &Listmonk{URL: addr, User: "recap", TokenFile: token, Lists: []int{3}, Send: true}
		}})
}

// TestListmonkMakesOneCampaign has the server fail in each way, after which one campaign stands there, with the words
// of the edition.
func TestListmonkMakesOneCampaign(t *testing.T) {
	token := tokenFile(t)
	for _, faults := range [][]string{nil, {"500 before"}, {"500 after"}, {"lost after"}, {"500 before", "lost after"}} {
		for _, send := range []bool{false, true} {
			e := sample(t)
			e.Title = `Say {{ .Name }} and {{`
			db := openStore(t, e)
			f := &fakeListmonk{faults: slices.Clone(faults)}
			server := httptest.NewServer(f)
			defer server.Close()
			target := Target{Name: "campaigns", Listmonk: &Listmonk{URL: server.URL, User: "recap", TokenFile: token,
				Lists: []int{3}, Send: send}}
			o, err := target.Output()
			if err != nil {
				t.Fatal(err)
			}
			for round := range 4 {
				_, err = o.Publish(t.Context(), output.Input{Edition: e, Outbox: db, Ledger: db,
					Now: killNow().Add(time.Duration(round) * 5 * time.Hour)})
			}
			want := map[bool]string{false: "draft", true: "running"}[send]
			if err != nil || len(f.campaigns) != 1 || f.campaigns[0]["status"] != want || f.campaigns[0]["subject"] != e.Title {
				t.Errorf("after %q Publish() = %v, the campaigns are %v, want one, %s", faults, err, f.got(), want)
			}
			letters := lettersOf(t, db)
			if l := letters[server.URL]; l.State != store.LetterSent {
				t.Errorf("after %q the letter is %s", faults, l.State)
			}
		}
	}
}

// A fakeButtondown does what the service's documentation says: a key makes a mail once, and a body may not begin with
// front matter.
type fakeButtondown struct {
	mu    sync.Mutex
	mails map[string]map[string]any // by key
}

func (f *fakeButtondown) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var m map[string]any
	key := r.Header.Get("X-Idempotency-Key")
	switch err := json.NewDecoder(r.Body).Decode(&m); {
	case r.Header.Get("Authorization") != "Token tok":
		http.Error(w, `{"detail":"Invalid token."}`, http.StatusUnauthorized)
	case err != nil, r.Method != http.MethodPost, r.URL.Path != "/v1/emails", key == "", len(key) > 200:
		http.Error(w, `{"detail":"bad request"}`, http.StatusBadRequest)
	case strings.HasPrefix(m["body"].(string), "---"):
		http.Error(w, `{"code":"body_contains_frontmatter"}`, http.StatusBadRequest)
	case m["status"] == "about_to_send" && r.Header.Get("X-Buttondown-Live-Dangerously") == "":
		http.Error(w, `{"code":"sending_requires_confirmation"}`, http.StatusBadRequest)
	case f.mails[key] == nil:
		f.mails[key] = m
		w.WriteHeader(http.StatusCreated)
	}
}

func (f *fakeButtondown) got() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for _, m := range f.mails {
		all = append(all, fmt.Sprint(m["status"], "\n", m["subject"], "\n", m["body"]))
	}
	slices.Sort(all)
	return all
}

func TestButtondownContract(t *testing.T) {
	token := tokenFile(t)
	for name, send := range map[string]bool{"draft": false, "about_to_send": true} {
		t.Run(name, func(t *testing.T) {
			delivertest.Test(t, delivertest.Contract{Open: openFolder,
				Receiver: func(t *testing.T) (string, func() []string) {
					f := &fakeButtondown{mails: map[string]map[string]any{}}
					server := httptest.NewServer(f)
					t.Cleanup(server.Close)
					return server.URL, func() []string {
						for _, m := range f.got() {
							if !strings.HasPrefix(m, name+"\n") {
								t.Errorf("the mail has another status than %s:\n%.80s", name, m)
							}
						}
						return f.got()
					}
				},
				Kind: func(_, addr string) output.Kind { return &Buttondown{URL: addr, TokenFile: token, Send: send} }})
		})
	}
}
