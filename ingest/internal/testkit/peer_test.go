package testkit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStartPeer starts a peer on free ports, of which no two are the same, and stops it when its test ends.
func TestStartPeer(t *testing.T) {
	scripts, dir := t.TempDir(), t.TempDir()
	script := "#!/bin/sh\necho \"$1 $HTTP_PORT $NEWS_PORT $MODE $3\" >>\"$2/log\"\n"
	if err := os.WriteFile(filepath.Join(scripts, "peer.sh"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("RECAP_PEERS", scripts)
	var web, news string
	t.Run("peer", func(t *testing.T) {
		p := StartPeer(t, "peer.sh", "sh", "dash", dir, "HTTP_PORT", "NEWS_PORT", "MODE=plain")
		p.Run(t, "add", "more")
		web, news = strings.TrimPrefix(p.Addr("HTTP_PORT"), "127.0.0.1:"), strings.TrimPrefix(p.Addr("NEWS_PORT"), "127.0.0.1:")
		if p.Port("HTTP_PORT") == 0 || web == news {
			t.Errorf("the ports are %s and %s", web, news)
		}
	})
	log, err := os.ReadFile(filepath.Join(dir, "log"))
	ports := web + " " + news + " plain "
	if want := "start " + ports + "\nadd " + ports + "more\nstop " + ports + "\n"; err != nil || string(log) != want {
		t.Errorf("the peer was told %q, %v, want %q", log, err, want)
	}
}
