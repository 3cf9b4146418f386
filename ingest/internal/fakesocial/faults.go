package fakesocial

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A Kind is one way in which a request goes wrong, or in which the timeline changes just before it.
type Kind string

// The kinds of faults.
const (
	Answer    Kind = "answer"             // Status, Header and Body in place of the page
	Cut       Kind = "cut"                // the connection ends inside the body
	Drip      Kind = "drip"               // the beginning of an answer, and no more
	Flood     Kind = "flood"              // a body of nine MiB
	ShortPage Kind = "short page"         // only Rows rows, those nearest to where the reader stands
	EmptyPage Kind = "empty page"         // no rows and no links
	EmptyNext Kind = "empty page, linked" // no rows, with the links that the full page has
	Loop      Kind = "loop"               // the page before, again
	Reordered Kind = "reordered"          // the rows in the other order
	Twice     Kind = "twice"              // the first row a second time at the end
	Again     Kind = "again"              // the last row of the page before at the beginning
	Broken    Kind = "broken item"        // one more item, which is no status
	Nulls     Kind = "nulls"              // null in every field of the first row that a reader can do without
	Partial   Kind = "partial"            // XV2: an error beside the posts
	Arrive    Kind = "arrive"             // Post arrives, however old it is; without Created it is written just now
	Edit      Kind = "edit"               // the status ID has Body for its content from now on
	Delete    Kind = "delete"             // the status ID is no more
	OptOut    Kind = "opt out"            // the accounts named Body want to be left alone from now on
)

// A Fault is what happens at one request for a page, or for a single status of API v1.1.
type Fault struct {
	Request int // from 1; counts such requests
	Kind    Kind
	Status  int
	Header  map[string]string
	Body    string
	Rows    int
	ID      string // "": the status in the middle of those that the server holds
	Post    Status
}

// faulty counts a request for a page, does what the script says of it and reports whether it was answered.
func (s *Server) faulty(w http.ResponseWriter, r *http.Request) bool {
	s.pages++
	switch s.pageFault().Kind {
	case Silence:
		s.wait(r)
		return true
	case Drip:
		fmt.Fprint(w, `[{"id":"1",`)
		_ = http.NewResponseController(w).Flush() // what a reader does not get, it does not get
		s.wait(r)
		return true
	}
	return s.fault(w)
}

// wait lets r hang, at most for five seconds, without keeping other requests out.
func (s *Server) wait(r *http.Request) {
	s.mu.Unlock()
	defer s.mu.Lock()
	select {
	case <-r.Context().Done():
	case <-time.After(5 * time.Second):
	}
}

// fault does what the script says of this request and reports whether it was answered.
func (s *Server) fault(w http.ResponseWriter) bool {
	for _, f := range s.Faults {
		if f.Request != s.pages {
			continue
		}
		switch f.Kind {
		case Answer:
			if f.Status == http.StatusTooManyRequests { // says no more than the script
				for _, k := range []string{"Limit", "Remaining", "Reset"} {
					w.Header().Del("X-RateLimit-" + k)
				}
			}
			for k, v := range f.Header {
				w.Header().Set(k, v)
			}
			w.WriteHeader(f.Status)
			fmt.Fprint(w, f.Body)
			return true
		case Cut:
			w.Header().Set("Content-Length", "100000")
			fmt.Fprint(w, `[{"id":"1","uri":"https://`)
			return true
		case Flood:
			fmt.Fprint(w, "["+strings.Repeat(" ", 9<<20)+"]")
			return true
		}
		s.change(f)
	}
	return false
}

// change does what f does to the statuses themselves.
func (s *Server) change(f Fault) {
	at := slices.IndexFunc(s.statuses, func(st Status) bool { return st.ID == f.ID })
	if f.ID == "" {
		at = len(s.statuses)/2 - 1 + len(s.statuses)%2
	}
	switch {
	case f.Kind == Arrive:
		s.add(f.Post)
	case f.Kind == Edit && at >= 0:
		s.statuses[at].Content = f.Body
		s.statuses[at].Edited = s.statuses[at].Created.Add(time.Minute)
	case f.Kind == Delete && at >= 0:
		s.statuses = slices.Delete(s.statuses, at, at+1)
	case f.Kind == OptOut:
		for i := range s.statuses {
			if s.statuses[i].Author == f.Body {
				s.statuses[i].Account = map[string]any{"noindex": true, "description": "#nobot"}
			}
		}
	}
}

// pageFault returns the fault that changes the page of this request, or none.
func (s *Server) pageFault() Fault {
	for _, f := range s.Faults {
		if f.Request == s.pages {
			return f
		}
	}
	return Fault{}
}

// again returns rows with the last one of the page before in front, if f says so.
func (s *Server) again(f Fault, rows []Status) []Status {
	before := s.before
	if len(rows) > 0 {
		s.before = &rows[len(rows)-1]
	}
	if f.Kind == Again && before != nil {
		return append([]Status{*before}, rows...)
	}
	return rows
}

// apply returns the rows that are left of a page, which leads up or down.
func (f Fault) apply(rows []Status, up bool) []Status {
	switch f.Kind {
	case EmptyPage, EmptyNext:
		return nil
	case ShortPage:
		if up {
			return rows[max(len(rows)-f.Rows, 0):]
		}
		return rows[:min(len(rows), f.Rows)]
	case Twice:
		if len(rows) > 0 {
			return append(slices.Clone(rows), rows[0])
		}
	}
	return rows
}

// spoil returns what f leaves of the items of a page.
func (f Fault) spoil(items []json.RawMessage) []json.RawMessage {
	switch {
	case f.Kind == Reordered:
		slices.Reverse(items)
	case f.Kind == Broken:
		items = slices.Insert(items, len(items)/2, json.RawMessage(`{"id":[],"text":7,"uri":false,"account":"ann"}`))
	case f.Kind == Nulls && len(items) > 0:
		items[0] = nulls(items[0])
	}
	return items
}

// needed are the fields that a reader cannot do without.
var needed = []string{"id", "id_str", "uri", "text", "content", "created_at", "tags", "user", "external_url", "author_id", "account"}

// nulls returns a status with null in every field that is not needed.
func nulls(item json.RawMessage) json.RawMessage {
	var fields map[string]any
	if json.Unmarshal(item, &fields) != nil {
		return item
	}
	for k := range fields {
		if !slices.Contains(needed, k) {
			fields[k] = nil
		}
	}
	out, _ := json.Marshal(fields)
	return out
}
