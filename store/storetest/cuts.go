package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recap/store"
)

// cutPost is a mail whose author answered two quotations, each in a paragraph.
func cutPost() store.Post {
	return with(Mail(1), func(p *store.Post) {
		p.Text, p.Quoted = "Yes – it does.\n\nNo.", "Does it wörk?\nIs it slow?"
		p.Cuts = []store.Cut{{At: 0, From: 0, To: 14}, {At: 18, From: 15, To: 26}}
	})
}

// storedCuts returns the cuts of a stored post, and fails where they are no places in its text and quotation.
func storedCuts(t *testing.T, db store.DB, id string) []store.Cut {
	t.Helper()
	p, err := db.Post(t.Context(), id)
	if err != nil {
		t.Fatalf("Post() = %v", err)
	}
	if diff := cmp.Diff(store.ValidCuts(p.Cuts, p.Text, p.Quoted), p.Cuts); diff != "" {
		t.Errorf("the cuts of %q are no places in it (-valid +stored):\n%s", p.Text, diff)
	}
	return p.Cuts
}

// testCutsFollowTheirWords has them with the copy whose words are kept, and without a quotation where that was taken
// out.
func testCutsFollowTheirWords(t *testing.T, e Engine) {
	db := e.open(t)
	p := cutPost()
	damaged := with(p, func(p *store.Post) {
		p.Text, p.Damage, p.Cuts = "Yes ? it does.\n\nNo.", 1, []store.Cut{{At: 16, From: 1, To: 5}}
		p.Sum[0]++
	})
	Commit(t, db, "other", damaged)
	Commit(t, db, "list", p)
	if diff := cmp.Diff(p.Cuts, storedCuts(t, db, p.ID())); diff != "" {
		t.Errorf("the cuts are not those of the copy whose words are kept (-want +got):\n%s", diff)
	}
	Commit(t, db, "third", with(damaged, func(p *store.Post) { p.Sum[0]++ }))
	if diff := cmp.Diff(p.Cuts, storedCuts(t, db, p.ID())); diff != "" {
		t.Errorf("a worse copy changed the cuts (-want +got):\n%s", diff)
	}
	gone := with(Mail(2), func(p *store.Post) { p.Text = "The question is whether it wörks at all." })
	answer := with(Mail(3, 2), func(p *store.Post) {
		p.Text, p.Quoted, p.Cuts = "It does.", gone.Text, []store.Cut{{At: 0, From: 0, To: len(gone.Text)}}
	})
	Commit(t, db, "list", gone, answer)
	if _, err := db.Remove(t.Context(), store.Removal{Posts: []string{gone.ID()}}); err != nil {
		t.Fatalf("Remove() = %v", err)
	}
	if diff := cmp.Diff([]store.Cut{{At: 0}}, storedCuts(t, db, answer.ID())); diff != "" {
		t.Errorf("cuts after the quotation was taken out (-want +got):\n%s", diff)
	}
	late := with(Mail(4, 2), func(p *store.Post) {
		p.Text, p.Quoted, p.Cuts = "I agree.", gone.Text, []store.Cut{{At: 0, From: 4, To: 12}}
	})
	Commit(t, db, "list", late)
	if diff := cmp.Diff([]store.Cut{{At: 0}}, storedCuts(t, db, late.ID())); diff != "" {
		t.Errorf("cuts of an answer that came after the redaction (-want +got):\n%s", diff)
	}
}
