package bounds

import "bytes"

// CheckCalendar reports the first bound that an iCalendar text (RFC 5545) exceeds. It joins folded lines and passes
// over parameters, as its reader does.
func CheckCalendar(s []byte) error {
	depth, lines := 0, 0
	var head []byte // the first bytes of the line so far, without its folds
	begun := func() error {
		if lines++; lines > MaxCalendarLines {
			return tooMuchCalendar("more than %d lines", MaxCalendarLines)
		}
		switch name := head[:max(0, bytes.IndexAny(head, ":;"))]; {
		case bytes.EqualFold(name, []byte("BEGIN")):
			if depth++; depth > MaxCalendarDepth {
				return tooMuchCalendar("components that are nested more than %d deep", MaxCalendarDepth)
			}
		case bytes.EqualFold(name, []byte("END")):
			depth--
		}
		return nil
	}
	for line := range bytes.Lines(s) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
			line = line[1:]
		} else if len(head) > 0 {
			if err := begun(); err != nil {
				return err
			}
			head = head[:0]
		}
		head = append(head, line[:min(len(line), max(0, calendarHead-len(head)))]...)
	}
	return begun()
}

// calendarHead is how many bytes of a line tell whether it begins or ends a component.
const calendarHead = 16
