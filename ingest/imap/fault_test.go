package imap

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-imap/v2/imapserver"
	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/internal/testmail"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// An imapScript is a server that gives fixed answers, by the beginning of the command; at the start of a line in them
// TAG stands for the command's tag. "greeting" is said first.
type imapScript map[string]string

// wellIMAP answers as a healthy server with two mails does.
func wellIMAP() imapScript {
	body := func(n int) string {
		raw := strings.ReplaceAll(testmail.Letter(n, "a mail"), "\n", "\r\n")
		return fmt.Sprintf("* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n", n, n, len(raw), raw)
	}
	return imapScript{
		"greeting":               "* OK [CAPABILITY IMAP4rev1] ready\r\n",
		"CAPABILITY":             "* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n",
		"LOGIN":                  "TAG OK [CAPABILITY IMAP4rev1] logged in\r\n",
		"EXAMINE":                "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 3] next\r\nTAG OK [READ-ONLY] done\r\n",
		"UID SEARCH":             "* SEARCH 1 2\r\nTAG OK done\r\n",
		"UID FETCH 1:2 (UID RFC": "* 1 FETCH (UID 1 RFC822.SIZE 200)\r\n* 2 FETCH (UID 2 RFC822.SIZE 200)\r\nTAG OK done\r\n",
		"UID FETCH 1:2 (UID INT": "* 1 FETCH (UID 1 RFC822.SIZE 200)\r\n* 2 FETCH (UID 2 RFC822.SIZE 200)\r\nTAG OK done\r\n",
		"UID FETCH 1:2 (UID BOD": body(1) + body(2) + "TAG OK done\r\n",
		"UID FETCH 1 (UID BOD":   body(1) + "TAG OK done\r\n",
		"UID FETCH 2 (UID BOD":   body(2) + "TAG OK done\r\n",
		"LOGOUT":                 "* BYE\r\nTAG OK done\r\n" + testkit.ThenCut,
	}
}

// with returns the script with other answers.
func (s imapScript) with(answers ...string) imapScript {
	s = maps.Clone(s)
	for i := 0; i < len(answers); i += 2 {
		s[answers[i]] = answers[i+1]
	}
	return s
}

// serve starts the server and returns a source for it. Commands without answer are refused.
func (s imapScript) serve(t *testing.T) *Config {
	t.Helper()
	host, port := testkit.ServeLines(t, func(conn net.Conn, r *bufio.Reader) {
		if !testkit.Say(conn, s["greeting"]) {
			return
		}
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			tag, command, _ := strings.Cut(strings.TrimSpace(line), " ")
			answer, longest := "TAG BAD unknown command\r\n", 0
			for start, a := range s {
				if strings.HasPrefix(command, start) && len(start) > longest {
					answer, longest = a, len(start)
				}
			}
			if !testkit.Say(conn, strings.ReplaceAll("\n"+answer, "\nTAG", "\n"+tag)[1:]) {
				return
			}
		}
	})
	number, _ := strconv.Atoi(port)
	return &Config{Host: host, Port: number, User: "ann", Password: "hunter2", TLS: "none"}
}

// TestIMAPFaults has a server misbehave in one way after the other. Each ends in a clear error without the password,
// and once the server is well again nothing is missing.
func TestIMAPFaults(t *testing.T) {
	well := sourcetest.NewSink()
	if res, err := pullIMAP(t, well, wellIMAP().serve(t)); err != nil || res.Added.New != 2 {
		t.Fatalf("Pull() = %+v, %v, want 2 posts", res, err)
	}
	examined := "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n"
	begun := "* 1 FETCH (UID 1 BODY[] {200}\r\nSubject: half"
	for _, c := range []struct {
		name   string
		script imapScript
		reason fetch.Reason
		words  string
	}{
		{"hangs after connect", imapScript{"greeting": testkit.ThenHang}, fetch.TimedOut, "sent nothing for"},
		{"hangs after the greeting", wellIMAP().with("LOGIN", testkit.ThenHang), fetch.TimedOut, "sent nothing for"},
		{"hangs in a line", wellIMAP().with("EXAMINE", "* 2 EXI"+testkit.ThenHang), fetch.TimedOut, "sent nothing for"},
		{"hangs in a mail", wellIMAP().with("UID FETCH 1:2 (UID BOD", begun+testkit.ThenHang), fetch.TimedOut, "sent nothing for"},
		{"hangs at the search", wellIMAP().with("UID SEARCH", testkit.ThenHang), fetch.TimedOut, "sent nothing for"},
		{"cuts at once", imapScript{"greeting": testkit.ThenCut}, fetch.CutOff, "closed the connection"},
		{"cuts a line", wellIMAP().with("EXAMINE", examined+"TAG O"+testkit.ThenCut), fetch.CutOff, "closed the connection"},
		{"cuts a mail", wellIMAP().with("UID FETCH 1:2 (UID BOD", begun+testkit.ThenCut), fetch.CutOff, "closed the connection"},
		{"cuts after half of the mails", wellIMAP().with("UID FETCH 1:2 (UID BOD",
			strings.TrimSuffix(wellIMAP()["UID FETCH 1 (UID BOD"], "TAG OK done\r\n")+testkit.ThenCut), fetch.CutOff, "closed the connection"},
		{"endless greeting", imapScript{"greeting": testkit.ThenFlood}, fetch.TooLarge, "longer than any"},
		{"endless line", wellIMAP().with("EXAMINE", examined+"* OK "+testkit.ThenFlood), fetch.TooLarge, "longer than any"},
		{"endless text in quotes", wellIMAP().with("UID FETCH 1:2 (UID BOD",
			"* 1 FETCH (UID 1 BODY[] \""+testkit.ThenFlood), fetch.TooLarge, "longer than any"},
		{"more numbers than mails", wellIMAP().with("UID SEARCH",
			"* ESEARCH (TAG \"T3\") UID ALL 1:4294967295\r\nTAG OK done\r\n"), fetch.Damaged, "numbers more"},
		{"greets with BYE", imapScript{"greeting": "* BYE too many connections\r\n" + testkit.ThenCut}, fetch.Refused, "too many connections"},
		{"BYE at login", wellIMAP().with("LOGIN", "* BYE going down for a minute\r\n"+testkit.ThenCut), fetch.CutOff, "going down for a minute"},
		{"BYE in the middle", wellIMAP().with("UID SEARCH", "* SEARCH 1\r\n* BYE idle for too long\r\n"+testkit.ThenCut),
			fetch.CutOff, "idle for too long"},
		{"wrong password", wellIMAP().with("LOGIN", "TAG NO [AUTHENTICATIONFAILED] hunter2 is wrong\r\n"), fetch.Refused,
			"check user and password_file"},
		{"busy", wellIMAP().with("LOGIN", "TAG NO [UNAVAILABLE] later\r\n"), fetch.Broken, "try again later"},
		{"no login without TLS", wellIMAP().with("greeting", "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] ready\r\n"), fetch.Refused, "set tls"},
		{"mailbox that is gone", wellIMAP().with("EXAMINE", "TAG NO [NONEXISTENT] no such mailbox\r\n"), fetch.NotFound, "check mailbox"},
		{"no mail server", imapScript{"greeting": "HTTP/1.1 400 Bad Request\r\n\r\n<html>"}, fetch.Damaged, "right kind of server"},
		{"gibberish", imapScript{"greeting": "\x16\x03\x01\x00\xff\xff\xff\r\n" + testkit.ThenCut}, fetch.Damaged, "right kind of server"},
		{"no mail at all is given", wellIMAP().with("UID FETCH 1:2 (UID BOD", "TAG NO disk\r\n", "UID FETCH 1 (UID BOD",
			"TAG NO disk\r\n"), fetch.Refused, "try again later"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sink := sourcetest.NewSink()
			_, err := pullIMAP(t, sink, c.script.serve(t))
			testkit.WantFailure(t, err, c.reason, c.words)
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("Pull() = %v, which names the password", err)
			}
			if _, err := pullIMAP(t, sink, wellIMAP().serve(t)); err != nil {
				t.Errorf("Pull(well again) = %v", err)
			}
			if diff := gocmp.Diff(well.List(), sink.List()); diff != "" {
				t.Errorf("posts after the fault was repaired (-want +got):\n%s", diff)
			}
		})
	}
}

// TestIMAPGreetingIsHeard waits until a connection whose server said BYE is over, and must still hear why, each time.
func TestIMAPGreetingIsHeard(t *testing.T) {
	for range 50 {
		ours, theirs := net.Pipe()
		client := imapclient.New(ours, nil)
		if _, err := io.WriteString(theirs, "* BYE too many connections\r\n"); err != nil {
			t.Fatal(err)
		}
		theirs.Close()
		<-client.Closed()
		err := greeted(client)
		var refused *imap.Error
		if !errors.As(err, &refused) || refused.Text != "too many connections" {
			t.Fatalf("greeted() = %v, want the server's words", err)
		}
		client.Close()
	}
}

// TestIMAPOddities reads what servers do that is no fault, or not one that ends the read.
func TestIMAPOddities(t *testing.T) {
	ok := "TAG OK done\r\n"
	first := strings.TrimSuffix(wellIMAP()["UID FETCH 1 (UID BOD"], ok)
	second := strings.TrimSuffix(wellIMAP()["UID FETCH 2 (UID BOD"], ok)
	for _, c := range []struct {
		name           string
		script         imapScript
		posts, skipped int
	}{
		{"no SEARCH line", wellIMAP().with("UID SEARCH", ok), 0, 0},
		{"search names the last mail again", wellIMAP().with("UID SEARCH", "* SEARCH 2 1 2 2\r\n"+ok), 2, 0},
		{"BAD on search", wellIMAP().with("UID SEARCH", "TAG BAD what\r\n", "UID FETCH 1:* (UID)",
			"* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n"+ok), 2, 0},
		{"no UIDNEXT", wellIMAP().with("EXAMINE", "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n"+ok), 2, 0},
		{"answers in another order", wellIMAP().with("UID FETCH 1:2 (UID BOD", second+first+ok), 2, 0},
		{"other news between", wellIMAP().with("UID FETCH 1:2 (UID BOD",
			"* 3 EXISTS\r\n"+first+"* 1 FETCH (FLAGS (\\Seen))\r\n* OK still here\r\n"+second+ok), 2, 0},
		{"expunged while fetching", wellIMAP().with("UID FETCH 1:2 (UID BOD", first+ok, "UID FETCH 2 (UID BOD", ok), 1, 0},
		{"expunged before", wellIMAP().with("UID FETCH 1:2 (UID RFC", "* 1 FETCH (UID 1 RFC822.SIZE 200)\r\n"+ok,
			"UID FETCH 1:2 (UID INT", "* 1 FETCH (UID 1 RFC822.SIZE 200)\r\n"+ok), 1, 0},
		{"one mail is refused", wellIMAP().with("UID FETCH 1:2 (UID BOD", first+"TAG NO some are damaged\r\n",
			"UID FETCH 2 (UID BOD", "TAG NO damaged\r\n"), 1, 1},
		{"one mail has no text", wellIMAP().with("UID FETCH 1:2 (UID BOD", first+"* 2 FETCH (UID 2 BODY[] NIL)\r\n"+ok,
			"UID FETCH 2 (UID BOD", "* 2 FETCH (UID 2 BODY[] NIL)\r\n"+ok), 1, 1},
		{"one mail is empty", wellIMAP().with("UID FETCH 1:2 (UID BOD", first+"* 2 FETCH (UID 2 BODY[] \"\")\r\n"+ok), 1, 1},
		{"a mail of 3 GB is announced", wellIMAP().with("UID FETCH 1:2 (UID BOD",
			first+"* 2 FETCH (UID 2 BODY[] {3000000000}\r\nSubject: much"+testkit.ThenHang), 1, 1},
		{"a mail is said to be too large", wellIMAP().with("UID FETCH 1:2 (UID RFC",
			"* 1 FETCH (UID 1 RFC822.SIZE 3000000000)\r\n* 2 FETCH (UID 2 RFC822.SIZE 9)\r\n"+ok,
			"UID FETCH 1:2 (UID INT", "* 1 FETCH (UID 1 RFC822.SIZE 3000000000)\r\n* 2 FETCH (UID 2 RFC822.SIZE 9)\r\n"+ok), 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sink := sourcetest.NewSink()
			res, err := pullIMAP(t, sink, c.script.serve(t))
			if err != nil || res.Added.New != c.posts || len(res.Skipped) != c.skipped {
				t.Errorf("Pull() = %+v, %v, want %d new posts and %d skipped", res, err, c.posts, c.skipped)
			}
		})
	}
}

// TestIMAPUnreadableDate reads mail whose date of arrival the library takes for a reason to leave.
func TestIMAPUnreadableDate(t *testing.T) {
	head := func(date string) string {
		return "* 1 FETCH (UID 1 RFC822.SIZE 200" + date + ")\r\n* 2 FETCH (UID 2 RFC822.SIZE 200)\r\nTAG OK done\r\n"
	}
	bad := ` INTERNALDATE "40-Xyz-0000 00:00:00 +0000"`
	script := wellIMAP()
	delete(script, "UID FETCH 1:2 (UID RFC")
	delete(script, "UID FETCH 1:2 (UID INT")
	script = script.with("UID FETCH 1:2 (UID RFC822.SIZE INT", head(bad), "UID FETCH 1:2 (UID INTERNALDATE", head(bad),
		"UID FETCH 1:2 (UID RFC822.SIZE)", head(""))
	if res, err := pullIMAP(t, sourcetest.NewSink(), script.serve(t)); err != nil || res.Added.New != 2 {
		t.Errorf("Pull() = %+v, %v, want 2 new posts", res, err)
	}
}

// TestIMAPCancelled ends a read that waits.
func TestIMAPCancelled(t *testing.T) {
	src, err := source.Open(wellIMAP().with("EXAMINE", testkit.ThenHang).serve(t), "dev", testkit.Env(sourcetest.NewSink()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := src.Fetch(ctx, nil); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > time.Minute {
		t.Errorf("Fetch() = %v after %v, want %v at once", err, time.Since(began), context.DeadlineExceeded)
	}
}

// TestIMAPTLS reads over both kinds of TLS, and not from who cannot prove its name.
func TestIMAPTLS(t *testing.T) {
	server, client := testkit.TestCertificate(t)
	user, box := serveIMAP(t, imapserver.Options{TLSConfig: server}, "INBOX")
	deliver(t, user, "INBOX", numbered(0, 3)...)
	// the same server behind implicit TLS: a connection to it is handed through
	host, port := testkit.ServeLines(t, func(conn net.Conn, _ *bufio.Reader) {
		s := tls.Server(conn, server)
		if s.Handshake() == nil {
			testkit.Say(s, "* BYE reached by implicit TLS\r\n"+testkit.ThenCut)
		}
		s.Close()
	})
	implicit, _ := strconv.Atoi(port)
	for _, c := range []struct {
		name, mode string
		port       int
		trust      *tls.Config
		posts      int
		reason     fetch.Reason
		words      string
	}{
		{"starttls", "starttls", box.Port, client, 3, "", ""},
		{"starttls, unknown certificate", "starttls", box.Port, nil, 0, fetch.Untrusted, "certificate"},
		{"implicit", "implicit", implicit, client, 0, fetch.Refused, "reached by implicit TLS"},
		{"implicit, unknown certificate", "implicit", implicit, nil, 0, fetch.Untrusted, "certificate"},
		{"implicit, at a plain port", "implicit", box.Port, client, 0, fetch.Untrusted, "does not speak TLS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := *box
			config.Host, config.Port, config.TLS = host, c.port, c.mode
			src, err := source.Open(&config, "dev", testkit.Env(sourcetest.NewSink()))
			if err != nil {
				t.Fatal(err)
			}
			hurryIMAP(src).(*imapSource).remote.TLS = c.trust
			page, err := src.Fetch(t.Context(), nil)
			if c.reason != "" {
				testkit.WantFailure(t, err, c.reason, c.words)
			} else if err != nil || len(page.Posts) != c.posts {
				t.Errorf("Fetch() = %d posts, %v, want %d", len(page.Posts), err, c.posts)
			}
		})
	}
}

// TestIMAPStartTLSFaults checks that nothing secret is sent before TLS has begun.
func TestIMAPStartTLSFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		script imapScript
		reason fetch.Reason
		words  string
	}{
		{"refused", wellIMAP().with("STARTTLS", "TAG BAD no\r\n"), fetch.Refused, "set tls: implicit"},
		{"PREAUTH", wellIMAP().with("greeting", "* PREAUTH welcome\r\n"), fetch.Refused, "welcome"},
		{"more than was asked for", wellIMAP().with("STARTTLS", "TAG OK begin\r\n* OK injected\r\n"), fetch.Untrusted, "before TLS began"},
		{"cut", wellIMAP().with("STARTTLS", "TAG OK"+testkit.ThenCut), fetch.CutOff, "closed the connection"},
		{"hangs", wellIMAP().with("STARTTLS", testkit.ThenHang), fetch.TimedOut, "sent nothing"},
		{"hangs in the handshake", wellIMAP().with("STARTTLS", "TAG OK begin\r\n"+testkit.ThenHang), fetch.TimedOut, ""},
		{"endless line", imapScript{"greeting": testkit.ThenFlood}, fetch.Damaged, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			box := c.script.with("LOGIN", "TAG OK [ALERT] the password came in the clear\r\n").serve(t)
			box.TLS = "starttls"
			_, err := pullIMAP(t, sourcetest.NewSink(), box)
			testkit.WantFailure(t, err, c.reason, c.words)
		})
	}
}

// TestIMAPToken logs in with OAuth in both ways.
func TestIMAPToken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("ya29.secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusal := base64.StdEncoding.EncodeToString([]byte(`{"status":"invalid_token","schemes":"bearer"}`))
	for _, c := range []struct {
		name, caps, want string
		refuse           bool
	}{
		{"OAUTHBEARER", "SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER", "n,a=ann,\x01host=127.0.0.1\x01auth=Bearer ya29.secret\x01\x01", false},
		{"XOAUTH2", "SASL-IR AUTH=XOAUTH2", "user=ann\x01auth=Bearer ya29.secret\x01\x01", false},
		{"XOAUTH2", "SASL-IR AUTH=XOAUTH2", "", true},
		{"OAUTHBEARER", "SASL-IR AUTH=OAUTHBEARER", "", true},
		{"", "AUTH=PLAIN", "", true},
	} {
		var mu sync.Mutex
		sent := ""
		script := wellIMAP()
		host, port := testkit.ServeLines(t, func(conn net.Conn, r *bufio.Reader) {
			testkit.Say(conn, "* OK [CAPABILITY IMAP4rev1 "+c.caps+"] ready\r\n")
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				tag, command, _ := strings.Cut(strings.TrimSpace(line), " ")
				if first, ok := strings.CutPrefix(command, "AUTHENTICATE "+c.name+" "); ok {
					data, _ := base64.StdEncoding.DecodeString(first)
					mu.Lock()
					sent = string(data)
					mu.Unlock()
					if c.refuse {
						testkit.Say(conn, "+ "+refusal+"\r\n")
					} else {
						testkit.Say(conn, tag+" OK [CAPABILITY IMAP4rev1] done\r\n")
					}
					continue
				}
				for start, a := range script {
					if strings.HasPrefix(command, start) && !testkit.Say(conn, strings.ReplaceAll(a, "TAG", tag)) {
						return
					}
				}
			}
		})
		number, _ := strconv.Atoi(port)
		res, err := pullIMAP(t, sourcetest.NewSink(), &Config{Host: host, Port: number, User: "ann", TokenFile: file, TLS: "none"})
		mu.Lock()
		switch {
		case c.refuse:
			testkit.WantFailure(t, err, fetch.Refused, "token")
			if strings.Contains(err.Error(), "ya29") {
				t.Errorf("Pull() = %v, which names the token", err)
			}
		case err != nil || res.Added.New != 2 || sent != c.want:
			t.Errorf("%s: Pull() = %+v, %v and sent %q, want 2 posts and %q", c.name, res, err, sent, c.want)
		}
		mu.Unlock()
	}
}
