package storetest

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"recap/store"
)

// everything returns a subscriber that has all fields.
func everything(address string) store.Subscriber {
	return store.Subscriber{Address: address, State: store.SubscriberActive, Digests: []string{"weekly"}, Sections: []string{"Releases", "Talk"},
		Token: [32]byte{1, 2}, Ask: [32]byte{3, 4}, Asked: Noon(), Asks: 2, Mailed: true, Confirmed: Noon().Add(time.Minute),
		Changed: Noon().Add(time.Hour), Bounces: 1, Bounced: Noon().Add(2 * time.Hour), Bounce: "4.2.2 the mailbox is full"}
}

// becomes returns a change to s; the address stays as it is.
func becomes(s store.Subscriber) func(*store.Subscriber) error {
	return func(old *store.Subscriber) error {
		s.Address = old.Address
		*old = s
		return nil
	}
}

func testSubscribers(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	ann := everything("Ann@example.org")
	bob := store.Subscriber{Address: "bob@example.org", State: store.SubscriberPending, Ask: [32]byte{9}}
	for _, s := range []store.Subscriber{ann, bob} {
		if err := db.ChangeSubscribers(ctx, []string{s.Address}, becomes(s)); err != nil {
			t.Fatal(err)
		}
	}
	list := func(states ...store.SubscriberState) []store.Subscriber {
		all, err := db.Subscribers(ctx, states...)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	same := cmpopts.EquateEmpty()
	if diff := cmp.Diff([]store.Subscriber{ann, bob}, list(), same); diff != "" {
		t.Errorf("Subscribers() differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]store.Subscriber{bob}, list(store.SubscriberPending, store.SubscriberLeft), same); diff != "" {
		t.Errorf("Subscribers(pending, left) differs (-want +got):\n%s", diff)
	}

	// An address is the same in upper and lower case, and keeps the first.
	if err := db.ChangeSubscribers(ctx, []string{"ANN@EXAMPLE.ORG"}, func(s *store.Subscriber) error {
		if s.State != store.SubscriberActive {
			t.Errorf("the address is in state %q under another case", s.State)
		}
		s.State = store.SubscriberLeft
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if all := list(store.SubscriberLeft); len(all) != 1 || all[0].Address != "Ann@example.org" {
		t.Errorf("who left is %v, want Ann@example.org", all)
	}
	for hash, want := range map[[32]byte]string{ann.Token: "Ann@example.org", ann.Ask: "Ann@example.org", bob.Ask: "bob@example.org"} {
		if s, err := db.SubscriberBy(ctx, hash); err != nil || s.Address != want {
			t.Errorf("SubscriberBy() = %q, %v, want %s", s.Address, err, want)
		}
	}
	for _, hash := range [][32]byte{{}, {7}} {
		if s, err := db.SubscriberBy(ctx, hash); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("SubscriberBy(%x) = %q, %v, want ErrNotFound", hash[:2], s.Address, err)
		}
	}

	one, err := db.SubscriberOf(ctx, "BOB@example.org")
	if _, err2 := db.SubscriberOf(ctx, "eve@example.org"); err != nil || one.Address != "bob@example.org" || !errors.Is(err2, store.ErrNotFound) {
		t.Errorf("SubscriberOf() = %v, %v; of nobody %v", one, err, err2)
	}

	// All or none.
	before := list()
	broken := errors.New("broken")
	err = db.ChangeSubscribers(ctx, []string{"bob@example.org", "eve@example.org"}, func(s *store.Subscriber) error {
		if s.Address == "eve@example.org" {
			return broken
		}
		s.State = store.SubscriberActive
		return nil
	})
	if diff := cmp.Diff(before, list(), same); !errors.Is(err, broken) || diff != "" {
		t.Errorf("ChangeSubscribers(one fails) = %v, differs (-want +got):\n%s", err, diff)
	}
	err = db.ChangeSubscribers(ctx, []string{"eve@example.org"}, func(*store.Subscriber) error { return nil })
	if err != nil || len(list()) != 2 {
		t.Errorf("one without a state is stored: %v, %v", list(), err)
	}
	if err := db.ChangeSubscribers(ctx, []string{"eve@example.org"}, becomes(everything(""))); err == nil {
		t.Error("two have the same token")
	}
}

// testSubscribersAreForgotten looks for an address in all bytes that are written, after letters to it came to every
// state, and one was asked for by who did not know yet that it is forgotten.
func testSubscribersAreForgotten(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	const gone = "Zanzibar@example.org"
	reader := func(address string) {
		if err := db.ChangeSubscribers(ctx, []string{address}, becomes(store.Subscriber{State: store.SubscriberActive})); err != nil {
			t.Fatal(err)
		}
	}
	reader("bob@example.org")
	reader(gone)
	if _, err := db.SaveEdition(ctx, edition(0, "{}"), nil); err != nil {
		t.Fatal(err)
	}
	letter := func(output, to string) store.Letter {
		return store.Letter{Edition: "daily-0", Revision: 1, Output: output, Recipient: to, Key: "<" + output + ">", Raw: []byte("Dear " + to),
			Reader: true, Queued: Noon()}
	}
	want := map[string]string{}
	for _, state := range []store.LetterState{store.LetterQueued, store.LetterClaimed, store.LetterInDoubt, store.LetterSent, store.LetterFailed,
		store.LetterExpired, store.LetterDropped} {
		output := string(state)
		if n, err := db.Queue(ctx, []store.Letter{letter(output, gone)}); err != nil || n != 1 {
			t.Fatalf("Queue() = %d, %v", n, err)
		}
		l, err := db.Claim(ctx, output, Noon())
		if err == nil && state != store.LetterClaimed {
			err = db.Settle(ctx, l.ID, store.LetterClaimed, store.Settlement{State: state, Response: "said of " + gone, At: Noon(), Suppress: state == store.LetterFailed})
		}
		if err == nil && state == store.LetterSent {
			_, err = db.Return(ctx, l.ID, "came back from "+gone, func(*store.Subscriber) error { return nil })
		}
		if err != nil {
			t.Fatal(err)
		}
		if want[output] = "dropped/dropped"; state == store.LetterSent {
			want[output] = "sent/delivered"
		}
	}
	asks := store.Letter{Output: "note", Recipient: gone, Key: "<ask>", Raw: []byte("Dear " + gone), Reader: true, Queued: Noon()}
	row := store.Delivery{Edition: "daily-0", Revision: 1, Output: "old", Recipient: gone, State: "delivered", At: Noon()}
	if _, err := db.Queue(ctx, []store.Letter{asks, letter("bob", "bob@example.org")}); err != nil {
		t.Fatal(err)
	}
	if err := db.RecordDelivery(ctx, row); err != nil {
		t.Fatal(err)
	}
	want["bob"], want["old"] = "queued/queued", "/delivered"

	for _, wantN := range []int{1, 0} {
		if n, err := db.ForgetSubscribers(ctx, []string{"zanzibar@EXAMPLE.org", "eve@example.org"}); err != nil || n != wantN {
			t.Errorf("ForgetSubscribers() = %d, %v, want %d", n, err, wantN)
		}
	}
	// A run that had begun, and a program that asks, do not bring it back.
	if n, err := db.Queue(ctx, []store.Letter{letter("late", gone), asks}); err != nil || n != 0 {
		t.Errorf("Queue() to who was forgotten = %d, %v, want 0", n, err)
	}
	checkForgotten(t, db, want)
	written, err := e.Written(db.dir)
	if err != nil || bytes.Contains(bytes.ToLower(written), []byte("zanzibar")) {
		t.Errorf("an address that was forgotten is still there (%v)", err)
	}
	reader(gone)
	if n, err := db.Queue(ctx, []store.Letter{letter("late", gone)}); err != nil || n != 1 {
		t.Errorf("Queue() to who came back = %d, %v, want 1", n, err)
	}
}

// checkForgotten compares the states of the letters and rows of each output, to whomever, and demands that a letter that
// a run holds cannot be settled.
func checkForgotten(t *testing.T, db *tested, want map[string]string) {
	t.Helper()
	all, err := db.Letters(t.Context(), store.LetterFilter{})
	rows, err2 := db.Deliveries(t.Context(), "daily-0")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	to := map[string]string{}
	for _, l := range all {
		got[l.Output], to[l.Output] = string(l.State), l.Recipient
		if l.Output == "bob" {
			continue
		}
		err := db.Settle(t.Context(), l.ID, store.LetterClaimed, store.Settlement{State: store.LetterInDoubt, Response: "to Zanzibar"})
		if !errors.Is(err, store.ErrNotFound) || !strings.HasPrefix(l.Recipient, store.Forgotten) {
			t.Errorf("the letter of %s, to %q, was settled: %v", l.Output, l.Recipient, err)
		}
	}
	for _, d := range rows {
		got[d.Output] += "/" + d.State
		if to[d.Output] != d.Recipient && d.Output != "old" {
			t.Errorf("the letter of %s is to %q, the ledger has %q", d.Output, to[d.Output], d.Recipient)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the states of letters differ (-want +got):\n%s", diff)
	}
	readers, err := db.Subscribers(t.Context())
	if err != nil || len(readers) != 1 || readers[0].Address != "bob@example.org" {
		t.Errorf("Subscribers() = %v, %v, want bob", readers, err)
	}
}
