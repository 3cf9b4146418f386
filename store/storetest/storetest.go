// Package storetest is the contract of a store: what every engine promises to those who use it, as tests. An engine
// calls Run from a test of its own, and Child from its TestMain.
//
// Posts come in any order and any number of copies, and the store must end with the same posts in the same threads. The
// process is killed between and within commits, and neither posts nor cursors may be lost. Words that were taken out
// must be in nothing that the engine has written.
package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"recap/store"
)

// An Engine says how its stores are opened.
type Engine struct {
	// Open opens the store in a folder for writing, and makes it if there is none. Its clock is now.
	Open func(ctx context.Context, dir string, now func() time.Time) (store.DB, error)

	// OpenReadOnly opens the store in a folder, which changes nothing there.
	OpenReadOnly func(ctx context.Context, dir string) (store.DB, error)

	// Written returns all bytes that the engine has written for the store in a folder, also those that it uses no more.
	Written func(dir string) ([]byte, error)

	// Older makes stores in an empty folder as earlier versions of the program left them, by what they are called. Each
	// knows the source "read" with the cursor {"page":7}, and the source "new" without one.
	Older map[string]func(t *testing.T, dir string)
}

// Run holds an engine to the contract.
func Run(t *testing.T, e Engine) {
	for _, part := range []struct {
		name  string
		tests []func(*testing.T, Engine)
	}{
		{"identity", []func(*testing.T, Engine){testTwins, testClashingIDsInAnyOrder, testForestalledIDs, testForgedSuffixes, testCitedPostsStay, testRenamedSources}},
		{"merge", []func(*testing.T, Engine){testMergeInAnyOrder, testEdits, testMergeWithoutWords, testCutsFollowTheirWords}},
		{"cursors", []func(*testing.T, Engine){testCommitAndRead, testSources, testRecordRead, testWritten}},
		{"threads", []func(*testing.T, Engine){testThreads, testThreadsKeepToTheirScope, testDeepThread}},
		{"reading", []func(*testing.T, Engine){testWindows, testArrivals, testPeople, testSightings, testPace, testConsents, testFind}},
		{"search", []func(*testing.T, Engine){testSearch}},
		{"rechecks", []func(*testing.T, Engine){testDueForRecheck, testFollowGivesUp, testFollow, testFollowHearsay, testFollowRenamed,
			testFollowConsent, testRecordRecheck}},
		{"removal", []func(*testing.T, Engine){testRemoveLeavesNoWord, testRemoveUnindexed, testRemoveMail, testRemoveKeepsThreads,
			testRemoveAuthorAndShares, testRemoveWipesEditions, testTaken, testRemoveFindsNames, testRemoveFindsOldWords, testRemoveCutsProse,
			testRemovedWordsStayOut}},
		{"editions", []func(*testing.T, Engine){testEditions, testDeliveries, testMetaAndHosts, testAddMeta, testOverwrite}},
		{"outbox", []func(*testing.T, Engine){testOutbox, testOutboxSuppresses, testRemoveWithdrawsLetters, testNotes,
			testReturn, testTurn}},
		{"subscribers", []func(*testing.T, Engine){testSubscribers, testSubscribersAreForgotten}},
		{"answers", []func(*testing.T, Engine){testAnswers, testEditedAnswers}},
		{"reparse", []func(*testing.T, Engine){testReparse, testReparseReadsFilesAgain, testUpgradeIsFresh, testUpgradeLosesNothing,
			testRereadDates, testRereadCited, testRereadWords}},
		{"migrations", []func(*testing.T, Engine){testOlder}},
		{"read only", []func(*testing.T, Engine){testReadOnly}},
		{"kill", []func(*testing.T, Engine){testKill}},
	} {
		t.Run(part.name, func(t *testing.T) {
			for _, test := range part.tests {
				t.Run(nameOf(test), func(t *testing.T) { test(t, e) })
			}
		})
	}
}

// nameOf returns the name of a test.
func nameOf(test func(*testing.T, Engine)) string {
	name := runtime.FuncForPC(reflect.ValueOf(test).Pointer()).Name()
	return name[strings.LastIndex(name, ".test")+len(".test"):]
}

// clock stands in 2026.
func clock() time.Time { return time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC) }

// A tested is a store with the folder that it lies in.
type tested struct {
	store.DB
	engine Engine
	dir    string
}

// Remove takes posts out, and demands that the store has said before what that does.
func (db *tested) Remove(ctx context.Context, r store.Removal) (store.Removed, error) {
	would, err := db.WouldRemove(ctx, r)
	done, err2 := db.DB.Remove(ctx, r)
	if err == nil && err2 == nil {
		if diff := gocmp.Diff(would, done, cmpopts.EquateEmpty()); diff != "" {
			err = fmt.Errorf("WouldRemove() and Remove() differ:\n%s", diff)
		}
	}
	return done, cmp.Or(err2, err)
}

// open returns a new store whose clock stands in 2026.
func (e Engine) open(t testing.TB) *tested { return e.openAt(t, clock) }

// openAt returns a new store with a clock.
func (e Engine) openAt(t testing.TB, now func() time.Time) *tested {
	t.Helper()
	dir := t.TempDir()
	db, err := e.Open(t.Context(), dir, now)
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	return &tested{db, e, dir}
}

// testOlder opens stores of earlier versions, which keep what they knew and take what comes.
func testOlder(t *testing.T, e Engine) {
	for name, older := range e.Older {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			older(t, dir)
			if _, err := e.OpenReadOnly(t.Context(), dir); err == nil {
				t.Error("OpenReadOnly() of an older store = nil, want an error: it would change it")
			}
			for range 2 {
				db, err := e.Open(t.Context(), dir, clock)
				if err != nil {
					t.Fatalf("Open() = %v", err)
				}
				for source, want := range map[string]string{"read": `{"page":7}`, "new": ""} {
					if cur, err := db.Cursor(t.Context(), source); err != nil || string(cur) != want {
						t.Errorf("Cursor(%s) = %s, %v, want %s", source, cur, err, want)
					}
				}
				Commit(t, db, "list", Mail(1), Mail(2, 1))
				if posts := All(t, db); len(posts) != 2 || posts[0].Thread != posts[1].Thread {
					t.Errorf("the store holds %+v, want two posts of one thread", posts)
				}
				if err := errors.Join(db.Check(t.Context()), db.Close()); err != nil {
					t.Errorf("Check() and Close() = %v", err)
				}
			}
		})
	}
}

// testReadOnly reads a store beside one that writes, and writes nothing.
func testReadOnly(t *testing.T, e Engine) {
	db := e.open(t)
	Commit(t, db, "list", Mail(1))
	ro, err := e.OpenReadOnly(t.Context(), db.dir)
	if err != nil {
		t.Fatalf("OpenReadOnly() = %v", err)
	}
	defer ro.Close()
	Commit(t, db, "list", Mail(2))
	if posts := All(t, ro); len(posts) != 2 {
		t.Errorf("%d posts are read beside a writer, want 2", len(posts))
	}
	if _, err := ro.Commit(t.Context(), "list", []store.Post{Mail(3)}, nil); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Commit() = %v, want ErrReadOnly", err)
	}
}
