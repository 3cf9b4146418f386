// Package smtp hands mail to a server (RFC 5321), one recipient a message, over one connection. It says of each answer
// whether the server has the mail.
package smtp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"

	"recap/digest/deliver/outbox"
	"recap/store"
)

const (
	dialTimeout   = 30 * time.Second
	commandWait   = 5 * time.Minute // for the answer to a command (RFC 5321, section 4.5.3.2)
	finalWait     = 12 * time.Minute
	stopWait      = 3 * time.Second // for any answer once the program is to end
	mostOnOneLine = 100             // messages over one connection; some servers take no more
)

// A Server says where mail is handed to, and as whom.
type Server struct {
	Addr     string // host:port
	User     string // account; "" for none
	Password func() (string, error)
	Implicit bool   // TLS from the beginning, as on port 465; else STARTTLS, without which nothing is sent beyond this machine
	CAFile   string // certificates in PEM that are trusted beside those of the system
	From     string // envelope sender
}

// Open connects to the server, encrypted unless it is on this machine and CAFile is empty, and logs in.
func (s *Server) Open(ctx context.Context) (outbox.Session, error) {
	l := &line{server: s}
	return l, l.connect(ctx)
}

// A line is a connection to a server.
type line struct {
	server *Server
	client *gosmtp.Client // nil: there is none
	conn   net.Conn
	sent   int
}

// Loopback reports whether a host is this machine.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// connect opens the connection.
func (l *line) connect(ctx context.Context) error {
	host, _, err := net.SplitHostPort(l.server.Addr)
	if err != nil {
		return fmt.Errorf("%s: %w", l.server.Addr, err)
	}
	config := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if l.server.CAFile != "" {
		pem, err := os.ReadFile(l.server.CAFile)
		if err != nil {
			return err
		}
		if config.RootCAs, err = x509.SystemCertPool(); err != nil {
			config.RootCAs = x509.NewCertPool()
		}
		config.RootCAs.AppendCertsFromPEM(pem)
	}
	dialer := &net.Dialer{Timeout: dialTimeout}
	conn, err := dialer.DialContext(ctx, "tcp", l.server.Addr)
	if err != nil {
		return err
	}
	if l.server.Implicit {
		conn = tls.Client(conn, config)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	client, err := l.greet(conn, config, Loopback(host))
	if err != nil {
		conn.Close()
		return fmt.Errorf("%s: %w", l.server.Addr, err)
	}
	l.conn, l.client, l.sent = conn, client, 0
	return nil
}

// greet begins the session: encryption, name, login.
func (l *line) greet(conn net.Conn, config *tls.Config, here bool) (*gosmtp.Client, error) {
	encrypt := !l.server.Implicit && (!here || l.server.CAFile != "")
	client := gosmtp.NewClient(conn)
	if encrypt {
		c, err := gosmtp.NewClientStartTLS(conn, config)
		if err != nil {
			return nil, fmt.Errorf("%w; beyond this machine mail is not sent in the clear: name a server that offers STARTTLS, "+
				"or write tls: implicit for one that is encrypted from the beginning", err)
		}
		client = c
	}
	client.CommandTimeout, client.SubmissionTimeout = commandWait, finalWait
	if err := client.Hello(helloName(here)); err != nil {
		return nil, err
	}
	return client, l.login(client)
}

// helloName is by what name the program greets.
func helloName(here bool) string {
	if name, err := os.Hostname(); err == nil && name != "" && !here && !strings.ContainsAny(name, " \t\r\n") {
		return name
	}
	return "localhost"
}

// login tells who sends, where an account is configured. The connection is encrypted or does not leave the machine.
func (l *line) login(client *gosmtp.Client) error {
	if l.server.User == "" {
		return nil
	}
	password, err := l.server.Password()
	if err != nil {
		return err
	}
	if err := client.Auth(sasl.NewPlainClient("", l.server.User, password)); err != nil {
		return fmt.Errorf("login as %s: %w", l.server.User, err)
	}
	return nil
}

// Send implements outbox.Session.
func (l *line) Send(ctx context.Context, letter store.Letter, doubt func() error) (string, error) {
	if l.sent == mostOnOneLine {
		l.Close()
	}
	if l.client == nil {
		if err := l.connect(ctx); err != nil {
			return "", err
		}
	}
	l.sent++
	conn := l.conn
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(stopWait, func() { conn.Close() }) })
	defer stop()
	if most, ok := l.client.MaxMessageSize(); ok && most > 0 && len(letter.Raw) > most {
		return "", &outbox.Refused{Answer: fmt.Sprintf("%d bytes, and the server takes no more than %d", len(letter.Raw), most)}
	}
	if err := l.client.Mail(l.server.From, nil); err != nil {
		return "", l.answer(err, atSender)
	}
	if err := l.client.Rcpt(letter.Recipient, nil); err != nil {
		return "", l.answer(err, atRecipient)
	}
	data, err := l.client.Data()
	if err != nil {
		return "", l.answer(err, atData)
	}
	if _, err := data.Write(letter.Raw); err != nil {
		return "", err
	}
	// All is written but the dot that ends the mail, without which the server does not take it.
	if err := doubt(); err != nil {
		l.conn.Close()
		return "", err
	}
	response, err := data.CloseWithResponse()
	if err != nil {
		return "", l.answer(err, atEnd)
	}
	return response.StatusText, nil
}

// Close implements outbox.Session.
func (l *line) Close() error {
	if l.client == nil {
		return nil
	}
	l.conn.SetDeadline(time.Now().Add(stopWait))
	err := errors.Join(l.client.Quit(), l.client.Close())
	l.client = nil
	return err
}

// A step is where in the handing over of a mail a server answered.
type step int

const (
	atSender step = iota
	atRecipient
	atData
	atEnd
)

// answer says what an error means. One that is no answer of the server is returned as it is.
func (l *line) answer(err error, at step) error {
	var a *gosmtp.SMTPError
	if !errors.As(err, &a) {
		return err
	}
	if l.client.Reset() != nil { // it may have hung up with its answer
		l.client.Close()
	}
	code := fmt.Sprintf("%d", a.Code)
	if a.EnhancedCode[0] > 0 {
		code += fmt.Sprintf(" %d.%d.%d", a.EnhancedCode[0], a.EnhancedCode[1], a.EnhancedCode[2])
	}
	words := code + " " + strings.Join(strings.Fields(a.Message), " ")
	switch {
	case a.Code == 421, at == atSender: // nobody's mail is taken
		return &outbox.Later{Answer: words, Stop: true}
	case a.Code < 500:
		return &outbox.Later{Answer: words}
	}
	return &outbox.Refused{Answer: words, Code: code, Recipient: at == atRecipient && noSuchRecipient(a.EnhancedCode)}
}

// noSuchRecipient reports whether a code says that there is no such mailbox, domain or address (RFC 3463, section 3.2;
// RFC 7505 for the last). Others under 5.1 are about the sender, or say nothing; and so may a 550 without a code like
// these: "relay not permitted" is one. Who is struck off for a mistake of the sender's server misses the mail for ever.
func noSuchRecipient(code gosmtp.EnhancedCode) bool {
	if code[0] != 5 || code[1] != 1 {
		return false
	}
	switch code[2] {
	case 1, 2, 3, 6, 10:
		return true
	}
	return false
}
