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

// A program is the built program, run in a folder.
type program struct{ path, dir string }

// build builds the program as users have it: without the race detector, which would make it ten times slower.
func build(t *testing.T, dir string) program {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recap")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program{path, dir}
}

func (p program) command(args ...string) *exec.Cmd {
	cmd := exec.Command(p.path, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "HOME="+p.dir)
	return cmd
}

func (p program) must(t *testing.T, args ...string) {
	t.Helper()
	if out, err := p.command(args...).CombinedOutput(); err != nil {
		t.Fatalf("recap %q: %v\n%s", args, err, out)
	}
}

// exported returns what recap export writes of the posts.
func (p program) exported(t *testing.T) []byte {
	t.Helper()
	p.must(t, "export", "-o", "out")
	data, err := os.ReadFile(filepath.Join(p.dir, "out", "posts.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// generatedMbox returns a mailbox of n messages in threads, each of about a kilobyte; every seventh stands twice.
func generatedMbox(n int) []byte {
	var b bytes.Buffer
	r := rand.New(rand.NewPCG(1, 2))
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
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
	if testing.Short() {
		t.Skip("takes several seconds; leave out -short to run it")
	}
	const kills, databases, messages = 20, 2, 5000
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "dev.mbox"), generatedMbox(messages), 0o644); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "recap.yaml"), "community: {name: Killed}\nsources: [{name: dev, mbox: {path: dev.mbox}}]\n")
	recap := build(t, dir)
	began := time.Now()
	recap.must(t, "ingest")
	took := time.Since(began)
	want := recap.exported(t)
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
			cmd := recap.command("ingest", "--force")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(r.Float64() * .4 * float64(took))) // what is committed shortens the next one
			cmd.Process.Kill()
			if err := cmd.Wait(); err != nil {
				hit++
			}
		}
		recap.must(t, "ingest", "--force")
		if got := recap.exported(t); !bytes.Equal(got, want) {
			t.Errorf("after kills the export has %d posts and %d bytes, want %d and %d, the same ones", bytes.Count(got, []byte("\n")), len(got), messages, len(want))
		}
	}
	t.Logf("an ingest takes %v; %d of %d kills met it at work", took, hit, kills)
	if hit == 0 {
		t.Error("no kill met an ingest at work")
	}
}
