package deliver

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/digest/deliver/output"
	"recap/store"
)

// lack skips the test for want of a package, and fails it where peers are required.
func lack(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("RECAP_REQUIRE_PEERS") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// startPostfix starts a real Postfix that puts all mail into the folder of a Maildir that it returns, with its address.
func startPostfix(t *testing.T) (addr, maildir string) {
	t.Helper()
	if _, err := os.Stat("/usr/sbin/postfix"); err != nil {
		lack(t, "Postfix is missing: install the package postfix")
	}
	if os.Getuid() != 0 {
		t.Skip("Postfix is started by root alone")
	}
	dir, err := os.MkdirTemp("", "recap-postfix")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = l.Addr().String()
	l.Close()
	for name, mode := range map[string]os.FileMode{"": 0o755, "conf": 0o755, "queue": 0o755, "data": 0o755, "maildir": 0o777} {
		path := filepath.Join(dir, name)
		os.Mkdir(path, mode)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	chown := exec.Command("chown", "postfix", filepath.Join(dir, "data"))
	if out, err := chown.CombinedOutput(); err != nil {
		t.Fatalf("chown: %v: %s", err, out)
	}
	conf := filepath.Join(dir, "conf")
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(conf, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("main.cf", strings.ReplaceAll(`compatibility_level = 3.6
inet_interfaces = loopback-only
inet_protocols = ipv4
mydestination =
myhostname = mx.example.org
queue_directory = DIR/queue
data_directory = DIR/data
local_transport = error:no local
virtual_mailbox_domains = example.net, example.org
virtual_mailbox_base = DIR/maildir
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
default_transport = error:no outside
relay_transport = error:no relay
recipient_delimiter = +
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtputf8_enable = no
maillog_file = /dev/stdout
maillog_file_prefixes = /dev/stdout, DIR
`, "DIR", dir))
	master := addr + " inet n - n - - smtpd\n"
	for _, s := range []string{"cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
		"tlsmgr unix - - n 1000? 1 tlsmgr", "rewrite unix - - n - - trivial-rewrite",
		"bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce",
		"flush unix n - n 1000? 0 flush", "proxymap unix - - n - - proxymap",
		"error unix - - n - - error", "retry unix - - n - - error", "virtual unix - n n - - virtual",
		"anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache",
		"showq unix n - n - - showq", "postlog unix-dgram n - n - 1 postlogd"} {
		master += s + "\n"
	}
	write("master.cf", master)
	if out, err := exec.Command("/usr/sbin/postfix", "-c", conf, "check").CombinedOutput(); err != nil {
		t.Fatalf("postfix check: %v\n%s", err, out)
	}
	var log strings.Builder
	server := exec.Command("/usr/sbin/postfix", "-c", conf, "start-fg")
	server.Stdout, server.Stderr = &log, &log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		exec.Command("/usr/sbin/postfix", "-c", conf, "stop").Run()
		server.Wait()
		if t.Failed() {
			t.Logf("Postfix says\n%.4000s", log.String())
		}
	})
	waitFor(t, "Postfix listens", func() bool {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	return addr, filepath.Join(dir, "maildir", "all", "new")
}

// waitFor waits until something is so, for a minute at most.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	for range 600 {
		if so() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("not after a minute: %s", what)
}

// checkMail is what Python's email package and python3-dkim say of the files that are named on its standard input, with
// the record of the key.
const checkMail = `
import dkim, email, email.policy, json, sys
ask = json.load(sys.stdin)
answers = []
for name in ask["files"]:
    raw = open(name, "rb").read()
    raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    m = email.message_from_bytes(raw, policy=email.policy.default)
    parts = list(m.walk())
    head = raw.split(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").lower()
    signature = [l for l in head.split(b"\r\n") if l.startswith(b"dkim-signature:")][0].replace(b" ", b"").decode()
    answers.append({
        "defects": [str(d) for p in parts for d in p.defects] + [str(d) for h in m.values() for d in getattr(h, "defects", [])],
        "kinds": [p.get_content_type() for p in parts],
        "text": parts[1].get_content(),
        "subject": str(m["Subject"]), "from": str(m["From"]), "to": str(m["To"]), "id": str(m["Message-ID"]),
        "longest": max(len(l) for l in raw.split(b"\r\n")),
        "eight": sum(1 for b in raw if b > 126),
        "signed": signature.split(";h=")[1].split(";")[0].split(":"),
        "verified": dkim.verify(raw, dnsfunc=lambda name, timeout=5: ask["record"].encode()),
    })
json.dump(answers, sys.stdout)
`

// TestPostfix sends 200 subscribers an edition through a real Postfix into a Maildir, and has Python read it.
func TestPostfix(t *testing.T) {
	if err := exec.Command("/usr/bin/python3", "-c", "import dkim").Run(); err != nil {
		lack(t, "dkim for Python is missing: install the package python3-dkim")
	}
	addr, maildir := startPostfix(t)
	key, record := signingKey(t)
	e := sample(t)
	e.Title = "Überblick: „Uhren“ — and a title that is far too long for one line of a header"
	db := openStore(t, e)
	to := subscribers(200)
	mail := &Email{From: "Fenwick Überblick <recap@example.org>", To: to, SMTP: SMTP{Addr: addr},
		Unsubscribe: "https://example.org/leave?who={recipient}",
		DKIM:        DKIM{Selector: "recap", KeyFile: key}}
	for range 2 {
		if _, err := publish(t, Target{Name: "mail", Email: mail}, output.Input{Edition: e, Outbox: db}); err != nil {
			t.Fatal(err)
		}
	}
	var files []string
	waitFor(t, "all mail is there", func() bool {
		files, _ = filepath.Glob(filepath.Join(maildir, "*"))
		return len(files) >= len(to)
	})
	ask, err := json.Marshal(map[string]any{"files": files, "record": record})
	if err != nil {
		t.Fatal(err)
	}
	python := exec.Command("/usr/bin/python3", "-c", checkMail)
	python.Stdin, python.Stderr = strings.NewReader(string(ask)), os.Stderr
	out, err := python.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	var answers []struct {
		Defects, Kinds, Signed  []string
		Text, Subject, From, ID string
		To                      string
		Longest, Eight          int
		Verified                bool
	}
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	if len(answers) != len(to) {
		t.Errorf("%d mails are in the Maildir, want one for each of %d", len(answers), len(to))
	}
	seen, ids := map[string]bool{}, map[string]bool{}
	for _, a := range answers {
		seen[a.To], ids[a.ID] = true, true
		signed := strings.Join(a.Signed, ":")
		switch {
		case len(a.Defects) > 0, a.Eight > 0, a.Longest > 200:
			t.Errorf("the mail to %s has the defects %q, %d bytes that are not ASCII, a line of %d bytes", a.To,
				a.Defects, a.Eight, a.Longest)
		case !a.Verified, !strings.Contains(signed, "list-unsubscribe:list-unsubscribe-post"):
			t.Errorf("the mail to %s verifies: %t, over %s", a.To, a.Verified, signed)
		case !strings.HasPrefix(a.Subject, "Überblick: „Uhren“"), a.From != "Fenwick Überblick <recap@example.org>":
			t.Errorf("the mail to %s is from %q with the subject %q", a.To, a.From, a.Subject)
		case fmt.Sprint(a.Kinds) != "[multipart/alternative text/plain text/html]", !strings.Contains(a.Text,
			"Unsubscribe: https://example.org/leave?who="):
			t.Errorf("the mail to %s is %q and says\n%s", a.To, a.Kinds, a.Text)
		}
	}
	if len(seen) != len(to) || len(ids) != len(to) {
		t.Errorf("%d recipients and %d Message-IDs, want %d", len(seen), len(ids), len(to))
	}
}

// TestMailIsTheSameEachTime makes the letters of an edition 50 times.
func TestMailIsTheSameEachTime(t *testing.T) {
	mail := &Email{From: "recap@example.org", To: subscribers(3), SMTP: SMTP{Addr: "127.0.0.1:1"}}
	n := mail.newsletter("mail")
	var first []store.Letter
	for i := range 50 {
		letters, err := n.Letters(output.Input{Edition: sample(t), Now: killNow(), Secret: []byte("tide")})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = letters
		}
		for j := range letters {
			if string(letters[j].Raw) != string(first[j].Raw) || letters[j].Key != first[j].Key {
				t.Fatalf("letter %d differs when it is made for the %dth time", j, i+1)
			}
		}
	}
}
