package smtp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"recap/digest/deliver/outbox"
	"recap/store"
)

// A server answers commands as the test says, and keeps what it was told.
type server struct {
	addr string

	mu      sync.Mutex
	answers map[string]string // by the first word of the command; "." is the end of a mail; "": it hangs up
	heard   []string          // first words of all commands, over all connections
	lines   int               // connections
	mails   int
}

// start starts a server that takes all mail but where answers say other things.
func start(t *testing.T, answers map[string]string) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{addr: l.Addr().String(), answers: answers}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { conn.Close() })
			all.Go(func() { s.serve(conn) })
		}
	})
	t.Cleanup(all.Wait)
	t.Cleanup(func() { l.Close() })
	return s
}

// serve is one connection.
func (s *server) serve(conn net.Conn) {
	defer conn.Close()
	s.mu.Lock()
	s.lines++
	s.mu.Unlock()
	fmt.Fprint(conn, "220 ready\r\n")
	in := bufio.NewScanner(conn)
	for data := false; in.Scan(); {
		word, _, _ := strings.Cut(in.Text(), " ")
		if data && word != "." {
			continue
		}
		s.mu.Lock()
		s.heard = append(s.heard, word)
		answer, other := s.answers[word]
		if word == "." && !other {
			s.mails++
		}
		s.mu.Unlock()
		data = false
		switch {
		case other && answer == "":
			return
		case other:
		case word == "EHLO":
			answer = "250-here\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 1000"
		case word == "DATA":
			answer, data = "354 go on", true
		case word == "QUIT":
			answer = "221 bye"
		case word == ".":
			answer = "250 2.0.0 stored as 7"
		default:
			answer = "250 2.1.0 fine"
		}
		fmt.Fprint(conn, answer+"\r\n")
	}
}

// times returns how often a command was heard.
func (s *server) times(word string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.heard {
		if w == word {
			n++
		}
	}
	return n
}

// counts returns how many mails there are, and over how many connections they came.
func (s *server) counts() (mails, lines int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mails, s.lines
}

// set changes what the server answers.
func (s *server) set(answers map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = answers
}

// letter is a short mail.
func letter(to string) store.Letter {
	return store.Letter{Recipient: to, Raw: []byte("From: recap@example.org\r\nSubject: Hello\r\n\r\nHello.\r\n")}
}

// open returns a session with s.
func open(t *testing.T, s *server) outbox.Session {
	t.Helper()
	session, err := (&Server{Addr: s.addr, From: "recap@example.org"}).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

// TestAnswers says what each answer of a server means, and that the letter is in doubt from right before the last one.
func TestAnswers(t *testing.T) {
	later := func(answer string, stop bool) error { return &outbox.Later{Answer: answer, Stop: stop} }
	refused := func(answer, code string, recipient bool) error {
		return &outbox.Refused{Answer: answer, Code: code, Recipient: recipient}
	}
	for _, tc := range []struct {
		word, answer string
		want         error // its fields are compared
		doubts       int
	}{
		{"MAIL", "451 4.3.0 busy", later("451 4.3.0 busy", true), 0},
		{"MAIL", "550 5.7.1 who are you", later("550 5.7.1 who are you", true), 0},
		{"RCPT", "450 4.2.1 greylisted", later("450 4.2.1 greylisted", false), 0},
		{"RCPT", "550 5.1.1 no such user", refused("550 5.1.1 no such user", "550 5.1.1", true), 0},
		{"RCPT", "550 5.1.10 no mail there", refused("550 5.1.10 no mail there", "550 5.1.10", true), 0},
		{"RCPT", "550 5.7.1 relaying denied", refused("550 5.7.1 relaying denied", "550 5.7.1", false), 0},
		{"RCPT", "550 5.1.8 bad sender", refused("550 5.1.8 bad sender", "550 5.1.8", false), 0},
		{"RCPT", "550-no  user\r\n550 here", refused("550 no user here", "550", false), 0},
		{"RCPT", "421 4.3.2 closing", later("421 4.3.2 closing", true), 0},
		{"DATA", "554 5.5.1 no", refused("554 5.5.1 no", "554 5.5.1", false), 0},
		{".", "554 5.1.1 no such user after all", refused("554 5.1.1 no such user after all", "554 5.1.1", false), 1},
		{".", "452 4.3.1 no room", later("452 4.3.1 no room", false), 1},
	} {
		s := start(t, map[string]string{tc.word: tc.answer})
		doubts := 0
		_, err := open(t, s).Send(t.Context(), letter("ann@example.net"), func() error { doubts++; return nil })
		if got, want := fmt.Sprintf("%#v", fieldsOf(err)), fmt.Sprintf("%#v", fieldsOf(tc.want)); got != want || doubts != tc.doubts {
			t.Errorf("%s %s: Send() = %s, doubted %d times, want %s and %d", tc.word, tc.answer, got, doubts, want, tc.doubts)
		}
	}
}

// fieldsOf returns what an answer holds, without its address.
func fieldsOf(err error) any {
	var later *outbox.Later
	var refused *outbox.Refused
	switch {
	case errors.As(err, &later):
		return *later
	case errors.As(err, &refused):
		return *refused
	}
	return err
}

// TestSend hands over what it is given, and goes on after a letter that was refused.
func TestSend(t *testing.T) {
	s := start(t, nil)
	session := open(t, s)
	response, err := session.Send(t.Context(), letter("ann@example.net"), func() error { return nil })
	if err != nil || response != "2.0.0 stored as 7" {
		t.Errorf("Send() = %q, %v, want what the server said", response, err)
	}
	big := letter("bo@example.net")
	big.Raw = append(big.Raw, make([]byte, 1000)...)
	var refused *outbox.Refused
	_, err = session.Send(t.Context(), big, func() error { return nil })
	if !errors.As(err, &refused) || !strings.Contains(refused.Answer, "no more than 1000") {
		t.Errorf("Send(too large) = %v", err)
	}
	s.set(map[string]string{"RCPT": "550 5.1.1 no such user"})
	if _, err := session.Send(t.Context(), letter("gone@example.net"), func() error { return nil }); !errors.As(err, &refused) {
		t.Errorf("Send(nobody) = %v", err)
	}
	s.set(nil)
	_, err = session.Send(t.Context(), letter("cleo@example.net"), func() error { return nil })
	if mails, lines := s.counts(); err != nil || mails != 2 || lines != 1 {
		t.Errorf("Send() = %v, the server has %d mails over %d connections, want 2 over one", err, mails, lines)
	}
}

// TestDoubtThatFails ends no mail whose doubt could not be stored: the server does not have it.
func TestDoubtThatFails(t *testing.T) {
	s := start(t, nil)
	full := errors.New("disk full")
	if _, err := open(t, s).Send(t.Context(), letter("ann@example.net"), func() error { return full }); !errors.Is(err, full) {
		t.Errorf("Send() = %v, want that the disk is full", err)
	}
	if begun, ended := s.times("DATA"), s.times("."); begun != 1 || ended != 0 {
		t.Errorf("%d mails were begun and %d ended, want one that does not end", begun, ended)
	}
}

// TestHangingUp says nothing of a letter when the connection ends: only who called doubt knows.
func TestHangingUp(t *testing.T) {
	for word, want := range map[string]int{"RCPT": 0, ".": 1} {
		s := start(t, map[string]string{word: ""})
		doubts := 0
		_, err := open(t, s).Send(t.Context(), letter("ann@example.net"), func() error { doubts++; return nil })
		if _, plain := fieldsOf(err).(error); !plain || doubts != want {
			t.Errorf("hanging up at %s: Send() = %v after %d doubts, want an error that is no answer after %d", word, err, doubts, want)
		}
	}
}

// TestNewLine opens another connection after a hundred mails, as some servers demand.
func TestNewLine(t *testing.T) {
	s := start(t, nil)
	session := open(t, s)
	for i := range mostOnOneLine + 1 {
		if _, err := session.Send(t.Context(), letter(fmt.Sprintf("reader%d@example.net", i)), func() error { return nil }); err != nil {
			t.Fatalf("Send(%d) = %v", i, err)
		}
	}
	if mails, lines := s.counts(); lines != 2 || mails != mostOnOneLine+1 || s.times("QUIT") != 1 {
		t.Errorf("%d mails over %d connections, %d of them ended, want %d over 2", mails, lines, s.times("QUIT"), mostOnOneLine+1)
	}
}

// TestLogin tells account and password, and says whose login failed without the password.
func TestLogin(t *testing.T) {
	offer := "250-here\r\n250 AUTH PLAIN"
	s := start(t, map[string]string{"EHLO": offer, "AUTH": "535 5.7.8 wrong"})
	from := &Server{Addr: s.addr, From: "recap@example.org", User: "recap", Password: func() (string, error) { return "swordfish", nil }}
	_, err := from.Open(t.Context())
	said := fmt.Sprint(err)
	if !strings.Contains(said, "login as recap") || !strings.Contains(said, "535") || strings.Contains(said, "swordfish") {
		t.Errorf("Open(wrong password) = %v", err)
	}
	missing := errors.New("smtp.secret: no such file")
	from.Password = func() (string, error) { return "", missing }
	if _, err := from.Open(t.Context()); !errors.Is(err, missing) || s.times("AUTH") != 1 {
		t.Errorf("Open(no password) = %v, with %d logins, want none more", err, s.times("AUTH"))
	}
}

// TestOpenFails says where nobody answers, and ends with its context.
func TestOpenFails(t *testing.T) {
	if _, err := (&Server{Addr: "mail.example.org"}).Open(t.Context()); err == nil || !strings.Contains(err.Error(), "mail.example.org") {
		t.Errorf("Open(no port) = %v", err)
	}
	_, err := (&Server{Addr: "127.0.0.1:1", CAFile: "/none.pem"}).Open(t.Context())
	if err == nil || !strings.Contains(err.Error(), "/none.pem") {
		t.Errorf("Open(no certificates) = %v", err)
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := (&Server{Addr: silent.Addr().String()}).Open(ctx); err == nil {
		t.Error("Open(a server that says nothing) = nil, want it to end with its context")
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "127.8.0.1": true, "::1": true,
		"192.0.2.1": false, "localhost.example.org": false, "": false,
	} {
		if got := Loopback(host); got != want {
			t.Errorf("Loopback(%q) = %t, want %t", host, got, want)
		}
	}
}

// TestNoSuchRecipient strikes nobody off for what is not about the recipient (RFC 3463, section 3.2).
func TestNoSuchRecipient(t *testing.T) {
	var about []int
	for detail := range 20 {
		if noSuchRecipient(gosmtp.EnhancedCode{5, 1, detail}) {
			about = append(about, detail)
		}
		if noSuchRecipient(gosmtp.EnhancedCode{4, 1, detail}) || noSuchRecipient(gosmtp.EnhancedCode{5, 7, detail}) {
			t.Errorf("4.1.%[1]d or 5.7.%[1]d says that there is no recipient", detail)
		}
	}
	if want := []int{1, 2, 3, 6, 10}; !slices.Equal(about, want) {
		t.Errorf("5.1.x is about the recipient for %v, want %v", about, want)
	}
}
