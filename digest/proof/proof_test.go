package proof_test

import (
	"slices"
	"testing"

	"recap/digest/proof"
)

func TestExcerpt(t *testing.T) {
	const own = "The *pump* stops at noon [1].\nSee [the manual](https://pump.example.org/m) and https://pump.example.org/x?y=1 for\nmore. It’s “old”.\n"
	for text, stands := range map[string]bool{
		"The pump stops at noon.":                                true,
		"The pump stops at noon. See the manual":                 true,
		"See the manual and [link] for more.":                    true,
		"It's \"old\".":                                          true,
		"for more. It’s “old”.":                                  true,
		"The pump stops at one.":                                 false,
		"The pump stops. See the manual":                         false,
		"The pump stops at noon. for more.":                      false,
		"the pump stops at noon.":                                false,
		"See the manual and [link] for less.":                    false,
		"It's \"old\". The pump stops at noon.":                  false,
		"The pump stops at noon. See the manual. It’s “old”.":    false,
		"The pump stops at noon. See the manual and [link] for ": true,
	} {
		if got := proof.Excerpt(text, own); (got == "") != stands {
			t.Errorf("Excerpt(%q) = %q, want that it stands there: %t", text, got, stands)
		}
	}
}

func TestFacts(t *testing.T) {
	evidence := slices.Values([]string{"Ann Lee released Pump 2.4", "in March."})
	for text, holds := range map[string]bool{
		"Released was Pump 2.4 by Ann Lee.": true,
		"Released was Pump 2.5 by Ann Lee.": false,
		"Released was Pump 2.4 by Bob Lee.": false,
		"In short, Larkspur says so.":       true,
		"Nothing is named here.":            true,
	} {
		if got := proof.Facts(text, evidence, map[string]bool{"larkspur": true}); (got == "") != holds {
			t.Errorf("Facts(%q) = %q, want that it holds: %t", text, got, holds)
		}
	}
}

func TestLinks(t *testing.T) {
	own := "The first is https://pump.example.org/a, and <http://pump.example.net/b> is the second.\nMore at www.pump.example.com/c or [the\n" +
		"mill](https://mill.example.org), as said.\n\nAnd https://pump.example.org/d has it."
	for _, tt := range []struct {
		text, own string
		want      []string
	}{
		{"The first is [link], and [link] is the second.", own, []string{"https://pump.example.org/a", "http://pump.example.net/b"}},
		{"And [link] has it.", own, []string{"https://pump.example.org/d"}},
		{"And nothing has it.", own, nil},
		{"Elsewhere is [link].", own, nil},
		{"And [link] has it.", own + " It says [link] itself.", nil},
		{"See [link].", "See www.pump.example.com/c.", []string{"http://www.pump.example.com/c"}},
		{"Read [link].", "Read https://pump.example.org/1.\n\nRead https://pump.example.org/2.", nil},
		{"[link] stands still.", "The pump at <https://pump.example.org>(/x) stands still.\n\nThe pump at link stands still.", nil},
		{"The pump at [link](/x) stands still.", "The pump at <https://pump.example.org>(/x) stands still.\n\nThe pump at link stands still.", nil},
		{"See [link].", "See https://ann:secret@pump.example.org/.", []string{""}},
		{"See [link] or [link].", "See https://pump.example.org/?mail=ann%40example.org or https://pump.example.org/a.", []string{"", "https://pump.example.org/a"}},
		{"See [link].", "See ssh://pump.example.org/a.", []string{""}},
	} {
		if got := proof.Links(tt.text, tt.own); !slices.Equal(got, tt.want) {
			t.Errorf("Links(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
