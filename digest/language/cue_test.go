package language

import "testing"

func TestTablesCompile(t *testing.T) {
	for _, l := range languages() {
		if err := l.Check(); err != nil {
			t.Errorf("language %s: %v", l.Tag, err)
		}
	}
}

// TestEnglishCues holds one sentence, or several, against one cue that it shows and one that it does not.
func TestEnglishCues(t *testing.T) {
	for _, c := range []struct {
		text string
		has  Cue
		not  Cue
	}{
		{"I strongly disagree with the lower limit.", Objects, Agrees},
		{"That won't work on a ring buffer.", Objects, Works},
		{"-1, the name is taken.", Objects, Agrees},
		{"I don't think the lock is needed.", Doubts, Objects},
		{"I'll resend the whole series tomorrow.", Promises, Done},
		{"We will look into it.", Promises, Decides},
		{"Fair enough, let us keep it.", Concedes, Objects},
		{"I'm fine with either way.", Concedes, Doubts},
		{"Never mind, it was the cable.", Withdraws, Promises},
		{"I no longer need that.", Withdraws, Promises},
		{"Let us know if it still makes no sense.", Matters, Objects},
		{"Any help is greatly appreciated.", Seeks, Thanks},
		{"There is a reason: I'll maybe build a longer one.", Answers, Promises},
		{"It is broken, and I'll fix it when I get round to it.", Problem, Promises},
		{"The reason why long cables are problematic is that the drum fails.", Problem, Objects},
		{"The reason that I disagree is that the drum has a dent.", Objects, Agrees},
		{"By the way, there is a typo in the title.", Aside, Agrees},
		{"Applied to the main branch, thanks.", Merged, Promises},
		{"It's fixed in trunk.", Done, Merged},
		{"Ah, I made it work.", Works, Trouble},
		{"That did the trick.", Works, Objects},
		{"It still doesn't load.", Trouble, Works},
		{"You should call the other one.", Answers, Objects},
		{"This adds a new backend.", News, Objects},
		{"So the buffer is lost.", Dangles, StandsAlone},
		{"It seems that the buffer is lost.", StandsAlone, Objects},
		{"Hello everybody,", Greets, Closes},
		{"Best regards,", Closes, Greets},
		{"Somebody said:", Cites, Works},
		{"[VOTE] Move the list", TitleVote, TitleResult},
		{"[RESULT] [VOTE] Move the list", TitleResult, TitleRelease},
		{"Sluice 2.4 released", TitleRelease, TitleNoRelease},
		{"Release plan for 2.4", TitleNoRelease, TitleVote},
		{"CVE-2026-1001: overflow in the parser", TitleSecurity, TitleVote},
	} {
		set := english.Cues(c.text)
		if !set.Has(c.has) {
			t.Errorf("Cues(%q) lack %v; words %q", c.text, c.has, english.Words(c.text))
		}
		if set.Has(c.not) {
			t.Errorf("Cues(%q) have %v; words %q", c.text, c.not, english.Words(c.text))
		}
	}
}

func BenchmarkCues(b *testing.B) {
	const s = "I wrote a simple parser for using the endpoint with the new proxy, but it does not seem to work when the server closes the line early."
	for b.Loop() {
		english.Cues(s)
	}
}

func BenchmarkGermanCues(b *testing.B) {
	const s = "Ich habe einen einfachen Parser geschrieben, der den neuen Proxy benutzt, aber er scheint nicht zu funktionieren, wenn der Server die Verbindung zu früh schließt."
	for b.Loop() {
		german.Cues(s)
	}
}
