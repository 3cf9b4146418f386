package fakesocial

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// A Kind is one way in which a request goes wrong, or in which the timeline changes just before it.
type Kind string

// The kinds of faults.
const (
	Answer    Kind = "answer"     // Status, Header and Body in place of the page
	Cut       Kind = "cut"        // the connection ends inside the body
	ShortPage Kind = "short page" // only Rows rows, those nearest to where the reader stands
	EmptyPage Kind = "empty page" // no rows and no links
	Loop      Kind = "loop"       // the page before, again
	Reordered Kind = "reordered"  // the rows in the other order
	Twice     Kind = "twice"      // the first row a second time at the end
	Arrive    Kind = "arrive"     // Post arrives, however old it is
	Edit      Kind = "edit"       // the status ID has Body for its content from now on
	Delete    Kind = "delete"     // the status ID is no more
)

// A Fault is what happens at one request for a page.
type Fault struct {
	Request int // from 1; counts requests for pages
	Kind    Kind
	Status  int
	Header  map[string]string
	Body    string
	Rows    int
	ID      string
	Post    Status
}

// fault does what the script says of this request and reports whether it was answered.
func (s *Server) fault(w http.ResponseWriter) bool {
	for _, f := range s.Faults {
		if f.Request != s.pages {
			continue
		}
		at := slices.IndexFunc(s.statuses, func(st Status) bool { return st.ID == f.ID })
		switch f.Kind {
		case Answer:
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
		case Arrive:
			s.add(f.Post)
		case Edit:
			if at >= 0 {
				s.statuses[at].Content = f.Body
				s.statuses[at].Edited = s.statuses[at].Created.Add(time.Minute)
			}
		case Delete:
			if at >= 0 {
				s.statuses = slices.Delete(s.statuses, at, at+1)
			}
		}
	}
	return false
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

// apply returns the rows that are left of a page, which leads up or down.
func (f Fault) apply(rows []Status, up bool) []Status {
	switch f.Kind {
	case EmptyPage:
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
