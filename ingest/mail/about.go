package mail

import "recap/ingest/text"

// about is what a mail tells that helps to sort its text.
type about struct {
	title   string
	name    string // of the writer
	address string // of the writer
	answers bool   // its header names a mail that it answers
}

// subject returns the title without the marks of replies and lists.
func (a *about) subject() string { return text.BaseSubject(a.title) }

// again reports whether the mail answers another or passes it on.
func (a *about) again() bool { return a.answers || text.IsReply(a.title) || a.forward() }

// forward reports whether its title says that it passes another on.
func (a *about) forward() bool { return text.IsForward(a.title) }
