package mail

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/ingest/text"
	"recap/ingest/when"
)

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
		if took := time.Since(began); took > time.Minute {
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
		ok = ok && when.Plausible(got, now)
		if ok != (d.UTC != nil) || ok && got.Format(time.RFC3339) != *d.UTC {
			t.Errorf("ParseDate(%q) = %v, %t, want %v", d.Header, got, ok, d.UTC)
		}
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
				check(file, field, p.Title, want, strings.EqualFold(baseSubject(p.Title), baseSubject(text.Line(want))))
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

// TestReplies splits real replies of many mail programs and measures how much of the writer's words stays and how much
// else.
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

// TestMachineCorpus wants every mail of the noise recognised as a program's and none of the people's lists without
// robots.
func TestMachineCorpus(t *testing.T) {
	corpus := os.Getenv("RECAP_CORPUS")
	if corpus == "" {
		t.Skip("RECAP_CORPUS does not name the folder with real mail")
	}
	for pattern, all := range map[string]bool{"noise/*.mbox.gz": true, "w3c/*.mbox.gz": false,
		"delving/*.mbox.gz": false, "twisted/pipermail/twisted-web/*.txt.gz": false} {
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
