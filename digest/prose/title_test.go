package prose_test

import (
	"slices"
	"testing"

	"recap/digest/language"
	"recap/digest/prose"
)

func TestTitle(t *testing.T) {
	for subject, want := range map[string]string{
		"Pump stops":                             "Pump stops",
		"Re: Pump stops":                         "Pump stops",
		"[BUG]: Pump stops":                      "Pump stops",
		".NET pumps":                             ".NET pumps",
		"RE: Re: re: Pump  stops":                "Pump stops",
		"AW: WG: Pumpe steht":                    "Pumpe steht",
		"Sv: Pumpen står":                        "Pumpen står",
		"Odp: Pompa stoi":                        "Pompa stoi",
		"YNT: Pompa durdu":                       "Pompa durdu",
		"Отв: Насос стоит":                       "Насос стоит",
		"回复：水泵停了":                                "水泵停了",
		"返信: ポンプ":                                "ポンプ",
		"답장: 펌프":                                 "펌프",
		"Re[2]: Pump stops":                      "Pump stops",
		"Re^3: Pump stops":                       "Pump stops",
		"Fwd: [harbour] Pump stops":              "Pump stops",
		"[harbour] Re: [harbour] Pump stops":     "Pump stops",
		"[PATCH v2 1/3] pump: stop at noon":      "pump: stop at noon",
		"Tides (was: Pump stops)":                "Tides",
		"[harbour] Tides (was: Pump stops)":      "Tides",
		"[harbour] Tides [was: Re: Pump stops]":  "Tides",
		"Gezeiten [war: Pumpe steht]":            "Gezeiten",
		"Pump stops ...":                         "Pump stops",
		"Help:":                                  "Help",
		"Re:":                                    "",
		"(no subject)":                           "",
		"kein Betreff":                           "",
		"":                                       "",
		"[VOTE]":                                 "[VOTE]",
		"Refill: how often?":                     "Refill: how often?",
		"C: a language for pumps":                "C: a language for pumps",
		"Pump 3: stops at noon and never starts": "Pump 3: stops at noon and never starts",
	} {
		if got := prose.Title(subject); got != want {
			t.Errorf("Title(%q) = %q, want %q", subject, got, want)
		}
		if again := prose.Title(prose.Title(subject)); again != prose.Title(subject) {
			t.Errorf("Title(%q) is not final: %q", subject, again)
		}
	}
}

func TestIsReply(t *testing.T) {
	for subject, want := range map[string]bool{
		"Pump stops": false, "Re: Pump stops": true, "[harbour] Re: Pump stops": true, "AW: Pumpe": true, "Fwd: Pump stops": false, "WG: Pumpe": false, "Fw: pump": false,
		"回复：水泵": true, "Re[4]: pump": true, "Release: 2.0": false, "Regarding: pump": false, "": false,
	} {
		if got := prose.IsReply(subject); got != want {
			t.Errorf("IsReply(%q) = %t, want %t", subject, got, want)
		}
	}
}

func TestBase(t *testing.T) {
	for _, same := range [][]string{
		{"Pump stops", "Re: pump  stops", "[harbour] Pump stops!", "AW: PUMP stops (was: tides)"},
		{"Überlauf am Tor", "Re: überlauf am tor"},
		{"水泵停了", "回复：水泵停了"},
	} {
		for _, s := range same[1:] {
			if prose.Base(s) != prose.Base(same[0]) {
				t.Errorf("Base(%q) = %q, Base(%q) = %q, want the same", s, prose.Base(s), same[0], prose.Base(same[0]))
			}
		}
	}
	if prose.Base("Pump stops") == prose.Base("Pump starts") || prose.Base("???") != "" {
		t.Error("Base tells other subjects not apart")
	}
}

func TestTags(t *testing.T) {
	for subject, want := range map[string][]string{
		"[PATCH v2 1/3] pump": {"patch v2 1/3"}, "[harbour] Re: [VOTE] Buy a pump": {"harbour", "vote"}, "Pump [old]": nil, "Re: pump": nil,
	} {
		if got := prose.Tags(subject); !slices.Equal(got, want) {
			t.Errorf("Tags(%q) = %q, want %q", subject, got, want)
		}
	}
}

func TestStatus(t *testing.T) {
	en := language.For("en")
	for text, want := range map[string]string{
		"The sluice opens at noon #harbour #pumps":                         "The sluice opens at noon",
		"#harbour The sluice opens at noon":                                "#harbour The sluice opens at noon",
		"#harbour #pumps The sluice opens at noon":                         "The sluice opens at noon",
		"We meet in #harbour":                                              "We meet in #harbour",
		"The sluice opens\n\nat noon":                                      "The sluice opens at noon",
		"The sluice opens at noon: https://harbour.example.org/sluice now": "The sluice opens at noon: [link] now",
		"The sluice opens https://t.co/abc":                                "The sluice opens",
		"#harbour #pumps":                                                  "",
		"":                                                                 "",
	} {
		if got := prose.Status(text, en); got != want {
			t.Errorf("Status(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestRelayed(t *testing.T) {
	for text, want := range map[string]string{
		".@fay: the sluice has to open before the tide comes in":       "fay",
		"@fay: \"the sluice has to open before the tide comes in\"":    "fay",
		"“The sluice has to open before the tide comes in” – @fay":     "fay",
		"@fay says \"the sluice has to open before the tide\" #sluice": "fay",
		"@fay thanks, the sluice is open":                              "",
		"The sluice is open, says nobody":                              "",
		"I read “Tides” today with @fay":                               "",
	} {
		if got := prose.Relayed(text); got != want {
			t.Errorf("Relayed(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestMentions(t *testing.T) {
	for text, want := range map[string][]string{
		"@Fay and @gus@social.example.org, not hal@example.org, but @fay again.": {"fay", "gus@social.example.org"},
		"nobody":  nil,
		"@ @@ @.": nil,
	} {
		if got := prose.Mentions(text); !slices.Equal(got, want) {
			t.Errorf("Mentions(%q) = %q, want %q", text, got, want)
		}
	}
}
