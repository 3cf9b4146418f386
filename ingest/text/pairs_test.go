package text

import "testing"

func TestPairs(t *testing.T) {
	const s = "Насос гудит: the pump hums"
	p := PairsOf(s)
	for from := range s {
		for to := from; to <= len(s); to++ {
			if !p.MayHold(s[from:to]) {
				t.Fatalf("%q may not stand in %q", s[from:to], s)
			}
		}
	}
	for _, word := range []string{"cookie", "подпишитесь", "購読", "xylophone"} {
		if p.MayHold(word) {
			t.Errorf("%q may stand in %q", word, s)
		}
	}
}
