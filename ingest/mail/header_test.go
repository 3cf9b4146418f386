package mail

import (
	"testing"
)

func TestTitle(t *testing.T) {
	for raw, want := range map[string]string{
		"Re: [dev] a plan": "Re: [dev] a plan",
		"a\n\tplan":        "a plan",
		"=?utf-8?B?UHLDvGZ1bmc=?= =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=": "Prüfung日本",
		"=?utf-8?B?UHLDvGZ1bmc?= =?foo-8?Q?x?=":                       "Prüfung =?foo-8?Q?x?=",
		"=?utf-8?B?ww==?= =?utf-8?B?qQ==?=":                           "é",
		"=?utf-8?Q?caf=C3=A9?= au lait":                               "café au lait",
		"=?UTF-8*en?Q?language_tag?=":                                 "language tag",
		"=?utf-8?Q?two words?=":                                       "two words",
		"caf\xe9":                                                     "café",
		"café":                                                        "café",
		"a\x1b]0;x\x07b\x1b[31m \u202ec":                              "ab c",
		"=?utf-8?Q?a=0Ab=00c?=":                                       "a bc",
		"a\x00b":                                                      "ab",
		"=?gb2312?B?1tDOxA==?=":                                       "中文",
		"=?utf-8?Q??= x":                                              "x",
		"=?utf-8?Q?open":                                              "=?utf-8?Q?open",
	} {
		if got := parse(t, "Subject: "+raw+"\n\nhi\n").Title; got != want {
			t.Errorf("Parse(Subject: %q): Title = %q, want %q", raw, got, want)
		}
	}
}

func TestAuthor(t *testing.T) {
	for _, test := range []struct{ fields, name, addr string }{
		{"From: Ann Lee <Ann@Example.org>", "Ann Lee", "ann@example.org"},
		{"From: ann@example.org", "", "ann@example.org"},
		{"From: ann@example.org (Ann Lee)", "Ann Lee", "ann@example.org"},
		{"From: \"Lee, Ann\" <ann@example.org>", "Lee, Ann", "ann@example.org"},
		{"From: Lee, Ann <ann@example.org>", "Lee, Ann", "ann@example.org"},
		{"From: Ann Lee <ann@example.org>, Bob <bob@example.org>", "Ann Lee", "ann@example.org"},
		{"From: ann at example.com (Ann Lee)", "Ann Lee", "ann@example.com"},
		{"From: ann at example.com (=?utf-8?q?Bj=C3=B6rn?=)", "Björn", "ann@example.com"},
		{"From: ann en example.com (Ann Lee)", "Ann Lee", "ann@example.com"},
		{"From: ann at example.com (ann at example.com)", "ann at example.com", "ann@example.com"},
		{"From: \"Ann \\\"Q\\\" Lee\" <ann@example.org>", "Ann \"Q\" Lee", "ann@example.org"},
		{"From: \"Ann Lee <ann@example.org>", "Ann Lee", "ann@example.org"},
		{"From: 'Ann Lee' <ann@example.org>", "Ann Lee", "ann@example.org"},
		{"From: Ann Lee (at home) <ann@example.org>", "Ann Lee", "ann@example.org"},
		{"From: \"=?utf-8?Q?Lee=2C_Ann?=\" <ann@example.org>", "Lee, Ann", "ann@example.org"},
		{"From: Chlo\xe9 <a@example.org>", "Chloé", "a@example.org"},
		{"From: Ann Lee", "Ann Lee", ""},
		{"From:", "", ""},
		{"Subject: x", "", ""},
		{"From: \"\x1b[31mAnn\u202e\x07\" <a@example.org>", "Ann", "a@example.org"},
		{"From: Ann via dev@lists.example.org <dev@lists.example.org>", "Ann", ""},
		{"From: Ann Lee via dev <dev@lists.example.org>\nReply-To: dev@lists.example.org, Ann Lee <ann@example.com>", "Ann Lee", "ann@example.com"},
		{"From: Ann Lee via dev <dev@lists.example.org>\nReply-To: dev@lists.example.org\nCc: Bob <b@x.org>, Ann Lee <ann@example.com>", "Ann Lee", "ann@example.com"},
		{"From: 'Ann Lee' via Group <group@lists.example.org>\nX-Original-Sender: ann@example.com", "Ann Lee", "ann@example.com"},
		{"From: dev@lists.example.org\nList-Post: <mailto:dev@lists.example.org>\nX-Original-From: Ann Lee <ann@example.com>", "Ann Lee", "ann@example.com"},
	} {
		a := parse(t, test.fields+"\n\nhi\n").Author
		if a.Name != test.name || a.Address != test.addr {
			t.Errorf("Parse(%q): Author = %q <%s>, want %q <%s>", test.fields, a.Name, a.Address, test.name, test.addr)
		}
	}
}

func TestSplitHeader(t *testing.T) {
	for _, test := range []struct{ name, raw, subject, text string }{
		{"plain", "Subject: s\n\nhi\n", "s", "hi"},
		{"crlf", "Subject: s\r\n\r\nhi\r\n", "s", "hi"},
		{"only cr", "Subject: s\r\rhi\r", "s", "hi"},
		{"bad line among fields", "From: a@b.org\nthis is not a header\nSubject: s\n\nhi\n", "s", "hi"},
		{"no blank line", "Subject: s\nhi there\nyou\n", "s", "hi there\nyou"},
		{"leading From_", "From a@b Sun Nov  1 09:00:00 2026\nSubject: s\n\nhi\n", "s", "hi"},
		{"leading escaped From_", ">From a@b Sun Nov  1 09:00:00 2026\nSubject: s\n\nhi\n", "s", "hi"},
		{"blank before the colon", "Subject : s\n\nhi\n", "s", "hi"},
		{"blank lines first", "\n\nSubject: s\n\nhi\n", "s", "hi"},
		{"byte order mark", "\xef\xbb\xbfSubject: s\n\nhi\n", "s", "hi"},
		{"no body", "Subject: s\n", "s", ""},
		{"no header", "hi there\nyou\n", "", "hi there\nyou"},
		{"second subject", "Subject: s\nSubject: t\n\nhi\n", "s", "hi"},
	} {
		if p := parse(t, test.raw); p.Title != test.subject || p.Text != test.text {
			t.Errorf("%s: Parse(%q) = %q, %q, want %q, %q", test.name, test.raw, p.Title, p.Text, test.subject, test.text)
		}
	}
}
