package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/mail"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/cmd/recap/internal/people"
	"recap/store"
	"recap/store/sqlite"
)

// A mailServer takes mail and keeps it.
type mailServer struct {
	addr string

	mu    sync.Mutex
	boxes map[string][]string // recipient -> what came
	come  chan string         // recipients, as mail comes
	gone  map[string]bool     // recipients that do not exist
	later map[string]bool     // recipients for whom mail is not taken now
	lost  map[string]bool     // recipients whose mail is stored, and the connection breaks before that is said
	froms map[string]bool     // senders of envelopes

	step func(what, to string) // is told of each step of a session before it is answered; nil: nobody is
}

// stepped tells who waits for it of a step.
func (s *mailSession) stepped(what string) {
	s.server.mu.Lock()
	step := s.server.step
	s.server.mu.Unlock()
	if step != nil {
		step(what, s.to)
	}
}

// senders returns from whom the envelopes were.
func (m *mailServer) senders() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Join(slices.Sorted(maps.Keys(m.froms)), ", ")
}

func newMailServer(t *testing.T) *mailServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &mailServer{addr: l.Addr().String(), boxes: map[string][]string{}, come: make(chan string, 1000), gone: map[string]bool{},
		later: map[string]bool{}, lost: map[string]bool{}, froms: map[string]bool{}}
	server := gosmtp.NewServer(gosmtp.BackendFunc(func(c *gosmtp.Conn) (gosmtp.Session, error) { return &mailSession{server: m, conn: c}, nil }))
	server.Domain = "mx.example.org"
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { server.Close() })
	return m
}

// taken returns what has come since the last call, as "recipient: how often", sorted.
func (m *mailServer) taken() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []string
	for to, mails := range m.boxes {
		all = append(all, fmt.Sprintf("%s: %d", to, len(mails)))
	}
	m.boxes = map[string][]string{}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// to returns the only mail that somebody got.
func (m *mailServer) to(t *testing.T, address string) (head mail.Header, raw string) {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.boxes[address]) != 1 {
		t.Fatalf("%s got %d mails, want one", address, len(m.boxes[address]))
	}
	raw = m.boxes[address][0]
	msg, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return msg.Header, strings.ReplaceAll(raw, "=\r\n", "")
}

type mailSession struct {
	server *mailServer
	conn   *gosmtp.Conn
	to     string
}

func (s *mailSession) Reset()        {}
func (s *mailSession) Logout() error { return nil }
func (s *mailSession) Mail(from string, _ *gosmtp.MailOptions) error {
	s.to = ""
	s.stepped("sender")
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.froms[from] = true
	return nil
}

func (s *mailSession) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.server.gone[to] {
		return &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	}
	if s.server.later[to] {
		return &gosmtp.SMTPError{Code: 450, EnhancedCode: gosmtp.EnhancedCode{4, 2, 0}, Message: "greylisted"}
	}
	s.to = to
	return nil
}

func (s *mailSession) Data(r io.Reader) error {
	s.stepped("data")
	data, err := io.ReadAll(r)
	if err != nil {
		return err // the dot did not come
	}
	s.server.mu.Lock()
	s.server.boxes[s.to] = append(s.server.boxes[s.to], string(data))
	if s.server.lost[s.to] {
		s.conn.Conn().Close()
	}
	s.server.mu.Unlock()
	s.server.come <- s.to
	s.stepped("stored")
	return nil
}

// newReaders is a community with a newsletter for subscribers, a day old.
func newReaders(t *testing.T, m *mailServer) *house {
	t.Helper()
	h := &house{t.TempDir(), time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)}
	writeFile(t, filepath.Join(h.dir, "serve.secret"), "a secret of thirty-two characters\n")
	var box strings.Builder
	for i, subject := range []string{"Sluice 2.4 released", "Paint for the gates"} {
		at := h.now.Add(-24*time.Hour + time.Duration(i)*time.Hour)
		for k, who := range []string{"Ann Lee", "Bob Ray", "Eve Fox"} {
			reply := ""
			if k > 0 {
				reply = fmt.Sprintf("In-Reply-To: <%d-0@example.org>\n", i)
			}
			fmt.Fprintf(&box, "From x@example.org %s\nFrom: %s <%s@lists.example.org>\nDate: %s\nMessage-ID: <%d-%d@example.org>\n%sSubject: %s\n\n"+
				"The %s is what we have waited for since the spring, says number %d of us.\n\n",
				at.Format(time.ANSIC), who, strings.ToLower(who[:3]), at.Add(time.Duration(k)*time.Minute).Format(time.RFC1123Z), i, k, reply, subject, subject, k)
		}
	}
	writeFile(t, filepath.Join(h.dir, "list.mbox"), box.String())
	writeFile(t, filepath.Join(h.dir, "recap.yaml"), `community: {name: Sluice, timezone: UTC}
sources:
  - {name: list, mbox: {path: list.mbox}}
digests:
  - {name: daily, since: 2026-10-19, sections: [{name: Releases, match: [released]}, {name: Talk}, {name: Votes, tags: [vote]}]}
  - {name: weekly, period: week, since: 2026-10-19}
outputs:
  - name: letter
    email: {from: "Sluice <recap@example.org>", subscribers: true, smtp: {addr: "`+m.addr+`"}}
serve: {addr: "127.0.0.1:0", url: "https://news.example.org/recap", token_file: serve.secret}
`)
	return h
}

func TestNewsletterForSubscribers(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net")
	h.recap(t, exitOK, "subscribers", "add", "bob@example.net", "--digest", "weekly")
	h.recap(t, exitOK, "subscribers", "add", "cyd@example.net", "--section", "Talk", "--section", "Votes")
	h.recap(t, exitOK, "subscribers", "add", "dan@example.net", "--section", "Votes")
	h.recap(t, exitOK, "subscribers", "add", "gus@example.net", "hal@example.net")
	h.recap(t, exitOK, "subscribers", "remove", "gus@example.net")
	m.gone["hal@example.net"] = true
	_, said := h.recap(t, exitUndelivered, "run")
	if !strings.Contains(said, "no such user") {
		t.Errorf("the run says %q", said)
	}

	keys, err := people.ReadKeys(filepath.Join(h.dir, "serve.secret"))
	if err != nil {
		t.Fatal(err)
	}
	head, raw := m.to(t, "ann@example.net")
	leave := "https://news.example.org/recap/unsubscribe/" + keys.Token("ann@example.net")
	if head.Get("List-Unsubscribe") != "<"+leave+">" || head.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" ||
		strings.Count(raw, leave) < 3 || strings.Count(raw, strings.Replace(leave, "/unsubscribe/", "/choice/", 1)) != 2 {
		t.Errorf("ann can leave by %q, %q, want %s", head.Get("List-Unsubscribe"), head.Get("List-Unsubscribe-Post"), leave)
	}
	if !strings.Contains(head.Get("Subject"), "Sluice 2.4 released") || !strings.Contains(raw, "Paint for the gates") {
		t.Errorf("ann got %q without all stories", head.Get("Subject"))
	}
	head, raw = m.to(t, "cyd@example.net")
	if !strings.Contains(head.Get("Subject"), "Paint for the gates") || strings.Contains(raw, "2.4 released") {
		t.Errorf("cyd, who wants no releases, got %q:\n%s", head.Get("Subject"), raw)
	}
	if strings.Contains(raw, keys.Token("ann@example.net")) || strings.Contains(raw, "ann@example.net") {
		t.Error("the mail of one reader has something of another")
	}
	if got := m.taken(); got != "ann@example.net: 1, cyd@example.net: 1" {
		t.Errorf("mail came to %s, want to ann and cyd alone", got)
	}
	if list, _ := h.recap(t, exitOK, "subscribers", "list", "--state", "suppressed"); !strings.Contains(list, "hal@example.net") {
		t.Errorf("suppressed are\n%s", list)
	}

	// Added by name, hal gets the next one.
	m.gone = map[string]bool{}
	if list, _ := h.recap(t, exitOK, "subscribers", "list", "--state", "suppressed"); !strings.Contains(list, "no such user") {
		t.Errorf("it is not said why hal gets nothing:\n%s", list)
	}
	h.recap(t, exitOK, "subscribers", "add", "hal@example.net")
	h.recap(t, exitOK, "publish", "--date", "2026-10-20")
	if got := m.taken(); !strings.Contains(got, "hal@example.net: 1") {
		t.Errorf("hal was added again, and the next one came to %q", got)
	}

	// Again, nobody gets anything.
	h.now = h.now.Add(time.Hour)
	h.recap(t, exitOK, "run")
	h.recap(t, exitOK, "publish", "--date", "2026-10-19")
	if got := m.taken(); got != "" {
		t.Errorf("a second run sends to %s", got)
	}
}

// TestLeaversGetNothingThatWaits has somebody leave while their letter waits for the server.
func TestLeaversGetNothingThatWaits(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.change(t, "recap.yaml", m.addr, "127.0.0.1:1")
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "bob@example.net")
	h.recap(t, exitUndelivered, "run")
	h.recap(t, exitOK, "subscribers", "remove", "ann@example.net")
	h.change(t, "recap.yaml", "127.0.0.1:1", m.addr)
	h.now = h.now.Add(time.Hour)
	h.recap(t, exitOK, "run")
	if got := m.taken(); got != "bob@example.net: 1" {
		t.Errorf("mail came to %s, want to bob alone", got)
	}
}

// TestReadersCanLeave demands that nothing is sent which nobody could stop.
func TestReadersCanLeave(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net")
	h.change(t, "recap.yaml", `url: "https://news.example.org/recap", `, "")
	if _, said := h.recap(t, exitUndelivered, "run"); !strings.Contains(said, "serve.url") || m.taken() != "" {
		t.Errorf("a newsletter that nobody can leave: %q", said)
	}
	h.change(t, "recap.yaml", "subscribers: true", `subscribers: true, unsubscribe: "mailto:leave@example.org?subject={recipient}"`)
	h.recap(t, exitOK, "run")
	if head, _ := m.to(t, "ann@example.net"); head.Get("List-Unsubscribe") != "<mailto:leave@example.org?subject=ann%40example.net>" {
		t.Errorf("ann can leave by %q", head.Get("List-Unsubscribe"))
	}
}

// TestSubscribeByMail has somebody use the form, and follow the link in the mail that comes.
func TestSubscribeByMail(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan int, 1)
	var said strings.Builder
	go func() {
		args := []string{"--config", filepath.Join(h.dir, "recap.yaml"), "serve"}
		ended <- runAt(ctx, args, strings.NewReader(""), w, &said, env(nil), func() time.Time { return h.now })
		w.Close()
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	at := strings.TrimSuffix(strings.Fields(line)[2], "/")
	post := func(path, body string) {
		t.Helper()
		resp, err := http.Post(at+path, "application/x-www-form-urlencoded", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("POST %s = %d", path, resp.StatusCode)
		}
	}
	post("/", "address=eve@example.net&digest=weekly&section=Talk")
	select {
	case to := <-m.come:
		if to != "eve@example.net" {
			t.Errorf("mail came to %s", to)
		}
	case <-time.After(time.Minute):
		t.Fatal("no mail came within a minute")
	}
	head, raw := m.to(t, "eve@example.net")
	link := regexp.MustCompile(`https://news\.example\.org/recap(/confirm/[0-9a-f]{32})`).FindStringSubmatch(raw)
	if link == nil || head.Get("Auto-Submitted") != "auto-generated" || !strings.Contains(head.Get("Subject"), "Sluice") {
		t.Fatalf("the mail that asks is\n%s", raw)
	}
	post(link[1], "")
	list, _ := h.recap(t, exitOK, "subscribers", "list")
	if !regexp.MustCompile(`(?m)^eve@example.net +active +2026-10-20 +weekly +Talk +-$`).MatchString(list) {
		t.Errorf("eve confirmed, and the list is\n%s", list)
	}
	stop()
	if code := <-ended; code != exitOK || said.Len() > 0 {
		t.Errorf("recap serve ends with %d, saying %q", code, said.String())
	}
}

// TestAlertsByMail has a source fail while the mail server is down, and come back.
func TestAlertsByMail(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.change(t, "recap.yaml", "serve:", "alerts: {to: [\"Ann Lee <ann@example.net>\", bob@example.net], via: letter, source_after: 1h}\nserve:")
	m.gone["bob@example.net"] = true
	h.recap(t, exitOK, "run")
	h.change(t, "recap.yaml", "path: list.mbox", "path: away.mbox")
	h.recap(t, exitNothing, "ingest", "list", "--force")
	h.now = h.now.Add(2 * time.Hour)
	h.tries("run")
	h.change(t, "recap.yaml", m.addr, "127.0.0.1:1")
	h.now = h.now.Add(2 * time.Hour)
	if _, said := h.tries("run"); !strings.Contains(said, "alerts: mail: ") || m.taken() != "" {
		t.Errorf("the mail server is down, and the run says %q", said)
	}
	h.change(t, "recap.yaml", "127.0.0.1:1", m.addr)
	for _, want := range []string{"[recap] Sluice: source list fails since", "", "[recap] Sluice: over: source list fails since"} {
		h.now = h.now.Add(time.Hour)
		if strings.Contains(want, "over") {
			h.change(t, "recap.yaml", "path: away.mbox", "path: list.mbox")
		}
		h.tries("run")
		if want == "" {
			if got := m.taken(); got != "" {
				t.Errorf("an alert is told again to %s", got)
			}
			continue
		}
		head, _ := m.to(t, "ann@example.net")
		subject := strings.Join(strings.Fields(head.Get("Subject")), " ")
		if !strings.HasPrefix(subject, want) || head.Get("To") != `"Ann Lee" <ann@example.net>` {
			t.Errorf("the alert is %q to %s, want %q", subject, head.Get("To"), want)
		}
		m.taken()
	}
}

// TestAskingIsTriedAgain asks an address that does not exist, and one while the mail server is down.
func TestAskingIsTriedAgain(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	m.gone["hal@example.net"] = true
	c, err := config.Load(filepath.Join(h.dir, "recap.yaml"), env(nil))
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), c.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	keys, err := people.ReadKeys(c.Serve.TokenFile)
	if err != nil {
		t.Fatal(err)
	}
	err = db.ChangeSubscribers(t.Context(), []string{"hal@example.net", "ann@example.net"}, func(s *store.Subscriber) error {
		people.Ask(s, keys, people.Choice{}, h.now)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Community.Language = "de"
	a := &app{Console: &console.Console{Stdout: io.Discard, Stderr: io.Discard}, env: env(nil), now: func() time.Time { return h.now }}
	ask := func(addr string) error {
		t.Helper()
		c.Outputs[0].Email.SMTP.Addr = addr
		asker, err := askerOf(t.Context(), a, c, db, keysOf(c, db))
		if err != nil {
			t.Fatal(err)
		}
		_, err = asker.Queue(t.Context())
		return errors.Join(err, edition.Outbox{Desk: a.desk(c, db)}.FlushNotes(t.Context()))
	}
	if err := ask("127.0.0.1:1"); err == nil || strings.Contains(err.Error(), "@") {
		t.Errorf("the mail server is down: %v, want an error without an address", err)
	}
	// as if it had been killed between the two things that it stores
	if err := db.ChangeSubscribers(t.Context(), []string{"ann@example.net"}, func(s *store.Subscriber) error { s.Mailed = false; return nil }); err != nil {
		t.Fatal(err)
	}
	if list, _ := h.recap(t, exitOK, "outbox"); strings.Count(list, "confirmation") != 2 {
		t.Errorf("the outbox shows\n%s", list)
	}
	h.now = h.now.Add(10 * time.Minute)
	if err := ask(m.addr); err == nil || strings.Contains(err.Error(), "hal") {
		t.Errorf("there is no hal: %v, want an error without the address", err)
	}
	if _, raw := m.to(t, "ann@example.net"); !strings.Contains(raw, "R=C3=BCckblick") || !strings.Contains(raw, "/confirm/") {
		t.Errorf("ann is asked by\n%s", raw)
	}
	if got := m.taken(); got != "ann@example.net: 1" {
		t.Errorf("mail came to %s, want to ann alone", got)
	}
	h.now = h.now.Add(10 * time.Minute)
	if err := ask(m.addr); err != nil || m.taken() != "" {
		t.Errorf("asked again: %v", err)
	}
	h.recap(t, exitOK, "run", "-q")
	if got := m.taken(); got != "" {
		t.Errorf("a run sends to %s", got)
	}
}
