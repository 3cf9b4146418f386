package delivertest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"recap/digest/deliver/output"
	"recap/store"
)

// The variables by which the contract tells the process that it starts what to do: a fault and its number, a folder and
// an address.
const (
	childEnv  = "RECAP_DELIVERTEST"
	folderEnv = "RECAP_DELIVERTEST_DIR"
	addrEnv   = "RECAP_DELIVERTEST_ADDR"
)

// mostSteps is how many moments of a delivery a process is killed at, at most.
const mostSteps = 12

// errFault is what the database says when it fails on purpose.
var errFault = errors.New("the disk is full")

// A faulty is a Store of which the call of a number, counted over all that write, does not work.
type faulty struct {
	Store
	at    int
	fault func() error // called in place of the call, and then instead of any other
	after bool         // the call is done before that
	n     int
}

func (f *faulty) step(do func() error) error {
	f.n++
	if f.n < f.at {
		return do()
	}
	if f.after {
		do()
	}
	return f.fault()
}

// RecordDelivery implements store.Deliveries.
func (f *faulty) RecordDelivery(ctx context.Context, d store.Delivery) error {
	return f.step(func() error { return f.Store.RecordDelivery(ctx, d) })
}

// Queue implements store.Outbox.
func (f *faulty) Queue(ctx context.Context, letters []store.Letter) (n int, err error) {
	return n, f.step(func() error { n, err = f.Store.Queue(ctx, letters); return err })
}

// Claim implements store.Outbox.
func (f *faulty) Claim(ctx context.Context, name string, now time.Time) (l store.Letter, err error) {
	return l, f.step(func() error { l, err = f.Store.Claim(ctx, name, now); return err })
}

// Settle implements store.Outbox.
func (f *faulty) Settle(ctx context.Context, id int64, from store.LetterState, to store.Settlement) error {
	return f.step(func() error { return f.Store.Settle(ctx, id, from, to) })
}

// child is what the contract does in the process that it starts.
func (c Contract) child(t *testing.T) {
	how, number, _ := strings.Cut(os.Getenv(childEnv), ":")
	n, _ := strconv.Atoi(number)
	dir := os.Getenv(folderEnv)
	db, err := c.Open(t.Context(), filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	in := output.Input{Edition: edition(1)}
	switch how {
	case "kill", "kill after":
		f := &faulty{Store: db, at: n, after: how == "kill after", fault: func() error {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}}
		in.Ledger, in.Outbox = f, f
	case "disk":
		signal.Ignore(syscall.SIGXFSZ)
		// The files of the database are large from the beginning, and are not to grow: what fails is the output's.
		if err := record(t.Context(), db, in.Edition); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(n), Max: uint64(n)}); err != nil {
			t.Fatal(err)
		}
		in.Ledger = nothing{db}
	}
	_, err = publish(t.Context(), c.Kind(filepath.Join(dir, "out"), os.Getenv(addrEnv)), db, in)
	if how == "disk" && err == nil {
		t.Fatal("Publish() on a full disk = nil, want an error")
	}
	os.Exit(0)
}

// A nothing is a ledger that writes nothing down.
type nothing struct{ Store }

// RecordDelivery implements store.Deliveries.
func (nothing) RecordDelivery(context.Context, store.Delivery) error { return nil }

// again starts the test's own binary to do a part of it, and reports whether it was killed.
func (s *stage) again(what string) (killed bool) {
	s.Helper()
	name, _, _ := strings.Cut(s.Name(), "/")
	cmd := exec.CommandContext(s.Context(), os.Args[0], "-test.run=^"+name+"$", "-test.count=1")
	if i := strings.LastIndex(s.Name(), "/"); i > len(name) { // the contract stands in a subtest: that one, too
		cmd.Args[1] = "-test.run=^" + strings.Join(strings.Split(s.Name()[:i], "/"), "$/^") + "$"
	}
	// What a killed process leaves in its temporary folder goes away with that of the test.
	cmd.Env = append(os.Environ(), childEnv+"="+what, folderEnv+"="+s.dir, addrEnv+"="+s.addr, "TMPDIR="+s.TempDir())
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return true
	}
	if err != nil {
		s.Fatalf("%s: %v\n%s", what, err, out)
	}
	return false
}

// settled says what is there after a fault and another run. Files are as without the fault. What leaves the machine is
// there once, or not and in doubt.
func (s *stage) settled(want map[string]string, sent int, when string) {
	s.Helper()
	s.must(output.Input{Edition: edition(1), Now: now().Add(5 * time.Hour)})
	if got := s.tree(); !maps.Equal(got, want) {
		s.Errorf("%s the files are %q, want %q", when, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
	doubt, err := s.store.Letters(s.Context(), store.LetterFilter{States: []store.LetterState{store.LetterInDoubt}})
	if err != nil {
		s.Fatal(err)
	}
	if got := len(s.got()); got > sent || got+len(doubt) < sent {
		s.Errorf("%s the receiver has %d letters, %d are in doubt, want %d in all and none twice", when, got, len(doubt), sent)
	}
}

// whole returns what is there when nothing goes wrong.
func whole(t *testing.T, c Contract) (files map[string]string, sent int) {
	s := newStage(t, c)
	s.must(output.Input{Edition: edition(1)})
	return s.tree(), len(s.got())
}

// testKill kills the program before and after each of the first writes of a delivery, and starts it again.
func testKill(t *testing.T, c Contract) {
	want, sent := whole(t, c)
	for _, how := range []string{"kill", "kill after"} {
		for n := 1; n <= mostSteps; n++ {
			s := newStage(t, c)
			what := fmt.Sprintf("%s:%d", how, n)
			if !s.again(what) {
				break
			}
			s.settled(want, sent, what)
		}
	}
}

// testFaults has the database fail at each of the first writes of a delivery, and a folder stand in the way of each
// file.
func testFaults(t *testing.T, c Contract) {
	want, sent := whole(t, c)
	for n := 1; n <= mostSteps; n++ {
		s := newStage(t, c)
		f := &faulty{Store: s.store, at: n, fault: func() error { return errFault }}
		_, err := s.publish(t.Context(), output.Input{Edition: edition(1), Ledger: f, Outbox: f})
		if f.n < n {
			break
		}
		if !errors.Is(err, errFault) {
			t.Errorf("Publish() where write %d to the database fails = %v, want that error", n, err)
		}
		s.settled(want, sent, fmt.Sprintf("after a failure of write %d", n))
	}
	for name := range want {
		s := newStage(t, c)
		inTheWay := filepath.Join(s.out(), name, "in the way")
		if err := os.MkdirAll(inTheWay, 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := s.publish(t.Context(), output.Input{Edition: edition(1)}); err == nil {
			t.Errorf("Publish() where %s is a folder = nil, want an error", name)
		}
		if err := os.RemoveAll(filepath.Join(s.out(), name)); err != nil {
			t.Fatal(err)
		}
		s.settled(want, sent, "after a folder stood at "+name)
	}
}

// testFullDisk writes where no file may be larger than some bytes: an error, nothing half written, and all well when
// there is room again.
func testFullDisk(t *testing.T, c Contract) {
	want, sent := whole(t, c)
	for name, data := range want {
		s := newStage(t, c)
		s.again(fmt.Sprintf("disk:%d", len(data)-1))
		for written, got := range s.tree() {
			if got != want[written] {
				t.Errorf("on a disk without room for %s, %s holds %d bytes of %d", name, written, len(got), len(want[written]))
			}
		}
		s.settled(want, sent, "after a full disk")
	}
}
