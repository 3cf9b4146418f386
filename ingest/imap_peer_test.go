package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"recap/ingest/fetch"
	"recap/ingest/source"
)

// reachableDir returns a folder that the users of servers can reach.
func reachableDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// writeTenMore writes the mails of tenMore into files of their own.
func writeTenMore(t *testing.T) []string {
	t.Helper()
	dir := reachableDir(t)
	box := filepath.Join(dir, "more.mbox")
	writeBox(t, box, tenMore())
	var files []string
	for i, m := range readMails(t, box) {
		file := filepath.Join(dir, fmt.Sprintf("%d.eml", i))
		writeBox(t, file, string(m.Raw))
		files = append(files, file)
	}
	return files
}

// TestIMAPDovecot reads a real Dovecot.
func TestIMAPDovecot(t *testing.T) {
	t.Parallel()
	p := startPeer(t, "dovecot.sh", "/usr/sbin/dovecot", "dovecot-imapd", reachableDir(t), "DOVECOT_PORT=28631")
	r := testPeer(t, "dev", &IMAP{Host: "127.0.0.1", Port: 28631, User: "ann", Password: "secret", TLS: "none"}, smallPages, 112, func() {
		p.run(t, "add", writeTenMore(t)...)
	})
	p.run(t, "renumber")
	if res := r.want(t, "other UIDVALIDITY", 0); res.Known == 0 {
		t.Errorf("Pull() = %+v after the numbers changed, want all mail read again", res)
	}
	r.name, r.kind = "none", &IMAP{Host: "127.0.0.1", Port: 28631, User: "ann", Password: "secret", Mailbox: "None", TLS: "none"}
	_, err := r.pull(t.Context(), r.db, false)
	wantFailure(t, err, fetch.NotFound, "check mailbox")
	r.name, r.kind = "wrong", &IMAP{Host: "127.0.0.1", Port: 28631, User: "ann", Password: "hunter2", TLS: "none"}
	_, err = r.pull(t.Context(), r.db, false)
	wantFailure(t, err, fetch.Refused, "check user and password_file")
}

// TestIMAPPublicInbox reads the IMAP side of a real public-inbox.
func TestIMAPPublicInbox(t *testing.T) {
	t.Parallel()
	p := startPeer(t, "publicinbox.sh", "public-inbox-netd", "public-inbox", t.TempDir(), "PI_HTTP=28632", "PI_NNTP=28633", "PI_IMAP=28634")
	testPeer(t, "dev", &IMAP{Host: "127.0.0.1", Port: 28634, Mailbox: "inbox.dev.*", TLS: "none"}, smallPages, 112, func() {
		more := filepath.Join(t.TempDir(), "more.mbox")
		writeBox(t, more, tenMore())
		p.run(t, "add", more)
	})
}

// smallPages has a source give out twenty mails a page.
func smallPages(s source.Source) { s.(*imapSource).perPage = 20 }
