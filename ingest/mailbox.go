package ingest

import (
	"recap/ingest/imap"
	"recap/ingest/maildir"
	"recap/ingest/mbox"
)

// A Login says how a mailbox on a server is reached; its fields are those of a source of the kind imap.
type Login struct {
	Host         string
	Port         int
	User         string
	PasswordFile string
	TokenFile    string
	TLS          string
	Mailbox      string
	AllowPrivate bool
}

// OnServer returns a source of that name which reads the mailbox of a login.
func OnServer(name string, l Login) Config {
	return Config{Name: name, IMAP: &imap.Config{Host: l.Host, Port: l.Port, User: l.User, PasswordFile: l.PasswordFile,
		TokenFile: l.TokenFile, TLS: l.TLS, Mailbox: l.Mailbox, AllowPrivate: l.AllowPrivate}}
}

// InMaildir returns a source of that name which reads a folder into which a mail server delivers.
func InMaildir(name, path string) Config {
	return Config{Name: name, Maildir: &maildir.Config{Path: path}}
}

// InMbox returns a source of that name which reads a file to which a mail server adds.
func InMbox(name, path string) Config {
	return Config{Name: name, Mbox: &mbox.Config{Path: path}}
}
