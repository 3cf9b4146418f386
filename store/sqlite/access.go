package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	sqlite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"recap/store"
)

// privateMode are the permissions of a new database: posts of closed lists, addresses of people, drafts. SQLite gives
// the log and the index beside it the permissions of the database.
const privateMode fs.FileMode = 0o600

// create makes an empty file where there is none. One that is there keeps its permissions, which an administrator may
// have set.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, privateMode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// readings returns how the connections of a database that is only read may be opened, the best way first.
//
// A connection with mode=ro cannot fold the log into the database when it closes, which is right where another process,
// or one that was killed, left a log. Without a log it would have to make one and could not take it away again; a
// connection that may write, but is told not to, does. Who may not write has neither: without a log no process has the
// database open, so that its file can be read as one that does not change, and nothing is made beside it.
func readings(path string) []url.Values {
	logged := false
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		logged = true
	}
	reading := func(key, value string) url.Values {
		v := url.Values{"_query_only": {"on"}}
		if key != "" {
			v.Set(key, value)
		}
		return v
	}
	unchanging := reading("mode", "ro")
	unchanging.Set("immutable", "1")
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	switch {
	case logged:
		return []url.Values{reading("mode", "ro")}
	case err != nil:
		return []url.Values{unchanging}
	}
	f.Close()
	return []url.Values{reading("", ""), unchanging} // the folder may not be writable, where the file is
}

// cannotOpen reports whether err is that a file could not be opened or made.
func cannotOpen(err error) bool {
	var failure *sqlite.Error
	return errors.As(err, &failure) && (failure.Code()&0xff == lib.SQLITE_CANTOPEN || failure.Code()&0xff == lib.SQLITE_READONLY)
}

// denied makes a store.ErrDenied of the error of who opens a database for writing, or writes, and may not.
func denied(err error) error {
	var failure *sqlite.Error
	if errors.As(err, &failure) && failure.Code()&0xff == lib.SQLITE_READONLY || errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w: %w", store.ErrDenied, err)
	}
	return err
}

// openReading opens a database that is only read, in one of these ways, and returns its version.
func openReading(path string, identify func(*DB) (int, error)) (db *DB, version int, err error) {
	for _, more := range readings(path) {
		if db, err = open(path, more, nil); err != nil {
			return nil, 0, err
		}
		if version, err = identify(db); err == nil || !cannotOpen(err) {
			return db, version, err
		}
		err = errors.Join(err, db.Close())
	}
	return nil, 0, fmt.Errorf("%w; only its owner can read it now, who can run recap status once", err)
}
