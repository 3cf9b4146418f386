package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// change replaces words in a file of the house, which has them.
func (h *house) change(t *testing.T, name, old, new string) {
	t.Helper()
	path := filepath.Join(h.dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s does not hold %q:\n%s", name, old, data)
	}
	writeFile(t, path, strings.ReplaceAll(string(data), old, new))
}

// TestRedoOfGoneDigests takes out what editions told whose digests are no longer configured. The lists lose them,
// whoever changed these; a page of another edition that somebody changed stays as it is.
func TestRedoOfGoneDigests(t *testing.T) {
	const daily, more = "digests: [{name: daily, since: 2026-10-19}]", "digests: [{name: daily, since: 2026-10-19}, " +
		"{name: weekly, period: week}, {name: monthly, period: month}]"
	h := newList(t, 2)
	h.change(t, "recap.yaml", daily, more)
	h.recap(t, exitOK, "publish", "--date", "2026-10-02", "--digest", "weekly")
	h.recap(t, exitOK, "publish", "--date", "2026-10-02", "--digest", "monthly")
	h.change(t, "recap.yaml", more, daily)
	page, list := filepath.Join("public", "pumps-recap-2026-10-02.html"), filepath.Join("public", "index.html")
	h.change(t, page, "</body>", "<p>Thanks to the weir</p></body>")
	h.change(t, list, "</body>", "<p>Our recaps</p></body>")
	before := h.files(t)
	for _, gone := range []string{"weekly", "monthly"} {
		if !strings.Contains(before["data/recaps_index.json"], gone) {
			t.Fatalf("before the redaction the index does not hold %q:\n%s", gone, before["data/recaps_index.json"])
		}
	}

	_, complaints := h.recap(t, exitOK, "redact", "root0@example.org")
	after := h.files(t)
	if after[page] != before[page] {
		t.Errorf("redact wrote over the changed %s:\n%s", page, after[page])
	}
	if got := strings.Count(complaints, page+" was changed by somebody else"); got != 1 {
		t.Errorf("redact names %s %d times, want once:\n%s", page, got, complaints)
	}
	for name, data := range after {
		if strings.Contains(data, "turbine number 0") || strings.Contains(data, "weekly") || strings.Contains(data, "monthly") {
			t.Errorf("%s still holds what was withdrawn:\n%s", name, data)
		}
	}
	if strings.Contains(after[list], "Our recaps") || !strings.Contains(after[list], filepath.Base(page)) {
		t.Errorf("the list was not written anew:\n%s", after[list])
	}
	if _, complaints = h.recap(t, exitOK, "publish", "--date", "2026-10-01"); complaints != "" {
		t.Errorf("the next publish complains %q, want nothing left to be done", complaints)
	}
}

// Outputs of newHouse, as its configuration spells them.
const (
	pagesOutput = `  - {name: pages, html: {dir: public, url: "https://example.org/recaps"}}` + "\n"
	dataOutput  = "  - {name: data, json: {dir: data}}\n"
	feedOutput  = `  - {name: feed, atom: {file: public/atom.xml, url: "https://example.org/recaps/atom.xml"}}` + "\n"
)

// TestRedoOfGoneOutputs takes out what stands in lists whose outputs are no longer configured: the lists are removed,
// though other editions stand in them, and that is said; the one that somebody changed is named.
func TestRedoOfGoneOutputs(t *testing.T) {
	h := newList(t, 3)
	for _, output := range []string{pagesOutput, dataOutput, feedOutput} {
		h.change(t, "recap.yaml", output, "")
	}
	index := filepath.Join("data", "recaps_index.json")
	h.change(t, index, "Pumps", "Our pumps")
	out, complaints := h.recap(t, exitPart, "redact", "root1@example.org")
	after := h.files(t)
	for _, list := range []string{filepath.Join("public", "index.html"), filepath.Join("public", "atom.xml")} {
		path := filepath.Join(h.dir, list)
		if _, there := after[list]; there || !strings.Contains(out, "removed "+path) {
			t.Errorf("redact left %s, and prints %q", list, out)
		}
		if want := path + " is removed, though other editions stood in it"; strings.Count(complaints, want) != 1 {
			t.Errorf("redact complains %q, want %q in it once", complaints, want)
		}
	}
	if want := filepath.Join(h.dir, index) + " was changed by somebody else and is left as it is; "; strings.Count(complaints, want) != 1 {
		t.Errorf("redact complains %q, want %q in it once", complaints, want)
	}
	for _, page := range []string{"public/pumps-recap-2026-10-01.html", "data/recaps/daily-2026-10-03.json"} {
		if _, there := after[filepath.FromSlash(page)]; !there {
			t.Errorf("redact removed %s, which tells nothing of the post", page)
		}
	}
	if strings.Contains(complaints, "daily-2026-10-03.json") {
		t.Errorf("redact complains %q of a file of another edition", complaints)
	}

	// What is missing comes back without the post when the output does.
	h.change(t, "recap.yaml", "outputs:\n", "outputs:\n"+pagesOutput)
	h.recap(t, exitOK, "publish", "--date", "2026-10-03")
	if list := h.files(t)[filepath.Join("public", "index.html")]; !strings.Contains(list, "pumps-recap-2026-10-01") ||
		strings.Contains(list, ": Zanzibar report 1") {
		t.Errorf("with its output configured again the list holds\n%s", list)
	}
}

// TestRedoOfLateOutput takes out what stands in a list that was first written for another edition, and whose output is
// no longer configured: the ledger does not know of the edition in it, so that it is named and left.
func TestRedoOfLateOutput(t *testing.T) {
	const late = "  - {name: late, html: {dir: public/late}}\n"
	h := newList(t, 2)
	h.change(t, "recap.yaml", "outputs:\n", "outputs:\n"+late)
	h.recap(t, exitOK, "publish", "--date", "2026-10-02")
	h.change(t, "recap.yaml", late, "")
	_, complaints := h.recap(t, exitPart, "redact", "root0@example.org")
	list := filepath.Join("public", "late", "index.html")
	if want := filepath.Join(h.dir, list) + " names the edition daily-2026-10-01"; strings.Count(complaints, want) != 1 {
		t.Errorf("redact complains %q, want %q in it once", complaints, want)
	}
	if data := h.files(t)[list]; !strings.Contains(data, "pumps-recap-2026-10-02") {
		t.Errorf("%s holds %q, want it left", list, data)
	}
	if strings.Contains(complaints, "pumps-recap-2026-10-02.html") {
		t.Errorf("redact complains %q of a page that tells nothing of the post", complaints)
	}
}

// TestRedoOfNarrowedOutput takes out what stands in the list of an output that takes another digest by now: the list is
// written anew, the page is removed.
func TestRedoOfNarrowedOutput(t *testing.T) {
	h := newList(t, 2)
	h.change(t, "recap.yaml", "{name: daily, since: 2026-10-19}", "{name: daily, since: 2026-10-19}, {name: weekly, period: week}")
	h.recap(t, exitOK, "publish", "--date", "2026-10-02", "--digest", "weekly")
	h.change(t, "recap.yaml", "{name: pages, ", "{name: pages, digests: [weekly], ")
	out, complaints := h.recap(t, exitOK, "redact", "root0@example.org")
	if complaints != "" {
		t.Errorf("redact complains %q", complaints)
	}
	page, list := filepath.Join(h.dir, "public", "pumps-recap-2026-10-01.html"), filepath.Join(h.dir, "public", "index.html")
	for _, want := range []string{"removed " + page, "wrote " + list} {
		if !strings.Contains(out, want) {
			t.Errorf("redact prints %q, want %q in it", out, want)
		}
	}
	data, err := os.ReadFile(list)
	if err != nil || !strings.Contains(string(data), "pumps-recap-2026-09-28") || strings.Contains(string(data), "pumps-recap-2026-10-0") {
		t.Errorf("the list holds %s (%v), want the weekly edition alone", data, err)
	}
}

// TestRedactNamesWhatItReplaces takes out what a page told which somebody had changed: it is written anew, and that is
// said of it and of no other file.
func TestRedactNamesWhatItReplaces(t *testing.T) {
	h := newList(t, 2)
	page, list := filepath.Join("public", "pumps-recap-2026-10-01.html"), filepath.Join("public", "index.html")
	h.change(t, page, "</body>", "<p>Thanks to the weir</p></body>")
	h.change(t, list, "</body>", "<p>Our recaps</p></body>")
	out, _ := h.recap(t, exitOK, "redact", "Gus@Quintero.example.net")
	const lost = ", which somebody else had changed: that is gone"
	for _, name := range []string{page, list} {
		if !strings.Contains(out, filepath.Join(h.dir, name)+lost+"\n") {
			t.Errorf("redact prints %q, want that %s was changed", out, name)
		}
	}
	if got := strings.Count(out, lost); got != 2 {
		t.Errorf("redact prints %d files that were changed, want 2:\n%s", got, out)
	}
	if strings.Contains(h.files(t)[page], "Thanks to the weir") {
		t.Errorf("%s was left", page)
	}
}
