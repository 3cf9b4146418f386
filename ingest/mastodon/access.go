package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"recap/ingest/fetch"
	"recap/ingest/social"
)

// authorization returns the header that carries the token, or nil if none is configured.
func (s *mastodonSource) authorization() (map[string]string, error) {
	if s.cfg.TokenFile == "" {
		return nil, nil
	}
	token, err := social.ReadToken("mastodon", "token_file", s.cfg.TokenFile)
	if err != nil {
		return nil, err
	}
	return map[string]string{"Authorization": "Bearer " + token}, nil
}

// closedToStrangers reports whether a status is what servers answer to a request without a token that they do not want.
func closedToStrangers(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusUnprocessableEntity
}

// access says who may read hashtags of the server's own statuses and of those from elsewhere: "public", "authenticated"
// or "disabled", each "" if the server does not say (it does since Mastodon 4.5).
type access struct {
	Local  string `json:"local"`
	Remote string `json:"remote"`
}

// access asks the server who may read hashtags.
func (s *mastodonSource) access(ctx context.Context) access {
	var instance struct {
		Configuration struct {
			Access struct {
				Hashtags access `json:"hashtag_feeds"`
			} `json:"timelines_access"`
		} `json:"configuration"`
	}
	resp, err := s.get(ctx, s.base.String()+"/api/v2/instance", nil)
	if err != nil || json.Unmarshal(resp.Body, &instance) != nil {
		return access{}
	}
	return instance.Configuration.Access.Hashtags
}

// explain says what a refusal means and what to do about it.
func (s *mastodonSource) explain(fault *fetch.Error, token bool, open access) error {
	e := *fault
	switch {
	case token && (e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden):
		e.Err = fmt.Errorf("token refused: make a new one with the scope read:statuses at %s/settings/applications and put "+
			"it into token_file", s.base)
	case !token && closedToStrangers(e.Status) && open.Local == "disabled" && (s.cfg.Local || open.Remote == "disabled"):
		e.Err = errors.New("closed: the server shows hashtags to nobody; read the tag on another server")
	case !token && closedToStrangers(e.Status) && open.Remote != "public":
		e.Err = fmt.Errorf("needs a token: the server shows hashtags only to who is logged in; make an application with the scope read:statuses "+
			"at %s/settings/applications and set token_file to a file with its access token", s.base)
	case e.Status == http.StatusNotFound:
		e.Err = errors.New("is this a server with Mastodon's API?")
	}
	return &e
}
