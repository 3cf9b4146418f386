package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"time"

	"recap/cmd/recap/internal/collect"
	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest/model/ask"
	"recap/ingest/fetch"
	"recap/store"
	"recap/store/sqlite"
)

// An app is one call of the program: what it prints to, its clock and the flags that all verbs share.
type app struct {
	*console.Console
	env func(string) (string, bool)
	now func() time.Time

	configFile string
	writer     string // who writes, in place of what the digests say; "" for that

	asks    *ask.Asker    // of the configured model, once the database is open for writing; nil: nobody is asked
	modelAt string        // host:port of the model, instead of what the configuration names; for the demo
	client  *fetch.Client // instead of one that is made from the configuration; for the demo
}

// load reads the configuration that --config, RECAP_CONFIG or the current folder names.
func (a *app) load() (*config.Config, error) {
	return config.Load(a.configPath(), a.env)
}

func (a *app) configPath() string {
	if a.configFile != "" {
		return a.configFile
	}
	if file, _ := a.env("RECAP_CONFIG"); file != "" {
		return file
	}
	return "recap.yaml"
}

// writable takes the lock, opens the database, makes it if need be, and tells it of the configured sources. The lock is
// held until close is called.
func (a *app) writable(ctx context.Context, c *config.Config) (db store.DB, close func() error, err error) {
	db, close, err = a.locked(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	if err := a.desk(c, db).CheckClock(ctx); err != nil {
		return nil, nil, errors.Join(err, close())
	}
	renames, err := db.FollowRenames(ctx, c.SourceInfos())
	for _, r := range renames {
		a.Complain(fmt.Errorf("source %s: was called %s, and keeps its posts", r.New, r.Old))
	}
	if err := errors.Join(err, db.SetSources(ctx, c.SourceInfos())); err != nil {
		return nil, nil, errors.Join(err, close())
	}
	return db, close, nil
}

// locked takes the lock and opens the database, which it makes if need be. The lock is held until close is called.
func (a *app) locked(ctx context.Context, c *config.Config) (db store.DB, close func() error, err error) {
	engine, err := sqlite.OpenLocked(ctx, c.Database)
	if errors.Is(err, store.ErrLocked) {
		return nil, nil, &exitError{exitLocked, err}
	}
	if err != nil {
		return nil, nil, denied(c, err)
	}
	engine.Now = a.now
	if a.asks, err = asker(a, c, engine); err != nil {
		return nil, nil, errors.Join(err, engine.Close())
	}
	return engine, func() error { return errors.Join(a.fold(ctx, engine), engine.Close()) }, nil
}

// denied says of a database that may not be written whose it is, and what to do.
func denied(c *config.Config, err error) error {
	if !errors.Is(err, store.ErrDenied) {
		return err
	}
	owner, own := console.OwnerOf(c.Database)
	if owner == "" || own {
		return fmt.Errorf("%w; whoever runs recap has to be able to write %s, what lies beside it under that name, and their folder", err, c.Database)
	}
	return fmt.Errorf("the database %s belongs to %s, and only who may write it and its folder can do this: run recap as that user, for example \"sudo -u %s recap ...\" (%w)",
		c.Database, owner, owner, err)
}

// shared opens the database, which it makes if need be, beside a run that may hold the lock: for what is done in one
// step each.
func shared(ctx context.Context, a *app, c *config.Config) (store.DB, error) {
	engine, err := sqlite.Open(ctx, c.Database)
	if err != nil {
		return nil, denied(c, err)
	}
	engine.Now = a.now
	return engine, nil
}

// lockOf returns the file that a run locks.
func lockOf(c *config.Config) string { return sqlite.LockOf(c.Database) }

// fold lets nothing of what was taken out remain in the files of the database. What keeps it from that is printed, and
// tried again by the next run.
func (a *app) fold(ctx context.Context, db store.DB) error {
	err := db.Fold(ctx)
	if ctx.Err() != nil {
		return nil // the next run does it
	}
	if errors.Is(err, store.ErrUnclean) {
		a.Complain(err)
		return nil
	}
	return err
}

// readable opens the database without writing anything. That it is missing is an error which says what to do.
func readable(ctx context.Context, c *config.Config) (store.DB, error) {
	if err := haveDatabase(c); err != nil {
		return nil, err
	}
	db, err := sqlite.OpenReadOnly(ctx, c.Database)
	if err != nil {
		return nil, err // and not a DB that holds no database
	}
	return db, nil
}

// drafting opens the database for who makes a draft of g: for writing where a model is asked for it, whose answers are
// kept.
func drafting(ctx context.Context, a *app, c *config.Config, g *config.Digest) (db store.DB, close func() error, err error) {
	if cmp.Or(a.writer, g.Writer) != config.WriterExcerpts {
		if err := haveDatabase(c); err != nil {
			return nil, nil, err
		}
		return a.locked(ctx, c)
	}
	db, err = readable(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	return db, db.Close, nil
}

// haveDatabase demands that the database exists.
func haveDatabase(c *config.Config) error {
	if _, err := os.Stat(c.Database); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no database %s; run \"recap ingest\" first", c.Database)
	}
	return nil
}

// http returns the client that all sources of one run share.
func (a *app) http(c *config.Config) *fetch.Client {
	if a.client != nil {
		return a.client
	}
	contact := c.Community.Contact
	if contact == "" {
		contact = c.Community.URL
	}
	return fetch.New(fetch.Options{Version: version(), Contact: contact, Now: a.now})
}

// version returns the version that the program was built as, "devel" for one built from a working tree.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

// desk returns the desk of the configured editions over db, which may be nil where nothing is stored yet.
func (a *app) desk(c *config.Config, db store.DB) *edition.Desk {
	k := &edition.Desk{Console: a.Console, Calendar: edition.Calendar{Config: c}, DB: db, Now: a.now, Writer: a.writer}
	k.Recheck = func(ctx context.Context, ids []string) (bool, error) { return a.collector(c, db).RecheckTold(ctx, ids) }
	keys := keysOf(c, db)
	k.Links = linksOf(c, db, keys)
	k.Secret = func(ctx context.Context) ([]byte, error) {
		keys, err := keys(ctx)
		if err != nil {
			return nil, err
		}
		return keys.MessageSecret(), nil
	}
	if a.asks != nil {
		k.Ask = a.asks.Answers
	}
	return k
}

// collector returns the collector of the configured sources into db, which may be nil where nothing is stored yet.
func (a *app) collector(c *config.Config, db store.DB) *collect.Collector {
	return &collect.Collector{Console: a.Console, Config: c, DB: db, Now: a.now, Client: a.http(c), Own: edition.Own(c, db)}
}
