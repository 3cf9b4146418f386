// Package ask asks a language model, over any server that speaks OpenAI's chat completions, with net/http alone.
//
// A Client knows one server and finds out what it takes: the form of the answer as a JSON Schema, as a JSON object,
// or not at all; the limit of tokens under one of two names; a temperature, or none. What a server refuses with a 400
// that names it is left out from then on. After two failures in a row it asks no more (a circuit that is open). An
// Asker (asker.go) asks what a model.Writer needs, within limits, and keeps what comes.
package ask

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"recap/digest/model"
)

const (
	// DefaultTimeout is how long one request may take.
	DefaultTimeout = 60 * time.Second

	mostTokens   = 4096      // of an answer, thoughts included
	mostEnvelope = 512 << 10 // bytes of what is read around an answer
	mostFailures = 2         // in a row, after which nobody is asked any more
)

// ErrOpen is why nobody is asked: the server failed too often.
var ErrOpen = errors.New("the model failed twice and is not asked again in this run")

// A Failure is why a server gave no answer, as against an answer that cannot be used.
type Failure struct{ Why string }

func (f *Failure) Error() string { return f.Why }

// A Server says where a model is.
type Server struct {
	BaseURL   string // as "http://localhost:11434/v1"
	Key       string // "" for none
	Timeout   time.Duration
	UserAgent string
	Address   string // host:port that is connected to in place of what BaseURL names; "" for that
}

// Usage is what an answer cost.
type Usage struct{ Calls, Sent, Returned int }

// Tokens returns the sum of both ways.
func (u Usage) Tokens() int { return u.Sent + u.Returned }

// A Client asks the models of one server. It may be used by several goroutines at once.
type Client struct {
	server Server
	url    string
	http   *http.Client

	mu       sync.Mutex
	rungs    Rungs
	failures int

	open   context.Context // ends when the circuit opens, and with it what is under way
	openIt context.CancelFunc
}

// Rungs are what a server takes.
type Rungs struct {
	Format      string // json_schema, json_object or none
	Limit       string // max_completion_tokens, max_tokens or none
	Temperature bool
}

// String returns r for people.
func (r Rungs) String() string {
	t := "no temperature"
	if r.Temperature {
		t = "temperature 0"
	}
	return r.Format + ", " + r.Limit + ", " + t
}

const (
	formatSchema, formatObject       = "json_schema", "json_object"
	limitCompletion, limitMax, noned = "max_completion_tokens", "max_tokens", "none"
)

// NewClient returns a client of a server. Its address comes from the configuration alone, so it may be a private one;
// no redirect of it is followed, because the key would go along.
func NewClient(s Server) (*Client, error) {
	u, err := url.Parse(s.BaseURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return nil, fmt.Errorf("base_url: %q is no address of a server, as http://localhost:11434/v1", s.BaseURL)
	}
	if s.Timeout <= 0 {
		s.Timeout = DefaultTimeout
	}
	open, openIt := context.WithCancel(context.Background()) // of the client, whoever asks
	c := &Client{open: open, openIt: openIt, server: s, url: u.JoinPath("chat", "completions").String(), rungs: Rungs{formatSchema, limitCompletion, true}}
	c.http = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if s.Address != "" {
		c.http.Transport = &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, s.Address)
		}}
	}
	return c, nil
}

// Rungs returns what the server is known to take by now.
func (c *Client) Rungs() Rungs {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rungs
}

// Open reports whether the server failed too often to be asked.
func (c *Client) Open() bool {
	return c.open.Err() != nil
}

// note counts what became of a request: failed is whether the server failed.
func (c *Client) note(failed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !failed {
		c.failures = 0
	} else if c.failures++; c.failures == mostFailures {
		c.openIt()
	}
}

// message and call are OpenAI's chat completion, as far as it is used.
type (
	message struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	call struct {
		Model       string          `json:"model"`
		Messages    []message       `json:"messages"`
		Format      json.RawMessage `json:"response_format,omitempty"`
		Completion  int             `json:"max_completion_tokens,omitempty"`
		Max         int             `json:"max_tokens,omitempty"`
		Temperature *float64        `json:"temperature,omitempty"`
	}
)

// body returns the request as the server takes it by now.
func body(r *model.Request, rungs Rungs) ([]byte, error) {
	c := call{Model: r.Model, Messages: []message{{"system", r.System}, {"user", string(r.User)}}}
	switch rungs.Format {
	case formatSchema:
		f, err := json.Marshal(map[string]any{"type": formatSchema,
			formatSchema: map[string]any{"name": r.Task, "strict": true, "schema": r.Schema}})
		if err != nil {
			return nil, err
		}
		c.Format = f
	case formatObject:
		c.Format = json.RawMessage(`{"type":"json_object"}`)
	}
	switch rungs.Limit {
	case limitCompletion:
		c.Completion = mostTokens
	case limitMax:
		c.Max = mostTokens
	}
	if rungs.Temperature {
		c.Temperature = new(float64)
	}
	return json.Marshal(c)
}

// Ask asks one question and returns the answer as it came, and what it cost. An error is a *Failure where the server
// failed, ErrOpen where it is not asked any more, and else says why the answer cannot be used.
func (c *Client) Ask(ctx context.Context, r model.Request) (answer []byte, u Usage, err error) {
	if c.Open() {
		return nil, u, ErrOpen
	}
	ctx, cancel := context.WithTimeout(ctx, c.server.Timeout)
	defer cancel()
	defer context.AfterFunc(c.open, cancel)()
	const mostSteps = 6 // down the ladder
	for range mostSteps {
		rungs := c.Rungs()
		status, data, failure := c.post(ctx, &r, rungs)
		u.Calls++
		if failure != nil {
			if c.Open() {
				return nil, u, ErrOpen
			}
			c.note(true)
			return nil, u, failure
		}
		switch {
		case status == http.StatusOK:
			c.note(false)
			answer, err = c.read(&r, data, &u)
			return answer, u, err
		case (status == http.StatusBadRequest || status == http.StatusUnprocessableEntity) && c.stepDown(rungs, string(data)):
			continue
		}
		failed := status >= 500 || status >= 300 && status < 400 || status == http.StatusUnauthorized || status == http.StatusForbidden ||
			status == http.StatusNotFound || status == http.StatusTooManyRequests
		c.note(failed)
		why := fmt.Sprintf("it answered %d %s", status, http.StatusText(status))
		if status >= 300 && status < 400 {
			why += ", and no redirect is followed"
		}
		if failed {
			return nil, u, &Failure{why}
		}
		return nil, u, errors.New(why)
	}
	return nil, u, errors.New("it refuses every form of request")
}

// post sends a request once.
func (c *Client) post(ctx context.Context, r *model.Request, rungs Rungs) (status int, data []byte, err error) {
	b, err := body(r, rungs)
	if err != nil {
		return 0, nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(b))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if c.server.UserAgent != "" {
		req.Header.Set("User-Agent", c.server.UserAgent)
	}
	if c.server.Key != "" {
		req.Header.Set("Authorization", "Bearer "+c.server.Key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, nil, &Failure{c.plain(err)}
	}
	defer resp.Body.Close()
	data, err = io.ReadAll(io.LimitReader(resp.Body, mostEnvelope+1))
	if err != nil {
		return 0, nil, &Failure{c.plain(err)}
	}
	return resp.StatusCode, data, nil
}

// plain says why a request failed without the address, which may tell more than a reader of a recap is to know.
func (c *Client) plain(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "it did not answer in time"
	case errors.Is(err, context.Canceled):
		return "it was not waited for"
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	text := err.Error()
	if i := strings.LastIndex(text, ": "); i >= 0 {
		text = text[i+2:] // "dial tcp 10.0.0.1:80: connect: connection refused"
	}
	return "it could not be reached: " + text
}

// stepDown goes one rung down where a refusal names what it refuses, and reports whether it did, or another request
// has already.
func (c *Client) stepDown(tried Rungs, refusal string) bool {
	low := strings.ToLower(refusal)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rungs != tried {
		return true
	}
	names := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(low, w) {
				return true
			}
		}
		return false
	}
	switch {
	case names("max_completion_tokens", "max_tokens"):
		switch tried.Limit {
		case limitCompletion:
			c.rungs.Limit = limitMax
		case limitMax:
			c.rungs.Limit = noned
		default:
			return false
		}
	case names("temperature") && tried.Temperature:
		c.rungs.Temperature = false
	case names("response_format", "json_schema", "json_object", "schema", "response format", "grammar", "structured"):
		switch tried.Format {
		case formatSchema:
			c.rungs.Format = formatObject
		case formatObject:
			c.rungs.Format = noned
		default:
			return false
		}
	default:
		return false
	}
	return true
}

// read takes the answer out of a chat completion.
func (c *Client) read(r *model.Request, data []byte, u *Usage) ([]byte, error) {
	sent, returned := r.Tokens()
	u.Sent, u.Returned = sent, returned
	if len(data) > mostEnvelope {
		return nil, fmt.Errorf("more than %d KiB", mostEnvelope>>10)
	}
	var completion struct {
		Choices []struct {
			Finish  string `json:"finish_reason"`
			Message struct {
				Content json.RawMessage `json:"content"`
			} `json:"message"`
		} `json:"choices"`
		Usage struct {
			Prompt     int `json:"prompt_tokens"`
			Completion int `json:"completion_tokens"`
		} `json:"usage"`
	}
	if err := json.Unmarshal(data, &completion); err != nil || len(completion.Choices) == 0 {
		return nil, errors.New("no chat completion")
	}
	if n := completion.Usage; n.Prompt > 0 || n.Completion > 0 {
		u.Sent, u.Returned = max(0, n.Prompt), max(0, n.Completion)
	}
	first := completion.Choices[0]
	if first.Finish == "length" {
		return nil, errors.New("cut short after " + strconv.Itoa(u.Returned) + " tokens")
	}
	content := text(first.Message.Content)
	if len(content) > model.MostAnswer {
		return nil, fmt.Errorf("more than %d KiB", model.MostAnswer>>10)
	}
	return []byte(content), nil
}

// text returns the words of a message: a string, or a list of parts.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var parts []struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(raw, &parts) == nil {
		for _, p := range parts {
			s += p.Text
		}
	}
	return s
}
