package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// redactMbox is a list of days on which the same people write; each day's words are its own. Gus Quintero opens a
// thread each day, and the answer quotes him.
func redactMbox(days int) []byte {
	var b bytes.Buffer
	message := func(at time.Time, from, id, ref, subject, body string) {
		fmt.Fprintf(&b, "From x@example.org %s\nFrom: %s\nDate: %s\nMessage-ID: <%s>\nSubject: %s\n", at.Format(time.ANSIC),
			from, at.Format(time.RFC1123Z), id, subject)
		if ref != "" {
			fmt.Fprintf(&b, "In-Reply-To: <%s>\n", ref)
		}
		fmt.Fprintf(&b, "\n%s\n\n", body)
	}
	for d := range days {
		at := time.Date(2026, 10, 1+d, 8, 0, 0, 0, time.UTC)
		root, other := fmt.Sprintf("root%d@example.org", d), fmt.Sprintf("other%d@example.org", d)
		secret := fmt.Sprintf("The council must know that the xylophonic turbine number %d leaks mercury into the reservoir "+
			"of Birkenhead every night.",
			d)
		message(at, "Gus Quintero <gus@quintero.example.net>", root, "", fmt.Sprintf("Zanzibar report %d", d), secret)
		message(at.Add(time.Hour), "Ann Lee <ann@example.org>", fmt.Sprintf("answer%d@example.org", d), root,
			fmt.Sprintf("Re: Zanzibar report %d", d),
			fmt.Sprintf("On Monday, Gus Quintero wrote:\n> %s\n\nI measured the flow at the weir on day %d and found forty litres a second there.",
				secret, d))
		message(at.Add(2*time.Hour), "Bob Ray <bob@example.org>", other, "", fmt.Sprintf("Impeller of station %d", d),
			fmt.Sprintf("The new impeller of station %d runs since this morning and its bearing stays cool under full load.", d))
		message(at.Add(3*time.Hour), "Gus Quintero <other.gus@example.com>", fmt.Sprintf("namesake%d@example.org", d), other,
			fmt.Sprintf("Re: Impeller of station %d", d),
			fmt.Sprintf("Congratulations to station %d, ours in Leeds took three weeks until it ran without noise.", d))
	}
	return b.Bytes()
}

// gusWords are words that only the first Gus Quintero wrote. His subject is left to who answered it.
var gusWords = []string{"xylophonic", "Birkenhead", "quintero.example.net"}

// newList returns a house whose mailbox has been read and whose editions of these days are published.
func newList(t *testing.T, days int) *house {
	t.Helper()
	h := newHouse(t, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), "  - {name: list, mbox: {path: list.mbox}}")
	writeFile(t, filepath.Join(h.dir, "list.mbox"), string(redactMbox(days)))
	h.recap(t, exitOK, "ingest")
	for d := range days {
		h.recap(t, exitOK, "publish", "--date", fmt.Sprintf("2026-10-%02d", 1+d))
	}
	return h
}

// told returns what holds gusWords, but for the mailbox, which is not recap's.
func (h *house) told(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, f := range h.holding(t, gusWords...) {
		if !strings.HasPrefix(f, "list.mbox") {
			found = append(found, f)
		}
	}
	return found
}

func TestRedactAuthor(t *testing.T) {
	h := newList(t, 2)
	if found := h.told(t); len(found) < 6 {
		t.Fatalf("before the redaction only %q hold words of the author", found)
	}
	_, complaints := h.recap(t, exitUsage, "redact", "gus quintero")
	for _, account := range []string{"<gus@quintero.example.net>, 2 posts", "<other.gus@example.com>, 2 posts"} {
		if !strings.Contains(complaints, account) {
			t.Errorf("redact(a name of two) prints %q, want %s in it", complaints, account)
		}
	}
	h.recap(t, exitUsage, "redact", "Gus")
	h.recap(t, exitUsage, "redact", "nobody@example.org")
	before := h.told(t)
	out, _ := h.recap(t, exitOK, "redact", "--dry-run", "gus@quintero.example.net")
	if !strings.Contains(out, "Zanzibar report 1") || !strings.Contains(out, "would make the edition daily-2026-10-02 anew") {
		t.Errorf("redact --dry-run prints %q", out)
	}
	if after := h.told(t); strings.Join(after, "\n") != strings.Join(before, "\n") {
		t.Errorf("redact --dry-run changed %q to %q", before, after)
	}

	out, _ = h.recap(t, exitOK, "redact", "Gus@Quintero.example.net")
	for _, want := range []string{"took out 2 posts, cut quotes from 2 other posts", "wrote " + filepath.Join(h.dir, "public", "index.html"),
		"wrote " + filepath.Join(h.dir, "data", "recaps", "daily-2026-10-02.json"), `"recap export -o"`} {
		if !strings.Contains(out, want) {
			t.Errorf("redact prints %q, want %q in it", out, want)
		}
	}
	h.recap(t, exitOK, "ingest", "--reread")
	h.recap(t, exitOK, "export", "-o", filepath.Join(h.dir, "out"))
	if found := h.told(t); len(found) > 0 {
		t.Errorf("after the redaction %q", found)
	}
	if found := h.holding(t, "other.gus@example.com"); len(found) == 0 {
		t.Error("the namesake is gone, too")
	}
	out, _ = h.recap(t, exitOK, "redact", "gus@quintero.example.net")
	if !strings.Contains(out, "was taken out before") {
		t.Errorf("redact(once more) prints %q", out)
	}
	state, _ := h.recap(t, exitOK, "status", "--json")
	if got := strings.Count(state, `"revision": 2,`+"\n      \"digest\""); got != 2 {
		t.Errorf("%d editions have a second revision, want 2:\n%s", got, state)
	}
}

// TestRedactName takes everybody of a name out, and lets nobody of that name in again.
func TestRedactName(t *testing.T) {
	h := newList(t, 2)
	h.recap(t, exitOK, "redact", "--all", "Gus Quintero")
	list := filepath.Join(h.dir, "list.mbox")
	more := strings.ReplaceAll(string(redactMbox(3)), "gus@quintero.example.net", "third.gus@example.com")
	writeFile(t, list, more)
	h.recap(t, exitOK, "ingest", "--force")
	h.recap(t, exitOK, "publish", "--date", "2026-10-03")
	for _, found := range h.holding(t, "xylophonic", "congratulations", "third.gus", "other.gus") {
		if !strings.HasPrefix(found, "list.mbox") {
			t.Error(found)
		}
	}
	if found := h.holding(t, "impeller of station 2"); len(found) < 5 {
		t.Errorf("what others wrote is only in %q", found)
	}
}

func TestRedactPost(t *testing.T) {
	for _, name := range []string{"root0@example.org", "<root0@example.org>"} {
		t.Run(name, func(t *testing.T) {
			h := newList(t, 2)
			h.recap(t, exitOK, "redact", name)
			if found := h.holding(t, "turbine number 0"); len(found) != 1 || !strings.HasPrefix(found[0], "list.mbox") {
				t.Errorf("after the redaction %q, want the mailbox alone", found)
			}
			if found := h.holding(t, "turbine number 1"); len(found) < 5 {
				t.Errorf("the other post is only in %q", found)
			}
			records, _ := h.recap(t, exitOK, "status", "--json")
			if got := strings.Count(records, `"revision": 2,`+"\n      \"digest\""); got != 1 {
				t.Errorf("%d editions have a second revision, want 1", got)
			}
		})
	}
}

// TestRedactEditedFile has a file that an output no longer writes: what recap wrote is removed, what somebody changed is named and left.
func TestRedactEditedFile(t *testing.T) {
	h := newList(t, 2)
	config := filepath.Join(h.dir, "recap.yaml")
	data, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, config, strings.Replace(string(data), "  - {name: site, jekyll: {dir: site, url: \"https://example.org\"}}\n", "", 1))
	posts := filepath.Join(h.dir, "site", "_posts")
	names := listed(t, posts)
	writeFile(t, filepath.Join(posts, names[0]), "the xylophonic turbine, as I said")
	out, complaints := h.recap(t, exitPart, "redact", "<gus@quintero.example.net>")
	if !strings.Contains(out, "removed "+filepath.Join(posts, names[1])) {
		t.Errorf("redact prints %q, want it to remove %s", out, names[1])
	}
	if !strings.Contains(complaints, filepath.Join(posts, names[0])+" was changed by somebody else") {
		t.Errorf("redact complains %q, want it to name %s", complaints, names[0])
	}
	if found := h.told(t); len(found) != 1 || !strings.Contains(found[0], names[0]) {
		t.Errorf("after the redaction %q, want the changed file alone", found)
	}
}

// files returns what recap wrote into the house, by name.
func (h *house) files(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, dir := range []string{"public", "data", "site", "letters"} {
		err := filepath.WalkDir(filepath.Join(h.dir, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			name, _ := filepath.Rel(h.dir, path)
			files[name] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestKillRedact kills a redaction at random moments. Whatever the last one left is done by the next run, and nothing
// is left of the author.
func TestKillRedact(t *testing.T) {
	if testing.Short() {
		t.Skip("takes several seconds; leave out -short to run it")
	}
	const days, kills = 10, 6
	h := newList(t, days)
	recap := build(t, h.dir)
	twin := &house{t.TempDir(), h.now}
	if err := os.CopyFS(twin.dir, os.DirFS(h.dir)); err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile(filepath.Join(h.dir, "recap.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(twin.dir, "recap.yaml"), string(config))
	began := time.Now()
	program{recap.path, twin.dir}.must(t, "redact", "gus@quintero.example.net")
	took := time.Since(began)
	want := twin.files(t)
	r := rand.New(rand.NewPCG(9, 10))
	hit := 0
	for range kills {
		cmd := recap.command("redact", "gus@quintero.example.net")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(r.Float64() * .7 * float64(took)))
		cmd.Process.Kill()
		if cmd.Wait() != nil {
			hit++
		}
	}
	recap.must(t, "redact", "gus@quintero.example.net")
	if found := h.told(t); len(found) > 0 {
		t.Errorf("after kills %q", found)
	}
	got := h.files(t)
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for name, data := range want {
		if strings.HasSuffix(name, ".json") {
			data, got[name] = withoutRevision(data), withoutRevision(got[name])
		}
		if got[name] != data {
			t.Errorf("%s differs from that of a redaction that was not killed", name)
		}
	}
	t.Logf("a redaction takes %v; %d of %d kills met it at work", took, hit, kills)
	if hit == 0 {
		t.Error("no kill met a redaction at work")
	}
}

// withoutRevision returns an edition's JSON without its number: an edition may have been recorded before a kill.
func withoutRevision(data string) string {
	before, after, ok := strings.Cut(data, `"revision":`)
	if !ok {
		return data
	}
	_, after, _ = strings.Cut(after, ",")
	return before + after
}

// TestRedactOnePersonUnderTwoNames takes out all that came from an address, whatever name stood beside it, shows it
// first, and leaves who has that name elsewhere.
func TestRedactOnePersonUnderTwoNames(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), "  - {name: list, mbox: {path: list.mbox}}")
	var b bytes.Buffer
	for i, from := range []string{"Gus Quintero <gus@quintero.example.net>", "G. Quintero <gus@quintero.example.net>",
		"Bob Ray <gus@quintero.example.net>", "Bob Ray <bob@example.org>"} {
		fmt.Fprintf(&b,
			"From x@example.org Sun Nov  1 0%d:00:00 2026\nFrom: %s\nDate: Sun, 1 Nov 2026 0%d:00:00 +0000\n"+
				"Message-ID: <%d@example.org>\nSubject: Station %d\n\nStation %d runs since this morning.\n\n",
			i, from, i, i, i, i)
	}
	writeFile(t, filepath.Join(h.dir, "list.mbox"), b.String())
	h.recap(t, exitOK, "ingest")
	out, _ := h.recap(t, exitOK, "redact", "Gus Quintero")
	first, rest, _ := strings.Cut(out, "\n")
	if want := "takes out 3 posts of one person as Bob Ray, G. Quintero, Gus Quintero"; first != want {
		t.Errorf("redact shows %q first, want %q", first, want)
	}
	if !strings.Contains(rest, "took out 3 posts") || strings.Index(rest, "Station 2") > strings.Index(rest, "took out") {
		t.Errorf("redact says %q, want the posts before they are taken out", rest)
	}
	h.recap(t, exitOK, "ingest", "--reread")
	if out, _ := h.recap(t, exitOK, "search", "Station"); !strings.Contains(out, "Station 3") || strings.Contains(out, "Station 2") {
		t.Errorf("search finds %q, want the post of the other Bob Ray alone", out)
	}
}
