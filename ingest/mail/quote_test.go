package mail

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       Words
	}{
		{"interleaved", "Bob wrote:\n> one?\n\nYes.\n\n> two?\nNo.\n", Words{Own: "Yes.\n\nNo.", Quoted: "one?\ntwo?"}},
		{"marks of all kinds", "> a\n>> b\n  > c\n| d\nBS> e\nown\n", Words{Own: "own", Quoted: "a\nb\nc\nd\ne"}},
		{"no quote", "if a > b then\n<x> y\n    > indented code\n", Words{Own: "if a > b then\n<x> y\n    > indented code"}},
		{"attribution over two lines",
			"On Sun, Nov 1, 2026 at 9:00 AM Somebody With A Long Name\n<somebody@example.org> wrote:\n> old\n\nnew\n",
			Words{Own: "new", Quoted: "old"}},
		{"attribution in German", "Am 01.11.2026 um 09:00 schrieb Bob:\n> alt\n\nneu\n", Words{Own: "neu", Quoted: "alt"}},
		{"attribution without marks below", "new\n\nOn 1 Nov 2026, at 9:00, Bob wrote:\n\nold\nold\n", Words{Own: "new", Quoted: "old\nold"}},
		{"attribution behind words", "new On Sun, Nov 1, 2026 at 3:59 PM, bob@example.org wrote:\n> old\n", Words{Own: "new", Quoted: "old"}},
		{"attribution that says no verb", "* Bob Stone <bob@example.org> [2026-11-01 09:00]:\n> old\nnew\n", Words{Own: "new", Quoted: "old"}},
		{"a sentence with a colon", "The manual says:\n> old\nnew\n", Words{Own: "The manual says:\n\nnew", Quoted: "old"}},
		{"a sentence that begins with On", "On the other hand:\nit works.\n", Words{Own: "On the other hand:\nit works."}},
		{"original message", "new\n\n-----Original Message-----\nFrom: Bob\nSent: Sunday\nTo: dev\nSubject: s\n\nold\n",
			Words{Own: "new", Quoted: "old"}},
		{"original message, answered below", "-----Original Message-----\nFrom: Bob\nTo: dev\nSubject: s\n\n> old\n\nnew\n",
			Words{Own: "new", Quoted: "old"}},
		{"copied header",
			"new\n\n________________________________\nVon: Bob <bob@example.org>\nGesendet: Sonntag, 1. November 2026 09:00\n" +
				"An: dev\nBetreff: s\n\nold\n",
			Words{Own: "new", Quoted: "old"}},
		{"forwarded",
			"see below\n\n---------- Forwarded message ----------\nFrom: Bob <bob@example.org>\nDate: Sun, Nov 1, 2026\n" +
				"Subject: s\n\nold\n--- end forwarded message ---\nthat was it\n",
			Words{Own: "see below\n\nthat was it", Quoted: "old"}},
		{"signature", "hi\n-- \nAnn Lee\nExample Works\n", Words{Own: "hi", Signature: "Ann Lee\nExample Works"}},
		{"signature above a quote", "hi\n--\nAnn\n\n> old\n", Words{Own: "hi", Quoted: "old", Signature: "Ann"}},
		{"telephone", "hi\n\nSent from my telephone\n", Words{Own: "hi", Signature: "Sent from my telephone"}},
		{"no telephone", "hi\n\nSent from my desk, which is easier.\n", Words{Own: "hi\n\nSent from my desk, which is easier."}},
		{"name above an address", "It works now.\n\nAnn Lee\nann@example.org\n(555) 123 4567\n",
			Words{Own: "It works now.", Signature: "Ann Lee\nann@example.org\n(555) 123 4567"}},
		{"a list under a dash", "first\n--\n" + lines(30) + "last\n", Words{Own: "first\n\n" + lines(30) + "last"}},
		{"footer",
			"hi\n_______________________________________________\ndev mailing list\ndev@lists.example.org\nhttps://lists.example.org/listinfo/dev\n",
			Words{Own: "hi"}},
		{"footer under a signature", "hi\n-- \nAnn\n_______________________________________________\ndev mailing list\n",
			Words{Own: "hi", Signature: "Ann"}},
		{"footer as a signature", "hi\n-- \ndev mailing list\ndev@lists.example.org\n", Words{Own: "hi"}},
		{"footer of a group",
			"hi\n\n-- \nYou received this message because you are subscribed to the group.\nTo unsubscribe, write.\n",
			Words{Own: "hi"}},
		{"forum quote", "[quote=\"bob, post:1\"]\nold [quote]older[/quote]\n[/quote]\nnew [quote]x[/quote] end\n",
			Words{Own: "new\n\nend", Quoted: "old older\n\nx"}},
		{"forum quote that stays open", "[quote] is a tag\n", Words{Own: "[quote] is a tag"}},
		{"scrubbed",
			"hi\n-------------- next part --------------\nAn HTML attachment was scrubbed...\nURL: <https://lists.example.org/1.htm>\n",
			Words{Own: "hi"}},
		{"signed",
			"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nhi\n- -- \nAnn\n-----BEGIN PGP SIGNATURE-----\n\nabc=\n-----END PGP SIGNATURE-----\n",
			Words{Own: "hi", Signature: "Ann"}},
		{"patch",
			"Fix it.\n\nSigned-off-by: A\n---\nnote\n x.c | 2 +-\n 1 file changed, 1 insertion(+)\n\ndiff --git a/x.c b/x.c\n" +
				"index 1..2 100644\n--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n\n-- \n2.30.2\n",
			Words{Own: "Fix it.\n\nSigned-off-by: A\n\nnote"}},
		{"svn diff in the middle",
			"before\n\nIndex: x.py\n===================================================================\n--- x.py\n+++ x.py\n" +
				"@@ -1 +1 @@\n-a\n+b\n\nafter\n",
			Words{Own: "before\n\nafter"}},
		{"empty", "", Words{}},
	} {
		got := Split(test.text)
		got.Cuts = nil // TestCuts
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: Split(%q) (-want +got):\n%s", test.name, test.text, diff)
		}
	}
}

// lines returns n lines of text.
func lines(n int) string {
	s := ""
	for range n {
		s += "one more line\n"
	}
	return s
}

func FuzzQuotes(f *testing.F) {
	for _, s := range []string{
		"On Sun, 1 Nov 2026, Bob wrote:\n> old\n\nnew\n-- \nAnn\n",
		"new\n\n-----Original Message-----\nFrom: Bob\nSent: x\nTo: dev\n\nold\n", "[quote=\"bob\"]\nold [quote]x[/quote]\n[/quote]\nnew\n",
		"hi\n____________________\ndev mailing list\n", "==^=====\nEASY UNSUBSCRIBE\n==^=====\n",
		"差出人：Bob\n日付：x\n件名：y\n\nold\n", "-\nTo unsubscribe from this list: x\n", "diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b\n-- \n2.1\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = clean(s)
		got := Split(s)
		for _, part := range []string{got.Own, got.Quoted, got.Signature} {
			if !utf8.ValidString(part) || len(part) > len(s)+2*maxText {
				t.Errorf("Split(%q) gave %q", s, part)
			}
		}
		// whatever is own words is words of the text
		for _, l := range strings.Split(got.Own, "\n") {
			if l = strings.TrimSpace(l); l != "" && !strings.Contains(strings.ToLower(s), "[quote") && !strings.Contains(s, l) {
				t.Errorf("Split(%q): own line %q is not in it", s, l)
			}
		}
	})
}
