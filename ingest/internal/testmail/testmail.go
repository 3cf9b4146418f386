// Package testmail writes small mails for tests.
package testmail

import (
	"fmt"
	"strings"
)

// Letter is a small mail with an id of its own.
func Letter(n int, body string) string {
	return fmt.Sprintf("From: Ann Lee <ann@example.org>\nDate: Sun, 1 Nov 2026 09:%02d:00 +0000\nSubject: letter "+
		"%d\nMessage-ID: <l%d@example.org>\n\n%s\n", n%60, n, n, body)
}

// Mbox puts letters into a mailbox.
func Mbox(letters ...string) string {
	var b strings.Builder
	for _, l := range letters {
		b.WriteString("From ann@example.org Sun Nov  1 09:00:00 2026\n" + l + "\n")
	}
	return b.String()
}
