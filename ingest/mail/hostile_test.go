package mail

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"recap/ingest/text"
)

// hostile are messages that cost a careless reader much.
func hostile() map[string]string {
	var deep strings.Builder
	for n := range 2000 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", n, n)
	}
	return map[string]string{
		"unclosed multiparts": deep.String() + "\n\nhi\n",
		"quote tags":          "\n" + strings.Repeat("[quote][/quote", 200000),
		"nested quotes":       "\n" + strings.Repeat("[quote]", 200000) + strings.Repeat("[/quote]", 200000),
		"angle brackets":      "References: " + strings.Repeat("<", 1<<20) + "\n\nhi\n",
		"encoded words":       "Subject: " + strings.Repeat("=?utf-8?Q?", 1<<17) + "\n\nhi\n",
		"escapes":             "\n" + strings.Repeat("\x1b]", 1<<19),
		"commas":              "From: " + strings.Repeat(",", 1<<20) + "a@b\n\nhi\n",
		"quote marks":         "\n" + strings.Repeat(">", 1<<20) + "\n",
		"blank lines":         "\n" + strings.Repeat("On 1 May 2004, a@b wrote:\n\n\n\n", 1<<16),
		"signatures":          "\n" + strings.Repeat("-- \n\n", 1<<18),
		"headers in text":     "\n" + strings.Repeat("From: a@b\nDate: 1 May 2004\n", 1<<15),
		"rules":               "\n" + strings.Repeat("____________________________\n", 1<<15),
		"bad fields":          strings.Repeat("no field\n", 1<<17) + "Subject: x\n\nhi\n",
		"boundaries":          "Content-Type: multipart/mixed; boundary=x\n\n" + strings.Repeat("--x\n\n", 1<<18),
		"false boundaries":    "Content-Type: multipart/mixed; boundary=x\n\n" + strings.Repeat("--x", 4<<20) + "\n\nhi\n",
		"false last boundary": "Content-Type: multipart/mixed; boundary=x\n\n--x\n\n" + strings.Repeat("--x--y", 2<<20) + "\n\nhi\n",
		"quotes that open":    "\n[quote]" + strings.Repeat("[quote", 2_500_000) + "\n[/quote]\n",
		"parens":              "From: " + strings.Repeat("(", 1<<20) + "\n\nhi\n",
		"begin":               "\n" + strings.Repeat("-----BEGIN PGP SIGNATURE-----\n", 1<<14),
	}
}

func TestHostile(t *testing.T) {
	for name, raw := range hostile() {
		began := time.Now()
		parse(t, raw)
		t.Logf("%s: %d bytes, %v", name, len(raw), time.Since(began))
		if took := time.Since(began); took > time.Minute { // what is quadratic takes minutes, and the race detector on a busy machine seconds
			t.Errorf("%s: Parse() of %d bytes took %v", name, len(raw), took)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, raw := range hostile() {
		f.Add([]byte(raw[:256]))
		f.Add([]byte(raw[:200] + raw[len(raw)-56:]))
	}
	f.Add([]byte("From: =?utf-8?Q?Ann?= <a@b>\nSubject: x\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>a<blockquote>b\n--x--\n"))
	f.Add([]byte("Content-Type: text/plain; format=flowed; charset=iso-2022-jp\nContent-Transfer-Encoding: base64\n\nGyRCRnxLXBsoQg==\n> a \n-- \n"))
	f.Add([]byte("Content-Type: message/rfc822\n\nFrom: a at b (C)\n\n-----BEGIN PGP SIGNED MESSAGE-----\n\nx\ndiff --git a/x b/x\n@@ -1 +1 @@\n-a\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := Parse(raw, Options{Now: now, List: "l@x"})
		if err != nil {
			return
		}
		if p.Key == "" || p.Published.IsZero() || Key(raw) != p.Key {
			t.Errorf("Parse() = key %q, published %v; Key() = %q", p.Key, p.Published, Key(raw))
		}
		for _, s := range []string{p.Text, p.Quoted, p.Signature, p.Key} {
			if !utf8.ValidString(s) || text.Clean(s) != s {
				t.Errorf("Parse() gave %q, which is not clean", s)
			}
		}
		for _, s := range []string{p.Title, p.Author.Name, p.Author.Organization} {
			if text.Line(s) != s {
				t.Errorf("Parse() gave %q, which is no clean line", s)
			}
		}
	})
}
