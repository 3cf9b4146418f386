package mail

import (
	"testing"
	"time"
)

// TestMachineFields has what only the header of a mail shows.
func TestMachineFields(t *testing.T) {
	for field, want := range map[string]bool{
		"X-Autoreply: yes": true, "Precedence: auto_reply": true, "Precedence: bulk": false,
		"X-Auto-Response-Suppress: All": true, "X-Auto-Response-Suppress: OOF": false, "Auto-Submitted: no": false,
		"Auto-Submitted: auto-replied": true, "X-List-Administrivia: yes": true,
		"X-Failed-Recipients: cleo@example.org": true, "X-Mailer: Oven 2": false, "Content-Type: text/calendar; method=REPLY": true,
		"X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\nX-Discourse-Post-Id: 41": false,
	} {
		p, err := Parse([]byte("From: Ben Frost <ben@example.org>\nSubject: The oven\nDate: Fri, 2 Oct 2026 09:00:00 +0000\n"+field+"\n\nThe oven is warm.\n"), Options{Now: time.Date(2026, 10, 3, 0, 0, 0, 0, time.UTC)})
		if err != nil || (p.Machine != "") != want {
			t.Errorf("%s: Parse() gave Machine %q, %v, want evidence: %t", field, p.Machine, err, want)
		}
	}
}

// TestForumPosts has what a forum sends: posts, under its own address, are those of people; its summaries are not.
func TestForumPosts(t *testing.T) {
	for field, want := range map[string]bool{"X-Discourse-Post-Id: 41\nX-Discourse-Topic-Id: 7\n": false, "": true} {
		p, err := Parse([]byte("From: Ben Frost via Ovens <noreply@forum.example.org>\nSubject: [Ovens] The oven\n"+
			"Date: Fri, 2 Oct 2026 09:00:00 +0000\nX-Auto-Response-Suppress: All\n"+field+"\nThe oven is warm.\n"),
			Options{Now: time.Date(2026, 10, 3, 0, 0, 0, 0, time.UTC)})
		if err != nil || (p.Machine != "") != want || p.Author.Name != "Ben Frost" && p.Author.Name != "Ben Frost via Ovens" {
			t.Errorf("%q: Parse() gave Machine %q of %+v, %v, want evidence: %t", field, p.Machine, p.Author, err, want)
		}
	}
}
