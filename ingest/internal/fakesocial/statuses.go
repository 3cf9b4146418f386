package fakesocial

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// maxList is how many statuses Mastodon gives by their ids at once.
const maxList = 20

// byIDs answers requests for single statuses: all profiles know them by id, and Mastodon also several at once.
func (s *Server) byIDs(w http.ResponseWriter, r *http.Request) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	ids := r.URL.Query()["id[]"]
	switch id := strings.TrimPrefix(r.URL.Path, "/api/v1/statuses/"); {
	case token != s.Token && (token != "" || s.Profile == GoToSocial):
		answer(w, http.StatusUnauthorized, `{"error":"The access token is invalid"}`)
	case id != r.URL.Path:
		if row := s.byStatusID(id); row != nil {
			answer(w, http.StatusOK, string(row))
			return
		}
		answer(w, http.StatusNotFound, `{"error":"Record not found"}`)
	case s.Profile == GoToSocial:
		answer(w, http.StatusMethodNotAllowed, `{"error":"Method Not Allowed"}`)
	case len(ids) > maxList:
		answer(w, http.StatusUnprocessableEntity, `{"error":"Validation failed"}`)
	default:
		rows := []json.RawMessage{}
		for _, id := range ids {
			if row := s.byStatusID(id); row != nil {
				rows = append(rows, row)
			}
		}
		body, _ := json.Marshal(rows)
		answer(w, http.StatusOK, string(body))
	}
}

// byStatusID returns the JSON of one status that anybody may see, or nil.
func (s *Server) byStatusID(id string) json.RawMessage {
	i := slices.IndexFunc(s.statuses, func(st Status) bool { return st.ID == id })
	if i < 0 || s.statuses[i].Visibility == "private" {
		return nil
	}
	return s.status(s.statuses[i])
}

// Delete takes a status away, as its author does.
func (s *Server) Delete(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.statuses = slices.DeleteFunc(s.statuses, func(st Status) bool { return st.ID == id })
}

// Change lets its author edit a status, at that time.
func (s *Server) Change(id string, at time.Time, edit func(*Status)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.statuses {
		if s.statuses[i].ID == id {
			edit(&s.statuses[i])
			s.statuses[i].Edited = at
		}
	}
}
