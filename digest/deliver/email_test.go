package deliver

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"recap/digest/deliver/delivertest"
	"recap/digest/deliver/output"
	"recap/digest/render"
	"recap/store"
)

func TestEmailContract(t *testing.T) {
	delivertest.Test(t, delivertest.Contract{Open: openFolder,
		Receiver: func(t *testing.T) (string, func() []string) {
			s := startMail(t, nil)
			return s.addr, s.got
		},
		Kind: func(_, addr string) output.Kind {
			return &Email{From: "Recap <recap@example.org>", To: []string{"all@lists.example.org",
				"Ann <ann@example.net>"}, SMTP: SMTP{Addr: addr}}
		}})
}

// lettersOf returns the letters of an outbox by recipient.
func lettersOf(t *testing.T, db store.Outbox) map[string]store.Letter {
	t.Helper()
	all, err := db.Letters(t.Context(), store.LetterFilter{})
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]store.Letter{}
	for _, l := range all {
		by[l.Recipient] = l
	}
	return by
}

func TestEmailAnswers(t *testing.T) {
	faults := map[string]fault{"a@example.org": none, "b@example.org": greylisted, "c@example.org": unknown,
		"d@example.org": lostBefore, "e@example.org": lostAfter,
		"f@example.org": fullAtEnd, "g@example.org": spam, "h@example.org": relay, "i@example.org": none}
	e := sample(t)
	db := openStore(t, e)
	s := startMail(t, nil)
	s.set(func() { s.faults = func(to string) fault { return faults[to] } })
	mail := &Email{From: "recap@example.org", SMTP: SMTP{Addr: s.addr}}
	for i := range len(faults) {
		mail.To = append(mail.To, string(rune('a'+i))+"@example.org")
	}
	_, err := publish(t, Target{Name: "mail", Email: mail}, output.Input{Edition: e, Outbox: db})
	letters := lettersOf(t, db)
	for to, want := range map[string]store.LetterState{"a": store.LetterSent, "b": store.LetterQueued,
		"c": store.LetterFailed, "d": store.LetterQueued, "e": store.LetterInDoubt,
		"f": store.LetterQueued, "g": store.LetterFailed, "h": store.LetterFailed, "i": store.LetterSent} {
		l := letters[to+"@example.org"]
		if l.State != want {
			t.Errorf("%s is %s (%s), want %s", to, l.State, l.Response, want)
		}
		if bad := want != store.LetterSent; bad != strings.Contains(fmt.Sprint(err), l.Recipient) {
			t.Errorf("the error names %s: %t\n%v", l.Recipient, !bad, err)
		}
		if l.Suppress != (to == "c") {
			t.Errorf("%s is suppressed: %t", to, l.Suppress)
		}
		if n, want := len(s.of(l.Recipient)), map[string]int{"a": 1, "e": 1, "i": 1}[to]; n != want {
			t.Errorf("the server stored %d mails to %s, want %d", n, to, want)
		}
	}
	if s.lines != 3 {
		t.Errorf("%d connections, want one, and one more after each that broke", s.lines)
	}
}

// TestEmailStopsWhereNobodyIsServed tries one letter of many where the server takes no mail of the sender at all, and
// loses none.
func TestEmailStopsWhereNobodyIsServed(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s := startMail(t, nil)
	s.set(func() { s.envelope = func(string) error { return fmt.Errorf("not from here") } })
	mail := &Email{From: "recap@example.org", SMTP: SMTP{Addr: s.addr}}
	for i := range 20 {
		mail.To = append(mail.To, fmt.Sprintf("%d@example.org", i))
	}
	_, err := publish(t, Target{Name: "mail", Email: mail}, output.Input{Edition: e, Outbox: db})
	if err == nil || strings.Count(err.Error(), "\n") > 1 {
		t.Errorf("Publish() = %v, want one error", err)
	}
	for to, l := range lettersOf(t, db) {
		if l.State != store.LetterQueued {
			t.Errorf("%s is %s, want it waiting", to, l.State)
		}
	}
}

// TestEmailIsEncrypted demands STARTTLS beyond this machine, and shows no password in the clear.
func TestEmailIsEncrypted(t *testing.T) {
	cert, ca := certificate(t)
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("salt water\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		cert  *tls.Certificate
		ca    string
		login string
		state store.LetterState
	}{
		{"encrypted, with the password", cert, ca, "ann:salt water", store.LetterSent},
		{"encrypted, with a wrong password", cert, ca, "ann:fresh water", store.LetterQueued},
		{"not encrypted, and a certificate is wanted", nil, ca, "", store.LetterQueued},
		{"in the clear on this machine", nil, "", "", store.LetterSent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := sample(t)
			db := openStore(t, e)
			s := startMail(t, tt.cert)
			s.set(func() { s.login = tt.login })
			mail := &Email{From: "recap@example.org", To: []string{"all@example.org"}, SMTP: SMTP{Addr: s.addr, CAFile: tt.ca}}
			if tt.login != "" {
				mail.SMTP.User, mail.SMTP.PasswordFile = "ann", password
			}
			_, err := publish(t, Target{Name: "mail", Email: mail}, output.Input{Edition: e, Outbox: db})
			if l := lettersOf(t, db)["all@example.org"]; l.State != tt.state ||
				(err == nil) != (tt.state == store.LetterSent) || strings.Contains(fmt.Sprint(err), "water") {
				t.Errorf("the letter is %s, Publish() = %v", l.State, err)
			}
		})
	}
}

// TestNothingGoesOutInTheClear sends to a server that is known by an address of the network: without STARTTLS it learns
// nothing, neither the password nor who writes to whom.
func TestNothingGoesOutInTheClear(t *testing.T) {
	host := ""
	addresses, _ := net.InterfaceAddrs()
	for _, a := range addresses {
		if ip, _, err := net.ParseCIDR(a.String()); err == nil && ip.To4() != nil && !ip.IsLoopback() {
			host = ip.String()
		}
	}
	if host == "" {
		t.Skip("this machine has no address but its own")
	}
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("salt water\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startMailOn(t, host, nil)
	s.set(func() {
		s.login = "ann:salt water"
		s.envelope = func(from string) error { t.Errorf("the server was told that %s writes", from); return nil }
	})
	_, port, _ := net.SplitHostPort(s.addr)
	e := sample(t)
	db := openStore(t, e)
	mail := &Email{From: "recap@example.org", To: []string{"all@example.org"},
		SMTP: SMTP{Addr: net.JoinHostPort(host, port), User: "ann", PasswordFile: password}}
	_, err := publish(t, Target{Name: "mail", Email: mail}, output.Input{Edition: e, Outbox: db})
	if l := lettersOf(t, db)["all@example.org"]; l.State != store.LetterQueued || l.Doubts > 0 || len(s.got()) > 0 ||
		!strings.Contains(fmt.Sprint(err), "not sent in the clear: name a server that offers STARTTLS, or write tls: implicit") {
		t.Errorf("the letter is %s, the server has %d mails, Publish() = %v", l.State, len(s.got()), err)
	}
}

// certificate returns a certificate of this machine, and the file that says whom to trust.
func certificate(t *testing.T) (*tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true,
		BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644); err != nil {
		t.Fatal(err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}

// signingKey returns the file of a new key, and what the DNS would say of it.
func signingKey(t *testing.T) (file, record string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "dkim.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600); err != nil {
		t.Fatal(err)
	}
	coded := string(pem.EncodeToMemory(&pem.Block{Type: "X", Bytes: public}))
	coded = strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(coded, "-----BEGIN X-----\n"), "-----END X-----\n"), "\n", "")
	return file, "v=DKIM1; k=rsa; p=" + coded
}

func TestEmailIsSigned(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s := startMail(t, nil)
	key, record := signingKey(t)
	mail := &Email{From: "Fenwick Überblick <recap@example.org>", To: []string{"ann+news@example.net"}, SMTP: SMTP{Addr: s.addr},
		Unsubscribe: "https://example.org/leave?who={recipient}", DKIM: DKIM{Selector: "recap", KeyFile: key}}
	if _, err := publish(t, Target{Name: "mail", Email: mail}, output.Input{Edition: e, Outbox: db}); err != nil {
		t.Fatal(err)
	}
	raw := s.of("ann+news@example.net")[0]
	checks, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) {
		if name != "recap._domainkey.example.org" {
			return nil, fmt.Errorf("no such name %s", name)
		}
		return []string{record}, nil
	}})
	if err != nil || len(checks) != 1 || checks[0].Err != nil || checks[0].Domain != "example.org" {
		t.Fatalf("the signature: %+v, %v", checks, err)
	}
	for _, want := range []string{"List-Unsubscribe", "List-Unsubscribe-Post", "Message-Id", "List-Id"} {
		if !slices.ContainsFunc(checks[0].HeaderKeys, func(k string) bool { return strings.EqualFold(k, want) }) {
			t.Errorf("%s is not signed, only %q", want, checks[0].HeaderKeys)
		}
	}
	for _, want := range []string{"\r\nList-Unsubscribe: <https://example.org/leave?who=ann%2Bnews%40example.net>\r\n",
		"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
		"<recap-daily.example.org>\r\n", "\r\nDate: Sat, 17 Oct 2026 07:00:00 +0000\r\n"} {
		if !bytes.Contains(raw, []byte(want)) {
			t.Errorf("the mail has no %q:\n%.1500s", want, raw)
		}
	}
	_, rest, _ := bytes.Cut(raw, []byte("\r\nFrom: ")) // what stands before is the signature, and the trace of the server
	for i, l := range bytes.Split(rest, []byte("\r\n")) {
		if len(l) > 78 || bytes.ContainsFunc(l, func(r rune) bool { return r > '~' || r < ' ' && r != '\t' }) {
			t.Errorf("line %d is too long or not plain ASCII: %q", i+1, l)
		}
	}
}

// TestEmailRefuses demands errors that name the key.
func TestEmailRefuses(t *testing.T) {
	good := Email{From: "recap@example.org", To: []string{"all@example.org"}, SMTP: SMTP{Addr: "mail.example.org:587"}}
	for want, change := range map[string]func(m *Email){
		"to: ":               func(m *Email) { m.To = []string{"a@example.org", "nobody"} },
		"stands there twice": func(m *Email) { m.To = []string{"a@example.org", "A <A@example.org>"} },
		"from: ":             func(m *Email) { m.From = "x@example.org\r\nBcc: y@example.org" },
		"smtp: addr":         func(m *Email) { m.SMTP.Addr = "https://mail.example.org" },
		"doubt: ":            func(m *Email) { m.Doubt = "perhaps" },
		"dkim: ":             func(m *Email) { m.DKIM.KeyFile = "key.pem" },
	} {
		m := good
		change(&m)
		if _, err := (&Target{Name: "mail", Email: &m}).Output(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Output() = %v, want an error with %q", err, want)
		}
	}
	if _, err := (&Target{Name: "mail", Email: &good}).Output(); err != nil {
		t.Errorf("Output() = %v", err)
	}
}

func TestSendmailContract(t *testing.T) {
	delivertest.Test(t, delivertest.Contract{Open: openFolder,
		Receiver: func(t *testing.T) (string, func() []string) {
			dir := t.TempDir()
			script := filepath.Join(dir, "take")
			if err := os.WriteFile(script, []byte("#!/bin/sh\ncat > \""+dir+"/mail.$$.$(date +%N)\"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			return script, func() []string {
				files, err := filepath.Glob(filepath.Join(dir, "mail.*"))
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, f := range files {
					data, err := os.ReadFile(f)
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, string(data))
				}
				return got
			}
		},
		Kind: func(_, addr string) output.Kind {
			return &Sendmail{From: "recap@example.org", To: []string{"all@example.org"}, Command: []string{addr}}
		}})
}

func TestSendmailAnswers(t *testing.T) {
	for code, want := range map[int]store.LetterState{0: store.LetterSent, 75: store.LetterQueued,
		67: store.LetterFailed, 65: store.LetterFailed, 1: store.LetterQueued} {
		e := sample(t)
		db := openStore(t, e)
		target := Target{Name: "mail", Sendmail: &Sendmail{From: "recap@example.org", To: []string{"all@example.org"},
			Command: []string{"/bin/sh", "-c", fmt.Sprintf("cat >/dev/null; echo said so; exit %d", code)}}}
		_, err := publish(t, target, output.Input{Edition: e, Outbox: db})
		if l := lettersOf(t, db)["all@example.org"]; l.State != want || l.Suppress != (code == 67) || code > 0 &&
			!strings.Contains(fmt.Sprint(err), "said so") {
			t.Errorf("after exit %d the letter is %s, suppressed %t, Publish() = %v", code, l.State, l.Suppress, err)
		}
	}
}

// TestMessageIDsProveWhoGotTheMail makes the letters of an edition with other secrets, outputs and revisions: no id of
// one is that of another, each is that of its recipient alone, and what waits keeps the id that it was queued with.
func TestMessageIDsProveWhoGotTheMail(t *testing.T) {
	mail := &Email{From: "recap@example.org", To: []string{"All <all@lists.example.org>", "Bo@example.net"}, SMTP: SMTP{Addr: "127.0.0.1:1"}}
	seen := map[string]bool{}
	letters := func(name, secret string, revision int) []store.Letter {
		t.Helper()
		e, n := sample(t), mail.newsletter(name)
		e.Revision = revision
		all, err := n.Letters(output.Input{Edition: e, Now: killNow(), Secret: []byte(secret)})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range all {
			if seen[l.Key] || !bytes.Contains(l.Raw, []byte("Message-ID: "+l.Key+"\r\n")) {
				t.Errorf("the id %s stands twice, or not in its mail", l.Key)
			}
			seen[l.Key] = true
		}
		return all
	}
	first := letters("mail", "tide", 1)
	letters("mail", "ebb", 1)
	letters("other", "tide", 1)
	letters("mail", "tide", 2)
	letters("mail", "", 1)
	for _, tt := range []struct {
		secret, id, output, recipient string
		want                          bool
	}{
		{"tide", first[0].Key, "mail", "all@lists.example.org", true},
		{"tide", first[1].Key, "mail", "bo@EXAMPLE.net", true},
		{"tide", first[1].Key, "mail", "all@lists.example.org", false},
		{"tide", first[0].Key, "other", "all@lists.example.org", false},
		{"ebb", first[0].Key, "mail", "all@lists.example.org", false},
		{"", first[0].Key, "mail", "all@lists.example.org", false},
		{"tide", strings.Replace(first[0].Key, ".r1.", ".r2.", 1), "mail", "all@lists.example.org", false},
		{"tide", "<daily-2026-10-16.r1@example.org>", "mail", "all@lists.example.org", false},
		{"tide", "", "mail", "all@lists.example.org", false},
	} {
		if got := render.IsSignedID([]byte(tt.secret), tt.id, tt.output, tt.recipient); got != tt.want {
			t.Errorf("IsSignedID(%q, %s, %s, %s) = %t", tt.secret, tt.id, tt.output, tt.recipient, got)
		}
	}

	e := sample(t)
	db := openStore(t, e)
	for _, secret := range []string{"", "tide"} { // the server is down, and the program is a newer one then
		_, _ = publish(t, Target{Name: "mail", Email: mail}, output.Input{Edition: e, Outbox: db, Now: killNow(), Secret: []byte(secret)})
		if l := lettersOf(t, db)["Bo@example.net"]; !strings.Contains(l.Key, ".r1.") || render.IsSignedID([]byte("tide"), l.Key, "mail", l.Recipient) {
			t.Errorf("what waits has the id %s by now", l.Key)
		}
	}
}
