package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"recap/digest"
)

// A scribe is a model that quotes the first sentence of each story, and notes the titles of the stories that it was
// asked about; a call for the top is noted as "top".
type scribe struct {
	mu     sync.Mutex
	asked  []string
	before func(n int) // is called before the nth answer
}

// ServeHTTP implements http.Handler.
func (s *scribe) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var call struct{ Messages []struct{ Content string } }
	var message struct {
		Story struct {
			Title string
			Posts []struct {
				Author    string
				Sentences []string
			}
		}
	}
	if json.NewDecoder(r.Body).Decode(&call) != nil || json.Unmarshal([]byte(call.Messages[len(call.Messages)-1].Content), &message) != nil {
		http.Error(w, "no request", http.StatusBadRequest)
		return
	}
	answer := `{"headline": "", "lede": []}`
	if posts := message.Story.Posts; len(posts) > 0 {
		text, _ := json.Marshal(posts[0].Author + " wrote: “" + strings.TrimRight(posts[0].Sentences[0], ".") + "”.")
		answer = `{"tell": true, "why": "", "title": "", "sentences": [{"text": ` + string(text) + `, "evidence": ["p1.1"]}]}`
	}
	s.mu.Lock()
	s.asked = append(s.asked, cmp.Or(message.Story.Title, "top"))
	if s.before != nil {
		s.before(len(s.asked))
	}
	s.mu.Unlock()
	_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]any{"content": answer}}}})
}

// A written is what came of a run in which a scribe was asked.
type written struct {
	Code        int
	Out, Errors string
	Asked       []string
}

// tells returns how many stories of the edition that was printed a model tells.
func (w *written) tells(t *testing.T) (told int, e *digest.Edition) {
	t.Helper()
	e, err := digest.Decode([]byte(w.Out))
	if err != nil {
		t.Fatalf("recap ended with %d and printed %q, %s: %v", w.Code, w.Out, w.Errors, err)
	}
	for i := range e.Stories {
		if e.Stories[i].Writer == "model" {
			told++
		}
	}
	return told, e
}

// scribed runs the program in dir with a scribe as its model.
func scribed(dir string, s *scribe, args ...string) written {
	server := httptest.NewServer(s)
	defer server.Close()
	var out, complaints bytes.Buffer
	now := func() time.Time { return time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC) }
	look := func(name string) (string, bool) { return server.URL, name == "SCRIBE" }
	config := filepath.Join(dir, "recap.yaml")
	code := runAt(context.Background(), append(args, "--config", config), strings.NewReader(""), &out, &complaints, look, now)
	return written{code, out.String(), complaints.String(), s.asked}
}

// reading makes a folder with three threads of a day, of which a scribe is to tell.
func reading(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	writeFile(t, filepath.Join(dir, "recap.yaml"), `
community: {name: Larkspur, timezone: UTC}
sources: [{name: dev, mbox: {path: dev.mbox}}]
digests: [{name: daily, writer: model}]
outputs: [{name: export, json: {dir: public}}]
writer: {model: {base_url: "${SCRIBE}/v1", name: tide, parallel: 1}}
`)
	var list strings.Builder
	for i, about := range []string{"gate", "sluice", "ferry"} {
		for k, who := range []string{"Ada Brook", "Bo Winter", "Cleo Marsh"} {
			reply := ""
			if k > 0 {
				reply = fmt.Sprintf("In-Reply-To: <%d.0@example.org>\n", i)
			}
			fmt.Fprintf(&list,
				"From a@example.org Mon Oct 19 08:00:00 2026\nFrom: %s <%d@example.org>\n"+
					"Date: Mon, 19 Oct 2026 %02d:%02d:00 +0000\nMessage-ID: <%d.%d@example.org>\n%sSubject: The %s in winter\n\n"+
					"The keepers of the %s want to paint it %d times before the winter begins. Somebody has to buy the paint for that.\n\n",
				who, k, 8+k, i, i, k, reply, about, about, 2+k)
		}
	}
	writeFile(t, filepath.Join(dir, "dev.mbox"), list.String())
	if w := scribed(dir, &scribe{}, "ingest"); w.Code != 0 {
		t.Fatalf("ingest: %+v", w)
	}
	return dir
}

const onFullDisk = "RECAP_TEST_FULL_DISK" // the folder in which the test's own binary runs on a full disk

// TestFullDisk fills the disk while a model answers: nothing of any file can be written from then on. The edition goes
// out all the same, of what the model told before and of excerpts, and says so; nobody is asked any more, and what was
// kept is not asked for again.
func TestFullDisk(t *testing.T) {
	if dir := os.Getenv(onFullDisk); dir != "" {
		signal.Ignore(syscall.SIGXFSZ)
		w := scribed(dir, &scribe{before: func(n int) {
			if n != 2 {
				return
			}
			if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1, Max: 1}); err != nil {
				panic(err)
			}
		}}, "digest", "--date", "2026-10-19", "--format", "json")
		_ = json.NewEncoder(os.Stdout).Encode(w)
		os.Exit(0)
	}
	dir := reading(t)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFullDisk$", "-test.count=1")
	cmd.Env = append(os.Environ(), onFullDisk+"="+dir, "TMPDIR="+t.TempDir()) // it ends before it tidies up
	out, err := cmd.Output()
	var full written
	if err != nil || json.NewDecoder(bytes.NewReader(out)).Decode(&full) != nil {
		t.Fatalf("on a full disk: %v, %s", err, out)
	}
	told, e := full.tells(t)
	if len(e.Stories) != 3 || told == 0 || told == 3 || len(full.Asked) != 2 {
		t.Errorf("of %d stories the model tells %d, and was asked of %q", len(e.Stories), told, full.Asked)
	}
	last := e.Coverage[len(e.Coverage)-1]
	if last.Kind != "model" || last.State != "partial" || !strings.Contains(last.Error, "kept") {
		t.Errorf("the coverage says %+v", last)
	}
	if full.Code != 0 {
		t.Errorf("recap digest ended with %d: %s", full.Code, full.Errors)
	}
	after := scribed(dir, &scribe{}, "digest", "--date", "2026-10-19", "--format", "json")
	if told, _ := after.tells(t); told != 3 || slices.Contains(after.Asked, full.Asked[0]) || len(after.Asked) != 3 {
		t.Errorf("then the model tells %d stories, and is asked of %q; before it was of %q", told, after.Asked, full.Asked)
	}
	if again := scribed(dir, &scribe{}, "digest", "--date", "2026-10-19", "--format", "json"); again.Out != after.Out ||
		len(again.Asked) != 0 {
		t.Errorf("again it is asked of %q, or the edition is another one", again.Asked)
	}
}

// TestRecordedIsNotAskedAgain prints an edition that is recorded without asking the model about what came since, unless
// a writer is named; what an editor decided about it is shown, for which nobody has to be asked.
func TestRecordedIsNotAskedAgain(t *testing.T) {
	dir := reading(t)
	first := scribed(dir, &scribe{}, "publish", "--date", "2026-10-19")
	if first.Code != 0 || len(first.Asked) != 4 {
		t.Fatalf("publish: %+v", first)
	}
	day := []string{"digest", "--date", "2026-10-19", "--format", "json"}
	recorded := scribed(dir, &scribe{}, day...)
	if told, _ := recorded.tells(t); told != 3 || len(recorded.Asked) != 0 || recorded.Errors != "" {
		t.Errorf("the edition as it is: %d told, asked of %q, %s", told, recorded.Asked, recorded.Errors)
	}
	writeFile(t, filepath.Join(dir, "decided.json"), `{"title": "Paint for three"}`)
	if w := scribed(dir, &scribe{}, "edit", "--date", "2026-10-19", "--set", filepath.Join(dir, "decided.json")); w.Code != 0 {
		t.Fatalf("edit: %+v", w)
	}
	edited := scribed(dir, &scribe{}, day...)
	if told, e := edited.tells(t); told != 3 || len(edited.Asked) != 0 || !strings.Contains(e.Title, "Paint for three") {
		t.Errorf("as it was edited: %q, %d told, asked of %q", e.Title, told, edited.Asked)
	}
	list, err := os.ReadFile(filepath.Join(dir, "dev.mbox"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "dev.mbox"),
		string(list)+
			"From a@example.org Mon Oct 19 08:00:00 2026\nFrom: Dora Kelp <3@example.org>\nDate: Mon, 19 Oct 2026 20:00:00 +0000\n"+
			"Message-ID: <late@example.org>\nIn-Reply-To: <0.0@example.org>\nSubject: Re: The gate in winter\n\n"+
			"The paint for the gate came in at last, and I have put it into the shed.\n\n")
	if w := scribed(dir, &scribe{}, "ingest", "--force"); w.Code != 0 {
		t.Fatalf("ingest: %+v", w)
	}
	if late := scribed(dir, &scribe{}, append(day, "-v")...); late.Out != recorded.Out || len(late.Asked) != 0 ||
		!strings.Contains(late.Errors, "--writer model") {
		t.Errorf("after a late post it is asked of %q and says %q", late.Asked, late.Errors)
	}
	anew := scribed(dir, &scribe{}, append(day, "--writer", "model")...)
	if told, e := anew.tells(t); told != 3 || len(anew.Asked) != 1 || e.Stats.Posts != 10 {
		t.Errorf("with a writer named it is asked of %q, of %d posts", anew.Asked, e.Stats.Posts)
	}
}
