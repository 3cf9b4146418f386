package main

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"recap/cmd/recap/sample"
	"recap/ingest/fetch"
)

// TestMain makes the program a command of the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"recap": func() {
		os.Exit(runAt(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.LookupEnv, scriptClock(), scriptHosts))
	}})
}

// scriptHosts has the program reach the hosts of the demonstration at $HOSTS, host:port, if that is set.
func scriptHosts(a *app) {
	at := os.Getenv("HOSTS")
	if at == "" {
		return
	}
	resolve := map[string]string{homeHost: at}
	for _, host := range sample.Hosts() {
		resolve[host] = at
	}
	a.client = fetch.New(fetch.Options{Version: "test", HostPause: -1, Now: a.now, Resolve: resolve})
}

// scriptClock returns a clock that stands at $NOW, an RFC 3339 time, so that scripts can say when they take place.
func scriptClock() func() time.Time {
	text := os.Getenv("NOW")
	if text == "" {
		return time.Now
	}
	now, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic("NOW: " + err.Error())
	}
	return func() time.Time { return now }
}

// env returns the look-up of an environment that holds these variables only.
func env(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := vars[name]
		return value, ok
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// listed returns the names of what is in dir.
func listed(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
