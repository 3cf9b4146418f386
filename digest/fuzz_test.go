package digest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"recap/digest/internal/scene"
	"recap/store"
)

// FuzzBuild builds an edition of a small day in which somebody wrote anything, as a mail, an answer, a status and an article.
func FuzzBuild(f *testing.F) {
	for _, s := range [][3]string{
		{"Ann Lee", "[VOTE] Buy a gauge", "Please vote. The vote is open for 72 hours.\n\n[ ] +1 buy it\n*\v*\n"},
		{"Lee, Ann (Norrvik)", "Re: [PATCH v2 1/3] gate: open", "-1, because that breaks the gate on 7 November 2026.\n\nReviewed-by: Bob <bob@example.org>"},
		{"x@example.org via list", "", "#harbour .@fay: “the sluice opens at noon” https://t.co/x [link] 😀\u200d"},
		{"李安", "v2.4.1", "水泵停了。谁知道？ CVE-2026-1234 [1] [a](https://x.example.org)"},
	} {
		f.Add(s[0], s[1], s[2], 0)
		f.Add(s[0], s[1], s[2], 7)
	}
	f.Fuzz(func(t *testing.T, who, title, text string, how int) {
		for _, s := range []string{who, title, text} {
			if !utf8.ValidString(s) || len(s) > 20_000 {
				return // the store holds valid text alone, and the build is linear
			}
		}
		title = strings.Join(strings.Fields(title), " ") // one line, as the store has it
		s := scene.New()
		s.Mail("old", "", "Bob Stone", -24*30, "Log of the pump", "The pump runs without a fault since the repair of the float.")
		s.Mail("a", "", "Bob Stone", 8, "Shall we replace the float?", "I propose to replace the float of the northern pump. What do you think of it?")
		s.Reply("b", "a", "Cleo Marsh", 9, "I agree, the float of the pump is older than the shed.")
		s.Reply("c", "b", "Dirk Holm", 10, text)
		s.Mail("d", "", who, 11, title, text)
		s.Reply("e", "d", "Bob Stone", 12, "Thanks, I will look at the pump tomorrow.")
		p := s.Mail("f", "a", who, 13, title, text)
		if n := how % (len(text) + 1); n >= 0 && (n == len(text) || utf8.RuneStart(text[n])) {
			p.Quoted, p.Cuts = text, []store.Cut{{At: n, From: 0, To: n}}
		}
		s.Status("g", who, 14, text)
		s.Status("h", "Eva Brook", 14.1, text)
		s.Article("i", who, 15, title, text)
		s.Reply("j", "d", who, 16, text)
		in := s.Input()
		opt := harbourOptions()
		if how < 0 {
			opt.Community.Language = "de"
		}
		e := built(t, in, opt)
		verbatim(t, e, in)
		for _, x := range e.Stories {
			if x.Title == "" || !utf8.ValidString(x.Title) || len(x.Paragraphs) == 0 {
				t.Errorf("story %+v", x)
			}
		}
		encoded(t, e)
	})
}
