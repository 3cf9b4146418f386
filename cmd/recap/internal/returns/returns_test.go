package returns

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/people"
	"recap/digest/render"
	"recap/ingest/maildir"
	"recap/ingest/source"
	"recap/store"
	"recap/store/sqlite"
)

func start() time.Time { return time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC) }

// A post is a mailbox, with subscribers who have been sent letters.
type post struct {
	db     *sqlite.DB
	keys   *people.Keys
	now    time.Time
	folder string
	mails  int
}

// editions is how many letters each recipient was sent.
const editions = 4

// newPost has ann, bob and cyd be subscribers, and eve be none who got the same mail.
func newPost(t *testing.T) *post {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p := &post{db: db, now: start(), folder: filepath.Join(dir, "Maildir")}
	for _, sub := range []string{"new", "cur", "tmp"} {
		if err := os.MkdirAll(filepath.Join(p.folder, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if p.keys, err = people.KeysOf(t.Context(), db, ""); err != nil {
		t.Fatal(err)
	}
	p.change(t, func(s *store.Subscriber) { people.Add(s, people.Choice{}, start().Add(-time.Hour)) }, "ann@example.net",
		"bob@example.net", "cyd@example.net")
	if err := people.SignAll(t.Context(), db, p.keys); err != nil {
		t.Fatal(err)
	}
	for n := range editions {
		e := store.EditionRecord{ID: fmt.Sprintf("daily-%d", n), Revision: 1, Digest: "daily", JSON: []byte("{}")}
		if _, err := db.SaveEdition(t.Context(), e, nil); err != nil {
			t.Fatal(err)
		}
		for _, to := range []string{"ann@example.net", "bob@example.net", "cyd@example.net", "eve@example.net"} {
			p.send(t, store.Letter{Edition: e.ID, Revision: 1, Recipient: to, Key: p.id(n, to)})
		}
	}
	return p
}

// id returns the Message-ID of the letter of an edition to somebody.
func (p *post) id(n int, to string) string {
	return render.SignedID(p.keys.MessageSecret(), fmt.Sprintf("daily-%d.r1", n), "mail", to, "example.org")
}

// send has a letter be sent.
func (p *post) send(t *testing.T, l store.Letter) {
	t.Helper()
	l.Output, l.Raw, l.Queued = "mail", []byte("x"), start()
	if _, err := p.db.Queue(t.Context(), []store.Letter{l}); err != nil {
		t.Fatal(err)
	}
	l, err := p.db.Claim(t.Context(), "mail", start())
	if err == nil {
		err = p.db.Settle(t.Context(), l.ID, store.LetterClaimed, store.Settlement{State: store.LetterSent, At: start()})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// change changes subscribers.
func (p *post) change(t *testing.T, change func(*store.Subscriber), who ...string) {
	t.Helper()
	if err := p.db.ChangeSubscribers(t.Context(), who, func(s *store.Subscriber) error { change(s); return nil }); err != nil {
		t.Fatal(err)
	}
}

// comes has mails come, and reads them.
func (p *post) comes(t *testing.T, mails ...string) Result {
	t.Helper()
	for _, m := range mails {
		p.mails++
		if err := os.WriteFile(filepath.Join(p.folder, "new", fmt.Sprint(p.mails, ".mx")), []byte(m), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return p.reads(t)
}

// reads reads what came.
func (p *post) reads(t *testing.T) Result {
	t.Helper()
	r := &Reader{Output: "mail", DB: p.db, Keys: p.keys, Now: func() time.Time { return p.now }, Subscribe: true}
	res, err := r.Read(t.Context(), "box", func(env source.Env) (source.Source, error) {
		return (&maildir.Config{Path: p.folder}).Open("mail", env)
	})
	if err != nil || len(res.Skipped) > 0 {
		t.Fatalf("Read() = %v, skipping %v", err, res.Skipped)
	}
	return res
}

// is returns the state of a subscriber, and how often their mail came back.
func (p *post) is(t *testing.T, who string) string {
	t.Helper()
	all, err := p.db.Subscribers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Address == who {
			return fmt.Sprintf("%s %d", s.State, s.Bounces)
		}
	}
	return "unknown"
}

// A report writes a delivery status notification as the server of example.net does.
type report struct {
	action, status, said string
	final, original      string // recipients
	id                   string // of the mail that is returned
}

// String returns the mail.
func (r report) String() string {
	original := ""
	if r.original != "" {
		original = "Original-Recipient: rfc822;" + r.original + "\n"
	}
	return `Return-Path: <>
From: Mail System <MAILER-DAEMON@mx.example.net>
To: bounces@example.org
Subject: Could not be delivered
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="=_b/1"

--=_b/1
Content-Type: text/plain; charset=us-ascii

The mail below could not be delivered.

--=_b/1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue, 20 Oct 2026 07:00:02 +0000

` + original + `Final-Recipient: rfc822; ` + r.final + `
Action: ` + r.action + `
Status: ` + r.status + `
Diagnostic-Code: smtp; ` + r.said + `

--=_b/1
Content-Type: text/rfc822-headers

From: Recap <recap@example.org>
To: ` + r.final + `
Subject: Reed at the bridge
Message-ID: ` + r.id + `

--=_b/1--
`
}

// gone is the report of a mailbox that does not exist.
func gone(to, id string) string {
	return report{action: "failed", status: "5.1.1", said: "550 5.1.1 no such user here", final: to, id: id}.String()
}

// TestBounces reads what servers of all kinds send back of the first letter to ann.
func TestBounces(t *testing.T) {
	const ann = "ann@example.net"
	dsn := func(change func(*report)) func(id string) string {
		return func(id string) string {
			r := report{action: "failed", status: "5.1.1", said: "550 5.1.1 no such user here", final: ann, id: id}
			change(&r)
			return r.String()
		}
	}
	status := func(status, said string) func(string) string {
		return dsn(func(r *report) { r.status, r.said = status, said })
	}
	old := func(from, text string) func(string) string {
		return func(id string) string {
			return "From: " + from + "\nTo: bounces@example.org\nSubject: failure notice\n\n" + strings.ReplaceAll(text, "ID", id)
		}
	}
	copied := "Return-Path: <bounces@example.org>\nReceived: from mx by mx\nFrom: Recap <recap@example.org>\n" +
		"To: ann@example.net\nMessage-ID: ID\n\nReed.\n"
	for name, tt := range map[string]struct {
		mail func(id string) string
		want string
	}{
		"there is no such user":             {dsn(func(*report) {}), "suppressed 0"},
		"its server has CRLF":               {func(id string) string { return strings.ReplaceAll(gone(ann, id), "\n", "\r\n") }, "suppressed 0"},
		"upper case":                        {dsn(func(r *report) { r.final, r.action = "ANN@Example.NET", "Failed" }), "suppressed 0"},
		"known by the address it was for":   {dsn(func(r *report) { r.final, r.original = "ann.lee@inner.example.com", ann }), "suppressed 0"},
		"the address in angle brackets":     {dsn(func(r *report) { r.final = "<" + ann + ">" }), "suppressed 0"},
		"a status that says nothing":        {status("5.0.0", "550 user unknown"), "suppressed 0"},
		"a mailbox that is off":             {status("5.2.1", "550 mailbox disabled"), "suppressed 0"},
		"a full mailbox":                    {status("5.2.2", "552 5.2.2 over quota"), "active 1"},
		"a full mailbox in the words alone": {status("5.0.0", "552 5.2.2 over quota"), "active 1"},
		"given up after days":               {status("4.4.7", "delivery time expired"), "active 1"},
		"an answer of an address":           {status("4.0.0", "connect to 192.0.2.5.1.1.9: refused"), "active 1"},
		"a matter of policy":                {status("5.7.1", "550 5.7.1 blocked, see the list of spammers"), "active 0"},
		"the sender is not liked":           {status("5.1.8", "553 5.1.8 domain of sender does not exist"), "active 0"},
		"too large":                         {status("5.3.4", "552 5.3.4 message too big"), "active 0"},
		"a delay":                           {dsn(func(r *report) { r.action, r.status = "delayed", "4.4.1" }), "active 0"},
		"it was delivered":                  {dsn(func(r *report) { r.action, r.status = "delivered", "2.0.0" }), "active 0"},
		"it was relayed":                    {dsn(func(r *report) { r.action, r.status = "relayed", "2.0.0" }), "active 0"},
		"the returned mail in base64": {func(id string) string {
			whole := base64.StdEncoding.EncodeToString([]byte("From: Recap <recap@example.org>\nMessage-ID: " + id + "\n\nReed.\n"))
			m, tail, _ := strings.Cut(gone(ann, id), "Content-Type: text/rfc822-headers\n")
			return m + "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + whole + tail[strings.LastIndex(tail, "\n--"):]
		}, "suppressed 0"},
		"qmail": {old("MAILER-DAEMON@mx.example.net", "Hi. This is the program at mx.example.net.\nI was not able to deliver it.\n\n"+
			"<ann@example.net>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"+
			copied), "suppressed 0"},
		"qmail, which gave up": {old("MAILER-DAEMON@mx.example.net",
			"<ann@example.net>:\nI give up; this message has been in the queue too long.\n\n"+
				"--- Below this line is a copy of the message.\n\n"+copied), "active 1"},
		"Exim, as it was": {old("Mail Delivery System <Mailer-Daemon@mx.example.net>",
			"A message that you sent could not be delivered. This address failed:\n\n"+
				"  ann@example.net\n    host mx2.example.net [192.0.2.7]: 550 Unknown user\n\n------ This is a copy of the message ------\n\n"+
				copied), "suppressed 0"},
		"an appliance": {old("postmaster@example.net",
			"Recipient: [ann@example.net]\nReason: 552 5.2.2 quota exceeded\n\n"+copied), "active 1"},
		"an old form of another's mail": {old("postmaster@example.net", "<eve@example.net>: 550 5.1.1 no such user\n\n"+copied), "active 0"},
		"an answer by a person": {old("Bob <bob@example.net>",
			"<ann@example.net>: 550 5.1.1 no such user, haha\n\n> Message-ID: ID\n"), "active 0"},
		"a vacation": {func(id string) string {
			return "From: Ann <ann@example.net>\nSubject: Auto: I am away (550 5.1.1)\nAuto-Submitted: auto-replied\n" +
				"Return-Path: <>\nIn-Reply-To: " +
				id +
				"\n\nann@example.net is away until 550 5.1.1.\n\nMessage-ID: " + id + "\n"
		}, "active 0"},
		"a receipt": {func(id string) string {
			return strings.NewReplacer("delivery-status", "disposition-notification", "Action: failed",
				"Disposition: automatic-action; deleted").Replace(gone(ann, id))
		}, "active 0"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			mail := tt.mail(p.id(0, ann))
			res := p.comes(t, mail)
			if got := p.is(t, ann); got != tt.want || (res.Bounced > 0) != (tt.want != "active 0") {
				t.Errorf("ann is %s, and %d came back, want %s\n%s", got, res.Bounced, tt.want, mail)
			}
			for _, other := range []string{"bob@example.net", "cyd@example.net"} {
				if got := p.is(t, other); got != "active 0" {
					t.Errorf("%s is %s", other, got)
				}
			}
			before := p.is(t, ann)
			if p.comes(t, strings.Repeat(mail, 1), mail, mail); p.is(t, ann) != before {
				t.Errorf("replayed, ann is %s, want %s as before", p.is(t, ann), before)
			}
		})
	}
}

// TestForgedBouncesChangeNothing tries to have ann get no more by what anybody could write.
func TestForgedBouncesChangeNothing(t *testing.T) {
	const ann = "ann@example.net"
	p := newPost(t)
	real := p.id(0, ann)
	local, domain, _ := strings.Cut(real, "@")
	flipped := local[:len(local)-1] + map[bool]string{true: "1", false: "0"}[local[len(local)-1] == '0'] + "@" + domain
	unsigned := "<daily-0.r1.0123456789abcdef@example.org>"
	p.send(t, store.Letter{Edition: "daily-0", Revision: 1, Recipient: "dan@example.net", Key: unsigned})
	p.change(t, func(s *store.Subscriber) { people.Add(s, people.Choice{}, start()) }, "dan@example.net")
	for name, mail := range map[string]string{
		"no id":                              gone(ann, "<x@example.org>"),
		"none at all":                        gone(ann, ""),
		"a bad signature":                    gone(ann, flipped),
		"the signature of another secret":    gone(ann, render.SignedID([]byte("guessed"), "daily-0.r1", "mail", ann, "example.org")),
		"a letter that was never sent":       gone(ann, render.SignedID(p.keys.MessageSecret(), "daily-9.r1", "mail", ann, "example.org")),
		"the id of bob's letter":             gone(ann, p.id(0, "bob@example.net")),
		"of an id that can be told":          gone("dan@example.net", unsigned),
		"ann's id, and another is gone":      gone("ann@example.com", real),
		"the token of ann's links for an id": gone(ann, "<"+p.keys.Token(ann)+"@example.org>"),
		"an id that goes over two lines":     gone(ann, strings.Replace(real, ".r1.", ".r1.\n ", 1)),
		"no header and no body":              "",
		"a header without end":               "Content-Type: multipart/report; boundary=x",
		"parts without end": "Content-Type: multipart/report; boundary=x\n\n" +
			strings.Repeat("--x\nContent-Type: multipart/mixed; boundary=x\n\n", 5000),
		"a report in which nothing can be read": strings.Replace(gone(ann, real),
			"Reporting-MTA: dns; mx.example.net\n", "\x00\xff no field\n", 1),
	} {
		if res := p.comes(t, mail); res.Bounced+res.Suppressed > 0 {
			t.Errorf("%s: %d came back, %d are suppressed", name, res.Bounced, res.Suppressed)
		}
		for _, who := range []string{ann, "bob@example.net", "dan@example.net"} {
			if got := p.is(t, who); got != "active 0" {
				t.Errorf("%s: %s is %s", name, who, got)
			}
		}
	}
	if res := p.comes(t, gone("eve@example.net", p.id(0, "eve@example.net"))); len(res.Others) != 1 ||
		!strings.HasPrefix(res.Others[0], "eve@example.net: 5.1.1 ") {
		t.Errorf("of who is no subscriber it says %q", res.Others)
	}
}

// TestThreeTemporaryBounces has the mailboxes of ann and bob be full: ann's for three letters, each of which is returned
// ten times, bob's for two, and a third one in the next year.
func TestThreeTemporaryBounces(t *testing.T) {
	p := newPost(t)
	full := func(n int, to string) string {
		return report{action: "failed", status: "4.2.2", said: "452 4.2.2 mailbox full", final: to, id: p.id(n, to)}.String()
	}
	for n, want := range []string{"active 1", "active 2", "suppressed 3", "suppressed 3"} {
		for range 10 {
			p.comes(t, full(n, "ann@example.net"))
		}
		if n == 2 {
			p.now = p.now.AddDate(0, 4, 0)
		}
		p.comes(t, full(n, "bob@example.net"))
		if got := p.is(t, "ann@example.net"); got != want {
			t.Errorf("after %d full mailboxes ann is %s, want %s", n+1, got, want)
		}
	}
	if got := p.is(t, "bob@example.net"); got != "active 2" {
		t.Errorf("bob is %s, want the first two forgotten", got)
	}
	p.change(t, func(s *store.Subscriber) { people.Add(s, people.Choice{}, p.now) }, "ann@example.net")
	if got := p.is(t, "ann@example.net"); got != "active 0" {
		t.Errorf("added again, ann is %s", got)
	}
}

// TestCommands has readers leave, confirm and ask by mail.
func TestCommands(t *testing.T) {
	p := newPost(t)
	ann, bob := p.keys.Token("ann@example.net"), p.keys.Token("bob@example.net")
	from := func(subject, more string) string {
		return "From: Mallory <mallory@example.com>\nTo: bounces@example.org\nSubject: " + subject + "\n" + more + "\n\n"
	}
	p.change(t, func(s *store.Subscriber) { people.Ask(s, p.keys, people.Choice{}, p.now) }, "fay@example.net", "gil@example.net")
	fay, gil := p.keys.AskToken("fay@example.net", p.now), p.keys.AskToken("gil@example.net", p.now)
	for name, tt := range map[string]string{
		"an answer":               from("Re: unsubscribe "+ann, ""),
		"an answer to the asking": from("Re: confirm "+gil, ""),
		"more words":              from("unsubscribe "+ann+" please", ""),
		"other case":              from("Unsubscribe "+strings.ToUpper(ann), ""),
		"no token":                from("unsubscribe", ""),
		"an address":              from("unsubscribe ann@example.net", ""),
		"another word":            from("remove "+ann, ""),
		"in the text":             from("hello", "") + "unsubscribe " + ann + "\n",
		"a vacation":              from("unsubscribe "+ann, "Auto-Submitted: auto-replied"),
		"through a list":          from("unsubscribe "+ann, "List-Id: <dev.example.org>"),
		"the token of who asked":  from("unsubscribe "+fay, ""),
		"the token of who reads":  from("confirm "+ann, ""),
		"a guess":                 from("unsubscribe "+strings.Repeat("0", 32), ""),
	} {
		if res := p.comes(t, tt); res.Left+res.Confirmed+res.Asked > 0 {
			t.Errorf("%s: %s", name, res)
		}
	}
	if res := p.comes(t, from("unsubscribe "+ann, "Auto-Submitted: no"),
		from("unsubscribe\n "+bob, "Auto-Submitted: auto-generated"), from("confirm "+fay, ""),
		from("confirm "+fay, "")); res.String() != "2 left, 1 confirmed" {
		t.Errorf("ann and bob leave, fay confirms: %s", res)
	}
	for who, want := range map[string]string{"ann@example.net": "left 0", "bob@example.net": "left 0", "cyd@example.net": "active 0",
		"fay@example.net": "active 0", "gil@example.net": "pending 0", "mallory@example.com": "unknown"} {
		if got := p.is(t, who); got != want {
			t.Errorf("%s is %s, want %s", who, got, want)
		}
	}
	p.now = p.now.Add(8 * 24 * time.Hour)
	if res := p.comes(t, from("confirm "+gil, "")); res.Confirmed != 0 {
		t.Error("gil confirms after more than a week")
	}
}

// TestSubscribingByMailIsLimited has a flood of mails ask for the newsletter, from others' addresses.
func TestSubscribingByMailIsLimited(t *testing.T) {
	p := newPost(t)
	ask := func(from string) string { return "From: " + from + "\nTo: bounces@example.org\nSubject: subscribe\n\n" }
	if res := p.comes(t, ask("hal@example.net"), ask("Hal <HAL@example.net>"), ask("ann@example.net"), ask("nobody"),
		ask("a@example.net, b@example.net")); res.Asked != 1 {
		t.Errorf("%d are to be asked, want hal once", res.Asked)
	}
	var flood []string
	for i := range 100 {
		flood = append(flood, ask(fmt.Sprintf("victim%d@example.net", i)))
	}
	if res := p.comes(t, flood...); res.Asked != askMost-1 {
		t.Errorf("of a flood %d are to be asked, want %d", res.Asked, askMost-1)
	}
	p.now = p.now.Add(2 * time.Hour)
	if res := p.comes(t, ask("victim0@example.net"), ask("ida@example.net")); res.Asked != 1 {
		t.Errorf("two hours later %d are to be asked, want ida alone", res.Asked)
	}
	for range 5 {
		p.now = p.now.Add(25 * time.Hour)
		p.comes(t, ask("hal@example.net"))
	}
	all, err := p.db.Subscribers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Address == "hal@example.net" && s.Asks != 3 {
			t.Errorf("hal was asked %d times, want three", s.Asks)
		}
	}
}

// FuzzRead reads any mail.
func FuzzRead(f *testing.F) {
	f.Add([]byte(gone("ann@example.net", "<daily-0.r1.0123456789abcdef0123456789abcdef@example.org>")))
	f.Add([]byte("From: MAILER-DAEMON@example.net\n\n<ann@example.net>:\n(#5.1.1)\n\n--- copy\n\n" +
		"Message-ID: <a.0123456789abcdef0123456789abcdef@example.org>\n"))
	f.Add([]byte("Subject: unsubscribe 0123456789abcdef0123456789abcdef\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := read(raw)
		if len(m.failed) > maxFailed*2 || len(m.ids) > maxIDs || len(m.failed) > 0 && len(m.ids) == 0 {
			t.Errorf("read(%q) = %d failures, %d ids", raw, len(m.failed), len(m.ids))
		}
		for _, f := range m.failed {
			if text := f.text(); len(text) > maxWords || strings.ContainsAny(text, "\r\n") {
				t.Errorf("text() = %q", text)
			}
			if f.status != "" && len(f.status) > 1000 {
				t.Errorf("a status of %d bytes", len(f.status))
			}
		}
	})
}
