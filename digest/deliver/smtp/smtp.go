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
	client *gosmtp.Client
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
	if l.conn, err = dialer.DialContext(ctx, "tcp", l.server.Addr); err != nil {
		return err
	}
	if l.server.Implicit {
		l.conn = tls.Client(l.conn, config)
	}
	stop := context.AfterFunc(ctx, func() { l.conn.Close() })
	defer stop()
	if err := l.greet(config, Loopback(host)); err != nil {
		l.conn.Close()
		return fmt.Errorf("%s: %w", l.server.Addr, err)
	}
	return nil
}

// greet begins the session: encryption, name, login.
func (l *line) greet(config *tls.Config, here bool) error {
	encrypt := !l.server.Implicit && (!here || l.server.CAFile != "")
	l.client = gosmtp.NewClient(l.conn)
	if encrypt {
		c, err := gosmtp.NewClientStartTLS(l.conn, config)
		if err != nil {
			return fmt.Errorf("%w; beyond this machine mail is not sent in the clear", err)
		}
		l.client = c
	}
	l.client.CommandTimeout, l.client.SubmissionTimeout = commandWait, finalWait
	if err := l.client.Hello(helloName(here)); err != nil {
		return err
	}
	return l.login()
}

// helloName is by what name the program greets.
func helloName(here bool) string {
	if name, err := os.Hostname(); err == nil && name != "" && !here && !strings.ContainsAny(name, " \t\r\n") {
		return name
	}
	return "localhost"
}

// login tells who sends, where an account is configured. The connection is encrypted or does not leave the machine.
func (l *line) login() error {
	if l.server.User == "" {
		return nil
	}
	password, err := l.server.Password()
	if err != nil {
		return err
	}
	if err := l.client.Auth(sasl.NewPlainClient("", l.server.User, password)); err != nil {
		return fmt.Errorf("login as %s: %w", l.server.User, err)
	}
	return nil
}

// Send implements outbox.Session.
func (l *line) Send(ctx context.Context, letter store.Letter, doubt func() error) (string, error) {
	if l.sent == mostOnOneLine {
		l.Close()
		if err := l.connect(ctx); err != nil {
			return "", err
		}
		l.sent = 0
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
	err := l.client.Quit()
	return errors.Join(err, l.client.Close())
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
	words := fmt.Sprintf("%d", a.Code)
	if a.EnhancedCode[0] > 0 {
		words += fmt.Sprintf(" %d.%d.%d", a.EnhancedCode[0], a.EnhancedCode[1], a.EnhancedCode[2])
	}
	words += " " + strings.Join(strings.Fields(a.Message), " ")
	switch {
	case a.Code == 421, at == atSender: // nobody's mail is taken
		return &outbox.Later{Answer: words, Stop: true}
	case a.Code < 500:
		return &outbox.Later{Answer: words}
	}
	unknown := a.EnhancedCode[0] == 5 && a.EnhancedCode[1] == 1 || a.EnhancedCode[0] <= 0 && (a.Code == 550 ||
		a.Code == 551 || a.Code == 553)
	return &outbox.Refused{Answer: words, Recipient: at == atRecipient && unknown}
}
