// Package api has the configuration of the kind twitter, and what its two ways to ask a server share: requests, tokens,
// refusals.
package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/social"
	"recap/ingest/text"
)

// Config reads statuses with a hashtag from one of three places: files of API v1.1 (path), a server that speaks API
// v1.1, such as Friendica (base_url), or X itself through API v2, which costs money and needs a token. All of them
// become go-twitter's statuses first, and one normaliser makes posts of those.
//
// Files are JSON lines as twarc writes them, JSON arrays, the answers of a search ({"statuses": [...]}), and the
// tweets.js of an X account archive; each also compressed with gzip.
type Config struct {
	// read only statuses with this hashtag, retweets by the tag of their original; default, for files only: all
	Tag  string   `yaml:"tag" value:"tag"`
	Any  []string `yaml:"any" value:"tag"`  // hashtags that will do as well; default none
	All  []string `yaml:"all" value:"tag"`  // hashtags that must be there too; default none
	None []string `yaml:"none" value:"tag"` // hashtags that must not be there; default none

	Path    string `yaml:"path" value:"path"`    // a file, or a glob such as archive/data/tweets*.js
	BaseURL string `yaml:"base_url" value:"url"` // API v1.1 of a server, such as https://social.example.org/api/1.1

	User         string `yaml:"user" value:"text"`            // with base_url: account, for servers that want a login; default none
	PasswordFile string `yaml:"password_file" value:"secret"` // with base_url: file with its password; default none
	// token for X, or for base_url; better in bearer_token_file or ${VAR}; default none
	BearerToken     string `yaml:"bearer_token" value:"text"`
	BearerTokenFile string `yaml:"bearer_token_file" value:"secret"` // file with that token; default none

	// X: posts and authors to be paid for in a month of UTC, over all sources; default 2000
	MaxReadsPerMonth int `yaml:"max_reads_per_month"`
	MaxPostsPerRun   int `yaml:"max_posts_per_run"` // X: posts of one run; default 500
	// X: tweet (default) or post, as the API calls what it gives in names of parameters
	Fields string `yaml:"fields" value:"tweet|post"`
	API    string `yaml:"api" value:"url"` // X: address of API v2; default https://api.x.com

	Quote        string        `yaml:"quote" value:"auto|never"` // auto (default): quote who has not opted out; never: only link
	AllowPrivate bool          `yaml:"allow_private"`            // the server's name may lead to a private address; default false
	HostPause    time.Duration `yaml:"host_pause"`               // least pause between two requests; default 1s, none on loopback
}

// Damaged returns the error for an answer of the right type that cannot be read.
func Damaged(resp *fetch.Response, err error) error {
	return &fetch.Error{URL: fetch.Redact(resp.URL), Reason: fetch.Damaged, Status: resp.Status, Header: resp.Header, Err: err}
}

// Refusal returns what the body of an answer with an error status says, after ": ", or "".
func Refusal(body []byte) string {
	var answer struct {
		Title   string          `json:"title"`
		Detail  string          `json:"detail"`
		Message string          `json:"message"`
		Error   json.RawMessage `json:"error"`
		Errors  []struct {
			Message string `json:"message"`
			Detail  string `json:"detail"`
		} `json:"errors"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return ""
	}
	words := []string{answer.Title, answer.Detail, answer.Message}
	if said, ok := social.Scalar(answer.Error); ok {
		words = append(words, said)
	}
	for _, e := range answer.Errors {
		words = append(words, e.Message, e.Detail)
	}
	said := text.Cut(text.Line(strings.Join(social.Capped(words, 3), ": ")), 200)
	if said == "" {
		return ""
	}
	return ": " + said
}

// LongWalk is after how long there may be more above what a walk began with.
const LongWalk = 2 * time.Minute

// DecimalLess reports whether the whole number a is less than b; "" is less than all.
func DecimalLess(a, b string) bool {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) < 0
}

// Endpoint returns the address of an API that stands under key, without a slash at its end.
func (c *Config) Endpoint(key, raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(strings.TrimSpace(raw), "/"))
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("twitter: %s %q is no address of an API; write it as https://HOST/PATH, without a "+
			"login and a query", key, fetch.Redact(raw))
	case (c.User != "" || c.BearerToken != "" || c.BearerTokenFile != "") && u.Scheme != "https" && !fetch.IsPrivateLiteral(u.Hostname()):
		return nil, fmt.Errorf("twitter: %s %s is not https; a password or token must not travel in the clear", key, u)
	}
	return u, nil
}

// Bearer returns the header that carries the token, or nil if none is configured.
func (c *Config) Bearer() (map[string]string, error) {
	token := strings.TrimSpace(c.BearerToken)
	if c.BearerTokenFile != "" {
		var err error
		if token, err = social.ReadToken("twitter", "bearer_token_file", c.BearerTokenFile); err != nil {
			return nil, err
		}
	}
	if token == "" {
		return nil, nil
	}
	return map[string]string{"Authorization": "Bearer " + token}, nil
}

// Request returns the request for an address of an API.
func (c *Config) Request(address string, header map[string]string) fetch.Request {
	return fetch.Request{
		URL: address, Accept: "application/json", Header: header, Limit: maxTweetAnswer, AllowPrivate: c.AllowPrivate, Pause: c.HostPause,
	}
}

// maxTweetAnswer is how many bytes one page of a search may have.
const maxTweetAnswer = 8 << 20
