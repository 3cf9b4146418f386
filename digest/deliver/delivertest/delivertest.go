// Package delivertest is the contract that every kind of output keeps. The test of a kind that writes files is five
// lines:
//
//	func TestContract(t *testing.T) {
//		delivertest.Test(t, delivertest.Contract{Open: open, Kind: func(dir, _ string) output.Kind {
//			return &JSON{Dir: dir}
//		}})
//	}
//
// and of one that hands editions to another machine:
//
//	delivertest.Test(t, delivertest.Contract{Open: open, Receiver: newFakeServer, Kind: func(_, addr string) output.Kind {
//		return &Webhook{URL: addr}
//	}})
//
// The contract runs the test's own binary again, to kill it in the middle of a delivery, and in a process that may
// write no large file. The function that calls Test must therefore do nothing before it that cannot be done twice.
package delivertest

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest"
	"recap/digest/deliver/output"
	"recap/store"
)

// A Store is what an output needs of the database.
type Store interface {
	store.Ledger
	store.Deliveries
	store.Outbox
	Close() error
}

// A Contract is one configuration of one kind.
type Contract struct {
	// Kind returns the configuration. Files go below the folder dir; addr is what Receiver returned.
	Kind func(dir, addr string) output.Kind
	// Open opens the database in a folder, and makes it if there is none.
	Open func(ctx context.Context, dir string) (Store, error)
	// Receiver starts who takes what leaves the machine, until the test ends, and returns where it is, and a function
	// that returns what it has got so far. Where it knows a letter again, that is there once. Nil for kinds that write
	// files.
	Receiver func(t *testing.T) (addr string, got func() []string)
}

// Test holds a kind to the contract.
func Test(t *testing.T, c Contract) {
	if os.Getenv(childEnv) != "" {
		c.child(t)
		return
	}
	about := c.Kind(t.TempDir(), "127.0.0.1:9").About()
	if err := about.Check(); err != nil {
		t.Fatalf("the output does not say what it does: %v", err)
	}
	if about.Leaves() != (c.Receiver != nil) {
		t.Fatalf("the output takes %s, and the contract has a receiver: %t", about.Form, c.Receiver != nil)
	}
	for name, test := range map[string]func(*testing.T, Contract){
		"configuration": testConfiguration,
		"dry run":       testDryRun,
		"cancelled":     testCancelled,
		"twice":         testTwice,
		"revision":      testRevision,
		"redaction":     testRedaction,
		"kill":          testKill,
		"faults":        testFaults,
		"full disk":     testFullDisk,
	} {
		t.Run(name, func(t *testing.T) { test(t, c) })
	}
}

// A stage is one database, one folder and one receiver, on which an output is tried.
type stage struct {
	*testing.T
	Contract
	dir, addr string
	got       func() []string
	store     Store
}

// secret is a word of the first revision that is taken out later.
const secret = "Quillonwick"

// edition returns a revision of an edition. The first tells the secret.
func edition(revision int) *digest.Edition {
	title := "The " + secret + " tide tables are out"
	if revision > 1 {
		title = "Tide tables, revised"
	}
	start := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	return &digest.Edition{Schema: digest.Schema, ID: "daily-2026-03-04", Revision: revision, Digest: "daily",
		Title: title, Slug: "tides", Language: "en",
		Community: digest.CommunityInfo{Name: "Harbour", URL: "https://harbour.example.org"},
		Period:    digest.Period{Start: start, End: start.AddDate(0, 0, 1), Timezone: "UTC", Label: "Wednesday, 4 March 2026"},
		Stats:     digest.Stats{Posts: 3, People: 2, Threads: 1},
		Rest: []digest.Rest{{Title: "Who has the key of the boathouse?", URL: "https://harbour.example.org/1",
			People: 2, By: "Ada Finch", State: "open"}},
	}
}

// now is when the contract publishes.
func now() time.Time { return time.Date(2026, 3, 5, 7, 0, 0, 0, time.UTC) }

// newStage returns a stage with both revisions recorded.
func newStage(t *testing.T, c Contract) *stage {
	t.Helper()
	s := &stage{T: t, Contract: c, dir: t.TempDir(), got: func() []string { return nil }}
	if c.Receiver != nil {
		s.addr, s.got = c.Receiver(t)
	}
	s.open()
	return s
}

// data is the folder of the database, out is that of the output.
func (s *stage) data() string { return filepath.Join(s.dir, "data") }
func (s *stage) out() string  { return filepath.Join(s.dir, "out") }

// open opens the database.
func (s *stage) open() {
	s.Helper()
	if err := os.MkdirAll(s.data(), 0o755); err != nil {
		s.Fatal(err)
	}
	db, err := s.Open(s.Context(), s.data())
	if err != nil {
		s.Fatal(err)
	}
	s.store = db
	s.Cleanup(func() { db.Close() })
}

// record records a revision, as the program does before it delivers.
func record(ctx context.Context, db Store, e *digest.Edition) error {
	_, err := db.SaveEdition(ctx, store.EditionRecord{ID: e.ID, Revision: e.Revision, Digest: e.Digest,
		Start: e.Period.Start, End: e.Period.End,
		Title: e.Title, Slug: e.Slug, JSON: []byte(e.Title), Recorded: now()}, nil)
	return err
}

// publish brings an edition to the output.
func (s *stage) publish(ctx context.Context, in output.Input) ([]output.File, error) {
	return publish(ctx, s.Kind(s.out(), s.addr), s.store, in)
}

func publish(ctx context.Context, kind output.Kind, db Store, in output.Input) ([]output.File, error) {
	o, err := kind.Open("output", nil)
	if err != nil {
		return nil, err
	}
	if err := record(ctx, db, in.Edition); err != nil {
		return nil, err
	}
	if in.Now.IsZero() {
		in.Now = now()
	}
	if in.Ledger == nil {
		in.Ledger = db
	}
	if in.Outbox == nil {
		in.Outbox = db
	}
	in.Expires = now().Add(24 * time.Hour)
	return o.Publish(ctx, in)
}

// must is publish that does not fail.
func (s *stage) must(in output.Input) []output.File {
	s.Helper()
	files, err := s.publish(s.Context(), in)
	if err != nil {
		s.Fatalf("Publish() = %v", err)
	}
	return files
}

// tree returns the output's files with their bytes.
func (s *stage) tree() map[string]string {
	s.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(s.out(), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(s.out(), path)
		files[rel] = string(data)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return files
}

// holding returns the names of the files, and what the receiver got, that hold a word.
func (s *stage) holding(word string) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(s.tree())) {
		if strings.Contains(s.tree()[name], word) {
			found = append(found, name)
		}
	}
	for _, g := range s.got() {
		if strings.Contains(g, word) {
			found = append(found, "what was sent")
		}
	}
	return found
}

// testConfiguration demands that a kind says what it is also when nothing is configured, that its keys exist, and that
// it is refused without them.
func testConfiguration(t *testing.T, c Contract) {
	kind := c.Kind(t.TempDir(), "127.0.0.1:9")
	empty := reflect.New(reflect.TypeOf(kind).Elem()).Interface().(output.Kind)
	about := empty.About()
	if err := about.Check(); err != nil {
		t.Errorf("without configuration the output does not say what it does: %v", err)
	}
	if len(about.Needs) == 0 {
		t.Error("About().Needs is empty: an output that needs nothing goes nowhere")
	}
	keys := map[string]bool{}
	for i := range reflect.TypeOf(kind).Elem().NumField() {
		keys[reflect.TypeOf(kind).Elem().Field(i).Tag.Get("yaml")] = true
	}
	for _, need := range about.Needs {
		if !keys[need] {
			t.Errorf("About().Needs has %q, which is no key", need)
		}
	}
	if _, err := empty.Open("output", nil); err == nil {
		t.Error("Open() without configuration = nil, want an error")
	}
	if full := kind.About(); full.Where == "" || full.Form == output.Files && full.Folder == "" || full.Leaves() && len(full.To) == 0 {
		t.Errorf("About() = %+v, which does not say where the output goes", full)
	}
}

// testDryRun demands that nothing is written or sent.
func testDryRun(t *testing.T, c Contract) {
	s := newStage(t, c)
	files := s.must(output.Input{Edition: edition(1), DryRun: true})
	if len(files) == 0 || !files[0].Written || files[0].Size == 0 {
		t.Errorf("a dry run says %+v, want what would be written", files)
	}
	rows, err := s.store.Deliveries(t.Context(), edition(1).ID)
	if tree, got := s.tree(), s.got(); len(tree)+len(got)+len(rows) > 0 || err != nil {
		t.Errorf("a dry run leaves the files %v, what was sent %q, the ledger %v, %v", tree, got, rows, err)
	}
}

// testCancelled demands that an output ends at once, and with the reason.
func testCancelled(t *testing.T, c Contract) {
	s := newStage(t, c)
	if err := record(t.Context(), s.store, edition(1)); err != nil {
		t.Fatal(err)
	}
	o, err := s.Kind(s.out(), s.addr).Open("output", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Publish(ctx, output.Input{Edition: edition(1), Ledger: s.store, Outbox: s.store,
		Now: now()}); !errors.Is(err, context.Canceled) {
		t.Errorf("Publish() when cancelled = %v, want context.Canceled", err)
	}
	if tree, got := s.tree(), s.got(); len(tree)+len(got) > 0 {
		t.Errorf("Publish() when cancelled leaves %v, sends %q", tree, got)
	}
	s.must(output.Input{Edition: edition(1)})
	if len(s.holding(secret)) == 0 {
		t.Error("Publish() after that does not bring the edition there")
	}
}

// testTwice demands that the second time nothing is touched, nobody called, and the ledger left alone.
func testTwice(t *testing.T, c Contract) {
	s := newStage(t, c)
	first := s.must(output.Input{Edition: edition(1)})
	if len(first) == 0 || len(s.holding(secret)) == 0 {
		t.Fatalf("Publish() = %v, and nothing of the edition is there", first)
	}
	tree, got := s.tree(), s.got()
	before, err := s.store.Deliveries(t.Context(), edition(1).ID)
	if err != nil || len(before) == 0 {
		t.Fatalf("the ledger says %v, %v, want what was delivered", before, err)
	}
	for _, d := range before {
		if d.State != "delivered" || d.Output != "output" {
			t.Errorf("the ledger says %+v, want that it was delivered", d)
		}
	}
	for _, f := range s.must(output.Input{Edition: edition(1), All: []*digest.Edition{edition(1)}, Now: now().Add(time.Hour)}) {
		if f.Written {
			t.Errorf("a second Publish() says that it wrote %s", f.Path)
		}
	}
	after, err := s.store.Deliveries(t.Context(), edition(1).ID)
	if !maps.Equal(tree, s.tree()) || !slices.Equal(got, s.got()) || !slices.Equal(before, after) || err != nil {
		t.Errorf("a second Publish() changes something: the files are %q, %d letters, %d before, the ledger\n%v, %v, before\n%v",
			slices.Sorted(maps.Keys(s.tree())), len(s.got()), len(got), after, err, before)
	}
}

// testRevision demands that an output does with a new revision what it says.
func testRevision(t *testing.T, c Contract) {
	s := newStage(t, c)
	s.must(output.Input{Edition: edition(1)})
	sent, rule := len(s.got()), s.Kind(s.out(), s.addr).About().Revised
	s.must(output.Input{Edition: edition(2), Revise: true})
	s.must(output.Input{Edition: edition(2), Revise: true})
	want := map[output.Rule]int{output.Never: sent, output.Correct: 2 * sent}
	switch n, ok := want[rule]; {
	case ok && len(s.got()) != n:
		t.Errorf("the receiver got %d letters of two revisions, want %d, for the rule is %q", len(s.got()), n, rule)
	case rule == output.Rewrite && len(s.holding(secret)) > 0:
		t.Errorf("what the first revision said still stands in %q", s.holding(secret))
	case rule != output.Never && len(s.holding("Tide tables, revised")) == 0:
		t.Errorf("the second revision is nowhere, and the rule is %q", rule)
	}
}

// testRedaction does what the program does when something was taken out: who had the edition is called again only where
// the output says so.
func testRedaction(t *testing.T, c Contract) {
	s := newStage(t, c)
	s.must(output.Input{Edition: edition(1)})
	about, sent := s.Kind(s.out(), s.addr).About(), len(s.got())
	letters, err := s.store.Letters(t.Context(), store.LetterFilter{Edition: edition(1).ID})
	if err != nil {
		t.Fatal(err)
	}
	again, only := about.AfterRedaction(letters)
	if again {
		s.must(output.Input{Edition: edition(2), Revise: true, Lists: true, Only: only})
	}
	switch {
	case about.Redacted == output.Never && len(s.got()) != sent:
		t.Errorf("the receiver was called again for a redaction: it got %d letters, %d before", len(s.got()), sent)
	case about.Redacted == output.Rewrite && len(s.holding(secret)) > 0:
		t.Errorf("what was taken out still stands in %q", s.holding(secret))
	}
}
