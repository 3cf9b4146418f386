package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCutsThatAreNoPlaces(t *testing.T) {
	text, quoted := "Grüße", "größer"
	for _, test := range []struct{ given, want []Cut }{
		{nil, nil},
		{[]Cut{{At: 0, From: 0, To: 2}, {At: len(text), From: 4, To: len(quoted)}},
			[]Cut{{At: 0, From: 0, To: 2}, {At: len(text), From: 4, To: len(quoted)}}},
		{[]Cut{{At: 3, From: 0, To: 2}, {At: 4, From: 0, To: 2}},
			[]Cut{{At: 4, From: 0, To: 2}}}, // inside a character
		{[]Cut{{At: -1, From: 0, To: 2}, {At: len(text) + 1, From: 0, To: 2}},
			nil}, // outside the text
		{[]Cut{{At: 2, From: 0, To: 3}, {At: 2, From: 2, To: 1}, {At: 2, From: 0, To: 99}},
			[]Cut{{At: 2}, {At: 2}, {At: 2}}}, // words that were not kept
		{[]Cut{{At: 4, From: 0, To: 2}, {At: 2, From: 0, To: 2}},
			[]Cut{{At: 4, From: 0, To: 2}}}, // out of order
	} {
		if diff := cmp.Diff(test.want, ValidCuts(test.given, text, quoted)); diff != "" {
			t.Errorf("ValidCuts(%v) differs (-want +got):\n%s", test.given, diff)
		}
	}
}
