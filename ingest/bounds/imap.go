package bounds

// An IMAP counts the brackets that a mail server's answers open. The zero value stands at the beginning of a line.
type IMAP struct {
	brackets int
	tail     literalTail
}

// A literalTail is how much of the announcement of a literal, such as {12} or {12+}, ends what was read of a line.
type literalTail int

const (
	noLiteral   literalTail = iota
	openLiteral             // "{", and digits
	endLiteral              // the whole of it
)

// Check counts what is in p, which follows what was checked before, and reports whether a line opens too many brackets. A line that ends with the announcement of a
// literal goes on after it. Quoted text and literals count as well: what they are to the server's reader is for that to say, and neither holds so many.
func (m *IMAP) Check(p []byte) error {
	for _, b := range p {
		switch {
		case b == '(':
			if m.brackets++; m.brackets > MaxIMAPBrackets {
				return &Error{What: "nests brackets without end", Hint: "is this a mail server?"}
			}
			m.tail = noLiteral
		case b == '\n':
			if m.tail != endLiteral {
				m.brackets = 0
			}
			m.tail = noLiteral
		case b == '\r':
		case b == '{':
			m.tail = openLiteral
		case m.tail == openLiteral && (b == '+' || '0' <= b && b <= '9'):
		case m.tail == openLiteral && b == '}':
			m.tail = endLiteral
		default:
			m.tail = noLiteral
		}
	}
	return nil
}
