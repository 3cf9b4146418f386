package alert

import (
	"errors"
	"strings"
	"testing"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/edition"
	"recap/digest/period"
	"recap/store"
)

// facts returns facts of a moment so long after the start.
func factsAt(after time.Duration) Facts {
	return Facts{Now: start().Add(after), SourceAfter: 24 * time.Hour, QuietAfter: 168 * time.Hour}
}

// kinds returns what was found, in short.
func kinds(found []Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, f.Kind+" "+f.Subject)
	}
	return strings.Join(all, ", ")
}

const dayLong = 24 * time.Hour

func TestFailingSources(t *testing.T) {
	s := &State{}
	source := func(name string, failures int, disabled string) store.SourceState {
		return store.SourceState{SourceInfo: store.SourceInfo{Name: name}, Failures: failures, Disabled: disabled, LastError: "503"}
	}
	for _, step := range []struct {
		after   time.Duration
		sources []store.SourceState
		want    string
	}{
		{0, []store.SourceState{source("a", 1, ""), source("b", 0, "")}, ""},
		{23 * time.Hour, []store.SourceState{source("a", 90, ""), source("b", 0, "gone")}, ""},
		{24 * time.Hour, []store.SourceState{source("a", 91, ""), source("b", 0, "gone")}, "failing a"},
		{25 * time.Hour, []store.SourceState{source("a", 0, ""), source("b", 0, "gone")}, ""},
		{26 * time.Hour, []store.SourceState{source("a", 1, ""), source("b", 0, "gone")}, ""}, // it failed anew
		{47 * time.Hour, []store.SourceState{source("a", 9, ""), source("b", 0, "gone")}, "failing b"},
	} {
		f := factsAt(step.after)
		f.Sources = step.sources
		if got := kinds(Find(s, f)); got != step.want {
			t.Errorf("after %v: found %q, want %q", step.after, got, step.want)
		}
	}
}

// every returns n moments so far apart, the last of them at the start.
func every(gap time.Duration, n int) []time.Time {
	var all []time.Time
	for i := range n {
		all = append(all, start().Add(-gap*time.Duration(n-1-i)))
	}
	return all
}

func TestSilentSources(t *testing.T) {
	outage := append(every(dayLong, 40)[:20:20], every(dayLong, 10)...) // ten days between are missing
	for _, tt := range []struct {
		name    string
		written []time.Time
		silent  time.Duration
		want    string
	}{
		{"a post a day, and none for two", every(dayLong, 30), 47 * time.Hour, ""},
		{"a post a day, and none for longer", every(dayLong, 30), 48 * time.Hour, "silent list"},
		{"a post an hour, and none in the night", every(time.Hour, 300), 12 * time.Hour, ""},
		{"a post an hour, and none for a day", every(time.Hour, 300), dayLong, "silent list"},
		{"a post a week", every(7*dayLong, 15), 13 * dayLong, ""},
		{"a post a week, and none for two", every(7*dayLong, 15), 14 * dayLong, "silent list"},
		{"too few to know", every(dayLong, 7), 60 * dayLong, ""},
		{"four days of a meeting", every(time.Minute, 4*24*60), 60 * dayLong, ""},
		{"a fault in the past", outage, 2 * dayLong, "silent list"},
		{"no post at all", nil, 60 * dayLong, ""},
	} {
		f := factsAt(tt.silent)
		f.Written = map[string][]time.Time{"list": tt.written}
		f.Sources = []store.SourceState{{SourceInfo: store.SourceInfo{Name: "list"}, LastComplete: f.Now, LastNew: start()}}
		if got := kinds(Find(&State{}, f)); got != tt.want {
			t.Errorf("%s: found %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestSilenceEndsWithAPost has a source be silent for so long that nothing is usual of it any more.
func TestSilenceEndsWithAPost(t *testing.T) {
	s := &State{}
	for _, step := range []struct {
		after   time.Duration
		written []time.Time
		brought time.Duration // when it brought something last
		fails   int
		want    string
	}{
		{3 * dayLong, every(dayLong, 30), 0, 0, "silent list"},
		{3*dayLong + time.Hour, nil, 0, 0, "silent list"},   // nobody looked
		{3*dayLong + 2*time.Hour, nil, 0, 1, "silent list"}, // nobody could
		{5 * dayLong, nil, 0, 9, "silent list, failing list"},
		{200 * dayLong, []time.Time{}, 0, 0, "silent list"},
		{201 * dayLong, []time.Time{start().Add(201 * dayLong)}, 201 * dayLong, 0, ""},
	} {
		f := factsAt(step.after)
		if step.written != nil {
			f.Written = map[string][]time.Time{"list": step.written}
		}
		f.Sources = []store.SourceState{{SourceInfo: store.SourceInfo{Name: "list"}, LastComplete: f.Now, LastNew: start().Add(step.brought),
			Failures: step.fails, LastError: "503"}}
		found := Find(s, f)
		s.Note(found, f.Now)
		if got := kinds(found); got != step.want {
			t.Errorf("after %v: found %q, want %q", step.after, got, step.want)
		}
	}
}

func TestQuietDigests(t *testing.T) {
	for _, tt := range []struct {
		name         string
		now          time.Duration // since the first run
		news, passed time.Duration
		want         string
	}{
		{"a day with news each day", 30 * dayLong, 29 * dayLong, 29 * dayLong, ""},
		{"six days without", 30 * dayLong, 24 * dayLong, 29 * dayLong, ""},
		{"seven days without", 31 * dayLong, 24 * dayLong, 30 * dayLong, "quiet daily"},
		{"a week that is not over", 37 * dayLong, 28 * dayLong, 28 * dayLong, ""},
		{"the first run was yesterday", dayLong, -20 * dayLong, dayLong, ""},
		{"never had news", 8 * dayLong, -365 * dayLong, 7 * dayLong, "quiet daily"},
		{"meetings, of which there is none", 90 * dayLong, 0, 0, ""},
	} {
		f := factsAt(tt.now)
		f.Digests = []edition.Standing{{Digest: &config.Digest{Name: "daily"}, News: start().Add(tt.news), Passed: start().Add(tt.passed)}}
		if got := kinds(Find(&State{Began: start()}, f)); got != tt.want {
			t.Errorf("%s: found %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestLateEditions(t *testing.T) {
	g := &config.Digest{Name: "daily"}
	d := edition.Due{Digest: g, Window: period.Window{Start: start().Add(-32 * time.Hour), End: start().Add(-8 * time.Hour), Zone: time.UTC}}
	for _, tt := range []struct {
		name  string
		late  edition.Late
		after time.Duration
		want  string
	}{
		{"an output does not have it", edition.Late{Outputs: []string{"pages", "mail"}}, 0,
			"digest daily 2026-10-18 was due on 2026-10-19 08:00 UTC and is not delivered to pages, mail"},
		{"it is being caught up", edition.Late{}, time.Hour / 2, ""},
		{"it was not made", edition.Late{}, time.Hour, "digest daily 2026-10-18 was due on 2026-10-19 08:00 UTC and was not made"},
		{"the editor is asleep", edition.Late{Held: true}, 23 * time.Hour, ""},
		{"the editor forgot", edition.Late{Held: true}, 24 * time.Hour,
			"digest daily 2026-10-18 was due on 2026-10-19 08:00 UTC and waits for an editor"},
	} {
		tt.late.Due, tt.late.At = d, start()
		f := factsAt(tt.after)
		f.Digests = []edition.Standing{{Digest: g, Late: []edition.Late{tt.late}, News: f.Now}}
		text := ""
		for _, one := range Find(&State{}, f) {
			text += one.Text
		}
		if text != tt.want {
			t.Errorf("%s: found %q, want %q", tt.name, text, tt.want)
		}
	}
}

func TestFailingOutputs(t *testing.T) {
	s := &State{}
	broken := map[string]error{"mail": errors.New("550 <ann@example.net> is nobody"), "pages": nil}
	for i, step := range []struct {
		tried map[string]error
		want  string
	}{
		{broken, ""},
		{nil, ""}, // a run that had nothing for it
		{broken, ""},
		{broken, "channel mail"},
		{nil, "channel mail"},
		{map[string]error{"mail": nil}, ""},
		{broken, ""},
	} {
		f := factsAt(time.Duration(i) * time.Hour)
		f.Tried, f.Outputs = step.tried, []string{"mail", "pages"}
		found := Find(s, f)
		if got := kinds(found); got != step.want {
			t.Errorf("step %d: found %q, want %q", i, got, step.want)
		}
		for _, one := range found {
			if strings.Contains(one.Text, "ann@") {
				t.Errorf("step %d: an alert tells what the server said: %q", i, one.Text)
			}
		}
	}
}

// TestOutputThatIsNoMore takes an output out of the configuration while it fails, and puts it back.
func TestOutputThatIsNoMore(t *testing.T) {
	s := &State{}
	for i, step := range []struct {
		outputs []string
		want    string
	}{
		{[]string{"mail"}, ""}, {[]string{"mail"}, ""}, {[]string{"mail"}, "channel mail"},
		{[]string{"letters"}, ""}, {[]string{"mail"}, ""},
	} {
		f := factsAt(time.Duration(i) * time.Hour)
		f.Outputs, f.Tried = step.outputs, map[string]error{step.outputs[0]: errors.New("no route to host")}
		if got := kinds(Find(s, f)); got != step.want {
			t.Errorf("step %d: found %q, want %q", i, got, step.want)
		}
	}
}
