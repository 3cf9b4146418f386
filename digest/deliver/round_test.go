package deliver

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
	"recap/store"
)

// counted returns how many letters are in each state.
func counted(t *testing.T, db store.Outbox) map[store.LetterState]int {
	t.Helper()
	n := map[store.LetterState]int{}
	for _, l := range lettersOf(t, db) {
		n[l.State]++
	}
	return n
}

// TestRefusalsThatAreNotAboutRecipients has a server refuse everybody because of the sender: nobody is struck off,
// nobody's letter is lost, and the server is left alone after the first few.
func TestRefusalsThatAreNotAboutRecipients(t *testing.T) {
	for _, answer := range []gosmtp.SMTPError{
		{Code: 550, EnhancedCode: gosmtp.NoEnhancedCode, Message: "we do not relay for you"},
		{Code: 553, EnhancedCode: gosmtp.NoEnhancedCode, Message: "sender could not be verified"},
		{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 8}, Message: "the sender's domain does not exist"},
		{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 0}, Message: "sender address refused"},
		{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "no such user here, nor any other"},
	} {
		e := sample(t)
		db := openStore(t, e)
		s := startMail(t, nil)
		s.set(func() { s.rcpt = func(string) error { return &answer } })
		target := Target{Name: "mail", Email: &Email{From: "recap@example.org", SMTP: SMTP{Addr: s.addr}, To: subscribers(8)}}
		_, err := publish(t, target, output.Input{Edition: e, Outbox: db})
		if err == nil || strings.Count(err.Error(), "\n") > 0 || !strings.Contains(err.Error(), answer.Message) {
			t.Errorf("%v: Publish() = %v, want one error with the answer", answer, err)
		}
		for to, l := range lettersOf(t, db) {
			if l.State != store.LetterQueued || l.Suppress {
				t.Errorf("%v: %s is %s, suppressed %t, want it waiting", answer, to, l.State, l.Suppress)
			}
		}
		if len(s.tries) != 3 {
			t.Errorf("%v: %d recipients were tried, want three", answer, len(s.tries))
		}

		// The server is mended. Those who were not tried come first, then the others, in their time.
		s.set(func() { s.rcpt = func(string) error { return nil } })
		o, err := target.Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, after := range []time.Duration{time.Minute, time.Hour} {
			if _, err := o.Publish(t.Context(), output.Input{Edition: e, Outbox: db, Now: killNow().Add(after)}); err != nil {
				t.Errorf("%v: Publish() %s later = %v", answer, after, err)
			}
		}
		if n := counted(t, db); n[store.LetterSent] != 8 {
			t.Errorf("%v: the letters are %v, want all sent", answer, n)
		}
	}
}

// TestRefusalsOfSome has the first two recipients be unknown, and more later: a server that takes mail is believed.
func TestRefusalsOfSome(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s := startMail(t, nil)
	all := subscribers(12)
	s.set(func() {
		s.rcpt = func(to string) error {
			if to == all[2] || to == all[11] {
				return nil
			}
			return &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "nobody of the name " + to}
		}
	})
	_, err := publish(t, Target{Name: "mail", Email: &Email{From: "recap@example.org", SMTP: SMTP{Addr: s.addr}, To: all}},
		output.Input{Edition: e, Outbox: db})
	for to, l := range lettersOf(t, db) {
		there := to == all[2] || to == all[11]
		if sent := l.State == store.LetterSent; sent != there || l.Suppress == there || strings.Contains(fmt.Sprint(err), to) == there {
			t.Errorf("%s is %s, suppressed %t, and Publish() says\n%v", to, l.State, l.Suppress, err)
		}
	}
}

// TestServerThatGoesAway takes a hundred mails over one connection, after which there is no other.
func TestServerThatGoesAway(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s := startMail(t, nil)
	var stop func()
	s.set(func() {
		s.rcpt = func(to string) error {
			if to == subscribers(100)[99] {
				stop()
			}
			return nil
		}
		stop = s.refuseLines
	})
	target := Target{Name: "mail", Email: &Email{From: "recap@example.org", SMTP: SMTP{Addr: s.addr}, To: subscribers(103)}}
	_, err := publish(t, target, output.Input{Edition: e, Outbox: db})
	if n := counted(t, db); err == nil || n[store.LetterSent] != 100 || n[store.LetterQueued] != 3 {
		t.Errorf("the letters are %v, Publish() = %v, want a hundred sent, the rest waiting, and an error", n, err)
	}
}

// TestDoubtEndsARound has a server hang up on everybody when it has the mail.
func TestDoubtEndsARound(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s := startMail(t, nil)
	s.set(func() { s.faults = func(string) fault { return lostAfter } })
	target := Target{Name: "mail", Email: &Email{From: "recap@example.org", SMTP: SMTP{Addr: s.addr}, To: subscribers(40)}}
	_, _ = publish(t, target, output.Input{Edition: e, Outbox: db})
	if n := counted(t, db); n[store.LetterInDoubt] != 4 || n[store.LetterQueued] != 36 {
		t.Errorf("the letters are %v, want four in doubt and the rest waiting", n)
	}
}

// A hanging takes a letter and never says so.
type hanging struct{}

func (hanging) Letters(in output.Input) ([]store.Letter, error) {
	var all []store.Letter
	for _, to := range subscribers(5) {
		all = append(all, store.Letter{Recipient: to, Key: to, Raw: []byte("Hello")})
	}
	return all, nil
}

func (hanging) Open(context.Context) (outbox.Session, error) { return hanging{}, nil }

func (hanging) Send(_ context.Context, _ store.Letter, doubt func() error) (string, error) {
	if err := doubt(); err != nil {
		return "", err
	}
	return "", fmt.Errorf("the last answer: %w", os.ErrDeadlineExceeded)
}

func (hanging) Close() error { return nil }

// TestPatienceIsSpentOnce has a receiver not answer: the wait for one letter is long enough for all.
func TestPatienceIsSpentOnce(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	o := outbox.New("mail", output.About{Form: output.Message, Redacted: output.Never}, hanging{}, outbox.Rules{})
	_, err := o.Publish(t.Context(), output.Input{Edition: e, Outbox: db, Now: killNow()})
	if n := counted(t, db); err == nil || n[store.LetterInDoubt] != 1 || n[store.LetterQueued] != 4 {
		t.Errorf("the letters are %v, Publish() = %v, want one in doubt, the rest waiting, and an error", n, err)
	}
}

// TestNewerRevisionTakesThePlaceOfWhatWasLeft has a run be killed with a letter in its hands, and the edition be
// revised.
func TestNewerRevisionTakesThePlaceOfWhatWasLeft(t *testing.T) {
	for _, doubt := range []string{"hold", "resend"} {
		e := sample(t)
		db := openStore(t, e)
		s := startMail(t, nil)
		mail := &Email{From: "recap@example.org", SMTP: SMTP{Addr: "127.0.0.1:1"}, To: []string{"all@lists.example.org"}, Doubt: doubt}
		_, _ = publish(t, Target{Name: "mail", Email: mail}, output.Input{Edition: e, Outbox: db})
		l, err := db.Claim(t.Context(), "mail", killNow().Add(24*time.Hour))
		if err == nil && doubt == "resend" {
			err = db.Settle(t.Context(), l.ID, store.LetterClaimed, store.Settlement{State: store.LetterInDoubt, At: killNow()})
		}
		if err != nil {
			t.Fatal(err)
		}
		revised := sample(t)
		revised.Revision, revised.Title = e.Revision+1, "What was told was told wrongly"
		save(t, db, revised)
		mail.SMTP.Addr = s.addr
		_, err = publish(t, Target{Name: "mail", Email: mail}, output.Input{Edition: revised, Outbox: db})
		if got := s.got(); err != nil || len(got) != 1 || !strings.Contains(got[0], "[corrected]") {
			t.Errorf("%s: Publish() = %v, and %d mails came, want the correction alone", doubt, err, len(got))
		}
	}
}

// TestRedactedEditionIsNoNews publishes the revision that was made because something was taken out: only who has
// nothing gets it, unless a person wants to tell all.
func TestRedactedEditionIsNoNews(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s := startMail(t, nil)
	mail := &Email{From: "recap@example.org", SMTP: SMTP{Addr: s.addr}, To: []string{"ann@example.org"}}
	target := Target{Name: "mail", Email: mail}
	if _, err := publish(t, target, output.Input{Edition: e, Outbox: db}); err != nil {
		t.Fatal(err)
	}
	anew := sample(t)
	anew.Revision, anew.Title = e.Revision+1, "Without what was taken out"
	save(t, db, anew)
	mail.To = append(mail.To, "bob@example.org")
	for _, step := range []struct {
		revise   bool
		ann, bob int
	}{{false, 1, 1}, {false, 1, 1}, {true, 2, 1}} {
		if _, err := publish(t, target, output.Input{Edition: anew, Outbox: db, Redacted: true, Revise: step.revise}); err != nil {
			t.Fatal(err)
		}
		if ann, bob := len(s.of("ann@example.org")), len(s.of("bob@example.org")); ann != step.ann || bob != step.bob {
			t.Errorf("revise %t: ann has %d mails and bob %d, want %d and %d", step.revise, ann, bob, step.ann, step.bob)
		}
	}
}

// TestAfterRedaction says who is sent an edition that was made anew.
func TestAfterRedaction(t *testing.T) {
	about := (&Email{From: "recap@example.org", To: []string{"a@example.org"}}).About()
	letter := func(revision int, state store.LetterState) store.Letter {
		return store.Letter{Revision: revision, Recipient: "a@example.org", State: state}
	}
	for _, tt := range []struct {
		name    string
		letters []store.Letter
		want    bool
	}{
		{"it waited", []store.Letter{letter(1, store.LetterWithdrawn)}, true},
		{"it was sent, and its correction waited", []store.Letter{letter(1, store.LetterSent), letter(2, store.LetterWithdrawn)}, false},
		{"a newer one took its place, and waited", []store.Letter{letter(1, store.LetterDropped), letter(2, store.LetterWithdrawn)}, true},
		{"a person dropped the newest", []store.Letter{letter(1, store.LetterWithdrawn), letter(2, store.LetterDropped)}, false},
	} {
		if got, _ := about.AfterRedaction(tt.letters); got != tt.want {
			t.Errorf("%s: AfterRedaction() = %t, want %t", tt.name, got, tt.want)
		}
	}
}

// TestLongRound hands letters over for hours: what comes to be too old meanwhile is not sent, nor what nobody wants any
// more.
func TestLongRound(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s := startMail(t, nil)
	clock, left := killNow(), ""
	s.set(func() {
		s.rcpt = func(to string) error {
			clock, left = clock.Add(time.Hour), subscribers(2)[1]
			return nil
		}
	})
	in := output.Input{Edition: e, Outbox: db, Expires: killNow().Add(150 * time.Minute), Clock: func() time.Time { return clock },
		Owed: func(_ context.Context, l store.Letter) (bool, error) { return l.Recipient != left, nil }}
	target := Target{Name: "mail", Email: &Email{From: "recap@example.org", SMTP: SMTP{Addr: s.addr}, To: subscribers(6)}}
	_, err := publish(t, target, in)
	n := counted(t, db)
	if n[store.LetterSent] != 3 || n[store.LetterDropped] != 1 || n[store.LetterExpired] != 2 || strings.Count(fmt.Sprint(err), "too old") != 2 {
		t.Errorf("the letters are %v, Publish() = %v, want three sent, one dropped, two too old", n, err)
	}
	for to, l := range lettersOf(t, db) {
		if l.State == store.LetterSent && l.Changed.Equal(killNow()) {
			t.Errorf("%s is said to have been sent when the round began", to)
		}
	}
}

// TestErrorsNameNoSubscriber has a server repeat addresses in its answers.
func TestErrorsNameNoSubscriber(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s := startMail(t, nil)
	code := 450
	s.set(func() {
		s.rcpt = func(to string) error {
			code += 100
			return &gosmtp.SMTPError{Code: 450 + code%200, EnhancedCode: gosmtp.NoEnhancedCode, Message: "<" + strings.ToUpper(to) + "> may not"}
		}
	})
	var readers []output.Reader
	if err := subscribe(t.Context(), db, subscribers(4)); err != nil {
		t.Fatal(err)
	}
	for _, to := range subscribers(4) {
		readers = append(readers, output.Reader{Address: to, Leave: "https://example.org/leave"})
	}
	target := Target{Name: "mail", Email: &Email{From: "recap@example.org", SMTP: SMTP{Addr: s.addr}, Subscribers: true}}
	_, err := publish(t, target, output.Input{Edition: e, Outbox: db, Readers: readers})
	said := strings.ToLower(fmt.Sprint(err))
	if strings.Contains(said, "reader00") || !strings.Contains(said, "letter 1: ") || !strings.Contains(said, "may not") {
		t.Errorf("Publish() = %v, want letters named by their ids", err)
	}
}

// TestSendmailLeavesSomethingRunning has the program end well while a child of it holds its output.
func TestSendmailLeavesSomethingRunning(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "take")
	text := "#!/bin/sh\ncat >/dev/null\n(n=0; while [ $n -lt 300 ] && [ ! -e '" + dir + "/stop' ]; do sleep 0.1; n=$((n+1)); done; touch '" + dir + "/ended') &\n" +
		"head -c 1000000 /dev/zero | tr '\\0' x\nexit 0\n"
	if err := os.WriteFile(script, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	said, err := pipe{script}.Send(t.Context(), store.Letter{Recipient: "a@example.org", Raw: []byte("Hello\r\n")}, func() error { return nil })
	if _, gone := os.Stat(filepath.Join(dir, "ended")); said != "taken" || err != nil || gone == nil {
		t.Errorf("Send() = %q, %v, and the child has ended: %t, want it taken before that", said, err, gone == nil)
	}
	if err := os.WriteFile(filepath.Join(dir, "stop"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, "ended")); err == nil {
			return
		}
	}
}

// TestSendmailCannotBeStarted keeps letters for when the program is mended, and tries it once.
func TestSendmailCannotBeStarted(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken")
	if err := os.WriteFile(broken, []byte("\x00\x01 is no program"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{broken, broken + ".away"} {
		e := sample(t)
		db := openStore(t, e)
		target := Target{Name: "mail", Sendmail: &Sendmail{From: "recap@example.org", To: subscribers(5), Command: []string{command}}}
		_, err := publish(t, target, output.Input{Edition: e, Outbox: db})
		if n := counted(t, db); n[store.LetterQueued] != 5 || err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("the letters are %v, Publish() = %v, want all waiting, and one error", n, err)
		}
	}
}

// TestCallsHideTheirPath calls a server whose address has a secret in its path, as those of many services have, in all
// the ways in which that fails.
func TestCallsHideTheirPath(t *testing.T) {
	secret := "B0C4D1-wherry-hatch"
	for _, fault := range []string{"away", "echo", "redirect", "invalid"} {
		s, url := startHook(t)
		address := url + "/services/" + secret
		switch fault {
		case "away":
			address = "http://127.0.0.1:1/services/" + secret
		case "echo":
			s.refuse = func(w http.ResponseWriter, r *http.Request) {
				http.Error(w, "cannot POST "+r.URL.Path, http.StatusTeapot)
			}
		case "redirect":
			s.refuse = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://other.example.org"+r.URL.Path, http.StatusMovedPermanently)
			}
		case "invalid":
			address = "http://127.0.0.1:port/services/" + secret
		}
		e := sample(t)
		db := openStore(t, e)
		hook := &Webhook{URL: address}
		_, err := publish(t, Target{Name: "hook", Webhook: hook}, output.Input{Edition: e, Outbox: db})
		letters, err2 := db.Letters(t.Context(), store.LetterFilter{})
		rows, err3 := db.Deliveries(t.Context(), e.ID)
		if all := fmt.Sprint(err, letters, rows, hook.About()); err == nil || err2 != nil || err3 != nil || strings.Contains(all, secret) {
			t.Errorf("%s: the secret is in\n%s", fault, all)
		}
		if want := map[string]string{"away": "connection refused", "echo": "cannot POST ***", "redirect": "to https://other.example.org;",
			"invalid": "invalid port"}[fault]; !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%s: Publish() = %v, want %q in it", fault, err, want)
		}
	}
}

// TestCallsAreKnownByTheirOldNames has an edition be recorded as taken by an address with its path, as older versions
// named it, and be published again.
func TestCallsAreKnownByTheirOldNames(t *testing.T) {
	e := sample(t)
	db := openStore(t, e)
	s, url := startHook(t)
	old := store.Letter{Edition: e.ID, Revision: e.Revision, Output: "hook", Recipient: url + "/in", Key: "k", Raw: []byte("{}"), Queued: killNow()}
	if _, err := db.Queue(t.Context(), []store.Letter{old}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := publish(t, Target{Name: "hook", Webhook: &Webhook{URL: url + "/in"}}, output.Input{Edition: e, Outbox: db}); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.calls) != 1 {
		t.Errorf("the server was called %d times, want once", len(s.calls))
	}
}
