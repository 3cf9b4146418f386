package nntp

import (
	"path/filepath"
	"testing"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// TestNNTPPublicInbox reads the news side of a real public-inbox.
func TestNNTPPublicInbox(t *testing.T) {
	t.Parallel()
	p := testkit.StartPeer(t, "publicinbox.sh", "public-inbox-netd", "public-inbox", t.TempDir(), "PI_HTTP=28635",
		"PI_NNTP=28636", "PI_IMAP=28637")
	testkit.TestPeer(t, "dev", &Config{Addr: "127.0.0.1:28636", Group: "inbox.dev", TLS: "none"},
		func(s source.Source) { s.(*nntpSource).perPage = 20 }, 112, func() {
			more := filepath.Join(t.TempDir(), "more.mbox")
			testkit.WriteBox(t, more, testkit.TenMore())
			p.Run(t, "add", more)
		})
	_, err := pullNNTP(t, sourcetest.NewSink(), &Config{Addr: "127.0.0.1:28636", Group: "inbox.none", TLS: "none"})
	testkit.WantFailure(t, err, fetch.NotFound, "check group")
}
