package testkit

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"recap/ingest/fetch"
)

// WebClient returns a client that wastes no time.
func WebClient() *fetch.Client {
	return fetch.New(fetch.Options{Version: "test", Timeout: 500 * time.Millisecond, Backoff: time.Millisecond})
}

// WebServer starts a server for one test.
func WebServer(t *testing.T, h http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// WebReason returns why err says that a fetch failed.
func WebReason(err error) fetch.Reason {
	var fault *fetch.Error
	if errors.As(err, &fault) {
		return fault.Reason
	}
	return ""
}
