package digest

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func testLexicon() *lexicon {
	lex := newLexicon(english)
	lex.add("The socket stays open when the server dies. the check waits, and a reply comes late. Twisted and Klein run, said Ann. see the script, use the queue")
	lex.protect("Twisted")
	return lex
}

func TestReport(t *testing.T) {
	lex := testLexicon()
	for _, c := range []struct {
		in   string
		form clauseForm
		verb string
		text string
	}{
		{"The socket stays open when the server is gone.", formThat, "", "the socket stays open when the server is gone"},
		{"I think that the socket should be closed first.", formThat, "thought that", "the socket should be closed first"},
		{"I'm trying to keep my connection open for a day.", formVerb, "was trying to", "keep their connection open for a day"},
		{"Well, I am not able to close my own socket here.", formThat, "", "they are not able to close their own socket here"},
		{"Is there a way to close the socket cleanly?", formWhether, "", "whether there is a way to close the socket cleanly"},
		{"Does anyone know why the socket stays open?", formWhether, "", "whether anyone knows why the socket stays open"},
		{"How do I close the socket from a thread?", formWhether, "", "how to close the socket from a thread"},
		{"What is the difference between a reactor and a loop?", formColon, "", "what is the difference between a reactor and a loop?"},
		{"Use the queue for everything that can wait.", formTo, "", "use the queue for everything that can wait"},
		{"Please send the log of the failing server to the list.", formPlease, "", "send the log of the failing server to the list"},
		{"But Twisted is the only one that keeps it open.", formThat, "", "Twisted is the only one that keeps it open"},
		{"Seems the script was never run on a clean machine.", formThat, "", "it seems the script was never run on a clean machine"},
	} {
		got, ok := englishReport(c.in, lex)
		if !ok {
			t.Errorf("report(%q) refused it", c.in)
			continue
		}
		if got.form != c.form || got.verb != c.verb || got.text != c.text {
			t.Errorf("report(%q) = %v %q %q, want %v %q %q", c.in, got.form, got.verb, got.text, c.form, c.verb, c.text)
		}
	}
}

func TestReportRefuses(t *testing.T) {
	lex := testLexicon()
	for _, s := range []string{
		"",
		"Thanks!",
		"See https://example.org/page for all of it.",
		"Many small fixes and minor improvements all over.", // no verb
		"The call looks like this:",
		"I said \"we close our own socket\" and then \"it broke.", // marks that do not match
		"It was working yesterday on my machine.",                 // a day that the reader cannot place
		"netfs, cachefiles: change the address of the list",
		"x = foo(bar) && y->z == {1, 2}; return x::y",
		"Any help would be appreciated.",
		"The price \ufffd was lost in a wrong charset.",
	} {
		if c, ok := englishReport(s, lex); ok {
			t.Errorf("report(%q) = %+v, want it refused", s, c)
		}
	}
}

func TestShiftPersons(t *testing.T) {
	for in, want := range map[string]string{
		"I was there and I am late":         "they were there and they are late",
		"we need our own list, not theirs":  "they need their own list, not theirs",
		"it broke for me and for us":        "it broke for them and for them",
		"the I/O layer is mine":             "the I/O layer is theirs",
		"the US office opens at 9 am":       "the US office opens at 9 am",
		"what I've seen is what I'd expect": "what they have seen is what they would expect",
	} {
		if got := shiftPersons(in); got != want {
			t.Errorf("shiftPersons(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzReport(f *testing.F) {
	for _, s := range []string{"I think so, e.g. in v1.2.3.", "Does it? \"No.\"", "*bold* [link](http://x) `code` :-)", "\xff\xfe broken", "ÄÖÜ ist I'm?", "How do I"} {
		f.Add(s)
	}
	lex := testLexicon()
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "")
		}
		for _, sent := range english.sentences(s) {
			c, ok := englishReport(sent.text, lex)
			if ok && (c.text == "" || !utf8.ValidString(c.text)) {
				t.Errorf("report(%q) = %+v, want text in UTF-8", sent.text, c)
			}
		}
	})
}
