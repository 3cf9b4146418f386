package mail

import (
	"strings"
	"testing"
)

// TestStackedHeader has answers of programs that put each name and each value of the earlier mail's header on a line of
// its own, and mails that only look like one.
func TestStackedHeader(t *testing.T) {
	const html = `<font size=2>I bring flour.</font><br><br><table width=100%><tr valign=top><td width=40%><font size=1><b>` +
		`Ann Lee &lt;ann@example.org&gt;</b></font><br><font size=1>Sent by: dev-bounces@lists.example.org</font><p>` +
		`<font size=1>01.11.2026 09:00</font><td width=59%><table><tr><td><div align=right>An</div><td>dev@lists.example.org` +
		`<tr><td><div align=right>Kopie</div><td><tr><td><div align=right>Thema</div><td>Re: [dev] Oven at last</table></table>` +
		`<br><tt>It arrives on Friday.</tt>`
	const plain = "I bring flour.\n\n\n\nAnn Lee <ann@example.org>\n11/01/2026 09:00 AM\n\nTo\ndev@lists.example.org\ncc\n\n" +
		"Subject\nOven at last\n\n\n\nIt arrives on Friday.\n"
	all := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	for _, test := range []struct{ name, kind, body, own, quoted string }{
		{"text", "plain", plain, "I bring flour.", "It arrives on Friday."},
		{"names in another language", "plain", strings.NewReplacer("To\n", "Pour\n", "Subject\n", "Objet :\n").Replace(plain),
			"I bring flour.", "It arrives on Friday."},
		{"HTML", "html", html, "I bring flour.", "It arrives on Friday."},
		{"another subject", "plain", strings.Replace(plain, "Oven at last", "Flour", 1),
			all(strings.Replace(plain, "Oven at last", "Flour", 1)), ""},
		{"no date", "plain", strings.Replace(plain, "11/01/2026 09:00 AM", "Baker", 1),
			all(strings.Replace(plain, "11/01/2026 09:00 AM", "Baker", 1)), ""},
		{"a signed notice", "plain", "The oven is on from\n1 Nov 2026 09:00\nin Bern.\n\nann@example.org\n",
			"The oven is on from 1 Nov 2026 09:00 in Bern. ann@example.org", ""},
	} {
		p := parse(t, "From: Bob Stone <bob@example.org>\nMessage-ID: <1@example.org>\nIn-Reply-To: <0@example.org>\n"+
			"Subject: Re: [dev] Oven at last\nMIME-Version: 1.0\nContent-Type: text/"+test.kind+"; charset=utf-8\n\n"+test.body)
		if all(p.Text) != test.own || all(p.Quoted) != test.quoted {
			t.Errorf("%s: Parse() = own %q, quoted %q, want %q and %q", test.name, p.Text, p.Quoted, test.own, test.quoted)
		}
	}
}

// TestOwnExamples has what writers draw and paste that looks as quotes do and is none.
func TestOwnExamples(t *testing.T) {
	const table = "| flour | oven |\n|-------|------|\n| rye   | left |"
	const example = "From: baker@example.org\nTo: oven@example.org\nSubject: rye"
	for _, test := range []struct{ name, body, own, quoted string }{
		{"a table", "We have:\n\n" + table + "\n\nThat is all.", "We have:\n\n" + table + "\n\nThat is all.", ""},
		{"a table in a quote", "> We have:\n> | rye | left |\nThat is all.", "That is all.", "We have:\n| rye | left |"},
		{"a quote by bars", "| We have rye.\n| It is left |\nThat is all.", "That is all.", "We have rye.\nIt is left |"},
		{"a pasted header", "Write to it like this\n\n" + example + "\n\nand it starts. Then wait.",
			"Write to it like this\n\n" + example + "\n\nand it starts. Then wait.", ""},
		{"a header of this thread", "I bring flour.\n\n" + strings.Replace(example, "rye", "Re: Oven", 1) + "\n\nIt arrives.",
			"I bring flour.", "It arrives."},
		{"a dated header", "I bring flour.\n\n" + example + "\nDate: 1 Nov 2026\n\nIt arrives.", "I bring flour.", "It arrives."},
		{"a header under a label", "I bring flour.\n\n----- Forwarded by Ann -----\n" + example + "\n\nIt arrives.",
			"I bring flour.", "It arrives."},
	} {
		p := parse(t, "From: Bob Stone <bob@example.org>\nMessage-ID: <1@example.org>\nSubject: Oven\n\n"+test.body+"\n")
		if p.Text != test.own || p.Quoted != test.quoted {
			t.Errorf("%s: Parse() = own %q, quoted %q, want %q and %q", test.name, p.Text, p.Quoted, test.own, test.quoted)
		}
	}
}
