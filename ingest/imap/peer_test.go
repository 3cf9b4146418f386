package imap

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
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

// writeTenMore writes the mails of testkit.TenMore into files of their own.
func writeTenMore(t *testing.T) []string {
	t.Helper()
	dir := reachableDir(t)
	box := filepath.Join(dir, "more.mbox")
	testkit.WriteBox(t, box, testkit.TenMore())
	var files []string
	for i, m := range testkit.ReadMails(t, box) {
		file := filepath.Join(dir, fmt.Sprintf("%d.eml", i))
		testkit.WriteBox(t, file, string(m.Raw))
		files = append(files, file)
	}
	return files
}

// TestIMAPDovecot reads a real Dovecot.
func TestIMAPDovecot(t *testing.T) {
	t.Parallel()
	p := testkit.StartPeer(t, "dovecot.sh", "/usr/sbin/dovecot", "dovecot-imapd", reachableDir(t), "DOVECOT_PORT")
	dovecot := func(password, mailbox string) *Config {
		return &Config{Host: "127.0.0.1", Port: p.Port("DOVECOT_PORT"), User: "ann", Password: password, Mailbox: mailbox, TLS: "none"}
	}
	r := testkit.TestPeer(t, "dev", dovecot("secret", ""), smallPages, 112, func() {
		p.Run(t, "add", writeTenMore(t)...)
	})
	p.Run(t, "renumber")
	if res := r.Want(t, "other UIDVALIDITY", 0); res.Known == 0 {
		t.Errorf("Pull() = %+v after the numbers changed, want all mail read again", res)
	}
	r.Name, r.Kind = "none", dovecot("secret", "None")
	_, err := r.Pull(t.Context(), r.Db, false)
	testkit.WantFailure(t, err, fetch.NotFound, "check mailbox")
	r.Name, r.Kind = "wrong", dovecot("hunter2", "")
	_, err = r.Pull(t.Context(), r.Db, false)
	testkit.WantFailure(t, err, fetch.Refused, "check user and password_file")
}

// TestIMAPPublicInbox reads the IMAP side of a real public-inbox.
func TestIMAPPublicInbox(t *testing.T) {
	t.Parallel()
	p := testkit.StartPeer(t, "publicinbox.sh", "public-inbox-netd", "public-inbox", t.TempDir(), "PI_HTTP", "PI_NNTP", "PI_IMAP")
	testkit.TestPeer(t, "dev", &Config{Host: "127.0.0.1", Port: p.Port("PI_IMAP"), Mailbox: "inbox.dev.*", TLS: "none"}, smallPages, 112, func() {
		more := filepath.Join(t.TempDir(), "more.mbox")
		testkit.WriteBox(t, more, testkit.TenMore())
		p.Run(t, "add", more)
	})
}

// smallPages has a source give out twenty mails a page.
func smallPages(s source.Source) { s.(*imapSource).perPage = 20 }
