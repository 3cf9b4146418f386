package ingest

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"recap/ingest/fetch"
)

// webClient returns a client that wastes no time.
func webClient() *fetch.Client {
	return fetch.New(fetch.Options{Version: "test", Timeout: 500 * time.Millisecond, Backoff: time.Millisecond})
}

// webServer starts a server for one test.
func webServer(t *testing.T, h http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// webReason returns why err says that a fetch failed.
func webReason(err error) fetch.Reason {
	var fault *fetch.Error
	if errors.As(err, &fault) {
		return fault.Reason
	}
	return ""
}
