package sqlite

import (
	"recap/store"
	"recap/store/storetest"
	"testing"
	"time"
)

// The posts of the contract, and what it does with them.

func noon() time.Time { return storetest.Noon() }

func mail(n int, refs ...int) store.Post { return storetest.Mail(n, refs...) }

func commit(t testing.TB, db *DB, source string, posts ...store.Post) store.Added {
	t.Helper()
	return storetest.Commit(t, db, source, posts...)
}

func all(t testing.TB, db *DB) []store.Post {
	t.Helper()
	return storetest.All(t, db)
}
