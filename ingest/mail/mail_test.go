package mail

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// now is the clock of every test.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// parse reads a message that is written with "\n" for line ends.
func parse(t *testing.T, raw string) store.Post {
	t.Helper()
	p, err := Parse([]byte(raw), Options{Now: now})
	if err != nil {
		t.Fatalf("Parse(%q) = %v", raw, err)
	}
	return p
}

func TestParse(t *testing.T) {
	raw := []byte("Received: from a by b; Sun, 1 Nov 2026 10:00:09 +0100\nReceived: from c by a; Sun, 1 Nov 2026 10:00:03 +0100\n" +
		"From: Ann Lee <Ann@Example.org>\nOrganization: Example\n Works\nSubject: Re: [dev] a\n plan\nDate: Sun, 1 Nov 2026 10:00:00 +0100\nMessage-ID: <2@example.org>\n" +
		"References: <0@example.org> <1@example.org>\nIn-Reply-To: <1@example.org>\nList-Id: Dev <DEV.lists.example.org>\nContent-Language: en-GB\n\n" +
		"Bob wrote:\n> Shall we?\n\nYes, see https://example.org/plan.\n-- \nAnn\n")
	got, err := Parse(raw, Options{Now: now, List: "dev@lists.example.org", Archive: "https://lists.example.org/{message_id}/"})
	if err != nil {
		t.Fatal(err)
	}
	want := store.Post{
		Key: "2@example.org", URL: "https://lists.example.org/2@example.org/", Title: "Re: [dev] a plan",
		Author: store.Author{Name: "Ann Lee", Address: "ann@example.org", Organization: "Example Works"},
		Text:   "Yes, see https://example.org/plan.", Quoted: "Shall we?", Signature: "Ann",
		Cuts: []store.Cut{{To: 9}}, InReplyTo: []string{"0@example.org", "1@example.org"},
		Lists: []string{"dev@lists.example.org"}, Links: []string{"https://example.org/plan"}, Language: "en-GB",
		Published: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC), Claimed: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC),
		Received: time.Date(2026, 11, 1, 9, 0, 3, 0, time.UTC),
		Sum:      store.SumOf(raw), Raw: raw,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse() (-want +got):\n%s", diff)
	}
	if key := Key(raw); key != want.Key {
		t.Errorf("Key() = %q, want %q", key, want.Key)
	}
}

func TestParseEmpty(t *testing.T) {
	for _, raw := range []string{"", "\n", " \r\n\t\n"} {
		if _, err := Parse([]byte(raw), Options{Now: now}); err != ErrEmpty {
			t.Errorf("Parse(%q) = %v, want %v", raw, err, ErrEmpty)
		}
	}
}

func TestEffectiveTime(t *testing.T) {
	envelope := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	const received = "Received: by x; Sun, 1 Nov 2026 09:00:09 +0000\n"
	for _, test := range []struct {
		name, raw string
		envelope  time.Time
		want      string
	}{
		{"claimed", received + "Date: Sat, 31 Oct 2026 09:00:00 +0000\n", envelope, "2026-10-31T09:00:00Z"},
		{"tomorrow is believed", "Date: Sat, 21 Nov 2026 11:00:00 +0000\n", envelope, "2026-11-21T11:00:00Z"},
		{"the future is not", received + "Date: Fri, 1 Jan 2038 00:00:00 +0000\n", envelope, "2026-11-01T09:00:09Z"},
		{"1970 is not", received + "Date: Thu, 1 Jan 1970 00:00:00 +0000\n", envelope, "2026-11-01T09:00:09Z"},
		{"unreadable", received + "Date: yesterday\n", envelope, "2026-11-01T09:00:09Z"},
		{"envelope", "Subject: x\n", envelope, "2026-10-01T00:00:00Z"},
		{"nothing", "Subject: x\n", time.Time{}, "2026-11-20T12:00:00Z"},
	} {
		p, err := Parse([]byte(test.raw+"\nhi\n"), Options{Now: now, Envelope: test.envelope})
		if got := p.Published.Format(time.RFC3339); err != nil || got != test.want {
			t.Errorf("%s: Published = %s, %v, want %s", test.name, got, err, test.want)
		}
	}
}

func TestPrivate(t *testing.T) {
	for _, field := range []string{"X-No-Archive: yes", "X-No-Archive:", "X-Archive: No", "Archive: no"} {
		p := parse(t, field+"\nFrom: Ann <ann@example.org>\nSubject: secret\nMessage-ID: <1@example.org>\n\nsecret https://example.org/secret\n")
		if data, _ := json.Marshal(p); p.Policy != store.PolicyCount || p.Key != "1@example.org" ||
			strings.Contains(string(data), "secret") || p.Raw != nil {
			t.Errorf("Parse(%s) = %s, want a post that can only be counted", field, data)
		}
	}
	if p := parse(t, "X-Archive: yes\nSubject: open\n\nopen\n"); p.Policy != store.PolicyQuote || p.Text != "open" {
		t.Errorf("Parse(X-Archive: yes) = policy %d, text %q, want all of it", p.Policy, p.Text)
	}
}

func TestInventedKey(t *testing.T) {
	raw := "From: Ann <ann@example.org>\nDate: Sun, 1 Nov 2026 09:00:00 +0000\nSubject: no id\n\nhello\n"
	key := parse(t, raw).Key
	if !strings.HasSuffix(key, "@recap.invalid") || len(key) != 32+len("@recap.invalid") {
		t.Errorf("key of a mail without an id = %q", key)
	}
	if again := parse(t, "Received: by x; Sun, 1 Nov 2026 09:00:09 +0000\n"+raw+"\n").Key; again != key {
		t.Errorf("key of another copy = %q, want %q", again, key)
	}
	if other := parse(t, strings.Replace(raw, "hello", "good-bye", 1)).Key; other == key {
		t.Errorf("two mails without an id share the key %q", key)
	}
}

func TestParents(t *testing.T) {
	many := "References:"
	for n := range 300 {
		many += fmt.Sprintf(" <%d@example.org>\n", n)
	}
	for _, test := range []struct {
		name, fields string
		want         []string
	}{
		{"references and reply", "References: <a@x> <b@x>\nIn-Reply-To: <b@x>\n", []string{"a@x", "b@x"}},
		{"reply that references lack", "References: <a@x>\nIn-Reply-To: <c@x>\n", []string{"a@x", "c@x"}},
		{"only a reply", "In-Reply-To: <c@x>\n", []string{"c@x"}},
		{"nearest first", "References: <c@x> <b@x> <a@x>\nIn-Reply-To: <c@x>\n", []string{"b@x", "a@x", "c@x"}},
		{"prose with an id and its date", "In-Reply-To: message-id <p@x> of Sun, 1 Nov\n", []string{"p@x"}},
		{"itself", "References: <a@x> <self@x>\n", []string{"a@x"}},
		{"no ids", "References: <not-an-id> x\n", nil},
		{"prose", "In-Reply-To: Your message of Sun <p@x> \"a@b\"\n", []string{"p@x"}},
		{"prose with an address", "In-Reply-To: Message from Ann <ann@example.org> of \"Sun, 1 Nov\" <p@x>\n", []string{"p@x"}},
		{"prose with only an address", "In-Reply-To: Message from Ann <ann@example.org> of \"Sun, 1 Nov\"\n", nil},
		{"bare", "In-Reply-To: 1.2@example.org\n", []string{"1.2@example.org"}},
	} {
		got := parse(t, "Message-ID: <self@x>\n"+test.fields+"\nhi\n").InReplyTo
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: InReplyTo (-want +got):\n%s", test.name, diff)
		}
	}
	got := parse(t, strings.ReplaceAll(many, "\n <", "\n\t<")+"\nhi\n").InReplyTo
	if len(got) != maxParents || got[0] != "0@example.org" || got[maxParents-1] != "299@example.org" {
		t.Errorf("InReplyTo of 300 references = %d, from %q to %q, want %d with the first and the last", len(got), got[0],
			got[len(got)-1], maxParents)
	}
}

func TestLists(t *testing.T) {
	for _, test := range []struct {
		fields string
		want   []string
	}{
		{"List-Id: Dev <DEV.lists.example.org>\nList-Id: <users.lists.example.org>\n",
			[]string{"dev@lists.example.org", "users.lists.example.org"}},
		{"List-Post: <mailto:other@lists.example.org?subject=x>\n", []string{"other@lists.example.org"}},
		{"X-Mailing-List: <other@lists.example.org>\n", []string{"other@lists.example.org"}},
		{"Mailing-List: contact other-help@lists.example.org; run by ezmlm\n", []string{"other@lists.example.org"}},
		{"Delivered-To: mailing list other@lists.example.org\n", []string{"other@lists.example.org"}},
		{"Delivered-To: me@example.org\n", []string{"dev@lists.example.org"}},
	} {
		p, err := Parse([]byte(test.fields+"\nhi\n"), Options{Now: now, List: "Dev@lists.example.org"})
		if diff := cmp.Diff(test.want, p.Lists); err != nil || diff != "" {
			t.Errorf("Parse(%q), %v: Lists (-want +got):\n%s", test.fields, err, diff)
		}
	}
}

func TestPermalink(t *testing.T) {
	const list = "List-Id: <dev.lists.example.org>\n"
	for _, test := range []struct{ fields, template, want string }{
		{"Message-ID: <a/b+c@x>\n", "https://archive.example.org/{message_id}", "https://archive.example.org/a%2Fb+c@x"},
		{list + "Archived-At: <https://lists.example.org/1>\nMessage-ID: <a@x>\n",
			"https://archive.example.org/{message_id}", "https://archive.example.org/a@x"},
		{list + "Archived-At: <https://lists.example.org/\n 1>\n", "", "https://lists.example.org/1"},
		{list + "Archived-At: <mid:a@x>\nArchived-At: <http://l.example:8080/2>\n", "", "http://l.example:8080/2"},
		{list + "Archived-At: <http://198.18.0.1/2>\n", "", "http://198.18.0.1/2"},
		{"Archived-At: <https://lists.example.org/1>\n", "", ""}, // no list wrote that
		{list + "Archived-At: <javascript:x>\n", "", ""},
		{list + "Archived-At: <https://lists.example.org@eve.example/1>\n", "", ""},
		{list + "Archived-At: <http://[fd00::1]/1>\n", "", ""},
		{list + "Archived-At: <http://[::ffff:127.0.0.1]/1>\n", "", ""},
		{list + "Archived-At: <http://172.20.0.9/1>\n", "", ""},
		{list + "Archived-At: <http://100.80.0.9/1>\n", "", ""},
		{list + "Archived-At: <http://2130706433/1>\n", "", ""},
		{list + "Archived-At: <http://0x7f.1/1>\n", "", ""},
		{list + "Archived-At: <http://printer/1>\n", "", ""},
		{list + "Archived-At: <http://printer.local./1>\n", "", ""},
		{list + "Archived-At: <http://a.localhost/1>\n", "", ""},
	} {
		p, err := Parse([]byte(test.fields+"\nhi\n"), Options{Now: now, Archive: test.template})
		if err != nil || p.URL != test.want {
			t.Errorf("Parse(%q) with the template %q: URL = %q, %v, want %q", test.fields, test.template, p.URL, err, test.want)
		}
	}
}
