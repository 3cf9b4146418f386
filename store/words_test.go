package store

import (
	"slices"
	"strings"
	"testing"
)

func TestSameWords(t *testing.T) {
	long := "The pump of the third basin stops every night, and nobody has found out why so far. "
	for _, test := range []struct {
		name, a, b string
		want       bool
	}{
		{"line breaks and marks", "The *pump* of the\nthird basin\nstops.", "the pump of the third basin, stops", true},
		{"a footer", long, long + "basin mailing list basin@lists.example.org", true},
		{"other words", long, "The pump of the third basin runs and all of us are glad that it does so at night.", false},
		{"an address that was hidden", "Ask pumps@basin.example for it.", "Ask pumps at basin.example for it.", true},
		{"an address that was hidden otherwise", "Ask pumps (a) basin.example for it.", "Ask pumps(at)basin.example for it.", true},
		{"an address of the archive", "See https://a.example/x for the picture.", "See </att/x.png> for the picture.", true},
		{"lost characters", "Größe für müde Füße gewünscht", "Gr??e f\ufffdr m?de F\ufffd\ufffde gew?nscht", true},
		{"all characters lost", "насос бассейна", "????? ????????", true},
		{"a vote for and one against", "+1", "-1", false},
		{"a script without spaces", strings.Repeat("池のポンプは夜に止まる", 3), strings.Repeat("池のポンプは夜に止まる", 3) + "。", true},
		{"other words in it", "池のポンプは夜に止まる", "明日の会議は中止になりました", false},
	} {
		if got, back := sameWords(test.a, test.b), sameWords(test.b, test.a); got != test.want || back != test.want {
			t.Errorf("%s: sameWords() = %t, and %t the other way round, want %t", test.name, got, back, test.want)
		}
	}
	if got, want := FoldedWords("Is it so? «Yes», at 3 o'clock (a@b)."), []string{"is", "it", "so", "yes", "3",
		"o'clock", "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("foldedWords() = %q, want %q", got, want)
	}
}
