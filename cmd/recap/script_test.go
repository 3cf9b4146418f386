package main

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the command line end to end. Beside the usual commands scripts have
//
//	exits CODE PROGRAM ARGS...   which demands that exit code
//	locked FILE CODE PROGRAM ARGS...   the same while somebody else holds the lock FILE
//	terminal ...   see there
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("NOW", "2026-10-20T09:30:00Z")
			pr, err := filepath.Abs("packaging/pull-request/recap-pr")
			e.Setenv("PR", pr)
			return err
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":    exits,
			"terminal": terminal,
			"locked": func(ts *testscript.TestScript, neg bool, args []string) {
				lock := flock.New(ts.MkAbs(args[0]))
				if ok, err := lock.TryLock(); !ok || err != nil {
					ts.Fatalf("lock %s: %v, %v", args[0], ok, err)
				}
				defer lock.Unlock()
				exits(ts, neg, args[1:])
			},
		},
	})
}

// exits runs a program and demands its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%q exits with %d, want %d", args[1:], got, want)
	}
}
