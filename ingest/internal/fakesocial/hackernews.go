package fakesocial

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A HackerNews is the search of Hacker News (https://hn.algolia.com/api). Of a Server it uses Add, Statuses, Requests,
// Rows and Faults. Of a Status, Author is an account, Content the text of a comment, Title a field of a story in
// Fields, ReplyTo the number of what a comment answers, and Tags the words that find it beside those that stand in it.
type HackerNews struct{ Server }

// ServeHTTP implements http.Handler.
func (n *HackerNews) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.requests = append(n.requests, r.URL.RequestURI())
	if r.URL.Path != "/api/v1/search_by_date" {
		answer(w, http.StatusNotFound, `{"message":"Not Found"}`)
		return
	}
	n.pages++
	for _, f := range n.Faults {
		if f.Request == n.pages && f.Kind == Silence {
			n.wait(r)
			return
		}
	}
	if !n.fault(w) {
		n.search(w, r.URL.Query())
	}
}

// search sends one page, the newest items first.
func (n *HackerNews) search(w http.ResponseWriter, q url.Values) {
	var rows []Status
	for _, st := range n.statuses {
		if strings.Contains(q.Get("tags"), itemKind(st)) && inLimits(st, q.Get("numericFilters")) && n.finds(st, q.Get("query")) {
			rows = append(rows, st)
		}
	}
	slices.SortStableFunc(rows, func(x, y Status) int { return y.Created.Compare(x.Created) })
	size, err := strconv.Atoi(cmp.Or(q.Get("hitsPerPage"), "20"))
	if err != nil || size < 1 {
		answer(w, http.StatusBadRequest, `{"message":"invalid hitsPerPage","status":400}`)
		return
	}
	size = min(size, cmp.Or(n.Rows, 1000))
	number, _ := strconv.Atoi(q.Get("page"))
	from := min(number*size, len(rows))
	fault := n.pageFault()
	shown := fault.apply(rows[from:min(from+size, len(rows))], false)
	hits := []json.RawMessage{}
	for _, st := range shown {
		hits = append(hits, item(st))
	}
	if fault.Kind == Reordered {
		slices.Reverse(hits)
	}
	pages := (len(rows) + size - 1) / size
	if fault.Kind == LastPage {
		pages = number + 1
	}
	body, _ := json.Marshal(map[string]any{"hits": hits, "nbHits": len(rows), "page": number, "nbPages": pages, "hitsPerPage": size})
	if fault.Kind == Loop && n.last != nil {
		body = n.last
	}
	n.last = body
	answer(w, http.StatusOK, string(body))
}

// itemKind returns what an item is; stories have a title.
func itemKind(st Status) string {
	if st.Fields["title"] == nil {
		return "comment"
	}
	return "story"
}

// inLimits reports whether an item is of the time that filters such as "created_at_i>=5,created_at_i<=9" want.
func inLimits(st Status, filters string) bool {
	for f := range strings.SplitSeq(filters, ",") {
		if v, ok := strings.CutPrefix(f, "created_at_i>="); ok {
			if limit, err := strconv.ParseInt(v, 10, 64); err != nil || st.Created.Unix() < limit {
				return false
			}
		}
		if v, ok := strings.CutPrefix(f, "created_at_i<="); ok {
			if limit, err := strconv.ParseInt(v, 10, 64); err != nil || st.Created.Unix() > limit {
				return false
			}
		}
	}
	return true
}

// finds reports whether a search for the words of query gives the item.
func (n *HackerNews) finds(st Status, query string) bool {
	said := strings.ToLower(string(item(st)))
	for word := range strings.FieldsSeq(strings.ToLower(query)) {
		if !strings.Contains(said, word) && !slices.Contains(st.Tags, word) {
			return false
		}
	}
	return true
}

// item returns the JSON of an item.
func item(st Status) json.RawMessage {
	if st.Raw != "" {
		return json.RawMessage(st.Raw)
	}
	hit := map[string]any{
		"objectID": st.ID, "created_at": st.Created.UTC().Format("2006-01-02T15:04:05Z"), "created_at_i": st.Created.Unix(), "author": st.Author,
		"_tags": []string{itemKind(st), "author_" + st.Author},
	}
	if itemKind(st) == "story" {
		hit["points"], hit["num_comments"] = 1, 0
	} else {
		hit["comment_text"] = st.Content
	}
	if st.ReplyTo != "" {
		n, _ := strconv.Atoi(st.ReplyTo)
		hit["parent_id"], hit["story_id"] = n, n
	}
	maps.Copy(hit, st.Fields)
	raw, _ := json.Marshal(hit)
	return raw
}
