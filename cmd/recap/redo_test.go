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

// TestRedoOfGoneDigests takes out what editions told whose digests are no longer configured. The lists lose them, whoever changed these; a page of another
// edition that somebody changed stays as it is.
func TestRedoOfGoneDigests(t *testing.T) {
	const daily, more = "digests: [{name: daily, since: 2026-10-19}]", "digests: [{name: daily, since: 2026-10-19}, {name: weekly, period: week}, {name: monthly, period: month}]"
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
