package deliver

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
	"recap/digest/deliver/smtp"
)

// Email configures the newsletter by mail, handed to a server by SMTP: one message for each recipient.
type Email struct {
	From string   `yaml:"from" value:"address"` // sender: "Name <address>"
	To   []string `yaml:"to" value:"address"`   // recipients: a list, or people; needed without subscribers
	// whether each subscriber gets it, too, who can leave by serve.url, bounces or unsubscribe; default false
	Subscribers bool `yaml:"subscribers"`
	SMTP        SMTP `yaml:"smtp"` // the server that takes the mail
	// by which mail programs sort it (RFC 2919); default recap-DIGEST.DOMAIN of the sender
	ListID string `yaml:"list_id" value:"text"`
	// how to leave: mailto: or https:, {recipient} for the address; https: has to take one click (RFC 8058); default
	// the list's own way
	Unsubscribe string  `yaml:"unsubscribe" value:"text"`
	DKIM        DKIM    `yaml:"dkim"`    // the signature; default none, where the server signs
	Bounces     Bounces `yaml:"bounces"` // the mailbox to which mail comes back; default none is read
	// what is done when nobody knows whether a mail arrived: hold (default), for a person to decide, or resend, once
	Doubt     string `yaml:"doubt" value:"hold|resend"`
	PerMinute int    `yaml:"per_minute"` // messages in a minute at most; default as fast as the server takes them
}

// SMTP names the server that mail is handed to. Beyond this machine the connection is encrypted.
type SMTP struct {
	Addr         string `yaml:"addr" value:"host"`            // host, or host:port; default port 587, of this machine 25
	User         string `yaml:"user" value:"text"`            // account; default none
	PasswordFile string `yaml:"password_file" value:"secret"` // file that holds the password
	// auto (default): STARTTLS, but on port 465 from the beginning; implicit: from the beginning
	TLS    string `yaml:"tls" value:"auto|implicit"`
	CAFile string `yaml:"ca_file" value:"path"` // certificates in PEM that are trusted, too; default those of the system
}

// newsletter returns what makes the mail of the output of that name.
func (m *Email) newsletter(name string) newsletter {
	return newsletter{name, m.From, m.To, m.ListID, m.Unsubscribe, m.DKIM, m.Subscribers, &m.Bounces}
}

// About implements output.Kind.
func (m *Email) About() output.About {
	n := m.newsletter("")
	return n.about("smtp")
}

// Open implements output.Kind.
func (m *Email) Open(name string, _ output.Digests) (output.Output, error) {
	n := m.newsletter(name)
	if err := n.check(); err != nil {
		return nil, err
	}
	addr, err := m.SMTP.addr()
	if err != nil {
		return nil, err
	}
	rules, err := doubtRules(m.Doubt, m.PerMinute)
	if err != nil {
		return nil, err
	}
	if m.SMTP.TLS != "" && m.SMTP.TLS != "auto" && m.SMTP.TLS != "implicit" {
		return nil, fmt.Errorf("smtp: tls %q is not known; choose auto or implicit", m.SMTP.TLS)
	}
	return outbox.New(name, m.About(), &mailed{n, m.server(addr).Open}, rules), nil
}

// server returns the server at this address.
func (m *Email) server(addr string) *smtp.Server {
	n := m.newsletter("")
	return &smtp.Server{Addr: addr, User: m.SMTP.User, CAFile: m.SMTP.CAFile, From: n.returns(),
		Implicit: m.SMTP.TLS == "implicit" || strings.HasSuffix(addr, ":465"),
		Password: func() (string, error) { return secretIn(m.SMTP.PasswordFile) }}
}

// addr returns the server with its port.
func (s *SMTP) addr() (string, error) {
	if _, port, err := net.SplitHostPort(s.Addr); err == nil && port != "" && strings.Trim(port, "0123456789") == "" {
		return s.Addr, nil
	}
	host := strings.Trim(s.Addr, "[]")
	if host == "" || strings.ContainsAny(host, "/ ") {
		return "", fmt.Errorf("smtp: addr %q is not HOST:PORT; write it as mail.example.org:587", s.Addr)
	}
	port := "587"
	if smtp.Loopback(host) {
		port = "25"
	}
	return net.JoinHostPort(host, port), nil
}

// doubtRules returns how mail is handed over.
func doubtRules(doubt string, perMinute int) (outbox.Rules, error) {
	var r outbox.Rules
	switch doubt {
	case "", "hold":
	case "resend":
		r.Resends = 1
	default:
		return r, fmt.Errorf("doubt: %q is not known; choose hold or resend", doubt)
	}
	if perMinute < 0 {
		return r, fmt.Errorf("per_minute: %d is less than nothing; leave it out, or write how many", perMinute)
	}
	if perMinute > 0 {
		r.Pause = time.Minute / time.Duration(perMinute)
	}
	return r, nil
}

// A mailed is a newsletter with the way by which it goes out.
type mailed struct {
	newsletter
	open func(context.Context) (outbox.Session, error)
}

// Open implements outbox.Sender.
func (m *mailed) Open(ctx context.Context) (outbox.Session, error) { return m.open(ctx) }
