package sample

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of a page of a timeline (https://docs.joinmastodon.org/methods/timelines/#tag).
const (
	defaultLimit = 20
	maxLimit     = 40
)

// newMastodon returns a server of the Mastodon API with the statuses of the community. It has what a reader without an
// account needs: the tag timeline, statuses by their ids and the description of the instance.
func newMastodon() http.Handler {
	timeline := readStatuses()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/timelines/tag/{tag}", func(w http.ResponseWriter, r *http.Request) {
		q, err := newQuery(r.PathValue("tag"), r.URL.Query())
		if err != nil {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
			return
		}
		page := q.page(timeline)
		if len(page) > 0 {
			w.Header().Set("Link", q.links(page))
		}
		writeJSON(w, http.StatusOK, page)
	})
	byID := map[string]*status{}
	for _, s := range timeline {
		byID[s.ID] = s
	}
	mux.HandleFunc("GET /api/v1/statuses", func(w http.ResponseWriter, r *http.Request) {
		found := []*status{} // an empty list is [] and not null
		for _, id := range r.URL.Query()["id[]"] {
			if s := byID[id]; s != nil {
				found = append(found, s)
			}
		}
		writeJSON(w, http.StatusOK, found)
	})
	mux.HandleFunc("GET /api/v1/statuses/{id}", func(w http.ResponseWriter, r *http.Request) {
		if s := byID[r.PathValue("id")]; s != nil {
			writeJSON(w, http.StatusOK, s)
			return
		}
		writeJSON(w, http.StatusNotFound, map[string]string{"error": "Record not found"})
	})
	mux.HandleFunc("GET /api/v2/instance", func(w http.ResponseWriter, _ *http.Request) {
		public := map[string]string{"local": "public", "remote": "public"}
		writeJSON(w, http.StatusOK, map[string]any{
			"domain": socialHost, "title": "Larkspur Social", "version": "4.5.0",
			"configuration": map[string]any{"timelines_access": map[string]any{"hashtag_feeds": public}},
		})
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusNotFound, map[string]string{"error": "Record not found"})
	})
	return mux
}

// writeJSON answers with v.
func writeJSON(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // the types of this package can all be written
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(data)
}

// A query is one request for a page of a tag timeline.
type query struct {
	tag               string
	any, all, none    []string // folded
	local             bool
	limit             int
	max, since, least uint64 // max_id, since_id and min_id; 0 if not given
	raw               url.Values
}

// newQuery reads the parameters of a request for the timeline of tag.
func newQuery(tag string, v url.Values) (*query, error) {
	q := &query{tag: strings.ToLower(tag), any: folded(v["any[]"]), all: folded(v["all[]"]), none: folded(v["none[]"]), limit: defaultLimit, raw: v}
	q.local, _ = strconv.ParseBool(v.Get("local"))
	if s := v.Get("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("limit %q is not a positive number", s)
		}
		q.limit = min(n, maxLimit)
	}
	for key, id := range map[string]*uint64{"max_id": &q.max, "since_id": &q.since, "min_id": &q.least} {
		s := v.Get(key)
		if s == "" {
			continue
		}
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s %q is not an id of this server", key, s)
		}
		*id = n
	}
	return q, nil
}

// folded returns the hashtags in lower case.
func folded(tags []string) []string {
	out := make([]string, len(tags))
	for i, t := range tags {
		out[i] = strings.ToLower(t)
	}
	return out
}

// page returns the statuses that q asks for, newest first: those next above min_id if it is given, else the newest
// ones.
func (q *query) page(timeline []*status) []*status {
	found := []*status{} // an empty page is [] and not null
	for _, s := range timeline {
		if q.max != 0 && s.number >= q.max || s.number <= q.since || s.number <= q.least || !q.wants(s) {
			continue
		}
		found = append(found, s)
	}
	switch {
	case len(found) <= q.limit:
		return found
	case q.least != 0:
		return found[len(found)-q.limit:]
	}
	return found[:q.limit]
}

// wants reports whether s has the hashtags that q asks for.
func (q *query) wants(s *status) bool {
	has := func(tag string) bool {
		return slices.ContainsFunc(s.Tags, func(t statusTag) bool { return t.Name == tag })
	}
	if !has(q.tag) && !slices.ContainsFunc(q.any, has) {
		return false
	}
	lacks := func(tag string) bool { return !has(tag) }
	return !slices.ContainsFunc(q.all, lacks) && !slices.ContainsFunc(q.none, has) && (!q.local || s.local)
}

// links returns the Link header that leads from page to the older and the newer one.
func (q *query) links(page []*status) string {
	link := func(rel, key, id string) string {
		v := url.Values{}
		for k, values := range q.raw {
			if k != "max_id" && k != "since_id" && k != "min_id" {
				v[k] = values
			}
		}
		v.Set(key, id)
		return fmt.Sprintf(`<https://%s/api/v1/timelines/tag/%s?%s>; rel="%s"`, socialHost, url.PathEscape(q.tag), v.Encode(), rel)
	}
	return link("next", "max_id", page[len(page)-1].ID) + ", " + link("prev", "min_id", page[0].ID)
}

// snowflake returns the id that Mastodon gives to a status of this time: milliseconds above 16 other bits, here the
// status' own number.
func snowflake(at time.Time, n int) uint64 { return uint64(at.UnixMilli())<<16 | uint64(n) }
