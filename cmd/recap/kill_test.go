package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// recapCommand returns the program as a process of its own, in dir.
func recapCommand(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = append([]string{"recap"}, args...) // the name by which TestMain knows it
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "NOW=2026-11-22T12:00:00Z")
	return cmd
}

func mustRecap(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := recapCommand(t, dir, args...).CombinedOutput(); err != nil {
		t.Fatalf("recap %q: %v\n%s", args, err, out)
	}
}

// exported returns what recap export writes of the posts in dir.
func exported(t *testing.T, dir string) []byte {
	t.Helper()
	mustRecap(t, dir, "export", "-o", "out")
	data, err := os.ReadFile(filepath.Join(dir, "out", "posts.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// generatedMbox returns a mailbox of n messages in threads, each of about a kilobyte; every seventh stands twice.
func generatedMbox(n int) []byte {
	var b bytes.Buffer
	r := rand.New(rand.NewPCG(1, 2))
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		at := day.Add(time.Duration(i) * 40 * time.Minute)
		var m bytes.Buffer
		fmt.Fprintf(&m, "From p%d@example.org %s\n", i%97, at.Format(time.ANSIC))
		fmt.Fprintf(&m, "From: Person Number%d <p%d@example.org>\nDate: %s\nMessage-ID: <%d@example.org>\nSubject: Topic %d\n", i%97, i%97, at.Format(time.RFC1123Z), i, i/9)
		if i%9 != 0 {
			fmt.Fprintf(&m, "In-Reply-To: <%d@example.org>\n", i-1-r.IntN(i%9))
		}
		m.WriteString("\n")
		for range 4 + r.IntN(12) {
			fmt.Fprintf(&m, "The pump of station %d was read %d times, and %d of the values were wrong.\n", r.IntN(1000), r.IntN(1000), r.IntN(1000))
		}
		m.WriteString("\n")
		b.Write(m.Bytes())
		if i%7 == 0 {
			b.Write(m.Bytes())
		}
	}
	return b.Bytes()
}

// TestKill kills an ingest twenty times at random moments. Read to the end afterwards, the database holds what it holds without that.
func TestKill(t *testing.T) {
	const kills, databases, messages = 20, 2, 5000
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "dev.mbox"), generatedMbox(messages), 0o644); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "recap.yaml"), "community: {name: Killed}\nsources: [{name: dev, mbox: {path: dev.mbox}}]\n")
	began := time.Now()
	mustRecap(t, dir, "ingest")
	took := time.Since(began)
	want := exported(t, dir)
	if got := bytes.Count(want, []byte("\n")); got != messages {
		t.Fatalf("recap export wrote %d posts, want %d", got, messages)
	}
	r := rand.New(rand.NewPCG(3, 4))
	hit := 0
	for range databases {
		for _, name := range []string{"recap.db", "recap.db-wal", "recap.db-shm"} {
			os.Remove(filepath.Join(dir, name))
		}
		for range kills / databases {
			cmd := recapCommand(t, dir, "ingest", "--force")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(r.Float64() * .4 * float64(took))) // what is committed shortens the next one
			cmd.Process.Kill()
			if err := cmd.Wait(); err != nil {
				hit++
			}
		}
		mustRecap(t, dir, "ingest", "--force")
		if got := exported(t, dir); !bytes.Equal(got, want) {
			t.Errorf("after kills the export has %d posts and %d bytes, want %d and %d, the same ones", bytes.Count(got, []byte("\n")), len(got), messages, len(want))
		}
	}
	t.Logf("an ingest takes %v; %d of %d kills met it at work", took, hit, kills)
	if hit == 0 {
		t.Error("no kill met an ingest at work")
	}
}
