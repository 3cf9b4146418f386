package x

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/social"
	"recap/ingest/text"
	"recap/ingest/twitter/api"
	"recap/ingest/twitter/status"
)

// An xAnswer is an answer of API v2 with posts (https://docs.x.com/x-api/fundamentals/data-dictionary). The API calls
// things by two sets of names, of tweets and of posts; both are read.
type xAnswer struct {
	Data     []json.RawMessage `json:"data"`
	Includes struct {
		Users  []xUser           `json:"users"`
		Tweets []json.RawMessage `json:"tweets"`
		Posts  []json.RawMessage `json:"posts"`
	} `json:"includes"`
	Meta *struct {
		NewestID  string `json:"newest_id"`
		NextToken string `json:"next_token"`
	} `json:"meta"`
	Errors []xProblem `json:"errors"`

	skipped   []error
	remaining int   // requests that are allowed before the limit is reset; -1 if it does not say
	size      int64 // bytes
}

// An xProblem is what the API says went wrong, with an answer or with a part of it (RFC 9457).
type xProblem struct {
	Title  string          `json:"title"`
	Detail string          `json:"detail"`
	Type   string          `json:"type"`
	Value  json.RawMessage `json:"value"`
}

// reads returns how many things the answer gave, each of which is paid for.
func (a *xAnswer) reads() int {
	return len(a.Data) + len(a.Includes.Users) + len(a.Includes.Tweets) + len(a.Includes.Posts)
}

// newest returns the newest post as the API names it, else the greatest id, and when it was written.
func (a *xAnswer) newest() (id string, at time.Time) {
	id = a.Meta.NewestID
	for _, raw := range a.Data {
		row := xRowOf(raw)
		if a.Meta.NewestID == "" && api.DecimalLess(id, row.ID) {
			id = row.ID
		}
		if row.CreatedAt.After(at) {
			at = row.CreatedAt
		}
	}
	if t := status.SnowflakeTime(id); at.IsZero() {
		at = t
	}
	return id, at
}

// oldest returns when the oldest post was written.
func (a *xAnswer) oldest() time.Time {
	var at time.Time
	for _, raw := range a.Data {
		if row := xRowOf(raw); !row.CreatedAt.IsZero() && (at.IsZero() || row.CreatedAt.Before(at)) {
			at = row.CreatedAt
		}
	}
	return at
}

// An xRow is what the walk needs of a post.
type xRow struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
}

func xRowOf(raw json.RawMessage) xRow {
	var r xRow
	_ = json.Unmarshal(raw, &r) // a row without an id is told when its post is made
	return r
}

// search asks for the page at which w stands and settles its bill.
func (s *Search) search(ctx context.Context, w *xWalk, bill xBill) (*xAnswer, error) {
	q := s.parameters()
	q.Set("query", s.terms())
	q.Set("max_results", strconv.Itoa(bill.posts))
	switch {
	case w.SinceID != "":
		q.Set("since_id", w.SinceID)
	case !w.Start.IsZero():
		q.Set("start_time", w.Start.Format(time.RFC3339))
	}
	if w.Token != "" {
		q.Set("next_token", w.Token)
	}
	a, err := s.get(ctx, "/2/tweets/search/recent", q)
	if err == nil && a.Meta == nil {
		err = &fetch.Error{URL: s.base.String(), Reason: fetch.Damaged, Status: http.StatusOK,
			Err: fmt.Errorf("an answer without meta%s", a.problems())}
	}
	if err != nil {
		return nil, s.refund(ctx, bill, err)
	}
	return a, s.settle(ctx, bill, a.reads())
}

// parameters returns those that say what to give of each post.
func (s *Search) parameters() url.Values {
	metrics := "author_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,lang," +
		"note_tweet,possibly_sensitive,public_metrics,referenced_tweets,withheld"
	if s.fields == "post" {
		metrics = "author_id,created_at,edit_history_post_ids,entities,in_reply_to_user_id,lang," +
			"note_post,possibly_sensitive,public_metrics,referenced_posts,withheld"
	}
	return url.Values{s.fields + ".fields": {metrics}, "expansions": {"author_id"}, "user.fields": {"description,name,protected,username"}}
}

// get sends one request.
func (s *Search) get(ctx context.Context, path string, q url.Values) (*xAnswer, error) {
	header, err := s.cfg.Bearer()
	if err != nil {
		return nil, err
	}
	resp, err := s.env.HTTP.Get(ctx, s.cfg.Request(s.base.String()+path+"?"+q.Encode(), header))
	if err != nil {
		return nil, s.explain(err)
	}
	body := bytes.TrimSpace(bytes.TrimPrefix(resp.Body, []byte("\ufeff")))
	if len(body) == 0 || body[0] != '[' && body[0] != '{' {
		return nil, fetch.WrongTypeError(resp, "JSON")
	}
	a := &xAnswer{remaining: fetch.Remaining(resp.Header), size: int64(len(resp.Body))}
	var wrong *json.UnmarshalTypeError
	if err := json.Unmarshal(body, a); err != nil && (!errors.As(err, &wrong) || a.Data == nil && a.Meta == nil) {
		return nil, api.Damaged(resp, fmt.Errorf("no answer of API v2: %w", err))
	}
	for _, e := range a.Errors {
		a.skipped = append(a.skipped, errors.New("post "+e.name()+": "+e.String()))
	}
	return a, nil
}

// String returns what the problem is, on one line.
func (e *xProblem) String() string {
	return text.Cut(text.Line(titled(e.Title, e.Detail)), 200)
}

// name returns the id that the problem is about, "" if it is about none.
func (e *xProblem) name() string {
	id, _ := social.Scalar(e.Value)
	return text.Line(text.Cut(id, 64))
}

// problems returns what the answer complains about, after ": ", or "".
func (a *xAnswer) problems() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return ": " + a.Errors[0].String()
}

// titled returns title and detail with ": " between them, or the one that is there.
func titled(title, detail string) string {
	if title == "" || detail == "" {
		return title + detail
	}
	return title + ": " + detail
}

// explain says what a refusal of X means and what to do about it.
func (s *Search) explain(err error) error {
	var fault *fetch.Error
	if !errors.As(err, &fault) {
		return err
	}
	e := *fault
	said := api.Refusal(e.Body)
	switch e.Status {
	case http.StatusUnauthorized:
		e.Err, e.Hint = errors.New("token refused"+said), "make a new bearer token in X's developer console and put it into bearer_token_file"
	case http.StatusPaymentRequired:
		e.Reason, e.Err, e.Hint = fetch.Refused, errors.New("no credit left"+said), "buy credit in X's developer console, or take the source out"
	case http.StatusForbidden:
		e.Err, e.Hint = errors.New("the account may not search"+said),
			"check the project and its credit in X's developer console; API v1.1 and free accounts cannot search"
	case http.StatusBadRequest:
		e.Err, e.Hint = errors.New("the API does not take the request"+said), "check the hashtags; try fields: post, or tweet"
	case http.StatusTooManyRequests:
		if said != "" {
			e.Err = errors.New(said[len(": "):])
		}
	}
	return &e
}
