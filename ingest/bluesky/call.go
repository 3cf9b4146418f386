package bluesky

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/social"
	"recap/ingest/text"
)

// A skyAnswer is one page of posts.
type skyAnswer struct {
	social.SearchPage
	posts     []json.RawMessage
	remaining int   // requests that the server allows before its limit is reset; -1 if it does not say
	size      int64 // bytes
}

// decodeSky reads an answer with posts. What is no post is a row too, so that it can be told.
func decodeSky(resp *fetch.Response) (*skyAnswer, error) {
	body := bytes.TrimSpace(resp.Body)
	if len(body) == 0 || body[0] != '{' && body[0] != '[' {
		return nil, fetch.WrongTypeError(resp, "JSON")
	}
	var answer struct {
		Cursor string             `json:"cursor"`
		Posts  *[]json.RawMessage `json:"posts"`
	}
	err := json.Unmarshal(body, &answer)
	if err == nil && answer.Posts == nil {
		err = errors.New("it has no posts")
	}
	if err != nil {
		return nil, &fetch.Error{URL: fetch.Redact(resp.URL), Reason: fetch.Damaged, Status: resp.Status, Header: resp.Header,
			Err: fmt.Errorf("no answer of a search: %w", err)}
	}
	a := &skyAnswer{posts: *answer.Posts, remaining: -1, size: int64(len(resp.Body))}
	a.Rows, a.Cursor = len(a.posts), answer.Cursor
	for _, raw := range a.posts {
		if at := skySortTime(raw); !at.IsZero() {
			a.Times = append(a.Times, at)
		}
	}
	if n, err := strconv.Atoi(resp.Header.Get("RateLimit-Remaining")); err == nil {
		a.remaining = max(n, 0)
	}
	return a, nil
}

// skySortTime returns the time by which the search sorts a post, the zero time if it has none that can be read.
func skySortTime(raw json.RawMessage) time.Time {
	var row struct {
		IndexedAt json.RawMessage `json:"indexedAt"`
		Record    struct {
			CreatedAt json.RawMessage `json:"createdAt"`
		} `json:"record"`
	}
	_ = json.Unmarshal(raw, &row) // what cannot be read is told when its post is made
	created, _ := social.Scalar(row.Record.CreatedAt)
	indexed, _ := social.Scalar(row.IndexedAt)
	return claimedOrIndexed(social.Time(created), social.Time(indexed))
}

// claimedOrIndexed returns when a post was written: what it claims, unless it claims nothing or that it was written
// after the network had it.
func claimedOrIndexed(created, indexed time.Time) time.Time {
	if created.IsZero() || !indexed.IsZero() && indexed.Before(created) {
		return indexed
	}
	return created
}

// call sends one query (https://atproto.com/specs/xrpc), logged in. Where the server takes the tokens no longer, it
// renews them.
func (s *blueskySource) call(ctx context.Context, method string, q url.Values) (*fetch.Response, error) {
	if err := s.logIn(ctx); err != nil {
		return nil, err
	}
	for {
		resp, err := s.send(ctx, fetch.Request{URL: s.method(method) + "?" + q.Encode(), Header: bearer(s.login.Access)})
		if err == nil {
			s.login.refreshed = false
			return resp, nil
		}
		if !tokenRefused(err) {
			return nil, s.explain(err)
		}
		if err := s.renew(ctx, err); err != nil {
			return nil, err
		}
	}
}

// send sends one request.
func (s *blueskySource) send(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	r.Accept, r.Limit = "application/json", skyPage
	r.AllowPrivate, r.Pause = s.cfg.AllowPrivate, s.cfg.HostPause
	return s.env.HTTP.Get(ctx, r)
}

func bearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token}
}

// xrpcError returns the name of an error and what it says (https://atproto.com/specs/xrpc#error-responses), both "" if
// body is none.
func xrpcError(body []byte) (name, message string) {
	var e struct {
		Name    json.RawMessage `json:"error"`
		Message json.RawMessage `json:"message"`
	}
	if json.Unmarshal(body, &e) != nil {
		return "", ""
	}
	name, _ = social.Scalar(e.Name)
	message, _ = social.Scalar(e.Message)
	return text.Line(text.Cut(name, 80)), text.Line(text.Cut(message, 200))
}

// xrpcErrorOf returns the name that the server gave to an error; "" if it was not the server's.
func xrpcErrorOf(err error) string {
	var fault *fetch.Error
	if !errors.As(err, &fault) {
		return ""
	}
	name, _ := xrpcError(fault.Body)
	return name
}

// tokenRefused reports whether the server did not take the token of a request.
func tokenRefused(err error) bool {
	var fault *fetch.Error
	if !errors.As(err, &fault) {
		return false
	}
	switch name, _ := xrpcError(fault.Body); name {
	case "ExpiredToken", "InvalidToken":
		return true
	}
	return fault.Status == http.StatusUnauthorized
}

// explain says what an error of the server means and what to do about it.
func (s *blueskySource) explain(err error) error {
	var fault *fetch.Error
	if !errors.As(err, &fault) || fault.Status == 0 || fault.Reason == fetch.RateLimited {
		return err
	}
	e := *fault
	name, message := xrpcError(fault.Body)
	_, page := text.HTMLPage(fault.Body)
	switch {
	case name == "UpstreamFailure", name == "UpstreamTimeout", e.Status == http.StatusBadGateway, e.Status == http.StatusGatewayTimeout:
		e.Err, e.Hint = errors.New("the search behind the server does not answer"), "nothing is lost, the next run goes on"
	case e.Status == http.StatusForbidden && page:
		e.Err, e.Hint = errors.New("the host refuses searches of programs, with an HTML page"),
			"set server to the account's own server, "+defaultPDS+" for most"
	case name == "AccountTakedown", name == "AccountDeactivated", name == "AccountSuspended":
		e.Err, e.Hint = fmt.Errorf("the account %s is closed", s.handle), "log in with another one"
	case e.Reason == fetch.NotFound, name == "MethodNotImplemented", name == "XRPCNotSupported":
		e.Err, e.Hint = errors.New("the server does not know the search"), "is this the account's server (PDS)?"
	case name != "" && !s.secretIn(name+message):
		e.Err = errors.New(strings.TrimSuffix(name+": "+message, ": "))
	}
	return &e
}

// method returns the address of an XRPC method.
func (s *blueskySource) method(name string) string { return s.base.String() + "/xrpc/" + name }
