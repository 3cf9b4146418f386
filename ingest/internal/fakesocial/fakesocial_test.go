package fakesocial

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// filled returns a server with 43 public statuses, an unlisted and a private one, and the ids of the public ones,
// oldest first.
func filled(profile Profile) (s *Server, ids []string) {
	day := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	s = &Server{Profile: profile, Token: "secret", Now: func() time.Time { return day.Add(24 * time.Hour) }}
	for i := range 43 {
		s.Add(Status{Created: day.Add(time.Duration(i) * time.Minute), Author: "ann",
			Content: fmt.Sprintf("<p>%d #pumps</p>", i), Tags: []string{"pumps"}})
	}
	for _, st := range slices.Backward(s.Statuses()) {
		ids = append(ids, st.ID)
	}
	s.Add(Status{Created: day.Add(time.Hour), Author: "ben", Tags: []string{"pumps"}, Visibility: "unlisted"},
		Status{Created: day.Add(2 * time.Hour), Author: "ben", Tags: []string{"pumps"}, Visibility: "private"})
	return s, ids
}

// get asks s. Without a program's name no User-Agent is sent.
func get(s *Server, target, program, token string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	if program != "" {
		r.Header.Set("User-Agent", program)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

// idsOf returns the ids of a page.
func idsOf(t *testing.T, r *http.Response) (ids []string) {
	t.Helper()
	var rows []struct{ ID string }
	if err := json.NewDecoder(r.Body).Decode(&rows); err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("a page has status %d, %v", r.StatusCode, err)
	}
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids
}

const tag = "/api/v1/timelines/tag/pumps?limit="

// TestGoToSocial repeats what was measured at a real GoToSocial with such statuses.
func TestGoToSocial(t *testing.T) {
	s, ids := filled(GoToSocial)
	for _, tt := range []struct {
		target, program, token string
		want                   int
	}{
		{tag + "20", "", "secret", http.StatusTeapot},
		{tag + "20", "test", "", http.StatusUnauthorized},
		{tag + "20", "test", "another", http.StatusUnauthorized},
		{"/api/v1/statuses/" + ids[0], "test", "secret", http.StatusOK},
		{"/api/v1/statuses/0", "test", "secret", http.StatusNotFound},
		{"/api/v1/statuses?id[]=" + ids[0], "test", "secret", http.StatusMethodNotAllowed},
		{"/api/v1/streaming/hashtag?tag=pumps", "test", "secret", http.StatusNotFound},
	} {
		if got := get(s, tt.target, tt.program, tt.token).StatusCode; got != tt.want {
			t.Errorf("GET %s as %q with %q = %d, want %d", tt.target, tt.program, tt.token, got, tt.want)
		}
	}
	var pages []int
	for target := tag + "20"; target != ""; {
		r := get(s, target, "test", "secret")
		link := r.Header.Get("Link")
		pages, target = append(pages, len(idsOf(t, r))), ""
		for part := range strings.SplitSeq(link, ", ") {
			if address, ok := strings.CutSuffix(part, `; rel="next"`); ok {
				u, err := url.Parse(strings.Trim(address, "<>"))
				if err != nil {
					t.Fatal(err)
				}
				target = u.RequestURI()
			}
		}
	}
	if want := []int{20, 20, 3, 0}; !slices.Equal(pages, want) {
		t.Errorf("a walk down has pages of %v, want %v", pages, want)
	}
	newestFirst := func(from, to int) []string {
		page := slices.Clone(ids[from:to])
		slices.Reverse(page)
		return page
	}
	for query, want := range map[string][]string{
		"10&min_id=" + ids[10]:   newestFirst(11, 21), // upward, newest first inside the page
		"10&since_id=" + ids[10]: newestFirst(33, 43), // only the newest page
		"10&all[]=other":         newestFirst(33, 43), // no filters
	} {
		if got := idsOf(t, get(s, tag+query, "test", "secret")); !slices.Equal(got, want) {
			t.Errorf("GET %s%s = %v, want %v", tag, query, got, want)
		}
	}
}

// TestMastodon checks what GoToSocial does not have: anonymous readers, filters, and several statuses at once.
func TestMastodon(t *testing.T) {
	s, ids := filled(Mastodon)
	if got := len(idsOf(t, get(s, tag+"40", "test", ""))); got != 40 {
		t.Errorf("an anonymous page has %d statuses, want 40", got)
	}
	if got := idsOf(t, get(s, tag+"40&all[]=other", "test", "")); len(got) != 0 {
		t.Errorf("all[]=other gives %v, want none", got)
	}
	if got, want := idsOf(t, get(s, "/api/v1/statuses?id[]="+ids[3]+"&id[]=0", "test", "")), ids[3:4]; !slices.Equal(got, want) {
		t.Errorf("statuses by id = %v, want %v", got, want)
	}
}

// TestFriendica checks what its source says of single statuses: what it does not show is a bad request.
func TestFriendica(t *testing.T) {
	s, ids := filled(Friendica)
	const show = "/api/1.1/statuses/show/"
	private := s.Statuses()[0].ID
	for target, want := range map[string]int{
		show + ids[3] + ".json": http.StatusOK, show + private + ".json": http.StatusBadRequest, show + "999.json": http.StatusBadRequest,
		"/api/1.1/statuses/lookup.json?id=" + ids[3]: http.StatusNotFound,
	} {
		if got := get(s, target, "test", "").StatusCode; got != want {
			t.Errorf("GET %s = %d, want %d", target, got, want)
		}
	}
	s.SetFaults(Fault{Request: 2, Kind: Delete, ID: ids[3]})
	for n, want := range []int{http.StatusOK, http.StatusBadRequest} {
		if got := get(s, show+ids[3]+".json", "test", "").StatusCode; got != want {
			t.Errorf("request %d for a status that is deleted then = %d, want %d", n+1, got, want)
		}
	}
	s.Login = "ann:secret"
	if got := get(s, show+ids[4]+".json", "test", "").StatusCode; got != http.StatusUnauthorized {
		t.Errorf("without a login the answer is %d, want 401", got)
	}
}

// TestXV2 checks refusals, the clock and the bill of recent search.
func TestXV2(t *testing.T) {
	s, _ := filled(XV2)
	const recent = "/2/tweets/search/recent"
	const search = recent + "?query=(%23pumps)&tweet.fields=id" // the names tell which of two sets it is
	for target, want := range map[string]int{recent: http.StatusBadRequest,
		recent + "?query=(%23pumps)": http.StatusBadRequest, search: http.StatusOK} {
		if got := get(s, target, "test", "secret").StatusCode; got != want {
			t.Errorf("GET %s = %d, want %d", target, got, want)
		}
	}
	if got := s.Billed(); got < 10 {
		t.Errorf("after one page of ten %d things are billed, want them all", got)
	}
	if got := get(s, search, "test", "").StatusCode; got != http.StatusUnauthorized {
		t.Errorf("without a token the answer is %d, want 401", got)
	}
}

// TestFault checks that a fault meets the request that it was written for, and no other.
func TestFault(t *testing.T) {
	s, _ := filled(Mastodon)
	s.SetFaults(Fault{Request: 2, Kind: Answer, Status: http.StatusServiceUnavailable})
	var got []int
	for range 3 {
		got = append(got, get(s, tag+"5", "test", "").StatusCode)
	}
	if want := []int{200, 503, 200}; !slices.Equal(got, want) {
		t.Errorf("three requests get %v, want %v", got, want)
	}
}
