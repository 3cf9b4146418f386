package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestApprovalOutlivesErrors approves an edition while a source cannot be read, which says so in other words each hour:
// that is no other draft.
func TestApprovalOutlivesErrors(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }))
	defer server.Close()
	day := time.Date(2026, 10, 19, 8, 0, 0, 0, time.UTC)
	h := newHouse(t, day.Add(26*time.Hour), "  - {name: list, mbox: {path: list.mbox}}\n  - {name: planet, feed: {url: \""+server.URL+"/feed.xml\"}}")
	file := filepath.Join(h.dir, "recap.yaml")
	config, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, file, strings.Replace(string(config), "{name: daily,", "{name: daily, approval: required,", 1))
	message := "From x@example.org %s\nFrom: Ann Lee <ann@example.org>\nDate: %s\nMessage-ID: <a@example.org>\nSubject: Weir of the old mill\n\n" +
		"We measured forty litres a second at the weir of the old mill, twice what the plan of 2019 said.\n\n"
	writeFile(t, filepath.Join(h.dir, "list.mbox"), fmt.Sprintf(message, day.Format(time.ANSIC), day.Format(time.RFC1123Z)))
	h.recap(t, exitPart, "run")
	h.recap(t, exitOK, "edit", "--date", "2026-10-19", "--approve", "--by", "Ann")

	h.now = h.now.Add(time.Hour)
	h.recap(t, exitPart, "ingest")
	if stdout, _ := h.recap(t, exitOK, "edit", "--date", "2026-10-19", "--json"); !strings.Contains(stdout, `"state": "approved"`) {
		t.Errorf("after another error edit prints %s, want it approved", stdout)
	}
	h.now = h.now.Add(time.Hour)
	h.recap(t, exitPart, "run")
	if found := h.holding(t, "forty litres"); len(found) < 5 {
		t.Errorf("words of the edition are only in %q, want it published", found)
	}
}
