package fakesocial

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// reach is how far back recent search goes.
const reach = 7 * 24 * time.Hour

// epoch is when the ids of X begin, in Unix milliseconds.
const epoch = 1288834974657

// snowflake returns the id of a post of X of that time with n in its lower bits.
func snowflake(created time.Time, n int64) string {
	return strconv.FormatInt((created.UnixMilli()-epoch)<<22+n, 10)
}

// Billed returns how many posts and accounts were given so far, each of which X charges for.
func (s *Server) Billed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.billed
}

// problem answers with an error as X writes it (RFC 9457).
func problem(w http.ResponseWriter, status int, title, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	body, _ := json.Marshal(map[string]any{"title": title, "detail": detail, "type": "about:blank", "status": status})
	fmt.Fprint(w, string(body))
}

// knows reports whether a request bears the token, and answers if it does not.
func (s *Server) knows(w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Authorization") != "Bearer "+s.Token {
		problem(w, http.StatusUnauthorized, "Unauthorized", "Unauthorized")
		return false
	}
	return true
}

// recent answers recent search of API v2: newest first, next_token in place of page numbers, meta in every answer.
func (s *Server) recent(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	oldest := s.now().Add(-reach)
	start, err := time.Parse(time.RFC3339, q.Get("start_time"))
	most, _ := strconv.Atoi(cmp.Or(q.Get("max_results"), "10"))
	switch {
	case !s.knows(w, r):
		return
	case q.Get("query") == "":
		problem(w, http.StatusBadRequest, "Invalid Request", "query: must not be empty")
		return
	case most < 10 || most > 100:
		problem(w, http.StatusBadRequest, "Invalid Request", "max_results: must be between 10 and 100")
		return
	case q.Get("start_time") != "" && (err != nil || start.Before(oldest)):
		problem(w, http.StatusBadRequest, "Invalid Request", "start_time: must be a time within the last 7 days")
		return
	case q.Get("since_id") != "" && byID(q.Get("since_id"), snowflake(oldest, 0)) < 0:
		problem(w, http.StatusBadRequest, "Invalid Request", "since_id: must be a post of the last 7 days")
		return
	case !strings.Contains(strings.Join(slices.Collect(maps.Keys(q)), " "), cmp.Or(s.Names, "tweet")+".fields"):
		problem(w, http.StatusBadRequest, "Invalid Request", "the query parameters are not known")
		return
	}
	below := strings.TrimPrefix(q.Get("next_token"), "t")
	var rows []Status
	for _, st := range s.statuses {
		if st.listed() && !st.Created.Before(oldest) && !st.Created.Before(start) && byID(st.ID, q.Get("since_id")) > 0 &&
			(below == "" || byID(st.ID, below) < 0) && queryMatches(q.Get("query"), st) {
			rows = append(rows, st)
		}
	}
	more := len(rows)
	rows = rows[:min(len(rows), most, cmp.Or(s.Rows, 100))]
	s.sendRecent(w, rows, len(rows) < more)
}

// queryMatches reports whether st has the hashtags of a query of the form (#a OR #b) #c -#d -is:retweet.
func queryMatches(query string, st Status) bool {
	any, rest, _ := strings.Cut(strings.TrimPrefix(query, "("), ")")
	has := func(term string) bool {
		return slices.ContainsFunc(st.Tags, func(t string) bool { return strings.EqualFold(t, strings.TrimPrefix(term, "#")) })
	}
	if !slices.ContainsFunc(strings.Split(any, " OR "), has) {
		return false
	}
	for _, term := range strings.Fields(rest) {
		if none, ok := strings.CutPrefix(term, "-#"); ok && has(none) || strings.HasPrefix(term, "#") && !has(term) {
			return false
		}
	}
	return true
}

// sendRecent sends a page of a search, of which more may follow.
func (s *Server) sendRecent(w http.ResponseWriter, rows []Status, more bool) {
	fault := s.pageFault()
	full := rows
	rows = fault.apply(s.again(fault, rows), false)
	meta := map[string]any{"result_count": len(rows)}
	if len(rows) > 0 {
		meta["newest_id"], meta["oldest_id"] = rows[0].ID, rows[len(rows)-1].ID
		if more || len(rows) < len(full) {
			meta["next_token"] = "t" + rows[len(rows)-1].ID
		}
	}
	if fault.Kind == EmptyNext && len(full) > 0 {
		meta["next_token"] = "t" + strconv.FormatInt(mustInt(full[0].ID)+1, 10)
	}
	document := s.document(fault.spoil(s.items(rows, s.v2)), rows)
	document["meta"] = meta
	if fault.Kind == Partial {
		document["errors"] = []any{map[string]any{"resource_type": "tweet", "value": "123", "title": "Not Found Error",
			"detail": "Could not find tweet with referenced_tweets.id: [123].", "type": "https://api.twitter.com/2/problems/resource-not-found"}}
	}
	body, _ := json.Marshal(document)
	if fault.Kind == Loop && s.last != nil {
		body = s.last
	}
	s.last = body
	answer(w, http.StatusOK, string(body))
}

// document returns an answer with items and the accounts of rows, and puts both on the bill.
func (s *Server) document(items []json.RawMessage, rows []Status) map[string]any {
	document := map[string]any{}
	if len(items) > 0 {
		document["data"] = items
	}
	var users []any
	seen := map[string]bool{}
	for _, st := range rows {
		if seen[st.Author] {
			continue
		}
		seen[st.Author] = true
		name, _, _ := strings.Cut(st.Author, "@")
		user := map[string]any{"id": userID(st.Author), "username": name, "name": strings.ToUpper(name[:1]) + name[1:],
			"description": "", "protected": false}
		for k, v := range st.Account {
			user[k] = v
		}
		users = append(users, user)
	}
	if len(users) > 0 {
		document["includes"] = map[string]any{"users": users}
	}
	s.billed += len(items) + len(users)
	return document
}

// userID returns a number for an account.
func userID(author string) string {
	n := 1000
	for _, r := range author {
		n = n*31%1000003 + int(r)
	}
	return strconv.Itoa(n)
}

// v2 returns the JSON of one post of API v2, under the names that the server has for things.
func (s *Server) v2(st Status) json.RawMessage {
	if st.Raw != "" {
		return json.RawMessage(st.Raw)
	}
	names := cmp.Or(s.Names, "tweet")
	shares := map[string]string{"tweet": "retweet_count", "post": "repost_count"}[names]
	var tags []any
	for _, t := range st.Tags {
		tags = append(tags, map[string]any{"start": 0, "end": len(t) + 1, "tag": t})
	}
	row := map[string]any{
		"id": st.ID, "text": st.Content, "author_id": userID(st.Author),
		"created_at": st.Created.UTC().Format("2006-01-02T15:04:05.000Z"), "lang": "en",
		"possibly_sensitive": false, "edit_history_" + names + "_ids": []string{st.ID}, "entities": map[string]any{"hashtags": tags},
		"public_metrics": map[string]any{shares: 0, "reply_count": 0, "like_count": 0, "quote_count": 0},
	}
	if st.ReplyTo != "" {
		row["referenced_"+names+"s"] = []any{map[string]any{"type": "replied_to", "id": st.ReplyTo}}
		if parent, ok := s.find(st.ReplyTo); ok {
			row["in_reply_to_user_id"] = userID(parent.Author)
		}
	}
	for k, v := range st.Fields {
		row[k] = v
	}
	raw, _ := json.Marshal(row)
	return raw
}

// lookup answers a request for posts by their ids: those that are there, and an error for each that is not.
func (s *Server) lookup(w http.ResponseWriter, r *http.Request) {
	ids := strings.Split(r.URL.Query().Get("ids"), ",")
	switch {
	case !s.knows(w, r):
		return
	case len(ids) > 100 || ids[0] == "":
		problem(w, http.StatusBadRequest, "Invalid Request", "ids: must be 1 to 100 ids")
		return
	}
	var rows []Status
	var missing []any
	for _, id := range ids {
		if st, ok := s.find(id); ok && st.listed() {
			rows = append(rows, st)
			continue
		}
		missing = append(missing, map[string]any{"resource_type": "tweet", "value": id, "resource_id": id,
			"parameter": "ids", "title": "Not Found Error",
			"detail": "Could not find tweet with ids: [" + id + "].", "type": "https://api.twitter.com/2/problems/resource-not-found"})
	}
	document := s.document(s.items(rows, s.v2), rows)
	if missing != nil {
		document["errors"] = missing
	}
	body, _ := json.Marshal(document)
	answer(w, http.StatusOK, string(body))
}

// mustInt returns an id as a number.
func mustInt(id string) int64 {
	n, _ := strconv.ParseInt(id, 10, 64)
	return n
}
