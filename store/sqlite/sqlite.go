// Package sqlite keeps a store in one SQLite file. It is the only package with SQL, and of recap it imports store
// alone: what is kept is defined there, with the rules by which copies are one post, and how it is kept here.
//
// The tables and what they mean stand in schema.sql; [Open] creates them, or brings those of an older version up to
// date. [DB.Commit] stores a page of posts and the cursor past it in one transaction, so that a process may be killed at
// any moment and nothing is lost or doubled: the key of a post says whether it is new or a copy, its references which
// thread it belongs to. [DB.Posts] gives posts back. [DB.Remove] takes posts out and overwrites what they held, so that
// no word of them is left in the file.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/klauspost/compress/zstd"
	_ "modernc.org/sqlite" // the driver

	"recap/store"
)

// A DB is an open database. Its methods may be called from several goroutines at once; those that write take turns.
type DB struct {
	// Now is the clock for Post.FirstSeen and for edits and editions that bring no time. Open sets it to time.Now; it
	// may be replaced before the first call.
	Now func() time.Time

	path    string
	reading url.Values // with which readers were opened
	readers *sql.DB
	writers *sql.DB // one connection; nil if read-only
	queue   queue
	mu      sync.Mutex
	conn    *sql.Conn // the connection of writers, held while mu is locked
	stmts   map[string]*sql.Stmt
	encoder *zstd.Encoder
	decoder *zstd.Decoder
	lock    *flock.Flock // that Close gives back; nil if there is none
}

const (
	pageSize    = 8192    // stores posts 1.7 times as fast as SQLite's own 4096
	busyTimeout = 10000   // milliseconds that a connection waits for another process
	maxRaw      = 1 << 28 // bytes that the raw form of one post may unpack to
)

// dsn returns the name under which every connection opens the file, with the pragmas that all have and more. page_size
// must be in effect before journal_mode=WAL writes the first page, and the driver applies _pragma values before
// _journal_mode; as a second _pragma the journal mode would come first and fix 4096.
func dsn(path string, more url.Values) string {
	q := url.Values{
		"_busy_timeout": {fmt.Sprint(busyTimeout)},
		"_foreign_keys": {"on"},
		"_pragma":       {fmt.Sprintf("page_size(%d)", pageSize)},
		"_dqs":          {"0"},
	}
	for k, v := range more {
		q[k] = append(q[k], v...)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// Open opens the database at path for reading and writing, creates it if there is none, and migrates it if it is older
// than the program. A file of another program, or of a newer recap, is refused and left as it is.
func Open(ctx context.Context, path string) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if err := prepare(ctx, path); err != nil {
		return nil, fmt.Errorf("store: %s: %w", path, denied(err))
	}
	db, err := open(path,
		url.Values{"_journal_mode": {"WAL"}, "_synchronous": {"NORMAL"}, "_query_only": {"on"}},
		url.Values{"_journal_mode": {"WAL"}, "_synchronous": {"NORMAL"},
			"_pragma": {"secure_delete(FAST)", "cache_size(-16384)", "journal_size_limit(67108864)", "wal_autocheckpoint(8192)"}})
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", path, err)
	}
	db.conn, err = db.writers.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", path, denied(err)), db.Close())
	}
	return db, nil
}

// LockOf returns the file that OpenLocked locks for the database at path.
func LockOf(path string) string { return path + ".lock" }

// OpenLocked is Open for one process at a time: it makes the folder of the database if need be, and takes a lock that
// Close gives back. While another process has it, the error is store.ErrLocked. The file of the lock is as old as the lock
// has been held.
func OpenLocked(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	if f, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
		f.Close()
	} else if errors.Is(err, fs.ErrPermission) { // SQLite would open it all the same, and fail later
		return nil, fmt.Errorf("store: %w", denied(err))
	}
	lock := flock.New(LockOf(path))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", lock.Path(), denied(err))
	}
	if !locked {
		return nil, fmt.Errorf("%w %s; try again when it has ended", store.ErrLocked, lock.Path())
	}
	taken := time.Now()
	_ = os.Chtimes(lock.Path(), taken, taken) // where it may not, the file looks older, and nothing else depends on it
	db, err := Open(ctx, path)
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	db.lock = lock
	return db, nil
}

// OpenReadOnly opens the database at path and never changes it: what stands in a write-ahead log beside it is read, but
// stays there, and nothing remains of the reading. It is an error if there is no file, or if the file needs a migration
// first.
func OpenReadOnly(ctx context.Context, path string) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil, fmt.Errorf("store: %s: no database there yet; recap ingest makes it: %w", path, fs.ErrNotExist)
	} else if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db, version, err := openReading(path, func(db *DB) (int, error) { return identify(ctx, db.readers) })
	if db == nil {
		return nil, fmt.Errorf("store: %s: %w", path, err)
	}
	if err == nil && version < len(migrations)+1 {
		err = fmt.Errorf("needs an update first; run recap ingest once")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %s: %w", path, err), db.Close())
	}
	return db, nil
}

// open makes the pools; writing is nil for a database that is only read.
func open(path string, reading, writing url.Values) (*DB, error) {
	db := &DB{Now: time.Now, path: path, reading: reading, stmts: map[string]*sql.Stmt{}, queue: queue{lead: make(chan struct{}, 1)}}
	var err error
	if db.readers, err = sql.Open("sqlite", dsn(path, reading)); err != nil {
		return nil, err
	}
	db.readers.SetMaxIdleConns(4)
	if db.decoder, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxRaw)); err != nil {
		return nil, err
	}
	if writing == nil {
		return db, nil
	}
	if db.writers, err = sql.Open("sqlite", dsn(path, writing)); err != nil {
		return nil, err
	}
	db.writers.SetMaxOpenConns(1)
	db.encoder, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithEncoderCRC(false))
	return db, err
}

// Close implements [store.DB]. It brings the full-text index up to date, if it can, ends all connections and gives
// the lock back.
func (db *DB) Close() error {
	if db.conn != nil {
		// a full disk, or another process that holds the database: all is stored, and the next one to write adds it
		_ = db.Index(context.Background())
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	var errs []error
	for _, s := range db.stmts {
		errs = append(errs, s.Close())
	}
	errs = append(errs, db.readers.Close())
	if db.conn != nil {
		errs = append(errs, db.conn.Close())
	}
	if db.writers != nil {
		errs = append(errs, db.writers.Close())
	}
	db.decoder.Close()
	if db.lock != nil {
		errs = append(errs, db.lock.Unlock())
	}
	return errors.Join(errs...)
}

// write runs do inside one transaction: all of it is stored, or nothing.
func (db *DB) write(ctx context.Context, do func(tx *transaction) error) error {
	if db.writers == nil {
		return store.ErrReadOnly
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.transact(ctx, do)
}

// writeThrough is write whose result is on the disk when it returns, so that what is done next outside cannot be
// forgotten by a machine that loses its power.
func (db *DB) writeThrough(ctx context.Context, do func(tx *transaction) error) (err error) {
	if db.writers == nil {
		return store.ErrReadOnly
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	always := context.WithoutCancel(ctx)
	if _, err := db.conn.ExecContext(always, "PRAGMA synchronous = FULL"); err != nil {
		return err
	}
	defer func() {
		_, back := db.conn.ExecContext(always, "PRAGMA synchronous = NORMAL")
		err = errors.Join(err, back)
	}()
	return db.transact(ctx, do)
}

// transact is write for those who have locked mu.
func (db *DB) transact(ctx context.Context, do func(tx *transaction) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	// The driver starts a goroutine for every statement under a context that can end; do looks at ctx between posts
	// instead.
	tx := &transaction{db: db, ctx: context.WithoutCancel(ctx), outer: ctx}
	if err := tx.exec("BEGIN IMMEDIATE"); err != nil {
		return denied(err)
	}
	done := false
	defer func() {
		if !done {
			err = errors.Join(err, tx.exec("ROLLBACK"))
		}
	}()
	if err := do(tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := tx.exec("COMMIT"); err != nil {
		return err
	}
	done = true
	return nil
}

// A transaction is the one that is being written. Its statements are prepared once for the life of the DB.
type transaction struct {
	db    *DB
	ctx   context.Context // for statements; never ends
	outer context.Context // of the caller
}

func (tx *transaction) prepare(query string) (*sql.Stmt, error) {
	if s := tx.db.stmts[query]; s != nil {
		return s, nil
	}
	s, err := tx.db.conn.PrepareContext(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	tx.db.stmts[query] = s
	return s, nil
}

func (tx *transaction) exec(query string, args ...any) error {
	_, err := tx.change(query, args...)
	return err
}

// change is exec that also returns the number of changed rows.
func (tx *transaction) change(query string, args ...any) (int64, error) {
	res, err := tx.run(query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// run is exec that also returns what the driver says of it.
func (tx *transaction) run(query string, args ...any) (sql.Result, error) {
	s, err := tx.prepare(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(tx.ctx, args...)
}

// get scans the first row of query into dest and reports whether there was one.
func (tx *transaction) get(query string, args []any, dest ...any) (bool, error) {
	s, err := tx.prepare(query)
	if err != nil {
		return false, err
	}
	err = s.QueryRowContext(tx.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// each calls scan for every row of query.
func (tx *transaction) each(query string, args []any, scan func(*sql.Rows) error) error {
	return eachRow(scan)(tx.query(query, args...))
}

// query returns the rows of a query.
func (tx *transaction) query(query string, args ...any) (*sql.Rows, error) {
	s, err := tx.prepare(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(tx.ctx, args...)
}

// eachRow returns a function that takes what a query returned, calls scan for every row and closes the rows.
func eachRow(scan func(*sql.Rows) error) func(*sql.Rows, error) error {
	return func(rows *sql.Rows, err error) error {
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	}
}

// micros returns t as the database keeps it; the zero time is NULL.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// moment is the reverse of micros.
func moment(v sql.NullInt64) time.Time {
	if !v.Valid {
		return time.Time{}
	}
	return time.UnixMicro(v.Int64).UTC()
}
