package people

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"recap/store"
)

// columns are those of an exported list.
var columns = []string{"address", "state", "digests", "sections", "confirmed"}

// addressColumns are what other programs call the address, without what is no letter.
var addressColumns = []string{"address", "email", "emailaddress", "mail", "mailaddress"}

// A Row is one line of a list.
type Row struct {
	Address   string
	State     store.SubscriberState // active where the list does not say
	Choice    Choice
	Confirmed time.Time // zero where the list does not say
}

// A Names is what a choice may be made of.
type Names struct{ Digests, Sections []string }

// Export writes subscribers as CSV, in their order. Tokens are not part of it.
func Export(w io.Writer, all []store.Subscriber) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, s := range all {
		confirmed := ""
		if !s.Confirmed.IsZero() {
			confirmed = s.Confirmed.UTC().Format(time.RFC3339)
		}
		if err := out.Write([]string{s.Address, string(s.State), joined(s.Digests), joined(s.Sections), confirmed}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

const (
	maxList  = 32 << 20 // bytes of a list
	maxLines = 500_000
)

// Import reads a list. It wants a line of headings with a column for the address, which may be called as other programs
// call it; columns that are not known mean nothing. Without such a line each line is an address. Lines that cannot be
// used are in skipped, by their number and without what stands in them. Each address is there once, as its last line
// has it.
func Import(r io.Reader, known Names) (rows []Row, skipped []error, err error) {
	data, err := io.ReadAll(io.LimitReader(r, maxList+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) > maxList {
		return nil, nil, errors.New("is larger than 32 MiB; import it in parts")
	}
	in, err := readerOf(data)
	if err != nil {
		return nil, nil, err
	}
	place := map[string]int{}
	var at map[string]int
	for n := 0; ; n++ {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, skipped, nil
		}
		line, _ := in.FieldPos(0)
		if err != nil || n > maxLines {
			return nil, nil, fmt.Errorf("line %d is not CSV", line)
		}
		if at == nil {
			var headed bool
			if at, headed = headings(record); headed {
				continue
			}
		}
		row, err := rowOf(record, at, known)
		if err != nil {
			skipped = append(skipped, fmt.Errorf("line %d: %w", line, err))
			continue
		}
		if i, ok := place[Folded(row.Address)]; ok {
			rows[i] = row
			continue
		}
		place[Folded(row.Address)] = len(rows)
		rows = append(rows, row)
	}
}

// readerOf returns a reader of a list as spreadsheets write it: in UTF-8 or UTF-16, the cells apart by a comma, by a
// semicolon where the comma is in numbers, or by a tab, and the lines by whatever the system has.
func readerOf(data []byte) (*csv.Reader, error) {
	data, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data)
	if err != nil {
		return nil, errors.New("is no text")
	}
	if !bytes.Contains(data, []byte("\n")) {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	first, _, _ := bytes.Cut(data, []byte("\n"))
	most := bytes.Count(first, []byte(","))
	for _, mark := range ";\t" {
		if n := bytes.Count(first, []byte(string(mark))); n > most {
			in.Comma, most = mark, n
		}
	}
	return in, nil
}

// headings returns where the columns stand, and whether the record is a line of headings.
func headings(record []string) (at map[string]int, headed bool) {
	at = map[string]int{}
	for i, name := range record {
		name = strings.ToLower(strings.TrimSpace(name))
		if slices.Contains(addressColumns, strings.NewReplacer(" ", "", "-", "", "_", "").Replace(name)) {
			name, headed = "address", true
		}
		if _, twice := at[name]; !twice {
			at[name] = i
		}
	}
	if !headed {
		return map[string]int{"address": 0}, false
	}
	return at, true
}

// rowOf reads one line.
func rowOf(record []string, at map[string]int, known Names) (Row, error) {
	cell := func(name string) string {
		if i, ok := at[name]; ok && i < len(record) {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	row := Row{State: store.SubscriberActive}
	if slices.ContainsFunc(record, swallows) {
		return row, errors.New("a cell goes on over other addresses, which are all left out; is a quotation mark missing?")
	}
	var err error
	if row.Address, err = Address(cell("address")); err != nil {
		return row, err
	}
	if s := strings.ToLower(cell("state")); s != "" {
		row.State = store.SubscriberState(s)
		if !slices.Contains(States, row.State) {
			return row, fmt.Errorf("the state is none of %s", stateNames())
		}
	}
	if row.Choice.Digests, err = parted(cell("digests"), "digest", known.Digests); err != nil {
		return row, err
	}
	if row.Choice.Sections, err = parted(cell("sections"), "section", known.Sections); err != nil {
		return row, err
	}
	if s := cell("confirmed"); s != "" {
		if row.Confirmed, err = time.Parse(time.RFC3339, s); err != nil {
			return row, errors.New("confirmed is no time such as 2026-11-01T07:00:00Z")
		}
	}
	return row, nil
}

// swallows reports whether a cell holds lines with addresses below its first: those of others, because a quotation mark
// that begins it ends nowhere.
func swallows(cell string) bool {
	_, below, _ := strings.Cut(cell, "\n")
	return slices.ContainsFunc(strings.FieldsFunc(below, func(r rune) bool { return strings.ContainsRune(",;\t\r\n\"", r) }), func(s string) bool {
		_, err := Address(s)
		return err == nil
	})
}

// States are all there are, as lists write them.
var States = []store.SubscriberState{store.SubscriberPending, store.SubscriberActive, store.SubscriberLeft, store.SubscriberSuppressed}

func stateNames() string {
	var all []string
	for _, s := range States {
		all = append(all, string(s))
	}
	return strings.Join(all, ", ")
}

// joined returns names as one cell, which is a line of CSV itself, with semicolons.
func joined(names []string) string {
	if len(names) == 0 {
		return ""
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = ';'
	_ = w.Write(names) // into memory
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// parted is the reverse of joined, for names that are known.
func parted(cell, what string, known []string) ([]string, error) {
	if cell == "" {
		return nil, nil
	}
	r := csv.NewReader(strings.NewReader(cell))
	r.Comma, r.LazyQuotes, r.TrimLeadingSpace = ';', true, true
	names, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("the %ss are no names with ; between them", what)
	}
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		if !slices.Contains(known, names[i]) {
			return nil, fmt.Errorf("there is no %s %q", what, names[i])
		}
	}
	return names, nil
}

// Take enters a row of a list into what is known of its address. Who left, or whose mail comes back, stays so: the list
// is older than that, or somebody wants them back who has not asked them. It reports whether that changes anything.
func (row Row) Take(s *store.Subscriber, now time.Time) bool {
	switch {
	case s.State == "":
		s.State, s.Digests, s.Sections, s.Confirmed, s.Changed = row.State, row.Choice.Digests, row.Choice.Sections, row.Confirmed, now
		if s.State == store.SubscriberActive && s.Confirmed.IsZero() {
			s.Confirmed = now // who imports it answers for it
		}
		return true
	case row.State == store.SubscriberLeft:
		return Leave(s, now)
	case row.State == store.SubscriberSuppressed && s.State == store.SubscriberActive:
		s.State, s.Changed = store.SubscriberSuppressed, now
		return true
	}
	return false
}
