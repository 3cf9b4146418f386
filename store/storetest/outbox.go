package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// letters returns one letter of the edition "daily-0" to each recipient.
func letters(recipients ...string) []store.Letter {
	var all []store.Letter
	for _, to := range recipients {
		all = append(all, store.Letter{Edition: "daily-0", Revision: 1, Output: "mail", Recipient: to,
			Key: "<1@" + to + ">", Raw: []byte("Dear " + to), Queued: Noon(),
			Expires: Noon().Add(24 * time.Hour)})
	}
	return all
}

// queue stores letters of a recorded edition.
func queue(t *testing.T, db *tested, recipients ...string) {
	t.Helper()
	if _, err := db.SaveEdition(t.Context(), edition(0, "{}"), nil); err != nil {
		t.Fatal(err)
	}
	if n, err := db.Queue(t.Context(), letters(recipients...)); err != nil || n != len(recipients) {
		t.Fatalf("Queue() = %d, %v, want %d", n, err, len(recipients))
	}
}

// states returns the states of all letters and of the ledger, by recipient.
func states(t *testing.T, db *tested) map[string]string {
	t.Helper()
	all, err := db.Letters(t.Context(), store.LetterFilter{})
	rows, err2 := db.Deliveries(t.Context(), "daily-0")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, l := range all {
		got[l.Recipient] = string(l.State)
	}
	for _, d := range rows {
		got[d.Recipient] += "/" + d.State
	}
	return got
}

// testOutbox takes letters through all that may become of them.
func testOutbox(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	if _, err := db.Queue(ctx, letters("a")); err == nil {
		t.Error("Queue() of an edition that is not recorded = nil, want an error")
	}
	queue(t, db, "a", "b", "c")
	if n, err := db.Queue(ctx, letters("b", "d")); err != nil || n != 1 {
		t.Errorf("Queue() of one known and one new = %d, %v, want 1", n, err)
	}
	l, err := db.Claim(ctx, "mail", Noon())
	want := letters("a")[0]
	want.ID, want.State, want.Attempts, want.Changed = l.ID, store.LetterClaimed, 1, Noon()
	if diff := cmp.Diff(want, l); err != nil || diff != "" {
		t.Fatalf("Claim() = %v, differs:\n%s", err, diff)
	}
	settle := func(id int64, from, to store.LetterState, next time.Time) error {
		return db.Settle(ctx, id, from, store.Settlement{State: to, Response: "as they say", At: Noon(), Next: next})
	}
	if err := settle(l.ID, store.LetterQueued, store.LetterSent, time.Time{}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Settle() from a state that it has not = %v, want ErrNotFound", err)
	}
	if err := errors.Join(settle(l.ID, store.LetterClaimed, store.LetterInDoubt, time.Time{}), settle(l.ID,
		store.LetterInDoubt, store.LetterSent, time.Time{})); err != nil {
		t.Errorf("Settle() = %v", err)
	}
	l, err = db.Claim(ctx, "mail", Noon())
	if err != nil || l.Recipient != "b" {
		t.Fatalf("the second Claim() = %+v, %v, want b", l, err)
	}
	if err := settle(l.ID, store.LetterClaimed, store.LetterQueued, Noon().Add(time.Hour)); err != nil {
		t.Errorf("Settle() = %v", err)
	}
	for _, want := range []string{"c", "d"} {
		if l, err = db.Claim(ctx, "mail", Noon()); err != nil || l.Recipient != want {
			t.Errorf("Claim() = %+v, %v, want %s, because b waits", l, err, want)
		}
	}
	if _, err := db.Claim(ctx, "mail", Noon()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Claim() of nothing = %v, want ErrNotFound", err)
	}
	if _, err := db.Claim(ctx, "other", Noon().Add(2*time.Hour)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Claim() of another output = %v, want ErrNotFound", err)
	}
	if _, err := db.Queue(ctx, letters("e")); err != nil {
		t.Fatal(err)
	}
	if l, err = db.Claim(ctx, "mail", Noon().Add(time.Hour)); err != nil || l.Recipient != "e" {
		t.Errorf("Claim() = %+v, %v, want e, which nobody has put off", l, err)
	}
	if l, err = db.Claim(ctx, "mail", Noon().Add(time.Hour)); err != nil || l.Recipient != "b" || l.Attempts != 2 ||
		string(l.Raw) != "Dear b" {
		t.Errorf("Claim() when its time has come = %+v, %v, want b a second time", l, err)
	}
	if diff := cmp.Diff(map[string]string{"a": "sent/delivered", "b": "claimed/queued", "c": "claimed/queued",
		"d": "claimed/queued", "e": "claimed/queued"}, states(t, db)); diff != "" {
		t.Errorf("the outbox and the ledger differ:\n%s", diff)
	}
	got, err := db.Letters(ctx, store.LetterFilter{Output: "mail", Edition: "daily-0",
		States: []store.LetterState{store.LetterClaimed, store.LetterInDoubt}})
	if err != nil || len(got) != 4 || got[0].Recipient != "b" || got[0].Raw != nil {
		t.Errorf("Letters() = %+v, %v, want four without bytes, b first", got, err)
	}
}

// testOutboxSuppresses sends nothing to who does not exist, until somebody says otherwise.
func testOutboxSuppresses(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	queue(t, db, "gone", "there")
	l, err := db.Claim(ctx, "mail", Noon())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Settle(ctx, l.ID, store.LetterClaimed, store.Settlement{State: store.LetterFailed,
		Response: "550 no such user", At: Noon(), Suppress: true}); err != nil {
		t.Fatal(err)
	}
	next := func(revision int) []string {
		if _, err := db.SaveEdition(ctx, edition(0, `{"revision":`+string(rune('0'+revision))+`}`), nil); err != nil {
			t.Fatal(err)
		}
		all := letters("gone", "there")
		for i := range all {
			all[i].Revision = revision
		}
		if _, err := db.Queue(ctx, all); err != nil {
			t.Fatal(err)
		}
		waiting, err := db.Letters(ctx, store.LetterFilter{States: []store.LetterState{store.LetterQueued}})
		if err != nil {
			t.Fatal(err)
		}
		var who []string
		for _, l := range waiting {
			if l.Revision == revision {
				who = append(who, l.Recipient)
			}
		}
		return who
	}
	if got := next(2); !slices.Equal(got, []string{"there"}) {
		t.Errorf("waiting are %q, want the one who exists", got)
	}
	if err := db.Unsuppress(ctx, "mail", "gone"); err != nil {
		t.Fatal(err)
	}
	if got := next(3); !slices.Equal(got, []string{"gone", "there"}) {
		t.Errorf("waiting are %q after Unsuppress(), want both", got)
	}
	refuse := func() {
		for {
			l, err := db.Claim(ctx, "mail", Noon())
			if err != nil {
				return
			}
			if err := db.Settle(ctx, l.ID, store.LetterClaimed, store.Settlement{State: store.LetterFailed, At: Noon(),
				Suppress: l.Recipient == "gone"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, step := range []struct {
		becomes store.SubscriberState
		want    []string
	}{
		{store.SubscriberSuppressed, []string{"there"}},
		{store.SubscriberActive, []string{"gone", "there"}},
		{store.SubscriberActive, []string{"there"}}, // is so already
	} {
		refuse()
		if err := db.ChangeSubscribers(ctx, []string{"Gone"}, becomes(store.Subscriber{State: step.becomes})); err != nil {
			t.Fatal(err)
		}
		if got := next(4 + i); !slices.Equal(got, step.want) {
			t.Errorf("step %d: waiting are %q after a subscriber became %s, want %q", i, got, step.becomes, step.want)
		}
	}
	asks := store.Letter{Output: "mail", Recipient: "gone", Key: "<ask>", Raw: []byte("Are you there?"), Queued: Noon()}
	if _, err := db.Queue(ctx, []store.Letter{asks}); err != nil {
		t.Fatal(err)
	}
	if asked, err := db.Letters(ctx, store.LetterFilter{Key: "<ask>"}); err != nil || len(asked) != 1 || asked[0].State != store.LetterQueued {
		t.Errorf("a note that asks whether they are back is %+v, %v", asked, err)
	}
}

// testRemoveWithdrawsLetters takes out a post whose edition is on its way to people.
func testRemoveWithdrawsLetters(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	p, words := status(1)
	Commit(t, db, "stream", p)
	record := edition(0, `{"posts": ["`+p.ID()+`"]}`)
	record.Start, record.End = p.Published.Add(-time.Hour), p.Published.Add(time.Hour)
	if _, err := db.SaveEdition(ctx, record, nil); err != nil {
		t.Fatal(err)
	}
	all := letters("sent", "doubt", "failed", "waiting")
	for i := range all {
		all[i].Raw = []byte(words[1])
	}
	if _, err := db.Queue(ctx, all); err != nil {
		t.Fatal(err)
	}
	for _, to := range []store.LetterState{store.LetterSent, store.LetterInDoubt, store.LetterFailed} {
		l, err := db.Claim(ctx, "mail", Noon())
		if err := errors.Join(err, db.Settle(ctx, l.ID, store.LetterClaimed, store.Settlement{State: to, At: Noon()})); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Remove(ctx, store.Removal{Posts: []string{p.ID()}}); err != nil {
		t.Fatalf("Remove() = %v", err)
	}
	for id, want := range map[string]bool{record.ID: true, "daily-99": false} {
		if got, err := db.Wiped(ctx, id, 1); got != want || err != nil {
			t.Errorf("Wiped(%s, 1) = %t, %v", id, got, err)
		}
	}
	record.JSON = []byte(`{"title": "made anew"}`)
	if _, err := db.SaveEdition(ctx, record, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Wiped(ctx, record.ID, 2); got || err != nil {
		t.Errorf("Wiped() of the revision that was made anew = %t, %v", got, err)
	}
	want := map[string]string{"sent": "sent/delivered", "doubt": "in doubt/in doubt", "failed": "withdrawn/withdrawn",
		"waiting": "withdrawn/withdrawn"}
	if diff := cmp.Diff(want, states(t, db)); diff != "" {
		t.Errorf("the outbox and the ledger differ:\n%s", diff)
	}
	if found := wordsIn(t, db, words); len(found) > 0 {
		t.Errorf("the files hold %s", found)
	}
}

// testNotes queues what is no edition: once for each key, in turn with letters, and in no ledger.
func testNotes(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	note := func(key, to string) store.Letter {
		return store.Letter{Output: "mail", Recipient: to, Key: key, Raw: []byte("Dear " + to), Queued: Noon()}
	}
	for _, tt := range []struct {
		note store.Letter
		want int
	}{{note("<1>", "ann"), 1}, {note("<1>", "ann"), 0}, {note("<2>", "ann"), 1}, {note("<3>", "bob"), 1}} {
		if n, err := db.Queue(ctx, []store.Letter{tt.note}); err != nil || n != tt.want {
			t.Errorf("Queue(%s to %s) = %d, %v, want %d", tt.note.Key, tt.note.Recipient, n, err, tt.want)
		}
	}
	queue(t, db, "cyd")
	for _, want := range []string{"ann", "ann", "bob", "cyd"} {
		l, err := db.Claim(ctx, "mail", Noon())
		if err != nil || l.Recipient != want || (l.Edition == "") != (want != "cyd") {
			t.Fatalf("Claim() = %+v, %v, want the one to %s", l, err, want)
		}
		if err := db.Settle(ctx, l.ID, store.LetterClaimed, store.Settlement{State: store.LetterSent, At: Noon()}); err != nil {
			t.Fatal(err)
		}
	}
	if rows, err := db.Deliveries(ctx, ""); err != nil || len(rows) != 0 {
		t.Errorf("the ledger has notes: %+v, %v", rows, err)
	}
	if err := db.ChangeSubscribers(ctx, []string{"ann", "bob"}, becomes(store.Subscriber{State: store.SubscriberPending})); err != nil {
		t.Fatal(err)
	}
	if err := db.ChangeSubscribers(ctx, []string{"ANN"}, becomes(store.Subscriber{})); err == nil {
		t.Error("a subscriber may lose their state")
	}
	if n, err := db.ForgetSubscribers(ctx, []string{"ANN"}); err != nil || n != 1 {
		t.Errorf("ForgetSubscribers() = %d, %v, want 1", n, err)
	}
	if left, err := db.Letters(ctx, store.LetterFilter{}); err != nil || len(left) != 2 || left[0].Recipient != "bob" {
		t.Errorf("after ann was forgotten there are %+v, %v, want those to bob and cyd", left, err)
	}
}

// testReturn has letters come back, each of them several times.
func testReturn(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	queue(t, db, "Ann@example.org", "list@example.org")
	if err := db.ChangeSubscribers(ctx, []string{"ann@example.org"}, becomes(everything(""))); err != nil {
		t.Fatal(err)
	}
	letters, err := db.Letters(ctx, store.LetterFilter{Key: "<1@Ann@example.org>"})
	if err != nil || len(letters) != 1 {
		t.Fatalf("Letters() by a key = %+v, %v, want one", letters, err)
	}
	if none, err := db.Letters(ctx, store.LetterFilter{Key: "<1@bob@example.org>"}); err != nil || len(none) != 0 {
		t.Errorf("Letters() by a key of none = %+v, %v", none, err)
	}
	suppress := func(s *store.Subscriber) error {
		s.State, s.Bounced, s.Bounce = store.SubscriberSuppressed, Noon(), "5.1.1"
		return nil
	}
	broken := errors.New("broken")
	if first, err := db.Return(ctx, letters[0].ID, "5.1.1", func(*store.Subscriber) error { return broken }); first || !errors.Is(err, broken) {
		t.Errorf("Return() that cannot be stored = %t, %v", first, err)
	}
	for i := range 10 {
		if first, err := db.Return(ctx, letters[0].ID, "5.1.1 no such user", suppress); err != nil || first != (i == 0) {
			t.Errorf("the %dth Return() = %t, %v", i+1, first, err)
		}
		if i == 0 {
			suppress = func(*store.Subscriber) error { t.Error("a second one changes the subscriber"); return nil }
		}
	}
	want := everything("ann@example.org")
	want.State, want.Bounced, want.Bounce = store.SubscriberSuppressed, Noon(), "5.1.1"
	if all, err := db.Subscribers(ctx); err != nil || len(all) != 1 || !cmp.Equal(all[0], want) {
		t.Errorf("Subscribers() = %+v, %v, want %+v", all, err, want)
	}
	all, err := db.Letters(ctx, store.LetterFilter{Output: "mail"})
	if err != nil || all[0].Returned != "5.1.1 no such user" || all[1].Returned != "" {
		t.Errorf("Letters() = %+v, %v", all, err)
	}
	if first, err := db.Return(ctx, all[1].ID, "", suppress); err != nil || !first {
		t.Errorf("Return() of who is no subscriber = %t, %v", first, err)
	}
	if first, err := db.Return(ctx, all[1].ID, "", suppress); err != nil || first {
		t.Errorf("Return() of the same without words = %t, %v", first, err)
	}
	if _, err := db.Return(ctx, 1<<40, "x", suppress); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Return() of no letter = %v, want ErrNotFound", err)
	}
}

// testTurn has one wait until the other is done.
func testTurn(t *testing.T, e Engine) {
	db := e.open(t)
	done, err := db.Turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.Turn(short); !errors.Is(err, context.Canceled) {
		t.Errorf("Turn() while it is another's = %v, want to wait until the context ends", err)
	}
	waited := make(chan error)
	go func() {
		done, err := db.Turn(t.Context())
		if err == nil {
			err = done()
		}
		waited <- err
	}()
	if err := errors.Join(done(), <-waited); err != nil {
		t.Errorf("Turn() after the other is done = %v", err)
	}
}
