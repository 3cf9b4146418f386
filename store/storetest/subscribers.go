package storetest

import (
	"bytes"
	"errors"
	"slices"
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

// testSubscribersAreForgotten looks for an address in all bytes that are written.
func testSubscribersAreForgotten(t *testing.T, e Engine) {
	db := e.open(t)
	ctx := t.Context()
	for _, a := range []string{"zanzibar@example.org", "bob@example.org"} {
		if err := db.ChangeSubscribers(ctx, []string{a}, becomes(store.Subscriber{State: store.SubscriberActive})); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.ChangeSubscribers(ctx, []string{"Zanzibar@example.org"}, becomes(store.Subscriber{})); err != nil {
		t.Fatal(err)
	}
	if err := db.Fold(ctx); err != nil {
		t.Fatal(err)
	}
	all, err := db.Subscribers(ctx)
	if err != nil || !slices.ContainsFunc(all, func(s store.Subscriber) bool { return s.Address == "bob@example.org" }) || len(all) != 1 {
		t.Errorf("Subscribers() = %v, %v, want bob", all, err)
	}
	written, err := e.Written(db.dir)
	if err != nil || bytes.Contains(bytes.ToLower(written), []byte("zanzibar")) {
		t.Errorf("an address that was forgotten is still there (%v)", err)
	}
}
