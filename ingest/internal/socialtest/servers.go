package socialtest

import (
	"fmt"
	"time"

	"recap/ingest/internal/fakesocial"
	"recap/ingest/source/sourcetest"
)

// TagStatus returns a plain status with the hashtag recap.
func TagStatus(n int, created time.Time) fakesocial.Status {
	return fakesocial.Status{
		Author: fmt.Sprintf("user%d@elsewhere.example.net", n%7), Created: created, Tags: []string{"recap"},
		Content: fmt.Sprintf(`<p>Note %d about <a href="https://social.example.org/tags/recap" class="mention hashtag" `+
			`rel="tag">#<span>recap</span></a></p>`, n),
	}
}

// TagServer returns a server with n statuses, one an hour before sourcetest.Now.
func TagServer(profile fakesocial.Profile, n int) *fakesocial.Server {
	s := &fakesocial.Server{Profile: profile, Token: "sesame"}
	var statuses []fakesocial.Status
	for i := range n {
		statuses = append(statuses, SocialStatus(profile, i, sourcetest.Now.Add(-time.Duration(n-i)*time.Hour)))
	}
	s.Add(statuses...)
	return s
}
