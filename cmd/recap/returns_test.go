package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A backwards is a community whose newsletter has a mailbox, to which mail comes back.
type backwards struct {
	*house
	m     *mailServer
	mails int
}

// newBackwards has no server that answers links: all is by mail.
func newBackwards(t *testing.T) *backwards {
	t.Helper()
	m := newMailServer(t)
	h := newReaders(t, m)
	h.change(t, "recap.yaml", `serve: {addr: "127.0.0.1:0", url: "https://news.example.org/recap", token_file: serve.secret}`, "")
	h.change(t, "recap.yaml", "subscribers: true,", `subscribers: true, bounces: {address: bounces@example.org, maildir: box},`)
	for _, sub := range []string{"new", "cur", "tmp"} {
		if err := os.MkdirAll(filepath.Join(h.dir, "box", sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return &backwards{house: h, m: m}
}

// comes has a mail come to the mailbox.
func (b *backwards) comes(t *testing.T, mail string) {
	t.Helper()
	b.mails++
	writeFile(t, filepath.Join(b.dir, "box", "new", fmt.Sprint(b.mails, ".mx")), mail)
}

// later runs recap a day later.
func (b *backwards) later(t *testing.T) string {
	t.Helper()
	b.now = b.now.AddDate(0, 0, 1)
	_, said := b.recap(t, exitOK, "run", "-v")
	return said
}

// bounced writes that an address does not exist, and returns the mail of which that is said by its id.
func bounced(to, id string) string {
	return "From: MAILER-DAEMON@mx.example.net\nTo: bounces@example.org\nSubject: Undelivered\nContent-Type: multipart/report; " +
		"report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n" +
		"Final-Recipient: rfc822; " + to + "\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 nobody here\n\n--b\n" +
		"Content-Type: message/rfc822\n\nFrom: recap@example.org\nMessage-ID: " + id + "\n\nReed.\n--b--\n"
}

// TestWhatComesBack has mail come back from ann, forged for bob, and dan leave; and eve ask for the newsletter, and
// confirm.
func TestWhatComesBack(t *testing.T) {
	b := newBackwards(t)
	b.recap(t, exitOK, "subscribers", "add", "ann@example.net", "bob@example.net", "dan@example.net")
	b.recap(t, exitOK, "run")
	ids, leave := map[string]string{}, map[string]string{}
	for _, who := range []string{"ann", "bob", "dan"} {
		head, raw := b.m.to(t, who+"@example.net")
		link := regexp.MustCompile(`^<mailto:bounces@example\.org\?subject=(unsubscribe)%20([0-9a-f]{32})>$`).FindStringSubmatch(head.Get("List-Unsubscribe"))
		if link == nil || head.Get("List-Unsubscribe-Post") != "" || !strings.Contains(raw, "mailto:bounces@example.org?subject") {
			t.Fatalf("%s can leave by %q\n%s", who, head.Get("List-Unsubscribe"), raw)
		}
		ids[who], leave[who] = head.Get("Message-ID"), link[1]+" "+link[2]
	}
	if froms := b.m.senders(); froms != "bounces@example.org" {
		t.Errorf("the envelope is from %s", froms)
	}
	b.m.taken()

	b.comes(t, bounced("ann@example.net", ids["ann"]))
	b.comes(t, bounced("bob@example.net", ids["ann"]))
	b.comes(t, "From: x@example.com\nTo: bounces@example.org\nSubject: "+leave["dan"]+"\n\n")
	b.comes(t, "From: Eve <eve@example.net>\nTo: bounces@example.org\nSubject: subscribe\n\n")
	if said := b.later(t); !strings.Contains(said, "letter: 1 came back, 1 get no more, 1 left, 1 to be asked") {
		t.Errorf("the run says %q", said)
	}
	list, _ := b.recap(t, exitOK, "subscribers", "list")
	for _, want := range []string{`ann@example\.net +suppressed +2026-10-21 +all +all +2026-10-21 5\.1\.1 smtp; 550 5\.1\.1 nobody here`,
		`bob@example\.net +active +2026-10-20 +all +all +-`, `dan@example\.net +left`, `eve@example\.net +pending`} {
		if !regexp.MustCompile("(?m)^" + want).MatchString(list) {
			t.Errorf("the list has no %s:\n%s", want, list)
		}
	}
	if said, _ := b.recap(t, exitOK, "status"); !strings.Contains(said,
		"1 active, 1 not confirmed yet, 1 left, 1 get no more because mail comes back") ||
		!strings.Contains(said, "the last on 2026-10-21") {
		t.Errorf("the status says\n%s", said)
	}
	head, raw := b.m.to(t, "eve@example.net")
	link := regexp.MustCompile(`mailto:bounces@example\.org\?subject=3Dconfirm%20([0-9a-f]{32})`).FindStringSubmatch(raw)
	if link == nil || head.Get("Auto-Submitted") != "auto-generated" {
		t.Fatalf("eve is asked by\n%s", raw)
	}
	if got := b.m.taken(); strings.Contains(got, "ann") || strings.Contains(got, "dan") {
		t.Errorf("mail came to %s", got)
	}

	b.comes(t, "From: Eve <eve@example.net>\nSubject: Re: Please confirm: confirm "+link[1]+"\n\n")
	b.comes(t, "From: whoever@example.com\nSubject: confirm "+link[1]+"\n\n")
	if said := b.later(t); !strings.Contains(said, "letter: 1 confirmed\n") || strings.Contains(said, "came back") {
		t.Errorf("the run says %q", said)
	}
	if list, _ := b.recap(t, exitOK, "subscribers", "list", "--state", "active"); !strings.Contains(list, "eve@example.net") {
		t.Errorf("active are\n%s", list)
	}
	// a confirmation that comes back has the address never be asked again
	b.comes(t, bounced("eve@example.net", head.Get("Message-ID")))
	b.later(t)
	if list, _ := b.recap(t, exitOK, "subscribers", "list", "--state", "suppressed"); !strings.Contains(list, "eve@example.net") {
		t.Errorf("suppressed are\n%s", list)
	}
}

// TestAMailboxThatCannotBeRead is told, and keeps nobody from the newsletter.
func TestAMailboxThatCannotBeRead(t *testing.T) {
	b := newBackwards(t)
	b.recap(t, exitOK, "subscribers", "add", "ann@example.net")
	if err := os.RemoveAll(filepath.Join(b.dir, "box")); err != nil {
		t.Fatal(err)
	}
	if _, said := b.recap(t, exitPart, "run"); !strings.Contains(said, "output letter: bounces: ") {
		t.Errorf("the run says %q", said)
	}
	if got := b.m.taken(); got != "ann@example.net: 1" {
		t.Errorf("mail came to %s", got)
	}
	b.change(t, "recap.yaml", "maildir: box", "")
	if _, said := b.recap(t, exitUsage, "check"); !strings.Contains(said, "outputs[0].email.bounces: no mailbox is named; add imap") {
		t.Errorf("recap check says %q", said)
	}
	b.change(t, "recap.yaml", "bounces: {address: bounces@example.org, }", "bounces: {imap: {host: imap.example.org, user: ann}}")
	if _, said := b.recap(t, exitUsage, "check"); !strings.Contains(said,
		"outputs[0].email.bounces.imap.user: user has no password; set password_file") {
		t.Errorf("recap check says %q", said)
	}
}

// TestLettersOfAListComeBack says it, and strikes nobody off: whoever reads the list knows the id of what was sent
// there.
func TestLettersOfAListComeBack(t *testing.T) {
	b := newBackwards(t)
	b.change(t, "recap.yaml", "subscribers: true,", "to: [dev@lists.example.net],")
	b.recap(t, exitOK, "run")
	head, _ := b.m.to(t, "dev@lists.example.net")
	b.m.taken()
	b.comes(t, bounced("dev@lists.example.net", head.Get("Message-ID")))
	if said := b.later(t); !strings.Contains(said, "output letter: what was sent came back from dev@lists.example.net: 5.1.1 smtp; 550") {
		t.Errorf("the run says %q", said)
	}
	b.now = b.now.Add(time.Hour)
	if _, said := b.recap(t, exitOK, "run"); said != "" {
		t.Errorf("the next run says it again: %q", said)
	}
	box, err := os.ReadFile(filepath.Join(b.dir, "list.mbox"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(b.dir, "list.mbox"),
		strings.NewReplacer("19 Oct", "21 Oct", "@example.org>", "@two.example.org>").Replace(string(box)))
	b.later(t)
	if got := b.m.taken(); got != "dev@lists.example.net: 1" {
		t.Errorf("the next edition came to %q", got)
	}
}

// startPostfix starts the real Postfix of RECAP_PEERS, and returns its address and the Maildir in which all mail ends.
func startPostfix(t *testing.T) (addr, box string) {
	t.Helper()
	script := filepath.Join(os.Getenv("RECAP_PEERS"), "postfix.sh")
	_, err := os.Stat("/usr/sbin/postfix")
	if _, err2 := os.Stat(script); err != nil || err2 != nil || os.Getuid() != 0 {
		t.Skip("needs root, Postfix, and RECAP_PEERS for the folder with postfix.sh")
	}
	dir, err := os.MkdirTemp("", "recap-postfix")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(addr)
	call := func(verb string) {
		t.Helper()
		cmd := exec.Command("bash", script, verb, filepath.Join(dir, "mx"))
		cmd.Env = append(os.Environ(), "SMTP_PORT="+port)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("postfix.sh %s: %v\n%s", verb, err, out)
		}
	}
	call("start")
	t.Cleanup(func() { call("stop") })
	return addr, filepath.Join(dir, "mx", "maildir", "all")
}

// TestPostfixSendsBack has a real Postfix take the newsletter to a user whom it does not know, and send it back later.
func TestPostfixSendsBack(t *testing.T) {
	addr, box := startPostfix(t)
	h := newReaders(t, newMailServer(t))
	config, err := os.ReadFile(filepath.Join(h.dir, "recap.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	smtp := regexp.MustCompile(`smtp: \{addr: "[^"]+"\}`)
	writeFile(t, filepath.Join(h.dir, "recap.yaml"), smtp.ReplaceAllString(string(config),
		`smtp: {addr: "`+addr+`"}, bounces: {address: bounces@example.org, maildir: `+box+`}`))
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "late@example.net", "bob@example.net")
	if err := os.MkdirAll(filepath.Join(box, "new"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.MkdirAll(filepath.Join(box, "cur"), 0o777), os.Chmod(box, 0o777),
		os.Chmod(filepath.Join(box, "new"), 0o777)); err != nil {
		t.Fatal(err)
	}
	h.recap(t, exitOK, "run")
	came := 0
	for range 300 { // the letters to ann and to bob, and that to late, which comes back
		files, err := os.ReadDir(filepath.Join(box, "new"))
		if came = len(files); err == nil && came >= 3 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	h.now = h.now.AddDate(0, 0, 1)
	_, said := h.recap(t, exitOK, "run", "-v")
	list, _ := h.recap(t, exitOK, "subscribers", "list")
	if !regexp.MustCompile(`(?m)^late@example\.net +suppressed .*2026-10-21 5\.1\.1 `).MatchString(list) ||
		strings.Count(list, " active ") != 2 {
		t.Errorf("%d mails came, the run says %q, and the list is\n%s", came, said, list)
	}
}
