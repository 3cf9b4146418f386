package eval

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Frozen values of Google's rouge_score on sentences of our own.
func TestScoreEqualsRougeScore(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "rouge.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Candidate, Reference []string
		R1, R2, RL, RLsum    float64
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 20 {
		t.Fatalf("testdata/rouge.json holds %d cases, want at least 20", len(cases))
	}
	for i, c := range cases {
		got, want := Score(c.Candidate, c.Reference), Rouge{c.R1, c.R2, c.RL, c.RLsum}
		if math.Abs(got.R1-want.R1)+math.Abs(got.R2-want.R2)+math.Abs(got.L-want.L)+math.Abs(got.Lsum-want.Lsum) > 1e-6 {
			t.Errorf("case %d: Score(%q, %q) = %+v, want %+v", i, c.Candidate, c.Reference, got, want)
		}
	}
}

func TestStem(t *testing.T) {
	for w, want := range map[string]string{
		"ponies": "poni", "ties": "tie", "caresses": "caress", "cats": "cat", "feed": "feed", "agreed": "agre", "plastered": "plaster", "motoring": "motor",
		"sing": "sing", "conflated": "conflat", "hopping": "hop", "falling": "fall", "hissing": "hiss", "filing": "file", "happy": "happi", "sky": "sky", "say": "say",
		"relational": "relat", "rationally": "ration", "vietnamization": "vietnam", "hopefulness": "hope", "homologies": "homolog", "adoption": "adopt",
		"controllable": "control", "roll": "roll", "news": "news", "dying": "die", "cried": "cri", "died": "die", "syzygy": "syzygi", "as": "as",
	} {
		if got := Stem(w); got != want {
			t.Errorf("Stem(%q) = %q, want %q", w, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	got := Sentences("Ann asked Dr. Moor about v1.2. It works! J. Stone (of Tidewater) said so, e.g. Here. \"Fine.\" said he. and no more")
	want := []string{"Ann asked Dr. Moor about v1.2.", "It works!", "J. Stone (of Tidewater) said so, e.g. Here.", "\"Fine.\" said he. and no more"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Sentences() (-want +got):\n%s", diff)
	}
}

func TestIntervalHoldsTheMean(t *testing.T) {
	values := []float64{.1, .9, .4, .5, .6, .3, .8, .2}
	low, high := Interval(values)
	if mean := Mean(values); !(low < mean && mean < high) {
		t.Errorf("Interval(%v) = %v..%v, want it around the mean %v", values, low, high, mean)
	}
	again, _ := Interval(values)
	if again != low {
		t.Errorf("Interval() = %v, then %v; want the same draw each time", low, again)
	}
	if low, high := Interval(nil); low != 0 || high != 0 {
		t.Errorf("Interval(nil) = %v..%v, want 0..0", low, high)
	}
}

func TestRank(t *testing.T) {
	got := Rank([]int{4, 7, 1, 9, 2, 3}, map[int]bool{7: true, 2: true, 8: true, 3: true})
	want := Selection{AP: (1.0/2 + 2.0/5 + 3.0/6) / 4, P3: 1.0 / 3, R5: .5, RR: .5}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })); diff != "" {
		t.Errorf("Rank() (-want +got):\n%s", diff)
	}
	if got := Rank([]int{1}, nil); got != (Selection{}) {
		t.Errorf("Rank() of nothing wanted = %+v, want zeros", got)
	}
}

func TestRepeats(t *testing.T) {
	docs := []string{"the pump stops", "the float sticks", "a seal leaks", "the vote is open"}
	twice := Repeats([]string{"The pump stops.", "The pump stops."}, docs)
	if twice.Max < .999 || twice.Distinct != .5 {
		t.Errorf("Repeats() of one sentence twice = %+v, want cosine 1 and half of the bigrams distinct", twice)
	}
	other := Repeats([]string{"The pump stops.", "A seal leaks."}, docs)
	if other.Max != 0 || other.Distinct != 1 {
		t.Errorf("Repeats() of two sentences = %+v, want nothing in common", other)
	}
}
