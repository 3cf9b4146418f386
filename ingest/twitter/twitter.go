// Package twitter reads statuses with a hashtag: from files (package files), from servers with API v1.1 (package v1),
// or from X by API v2 (package x). All of them become statuses of API v1.1 first, of which package status makes posts;
// package api is what those that ask servers share.
package twitter

import (
	"cmp"
	"errors"
	"fmt"

	"recap/ingest/social"
	"recap/ingest/source"
	"recap/ingest/twitter/api"
	"recap/ingest/twitter/files"
	v1 "recap/ingest/twitter/v1"
	"recap/ingest/twitter/x"
	"recap/store"
)

// Config reads statuses with a hashtag from files, from a server that speaks API v1.1, or from X. Its keys stand in
// api.Config, for all ways to read share them.
type Config api.Config

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormStatus, Place: source.Social, Needs: []string{"tag"},
		Where: cmp.Or(c.BaseURL, c.API, c.Path, x.Address), Local: c.Path != "", Archive: c.Path != "",
		Pace: source.Pace, Again: c.Path != "", Replies: true,
		// X lets nobody pass on more of what its API gave than ids (https://developer.x.com/en/developer-terms/policy)
		IDsOnly: c.Path == "" && c.BaseURL == "",
	}
}

// Open implements source.Kind.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	filter, err := social.NewTagFilter("twitter", c.Tag, c.Any, c.All, c.None)
	switch {
	case err != nil:
		return nil, err
	case c.Quote != "" && c.Quote != "auto" && c.Quote != "never":
		return nil, fmt.Errorf("twitter: quote is %q; write auto or never", c.Quote)
	case c.HostPause < 0:
		return nil, fmt.Errorf("twitter: host_pause %s is negative", c.HostPause)
	case c.Path != "" && c.BaseURL != "":
		return nil, errors.New("twitter: has both path and base_url; make two sources of them")
	case c.Path != "":
		return files.Open((*api.Config)(c), filter, env)
	case filter.Tag == "":
		return nil, errors.New("twitter: has no tag; set tag to the hashtag to follow")
	case c.BearerToken != "" && c.BearerTokenFile != "":
		return nil, errors.New("twitter: bearer_token stands beside bearer_token_file; keep one of the two")
	case c.BaseURL != "":
		return v1.Open((*api.Config)(c), filter, env)
	}
	return x.Open((*api.Config)(c), filter, env)
}
