package ingest

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// webClient returns a client that wastes no time.
func webClient() *Client {
	return NewClient(ClientOptions{Version: "test", Timeout: 500 * time.Millisecond, Backoff: time.Millisecond})
}

// webServer starts a server for one test.
func webServer(t *testing.T, h http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// webReason returns why err says that a fetch failed.
func webReason(err error) Reason {
	var fault *FetchError
	if errors.As(err, &fault) {
		return fault.Reason
	}
	return ""
}
