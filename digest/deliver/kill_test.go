package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"recap/digest/deliver/output"
	"recap/store"
	"recap/store/sqlite"
)

// The variables by which TestKillMatrix tells the process that it starts where to be killed: a moment, and a recipient.
const (
	killEnv   = "RECAP_KILL"
	folderEnv = "RECAP_KILL_DIR"
	addrEnv   = "RECAP_KILL_ADDR"
)

// moments are the changes of state, and whether the program is killed before or after they are stored.
var moments = []string{"queue before", "queue after", "claim before", "claim after", "doubt before", "doubt after",
	"settle before", "settle after"}

// A killer is an outbox that ends the process at one moment of the letter to one recipient.
type killer struct {
	store.Outbox
	moment, recipient string
	ids               map[int64]string
}

func (k *killer) at(moment string, recipients ...string) {
	if moment != k.moment {
		return
	}
	for _, r := range recipients {
		if r == k.recipient {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
}

// Queue implements store.Outbox.
func (k *killer) Queue(ctx context.Context, letters []store.Letter) (int, error) {
	k.at("queue before", k.recipient)
	n, err := k.Outbox.Queue(ctx, letters)
	k.at("queue after", k.recipient)
	return n, err
}

// Claim implements store.Outbox.
func (k *killer) Claim(ctx context.Context, name string, now time.Time) (store.Letter, error) {
	waiting, err := k.Outbox.Letters(ctx, store.LetterFilter{Output: name, States: []store.LetterState{store.LetterQueued}})
	// those that were put off come last
	slices.SortStableFunc(waiting, func(x, y store.Letter) int { return x.Next.Compare(y.Next) })
	if len(waiting) > 0 && err == nil && !waiting[0].Next.After(now) {
		k.at("claim before", waiting[0].Recipient)
	}
	l, err := k.Outbox.Claim(ctx, name, now)
	k.ids[l.ID] = l.Recipient
	k.at("claim after", l.Recipient)
	return l, err
}

// Settle implements store.Outbox.
func (k *killer) Settle(ctx context.Context, id int64, from store.LetterState, to store.Settlement) error {
	what := "settle"
	if to.State == store.LetterInDoubt {
		what = "doubt"
	}
	k.at(what+" before", k.ids[id])
	err := k.Outbox.Settle(ctx, id, from, to)
	k.at(what+" after", k.ids[id])
	return err
}

// killFaults are what the server does to the first try of every fifth recipient.
var killFaults = []fault{none, greylisted, unknown, lostBefore, lostAfter}

// subscribers are the recipients of a matrix.
func subscribers(n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("reader%03d@example.org", i))
	}
	return all
}

// subscribe makes these addresses subscribers.
func subscribe(ctx context.Context, db store.Subscribers, addresses []string) error {
	return db.ChangeSubscribers(ctx, addresses, func(s *store.Subscriber) error {
		s.State = store.SubscriberActive
		return nil
	})
}

// mailTo returns the output of a matrix, and what is published there: to addresses of the configuration, or to as many
// subscribers.
func mailTo(addr, doubt string, to []string, readers bool) (output.Output, output.Input, error) {
	mail := &Email{From: "recap@example.org", To: to, Doubt: doubt, SMTP: SMTP{Addr: addr}}
	in := output.Input{Secret: []byte("tide")}
	if readers {
		mail.To, mail.Subscribers, mail.Bounces = nil, true, Bounces{Address: "back@example.org", Maildir: "box"}
		for _, r := range to {
			in.Readers = append(in.Readers, output.Reader{Address: r, Token: fmt.Sprintf("%x", r)})
		}
	}
	target := Target{Name: "mail", Email: mail}
	o, err := target.Output()
	return o, in, err
}

// TestKillMatrix kills the program at every change of state of a letter that the server takes, puts off, refuses, or
// loses with its connection, and runs it again until nothing waits. Counted at the server, each recipient has one mail,
// or none or one that stands in doubt; with resend there is at most a second one, of the same bytes.
func TestKillMatrix(t *testing.T) {
	if os.Getenv(killEnv) != "" {
		killChild(t)
		return
	}
	for _, doubt := range []string{"hold", "resend"} {
		for _, moment := range moments {
			for kind := range killFaults {
				n := 10
				if kind == 0 && doubt == "hold" && strings.HasSuffix(moment, "after") && !testing.Short() {
					n = 200
				}
				early := killFaults[kind] == greylisted || killFaults[kind] == unknown
				lost := killFaults[kind] == lostBefore || killFaults[kind] == lostAfter
				switch step, _, _ := strings.Cut(moment, " "); {
				case step == "queue" && kind > 0, // all are stored in one
					step == "doubt" && (early || killFaults[kind] == lostBefore), // it may not come so far
					step == "settle" && lost && doubt == "hold":                  // it stays in doubt
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%d", doubt, moment, kind), func(t *testing.T) { killOnce(t, doubt, moment, kind, n, false) })
			}
		}
	}
}

// TestKillMatrixOfSubscribers is TestKillMatrix for a hundred subscribers.
func TestKillMatrixOfSubscribers(t *testing.T) {
	for _, moment := range moments {
		t.Run(moment, func(t *testing.T) { killOnce(t, "hold", moment, 0, 100, true) })
	}
}

// killOnce is one cell of the matrix.
func killOnce(t *testing.T, doubt, moment string, kind, n int, readers bool) {
	to := subscribers(n)
	victim := to[n/2/len(killFaults)*len(killFaults)+kind]
	s := startMail(t, nil)
	faults := map[string]fault{}
	for i, r := range to {
		faults[r] = killFaults[i%len(killFaults)]
	}
	s.set(func() { s.faults = func(r string) fault { return faults[r] } })
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKillMatrix$", "-test.count=1")
	cmd.Env = append(os.Environ(), killEnv+"="+strings.Join([]string{doubt, moment, victim, fmt.Sprint(n), fmt.Sprint(readers)}, "|"),
		folderEnv+"="+dir, addrEnv+"="+s.addr, "TMPDIR="+t.TempDir())
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the program ended with %v, want it killed\n%s", err, out)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	o, in, err := mailTo(s.addr, doubt, to, readers)
	if err != nil {
		t.Fatal(err)
	}
	for round := 1; ; round++ {
		in.Edition, in.Outbox, in.Ledger, in.Now = sample(t), db, db, killNow().Add(time.Duration(round)*5*time.Hour)
		if round == 1 {
			_, _ = o.Publish(t.Context(), in)
		} else {
			_, _ = o.(output.Flusher).Flush(t.Context(), in) // all are queued, and need not be made again
		}
		waiting, err := db.Letters(t.Context(), store.LetterFilter{States: []store.LetterState{store.LetterQueued, store.LetterClaimed}})
		if err != nil || round > n {
			t.Fatalf("after %d rounds %d letters wait, %v", round, len(waiting), err)
		}
		if len(waiting) == 0 {
			break
		}
	}
	letters := lettersOf(t, db)
	for i, r := range to {
		mails, l := s.of(r), letters[r]
		fault := killFaults[i%len(killFaults)]
		once := l.State == store.LetterSent && len(mails) == 1
		switch {
		case fault == unknown && l.State == store.LetterFailed && len(mails) == 0:
		case fault != unknown && once:
		case doubt == "hold" && l.State == store.LetterInDoubt && len(mails) <= 1 && (fault == lostAfter ||
			fault == lostBefore || r == victim):
		case doubt == "resend" && l.State == store.LetterSent && len(mails) == 2 && (fault == lostAfter ||
			r == victim) && bytes.Equal(body(mails[0]), body(mails[1])):
		// killed in between, and lost after that
		case doubt == "resend" && l.State == store.LetterInDoubt && len(mails) <= 2 && (fault == lostAfter ||
			fault == lostBefore) && r == victim:
		default:
			t.Errorf("%s, whose first mail is answered by %d: the server has %d mails, the outbox says %s (%s)", r,
				fault, len(mails), l.State, l.Response)
		}
	}
}

// body returns what of a stored mail recap has made.
func body(raw []byte) []byte { return raw[bytes.Index(raw, []byte("From: ")):] }

func killNow() time.Time { return time.Date(2026, 10, 17, 7, 0, 0, 0, time.UTC) }

// killChild sends until it is killed.
func killChild(t *testing.T) {
	parts := strings.Split(os.Getenv(killEnv), "|")
	var n int
	fmt.Sscan(parts[3], &n)
	e := sample(t)
	db, err := sqlite.Open(t.Context(), filepath.Join(os.Getenv(folderEnv), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	save(t, db, e)
	if parts[4] == "true" {
		if err := subscribe(t.Context(), db, subscribers(n)); err != nil {
			t.Fatal(err)
		}
	}
	o, in, err := mailTo(os.Getenv(addrEnv), parts[0], subscribers(n), parts[4] == "true")
	if err != nil {
		t.Fatal(err)
	}
	k := &killer{Outbox: db, moment: parts[1], recipient: parts[2], ids: map[int64]string{}}
	for round := range n { // what is lost with its connection ends a round
		in.Edition, in.Outbox, in.Ledger, in.Now = e, k, db, killNow().Add(time.Duration(round)*time.Minute)
		o.Publish(t.Context(), in)
	}
	os.Exit(0)
}
