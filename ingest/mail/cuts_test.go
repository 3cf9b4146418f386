package mail

import (
	"strings"
	"testing"
	"time"
)

// TestCuts has answers between quotes. "want" holds for each cut the own line behind it and the words that stood before
// that.
func TestCuts(t *testing.T) {
	const plain, html = "Content-Type: text/plain; charset=utf-8\n\n", "Content-Type: text/html; charset=utf-8\n\n"
	for name, test := range map[string]struct {
		mail string
		want [][2]string
	}{
		"none":             {plain + "The oven is warm.\n", nil},
		"below the answer": {plain + "It is warm.\n\nOn 2 Oct 2026 at 9:00, Ben Frost <ben@example.org> wrote:\n> Is the oven warm?\n", nil},
		"between answers": {plain +
			"Ben Frost wrote:\n> Is it warm?\n> Since when?\n\nYes – since nine.\n\n> Größer than before?\nNo.\n\n-- \nCleo\n",
			[][2]string{{"Yes – since nine.", "Is it warm?\nSince when?"}, {"No.", "Größer than before?"}}},
		"answers of two lines": {plain + "> one\nfirst line\nsecond line\n>> old\n> two\n\nthird\n",
			[][2]string{{"first line", "one"}, {"third", "old\ntwo"}}},
		"a forum's blocks": {plain + "Hello.\n[quote=\"ben, post:1\"]\nIs it warm?\n[/quote]\nYes.\n", [][2]string{{"Yes.", "Is it warm?"}}},
		"HTML": {html +
			"<p>Hello Ben,</p><div class=\"moz-cite-prefix\">On 2 Oct 2026, Ben Frost wrote:</div><blockquote " +
			"type=\"cite\"><p>Is it warm?</p><p>Since when?</p></blockquote><p>Since nine.</p>" +
			"<blockquote>Is it <b>new</b>?</blockquote>No.", [][2]string{{"Since nine.", "Is it warm?\n\nSince when?"}, {"No.", "Is it new?"}}},
		"HTML, the writer below": {html +
			"<div>Am 02.10.2026 um 9:00 schrieb Ben Frost:</div><blockquote>Ist er warm?</blockquote><div>Ja.</div>",
			[][2]string{{"Ja.", "Ist er warm?"}}},
		"HTML of Google": {html +
			"<div>Yes.</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Fri, Ben wrote:<br></div><blockquote " +
			"class=\"gmail_quote\">Is it?</blockquote></div>",
			nil},
		"two parts": {"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + plain + "> one\n\nfirst\n--b\n" +
			plain + "> two\n\nsecond\n--b--\n", [][2]string{{"first", "one"}, {"second", "two"}}},
	} {
		p, err := Parse([]byte("From: Cleo Dane <cleo@example.org>\nSubject: oven\nDate: Fri, 2 Oct 2026 10:00:00 +0000\n"+
			test.mail), Options{Now: time.Date(2026, 10, 3, 0, 0, 0, 0, time.UTC)})
		if err != nil || len(p.Cuts) != len(test.want) {
			t.Errorf("%s: Parse() gave text %q, quoted %q, cuts %v, %v, want %d cuts", name, p.Text, p.Quoted, p.Cuts, err, len(test.want))
			continue
		}
		for i, c := range p.Cuts {
			line, _, _ := strings.Cut(p.Text[c.At:], "\n")
			if c.At > 0 && p.Text[c.At-1] != '\n' || line != test.want[i][0] || p.Quoted[c.From:c.To] != test.want[i][1] {
				t.Errorf("%s: cut %d of text %q is %v, before %q and for %q, want before %q and for %q", name, i, p.Text, c, line,
					p.Quoted[c.From:c.To], test.want[i][0], test.want[i][1])
			}
		}
		if strings.Contains(p.Quoted, "wrote:") || strings.Contains(p.Text, "wrote:") || strings.Contains(p.Text, "schrieb") {
			t.Errorf("%s: Parse() gave text %q, quoted %q, which hold who is quoted", name, p.Text, p.Quoted)
		}
	}
}
