package prose_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"recap/digest/language"
	"recap/digest/proof"
	"recap/digest/prose"
)

// FuzzUnits holds every sentence that may be printed against the text that it was cut out of.
func FuzzUnits(f *testing.F) {
	for _, s := range []string{
		"Hi all,\n\nThe pump stops at noon. Does yours?\n\nBest regards,\nAnn",
		"See [the manual](https://pump.example.org/m) [1], and www.pump.example.org/x.\n\n```\ncode\n```\nand on it goes",
		"Bob says:\n\n\"\nThe pump must go.\n\"\n\nI think not :-)",
		"* one\n* two\n\n| a | b |\n\nAm 3. Mai ist Schluss. 水泵停了。谁知道？",
		"Greetings ![pic](https://x.example.org/p.png) text[^1] (see [2]).",
		"Mine.\n\n=====\nPump stops\nby Runa Vestre\n\nIt stops.\n=====\n\nNORRVIK, May 3 -- It stops.\n\nhttps://pump.example.org/\n\nMay 3, 2026\nIt stops.",
		"“It stops. It starts.” - Runa\n\n\"It stops.\n\"It starts.\"\n-- Runa Vestre\n\n[Runa Vestre]:\nIt stops.\n~~It starts.~~\n~ R. Vestre (Norrvik)",
		"The pump stops.\n*\v*", // a line of marks around white space
	} {
		f.Add(s, 5, 20, true)
		f.Add(s, 0, 3, false)
	}
	f.Fuzz(func(t *testing.T, own string, at, next int, german bool) {
		if !utf8.ValidString(own) {
			return // the store holds valid text alone
		}
		tag := "en"
		if german {
			tag = "de"
		}
		text := prose.Text{Own: own, Language: language.For(tag), Writer: "Ann Lee"}
		for _, n := range []int{at, next} {
			if n >= 0 && n <= len(own) && (n == len(own) || utf8.RuneStart(own[n])) && (len(text.Quotations) == 0 || n > text.Quotations[0].At) {
				text.Quotations = append(text.Quotations, prose.Quotation{At: n, Line: "Why is that so?"})
			}
		}
		us := prose.Units(text)
		for i := range us {
			u := &us[i]
			if !utf8.ValidString(u.Text) || u.Text == "" || strings.ContainsAny(u.Text, "\n\t") {
				t.Errorf("unit %q", u.Text)
			}
			if u.OK {
				if refusal := proof.Excerpt(u.Text, own); refusal != "" {
					t.Errorf("%q of %q: %s", u.Text, own, refusal)
				}
			}
		}
		ws := prose.Windows(us, german)
		for i := range ws {
			if n := len(ws[i].Units); n > prose.WindowUnits || n > 1 && ws[i].Words() > prose.WindowWords {
				t.Errorf("a window of %d units and %d words", n, ws[i].Words())
			}
			if refusal := proof.Excerpt(ws[i].Text(), own); refusal != "" {
				t.Errorf("%q of %q: %s", ws[i].Text(), own, refusal)
			}
		}
		if s := prose.Status(own, text.Language); !utf8.ValidString(s) {
			t.Errorf("status %q of %q", s, own)
		}
		prose.Mentions(own)
		prose.Relayed(own)
		if title := prose.Title(own); !utf8.ValidString(title) || strings.TrimSpace(title) != title {
			t.Errorf("Title(%q) = %q", own, title)
		}
		prose.Base(own)
	})
}
