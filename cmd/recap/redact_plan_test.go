package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// newQuoting is a list of three days with two digests, one of which needs an editor: of the days the first is approved
// and published, the second approved alone, and the third a draft. On each day somebody repeats what Nia Okoro wrote on the
// first, between quotation marks.
func newQuoting(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, time.Date(2026, 10, 22, 9, 0, 0, 0, time.UTC), "  - {name: list, mbox: {path: list.mbox}}")
	h.change(t, "recap.yaml", "digests: [{name: daily, since: 2026-10-19}]",
		"digests: [{name: daily, since: 2026-10-19}, {name: checked, since: 2026-10-19, approval: required}]")
	h.change(t, "recap.yaml", "{name: pages, html", "{name: pages, digests: [daily], html")
	h.change(t, "recap.yaml", "{name: site, jekyll", "{name: site, digests: [daily], jekyll")
	var box strings.Builder
	message := func(at time.Time, who, id, ref, subject, text string) {
		if ref != "" {
			ref = "In-Reply-To: <" + ref + ">\n"
		}
		fmt.Fprintf(&box, "From x@example.org %s\nFrom: %s <%s@example.org>\nDate: %s\nMessage-ID: <%s@example.org>\n%sSubject: %s\n\n%s\n\n",
			at.Format(time.ANSIC), who, strings.ToLower(who[:3]), at.Format(time.RFC1123Z), id, ref, subject, text)
	}
	const said = "The lock keeper at Hollin counted nineteen barges before noon, and not one of them paid."
	for day := range 3 {
		at := time.Date(2026, 10, 19+day, 8, 0, 0, 0, time.UTC)
		if day == 0 {
			message(at, "Nia Okoro", "first", "", "Barges at Hollin", said+" I would like to know who lets them through.")
		}
		message(at.Add(time.Hour), "Tom Arden", fmt.Sprint("toll", day), "", fmt.Sprintf("Toll of week %d", 40+day),
			fmt.Sprintf("The toll of week %d is collected and stands in the ledger at the harbour office, with the receipts of all boats.", 40+day))
		message(at.Add(2*time.Hour), "Ula Brandt", fmt.Sprint("quote", day), fmt.Sprintf("toll%d@example.org", day), fmt.Sprintf("Re: Toll of week %d", 40+day),
			fmt.Sprintf("I can only repeat what we were told: \"%s\" So week %d lacks their money, and the ledger should say so.", said, 40+day))
	}
	writeFile(t, filepath.Join(h.dir, "list.mbox"), box.String())
	h.tries("run")
	h.recap(t, exitOK, "edit", "--digest", "checked", "--date", "2026-10-19", "--approve", "--by", "Ann")
	h.tries("run")
	h.recap(t, exitOK, "edit", "--digest", "checked", "--date", "2026-10-20", "--approve", "--by", "Ann")
	return h
}

// revisions returns the newest revision of each edition.
func (h *house) revisions(t *testing.T) map[string]int {
	t.Helper()
	said, _ := h.recap(t, exitOK, "status", "--json")
	var s status
	if err := json.Unmarshal([]byte(said), &s); err != nil {
		t.Fatal(err)
	}
	all := map[string]int{}
	for _, e := range s.Editions {
		all[e.ID] = e.Revision
	}
	return all
}

// TestDryRunSaysWhatRedactDoes asks what each redaction would do, does it, and compares: the posts, the quotes in posts
// of others, and the editions, also those that told the words in somebody else's post alone.
func TestDryRunSaysWhatRedactDoes(t *testing.T) {
	whole := newQuoting(t)
	remade := map[string]int{}
	for _, name := range []string{"first@example.org", "<nia@example.org>", "Nia Okoro", "toll1@example.org", "<tom@example.org>", "quote2@example.org",
		"<ula@example.org>"} {
		h := &house{t.TempDir(), whole.now.Add(time.Hour)}
		if err := os.CopyFS(h.dir, os.DirFS(whole.dir)); err != nil {
			t.Fatal(err)
		}
		before := h.revisions(t)
		would, _ := h.recap(t, exitOK, "redact", "--dry-run", name)
		did, _ := h.recap(t, exitOK, "redact", "--yes", name)
		var want, got []string
		for _, line := range regexp.MustCompile(`(?m)^would make the edition (.+) anew$`).FindAllStringSubmatch(would, -1) {
			want = append(want, line[1])
		}
		for id, n := range h.revisions(t) {
			if n != before[id] {
				got = append(got, id)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("redact --dry-run %q names the editions %q, and redact made %q anew", name, want, got)
		}
		count := regexp.MustCompile(`(?m)^(would take|took) out (\d+ posts?, cut quotes from \d+ other posts?)$`)
		if x, y := count.FindStringSubmatch(would), count.FindStringSubmatch(did); x == nil || y == nil || x[2] != y[2] {
			t.Errorf("redact --dry-run %q says\n%s\nand redact\n%s", name, would, did)
		}
		remade[name] = len(got)
	}
	// The edition of each day that is published tells the words of the first.
	if remade["first@example.org"] != 4 || remade["toll1@example.org"] != 1 {
		t.Errorf("so many editions were made anew: %v", remade)
	}
}
