package bluesky

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"recap/ingest/internal/fakesocial"
	"recap/ingest/source/sourcetest"
)

func TestBlueskyRenewsTokens(t *testing.T) {
	for _, tt := range []struct {
		name               string
		all                bool // the refresh token has expired, too
		created, refreshed int
	}{
		{"access token", false, 1, 1},
		{"both tokens", true, 2, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := skyServer(3)
			r := newSkyReader(t, b, Config{})
			if _, err := r.run(t, time.Time{}); err != nil {
				t.Fatal(err)
			}
			b.Expire(tt.all)
			b.Add(skyStatus(50, sourcetest.Now))
			if res, err := r.run(t, time.Time{}); err != nil || res.Added.New != 1 {
				t.Errorf("run with expired tokens = %+v, %v, want the new post", res, err)
			}
			if created, refreshed := b.Sessions(); created != tt.created || refreshed != tt.refreshed {
				t.Errorf("%d logins and %d renewals, want %d and %d", created, refreshed, tt.created, tt.refreshed)
			}
			if _, err := r.run(t, time.Time{}); err != nil {
				t.Errorf("run after it = %v", err)
			}
			if created, refreshed := b.Sessions(); created != tt.created || refreshed != tt.refreshed {
				t.Errorf("%d logins and %d renewals in the end, want %d and %d: the new tokens were not kept", created, refreshed,
					tt.created, tt.refreshed)
			}
		})
	}
}

// TestBlueskyErrors demands that each kind of failure says what to do, holds no secret and asks for no second login.
func TestBlueskyErrors(t *testing.T) {
	answers := func(login, search http.HandlerFunc) http.Handler {
		b := skyServer(3)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case login != nil && strings.HasSuffix(r.URL.Path, "Session"):
				login(w, r)
			case search != nil && strings.HasSuffix(r.URL.Path, "searchPosts"):
				search(w, r)
			default:
				b.ServeHTTP(w, r)
			}
		})
	}
	say := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			w.Write([]byte(body))
		}
	}
	for _, tt := range []struct {
		name     string
		handler  http.Handler
		password string
		want     []string
	}{
		{"wrong password", skyServer(3), "wrong-sesame", []string{"password refused for ann.example.org", "app password", "password_file"}},
		{"second factor", answers(say(401, `{"error":"AuthFactorTokenRequired","message":"A sign in code has been sent"}`),
			nil), "", []string{"needs a code", "app password"}},
		{"taken down", answers(say(400, `{"error":"AccountTakedown","message":"Account has been taken down"}`), nil), "",
			[]string{"is closed", "another one"}},
		{"too many logins", answers(say(429, `{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}`), nil), "",
			[]string{"rate limited until"}},
		{"login without tokens", answers(say(200, `{"did":"did:plc:x"}`), nil), "", []string{"a session without tokens"}},
		{"login with a page", answers(say(200, `<!doctype html><title>Welcome</title>`), nil), "", []string{"an HTML page", "Welcome"}},
		{"login elsewhere", answers(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://elsewhere.example.net/", http.StatusTemporaryRedirect)
		}, nil), "", []string{"unexpected (status 307)"}},
		{"no search", &fakesocial.Bluesky{Password: "open-sesame", NoSearch: true}, "",
			[]string{"server error (status 502)", "does not answer", "nothing is lost"}},
		{"public host", answers(nil, say(403, "<html><head><title>403 Forbidden</title></head></html>")), "",
			[]string{"refuses searches", "set server to", defaultPDS}},
		{"no PDS", answers(nil, say(404, "not here")), "", []string{"does not know the search", "PDS"}},
		{"own token refused", answers(nil, say(400, `{"error":"InvalidToken","message":"Bad token scope"}`)), "",
			[]string{"token refused", "app password"}},
		{"own token refused with 401", answers(nil, say(401, `{"error":"AuthMissing"}`)), "", []string{"token refused"}},
		{"another refusal", answers(nil, say(400, `{"error":"InvalidRequest","message":"q is\u001b[31m too long"}`)), "",
			[]string{"InvalidRequest: q is[31m too long"}},
		{"repeats the password", answers(say(400, `{"error":"InvalidRequest","message":"open-sesame is bad"}`), nil), "",
			[]string{"unexpected (status 400)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newSkyReader(t, tt.handler, Config{Password: tt.password})
			_, err := r.run(t, time.Time{})
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("run = %v, want %q", err, want)
				}
			}
			for _, secret := range []string{"sesame", "access.", "refresh."} {
				if err != nil && strings.Contains(err.Error(), secret) {
					t.Errorf("run = %v, which holds the secret %q", err, secret)
				}
			}
			if b, ok := tt.handler.(*fakesocial.Bluesky); ok {
				if created, _ := b.Sessions(); created != 1 {
					t.Errorf("%d logins, want 1", created)
				}
			}
		})
	}
}

// TestBlueskyLoginsAreFew shows that a server which takes no token it gave is asked for two logins a run and no more.
func TestBlueskyLoginsAreFew(t *testing.T) {
	b := skyServer(3)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "searchPosts") {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		b.ServeHTTP(w, r)
	}))
	defer server.Close()
	r := newSkyReader(t, b, Config{})
	r.cfg.Server = server.URL
	for range 4 {
		if _, err := r.run(t, time.Time{}); err == nil || !strings.Contains(err.Error(), "token refused") {
			t.Errorf("run = %v, want token refused", err)
		}
	}
	if created, refreshed := b.Sessions(); created > 4 || refreshed > 4 {
		t.Errorf("four runs logged in %d times and renewed %d times, want at most 4 of each", created, refreshed)
	}
}
