package mail

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"recap/ingest/text"
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
		InReplyTo: []string{"0@example.org", "1@example.org"}, Lists: []string{"dev@lists.example.org"}, Links: []string{"https://example.org/plan"}, Language: "en-GB",
		Published: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC), Claimed: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC), Received: time.Date(2026, 11, 1, 9, 0, 3, 0, time.UTC),
		Sum: store.SumOf(raw), Raw: raw,
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
		if data, _ := json.Marshal(p); p.Policy != store.PolicyCount || p.Key != "1@example.org" || strings.Contains(string(data), "secret") || p.Raw != nil {
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
		t.Errorf("InReplyTo of 300 references = %d, from %q to %q, want %d with the first and the last", len(got), got[0], got[len(got)-1], maxParents)
	}
}

func TestLists(t *testing.T) {
	for _, test := range []struct {
		fields string
		want   []string
	}{
		{"List-Id: Dev <DEV.lists.example.org>\nList-Id: <users.lists.example.org>\n", []string{"dev@lists.example.org", "users.lists.example.org"}},
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
	opt := Options{Now: now, Archive: "https://archive.example.org/{message_id}"}
	for raw, want := range map[string]string{
		"Message-ID: <a/b+c@x>\n\nhi\n":                                                      "https://archive.example.org/a%2Fb+c@x",
		"Archived-At: <https://lists.example.org/\n 1>\nMessage-ID: <a@x>\n\nhi\n":           "https://lists.example.org/1",
		"Archived-At: <javascript:x>\nMessage-ID: <a@x>\n\nhi\n":                             "https://archive.example.org/a@x",
		"Archived-At: <mid:a@x>\nArchived-At: <http://l.example/2>\nMessage-ID: <a>\n\nhi\n": "http://l.example/2",
	} {
		p, err := Parse([]byte(raw), opt)
		if err != nil || p.URL != want {
			t.Errorf("Parse(%q): URL = %q, %v, want %q", raw, p.URL, err, want)
		}
	}
}

func TestDamage(t *testing.T) {
	for s, want := range map[string]int{
		"caf\ufffd": 1, "na?ve caf?s": 2, "Why? Because.": 0, "see https://x.example/a?b": 0, "what?": 0, "Gr??e": 0,
	} {
		if got := damage(s); got != want {
			t.Errorf("damage(%q) = %d, want %d", s, got, want)
		}
	}
}

// TestHazards reads what the peers' script writes: one hostile or odd message each.
func TestHazards(t *testing.T) {
	peers := os.Getenv("RECAP_PEERS")
	if peers == "" {
		t.Skip("RECAP_PEERS does not name the folder with hazards.py")
	}
	dir := t.TempDir()
	if out, err := exec.Command("python3", filepath.Join(peers, "hazards.py"), dir).CombinedOutput(); err != nil {
		t.Fatalf("hazards.py: %v\n%s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var expected struct {
		EML map[string]struct {
			Name, Addr, Subject, Date, Text, ID *string
			Parents, Not                        []string
			Error                               bool
		}
		Dates []struct {
			Header string
			UTC    *string
		}
	}
	if err := json.Unmarshal(data, &expected); err != nil {
		t.Fatal(err)
	}
	for name, want := range expected.EML {
		raw, err := os.ReadFile(filepath.Join(dir, "eml", name+".eml"))
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		p, err := Parse(raw, Options{Now: now})
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s: Parse() took %v", name, took)
		}
		if (err != nil) != want.Error {
			t.Errorf("%s: Parse() = %v, want an error: %t", name, err, want.Error)
		}
		for _, f := range []struct {
			field, got string
			want       *string
		}{
			{"Author.Name", p.Author.Name, want.Name}, {"Author.Address", p.Author.Address, want.Addr}, {"Title", p.Title, want.Subject},
			{"Published", p.Published.Format(time.RFC3339), want.Date}, {"Key", p.Key, want.ID},
		} {
			if f.want != nil && f.got != *f.want {
				t.Errorf("%s: %s = %q, want %q", name, f.field, f.got, *f.want)
			}
		}
		if want.Text != nil && !strings.Contains(p.Text, *want.Text) {
			t.Errorf("%s: Text = %.200q, want it to contain %q", name, p.Text, *want.Text)
		}
		for _, not := range want.Not {
			if strings.Contains(p.Text, not) {
				t.Errorf("%s: Text = %.200q, want it without %q", name, p.Text, not)
			}
		}
		if want.Parents != nil && cmp.Diff(want.Parents, p.InReplyTo) != "" {
			t.Errorf("%s: InReplyTo = %q, want %q", name, p.InReplyTo, want.Parents)
		}
		if err == nil && Key(raw) != p.Key {
			t.Errorf("%s: Key() = %q, Parse() = %q", name, Key(raw), p.Key)
		}
	}
	for _, d := range expected.Dates {
		got, ok := ParseDate(d.Header)
		ok = ok && plausible(got, now)
		if ok != (d.UTC != nil) || ok && got.Format(time.RFC3339) != *d.UTC {
			t.Errorf("ParseDate(%q) = %v, %t, want %v", d.Header, got, ok, d.UTC)
		}
	}
}

// subjectMarks are reply marks and list tags at the start of a subject.
var subjectMarks = regexp.MustCompile(`(?i)^(?:(?:re|fwd?|aw|sv|antw|tr|wg)(?:\[\d+\]|\^\d+)?\s*:|\[[^\]]{1,40}\])\s*`)

// baseSubject returns a subject without marks, for comparing.
func baseSubject(s string) string {
	for {
		shorter := subjectMarks.ReplaceAllString(s, "")
		if shorter == s {
			return strings.ToLower(s)
		}
		s = shorter
	}
}

// TestTorture reads the corpus's awkward mails and wants nearly everything that a lenient reader is sure of.
func TestTorture(t *testing.T) {
	corpus := os.Getenv("RECAP_CORPUS")
	if corpus == "" {
		t.Skip("RECAP_CORPUS does not name the folder with ugly/oracle.jsonl")
	}
	right, total := 0, 0
	check := func(file, field, got, want string, ok bool) {
		total++
		if ok {
			right++
		} else {
			t.Logf("%s: %s = %.80q, want %.80q", file, field, got, want)
		}
	}
	for _, row := range jsonLines(t, filepath.Join(corpus, "ugly", "oracle.jsonl")) {
		file := row["file"]
		raw, err := os.ReadFile(filepath.Join(corpus, "ugly", file))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Parse(raw, Options{Now: now})
		if err != nil {
			t.Errorf("%s: Parse() = %v", file, err)
			continue
		}
		for field, want := range row {
			switch field {
			case "subject":
				check(file, field, p.Title, want, baseSubject(p.Title) == baseSubject(text.Line(want)))
			case "name":
				check(file, field, p.Author.Name, want, strings.EqualFold(p.Author.Name, want))
			case "address":
				check(file, field, p.Author.Address, want, strings.EqualFold(p.Author.Address, want))
			case "date":
				check(file, field, p.Published.Format(time.RFC3339), want, p.Published.Format(time.RFC3339) == want)
			case "words":
				check(file, field, p.Text, want, strings.Contains(text.Line(p.Text), text.Line(want)))
			}
		}
	}
	if share := float64(right) / float64(total); share < 0.97 {
		t.Errorf("%d of %d fields are right, %.3f, want 0.97", right, total, share)
	}
}

// jsonLines reads a file of one JSON object with string values a line.
func jsonLines(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []map[string]string
	for dec := json.NewDecoder(f); ; {
		var row map[string]string
		switch err := dec.Decode(&row); err {
		case nil:
			rows = append(rows, row)
		case io.EOF:
			return rows
		default:
			t.Fatal(err)
		}
	}
}

// words returns the words of s in lower case, counted.
func words(s string) map[string]int {
	count := make(map[string]int)
	for _, w := range wordPattern.FindAllString(strings.ToLower(s), -1) {
		count[w]++
	}
	return count
}

var wordPattern = regexp.MustCompile(`[\pL\pN]+(?:['’.-][\pL\pN]+)*`)

// common returns how many words of a are in b.
func common(a, b map[string]int) (n, of int) {
	for w, k := range a {
		of += k
		n += min(k, b[w])
	}
	return n, of
}

// TestReplies splits real replies of many mail programs and measures how much of the writer's words stays and how much else.
func TestReplies(t *testing.T) {
	corpus := os.Getenv("RECAP_CORPUS")
	if corpus == "" {
		t.Skip("RECAP_CORPUS does not name the folder with ugly/replies.jsonl")
	}
	var kept, clean float64
	rows := jsonLines(t, filepath.Join(corpus, "ugly", "replies.jsonl"))
	for _, row := range rows {
		raw := row["input"]
		switch row["kind"] {
		case "html":
			raw = "Content-Type: text/html; charset=utf-8\n\n" + raw
		case "text":
			raw = "Content-Type: text/plain; charset=utf-8\n\n" + raw
		}
		got, must := words(parse(t, raw).Text), words(row["expected"])
		may := words(row["expected"] + "\n" + row["optional"])
		share := func(a, b map[string]int) float64 {
			n, of := common(a, b)
			if of == 0 {
				return 1
			}
			return float64(n) / float64(of)
		}
		kept += share(must, got)
		clean += share(got, may)
		if share(must, got) < 1 || share(got, may) < 1 {
			t.Logf("%s: kept %.2f, clean %.2f", row["name"], share(must, got), share(got, may))
		}
	}
	n := float64(len(rows))
	if kept/n < 0.96 || clean/n < 0.95 {
		t.Errorf("own words kept %.3f, nothing foreign %.3f, want 0.96 and 0.95", kept/n, clean/n)
	}
}

// TestMachineCorpus wants every mail of the noise recognised as a program's and none of the people's lists without robots.
func TestMachineCorpus(t *testing.T) {
	corpus := os.Getenv("RECAP_CORPUS")
	if corpus == "" {
		t.Skip("RECAP_CORPUS does not name the folder with real mail")
	}
	for pattern, all := range map[string]bool{"noise/*.mbox.gz": true, "w3c/*.mbox.gz": false, "delving/*.mbox.gz": false, "twisted/pipermail/twisted-web/*.txt.gz": false} {
		for _, raw := range messages(t, filepath.Join(corpus, pattern)) {
			p := parse(t, raw)
			if got := p.Machine != ""; got != all {
				t.Errorf("%s: %q has machine evidence %q, want some: %t", pattern, p.Key, p.Machine, all)
			}
		}
	}
}

// messages splits mailboxes at their From_ lines, for mail that is known to need no more.
func messages(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("Glob(%s) = %q, %v", pattern, files, err)
	}
	var found []string
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(bufio.NewReader(f))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		at := fromPattern.FindAllIndex(data, -1)
		for i, loc := range at {
			end := len(data)
			if i+1 < len(at) {
				end = at[i+1][0]
			}
			found = append(found, string(data[loc[1]:end]))
		}
	}
	return found
}

var fromPattern = regexp.MustCompile(`(?m)^From .*(?:19|20)\d\d\n`)

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
		"parens":              "From: " + strings.Repeat("(", 1<<20) + "\n\nhi\n",
		"begin":               "\n" + strings.Repeat("-----BEGIN PGP SIGNATURE-----\n", 1<<14),
	}
}

func TestHostile(t *testing.T) {
	for name, raw := range hostile() {
		began := time.Now()
		parse(t, raw)
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("%s: Parse() of %d bytes took %v", name, len(raw), took)
		}
	}
}

func FuzzParse(f *testing.F) {
	for name, raw := range hostile() {
		if len(raw) < 1<<16 {
			f.Add([]byte(raw))
		} else {
			f.Add([]byte(raw[:1<<12] + name))
		}
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

func BenchmarkParse(b *testing.B) {
	raw := []byte("Received: from a by b; Sun, 1 Nov 2026 10:00:09 +0100\nFrom: Ann Lee <ann@example.org>\nTo: dev@lists.example.org\nSubject: Re: [dev] =?utf-8?Q?a_pl=C3=A4n?=\nDate: Sun, 1 Nov 2026 10:00:00 +0100\n" +
		"Message-ID: <2@example.org>\nReferences: <0@example.org> <1@example.org>\nList-Id: Dev <dev.lists.example.org>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" +
		"On Sunday, 1 Nov 2026, Bob wrote:\n" + strings.Repeat("> Shall we go on with the plan as it stands, or wait for the others?\n", 15) +
		"\n" + strings.Repeat("I would go on, because nobody will object, and the caf=C3=A9 is open.\n", 20) + "-- \nAnn\n")
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Parse(raw, Options{Now: now}); err != nil {
			b.Fatal(err)
		}
	}
}
