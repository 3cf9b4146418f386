package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// copied returns a copy of the whole installation.
func (h *house) copied(t *testing.T) *house {
	t.Helper()
	twin := &house{t.TempDir(), h.now}
	if err := os.CopyFS(twin.dir, os.DirFS(h.dir)); err != nil {
		t.Fatal(err)
	}
	return twin
}

func TestCopyOfAnInstallationLeavesTheOtherAlone(t *testing.T) {
	h := newList(t, 3)
	before := h.files(t)
	twin := h.copied(t)
	twin.recap(t, exitOK, "redact", "root1@example.org")
	twin.recap(t, exitOK, "publish", "--date", "2026-10-03")
	if after := h.files(t); !maps.Equal(before, after) {
		t.Error("a redaction in a copy of the installation changed files of the first")
	}
	for name, data := range twin.files(t) {
		if strings.Contains(data, "turbine number 1") {
			t.Errorf("%s of the copy still tells what was taken out", name)
		}
	}
}

func TestCopyWithoutItsOutputsNamesWhatItCannotFind(t *testing.T) {
	h := newList(t, 2)
	before := h.files(t)
	twin := h.copied(t)
	twin.change(t, "recap.yaml", pagesOutput, "")
	_, complaints := twin.recap(t, exitPart, "redact", "root1@example.org")
	if after := h.files(t); !maps.Equal(before, after) {
		t.Error("a redaction in a copy of the installation changed files of the first")
	}
	if want := "pumps-recap-2026-10-02.html told what is taken out"; strings.Count(complaints, want) != 1 {
		t.Errorf("redact complains %q, want %q in it once", complaints, want)
	}
}

func TestRedactionFindsWhereAnOutputWroteBefore(t *testing.T) {
	h := newList(t, 2)
	h.change(t, "recap.yaml", "html: {dir: public,", "html: {dir: pages,")
	h.recap(t, exitOK, "publish", "--date", "2026-10-02")
	h.recap(t, exitOK, "redact", "root1@example.org")
	for _, folder := range []string{"public", "pages"} {
		data, err := os.ReadFile(filepath.Join(h.dir, folder, "pumps-recap-2026-10-02.html"))
		if err == nil && strings.Contains(string(data), "turbine number 1") {
			t.Errorf("%s still tells what was taken out", folder)
		}
	}
}
