package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest"
	"recap/digest/deliver/output"
	"recap/store"
	"recap/store/sqlite"
)

// A sender hands letters to nobody, and answers as the test says.
type sender struct {
	to     []string
	opens  func() error                  // nil: it opens
	answer func(to string) (error, bool) // and whether the receiver may have it by then; nil: all are taken
	sent   []string                      // recipients, in order, of what was taken
	tried  []string
	open   int // sessions that were not closed
}

func (s *sender) Letters(output.Input) ([]store.Letter, error) {
	var all []store.Letter
	for _, to := range s.to {
		all = append(all, store.Letter{Recipient: to, Key: "<" + to + ">", Raw: []byte("Hello " + to)})
	}
	return all, nil
}

func (s *sender) Open(context.Context) (Session, error) {
	if s.opens != nil {
		if err := s.opens(); err != nil {
			return nil, err
		}
	}
	s.open++
	return s, nil
}

func (s *sender) Send(_ context.Context, l store.Letter, doubt func() error) (string, error) {
	s.tried = append(s.tried, l.Recipient)
	var err error
	late := true
	if s.answer != nil {
		err, late = s.answer(l.Recipient)
	}
	if late {
		if err := doubt(); err != nil {
			return "", err
		}
	}
	if err != nil {
		return "", err
	}
	s.sent = append(s.sent, l.Recipient)
	return "taken", nil
}

func (s *sender) Close() error { s.open--; return nil }

// A trial is a sender that can address a letter to anybody.
type trial struct{ *sender }

func (trial) Trial(_ output.Input, to string) (store.Letter, error) {
	if to == "" {
		return store.Letter{}, errors.New("no recipient")
	}
	return store.Letter{Recipient: to, Raw: []byte("Test")}, nil
}

// noon is when the first round is.
func noon() time.Time { return time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC) }

// newInput returns an edition that is recorded in a new store.
func newInput(t *testing.T) (output.Input, *sqlite.DB) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	day := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	e := &digest.Edition{ID: "daily-2026-03-04", Revision: 1, Digest: "daily", Period: digest.Period{Start: day, End: day.AddDate(0, 0, 1)}}
	record := store.EditionRecord{ID: e.ID, Revision: 1, Digest: "daily", Start: day, End: e.Period.End,
		JSON: []byte(`{"n":1}`), Recorded: noon()}
	if _, err := db.SaveEdition(t.Context(), record, nil); err != nil {
		t.Fatal(err)
	}
	return output.Input{Edition: e, Ledger: db, Outbox: db, Now: noon()}, db
}

// message is what an output of mail says of itself.
func message() output.About {
	return output.About{Form: output.Message, Again: output.Never, Revised: output.Never, Redacted: output.Never}
}

// letters returns the letters of db by recipient.
func letters(t *testing.T, db store.Outbox) map[string]store.Letter {
	t.Helper()
	list, err := db.Letters(t.Context(), store.LetterFilter{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]store.Letter{}
	for _, l := range list {
		all[l.Recipient] = l
	}
	return all
}

// TestAnswers says what becomes of a letter by what its receiver answered, and by whether it may have it.
func TestAnswers(t *testing.T) {
	lost := &net.OpError{Op: "read", Err: io.ErrUnexpectedEOF}
	for _, tc := range []struct {
		name   string
		answer error
		late   bool // the receiver may have it
		rules  Rules
		state  store.LetterState
		next   time.Duration // after noon; 0: it does not wait
		says   string
	}{
		{"taken", nil, true, Rules{}, store.LetterSent, 0, ""},
		{"refused", &Refused{Answer: "550 no such user", Recipient: true}, false, Rules{}, store.LetterFailed, 0, "refused: 550 no such user"},
		{"refused at the end", &Refused{Answer: "554 looks like spam"}, true, Rules{}, store.LetterFailed, 0, "refused: 554 looks like spam"},
		{"not now", &Later{Answer: "451 greylisted"}, false, Rules{}, store.LetterQueued, minWait, "not taken yet: 451 greylisted"},
		{"not now, at the end", &Later{Answer: "452 no room"}, true, Rules{}, store.LetterQueued, minWait, "not taken yet: 452 no room"},
		{"not for an hour", &Later{Answer: "429", Wait: time.Hour}, false, Rules{}, store.LetterQueued, time.Hour, "2026-03-05 13:00 UTC"},
		{"lost before", lost, false, Rules{}, store.LetterQueued, minWait, "not taken yet: read: unexpected EOF"},
		{"lost after", lost, true, Rules{}, store.LetterInDoubt, 0, "nobody knows whether it has arrived"},
		{"lost after, and sent again", lost, true, Rules{Resends: 1}, store.LetterQueued, minWait, "not taken yet"},
	} {
		in, db := newInput(t)
		s := &sender{to: []string{"ann@example.net"}, answer: func(string) (error, bool) { return tc.answer, tc.late }}
		_, err := New("mail", message(), s, tc.rules).Publish(t.Context(), in)
		l := letters(t, db)["ann@example.net"]
		if l.State != tc.state || (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: the letter is %s, Publish() = %v, want %s and %q", tc.name, l.State, err, tc.state, tc.says)
		}
		if tc.next > 0 && !l.Next.Equal(noon().Add(tc.next)) {
			t.Errorf("%s: it is tried again at %s, want %s later", tc.name, l.Next, tc.next)
		}
		if l.Suppress != (tc.name == "refused") {
			t.Errorf("%s: suppressed is %t", tc.name, l.Suppress)
		}
		if s.open != 0 {
			t.Errorf("%s: %d sessions are still open", tc.name, s.open)
		}
	}
}

// TestWaitsGrow puts a letter off for twice as long each time, four hours at most, and never tries it before.
func TestWaitsGrow(t *testing.T) {
	in, db := newInput(t)
	s := &sender{to: []string{"ann@example.net"}, answer: func(string) (error, bool) { return &Later{Answer: "451 later"}, false }}
	o := New("mail", message(), s, Rules{})
	_, _ = o.Publish(t.Context(), in)
	var waits []time.Duration
	for range 8 {
		l := letters(t, db)["ann@example.net"]
		waits = append(waits, l.Next.Sub(in.Now))
		in.Now = l.Next.Add(-time.Second)
		n := len(s.tried)
		if _, err := o.(output.Flusher).Flush(t.Context(), in); err != nil || len(s.tried) != n {
			t.Fatalf("a second before its time: Flush() = %v, and it was tried", err)
		}
		in.Now = l.Next
		_, _ = o.(output.Flusher).Flush(t.Context(), in)
	}
	m := time.Minute
	if want := []time.Duration{5 * m, 10 * m, 20 * m, 40 * m, 80 * m, 160 * m, 240 * m, 240 * m}; !slices.Equal(waits, want) {
		t.Errorf("it waits %v, want %v", waits, want)
	}
}

// TestRecover says what the next round makes of what a killed one left.
func TestRecover(t *testing.T) {
	for _, tc := range []struct {
		name  string
		doubt bool
		rules Rules
		want  store.LetterState
		sent  int
	}{
		{"claimed", false, Rules{}, store.LetterSent, 1},
		{"in doubt", true, Rules{}, store.LetterInDoubt, 0},
		{"in doubt, sent again once", true, Rules{Resends: 1}, store.LetterSent, 1},
		{"in doubt, the receiver knows it again", true, Rules{Resends: Always}, store.LetterSent, 1},
	} {
		in, db := newInput(t)
		s := &sender{to: []string{"ann@example.net"}}
		list, _ := s.Letters(in)
		list[0].Edition, list[0].Revision, list[0].Output, list[0].Queued = in.Edition.ID, 1, "mail", noon()
		if _, err := db.Queue(t.Context(), list); err != nil {
			t.Fatal(err)
		}
		l, err := db.Claim(t.Context(), "mail", noon())
		if err == nil && tc.doubt {
			err = db.Settle(t.Context(), l.ID, store.LetterClaimed, store.Settlement{State: store.LetterInDoubt, At: noon()})
		}
		if err != nil {
			t.Fatal(err)
		}
		in.Now = noon().Add(5 * time.Hour)
		if _, err := New("mail", message(), s, tc.rules).Publish(t.Context(), in); err != nil {
			t.Errorf("%s: Publish() = %v", tc.name, err)
		}
		if got := letters(t, db)["ann@example.net"].State; got != tc.want || len(s.sent) != tc.sent {
			t.Errorf("%s: the letter is %s and was sent %d times, want %s and %d", tc.name, got, len(s.sent), tc.want, tc.sent)
		}
	}
}

// TestNobodyIsServed keeps all letters where the receiver cannot be reached, and tries one of them only.
func TestNobodyIsServed(t *testing.T) {
	in, db := newInput(t)
	s := &sender{to: []string{"ann@example.net", "bo@example.net"}, opens: func() error { return errors.New("no route to host") }}
	files, err := New("mail", message(), s, Rules{}).Publish(t.Context(), in)
	if err == nil || strings.Count(err.Error(), "no route to host") != 1 || len(files) != 0 {
		t.Errorf("Publish() = %v, %v, want to be told once that there is no route", files, err)
	}
	for to, l := range letters(t, db) {
		if l.State != store.LetterQueued {
			t.Errorf("the letter to %s is %s, want it to wait", to, l.State)
		}
	}
}

// TestWhoIsOwed sends no letter that is too old, nor one that nobody wants any more.
func TestWhoIsOwed(t *testing.T) {
	in, db := newInput(t)
	s := &sender{to: []string{"ann@example.net", "bo@example.net"}}
	in.Owed = func(_ context.Context, l store.Letter) (bool, error) { return l.Recipient != "bo@example.net", nil }
	in.Expires = noon().Add(time.Hour)
	in.Clock = func() time.Time { return noon().Add(time.Duration(len(s.tried)) * 2 * time.Hour) }
	s.to = append(s.to, "cleo@example.net")
	_, err := New("mail", message(), s, Rules{}).Publish(t.Context(), in)
	got := letters(t, db)
	if got["ann@example.net"].State != store.LetterSent || got["bo@example.net"].State != store.LetterDropped ||
		got["cleo@example.net"].State != store.LetterExpired || !slices.Equal(s.tried, []string{"ann@example.net"}) {
		t.Errorf("the letters are %+v, %q were tried", got, s.tried)
	}
	if err == nil || !strings.Contains(err.Error(), "cleo@example.net: too old to be sent") || strings.Contains(err.Error(), "bo@") {
		t.Errorf("Publish() = %v, want to be told of the one that is too old", err)
	}
}

// TestPlan shows in a dry run whom an edition would go to, and stores nothing.
func TestPlan(t *testing.T) {
	in, db := newInput(t)
	s := &sender{to: []string{"ann@example.net", "bo@example.net", "cleo@example.net"}}
	o := New("mail", message(), s, Rules{})
	in.Only = []string{"ann@example.net"}
	if _, err := o.Publish(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	in.DryRun, in.Only = true, []string{"ann@example.net", "bo@example.net"}
	files, err := o.Publish(t.Context(), in)
	if err != nil || len(files) != 1 || files[0] != (output.File{Path: "bo@example.net", Written: true, Size: len("Hello bo@example.net")}) {
		t.Errorf("Publish(dry run) = %+v, %v, want Bo alone, who does not have it", files, err)
	}
	if got := letters(t, db); len(got) != 1 || len(s.sent) != 1 {
		t.Errorf("%d letters are stored and %q sent after the dry run, want that to Ann", len(got), s.sent)
	}
	in.Outbox = nil
	if _, err := o.Publish(t.Context(), in); err == nil || !strings.Contains(err.Error(), "there is no outbox") {
		t.Errorf("Publish() without an outbox = %v", err)
	}
}

// TestTrial sends a test to one address, and remembers nothing of it.
func TestTrial(t *testing.T) {
	in, db := newInput(t)
	s := &sender{to: []string{"ann@example.net"}}
	if _, ok := New("mail", message(), s, Rules{}).(output.Tester); ok {
		t.Error("an output tests what it cannot address")
	}
	o := New("mail", message(), trial{s}, Rules{}).(output.Tester)
	if err := o.Test(t.Context(), in, "me@example.net"); err != nil || !slices.Equal(s.sent, []string{"me@example.net"}) || s.open != 0 {
		t.Errorf("Test() = %v, sent to %q, %d sessions are open", err, s.sent, s.open)
	}
	if got := letters(t, db); len(got) != 0 {
		t.Errorf("the test is stored: %+v", got)
	}
	if err := o.Test(t.Context(), in, ""); err == nil || err.Error() != "output mail: no recipient" {
		t.Errorf("Test(nobody) = %v", err)
	}
	s.answer = func(string) (error, bool) { return &Refused{Answer: "550 no"}, false }
	if err := o.Test(t.Context(), in, "me@example.net"); err == nil || err.Error() != "output mail: me@example.net: 550 no" {
		t.Errorf("Test(refused) = %v", err)
	}
	s.opens = func() error { return errors.New("no route to host") }
	if err := o.Test(t.Context(), in, "me@example.net"); err == nil || err.Error() != "output mail: no route to host" {
		t.Errorf("Test(out of reach) = %v", err)
	}
}

// TestSuppressedIsSaid tells of the next edition that it does not go to an address that does not exist, and how to try.
func TestSuppressedIsSaid(t *testing.T) {
	in, db := newInput(t)
	s := &sender{to: []string{"ann@example.net", "gone@example.net"}, answer: func(to string) (error, bool) {
		if to == "gone@example.net" {
			return &Refused{Answer: "550 5.1.1 no such user", Recipient: true}, false
		}
		return nil, true
	}}
	o := New("mail", message(), s, Rules{})
	if _, err := o.Publish(t.Context(), in); err == nil {
		t.Fatal("Publish() says nothing of who was refused")
	}
	next := *in.Edition
	next.ID, next.Period.Start, next.Period.End = "daily-2026-03-05", in.Edition.Period.End, in.Edition.Period.End.AddDate(0, 0, 1)
	in.Edition, in.Now = &next, noon().AddDate(0, 0, 1)
	record := store.EditionRecord{ID: next.ID, Revision: 1, Digest: "daily", Start: next.Period.Start, End: next.Period.End,
		JSON: []byte(`{"n":2}`), Recorded: in.Now}
	if _, err := db.SaveEdition(t.Context(), record, nil); err != nil {
		t.Fatal(err)
	}
	_, err := o.Publish(t.Context(), in)
	list, _ := db.Letters(t.Context(), store.LetterFilter{Edition: next.ID, States: []store.LetterState{store.LetterFailed}})
	if len(list) != 1 || err == nil || !strings.Contains(err.Error(), fmt.Sprintf(`"recap outbox retry %d" tries again`, list[0].ID)) {
		t.Errorf("the next edition: %+v failed, Publish() = %v, want the letter to be named", list, err)
	}
	if n := len(s.tried); n != 3 || s.tried[2] != "ann@example.net" {
		t.Errorf("%q were tried, want who does not exist once", s.tried)
	}
}

// TestTaken keeps the address that a receiver gave for what it made, if that is one.
func TestTaken(t *testing.T) {
	for address, want := range map[string]string{
		"https://news.example.org/7":   "https://news.example.org/7",
		"":                             "",
		"/campaigns/7":                 "",
		"https://news.example.org/%zz": "",
		"https://example.org/" + strings.Repeat("a", 2000): "",
	} {
		if got := MadeAt(Taken(address)); got != want {
			t.Errorf("MadeAt(Taken(%.40q)) = %q, want %q", address, got, want)
		}
	}
	if got := MadeAt("250 OK"); got != "" {
		t.Errorf("MadeAt(an answer of another kind) = %q", got)
	}
}
