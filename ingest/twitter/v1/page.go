package v1

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/dghubble/go-twitter/twitter"

	"recap/ingest/fetch"
	"recap/ingest/twitter/api"
	"recap/ingest/twitter/status"
)

// A tweetAnswer is one page of a search.
type tweetAnswer struct {
	rows      []tweetRow
	skipped   []error // items that are no statuses
	remaining int     // requests that the server allows before its limit is reset; -1 if it does not say
	size      int64   // bytes
}

// A tweetRow is one status and what the walk needs of it.
type tweetRow struct {
	id      string // decimal
	created time.Time
	raw     json.RawMessage
}

// page asks the server for the page at which w stands.
func (s *tweetSearch) page(ctx context.Context, name string, w *tweetWalk) (*tweetAnswer, error) {
	header, err := s.authorization()
	if err != nil {
		return nil, err
	}
	guard := &tweetTransport{ctx: ctx, source: s, header: header, walk: w}
	client := twitter.NewClient(&http.Client{Transport: guard})
	search, _, err := client.Search.Tweets(&twitter.SearchTweetParams{
		Query: "#" + name, Count: tweetSearchRows, ResultType: "recent", TweetMode: "extended", IncludeEntities: twitter.Bool(true),
	})
	if err != nil {
		return nil, s.explain(err, header != nil)
	}
	a := &guard.answer
	for i := range search.Statuses {
		t := &search.Statuses[i]
		created, _ := status.Time(t)
		a.rows = append(a.rows, tweetRow{id: status.ID(t), created: created, raw: guard.raws[i]})
	}
	return a, nil
}

// A tweetTransport stands between go-twitter's client and the network for one request. The client knows one host, no
// context and no page, takes an answer of any status for success, and loses a page over one bad item; this sends the
// request to the source's server through the polite Client and gives back nothing but statuses that can be decoded.
type tweetTransport struct {
	ctx    context.Context
	source *tweetSearch
	header map[string]string
	walk   *tweetWalk

	answer tweetAnswer
	raws   []json.RawMessage // the statuses that were given back, as they came
}

// RoundTrip implements http.RoundTripper.
func (t *tweetTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	u := *t.source.base
	u.Path = strings.TrimRight(u.Path, "/") + strings.TrimPrefix(r.URL.Path, "/1.1")
	q := r.URL.Query()
	if t.walk.Since != "" {
		q.Set("since_id", t.walk.Since)
	}
	if t.walk.Page > 1 {
		q.Set("page", strconv.Itoa(t.walk.Page))
	}
	u.RawQuery = q.Encode()
	resp, err := t.source.env.HTTP.Get(t.ctx, t.source.cfg.Request(u.String(), t.header))
	if err != nil {
		return nil, err
	}
	items, err := tweetItems(resp)
	if err != nil {
		return nil, err
	}
	for i, raw := range items {
		if err := t.take(raw); err != nil {
			t.answer.skipped = append(t.answer.skipped, fmt.Errorf("status %d of the page: %w", i+1, err))
		}
	}
	t.answer.size, t.answer.remaining = int64(len(resp.Body)), fetch.Remaining(resp.Header)
	body, err := json.Marshal(map[string]any{"statuses": t.raws})
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// take keeps one item if go-twitter can decode it, as it is or with numbers in place of strings.
func (t *tweetTransport) take(raw json.RawMessage) error {
	tweet, err := status.Decode(raw)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, new(twitter.Tweet)); err != nil {
		if raw, err = status.NumbersFromStrings(raw); err != nil {
			return err
		}
		if err := json.Unmarshal(raw, new(twitter.Tweet)); err != nil {
			return fmt.Errorf("status %s: %w", status.ID(&tweet.Tweet), err)
		}
	}
	t.raws = append(t.raws, raw)
	return nil
}

// tweetItems returns the items of an answer: a list, or an object with a list under "statuses".
func tweetItems(resp *fetch.Response) ([]json.RawMessage, error) {
	body := bytes.TrimSpace(bytes.TrimPrefix(resp.Body, []byte("\ufeff")))
	if len(body) == 0 || body[0] != '[' && body[0] != '{' {
		return nil, fetch.WrongTypeError(resp, "JSON")
	}
	var list []json.RawMessage
	if body[0] == '[' {
		if err := json.Unmarshal(body, &list); err != nil {
			return nil, api.Damaged(resp, fmt.Errorf("no JSON array of statuses: %w", err))
		}
		return list, nil
	}
	var object struct {
		Statuses *[]json.RawMessage `json:"statuses"`
		Error    json.RawMessage    `json:"error"`
		Errors   json.RawMessage    `json:"errors"`
	}
	switch err := json.Unmarshal(body, &object); {
	case err != nil:
		return nil, api.Damaged(resp, fmt.Errorf("no JSON object with statuses: %w", err))
	case object.Statuses == nil:
		return nil, api.Damaged(resp, fmt.Errorf("an answer without statuses: %s", fetch.QuoteServer(string(object.Error)+string(object.Errors))))
	}
	return *object.Statuses, nil
}

// basicAuth returns the header's value for a login (RFC 7617).
func basicAuth(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// explain says what a failure means and what to do about it. The address that go-twitter thinks it talked to is left
// out.
func (s *tweetSearch) explain(err error, login bool) error {
	var client *url.Error
	if errors.As(err, &client) {
		err = client.Err
	}
	var fault *fetch.Error
	if !errors.As(err, &fault) {
		return err
	}
	e := *fault
	switch {
	case e.Reason == fetch.Refused && login:
		e.Err, e.Hint = errors.New("login refused"+api.Refusal(e.Body)), "check user and password_file, or renew the token in bearer_token_file"
	case e.Reason == fetch.Refused:
		e.Err, e.Hint = errors.New("needs a login"+api.Refusal(e.Body)), "set user and password_file, or bearer_token_file"
	case e.Reason == fetch.NotFound:
		e.Hint = "base_url must lead to an API v1.1, such as https://HOST/api/1.1"
	}
	return &e
}
