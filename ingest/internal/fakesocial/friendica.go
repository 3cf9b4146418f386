package fakesocial

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// search answers search/tweets of API v1.1 as Friendica does (doc/API-Twitter.md): a bare list, newest first, of
// statuses with one hashtag after since_id. Pages are counted from the top; max_id is ignored.
func (s *Server) search(w http.ResponseWriter, r *http.Request) {
	if !s.admits(w, r) {
		return
	}
	q := r.URL.Query()
	count, _ := strconv.Atoi(q.Get("count"))
	count = min(max(count, 1), cmp.Or(s.Rows, 100), 100)
	page, _ := strconv.Atoi(q.Get("page"))
	var rows []Status
	for _, st := range s.statuses {
		if st.listed() && byID(st.ID, q.Get("since_id")) > 0 && s.matches(st, strings.TrimPrefix(q.Get("q"), "#"), url.Values{}) {
			rows = append(rows, st)
		}
	}
	from := min((max(page, 1)-1)*count, len(rows))
	rows = rows[from:min(from+count, len(rows))]
	fault := s.pageFault()
	items := fault.spoil(s.items(fault.apply(s.again(fault, rows), false), s.v1))
	body, _ := json.Marshal(items)
	if fault.Kind == Loop && s.last != nil {
		body = s.last
	}
	s.last = body
	answer(w, http.StatusOK, string(body))
}

// admits reports whether the reader has the login that the server wants; else it says so.
func (s *Server) admits(w http.ResponseWriter, r *http.Request) bool {
	if s.Login == "" || r.Header.Get("Authorization") == "Basic "+base64.StdEncoding.EncodeToString([]byte(s.Login)) {
		return true
	}
	answer(w, http.StatusUnauthorized, `{"status":{"error":"This API requires login","code":"401 Unauthorized","request":""}}`)
	return false
}

// show answers statuses/show of API v1.1 as Friendica does (src/Module/Api/Twitter/Statuses/Show.php): a status that it
// does not have, or does not show to this reader, is a bad request.
func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	if !s.admits(w, r) {
		return
	}
	id := strings.TrimSuffix(path.Base(r.URL.Path), ".json")
	if st, ok := s.find(id); ok && st.listed() {
		answer(w, http.StatusOK, string(s.v1(st)))
		return
	}
	body, _ := json.Marshal(map[string]string{
		"error": "There is no status with the uri-id " + id + " for the given user.", "code": "400 Bad Request",
		"request": strings.TrimPrefix(r.URL.Path, "/"),
	})
	answer(w, http.StatusBadRequest, string(body))
}

// v1 returns the JSON of one status as Friendica writes it.
func (s *Server) v1(st Status) json.RawMessage {
	if st.Raw != "" {
		return json.RawMessage(st.Raw)
	}
	name, host, _ := strings.Cut(st.Author, "@")
	host = cmp.Or(host, Host)
	id, _ := strconv.Atoi(st.ID)
	user := map[string]any{
		"id": 7, "id_str": "7", "name": strings.ToUpper(name[:1]) + name[1:], "screen_name": name, "location": "ActivityPub", "description": "",
		"url": "https://" + host + "/profile/" + name, "statusnet_profile_url": "https://" + host + "/profile/" + name, "protected": false,
		"created_at": "Fri Jan 01 10:00:00 +0000 2021", "followers_count": 3,
	}
	for k, v := range st.Account {
		user[k] = v
	}
	row := map[string]any{
		"id": id, "id_str": st.ID, "text": st.Content, "statusnet_html": "<p>" + st.Content + "</p>",
		"created_at":            st.Created.UTC().Format(time.RubyDate),
		"in_reply_to_status_id": nil, "in_reply_to_status_id_str": nil, "in_reply_to_screen_name": nil, "source": "Friendica",
		"external_url": st.URI(), "user": user, "entities": nil, "geo": nil, "favorited": false, "truncated": false, "attachments": []any{},
		"friendica_activities": map[string]any{"like": []any{}}, "friendica_private": false, "friendica_comments": 0,
	}
	if st.ReplyTo != "" {
		row["in_reply_to_status_id_str"] = st.ReplyTo
	}
	for k, v := range st.Fields {
		row[k] = v
	}
	raw, _ := json.Marshal(row)
	return raw
}

// find returns the status of that id, if the server holds it.
func (s *Server) find(id string) (Status, bool) {
	at := slices.IndexFunc(s.statuses, func(st Status) bool { return st.ID == id })
	if at < 0 {
		return Status{}, false
	}
	return s.statuses[at], true
}
