package bounds

import (
	"bytes"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
)

// beyond fails unless err is a bound of which want is a part, or none for "".
func beyond(t *testing.T, name string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v", name, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: %v, want %q", name, err, want)
	}
}

func TestJSONBeyondBounds(t *testing.T) {
	for name, tt := range map[string]struct{ s, want string }{
		"arrays within arrays":     {strings.Repeat("[", 300), "nested more than 200"},
		"objects within objects":   {strings.Repeat(`{"a":`, 300), "nested more than 200"},
		"empty objects":            {`{"items":[` + strings.Repeat("{},", 200_000) + "{}]}", "objects and arrays"},
		"numbers":                  {"[" + strings.Repeat("0,", 1_100_000) + "0]", "values"},
		"brackets in a string":     {`["` + strings.Repeat(`[{\"`, 400_000) + `"]`, ""},
		"a string without its end": {`["` + strings.Repeat(`[,\`, 999), ""},
		"rows of an index":         {"[" + strings.Repeat(`{"a":1,"b":[2,3],"c":{"d":"e"}},`, 15_000) + "{}]", ""},
	} {
		beyond(t, name, CheckJSON(tt.s), tt.want)
		beyond(t, name, CheckJSON([]byte(tt.s)), tt.want)
	}
}

func TestIMAPBeyondBounds(t *testing.T) {
	const many = MaxIMAPDepth + 50
	for name, tt := range map[string]struct{ s, want string }{
		"brackets without end":               {"* 1 FETCH (BODYSTRUCTURE " + strings.Repeat("(", many), "brackets"},
		"brackets that quotes seem to close": {"* THREAD " + strings.Repeat(`(")" `, many), "brackets"},
		"brackets around literals":           {"* 1 FETCH " + strings.Repeat("({1}\r\nx ", many), "brackets"},
		"brackets around long literals":      {"* list " + strings.Repeat("({12}\nabc)))))hijkl ", many), "brackets"},
		"brackets behind an empty literal":   {"* 1 FETCH ({0}\r\n " + strings.Repeat("(", many), "brackets"},
		"brackets behind words for people": {"* OK {999999}\r\nA1 OK \" {999999}\r\n+ \"\r\n* XYZ \"\r\n* 1 FETCH " +
			strings.Repeat("(", many), "brackets"},
		"lines within quoted texts": {"* 1 FETCH " + strings.Repeat("(\"\n\" ", many), "quoted"},
		"many short lines":          {strings.Repeat("* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 7 BODY[HEADER.FIELDS (A B)] \"(((\")\r\n", 5*many), ""},
		"a mail of lisp and javascript": {"* 1 FETCH (BODY[] {9999}\r\n" + strings.Repeat("(", 9999) + ")\r\n* OK " +
			strings.Repeat("(", 999) + "\r\n", ""},
		"names with quotation marks": {`* LIST (\HasNoChildren) "/" "a \" (b"` + "\r\n" + `* LIST () "\\" {3}` +
			"\r\n(((\r\n* 3 EXISTS\r\n", ""},
	} {
		for _, size := range []int{1, 7, 4096} { // in pieces, as they come
			m := new(IMAP)
			var err error
			for s := tt.s; s != "" && err == nil; s = s[min(len(s), size):] {
				err = m.Check([]byte(s[:min(len(s), size)]))
			}
			beyond(t, name, err, tt.want)
		}
	}
}

func TestCalendarBeyondBounds(t *testing.T) {
	nested := func(begin string) string { return "BEGIN:VCALENDAR\r\n" + strings.Repeat(begin, 40) }
	for name, tt := range map[string]struct{ s, want string }{
		"components within components": {nested("BEGIN:VEVENT\r\n"), "nested more than 16"},
		"with parameters":              {nested("BEGIN;X=1:VEVENT\n"), "nested more than 16"},
		"folded":                       {nested("BEG\r\n IN:VEVENT\r\n"), "nested more than 16"},
		"lines without end":            {nested("END:VEVENT\n") + strings.Repeat("X:\n", MaxCalendarLines), "lines"},
		"events after each other":      {nested("BEGIN:VEVENT\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n") + "END:VCALENDAR", ""},
		"a long folded description":    {"DESCRIPTION:BEGIN:\r\n" + strings.Repeat(" BEGIN:VEVENT\r\n", MaxCalendarLines+9), ""},
		"nothing":                      {"", ""},
	} {
		beyond(t, name, CheckCalendar([]byte(tt.s)), tt.want)
	}
}

// FuzzCalendar holds the check against the reader that it stands before: what passes at a depth never leads the reader
// deeper.
func FuzzCalendar(f *testing.F) {
	f.Add([]byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n y\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
	f.Add([]byte("BEGIN:VCALENDAR\nBEG\n IN;X=1:VEVENT\n\n\tBEGIN:VALARM\n"))
	f.Fuzz(func(t *testing.T, s []byte) {
		if CheckCalendar(s) != nil {
			return
		}
		cal, err := ics.ParseCalendar(bytes.NewReader(s))
		if err != nil || cal == nil {
			return
		}
		var deep func(components []ics.Component, n int)
		deep = func(components []ics.Component, n int) {
			if n > MaxCalendarDepth {
				t.Fatalf("components %d deep pass", n)
			}
			for _, c := range components {
				deep(c.SubComponents(), n+1)
			}
		}
		deep(cal.Components, 1)
	})
}
