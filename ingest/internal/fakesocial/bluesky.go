package fakesocial

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Further kinds of faults.
const (
	LastPage Kind = "last page" // the page, and no mark of a next one
	Silence  Kind = "silence"   // no answer
	Expire   Kind = "expire"    // the access token is good for nothing any more
)

// A Bluesky is an account's own server, which logs it in and passes searches on, as the real one was measured to do. Of
// a Server it uses Add, Statuses, Requests, Limit, Rows and Faults, whose requests are those of searches. Of a Status,
// Author is a handle, Content plain text in which the Tags that stand there become facets, ReplyTo an address;
// Fields["record"] holds fields of the record, other Fields those of the view.
type Bluesky struct {
	Server
	Handle   string // of the account; default ann.example.org
	Password string
	NoSearch bool // there is nothing behind the server that could search
	Logins   int  // that it allows; default 30

	created, refreshed int
	access, refresh    string // the tokens that are good
}

// DID is the identifier of the account with that handle.
func DID(handle string) string { return "did:plc:" + strings.ReplaceAll(handle, ".", "") }

// PostURI returns the address by which the network knows the status.
func PostURI(st Status) string {
	return "at://" + DID(st.Author) + "/app.bsky.feed.post/" + st.ID
}

// Sessions returns how many logins and how many renewals there were.
func (b *Bluesky) Sessions() (created, refreshed int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.created, b.refreshed
}

// Expire makes the access token worth nothing, and the refresh token too if all is true.
func (b *Bluesky) Expire(all bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.access = ""
	if all {
		b.refresh = ""
	}
}

// Remove deletes posts.
func (b *Bluesky) Remove(uris ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.statuses = slices.DeleteFunc(b.statuses, func(st Status) bool { return slices.Contains(uris, PostURI(st)) })
}

// Rewrite gives a post another text.
func (b *Bluesky) Rewrite(uri, content string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.statuses {
		if PostURI(b.statuses[i]) == uri {
			b.statuses[i].Content = content
		}
	}
}

// ServeHTTP implements http.Handler.
func (b *Bluesky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests = append(b.requests, r.Method+" "+r.URL.RequestURI())
	limit := cmp.Or(b.Limit, 3000)
	left := limit - len(b.requests)
	w.Header().Set("RateLimit-Limit", strconv.Itoa(limit))
	w.Header().Set("RateLimit-Remaining", strconv.Itoa(max(left, 0)))
	w.Header().Set("RateLimit-Reset", strconv.FormatInt(time.Now().Add(5*time.Minute).Unix(), 10))
	method, _ := strings.CutPrefix(r.URL.Path, "/xrpc/")
	switch {
	case left < 0:
		xrpc(w, http.StatusTooManyRequests, "RateLimitExceeded", "Rate Limit Exceeded")
	case method == "com.atproto.server.createSession" && r.Method == http.MethodPost:
		b.create(w, r)
	case method == "com.atproto.server.refreshSession" && r.Method == http.MethodPost:
		b.renew(w, r)
	case method == "com.atproto.repo.getRecord":
		b.record(w, r.URL.Query())
	case method == "app.bsky.feed.searchPosts" || method == "app.bsky.feed.getPosts":
		if method == "app.bsky.feed.searchPosts" {
			b.pages++
			if b.failing(w, r) {
				return
			}
		}
		switch {
		case !b.authorized(w, r):
		case b.NoSearch:
			xrpc(w, http.StatusBadGateway, "UpstreamFailure", "Upstream service unreachable")
		case method == "app.bsky.feed.searchPosts":
			b.search(w, r.URL.Query())
		default:
			b.getPosts(w, r.URL.Query()["uris"])
		}
	default:
		xrpc(w, http.StatusNotImplemented, "MethodNotImplemented", "Method Not Implemented")
	}
}

// xrpc sends an error (https://atproto.com/specs/xrpc#error-responses).
func xrpc(w http.ResponseWriter, status int, name, message string) {
	body, _ := json.Marshal(map[string]string{"error": name, "message": message})
	answer(w, status, string(body))
}

// failing does what the script says of this search and reports whether it was answered.
func (b *Bluesky) failing(w http.ResponseWriter, r *http.Request) bool {
	for _, f := range b.Faults {
		if f.Request != b.pages {
			continue
		}
		switch f.Kind {
		case Silence:
			b.wait(r)
			return true
		case Expire:
			b.access = ""
		}
	}
	return b.fault(w)
}

// create logs in.
func (b *Bluesky) create(w http.ResponseWriter, r *http.Request) {
	var login struct{ Identifier, Password string }
	if err := json.NewDecoder(r.Body).Decode(&login); err != nil {
		xrpc(w, http.StatusBadRequest, "InvalidRequest", "Invalid request body")
		return
	}
	b.created++
	switch {
	case b.created > cmp.Or(b.Logins, 30):
		xrpc(w, http.StatusTooManyRequests, "RateLimitExceeded", "Rate Limit Exceeded")
	case login.Identifier != b.handle() || login.Password != b.Password:
		xrpc(w, http.StatusUnauthorized, "AuthenticationRequired", "Invalid identifier or password")
	default:
		b.session(w)
	}
}

func (b *Bluesky) handle() string { return cmp.Or(b.Handle, "ann.example.org") }

// session sends new tokens; those before are worth nothing.
func (b *Bluesky) session(w http.ResponseWriter) {
	n := strconv.Itoa(b.created) + "-" + strconv.Itoa(b.refreshed)
	b.access, b.refresh = "access."+n, "refresh."+n
	body, _ := json.Marshal(map[string]any{"accessJwt": b.access, "refreshJwt": b.refresh, "did": DID(b.handle()),
		"handle": b.handle(), "active": true})
	answer(w, http.StatusOK, string(body))
}

// renew exchanges a refresh token for new ones.
func (b *Bluesky) renew(w http.ResponseWriter, r *http.Request) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if token == "" || token != b.refresh {
		xrpc(w, http.StatusBadRequest, "ExpiredToken", "Token has been revoked")
		return
	}
	b.refreshed++
	b.session(w)
}

// authorized reports whether the request has a good access token, or answers it.
func (b *Bluesky) authorized(w http.ResponseWriter, r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case !ok:
		xrpc(w, http.StatusUnauthorized, "AuthMissing", "Authentication Required")
	case token == b.access && token != "":
		return true
	case strings.HasPrefix(token, "access."):
		xrpc(w, http.StatusBadRequest, "ExpiredToken", "Token has expired")
	default:
		xrpc(w, http.StatusBadRequest, "InvalidToken", "Token could not be verified")
	}
	return false
}

// search sends one page of what a search finds, the newest first. Its marks count rows, so that what arrives meanwhile
// moves the pages.
func (b *Bluesky) search(w http.ResponseWriter, q url.Values) {
	var rows []Status
	for _, st := range b.statuses {
		at := st.Created.UTC().Format("2006-01-02T15:04:05.000Z")
		if b.tagged(st, q["tag"]) && at >= q.Get("since") && (q.Get("until") == "" || at < q.Get("until")) {
			rows = append(rows, st)
		}
	}
	slices.SortStableFunc(rows, func(x, y Status) int { return y.Created.Compare(x.Created) })
	from, err := strconv.Atoi(cmp.Or(q.Get("cursor"), "0"))
	if err != nil || from < 0 {
		xrpc(w, http.StatusBadRequest, "InvalidRequest", "Malformed cursor")
		return
	}
	limit, err := strconv.Atoi(cmp.Or(q.Get("limit"), "25"))
	if err != nil || limit < 1 || limit > 100 || q.Get("q") == "" {
		xrpc(w, http.StatusBadRequest, "InvalidRequest", "Error: Params must have q, and limit from 1 to 100")
		return
	}
	from = min(from, len(rows))
	to := min(from+min(limit, cmp.Or(b.Rows, 100)), len(rows))
	page := b.pageFault()
	shown := page.apply(rows[from:to], false)
	result := map[string]any{"posts": b.views(shown), "hitsTotal": len(rows)}
	if to < len(rows) {
		result["cursor"] = strconv.Itoa(to)
	}
	switch page.Kind {
	case LastPage:
		delete(result, "cursor")
	case ShortPage:
		result["cursor"] = strconv.Itoa(from + len(shown))
	case Reordered:
		views := slices.Clone(b.views(shown))
		slices.Reverse(views)
		result["posts"] = views
	}
	body, _ := json.Marshal(result)
	if page.Kind == Loop && b.last != nil {
		body = b.last
	}
	b.last = body
	answer(w, http.StatusOK, string(body))
}

// tagged reports whether a status has all of these hashtags.
func (b *Bluesky) tagged(st Status, tags []string) bool {
	return st.listed() && !slices.ContainsFunc(tags, func(tag string) bool {
		return !slices.ContainsFunc(st.Tags, func(t string) bool { return strings.EqualFold(t, tag) })
	})
}

// getPosts sends those posts that there are.
func (b *Bluesky) getPosts(w http.ResponseWriter, uris []string) {
	if len(uris) == 0 || len(uris) > 25 {
		xrpc(w, http.StatusBadRequest, "InvalidRequest", "Error: uris must not have more than 25 elements")
		return
	}
	var rows []Status
	for _, st := range b.statuses {
		if slices.Contains(uris, PostURI(st)) {
			rows = append(rows, st)
		}
	}
	body, _ := json.Marshal(map[string]any{"posts": b.views(rows)})
	answer(w, http.StatusOK, string(body))
}

// record sends the record of one post.
func (b *Bluesky) record(w http.ResponseWriter, q url.Values) {
	uri := "at://" + q.Get("repo") + "/" + q.Get("collection") + "/" + q.Get("rkey")
	for _, st := range b.statuses {
		if PostURI(st) == uri {
			body, _ := json.Marshal(map[string]any{"uri": uri, "value": blueskyRecord(st)})
			answer(w, http.StatusOK, string(body))
			return
		}
	}
	xrpc(w, http.StatusBadRequest, "RecordNotFound", "Could not locate record: "+uri)
}

// views returns the JSON of statuses (app.bsky.feed.defs#postView).
func (b *Bluesky) views(rows []Status) []json.RawMessage {
	views := []json.RawMessage{}
	for _, st := range rows {
		if st.Raw != "" {
			views = append(views, json.RawMessage(st.Raw))
			continue
		}
		name, _, _ := strings.Cut(st.Author, ".")
		author := map[string]any{"did": DID(st.Author), "handle": st.Author,
			"displayName": strings.ToUpper(name[:1]) + name[1:], "labels": []any{}}
		maps.Copy(author, st.Account)
		view := map[string]any{
			"uri": PostURI(st), "cid": fmt.Sprintf("bafy%x", len(st.Content)), "author": author, "record": blueskyRecord(st), "labels": []any{},
			"indexedAt":  st.Created.Add(time.Second).UTC().Format("2006-01-02T15:04:05.000Z"),
			"replyCount": 0, "repostCount": 0, "likeCount": 0, "quoteCount": 0,
		}
		for k, v := range st.Fields {
			if k != "record" {
				view[k] = v
			}
		}
		raw, _ := json.Marshal(view)
		views = append(views, raw)
	}
	return views
}

// blueskyRecord returns a post as its author published it (app.bsky.feed.post).
func blueskyRecord(st Status) map[string]any {
	record := map[string]any{
		"$type": "app.bsky.feed.post", "text": st.Content, "createdAt": st.Created.UTC().Format("2006-01-02T15:04:05.000Z"),
		"langs": []string{"en"},
	}
	var facets []any
	var hidden []string
	for _, t := range st.Tags {
		at := strings.Index(strings.ToLower(st.Content), "#"+strings.ToLower(t))
		if at < 0 {
			hidden = append(hidden, t)
			continue
		}
		facets = append(facets, map[string]any{ // Go indexes strings by byte, as facets do
			"index":    map[string]int{"byteStart": at, "byteEnd": at + 1 + len(t)},
			"features": []any{map[string]string{"$type": "app.bsky.richtext.facet#tag", "tag": t}},
		})
	}
	if facets != nil {
		record["facets"] = facets
	}
	if hidden != nil {
		record["tags"] = hidden
	}
	if st.ReplyTo != "" {
		ref := map[string]string{"uri": st.ReplyTo, "cid": "bafy"}
		record["reply"] = map[string]any{"root": ref, "parent": ref}
	}
	if more, ok := st.Fields["record"].(map[string]any); ok {
		maps.Copy(record, more)
	}
	return record
}
