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
	p := testkit.StartPeer(t, "publicinbox.sh", "public-inbox-netd", "public-inbox", t.TempDir(), "PI_HTTP", "PI_NNTP", "PI_IMAP")
	testkit.TestPeer(t, "dev", &Config{Addr: p.Addr("PI_NNTP"), Group: "inbox.dev", TLS: "none"},
		func(s source.Source) { s.(*nntpSource).perPage = 20 }, 112, func() {
			more := filepath.Join(t.TempDir(), "more.mbox")
			testkit.WriteBox(t, more, testkit.TenMore())
			p.Run(t, "add", more)
		})
	_, err := pullNNTP(t, sourcetest.NewSink(), &Config{Addr: p.Addr("PI_NNTP"), Group: "inbox.none", TLS: "none"})
	testkit.WantFailure(t, err, fetch.NotFound, "check group")
}
