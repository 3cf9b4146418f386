package load_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/digest/load"
	"recap/digest/period"
	"recap/store"
	"recap/store/sqlite"
)

// A diary is a community whose list is read by the hour: hours are counted from the midnight on which its first day
// begins in its zone.
type diary struct {
	*testing.T
	db   *sqlite.DB
	zone *time.Location
	now  time.Time
}

func newDiary(t *testing.T, zone *time.Location) *diary {
	d := &diary{T: t, zone: zone}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.Now = func() time.Time { return d.now }
	d.db, d.now = db, d.at(-24)
	d.brings("list", d.at(-1), "old", -30)
	return d
}

func (d *diary) at(hours float64) time.Time {
	return time.Date(2026, 10, 12, 0, 0, 0, 0, d.zone).Add(time.Duration(hours * float64(time.Hour)))
}

// brings reads posts from a source at a moment: their names, each with the hour at which it was written.
func (d *diary) brings(source string, now time.Time, posts ...any) {
	d.Helper()
	d.now = now
	var all []store.Post
	for i := 0; i < len(posts); i += 2 {
		all = append(all, store.Post{Key: fmt.Sprint(posts[i]) + "@example.org", Kind: "mbox", Title: fmt.Sprint(posts[i]),
			Author: store.Author{Name: "Ann Lee", Address: "ann@example.org"}, Published: d.at(float64(posts[i+1].(int))),
			Text: fmt.Sprintf("The %v was looked at twice today.", posts[i])})
	}
	if _, err := d.db.Commit(d.Context(), source, all, store.Cursor(`{"read":1}`)); err != nil {
		d.Fatal(err)
	}
	if err := d.db.RecordRead(d.Context(), store.Read{Source: source, Started: now, Ended: now, Complete: true}); err != nil {
		d.Fatal(err)
	}
}

// days is the period of n days from the day with this number.
func (d *diary) days(first, n int) period.Window {
	start := time.Date(2026, 10, 12+first, 0, 0, 0, 0, d.zone)
	return period.Window{Start: start, End: start.AddDate(0, 0, n), Zone: d.zone}
}

// input is what an edition would be made of at that moment.
func (d *diary) input(digest string, w period.Window) *load.Input {
	d.Helper()
	in, err := load.Load(d.Context(), d.db, digest, w)
	if err != nil {
		d.Fatal(err)
	}
	return in
}

// records makes the edition of a period at a moment.
func (d *diary) records(digest string, w period.Window, revision int, now time.Time) {
	d.Helper()
	b, id := d.input(digest, w).Basis(now), digest+"-"+w.Slug()
	if err := b.Save(d.Context(), d.db, id); err != nil {
		d.Fatal(err)
	}
	_, err := d.db.SaveEdition(d.Context(), store.EditionRecord{ID: id, Revision: revision, Digest: digest, Start: w.Start, End: w.End,
		JSON: []byte(fmt.Sprintf(`{"revision":%d}`, revision)), Recorded: now}, nil)
	if err != nil {
		d.Fatal(err)
	}
}

// wants compares what came late for a period: names, each with the edition that it came too late for.
func (d *diary) wants(digest string, w period.Window, want string) {
	d.Helper()
	if got := names(d.input(digest, w)); got != want {
		d.Errorf("%s of %s has late %q, want %q", digest, w.Slug(), got, want)
	}
}

func names(in *load.Input) string {
	var out []string
	for _, l := range in.Late {
		out = append(out, l.Post.Title+"<"+l.Edition)
	}
	return strings.Join(out, " ")
}

// TestLate tells a post with the first edition that is made after it came, and with no other.
func TestLate(t *testing.T) {
	d := newDiary(t, time.UTC)
	d.brings("list", d.at(23), "gate", 8)
	d.wants("daily", d.days(0, 1), "") // the first edition ever
	d.brings("list", d.at(25), "settled", 20)
	d.records("daily", d.days(0, 1), 1, d.at(31))
	d.brings("list", d.at(32), "hoist", 21, "chain", 9, "today", 30)
	d.wants("daily", d.days(0, 1), "")
	d.wants("daily", d.days(1, 1), "chain<daily-2026-10-12 hoist<daily-2026-10-12")
	d.records("daily", d.days(1, 1), 1, d.at(55))
	d.brings("list", d.at(56), "very", 10, "rope", 40)
	d.wants("daily", d.days(2, 1), "very<daily-2026-10-12 rope<daily-2026-10-13")
	d.wants("daily", d.days(1, 1), "chain<daily-2026-10-12 hoist<daily-2026-10-12") // as it was recorded
	d.records("daily", d.days(1, 1), 2, d.at(57))                                   // with "rope"
	d.wants("daily", d.days(2, 1), "very<daily-2026-10-12")
	d.wants("daily", d.days(1, 1), "chain<daily-2026-10-12 hoist<daily-2026-10-12")
	d.wants("daily", d.days(7, 1), "very<daily-2026-10-12")
	d.wants("daily", d.days(8, 1), "") // a week has passed
	if in := d.input("daily", d.days(1, 1)); len(in.Posts) != 2 {
		t.Errorf("the period has %d posts, want those that were written in it: today, rope", len(in.Posts))
	}
}

// TestLateOfTwoDigests keeps what one digest took from no other.
func TestLateOfTwoDigests(t *testing.T) {
	d := newDiary(t, time.UTC)
	d.brings("list", d.at(30), "gate", 8)
	d.records("daily", d.days(0, 1), 1, d.at(31))
	d.brings("list", d.at(60), "chain", 9)
	d.wants("daily", d.days(1, 1), "chain<daily-2026-10-12")
	d.records("daily", d.days(1, 1), 1, d.at(61))
	d.wants("weekly", d.days(0, 7), "") // the week has it itself
	d.records("weekly", d.days(0, 7), 1, d.at(175))
	d.brings("list", d.at(180), "hoist", 100)
	d.wants("weekly", d.days(7, 7), "hoist<weekly-2026-10-12-to-2026-10-18")
	d.wants("daily", d.days(7, 1), "") // no edition of that day was made
}

// TestLateAfterASkip knows a period that had its turn and no edition.
func TestLateAfterASkip(t *testing.T) {
	d := newDiary(t, time.UTC)
	skip := func(w period.Window, now time.Time) {
		t.Helper()
		if err := load.NoteSkip(t.Context(), d.db, "daily", w, now); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // done again after a kill it is the same
		skip(d.days(0, 1), d.at(31))
	}
	skip(d.days(1, 1), d.at(55))
	d.brings("list", d.at(56), "gate", 8, "chain", 30)
	d.wants("daily", d.days(2, 1), "gate< chain<")
	d.wants("weekly", d.days(2, 7), "")
	d.records("daily", d.days(2, 1), 1, d.at(79))
	d.wants("daily", d.days(3, 1), "")
	d.wants("daily", d.days(2, 1), "gate< chain<")
	d.brings("list", d.at(80), "hoist", 9)
	d.records("daily", d.days(0, 1), 1, d.at(81)) // by hand, after all
	d.wants("daily", d.days(3, 1), "")
}

// TestLateIsNoArchive takes what a source brings beside its first read, and not the archive of a new one.
func TestLateIsNoArchive(t *testing.T) {
	d := newDiary(t, time.UTC)
	d.records("daily", d.days(0, 1), 1, d.at(31))
	d.brings("forum", d.at(32), "archive", 9)
	d.brings("forum", d.at(33), "hoist", 10)
	if _, err := d.db.Commit(t.Context(), "list", nil, nil); err != nil { // it is read from the beginning
		t.Fatal(err)
	}
	d.brings("list", d.at(34), "again", 11)
	d.brings("list", d.at(35), "chain", 12)
	d.wants("daily", d.days(1, 1), "hoist<daily-2026-10-12 chain<daily-2026-10-12")
}

// TestLateAsRecorded makes an edition anew of what it took, less what was taken out, and takes nothing for one that was
// not recorded though its basis was: the program was killed between the two.
func TestLateAsRecorded(t *testing.T) {
	d := newDiary(t, time.UTC)
	d.records("daily", d.days(0, 1), 1, d.at(31))
	d.brings("list", d.at(32), "chain", 9, "hoist", 10)
	w := d.days(1, 1)
	if err := d.input("daily", w).Basis(d.at(55)).Save(t.Context(), d.db, "daily-"+w.Slug()); err != nil {
		t.Fatal(err)
	}
	d.wants("daily", d.days(2, 1), "chain<daily-2026-10-12 hoist<daily-2026-10-12")
	d.brings("list", d.at(56), "rope", 11)
	d.wants("daily", w, "chain<daily-2026-10-12 hoist<daily-2026-10-12 rope<daily-2026-10-12")
	d.records("daily", w, 1, d.at(57))
	if _, err := d.db.Remove(t.Context(), store.Removal{Posts: []string{store.PostID("", "hoist@example.org")}}); err != nil {
		t.Fatal(err)
	}
	d.brings("list", d.at(58), "paint", 12)
	d.wants("daily", w, "chain<daily-2026-10-12 rope<daily-2026-10-12")
	records, err := d.db.Editions(t.Context(), "daily", w.Start, w.End)
	if err != nil || len(records) != 1 {
		t.Fatalf("Editions() = %d, %v", len(records), err)
	}
	b, err := load.LoadBasis(t.Context(), d.db, "daily", w, records[0])
	if err != nil {
		t.Fatal(err)
	}
	in, err := b.Input(t.Context(), d.db, "daily", w)
	if got, want := names(in), "chain<daily-2026-10-12 rope<daily-2026-10-12"; err != nil || got != want {
		t.Errorf("made anew it has late %q, %v, want %q", got, err, want)
	}
	d.wants("daily", d.days(2, 1), "paint<daily-2026-10-12")
}

// TestLateByTheCommunitysDays goes by the days of the community, also where its clocks change.
func TestLateByTheCommunitysDays(t *testing.T) {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	d := newDiary(t, zone)
	d.records("daily", d.days(0, 1), 1, d.at(31))
	d.brings("list", d.at(40), "evening", 23, "night", 24, "before", -1)
	d.wants("daily", d.days(1, 1), "evening<daily-2026-10-12")
	d = newDiary(t, zone)
	d.records("daily", d.days(19, 1), 1, d.at(20*24+8)) // Saturday, 31 October; on Sunday the clocks go back
	d.brings("list", d.at(20*24+9), "eve", 19*24+23)
	d.wants("daily", d.days(26, 1), "eve<daily-2026-10-31")
	d.wants("daily", d.days(27, 1), "")
}

// TestLateWords sees no word of late posts that may not be quoted.
func TestLateWords(t *testing.T) {
	d := newDiary(t, time.UTC)
	d.records("daily", d.days(0, 1), 1, d.at(31))
	d.now = d.at(32)
	for i, policy := range []store.Policy{store.PolicyLink, store.PolicyCount} {
		p := store.Post{Key: fmt.Sprint(i, "@example.org"), Policy: policy, Title: "secret", Text: "secret words",
			Published: d.at(9), Author: store.Author{Name: "Cleo Marsh", Handle: "cleo@example.org"}}
		if _, err := d.db.Commit(t.Context(), "list", []store.Post{p}, store.Cursor(`{"read":2}`)); err != nil {
			t.Fatal(err)
		}
	}
	in := d.input("daily", d.days(1, 1))
	for _, l := range in.Late {
		if l.Post.Title+l.Post.Text != "" || l.Post.Policy == store.PolicyCount && l.Post.Author.Name != "" {
			t.Errorf("the builder sees %+v", l.Post)
		}
	}
	if len(in.Late) != 2 {
		t.Errorf("%d late posts, want 2", len(in.Late))
	}
}
