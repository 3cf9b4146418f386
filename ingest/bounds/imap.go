package bounds

import (
	"bytes"
	"strings"
)

// An IMAP follows the answers of a mail server as their reader does, and counts how deeply they nest brackets. The zero
// value stands at the beginning of a line.
type IMAP struct {
	head []byte // the line so far, until it tells what it is
	kind lineKind

	depth            int
	quoted, escaped  bool
	announced, whole bool  // "{" and digits of a literal were read; and "}"
	size             int64 // of the announced literal
	literal          int64 // bytes of a literal that are still to come
}

// A lineKind is what a line of a server holds.
type lineKind uint8

const (
	unknownLine lineKind = iota
	textLine             // words for people, which are read to the end of the line
	dataLine             // values: atoms, lists in brackets, quoted texts and literals (RFC 9051 section 4)
)

// dataTypes are the answers that hold values; every other one is text, or ends the connection.
var dataTypes = map[string]bool{
	"CAPABILITY": true, "ENABLED": true, "LIST": true, "LSUB": true, "XLIST": true, "NAMESPACE": true, "STATUS": true,
	"SEARCH": true, "ESEARCH": true, "SORT": true, "THREAD": true,
	"FLAGS": true, "VANISHED": true, "METADATA": true, "QUOTA": true, "QUOTAROOT": true, "ACL": true, "MYRIGHTS": true,
	"LISTRIGHTS": true, "ID": true, "FETCH": true,
}

// imapHead is how many bytes of a line tell what it is.
const imapHead = len("* CAPABILITY ")

// Check follows p, which comes after what was checked before, and reports whether it nests brackets too deeply. A
// quoted text that goes on in another line, which the standard forbids, is an error, too: behind it nobody could tell
// where an answer ends.
func (m *IMAP) Check(p []byte) error {
	for len(p) > 0 {
		if m.literal > 0 {
			n := min(int64(len(p)), m.literal)
			m.literal -= n
			p = p[n:]
			continue
		}
		b := p[0]
		p = p[1:]
		if m.kind != unknownLine {
			if err := m.step(b); err != nil {
				return err
			}
			continue
		}
		if m.head = append(m.head, b); b != '\n' && len(m.head) < imapHead {
			continue
		}
		m.kind = kindOf(m.head)
		head := m.head
		m.head = nil
		for _, b := range head {
			if err := m.step(b); err != nil {
				return err
			}
		}
		m.head = head[:0]
	}
	return nil
}

// kindOf returns what a line is that begins with head.
func kindOf(head []byte) lineKind {
	rest, untagged := bytes.CutPrefix(head, []byte("* "))
	word := strings.ToUpper(string(rest[:len(rest)-len(bytes.TrimLeft(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))]))
	if untagged && (dataTypes[word] || len(rest) > 0 && '0' <= rest[0] && rest[0] <= '9') {
		return dataLine
	}
	return textLine
}

// step follows one byte of a line whose kind is known.
func (m *IMAP) step(b byte) error {
	switch {
	case m.kind == textLine:
		if b == '\n' {
			m.kind = unknownLine
		}
		return nil
	case m.quoted:
		switch {
		case b == '\n':
			return &Error{What: "breaks a line within a quoted text", Hint: "is this a mail server?"}
		case m.escaped:
			m.escaped = false
		case b == '\\':
			m.escaped = true
		case b == '"':
			m.quoted = false
		}
		return nil
	case b == '\n' && m.whole:
		m.literal = m.size
	case b == '\n':
		m.kind, m.depth = unknownLine, 0
	case b == '\r':
		return nil
	case b == '(':
		if m.depth++; m.depth > MaxIMAPDepth {
			return &Error{What: "nests brackets without end", Hint: "is this a mail server?"}
		}
	case b == ')':
		m.depth = max(0, m.depth-1)
	case b == '"':
		m.quoted = true
	case b == '{':
		m.announced, m.whole, m.size = true, false, 0
		return nil
	case m.announced && !m.whole && '0' <= b && b <= '9' && m.size < 1<<40:
		m.size = m.size*10 + int64(b-'0')
		return nil
	case m.announced && !m.whole && b == '}':
		m.whole = true
		return nil
	}
	m.announced, m.whole = false, false
	return nil
}
