package mail

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
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
	const listed = "List-Post: <mailto:tide@lists.example.org>\n"
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
		{"From: Ann Lee via dev <dev@lists.example.org>\nReply-To: dev@lists.example.org, Ann Lee <ann@example.com>",
			"Ann Lee", "ann@example.com"},
		{"From: Ann Lee via dev <dev@lists.example.org>\nReply-To: dev@lists.example.org\nCc: Bob <b@x.org>, Ann Lee <ann@example.com>", "Ann Lee", "ann@example.com"},
		{"From: 'Ann Lee' via Group <group@lists.example.org>\nX-Original-Sender: ann@example.com", "Ann Lee", "ann@example.com"},
		{"From: dev@lists.example.org\nList-Post: <mailto:dev@lists.example.org>\nX-Original-From: Ann Lee <ann@example.com>", "Ann Lee", "ann@example.com"},
		{"From: =?utf-8?Q?Bj=C3=B6rn_Dahl_=3Cbjorn=40example=2Eorg=3E?=", "Björn Dahl", "bjorn@example.org"},
		{"From: =?utf-8?B?IkRhaGwsIEJqw7ZybiIgPGJqb3JuQGV4YW1wbGUub3JnPg==?=", "Dahl, Björn", "bjorn@example.org"},
		{"From: =?utf-8?Q?Bj=C3=B6rn?= =?utf-8?Q?_Dahl?= =?utf-8?Q?_=3Cbjorn=40example=2Eorg=3E?=", "Björn Dahl", "bjorn@example.org"},
		{"From: =?utf-8?Q?bjorn=40example=2Eorg_=28Bj=C3=B6rn_Dahl=29?=", "Björn Dahl", "bjorn@example.org"},
		{"From: =?utf-8?Q?bjorn=40example=2Eorg?=", "", "bjorn@example.org"},
		{"From: =?utf-8?Q?Bj=C3=B6rn_Dahl_=3Cbjorn=40example=2Eorg=3E?= <bjorn@example.org>", "Björn Dahl", "bjorn@example.org"},
		{"From: =?utf-8?Q?Bj=C3=B6rn_Dahl_=3Cother=40example=2Eorg=3E?= <bjorn@example.org>", "", "bjorn@example.org"},
		{"From: =?utf-8?Q?Bj=C3=B6rn_=28=40home=29?= <bjorn@example.org>", "Björn (@home)", "bjorn@example.org"},
		{listed + "From: \"Tide people\" (on behalf of \"Ann Lee\") <tide@lists.example.org>\nReply-To: ann@example.com",
			"Ann Lee", "ann@example.com"},
		{listed + "From: tide on behalf of Ann Lee <tide-bounces@lists.example.org>", "Ann Lee", ""},
		{listed + "From: \"Tide people on behalf of Ann Lee\" <tide@lists.example.org>", "Ann Lee", ""},
		{listed + "From: tide im Auftrag von Ann Lee <tide@lists.example.org>", "Ann Lee", ""},
		{listed + "From: tide de la part de Ann Lee <tide-bounces@lists.example.org>", "Ann Lee", ""},
		{listed + "From: Ann Lee per conto di tide <tide@lists.example.org>", "Ann Lee", ""},
		{listed + "From: tide per conto di Ann Lee <tide@lists.example.org>", "Ann Lee", ""},
		{"From: Ann Lee on behalf of the board <ann@example.com>", "Ann Lee on behalf of the board", "ann@example.com"},
		{listed + "From: Ann Lee on behalf of Bob Stone <ann@example.com>", "Ann Lee on behalf of Bob Stone", "ann@example.com"},
		{listed + "From: Ann Lee via Gerrit via tide <tide@lists.example.org>", "Ann Lee", ""},
		{listed + "From: ann.lee--- via tide <tide@lists.example.org>\nReply-To: ann.lee@example.com", "ann.lee", "ann.lee@example.com"},
		{listed + "From: Ann Lee a través de tide <tide@lists.example.org>", "Ann Lee", ""},
		{listed + "From: Ann Lee através de tide <tide@lists.example.org>", "Ann Lee", ""},
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

// TestRawHeaders has fields whose bytes are in the charset that the mail names for its text, and not in UTF-8.
func TestRawHeaders(t *testing.T) {
	for name, test := range map[string]struct {
		encoding encoding.Encoding
		head     string
		want     string
	}{
		"Cyrillic":         {charmap.Windows1251, "Content-Type: text/plain; charset=windows-1251\n", "Печь тёплая"},
		"Ukrainian":        {charmap.KOI8U, "Content-Type: text/plain; charset=\"koi8-u\"\n", "Піч тепла"},
		"Greek":            {charmap.ISO8859_7, "Content-Type: text/plain; charset=iso-8859-7\n", "Ο φούρνος"},
		"Chinese":          {simplifiedchinese.GBK, "Content-Type: text/plain; charset=gb2312\n", "烤箱是热的"},
		"Chinese, in Big5": {traditionalchinese.Big5, "Content-Type: text/plain; charset=big5\n", "烤箱是熱的"},
		"Japanese":         {japanese.ShiftJIS, "Content-Type: text/plain; charset=Shift_JIS\n", "オーブンは暖かい"},
		"Korean":           {korean.EUCKR, "Content-Type: text/plain; charset=euc-kr\n", "오븐이 따뜻하다"},
		"Polish":           {charmap.ISO8859_2, "Content-Type: text/plain; charset=iso-8859-2\n", "Żółty piec"},
		"of a part": {charmap.KOI8R,
			"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=koi8-r\n", "Печь тёплая"},
		"none that is named":    {charmap.Windows1252, "", "Der Ofen ist wärmer"},
		"one that nobody knows": {charmap.Windows1252, "Content-Type: text/plain; charset=x-oven\n", "Der Ofen ist wärmer"},
	} {
		subject, err := test.encoding.NewEncoder().String(test.want)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Parse([]byte("From: \""+subject+"\" <ben@example.org>\nSubject: "+subject+"\n"+test.head+"\nx\n"), Options{})
		if err != nil || p.Title != test.want || p.Author.Name != test.want || p.Author.Address != "ben@example.org" {
			t.Errorf("%s: Parse() gave title %q, author %+v, %v, want %q", name, p.Title, p.Author, err, test.want)
		}
	}
}

// TestEncodedIDs has ids in encoded words, where none belong.
func TestEncodedIDs(t *testing.T) {
	for _, value := range []string{"=?utf-8?Q?=3Coven=2E1=40example=2Eorg=3E?=",
		"=?us-ascii?B?PG92ZW4uMUBleGFtcGxlLm9yZz4=?=", "=?utf-8?q?=3Coven=2E1=40?=\n =?utf-8?q?example=2Eorg=3E?="} {
		p, err := Parse([]byte("From: ben@example.org\nMessage-ID: <oven.2@example.org>\nIn-Reply-To: "+value+"\n\nx\n"), Options{})
		if err != nil || len(p.InReplyTo) != 1 || p.InReplyTo[0] != "oven.1@example.org" {
			t.Errorf("In-Reply-To: %s: Parse() gave %q, %v, want oven.1@example.org", value, p.InReplyTo, err)
		}
	}
}
