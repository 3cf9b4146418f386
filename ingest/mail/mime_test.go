package mail

import (
	"encoding/base64"
	"strings"
	"testing"

	"recap/store"
)

func TestText(t *testing.T) {
	const mixed = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=X\n\n"
	plain := func(charset string) string {
		return "Content-Type: text/plain; charset=" + charset + "\nContent-Transfer-Encoding: 8bit\n\n"
	}
	for _, test := range []struct{ name, raw, want string }{
		{"utf-8", plain("utf-8") + "café\n", "café"},
		{"latin-1 in ascii", plain("us-ascii") + "caf\xe9 \x93q\x94\n", "café “q”"},
		{"windows-1252 as latin-1", plain("iso-8859-1") + "\x93q\x94\n", "“q”"},
		{"utf-8 as latin-1", plain("iso-8859-1") + "caf\xc3\xa9\n", "café"},
		{"latin-1 as utf-8", plain("utf-8") + "caf\xe9 cr\xe8me\n", "café crème"},
		{"broken utf-8", plain("utf-8") + "caf\xc3\xa9 \xc3\xa8 \xff\n", "café è \ufffd"},
		{"unknown charset", plain("unknown-8bit") + "caf\xe9\n", "café"},
		{"koi8-r", plain("koi8-r") + "\xd0\xd2\xc9\xd7\xc5\xd4\n", "привет"},
		{"iso-2022-jp", plain("iso-2022-jp") + "\x1b$BF|K\\\x1b(B\n", "日本"},
		{"iso-2022-jp in ascii", plain("us-ascii") + "\x1b$BF|K\\\x1b(B\n", "日本"},
		{"utf-7", plain("utf-7") + "Hi Mom +Jjo--!+-\n", "Hi Mom ☺-!+"},
		{"mail's own label", plain("eucgb2312_cn") + "\xd6\xd0\xce\xc4\n", "中文"},
		{"type without a slash", "Content-Type: text\n\nhi\n", "hi"},
		{"parameters gone wrong", "Content-Type: text/plain;; charset=\"utf-8; x=\"y\"\n\nhi\n", "hi"},
		{"base64", "Content-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("hello\nworld")) + "\n", "hello\nworld"},
		{"base64 without padding and with a footer",
			"Content-Transfer-Encoding: base64\n\naGVsbG8gd29y bGQ\n_______________________________________________\ndev mailing list\n",
			"hello world"},
		{"quoted-printable",
			"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n100% =ZZ caf=C3=A9=\n, a=\n",
			"100% =ZZ café, a"},
		{"unknown encoding", "Content-Transfer-Encoding: 8-bit\n\nhi\n", "hi"},
		{"alternative",
			"Content-Type: multipart/alternative; boundary=X\n\n--X\n\nplain\n--X\nContent-Type: text/html\n\n<p>html</p>\n--X--\n",
			"plain"},
		{"alternative without plain words",
			"Content-Type: multipart/alternative; boundary=X\n\n--X\n\n \n--X\nContent-Type: text/html\n\n<p>html</p>\n--X--\n", "html"},
		{"attachment",
			mixed + "--X\n\nbody\n--X\nContent-Type: text/plain\nContent-Disposition: attachment; filename=x\n\nfile\n--X--\n",
			"body"},
		{"two texts", mixed + "--X\n\none\n--X\n\ntwo\n--X--\n", "one\n\ntwo"},
		{"footer part",
			mixed +
				"--X\n\nbody\n--X\nContent-Type: text/plain\n\n_______________________________________________\ndev mailing list\n--X--\n",
			"body"},
		{"unclosed", mixed + "--X\n\nhi\n", "hi"},
		{"boundary of another", mixed + "--XY\n\nno\n--X\n\nhi\n--XY\n--X--\n", "hi\n--XY"},
		{"boundary missing", "Content-Type: multipart/mixed\n\nhi\n", "hi"},
		{"boundary wrong", "Content-Type: multipart/mixed; boundary=Y\n\n--X\nContent-Type: text/plain\n\nhi\n--X--\n", "hi"},
		{"digest", "Content-Type: multipart/digest; boundary=X\n\n--X\n\nFrom: b@x\n\nold\n--X--\n", ""},
		{"html", "Content-Type: text/html; charset=utf-8\n\n<p>Hello <b>w</b></p><blockquote>old</blockquote><script>x()</script>\n", "Hello w"},
		{"html names its charset", "Content-Type: text/html\n\n<meta charset=koi8-r><p>\xd0\xd2\xc9\xd7\xc5\xd4</p>\n", "привет"},
		{"flowed", "Content-Type: text/plain; format=flowed\n\n> they \n> said\nI \nsay\n From here\n-- \nA\n", "I say\nFrom here"},
		{"flowed without blanks", "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n日 \n本\n", "日本"},
		{"uuencoded", "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n#:&D*\n \nend\n", "hi"},
		{"nul", "\nhi\x00there\n", "hithere"},
	} {
		if got := parse(t, "From: a@example.org\n"+test.raw).Text; got != test.want {
			t.Errorf("%s: Text = %q, want %q", test.name, got, test.want)
		}
	}
}

func TestWrapped(t *testing.T) {
	const inner = "From: Bob <b@example.org>\nSubject: inner\nMessage-ID: <in@example.org>\n\ninner body\n"
	for name, raw := range map[string]string{
		"whole": "From: dev <dev@lists.example.org>\nList-Id: <dev.lists.example.org>\nMessage-ID: <out@example.org>\n" +
			"Content-Type: message/rfc822\n\n" +
			inner,
		"part": "From: Bob via dev <dev@lists.example.org>\nList-Post: <mailto:dev@lists.example.org>\n" +
			"Message-ID: <out@example.org>\nContent-Type: multipart/mixed; boundary=X\n\n" +
			"--X\nContent-Type: message/rfc822\n\n" + inner + "--X\n\n______________________________\ndev mailing list\n--X--\n",
	} {
		p := parse(t, raw)
		if p.Author != (store.Author{Name: "Bob", Address: "b@example.org"}) || p.Title != "inner" ||
			p.Text != "inner body" || p.Key != "in@example.org" {
			t.Errorf("%s: Parse() = %+v, %q, %q, %q, want the mail inside", name, p.Author, p.Title, p.Text, p.Key)
		}
	}
	forwarded := parse(t,
		"From: Ann <a@example.org>\nContent-Type: multipart/mixed; boundary=X\n\n--X\n\nsee below\n--X\nContent-Type: message/rfc822\n\n"+
			inner+"--X--\n")
	if forwarded.Author.Name != "Ann" || forwarded.Text != "see below" || !strings.Contains(forwarded.Quoted, "inner body") {
		t.Errorf("forwarded: Parse() = %q, text %q, quoted %q", forwarded.Author.Name, forwarded.Text, forwarded.Quoted)
	}
}

func TestMachine(t *testing.T) {
	for _, test := range []struct {
		raw  string
		want bool
	}{
		{"Auto-Submitted: auto-generated\n\nx\n", true},
		{"Auto-Submitted: no\n\nx\n", false},
		{"Precedence: bulk\n\nx\n", false},
		{"X-GitHub-Reason: mention\n\nx\n", true},
		{"X-JIRA-FingerPrint: x\n\nx\n", true},
		{"From: kernel test robot <lkp@example.org>\n\nx\n", true},
		{"From: syzbot <syzbot+12ab@example.org>\n\nx\n", true},
		{"From: Build <noreply@ci.example.org>\n\nx\n", true},
		{"From: Ann Talbot <abbot@example.org>\n\nx\n", false},
		{"From: Jenkins Ann <ann@example.org>\n\nx\n", true},
		{"Subject: svn commit: r17 - /trunk\n\nx\n", true},
		{"Subject: Build failed: main #17\n\nx\n", true},
		{"Content-Type: multipart/report; boundary=x\n\n--x\n\nx\n--x--\n", true},
		{"Subject: [dev] Weekly Bug Summary\n\nAn HTML attachment was scrubbed...\nURL: <https://lists.example.org/1.html>\n", true},
		{"Subject: [dev] Weekly Bug Summary\n\nopened   17\nclosed   12\nhttps://bugs.example.org/17\n", true},
		{"Subject: Weekly report\n\nThis week we moved the parser into a package of its own.\n" +
			"Next week we shall look at the tests that still fail there.\n",
			false},
		{"Subject: Re: Weekly Bug Summary\nIn-Reply-To: <1@x>\n\nThanks!\n", false},
	} {
		if !strings.Contains(test.raw, "From:") {
			test.raw = "From: Ann <ann@example.org>\n" + test.raw
		}
		if got := parse(t, test.raw).Machine; (got != "") != test.want {
			t.Errorf("Parse(%q): Machine = %q, want evidence: %t", test.raw, got, test.want)
		}
	}
}
