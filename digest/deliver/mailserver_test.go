package deliver

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"slices"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"
)

// A fault is what a mail server does wrong.
type fault int

const (
	none       fault = iota
	greylisted       // 451 to the recipient
	unknown          // 550 to the recipient
	lostBefore       // the connection breaks before the final dot
	lostAfter        // and after it, when the mail is stored
	fullAtEnd        // 452 after the dot
	spam             // 554 after the dot
	relay            // 554 5.7.1 to the recipient
)

// A mailServer is an SMTP server that counts what it stores.
type mailServer struct {
	addr string

	mu       sync.Mutex
	stored   map[string][][]byte     // by recipient
	faults   func(to string) fault   // of the first try; nil: none
	tries    map[string]int          // by recipient
	lines    int                     // connections
	login    string                  // account and password that are demanded
	envelope func(from string) error // nil: all senders are taken
	rcpt     func(to string) error   // nil: all recipients are

	refuseLines func() // takes no connection more
}

// startMail starts a mailServer; with a certificate it offers STARTTLS.
func startMail(t *testing.T, cert *tls.Certificate) *mailServer {
	t.Helper()
	return startMailOn(t, "127.0.0.1", cert)
}

// startMailOn is startMail on an address of this machine.
func startMailOn(t *testing.T, host string, cert *tls.Certificate) *mailServer {
	t.Helper()
	s := &mailServer{stored: map[string][][]byte{}, tries: map[string]int{}}
	server := gosmtp.NewServer(s)
	server.Domain, server.AllowInsecureAuth, server.MaxMessageBytes = "localhost", true, 1<<20
	server.ErrorLog = quiet{}
	if cert != nil {
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*cert}}
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Fatal(err)
	}
	s.addr, s.refuseLines = l.Addr().String(), func() { l.Close() }
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// NewSession implements smtp.Backend.
func (s *mailServer) NewSession(c *gosmtp.Conn) (gosmtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines++
	return &mailSession{mailServer: s, conn: c}, nil
}

// set changes how the server behaves.
func (s *mailServer) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// got returns all that is stored.
func (s *mailServer) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, list := range s.stored {
		for _, raw := range list {
			all = append(all, string(raw))
		}
	}
	slices.Sort(all)
	return all
}

// of returns what is stored of a recipient.
func (s *mailServer) of(to string) [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stored[to]
}

// A mailSession is one connection.
type mailSession struct {
	*mailServer
	conn  *gosmtp.Conn
	to    string
	fault fault
}

func (m *mailSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (m *mailSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		m.mu.Lock()
		defer m.mu.Unlock()
		if user+":"+password != m.login {
			return &gosmtp.SMTPError{Code: 535, EnhancedCode: gosmtp.EnhancedCode{5, 7, 8}, Message: "wrong password"}
		}
		return nil
	}), nil
}

func (m *mailSession) Mail(from string, _ *gosmtp.MailOptions) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.envelope != nil {
		return m.envelope(from)
	}
	return nil
}

func (m *mailSession) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.to, m.fault = to, none
	if m.rcpt != nil {
		m.tries[to]++
		return m.rcpt(to)
	}
	if m.tries[to]++; m.faults != nil && (m.tries[to] == 1 || m.faults(to) == unknown) {
		m.fault = m.faults(to)
	}
	switch m.fault {
	case greylisted:
		return &gosmtp.SMTPError{Code: 451, EnhancedCode: gosmtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
	case unknown:
		return &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	case relay:
		return &gosmtp.SMTPError{Code: 554, EnhancedCode: gosmtp.EnhancedCode{5, 7, 1}, Message: "relay access denied"}
	}
	return nil
}

func (m *mailSession) Data(r io.Reader) error {
	if m.fault == lostBefore {
		m.conn.Conn().Close()
		return io.ErrUnexpectedEOF
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		return err // the dot did not come
	}
	switch m.fault {
	case fullAtEnd:
		return &gosmtp.SMTPError{Code: 452, EnhancedCode: gosmtp.EnhancedCode{4, 3, 1}, Message: "no room"}
	case spam:
		return &gosmtp.SMTPError{Code: 554, EnhancedCode: gosmtp.EnhancedCode{5, 7, 1}, Message: "looks like spam"}
	}
	m.mu.Lock()
	m.stored[m.to] = append(m.stored[m.to], b.Bytes())
	m.mu.Unlock()
	if m.fault == lostAfter {
		m.conn.Conn().Close()
	}
	return nil
}

func (m *mailSession) Reset()        {}
func (m *mailSession) Logout() error { return nil }
