// Package fakesocial plays servers of social networks for tests. A Server holds statuses and answers as the software of
// its Profile does, as far as that was measured or read in its source; scripted faults make single requests go wrong.
package fakesocial

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Profile is the software that a Server plays.
type Profile string

// The profiles.
const (
	Mastodon   Profile = "mastodon-4.5"   // numeric ids, hashtag filters, anonymous readers unless Access says otherwise
	GoToSocial Profile = "gotosocial"     // ULIDs, no hashtag filters, tokens always, no unnamed programs
	Friendica  Profile = "friendica-v1.1" // API v1.1: ids in order of arrival, a bare list, pages counted from the top, max_id ignored
	XV2        Profile = "xv2"            // X API v2: recent search over seven days, next_token, a bill
)

// A Status is one status as the server holds it.
type Status struct {
	ID         string    // "": made from Created, as both programs do
	Created    time.Time // what it claims
	Edited     time.Time // zero: never
	Author     string    // account: "ann", or "ann@elsewhere.example.net" for one of another server
	Content    string    // HTML
	Tags       []string
	Visibility string         // "": public
	ReplyTo    string         // id
	Account    map[string]any // fields of the account that differ from the usual
	Fields     map[string]any // fields of the status that differ from the usual
	Raw        string         // sent in place of the status
}

// Host is the name of every Server in the addresses of its statuses.
const Host = "social.example.org"

// URI returns the address by which all servers know the status.
func (s *Status) URI() string {
	user, host, remote := strings.Cut(s.Author, "@")
	if !remote {
		host = Host
	}
	return "https://" + host + "/users/" + user + "/statuses/" + s.ID
}

// A Server is one server. Its fields are set before the first request; it is safe for concurrent use.
type Server struct {
	Profile Profile
	Token   string            // the access token that it knows
	Access  map[string]string // who may read hashtags, under "local" and "remote": public, authenticated or disabled; default public
	Limit   int               // requests that it allows; default 300
	Rows    int               // most rows of a page, whatever is asked for; default 40
	Faults  []Fault
	Now     func() time.Time // its clock; default time.Now
	Names   string           // XV2: what it calls things, tweet or post; default tweet
	Login   string           // Friendica: user:password that it wants; default none

	mu       sync.Mutex
	statuses []Status // newest first
	requests []string
	pages    int
	last     []byte // the last page sent
	lastLink string
	arrived  int64   // statuses that ever came, for ids in order of arrival
	billed   int     // things that XV2 gave
	before   *Status // last row of the page before
}

// now returns what the server's clock shows.
func (s *Server) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// SetFaults replaces the script; its requests are counted from now on.
func (s *Server) SetFaults(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Faults, s.pages = faults, 0
}

// Add puts statuses where their ids belong, however late they arrive.
func (s *Server) Add(statuses ...Status) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(statuses...)
}

func (s *Server) add(statuses ...Status) {
	for _, st := range statuses {
		if st.Created.IsZero() {
			st.Created = s.now()
		}
		if st.ID == "" {
			st.ID = s.newID(st.Created)
		}
		s.statuses = append(s.statuses, st)
	}
	slices.SortStableFunc(s.statuses, func(a, b Status) int { return byID(b.ID, a.ID) })
}

// newID returns a free id for a status of that time.
func (s *Server) newID(created time.Time) string {
	s.arrived++
	for n := int64(0); ; n++ {
		id := strconv.FormatInt(created.UnixMilli()<<16+n, 10) // lib/mastodon/snowflake.rb
		switch s.Profile {
		case GoToSocial:
			id = ulid(created.UnixMilli(), n)
		case Friendica:
			id = strconv.FormatInt(s.arrived+n, 10)
		case XV2:
			id = snowflake(created, n)
		}
		if !slices.ContainsFunc(s.statuses, func(st Status) bool { return st.ID == id }) {
			return id
		}
	}
}

// ulid returns the identifier of that millisecond with n in its random part (https://github.com/ulid/spec).
func ulid(ms, n int64) string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	id := []byte(strings.Repeat("0", 26))
	for i := 9; i >= 0; i-- {
		id[i] = alphabet[ms&31]
		ms >>= 5
	}
	for i := 25; i >= 10; i-- {
		id[i] = alphabet[n&31]
		n >>= 5
	}
	return string(id)
}

// byID orders ids as both programs do: numbers of mixed length by value, ULIDs by their letters.
func byID(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// Statuses returns what the server holds, newest first.
func (s *Server) Statuses() []Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.statuses)
}

// Requests returns the paths and queries of all requests so far.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r.URL.RequestURI())
	limit := cmp.Or(s.Limit, 300)
	left := limit - len(s.requests)
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(limit))
	w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(max(left, 0)))
	reset := time.Now().Add(5 * time.Minute).UTC().Format("2006-01-02T15:04:05.000Z")
	if s.Profile == XV2 {
		reset = strconv.FormatInt(time.Now().Add(15*time.Minute).Unix(), 10)
	}
	w.Header().Set("X-RateLimit-Reset", reset)
	switch {
	case r.UserAgent() == "" && s.Profile == GoToSocial:
		answer(w, http.StatusTeapot, `{"error":"I'm a teapot: no user-agent sent with request"}`)
	case left < 0:
		answer(w, http.StatusTooManyRequests, `{"error":"Too many requests"}`)
	case strings.HasPrefix(r.URL.Path, "/api/v1/timelines/tag/"):
		if !s.faulty(w, r) {
			s.timeline(w, r)
		}
	case r.URL.Path == "/api/v1/statuses" || strings.HasPrefix(r.URL.Path, "/api/v1/statuses/"):
		s.byIDs(w, r)
	case s.Profile == Friendica && strings.HasSuffix(r.URL.Path, "/search/tweets.json"):
		if !s.faulty(w, r) {
			s.search(w, r)
		}
	case s.Profile == Friendica && strings.Contains(r.URL.Path, "/statuses/show/"):
		if !s.faulty(w, r) {
			s.show(w, r)
		}
	case s.Profile == XV2 && r.URL.Path == "/2/tweets/search/recent":
		if !s.faulty(w, r) {
			s.recent(w, r)
		}
	case s.Profile == XV2 && r.URL.Path == "/2/tweets":
		s.lookup(w, r)
	case r.URL.Path == "/api/v2/instance" && s.Profile == Mastodon:
		access := map[string]string{"local": s.access("local"), "remote": s.access("remote")}
		body, _ := json.Marshal(map[string]any{"configuration": map[string]any{"timelines_access": map[string]any{"hashtag_feeds": access}}})
		answer(w, http.StatusOK, string(body))
	default:
		answer(w, http.StatusNotFound, `{"error":"Not Found"}`)
	}
}

// access returns who may read hashtags of that kind.
func (s *Server) access(kind string) string { return cmp.Or(s.Access[kind], "public") }

// answer sends a JSON text.
func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}

// timeline sends one page.
func (s *Server) timeline(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	local := q.Get("local") == "true"
	switch open := s.access("local") == "public" && (local || s.access("remote") == "public"); {
	case token != "" && token != s.Token:
		answer(w, http.StatusUnauthorized, `{"error":"The access token is invalid"}`)
		return
	case token == "" && s.Profile == GoToSocial:
		answer(w, http.StatusUnauthorized, `{"error":"Unauthorized: token not supplied"}`)
		return
	case token == "" && !open:
		answer(w, http.StatusUnauthorized, `{"error":"This method requires an authenticated user"}`)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/api/v1/timelines/tag/")
	var rows []Status
	for _, st := range s.statuses {
		if st.listed() && (!local || !strings.Contains(st.Author, "@")) && s.matches(st, name, q) {
			rows = append(rows, st)
		}
	}
	s.send(w, cut(rows, q, cmp.Or(s.Rows, 40)), r.URL)
}

// listed reports whether a timeline shows the status.
func (s *Status) listed() bool { return s.Visibility == "" || s.Visibility == "public" }

// matches reports whether the status has the hashtags that a request asks for. GoToSocial looks at none but the first.
func (s *Server) matches(st Status, name string, q url.Values) bool {
	has := func(tag string) bool {
		return slices.ContainsFunc(st.Tags, func(t string) bool { return strings.EqualFold(t, tag) })
	}
	if s.Profile == GoToSocial {
		return has(name)
	}
	return (has(name) || slices.ContainsFunc(q["any[]"], has)) &&
		!slices.ContainsFunc(q["all[]"], func(t string) bool { return !has(t) }) && !slices.ContainsFunc(q["none[]"], has)
}

// cut returns the page of rows that a request asks for, of at most that many. Rows stay newest first, also of a page
// that min_id names.
func cut(rows []Status, q url.Values, most int) []Status {
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit < 1 {
		limit = 20
	}
	limit = min(limit, most)
	if id := q.Get("max_id"); id != "" {
		rows = slices.DeleteFunc(rows, func(st Status) bool { return byID(st.ID, id) >= 0 })
	}
	for _, key := range []string{"min_id", "since_id"} {
		if id := q.Get(key); id != "" {
			rows = slices.DeleteFunc(rows, func(st Status) bool { return byID(st.ID, id) <= 0 })
		}
	}
	if q.Get("min_id") != "" {
		return rows[max(len(rows)-limit, 0):]
	}
	return rows[:min(len(rows), limit)]
}

// send sends rows with the links to the pages beside them.
func (s *Server) send(w http.ResponseWriter, rows []Status, u *url.URL) {
	page := s.pageFault()
	rows = page.apply(s.again(page, rows), u.Query().Get("min_id") != "")
	items := page.spoil(s.items(rows, s.status))
	body, _ := json.Marshal(items)
	link := ""
	if len(rows) > 0 && (s.Profile == GoToSocial || strconv.Itoa(len(rows)) == u.Query().Get("limit")) {
		link = fmt.Sprintf(`<https://%s%s?max_id=%s>; rel="next", `, Host, u.Path, rows[len(rows)-1].ID)
	}
	if len(rows) > 0 {
		link += fmt.Sprintf(`<https://%s%s?min_id=%s>; rel="prev"`, Host, u.Path, rows[0].ID)
	}
	if at := cmp.Or(u.Query().Get("max_id"), u.Query().Get("min_id")); page.Kind == EmptyNext && at != "" { // back to where the reader stands
		link = fmt.Sprintf(`<https://%s%s?max_id=%s>; rel="next", <https://%s%s?min_id=%s>; rel="prev"`, Host, u.Path, at, Host, u.Path, at)
	}
	if page.Kind == Loop && s.last != nil {
		body, link = s.last, s.lastLink
	}
	s.last, s.lastLink = body, link
	if link != "" {
		w.Header().Set("Link", link)
	}
	answer(w, http.StatusOK, string(body))
}

// items returns the JSON of rows, never nil.
func (s *Server) items(rows []Status, encode func(Status) json.RawMessage) []json.RawMessage {
	items := []json.RawMessage{}
	for _, st := range rows {
		items = append(items, encode(st))
	}
	return items
}

// status returns the JSON of one status (https://docs.joinmastodon.org/entities/Status/).
func (s *Server) status(st Status) json.RawMessage {
	if st.Raw != "" {
		return json.RawMessage(st.Raw)
	}
	user, _, _ := strings.Cut(st.Author, "@")
	account := map[string]any{
		"id": "1", "username": user, "acct": st.Author, "display_name": strings.ToUpper(user[:1]) + user[1:], "bot": false, "note": "",
		"url": strings.Replace(strings.Split(st.URI(), "/statuses/")[0], "/users/", "/@", 1), "emojis": []any{},
		"discoverable": true, "indexable": true,
	}
	if s.Profile == GoToSocial {
		account["discoverable"] = false
		delete(account, "indexable")
	}
	for k, v := range st.Account {
		account[k] = v
	}
	var tags []map[string]string
	for _, t := range st.Tags {
		tags = append(tags, map[string]string{"name": strings.ToLower(t), "url": "https://" + Host + "/tags/" + strings.ToLower(t)})
	}
	row := map[string]any{
		"id": st.ID, "created_at": st.Created.UTC().Format("2006-01-02T15:04:05.000Z"), "edited_at": nil, "in_reply_to_id": nil,
		"uri": st.URI(), "url": st.URI(), "content": st.Content, "visibility": cmp.Or(st.Visibility, "public"),
		"sensitive": false, "spoiler_text": "",
		"language": "en", "tags": tags, "account": account, "reblog": nil, "replies_count": 0, "reblogs_count": 0, "favourites_count": 0,
	}
	if !st.Edited.IsZero() {
		row["edited_at"] = st.Edited.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	if st.ReplyTo != "" {
		row["in_reply_to_id"] = st.ReplyTo
	}
	for k, v := range st.Fields {
		row[k] = v
	}
	raw, _ := json.Marshal(row)
	return raw
}
