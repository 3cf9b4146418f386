package main

import (
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// TestMailboxesOfAllKinds has ann's letter come back to a mailbox on a server, and bob's to a file.
func TestMailboxesOfAllKinds(t *testing.T) {
	b := newBackwards(t)
	user := imapmemserver.NewUser("bounces", "sluice-21-gate")
	if err := user.Create("Returned", nil); err != nil {
		t.Fatal(err)
	}
	memory := imapmemserver.New()
	memory.AddUser(user)
	server := imapserver.New(&imapserver.Options{InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { server.Close() })
	_, port, _ := net.SplitHostPort(l.Addr().String())
	writeFile(t, filepath.Join(b.dir, "box.secret"), "sluice-21-gate\n")
	b.change(t, "recap.yaml", "maildir: box", "mbox: back.mbox, imap: {host: 127.0.0.1, port: "+port+", user: bounces, password_file: box.secret, tls: none, mailbox: Returned}")
	writeFile(t, filepath.Join(b.dir, "back.mbox"), "")
	b.recap(t, exitOK, "subscribers", "add", "ann@example.net", "bob@example.net", "cyd@example.net")
	b.recap(t, exitOK, "run")
	for _, who := range []string{"ann@example.net", "bob@example.net"} {
		head, _ := b.m.to(t, who)
		mail := bounced(who, head.Get("Message-ID"))
		if who == "bob@example.net" {
			writeFile(t, filepath.Join(b.dir, "back.mbox"), "From MAILER-DAEMON Tue Oct 20 12:00:00 2026\n"+mail+"\n")
			continue
		}
		mail = strings.ReplaceAll(mail, "\n", "\r\n")
		literal := struct{ *strings.Reader }{strings.NewReader(mail)}
		if _, err := user.Append("Returned", literal, &imap.AppendOptions{Time: b.now}); err != nil {
			t.Fatal(err)
		}
	}
	if said := b.later(t); strings.Count(said, "letter: 1 came back, 1 get no more") != 2 {
		t.Errorf("the run says %q", said)
	}
	if list, _ := b.recap(t, exitOK, "subscribers", "list", "--state", "active"); strings.Count(list, "@") != 1 || !strings.Contains(list, "cyd") {
		t.Errorf("active are\n%s", list)
	}
	if said := b.later(t); strings.Contains(said, "came back") {
		t.Errorf("the next run says %q", said)
	}
	data, err := os.ReadFile(filepath.Join(b.dir, "recap.db"))
	if err != nil || strings.Contains(string(data), "sluice-21-gate") {
		t.Errorf("the database has the password, %v", err)
	}
}
