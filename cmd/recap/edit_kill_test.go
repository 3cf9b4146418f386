package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// killed starts the program and kills it at a random moment of the time that it usually takes.
func (p program) killed(t *testing.T, r *rand.Rand, took time.Duration, args ...string) {
	t.Helper()
	cmd := p.command(args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Duration(r.Float64() * float64(took)))
	cmd.Process.Kill()
	_ = cmd.Wait() // the kill, or nothing if it came too late
}

// filesBelow returns the contents of the files below dir by their paths.
func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[path[len(dir):]] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestKillEdit kills edit and publish at random moments. Decisions are there whole or not at all, and what is published
// in the end is what is published without a kill.
func TestKillEdit(t *testing.T) {
	if testing.Short() {
		t.Skip("takes several seconds; leave out -short to run it")
	}
	const date, kills = "2020-01-02", 4
	decisions := `{"title": "Pumps", "note": "Read twice.", "pin": ["` + store.PostID("", "63@example.org") + `"], "drop": ["` + store.PostID("", "36@example.org") + `"], "approve": {"by": "Ann Lee"}}`
	folder := func() program {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, "recap.yaml"), `
community: {name: Killed}
sources: [{name: dev, mbox: {path: dev.mbox}}]
digests: [{name: daily, approval: required}]
outputs: [{name: pages, html: {dir: public}}, {name: export, json: {dir: public/data}}]
`)
		writeFile(t, filepath.Join(dir, "decided.json"), decisions)
		if err := os.WriteFile(filepath.Join(dir, "dev.mbox"), generatedMbox(300), 0o644); err != nil {
			t.Fatal(err)
		}
		return program{"", dir}
	}
	whole, cut := folder(), folder()
	whole.path = build(t, whole.dir).path
	cut.path = whole.path
	whole.must(t, "ingest")
	began := time.Now()
	whole.must(t, "edit", "--date", date, "--set", "decided.json")
	took := time.Since(began)
	whole.must(t, "publish", "--date", date)

	cut.must(t, "ingest")
	r := rand.New(rand.NewPCG(5, 6))
	seen := map[string]int{}
	for range kills {
		cut.killed(t, r, took, "edit", "--date", date, "--set", "decided.json")
		out, err := cut.command("edit", "--date", date, "--json").Output()
		var got struct{ State, Title string }
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatalf("recap edit --json printed %q, %v", out, err)
		}
		if err != nil || got.State != "waiting" && got.State+" "+got.Title != "approved Pumps" {
			t.Errorf("after a kill the draft is %s %q, %v, want all of the decisions or none", got.State, got.Title, err)
		}
		seen[got.State]++
		if got.State == "approved" {
			break
		}
	}
	for range kills / 2 {
		cut.killed(t, r, took, "publish", "--date", date)
	}
	cut.must(t, "edit", "--date", date, "--set", "decided.json")
	cut.must(t, "publish", "--date", date)
	want, got := filesBelow(t, filepath.Join(whole.dir, "public")), filesBelow(t, filepath.Join(cut.dir, "public"))
	if len(want) != 4 {
		t.Fatalf("without a kill there are %d files, want 4", len(want))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is published after kills (-want +got):\n%s", diff)
	}
	t.Logf("an edit takes %v; states after kills of it: %v", took, seen)
}
