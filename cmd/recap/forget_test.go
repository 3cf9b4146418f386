package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

// inDatabase returns which files of the database hold one of these words.
func (h *house) inDatabase(t *testing.T, words ...string) []string {
	t.Helper()
	var found []string
	for _, f := range h.holding(t, words...) {
		if strings.HasPrefix(f, "recap.db") {
			found = append(found, f)
		}
	}
	return found
}

// counts returns what status says of letters and readers.
func (h *house) counts(t *testing.T) (delivered int, readers string) {
	t.Helper()
	said, _ := h.recap(t, exitOK, "status", "--json")
	_, readers, _ = strings.Cut(said, `"subscribers": {`)
	readers, _, _ = strings.Cut(readers, "}")
	return strings.Count(said, `"state": "delivered"`), strings.Join(strings.Fields(readers), " ")
}

// newForgettable is a community with four readers of whom zanzibar got a mail that came back with words about her, and
// whose server has refused hal. It returns the id of her mail.
func newForgettable(t *testing.T) (b *backwards, id string) {
	b = newBackwards(t)
	b.recap(t, exitOK, "subscribers", "add", "ann@example.net", "Zanzibar@example.net", "bob@example.net", "hal@example.net")
	b.m.gone["hal@example.net"] = true
	b.recap(t, exitUndelivered, "run")
	head, _ := b.m.to(t, "Zanzibar@example.net")
	b.comes(t, strings.Replace(bounced("zanzibar@example.net", head.Get("Message-ID")), "Status: 5.1.1", "Status: 4.2.2", 1))
	b.nextDay(t, "n1")
	b.tries("run")
	if found := b.inDatabase(t, "zanzibar"); len(found) == 0 {
		t.Fatal("the database does not hold the address before it is forgotten")
	}
	b.m.taken()
	return b, head.Get("Message-ID")
}

// TestForget takes one reader out of everything: no byte of the database holds her address, later runs mail neither her
// nor anybody twice, counts stay, and what comes back of her mail does no harm.
func TestForget(t *testing.T) {
	b, id := newForgettable(t)
	before, _ := b.counts(t)
	for _, who := range []string{"zanzibar@EXAMPLE.net", "hal@example.net"} {
		if said, _ := b.recap(t, exitOK, "subscribers", "remove", "--forget", who); said != "removed 1 subscriber\n" {
			t.Errorf("it says %q", said)
		}
	}
	b.recap(t, exitNothing, "subscribers", "remove", "--forget", "zanzibar@example.net")
	if found := b.inDatabase(t, "zanzibar", "hal@"); len(found) > 0 {
		t.Errorf("after remove --forget %q", found)
	}
	after, readers := b.counts(t)
	if after != before || !strings.HasPrefix(readers, `"active": 2, "pending": 0, "left": 0, "suppressed": 0,`) {
		t.Errorf("%d letters were delivered, and %d before; readers are %s", after, before, readers)
	}
	b.comes(t, bounced("zanzibar@example.net", id))
	for _, args := range [][]string{{"run"}, {"publish", "--date", "2026-10-20", "--digest", "daily"}, {"outbox"}, {"outbox", "--all"}} {
		b.now = b.now.Add(time.Hour)
		b.recap(t, exitOK, args...)
	}
	if got := b.m.taken(); got != "" {
		t.Errorf("afterwards mail came to %s", got)
	}
	b.nextDay(t, "n2")
	b.recap(t, exitOK, "run")
	if got := b.m.taken(); got != "ann@example.net: 1, bob@example.net: 1" {
		t.Errorf("the next edition came to %s", got)
	}
	if found := b.inDatabase(t, "zanzibar", "hal@"); len(found) > 0 {
		t.Errorf("after later runs %q", found)
	}
}

// TestForgetWhoIsNamedElsewhere forgets a reader whom the configuration names, too: that is said, and no edition that
// came to her comes again.
func TestForgetWhoIsNamedElsewhere(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.change(t, "recap.yaml", "subscribers: true,", `to: [Zanzibar <zanzibar@example.net>], subscribers: true,`)
	h.recap(t, exitOK, "subscribers", "add", "zanzibar@example.net", "bob@example.net")
	h.recap(t, exitOK, "run")
	if got := m.taken(); got != "bob@example.net: 1, zanzibar@example.net: 1" {
		t.Fatalf("mail came to %s", got)
	}
	_, said := h.recap(t, exitPart, "subscribers", "remove", "--forget", "ZANZIBAR@example.net")
	if !strings.Contains(said, "output letter: to: names zanzibar@example.net") {
		t.Errorf("it says %q", said)
	}
	h.now = h.now.Add(time.Hour)
	h.recap(t, exitOK, "publish", "--date", "2026-10-19", "--digest", "daily")
	if got := m.taken(); got != "" {
		t.Errorf("the same edition came again to %s", got)
	}
	h.change(t, "recap.yaml", `to: [Zanzibar <zanzibar@example.net>], `, "")
	h.recap(t, exitOK, "run")
	if found := h.inDatabase(t, "zanzibar"); len(found) > 0 {
		t.Errorf("afterwards %q", found)
	}
}

// TestForgottenComesBack adds somebody again who was forgotten after an edition came to them: the same edition does not
// come a second time.
func TestForgottenComesBack(t *testing.T) {
	b, _ := newForgettable(t)
	b.recap(t, exitOK, "subscribers", "remove", "--forget", "zanzibar@example.net", "hal@example.net")
	b.recap(t, exitOK, "subscribers", "add", "zanzibar@example.net")
	for range 2 {
		b.now = b.now.Add(time.Hour)
		b.recap(t, exitOK, "publish", "--date", "2026-10-20", "--digest", "daily")
		b.recap(t, exitOK, "run")
	}
	if got := b.m.taken(); got != "" {
		t.Errorf("who is back got again %s", got)
	}
	b.nextDay(t, "n2")
	b.recap(t, exitOK, "run")
	if got := b.m.taken(); got != "ann@example.net: 1, bob@example.net: 1, zanzibar@example.net: 1" {
		t.Errorf("the next edition came to %s", got)
	}
}

// TestForgetDuringARun forgets somebody whose mail a run has in its hands: all of it is written but the end. She does
// not get it, the others do, and the run is well.
func TestForgetDuringARun(t *testing.T) {
	m := newMailServer(t)
	h := newReaders(t, m)
	h.recap(t, exitOK, "subscribers", "add", "ann@example.net", "zanzibar@example.net", "bob@example.net")
	mails := 0
	m.step = func(what, _ string) {
		if what != "sender" {
			return
		}
		if mails++; mails == 2 {
			h.recap(t, exitOK, "subscribers", "remove", "--forget", "zanzibar@example.net")
		}
	}
	h.recap(t, exitOK, "run")
	if got := m.taken(); got != "ann@example.net: 1, bob@example.net: 1" {
		t.Errorf("mail came to %s", got)
	}
	if found := h.inDatabase(t, "zanzibar"); len(found) > 0 {
		t.Errorf("after the run %q", found)
	}
}

// TestKillForget kills the program while it forgets a reader. Said again it comes to the same end.
func TestKillForget(t *testing.T) {
	if testing.Short() {
		t.Skip("takes several seconds; leave out -short to run it")
	}
	b, _ := newForgettable(t)
	recap := build(t, b.dir)
	whole := t.TempDir()
	if err := os.CopyFS(whole, os.DirFS(b.dir)); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	program{recap.path, whole}.must(t, "subscribers", "remove", "--forget", "zanzibar@example.net")
	took := time.Since(began)
	r := rand.New(rand.NewPCG(3, 4))
	hit := 0
	for range 12 {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(b.dir)); err != nil {
			t.Fatal(err)
		}
		one := program{recap.path, dir}
		cmd := one.command("subscribers", "remove", "--forget", "zanzibar@example.net")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(r.Float64() * float64(took)))
		cmd.Process.Kill()
		if cmd.Wait() != nil {
			hit++
		}
		if out, err := one.command("subscribers", "remove", "--forget", "zanzibar@example.net").CombinedOutput(); err != nil && !bytes.Contains(out, []byte("removed 0")) {
			t.Errorf("said again it says %q, %v", out, err)
		}
		h := &house{dir, b.now}
		if found := h.inDatabase(t, "zanzibar"); len(found) > 0 {
			t.Errorf("after a kill %q", found)
		}
		n, readers := h.counts(t)
		if want, wantReaders := (&house{whole, b.now}).counts(t); n != want || readers != wantReaders {
			t.Errorf("after a kill %d letters were delivered and readers are %s, want %d, %s", n, readers, want, wantReaders)
		}
	}
	t.Logf("it takes %v; %d of 12 kills met it at work", took, hit)
	if hit == 0 {
		t.Error("no kill met it at work")
	}
}
